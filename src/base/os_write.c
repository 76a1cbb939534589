/* Files that are written, linked, exchanged; see os.h. */
#include "base/os_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int
write_all(int fd, struct text bytes)
{
	while (bytes.len > 0) {
		ssize_t n = write(fd, bytes.at, bytes.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes = text_from(bytes, (size_t)n);
	}
	return 0;
}

/* `code`: what failed before, or 0.  -1: see errno. */
static int
written_close(int fd, int code)
{
	if (close(fd) != 0 && code == 0)
		code = errno;
	errno = code;
	return code == 0 ? 0 : -1;
}

/* `how`: what of a file that is there.  -1: see errno. */
static int
write_at(int folder, const char *path, int how, struct text bytes)
{
	int fd = openat(
	    folder, path, O_WRONLY | O_CREAT | how | O_CLOEXEC, 0644);
	if (fd < 0)
		return -1;
	int code = fchmod(fd, 0644) != 0 || write_all(fd, bytes) != 0 ? errno
								      : 0;
	return written_close(fd, code);
}

static int
append_at(int folder, const char *path, struct text bytes)
{
	int fd = openat(
	    folder, path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
	return fd < 0 ? -1
		      : written_close(fd, write_all(fd, bytes) != 0 ? errno : 0);
}

int
os_write(const char *path, struct text bytes, struct os_error *error)
{
	return write_at(AT_FDCWD, path, O_TRUNC, bytes) == 0
	    ? 0
	    : os_fail(error, path, NULL);
}

/* One that is there may be another's, too, by another name. */
static int
write_anew_at(int folder, const char *path, struct text bytes)
{
	if (write_at(folder, path, O_EXCL, bytes) == 0)
		return 0;
	if (errno != EEXIST || unlinkat(folder, path, 0) != 0)
		return -1;
	return write_at(folder, path, O_EXCL, bytes);
}

/* Most folders are there already: asks only when one is missing. */
static int
below_make(char *path, struct os_error *error)
{
	char *slash = strrchr(path, '/');
	*slash = '\0';
	int status = os_make_folders(path, 0755, error);
	*slash = '/';
	return status;
}

/* FOLDER/PATH in `full`. */
static int
below_join(char *full, size_t room, const char *folder, const char *path,
    struct os_error *error)
{
	size_t length = strlen(folder), len = strlen(path);
	if (length + len + 2 > room) {
		errno = ENAMETOOLONG;
		return os_fail(error, path, NULL);
	}
	memcpy(full, folder, length);
	full[length] = '/';
	memcpy(full + length + 1, path, len + 1);
	return 0;
}

int
os_write_below(const char *folder, const char *path, struct text bytes,
    struct os_error *error)
{
	char full[4096];
	if (below_join(full, sizeof(full), folder, path, error) != 0)
		return -1;
	if (os_write(full, bytes, error) == 0)
		return 0;
	if (error->code != ENOENT || below_make(full, error) != 0)
		return -1;
	return os_write(full, bytes, error);
}

/* What fails is told of by the full path, and tried by it where one is missing. */
int
os_write_into(const struct os_folder *folder, const char *path,
    struct text bytes, struct os_error *error)
{
	if (write_anew_at(folder->descriptor, path, bytes) == 0)
		return 0;
	char full[4096];
	int code = errno;
	if (below_join(full, sizeof(full), folder->path, path, error) != 0)
		return -1;
	errno = code;
	if (code != ENOENT && code != EBADF)
		return os_fail(error, full, NULL);
	if (below_make(full, error) != 0)
		return -1;
	return write_anew_at(AT_FDCWD, full, bytes) == 0
	    ? 0
	    : os_fail(error, full, NULL);
}

int
os_append_into(const struct os_folder *folder, const char *path,
    struct text bytes, struct os_error *error)
{
	char full[4096];
	if (append_at(folder->descriptor, path, bytes) == 0)
		return 0;
	int code = errno;
	if (below_join(full, sizeof(full), folder->path, path, error) != 0)
		return -1;
	errno = code;
	return code == EBADF && append_at(AT_FDCWD, full, bytes) == 0
	    ? 0
	    : os_fail(error, full, NULL);
}

static int
file_copy(const char *from, const char *to, struct os_error *error)
{
	struct arena *arena = arena_new();
	struct text bytes;
	int status = os_read(arena, from, &bytes, error);
	if (status == 0)
		status = os_write(to, bytes, error);
	arena_free(arena);
	return status;
}

/* Some file systems have no second names, or none over their bounds. */
static int
file_link(const char *from, const char *to, struct os_error *error)
{
	if (link(from, to) == 0)
		return 0;
	if (errno == EXDEV || errno == EPERM || errno == EMLINK ||
	    errno == EOPNOTSUPP)
		return file_copy(from, to, error);
	return os_fail(error, to, NULL);
}

int
os_link_below(const char *from, const char *folder, const char *path,
    struct os_error *error)
{
	char full[4096];
	if (below_join(full, sizeof(full), folder, path, error) != 0)
		return -1;
	if (file_link(from, full, error) == 0)
		return 0;
	if (error->code != ENOENT || below_make(full, error) != 0)
		return -1;
	return file_link(from, full, error);
}

/* What can't be done so, is made or told of by the full paths. */
int
os_link_between(const struct os_folder *from, const struct os_folder *to,
    const char *path, struct os_error *error)
{
	char full[4096];
	if (linkat(from->descriptor, path, to->descriptor, path, 0) == 0 ||
	    (errno == EEXIST && unlinkat(to->descriptor, path, 0) == 0 &&
		linkat(from->descriptor, path, to->descriptor, path, 0) == 0))
		return 0;
	if (below_join(full, sizeof(full), from->path, path, error) != 0)
		return -1;
	return os_link_below(full, to->path, path, error);
}

int
os_create_own(const char *path, struct os_error *error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	return fd < 0 ? os_fail(error, path, NULL) : fd;
}

int
os_append(int descriptor, const char *path, struct text piece,
    struct os_error *error)
{
	return write_all(descriptor, piece) != 0 ? os_fail(error, path, NULL)
						 : 0;
}

/* Does the plain file hold just these bytes?  Its mode is in *st. */
static bool
holds(const char *path, struct text expected, struct stat *st)
{
	int fd = open(path,
	    O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
	if (fd < 0)
		return false;
	size_t pos = 0;
	long n = 1;
	char piece[65536];
	struct os_error unheard;
	bool same = fstat(fd, st) == 0 && S_ISREG(st->st_mode);
	while (same &&
	    (n = os_read_piece(fd, path, piece, sizeof(piece), &unheard)) > 0) {
		same = (size_t)n <= expected.len - pos &&
		    memcmp(expected.at + pos, piece, (size_t)n) == 0;
		pos += (size_t)n;
	}
	close(fd);
	return same && n == 0 && pos == expected.len;
}

/* 1 when something is there already. */
static int
put_fresh(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno == EEXIST)
		return 1;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	/* The file system can't say it in one. */
	return os_type(to) != OS_NONE ? 1 : rename(from, to);
}

mode_t
os_mode_instead(const struct stat *before, const char *path)
{
	struct stat now;
	bool same = lstat(path, &now) == 0 && now.st_gid == before->st_gid;
	return before->st_mode &
	    (mode_t)(same ? 07777 : 07777 & ~(S_ISGID | S_IRWXG));
}

int
os_put(const char *from, const char *to, const struct text *expected,
    struct os_error *error)
{
	struct stat st;
	int status;
	if (expected == NULL)
		status = put_fresh(from, to);
	else if (!holds(to, *expected, &st))
		status = 1;
	else
		status = chmod(from, os_mode_instead(&st, from)) != 0 ||
			rename(from, to) != 0
		    ? -1
		    : 0;
	return status < 0 ? os_fail(error, to, NULL) : status;
}

int
os_write_own(const char *path, struct text head, struct text body,
    struct os_error *error)
{
	if (os_remove_tree(path, error) != 0)
		return -1;
	int file = os_create_own(path, error);
	if (file < 0)
		return -1;
	int status = os_set_mode(path, 0600, error);
	if (status == 0)
		status = os_append(file, path, head, error);
	if (status == 0)
		status = os_append(file, path, body, error);
	os_close(file);
	return status;
}

int
os_set_mode(const char *path, unsigned mode, struct os_error *error)
{
	return chmod(path, mode) == 0 ? 0 : os_fail(error, path, NULL);
}

int
os_sync(const char *path, struct os_error *error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return os_fail(error, path, NULL);
	int status = syncfs(fd) == 0 ? 0 : os_fail(error, path, NULL);
	close(fd);
	return status;
}

int
os_rename(const char *from, const char *to, struct os_error *error)
{
	return rename(from, to) == 0 ? 0 : os_fail(error, to, NULL);
}

int
os_exchange(const char *a, const char *b, struct os_error *error)
{
	if (renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) == 0)
		return 0;
	if (errno == EINVAL || errno == ENOSYS)
		return 1;
	return os_fail(error, b, NULL);
}

int
os_lock(const char *path, struct os_error *error)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EISDIR)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return os_fail(error, path, NULL);
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	int busy = errno == EWOULDBLOCK;
	os_fail(error, path, NULL);
	close(fd);
	return busy ? -2 : -1;
}

void
os_unlock(int descriptor)
{
	close(descriptor);
}

int
os_make_link(const char *target, const char *path, struct os_error *error)
{
	return symlink(target, path) == 0 ? 0 : os_fail(error, path, NULL);
}

int
os_memory_file(struct arena *arena, const char **path, struct os_error *error)
{
	int descriptor = memfd_create("tongbao", MFD_CLOEXEC);
	if (descriptor < 0)
		return os_fail(error, "memory", NULL);
	*path = arena_printf(arena, "/proc/self/fd/%d", descriptor);
	return descriptor;
}

FILE *
os_memory_stream(void)
{
	int descriptor = memfd_create("tongbao", MFD_CLOEXEC);
	FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w+");
	if (file == NULL && descriptor >= 0)
		close(descriptor);
	return file;
}

void
os_close(int descriptor)
{
	close(descriptor);
}
