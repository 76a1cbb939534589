#include "base/arena.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include "base/diag.h"
#include "base/huge.h"
#include "base/sanitized.h"

/* A first chunk this size keeps ten thousand small arenas affordable. */
#define CHUNK_SMALL ((size_t)4 << 10)
#define CHUNK_LARGE HUGE_PAGE
#define LARGE ((size_t)256 << 10)
/* Pages of a large chunk are asked for by so many bytes. */
#define STEP ((size_t)64 << 10)
#define PAGE ((size_t)4 << 10)

/* Apart from its bytes, which may be locked away. */
struct chunk {
	struct chunk *next;
	char *bytes;
	size_t size;
	size_t clean;  /* from here on nothing was given yet, and all is zero */
	size_t backed; /* up to here it has pages */
	bool is_mapped;
};

static struct chunk *
chunk_new(size_t size)
{
	struct chunk *chunk = malloc(sizeof(*chunk) + size);
	if (chunk == NULL)
		out_of_memory();
	*chunk = (struct chunk){ .bytes = (char *)(chunk + 1),
		.size = size,
		.clean = size,
		.backed = size };
	return chunk;
}

/*
 * Large chunks go back to the system when they are freed; the C library soon
 * keeps them, torn by what lies between.  The sanitizer looks for what is
 * allocated only in what it knows.
 */
static bool
is_large(size_t size)
{
#ifdef SANITIZED_ADDRESS
	(void)size;
	return false;
#else
	return size >= LARGE;
#endif
}

static struct chunk *
chunk_map(size_t size)
{
	size = (size + PAGE - 1) & ~(PAGE - 1);
	struct chunk *chunk = malloc(sizeof(*chunk));
	/* To lock a huge page is to change one entry of the table. */
	void *bytes = size >= HUGE_PAGE
	    ? huge_map(size)
	    : mmap(NULL, size, PROT_READ | PROT_WRITE,
		  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (chunk == NULL || bytes == NULL || bytes == MAP_FAILED)
		out_of_memory();
	*chunk = (struct chunk){ .bytes = bytes,
		.size = size,
		.is_mapped = true };
	return chunk;
}

static void
chunk_free(struct chunk *chunk)
{
	if (chunk->is_mapped)
		munmap(chunk->bytes, chunk->size);
	free(chunk);
}

struct arena *
arena_new(void)
{
	struct arena *arena = calloc(1, sizeof(*arena));
	if (arena == NULL)
		out_of_memory();
	arena->next_size = CHUNK_SMALL;
	return arena;
}

struct arena *
arena_new_vault(void)
{
	struct arena *arena = arena_new();
	arena->is_vault = true;
	arena->next_size = CHUNK_LARGE;
	return arena;
}

/* All chunks from the first to `end`, which is not among them. */
static void
chunks_free(struct arena *arena, const struct chunk *end)
{
	while (arena->first != end) {
		struct chunk *next = arena->first->next;
		chunk_free(arena->first);
		arena->first = next;
	}
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	chunks_free(arena, NULL);
	free(arena);
}

static void
vault_protect(struct arena *arena, int how)
{
	if (!arena->is_vault)
		BUG("an arena that is no vault can't be locked");
	for (struct chunk *c = arena->first; c != NULL; c = c->next) {
		if (mprotect(c->bytes, c->size, how) == 0)
			continue;
		/* The kernel keeps a table of what is protected how. */
		if (errno == ENOMEM)
			out_of_memory();
		BUG("a vault could not be locked, or not opened");
	}
}

void
arena_lock(struct arena *arena)
{
	vault_protect(arena, PROT_NONE);
}

void
arena_unlock(struct arena *arena)
{
	vault_protect(arena, PROT_READ | PROT_WRITE);
}

/* Bytes of the current chunk that were given. */
static size_t
current_used(const struct arena *arena)
{
	return arena->current == NULL
	    ? 0
	    : (size_t)(arena->next - arena->current->bytes);
}

/* What the current chunk can give from `used` on. */
static void
current_open(struct arena *arena, size_t used)
{
	struct chunk *chunk = arena->current;
	arena->next = chunk->bytes + used;
	arena->end = chunk->bytes + chunk->backed;
	arena->dirty = chunk->bytes + chunk->clean;
}

void
arena_reset(struct arena *arena)
{
	if (arena->current == NULL)
		return;
	/* The newest chunk is the largest: keep that one. */
	chunks_free(arena, arena->current);
	size_t used = current_used(arena);
	if (arena->current->clean < used)
		arena->current->clean = used;
	arena->earlier = 0;
	current_open(arena, 0);
}

void
arena_join(struct arena *into, struct arena *from)
{
	if (into->current == NULL) {
		*into = *from;
	} else if (from->current != NULL) {
		into->earlier += arena_used(from);
		from->current->next = into->first;
		into->first = from->first;
		into->chunks += from->chunks;
	}
	free(from);
}

static void
chunk_add(struct arena *arena, size_t size)
{
	size_t want = arena->next_size;
	if (want < CHUNK_LARGE)
		arena->next_size *= 2;
	if (size > want)
		want = size;
	struct chunk *chunk = arena->is_vault || is_large(want)
	    ? chunk_map(want)
	    : chunk_new(want);
	if (arena->current == NULL) {
		arena->first = chunk;
	} else {
		arena->earlier += current_used(arena);
		arena->current->next = chunk;
	}
	arena->current = chunk;
	arena->chunks++;
	current_open(arena, 0);
}

/*
 * Asks for the next pages of a large chunk at once: to be given them one by one,
 * by a fault each, costs more than all that is then done with them.  A system
 * that does not know how leaves it at that.
 */
static void
chunk_back(struct arena *arena, size_t needed)
{
	struct chunk *chunk = arena->current;
	size_t end = needed + STEP < chunk->size ? needed + STEP : chunk->size;
	uintptr_t from = (uintptr_t)(chunk->bytes + chunk->backed);
	uintptr_t to = (uintptr_t)(chunk->bytes + end);
	from = (from + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
	to &= ~(uintptr_t)(PAGE - 1);
	if (to > from)
		madvise((void *)from, to - from, MADV_POPULATE_WRITE);
	chunk->backed = end;
}

void *
arena_take_more(struct arena *arena, size_t size)
{
	if (size > SIZE_MAX / 2)
		out_of_memory();
	size_t aligned =
	    (size + ARENA_ALIGNMENT - 1) & ~(ARENA_ALIGNMENT - 1);
	if (arena->current == NULL ||
	    arena->current->size - current_used(arena) < aligned)
		chunk_add(arena, aligned);
	size_t used = current_used(arena);
	if (used + aligned > arena->current->backed)
		chunk_back(arena, used + aligned);
	current_open(arena, used);
	arena->next += aligned;
	return arena->next - aligned;
}

void *
arena_grow(struct arena *arena, void *old, size_t count, size_t *capacity,
    size_t element)
{
	/* Most lists are short, and what is outgrown stays in the arena. */
	size_t want = *capacity == 0 ? (element > 16 ? 2 : 4) : *capacity * 2;
	if (want > SIZE_MAX / 2 / element)
		out_of_memory();
	char *grown = arena_take(arena, want * element);
	if (count > 0)
		memcpy(grown, old, count * element);
	arena_zero(arena, grown + count * element, (want - count) * element);
	*capacity = want;
	return grown;
}

char *
arena_copy(struct arena *arena, const char *bytes, size_t len)
{
	char *copy = arena_take(arena, len + 1);
	if (len > 0)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}

char *
arena_string(struct arena *arena, const char *s)
{
	return arena_copy(arena, s, strlen(s));
}

struct text
arena_text(struct arena *arena, struct text t)
{
	return (struct text){ arena_copy(arena, t.at, t.len), t.len };
}

struct text
arena_small(struct arena *arena, struct text t)
{
	char *small = arena_copy(arena, t.at, t.len);
	for (size_t i = 0; i < t.len; i++)
		if (small[i] >= 'A' && small[i] <= 'Z')
			small[i] = (char)(small[i] - 'A' + 'a');
	return (struct text){ small, t.len };
}

char *
arena_vprintf(struct arena *arena, const char *format, va_list ap)
{
	va_list again;
	char few[256];
	va_copy(again, ap);
	int len = vsnprintf(few, sizeof(few), format, again);
	va_end(again);
	if (len < 0)
		out_of_memory();
	if ((size_t)len < sizeof(few))
		return arena_copy(arena, few, (size_t)len);
	char *s = arena_take(arena, (size_t)len + 1);
	vsnprintf(s, (size_t)len + 1, format, ap);
	return s;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	char *s = arena_vprintf(arena, format, ap);
	va_end(ap);
	return s;
}

size_t
arena_chunks(const struct arena *arena)
{
	return arena->chunks;
}

void
arena_drop(struct arena *arena, size_t count)
{
	struct chunk *end = arena->first;
	while (count-- > 0 && end != arena->current)
		end = end->next;
	chunks_free(arena, end);
}

size_t
arena_used(const struct arena *arena)
{
	return arena->earlier + current_used(arena);
}
