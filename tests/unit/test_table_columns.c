/*
 * Widths of a table's columns: enough for each, the room taken up, given where
 * the rows come out low.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "render/print/column.h"

static const int least[] = { 4, 4 };

static bool
share(int *widths, const int *natural, const int *parts, int room)
{
	struct arena *arena = arena_new();
	struct columns columns = { 1, 2, natural, parts, least };
	bool fits = columns_share(widths, arena, &columns, room);
	arena_free(arena);
	return fits;
}

static void
takes_the_room(void **state)
{
	int widths[2];
	(void)state;
	assert_true(share(widths, (int[]){ 6, 8 }, (int[]){ 1, 1 }, 28));
	assert_in_range(widths[0] + widths[1], 27, 28); /* rounded */
	assert_true(widths[0] >= 6 && widths[1] >= 8);
	assert_true(share(widths, (int[]){ 40, 90 }, (int[]){ 1, 1 }, 28));
	assert_in_range(widths[0] + widths[1], 27, 28); /* rounded */
	assert_false(share(widths, (int[]){ 4, 4 }, (int[]){ 1, 1 }, 7));
}

/* Two items of 10 need as much as one of 20. */
static void
counts_given_lines(void **state)
{
	int widths[2];
	(void)state;
	assert_true(share(widths, (int[]){ 10, 10 }, (int[]){ 1, 2 }, 14));
	assert_int_equal(widths[1], 10);
	assert_true(share(widths, (int[]){ 10, 10 }, (int[]){ 2, 1 }, 14));
	assert_int_equal(widths[0], 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_the_room),
		cmocka_unit_test(counts_given_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
