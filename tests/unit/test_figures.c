/*
 * The figures of an edition against a plain list of cells, in any order of
 * setting; tallies and nodes by name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "chance.h"
#include "model/figures.h"

#define SIDE 7 /* nodes a dimension */

static struct tally_list
tallies_of(struct arena *arena, size_t count, size_t dimensions)
{
	struct tally_list list;
	list.count = count;
	list.items = ARENA_ARRAY(arena, const struct tally *, count);
	for (size_t i = 0; i < count; i++) {
		struct tally *tally = ARENA_NEW(arena, struct tally);
		tally->name = arena_printf(arena, "t%zu", i);
		tally->dimension_count = dimensions;
		list.items[i] = tally;
	}
	return list;
}

static struct tally_place
place_at(size_t index)
{
	struct tally_place place = { { 0 } };
	place.nodes[0] = (uint32_t)(index / SIDE);
	place.nodes[1] = (uint32_t)(index % SIDE);
	return place;
}

static uint32_t state_of_chance;

/* Numerical Recipes' generator; the high bits are the better ones. */
static unsigned
below(unsigned end)
{
	state_of_chance = state_of_chance * 1664525u + 1013904223u;
	return (state_of_chance >> 8) % end;
}

static struct figure
figure_by_chance(void)
{
	struct figure figure = { 0 };
	figure.state = (enum figure_state)below(3);
	if (figure.state == FIGURE_OPEN)
		figure.value = 1 + below(1000);
	return figure;
}

struct plain {
	bool set[2][SIDE * SIDE];
	struct figure figures[2][SIDE * SIDE];
	size_t seen, last_tally, last;
};

static void
look(void *context, size_t tally, struct tally_place place,
    struct figure figure)
{
	struct plain *plain = context;
	size_t index = place.nodes[0] * SIDE + place.nodes[1];
	assert_true(plain->set[tally][index]);
	assert_int_equal(figure.state, plain->figures[tally][index].state);
	assert_int_equal(figure.value, plain->figures[tally][index].value);
	if (plain->seen++ > 0 && tally == plain->last_tally)
		assert_true(plain->last < index);
	else if (plain->seen > 1)
		assert_true(tally > plain->last_tally);
	plain->last_tally = tally;
	plain->last = index;
}

static void
round_by_chance(void)
{
	struct arena *arena = arena_new();
	struct tally_list list = tallies_of(arena, 2, 2);
	struct figures *figures = figures_new(arena, list);
	struct plain plain = { 0 };
	size_t count = below(120), set = 0;
	for (size_t i = 0; i < count; i++) {
		size_t tally = below(2);
		size_t index = below(SIDE * SIDE);
		struct figure figure = figure_by_chance();
		plain.set[tally][index] = true;
		plain.figures[tally][index] = figure;
		figures_set(figures, arena, tally, place_at(index), figure);
	}
	for (size_t t = 0; t < 2; t++) {
		for (size_t i = 0; i < SIDE * SIDE; i++) {
			struct figure got = figures_get(figures, t, place_at(i));
			struct figure want = plain.figures[t][i];
			assert_int_equal(got.state, want.state);
			assert_int_equal(got.value, want.value);
			set += want.state != FIGURE_ZERO;
		}
	}
	for (size_t t = 0; t < 2; t++)
		figures_each(figures, t, arena, look, &plain);
	assert_int_equal(plain.seen, set);
	arena_free(arena);
}

static void
test_cells(void **state)
{
	(void)state;
	state_of_chance = chance_seed();
	for (size_t i = chance_rounds(3000); i > 0; i--)
		round_by_chance();
}

static void
test_cell_that_nobody_set_is_nothing(void **state)
{
	struct arena *arena = arena_new();
	struct figures *figures =
	    figures_new(arena, tallies_of(arena, 1, 2));
	(void)state;
	struct figure figure = figures_get(figures, 0, place_at(0));
	assert_int_equal(figure.state, FIGURE_ZERO);
	assert_int_equal(figure.value, 0);
	arena_free(arena);
}

static void
test_tally_find(void **state)
{
	struct arena *arena = arena_new();
	struct tally_list list = tallies_of(arena, 3, 1);
	(void)state;
	assert_int_equal(tally_find(&list, "t0"), 0);
	assert_int_equal(tally_find(&list, "t2"), 2);
	assert_int_equal(tally_find(&list, "t"), -1);
	assert_int_equal(tally_find(&list, ""), -1);
	list.count = 0;
	assert_int_equal(tally_find(&list, "t0"), -1);
	arena_free(arena);
}

static void
test_node_find(void **state)
{
	struct arena *arena = arena_new();
	struct tally_node nodes[] = {
		{ "", "", 0, false },
		{ "jidian", "机电学院", 0, false },
		{ "jidian", "机电学院", 1, true },
		{ "jiaogong", "教工支部", 1, false },
	};
	struct tally_dimension dimension = { .nodes = nodes,
		.node_count = 4 };
	(void)state;
	table_init(&dimension.node_ids, arena);
	table_add(&dimension.node_ids, TEXT_LIT("jidian"), &nodes[1]);
	table_add(&dimension.node_ids, TEXT_LIT("jiaogong"), &nodes[3]);
	assert_int_equal(tally_node_find(&dimension, TEXT_LIT("")), 0);
	assert_int_equal(tally_node_find(&dimension, TEXT_LIT("jidian")), 1);
	assert_int_equal(tally_node_find(&dimension, TEXT_LIT("jiaogong")), 3);
	assert_int_equal(tally_node_find(&dimension, TEXT_LIT("nope")), -1);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_cell_that_nobody_set_is_nothing),
		cmocka_unit_test(test_tally_find),
		cmocka_unit_test(test_node_find),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
