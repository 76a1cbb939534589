/*
 * Edition by edition, from the widest: what is withheld for its own sake, then
 * what must be besides, for each of its readers.
 */
#include "scope/guard_parts.h"

#include <stdlib.h>
#include "base/planted.h"

static bool
opens(const struct guard_system *s, size_t reader, long edition)
{
	return edition < 0 ||
	    s->task->opens[reader * s->task->readers + (size_t)edition];
}

/* ---- earlier issues ---- */

static bool *
past_withheld(struct guard_system *s, size_t layer,
    const struct guard_past *past)
{
	bool *withheld = ARENA_ARRAY(s->arena, bool, s->cell_count);
	for (size_t i = 0; i < s->table_count; i++) {
		const struct guard_table *table = &s->tables[i];
		if (table->layer != layer)
			continue;
		for (size_t j = 0; j < past->count; j++) {
			const struct issue_cell *p = &past->withheld[j];
			long at = p->tally != table->number
			    ? -1
			    : guard_table_cell_at(table, &p->place);
			if (at >= 0)
				withheld[table->cells[at].cell] = true;
		}
	}
	return withheld;
}

static void
past_open(struct guard_system *s, size_t layer, const struct guard_past *past,
    const bool *withheld)
{
	for (size_t r = 0; r < s->task->readers; r++)
		for (size_t c = 0; c < s->cell_count; c++) {
			size_t slot = layer * s->cell_count + c;
			if (opens(s, r, past->edition) && s->there[slot] &&
			    !withheld[c])
				s->open[guard_at(s, r, slot)] = true;
		}
}

static void
pasts_make(struct guard_system *s)
{
	for (size_t l = 0; l + 1 < s->task->layer_count; l++) {
		const struct guard_layer *layer = &s->task->layers[l];
		bool **withheld =
		    ARENA_ARRAY(s->arena, bool *, layer->past_count);
		for (size_t i = 0; i < layer->past_count; i++) {
			if (layer->pasts[i].gone)
				continue;
			withheld[i] = past_withheld(s, l, &layer->pasts[i]);
			past_open(s, l, &layer->pasts[i], withheld[i]);
		}
		for (size_t i = 0; i < layer->past_count; i++) {
			if (layer->pasts[i].edition < 0 ||
			    layer->pasts[i].gone)
				continue;
			struct guard_release *release = guard_release_new(
			    s, l, layer->pasts[i].edition);
			for (uint32_t c = 0; c < s->cell_count; c++)
				if (withheld[i][c])
					guard_release_withhold(s, release, c,
					    (struct guard_reason){
						.since = -1 });
		}
	}
}

/* Is everything as it was in the issue before, to every reader? */
static bool
is_unchanged(const struct guard_system *s)
{
	if (s->task->layer_count < 2)
		return false;
	size_t now = (s->task->layer_count - 1) * s->cell_count;
	size_t then = now - s->cell_count;
	for (size_t c = 0; c < s->cell_count; c++) {
		if (s->there[now + c] != s->there[then + c] ||
		    s->value[now + c] != s->value[then + c])
			return false;
		for (size_t r = 0; r < s->task->readers; r++) {
			size_t a = guard_at(s, r, now + c);
			size_t b = guard_at(s, r, then + c);
			if (s->changers[b] != 0 ||
			    s->hidden[a] != s->hidden[b] ||
			    s->fixed[a] != s->fixed[b])
				return false;
		}
	}
	return true;
}

/* ---- what is withheld for its own sake ---- */

static bool
is_primary(const struct guard_system *s, size_t reader, uint32_t cell,
    struct guard_reason *reason)
{
	size_t now = s->task->layer_count - 1;
	size_t at = guard_at(s, reader, now * s->cell_count + cell);
	*reason = (struct guard_reason){ true, (uint32_t)reader,
		s->hiders[at], -1 };
	if (!s->fixed[at] && s->hiders[at] < s->minimum)
		return true;
	for (size_t l = 0; l < now; l++) {
		size_t then = guard_at(s, reader, l * s->cell_count + cell);
		if (!s->open[then] || s->changers[then] == 0 ||
		    s->changers[then] >= s->minimum)
			continue;
		reason->since = (long)l;
		reason->hidden = s->changers[then];
		return true;
	}
	return false;
}

/* Cells that a wider edition opened are open to all readers of this one. */
static bool
is_open_wider(const struct guard_system *s, size_t edition, uint32_t slot)
{
	return s->open[guard_at(s, edition, slot)];
}

static void
primaries_withhold(
    struct guard_system *s, struct guard_release *release, size_t edition)
{
	uint32_t now = (uint32_t)((s->task->layer_count - 1) * s->cell_count);
	struct guard_reason reason;
	for (uint32_t c = 0; c < s->cell_count; c++) {
		if (!s->there[now + c] || is_open_wider(s, edition, now + c))
			continue;
		for (size_t r = 0; r < s->task->readers; r++)
			if (opens(s, r, (long)edition) &&
			    is_primary(s, r, c, &reason)) {
				guard_release_withhold(s, release, c, reason);
				break;
			}
	}
}

/* The edition's release in the last issue; NULL: it had none. */
static const struct guard_release *
past_of(const struct guard_system *s, size_t edition)
{
	for (size_t i = 0; i < s->release_count; i++)
		if (s->releases[i]->layer + 2 == s->task->layer_count &&
		    s->releases[i]->edition == (long)edition)
			return s->releases[i];
	return NULL;
}

/* What was withheld in the last issue stays so. */
static void
past_withhold(
    struct guard_system *s, struct guard_release *release, size_t edition)
{
	uint32_t now = (uint32_t)((s->task->layer_count - 1) * s->cell_count);
	const struct guard_release *past = past_of(s, edition);
	for (uint32_t c = 0; c < s->cell_count; c++)
		if (s->there[now + c] && (past == NULL || past->withheld[c]) &&
		    !is_open_wider(s, edition, now + c))
			guard_release_withhold(s, release, c,
			    (struct guard_reason){ false, (uint32_t)edition,
				s->hiders[guard_at(s, edition, now + c)],
				-1 });
}

/* Does he know more of the last issue than when it was published? */
static bool
knows_more(const struct guard_system *s, size_t reader)
{
	size_t last = s->task->layer_count - 2;
	uint64_t *const *more = s->task->layers[last].more;
	for (size_t i = 0; i < s->table_count && more != NULL; i++)
		if (s->tables[i].layer == last &&
		    (more[s->tables[i].number][reader / 64] >> (reader % 64) &
			1) != 0)
			return true;
	return false;
}

/* Was he a reader of it, and opened then all that is open to him now? */
static bool
had_opened(const struct guard_system *s, size_t reader)
{
	const struct guard_layer *last =
	    &s->task->layers[s->task->layer_count - 2];
	bool read = false;
	for (size_t i = 0; i < last->past_count; i++) {
		const struct guard_past *past = &last->pasts[i];
		if (past->edition < 0 && !past->gone)
			return false;
		read |= past->edition == (long)reader;
	}
	return read;
}

/* Does the one sum have those members of the other that were there then? */
static bool
is_sum_of_then(const struct guard_system *s, uint32_t then, uint32_t sum)
{
	uint32_t at = s->sum_starts[then], end = s->sum_starts[then + 1];
	for (uint32_t i = s->sum_starts[sum]; i < s->sum_starts[sum + 1]; i++) {
		uint32_t was =
		    s->sum_members[i] - (uint32_t)s->cell_count;
		if (s->there[was] && (at == end || s->sum_members[at++] != was))
			return false;
	}
	return at == end;
}

/* Those of a tally that is new bind what no sum did in the last issue. */
static bool
sums_last(const struct guard_system *s)
{
	size_t now = (s->task->layer_count - 1) * s->cell_count;
	for (uint32_t sum = 0; sum < s->sum_count; sum++) {
		uint32_t first = s->sum_members[s->sum_starts[sum]];
		if (first < now || !s->there[first - s->cell_count])
			continue;
		uint32_t was = first - (uint32_t)s->cell_count;
		bool found = false;
		for (uint32_t i = s->slot_sum_starts[was];
		     i < s->slot_sum_starts[was + 1] && !found; i++)
			found = is_sum_of_then(s, s->slot_sums[i], sum);
		if (!found)
			return false;
	}
	return true;
}

/*
 * Does what was proved to the reader in the last issue hold on, if nothing is
 * opened that was not open then?  A witness of then, made in this issue, too,
 * is one of now: where nobody left and nothing more has become visible, and
 * (for all readers: sums_last()) no sum is new.
 */
static bool
proofs_last(const struct guard_system *s, size_t reader)
{
	size_t now = (s->task->layer_count - 1) * s->cell_count;
	if (!had_opened(s, reader) || knows_more(s, reader))
		return false;
	for (size_t c = 0; c < s->cell_count; c++) {
		size_t slot = now + c, then = slot - s->cell_count;
		size_t at = guard_at(s, reader, slot);
		size_t before = guard_at(s, reader, then);
		/* What comes back bounds what it was before it went. */
		if (s->there[then]
			? s->next[then] != slot ||
			    s->hidden[at] < s->hidden[before] ||
			    (s->fixed[at] && !s->fixed[before])
			: s->previous[slot] != SLOT_NONE)
			return false;
	}
	return true;
}

/* ---- one edition ---- */

static void
release_finish(
    struct guard_system *s, const struct guard_release *release, size_t edition)
{
	size_t now = (s->task->layer_count - 1) * s->cell_count;
	for (size_t r = 0; r < s->task->readers; r++)
		for (size_t c = 0; c < s->cell_count; c++)
			if (opens(s, r, (long)edition) && s->there[now + c] &&
			    !release->withheld[c])
				s->open[guard_at(s, r, now + c)] = true;
}

static int
cell_compare(const void *pa, const void *pb)
{
	const struct guard_cell *a = pa, *b = pb;
	if (a->tally != b->tally)
		return a->tally < b->tally ? -1 : 1;
	return tally_place_compare(&a->place, &b->place);
}

static void
outcome_add(struct guard_system *s, const struct guard_release *release,
    struct guard_outcome *outcome)
{
	size_t now = s->task->layer_count - 1, count = outcome->count;
	for (size_t i = 0; i < s->table_count; i++)
		if (s->tables[i].layer == now)
			count += s->tables[i].cell_count;
	struct guard_cell *cells =
	    ARENA_ARRAY(s->results, struct guard_cell, count);
	if (outcome->count > 0)
		memcpy(cells, outcome->cells, outcome->count * sizeof(*cells));
	for (size_t i = 0; i < s->table_count; i++) {
		const struct guard_table *table = &s->tables[i];
		for (size_t j = 0; table->layer == now && j < table->cell_count;
		     j++) {
			uint32_t c = table->cells[j].cell;
			const struct guard_reason *why =
			    release != NULL ? &release->reasons[c] : NULL;
			cells[outcome->count++] = (struct guard_cell){
				.tally = table->number,
				.place = table->cells[j].place,
				.value = s->value[now * s->cell_count + c],
				.withheld =
				    release != NULL && release->withheld[c],
				.primary = why != NULL && why->primary,
				.reader = why != NULL ? why->reader : 0,
				.hidden = why != NULL ? why->hidden : 0,
				.since = why != NULL && release->withheld[c]
				    ? why->since
				    : -1,
			};
		}
	}
	outcome->cells = cells;
}

static void
rounds_run(struct guard_system *s, struct guard_release *release,
    size_t edition)
{
	size_t readers = s->task->readers;
	struct arena *scratch = arena_new();
	struct guard_round *rounds =
	    ARENA_ARRAY(scratch, struct guard_round, readers);
	uint8_t *state = ARENA_ARRAY(scratch, uint8_t, s->slot_count);
	for (bool again = true; again && !s->gave_up;) {
		again = false;
		for (size_t r = 0; r < readers; r++) {
			if (!opens(s, r, (long)edition))
				continue;
			if (rounds[r].system == NULL)
				rounds[r] = (struct guard_round){ .system = s,
					.reader = r,
					.past = past_of(s, edition),
					.state = state,
					.proved = ARENA_ARRAY(scratch, bool,
					    s->slot_count) };
			again |= guard_round_run(&rounds[r], release);
		}
	}
	arena_free(scratch);
}

static const struct guard_release *
edition_run(struct guard_system *s, size_t edition, bool past)
{
	struct guard_release *release =
	    guard_release_new(s, s->task->layer_count - 1, (long)edition);
	primaries_withhold(s, release, edition);
	if (past)
		past_withhold(s, release, edition);
	PLANT(complements, release_finish(s, release, edition); return release);
	rounds_run(s, release, edition);
	release_finish(s, release, edition);
	return release;
}

/* All editions; `past`: nothing is opened that the last issue withheld. */
static const struct guard_release **
editions_run(struct guard_system *s, bool past)
{
	const struct guard_release **all = ARENA_ARRAY(
	    s->arena, const struct guard_release *, s->task->editions);
	for (size_t i = 0; i < s->task->editions; i++) {
		size_t edition = s->task->order[i];
		all[edition] = edition_run(s, edition, past);
	}
	return all;
}

static void
editions_undo(struct guard_system *s, size_t releases, size_t lost, size_t weak)
{
	size_t now = (s->task->layer_count - 1) * s->cell_count;
	s->release_count = releases;
	s->result->lost = lost;
	s->result->weak = weak;
	memset(s->lost, 0, s->slot_count * s->task->readers);
	memset(s->weak, 0, s->slot_count * s->task->readers);
	for (size_t r = 0; r < s->task->readers; r++)
		for (size_t c = 0; c < s->cell_count; c++)
			s->open[guard_at(s, r, now + c)] = false;
}

static bool *
lasting_make(const struct guard_system *s)
{
	bool *lasting = ARENA_ARRAY(s->arena, bool, s->task->readers);
	bool sums = sums_last(s);
	for (size_t r = 0; r < s->task->readers; r++)
		lasting[r] = sums && proofs_last(s, r);
	return lasting;
}

static bool
all_have_past(const struct guard_system *s)
{
	for (size_t e = 0; e < s->task->editions; e++)
		if (past_of(s, e) == NULL)
			return false;
	return true;
}

/*
 * Where nothing changed nothing is opened and nothing withheld.  Where
 * something of an earlier issue would be given away, or seems to be, only what
 * was open then is open now.
 */
static const struct guard_release **
system_release(struct guard_system *s)
{
	size_t lost = s->result->lost, weak = s->result->weak;
	size_t releases = s->release_count;
	bool unchanged = is_unchanged(s) && all_have_past(s);
	if (!unchanged) {
		s->eager = s->task->layer_count > 1;
		const struct guard_release **all = editions_run(s, false);
		if (!s->gave_up)
			return all;
		s->eager = s->gave_up = false;
		editions_undo(s, releases, lost, weak);
	}
	s->lasting = lasting_make(s);
	return editions_run(s, true);
}

static void
guard_system_run(struct guard_system *s)
{
	struct guard_outcome *outcomes = s->result->outcomes;
	const struct guard_release **all = NULL;
	if (s->minimum > 1) {
		pasts_make(s);
		s->search = guard_search_new(s);
		s->program = guard_program_new(s);
		all = system_release(s);
	}
	for (size_t e = 0; e < s->task->editions; e++)
		outcome_add(s, all != NULL ? all[e] : NULL, &outcomes[e]);
}

/* ---- all systems ---- */

/* Is it the first that counts this? */
static bool
is_first(const struct tally_list *tallies, size_t number)
{
	for (size_t i = 0; i < number; i++)
		if (strcmp(tallies->items[i]->of, tallies->items[number]->of) ==
		    0)
			return false;
	return true;
}

struct guard_result *
guard_run(struct arena *arena, const struct guard_task *task)
{
	const struct tally_list *tallies =
	    &task->layers[task->layer_count - 1].tallies;
	struct guard_result *result = ARENA_NEW(arena, struct guard_result);
	result->outcomes =
	    ARENA_ARRAY(arena, struct guard_outcome, task->editions);
	for (size_t i = 0; i < tallies->count; i++) {
		struct guard_system s;
		if (!is_first(tallies, i))
			continue;
		if (guard_system_make(
			&s, arena, task, tallies->items[i]->of, result))
			guard_system_run(&s);
		guard_program_free(s.program);
		arena_free(s.arena);
	}
	for (size_t e = 0; e < task->editions; e++)
		if (result->outcomes[e].count > 1)
			qsort(result->outcomes[e].cells,
			    result->outcomes[e].count,
			    sizeof(struct guard_cell), cell_compare);
	return result;
}
