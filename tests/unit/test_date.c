/*
 * Days: which there are, how far apart they lie, and in Chinese.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/date.h"

static void
days_that_there_are(void **state)
{
	(void)state;
	static const char *const days[] = { "0001-01-01", "2000-02-29",
		"2010-10-15", "9999-12-31" };
	static const char *const none[] = { "", "2010-10-5", "2010-10-15 ",
		"0000-01-01", "1900-02-29", "2010-02-29", "2010-13-01",
		"2010-00-10", "2010-10-00", "2010-10-32", "2010/10/15",
		"+201-10-15", "2010- 1-15" };
	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++)
		assert_true(date_is_valid(text_of(days[i])));
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_false(date_is_valid(text_of(none[i])));
}

static void
numbers_and_back(void **state)
{
	(void)state;
	char day[DATE_ROOM];
	long first = date_number("0001-01-01"), last = date_number("9999-12-31");
	assert_int_equal(last - first, 3652058);
	for (long n = first; n <= last; n += 97) {
		date_from_number(n, day);
		assert_true(date_is_valid(text_of(day)));
		assert_int_equal(date_number(day), n);
		assert_int_equal(date_weekday(day),
		    (date_weekday("0001-01-01") + (n - first) % 7) % 7);
	}
	assert_int_equal(date_between("2010-02-28", "2010-03-01"), 1);
	assert_int_equal(date_between("2012-03-01", "2012-02-28"), -2);
	assert_int_equal(date_weekday("2010-10-15"), 5);
}

static void
the_next_day(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	assert_string_equal(date_after(arena, "2010-02-28"), "2010-03-01");
	assert_string_equal(date_after(arena, "2011-12-31"), "2012-01-01");
	assert_string_equal(date_after(arena, "9999-12-31"), "9999-12-31");
	assert_string_equal(date_after(arena, ""), "");
	assert_string_equal(date_after(arena, "2010-02-29"), "2010-02-29");
	arena_free(arena);
}

static void
days_in_chinese(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	static const char *const others[] = { "", "2010-1-5", "2010--1-05",
		" 2010-10-15", "+201-10-15", "2010-99-99", "二〇一〇年" };
	assert_string_equal(date_in_han(arena, "2010-10-15"), "2010年10月15日");
	assert_string_equal(date_in_han(arena, "2010-01-05"), "2010年1月5日");
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_string_equal(date_in_han(arena, others[i]), others[i]);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_that_there_are),
		cmocka_unit_test(numbers_and_back),
		cmocka_unit_test(the_next_day),
		cmocka_unit_test(days_in_chinese),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
