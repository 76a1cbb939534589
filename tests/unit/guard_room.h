/*
 * Small tables by chance for the guard and its auditor: dimensions, records
 * that count in one or more tallies, readers, and issues one after another.
 */
#ifndef TONGBAO_TESTS_GUARD_ROOM_H
#define TONGBAO_TESTS_GUARD_ROOM_H

#include "base/hash.h"
#include "scope/guard_parts.h"

#define ROOM_READERS 4
#define ROOM_RECORDS 160
#define ROOM_ISSUES 3
#define ROOM_TALLIES 3

struct room_record {
	uint64_t subject;
	uint32_t branch, term, word; /* leaves */
	uint32_t amount;
	uint64_t known[ROOM_TALLIES]; /* by readers */
	unsigned from, to; /* in issues from ≤ i < to */
};

struct room {
	struct arena *arena;
	uint32_t state; /* of chance */
	struct tally_dimension branch, college, term, word;
	uint32_t of_branch[64]; /* a branch leaf → the college leaf */
	struct tally tallies[ROOM_TALLIES];
	const struct tally *list[ROOM_TALLIES];
	size_t tally_count;
	struct room_record records[ROOM_RECORDS];
	size_t record_count;
	size_t readers, issues;
	size_t gone; /* of the readers: the last ones, whose editions are */
	bool differ; /* a reader may see what one tally reads, not the other */
	bool opens[ROOM_READERS * ROOM_READERS];
	size_t order[ROOM_READERS];
	struct guard_layer layers[ROOM_ISSUES];
	struct guard_task task;
	struct guard_result *results[ROOM_ISSUES];
};

static uint32_t
room_chance(struct room *room, uint32_t below)
{
	room->state ^= room->state << 13;
	room->state ^= room->state >> 17;
	room->state ^= room->state << 5;
	return below == 0 ? 0 : room->state % below;
}

static void
room_node(struct room *room, struct tally_dimension *d, const char *id,
    uint32_t parent, bool itself)
{
	d->nodes[d->node_count++] = (struct tally_node){
		arena_string(room->arena, id), "", parent, itself
	};
}

static void
room_dimension(struct room *room, struct tally_dimension *d, const char *id,
    enum tally_axis axis)
{
	*d = (struct tally_dimension){ .id = id, .name = id, .axis = axis };
	d->nodes = ARENA_ARRAY(room->arena, struct tally_node, 64);
	room_node(room, d, "", 0, false);
}

static void
room_flat(struct room *room, struct tally_dimension *d, const char *id,
    enum tally_axis axis, size_t count)
{
	room_dimension(room, d, id, axis);
	for (size_t i = 0; i < count; i++)
		room_node(room, d,
		    arena_printf(room->arena, "%s%zu", id, i + 1), 0, false);
}

/* A university, colleges, branches, once down to each level. */
static void
room_tree(struct room *room, size_t colleges, size_t most)
{
	struct tally_dimension *b = &room->branch, *c = &room->college;
	room_dimension(room, b, "organisation:branch", AXIS_ORGANISATION);
	room_dimension(room, c, "organisation:second-level", AXIS_ORGANISATION);
	b->level = 2;
	c->level = 1;
	room_node(room, b, "u", 0, false);
	room_node(room, c, "u", 0, false);
	room_node(room, b, "u", 1, true);
	room_node(room, c, "u", 1, true);
	room->of_branch[2] = 2;
	for (size_t i = 0; i < colleges; i++) {
		const char *id = arena_printf(room->arena, "c%zu", i);
		uint32_t at = b->node_count, leaf = c->node_count;
		size_t branches = room_chance(room, (uint32_t)most + 1);
		room_node(room, b, id, 1, false);
		room_node(room, c, id, 1, false);
		room->of_branch[at] = leaf;
		for (size_t j = 0; j < branches; j++) {
			room->of_branch[b->node_count] = leaf;
			room_node(room, b,
			    arena_printf(room->arena, "b%zu-%zu", i, j), at,
			    false);
		}
		if (branches > 0) {
			room->of_branch[b->node_count] = leaf;
			room_node(room, b, id, at, true);
		}
	}
}

static uint32_t
room_leaf(struct room *room, const struct tally_dimension *d)
{
	for (;;) {
		uint32_t n = 1 + room_chance(room, d->node_count - 1);
		bool leaf = true;
		for (uint32_t i = 1; i < d->node_count; i++)
			leaf &= d->nodes[i].parent != n;
		if (leaf)
			return n;
	}
}

static void
room_tally(struct room *room, const char *name, unsigned minimum, unsigned most,
    const struct tally_dimension *a, const struct tally_dimension *b,
    const struct tally_dimension *c)
{
	struct tally *t = &room->tallies[room->tally_count];
	*t = (struct tally){ .name = name, .title = name, .of = "reviews",
		.dimensions = { a, b, c }, .minimum = minimum, .most = most };
	t->dimension_count = 1 + (b != NULL) + (c != NULL);
	room->list[room->tally_count++] = t;
}

static uint32_t
room_node_of(const struct room *room, const struct room_record *r,
    const struct tally_dimension *d)
{
	return d == &room->branch ? r->branch
	    : d == &room->college ? room->of_branch[r->branch]
	    : d == &room->term    ? r->term
				  : r->word;
}

/* Everybody reads the widest; the others stand below it in some way. */
static void
room_readers(struct room *room, size_t count, int way)
{
	room->readers = count;
	for (size_t r = 0; r < count; r++) {
		room->order[r] = r;
		for (size_t e = 0; e < count; e++)
			room->opens[r * count + e] = r == e || e == 0 ||
			    (way == 1 && e < r) ||
			    (way == 2 && r + 1 == count);
	}
}

/* Who opens an edition sees what it was made from. */
static void
room_know(struct room *room, struct room_record *record, uint32_t share)
{
	size_t n = room->readers;
	for (size_t t = 0; t < room->tally_count; t++) {
		uint64_t known = 0;
		for (size_t r = 0; r < n; r++)
			if (room_chance(room, 100) < share)
				known |= (uint64_t)1 << r;
		if (t > 0 && (!room->differ || room_chance(room, 4) > 0))
			known = record->known[0];
		for (size_t r = 0; r < n; r++)
			for (size_t e = 0; e < n; e++)
				if (room->opens[r * n + e] &&
				    (known >> e & 1) != 0)
					known |= (uint64_t)1 << r;
		record->known[t] = known;
	}
}

static struct guard_layer
room_layer(struct room *room, unsigned issue)
{
	struct guard_layer layer = {
		.tallies = { room->list, room->tally_count }
	};
	struct issue_entry *entries = ARENA_ARRAY(room->arena,
	    struct issue_entry, room->tally_count * room->record_count);
	for (uint32_t t = 0; t < room->tally_count; t++)
		for (size_t i = 0; i < room->record_count; i++) {
			const struct room_record *r = &room->records[i];
			struct issue_entry e = { .tally = t,
				.amount = r->amount, .subject = r->subject,
				.known = &r->known[t] };
			const struct tally *tally = room->list[t];
			if (issue < r->from || issue >= r->to)
				continue;
			for (size_t d = 0; d < tally->dimension_count; d++)
				e.place.nodes[d] = room_node_of(
				    room, r, tally->dimensions[d]);
			entries[layer.entry_count++] = e;
		}
	layer.entries = entries;
	return layer;
}

/* What this outcome withheld, as the next issue will remember it. */
static void
room_remember(struct room *room, struct guard_layer *layer,
    const struct guard_result *result)
{
	struct guard_past *pasts =
	    ARENA_ARRAY(room->arena, struct guard_past, room->readers);
	for (size_t e = 0; e < room->readers; e++) {
		const struct guard_outcome *o = &result->outcomes[e];
		struct issue_cell *places =
		    ARENA_ARRAY(room->arena, struct issue_cell, o->count);
		pasts[e].edition = (long)e;
		for (size_t i = 0; i < o->count; i++)
			if (o->cells[i].withheld)
				places[pasts[e].count++] =
				    (struct issue_cell){ o->cells[i].tally,
					o->cells[i].place };
		pasts[e].withheld = places;
	}
	layer->pasts = pasts;
	layer->past_count = room->readers;
}

static struct guard_task
room_task(struct room *room, size_t layers)
{
	return (struct guard_task){ .jobs = 2,
		.layers = room->layers,
		.layer_count = layers, .readers = room->readers,
		.editions = room->readers - room->gone,
		.opens = room->opens, .order = room->order };
}

/* All issues, each guarded with those before it. */
static void
room_run(struct room *room)
{
	for (size_t i = 0; i < room->issues; i++) {
		room->layers[i] = room_layer(room, (unsigned)i);
		room->task = room_task(room, i + 1);
		room->results[i] = guard_run(room->arena, &room->task);
		if (i + 1 < room->issues)
			room_remember(
			    room, &room->layers[i], room->results[i]);
	}
}

static void
room_tallies_make(struct room *room, unsigned kind, unsigned most)
{
	unsigned minimum = room_chance(room, 4) == 0 ? 2 : 3;
	size_t small = kind == 2 ? 2 : 2 + room_chance(room, 2);
	room_flat(room, &room->term, "t", AXIS_TERMS, small);
	room_flat(room, &room->word, "w", AXIS_WORDS,
	    kind == 2 ? 2 : 2 + room_chance(room, 3));
	room_tree(room, kind == 4 ? 3 : 2, kind == 4 ? 3 : 2);
	if (room_chance(room, 4) == 0)
		room->word.sensitive = true;
	switch (kind) {
	case 0:
		room_tally(room, "flat", minimum, most, &room->term,
		    &room->word, NULL);
		break;
	case 1:
		room_tally(room, "tree", minimum, most, &room->branch,
		    &room->term, NULL);
		break;
	case 2:
		room_tally(room, "cube", minimum, most, &room->college,
		    &room->term, &room->word);
		break;
	case 3:
		room_tally(room, "one", minimum, most, &room->branch,
		    &room->term, NULL);
		room_tally(room, "two", minimum, most, &room->college,
		    &room->word, NULL);
		break;
	default:
		room_tally(room, "line", minimum, most, &room->branch, NULL,
		    NULL);
	}
}

/* A room by chance; `records` at most. */
static void
room_make(struct room *room, uint32_t seed, size_t records)
{
	*room = (struct room){ .arena = arena_new(),
		.state = seed == 0 ? 1 : seed };
	for (int i = 0; i < 8; i++)
		room_chance(room, 2);
	unsigned kind = room_chance(room, 5);
	unsigned most = room_chance(room, 5) == 0 ? 2 : 1;
	room->issues = 1 + room_chance(room, ROOM_ISSUES);
	room_readers(room, 1 + room_chance(room, ROOM_READERS),
	    (int)room_chance(room, 3));
	room_tallies_make(room, kind, most);
	size_t count = records / 4 + room_chance(room, (uint32_t)records * 3 / 4);
	uint32_t share = room_chance(room, 40);
	room->differ = room_chance(room, 8) == 0;
	bool leaving = room_chance(room, 3) == 0;
	for (size_t i = 0; i < count && i < ROOM_RECORDS; i++) {
		struct room_record *r = &room->records[room->record_count++];
		/* Now and then somebody counts twice. */
		r->subject = most > 1 && i > 0 && room_chance(room, 6) == 0
		    ? i
		    : i + 1;
		r->branch = room_leaf(room, &room->branch);
		r->term = room_leaf(room, &room->term);
		r->word = room_leaf(room, &room->word);
		r->amount = 1 + room_chance(room, most);
		r->from = room_chance(room, 3) > 0
		    ? 0
		    : room_chance(room, (uint32_t)room->issues);
		r->to = leaving && room_chance(room, 12) == 0
		    ? 1 + room_chance(room, ROOM_ISSUES)
		    : ROOM_ISSUES;
		room_know(room, r, share);
	}
}

static void
room_free(struct room *room)
{
	arena_free(room->arena);
}

#endif
