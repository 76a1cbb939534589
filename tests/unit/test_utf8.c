/*
 * UTF-8: every code point there and back, every malformed shape refused at
 * every position; widths and the classes of Chinese characters.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/utf8.h"

/*
 * Length of the well-formed sequence at `s` by table 3-7 of the Unicode
 * standard, 0 for none: another way to say it than the program's.
 */
static size_t
sequence_by_table(const unsigned char *s, size_t len)
{
	static const struct {
		unsigned char bytes, low[4], high[4];
	} rows[] = {
		{ 1, { 0x00 }, { 0x7F } },
		{ 2, { 0xC2, 0x80 }, { 0xDF, 0xBF } },
		{ 3, { 0xE0, 0xA0, 0x80 }, { 0xE0, 0xBF, 0xBF } },
		{ 3, { 0xE1, 0x80, 0x80 }, { 0xEC, 0xBF, 0xBF } },
		{ 3, { 0xED, 0x80, 0x80 }, { 0xED, 0x9F, 0xBF } },
		{ 3, { 0xEE, 0x80, 0x80 }, { 0xEF, 0xBF, 0xBF } },
		{ 4, { 0xF0, 0x90, 0x80, 0x80 }, { 0xF0, 0xBF, 0xBF, 0xBF } },
		{ 4, { 0xF1, 0x80, 0x80, 0x80 }, { 0xF3, 0xBF, 0xBF, 0xBF } },
		{ 4, { 0xF4, 0x80, 0x80, 0x80 }, { 0xF4, 0x8F, 0xBF, 0xBF } },
	};
	for (size_t r = 0; r < sizeof(rows) / sizeof(*rows); r++) {
		size_t n = 0;
		while (n < rows[r].bytes && n < len && s[n] >= rows[r].low[n] &&
		    s[n] <= rows[r].high[n])
			n++;
		if (n == rows[r].bytes)
			return n;
	}
	return 0;
}

/* Exactly as many bytes as the text has, so that a read beyond is noticed. */
static void
assert_next_as_table(const unsigned char *bytes, size_t len)
{
	unsigned char exact[4];
	struct text t = { (const char *)exact + 4 - len, len };
	memcpy(exact + 4 - len, bytes, len);
	size_t pos = 0, want = sequence_by_table(bytes, len);
	uint32_t code = utf8_next(t, &pos);
	assert_int_equal(pos, want == 0 ? 1 : want);
	assert_int_equal(code == UTF8_BAD, want == 0);
}

static void
test_every_code_point_there_and_back(void **state)
{
	(void)state;
	for (uint32_t code = 0; code <= 0x10FFFF; code++) {
		char bytes[5] = { 0 };
		if (code >= 0xD800 && code <= 0xDFFF)
			continue;
		size_t n = utf8_encode(code, bytes), pos = 0;
		struct text t = { bytes, n };
		if (sequence_by_table((unsigned char *)bytes, n) != n ||
		    utf8_next(t, &pos) != code || pos != n ||
		    utf8_previous(t, &pos) != code || pos != 0)
			fail_msg("U+%04X", code);
	}
}

static void
test_one_and_two_bytes(void **state)
{
	(void)state;
	for (unsigned a = 0; a < 256; a++) {
		assert_next_as_table((unsigned char[]){ (unsigned char)a }, 1);
		for (unsigned b = 0; b < 256; b++)
			assert_next_as_table((unsigned char[]){
				(unsigned char)a, (unsigned char)b }, 2);
	}
}

static void
test_three_and_four_bytes(void **state)
{
	(void)state;
	/* The edges of every range of the table, and their neighbours. */
	static const unsigned char edge[] = { 0x00, 0x41, 0x7F, 0x80, 0x81,
		0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0,
		0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5,
		0xF8, 0xFC, 0xFE, 0xFF };
	const size_t n = sizeof(edge);
	for (size_t i = 0; i < n * n * n * n; i++) {
		unsigned char s[] = { edge[i % n], edge[i / n % n],
			edge[i / n / n % n], edge[i / n / n / n] };
		assert_next_as_table(s, 3);
		assert_next_as_table(s, 4);
	}
}

static void
test_check_at_every_position(void **state)
{
	(void)state;
	static const char *const broken[] = {
		"\x80",             /* a continuation alone */
		"\xC0\xAF",         /* overlong / */
		"\xE0\x80\xAF",     /* overlong / */
		"\xF0\x80\x80\xAF", /* overlong / */
		"\xE0\x9F\xBF",     /* overlong U+07FF */
		"\xED\xA0\x80",     /* surrogate U+D800 */
		"\xED\xBF\xBF",     /* surrogate U+DFFF */
		"\xF4\x90\x80\x80", /* U+110000 */
		"\xF8\x88\x80\x80\x80",
		"\xE7\x82",     /* Han cut off */
		"\xF0\xA0\xAE", /* Han of plane 2 cut off */
		"\xFE", "\xFF",
	};
	static const char sound[] = "点a评é𠮷";
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		for (size_t cut = 0; cut < sizeof(sound); cut++) {
			char text[64];
			if (cut < sizeof(sound) - 1 &&
			    ((unsigned char)sound[cut] & 0xC0) == 0x80)
				continue;
			int n = snprintf(text, sizeof(text), "%.*s%s%s",
			    (int)cut, sound, broken[i], sound + cut);
			assert_int_equal(utf8_check((struct text){ text,
			                     (size_t)n }), cut);
		}
	}
	assert_int_equal(utf8_check(text_of(sound)), sizeof(sound) - 1);
	assert_int_equal(utf8_check(TEXT_LIT("")), 0);
	assert_int_equal(utf8_check((struct text){ "a\0b", 3 }), 3);
}

/* A slice that ends inside a character must not be read beyond its end. */
static void
test_cut_off_inside_a_larger_text(void **state)
{
	(void)state;
	static const char han[] = "点评";
	for (size_t len = 0; len <= 6; len++) {
		size_t whole = len / 3 * 3;
		assert_int_equal(utf8_check((struct text){ han, len }), whole);
	}
	size_t pos = 3;
	assert_int_equal(utf8_next((struct text){ han, 4 }, &pos), UTF8_BAD);
	assert_int_equal(pos, 4);
}

static void
test_previous_walks_back(void **state)
{
	(void)state;
	static const char sound[] = "a点é𠮷\xCC\x81z";
	struct text t = text_of(sound);
	uint32_t forward[16], backward[16];
	size_t n = 0, m = 0, pos = 0;
	while (pos < t.len)
		forward[n++] = utf8_next(t, &pos);
	while (pos > 0)
		backward[m++] = utf8_previous(t, &pos);
	assert_int_equal(n, 6);
	assert_int_equal(m, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(forward[i], backward[n - 1 - i]);
}

static void
test_tail(void **state)
{
	(void)state;
	assert_true(text_is(utf8_tail(TEXT_LIT(""), 4), ""));
	assert_true(text_is(utf8_tail(TEXT_LIT("点评"), 6), "点评"));
	assert_true(text_is(utf8_tail(TEXT_LIT("点评"), 5), "评"));
	assert_true(text_is(utf8_tail(TEXT_LIT("点评"), 3), "评"));
	assert_true(text_is(utf8_tail(TEXT_LIT("点评"), 2), ""));
	assert_true(text_is(utf8_tail(TEXT_LIT("点评a"), 2), "a"));
	assert_true(text_is(utf8_tail(TEXT_LIT("点评"), 0), ""));
}

static void
test_count(void **state)
{
	(void)state;
	assert_int_equal(utf8_count(TEXT_LIT("")), 0);
	assert_int_equal(utf8_count(TEXT_LIT("abc")), 3);
	assert_int_equal(utf8_count(TEXT_LIT("点评a𠮷é")), 5);
	assert_int_equal(utf8_count((struct text){ "a\0b", 3 }), 3);
}

static void
assert_width(uint32_t code, int width)
{
	if (utf8_width_of(code) != width)
		fail_msg("U+%04X has width %d, not %d", code,
		    utf8_width_of(code), width);
}

static void
test_width_of_text_people_write(void **state)
{
	(void)state;
	assert_width('a', 1);
	assert_width(' ', 1);
	assert_width(0xE9, 1);
	assert_width(0x70B9, 2);   /* 点 */
	assert_width(0x3007, 2);   /* 〇 */
	assert_width(0x3400, 2);
	assert_width(0x9FFF, 2);
	assert_width(0x20BB7, 2);  /* 𠮷 */
	assert_width(0x31350, 2);  /* extension H */
	assert_width(0x3000, 2);   /* ideographic space */
	assert_width(0x3001, 2);   /* 、 */
	assert_width(0xFF0C, 2);   /* ， */
	assert_width(0xFF21, 2);   /* Ａ */
	assert_width(0xFF61, 1);   /* half-width ｡ */
	assert_width(0xFFE5, 2);   /* ￥ */
	assert_width(0xAC00, 2);
	assert_width(0x303F, 1);   /* half-fill space, the odd one */
	assert_int_equal(utf8_width(TEXT_LIT("点评a，1")), 8);
	assert_int_equal(utf8_width(TEXT_LIT("")), 0);
	/* A byte that is no UTF-8 is shown as one replacement. */
	assert_int_equal(utf8_width(TEXT_LIT("a\xFF\xFE")), 3);
}

/* Vertical forms are East Asian Width W as the other presentation forms. */
static void
test_width_of_vertical_forms(void **state)
{
	(void)state;
	for (uint32_t code = 0xFE10; code <= 0xFE19; code++)
		assert_width(code, 2);
	for (uint32_t code = 0xFE30; code <= 0xFE52; code++)
		assert_width(code, 2);
}

static void
test_combining_marks_take_no_cell(void **state)
{
	(void)state;
	static const uint32_t marks[] = { 0x0300, 0x036F, 0x0483, 0x20D0,
		0x20DD, 0x302A, 0x302D, 0x3099, 0xFE00, 0xFE0F, 0xFE20, 0x200B,
		0x200D, 0xFEFF, 0xE0100, 0xE01EF };
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		assert_width(marks[i], 0);
	assert_int_equal(utf8_width(TEXT_LIT("e\xCC\x81")), 1);
	assert_int_equal(utf8_width(TEXT_LIT("点\xE2\x83\x9D")), 2);
}

/* Mn of scripts a name or a quotation may be in. */
static void
test_combining_marks_of_other_scripts(void **state)
{
	(void)state;
	static const uint32_t marks[] = { 0x05BF, 0x0670, 0x06E1, 0x0941,
		0x0F72, 0x1885, 0xA806 };
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		assert_width(marks[i], 0);
}

static void
test_han_and_kin(void **state)
{
	(void)state;
	static const uint32_t han[] = { 0x3007, 0x3005, 0x3400, 0x4DBF, 0x4E00,
		0x9FFF, 0xF900, 0x20000, 0x2A6DF, 0x30000, 0x323AF };
	static const uint32_t not_han[] = { 'a', '1', 0x3001, 0x3002, 0xFF0C,
		0x4DC0, 0x3042, 0xAC00, 0x2014, 0x33FF, 0xA000, 0x40000 };
	static const uint32_t kin[] = { 0x70B9, 0x3042, 0x30A2, 0x3105,
		0xAC00 };
	for (size_t i = 0; i < sizeof(han) / sizeof(*han); i++)
		assert_true(utf8_is_han(han[i]));
	for (size_t i = 0; i < sizeof(not_han) / sizeof(*not_han); i++)
		assert_false(utf8_is_han(not_han[i]));
	for (size_t i = 0; i < sizeof(kin) / sizeof(*kin); i++)
		assert_true(utf8_is_cjk(kin[i]));
	assert_false(utf8_is_cjk('a'));
	assert_false(utf8_is_cjk(0xFF0C));
	assert_false(utf8_is_cjk(0x3000));
}

static void
test_chinese_punctuation(void **state)
{
	(void)state;
	static const char marks[] =
	    "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·％～￥「」『』﹏／＋";
	static const char others[] = "a1点, .;:?!()<>[]-%~é";
	struct text t = text_of(marks);
	for (size_t pos = 0; pos < t.len;) {
		uint32_t code = utf8_next(t, &pos);
		if (!utf8_is_cjk_punctuation(code))
			fail_msg("U+%04X is Chinese punctuation", code);
		assert_false(utf8_is_han(code));
	}
	t = text_of(others);
	for (size_t pos = 0; pos < t.len;) {
		uint32_t code = utf8_next(t, &pos);
		if (utf8_is_cjk_punctuation(code))
			fail_msg("U+%04X is no Chinese punctuation", code);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_code_point_there_and_back),
		cmocka_unit_test(test_one_and_two_bytes),
		cmocka_unit_test(test_three_and_four_bytes),
		cmocka_unit_test(test_check_at_every_position),
		cmocka_unit_test(test_cut_off_inside_a_larger_text),
		cmocka_unit_test(test_previous_walks_back),
		cmocka_unit_test(test_tail),
		cmocka_unit_test(test_count),
		cmocka_unit_test(test_width_of_text_people_write),
		cmocka_unit_test(test_width_of_vertical_forms),
		cmocka_unit_test(test_combining_marks_take_no_cell),
		cmocka_unit_test(test_combining_marks_of_other_scripts),
		cmocka_unit_test(test_han_and_kin),
		cmocka_unit_test(test_chinese_punctuation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
