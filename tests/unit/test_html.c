/*
 * HTML of trees that are made by hand: what CommonMark's examples, which
 * tests/spec/commonmark.c runs, don't show.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/picture.h"
#include "render/html.h"

static int
setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static struct node *
add(struct arena *arena, struct node *parent, enum node_kind kind,
    const char *text)
{
	struct node *node = node_new(arena, kind);
	node->text = text_of(text);
	if (parent != NULL)
		node_append(parent, node);
	return node;
}

static void
assert_html(const struct node *node, const char *expected)
{
	struct buf buf = BUF_INIT;
	html_put_node(&buf, node);
	assert_string_equal(buf.at, expected);
	buf_free(&buf);
}

static void
assert_escaped(const char *text, const char *expected)
{
	struct buf buf = BUF_INIT;
	html_put_escaped(&buf, text_of(text));
	assert_string_equal(buf.at, expected);
	buf_free(&buf);
}

static void
four_characters_are_escaped(void **state)
{
	(void)state;
	assert_escaped("", "");
	assert_escaped("点评", "点评");
	assert_escaped("<&>\"'", "&lt;&amp;&gt;&quot;'");
	assert_escaped("a&amp;b", "a&amp;amp;b");
	assert_escaped("\"", "&quot;");
}

/* Wherever they stand among others, and with no byte of those read wrongly. */
static void
escapes_stand_anywhere(void **state)
{
	(void)state;
	static const char *const pieces[] = { "&", "<", ">", "\"", "'", "=",
		"?", "#", "\x01", "点", "é", "\x7F", "a", "，" };
	static const char *const escaped[] = { "&amp;", "&lt;", "&gt;",
		"&quot;", "'", "=", "?", "#", "", "点", "é", "", "a", "，" };
	uint32_t seed = 1;
	for (int round = 0; round < 20000; round++) {
		struct buf text = BUF_INIT, expected = BUF_INIT;
		for (int i = round % 40; i > 0; i--) {
			seed = seed * 1664525 + 1013904223;
			/* Few of the four, so that there are runs without. */
			size_t at = (seed >> 8) % 4 == 0
			    ? (seed >> 16) % 4
			    : 4 + (seed >> 16) % 10;
			buf_puts(&text, pieces[at]);
			buf_puts(&expected, escaped[at]);
		}
		assert_escaped(text.at, expected.at);
		buf_free(&text);
		buf_free(&expected);
	}
}

static void
raw_html_is_shown(void **state)
{
	struct node *root = node_new(*state, NODE_DOCUMENT);
	add(*state, root, NODE_HTML_BLOCK,
	    "<script>\nalert(\"1\")\n</script>\n");
	struct node *p = add(*state, root, NODE_PARAGRAPH, "");
	add(*state, p, NODE_TEXT, "甲");
	add(*state, p, NODE_HTML, "<img src=x onerror=\"y\">");
	assert_html(root,
	    "<pre class=\"html\">&lt;script&gt;\nalert(&quot;1&quot;)\n"
	    "&lt;/script&gt;\n</pre>\n"
	    "<p>甲&lt;img src=x onerror=&quot;y&quot;&gt;</p>\n");
}

static void
unsafe_addresses_are_empty(void **state)
{
	static const struct {
		const char *address, *written;
	} cases[] = {
		{ "javascript:alert(1)", "" },
		{ "JaVaScRiPt:alert(1)", "" },
		{ "vbscript:x", "" },
		{ "file:///etc/passwd", "" },
		{ "data:text/html,x", "" },
		{ "DATA:image/svg+xml,x", "" },
		{ "data:image/png;base64,AA", "data:image/png;base64,AA" },
		{ "data:image/GIF;base64,AA", "data:image/GIF;base64,AA" },
		{ "data:image/jpeg,x", "data:image/jpeg,x" },
		{ "data:image/webp,x", "data:image/webp,x" },
		{ "javascripted/a", "javascripted/a" },
		{ "a?b=javascript:c", "a?b=javascript:c" },
		{ "file", "file" },
		/* No browser takes these for a scheme. */
		{ "\x01javascript:x", "%01javascript:x" },
		{ " javascript:x", "%20javascript:x" },
		{ "java\tscript:x", "java%09script:x" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf link = BUF_INIT, image = BUF_INIT;
		buf_printf(&link, "<a href=\"%s\"></a>", cases[i].written);
		buf_printf(
		    &image, "<img src=\"%s\" alt=\"\" />", cases[i].written);
		assert_html(
		    add(*state, NULL, NODE_LINK, cases[i].address), link.at);
		assert_html(
		    add(*state, NULL, NODE_IMAGE, cases[i].address), image.at);
		buf_free(&link);
		buf_free(&image);
	}
}

static void
addresses_cannot_leave_their_quotes(void **state)
{
	assert_html(add(*state, NULL, NODE_LINK, "a\" onclick='x' <b>&c"),
	    "<a href=\"a%22%20onclick=&#39;x&#39;%20%3Cb%3E&amp;c\"></a>");
	assert_html(add(*state, NULL, NODE_LINK, "通报%20.html?a=[1]"),
	    "<a href=\"%E9%80%9A%E6%8A%A5%20.html?a=%5B1%5D\"></a>");
	struct node *link = add(*state, NULL, NODE_LINK, "u");
	link->title = text_of("\"><b>&");
	assert_html(
	    link, "<a href=\"u\" title=\"&quot;&gt;&lt;b&gt;&amp;\"></a>");
}

static void
descriptions_of_images_have_no_markup(void **state)
{
	struct node *image = add(*state, NULL, NODE_IMAGE, "a.png");
	image->title = text_of("题");
	struct node *strong = add(*state, image, NODE_STRONG, "");
	add(*state, strong, NODE_TEXT, "图<1>");
	add(*state, image, NODE_SOFT_BREAK, "");
	struct node *inner = add(*state, image, NODE_IMAGE, "b.png");
	add(*state, inner, NODE_CODE, "c\"");
	add(*state, image, NODE_HTML, "<i>");
	struct node *link = add(*state, image, NODE_LINK, "d");
	add(*state, link, NODE_TEXT, "e");
	assert_html(image,
	    "<img src=\"a.png\" alt=\"图&lt;1&gt; c&quot;&lt;i&gt;e\" "
	    "title=\"题\" />");
}

static void
lists_are_tight_or_loose(void **state)
{
	for (int tight = 0; tight < 2; tight++) {
		struct node *list = node_new(*state, NODE_LIST);
		list->ordered = true;
		list->level = 3;
		list->tight = tight;
		struct node *item = add(*state, list, NODE_ITEM, "");
		struct node *p = add(*state, item, NODE_PARAGRAPH, "");
		add(*state, p, NODE_TEXT, "甲");
		assert_html(list,
		    tight
			? "<ol start=\"3\">\n<li>甲</li>\n</ol>\n"
			: "<ol start=\"3\">\n<li>\n<p>甲</p>\n</li>\n</ol>\n");
	}
}

static struct node *
table_of(struct arena *arena, int heads, int rows, int columns)
{
	struct node *table = node_new(arena, NODE_TABLE);
	table->level = heads;
	for (int i = 0; i < rows; i++) {
		struct node *row = add(arena, table, NODE_ROW, "");
		for (int j = 0; j < columns; j++) {
			struct node *cell = add(arena, row, NODE_CELL, "");
			char letter = (char)('a' + i * columns + j);
			node_append(cell,
			    node_text(arena, (struct text){ &letter, 1 }));
			cell->align = (enum node_align)(j % 4);
		}
	}
	return table;
}

#define TABLE(rows)                                                            \
	"<div class=\"scroll\" tabindex=\"0\">\n<table>\n" rows                \
	"</table>\n</div>\n"
#define TH "<th scope=\"col\""

static void
tables_have_head_and_body(void **state)
{
	assert_html(table_of(*state, 1, 2, 2),
	    TABLE("<thead>\n<tr>\n" TH ">a</th>\n" TH " class=\"left\">b</th>\n"
		  "</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n"
		  "<td class=\"left\">d</td>\n</tr>\n</tbody>\n"));
	assert_html(table_of(*state, 1, 1, 4),
	    TABLE("<thead>\n<tr>\n" TH ">a</th>\n" TH
		  " class=\"left\">b</th>\n" TH " class=\"centre\">c</th>\n" TH
		  " class=\"right\">d</th>\n</tr>\n</thead>\n"));
	assert_html(table_of(*state, 2, 3, 1),
	    TABLE("<thead>\n<tr>\n" TH ">a</th>\n</tr>\n<tr>\n" TH ">b</th>\n"
		  "</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n</tr>\n"
		  "</tbody>\n"));
	assert_html(table_of(*state, 0, 2, 1),
	    TABLE("<tbody>\n<tr>\n<td>a</td>\n</tr>\n<tr>\n<td>b</td>\n"
		  "</tr>\n</tbody>\n"));
	assert_html(node_new(*state, NODE_TABLE), TABLE(""));
}

/* What a row is of; an empty cell says nothing. */
static void
tables_have_captions_and_row_heads(void **state)
{
	struct node *table = table_of(*state, 1, 3, 2);
	table->text = text_of("甲<乙");
	table->row_heads = true;
	node_remove(table->last->first->first);
	assert_html(table,
	    TABLE("<caption>甲&lt;乙</caption>\n<thead>\n<tr>\n" TH ">a</th>\n" TH
		  " class=\"left\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
		  "<th scope=\"row\">c</th>\n<td class=\"left\">d</td>\n</tr>\n"
		  "<tr>\n<td></td>\n<td class=\"left\">f</td>\n</tr>\n"
		  "</tbody>\n"));
}

static void
code_names_its_language(void **state)
{
	struct node *code = add(*state, NULL, NODE_CODE_BLOCK, "a<b\n");
	assert_html(code, "<pre><code>a&lt;b\n</code></pre>\n");
	code->title = text_of("{lua} \"x\"");
	assert_html(code,
	    "<pre><code class=\"language-{lua}\">a&lt;b\n</code></pre>\n");
	code->title = text_of("\"><b>");
	assert_html(code,
	    "<pre><code class=\"language-&quot;&gt;&lt;b&gt;\">a&lt;b\n"
	    "</code></pre>\n");
}

static void
it_appends_to_what_is_there(void **state)
{
	struct buf buf = BUF_INIT;
	struct node *p = node_new(*state, NODE_PARAGRAPH);
	add(*state, p, NODE_TEXT, "甲");
	buf_puts(&buf, "<td>");
	html_put_node(&buf, p);
	assert_string_equal(buf.at, "<td><p>甲</p>\n");
	html_put_node(&buf, p);
	assert_string_equal(buf.at, "<td><p>甲</p>\n<p>甲</p>\n");
	buf_free(&buf);
}

static void
a_part_is_written_alone(void **state)
{
	struct node *p = node_new(*state, NODE_PARAGRAPH);
	struct node *strong = add(*state, p, NODE_STRONG, "");
	add(*state, strong, NODE_TEXT, "甲");
	add(*state, p, NODE_TEXT, "乙");
	assert_html(strong, "<strong>甲</strong>");
	assert_html(strong->first, "甲");
}

static void
depth_costs_no_stack(void **state)
{
	struct node *root = node_new(*state, NODE_EMPHASIS), *n = root;
	for (int i = 0; i < 200000; i++)
		n = add(*state, n, NODE_EMPHASIS, "");
	struct buf buf = BUF_INIT;
	html_put_node(&buf, root);
	assert_int_equal(buf.len, 200001 * strlen("<em></em>"));
	buf_free(&buf);
}

/* Below whatever block it is named in: a heading, a table, a paragraph. */
static void
pictures_stand_below(void **state)
{
	static const struct picture picture = { .kind = PICTURE_PNG,
		.width = 3, .height = 2 };
	static const char figure[] = "<figure class=\"picture\"><img "
		"src=\"files/a.png\" alt=\"现场\" width=\"3\" height=\"2\" />"
		"<figcaption>现场</figcaption></figure>\n";
	static const char *const before[] = { "<p>见现场</p>\n",
		"<h2>见现场</h2>\n",
		"<td>见现场</td>\n</tr>\n</tbody>\n</table>\n</div>\n" };
	for (size_t i = 0; i < 3; i++) {
		struct node *root = node_new(*state, NODE_DOCUMENT);
		struct node *block = add(*state, root,
		    i == 0	? NODE_PARAGRAPH
			: i == 1 ? NODE_HEADING
				 : NODE_TABLE,
		    "");
		block->level = i == 1 ? 2 : 0;
		struct node *line = i < 2 ? block
		    : add(*state, add(*state, block, NODE_ROW, ""), NODE_CELL,
			  "");
		add(*state, line, NODE_TEXT, "见");
		struct node *image = add(*state, line, NODE_IMAGE, "files/a.png");
		image->picture = &picture;
		add(*state, image, NODE_TEXT, "现场");
		add(*state, add(*state, root, NODE_PARAGRAPH, ""), NODE_TEXT, "后");
		struct buf html = BUF_INIT;
		html_put_node(&html, root);
		const char *at = strstr(html.at, before[i]);
		assert_non_null(at);
		assert_true(text_starts(
		    text_of(at + strlen(before[i])), figure));
		assert_non_null(strstr(at, "</figure>\n<p>后</p>\n"));
		buf_free(&html);
	}
}

/* HTML, 13.2.3.5: controls and noncharacters are no part of a document. */
static void
what_html_has_not_is_left_out(void **state)
{
	static const char *const codes[] = { "\1", "\b", "\v", "\x0E", "\x1F",
		"\x7F", "\xC2\x80", "\xC2\x85", "\xC2\x9F", "\uFDD0", "\uFDEF",
		"\uFFFE", "\uFFFF", "\U0001FFFE", "\U0003FFFF", "\U000FFFFE",
		"\U0010FFFF" };
	(void)state;
	/* Wherever it stands in what is looked at together. */
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		for (int before = 0; before < 70; before++) {
			struct buf text = BUF_INIT, expected = BUF_INIT;
			for (int j = 0; j < before; j++)
				buf_puts(&expected, "a");
			buf_putt(&text, buf_text(&expected));
			/* Amid a character of Han, too. */
			buf_puts(&text, before % 2 == 0 ? "" : "点评");
			buf_puts(&expected, before % 2 == 0 ? "" : "点评");
			buf_puts(&text, codes[i]);
			for (int j = 0; j < 30; j++) {
				buf_puts(&text, "评，");
				buf_puts(&expected, "评，");
			}
			assert_escaped(text.at, expected.at);
			buf_free(&text);
			buf_free(&expected);
		}
	assert_escaped("\1\2\uFFFE<\uFDD0>\x7F", "&lt;&gt;");
}

static void
what_html_has_stays(void **state)
{
	static const char *const codes[] = { "\t", "\n", "\f", "\r", " ", "~",
		"\u00A0", "\u00B7", "\u00AD", "\uFDCF", "\uFDF0", "\uFFFD",
		"\u3FFF", "\u4FFF", "\uF7FF", "\uFB00", "\U0001FFFD",
		"\U00020000", "\U000FFFFD", "\U0001F600" };
	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		for (int before = 0; before < 40; before++) {
			struct buf text = BUF_INIT;
			for (int j = 0; j < before; j++)
				buf_puts(&text, "a");
			buf_puts(&text, codes[i]);
			buf_puts(&text, "点评、关于领导点评工作的通报");
			assert_escaped(text.at, text.at);
			buf_free(&text);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(four_characters_are_escaped),
		cmocka_unit_test(pictures_stand_below),
		cmocka_unit_test(what_html_has_not_is_left_out),
		cmocka_unit_test(what_html_has_stays),
		cmocka_unit_test(escapes_stand_anywhere),
		cmocka_unit_test(raw_html_is_shown),
		cmocka_unit_test(unsafe_addresses_are_empty),
		cmocka_unit_test(addresses_cannot_leave_their_quotes),
		cmocka_unit_test(descriptions_of_images_have_no_markup),
		cmocka_unit_test(lists_are_tight_or_loose),
		cmocka_unit_test(tables_have_head_and_body),
		cmocka_unit_test(tables_have_captions_and_row_heads),
		cmocka_unit_test(code_names_its_language),
		cmocka_unit_test(it_appends_to_what_is_there),
		cmocka_unit_test(a_part_is_written_alone),
		cmocka_unit_test(depth_costs_no_stack),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
