#include "scope/opaque.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

struct node {
	struct opaque_item item;
	size_t number; /* its index */
	/* The least index of those that hang together with it. */
	size_t group;
	struct digest links; /* its own, by who is at their other end */
	struct digest marked; /* of those that are chosen: what it becomes */
	bool chosen;
	/* Of a group's least: the last of its nodes that was looked at, + 1. */
	size_t met;
	const struct node *last; /* the last of it that was chosen, or NULL */
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

/* Which one it is, and no other. */
static struct digest
node_name(const struct node *node)
{
	return digest_both(&node->number, sizeof(node->number), "", 1);
}

/* Into `sayings`, by node: of each link what is said of the other end. */
static size_t
links_say(struct sorting *s, struct digest (*said)(const struct node *node))
{
	size_t count = 0;
	for (size_t i = 0; i < s->link_count; i++) {
		const struct opaque_link *link = &s->links[i];
		struct digest from = said(&s->nodes[link->from]),
			      to = said(&s->nodes[link->to]);
		s->sayings[count++] = (struct saying){ link->from,
			digest_mark(digest_join(link->how, to), '>') };
		s->sayings[count++] = (struct saying){ link->to,
			digest_mark(digest_join(link->how, from), '<') };
	}
	if (count > 1)
		qsort(s->sayings, count, sizeof(*s->sayings), saying_compare);
	return count;
}

/* Each learns what those are that it is linked to. */
static void
links_follow(struct sorting *s)
{
	size_t count = links_say(s, node_digest);
	for (size_t i = 0; i < count; i++) {
		struct opaque_item *item = &s->nodes[s->sayings[i].node].item;
		item->digest = digest_join(item->digest, s->sayings[i].digest);
	}
}

static void
links_name(struct sorting *s)
{
	size_t count = links_say(s, node_name);
	for (size_t i = 0; i < count; i++) {
		struct node *node = &s->nodes[s->sayings[i].node];
		node->links = digest_join(node->links, s->sayings[i].digest);
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

/* May it be chosen, too?  Alike, and linked to the very same: all such may. */
static bool
is_twin(const struct node *a, const struct node *b)
{
	return node_compare(&a, &b) == 0 && digest_equal(a->links, b->links);
}

/*
 * One of the first in every group that are alike is chosen, with its twins, one
 * after another: thousands may answer one.  False when there are none any more.
 */
static bool
alike_choose(struct sorting *s)
{
	bool chosen = false;
	size_t first = 0; /* of those that are alike */
	for (size_t i = 0; i < s->count; i++) {
		s->nodes[i].met = 0;
		s->nodes[i].last = NULL;
	}
	for (size_t i = 0; i < s->count; i++) {
		struct node *node = s->sorted[i], *group = &s->nodes[node->group];
		if (node_compare(&s->sorted[first], &s->sorted[i]) != 0)
			first = i;
		if (group->met > first &&
		    (group->last == NULL || is_twin(group->last, node))) {
			node->marked = digest_mark(group->last == NULL
				? node->item.digest
				: group->last->marked, '!');
			node->chosen = chosen = true;
			group->last = node;
		}
		group->met = i + 1;
	}
	for (size_t i = 0; i < s->count; i++) {
		struct node *node = &s->nodes[i];
		if (node->chosen)
			node->item.digest = node->marked;
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
	links_name(&s);
	while (alike_choose(&s))
		nodes_refine(&s);
	if (count > 1)
		qsort(s.sorted, count, sizeof(*s.sorted), node_compare_group);
	size_t *order = ARENA_ARRAY(scratch, size_t, count);
	for (size_t i = 0; i < count; i++)
		order[i] = s.sorted[i]->number;
	return order;
}
