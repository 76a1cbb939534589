#include "base/os.h"
#include "base/diag.h"
#include "base/end.h"
#include "base/lang.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int
os_fail(struct os_error *error, const char *path, const char *what)
{
	error->code = errno;
	if (what != NULL)
		snprintf(error->message, sizeof(error->message), "%s: %s: %s",
		    path, what, strerror(errno));
	else
		snprintf(error->message, sizeof(error->message), "%.400s: %s",
		    path, strerror(errno));
	return -1;
}

static enum os_type
type_of_mode(mode_t mode)
{
	if (S_ISREG(mode))
		return OS_FILE;
	if (S_ISDIR(mode))
		return OS_FOLDER;
	return S_ISLNK(mode) ? OS_LINK : OS_OTHER;
}

/*
 * Nothing that may be seen.  Where the machine can't say, to go on as if nothing
 * were there could drop filters, or replace what is there.
 */
static enum os_type
type_missing(const char *path)
{
	struct os_error error;
	if (errno != EIO && errno != ENOMEM)
		return OS_NONE;
	os_fail(&error, path, NULL);
	out_of_order(error.message);
}

enum os_type
os_type(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0 ? type_of_mode(st.st_mode)
				     : type_missing(path);
}

enum os_type
os_type_target(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 ? type_of_mode(st.st_mode)
				    : type_missing(path);
}

bool
os_is_machine(const struct os_error *error)
{
	switch (error->code) {
	case EIO:
	case ENOMEM:
	case EMFILE:
	case ENFILE:
		return true;
	default:
		return false;
	}
}

bool
os_is_no_file(const struct os_error *error)
{
	switch (error->code) {
	case ENOENT:
	case ENOTDIR:
	case EISDIR:
	case EINVAL:
	case ELOOP:
	case ENXIO:
		return true;
	default:
		return false;
	}
}

/*
 * Reads until the end: the size is only a first guess, files may grow.  Where it
 * is a file's own, not a pipe's, a byte more is asked for, and none comes: the
 * end is known without asking again.  1 when more than `most` come: then it has
 * stopped.
 */
static int
read_all(struct arena *arena, int fd, size_t guess, bool is_size, size_t most,
    struct text *text)
{
	size_t capacity = guess + 1, len = 0;
	char *bytes = arena_take(arena, capacity + 1);
	for (;;) {
		if (len == capacity) {
			char *more = arena_take(arena, capacity * 2 + 1);
			memcpy(more, bytes, len);
			bytes = more;
			capacity *= 2;
		}
		ssize_t n = read(fd, bytes + len, capacity - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		len += (size_t)n;
		if (len > most) {
			text->len = len;
			return 1;
		}
		if (is_size && len == guess)
			break;
	}
	bytes[len] = '\0';
	*text = (struct text){ bytes, len };
	return 0;
}

int
os_read(struct arena *arena, const char *path, struct text *text,
    struct os_error *error)
{
	return os_read_most(arena, path, SIZE_MAX, text, error);
}

/* A plain file that is there; what it is now is in *st. */
static int
plain_open(const char *path, bool follow, struct stat *st,
    struct os_error *error)
{
	/* Not blocking: a FIFO must not hold the run up. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK |
		(follow ? 0 : O_NOFOLLOW));
	if (fd < 0)
		return os_fail(error, path, NULL);
	int status = fstat(fd, st);
	if (status != 0) {
		os_fail(error, path, NULL);
	} else if (!S_ISREG(st->st_mode)) {
		errno = S_ISDIR(st->st_mode) ? EISDIR : EINVAL;
		status = os_fail(error, path, _("no regular file"));
	}
	if (status == 0)
		return fd;
	close(fd);
	return -1;
}

struct os_folder
os_folder_open(const char *path)
{
	return (struct os_folder){ path,
		open(path, O_PATH | O_DIRECTORY | O_CLOEXEC) };
}

void
os_folder_close(const struct os_folder *folder)
{
	if (folder->descriptor >= 0)
		close(folder->descriptor);
}

/* Unsigned: years that nobody lives in only come out as other numbers. */
static uint64_t
nanoseconds(struct timespec time)
{
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* Of FAT, whose clock has the largest grains. */
#define GRAIN ((uint64_t)2 * 1000000000u)

static void
sign(const struct stat *st, struct os_signature *signature)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	*signature = (struct os_signature){
		.size = (uint64_t)st->st_size,
		.inode = (uint64_t)st->st_ino,
		.device = (uint64_t)st->st_dev,
		.modified = nanoseconds(st->st_mtim),
		.changed = nanoseconds(st->st_ctim),
		.mode = st->st_mode & 07777,
	};
	signature->settled = signature->changed + GRAIN < nanoseconds(now);
}

static bool
sign_at(int folder, const char *path, struct os_signature *signature)
{
	struct stat st;
	*signature = (struct os_signature){ 0 };
	if (fstatat(folder, path, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(st.st_mode))
		return false;
	sign(&st, signature);
	return true;
}

bool
os_sign(const char *path, struct os_signature *signature)
{
	return sign_at(AT_FDCWD, path, signature);
}

bool
os_sign_below(const struct os_folder *folder, const char *path,
    struct os_signature *signature)
{
	return sign_at(folder->descriptor, path, signature);
}

bool
os_is_same(const struct os_signature *a, const struct os_signature *b)
{
	return a->settled && b->settled && a->size == b->size &&
	    a->inode == b->inode && a->device == b->device &&
	    a->modified == b->modified && a->changed == b->changed;
}

int
os_read_signed(struct arena *arena, const char *path, size_t most,
    struct text *text, struct os_signature *signature, struct os_error *error)
{
	struct stat st;
	int status = 0;
	int fd = plain_open(path, true, &st, error);
	if (fd < 0)
		return -1;
	if (signature != NULL)
		sign(&st, signature);
	size_t size = (size_t)st.st_size;
	if (size > most) {
		text->len = size;
		status = 1;
	} else {
		status = read_all(arena, fd, size, true, most, text);
		if (status < 0)
			os_fail(error, path, NULL);
	}
	close(fd);
	return status;
}

int
os_read_most(struct arena *arena, const char *path, size_t most,
    struct text *text, struct os_error *error)
{
	return os_read_signed(arena, path, most, text, NULL, error);
}

/* ---- the walk ---- */

static enum os_type
entry_type(int folder, const struct dirent *entry)
{
	struct stat st;
	switch (entry->d_type) {
	case DT_REG:
		return OS_FILE;
	case DT_DIR:
		return OS_FOLDER;
	case DT_LNK:
		return OS_LINK;
	case DT_UNKNOWN:
		if (fstatat(folder, entry->d_name, &st,
			AT_SYMLINK_NOFOLLOW) == 0)
			return type_of_mode(st.st_mode);
		return OS_NONE;
	default:
		return OS_OTHER;
	}
}

/* `queue` holds the folders still to read: no recursion, no depth limit. */
static int
walk_folder(struct arena *arena, const char *root, const char *folder,
    bool hidden, struct os_list *found, struct os_list *queue,
    struct os_error *error)
{
	const char *full =
	    *folder == '\0' ? root : arena_printf(arena, "%s/%s", root, folder);
	DIR *dir = opendir(full);
	if (dir == NULL)
		return os_fail(error, full, NULL);
	const struct dirent *entry;
	while (errno = 0, (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.' &&
		    (!hidden || strcmp(entry->d_name, ".") == 0 ||
			strcmp(entry->d_name, "..") == 0))
			continue;
		enum os_type type = entry_type(dirfd(dir), entry);
		if (type == OS_NONE)
			continue; /* it went away meanwhile */
		struct os_found item = { .type = type };
		item.path = *folder == '\0'
		    ? arena_string(arena, entry->d_name)
		    : arena_printf(arena, "%s/%s", folder, entry->d_name);
		struct os_list *list = type == OS_FOLDER ? queue : found;
		ARENA_ROOM(arena, list->items, list->count, list->capacity);
		list->items[list->count++] = item;
	}
	int status = errno == 0 ? 0 : os_fail(error, full, NULL);
	closedir(dir);
	return status;
}

static int
found_compare(const void *a, const void *b)
{
	return strcmp(((const struct os_found *)a)->path,
	    ((const struct os_found *)b)->path);
}

static int
walk(struct arena *arena, const char *root, bool hidden, struct os_list *list,
    struct os_error *error)
{
	struct os_list queue = { 0 };
	*list = (struct os_list){ 0 };
	if (walk_folder(arena, root, "", hidden, list, &queue, error) != 0)
		return -1;
	for (size_t i = 0; i < queue.count; i++)
		if (walk_folder(arena, root, queue.items[i].path, hidden, list,
			&queue, error) != 0)
			return -1;
	if (list->count > 0)
		qsort(list->items, list->count, sizeof(*list->items),
		    found_compare);
	return 0;
}

int
os_walk(struct arena *arena, const char *root, struct os_list *list,
    struct os_error *error)
{
	return walk(arena, root, false, list, error);
}

int
os_walk_all(struct arena *arena, const char *root, struct os_list *list,
    struct os_error *error)
{
	return walk(arena, root, true, list, error);
}

/* This user's, as os_make_folders() makes one. */
static int
folder_check(const char *path, unsigned mode, dev_t device,
    struct os_error *error)
{
	struct stat st;
	if (lstat(path, &st) != 0)
		return os_fail(error, path, NULL);
	if (S_ISDIR(st.st_mode) && (st.st_mode & 07777) == mode &&
	    st.st_uid == geteuid() && st.st_dev == device)
		return 0;
	errno = EPERM;
	return os_fail(error, path, NULL);
}

static int
files_check(const char *root, const struct os_list *files,
    struct os_error *error)
{
	for (size_t i = 0; i < files->count; i++)
		if (files->items[i].type != OS_FILE) {
			errno = EPERM;
			return os_fail(error, root, files->items[i].path);
		}
	return 0;
}

int
os_walk_plain(struct arena *arena, const char *root, unsigned mode,
    struct os_list *files, struct os_list *folders, struct os_error *error)
{
	struct stat st;
	*files = *folders = (struct os_list){ 0 };
	if (lstat(root, &st) != 0)
		return os_fail(error, root, NULL);
	if (folder_check(root, mode, st.st_dev, error) != 0 ||
	    walk_folder(arena, root, "", true, files, folders, error) != 0)
		return -1;
	for (size_t i = 0; i < folders->count; i++) {
		const char *path = folders->items[i].path;
		if (folder_check(arena_printf(arena, "%s/%s", root, path), mode,
			st.st_dev, error) != 0 ||
		    walk_folder(arena, root, path, true, files, folders,
			error) != 0)
			return -1;
	}
	return files_check(root, files, error);
}

/* ---- piece by piece ---- */

int
os_open(const char *path, bool follow, uint64_t *size, struct os_error *error)
{
	struct stat st;
	int fd = plain_open(path, follow, &st, error);
	if (fd >= 0)
		*size = (uint64_t)st.st_size;
	return fd;
}

long
os_read_piece(int descriptor, const char *path, char *bytes, size_t room,
    struct os_error *error)
{
	ssize_t n;
	do
		n = read(descriptor, bytes, room);
	while (n < 0 && errno == EINTR);
	return n < 0 ? os_fail(error, path, NULL) : (long)n;
}

int
os_map(const char *path, struct text *bytes, struct os_error *error)
{
	uint64_t size;
	*bytes = TEXT_LIT("");
	int fd = os_open(path, false, &size, error);
	if (fd < 0)
		return -1;
	void *at = size == 0
	    ? NULL
	    : mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
	int status = at == MAP_FAILED ? os_fail(error, path, NULL) : 0;
	if (status == 0 && size > 0)
		*bytes = (struct text){ at, (size_t)size };
	close(fd);
	return status;
}

void
os_unmap(struct text bytes)
{
	if (bytes.len > 0)
		munmap((void *)bytes.at, bytes.len);
}

void
os_map_leave(struct text bytes)
{
	if (bytes.len > 0)
		madvise((void *)bytes.at, bytes.len, MADV_DONTNEED);
}

static void
map_protect(struct text bytes, int how)
{
	if (bytes.len == 0 ||
	    mprotect((void *)bytes.at, bytes.len, how) == 0)
		return;
	/* The kernel keeps a table of what is protected how. */
	if (errno == ENOMEM)
		out_of_memory();
	BUG("a map could not be locked, or not opened");
}

void
os_map_lock(struct text bytes)
{
	map_protect(bytes, PROT_NONE);
}

void
os_map_unlock(struct text bytes)
{
	map_protect(bytes, PROT_READ);
}

int
os_read_again(struct arena *arena, int descriptor, struct text *text)
{
	return lseek(descriptor, 0, SEEK_SET) != 0
	    ? -1
	    : read_all(arena, descriptor, 1024, false, SIZE_MAX, text);
}

int
os_read_pieces(const char *path, bool follow,
    int (*take)(void *context, struct text piece), void *context,
    struct os_error *error)
{
	char piece[65536];
	uint64_t size;
	long got = 0;
	int status = 0;
	int fd = os_open(path, follow, &size, error);
	if (fd < 0)
		return -1;
	while (status == 0 && (got = os_read_piece(fd, path, piece,
		    sizeof(piece), error)) > 0)
		status = take(context, (struct text){ piece, (size_t)got });
	close(fd);
	return got < 0 ? -1 : status;
}

/* ---- writing ---- */

unsigned
os_umask(void)
{
	mode_t mask = umask(0);
	umask(mask);
	return mask;
}

static int
folder_make(const char *path, unsigned mode)
{
	if (mkdir(path, mode) == 0)
		return chmod(path, mode); /* whatever the umask says */
	if (errno == EEXIST && os_type_target(path) == OS_FOLDER)
		return 0;
	if (errno == EEXIST)
		errno = ENOTDIR;
	return -1;
}

/* Most are there already: those above only when they are missing. */
static int
folders_make(char *path, unsigned mode, struct os_error *error)
{
	if (folder_make(path, mode) == 0)
		return 0;
	char *slash = strrchr(path, '/');
	if (errno != ENOENT || slash == NULL || slash == path)
		return os_fail(error, path, NULL);
	*slash = '\0';
	if (folders_make(path, mode, error) != 0)
		return -1;
	*slash = '/';
	return folder_make(path, mode) == 0 ? 0 : os_fail(error, path, NULL);
}

int
os_make_folders(const char *path, unsigned mode, struct os_error *error)
{
	char copy[4096];
	size_t len = strlen(path);
	if (len >= sizeof(copy)) {
		errno = ENAMETOOLONG;
		return os_fail(error, path, NULL);
	}
	memcpy(copy, path, len + 1);
	return len == 0 ? 0 : folders_make(copy, mode, error);
}

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
	ssize_t n = 1;
	char piece[65536];
	bool same = fstat(fd, st) == 0 && S_ISREG(st->st_mode);
	while (same && (n = read(fd, piece, sizeof(piece))) > 0) {
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
		status = chmod(from, st.st_mode & 07777) != 0 ||
			rename(from, to) != 0
		    ? -1
		    : 0;
	return status < 0 ? os_fail(error, to, NULL) : status;
}

/* By its name alone: nobody looks up the way to it. */
static int
entry_remove(int folder, const char *name)
{
	return unlinkat(folder, name, 0) == 0 || errno == ENOENT ? 0 : -1;
}

/* All that is in it but folders, which go to the queue. */
static int
entries_remove(struct arena *arena, DIR *dir, const char *path,
    struct os_list *queue)
{
	const struct dirent *entry;
	while (errno = 0, (entry = readdir(dir)) != NULL) {
		const char *name = entry->d_name;
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			continue;
		if (entry_type(dirfd(dir), entry) != OS_FOLDER) {
			if (entry_remove(dirfd(dir), name) != 0)
				return -1;
			continue;
		}
		ARENA_ROOM(arena, queue->items, queue->count, queue->capacity);
		queue->items[queue->count++] = (struct os_found){
			.path = arena_printf(arena, "%s/%s", path, name)
		};
	}
	return errno == 0 ? 0 : -1;
}

static int
folder_clear(struct arena *arena, const char *path, struct os_list *queue)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	int status = dir == NULL
	    ? -1
	    : entries_remove(arena, dir, path, queue);
	int code = errno;
	if (dir != NULL)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
	errno = code;
	return status;
}

/* An empty one need not be read; one that is closed to its owner is opened. */
static int
folder_clear_or_drop(struct arena *arena, const char *path,
    struct os_list *queue)
{
	if (folder_clear(arena, path, queue) == 0)
		return 0;
	int code = errno;
	if (code == ENOENT || rmdir(path) == 0 ||
	    (code == EACCES &&
		fchmodat(AT_FDCWD, path, 0700, AT_SYMLINK_NOFOLLOW) == 0 &&
		folder_clear(arena, path, queue) == 0))
		return 0;
	errno = code;
	return -1;
}

/* No recursion, no depth limit, one folder open at a time. */
static int
folder_remove(struct arena *arena, const char *path)
{
	struct os_list queue = { 0 };
	ARENA_ROOM(arena, queue.items, queue.count, queue.capacity);
	queue.items[queue.count++] = (struct os_found){ .path = path };
	for (size_t i = 0; i < queue.count; i++)
		if (folder_clear_or_drop(
			arena, queue.items[i].path, &queue) != 0)
			return -1;
	while (queue.count-- > 0)
		if (rmdir(queue.items[queue.count].path) != 0 &&
		    errno != ENOENT)
			return -1;
	return 0;
}

int
os_remove_tree(const char *path, struct os_error *error)
{
	struct stat st;
	int status = lstat(path, &st);
	if (status == 0 && S_ISDIR(st.st_mode)) {
		struct arena *arena = arena_new();
		status = folder_remove(arena, path);
		int code = errno;
		arena_free(arena);
		errno = code;
	} else if (status == 0) {
		status = unlink(path);
	}
	return status == 0 || errno == ENOENT || errno == ENOTDIR
	    ? 0
	    : os_fail(error, path, NULL);
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

bool
os_holds_only(const char *path, const char *name, const char *other)
{
	DIR *dir = opendir(path);
	bool only = dir != NULL;
	const struct dirent *entry;
	while (only && (entry = readdir(dir)) != NULL)
		only = strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0 ||
		    strcmp(entry->d_name, name) == 0 ||
		    strcmp(entry->d_name, other) == 0;
	if (dir != NULL)
		closedir(dir);
	return only;
}

bool
os_is_own(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && (st.st_mode & 077) == 0;
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

bool
os_same_file_system(const char *a, const char *b)
{
	struct stat one, two;
	return stat(a, &one) == 0 && stat(b, &two) == 0 &&
	    one.st_dev == two.st_dev;
}

/* As the kernel lists them: a bind mount is on the same device. */
bool
os_is_mount_point(const char *path)
{
	char line[8192], target[4096], real[4096];
	if (realpath(path, real) == NULL)
		return false;
	FILE *mounts = fopen("/proc/self/mounts", "re");
	if (mounts == NULL) {
		char above[4096];
		snprintf(above, sizeof(above), "%.4000s/..", real);
		return !os_same_file_system(real, above);
	}
	bool found = false;
	while (!found && fgets(line, sizeof(line), mounts) != NULL) {
		if (sscanf(line, "%*s %4095s", target) != 1)
			continue;
		size_t out = 0;
		for (const char *p = target; *p != '\0'; p++) {
			unsigned byte;
			/* The kernel writes blanks and such as \040. */
			if (*p == '\\' && sscanf(p + 1, "%3o", &byte) == 1) {
				target[out++] = (char)byte;
				p += 3;
			} else {
				target[out++] = *p;
			}
		}
		target[out] = '\0';
		found = strcmp(target, real) == 0;
	}
	fclose(mounts);
	return found;
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

/* ---- other programs ---- */

int
os_random(void *bytes, size_t count, struct os_error *error)
{
	/* Up to 256 bytes come whole. */
	for (size_t done = 0; done < count;) {
		size_t piece = count - done < 256 ? count - done : 256;
		ssize_t n = getrandom((char *)bytes + done, piece, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return os_fail(error, "getrandom", NULL);
		done += (size_t)n;
	}
	return 0;
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

void
os_close(int descriptor)
{
	close(descriptor);
}

const char *
os_temporary_parent(void)
{
	const char *parent = getenv("TMPDIR");
	return parent == NULL || *parent == '\0' ? "/tmp" : parent;
}

const char *
os_temporary_folder(struct arena *arena, struct os_error *error)
{
	char *path =
	    arena_printf(arena, "%s/tongbao.XXXXXX", os_temporary_parent());
	if (mkdtemp(path) != NULL)
		return path;
	os_fail(error, path, NULL);
	return NULL;
}

int
os_make_link(const char *target, const char *path, struct os_error *error)
{
	return symlink(target, path) == 0 ? 0 : os_fail(error, path, NULL);
}

int
os_enter(const char *folder, struct os_error *error)
{
	return chdir(folder) == 0 ? 0 : os_fail(error, folder, NULL);
}

const char *
os_real_path(struct arena *arena, const char *path)
{
	char *real = realpath(path, NULL);
	if (real == NULL)
		type_missing(path);
	const char *copy = real == NULL ? NULL : arena_string(arena, real);
	free(real);
	return copy;
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

/* A nameless file that holds the text, open at its start. */
static FILE *
file_of(struct text text)
{
	FILE *file = os_memory_stream();
	if (file == NULL)
		return NULL;
	if (fwrite(text.at, 1, text.len, file) == text.len &&
	    fflush(file) == 0 && lseek(fileno(file), 0, SEEK_SET) == 0)
		return file;
	fclose(file);
	return NULL;
}

static int
run_spawn(const char *const *argv, FILE *input, FILE *complaint, int output[2],
    pid_t *child)
{
	posix_spawn_file_actions_t actions;
	if (posix_spawn_file_actions_init(&actions) != 0)
		return ENOMEM;
	posix_spawn_file_actions_adddup2(&actions, fileno(input), 0);
	posix_spawn_file_actions_adddup2(&actions, output[1], 1);
	posix_spawn_file_actions_adddup2(&actions, fileno(complaint), 2);
	int code = posix_spawnp(child, argv[0], &actions, NULL,
	    (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return code;
}

static int
run_wait(pid_t child)
{
	int status;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return 255;
	return WIFEXITED(status) ? WEXITSTATUS(status)
				 : 128 + WTERMSIG(status);
}

int
os_run(struct arena *arena, const char *const *argv, struct text input,
    struct os_ran *ran, struct os_error *error)
{
	int output[2] = { -1, -1 }, status = -1;
	pid_t child = 0;
	FILE *in = file_of(input), *complaint = file_of(TEXT_LIT(""));
	if (in == NULL || complaint == NULL || pipe2(output, O_CLOEXEC) != 0)
		goto out;
	errno = run_spawn(argv, in, complaint, output, &child);
	if (errno != 0)
		goto out;
	close(output[1]);
	output[1] = -1;
	status = read_all(arena, output[0], 4096, false, SIZE_MAX,
	    &ran->output);
	ran->status = run_wait(child);
	if (os_read_again(arena, fileno(complaint), &ran->complaint) != 0)
		status = -1;
out:
	if (status != 0)
		os_fail(error, argv[0], NULL);
	for (int i = 0; i < 2; i++)
		if (output[i] >= 0)
			close(output[i]);
	if (in != NULL)
		fclose(in);
	if (complaint != NULL)
		fclose(complaint);
	return status;
}

/* ---- this process ---- */

const char *
os_program_folder(struct arena *arena)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (n <= 0)
		return "";
	path[n] = '\0';
	char *slash = strrchr(path, '/');
	return slash == NULL
	    ? ""
	    : arena_copy(arena, path, (size_t)(slash - path));
}

static double
clock_seconds(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double
os_seconds(void)
{
	return clock_seconds(CLOCK_MONOTONIC);
}

double
os_thread_seconds(void)
{
	return clock_seconds(CLOCK_THREAD_CPUTIME_ID);
}

const char *
os_today(struct arena *arena)
{
	time_t now = time(NULL);
	struct tm day;
	localtime_r(&now, &day);
	return arena_printf(arena, "%04d-%02d-%02d", day.tm_year + 1900,
	    day.tm_mon + 1, day.tm_mday);
}

static const char *volatile watchdog_message;

static void
watchdog_bite(int signal_number)
{
	(void)signal_number;
	const char *message = watchdog_message;
	if (message != NULL) {
		ssize_t ignored = write(2, message, strlen(message));
		(void)ignored;
	}
	_exit(70);
}

void
os_watchdog(unsigned seconds, const char *message)
{
	watchdog_message = message;
	if (seconds > 0) {
		struct sigaction action = { .sa_handler = watchdog_bite };
		sigaction(SIGALRM, &action, NULL);
	}
	alarm(seconds);
}

bool
os_is_terminal(int descriptor)
{
	return isatty(descriptor) == 1;
}

unsigned
os_terminal_width(int descriptor)
{
	struct winsize size;
	return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

unsigned
os_cores(void)
{
	cpu_set_t set;
	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		return (unsigned)CPU_COUNT(&set);
	return 1;
}

/* It may be there, and the machine in no state to load it: its words say so. */
static void
library_missing(void)
{
	const char *why = dlerror();
	if (why != NULL && strstr(why, strerror(ENOENT)) == NULL)
		out_of_order(why);
}

int
os_library(const char *file, const char *const *names, size_t count,
    void *functions)
{
	void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL) {
		library_missing();
		return -1;
	}
	for (size_t i = 0; i < count; i++) {
		void *found = dlsym(library, names[i]);
		if (found == NULL)
			return -1;
		memcpy((char *)functions + i * sizeof(found), &found,
		    sizeof(found));
	}
	return 0;
}
