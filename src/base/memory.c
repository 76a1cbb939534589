#include "base/memory.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/lang.h"

#define STATUS 3

static const char *_Atomic effect;
static const char *_Atomic words;

void
out_of_memory_says(const char *what)
{
	atomic_store(&words, _("out of memory"));
	atomic_store(&effect, what);
}

/* Nothing here may ask for memory, and nobody waits for another thread. */
static void
put(const char *text)
{
	ssize_t ignored = write(2, text, strlen(text));
	(void)ignored;
}

_Noreturn void
out_of_memory(void)
{
	static atomic_flag is_said = ATOMIC_FLAG_INIT;
	const char *what = atomic_load(&words), *then = atomic_load(&effect);
	if (!atomic_flag_test_and_set(&is_said)) {
		put("tongbao: ");
		put(what != NULL ? what : "out of memory");
		put("; ");
		put(then != NULL ? then : "no file is half written");
		put("\n");
	}
	/* Not exit(): what the libraries tidy up other threads may be in. */
	_exit(STATUS);
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||     \
    __has_feature(memory_sanitizer)
#define HAS_OTHERS
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_OTHERS
#endif

#if defined(__GLIBC__) && !defined(HAS_OTHERS)

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
