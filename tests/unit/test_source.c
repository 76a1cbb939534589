/*
 * Places: line, column in display cells, excerpt, width of what is underlined.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include "base/source.h"
#include "base/utf8.h"

struct example {
	const char *what, *text;
	uint32_t start, end;
	uint32_t line, column, character, width;
	const char *excerpt;
};

static const struct example examples[] = {
	{ "the first byte", "abc\ndef\n", 0, 1, 1, 1, 1, 1, "abc" },
	{ "the second line", "abc\ndef\n", 5, 7, 2, 2, 2, 2, "def" },
	{ "an empty span", "abc\n", 1, 1, 1, 2, 2, 1, "abc" },
	{ "an empty file", "", 0, 0, 1, 1, 1, 1, "" },
	{ "the end of a file without an end of line", "ab", 2, 2, 1, 3, 3, 1,
	    "ab" },
	{ "the end of a file with one", "ab\n", 3, 3, 2, 1, 1, 1, "" },
	{ "beyond the end", "ab\ncd", 99, 120, 2, 3, 3, 1, "cd" },
	{ "the line end itself", "ab\ncd", 2, 3, 1, 3, 3, 1, "ab" },
	{ "a blank line", "a\n\nb", 2, 2, 2, 1, 1, 1, "" },
	{ "over several lines: to the end of the first", "ab\ncd\nef", 1, 7, 1,
	    2, 2, 1, "ab" },
	{ "Han is two cells wide", "点评: 好", 0, 6, 1, 1, 1, 4, "点评: 好" },
	{ "after Han", "点评: 好", 8, 11, 1, 7, 5, 2, "点评: 好" },
	{ "a tab goes to the next stop", "\tx", 1, 2, 1, 9, 2, 1, "\tx" },
	{ "a tab after a letter", "ab\tx", 3, 4, 1, 9, 4, 1, "ab\tx" },
	{ "a tab at the stop", "12345678\tx", 9, 10, 1, 17, 10, 1,
	    "12345678\tx" },
	{ "a tab after Han", "点评\t。", 7, 10, 1, 9, 4, 2, "点评\t。" },
	{ "a tab that is underlined", "ab\tx", 2, 3, 1, 3, 3, 6, "ab\tx" },
	{ "a combining mark takes no cell", "e\xCC\x81x", 3, 4, 1, 2, 3, 1,
	    "e\xCC\x81x" },
	{ "what is underlined is a combining mark", "e\xCC\x81x", 1, 3, 1, 2, 2,
	    1, "e\xCC\x81x" },
	{ "CRLF is no part of the line", "ab\r\ncd\r\n", 4, 6, 2, 1, 1, 2,
	    "cd" },
	{ "the return of CRLF", "ab\r\ncd", 2, 3, 1, 3, 3, 1, "ab" },
	{ "the line feed of CRLF", "ab\r\ncd", 3, 4, 1, 3, 3, 1, "ab" },
	{ "broken UTF-8 is one cell a byte", "\xFF\xFEx", 2, 3, 1, 3, 3, 1,
	    "\xFF\xFEx" },
	{ "a span that ends inside a character", "点评", 0, 1, 1, 1, 1, 2,
	    "点评" },
	{ "a byte order mark takes no cell", "\xEF\xBB\xBF" "ab", 3, 4, 1, 1, 2,
	    1, "\xEF\xBB\xBF" "ab" },
};

static void
assert_place(const struct example *e)
{
	struct source source = { .path = "x.md",
		.text = text_of(e->text) };
	struct place p =
	    source_place(&source, (struct span){ 1, e->start, e->end });
	if (p.line != e->line || p.column != e->column ||
	    p.character != e->character || p.width != e->width ||
	    !text_is(p.excerpt, e->excerpt))
		fail_msg("%s: line %u column %u character %u width %u “%.*s”",
		    e->what, p.line, p.column, p.character, p.width,
		    TEXT_ARG(p.excerpt));
}

static void
test_places(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++)
		assert_place(&examples[i]);
}

/* No position of any span may lead out of the text. */
static void
test_every_span_of_a_text(void **state)
{
	(void)state;
	static const char bytes[] = "a\t点\r\n\xFF\xE7\x82\n\n评\xCC\x81";
	struct source source = { .path = "x",
		.text = { bytes, sizeof(bytes) - 1 } };
	for (uint32_t start = 0; start <= sizeof(bytes) + 2; start++) {
		for (uint32_t end = start; end <= sizeof(bytes) + 2; end++) {
			struct place p = source_place(&source,
			    (struct span){ 1, start, end });
			assert_true(p.line >= 1 && p.line <= 4);
			assert_true(p.column >= 1 && p.character >= 1);
			assert_true(p.width >= 1);
			assert_true(p.excerpt.at >= bytes);
			assert_true(p.excerpt.at + p.excerpt.len <=
			    bytes + sizeof(bytes) - 1);
			assert_null(memchr(p.excerpt.at, '\n', p.excerpt.len));
		}
	}
}

static void
test_numbers_and_paths(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct sources sources;
	sources_init(&sources, arena);
	assert_int_equal(sources.count, 1);
	assert_string_equal(source_at(&sources, 0)->path, "");
	char path[32];
	for (uint32_t i = 1; i <= 5000; i++) {
		snprintf(path, sizeof(path), "content/%u.md", i);
		assert_int_equal(sources_add(&sources, path), i);
	}
	path[0] = 'X'; /* it was copied */
	assert_string_equal(source_at(&sources, 5000)->path,
	    "content/5000.md");
	assert_string_equal(source_at(&sources, 1)->path, "content/1.md");
	assert_int_equal(source_at(&sources, 77)->text.len, 0);
	assert_non_null(source_at(&sources, 77)->text.at);
	arena_free(arena);
}

static void
test_span_cut(void **state)
{
	(void)state;
	struct span s = span_cut((struct span){ 3, 100, 200 }, 5, 9);
	assert_int_equal(s.source, 3);
	assert_int_equal(s.start, 105);
	assert_int_equal(s.end, 109);
}

/* Asked in any order, points are those that counting from the start gives. */
static void
test_points_in_any_order(void **state)
{
	(void)state;
	static const char bytes[] = "a\n点评\r\n\n\xFF评x\n";
	struct source source = { .path = "x",
		.text = { bytes, sizeof(bytes) - 1 } };
	for (uint32_t step = 1; step < 13; step += 2) {
		for (uint32_t i = 0, at = 0; i < 40; i++) {
			at = (at + step) % (sizeof(bytes) + 2);
			struct source fresh = { .path = "x",
				.text = source.text };
			struct point a = source_point(&source, at),
				     b = source_point(&fresh, at);
			assert_int_equal(a.line, b.line);
			assert_int_equal(a.byte, b.byte);
			assert_int_equal(a.character, b.character);
		}
	}
	struct point p = source_point(&source, 5);
	assert_int_equal(p.line, 2);
	assert_int_equal(p.byte, 4);
	assert_int_equal(p.character, 2);
}

/* Far along a line it is remembered where others were. */
static void
test_places_on_a_long_line(void **state)
{
	(void)state;
	static char bytes[30000];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = "a\t点\xFF評b"[i % 10];
	struct source source = { .path = "x",
		.text = { bytes, sizeof(bytes) } };
	for (uint32_t i = 0, at = 0; i < 2000; i++) {
		at = (at + (i % 3 == 0 ? 28999 : 1021)) % sizeof(bytes);
		struct source fresh = { .path = "x", .text = source.text };
		struct span span = { 1, at, at + 5 };
		struct place a = source_place(&source, span),
			     b = source_place(&fresh, span);
		assert_int_equal(a.column, b.column);
		assert_int_equal(a.character, b.character);
		assert_int_equal(a.width, b.width);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_points_in_any_order),
		cmocka_unit_test(test_places_on_a_long_line),
		cmocka_unit_test(test_every_span_of_a_text),
		cmocka_unit_test(test_numbers_and_paths),
		cmocka_unit_test(test_span_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
