/*
 * Another assignment: one figure is something else, and what this breaks is
 * mended, constraint by constraint, while all that is not touched stays what it
 * is.  Every value of what may mend is tried in the end, so a search that ends
 * before its limit is right in both answers.
 */
#include "scope/audit_parts.h"

/* Tries to mend what was found for somebody else. */
#define MENDING 8

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

/* In issues that are tried together a cell changes in all alike. */
static bool
issues_bind(struct audit_reader *r, uint32_t slot, int32_t change)
{
	const struct audit_system *s = r->system;
	for (uint32_t l = r->from; l < r->to; l++) {
		uint32_t other = (uint32_t)(l * s->cell_count +
		    slot % s->cell_count);
		int32_t truth = (int32_t)s->value[other];
		if (s->owner[other] != NULL && other != slot &&
		    audit_current(r, other) != truth + change &&
		    !audit_bind(r, other, truth + change))
			return false;
	}
	return true;
}

static bool
value_try(struct audit_reader *r, uint32_t slot, int32_t value)
{
	size_t mark = r->trail_count;
	if (value < r->low[slot] || value > r->high[slot] ||
	    ++r->begun > r->most_begun)
		return false;
	if (audit_bind(r, slot, value) &&
	    issues_bind(
		r, slot, value - (int32_t)r->system->value[slot]) &&
	    search_on(r))
		return true;
	audit_undo(r, mark);
	return false;
}

/* All values but these two, from the true one on, no farther than `most`. */
static bool
values_try(struct audit_reader *r, uint32_t slot, int32_t but, int32_t nor,
    int32_t most)
{
	int32_t truth = (int32_t)r->system->value[slot];
	int32_t below = truth - r->low[slot], above = r->high[slot] - truth;
	r->cut |= most < below || most < above;
	for (int32_t away = 0;
	     away <= most && (away <= below || away <= above); away++)
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
	    values_try(r, choice.slot, choice.first, current,
		r->most_changed == UINT32_MAX ? INT32_MAX : -1);
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

/* What was found proves all that it changed, perhaps to other readers, too. */
static void
proof_keep(struct audit_reader *r)
{
	const struct audit_system *s = r->system;
	struct audit_bound *changed =
	    ARENA_ARRAY(s->arena, struct audit_bound, r->changed);
	struct audit_move *move = ARENA_NEW(s->arena, struct audit_move);
	move->values = changed;
	for (size_t i = 0; i < r->trail_count; i++) {
		uint32_t slot = r->trail[i].slot;
		int32_t value = audit_current(r, slot);
		if (value == (int32_t)s->value[slot])
			continue;
		r->proved[slot] = true;
		if (!r->now || s->moves[slot] == move)
			continue;
		changed[move->count++] =
		    (struct audit_bound){ slot, value, value };
		s->moves[slot] = move;
	}
	audit_undo(r, 0);
}

/* Does what was found for somebody else hold for him? */
static bool
move_try(struct audit_reader *r, const struct audit_move *move)
{
	bool holds = true;
	r->begun = 0;
	r->most_begun = MENDING;
	r->most_changed = UINT32_MAX;
	r->from = r->to = 0;
	for (uint32_t i = 0; i < move->count && holds; i++)
		holds = audit_bind(r, move->values[i].slot,
		    move->values[i].low);
	if (holds && search_on(r)) {
		proof_keep(r);
		return true;
	}
	audit_undo(r, 0);
	return false;
}

/* One way to look for it. */
static enum audit_answer
differ_try(struct audit_reader *r, uint32_t slot, uint32_t changes,
    size_t most)
{
	int32_t truth = (int32_t)r->system->value[slot];
	bool all = changes == UINT32_MAX;
	r->begun = 0;
	r->most_begun = most;
	r->most_changed = changes;
	r->cut = false;
	if (values_try(r, slot, truth, truth, all ? INT32_MAX : 2)) {
		proof_keep(r);
		return AUDIT_YES;
	}
	return r->cut || r->begun > most ? AUDIT_UNDECIDED : AUDIT_NO;
}

/*
 * Few changes first: the way to them is short.  From its own issue on, in all
 * issues, or each for itself; then without any limit but that of the tries.
 */
enum audit_answer
audit_may_differ(struct audit_reader *r, uint32_t slot)
{
	static const uint32_t limits[] = { 4, 8, 16 };
	const struct audit_system *s = r->system;
	uint32_t layers = (uint32_t)s->given->layer_count;
	uint32_t own = slot / (uint32_t)s->cell_count;
	const uint32_t ranges[][2] = { { own, layers }, { 0, layers },
		{ 0, 0 } };
	if (r->low[slot] == r->high[slot])
		return AUDIT_NO;
	if (s->task->most == 0 || r->proved[slot])
		return AUDIT_YES;
	if (s->moves[slot] != NULL && move_try(r, s->moves[slot]))
		return AUDIT_YES;
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < 3; j++) {
			r->from = ranges[i][0];
			r->to = ranges[i][1];
			if ((layers == 1 && i < 2) || (own == 0 && i == 1))
				continue;
			if (differ_try(r, slot, limits[j] * layers,
				s->task->most / 8) == AUDIT_YES)
				return AUDIT_YES;
		}
	return differ_try(r, slot, UINT32_MAX, s->task->most);
}
