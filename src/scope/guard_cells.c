/*
 * The cells of a system, layer by layer: their values, and what is hidden in
 * them from each reader.
 */
#include "scope/guard_parts.h"

#include <stdlib.h>
#include "base/pool.h"

/* ---- leaves ---- */

static int
entry_compare(const void *pa, const void *pb)
{
	const struct issue_entry *a = *(const struct issue_entry *const *)pa;
	const struct issue_entry *b = *(const struct issue_entry *const *)pb;
	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	return tally_place_compare(&a->place, &b->place);
}

static void
table_sort(struct guard_table *table, struct arena *arena,
    const struct guard_layer *layer)
{
	size_t n = 0;
	for (size_t i = 0; i < layer->entry_count; i++)
		n += layer->entries[i].tally == table->number;
	table->sorted = ARENA_ARRAY(arena, const struct issue_entry *, n);
	for (size_t i = 0; i < layer->entry_count; i++)
		if (layer->entries[i].tally == table->number)
			table->sorted[table->sorted_count++] =
			    &layer->entries[i];
	if (n > 1)
		qsort(table->sorted, n, sizeof(*table->sorted), entry_compare);
}

static void
table_leaves(struct guard_table *table, struct arena *arena)
{
	unsigned most = table->tally->most;
	for (size_t i = 0; i < table->sorted_count;) {
		struct guard_leaf leaf = {
			.subject = table->sorted[i]->subject,
			.place = table->sorted[i]->place,
			.first = (uint32_t)i,
		};
		uint64_t sum = 0;
		size_t end = i;
		while (end < table->sorted_count &&
		    entry_compare(&table->sorted[i], &table->sorted[end]) == 0)
			sum += table->sorted[end++]->amount;
		leaf.count = (uint32_t)(end - i);
		leaf.amount = (uint32_t)(sum < most ? sum : most);
		i = end;
		if (leaf.amount == 0)
			continue;
		ARENA_ROOM(arena, table->leaves, table->leaf_count,
		    table->leaf_room);
		table->leaves[table->leaf_count++] = leaf;
	}
}

/* ---- cells ---- */

long
guard_table_cell_at(
    const struct guard_table *table, const struct tally_place *place)
{
	uintptr_t number =
	    (uintptr_t)table_get(&table->by_place, tally_place_key(place));
	return (long)number - 1;
}

static uint32_t
cell_get(struct guard_table *table, struct arena *arena,
    const struct tally_place *place)
{
	long at = guard_table_cell_at(table, place);
	if (at >= 0)
		return (uint32_t)at;
	ARENA_ROOM(arena, table->cells, table->cell_count, table->cell_room);
	table->cells[table->cell_count++].place = *place;
	struct tally_place *key = ARENA_NEW(arena, struct tally_place);
	*key = *place;
	table_add(&table->by_place, tally_place_key(key),
	    (void *)(uintptr_t)table->cell_count);
	return (uint32_t)table->cell_count - 1;
}

/* The cells that a leaf counts in: itself and all margins above it. */
struct ancestors {
	uint32_t *cells;
	size_t count, room;
};

static void
ancestors_add(struct ancestors *out, struct guard_table *table,
    struct arena *arena, struct tally_place *place, size_t d)
{
	if (d == table->tally->dimension_count) {
		ARENA_ROOM(arena, out->cells, out->count, out->room);
		out->cells[out->count++] = cell_get(table, arena, place);
		return;
	}
	const struct tally_node *nodes = table->tally->dimensions[d]->nodes;
	uint32_t leaf = place->nodes[d];
	for (uint32_t node = leaf;; node = nodes[node].parent) {
		place->nodes[d] = node;
		ancestors_add(out, table, arena, place, d + 1);
		if (node == 0)
			break;
	}
	place->nodes[d] = leaf;
}

/* Zeros tell something: every place is a cell.  False: there are too many. */
static bool
table_dense(struct guard_table *table, struct arena *arena)
{
	const struct tally *tally = table->tally;
	size_t all = 1;
	for (size_t d = 0; d < tally->dimension_count; d++) {
		all *= tally->dimensions[d]->node_count;
		if (all > GUARD_DENSE_MOST)
			return false;
	}
	for (size_t i = 0; i < all; i++) {
		struct tally_place place = { { 0 } };
		size_t rest = i;
		for (size_t d = 0; d < tally->dimension_count; d++) {
			uint32_t n = tally->dimensions[d]->node_count;
			place.nodes[d] = (uint32_t)(rest % n);
			rest /= n;
		}
		cell_get(table, arena, &place);
	}
	return true;
}

static int
cell_compare(const void *pa, const void *pb)
{
	const struct guard_table_cell *a = pa, *b = pb;
	return tally_place_compare(&a->place, &b->place);
}

/*
 * By place: subjects are known by salted hashes, and what is withheld must not
 * depend on their order.
 */
static void
table_order(struct guard_table *table, struct arena *arena,
    struct ancestors *all)
{
	uint32_t *numbers = ARENA_ARRAY(arena, uint32_t, table->cell_count);
	for (size_t i = 0; i < table->cell_count; i++)
		table->cells[i].cell = (uint32_t)i;
	if (table->cell_count > 1)
		qsort(table->cells, table->cell_count, sizeof(*table->cells),
		    cell_compare);
	table_init(&table->by_place, arena);
	table_reserve(&table->by_place, table->cell_count);
	for (size_t i = 0; i < table->cell_count; i++) {
		numbers[table->cells[i].cell] = (uint32_t)i;
		table_add(&table->by_place,
		    tally_place_key(&table->cells[i].place),
		    (void *)(uintptr_t)(i + 1));
	}
	for (size_t i = 0; i < all->count; i++)
		all->cells[i] = numbers[all->cells[i]];
}

static bool
table_cells(struct guard_table *table, struct arena *arena)
{
	struct ancestors all = { 0 };
	uint32_t *ends =
	    ARENA_ARRAY(arena, uint32_t, table->leaf_count + 1);
	table_init(&table->by_place, arena);
	for (size_t i = 0; i < table->leaf_count; i++) {
		struct tally_place place = table->leaves[i].place;
		ancestors_add(&all, table, arena, &place, 0);
		ends[i] = (uint32_t)all.count;
	}
	if (table->sensitive && !table_dense(table, arena))
		return false;
	table_order(table, arena, &all);
	uint32_t *starts =
	    ARENA_ARRAY(arena, uint32_t, table->cell_count + 1);
	for (size_t i = 0; i < all.count; i++)
		starts[all.cells[i] + 1]++;
	for (size_t i = 0; i < table->cell_count; i++)
		starts[i + 1] += starts[i];
	uint32_t *at = ARENA_ARRAY(arena, uint32_t, table->cell_count);
	table->uses = ARENA_ARRAY(arena, uint32_t, all.count);
	for (size_t leaf = 0, i = 0; leaf < table->leaf_count; leaf++)
		for (; i < ends[leaf]; i++) {
			uint32_t cell = all.cells[i];
			table->uses[starts[cell] + at[cell]++] =
			    (uint32_t)leaf;
		}
	table->use_starts = starts;
	return true;
}

/* ---- one cell for all tallies that have it ---- */

struct identity {
	uint32_t tokens[TALLY_DIMENSIONS_MOST];
};

static struct identity
identity_make(
    const struct guard_table *table, const struct tally_place *place)
{
	struct identity id = { { 0 } };
	for (size_t d = 0; d < table->tally->dimension_count; d++) {
		uint32_t token = table->tokens[d][place->nodes[d]];
		size_t at = d;
		for (; at > 0 && id.tokens[at - 1] < token; at--)
			id.tokens[at] = id.tokens[at - 1];
		id.tokens[at] = token;
	}
	return id;
}

static void
cells_join(struct guard_system *s, struct arena *scratch)
{
	struct table known;
	table_init(&known, scratch);
	for (size_t i = 0; i < s->table_count; i++)
		for (size_t j = 0; j < s->tables[i].cell_count; j++) {
			struct guard_table_cell *cell = &s->tables[i].cells[j];
			struct identity *id =
			    ARENA_NEW(scratch, struct identity);
			*id = identity_make(&s->tables[i], &cell->place);
			struct text key = { (const char *)id, sizeof(*id) };
			uintptr_t number = (uintptr_t)table_get(&known, key);
			if (number == 0) {
				number = ++s->cell_count;
				table_add(&known, key, (void *)number);
			}
			cell->cell = (uint32_t)number - 1;
		}
}

/* ---- values ---- */

static void
mismatch_add(struct guard_system *s, const struct guard_table *a,
    const struct guard_table *b)
{
	struct guard_result *r = s->result;
	for (size_t i = 0; i < r->mismatch_count; i++)
		if (r->mismatches[i].tally == a->number &&
		    r->mismatches[i].other == b->number)
			return;
	ARENA_ROOM(s->results, r->mismatches, r->mismatch_count,
	    r->mismatch_room);
	r->mismatches[r->mismatch_count++] =
	    (struct guard_mismatch){ a->number, b->number };
}

struct total {
	uint64_t value;
	uint32_t subjects;
	bool several;
};

static struct total
cell_total(const struct guard_table *table, size_t number)
{
	struct total total = { 0, 0, false };
	uint64_t last = 0;
	bool any = false;
	for (uint32_t i = table->use_starts[number];
	     i < table->use_starts[number + 1]; i++) {
		const struct guard_leaf *leaf =
		    &table->leaves[table->uses[i]];
		bool again = any && leaf->subject == last;
		total.value += leaf->amount;
		total.subjects += !again;
		total.several |= again;
		last = leaf->subject;
		any = true;
	}
	return total;
}

static void
table_values(struct guard_system *s, struct guard_table *table)
{
	size_t base = table->layer * s->cell_count;
	if (table->tally->most > 1)
		s->several = true;
	for (size_t i = 0; i < table->cell_count; i++) {
		size_t slot = base + table->cells[i].cell;
		struct total total = cell_total(table, i);
		s->several |= total.several;
		s->sensitive[table->cells[i].cell] |= table->sensitive;
		if (s->owner[slot] != NULL) {
			struct guard_table *owner = s->owner[slot];
			struct total other =
			    cell_total(owner, s->owned[slot]);
			if ((other.value != total.value ||
				other.subjects != total.subjects) &&
			    table->layer + 1 == s->task->layer_count)
				mismatch_add(s, owner, table);
			continue;
		}
		s->there[slot] = true;
		s->value[slot] = (uint32_t)total.value;
		s->owner[slot] = table;
		s->owned[slot] = (uint32_t)i;
	}
}

/* Could the table have the cell that another has at that place? */
static bool
could_have(const struct guard_table *table, const bool *tokens,
    const struct tally_place *place)
{
	for (size_t d = 0; d < table->tally->dimension_count; d++)
		if (place->nodes[d] != 0 &&
		    !tokens[table->tokens[d][place->nodes[d]]])
			return false;
	return true;
}

/* What one tally counts, another that has the place must count there, too. */
static void
absences_check(struct guard_system *s, const struct guard_table *table,
    struct arena *scratch)
{
	bool *tokens = ARENA_ARRAY(scratch, bool, s->token_count + 1);
	bool *has = ARENA_ARRAY(scratch, bool, s->cell_count);
	size_t now = (s->task->layer_count - 1) * s->cell_count;
	for (size_t d = 0; d < table->tally->dimension_count; d++)
		for (uint32_t n = 1;
		     n < table->tally->dimensions[d]->node_count; n++)
			tokens[table->tokens[d][n]] = true;
	for (size_t i = 0; i < table->cell_count; i++)
		has[table->cells[i].cell] = true;
	for (size_t i = 0; i < s->table_count; i++) {
		const struct guard_table *other = &s->tables[i];
		for (size_t j = 0; j < other->cell_count &&
		     other->layer == table->layer;
		     j++)
			if (!has[other->cells[j].cell] &&
			    s->value[now + other->cells[j].cell] > 0 &&
			    could_have(other, tokens, &other->cells[j].place))
				mismatch_add(s, other, table);
	}
}

static void
tables_compare(struct guard_system *s)
{
	for (size_t i = 0; i < s->table_count; i++) {
		struct arena *scratch = arena_new();
		if (s->tables[i].layer + 1 == s->task->layer_count)
			absences_check(s, &s->tables[i], scratch);
		arena_free(scratch);
	}
}

/* ---- what is hidden ---- */

static bool
knows(const uint64_t *known, size_t reader)
{
	return (known[reader / 64] >> (reader % 64)) & 1;
}

/* Of each leaf, the sum that the reader can't make out. */
static uint32_t *
leaves_hidden(
    const struct guard_table *table, struct arena *arena, size_t reader)
{
	uint32_t *hidden = ARENA_ARRAY(arena, uint32_t, table->leaf_count);
	for (size_t i = 0; i < table->leaf_count; i++) {
		const struct guard_leaf *leaf = &table->leaves[i];
		uint64_t sum = 0;
		for (uint32_t j = 0; j < leaf->count; j++) {
			const struct issue_entry *e =
			    table->sorted[leaf->first + j];
			if (knows(e->known, reader))
				sum += e->amount;
		}
		hidden[i] =
		    sum >= leaf->amount ? 0 : leaf->amount - (uint32_t)sum;
	}
	return hidden;
}

static void
cell_hidden(struct guard_system *s, const struct guard_table *table,
    size_t number, const uint32_t *hidden, size_t reader)
{
	uint32_t x = 0, h = 0;
	uint64_t last = 0;
	bool counted = false;
	for (uint32_t i = table->use_starts[number];
	     i < table->use_starts[number + 1]; i++) {
		uint32_t leaf = table->uses[i];
		if (hidden[leaf] == 0)
			continue;
		uint64_t subject = table->leaves[leaf].subject;
		h += !counted || subject != last;
		x += hidden[leaf];
		last = subject;
		counted = true;
	}
	size_t slot = table->layer * s->cell_count + table->cells[number].cell;
	size_t at = guard_at(s, reader, slot);
	bool first = s->owner[slot] == table;
	if (first || x < s->hidden[at])
		s->hidden[at] = x;
	if (first || h < s->hiders[at])
		s->hiders[at] = h;
}

/* Walks the subjects of one cell: each with its sum. */
struct subjects {
	const struct guard_table *table;
	const uint32_t *amounts; /* by leaf; NULL: their own */
	uint32_t at, end;
	uint64_t subject, sum;
};

static bool
subjects_next(struct subjects *w)
{
	const struct guard_table *t = w->table;
	if (w->at >= w->end)
		return false;
	w->subject = t->leaves[t->uses[w->at]].subject;
	w->sum = 0;
	for (; w->at < w->end &&
	     t->leaves[t->uses[w->at]].subject == w->subject;
	     w->at++) {
		uint32_t leaf = t->uses[w->at];
		w->sum += w->amounts != NULL ? w->amounts[leaf]
					     : t->leaves[leaf].amount;
	}
	return true;
}

static struct subjects
subjects_of(const struct guard_system *s, size_t slot, uint32_t **amounts)
{
	const struct guard_table *table = s->owner[slot];
	uint32_t number = s->owned[slot];
	return (struct subjects){ .table = table,
		.amounts =
		    amounts != NULL ? amounts[table - s->tables] : NULL,
		.at = table->use_starts[number],
		.end = table->use_starts[number + 1] };
}

/* How many subjects have another sum in one slot than in the other? */
static void
subjects_compare(struct subjects a, struct subjects b, uint32_t *differ,
    bool *less)
{
	bool more_a = subjects_next(&a), more_b = subjects_next(&b);
	while (more_a || more_b) {
		bool left = !more_b || (more_a && a.subject < b.subject);
		bool came = !more_a || (more_b && b.subject < a.subject);
		uint64_t then = came ? 0 : a.sum, now = left ? 0 : b.sum;
		*differ += then != now;
		*less |= now < then;
		if (!came)
			more_a = subjects_next(&a);
		if (!left)
			more_b = subjects_next(&b);
	}
}

/* Who came and went since earlier issues, hidden from the reader. */
static void
changers_count(struct guard_system *s, uint32_t **amounts, size_t reader)
{
	size_t now = (s->task->layer_count - 1) * s->cell_count;
	for (size_t slot = 0; slot < now; slot++) {
		size_t today = now + slot % s->cell_count;
		bool less = false;
		if (s->there[slot] && s->there[today])
			subjects_compare(subjects_of(s, slot, amounts),
			    subjects_of(s, today, amounts),
			    &s->changers[guard_at(s, reader, slot)], &less);
	}
}

static void
reader_hidden(struct guard_system *s, size_t reader)
{
	struct arena *scratch = arena_new();
	uint32_t **amounts =
	    ARENA_ARRAY(scratch, uint32_t *, s->table_count);
	for (size_t i = 0; i < s->table_count; i++) {
		amounts[i] = leaves_hidden(&s->tables[i], scratch, reader);
		for (size_t j = 0; j < s->tables[i].cell_count; j++)
			cell_hidden(s, &s->tables[i], j, amounts[i], reader);
	}
	changers_count(s, amounts, reader);
	for (size_t slot = 0; slot < s->slot_count; slot++) {
		size_t at = guard_at(s, reader, slot);
		const struct guard_table *table = s->owner[slot];
		if (!s->there[slot] || s->hidden[at] > 0)
			continue;
		s->fixed[at] = !s->sensitive[slot % s->cell_count] ||
		    (s->task->over != NULL &&
			s->task->over(s->task->context, reader, table->tally,
			    &table->cells[s->owned[slot]].place));
	}
	arena_free(scratch);
}

/* Reviews only come in: where nobody left, a figure does not fall. */
static void
layers_link(struct guard_system *s)
{
	for (size_t slot = 0; slot < s->slot_count; slot++)
		s->next[slot] = s->previous[slot] = SLOT_NONE;
	for (size_t slot = 0; slot < s->slot_count; slot++) {
		size_t later = slot + s->cell_count;
		if (!s->there[slot])
			continue;
		while (later < s->slot_count && !s->there[later])
			later += s->cell_count;
		if (later >= s->slot_count)
			continue;
		uint32_t differ = 0;
		bool less = false;
		subjects_compare(subjects_of(s, slot, NULL),
		    subjects_of(s, later, NULL), &differ, &less);
		if (less)
			continue;
		s->next[slot] = (uint32_t)later;
		s->previous[later] = (uint32_t)slot;
	}
}

/* ---- all of it ---- */

static void
tables_collect(struct guard_system *s)
{
	const struct guard_task *task = s->task;
	s->minimum = 1;
	for (size_t l = 0; l < task->layer_count; l++)
		for (size_t t = 0; t < task->layers[l].tallies.count; t++) {
			const struct tally *tally =
			    task->layers[l].tallies.items[t];
			if (strcmp(tally->of, s->of) != 0)
				continue;
			ARENA_ROOM(s->arena, s->tables, s->table_count,
			    s->table_room);
			s->tables[s->table_count++] = (struct guard_table){
				.layer = l, .number = (uint32_t)t,
				.tally = tally };
			if (l + 1 == task->layer_count &&
			    tally->minimum > s->minimum)
				s->minimum = tally->minimum;
		}
	if (s->minimum > 1 && s->minimum < GUARD_LEAST)
		s->minimum = GUARD_LEAST;
}

static void
slots_make(struct guard_system *s)
{
	struct arena *a = s->arena;
	size_t n = s->slot_count = s->task->layer_count * s->cell_count;
	size_t all = n * s->task->readers;
	s->there = ARENA_ARRAY(a, bool, n);
	s->value = ARENA_ARRAY(a, uint32_t, n);
	s->sensitive = ARENA_ARRAY(a, bool, s->cell_count);
	s->owner = ARENA_ARRAY(a, struct guard_table *, n);
	s->owned = ARENA_ARRAY(a, uint32_t, n);
	s->next = ARENA_ARRAY(a, uint32_t, n);
	s->previous = ARENA_ARRAY(a, uint32_t, n);
	s->hidden = ARENA_ARRAY(a, uint32_t, all);
	s->hiders = ARENA_ARRAY(a, uint32_t, all);
	s->changers = ARENA_ARRAY(a, uint32_t, all);
	s->open = ARENA_ARRAY(a, bool, all);
	s->fixed = ARENA_ARRAY(a, bool, all);
	s->lost = ARENA_ARRAY(a, bool, all);
	s->weak = ARENA_ARRAY(a, bool, all);
	s->witness = ARENA_ARRAY(a, struct guard_move, n);
}

static void
large_add(struct guard_system *s, uint32_t tally)
{
	struct guard_result *r = s->result;
	ARENA_ROOM(s->results, r->large, r->large_count, r->large_room);
	r->large[r->large_count++] = tally;
}

/* Each by itself, in memory of its own. */
struct tabling {
	struct guard_system *system;
	struct arena **arenas;
	bool *large;
};

static void
table_make(void *context, size_t job, unsigned worker)
{
	struct tabling *t = context;
	struct guard_table *table = &t->system->tables[job];
	struct arena *arena = t->arenas[job] = arena_new();
	(void)worker;
	table_sort(table, arena, &t->system->task->layers[table->layer]);
	table_leaves(table, arena);
	t->large[job] = !table_cells(table, arena);
}

static void
tables_make(struct guard_system *s)
{
	unsigned jobs = s->task->jobs;
	struct tabling t = { s,
		ARENA_ARRAY(s->arena, struct arena *, s->table_count),
		ARENA_ARRAY(s->arena, bool, s->table_count) };
	pool_run(jobs > 0 ? jobs : 1, s->table_count, table_make, &t);
	for (size_t i = 0; i < s->table_count; i++) {
		arena_join(s->arena, t.arenas[i]);
		if (t.large[i])
			large_add(s, s->tables[i].number);
	}
}

bool
guard_system_make(struct guard_system *s, struct arena *results,
    const struct guard_task *task, const char *of,
    struct guard_result *result)
{
	*s = (struct guard_system){ .arena = arena_new(), .results = results,
		.task = task, .of = of, .result = result };
	size_t large = result->large_count;
	size_t mismatches = result->mismatch_count;
	tables_collect(s);
	s->token_count = guard_tokens_make(s);
	tables_make(s);
	if (result->large_count > large)
		return false;
	struct arena *scratch = arena_new();
	cells_join(s, scratch);
	arena_free(scratch);
	slots_make(s);
	for (size_t i = 0; i < s->table_count; i++)
		table_values(s, &s->tables[i]);
	tables_compare(s);
	if (result->mismatch_count > mismatches)
		return false;
	if (s->minimum == 1)
		return true;
	for (size_t r = 0; r < task->readers; r++)
		reader_hidden(s, r);
	layers_link(s);
	guard_sums_make(s);
	return true;
}
