/*
 * What a word was meant as, when only its forms differ.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "read/likeness.h"

static struct arena *arena;

static void
assert_narrow(const char *word, const char *want)
{
	assert_string_equal(word_narrow(arena, text_of(word)).at, want);
}

static void
words_are_narrowed(void **state)
{
	(void)state;
	assert_narrow("", "");
	assert_narrow("　 ", "");
	assert_narrow("王某", "王某");
	assert_narrow("ＡＢｃ－１２", "ABc-12");
	assert_narrow(" 王　某 ", "王某");
	assert_narrow("王\xC2\xA0某", "王某");
	assert_narrow("Li  Jing", "Li Jing");
	assert_narrow("第 3 季度", "第3季度");
	assert_narrow("“王某”", "王某");
	assert_narrow("＂“王某”＂", "王某");
	assert_narrow("“王某", "\"王某");
	assert_narrow("王\xE2\x80\x8B某\xEF\xBB\xBF", "王某");
	assert_narrow("甲，乙", "甲,乙");
	assert_string_equal(
	    arena_small(arena, TEXT_LIT("ABz-Ä1")).at, "abz-Ä1");
}

static void
near_words_differ_in_one_character(void **state)
{
	(void)state;
	static const char *const near[][2] = { { "title", "titl" },
		{ "title", "titles" }, { "title", "ttle" },
		{ "title", "tixle" }, { "点评人", "点评" },
		{ "点评人", "点评认" }, { "a", "" },
		{ "title", "titel" }, { "点评人", "评点人" } };
	static const char *const far[][2] = { { "title", "title" },
		{ "title", "titl-e-" }, { "title", "tit" },
		{ "abcd", "dbca" },
		{ "点评人", "评人点" }, { "甲乙", "丙丁" } };
	for (size_t i = 0; i < sizeof(near) / sizeof(*near); i++) {
		struct text a = text_of(near[i][0]), b = text_of(near[i][1]);
		assert_true(word_is_near(a, b));
		assert_true(word_is_near(b, a));
	}
	for (size_t i = 0; i < sizeof(far) / sizeof(*far); i++) {
		struct text a = text_of(far[i][0]), b = text_of(far[i][1]);
		assert_false(word_is_near(a, b));
		assert_false(word_is_near(b, a));
	}
}

/* Every day of some years, in every way it is written. */
static void
dates_are_guessed(void **state)
{
	(void)state;
	static const char *const forms[] = { "%ld年%ld月%ld日", "%ld/%ld/%ld",
		"%ld.%ld.%ld", "%ld-%ld-%ld", "%04ld%02ld%02ld",
		"%ld年%02ld月%02ld号", "%ld . %ld . %ld", "%ld－%ld－%ld" };
	for (long n = date_number("2007-12-30");
	     n < date_number("2009-01-03"); n++) {
		char iso[DATE_ROOM], guess[DATE_ROOM];
		date_from_number(n, iso);
		long year = strtol(iso, NULL, 10),
		     month = strtol(iso + 5, NULL, 10),
		     day = strtol(iso + 8, NULL, 10);
		for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
			const char *text = arena_printf(
			    arena, forms[i], year, month, day);
			assert_true(date_guess(arena, text_of(text), guess));
			assert_string_equal(guess, iso);
		}
	}
}

static void
numerals_are_read(void **state)
{
	(void)state;
	static const char *const written[][2] = {
		{ "二〇一〇年十月五日", "2010-10-05" },
		{ "二○一○年十月十日", "2010-10-10" },
		{ "二零一〇年十一月三十日", "2010-11-30" },
		{ "二〇一〇年一月二十一日", "2010-01-21" },
		{ "二〇一〇年十二月十二日", "2010-12-12" },
	};
	char guess[DATE_ROOM];
	for (size_t i = 0; i < sizeof(written) / sizeof(*written); i++) {
		assert_true(
		    date_guess(arena, text_of(written[i][0]), guess));
		assert_string_equal(guess, written[i][1]);
	}
	static const char *const unclear[] = { "", "2010", "二〇一〇年",
		"2010年10月", "10年10月5日", "2010年13月1日", "2010年2月29日",
		"2010年10月5日前", "约2010年10月5日", "5/10/2010", "201010",
		"2010年10月5日-6日", "99999999999", "20101005123",
		"2010年100月5日" };
	for (size_t i = 0; i < sizeof(unclear) / sizeof(*unclear); i++)
		if (date_guess(arena, text_of(unclear[i]), guess))
			fail_msg("%s is taken for %s", unclear[i], guess);
}

static void
a_month_is_shorter(void **state)
{
	(void)state;
	char last[DATE_ROOM];
	assert_true(date_lacks_day(arena, TEXT_LIT("2010-09-31"), last));
	assert_string_equal(last, "2010-09-30");
	assert_true(date_lacks_day(arena, TEXT_LIT("2010年2月30日"), last));
	assert_string_equal(last, "2010-02-28");
	assert_true(date_lacks_day(arena, TEXT_LIT("20120230"), last));
	assert_string_equal(last, "2012-02-29");
	assert_true(date_lacks_day(arena, TEXT_LIT("2010.12.32"), last));
	assert_string_equal(last, "2010-12-31");
	assert_false(date_lacks_day(arena, TEXT_LIT("2010-13-31"), last));
	assert_false(date_lacks_day(arena, TEXT_LIT("2010-09-00"), last));
	assert_false(date_lacks_day(arena, TEXT_LIT("9月31日"), last));
}

static void
a_year_is_missed(void **state)
{
	(void)state;
	char day[6];
	assert_true(date_lacks_year(arena, TEXT_LIT("10月5日"), day));
	assert_string_equal(day, "10-05");
	assert_true(date_lacks_year(arena, TEXT_LIT("２月２９号"), day));
	assert_string_equal(day, "02-29");
	assert_false(date_lacks_year(arena, TEXT_LIT("2010年10月5日"), day));
	assert_false(date_lacks_year(arena, TEXT_LIT("13月5日"), day));
	assert_false(date_lacks_year(arena, TEXT_LIT("今天"), day));
}

static int
open_all(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
close_all(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_narrowed),
		cmocka_unit_test(near_words_differ_in_one_character),
		cmocka_unit_test(dates_are_guessed),
		cmocka_unit_test(numerals_are_read),
		cmocka_unit_test(a_month_is_shorter),
		cmocka_unit_test(a_year_is_missed),
	};
	return cmocka_run_group_tests(tests, open_all, close_all);
}
