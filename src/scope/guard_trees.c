/*
 * What the cells of a system have to do with each other: the same nodes in
 * different tallies are one cell; a cell is the sum of its node's children.
 */
#include "scope/guard_parts.h"

#include <stdlib.h>
#include "base/diag.h"

/* ---- identity ---- */

/*
 * Nodes that mean the same in every tally have the same words.  What belongs
 * to an organisation itself depends on how far down the dimension goes.
 */
static const char *
node_words(struct arena *arena, const struct tally_dimension *dimension,
    const struct tally_node *node, unsigned time)
{
	switch (dimension->axis) {
	case AXIS_TERMS:
		return arena_printf(arena, "%u terms %s %s", time,
		    dimension->id, node->id);
	case AXIS_ORGANISATION:
		return node->itself
		    ? arena_printf(arena, "%u itself %d %s", time,
			  dimension->level, node->id)
		    : arena_printf(arena, "%u below %s", time, node->id);
	case AXIS_STATE:
		return arena_printf(arena, "%u state %s", time, node->id);
	case AXIS_WORDS:
		break;
	}
	return arena_printf(arena, "%u words %s %s", time, dimension->id,
	    node->id);
}

static bool
is_same_family(const struct tally_dimension *a, const struct tally_dimension *b)
{
	return a->axis == b->axis &&
	    (a->axis == AXIS_ORGANISATION || a->axis == AXIS_STATE ||
		strcmp(a->id, b->id) == 0);
}

static uint32_t
token_of(struct table *words, struct arena *arena, const char *text)
{
	uintptr_t number =
	    (uintptr_t)table_get(words, text_of(text));
	if (number == 0) {
		number = words->count + 1;
		table_add(words, text_of(arena_string(arena, text)),
		    (void *)number);
	}
	return (uint32_t)number;
}

static void
children_make(struct guard_system *s, struct guard_table *table, size_t d)
{
	const struct tally_dimension *dimension = table->tally->dimensions[d];
	uint32_t count = dimension->node_count;
	uint32_t *starts = ARENA_ARRAY(s->arena, uint32_t, count + 1);
	uint32_t *children = ARENA_ARRAY(s->arena, uint32_t, count);
	for (uint32_t n = 1; n < count; n++)
		starts[dimension->nodes[n].parent + 1]++;
	for (uint32_t n = 0; n < count; n++)
		starts[n + 1] += starts[n];
	uint32_t *at = ARENA_ARRAY(s->arena, uint32_t, count);
	for (uint32_t n = 1; n < count; n++) {
		uint32_t parent = dimension->nodes[n].parent;
		children[starts[parent] + at[parent]++] = n;
	}
	table->children[d] = children;
	table->child_starts[d] = starts;
}

static void
table_tokens(struct guard_system *s, struct guard_table *table,
    struct table *words)
{
	const struct tally *tally = table->tally;
	size_t count = tally->dimension_count;
	struct arena *scratch = arena_new();
	table->tokens = ARENA_ARRAY(s->arena, const uint32_t *, count);
	table->children = ARENA_ARRAY(s->arena, const uint32_t *, count);
	table->child_starts = ARENA_ARRAY(s->arena, const uint32_t *, count);
	for (size_t d = 0; d < count; d++) {
		const struct tally_dimension *dimension = tally->dimensions[d];
		unsigned time = 0;
		for (size_t before = 0; before < d; before++)
			time += is_same_family(
			    dimension, tally->dimensions[before]);
		uint32_t *tokens =
		    ARENA_ARRAY(s->arena, uint32_t, dimension->node_count);
		for (uint32_t n = 1; n < dimension->node_count; n++) {
			tokens[n] = token_of(words, s->arena,
			    node_words(scratch, dimension,
				&dimension->nodes[n], time));
			arena_reset(scratch);
		}
		table->tokens[d] = tokens;
		children_make(s, table, d);
		table->sensitive |= dimension->sensitive;
	}
	arena_free(scratch);
}

size_t
guard_tokens_make(struct guard_system *s)
{
	struct table words;
	table_init(&words, s->arena);
	bool sensitive = false;
	for (size_t i = 0; i < s->table_count; i++) {
		table_tokens(s, &s->tables[i], &words);
		sensitive |= s->tables[i].sensitive;
	}
	/* Open zeros of one would add up to the others'. */
	for (size_t i = 0; i < s->table_count; i++)
		s->tables[i].sensitive = sensitive;
	return words.count;
}

/* ---- sums ---- */

struct sums {
	struct guard_system *s;
	struct arena *scratch;
	struct table seen; /* members' bytes */
	uint32_t *starts, *members;
	size_t start_room, member_count, member_room;
};

static void
member_add(struct sums *sums, uint32_t slot)
{
	ARENA_ROOM(sums->s->arena, sums->members, sums->member_count,
	    sums->member_room);
	sums->members[sums->member_count++] = slot;
}

/* The last run of members becomes a sum, unless it is there already. */
static void
sum_close(struct sums *sums, size_t start)
{
	struct guard_system *s = sums->s;
	size_t count = sums->member_count - start;
	struct text key = { (const char *)(sums->members + start),
		count * sizeof(uint32_t) };
	if (count < 2 || table_get(&sums->seen, key) != NULL) {
		sums->member_count = start;
		return;
	}
	table_add(&sums->seen, arena_text(sums->scratch, key), sums);
	ARENA_ROOM(s->arena, sums->starts, s->sum_count, sums->start_room);
	sums->starts[s->sum_count++] = (uint32_t)start;
}

static int
slot_compare(const void *pa, const void *pb)
{
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	return a < b ? -1 : a > b;
}

/* Children are put in order of slots, so that equal sums look alike. */
static void
cell_sums(struct sums *sums, const struct guard_table *table,
    const struct guard_table_cell *cell)
{
	struct guard_system *s = sums->s;
	size_t base = table->layer * s->cell_count;
	for (size_t d = 0; d < table->tally->dimension_count; d++) {
		uint32_t node = cell->place.nodes[d];
		const uint32_t *starts = table->child_starts[d];
		size_t start = sums->member_count;
		if (starts[node] == starts[node + 1])
			continue;
		member_add(sums, (uint32_t)(base + cell->cell));
		for (uint32_t i = starts[node]; i < starts[node + 1]; i++) {
			struct tally_place place = cell->place;
			place.nodes[d] = table->children[d][i];
			long at = guard_table_cell_at(table, &place);
			if (at >= 0)
				member_add(sums,
				    (uint32_t)(base + table->cells[at].cell));
		}
		qsort(sums->members + start + 1,
		    sums->member_count - start - 1, sizeof(uint32_t),
		    slot_compare);
		sum_close(sums, start);
	}
}

/* Which sums each slot is in. */
static void
slot_sums_make(struct guard_system *s)
{
	size_t members = s->sum_starts[s->sum_count];
	s->slot_sum_starts =
	    ARENA_ARRAY(s->arena, uint32_t, s->slot_count + 1);
	s->slot_sums = ARENA_ARRAY(s->arena, uint32_t, members);
	for (size_t i = 0; i < members; i++)
		s->slot_sum_starts[s->sum_members[i] + 1]++;
	for (size_t i = 0; i < s->slot_count; i++)
		s->slot_sum_starts[i + 1] += s->slot_sum_starts[i];
	struct arena *scratch = arena_new();
	uint32_t *at = ARENA_ARRAY(scratch, uint32_t, s->slot_count);
	for (uint32_t sum = 0; sum < s->sum_count; sum++)
		for (uint32_t i = s->sum_starts[sum];
		     i < s->sum_starts[sum + 1]; i++) {
			uint32_t slot = s->sum_members[i];
			s->slot_sums[s->slot_sum_starts[slot] + at[slot]++] =
			    sum;
		}
	arena_free(scratch);
}

void
guard_sums_make(struct guard_system *s)
{
	struct sums sums = { .s = s, .scratch = arena_new() };
	table_init(&sums.seen, sums.scratch);
	for (size_t i = 0; i < s->table_count; i++)
		for (size_t j = 0; j < s->tables[i].cell_count; j++)
			cell_sums(&sums, &s->tables[i], &s->tables[i].cells[j]);
	ARENA_ROOM(s->arena, sums.starts, s->sum_count, sums.start_room);
	sums.starts[s->sum_count] = (uint32_t)sums.member_count;
	s->sum_starts = sums.starts;
	s->sum_members = sums.members;
	arena_free(sums.scratch);
	slot_sums_make(s);
}
