#include "base/end.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/lang.h"
#include "base/sanitized.h"

#define STATUS 3

/* Of the end of memory, where nothing can be looked up any more. */
static const char *_Atomic words = "tongbao: out of memory; ";
static const char *_Atomic effect = "no file is half written";

void
end_says(const char *what)
{
	atomic_store(&words, _("tongbao: out of memory; "));
	atomic_store(&effect, what);
}

/*
 * Nothing here may ask for memory, and nobody waits for another thread.  Not
 * exit(): what the libraries tidy up other threads may be in.
 */
static _Noreturn void
end(const char *what)
{
	static atomic_flag is_said = ATOMIC_FLAG_INIT;
	const char *const all[] = { what, atomic_load(&effect), "\n" };
	bool first = !atomic_flag_test_and_set(&is_said);
	for (size_t i = 0; first && i < sizeof(all) / sizeof(*all); i++) {
		ssize_t ignored = write(2, all[i], strlen(all[i]));
		(void)ignored;
	}
	_exit(STATUS);
}

_Noreturn void
out_of_memory(void)
{
	end(atomic_load(&words));
}

_Noreturn void
out_of_order(const char *what)
{
	char words_of_it[1024];
	snprintf(words_of_it, sizeof(words_of_it), "tongbao: %.900s; ", what);
	end(words_of_it);
}

#if defined(__GLIBC__) && !defined(SANITIZED_MALLOC)

/*
 * These stand before the C library's, for all that is in this process.  Theirs
 * are looked up, not called by a private name: valgrind and the tests put their
 * own before them.  What is freed goes to theirs anyway.
 */
static struct {
	void *(*malloc)(size_t);
	void *(*calloc)(size_t, size_t);
	void *(*realloc)(void *, size_t);
	int (*posix_memalign)(void **, size_t, size_t);
	void *(*aligned_alloc)(size_t, size_t);
} next;

static void
look_up(void *function, const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);
	if (found == NULL)
		out_of_memory();
	memcpy(function, &found, sizeof(found));
}

/* The loader asks before any constructor runs, and before there are threads. */
static inline void
begin(void)
{
	if (next.malloc != NULL)
		return;
	look_up(&next.calloc, "calloc");
	look_up(&next.realloc, "realloc");
	look_up(&next.posix_memalign, "posix_memalign");
	look_up(&next.aligned_alloc, "aligned_alloc");
	look_up(&next.malloc, "malloc");
}

static void *
or_end(void *memory)
{
	if (memory == NULL)
		out_of_memory();
	return memory;
}

void *
malloc(size_t size)
{
	begin();
	return or_end(next.malloc(size));
}

void *
calloc(size_t count, size_t size)
{
	begin();
	return or_end(next.calloc(count, size));
}

/* Nothing is what is left when nothing is asked for. */
void *
realloc(void *old, size_t size)
{
	begin();
	void *memory = next.realloc(old, size);
	return size == 0 ? memory : or_end(memory);
}

int
posix_memalign(void **memory, size_t alignment, size_t size)
{
	begin();
	int code = next.posix_memalign(memory, alignment, size);
	if (code == ENOMEM)
		out_of_memory();
	return code;
}

/* It may be asked for what it does not do. */
void *
aligned_alloc(size_t alignment, size_t size)
{
	begin();
	void *memory = next.aligned_alloc(alignment, size);
	if (memory == NULL && errno == ENOMEM)
		out_of_memory();
	return memory;
}

#endif
