/*
 * One edition for one reader: everything that is withheld from him must have a
 * witness that it could be something else.  Where there is none, the cheapest
 * further figures are withheld that make one.
 */
#include "scope/guard_parts.h"

static void
state_make(struct guard_round *round, const struct guard_release *release)
{
	const struct guard_system *s = round->system;
	size_t now = (s->task->layer_count - 1) * s->cell_count;
	for (size_t slot = 0; slot < s->slot_count; slot++) {
		size_t at = guard_at(s, round->reader, slot);
		round->state[slot] =
		    !s->there[slot] || s->fixed[at] || s->open[at] ? 0
		    : slot < now || release->withheld[slot - now]
		    ? ROUND_UNKNOWN
		    : ROUND_OPEN;
	}
}

/* Unless it is already, or can't be; true when it was open. */
static bool
withhold(struct guard_round *round, struct guard_release *release,
    uint32_t slot)
{
	struct guard_system *s = round->system;
	size_t now = (s->task->layer_count - 1) * s->cell_count;
	if (round->state[slot] != ROUND_OPEN)
		return false;
	round->state[slot] = ROUND_UNKNOWN;
	guard_release_withhold(s, release, (uint32_t)(slot - now),
	    (struct guard_reason){ false, (uint32_t)round->reader,
		s->hiders[guard_at(s, round->reader, slot)], -1 });
	return true;
}

/* What a move needs; NULL: nothing. */
static bool
withhold_for(struct guard_round *round, struct guard_release *release,
    const struct guard_move *move)
{
	bool some = false;
	for (uint32_t i = 0; move != NULL && i < move->count; i++)
		some |= withhold(round, release, move->slots[i]);
	return some;
}

/* A move that holds proves all its slots, and may serve other readers. */
static void
move_keep(struct guard_round *round, const struct guard_move *move)
{
	struct guard_system *s = round->system;
	struct guard_move kept = { move->count,
		ARENA_ARRAY(s->arena, uint32_t, move->count),
		ARENA_ARRAY(s->arena, int8_t, move->count) };
	memcpy(kept.slots, move->slots, move->count * sizeof(*kept.slots));
	memcpy(kept.signs, move->signs, move->count);
	for (uint32_t i = 0; i < move->count; i++) {
		uint32_t slot = move->slots[i];
		if (!round->proved[slot])
			s->witness[slot] = kept;
		round->proved[slot] = true;
	}
}

static bool
prove_found(struct guard_round *round, const struct guard_move *move)
{
	if (move == NULL)
		return false;
	move_keep(round, move);
	return true;
}

static bool
prove_by(struct guard_round *round, const struct guard_move *move)
{
	if (move->count == 0 || !guard_move_holds(round, move))
		return false;
	for (uint32_t i = 0; i < move->count; i++)
		round->proved[move->slots[i]] = true;
	return true;
}

static bool
prove_free(struct guard_round *round, uint32_t slot)
{
	struct guard_system *s = round->system;
	if (prove_by(round, &s->witness[slot]))
		return true;
	return prove_found(
	    round, guard_move_find(s->search, round, slot, 0));
}

/* Withholds what the cheapest move needs; false when there is none. */
static bool
withhold_some(struct guard_round *round, struct guard_release *release,
    uint32_t slot)
{
	static const unsigned costs[] = { 1, 2, 3, 4, 6, 10, 20, 64 };
	struct guard_system *s = round->system;
	for (size_t i = 0; i < sizeof(costs) / sizeof(*costs) &&
	     (guard_search_met(s->search) & GUARD_MET_COST) != 0; i++)
		if (withhold_for(round, release,
			guard_move_find(s->search, round, slot, costs[i])))
			return true;
	return false;
}

/*
 * The same without regard to the price: as if all of this edition's figures
 * were withheld already.
 */
static bool
withhold_any(struct guard_round *round, struct guard_release *release,
    uint32_t slot)
{
	const struct guard_system *s = round->system;
	struct arena *scratch = arena_new();
	uint8_t *state = round->state;
	round->state = ARENA_ARRAY(scratch, uint8_t, s->slot_count);
	for (size_t i = 0; i < s->slot_count; i++)
		round->state[i] = state[i] != 0 ? ROUND_UNKNOWN : 0;
	const struct guard_move *move =
	    guard_move_find(s->search, round, slot, 0);
	round->state = state;
	arena_free(scratch);
	return withhold_for(round, release, move);
}

/* What is too long for the search. */
static bool
prove_long(struct guard_round *round, uint32_t slot)
{
	return prove_found(round,
	    guard_program_find(round->system->program, round, slot, false));
}

static bool
withhold_long(struct guard_round *round, struct guard_release *release,
    uint32_t slot)
{
	return withhold_for(round, release,
	    guard_program_find(round->system->program, round, slot, true));
}

/* Everything in the sums of the cell, or (`all`) everything there is. */
static bool
withhold_more(struct guard_round *round, struct guard_release *release,
    uint32_t slot, bool all)
{
	const struct guard_system *s = round->system;
	size_t now = (s->task->layer_count - 1) * s->cell_count;
	uint32_t today = (uint32_t)(now + slot % s->cell_count);
	bool some = false;
	for (uint32_t other = (uint32_t)now; all && other < s->slot_count;
	     other++)
		some |= withhold(round, release, other);
	for (uint32_t i = s->slot_sum_starts[today];
	     i < s->slot_sum_starts[today + 1]; i++) {
		uint32_t sum = s->slot_sums[i];
		for (uint32_t j = s->sum_starts[sum];
		     j < s->sum_starts[sum + 1]; j++)
			some |= withhold(round, release, s->sum_members[j]);
	}
	return some;
}

/* Is it only that a group would be without a reason? */
static bool
lacks_reason(struct guard_round *round, uint32_t slot)
{
	struct guard_system *s = round->system;
	round->lenient = true;
	bool found = guard_move_find(s->search, round, slot, 0) != NULL ||
	    guard_program_find(s->program, round, slot, false) != NULL;
	round->lenient = false;
	return found;
}

static void
give_up(struct guard_round *round, uint32_t slot, bool *marks, size_t *count)
{
	bool *mark = &marks[guard_at(round->system, round->reader, slot)];
	*count += !*mark;
	*mark = true;
	round->proved[slot] = true;
}

/*
 * With all of this edition's figures withheld the reader knows what he knew
 * before, which was proved then.  A figure of an earlier issue, too, may hang on
 * one of now: a total that only the least of everything makes, say.  What no
 * withholding helps, an earlier issue gave away, and what has become visible
 * since.  Over several issues a group
 * may be left without a reason whatever is withheld now: after a few tries
 * that is put up with, and counted.
 */
#define REASON_TRIES 3

static bool
slot_prove(struct guard_round *round, struct guard_release *release,
    uint32_t slot)
{
	struct guard_system *s = round->system;
	size_t now = (s->task->layer_count - 1) * s->cell_count;
	bool added = false;
	for (int tries = 0; !prove_free(round, slot); tries++) {
		unsigned met = guard_search_met(s->search);
		bool costs = (met & GUARD_MET_COST) != 0;
		bool reasons = now > 0 && (met & GUARD_MET_REASON) != 0;
		if (reasons && tries >= REASON_TRIES &&
		    lacks_reason(round, slot)) {
			give_up(round, slot, s->weak, &s->result->weak);
			break;
		}
		if (costs &&
		    (withhold_some(round, release, slot) ||
			withhold_any(round, release, slot))) {
			added = true;
			continue;
		}
		if (prove_long(round, slot))
			break;
		reasons |= now > 0 && guard_program_met(s->program) != 0;
		if (withhold_long(round, release, slot) ||
		    withhold_more(round, release, slot, false) ||
		    withhold_more(round, release, slot, true)) {
			added = true;
			continue;
		}
		reasons = reasons && lacks_reason(round, slot);
		give_up(round, slot, reasons ? s->weak : s->lost,
		    reasons ? &s->result->weak : &s->result->lost);
		s->gave_up |= s->eager && !reasons;
		break;
	}
	return added;
}

/* It was withheld from the reader in the last issue, and proved then. */
static bool
is_proved_before(const struct guard_round *round, uint32_t slot)
{
	const struct guard_system *s = round->system;
	size_t now = (s->task->layer_count - 1) * s->cell_count;
	if (s->lasting == NULL || !s->lasting[round->reader])
		return false;
	if (slot < now)
		return true;
	size_t then = slot - s->cell_count;
	size_t at = guard_at(s, round->reader, then);
	/* Withheld here then, too, it may have been open to him elsewhere. */
	return s->there[then] &&
	    ((!s->open[at] && !s->fixed[at]) ||
		(round->past != NULL && round->past->withheld[slot - now]));
}

bool
guard_round_run(struct guard_round *round, struct guard_release *release)
{
	const struct guard_system *s = round->system;
	bool added = false, again = true;
	state_make(round, release);
	while (again && !s->gave_up) {
		again = false;
		for (uint32_t slot = 0;
		     slot < s->slot_count && !s->gave_up; slot++)
			if (round->state[slot] == ROUND_UNKNOWN &&
			    !round->proved[slot] &&
			    !is_proved_before(round, slot))
				again |= slot_prove(round, release, slot);
		added |= again;
	}
	return added;
}
