#include "scope/audit_parts.h"

#include <stdlib.h>

/* ---- which cells are the same ---- */

/*
 * What a node means, whichever tally has it.  The n-th dimension that is about
 * the same thing says something else than the first; what is of no
 * organisation below depends on how far down the dimension goes.
 */
static const char *
node_meaning(struct arena *arena, const struct tally *tally, size_t d,
    const struct tally_node *node)
{
	const struct tally_dimension *dimension = tally->dimensions[d];
	unsigned nth = 0;
	for (size_t i = 0; i < d; i++)
		nth += tally->dimensions[i]->axis == dimension->axis &&
		    (dimension->axis == AXIS_ORGANISATION ||
			strcmp(tally->dimensions[i]->id, dimension->id) == 0);
	return arena_printf(arena, "%d.%u %s %d %s", (int)dimension->axis, nth,
	    dimension->axis == AXIS_ORGANISATION ? "" : dimension->id,
	    node->itself ? dimension->level : -1, node->id);
}

static void
tokens_make(struct audit_system *s, struct audit_table *table)
{
	struct arena *scratch = arena_new();
	for (size_t d = 0; d < table->tally->dimension_count; d++) {
		const struct tally_dimension *dimension =
		    table->tally->dimensions[d];
		uint32_t *tokens =
		    ARENA_ARRAY(s->arena, uint32_t, dimension->node_count);
		for (uint32_t n = 1; n < dimension->node_count; n++) {
			struct text words = text_of(node_meaning(scratch,
			    table->tally, d, &dimension->nodes[n]));
			tokens[n] =
			    (uint32_t)(uintptr_t)table_get(&s->words, words);
			if (tokens[n] != 0)
				continue;
			tokens[n] = (uint32_t)s->words.count + 1;
			table_add(&s->words, arena_text(s->arena, words),
			    (void *)(uintptr_t)tokens[n]);
		}
		table->tokens[d] = tokens;
		s->sensitive |= dimension->sensitive;
	}
	arena_free(scratch);
}

struct identity {
	uint32_t tokens[TALLY_DIMENSIONS_MOST]; /* from the largest */
};

static struct identity
identity_of(const struct audit_table *table, const struct tally_place *place)
{
	struct identity id = { { 0 } };
	for (size_t d = 0; d < table->tally->dimension_count; d++) {
		uint32_t token = table->tokens[d][place->nodes[d]];
		for (size_t i = 0; i <= d; i++)
			if (token > id.tokens[i]) {
				uint32_t less = id.tokens[i];
				id.tokens[i] = token;
				token = less;
			}
	}
	return id;
}

static struct text
identity_key(const struct identity *id)
{
	return (struct text){ (const char *)id, sizeof(*id) };
}

uint32_t
audit_cell_at(const struct audit_system *s, const struct audit_table *table,
    const struct tally_place *place)
{
	struct identity id = identity_of(table, place);
	return (uint32_t)((uintptr_t)table_get(
			      &s->identities, identity_key(&id)) -
	    1);
}

static uint32_t
cell_get(struct audit_system *s, const struct audit_table *table,
    const struct tally_place *place)
{
	uint32_t cell = audit_cell_at(s, table, place);
	if (cell != AUDIT_NONE)
		return cell;
	struct identity *id = ARENA_NEW(s->arena, struct identity);
	*id = identity_of(table, place);
	size_t count = s->cell_count;
	ARENA_ROOM(s->arena, s->marks, count, s->mark_room);
	ARENA_ROOM(s->arena, s->where, count, s->where_room);
	s->marks[count] = 0;
	table_add(&s->identities, identity_key(id),
	    (void *)(uintptr_t)++s->cell_count);
	return (uint32_t)count;
}

/* The number of the place among the table's, which are made one by one. */
static uint32_t
place_get(struct audit_system *s, struct audit_table *table,
    const struct tally_place *place)
{
	uint32_t cell = cell_get(s, table, place);
	uint32_t mark = (uint32_t)(table - s->tables) + 1;
	if (s->marks[cell] != mark) {
		ARENA_ROOM(s->arena, table->places, table->place_count,
		    table->place_room);
		s->marks[cell] = mark;
		s->where[cell] = (uint32_t)table->place_count;
		table->places[table->place_count++] =
		    (struct audit_place){ *place, cell };
	}
	return s->where[cell];
}

/* ---- leaves ---- */

static int
entry_compare(const void *pa, const void *pb)
{
	const struct issue_entry *a = *(const struct issue_entry *const *)pa;
	const struct issue_entry *b = *(const struct issue_entry *const *)pb;
	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	return memcmp(&a->place, &b->place, sizeof(a->place));
}

static void
entries_sort(struct audit_system *s, struct audit_table *table)
{
	const struct guard_layer *layer = &s->given->layers[table->layer];
	for (int filling = 0; filling < 2; filling++) {
		size_t n = 0;
		for (size_t i = 0; i < layer->entry_count; i++)
			if (layer->entries[i].tally == table->number &&
			    layer->entries[i].amount > 0) {
				if (filling)
					table->entries[n] = &layer->entries[i];
				n++;
			}
		if (!filling)
			table->entries = ARENA_ARRAY(
			    s->arena, const struct issue_entry *, n);
		table->entry_count = n;
	}
	if (table->entry_count > 1)
		qsort(table->entries, table->entry_count,
		    sizeof(*table->entries), entry_compare);
}

static void
leaves_make(struct audit_system *s, struct audit_table *table)
{
	uint64_t most = table->tally->most;
	entries_sort(s, table);
	table->leaves =
	    ARENA_ARRAY(s->arena, struct audit_leaf, table->entry_count);
	for (uint32_t i = 0, end = 0; i < table->entry_count; i = end) {
		uint64_t sum = 0;
		while (end < table->entry_count &&
		    entry_compare(&table->entries[i], &table->entries[end]) ==
			0)
			sum += table->entries[end++]->amount;
		table->leaves[table->leaf_count++] = (struct audit_leaf){
			table->entries[i]->subject, table->entries[i]->place,
			(uint32_t)(sum < most ? sum : most), i, end - i
		};
	}
	s->several |= most > 1;
}

/* What of a leaf the reader can't make out. */
static uint32_t
leaf_hidden(const struct audit_table *table, const struct audit_leaf *leaf,
    size_t reader)
{
	uint64_t seen = 0;
	for (uint32_t i = leaf->first; i < leaf->first + leaf->count; i++) {
		const struct issue_entry *e = table->entries[i];
		if ((e->known[reader / 64] >> (reader % 64) & 1) != 0)
			seen += e->amount;
	}
	return seen < leaf->amount ? leaf->amount - (uint32_t)seen : 0;
}

/* ---- places ---- */

/* A leaf counts in all places above it, itself among them. */
struct spreading {
	struct audit_system *system;
	struct audit_table *table;
	uint32_t *above;
	size_t count, room;
};

static void
leaf_spread(struct spreading *sp, struct tally_place *place, size_t d)
{
	if (d == sp->table->tally->dimension_count) {
		ARENA_ROOM(
		    sp->system->arena, sp->above, sp->count, sp->room);
		sp->above[sp->count++] =
		    place_get(sp->system, sp->table, place);
		return;
	}
	const struct tally_node *nodes = sp->table->tally->dimensions[d]->nodes;
	uint32_t leaf = place->nodes[d];
	for (uint32_t n = leaf;; n = nodes[n].parent) {
		place->nodes[d] = n;
		leaf_spread(sp, place, d + 1);
		if (n == 0)
			break;
	}
	place->nodes[d] = leaf;
}

static bool
place_next(const struct tally *tally, struct tally_place *place)
{
	for (size_t d = 0; d < tally->dimension_count; d++) {
		if (++place->nodes[d] < tally->dimensions[d]->node_count)
			return true;
		place->nodes[d] = 0;
	}
	return false;
}

/* From lists by leaf to lists by place; leaves stay in their order. */
static void
uses_make(struct audit_system *s, struct audit_table *table,
    const uint32_t *above, const size_t *ends)
{
	size_t count = table->leaf_count > 0 ? ends[table->leaf_count - 1] : 0;
	uint32_t *starts =
	    ARENA_ARRAY(s->arena, uint32_t, table->place_count + 2);
	table->uses = ARENA_ARRAY(s->arena, uint32_t, count);
	for (size_t i = 0; i < count; i++)
		starts[above[i] + 2]++;
	for (size_t p = 0; p < table->place_count; p++)
		starts[p + 2] += starts[p + 1];
	for (size_t leaf = 0, i = 0; leaf < table->leaf_count; leaf++)
		for (; i < ends[leaf]; i++)
			table->uses[starts[above[i] + 1]++] = (uint32_t)leaf;
	table->use_starts = starts;
}

static void
places_make(struct audit_system *s, struct audit_table *table)
{
	struct spreading sp = { .system = s, .table = table };
	size_t *ends = ARENA_ARRAY(s->arena, size_t, table->leaf_count);
	for (size_t i = 0; i < table->leaf_count; i++) {
		struct tally_place place = table->leaves[i].place;
		leaf_spread(&sp, &place, 0);
		ends[i] = sp.count;
	}
	struct tally_place place = { { 0 } };
	/* Zeros tell something: they are cells like others. */
	if (s->sensitive)
		do
			place_get(s, table, &place);
		while (place_next(table->tally, &place));
	uses_make(s, table, sp.above, ends);
}

/* ---- values, and what is hidden ---- */

static void
place_count(struct audit_system *s, const struct audit_table *table,
    uint32_t number)
{
	size_t slot = table->layer * s->cell_count + table->places[number].cell;
	bool first = s->owner[slot] == NULL;
	uint32_t start = table->use_starts[number];
	if (first) {
		s->owner[slot] = table;
		s->owned[slot] = number;
	}
	for (uint32_t i = start; i < table->use_starts[number + 1]; i++) {
		const struct audit_leaf *leaf = &table->leaves[table->uses[i]];
		s->value[slot] += first ? leaf->amount : 0;
		s->several |= i > start &&
		    table->leaves[table->uses[i - 1]].subject == leaf->subject;
	}
}

/* Who makes it out in one tally knows it in all: the least counts. */
static void
place_hide(struct audit_system *s, const struct audit_table *table,
    uint32_t number, const uint32_t *hidden, size_t reader)
{
	size_t slot = table->layer * s->cell_count + table->places[number].cell;
	size_t at = reader * s->slot_count + slot;
	uint32_t x = 0, h = 0;
	uint64_t last = 0;
	for (uint32_t i = table->use_starts[number];
	     i < table->use_starts[number + 1]; i++) {
		uint32_t leaf = table->uses[i];
		if (hidden[leaf] == 0)
			continue;
		h += h == 0 || table->leaves[leaf].subject != last;
		last = table->leaves[leaf].subject;
		x += hidden[leaf];
	}
	bool first = s->owner[slot] == table;
	s->x[at] = first || x < s->x[at] ? x : s->x[at];
	s->h[at] = first || h < s->h[at] ? h : s->h[at];
}

static void
table_hide(struct audit_system *s, const struct audit_table *table)
{
	struct arena *scratch = arena_new();
	uint32_t *hidden = ARENA_ARRAY(scratch, uint32_t, table->leaf_count);
	for (size_t r = 0; r < s->given->readers; r++) {
		for (size_t i = 0; i < table->leaf_count; i++)
			hidden[i] = leaf_hidden(table, &table->leaves[i], r);
		for (uint32_t p = 0; p < table->place_count; p++)
			place_hide(s, table, p, hidden, r);
	}
	arena_free(scratch);
}

static void
slots_make(struct audit_system *s)
{
	size_t n = s->slot_count = s->given->layer_count * s->cell_count;
	s->owner = ARENA_ARRAY(s->arena, const struct audit_table *, n);
	s->owned = ARENA_ARRAY(s->arena, uint32_t, n);
	s->value = ARENA_ARRAY(s->arena, uint32_t, n);
	s->next = ARENA_ARRAY(s->arena, uint32_t, n);
	s->moves = ARENA_ARRAY(s->arena, const struct audit_move *, n);
	s->x = ARENA_ARRAY(s->arena, uint32_t, n * s->given->readers);
	s->h = ARENA_ARRAY(s->arena, uint32_t, n * s->given->readers);
	for (size_t i = 0; i < s->table_count; i++) {
		for (uint32_t p = 0; p < s->tables[i].place_count; p++)
			place_count(s, &s->tables[i], p);
		table_hide(s, &s->tables[i]);
	}
}

bool
audit_is_fixed(const struct audit_system *s, size_t reader, size_t slot)
{
	const struct guard_task *given = s->given;
	const struct audit_table *table = s->owner[slot];
	return s->x[reader * s->slot_count + slot] == 0 &&
	    (!s->sensitive ||
		(given->over != NULL &&
		    given->over(given->context, reader, table->tally,
			&table->places[s->owned[slot]].place)));
}

/* Subject by subject through a slot, each with a sum that is not 0. */
struct walk {
	const struct audit_table *table;
	long reader; /* -1: all there is, else what is hidden from him */
	uint32_t at, end;
	uint64_t subject, sum; /* sum 0: it is over */
};

static void
walk_on(struct walk *w)
{
	const struct audit_table *t = w->table;
	w->sum = 0;
	for (; w->at < w->end; w->at++) {
		const struct audit_leaf *leaf = &t->leaves[t->uses[w->at]];
		uint64_t amount = w->reader < 0
		    ? leaf->amount
		    : leaf_hidden(t, leaf, (size_t)w->reader);
		if (amount == 0)
			continue;
		if (w->sum > 0 && leaf->subject != w->subject)
			return;
		w->subject = leaf->subject;
		w->sum += amount;
	}
}

static struct walk
walk_begin(const struct audit_system *s, size_t slot, long reader)
{
	const struct audit_table *t = s->owner[slot];
	struct walk w = { t, reader, t->use_starts[s->owned[slot]],
		t->use_starts[s->owned[slot] + 1], 0, 0 };
	walk_on(&w);
	return w;
}

/* How many subjects have more there, how many less. */
static void
slots_compare(const struct audit_system *s, size_t then, size_t now,
    long reader, uint32_t *more, uint32_t *less)
{
	struct walk a = walk_begin(s, then, reader);
	struct walk b = walk_begin(s, now, reader);
	*more = *less = 0;
	while (a.sum > 0 || b.sum > 0) {
		bool left = b.sum == 0 || (a.sum > 0 && a.subject < b.subject);
		bool came = a.sum == 0 || (b.sum > 0 && b.subject < a.subject);
		*less += left || (!came && b.sum < a.sum);
		*more += came || (!left && b.sum > a.sum);
		if (!came)
			walk_on(&a);
		if (!left)
			walk_on(&b);
	}
}

uint32_t
audit_changes(
    const struct audit_system *s, size_t reader, size_t then, size_t now)
{
	uint32_t more, less;
	slots_compare(s, then, now, (long)reader, &more, &less);
	return more + less;
}

static void
next_find(struct audit_system *s, uint32_t slot)
{
	uint32_t later = slot, more, less;
	s->next[slot] = AUDIT_NONE;
	do
		later += (uint32_t)s->cell_count;
	while (later < s->slot_count && s->owner[later] == NULL);
	if (s->owner[slot] == NULL || later >= s->slot_count)
		return;
	slots_compare(s, slot, later, -1, &more, &less);
	if (less == 0)
		s->next[slot] = later;
}

/* ---- constraints ---- */

static void
member_add(struct audit_system *s, uint32_t slot)
{
	ARENA_ROOM(s->arena, s->members, s->member_count, s->member_room);
	s->members[s->member_count++] = slot;
}

static void
constraint_begin(struct audit_system *s)
{
	ARENA_ROOM(s->arena, s->starts, s->constraint_count, s->start_room);
	s->starts[s->constraint_count] = (uint32_t)s->member_count;
}

/* What does not hold nobody can reckon with. */
static void
sum_end(struct audit_system *s)
{
	uint32_t at = s->starts[s->constraint_count];
	uint64_t sum = 0;
	for (size_t i = at + 1; i < s->member_count; i++)
		sum += s->value[s->members[i]];
	if (s->member_count - at > 1 && sum == s->value[s->members[at]]) {
		s->sum_count = ++s->constraint_count;
		return;
	}
	s->audit->undecided += sum != s->value[s->members[at]];
	s->member_count = at;
}

/* Nodes by the node above them. */
struct children {
	uint32_t *starts, *nodes;
};

static struct children
children_make(struct arena *arena, const struct tally_dimension *dimension)
{
	uint32_t n = dimension->node_count;
	struct children c = { ARENA_ARRAY(arena, uint32_t, n + 2),
		ARENA_ARRAY(arena, uint32_t, n) };
	for (uint32_t i = 1; i < n; i++)
		c.starts[dimension->nodes[i].parent + 2]++;
	for (uint32_t i = 2; i < n + 2; i++)
		c.starts[i] += c.starts[i - 1];
	for (uint32_t i = 1; i < n; i++)
		c.nodes[c.starts[dimension->nodes[i].parent + 1]++] = i;
	return c;
}

static void
sums_along(struct audit_system *s, const struct audit_table *table, size_t d,
    const struct children *children)
{
	uint32_t base = (uint32_t)(table->layer * s->cell_count);
	for (size_t p = 0; p < table->place_count; p++) {
		struct tally_place place = table->places[p].place;
		uint32_t node = place.nodes[d];
		uint32_t i = children->starts[node];
		if (i == children->starts[node + 1])
			continue;
		constraint_begin(s);
		member_add(s, base + table->places[p].cell);
		for (; i < children->starts[node + 1]; i++) {
			place.nodes[d] = children->nodes[i];
			uint32_t cell = audit_cell_at(s, table, &place);
			if (cell != AUDIT_NONE &&
			    s->owner[base + cell] != NULL)
				member_add(s, base + cell);
		}
		sum_end(s);
	}
}

static void
sums_make(struct audit_system *s)
{
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < s->table_count; i++) {
		const struct tally *tally = s->tables[i].tally;
		for (size_t d = 0; d < tally->dimension_count; d++) {
			struct children c =
			    children_make(scratch, tally->dimensions[d]);
			sums_along(s, &s->tables[i], d, &c);
		}
		arena_reset(scratch);
	}
	arena_free(scratch);
}

/* Reviews only come in: where nobody left, a figure does not fall. */
static void
orders_make(struct audit_system *s)
{
	for (uint32_t slot = 0; slot < s->slot_count; slot++) {
		next_find(s, slot);
		if (s->next[slot] == AUDIT_NONE)
			continue;
		constraint_begin(s);
		member_add(s, slot);
		member_add(s, s->next[slot]);
		s->constraint_count++;
	}
	constraint_begin(s);
}

static void
constraint_uses_make(struct audit_system *s)
{
	uint32_t *starts =
	    ARENA_ARRAY(s->arena, uint32_t, s->slot_count + 2);
	s->uses = ARENA_ARRAY(s->arena, uint32_t, s->member_count);
	for (size_t i = 0; i < s->member_count; i++)
		starts[s->members[i] + 2]++;
	for (size_t i = 2; i < s->slot_count + 2; i++)
		starts[i] += starts[i - 1];
	for (uint32_t c = 0; c < s->constraint_count; c++)
		for (uint32_t i = s->starts[c]; i < s->starts[c + 1]; i++)
			s->uses[starts[s->members[i] + 1]++] =
			    2 * c + (i == s->starts[c]);
	s->use_starts = starts;
}

/* ---- all of it ---- */

static void
tables_collect(struct audit_system *s)
{
	s->minimum = 1;
	for (size_t l = 0; l < s->given->layer_count; l++) {
		const struct tally_list *list = &s->given->layers[l].tallies;
		for (uint32_t t = 0; t < list->count; t++) {
			const struct tally *tally = list->items[t];
			if (strcmp(tally->of, s->of) != 0)
				continue;
			ARENA_ROOM(s->arena, s->tables, s->table_count,
			    s->table_room);
			s->tables[s->table_count++] = (struct audit_table){
				.layer = l, .number = t, .tally = tally
			};
			if (l + 1 == s->given->layer_count &&
			    tally->minimum > s->minimum)
				s->minimum = tally->minimum;
		}
	}
	if (s->minimum == 2)
		s->minimum = AUDIT_LEAST;
}

void
audit_system_make(struct audit_system *s)
{
	table_init(&s->words, s->arena);
	table_init(&s->identities, s->arena);
	tables_collect(s);
	for (size_t i = 0; i < s->table_count; i++)
		tokens_make(s, &s->tables[i]);
	for (size_t i = 0; i < s->table_count; i++) {
		leaves_make(s, &s->tables[i]);
		places_make(s, &s->tables[i]);
	}
	slots_make(s);
	if (s->minimum == 1)
		return;
	sums_make(s);
	orders_make(s);
	constraint_uses_make(s);
}
