/*
 * How long the guard takes, and its audit: guard-time BRANCHES COLLEGES READERS
 * ISSUES
 *
 * A university's branches by 12 periods with all margins, as many reviews as
 * members that were reviewed, readers of the whole and of colleges, and issues
 * one after another, each guarded with those before it.  Prints the seconds of
 * the last, the cells, and how many an edition withholds on the mean; then what
 * its audit takes and finds.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/os.h"
#include "scope/audit.h"
#include "scope/guard_parts.h"

#define PERIODS 12

static uint32_t chance_state = 2463534242u;

static uint32_t
chance(uint32_t below)
{
	chance_state ^= chance_state << 13;
	chance_state ^= chance_state >> 17;
	chance_state ^= chance_state << 5;
	return chance_state % below;
}

struct bench {
	struct arena *arena;
	size_t branches, colleges, readers, issues;
	struct tally_dimension branch, period;
	struct tally tally;
	const struct tally *list[1];
	uint32_t *leaves, *college_of; /* by branch: its node, its college */
	struct issue_entry *entries;
	unsigned *from; /* by entry: the first issue that has it */
	size_t count, capacity;
	struct guard_layer *layers;
	struct guard_task task;
};

static uint32_t
node_add(struct bench *b, struct tally_dimension *d, const char *id,
    uint32_t parent, bool itself)
{
	d->nodes[d->node_count] =
	    (struct tally_node){ id, id, parent, itself };
	(void)b;
	return d->node_count++;
}

static void
dimensions_make(struct bench *b)
{
	struct arena *a = b->arena;
	b->branch = (struct tally_dimension){ .id = "organisation:branch",
		.axis = AXIS_ORGANISATION, .level = 2 };
	b->period =
	    (struct tally_dimension){ .id = "period", .axis = AXIS_TERMS };
	b->branch.nodes = ARENA_ARRAY(
	    a, struct tally_node, b->branches + 2 * b->colleges + 3);
	b->period.nodes = ARENA_ARRAY(a, struct tally_node, PERIODS + 1);
	node_add(b, &b->branch, "", 0, false);
	node_add(b, &b->period, "", 0, false);
	for (int i = 0; i < PERIODS; i++)
		node_add(b, &b->period, arena_printf(a, "p%d", i), 0, false);
	node_add(b, &b->branch, "u", 0, false);
	b->leaves = ARENA_ARRAY(a, uint32_t, b->branches);
	b->college_of = ARENA_ARRAY(a, uint32_t, b->branches);
	for (size_t c = 0, i = 0; c < b->colleges; c++) {
		const char *id = arena_printf(a, "c%zu", c);
		uint32_t college = node_add(b, &b->branch, id, 1, false);
		node_add(b, &b->branch, id, college, true);
		for (; i < (c + 1) * b->branches / b->colleges; i++) {
			b->college_of[i] = (uint32_t)c;
			b->leaves[i] = node_add(b, &b->branch,
			    arena_printf(a, "b%zu", i), college, false);
		}
	}
	b->tally = (struct tally){ .name = "reviews", .of = "reviews",
		.dimensions = { &b->branch, &b->period },
		.dimension_count = 2, .minimum = 3, .most = 1 };
	b->list[0] = &b->tally;
}

/* Reader 0 sees little, each college more of its own, the last nearly all. */
static const uint64_t *
known_make(struct bench *b, size_t college)
{
	size_t words = issue_words(b->readers);
	uint64_t *known = ARENA_ARRAY(b->arena, uint64_t, words);
	bool all = chance(5) == 0;
	for (size_t r = 0; r < b->readers; r++) {
		bool own = r > 0 && (r - 1) % b->colleges == college &&
		    chance(10) < 4;
		if (all || own || (r + 1 == b->readers && r > 0))
			known[r / 64] |= (uint64_t)1 << (r % 64);
	}
	return known;
}

static void
entries_make(struct bench *b)
{
	for (size_t i = 0; i < b->branches; i++)
		for (uint32_t p = 1; p <= PERIODS; p++) {
			size_t n = chance(4) == 0 ? 5 + chance(20) : chance(5);
			for (size_t j = 0; j < n; j++) {
				size_t room = b->capacity;
				ARENA_ROOM(b->arena, b->entries, b->count,
				    b->capacity);
				if (room != b->capacity)
					b->from = arena_grow(b->arena, b->from,
					    b->count, &room, sizeof(*b->from));
				b->from[b->count] = chance(5) > 0
				    ? 0
				    : chance((uint32_t)b->issues);
				b->entries[b->count] = (struct issue_entry){
					0, { { b->leaves[i], p } }, 1,
					b->count + 1, b->count + 1,
					known_make(b, b->college_of[i])
				};
				b->count++;
			}
		}
}

static void
readers_make(struct bench *b)
{
	size_t n = b->readers;
	bool *opens = ARENA_ARRAY(b->arena, bool, n * n);
	size_t *order = ARENA_ARRAY(b->arena, size_t, n);
	for (size_t r = 0; r < n; r++) {
		order[r] = r;
		for (size_t e = 0; e < n; e++)
			opens[r * n + e] = r == e || e == 0 || r + 1 == n;
	}
	b->layers = ARENA_ARRAY(b->arena, struct guard_layer, b->issues);
	b->task = (struct guard_task){ .layers = b->layers, .readers = n,
		.editions = n,
		.opens = opens, .order = order };
}

static void
layer_make(struct bench *b, size_t issue)
{
	struct issue_entry *entries =
	    ARENA_ARRAY(b->arena, struct issue_entry, b->count);
	struct guard_layer *layer = &b->layers[issue];
	layer->tallies = (struct tally_list){ b->list, 1 };
	for (size_t i = 0; i < b->count; i++)
		if (b->from[i] <= issue)
			entries[layer->entry_count++] = b->entries[i];
	layer->entries = entries;
}

static void
remember(struct bench *b, size_t issue, const struct guard_result *result)
{
	struct guard_past *pasts =
	    ARENA_ARRAY(b->arena, struct guard_past, b->readers);
	for (size_t e = 0; e < b->readers; e++) {
		const struct guard_outcome *o = &result->outcomes[e];
		struct issue_cell *cells =
		    ARENA_ARRAY(b->arena, struct issue_cell, o->count);
		pasts[e].edition = (long)e;
		for (size_t i = 0; i < o->count; i++)
			if (o->cells[i].withheld)
				cells[pasts[e].count++] = (struct issue_cell){
					o->cells[i].tally, o->cells[i].place
				};
		pasts[e].withheld = cells;
	}
	b->layers[issue].pasts = pasts;
	b->layers[issue].past_count = b->readers;
}

static struct figures **
figures_of(const struct bench *b, const struct guard_result *result)
{
	struct figures **all =
	    ARENA_ARRAY(b->arena, struct figures *, b->readers);
	for (size_t e = 0; e < b->readers; e++) {
		const struct guard_outcome *o = &result->outcomes[e];
		all[e] = figures_new(
		    b->arena, (struct tally_list){ (void *)b->list, 1 });
		for (size_t i = 0; i < o->count; i++)
			figures_set(all[e], b->arena, o->cells[i].tally,
			    o->cells[i].place,
			    (struct figure){ o->cells[i].withheld
				    ? FIGURE_WITHHELD
				    : FIGURE_OPEN,
				o->cells[i].value });
	}
	return all;
}

static void
audit_time(const struct bench *b, const struct guard_result *result)
{
	struct audit_task task = { &b->task, figures_of(b, result), 500 };
	double started = os_thread_seconds();
	const struct audit *audit = audit_run(b->arena, &task);
	printf("audit     %.2f s  %zu asked, %zu undecided, %zu faults, %zu "
	       "lost\n",
	    os_thread_seconds() - started, audit->asked, audit->undecided,
	    audit->count, audit->lost);
}

int
main(int argc, char **argv)
{
	struct bench b = { .arena = arena_new() };
	size_t cells = 0, withheld = 0;
	double seconds = 0;
	if (argc != 5)
		return 2;
	b.branches = strtoul(argv[1], NULL, 10);
	b.colleges = strtoul(argv[2], NULL, 10);
	b.readers = strtoul(argv[3], NULL, 10);
	b.issues = strtoul(argv[4], NULL, 10);
	dimensions_make(&b);
	entries_make(&b);
	readers_make(&b);
	struct guard_result *result = NULL;
	for (size_t i = 0; i < b.issues; i++) {
		layer_make(&b, i);
		b.task.layer_count = i + 1;
		double started = os_thread_seconds();
		result = guard_run(b.arena, &b.task);
		seconds = os_thread_seconds() - started;
		remember(&b, i, result);
	}
	for (size_t e = 0; e < b.readers; e++)
		for (size_t i = 0; i < result->outcomes[e].count; i++) {
			cells++;
			withheld += result->outcomes[e].cells[i].withheld;
		}
	printf("%.2f s  %zu cells, %zu withheld an edition, %zu lost, %zu "
	       "weak  (%zu contributions, %zu readers, %zu issues)\n",
	    seconds, cells / b.readers, withheld / b.readers, result->lost,
	    result->weak, b.count, b.readers, b.issues);
	audit_time(&b, result);
	arena_free(b.arena);
	return 0;
}
