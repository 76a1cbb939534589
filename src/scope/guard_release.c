/*
 * What one edition withheld in one issue.  Who knows the rule knows that in
 * every group of withheld cells that hang together by sums at least one was
 * withheld for its own sake: few are hidden in it, or few came or went since an
 * issue that had opened it.
 */
#include "scope/guard_parts.h"

struct guard_release *
guard_release_new(struct guard_system *s, size_t layer, long edition)
{
	struct guard_release *r = ARENA_NEW(s->arena, struct guard_release);
	r->layer = layer;
	r->edition = edition;
	r->withheld = ARENA_ARRAY(s->arena, bool, s->cell_count);
	r->reasons =
	    ARENA_ARRAY(s->arena, struct guard_reason, s->cell_count);
	r->above = ARENA_ARRAY(s->arena, uint32_t, s->cell_count);
	r->small = ARENA_ARRAY(s->arena, uint32_t, s->cell_count);
	r->is_small = ARENA_ARRAY(s->arena, bool, s->cell_count);
	r->met = ARENA_ARRAY(s->arena, uint32_t, s->sum_count);
	for (uint32_t i = 0; i < s->cell_count; i++)
		r->above[i] = i;
	for (size_t i = 0; i < s->sum_count; i++)
		r->met[i] = SLOT_NONE;
	ARENA_ROOM(s->arena, s->releases, s->release_count, s->release_room);
	s->releases[s->release_count++] = r;
	return r;
}

static void
groups_join(struct guard_release *release, uint32_t a, uint32_t b)
{
	uint32_t one = guard_release_root(release, a);
	uint32_t two = guard_release_root(release, b);
	if (one == two)
		return;
	uint32_t low = one < two ? one : two, high = one < two ? two : one;
	release->above[high] = low;
	release->small[low] += release->small[high];
}

void
guard_release_withhold(struct guard_system *s, struct guard_release *release,
    uint32_t cell, struct guard_reason reason)
{
	if (release->withheld[cell])
		return;
	release->withheld[cell] = true;
	release->reasons[cell] = reason;
	if (release->edition >= 0)
		release->is_small[cell] =
		    guard_release_looks_small(s, release, cell, 0);
	release->small[cell] = release->is_small[cell];
	size_t slot = release->layer * s->cell_count + cell;
	for (uint32_t i = s->slot_sum_starts[slot];
	     i < s->slot_sum_starts[slot + 1]; i++) {
		uint32_t *met = &release->met[s->slot_sums[i]];
		if (*met == SLOT_NONE)
			*met = cell;
		else
			groups_join(release, cell, *met);
	}
}

static long
lowest(const struct guard_system *s, uint32_t slot)
{
	return s->sensitive[slot % s->cell_count] ? 0 : 1;
}

long
guard_fall_most(const struct guard_system *s, size_t reader, uint32_t slot)
{
	return (long)s->hidden[guard_at(s, reader, slot)] -
	    lowest(s, slot);
}

bool
guard_release_sees_through(const struct guard_system *s, size_t reader,
    const struct guard_release *release)
{
	size_t n = s->task->readers, e = (size_t)release->edition;
	for (size_t r = 0; r < n; r++)
		if (s->task->opens[r * n + e] &&
		    !s->task->opens[reader * n + r])
			return false;
	return true;
}

bool
guard_release_looks_small(const struct guard_system *s,
    const struct guard_release *release, uint32_t cell, long change)
{
	size_t n = s->task->readers;
	uint32_t slot = (uint32_t)(release->layer * s->cell_count) + cell;
	long minimum = (long)s->minimum;
	for (size_t r = 0; r < n; r++) {
		if (!s->task->opens[r * n + (size_t)release->edition])
			continue;
		long x = (long)s->hidden[guard_at(s, r, slot)] + change;
		if (x >= lowest(s, slot) &&
		    (x < minimum || s->several) &&
		    (x > 0 || !s->fixed[guard_at(s, r, slot)]))
			return true;
		for (size_t l = 0; l < release->layer; l++) {
			uint32_t then = (uint32_t)(l * s->cell_count) + cell;
			if (!s->there[then] || !s->open[guard_at(s, r, then)])
				continue;
			long d = (long)s->value[slot] + change -
			    (long)s->value[then];
			if (d > -minimum && d < minimum)
				return true;
		}
	}
	return false;
}

uint32_t
guard_release_root(const struct guard_release *release, uint32_t cell)
{
	while (release->above[cell] != cell) {
		release->above[cell] = release->above[release->above[cell]];
		cell = release->above[cell];
	}
	return cell;
}
