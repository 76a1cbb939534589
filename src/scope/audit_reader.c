#include "scope/audit_parts.h"

/* A value so far above the true one stands for all that lie beyond. */
#define BEYOND 7

/* ---- bounds ---- */

int32_t
audit_current(const struct audit_reader *r, uint32_t slot)
{
	int32_t truth = (int32_t)r->system->value[slot];
	return truth < r->low[slot] ? r->low[slot]
	    : truth > r->high[slot] ? r->high[slot]
				    : truth;
}

static void
broken_note(struct audit_reader *r, uint32_t constraint)
{
	bool order = constraint >= r->system->sum_count;
	int64_t gap = r->gap[constraint];
	bool is = order ? gap > 0 : gap != 0;
	uint32_t at = r->where[constraint];
	if (is && at == 0) {
		r->broken[r->broken_count++] = constraint;
		r->where[constraint] = r->broken_count;
	} else if (!is && at != 0) {
		uint32_t last = r->broken[--r->broken_count];
		r->broken[at - 1] = last;
		r->where[last] = at;
		r->where[constraint] = 0;
	}
}

static void
bounds_put(struct audit_reader *r, uint32_t slot, int32_t low, int32_t high)
{
	const struct audit_system *s = r->system;
	int32_t truth = (int32_t)s->value[slot];
	int32_t was = audit_current(r, slot);
	int32_t rise = low - r->low[slot], fall = high - r->high[slot];
	r->low[slot] = low;
	r->high[slot] = high;
	int32_t is = audit_current(r, slot);
	r->changed += (is != truth) - (was != truth);
	for (uint32_t i = s->use_starts[slot]; i < s->use_starts[slot + 1];
	     i++) {
		uint32_t c = s->uses[i] / 2;
		bool first = s->uses[i] % 2;
		if (!first) {
			r->least[c] += rise;
			r->most[c] += fall;
		}
		if (is != was) {
			r->gap[c] += first ? is - was : was - is;
			broken_note(r, c);
		}
	}
}

static void
queue_add(struct audit_reader *r, uint32_t constraint)
{
	size_t room = r->system->constraint_count;
	if (r->queued[constraint])
		return;
	r->queued[constraint] = true;
	r->queue[(r->head + r->waiting++) % room] = constraint;
}

static uint32_t
queue_take(struct audit_reader *r)
{
	uint32_t constraint = r->queue[r->head];
	r->head = (r->head + 1) % r->system->constraint_count;
	r->waiting--;
	r->queued[constraint] = false;
	return constraint;
}

/* False: nothing is left between the bounds. */
static bool
narrow(struct audit_reader *r, uint32_t slot, int64_t low, int64_t high)
{
	const struct audit_system *s = r->system;
	if (low < r->low[slot])
		low = r->low[slot];
	if (high > r->high[slot])
		high = r->high[slot];
	if (low > high)
		return false;
	if (low == r->low[slot] && high == r->high[slot])
		return true;
	ARENA_ROOM(r->arena, r->trail, r->trail_count, r->trail_room);
	r->trail[r->trail_count++] =
	    (struct audit_bound){ slot, r->low[slot], r->high[slot] };
	bounds_put(r, slot, (int32_t)low, (int32_t)high);
	for (uint32_t i = s->use_starts[slot]; i < s->use_starts[slot + 1]; i++)
		queue_add(r, s->uses[i] / 2);
	return true;
}

void
audit_undo(struct audit_reader *r, size_t trail_count)
{
	while (r->trail_count > trail_count) {
		const struct audit_bound *b = &r->trail[--r->trail_count];
		bounds_put(r, b->slot, b->low, b->high);
	}
}

/* The first is at most the others together. */
static bool
at_most(struct audit_reader *r, uint32_t c)
{
	const struct audit_system *s = r->system;
	uint32_t start = s->starts[c], end = s->starts[c + 1];
	uint32_t first = s->members[start];
	int64_t most = r->most[c];
	int64_t slack = most - r->low[first];
	if (!narrow(r, first, r->low[first], most))
		return false;
	for (uint32_t i = start + 1; i < end && slack < r->width[c]; i++) {
		uint32_t m = s->members[i];
		if (r->high[m] - r->low[m] > slack &&
		    !narrow(r, m, r->high[m] - slack, r->high[m]))
			return false;
	}
	return true;
}

static bool
at_least(struct audit_reader *r, uint32_t c)
{
	const struct audit_system *s = r->system;
	uint32_t start = s->starts[c], end = s->starts[c + 1];
	uint32_t first = s->members[start];
	int64_t least = r->least[c];
	int64_t slack = r->high[first] - least;
	if (!narrow(r, first, least, r->high[first]))
		return false;
	for (uint32_t i = start + 1; i < end && slack < r->width[c]; i++) {
		uint32_t m = s->members[i];
		if (r->high[m] - r->low[m] > slack &&
		    !narrow(r, m, r->low[m], r->low[m] + slack))
			return false;
	}
	return true;
}

static bool
propagate(struct audit_reader *r)
{
	bool possible = true;
	while (r->waiting > 0) {
		uint32_t c = queue_take(r);
		possible = possible && at_most(r, c) &&
		    (c >= r->system->sum_count || at_least(r, c));
	}
	return possible;
}

bool
audit_bind(struct audit_reader *r, uint32_t slot, int32_t value)
{
	return narrow(r, slot, value, value) && propagate(r);
}

/* ---- what he knows ---- */

static void
opens_make(struct audit_reader *r)
{
	const struct audit_system *s = r->system;
	for (size_t i = 0; i < s->release_count; i++) {
		const struct audit_release *release = &s->releases[i];
		size_t first = release->layer * s->cell_count;
		if (!audit_opens(s, r->reader, release->edition) ||
		    (!r->now && first == audit_now(s)))
			continue;
		for (size_t c = 0; c < s->cell_count; c++)
			r->open[first + c] |= release->shown[c];
	}
}

/*
 * A withheld figure is what he sees for himself and something hidden besides;
 * in sensitive tallies that may be nothing.
 */
static void
bounds_make(struct audit_reader *r)
{
	const struct audit_system *s = r->system;
	for (uint32_t slot = 0; slot < s->slot_count; slot++) {
		int32_t value = (int32_t)s->value[slot];
		int32_t x = (int32_t)s->x[r->reader * s->slot_count + slot];
		r->low[slot] = r->high[slot] = value;
		if (s->owner[slot] == NULL || r->open[slot] ||
		    audit_is_fixed(s, r->reader, slot))
			continue;
		r->unknown[slot] = true;
		r->low[slot] = value - x + !s->sensitive;
		r->high[slot] = value + BEYOND;
	}
}

static void
constraints_make(struct audit_reader *r)
{
	const struct audit_system *s = r->system;
	for (uint32_t c = 0; c < s->constraint_count; c++) {
		r->gap[c] = s->value[s->members[s->starts[c]]];
		for (uint32_t i = s->starts[c] + 1; i < s->starts[c + 1]; i++) {
			uint32_t m = s->members[i];
			int32_t width = r->high[m] - r->low[m];
			r->least[c] += r->low[m];
			r->most[c] += r->high[m];
			r->gap[c] -= s->value[m];
			if (width > r->width[c])
				r->width[c] = width;
		}
	}
	for (uint32_t slot = 0; slot < s->slot_count; slot++)
		for (uint32_t i = s->use_starts[slot];
		     r->unknown[slot] && i < s->use_starts[slot + 1]; i++)
			queue_add(r, s->uses[i] / 2);
}

bool
audit_reader_make(struct audit_reader *r, const struct audit_system *s,
    size_t reader, bool now)
{
	size_t n = s->slot_count, constraints = s->constraint_count;
	*r = (struct audit_reader){ .system = s, .arena = arena_new(),
		.reader = reader, .now = now };
	r->open = ARENA_ARRAY(r->arena, bool, n);
	r->unknown = ARENA_ARRAY(r->arena, bool, n);
	r->proved = ARENA_ARRAY(r->arena, bool, n);
	r->low = ARENA_ARRAY(r->arena, int32_t, n);
	r->high = ARENA_ARRAY(r->arena, int32_t, n);
	r->least = ARENA_ARRAY(r->arena, int64_t, constraints);
	r->most = ARENA_ARRAY(r->arena, int64_t, constraints);
	r->gap = ARENA_ARRAY(r->arena, int64_t, constraints);
	r->width = ARENA_ARRAY(r->arena, int32_t, constraints);
	r->broken = ARENA_ARRAY(r->arena, uint32_t, constraints);
	r->where = ARENA_ARRAY(r->arena, uint32_t, constraints);
	r->queue = ARENA_ARRAY(r->arena, uint32_t, constraints);
	r->queued = ARENA_ARRAY(r->arena, bool, constraints);
	opens_make(r);
	bounds_make(r);
	constraints_make(r);
	bool possible = propagate(r);
	r->trail_count = 0; /* never to be undone */
	return possible;
}

void
audit_reader_free(struct audit_reader *r)
{
	arena_free(r->arena);
}
