/*
 * starve.so: preloaded, it counts where a program's code and that of all its
 * libraries ask for memory, from main() on, and lets them have none:
 *
 *   STARVE=N       the N-th time
 *   STARVE=N+      from then on
 *   STARVE_LIST=F  instead each time that differs from all before by where it is
 *                  asked from (the last few calls) goes to the file F: its number
 *   STARVE_WHERE=F where that N-th time was, for who looks for a fault, to F
 *
 * Only the program named tongbao starves, not those that it runs.  See
 * tests/site/crash-faults, which compiles it.
 */
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The C library's own, by which no call comes back to here. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

#define FRAMES 7 /* two of them are here */
#define PLACES (1u << 16)

static atomic_ulong count;
static unsigned long at;
static bool is_on, goes_on;
static int list = -1, where = -1;
static _Atomic uint64_t places[PLACES];
/* What is asked for while looking where something is asked for. */
static _Thread_local bool is_inside __attribute__((tls_model("initial-exec")));

static int
file_of(const char *name)
{
	const char *path = getenv(name);
	return path == NULL
	    ? -1
	    : open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

/* After all other libraries are ready: the next thing is main(). */
__attribute__((constructor)) static void
begin(void)
{
	const char *what = getenv("STARVE");
	void *frames[FRAMES];
	if (strcmp(program_invocation_short_name, "tongbao") != 0)
		return;
	backtrace(frames, FRAMES); /* the first time asks for memory */
	if (what != NULL) {
		at = strtoul(what, NULL, 10);
		goes_on = strchr(what, '+') != NULL;
	}
	list = file_of("STARVE_LIST");
	where = file_of("STARVE_WHERE");
	is_on = true;
}

/* false: somebody was there before. */
static bool
place_add(void *const *frames, int n)
{
	uint64_t hash = 14695981039346656037u;
	for (int i = 2; i < n; i++)
		hash = (hash ^ (uintptr_t)frames[i]) * 1099511628211u;
	hash |= 1;
	for (size_t i = hash % PLACES;; i = (i + 1) % PLACES) {
		uint64_t none = 0;
		if (atomic_compare_exchange_strong(&places[i], &none, hash))
			return true;
		if (none == hash)
			return false;
	}
}

static void
look(unsigned long number)
{
	void *frames[32];
	char line[32];
	int fd = list >= 0 ? list : where;
	is_inside = true;
	int n = backtrace(frames, list >= 0 ? FRAMES : 32);
	if (list < 0)
		backtrace_symbols_fd(frames, n, fd);
	else if (place_add(frames, n) &&
	    write(fd, line, (size_t)snprintf(line, sizeof(line), "%lu\n",
		    number)) < 0)
		_exit(125);
	is_inside = false;
}

static bool
starves(void)
{
	if (!is_on || is_inside)
		return false;
	unsigned long number = atomic_fetch_add(&count, 1) + 1;
	if (list >= 0 || (where >= 0 && number == at))
		look(number);
	if (number != at && !(goes_on && number > at))
		return false;
	errno = ENOMEM;
	return at != 0;
}

void *
malloc(size_t size)
{
	return starves() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t number, size_t size)
{
	return starves() ? NULL : __libc_calloc(number, size);
}

void *
realloc(void *old, size_t size)
{
	return size > 0 && starves() ? NULL : __libc_realloc(old, size);
}

void *
memalign(size_t alignment, size_t size)
{
	return starves() ? NULL : __libc_memalign(alignment, size);
}

void *
aligned_alloc(size_t alignment, size_t size)
{
	return memalign(alignment, size);
}

int
posix_memalign(void **memory, size_t alignment, size_t size)
{
	void *got = memalign(alignment, size);
	if (got == NULL)
		return ENOMEM;
	*memory = got;
	return 0;
}
