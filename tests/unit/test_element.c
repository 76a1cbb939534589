/* Filters of elements: filter/edition_element.c and edition_node.c. */
#include "filter_room.h"

#include "read/markdown.h"
#include "render/html.h"

/* The text through all filters, as HTML. */
static const char *
filtered(struct room *room, const char *markdown)
{
	struct buf html = BUF_INIT;
	struct edition_filter *filter =
	    edition_filter_open(&room->scripts, room->view, NULL,
		&room->diags);
	if (filter == NULL)
		return "no filter";
	struct node *root = markdown_parse(
	    room->arena, text_of(markdown), SPAN_NONE, &room->diags);
	int status = edition_filter_elements(filter, room->arena, root,
	    room->view->entries.items[1], &room->diags);
	edition_filter_close(filter);
	html_put_node(&html, root);
	const char *out = status != 0
	    ? "a fault"
	    : arena_copy(room->arena, html.at == NULL ? "" : html.at, html.len);
	buf_free(&html);
	return out;
}

struct example {
	const char *element, *markdown;
	const char *html; /* NULL: the same as without a filter */
};

static const struct example examples[] = {
	/* the convention */
	{ "Str = function() end", "a", "<p>a</p>\n" },
	{ "Str = function(el) el.text = 'b' end", "a", "<p>a</p>\n" },
	{ "Str = function(el) el.text = 'b' return el end", "a",
	    "<p>b</p>\n" },
	{ "Str = function(el) return {} end", "a\n\n- b\n\nc `d`",
	    "<ul>\n<li></li>\n</ul>\n<p><code>d</code></p>\n" },
	{ "Str = function(el) return {el, doc.Strong('x'), 'y'} end", "a",
	    "<p>a<strong>x</strong>y</p>\n" },
	{ "Para = function(el) return {el, doc.HorizontalRule()} end", "a",
	    "<p>a</p>\n<hr />\n" },
	{ "Para = function(el) return {} end", "a\n\n# b", "<h1>b</h1>\n" },
	{ "Para = function(el) return 'x\\n\\ny' end", "a",
	    "<p>x</p>\n<p>y</p>\n" },
	/* bottom-up, and what was made is not walked again */
	{ "Str = function(el) return doc.Str(el.text .. '1') end, "
	  "Emph = function(el) return el.content end, "
	  "Para = function(el) table.insert(el.content, doc.Str('!')) "
	  "return el end",
	    "*a* b", "<p>a1 b1!</p>\n" },
	/* every kind there and back */
	{ "Block = function(el) return el end, "
	  "Inline = function(el) return el end",
	    "# a *b*\n\nc **d**\\\ne [f](x.md 't') ![g](h.png) `i`\n\n> q\n\n"
	    "- t\n- u\n\n1) v\n\n   w\n\n```sh\ncode\n```\n\n---\n\n"
	    "|a|b|\n|:-|-:|\n|1|*2*|\n",
	    NULL },
	{ "Plain = function(el) return doc.Plain{'x', el.content} end",
	    "- a\n- b", "<ul>\n<li>xa</li>\n<li>xb</li>\n</ul>\n" },
	{ "Header = function(el) return doc.Header(el.level + 1, "
	  "el.content) end",
	    "# a", "<h2>a</h2>\n" },
	{ "Para = function(el) return doc.BulletList{'a', {doc.Plain('b'), "
	  "doc.OrderedList({'c'}, 3)}} end",
	    "x",
	    "<ul>\n<li>a</li>\n<li>b\n<ol start=\"3\">\n<li>c</li>\n</ol>\n"
	    "</li>\n</ul>\n" },
	{ "Para = function(el) return doc.Table{head = {'甲'}, "
	  "rows = {{1}, {doc.Strong('x'), 'y'}}, align = {'right'}} end",
	    "x",
	    "<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead>\n<tr>\n"
	    "<th scope=\"col\" class=\"right\">甲</th>\n"
	    "<th scope=\"col\"></th>\n"
	    "</tr>\n</thead>\n<tbody>\n<tr>\n<td class=\"right\">1</td>\n"
	    "<td></td>\n</tr>\n<tr>\n<td class=\"right\"><strong>x</strong>"
	    "</td>\n<td>y</td>\n</tr>\n</tbody>\n</table>\n</div>\n" },
	{ "CodeBlock = function(el) return doc.Para(el.info .. el.text) end",
	    "```sh\na\n```", "<p>sha </p>\n" },
	{ "Link = function(el) return el.content end", "[a *b*](c.md)",
	    "<p>a <em>b</em></p>\n" },
	/* what word processors leave in a text is no fault of the filter */
	{ "Inline = function(el) return el end, "
	  "CodeBlock = function(el) return el end",
	    "a\vb `c\x01`\n\n    d\x7F\te\n",
	    "<p>a b <code>c </code></p>\n<pre><code>d \te\n</code></pre>\n" },
	/* markup is text, HTML is shown */
	{ "Str = function(el) return doc.RawInline('<b>') end", "a",
	    "<p>&lt;b&gt;</p>\n" },
	{ "Str = function(el) return doc.Link('x', 'javascript:a()') end",
	    "a", "<p><a href=\"\">x</a></p>\n" },
	/* what a function is given */
	{ "Str = function(el, r, e) return el.t .. r.kind .. e.id end", "a",
	    "<p>Strreplymasses</p>\n" },
	{ "Str = function(el, r) return link(r, 'x') end", "a",
	    "<p><a href=\"record:2010-q3/reply/jidian\">x</a></p>\n" },
	{ "Document = function(el) return {el, doc.Para('end')} end", "a",
	    "<p>a</p>\n<p>end</p>\n" },
};

#define TABLE                                                                  \
	"return { element = { Para = function() return table{head = "          \
	"{'单位', '次数', '比例'}, rows = {{'机电', 12, '80%'}, {'土木', '—', "    \
	"12}, {'化工', '', '略'}}, align = {'left'}} end } }"

static const char *
table_through(const char *element)
{
	static char html[2048];
	struct room room;
	room_open(&room);
	script_add(&room, "a.lua", TABLE, false);
	if (element != NULL)
		script_add(&room, "b.lua",
		    arena_printf(room.arena,
			"return { element = { Table = function(el) %s end } }",
			element),
		    false);
	snprintf(html, sizeof(html), "%s", filtered(&room, "x"));
	room_close(&room);
	return html;
}

static size_t
count_in(const char *html, const char *what)
{
	size_t count = 0;
	for (; (html = strstr(html, what)) != NULL; html++)
		count++;
	return count;
}

/* Where the cells of a column stand otherwise than each other they go on so. */
static void
test_cells_keep_their_places(void **state)
{
	char plain[2048];
	(void)state;
	strcpy(plain, table_through(NULL));
	assert_non_null(strstr(plain, "<td class=\"right\">12</td>"));
	assert_non_null(strstr(plain, "<td>略</td>"));
	assert_string_equal(table_through("return el"), plain);
	assert_string_equal(
	    table_through("el.caption = nil return el"), plain);
	/* A cell that is moved takes its own along. */
	const char *moved = table_through(
	    "el.rows[1][2], el.rows[3][2] = el.rows[3][2], el.rows[1][2] "
	    "return el");
	assert_int_equal(count_in(moved, "<td class=\"right\">12</td>"), 2);
	/* Who says how a column stands says it of all its cells. */
	const char *centred =
	    table_through("el.align[2] = 'centre' return el");
	assert_int_equal(count_in(centred, "class=\"centre\""), 4);
	assert_int_equal(count_in(centred, "class=\"left\""), 4);
	assert_non_null(strstr(
	    table_through("return tostring(el.align[1]) .. el.align[3] .. "
			  "el.rows[1][3].align .. "
			  "tostring(el.rows[3][3].align)"),
	    "leftdefaultrightnil"));
	/* In what a script makes a cell may say it, too. */
	assert_non_null(strstr(
	    table_through("return doc.Table{rows = {{{'甲', align = 'right'}, "
			  "'乙'}}}"),
	    "<td class=\"right\">甲</td>\n<td>乙</td>"));
}

static void
test_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++) {
		const struct example *e = &examples[i];
		struct room room;
		room_open(&room);
		char *script = arena_printf(
		    room.arena, "return { element = { %s } }", e->element);
		script_add(&room, "f.lua", script, false);
		const char *html = filtered(&room, e->markdown);
		const char *wanted = e->html;
		struct room plain; /* where no filter is */
		room_open(&plain);
		if (wanted == NULL)
			wanted = filtered(&plain, e->markdown);
		if (strcmp(html, wanted) != 0)
			print_message("%s on %s\n", e->element, e->markdown);
		for (struct diag *d = room.diags.first; d != NULL; d = d->next)
			print_message("%s\n", d->message);
		assert_string_equal(html, wanted);
		room_close(&plain);
		room_close(&room);
	}
}

/* In their order, each over what the one before made. */
static void
test_several(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua",
	    "return { element = { Str = function(el) "
	    "return doc.Code(el.text) end } }",
	    false);
	script_add(room, "b.lua", "return {}", false);
	script_add(room, "c.lua",
	    "return { element = { Str = function() return 'no' end, "
	    "Code = function(el) return doc.Emph(el.text) end } }",
	    false);
	assert_string_equal(filtered(room, "a"), "<p><em>a</em></p>\n");
	assert_int_equal(room->diags.count, 0);
}

/* What the globals of scripts make goes through a filter as it is, too. */
static void
test_made_there_and_back(void **state)
{
	static const char *const made[] = {
		"table{head = {'单位', '次数'}, rows = {{'机电', 1}, "
		"{'土木', 2}}, caption = '点评次数'}",
		"chart{kind = 'column', title = '占比', unit = '%', labels = "
		"{'甲', '乙', '丙'}, series = {{values = {100.0, 97.4, 50}}}}",
		"chart{kind = 'line', title = '次数', labels = {'甲', '乙'}, "
		"series = {{values = {2.0, 2.5}}}}",
		"chart{kind = 'matrix', title = '表', labels = {'甲', '乙', "
		"'丙'}, states = {'已', '未'}, series = {{name = '一', values "
		"= {'已', '…', nil}}}}",
	};
	(void)state;
	for (size_t i = 0; i < sizeof(made) / sizeof(*made); i++) {
		struct room room, plain;
		room_open(&room);
		room_open(&plain);
		char *script = arena_printf(room.arena,
		    "return { element = { Para = function() return %s end } }",
		    made[i]);
		script_add(&plain, "a.lua", script, false);
		script_add(&room, "a.lua", script, false);
		script_add(&room, "b.lua",
		    "return { element = { Block = function(el) return el end } }",
		    false);
		const char *wanted = filtered(&plain, "x");
		assert_no_fault(&plain);
		assert_string_equal(filtered(&room, "x"), wanted);
		room_close(&plain);
		room_close(&room);
	}
}

/* Within a text a script may count; nothing goes from one to the next. */
static void
test_forgets(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua",
	    "local n = 0 return { element = { Str = function(el) n = n + 1 "
	    "return tostring(n) end } }",
	    false);
	assert_string_equal(filtered(room, "a *b*"), "<p>1<em>2</em></p>\n");
	assert_string_equal(filtered(room, "a *b*"), "<p>1<em>2</em></p>\n");
}

static const struct {
	const char *element;
	enum rule_id rule;
	const char *message;
} faults[] = {
	{ "Str = function() return true end", RULE_FILTER_RESULT,
	    "but no boolean" },
	{ "Str = function() return doc.Para('x') end", RULE_FILTER_RESULT,
	    "a Para can't stand within a line" },
	{ "Str = function(el) el.level = 1 end", RULE_FILTER_RESULT,
	    "Str has no part 'level'" },
	{ "Header = function(el) return el.levle end", RULE_FILTER_RESULT,
	    "did you mean 'level'?" },
	{ "Header = function(el) el.level = 9 return el end",
	    RULE_FILTER_RESULT, "level takes a whole number from 1 to 6" },
	{ "Header = function(el) return doc.Header('x') end",
	    RULE_FILTER_RESULT, "level takes a whole number" },
	{ "Str = function(el) return doc.Str() end", RULE_FILTER_RESULT,
	    "a Str needs a text" },
	{ "Str = function(el) return doc.Str({}) end", RULE_FILTER_RESULT,
	    "Str: text takes a text, not a table" },
	{ "Str = function() return doc.Link(doc.Emph(doc.Link('a', 'b')), "
	  "'c') end",
	    RULE_FILTER_RESULT, "a Link can't stand within another one" },
	{ "Header = function() return doc.BlockQuote end", RULE_FILTER_RESULT,
	    "but no function" },
	{ "Header = function() return doc.Table{} end", RULE_FILTER_RESULT,
	    "a Table needs rows" },
	{ "Header = function() return doc.Table{row = {}} end",
	    RULE_FILTER_RESULT, "did you mean 'rows'?" },
	{ "Header = function() return doc.BulletList('x') end",
	    RULE_FILTER_RESULT, "a list takes a list of items" },
	{ "Header = function() doc.Para = 1 end", RULE_FILTER_FAULT, "" },
	{ "Heading = function() end", RULE_FILTER_RESULT,
	    "there is none called 'Heading'" },
	{ "Header = 3", RULE_FILTER_RESULT, "takes a function, not a number" },
	{ "Str = function() while true do end end", RULE_FILTER_BUDGET,
	    "steps" },
	{ "Header = function() error('mine') end", RULE_FILTER_FAULT,
	    "f.lua, element phase, 2010-q3/reply/jidian: mine" },
};

static void
test_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		struct room room;
		room_open(&room);
		char *script = arena_printf(room.arena,
		    "-- one\nreturn { element = {\n %s } }", faults[i].element);
		script_add(&room, "f.lua", script, false);
		filtered(&room, "# a *b*");
		if (room.diags.first == NULL)
			fail_msg("%s", faults[i].element);
		const struct diag *d = room.diags.first;
		if (d->rule != &rules[faults[i].rule] ||
		    strstr(d->message, faults[i].message) == NULL)
			fail_msg("%s: %s", faults[i].element, d->message);
		/* At its line, or at the function when it gave something. */
		assert_int_equal(
		    source_place(source_at(&room.sources, d->span.source),
			d->span).line,
		    3);
		room_close(&room);
	}
}

/* No more depth than walks that recurse can take. */
static void
test_depth(void **state)
{
	struct room *room = *state;
	struct buf text = BUF_INIT;
	script_add(room, "a.lua",
	    "return { element = { Para = function(el) "
	    "return el end } }",
	    false);
	for (int i = 0; i < 300; i++)
		buf_puts(&text, "*a **b ");
	for (int i = 0; i < 300; i++)
		buf_puts(&text, "c** d*");
	assert_string_equal(filtered(room, text.at), "a fault");
	assert_non_null(strstr(room->diags.first->message, "too deep"));
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_cells_keep_their_places),
		T(several),
		T(made_there_and_back),
		T(forgets),
		cmocka_unit_test(test_faults),
		T(depth),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
