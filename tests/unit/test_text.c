/*
 * Slices: compared, cut and trimmed by bytes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/text.h"

#define assert_text(t, s) assert_true(text_is((t), (s)))

static void
test_equal(void **state)
{
	(void)state;
	assert_true(text_equal(TEXT_LIT(""), TEXT_LIT("")));
	assert_true(text_equal(TEXT_LIT("点评"), text_of("点评")));
	assert_false(text_equal(TEXT_LIT("点评"), TEXT_LIT("点")));
	assert_false(text_equal(TEXT_LIT("ab"), TEXT_LIT("aB")));
	/* NUL bytes count. */
	assert_false(text_equal((struct text){ "a\0b", 3 }, TEXT_LIT("a")));
	assert_false(text_is((struct text){ "a\0", 2 }, "a"));
	assert_true(text_is((struct text){ "abc", 2 }, "ab"));
	assert_int_equal(TEXT_LIT("通报").len, 6);
}

static void
test_lines(void **state)
{
	(void)state;
	assert_int_equal(text_lines(TEXT_LIT("")), 0);
	assert_int_equal(text_lines(TEXT_LIT("a")), 0);
	assert_int_equal(text_lines(TEXT_LIT("a\n")), 1);
	assert_int_equal(text_lines(TEXT_LIT("\n\na\nb")), 3);
	assert_int_equal(text_lines((struct text){ "\0\n\n", 2 }), 1);
}

static void
test_starts_and_ends(void **state)
{
	(void)state;
	struct text t = { "content/a.mdX", 12 };
	assert_true(text_starts(t, "content/"));
	assert_true(text_starts(t, ""));
	assert_true(text_ends(t, ".md"));
	assert_false(text_ends(t, "X")); /* beyond the slice */
	assert_true(text_ends(t, ""));
	assert_false(text_starts(TEXT_LIT("a"), "ab"));
	assert_false(text_ends(TEXT_LIT("b"), "ab"));
	assert_true(text_starts(t, "content/a.md"));
	assert_false(text_starts(t, "content/a.mdX"));
}

static void
test_from_and_cut(void **state)
{
	(void)state;
	struct text t = TEXT_LIT("abcdef");
	assert_text(text_from(t, 0), "abcdef");
	assert_text(text_from(t, 4), "ef");
	assert_text(text_from(t, 6), "");
	assert_text(text_from(t, 7), "");
	assert_text(text_from(t, SIZE_MAX), "");
	assert_ptr_equal(text_from(t, 99).at, t.at + 6);
	assert_text(text_cut(t, 1, 3), "bc");
	assert_text(text_cut(t, 3, 3), "");
	assert_text(text_cut(t, 0, 6), "abcdef");
}

static int
sign(int n)
{
	return (n > 0) - (n < 0);
}

static void
test_find_rare(void **state)
{
	(void)state;
	struct text t = TEXT_LIT("a<b<!-c<!--d<!--");
	assert_ptr_equal(text_find_rare(t, 0, TEXT_LIT("<!--")), t.at + 7);
	assert_ptr_equal(text_find_rare(t, 7, TEXT_LIT("<!--")), t.at + 7);
	assert_ptr_equal(text_find_rare(t, 8, TEXT_LIT("<!--")), t.at + 12);
	assert_null(text_find_rare(t, 13, TEXT_LIT("<!--")));
	assert_null(text_find_rare(t, t.len, TEXT_LIT("<!--")));
	/* What would go on behind the end is not there. */
	t.len--;
	assert_null(text_find_rare(t, 8, TEXT_LIT("<!--")));
	assert_null(text_find_rare(TEXT_LIT(""), 0, TEXT_LIT("<")));
}

static void
test_compare_is_an_order_by_bytes(void **state)
{
	(void)state;
	static const char *const ordered[] = { "", "a", "a-b", "a/b", "ab",
		"b", "\x7F", "\xC3\xA9", "点", "点评", "评" };
	size_t n = sizeof(ordered) / sizeof(*ordered);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			assert_int_equal(sign(text_compare(text_of(ordered[i]),
			                     text_of(ordered[j]))),
			    (i > j) - (i < j));
}

static void
test_trim(void **state)
{
	(void)state;
	assert_text(text_trim(TEXT_LIT("  a b\t\r\n")), "a b");
	assert_text(text_trim(TEXT_LIT("")), "");
	assert_text(text_trim(TEXT_LIT(" \t\r\n ")), "");
	assert_text(text_trim(TEXT_LIT("a")), "a");
	/* Only ASCII white space: an ideographic space is the author's. */
	assert_text(text_trim(TEXT_LIT("　a　")), "　a　");
	assert_text(text_trim(TEXT_LIT("\xC2\xA0")), "\xC2\xA0");
}

static void
test_trim_leaves_other_bytes(void **state)
{
	(void)state;
	struct text t = text_trim((struct text){ " \0a\0 ", 5 });
	assert_int_equal(t.len, 3);
	assert_memory_equal(t.at, "\0a\0", 3);
	assert_text(text_trim(TEXT_LIT("\v\fa\x01")), "\v\fa\x01");
}

static void
test_line_by_line(void **state)
{
	(void)state;
	static const char *const lines[] = { "a\n", "\n", "bc" };
	struct text rest = TEXT_LIT("a\n\nbc");
	assert_int_equal(text_until(rest, 0, '\n'), 1);
	assert_int_equal(text_until(rest, 2, '\n'), 2);
	assert_int_equal(text_until(rest, 3, '\n'), 5);
	assert_int_equal(text_until(rest, 5, '\n'), 5);
	for (size_t i = 0; i < 3; i++)
		assert_true(text_is(text_line(&rest), lines[i]));
	assert_int_equal(rest.len, 0);
	assert_int_equal(text_line(&rest).len, 0);
}

static void
test_hex_digits(void **state)
{
	(void)state;
	static const char digits[] = "0123456789abcdefABCDEF",
			  no[] = "gG`@/:\x10\x19 ";
	for (int i = 0; digits[i] != '\0'; i++)
		assert_int_equal(text_hex_digit(digits[i]), i < 16 ? i : i - 6);
	for (int i = 0; i < (int)sizeof(no); i++)
		assert_int_equal(text_hex_digit(no[i]), -1);
	assert_int_equal(text_hex_digit('\xC1'), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_starts_and_ends),
		cmocka_unit_test(test_from_and_cut),
		cmocka_unit_test(test_find_rare),
		cmocka_unit_test(test_compare_is_an_order_by_bytes),
		cmocka_unit_test(test_line_by_line),
		cmocka_unit_test(test_hex_digits),
		cmocka_unit_test(test_trim),
		cmocka_unit_test(test_trim_leaves_other_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
