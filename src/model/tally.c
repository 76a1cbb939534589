#include "model/tally.h"

#include <stdlib.h>
#include "base/pool.h"

const void *
record_counted(const struct record *record)
{
	if (record->person != NULL)
		return record->person;
	if (record->organisation != NULL)
		return record->organisation;
	return record;
}

/* ---- cells by place ---- */

/* A cell while it is summed up. */
struct summing_cell {
	struct tally_sum sum;
	const void *last; /* the subject that was counted last */
};

struct summing {
	const struct tally *tally;
	struct arena *scratch;
	struct summing_cell *cells;
	size_t count, capacity;
	uint32_t *slots; /* number of a cell + 1, or 0 */
	size_t slot_count; /* a power of two */
	const struct contribution *cut; /* see struct tally_sums */
	uint64_t cut_amount;
};

static size_t
place_hash(const struct tally_place *place)
{
	uint64_t h = 0;
	for (size_t i = 0; i < TALLY_DIMENSIONS_MOST; i++) {
		h = (h ^ place->nodes[i]) * 0x9E3779B97F4A7C15u;
		h ^= h >> 29;
	}
	return (size_t)h;
}

static uint32_t *
slot_find(struct summing *s, const struct tally_place *place)
{
	size_t mask = s->slot_count - 1;
	size_t at = place_hash(place) & mask;
	while (s->slots[at] != 0 &&
	    memcmp(&s->cells[s->slots[at] - 1].sum.place, place,
		sizeof(*place)) != 0)
		at = (at + 1) & mask;
	return &s->slots[at];
}

static void
slots_grow(struct summing *s)
{
	s->slot_count = s->slot_count == 0 ? 256 : s->slot_count * 2;
	s->slots = ARENA_ARRAY(s->scratch, uint32_t, s->slot_count);
	for (size_t i = 0; i < s->count; i++)
		*slot_find(s, &s->cells[i].sum.place) = (uint32_t)i + 1;
}

static struct summing_cell *
cell_at(struct summing *s, const struct tally_place *place)
{
	if (2 * (s->count + 1) > s->slot_count)
		slots_grow(s);
	uint32_t *slot = slot_find(s, place);
	if (*slot == 0) {
		ARENA_ROOM(s->scratch, s->cells, s->count, s->capacity);
		s->cells[s->count++] =
		    (struct summing_cell){ .sum.place = *place };
		*slot = (uint32_t)s->count;
	}
	return &s->cells[*slot - 1];
}

/* ---- summing up ---- */

/* One contribution, by subject. */
struct counted {
	const void *subject;
	const struct contribution *contribution;
};

static int
counted_compare(const void *pa, const void *pb)
{
	const struct counted *a = pa, *b = pb;
	uintptr_t one = (uintptr_t)a->subject, two = (uintptr_t)b->subject;
	if (one != two)
		return one < two ? -1 : 1;
	return tally_place_compare(
	    &a->contribution->place, &b->contribution->place);
}

/* Of sums, and of cells, which begin with theirs. */
static int
sum_compare(const void *pa, const void *pb)
{
	const struct tally_sum *a = pa, *b = pb;
	return tally_place_compare(&a->place, &b->place);
}

/* To the leaf and to all margins above it, dimension by dimension. */
static void
leaf_add(struct summing *s, struct tally_place *place, size_t dimension,
    const void *subject, uint64_t value)
{
	if (dimension == s->tally->dimension_count) {
		struct summing_cell *cell = cell_at(s, place);
		cell->sum.value += value;
		cell->sum.subjects += cell->last != subject;
		cell->last = subject;
		return;
	}
	const struct tally_node *nodes = s->tally->dimensions[dimension]->nodes;
	uint32_t leaf = place->nodes[dimension];
	for (uint32_t node = leaf;; node = nodes[node].parent) {
		place->nodes[dimension] = node;
		leaf_add(s, place, dimension + 1, subject, value);
		if (node == 0)
			break;
	}
	place->nodes[dimension] = leaf;
}

static size_t
counted_collect(struct counted *out, const struct corpus *corpus,
    const struct contributions *from, contribution_test *test, void *context)
{
	size_t count = 0;
	for (size_t i = 0; i < from->count; i++) {
		const struct contribution *c = &from->items[i];
		if (test == NULL || test(context, c))
			out[count++] = (struct counted){
				record_counted(corpus->records[c->record]), c
			};
	}
	if (count > 1)
		qsort(out, count, sizeof(*out), counted_compare);
	return count;
}

/* What one subject adds to one leaf; the next one's number. */
static size_t
group_add(struct summing *s, const struct counted *all, size_t count, size_t i)
{
	const struct counted *first = &all[i];
	const struct contribution *lowest = first->contribution;
	uint64_t value = 0;
	for (; i < count && counted_compare(&all[i], first) == 0; i++) {
		value += all[i].contribution->amount;
		if (all[i].contribution < lowest)
			lowest = all[i].contribution;
	}
	if (value > s->tally->most) {
		/* Subjects come in no order that stays. */
		if (s->cut == NULL || lowest < s->cut) {
			s->cut = lowest;
			s->cut_amount = value;
		}
		value = s->tally->most;
	}
	struct tally_place place = first->contribution->place;
	leaf_add(s, &place, 0, first->subject, value);
	return i;
}

struct tally_sums *
tally_sums_make(struct arena *arena, const struct corpus *corpus,
    const struct tallies *tallies, size_t tally, contribution_test *test,
    void *context)
{
	const struct contributions *from = &tallies->contributions[tally];
	struct summing s = { .tally = tallies->list.items[tally],
		.scratch = arena_new() };
	struct counted *all =
	    ARENA_ARRAY(s.scratch, struct counted, from->count);
	size_t count = counted_collect(all, corpus, from, test, context);
	for (size_t i = 0; i < count;)
		i = group_add(&s, all, count, i);
	if (s.count > 1)
		qsort(s.cells, s.count, sizeof(*s.cells), sum_compare);
	struct tally_sums *sums = ARENA_NEW(arena, struct tally_sums);
	sums->items = ARENA_ARRAY(arena, struct tally_sum, s.count);
	sums->count = s.count;
	sums->cut = s.cut;
	sums->cut_amount = s.cut_amount;
	for (size_t i = 0; i < s.count; i++)
		sums->items[i] = s.cells[i].sum;
	arena_free(s.scratch);
	return sums;
}

const struct tally_sum *
tally_sum_at(const struct tally_sums *sums, struct tally_place place)
{
	const struct tally_sum key = { .place = place };
	return bsearch(&key, sums->items, sums->count, sizeof(*sums->items),
	    sum_compare);
}

/* ---- what workers counted ---- */

static int
contribution_compare(const void *pa, const void *pb)
{
	const struct contribution *a = pa, *b = pb;
	int c = tally_place_compare(&a->place, &b->place);
	if (c != 0)
		return c;
	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	if (a->read != b->read)
		return a->read < b->read ? -1 : 1;
	return (a->amount > b->amount) - (a->amount < b->amount);
}

static void
contributions_sort(void *context, size_t job, unsigned worker)
{
	struct contributions *c = &((struct tallies *)context)->contributions[job];
	(void)worker;
	if (c->count > 1)
		qsort(c->items, c->count, sizeof(*c->items),
		    contribution_compare);
}

struct tallies *
tallies_make(struct arena *arena, struct tally_list list,
    const struct contributions *parts, size_t part_count, unsigned workers)
{
	struct tallies *tallies = ARENA_NEW(arena, struct tallies);
	*tallies = (struct tallies){ .arena = arena, .list = list };
	tallies->contributions =
	    ARENA_ARRAY(arena, struct contributions, list.count);
	for (size_t i = 0; i < part_count; i++)
		for (size_t j = 0; j < parts[i].count; j++)
			tallies->contributions[parts[i].items[j].tally].count++;
	for (size_t i = 0; i < list.count; i++) {
		struct contributions *c = &tallies->contributions[i];
		c->items = arena_take(arena, c->count * sizeof(*c->items));
		c->count = 0;
	}
	for (size_t i = 0; i < part_count; i++)
		for (size_t j = 0; j < parts[i].count; j++) {
			const struct contribution *from = &parts[i].items[j];
			struct contributions *to =
			    &tallies->contributions[from->tally];
			to->items[to->count++] = *from;
		}
	pool_run(workers, list.count, contributions_sort, tallies);
	return tallies;
}
