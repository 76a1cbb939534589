/*
 * Hostile Markdown of 64 KiB is refused or done in a time that plain text of
 * the same size, measured in the same run, also takes, but for a factor.  The
 * factor is large beside the noise and small beside what it is about: without
 * the guard cmark 0.30.2 takes thousands of times as long.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/os.h"
#include "read/front.h"
#include "read/lines.h"
#include "read/load.h"
#include "read/markdown.h"
#include "read/yaml.h"
#include "render/html.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define SIZE 65536
#define FACTOR 300

struct outcome {
	double seconds;
	bool refused;
	size_t html;
};

static struct outcome
run(struct text text)
{
	struct outcome outcome = { 0, false, 0 };
	struct arena *arena = arena_new();
	struct section_list sections = { NULL, 0, 0 };
	struct diags diags;
	struct buf html = BUF_INIT;
	struct span where = { 1, 0, (uint32_t)text.len };
	diags_init(&diags, arena);
	double start = os_thread_seconds();
	sections_split(&sections, arena, text, where, &diags);
	struct node *tree = markdown_parse(arena, text, where, &diags);
	if (tree != NULL)
		html_put_node(&html, tree);
	outcome.seconds = os_thread_seconds() - start;
	outcome.refused = tree == NULL;
	outcome.html = html.len;
	buf_free(&html);
	arena_free(arena);
	return outcome;
}

/* `piece` over and over, between `before` and `after`. */
static void
fill(struct buf *buf, const char *before, const char *piece, const char *after)
{
	buf_clear(buf);
	buf_puts(buf, before);
	while (buf->len + strlen(piece) + strlen(after) <= SIZE)
		buf_puts(buf, piece);
	buf_puts(buf, after);
}

static double
plain_seconds(void)
{
	struct buf buf = BUF_INIT;
	double best = 0;
	fill(&buf, "", "自活动开展以来，各支部围绕中心工作，广泛征求意见。\n\n",
	    "");
	for (int i = 0; i < 5; i++) {
		struct outcome outcome = run(buf_text(&buf));
		assert_false(outcome.refused);
		if (i == 0 || outcome.seconds < best)
			best = outcome.seconds;
	}
	buf_free(&buf);
	return best;
}

static void
assert_quick(const char *name, struct text text, double plain)
{
	struct outcome outcome = run(text);
	double factor = outcome.seconds / plain;
	/* Once more, should something else have had the processor. */
	if (factor > FACTOR)
		factor = run(text).seconds / plain;
	print_message("%-40.40s %s %6.1f times plain text, %zu bytes of HTML\n",
	    name, outcome.refused ? "refused, " : "done in  ", factor,
	    outcome.html);
	assert_true(factor <= FACTOR);
}

/* ---- one piece over and over ---- */

static void
repeated_pieces_are_quick(void **state)
{
	(void)state;
	static const char *const pieces[] = { "> ", ">", "- ", "* ", "+ ",
		"1. ", ">- ", "[", "]", "![", "[a](", "[a](<b", "[a][",
		"![[]()", "[ (](", "*a_ ", "*a **a ", "a** b*", "_a ", "a_ ",
		"_a*_ ", "__a_", "*", "**", "* a*", "甲*", "“*甲", "甲**“",
		"**甲“", "“**甲”**", "*“*", "`", "e`", "``e", "&", "&copy;",
		"&#1;", "<", "<a ", "<!--", "a<!--", "a<!A ", "a<?",
		"a<![CDATA[", "</", "<http://", "\\", "\\*", "---\n", "===\n",
		"a\n", "甲\n", "\n", "\r", " ", "\t", "#", "# a\n", "```\n",
		"```a\n~~~\n", "[a]: /u\n", "[a]: /u\n[a]\n", "|",
		"| a | b |\n", "\\|", "| a | b |\n|-|-|\n", "|-|-|\n", ":-:|",
		"{", "## a {#b}\n", "## {", "{scope=a}\n" };
	struct buf buf = BUF_INIT;
	double plain = plain_seconds();
	for (size_t i = 0; i < COUNT(pieces); i++) {
		fill(&buf, "", pieces[i], "");
		assert_quick(pieces[i], buf_text(&buf), plain);
	}
	buf_free(&buf);
}

/* ---- shapes that are known to hurt ---- */

static void
known_shapes_are_quick(void **state)
{
	(void)state;
	static const struct {
		const char *before, *piece, *after;
	} shapes[] = {
		/* GHSA-66g8-4hjf-77xh, to the depth that the guard lets by */
		{ "> > > > > > > > > > > > > > > > > > > > > > > > > > > > > "
		  "> ",
		    "a*", "" },
		{ "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - "
		  "x\n",
		    "\n", "" },
		{ "> - - - - - - - - - - - - - - - - - - - - - - - - - - - - - "
		  "x\n",
		    ">\n", "" },
		{ "* * * * * * * * * * * * * * * * * * * * * * * * * * * * * "
		  "* ",
		    "a*", "" },
		{ ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>\n", "a\n", "" },
		{ "", ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> [a](b)\n", "" },
		{ "a**b", "c* ", "" },
		{ "[a]: /xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n\n", "[a]",
		    "" },
		{ "| a | b | c | d | e | f | g |\n|-|-|-|-|-|-|-|\n", "a\n",
		    "" },
		{ "| a |\n|-|\n", "> | a |\n> |-|\n| b |\n\n", "" },
		{ "```\n", "## 甲 {scope=a}\n", "" },
	};
	struct buf buf = BUF_INIT;
	double plain = plain_seconds();
	for (size_t i = 0; i < COUNT(shapes); i++) {
		fill(&buf, shapes[i].before, shapes[i].piece, shapes[i].after);
		assert_quick(shapes[i].before, buf_text(&buf), plain);
	}
	buf_free(&buf);
}

static void
growing_shapes_are_quick(void **state)
{
	(void)state;
	struct buf buf = BUF_INIT;
	double plain = plain_seconds();
	for (int i = 0; buf.len < SIZE; i++)
		buf_printf(&buf, "%*s- a\n", i % 98 * 2, "");
	assert_quick("nested lists", buf_text(&buf), plain);
	buf_clear(&buf);
	for (int i = 1; buf.len < SIZE; i++)
		buf_printf(&buf, "e%.*s", i % 300,
		    "````````````````````````````````````````````````````````");
	assert_quick("backticks of all lengths", buf_text(&buf), plain);
	buf_clear(&buf);
	for (int i = 0; buf.len < SIZE; i++)
		buf_printf(&buf, "[%d]: /u\n\n[%d]\n\n", i, i / 2);
	assert_quick("many definitions", buf_text(&buf), plain);
	buf_clear(&buf);
	for (int i = 0; i < SIZE / 8; i++)
		buf_puts(&buf, "|a");
	buf_puts(&buf, "|\n");
	for (int i = 0; i < SIZE / 8; i++)
		buf_puts(&buf, "|-");
	buf_puts(&buf, "|\n");
	while (buf.len < SIZE)
		buf_puts(&buf, "b\n");
	assert_quick("wide table, short rows", buf_text(&buf), plain);
	buf_clear(&buf);
	for (int i = 0; i < SIZE / 4; i++)
		buf_puts(&buf, "[");
	buf_puts(&buf, "a");
	for (int i = 0; i < SIZE / 4; i++)
		buf_puts(&buf, "]");
	assert_quick("nested brackets", buf_text(&buf), plain);
	buf_clear(&buf);
	for (int i = 0; i < SIZE / 14; i++)
		buf_puts(&buf, "*a **a ");
	for (int i = 0; i < SIZE / 14; i++)
		buf_puts(&buf, " a** a*");
	assert_quick("nested emphasis", buf_text(&buf), plain);
	buf_clear(&buf);
	for (int i = 0; i < SIZE / 14; i++)
		buf_puts(&buf, "**“");
	for (int i = 0; i < SIZE / 14; i++)
		buf_puts(&buf, "”**");
	assert_quick("nested emphasis in Chinese", buf_text(&buf), plain);
	buf_free(&buf);
}

/* ---- what grows as the text does, and no faster ---- */

#define TIMES 16
#define AS_MUCH_MOST (4 * TIMES)

static double
best_seconds(void (*work)(struct text), const char *before, const char *piece,
    const char *after, size_t size)
{
	struct buf buf = BUF_INIT;
	double best = 0;
	buf_puts(&buf, before);
	while (buf.len + strlen(piece) + strlen(after) <= size)
		buf_puts(&buf, piece);
	buf_puts(&buf, after);
	for (int i = 0; i < 3; i++) {
		double start = os_thread_seconds();
		work(buf_text(&buf));
		double seconds = os_thread_seconds() - start;
		if (i == 0 || seconds < best)
			best = seconds;
	}
	buf_free(&buf);
	return best;
}

/* TIMES as long, it takes about TIMES as much, not the square of that. */
static void
assert_linear(void (*work)(struct text), const char *before, const char *piece,
    const char *after)
{
	double small = best_seconds(work, before, piece, after, SIZE / 4);
	double large =
	    best_seconds(work, before, piece, after, SIZE / 4 * TIMES);
	print_message("%6.1f times as much\n", large / small);
	assert_true(large <= AS_MUCH_MOST * small);
}

static void
front_work(struct text text)
{
	struct arena *arena = arena_new();
	struct front front;
	struct diags diags;
	diags_init(&diags, arena);
	front_split(&front, text, 1, &diags);
	arena_free(arena);
}

static void
lines_work(struct text text)
{
	struct arena *arena = arena_new();
	struct lines lines;
	lines_init(&lines, arena, text);
	arena_free(arena);
}

static void
lines_grow_as_their_text(void **state)
{
	(void)state;
	assert_linear(lines_work, "", "甲\n", "");
	assert_linear(lines_work, "", "甲\r\n", "");
	/* Of an old Macintosh: there is no other mark to be found. */
	assert_linear(lines_work, "", "甲\r", "");
	assert_linear(lines_work, "", "甲", "\r");
}

static void
source_work(struct text text)
{
	struct arena *arena = arena_new();
	struct sources sources;
	struct diags diags;
	struct table overlay;
	sources_init(&sources, arena);
	diags_init(&diags, arena);
	table_init(&overlay, arena);
	table_add(&overlay, TEXT_LIT("a.md"), &text);
	struct loading loading = { .sources = &sources,
		.diags = &diags,
		.overlay = &overlay };
	source_read(&loading, sources_add(&sources, "a.md"), "a.md", SIZE_MAX,
	    arena);
	arena_free(arena);
}

static void
files_grow_as_their_text(void **state)
{
	(void)state;
	assert_linear(source_work, "", "甲\n", "");
	/* What git leaves, many times, and its other side at the end or never. */
	assert_linear(source_work, "", "<<<<<<<\n", "=======\n");
	assert_linear(source_work, "", "<<<<<<<\n", "");
	assert_linear(source_work, "", "<<<<<<<\n=======\n>>>>>>>\n", "");
}

static void
fields_grow_as_their_text(void **state)
{
	(void)state;
	/* Each may be meant as the end of the fields, and is not. */
	assert_linear(front_work, "---\n", "--\n", "---\n");
	assert_linear(front_work, "---\n", "——\na: 1\n", "---\n");
	assert_linear(front_work, "---\n", "a: 1\n", "");
}

static void
yaml_work(struct text text)
{
	struct arena *arena = arena_new();
	struct diags diags;
	diags_init(&diags, arena);
	yaml_parse(arena, text, (struct span){ 1, 0, (uint32_t)text.len },
	    &diags);
	arena_free(arena);
}

static void
slips_grow_as_their_text(void **state)
{
	(void)state;
	/* To each of them the lines below it may belong. */
	assert_linear(yaml_work, "甲:\n", "  [乙]\n", "");
	assert_linear(yaml_work, "甲:\n", "  [\"乙]\n", "");
	assert_linear(yaml_work, "甲:\n", "  [\"乙\n", "");
}

static void
entry_work(struct text text)
{
	struct arena *arena = arena_new(), *scratch = arena_new();
	struct programme programme = { 0 };
	struct corpus corpus = { .programme = &programme };
	struct source source = { .path = "a.md", .text = text };
	struct diags diags;
	diags_init(&diags, arena);
	assert_null(entry_read(
	    &corpus, "a", &source, 1, arena, scratch, &diags));
	arena_free(scratch);
	arena_free(arena);
}

/* As many colons and brackets as there are bytes. */
static void
label_work(struct text text)
{
	struct buf buf = BUF_INIT;
	buf_puts(&buf, "---\n---\nscope: [");
	for (size_t i = 0; i < text.len; i++)
		buf_putc(&buf, i < text.len / 2 ? ':' : ']');
	entry_work(buf_text(&buf));
	buf_free(&buf);
}

static void
records_grow_as_their_text(void **state)
{
	(void)state;
	/* Fields below their end, where a label may be written. */
	assert_linear(entry_work, "---\n---\nscope: [", ":],", "");
	assert_linear(label_work, "", "a", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(repeated_pieces_are_quick),
		cmocka_unit_test(known_shapes_are_quick),
		cmocka_unit_test(growing_shapes_are_quick),
		cmocka_unit_test(lines_grow_as_their_text),
		cmocka_unit_test(files_grow_as_their_text),
		cmocka_unit_test(fields_grow_as_their_text),
		cmocka_unit_test(slips_grow_as_their_text),
		cmocka_unit_test(records_grow_as_their_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
