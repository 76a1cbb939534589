/*
 * A move: cells that go up or down by one so that every sum still holds.  In a
 * two-way table that is four corners of a rectangle, in a tree a way down, in
 * three dimensions a cube; here they are all found alike, by changing one cell
 * and mending the sums that this breaks, depth first, with a budget.  A search
 * that gives up costs figures, never secrets: what has no move is withheld
 * along with others until there is one; the long ones are left to
 * guard_program.c.
 *
 * Where nobody left a cell between two issues it can't have fallen, so a cell
 * may take its later or earlier self along.
 */
#include "scope/guard_parts.h"

#define SUPPORT_MOST 96 /* slots of a move */
#define WIDTH 8         /* ways that are tried to mend one sum */
#define BUDGET 20000    /* members looked at in one try … */
#define BUDGET_LATE 1000 /* … and after so many for each slot: */
#define BUDGET_ALL (8L * BUDGET)
#define FOUND_MOST 12   /* moves that are compared by what they cost */
#define TIMES_MOST 1000000

struct guard_search {
	struct guard_system *system;
	int8_t *moved;    /* by slot */
	int8_t *balance;  /* by sum */
	uint32_t *broken, *where; /* sums out of balance; their places + 1 */
	uint32_t broken_count;
	uint32_t stack[SUPPORT_MOST];
	uint32_t count;
	const struct guard_round *round;
	unsigned cost, cost_left, found;
	uint32_t limit; /* of slots, now */
	uint32_t from, to; /* issues that are tried together */
	unsigned met; /* of the last search: GUARD_MET_… */
	long budget, spent; /* of a try, in all */
	uint64_t best;
	struct guard_move move; /* the best */
	uint32_t slots[SUPPORT_MOST];
	int8_t signs[SUPPORT_MOST];
};

struct guard_search *
guard_search_new(struct guard_system *s)
{
	struct guard_search *f = ARENA_NEW(s->arena, struct guard_search);
	f->system = s;
	f->moved = ARENA_ARRAY(s->arena, int8_t, s->slot_count);
	f->balance = ARENA_ARRAY(s->arena, int8_t, s->sum_count);
	f->broken = ARENA_ARRAY(s->arena, uint32_t, s->sum_count);
	f->where = ARENA_ARRAY(s->arena, uint32_t, s->sum_count);
	f->move = (struct guard_move){ 0, f->slots, f->signs };
	return f;
}

/* ---- does a move hold? ---- */

static long
moved_by(const struct guard_move *move, uint32_t slot)
{
	for (uint32_t i = 0; slot != SLOT_NONE && i < move->count; i++)
		if (move->slots[i] == slot)
			return move->signs[i];
	return 0;
}

static long
least(long a, long b)
{
	return a < b ? a : b;
}

/* How many times it can be made in that direction; 0: not at all. */
static long
times_most(const struct guard_round *round, const struct guard_move *move,
    long direction)
{
	const struct guard_system *s = round->system;
	long times = TIMES_MOST;
	for (uint32_t i = 0; i < move->count; i++) {
		uint32_t slot = move->slots[i], next = s->next[slot];
		uint32_t before = s->previous[slot];
		long step = direction * move->signs[i];
		if (step < 0)
			times = least(times,
			    guard_fall_most(s, round->reader, slot));
		if (next != SLOT_NONE) {
			long gain = step - direction * moved_by(move, next);
			if (gain > 0)
				times = least(times,
				    ((long)s->value[next] -
					(long)s->value[slot]) /
					gain);
		}
		if (before != SLOT_NONE) {
			long gain = direction * moved_by(move, before) - step;
			if (gain > 0)
				times = least(times,
				    ((long)s->value[slot] -
					(long)s->value[before]) /
					gain);
		}
	}
	return times < 0 ? 0 : times;
}

/* Would each group of withheld cells that it touches still have a reason? */
static bool
reasons_hold(const struct guard_round *round, const struct guard_move *move,
    const struct guard_release *release, long times)
{
	const struct guard_system *s = round->system;
	uint32_t first = (uint32_t)(release->layer * s->cell_count);
	for (uint32_t i = 0; i < move->count; i++) {
		uint32_t cell = move->slots[i] - first;
		if (move->slots[i] < first || cell >= s->cell_count ||
		    !release->withheld[cell])
			continue;
		uint32_t root = guard_release_root(release, cell);
		uint32_t lost = 0;
		bool held = release->small[root] == 0;
		for (uint32_t j = 0; j < move->count && !held; j++) {
			uint32_t other = move->slots[j] - first;
			if (move->slots[j] < first || other >= s->cell_count ||
			    !release->withheld[other] ||
			    guard_release_root(release, other) != root)
				continue;
			lost += release->is_small[other];
			held = guard_release_looks_small(
			    s, release, other, times * move->signs[j]);
		}
		if (!held && lost >= release->small[root])
			return false;
	}
	return true;
}

static bool
reasons_all_hold(const struct guard_round *round, const struct guard_move *move,
    long times)
{
	const struct guard_system *s = round->system;
	size_t n = s->task->readers;
	for (size_t i = 0; i < s->release_count && !round->lenient; i++) {
		const struct guard_release *release = s->releases[i];
		if (release->edition >= 0 &&
		    s->task->opens[round->reader * n +
			(size_t)release->edition] &&
		    guard_release_sees_through(s, round->reader, release) &&
		    !reasons_hold(round, move, release, times))
			return false;
	}
	return true;
}

bool
guard_move_holds(const struct guard_round *round, const struct guard_move *move)
{
	for (uint32_t i = 0; i < move->count; i++)
		if (round->state[move->slots[i]] != ROUND_UNKNOWN)
			return false;
	for (long direction = -1; direction <= 1; direction += 2) {
		long most = times_most(round, move, direction);
		const long tries[] = { 1, 2, most };
		for (size_t i = 0; i < 3; i++)
			if (tries[i] <= most && tries[i] > 0 &&
			    reasons_all_hold(
				round, move, direction * tries[i]))
				return true;
	}
	return false;
}

/* ---- the search ---- */

static void
balance_add(struct guard_search *f, uint32_t sum, int change)
{
	bool was = f->balance[sum] != 0;
	f->balance[sum] = (int8_t)(f->balance[sum] + change);
	bool is = f->balance[sum] != 0;
	if (is && !was) {
		f->broken[f->broken_count++] = sum;
		f->where[sum] = f->broken_count;
	} else if (was && !is) {
		uint32_t last = f->broken[--f->broken_count];
		f->broken[f->where[sum] - 1] = last;
		f->where[last] = f->where[sum];
		f->where[sum] = 0;
	}
}

static void
slot_put(struct guard_search *f, uint32_t slot, int sign)
{
	const struct guard_system *s = f->system;
	for (uint32_t i = s->slot_sum_starts[slot];
	     i < s->slot_sum_starts[slot + 1]; i++) {
		uint32_t sum = s->slot_sums[i];
		bool whole = s->sum_members[s->sum_starts[sum]] == slot;
		balance_add(f, sum, whole ? -sign : sign);
	}
}

static bool
may_move(struct guard_search *f, uint32_t slot, int sign)
{
	const struct guard_system *s = f->system;
	uint8_t state = f->round->state[slot];
	if (state == 0 || f->moved[slot] != 0)
		return false;
	if (state == ROUND_OPEN && f->cost_left == 0) {
		f->met |= GUARD_MET_COST;
		return false;
	}
	return sign > 0 || guard_fall_most(s, f->round->reader, slot) > 0;
}

static bool
is_full(struct guard_search *f)
{
	if (f->count < f->limit)
		return false;
	f->met |= GUARD_MET_LIMIT;
	return true;
}

static bool slot_move(struct guard_search *f, uint32_t slot, int sign);

/* In those issues that are tried together a cell moves in all. */
static bool
issues_move(struct guard_search *f, uint32_t slot, int sign)
{
	const struct guard_system *s = f->system;
	uint32_t cell = slot % (uint32_t)s->cell_count;
	for (uint32_t l = f->from; l < f->to; l++) {
		uint32_t other = l * (uint32_t)s->cell_count + cell;
		if (s->there[other] && !slot_move(f, other, sign))
			return false;
	}
	return true;
}

/* The slot, and those that must go along in other issues. */
static bool
slot_move(struct guard_search *f, uint32_t slot, int sign)
{
	const struct guard_system *s = f->system;
	if (f->moved[slot] == sign)
		return true;
	if (!may_move(f, slot, sign) || is_full(f))
		return false;
	f->moved[slot] = (int8_t)sign;
	f->stack[f->count++] = slot;
	f->cost_left -= f->round->state[slot] == ROUND_OPEN;
	slot_put(f, slot, sign);
	uint32_t next = s->next[slot], before = s->previous[slot];
	if (next != SLOT_NONE &&
	    (long)s->value[next] + f->moved[next] <
		(long)s->value[slot] + sign &&
	    !slot_move(f, next, 1))
		return false;
	if (before != SLOT_NONE &&
	    (long)s->value[before] + f->moved[before] >
		(long)s->value[slot] + sign &&
	    !slot_move(f, before, -1))
		return false;
	return issues_move(f, slot, sign);
}

static void
moves_undo(struct guard_search *f, uint32_t count)
{
	while (f->count > count) {
		uint32_t slot = f->stack[--f->count];
		f->cost_left += f->round->state[slot] == ROUND_OPEN;
		slot_put(f, slot, -f->moved[slot]);
		f->moved[slot] = 0;
	}
}

struct way {
	uint32_t slot;
	int sign;
	long rank; /* the least is tried first */
};

/*
 * How many sums would be broken after it and all that must go along; open
 * figures come last.  False: it can't be moved.
 */
static bool
way_rank(struct guard_search *f, struct way *way)
{
	const struct guard_system *s = f->system;
	uint32_t mark = f->count;
	bool possible = slot_move(f, way->slot, way->sign);
	way->rank = (long)f->broken_count << 24;
	for (uint32_t i = mark; i < f->count; i++) {
		uint32_t slot = f->stack[i];
		f->budget--;
		if (f->round->state[slot] == ROUND_OPEN)
			way->rank += ((long)1 << 32) +
			    (s->value[slot] < 1 << 23 ? s->value[slot]
						      : 1 << 23);
	}
	moves_undo(f, mark);
	return possible;
}

static uint32_t
ways_of(struct guard_search *f, uint32_t sum, struct way ways[WIDTH])
{
	const struct guard_system *s = f->system;
	uint32_t count = 0, start = s->sum_starts[sum];
	int up = f->balance[sum] < 0 ? 1 : -1;
	for (uint32_t i = start; i < s->sum_starts[sum + 1]; i++) {
		uint32_t slot = s->sum_members[i];
		int sign = i == start ? -up : up;
		f->budget--;
		struct way way = { slot, sign, 0 };
		if (!may_move(f, slot, sign) || !way_rank(f, &way))
			continue;
		uint32_t at = count < WIDTH ? count++ : WIDTH;
		if (at == WIDTH && ways[WIDTH - 1].rank <= way.rank)
			continue;
		if (at == WIDTH)
			at--;
		for (; at > 0 && ways[at - 1].rank > way.rank; at--)
			ways[at] = ways[at - 1];
		ways[at] = way;
	}
	return count;
}

/* In how many ways can it be mended?  Not counted beyond `most`. */
static uint32_t
ways_count(struct guard_search *f, uint32_t sum, uint32_t most)
{
	const struct guard_system *s = f->system;
	uint32_t count = 0, start = s->sum_starts[sum];
	int up = f->balance[sum] < 0 ? 1 : -1;
	for (uint32_t i = start; i < s->sum_starts[sum + 1] && count < most;
	     i++) {
		count += may_move(f, s->sum_members[i], i == start ? -up : up);
		f->budget--;
	}
	return count;
}

/*
 * The sum that leaves the least choice.  SLOT_NONE: one of them can't be
 * mended at all.
 */
static uint32_t
sum_choose(struct guard_search *f)
{
	uint32_t best = SLOT_NONE, fewest = UINT32_MAX;
	for (uint32_t i = 0; i < f->broken_count; i++) {
		uint32_t sum = f->broken[i];
		uint32_t count = ways_count(f, sum, fewest);
		if (count == 0)
			return SLOT_NONE;
		if (count < fewest || (count == fewest && sum < best)) {
			best = sum;
			fewest = count;
		}
	}
	return best;
}

/* All sums hold.  True when this is as good as any. */
static bool
move_take(struct guard_search *f)
{
	const struct guard_system *s = f->system;
	uint64_t price = 0;
	const uint8_t *state = f->round->state;
	int8_t signs[SUPPORT_MOST];
	struct guard_move move = { f->count, f->stack, signs };
	for (uint32_t i = 0; i < f->count; i++) {
		uint32_t slot = f->stack[i];
		signs[i] = f->moved[slot];
		if (state[slot] == ROUND_OPEN)
			price += s->value[slot];
	}
	bool free = f->cost_left == f->cost;
	if (!free && f->found > 0 && price >= f->best)
		return false;
	/* What must be withheld for it would come into its groups then. */
	if (free && !guard_move_holds(f->round, &move)) {
		f->met |= GUARD_MET_REASON;
		return false;
	}
	f->found++;
	f->best = price;
	f->move.count = f->count;
	memcpy(f->slots, f->stack, f->count * sizeof(*f->slots));
	memcpy(f->signs, signs, f->count);
	return free || f->found == FOUND_MOST;
}

static bool
search_on(struct guard_search *f)
{
	if (f->broken_count == 0)
		return move_take(f);
	if (is_full(f) || f->budget <= 0)
		return false;
	uint32_t sum = sum_choose(f);
	if (sum == SLOT_NONE)
		return false;
	struct way ways[WIDTH];
	uint32_t count = ways_of(f, sum, ways);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t mark = f->count;
		bool done = slot_move(f, ways[i].slot, ways[i].sign) &&
		    search_on(f);
		moves_undo(f, mark);
		if (done)
			return true;
		if (f->budget <= 0)
			break;
	}
	return false;
}

/*
 * Where many issues leave few moves, most tries end with nothing: without a bound
 * for all of them a table's release would take minutes.
 */
static long
budget_of(const struct guard_search *f)
{
	long all = BUDGET_ALL * (long)f->system->slot_count;
	return f->spent < all ? BUDGET : BUDGET_LATE;
}

/*
 * Short moves first: the way to them is short, too.  What none of them was too
 * long for is not tried again.
 */
static bool
search_tries(struct guard_search *f, uint32_t slot)
{
	static const uint32_t limits[] = { 4, 8, 16, 32 };
	uint32_t together = f->to > f->from ? f->to - f->from : 1;
	f->met |= GUARD_MET_LIMIT;
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits) &&
	     (f->met & GUARD_MET_LIMIT) != 0; i++) {
		f->met &= ~GUARD_MET_LIMIT;
		f->limit = limits[i] * together;
		if (f->limit > SUPPORT_MOST)
			f->limit = SUPPORT_MOST;
		for (int sign = 1; sign >= -1; sign -= 2) {
			long budget = budget_of(f);
			f->budget = budget;
			bool done = slot_move(f, slot, sign) && search_on(f);
			moves_undo(f, 0);
			f->spent += budget - f->budget;
			if (done && f->cost == 0)
				return true;
		}
		if (f->found > 0)
			return true;
	}
	return false;
}

const struct guard_move *
guard_move_find(struct guard_search *f, const struct guard_round *round,
    uint32_t slot, unsigned cost)
{
	const struct guard_system *s = f->system;
	uint32_t layers = (uint32_t)s->task->layer_count;
	uint32_t layer = slot / (uint32_t)s->cell_count;
	/* From its own issue on, in all issues, or each for itself. */
	const uint32_t ranges[][2] = { { layer, layers }, { 0, layers },
		{ 0, 0 } };
	f->round = round;
	f->cost = f->cost_left = cost;
	f->found = 0;
	f->met = 0;
	for (size_t i = 0; i < 3; i++) {
		f->from = ranges[i][0];
		f->to = ranges[i][1];
		if ((layers > 1 || i == 2) &&
		    (i != 1 || layer > 0) && search_tries(f, slot))
			return &f->move;
	}
	return NULL;
}

unsigned
guard_search_met(const struct guard_search *f)
{
	return f->met;
}
