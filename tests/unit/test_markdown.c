/*
 * Markdown into the tree: what this program adds to CommonMark (emphasis and
 * line ends in Chinese, tables, the guard), and places.  CommonMark itself is
 * run by tests/spec/commonmark.c, hostile input by test_pathological.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "model/rules.h"
#include "read/cjk.h"
#include "read/markdown.h"
#include "render/html.h"
#include "chance.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define SOURCE 3
#define BEFORE 100 /* where the text begins in its source */

struct room {
	struct arena *arena;
	struct diags diags;
	struct text text;
	struct node *tree;
	struct buf html;
};

static void
room_open(struct room *room, struct text text)
{
	*room = (struct room){
		.arena = arena_new(), .text = text, .html = BUF_INIT
	};
	diags_init(&room->diags, room->arena);
	struct span where = { SOURCE, BEFORE, BEFORE + (uint32_t)text.len };
	room->tree = markdown_parse(room->arena, text, where, &room->diags);
	if (room->tree != NULL)
		html_put_node(&room->html, room->tree);
}

static void
room_close(struct room *room)
{
	buf_free(&room->html);
	arena_free(room->arena);
}

static void
assert_html(const char *markdown, const char *expected)
{
	struct room room;
	room_open(&room, text_of(markdown));
	assert_non_null(room.tree);
	assert_int_equal(room.diags.count, 0);
	if (strcmp(room.html.at, expected) != 0)
		print_error("%s\n", markdown);
	assert_string_equal(room.html.at, expected);
	room_close(&room);
}

struct pair {
	const char *markdown, *html;
};

static void
assert_pairs(const struct pair *pairs, size_t count)
{
	struct buf html = BUF_INIT;
	for (size_t i = 0; i < count; i++) {
		buf_clear(&html);
		buf_printf(&html, "<p>%s</p>\n", pairs[i].html);
		assert_html(pairs[i].markdown, html.at);
	}
	buf_free(&html);
}

/* ---- emphasis ---- */

static void
emphasis_works_beside_chinese_marks(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
		{ "**“五带头”**后", "<strong>“五带头”</strong>后" },
		{ "**“点评”**后", "<strong>“点评”</strong>后" },
		{ "前**“点评”**", "前<strong>“点评”</strong>" },
		{ "前**“点评”**后", "前<strong>“点评”</strong>后" },
		{ "前**点评：**后", "前<strong>点评：</strong>后" },
		{ "这是**《审读规定》**的要求",
		    "这是<strong>《审读规定》</strong>的要求" },
		{ "**（试行）**自…", "<strong>（试行）</strong>自…" },
		{ "**增长5%**左右", "<strong>增长5%</strong>左右" },
		{ "*《人民日报》*头版", "<em>《人民日报》</em>头版" },
		{ "前*《人民日报》*头版", "前<em>《人民日报》</em>头版" },
		{ "前***“点评”***后", "前<em><strong>“点评”</strong></em>后" },
		{ "**点评。**下一句", "<strong>点评。</strong>下一句" },
		{ "一是**健全制度；**二是",
		    "一是<strong>健全制度；</strong>二是" },
		{ "共**(12)**人", "共<strong>(12)</strong>人" },
		{ "得**90%**以上", "得<strong>90%</strong>以上" },
		{ "**“甲”、“乙”**和丙", "<strong>“甲”、“乙”</strong>和丙" },
		{ "甲**“乙”**丙**“丁”**戊",
		    "甲<strong>“乙”</strong>丙<strong>“丁”</strong>戊" },
		{ "**甲：**乙；**丙：**丁",
		    "<strong>甲：</strong>乙；<strong>丙：</strong>丁" },
		{ "前**`代码`**后", "前<strong><code>代码</code></strong>后" },
		{ "前**[链接](a)**后",
		    "前<strong><a href=\"a\">链接</a></strong>后" },
		{ "前**![图](a)**后",
		    "前<strong><img src=\"a\" alt=\"图\" /></strong>后" },
		{ "前**<http://a/>**后",
		    "前<strong><a "
		    "href=\"http://a/\">http://a/</a></strong>后" },
		{ "前**&ldquo;甲&rdquo;**后", "前<strong>“甲”</strong>后" },
		{ "前**\\*甲\\***后", "前<strong>*甲*</strong>后" },
		{ "[前**“甲”**后](a)",
		    "<a href=\"a\">前<strong>“甲”</strong>后</a>" },
		{ "前**“甲”** 后", "前<strong>“甲”</strong> 后" },
		{ "葛\xF3\xA0\x84\x80**(甲)**葛\xF3\xA0\x84\x80",
		    "葛\xF3\xA0\x84\x80<strong>(甲)</"
		    "strong>葛\xF3\xA0\x84\x80" },
		{ "𠮷**“𠮷”**𠮷", "𠮷<strong>“𠮷”</strong>𠮷" },
		{ "あ**「い」**う", "あ<strong>「い」</strong>う" },
		{ "가**「나」**다", "가<strong>「나」</strong>다" },
	};
	assert_pairs(pairs, COUNT(pairs));
}

static void
emphasis_nests(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
		{ "**甲“*乙*”丙**", "<strong>甲“<em>乙</em>”丙</strong>" },
		{ "*甲（**乙**）丙*", "<em>甲（<strong>乙</strong>）丙</em>" },
		{ "**甲（*乙*）丙**", "<strong>甲（<em>乙</em>）丙</strong>" },
		{ "前***“甲”**乙*后", "前<em><strong>“甲”</strong>乙</em>后" },
		{ "前*“甲**乙**”*后", "前<em>“甲<strong>乙</strong>”</em>后" },
		{ "**_“甲”_**后", "<strong><em>“甲”</em></strong>后" },
		{ "_**“甲”**_", "<em><strong>“甲”</strong></em>" },
		{ "前**_甲_**后", "前<strong><em>甲</em></strong>后" },
	};
	assert_pairs(pairs, COUNT(pairs));
}

static const char *const openings[] = { "“", "‘", "（", "《", "〈", "「", "『",
	"【", "〔", "〖", "［", "｛" };
static const char *const closings[] = { "”", "’", "）", "》", "〉", "」", "』",
	"】", "〕", "〗", "］", "｝" };
static const char *const stops[] = { "、", "。", "，", "．", "；", "：", "！",
	"？", "…", "……", "—", "——", "％", "%", "·", ".", ",", ":" };
/* What may stand outside; the empty one is the line's edge. */
static const char *const neighbours[] = { "", "字", "𠮷", "〇", "a", "Z", "7",
	" ", "　", "，", "。", "“", "”", "（", "）", "《", "》", "——", "(", ")",
	"、", "％", "あ", "가" };

/* BEFORE *WORD* AFTER with one, two and three stars. */
static void
assert_emphasized(const char *before, const char *word, const char *after)
{
	static const struct {
		const char *stars, *open, *close;
	} kinds[] = {
		{ "*", "<em>", "</em>" },
		{ "**", "<strong>", "</strong>" },
		{ "***", "<em><strong>", "</strong></em>" },
	};
	struct buf markdown = BUF_INIT, html = BUF_INIT;
	/* White space at a line's edge is no part of the paragraph. */
	const char *shown = strcmp(before, " ") == 0 ? "" : before;
	const char *end = strcmp(after, " ") == 0 ? "" : after;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		buf_clear(&markdown);
		buf_clear(&html);
		buf_printf(&markdown, "%s%s%s%s%s", before, kinds[i].stars,
		    word, kinds[i].stars, after);
		buf_printf(&html, "<p>%s%s%s%s%s</p>\n", shown, kinds[i].open,
		    word, kinds[i].close, end);
		assert_html(markdown.at, html.at);
	}
	buf_free(&markdown);
	buf_free(&html);
}

static void
every_opening_mark_can_be_emphasized(void **state)
{
	(void)state;
	char word[64];
	for (size_t i = 0; i < COUNT(openings); i++) {
		for (size_t j = 0; j < COUNT(neighbours); j++) {
			snprintf(word, sizeof(word), "%s甲%s乙", openings[i],
			    closings[i]);
			assert_emphasized(neighbours[j], word, "后");
			snprintf(word, sizeof(word), "%s甲%s", openings[i],
			    closings[i]);
			for (size_t k = 0; k < COUNT(neighbours); k++)
				assert_emphasized(
				    neighbours[j], word, neighbours[k]);
		}
	}
}

static void
every_stop_can_be_emphasized(void **state)
{
	(void)state;
	char word[64];
	for (size_t i = 0; i < COUNT(stops); i++) {
		/* Two edges that are both ASCII are CommonMark's business. */
		bool ascii = (unsigned char)stops[i][0] < 0x80;
		snprintf(word, sizeof(word), "甲%s", stops[i]);
		for (size_t j = 0; j < COUNT(neighbours); j++)
			for (size_t k = 0; k < COUNT(neighbours); k++)
				if (!ascii || strlen(neighbours[k]) != 1 ||
				    strchr(" ()", neighbours[k][0]) != NULL)
					assert_emphasized(
					    neighbours[j], word, neighbours[k]);
	}
}

/* A mark on the wrong side makes no sense, but two stars are meant. */
static void
two_stars_always_work(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
		{ "前**，甲**后", "前<strong>，甲</strong>后" },
		{ "前**。甲**后", "前<strong>。甲</strong>后" },
		{ "前**”甲**后", "前<strong>”甲</strong>后" },
		{ "前**甲“**后", "前<strong>甲“</strong>后" },
		{ "前**甲（**后", "前<strong>甲（</strong>后" },
	};
	assert_pairs(pairs, COUNT(pairs));
}

static void
rosters_keep_their_stars(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"王英*、李红*、张三",
		"王英*，李红*。",
		"王英*、李红*、张三（带*号的为女同志）",
		"王英*)、李红*)",
		"（*为预备党员）（*甲",
		"张三*",
		"3*（4+5）",
		"* 后**",
		"甲 * 乙 * 丙",
		"甲 ** “乙” ** 丙",
	};
	struct buf html = BUF_INIT;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct room room;
		room_open(&room, text_of(texts[i]));
		assert_null(strstr(room.html.at, "<em>"));
		assert_null(strstr(room.html.at, "<strong>"));
		room_close(&room);
	}
	buf_free(&html);
}

static void
what_is_no_emphasis_is_untouched(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
		{ "前`**“甲”**`后", "前<code>**“甲”**</code>后" },
		{ "前\\*\\*“甲”\\*\\*后", "前**“甲”**后" },
		{ "前\\*“甲”\\*后", "前*“甲”*后" },
		{ "前\\\\**“甲”**后", "前\\<strong>“甲”</strong>后" },
		{ "<http://a/前**“甲>",
		    "<a href=\"http://a/%E5%89%8D**%E2%80%9C%E7%94%B2\">"
		    "http://a/前**“甲</a>" },
		{ "[甲](b/前*“丙 \"题*”x\")",
		    "<a href=\"b/%E5%89%8D*%E2%80%9C%E4%B8%99\" "
		    "title=\"题*”x\">甲</a>" },
		{ "![甲*“乙”*](c)", "<img src=\"c\" alt=\"甲“乙”\" />" },
		{ "甲<b title=\"乙*“丙\">",
		    "甲&lt;b title=&quot;乙*“丙&quot;&gt;" },
		{ "[甲**“乙”**丙]\n\n[甲**“乙”**丙]: /u",
		    "<a href=\"/u\">甲<strong>“乙”</strong>丙</a>" },
		{ "前_“甲”_后", "前_“甲”_后" },
		{ "a*“b", "a*“b" },
	};
	assert_pairs(pairs, COUNT(pairs));
	assert_html("```甲*“乙\n前**“甲”**后\n```\n",
	    "<pre><code class=\"language-甲*“乙\">前**“甲”**后\n"
	    "</code></pre>\n");
	assert_html(
	    "    前**“甲”**后\n", "<pre><code>前**“甲”**后\n</code></pre>\n");
	assert_html("<div>\n前**“甲”**后\n</div>\n",
	    "<pre class=\"html\">&lt;div&gt;\n前**“甲”**后\n&lt;/div&gt;\n"
	    "</pre>\n");
}

static void
containers_don_t_disturb_emphasis(void **state)
{
	(void)state;
	assert_html("> **“甲”**乙\n>**（丙）**丁\n",
	    "<blockquote>\n<p><strong>“甲”</strong>乙"
	    "<strong>（丙）</strong>丁</p>\n</blockquote>\n");
	/* Behind the marker of a quote a line begins: it can't close. */
	assert_html(
	    ">*甲\n>*乙\n", "<blockquote>\n<p>*甲\n*乙</p>\n</blockquote>\n");
	assert_html("* **“甲”**乙\n* **丙：**丁\n",
	    "<ul>\n<li><strong>“甲”</strong>乙</li>\n"
	    "<li><strong>丙：</strong>丁</li>\n</ul>\n");
	assert_html("## **“甲”**乙\n", "<h2><strong>“甲”</strong>乙</h2>\n");
	assert_html(
	    "前**“甲\n乙”**后\n", "<p>前<strong>“甲乙”</strong>后</p>\n");
}

/* ---- line ends ---- */

static void
line_ends_between_chinese_are_no_spaces(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
		{ "甲\n乙", "甲乙" },
		{ "甲，\n乙", "甲，乙" },
		{ "甲\n（乙", "甲（乙" },
		{ "甲”\n“乙", "甲”“乙" },
		{ "甲——\n——乙", "甲————乙" },
		{ "甲\r\n乙\r\n丙", "甲乙丙" },
		{ "  甲  乙\n   丙", "甲  乙丙" },
		{ "**甲**\n乙", "<strong>甲</strong>乙" },
		{ "甲\n**乙**", "甲<strong>乙</strong>" },
		{ "**甲\n乙**", "<strong>甲乙</strong>" },
		{ "*甲*\n[乙](a)", "<em>甲</em><a href=\"a\">乙</a>" },
		{ "`甲`\n乙", "<code>甲</code>乙" },
		{ "あ\nい", "あい" },
		{ "甲　\n　乙", "甲　　乙" },
	};
	assert_pairs(pairs, COUNT(pairs));
}

static void
other_line_ends_are_spaces(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
		{ "a\nb", "a\nb" },
		{ "甲\nb", "甲\nb" },
		{ "a\n乙", "a\n乙" },
		{ "甲，\n2010", "甲，\n2010" },
		{ "a”\n“b", "a”\n“b" },
		{ "a —\n— b", "a —\n— b" },
		{ "甲。\n“b", "甲。\n“b" },
		{ "a”\n甲", "a”\n甲" },
		{ "`a`\n乙", "<code>a</code>\n乙" },
		{ "甲\n![乙](c)", "甲\n<img src=\"c\" alt=\"乙\" />" },
		{ "甲\n<b>", "甲\n&lt;b&gt;" },
		{ "甲  \n乙", "甲<br />\n乙" },
		{ "甲\\\n乙", "甲<br />\n乙" },
	};
	assert_pairs(pairs, COUNT(pairs));
}

static void
joined_lines_are_one_text(void **state)
{
	(void)state;
	struct room room;
	room_open(&room, text_of("王\n某\n\n王 \n 某*甲*"));
	struct node *first = room.tree->first, *second = room.tree->last;
	assert_ptr_equal(first->first, first->last);
	assert_string_equal(first->first->text.at, "王某");
	assert_int_equal(first->first->span.start, BEFORE);
	assert_int_equal(first->first->span.end, BEFORE + 7);
	assert_string_equal(second->first->text.at, "王某");
	assert_int_equal(second->first->next->kind, NODE_EMPHASIS);
	room_close(&room);
}

/* ---- tables ---- */

#define TABLE(head, body)                                                      \
	"<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead>\n<tr>\n" head \
	"</tr>\n</thead>\n" body "</table>\n</div>\n"
#define TBODY(rows) "<tbody>\n" rows "</tbody>\n"
#define ROW(cells) "<tr>\n" cells "</tr>\n"
#define TH(text) "<th scope=\"col\">" text "</th>\n"
#define TD(text) "<td>" text "</td>\n"

/* GitHub Flavored Markdown 0.29, examples 198 to 205. */
static void
tables_follow_gfm(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
		{ "| foo | bar |\n| --- | --- |\n| baz | bim |\n",
		    TABLE(
			TH("foo") TH("bar"), TBODY(ROW(TD("baz") TD("bim")))) },
		{ "| abc | defghi |\n:-: | -----------:\nbar | baz\n",
		    TABLE("<th scope=\"col\" class=\"centre\">abc</th>\n"
			  "<th scope=\"col\" class=\"right\">defghi</th>\n",
			TBODY(ROW("<td class=\"centre\">bar</td>\n"
				  "<td class=\"right\">baz</td>\n"))) },
		{ "| f\\|oo  |\n| ------ |\n| b `\\|` az |\n"
		  "| b **\\|** im |\n",
		    TABLE(TH("f|oo"),
			TBODY(ROW(TD("b <code>|</code> az"))
				ROW(TD("b <strong>|</strong> im")))) },
		{ "| abc | def |\n| --- | --- |\n| bar | baz |\n> bar\n",
		    TABLE(TH("abc") TH("def"),
			TBODY(
			    ROW(TD("bar") TD("baz")))) "<blockquote>\n<p>bar</"
						       "p>\n</blockquote>\n" },
		{ "| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar\n",
		    TABLE(TH("abc") TH("def"),
			TBODY(ROW(TD("bar") TD("baz"))
				ROW(TD("bar") TD("")))) "<p>bar</p>\n" },
		{ "| abc | def |\n| --- |\n| bar |\n",
		    "<p>| abc | def |\n| --- |\n| bar |</p>\n" },
		{ "| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo "
		  "|\n",
		    TABLE(TH("abc") TH("def"),
			TBODY(
			    ROW(TD("bar") TD("")) ROW(TD("bar") TD("baz")))) },
		{ "| abc | def |\n| --- | --- |\n",
		    TABLE(TH("abc") TH("def"), "") },
	};
	for (size_t i = 0; i < COUNT(pairs); i++)
		assert_html(pairs[i].markdown, pairs[i].html);
}

static void
cells_are_inlines(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
		{ "|甲|\n|-|\n|前**“乙”**后|\n",
		    TABLE(TH("甲"),
			TBODY(ROW(TD("前<strong>“乙”</strong>后")))) },
		{ "|甲|\n|-|\n|[x] [y](z)|\n\n[x]: /u\n",
		    TABLE(TH("甲"),
			TBODY(ROW(TD("<a href=\"/u\">x</a> "
				     "<a href=\"z\">y</a>")))) },
		{ "[x]: /u\n|甲|\n|-|\n|[x]|\n",
		    TABLE(TH("甲"), TBODY(ROW(TD("<a href=\"/u\">x</a>")))) },
		{ "|C# #|\n|-|\n|##|\n|\\\\|\n",
		    TABLE(TH("C# #"), TBODY(ROW(TD("##")) ROW(TD("|")))) },
		{ "|甲|\n|-|\n|`a\\|b` \\| c|\n|- d|\n|<b>&lt;|\n",
		    TABLE(TH("甲"),
			TBODY(ROW(TD("<code>a|b</code> | c")) ROW(TD("- d"))
				ROW(TD("&lt;b&gt;&lt;")))) },
		{ "|甲|乙|\n|-|-|\n|`a|b`|\n|*c|d*|\n",
		    TABLE(TH("甲") TH("乙"),
			TBODY(ROW(TD("`a") TD("b`")) ROW(TD("*c") TD("d*")))) },
		{ "|甲|\n|-|\n|丙 \\|\n||\n|\n",
		    TABLE(TH("甲"),
			TBODY(ROW(TD("丙 |")) ROW(TD("")) ROW(TD("")))) },
	};
	for (size_t i = 0; i < COUNT(pairs); i++)
		assert_html(pairs[i].markdown, pairs[i].html);
}

static void
tables_stand_among_blocks(void **state)
{
	(void)state;
#define SMALL TABLE(TH("a") TH("b"), TBODY(ROW(TD("1") TD("2"))))
	static const struct pair pairs[] = {
		{ "甲\n|a|b|\n|-|-|\n|1|2|\n\n乙\n",
		    "<p>甲</p>\n" SMALL "<p>乙</p>\n" },
		{ "|a|b|\r\n|-|-|\r\n|1|2|\r\n", SMALL },
		{ "  |a|b|\n   |-|-|\n |1|2|  \n", SMALL },
		{ "a|b\n-|-\n1|2\n# 题\n", SMALL "<h1>题</h1>\n" },
		{ "|a|b|\n|-|-|\n|1|2|\n---\n", SMALL "<hr />\n" },
		{ "|a|b|\n|-|-|\n|1|2|\n    码\n",
		    SMALL "<pre><code>码\n</code></pre>\n" },
		{ "|a|b|\n|-|-|\n|1|2|\n```\n码\n```\n",
		    SMALL "<pre><code>码\n</code></pre>\n" },
		{ "|a|b|\n|-|-|\n|1|2|\n2. 甲\n",
		    SMALL "<ol start=\"2\">\n<li>甲</li>\n</ol>\n" },
		{ "> |a|b|\n> |-|-|\n>|1|2|\n",
		    "<blockquote>\n" SMALL "</blockquote>\n" },
		{ "> |a|b|\n> |-|-|\n> |1|2|\n懒\n",
		    "<blockquote>\n" SMALL "</blockquote>\n<p>懒</p>\n" },
		{ "- |a|b|\n  |-|-|\n  |1|2|\n- 甲\n",
		    "<ul>\n<li>\n" SMALL "</li>\n<li>甲</li>\n</ul>\n" },
		{ "1. 甲\n\n   |a|b|\n   |-|-|\n   |1|2|\n",
		    "<ol>\n<li>\n<p>甲</p>\n" SMALL "</li>\n</ol>\n" },
		{ "> - |a|b|\n>   |-|-|\n>   |1|2|\n",
		    "<blockquote>\n<ul>\n<li>\n" SMALL
		    "</li>\n</ul>\n</blockquote>\n" },
		{ "-\t|a|b|\n\t|-|-|\n\t|1|2|\n",
		    "<ul>\n<li>\n" SMALL "</li>\n</ul>\n" },
		{ "|a|b|\n|-|-|\n|1|2|\n\n|a|b|\n|-|-|\n|1|2|\n", SMALL SMALL },
	};
#undef SMALL
	for (size_t i = 0; i < COUNT(pairs); i++)
		assert_html(pairs[i].markdown, pairs[i].html);
}

static void
what_looks_like_a_table_is_none(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
		{ "|a|b|\n|-|", "|a|b|\n|-|" },
		{ "|a|b|\n|-|x|", "|a|b|\n|-|x|" },
		{ "|a|\n|:|", "|a|\n|:|" },
		{ "|a|\n|-:-|", "|a|\n|-:-|" },
		{ "|-|", "|-|" },
		{ "a\n:-:", "a\n:-:" },
		{ "甲\\|乙\n-|-", "甲|乙\n-|-" },
	};
	assert_pairs(pairs, COUNT(pairs));
	assert_html(
	    "```\n|a|\n|-|\n```\n", "<pre><code>|a|\n|-|\n</code></pre>\n");
	assert_html(
	    "    |a|\n    |-|\n", "<pre><code>|a|\n|-|\n</code></pre>\n");
	assert_html("<div>\n|a|\n|-|\n</div>\n",
	    "<pre "
	    "class=\"html\">&lt;div&gt;\n|a|\n|-|\n&lt;/div&gt;\n</pre>\n");
	assert_html(
	    "> |a|\n|-|\n", "<blockquote>\n<p>|a|\n|-|</p>\n</blockquote>\n");
	assert_html("|a|\n---\n", "<h2>|a|</h2>\n");
}

static void
tables_have_their_fields(void **state)
{
	(void)state;
	struct room room;
	const char *text = "甲\n\n| a | 乙 |\n|:-|-:|\n| 1 |\n";
	room_open(&room, text_of(text));
	const struct node *table = room.tree->last;
	assert_int_equal(table->kind, NODE_TABLE);
	assert_int_equal(table->level, 1);
	assert_int_equal(table->first->kind, NODE_ROW);
	assert_int_equal(table->first->first->align, ALIGN_LEFT);
	assert_int_equal(table->first->last->align, ALIGN_RIGHT);
	assert_int_equal(table->last->last->align, ALIGN_RIGHT);
	assert_null(table->last->last->first);
	assert_ptr_equal(table->first->next, table->last);
	/* Places: of the table, its rows, its cells. */
	const struct node *cell = table->first->last;
	const char *at = strstr(text, "乙");
	assert_int_equal(table->span.start, BEFORE + 5);
	assert_int_equal(table->span.end, BEFORE + strlen(text) - 1);
	assert_int_equal(cell->span.start, BEFORE + (at - text));
	assert_int_equal(cell->span.end, cell->span.start + strlen("乙"));
	assert_int_equal(cell->first->span.start, cell->span.start);
	assert_int_equal(cell->first->span.end, cell->span.end);
	assert_int_equal(table->last->span.end, table->span.end);
	room_close(&room);
}

/* Cells that a short row gets for nothing are not without end. */
static void
short_rows_of_a_wide_table_are_cheap(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	for (int i = 0; i < 2; i++) {
		for (int j = 0; j < 5000; j++)
			buf_puts(&text, i == 0 ? "|a" : "|-");
		buf_puts(&text, "|\n");
	}
	for (int i = 0; i < 5000; i++)
		buf_puts(&text, "b\n");
	struct room room;
	room_open(&room, buf_text(&text));
	assert_int_equal(room.tree->first->kind, NODE_TABLE);
	size_t cells = 0;
	struct node_step step = { room.tree, true };
	do
		cells += step.entering && step.node->kind == NODE_CELL;
	while (node_next(room.tree, &step));
	assert_in_range(cells, 10000, 10000 + 65536);
	room_close(&room);
	buf_free(&text);
}

/* ---- the tree ---- */

static const struct node *
only(const struct node *parent, enum node_kind kind)
{
	assert_non_null(parent->first);
	assert_ptr_equal(parent->first, parent->last);
	assert_int_equal(parent->first->kind, kind);
	return parent->first;
}

static void
nodes_have_their_fields(void **state)
{
	(void)state;
	struct room room;
	room_open(&room, text_of("7) 甲\n\n8) 乙\n"));
	const struct node *list = only(room.tree, NODE_LIST);
	assert_true(list->ordered && !list->tight);
	assert_int_equal(list->level, 7);
	assert_int_equal(list->delimiter, ')');
	room_close(&room);
	room_open(&room, text_of("- 甲\n- 乙\n"));
	list = only(room.tree, NODE_LIST);
	assert_true(!list->ordered && list->tight);
	room_close(&room);
	room_open(&room, text_of("### 甲\n"));
	assert_int_equal(only(room.tree, NODE_HEADING)->level, 3);
	room_close(&room);
	room_open(&room, text_of("~~~ {lua} x\na\n~~~\n"));
	const struct node *code = only(room.tree, NODE_CODE_BLOCK);
	assert_string_equal(code->title.at, "{lua} x");
	assert_string_equal(code->text.at, "a\n");
	room_close(&room);
	room_open(&room, text_of("[甲](b \"丙\")"));
	const struct node *link =
	    only(only(room.tree, NODE_PARAGRAPH), NODE_LINK);
	assert_string_equal(link->text.at, "b");
	assert_string_equal(link->title.at, "丙");
	assert_string_equal(only(link, NODE_TEXT)->text.at, "甲");
	room_close(&room);
	room_open(&room, text_of(""));
	assert_null(room.tree->first);
	assert_string_equal(room.html.at, "");
	room_close(&room);
}

/* The bytes of the first node of the kind, and of its place. */
static void
assert_place(const char *text, enum node_kind kind, const char *expected)
{
	struct room room;
	room_open(&room, text_of(text));
	struct node_step step = { room.tree, true };
	while (step.node->kind != kind)
		assert_true(node_next(room.tree, &step));
	struct span span = step.node->span;
	assert_int_equal(span.source, SOURCE);
	assert_in_range(span.start, BEFORE, span.end);
	assert_in_range(span.end, span.start, BEFORE + strlen(text));
	const char *bytes = arena_copy(
	    room.arena, text + (span.start - BEFORE), span.end - span.start);
	assert_string_equal(bytes, expected);
	room_close(&room);
}

static void
blocks_have_places(void **state)
{
	(void)state;
	assert_place("甲\n\n乙\n丙\n", NODE_DOCUMENT, "甲\n\n乙\n丙\n");
	assert_place("# 甲\n\n乙\n丙\n\n丁", NODE_PARAGRAPH, "乙\n丙");
	assert_place("前**“甲”**\n\n## 乙 ##\n", NODE_HEADING, "## 乙 ##");
	assert_place("甲\n\n> 乙\n> 丙\n丁\n", NODE_QUOTE, "> 乙\n> 丙\n丁");
	assert_place("甲\n\n> 乙\n", NODE_QUOTE, "> 乙");
	assert_place("- 甲\n- 乙\n\n丙\n", NODE_LIST, "- 甲\n- 乙");
	assert_place("- 甲\n- 乙\n", NODE_ITEM, "- 甲");
	assert_place("甲\n\n```\n乙\n```\n丙", NODE_CODE_BLOCK, "```\n乙\n```");
	/* cmark 0.30.2 would give it 丙 too. */
	assert_place("- ```\n  乙\n丙\n", NODE_CODE_BLOCK, "```\n  乙");
	assert_place("甲\r\n\r\n---\r\n乙", NODE_RULE, "---");
	assert_place("甲\n\n乙 | 丙\n-|-\n\n丁", NODE_TABLE, "乙 | 丙\n-|-");
	assert_place("|a|\n|-|\n\n## 乙\n", NODE_HEADING, "## 乙");
}

static void
inlines_have_places(void **state)
{
	(void)state;
	assert_place("甲*乙*", NODE_TEXT, "甲");
	assert_place("前**“乙”**后", NODE_STRONG, "“乙”");
	assert_place("前**“甲”**`乙*`", NODE_CODE, "乙*");
	assert_place("甲\n> 乙\n丙*丁*", NODE_EMPHASIS, "丁");
	assert_place("[a]: /u\n甲*乙*", NODE_EMPHASIS, "乙");
	assert_place("> 甲\n懒*乙*", NODE_EMPHASIS, "乙");
	assert_place("[乙](乙 \"乙\")*乙*", NODE_EMPHASIS, "乙");
	assert_place("[甲](乙)", NODE_LINK, "甲");
	assert_place("![甲](乙)", NODE_IMAGE, "甲");
	assert_place("甲<b c='乙'>", NODE_HTML, "<b c='乙'>");
	assert_place("\\*甲\\*&amp;乙", NODE_TEXT, "\\*甲\\*&amp;乙");
	assert_place("*a*\n\n|&copy;b\\|c|\n|-|\n", NODE_CELL, "&copy;b\\|c");
	assert_place("|*甲*|\n|-|\n", NODE_EMPHASIS, "甲");
	struct room room;
	room_open(&room, text_of("[乙](乙)乙"));
	assert_int_equal(room.tree->first->last->span.start, BEFORE + 10);
	room_close(&room);
}

static void
assert_sound(const struct room *room)
{
	struct node_step step = { room->tree, true };
	do {
		const struct node *n = step.node;
		assert_true(n->span.start <= n->span.end);
		assert_true(n->span.start >= BEFORE);
		assert_true(n->span.end <= BEFORE + room->text.len);
		assert_true(n->parent == NULL ||
		    (n->span.start >= n->parent->span.start &&
			n->span.end <= n->parent->span.end));
		assert_null(strstr(n->text.at, CJK_PRIVATE));
		assert_null(strstr(n->title.at, CJK_PRIVATE));
		assert_int_equal(strlen(n->text.at), n->text.len);
	} while (node_next(room->tree, &step));
	assert_null(strstr(room->html.at, "\xE2\x81\x96"));
	assert_null(strstr(room->html.at, "%E2%81%96"));
}

/* No sentinel is left, every place lies in its parent's. */
static void
any_text_gives_a_sound_tree(void **state)
{
	(void)state;
	static const char *const pieces[] = { "*", "**", "***", "_", "甲", "乙",
		"“", "”", "（", "。", " ", "  ", "\n", "\n\n", "> ", "- ",
		"1. ", "    ", "\t", "`", "```\n", "[", "](", ")", "]", "![",
		"a", "[甲]: /u\n", "<b>", "&amp;", "\\", "\r\n", "|",
		"| a | b |\n", "|-|-|\n", ":-|-\n", "# ", "---\n",
		"<http://x/" };
	uint32_t seed = chance_seed();
	struct buf text = BUF_INIT;
	size_t rounds = chance_rounds(20000);
	for (size_t i = 0; i < rounds; i++) {
		buf_clear(&text);
		for (int j = 0; j < 24; j++) {
			seed = seed * 1664525 + 1013904223;
			buf_puts(&text, pieces[(seed >> 16) % COUNT(pieces)]);
		}
		struct room room;
		room_open(&room, buf_text(&text));
		assert_non_null(room.tree);
		assert_sound(&room);
		room_close(&room);
	}
	buf_free(&text);
}

/* ---- rows that are too long ---- */

static void
test_cells_without_a_column(void **state)
{
	(void)state;
	static const char *const over[][2] = {
		{ "|a|b|\n|-|-|\n|1|2|3|\n", "3|" },
		{ "甲|乙\n-|-\n1|2| 3 | 4\n", "3 | 4" },
		{ "> |a|b|\n> |-|-|\n> |1|\n> |1|2| x |\n", "x |" },
		{ "|a|b|\n|-|-|\n|1|2||\n|1|2| | |\n|1\\|2|3|\n|1|\n", "" },
		{ "|a|b|\n|-|\n|1|2|3|\n", "" }, /* no table */
		{ "```\n|a|\n|-|\n|1|2|\n```\n", "" },
	};
	for (size_t i = 0; i < sizeof(over) / sizeof(*over); i++) {
		struct arena *arena = arena_new();
		struct diags diags;
		struct text text = text_of(over[i][0]);
		struct text want = text_of(over[i][1]);
		diags_init(&diags, arena);
		markdown_tables_check(text,
		    (struct span){ 1, 0, (uint32_t)text.len }, &diags);
		assert_int_equal(diags.count, want.len > 0);
		if (want.len > 0) {
			struct span span = diags.first->span;
			assert_true(text_equal(
			    text_cut(text, span.start, span.end), want));
		}
		arena_free(arena);
	}
}

/* ---- the guard ---- */

static void
assert_refused(struct text text, enum rule_id rule, uint32_t line)
{
	struct arena *arena = arena_new();
	struct sources sources;
	struct diags diags;
	diags_init(&diags, arena);
	sources_init(&sources, arena);
	uint32_t source = sources_add(&sources, "a.md");
	source_at(&sources, source)->text = text;
	struct span where = { source, 0, (uint32_t)text.len };
	assert_false(markdown_check(text, where, &diags));
	assert_int_equal(diags.count, 1);
	assert_string_equal(diags.first->rule->slug, rules[rule].slug);
	assert_int_equal(
	    source_place(source_at(&sources, source), diags.first->span).line,
	    line);
	assert_null(markdown_parse(arena, text, where, &diags));
	arena_free(arena);
}

static void
assert_taken(struct text text)
{
	struct room room;
	room_open(&room, text);
	assert_non_null(room.tree);
	assert_int_equal(room.diags.count, 0);
	room_close(&room);
}

/* 甲, a line end, then `count` times `piece`, then `rest`. */
static void
fill(struct buf *buf, const char *piece, int count, const char *rest)
{
	buf_clear(buf);
	buf_puts(buf, "甲\n");
	for (int i = 0; i < count; i++)
		buf_puts(buf, piece);
	buf_puts(buf, rest);
}

static void
depth_is_guarded(void **state)
{
	(void)state;
	static const char *const markers[] = { ">", "> ", "- ", "+ ", "* ",
		"1. ", "2) ", ">- " };
	struct buf text = BUF_INIT;
	for (size_t i = 0; i < COUNT(markers); i++) {
		int each = i == COUNT(markers) - 1 ? 2 : 1;
		fill(&text, markers[i], 32 / each, "x\n");
		assert_taken(buf_text(&text));
		fill(&text, markers[i], 32 / each + 1, "x\n");
		assert_refused(buf_text(&text), RULE_MARKDOWN_DEPTH, 2);
	}
	fill(&text, " ", 200, "- x\n");
	assert_taken(buf_text(&text));
	fill(&text, " ", 201, "- x\n");
	assert_refused(buf_text(&text), RULE_MARKDOWN_DEPTH, 2);
	fill(&text, "\t", 51, "- x\n");
	assert_refused(buf_text(&text), RULE_MARKDOWN_DEPTH, 2);
	buf_free(&text);
}

static void
what_nests_nothing_is_not_guarded(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	fill(&text, "* ", 500, "\n");
	assert_taken(buf_text(&text));
	fill(&text, "- ", 500, "-\n");
	assert_taken(buf_text(&text));
	fill(&text, "-", 500, "\n");
	assert_taken(buf_text(&text));
	fill(&text, "*", 500, "甲\n");
	assert_taken(buf_text(&text));
	fill(&text, " ", 500, "甲 - 乙\n");
	assert_taken(buf_text(&text));
	fill(&text, "* - ", 100, "\n");
	assert_refused(buf_text(&text), RULE_MARKDOWN_DEPTH, 2);
	buf_free(&text);
}

static void
size_and_the_private_character_are_guarded(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	while (text.len < (1 << 20))
		buf_putc(&text, 'a');
	assert_taken(buf_text(&text));
	buf_putc(&text, 'a');
	assert_refused(buf_text(&text), RULE_FILE_LARGE, 1);
	assert_refused(
	    text_of("甲\n`\xEE\x80\x80`\n"), RULE_MARKDOWN_PRIVATE, 2);
	assert_taken(text_of("\xEE\x80\x81\xEE\x81\x80"));
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(emphasis_works_beside_chinese_marks),
		cmocka_unit_test(emphasis_nests),
		cmocka_unit_test(every_opening_mark_can_be_emphasized),
		cmocka_unit_test(every_stop_can_be_emphasized),
		cmocka_unit_test(two_stars_always_work),
		cmocka_unit_test(rosters_keep_their_stars),
		cmocka_unit_test(what_is_no_emphasis_is_untouched),
		cmocka_unit_test(containers_don_t_disturb_emphasis),
		cmocka_unit_test(line_ends_between_chinese_are_no_spaces),
		cmocka_unit_test(other_line_ends_are_spaces),
		cmocka_unit_test(joined_lines_are_one_text),
		cmocka_unit_test(tables_follow_gfm),
		cmocka_unit_test(cells_are_inlines),
		cmocka_unit_test(tables_stand_among_blocks),
		cmocka_unit_test(what_looks_like_a_table_is_none),
		cmocka_unit_test(tables_have_their_fields),
		cmocka_unit_test(short_rows_of_a_wide_table_are_cheap),
		cmocka_unit_test(nodes_have_their_fields),
		cmocka_unit_test(blocks_have_places),
		cmocka_unit_test(inlines_have_places),
		cmocka_unit_test(any_text_gives_a_sound_tree),
		cmocka_unit_test(test_cells_without_a_column),
		cmocka_unit_test(depth_is_guarded),
		cmocka_unit_test(what_nests_nothing_is_not_guarded),
		cmocka_unit_test(size_and_the_private_character_are_guarded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
