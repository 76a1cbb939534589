#include "base/part.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/os_parts.h"
#include "base/path.h"

#define DIGITS 16 /* of the chance */
#define SUFFIX ".part"
#define BASE_MOST (NAME_MAX - 1 - DIGITS - (sizeof(SUFFIX) - 1))

/* As much of the name as has room beside what is put behind it. */
static size_t
base_length(const char *base)
{
	size_t len = strlen(base);
	if (len <= BASE_MOST)
		return len;
	for (len = BASE_MOST; ((unsigned char)base[len] & 0xC0) == 0x80; len--)
		continue;
	return len;
}

/* Is `name` one of the file `base`? */
static bool
is_part(const char *name, const char *base)
{
	size_t len = base_length(base);
	if (strncmp(name, base, len) != 0 || name[len] != '.')
		return false;
	name += len + 1;
	for (size_t i = 0; i < DIGITS; i++)
		if (!isxdigit((unsigned char)name[i]))
			return false;
	return strcmp(name + DIGITS, SUFFIX) == 0;
}

/* Whoever writes one has it locked, until it has its name. */
static void
remove_left(int folder, const char *name)
{
	struct stat st;
	int fd = openat(folder, name,
	    O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    flock(fd, LOCK_EX | LOCK_NB) == 0)
		unlinkat(folder, name, 0);
	close(fd);
}

/* What can't be removed is no reason not to write. */
static void
left_remove(const char *path)
{
	char folder[4096];
	const char *base = path_name(path);
	snprintf(folder, sizeof(folder), "%.*s", (int)(base - path), path);
	DIR *dir = opendir(base == path ? "." : folder);
	if (dir == NULL)
		return;
	const struct dirent *entry;
	while ((entry = readdir(dir)) != NULL)
		if (is_part(entry->d_name, base))
			remove_left(dirfd(dir), entry->d_name);
	closedir(dir);
}

/* Is it ours, or has somebody taken it for one that was left? */
static bool
hold(int fd)
{
	struct stat st;
	/* Where files can't be locked nobody removes them either. */
	return (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) &&
	    fstat(fd, &st) == 0 && st.st_nlink > 0;
}

/* A new one, locked as long as its descriptor is open. */
static int
part_open(struct arena *arena, const char *path, mode_t mode,
    const char **part, struct os_error *error)
{
	const char *base = path_name(path);
	int length = (int)(base - path) + (int)base_length(base);
	for (;;) {
		uint64_t chance;
		if (os_random(&chance, sizeof(chance), error) != 0)
			return -1;
		*part = arena_printf(arena, "%.*s.%0*llx" SUFFIX, length, path,
		    DIGITS, (unsigned long long)chance);
		int fd = open(*part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
		    mode);
		if (fd < 0)
			return os_fail(error, path, NULL);
		if (hold(fd))
			return fd;
		unlink(*part);
		close(fd);
	}
}

/* Closing a copy of the descriptor tells of what was not written. */
static int
fill(int fd, const char *path, struct text bytes, struct os_error *error)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (copy < 0)
		return os_fail(error, path, NULL);
	int status = os_append(copy, path, bytes, error);
	if (close(copy) != 0 && status == 0)
		status = os_fail(error, path, NULL);
	return status;
}

/* `before`: the file that is replaced, whose mode is kept; or NULL. */
static int
write_as(const char *path, bool fresh, mode_t mode, const struct stat *before,
    struct text bytes, struct os_error *error)
{
	const char *part;
	struct arena *arena = arena_new();
	left_remove(path);
	int status = -1;
	int fd = part_open(arena, path, mode, &part, error);
	if (fd >= 0) {
		status = fill(fd, path, bytes, error);
		if (status == 0 && before != NULL &&
		    fchmod(fd, os_mode_instead(before, part) & 0777) != 0)
			status = os_fail(error, path, NULL);
		if (status == 0)
			status = fresh ? os_put(part, path, NULL, error)
				       : os_rename(part, path, error);
		if (status != 0)
			unlink(part);
		close(fd);
	}
	arena_free(arena);
	return status;
}

int
part_write(const char *path, bool fresh, struct text bytes,
    struct os_error *error)
{
	struct stat st;
	bool known = !fresh && stat(path, &st) == 0;
	/* What can't be looked at may be for few. */
	if (!fresh && !known && errno != ENOENT)
		return os_fail(error, path, NULL);
	return write_as(path, fresh, known ? 0600 : 0666, known ? &st : NULL,
	    bytes, error);
}

int
part_write_own(const char *path, bool fresh, struct text bytes,
    struct os_error *error)
{
	return write_as(path, fresh, 0600, NULL, bytes, error);
}
