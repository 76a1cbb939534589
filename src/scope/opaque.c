#include "scope/opaque.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

struct node {
	struct opaque_item item;
	size_t number; /* its index */
	/* The least index of those that hang together with it. */
	size_t group;
	/* Of a group's least: the last of its nodes that was looked at, + 1. */
	size_t met;
	bool settled; /* of a group's least: one of it is chosen */
	bool chosen;  /* of those that are alike */
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

/* Groups that are alike can change places, all of one for all of the other. */
static int
node_compare_group(const void *pa, const void *pb)
{
	const struct node *a = *(struct node *const *)pa;
	const struct node *b = *(struct node *const *)pb;
	int c = node_compare(pa, pb);
	if (c == 0)
		c = (a->group > b->group) - (a->group < b->group);
	return c != 0 ? c : (a->number > b->number) - (a->number < b->number);
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

/* ---- groups: what is linked, by whatever way ---- */

static size_t
group_of(struct sorting *s, size_t number)
{
	struct node *nodes = s->nodes;
	while (nodes[number].group != number) {
		nodes[number].group = nodes[nodes[number].group].group;
		number = nodes[number].group;
	}
	return number;
}

static void
groups_make(struct sorting *s)
{
	for (size_t i = 0; i < s->link_count; i++) {
		size_t a = group_of(s, s->links[i].from);
		size_t b = group_of(s, s->links[i].to);
		s->nodes[a > b ? a : b].group = a > b ? b : a;
	}
	for (size_t i = 0; i < s->count; i++)
		s->nodes[i].group = group_of(s, i);
}

/*
 * One of the first in every group that are alike is chosen.  False when there
 * are none any more.
 */
static bool
alike_choose(struct sorting *s)
{
	bool chosen = false;
	size_t first = 0; /* of those that are alike */
	for (size_t i = 0; i < s->count; i++)
		s->nodes[i].met = 0, s->nodes[i].settled = false;
	for (size_t i = 0; i < s->count; i++) {
		struct node *group = &s->nodes[s->sorted[i]->group];
		if (node_compare(&s->sorted[first], &s->sorted[i]) != 0)
			first = i;
		if (group->met > first && !group->settled)
			s->sorted[i]->chosen = group->settled = chosen = true;
		group->met = i + 1;
	}
	for (size_t i = 0; i < s->count; i++) {
		struct node *node = &s->nodes[i];
		if (node->chosen)
			node->item.digest = digest_mark(node->item.digest, '!');
		node->chosen = false;
	}
	return chosen;
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
		s.nodes[i] = (struct node){ .item = items[i], .number = i,
			.group = i };
		s.sorted[i] = &s.nodes[i];
	}
	groups_make(&s);
	nodes_refine(&s);
	while (alike_choose(&s))
		nodes_refine(&s);
	if (count > 1)
		qsort(s.sorted, count, sizeof(*s.sorted), node_compare_group);
	size_t *order = ARENA_ARRAY(scratch, size_t, count);
	for (size_t i = 0; i < count; i++)
		order[i] = s.sorted[i]->number;
	return order;
}
