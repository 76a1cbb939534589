#include "scope/opaque.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

struct node {
	struct opaque_item item;
	size_t number; /* its index */
	bool linked;   /* to another */
};

struct sorting {
	struct node *nodes; /* by index */
	size_t count;
	struct node **sorted;
	const struct opaque_link *links;
	size_t link_count;
	/* What a node's links say, one by one: 2 a link. */
	struct saying {
		size_t node;
		struct digest digest;
	} *sayings;
};

static int
node_compare(const void *pa, const void *pb)
{
	const struct opaque_item *a = &(*(struct node *const *)pa)->item;
	const struct opaque_item *b = &(*(struct node *const *)pb)->item;
	int c = strcmp(a->date, b->date);
	if (c == 0 && a->organisation != b->organisation)
		c = a->organisation < b->organisation ? -1 : 1;
	return c != 0 ? c : memcmp(&a->digest, &b->digest, sizeof(a->digest));
}

static struct digest
digest_both(const void *a, size_t a_size, const void *b, size_t b_size)
{
	char bytes[2 * sizeof(struct digest) + 1];
	memcpy(bytes, a, a_size);
	memcpy(bytes + a_size, b, b_size);
	return digest_of((struct text){ bytes, a_size + b_size });
}

static struct digest
digest_join(struct digest a, struct digest b)
{
	return digest_both(&a, sizeof(a), &b, sizeof(b));
}

static struct digest
digest_mark(struct digest digest, char mark)
{
	return digest_both(&digest, sizeof(digest), &mark, 1);
}

static int
saying_compare(const void *pa, const void *pb)
{
	const struct saying *a = pa, *b = pb;
	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	return memcmp(&a->digest, &b->digest, sizeof(a->digest));
}

/* Sorts by what is known so far; how many differ from each other. */
static size_t
nodes_sort(struct sorting *s)
{
	size_t differ = s->count > 0;
	if (s->count > 1)
		qsort(s->sorted, s->count, sizeof(*s->sorted), node_compare);
	for (size_t i = 1; i < s->count; i++)
		differ += node_compare(&s->sorted[i - 1], &s->sorted[i]) != 0;
	return differ;
}

/* A day and an organisation tell nodes apart, as their digests do. */
static struct digest
node_digest(const struct node *node)
{
	struct digest place = digest_both(&node->item.organisation,
	    sizeof(node->item.organisation), "", 1);
	return digest_join(digest_join(node->item.digest, place),
	    digest_of(text_of(node->item.date)));
}

/* Each learns what those are that it is linked to. */
static void
links_follow(struct sorting *s)
{
	size_t count = 0;
	for (size_t i = 0; i < s->link_count; i++) {
		const struct opaque_link *link = &s->links[i];
		struct digest from = node_digest(&s->nodes[link->from]),
			      to = node_digest(&s->nodes[link->to]);
		s->sayings[count++] = (struct saying){ link->from,
			digest_mark(digest_join(link->how, to), '>') };
		s->sayings[count++] = (struct saying){ link->to,
			digest_mark(digest_join(link->how, from), '<') };
	}
	if (count > 1)
		qsort(s->sayings, count, sizeof(*s->sayings), saying_compare);
	for (size_t i = 0; i < count; i++) {
		struct opaque_item *item = &s->nodes[s->sayings[i].node].item;
		item->digest = digest_join(item->digest, s->sayings[i].digest);
	}
}

/* Until following links tells no more of them apart. */
static void
nodes_refine(struct sorting *s)
{
	size_t before, differ = nodes_sort(s);
	do {
		before = differ;
		if (differ == s->count)
			return;
		links_follow(s);
		differ = nodes_sort(s);
	} while (differ > before);
}

/* The first of those that are alike and linked; NULL when there are none. */
static struct node *
alike_find(const struct sorting *s)
{
	for (size_t i = 1; i < s->count; i++)
		if (s->sorted[i]->linked &&
		    node_compare(&s->sorted[i - 1], &s->sorted[i]) == 0)
			return s->sorted[i];
	return NULL;
}

const size_t *
opaque_sort(struct arena *scratch, const struct opaque_item *items,
    size_t count, const struct opaque_link *links, size_t link_count)
{
	struct sorting s = { .count = count,
		.nodes = ARENA_ARRAY(scratch, struct node, count),
		.sorted = ARENA_ARRAY(scratch, struct node *, count),
		.links = links,
		.link_count = link_count,
		.sayings = ARENA_ARRAY(
		    scratch, struct saying, 2 * link_count) };
	for (size_t i = 0; i < count; i++) {
		s.nodes[i] = (struct node){ items[i], i, false };
		s.sorted[i] = &s.nodes[i];
	}
	for (size_t i = 0; i < link_count; i++)
		s.nodes[links[i].from].linked = s.nodes[links[i].to].linked =
		    true;
	nodes_refine(&s);
	struct node *chosen;
	while ((chosen = alike_find(&s)) != NULL) {
		chosen->item.digest = digest_mark(chosen->item.digest, '!');
		nodes_refine(&s);
	}
	size_t *order = ARENA_ARRAY(scratch, size_t, count);
	for (size_t i = 0; i < count; i++)
		order[i] = s.sorted[i]->number;
	return order;
}
