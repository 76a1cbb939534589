/*
 * Memory by lifetime: what is taken from an arena lives until the arena is
 * reset or freed, all at once.  Nothing is freed one by one; allocation never
 * returns NULL (out of memory ends the run with status 3).
 *
 * An arena is used by one thread at a time.
 */
#ifndef TONGBAO_BASE_ARENA_H
#define TONGBAO_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include "base/end.h"
#include "base/text.h"

/* Only arena.c knows what is behind these; they are here to be inline. */
struct arena {
	char *next, *end; /* what can be given as it is */
	char *dirty;      /* before this, bytes may not be zero */
	struct chunk *first, *current;
	size_t earlier; /* bytes in chunks before the current one */
	size_t chunks;  /* that it ever took */
	size_t next_size;
	bool is_vault; /* chunks are mapped, each by itself */
};

/* A fresh arena; whoever made it frees it. */
struct arena *arena_new(void);
void arena_free(struct arena *arena);

/*
 * An arena that can be locked: then whoever reads or writes what is in it, or
 * takes more from it, ends the process (SIGSEGV).  Only its owner may do that,
 * with no other thread in it.  It can be freed while it is locked.
 */
struct arena *arena_new_vault(void);
void arena_lock(struct arena *arena);
void arena_unlock(struct arena *arena);

/*
 * What was taken from `from` is `into`'s from now on.  `from` itself is gone:
 * nothing that remembers it (a table) may grow any more.
 */
void arena_join(struct arena *into, struct arena *from);

/* Gives everything back but keeps the first chunk: for scratch in a loop. */
void arena_reset(struct arena *arena);

/* No type of ours needs more; long double and vectors are not used. */
#define ARENA_ALIGNMENT sizeof(void *)

/* Where there is no room left in what is at hand. */
void *arena_take_more(struct arena *arena, size_t size);

/*
 * Bytes as they are, aligned for pointers, 64-bit integers and doubles: for
 * those that are all written next.
 */
static inline void *
arena_take(struct arena *arena, size_t size)
{
	char *memory = arena->next;
	/* Both are aligned: what is less is so aligned, too. */
	if (size >= (size_t)(arena->end - memory))
		return arena_take_more(arena, size);
	arena->next +=
	    (size + ARENA_ALIGNMENT - 1) & ~(ARENA_ALIGNMENT - 1);
	return memory;
}

/* What the system gave is zero already: a tenth of a build went into that. */
static inline void
arena_zero(const struct arena *arena, char *memory, size_t size)
{
	if (memory < arena->dirty) {
		size_t dirty = (size_t)(arena->dirty - memory);
		memset(memory, 0, size < dirty ? size : dirty);
	}
}

/* Zeroed bytes. */
static inline void *
arena_alloc(struct arena *arena, size_t size)
{
	char *memory = arena_take(arena, size);
	arena_zero(arena, memory, size);
	return memory;
}

/*
 * A larger array in place of `old` (`count` elements used); the old bytes stay
 * valid until the arena goes.  Doubles *capacity as needed for one more.
 */
void *arena_grow(struct arena *arena, void *old, size_t count, size_t *capacity,
    size_t element);

/* A NUL-terminated copy. */
char *arena_copy(struct arena *arena, const char *bytes, size_t len);
char *arena_string(struct arena *arena, const char *s);
struct text arena_text(struct arena *arena, struct text t);
/* With small letters for A to Z. */
struct text arena_small(struct arena *arena, struct text t);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list ap);

/* How many pieces it took from the system, those that are gone, too. */
size_t arena_chunks(const struct arena *arena);
/*
 * Gives back the first so many of those that it has, but never the one that it
 * takes from: nobody uses anything in them any more.
 */
void arena_drop(struct arena *arena, size_t count);

/* Bytes taken so far (for the bench and for budgets). */
size_t arena_used(const struct arena *arena);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, n)                                            \
	((type *)arena_alloc((arena), (n) * sizeof(type)))

/* Makes room for one more element in `array`. */
#define ARENA_ROOM(arena, array, count, capacity)                              \
	((array) = (count) < (capacity)                                        \
	        ? (array)                                                      \
	        : arena_grow((arena), (array), (count), &(capacity),           \
	              sizeof(*(array))))

#endif
