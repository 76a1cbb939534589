/*
 * The order of records whose ids may not be seen: the same whatever order they
 * are given in, up to what can change places.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/buf.h"
#include "scope/opaque.h"
#include "chance.h"

#define ITEMS_MOST 16

struct graph {
	size_t count, link_count;
	struct opaque_item items[ITEMS_MOST];
	struct opaque_link links[ITEMS_MOST];
};

static size_t
item_add(struct graph *g, const char *date, const char *text)
{
	g->items[g->count] = (struct opaque_item){ date, 1,
		digest_of(text_of(text)) };
	return g->count++;
}

static void
link_add(struct graph *g, size_t from, size_t to)
{
	g->links[g->link_count++] = (struct opaque_link){ from, to,
		digest_of(TEXT_LIT("review")) };
}

/* A review, so many replies, the first of which was amended so often. */
static void
review_add(struct graph *g, size_t replies, size_t amendments)
{
	size_t review = item_add(g, "2010-09-01", "r"), reply = 0;
	for (size_t i = 0; i < replies; i++)
		link_add(g, item_add(g, "2010-09-02", "y"), review);
	reply = review + 1;
	for (size_t i = 0; i < amendments; i++)
		link_add(g, item_add(g, "2010-09-03", "a"), reply);
}

static int
pair_compare(const void *pa, const void *pb)
{
	return memcmp(pa, pb, 2 * sizeof(size_t));
}

/* Dates in their order, then links from place to place. */
static const char *
numbered(struct arena *arena, const struct graph *g)
{
	size_t place[ITEMS_MOST], pairs[ITEMS_MOST][2];
	struct buf buf = BUF_INIT;
	const size_t *order = opaque_sort(
	    arena, g->items, g->count, g->links, g->link_count);
	for (size_t i = 0; i < g->count; i++) {
		place[order[i]] = i;
		buf_printf(&buf, "%s ", g->items[order[i]].date + 8);
	}
	for (size_t i = 0; i < g->link_count; i++) {
		pairs[i][0] = place[g->links[i].from];
		pairs[i][1] = place[g->links[i].to];
	}
	qsort(pairs, g->link_count, sizeof(*pairs), pair_compare);
	for (size_t i = 0; i < g->link_count; i++)
		buf_printf(&buf, "%zu>%zu ", pairs[i][0], pairs[i][1]);
	const char *words = arena_string(arena, buf.at);
	buf_free(&buf);
	return words;
}

static struct graph
shuffled(const struct graph *g)
{
	struct graph made = { .count = g->count,
		.link_count = g->link_count };
	size_t to[ITEMS_MOST];
	for (size_t i = 0; i < g->count; i++) {
		size_t j = chance_of(i + 1);
		to[i] = to[j];
		to[j] = i;
	}
	for (size_t i = 0; i < g->count; i++)
		made.items[to[i]] = g->items[i];
	for (size_t i = 0; i < g->link_count; i++) {
		size_t j = chance_of(i + 1);
		made.links[i] = made.links[j];
		made.links[j] = (struct opaque_link){ to[g->links[i].from],
			to[g->links[i].to], g->links[i].how };
	}
	return made;
}

static void
test_whatever_order_they_come_in(void **state)
{
	static const size_t reviews[][4][2] = {
		{ { 1, 0 }, { 1, 0 }, { 1, 0 }, { 1, 0 } },
		{ { 2, 0 }, { 2, 0 }, { 2, 0 } },
		{ { 2, 1 }, { 2, 1 }, { 2, 0 } },
		{ { 2, 2 }, { 2, 2 } },
		{ { 1, 1 }, { 2, 1 }, { 2, 1 } },
		{ { 5, 3 }, { 4, 0 } },
	};
	chance_row = chance_seed();
	(void)state;
	for (size_t i = 0; i < sizeof(reviews) / sizeof(*reviews); i++) {
		struct arena *arena = arena_new();
		struct graph g = { 0 };
		for (size_t j = 0; j < 4 && reviews[i][j][0] > 0; j++)
			review_add(&g, reviews[i][j][0], reviews[i][j][1]);
		const char *first = numbered(arena, &g);
		for (int n = 0; n < 200; n++) {
			struct graph other = shuffled(&g);
			assert_string_equal(numbered(arena, &other), first);
		}
		arena_free(arena);
	}
}

/* A quarter of a university of which readers see only that it was. */
static void
test_thousands_that_are_alike(void **state)
{
	struct arena *arena = arena_new();
	size_t count = 15000;
	struct opaque_item *items =
	    ARENA_ARRAY(arena, struct opaque_item, 2 * count);
	struct opaque_link *links =
	    ARENA_ARRAY(arena, struct opaque_link, count);
	(void)state;
	for (size_t i = 0; i < count; i++) {
		items[i] = (struct opaque_item){ .date = "2010-09-01",
			.organisation = i / 20 };
		items[count + i] = (struct opaque_item){ .date = "2010-09-02",
			.organisation = i / 20 };
		links[i] = (struct opaque_link){ .from = count + i, .to = i };
	}
	alarm(60);
	const size_t *order =
	    opaque_sort(arena, items, 2 * count, links, count);
	alarm(0);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(order[count + i], count + order[i]);
	arena_free(arena);
}

/* Two reviews that many answered, of which nothing is seen but that they did. */
static void
test_thousands_behind_one(void **state)
{
	struct arena *arena = arena_new();
	size_t count = 4000;
	struct opaque_item *items =
	    ARENA_ARRAY(arena, struct opaque_item, count + 2);
	struct opaque_link *links =
	    ARENA_ARRAY(arena, struct opaque_link, count);
	(void)state;
	for (size_t i = 0; i < count; i++) {
		items[i] = (struct opaque_item){ .date = "2010-09-02" };
		links[i] = (struct opaque_link){ .from = i,
			.to = count + i % 2 };
	}
	items[count].date = items[count + 1].date = "2010-09-01";
	alarm(10);
	const size_t *order =
	    opaque_sort(arena, items, count + 2, links, count);
	alarm(0);
	/* Two groups that are alike: always one of the first's, one of the other's. */
	for (size_t i = 0; i < count; i++)
		assert_int_equal(count + order[2 + i] % 2, order[i % 2]);
	arena_free(arena);
}

static void
test_none(void **state)
{
	struct arena *arena = arena_new();
	(void)state;
	opaque_sort(arena, NULL, 0, NULL, 0);
	struct opaque_item one = { .date = "" };
	assert_int_equal(opaque_sort(arena, &one, 1, NULL, 0)[0], 0);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whatever_order_they_come_in),
		cmocka_unit_test(test_thousands_that_are_alike),
		cmocka_unit_test(test_thousands_behind_one),
		cmocka_unit_test(test_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
