/*
 * Shards of about one size, each a run of the official tree.
 *
 * The method is chains-on-chains partitioning (Bokhari 1988; Pinar and Aykanat,
 * “Fast optimal load balancing algorithms for 1D partitioning”, 2004) of the
 * tree's depth-first order.  The organisations stand in a chain as the official
 * order has them, each before what lies below it, so that a subtree is one
 * stretch of it.  An organisation's records are one piece of the chain; where
 * they are more than a shard's fair share, a person's records or a thread
 * (report, review, replies, verifications) are.  What belongs nowhere comes
 * last.  The chain of B bytes is cut at iB/N, or nearby: of the borders between pieces
 * that lie within 10 % of B/N, at the one highest up in the tree, so that whole
 * subtrees stay together; where there is none, at the nearest border.
 *
 * So no shard is larger than 1.2 B/N or B/N + the largest piece, whichever is
 * more.  All of it is linear but for one sort.
 */
#include "cmd/plan.h"

#include <stdlib.h>

#define NEARBY_PERCENT 10
#define THREAD_MOST 64 /* answers to answers: a ring of them has no end */

/* The chain of organisations. */
struct chain {
	uint32_t *place; /* by order in the roster + 1; of 0: nowhere */
	uint32_t *depth; /* by place */
	size_t count;    /* of organisations: also the place of nowhere */
};

struct item {
	uint32_t place;
	uint32_t group; /* of a place that is split: a person, a thread */
	uint32_t file;
};

/* A border: what stands before it, in bytes, and how far down it lies. */
struct border {
	uint64_t before;
	uint32_t item, depth;
};

struct cutting {
	struct arena *arena; /* until it is done */
	const struct plan_record *records;
	const struct os_list *files;
	struct chain chain;
	struct item *items;
	size_t item_count;
	struct border *borders; /* before each piece, and one at the end */
	size_t border_count;
	uint64_t total;
	unsigned shards;
};

/* ---- the tree's order ---- */

static const struct organisation *
above_of(const struct organisation *organisation, const char *day)
{
	const struct organisation *above =
	    organisation_superior(organisation, day);
	return above == NULL && organisation->superiors.count > 0
	    ? organisation->superiors.items[0].organisation
	    : above;
}

/* Numbers of organisations are orders + 1; 0 is above the tops. */
struct tree {
	uint32_t *first, *next; /* below it; beside it */
	uint32_t *above;
	size_t count;
};

static struct tree
tree_make(struct arena *arena, const struct roster *roster, const char *day)
{
	struct tree tree = { .count = roster->organisation_count };
	tree.first = ARENA_ARRAY(arena, uint32_t, tree.count + 1);
	tree.next = ARENA_ARRAY(arena, uint32_t, tree.count + 1);
	tree.above = ARENA_ARRAY(arena, uint32_t, tree.count + 1);
	for (size_t i = tree.count; i > 0; i--) {
		const struct organisation *above =
		    above_of(roster->organisations[i - 1], day);
		uint32_t n = above == NULL ? 0 : (uint32_t)above->order + 1;
		tree.above[i] = n;
		tree.next[i] = tree.first[n];
		tree.first[n] = (uint32_t)i;
	}
	return tree;
}

/* All from `at` on, each before what lies below it; a ring is walked once. */
static void
chain_walk(struct chain *chain, const struct tree *tree, uint32_t at,
    uint32_t *placed)
{
	const uint32_t none = UINT32_MAX;
	uint32_t depth = 0;
	while (at != 0) {
		uint32_t below = 0;
		if (chain->place[at] == none) {
			chain->place[at] = *placed;
			chain->depth[(*placed)++] = depth;
			below = tree->first[at];
		}
		if (below != 0) {
			at = below;
			depth++;
			continue;
		}
		while (at != 0 && depth > 0 && tree->next[at] == 0) {
			at = tree->above[at];
			depth--;
		}
		at = depth == 0 ? 0 : tree->next[at];
	}
}

static void
chain_make(struct chain *chain, struct arena *arena,
    const struct roster *roster, const char *day)
{
	struct tree tree = tree_make(arena, roster, day);
	uint32_t placed = 0;
	chain->count = tree.count;
	chain->place = ARENA_ARRAY(arena, uint32_t, tree.count + 1);
	chain->depth = ARENA_ARRAY(arena, uint32_t, tree.count + 1);
	memset(chain->place, 0xFF, (tree.count + 1) * sizeof(uint32_t));
	for (uint32_t top = tree.first[0]; top != 0; top = tree.next[top])
		chain_walk(chain, &tree, top, &placed);
	/* Rings hang from no top. */
	for (uint32_t i = 1; i <= tree.count; i++)
		if (chain->place[i] == UINT32_MAX)
			chain_walk(chain, &tree, i, &placed);
	chain->place[0] = (uint32_t)tree.count;
}

/* ---- pieces ---- */

/* The record that began what this one belongs to. */
static uint32_t
thread_of(const struct cutting *c, uint32_t file)
{
	uint32_t at = file;
	for (int i = 0; i < THREAD_MOST && c->records[at].follows != 0; i++)
		at = c->records[at].follows - 1;
	return at;
}

/* Of a record that does not say it: where the one is that it answers. */
static uint32_t
place_of(const struct cutting *c, uint32_t file)
{
	uint32_t at = file;
	for (int i = 0; i < THREAD_MOST; i++) {
		const struct plan_record *r = &c->records[at];
		if (r->organisation != 0 || r->follows == 0)
			break;
		at = r->follows - 1;
	}
	return c->chain.place[c->records[at].organisation];
}

static uint64_t
weight_of(const struct cutting *c, uint32_t file)
{
	uint32_t bytes = c->records[file].bytes;
	return bytes == 0 ? 1 : bytes;
}

static void
items_make(struct cutting *c)
{
	c->items = ARENA_ARRAY(c->arena, struct item, c->files->count);
	for (uint32_t i = 0; i < c->files->count; i++) {
		if (!file_is_record(&c->files->items[i]))
			continue;
		c->items[c->item_count++] =
		    (struct item){ .place = place_of(c, i), .file = i };
		c->total += weight_of(c, i);
	}
}

/* By person where one is known, behind all threads; else by thread. */
static uint32_t
group_of(const struct cutting *c, uint32_t file)
{
	uint32_t lead = thread_of(c, file);
	uint32_t person = c->records[file].person;
	if (person == 0)
		person = c->records[lead].person;
	return person == 0 ? lead + 1 : (uint32_t)c->files->count + person;
}

/* Places that are larger than a fair share, and nowhere, are split. */
static void
items_group(struct cutting *c)
{
	uint64_t *load = ARENA_ARRAY(c->arena, uint64_t, c->chain.count + 1);
	for (size_t i = 0; i < c->item_count; i++)
		load[c->items[i].place] += weight_of(c, c->items[i].file);
	load[c->chain.count] = UINT64_MAX;
	for (size_t i = 0; i < c->item_count; i++) {
		struct item *item = &c->items[i];
		if (load[item->place] > c->total / c->shards)
			item->group = group_of(c, item->file);
	}
}

static int
item_compare(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->file < y->file ? -1 : x->file > y->file;
}

/* How far down the border lies between two pieces of the chain. */
static uint32_t
border_depth(const struct chain *chain, uint32_t left, uint32_t right)
{
	if (left == right)
		return left == chain->count ? 1 : chain->depth[left] + 1;
	if (right == chain->count)
		return 0;
	uint32_t least = chain->depth[right];
	for (uint32_t p = left + 1; p < right; p++)
		if (chain->depth[p] < least)
			least = chain->depth[p];
	return least;
}

static void
border_add(struct cutting *c, uint64_t before, size_t item, uint32_t depth)
{
	c->borders[c->border_count++] =
	    (struct border){ before, (uint32_t)item, depth };
}

static void
borders_make(struct cutting *c)
{
	uint64_t before = 0;
	c->borders = ARENA_ARRAY(c->arena, struct border, c->item_count + 1);
	for (size_t i = 0; i < c->item_count; i++) {
		const struct item *item = &c->items[i];
		if (i == 0 || item[-1].place != item->place ||
		    item[-1].group != item->group)
			border_add(c, before, i,
			    i == 0 ? 0
				   : border_depth(&c->chain, item[-1].place,
					 item->place));
		before += weight_of(c, item->file);
	}
	border_add(c, before, c->item_count, 0);
}

/* ---- cuts ---- */

static uint64_t
distance(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

/* Is border `a` the better one to cut at than `b`? */
static bool
is_better(const struct border *a, const struct border *b, uint64_t ideal,
    uint64_t nearby)
{
	uint64_t from_a = distance(a->before, ideal);
	uint64_t from_b = distance(b->before, ideal);
	bool near_a = from_a <= nearby, near_b = from_b <= nearby;
	if (near_a != near_b)
		return near_a;
	if (near_a && a->depth != b->depth)
		return a->depth < b->depth;
	return from_a < from_b;
}

/*
 * Where shard `shard` ends, from border `from` on, which ended the one before.
 * *left moves to the first border that the next one may look at.
 */
static size_t
cut_find(const struct cutting *c, unsigned shard, size_t from, size_t *left)
{
	uint64_t fair = c->total / c->shards;
	uint64_t nearby = fair * NEARBY_PERCENT / 100;
	uint64_t rest = c->total % c->shards;
	uint64_t ideal = fair * shard + rest * shard / c->shards;
	size_t best = from, last = c->border_count - 1;
	/* The last border before what is near: the nearest, if none is. */
	while (*left < last && c->borders[*left + 1].before + nearby < ideal)
		++*left;
	for (size_t i = *left < from ? from : *left; i <= last; i++) {
		if (is_better(&c->borders[i], &c->borders[best], ideal, nearby))
			best = i;
		if (c->borders[i].before > ideal + nearby)
			break;
	}
	return best;
}

static void
shards_cut(const struct cutting *c, uint32_t *shard_of)
{
	size_t from = 0, left = 0;
	for (unsigned shard = 1; shard <= c->shards; shard++) {
		size_t to = shard == c->shards
		    ? c->border_count - 1
		    : cut_find(c, shard, from, &left);
		for (size_t i = c->borders[from].item; i < c->borders[to].item;
		     i++)
			shard_of[c->items[i].file] = shard;
		from = to;
	}
}

void
plan_cut(uint32_t *shard_of, const struct plan_record *records,
    const struct os_list *files, const struct roster *roster,
    const char *as_of, unsigned shards)
{
	struct cutting c = { .arena = arena_new(),
		.records = records,
		.files = files,
		.shards = shards };
	chain_make(&c.chain, c.arena, roster, as_of);
	items_make(&c);
	items_group(&c);
	if (c.item_count > 0)
		qsort(c.items, c.item_count, sizeof(*c.items), item_compare);
	borders_make(&c);
	shards_cut(&c, shard_of);
	arena_free(c.arena);
}
