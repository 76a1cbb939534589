/* Trails: what is of lower numbers is given back, all else stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include "base/trail.h"

enum { NUMBERS = 200, PIECE = 100 << 10, PAGE = 4 << 10 };

static char *pieces[NUMBERS];

static char
mark_of(size_t number)
{
	return (char)('A' + number % 26);
}

static void
piece_take(struct trail *trail, size_t number)
{
	pieces[number] = arena_take(trail->arena, PIECE);
	memset(pieces[number], mark_of(number), PIECE);
	trail_step(trail, (uint32_t)number);
}

static void
assert_whole(size_t number)
{
	assert_int_equal(pieces[number][0], mark_of(number));
	assert_memory_equal(pieces[number], pieces[number] + 1, PIECE - 1);
}

/* Has the system nothing any more where it began? */
static bool
is_gone(size_t number)
{
	unsigned char there;
	char *page = pieces[number] + (-(uintptr_t)pieces[number] & (PAGE - 1));
	return mincore(page, PAGE, &there) != 0 && errno == ENOMEM;
}

static void
test_lower_numbers_go(void **state)
{
	(void)state;
	struct trail trail;
	trail_open(&trail);
	for (size_t i = 0; i < NUMBERS; i++)
		piece_take(&trail, i);
	for (size_t drop = 0; drop <= NUMBERS; drop += 7) {
		size_t gone = 0;
		trail_drop(&trail, (uint32_t)drop);
		for (size_t i = 0; i < NUMBERS; i++)
			gone += is_gone(i);
		/* Nothing that is needed, and all but two chunks (2 MiB). */
		assert_in_range(gone, drop < 50 ? 0 : drop - 50, drop);
		for (size_t i = drop; i < NUMBERS; i++)
			assert_whole(i);
	}
	trail_close(&trail);
}

/* 0, 2, 4, …, then 1, 3, 5, …: what comes late goes with those before it. */
static void
test_numbers_that_come_late(void **state)
{
	(void)state;
	struct trail trail;
	trail_open(&trail);
	for (size_t i = 0; i < NUMBERS; i += 2)
		piece_take(&trail, i);
	for (size_t i = 1; i < NUMBERS; i += 2)
		piece_take(&trail, i);
	trail_drop(&trail, NUMBERS / 2);
	for (size_t i = NUMBERS / 2; i < NUMBERS; i += 2)
		assert_whole(i);
	for (size_t i = 1; i < NUMBERS; i += 2)
		assert_whole(i);
	assert_true(is_gone(0));
	trail_close(&trail);
}

/* As new, and nothing is of it that was. */
static void
test_all_go(void **state)
{
	(void)state;
	struct trail trail;
	trail_open(&trail);
	trail_drop(&trail, 5);
	for (size_t round = 0; round < 3; round++) {
		for (size_t i = 0; i < NUMBERS; i++)
			piece_take(&trail, i);
		trail_drop(&trail, UINT32_MAX);
		assert_true(is_gone(0));
		piece_take(&trail, NUMBERS - 1);
		assert_whole(NUMBERS - 1);
		trail_clear(&trail);
	}
	trail_close(&trail);
}

/* A chunk that no step was told of, as its number had a fault. */
static void
test_numbers_left_out(void **state)
{
	(void)state;
	struct trail trail;
	trail_open(&trail);
	for (size_t i = 0; i < NUMBERS; i++) {
		pieces[i] = arena_take(trail.arena, PIECE);
		memset(pieces[i], mark_of(i), PIECE);
		if (i % 50 == 49)
			trail_step(&trail, (uint32_t)i);
	}
	trail_drop(&trail, 149);
	for (size_t i = 149; i < NUMBERS; i++)
		assert_whole(i);
	assert_true(is_gone(0));
	arena_lock(trail.arena);
	arena_unlock(trail.arena);
	assert_whole(NUMBERS - 1);
	trail_close(&trail);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lower_numbers_go),
		cmocka_unit_test(test_numbers_that_come_late),
		cmocka_unit_test(test_all_go),
		cmocka_unit_test(test_numbers_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
