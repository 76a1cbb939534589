#include "base/trail.h"

void
trail_open(struct trail *trail)
{
	*trail = (struct trail){ .arena = arena_new_vault(),
		.notes = arena_new() };
}

void
trail_close(struct trail *trail)
{
	arena_free(trail->arena);
	arena_free(trail->notes);
	*trail = (struct trail){ 0 };
}

void
trail_step(struct trail *trail, uint32_t number)
{
	size_t chunks = arena_chunks(trail->arena);
	if (trail->count > 0 && number < trail->begins[trail->count - 1])
		number = trail->begins[trail->count - 1];
	while (trail->count < chunks) {
		ARENA_ROOM(trail->notes, trail->begins, trail->count,
		    trail->capacity);
		trail->begins[trail->count++] = number;
	}
}

/* The one at which the next was begun may still have begun in this one. */
void
trail_drop(struct trail *trail, uint32_t number)
{
	size_t chunks = trail->dropped;
	while (chunks + 1 < trail->count && trail->begins[chunks + 1] < number)
		chunks++;
	arena_drop(trail->arena, chunks - trail->dropped);
	trail->dropped = chunks;
}

void
trail_clear(struct trail *trail)
{
	trail_close(trail);
	trail_open(trail);
}
