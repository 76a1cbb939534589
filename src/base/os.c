#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include "base/diag.h"
#include "base/end.h"
#include "base/lang.h"
#include "base/os_parts.h"
#include "base/utf8.h"

/* So that what is said of it has room, too. */
#define PATH_SHOWN (sizeof(((struct os_error *)NULL)->message) / 2)

int
os_tell(struct os_error *error, int code, const char *path, const char *what)
{
	struct text end = utf8_tail(text_of(path), PATH_SHOWN);
	error->code = code;
	snprintf(error->message, sizeof(error->message), "%s%s: %s",
	    end.at == path ? "" : "…", end.at, what);
	return -1;
}

int
os_fail(struct os_error *error, const char *path, const char *what)
{
	int code = errno;
	char reason[sizeof(error->message) / 2];
	if (what == NULL)
		return os_tell(error, code, path, strerror(code));
	struct text end = utf8_tail(text_of(what), sizeof(reason) / 2);
	snprintf(reason, sizeof(reason), "%s: %s", end.at, strerror(code));
	return os_tell(error, code, path, reason);
}

enum os_type
os_type_of_mode(mode_t mode)
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
	return lstat(path, &st) == 0 ? os_type_of_mode(st.st_mode)
				     : type_missing(path);
}

enum os_type
os_type_target(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 ? os_type_of_mode(st.st_mode)
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

int
os_read_all(struct arena *arena, int fd, size_t guess, bool is_size, size_t most,
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
		status = os_read_all(arena, fd, size, true, most, text);
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
	    : os_read_all(arena, descriptor, 1024, false, SIZE_MAX, text);
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

bool
os_is_own(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && (st.st_mode & 077) == 0;
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
