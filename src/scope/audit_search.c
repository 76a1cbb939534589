/*
 * Another assignment: one figure is something else, and what this breaks is
 * mended, constraint by constraint, while all that is not touched stays what it
 * is.  Every value of what may mend is tried in the end, so a search that ends
 * before its limit is right in both answers.
 */
#include "scope/audit_parts.h"

struct choice {
	uint32_t slot;
	int32_t first; /* the value that is tried first */
};

/* ---- which slot ---- */

/* The value that mends the constraint, as far as the slot can. */
static int32_t
mending(const struct audit_reader *r, uint32_t slot, bool first, int64_t gap)
{
	int64_t to = audit_current(r, slot) + (first ? -gap : gap);
	return to < r->low[slot] ? r->low[slot]
	    : to > r->high[slot] ? r->high[slot]
				 : (int32_t)to;
}

static bool
may_mend(const struct audit_reader *r, uint32_t constraint, uint32_t i)
{
	uint32_t slot = r->system->members[i];
	bool first = i == r->system->starts[constraint];
	return mending(r, slot, first, r->gap[constraint]) !=
	    audit_current(r, slot);
}

/* Of those that don't hold, the one with the fewest ways to mend it. */
static uint32_t
constraint_choose(const struct audit_reader *r)
{
	const struct audit_system *s = r->system;
	uint32_t best = r->broken[0], fewest = UINT32_MAX;
	for (uint32_t b = 0; b < r->broken_count; b++) {
		uint32_t c = r->broken[b], count = 0;
		for (uint32_t i = s->starts[c];
		     i < s->starts[c + 1] && count < fewest; i++)
			count += may_mend(r, c, i);
		if (count < fewest) {
			fewest = count;
			best = c;
		}
	}
	return best;
}

/* How many more constraints would not hold. */
static long
breaks(const struct audit_reader *r, uint32_t slot, int32_t value)
{
	const struct audit_system *s = r->system;
	int64_t change = value - audit_current(r, slot);
	long count = 0;
	for (uint32_t i = s->use_starts[slot]; i < s->use_starts[slot + 1];
	     i++) {
		uint32_t c = s->uses[i] / 2;
		int64_t gap = r->gap[c] + (s->uses[i] % 2 ? change : -change);
		bool order = c >= s->sum_count;
		count += (order ? gap > 0 : gap != 0) - (r->where[c] != 0);
	}
	return count;
}

static struct choice
mender_choose(const struct audit_reader *r, uint32_t constraint)
{
	const struct audit_system *s = r->system;
	struct choice best = { AUDIT_NONE, 0 };
	long fewest = 0;
	for (uint32_t i = s->starts[constraint];
	     i < s->starts[constraint + 1]; i++) {
		uint32_t slot = s->members[i];
		int32_t to = mending(r, slot, i == s->starts[constraint],
		    r->gap[constraint]);
		if (to == audit_current(r, slot))
			continue;
		long count = breaks(r, slot, to);
		if (best.slot == AUDIT_NONE || count < fewest) {
			best = (struct choice){ slot, to };
			fewest = count;
		}
	}
	return best;
}

/* ---- groups of withheld figures: one of each is small ---- */

/* Could this cell be the reason, for one who may open the edition? */
static bool
may_be_small(const struct audit_reader *r, const struct audit_release *release,
    uint32_t cell, int64_t change)
{
	const struct audit_system *s = r->system;
	for (size_t q = 0; q < s->given->readers; q++) {
		if (!audit_opens(s, q, release->edition))
			continue;
		int64_t x = s->x[q * s->slot_count + cell] + change;
		/* Of readers whom he does not see through it may be any. */
		if (!audit_opens(s, r->reader, (long)q) &&
		    s->value[cell] + change > 0)
			return true;
		if ((x > 0 && (x < s->minimum || s->several)) ||
		    (x == 0 && s->sensitive && !audit_is_fixed(s, q, cell)))
			return true;
	}
	return false;
}

static bool
has_reason(const struct audit_reader *r, const struct audit_release *release,
    uint32_t group, bool truly)
{
	const struct audit_system *s = r->system;
	uint32_t cell = group;
	do {
		int64_t change = truly || s->owner[cell] == NULL
		    ? 0
		    : audit_current(r, cell) - (int64_t)s->value[cell];
		if (s->owner[cell] != NULL && !release->shown[cell] &&
		    may_be_small(r, release, cell, change))
			return true;
		cell = release->mate[cell];
	} while (cell != group);
	return false;
}

/* One that has changed and has no reason any more; AUDIT_NONE: none has. */
static uint32_t
group_lacking(const struct audit_reader *r, const struct audit_release *release)
{
	const struct audit_system *s = r->system;
	for (size_t i = 0; i < r->trail_count; i++) {
		uint32_t cell = r->trail[i].slot;
		if (release->shown[cell] ||
		    audit_current(r, cell) == (int32_t)s->value[cell])
			continue;
		uint32_t group = release->group[cell];
		if (!has_reason(r, release, group, false) &&
		    has_reason(r, release, group, true))
			return group;
	}
	return AUDIT_NONE;
}

static struct choice
mate_choose(const struct audit_reader *r, const struct audit_release *release,
    uint32_t group)
{
	struct choice best = { AUDIT_NONE, 0 };
	int32_t least = INT32_MAX;
	uint32_t cell = group;
	do {
		int32_t width = r->high[cell] - r->low[cell];
		int32_t current = audit_current(r, cell);
		if (width > 0 && width < least) {
			least = width;
			best = (struct choice){ cell,
				current > r->low[cell] ? current - 1
						       : current + 1 };
		}
		cell = release->mate[cell];
	} while (cell != group);
	return best;
}

/* ---- the search ---- */

static bool search_on(struct audit_reader *r);

static bool
value_try(struct audit_reader *r, uint32_t slot, int32_t value)
{
	size_t mark = r->trail_count;
	if (value < r->low[slot] || value > r->high[slot] ||
	    ++r->begun > r->most_begun)
		return false;
	if (audit_bind(r, slot, value) && search_on(r))
		return true;
	audit_undo(r, mark);
	return false;
}

/* All values but these two, from the true one on. */
static bool
values_try(struct audit_reader *r, uint32_t slot, int32_t but, int32_t nor)
{
	int32_t truth = (int32_t)r->system->value[slot];
	int32_t below = truth - r->low[slot], above = r->high[slot] - truth;
	for (int32_t away = 0; away <= below || away <= above; away++)
		for (int side = 1; side >= -1; side -= 2) {
			int32_t value = truth + side * away;
			if (value != but && value != nor &&
			    (away > 0 || side > 0) &&
			    value_try(r, slot, value))
				return true;
		}
	return false;
}

static bool
choice_try(struct audit_reader *r, struct choice choice)
{
	if (choice.slot == AUDIT_NONE)
		return false;
	int32_t current = audit_current(r, choice.slot);
	return value_try(r, choice.slot, choice.first) ||
	    value_try(r, choice.slot, current) ||
	    values_try(r, choice.slot, choice.first, current);
}

static bool
search_on(struct audit_reader *r)
{
	const struct audit_system *s = r->system;
	if (r->changed > r->most_changed) {
		r->cut = true;
		return false;
	}
	if (r->broken_count > 0)
		return choice_try(r, mender_choose(r, constraint_choose(r)));
	for (size_t i = 0; i < s->release_count; i++) {
		const struct audit_release *release = &s->releases[i];
		if (release->group == NULL || !r->now ||
		    !audit_opens(s, r->reader, release->edition))
			continue;
		uint32_t group = group_lacking(r, release);
		if (group == AUDIT_NONE)
			continue;
		return choice_try(r, mate_choose(r, release, group));
	}
	return true;
}

static void
proof_keep(struct audit_reader *r)
{
	for (size_t i = 0; i < r->trail_count; i++) {
		uint32_t slot = r->trail[i].slot;
		if (audit_current(r, slot) != (int32_t)r->system->value[slot])
			r->proved[slot] = true;
	}
	audit_undo(r, 0);
}

/* Few changes first: the way to them is short. */
enum audit_answer
audit_may_differ(struct audit_reader *r, uint32_t slot)
{
	static const uint32_t limits[] = { 4, 8, 16, UINT32_MAX };
	size_t most = r->system->task->most;
	int32_t truth = (int32_t)r->system->value[slot];
	if (r->low[slot] == r->high[slot])
		return AUDIT_NO;
	if (most == 0 || r->proved[slot])
		return AUDIT_YES;
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
		bool last = limits[i] == UINT32_MAX;
		r->begun = 0;
		r->most_begun = last ? most : most / 8;
		r->most_changed = limits[i];
		r->cut = false;
		if (values_try(r, slot, truth, truth)) {
			proof_keep(r);
			return AUDIT_YES;
		}
		if (!r->cut && r->begun <= r->most_begun)
			return AUDIT_NO;
	}
	return AUDIT_UNDECIDED;
}
