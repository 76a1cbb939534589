/*
 * The template engine by cases of our own; the published ones are run by
 * tests/spec/mustache.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/pool.h"
#include "model/document.h"
#include "model/rules.h"
#include "render/template.h"

#define MAIN "main"
#define FILES_MAX 6

struct file {
	const char *name, *text;
};

/* files[0] is rendered; the list ends with a name that is NULL. */
struct example {
	const char *what;
	struct file files[FILES_MAX];
	const char *expected;
};

/* ---- a room to work in ---- */

struct room {
	struct arena *arena;
	struct diags diags;
	struct sources sources;
	struct value *data;
};

static struct value *
person(struct arena *arena, const char *name, const char *post)
{
	struct value *map = value_map(arena);
	value_set(arena, map, "name", value_string(arena, name));
	if (post != NULL)
		value_set(arena, map, "post", value_string(arena, post));
	return map;
}

/* root → (left → (leaf), right), each with its own, maybe empty, units. */
static struct value *
units(struct arena *arena)
{
	static const char *const names[] = { "root", "left", "leaf", "right" };
	struct value *unit[4];
	for (size_t i = 0; i < 4; i++) {
		unit[i] = value_map(arena);
		value_set(
		    arena, unit[i], "unit", value_string(arena, names[i]));
		value_set(arena, unit[i], "units", value_list(arena));
	}
	value_add(arena, value_get(unit[0], "units"), unit[1]);
	value_add(arena, value_get(unit[1], "units"), unit[2]);
	value_add(arena, value_get(unit[0], "units"), unit[3]);
	return unit[0];
}

static const struct node a_node = { .kind = NODE_TEXT, .level = 7 };

static struct value *
make_data(struct arena *arena)
{
	struct value *data = value_map(arena);
	struct value *people = value_list(arena);
	struct value *words = value_list(arena);
	value_add(arena, people, person(arena, "Ling", "head"));
	value_add(arena, people, person(arena, "Bo", NULL));
	value_add(arena, words, value_string(arena, "one"));
	value_add(arena, words, value_string(arena, "two"));
	value_set(arena, data, "people", people);
	value_set(arena, data, "words", words);
	value_set(arena, data, "post", value_string(arena, "nobody"));
	value_set(arena, data, "markup", value_string(arena, "a<b"));
	value_set(arena, data, "lines", value_string(arena, "x\ny"));
	value_set(arena, data, "empty", value_string(arena, ""));
	value_set(arena, data, "none", value_list(arena));
	value_set(arena, data, "blank", value_map(arena));
	value_set(arena, data, "null", value_null(arena));
	value_set(arena, data, "yes", value_bool(arena, true));
	value_set(arena, data, "no", value_bool(arena, false));
	value_set(arena, data, "zero", value_integer(arena, 0));
	value_set(arena, data, "large", value_integer(arena, INT64_MIN));
	value_set(arena, data, "tenth", value_real(arena, 0.1));
	value_set(arena, data, "third", value_real(arena, 1.0 / 3));
	value_set(arena, data, "whole", value_real(arena, 2));
	value_set(arena, data, "node", value_node(arena, &a_node));
	value_set(arena, data, "tree", units(arena));
	return data;
}

static void
room_open(struct room *room)
{
	room->arena = arena_new();
	diags_init(&room->diags, room->arena);
	sources_init(&room->sources, room->arena);
	room->data = make_data(room->arena);
}

static void
room_close(struct room *room)
{
	arena_free(room->arena);
}

static void
write_text(struct buf *out, struct text t, bool raw)
{
	buf_puts(out, raw ? "!" : "");
	for (size_t i = 0; i < t.len; i++)
		if (t.at[i] == '<' && !raw)
			buf_puts(out, "&lt;");
		else
			buf_putc(out, t.at[i]);
}

static void
write_node(struct buf *out, const struct node *node)
{
	buf_printf(out, "<node %d>", node->level);
}

static struct templates *
load(struct room *room, const struct file *files, bool strict)
{
	struct templates *set = templates_new(room->arena);
	for (size_t i = 0; i < FILES_MAX && files[i].name != NULL; i++) {
		uint32_t source = sources_add(&room->sources, files[i].name);
		struct text text = text_of(files[i].text);
		source_at(&room->sources, source)->text = text;
		templates_add(set, files[i].name, text, source, &room->diags);
	}
	templates_link(set, strict, &room->diags);
	return set;
}

static int
render(struct room *room, struct buf *out, const struct templates *set,
    const char *name)
{
	const struct template_output output = {
		.text = write_text,
		.node = write_node,
		.diags = &room->diags,
	};
	return template_render(out, set, name, room->data, &output);
}

static void
check_examples(const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct room room;
		struct buf out = BUF_INIT;
		room_open(&room);
		struct templates *set = load(&room, examples[i].files, true);
		if (room.diags.count > 0)
			fail_msg("%s: %s", examples[i].what,
			    room.diags.first->message);
		assert_int_equal(render(&room, &out, set, MAIN), 0);
		if (strcmp(out.at, examples[i].expected) != 0)
			fail_msg("%s\nexpected [%s]\n     got [%s]",
			    examples[i].what, examples[i].expected, out.at);
		buf_free(&out);
		room_close(&room);
	}
}

#define CHECK_EXAMPLES(examples)                                               \
	check_examples((examples), sizeof(examples) / sizeof((examples)[0]))

/* ---- values and sections ---- */

static void
test_values(void **state)
{
	static const struct example examples[] = {
		{ "text, escaped and raw",
		    { { MAIN, "{{markup}} {{{markup}}} {{& markup }}" } },
		    "a&lt;b !a<b !a<b" },
		{ "numbers without loss",
		    { { MAIN,
			"{{zero}} {{large}} {{tenth}} {{third}} {{whole}}" } },
		    "0 -9223372036854775808 0.1 0.3333333333333333 2" },
		{ "truth as words, the rest as nothing",
		    { { MAIN,
			"{{yes}}/{{no}}/{{null}}/{{words}}/{{blank}}/{{x}}" } },
		    "true/false////" },
		{ "nodes by their own writer, never raw",
		    { { MAIN, "{{node}} {{{node}}} {{#node}}{{.}}{{/node}}" } },
		    "<node 7> <node 7> <node 7>" },
		{ "data is not read as a template, template text not escaped",
		    { { MAIN, "<{{#words}}{{.}}>{{/words}}" } }, "<one>two>" },
		{ "spaces in a tag, before the sign too",
		    { { MAIN,
			"{{ post }}{{\tpost\n}}{{ # yes }}.{{ / yes }}" } },
		    "nobodynobody." },
		{ "braces that are none of ours",
		    { { MAIN, "{ {a} }} {{post}}}" } }, "{ {a} }} nobody}" },
		{ "an empty template", { { MAIN, "" } }, "" },
	};
	(void)state;
	CHECK_EXAMPLES(examples);
}

static void
test_sections(void **state)
{
	static const struct example examples[] = {
		{ "each of a list, with what is around it",
		    { { MAIN, "{{#people}}{{name}}: {{post}}; {{/people}}" } },
		    "Ling: head; Bo: nobody; " },
		{ "four things are none",
		    { { MAIN,
			"{{#x}}a{{/x}}{{#null}}b{{/null}}{{#no}}c{{/no}}"
			"{{#none}}d{{/none}}{{^x}}e{{/x}}{{^null}}f{{/null}}"
			"{{^no}}g{{/no}}{{^none}}h{{/none}}" } },
		    "efgh" },
		{ "empty text, 0 and an empty map are something",
		    { { MAIN,
			"{{#empty}}a{{/empty}}{{#zero}}b{{/zero}}"
			"{{#blank}}c{{/blank}}{{^empty}}d{{/empty}}" } },
		    "abc" },
		{ "a dotted name begins anywhere around, ends only there",
		    { { MAIN,
			"{{#people}}{{tree.unit}}{{tree.name}},{{/people}}"
			"{{tree.units.unit}}{{post.name}}." } },
		    "root,root,." },
		{ "a key is not split back together",
		    { { MAIN,
			"{{#tree.unit}}{{.}}{{/tree.unit}}{{^tree.x.y}}-"
			"{{/tree.x.y}}" } },
		    "root-" },
		{ "the same name within itself",
		    { { MAIN, "{{#yes}}1{{#yes}}2{{/yes}}3{{/yes}}4" } },
		    "1234" },
		{ "a comment, on one line and on two",
		    { { MAIN, "a{{! {{ b }}c{{!\n d\n}}e" } }, "ace" },
	};
	(void)state;
	CHECK_EXAMPLES(examples);
}

static void
test_delimiters(void **state)
{
	static const struct example examples[] = {
		{ "there and back",
		    { { MAIN,
			"{{= <% %> =}}<%post%>{{post}}<%={{ }}=%>{{post}}" } },
		    "nobody{{post}}nobody" },
		{ "raw with other delimiters",
		    { { MAIN, "{{=[ ]=}}[{markup}] [&markup]" } },
		    "!a<b !a<b" },
		{ "they hold for one template only",
		    { { MAIN, "{{=| |=}}|>part| |post|" },
			{ "part", "{{post}}|post|" } },
		    "nobody|post| nobody" },
		{ "a line of its own goes",
		    { { MAIN, "a\n  {{=| |=}}\n|post|" } }, "a\nnobody" },
	};
	(void)state;
	CHECK_EXAMPLES(examples);
}

/* ---- lines ---- */

static void
test_standalone(void **state)
{
	static const struct example examples[] = {
		{ "section lines go",
		    { { MAIN,
			"<ul>\n  {{#words}}\n  <li>{{.}}</li>\n"
			"  {{/words}}\n</ul>\n" } },
		    "<ul>\n  <li>one</li>\n  <li>two</li>\n</ul>\n" },
		{ "carriage returns too, and the last line without an end",
		    { { MAIN,
			"a\r\n{{#yes}}\r\nb\r\n{{/yes}}\r\nc\r\n\t{{!d}}" } },
		    "a\r\nb\r\nc\r\n" },
		{ "not with another tag or text on the line",
		    { { MAIN, "{{#yes}}{{#yes}}\na\n{{/yes}} b\n{{/yes}}\n" } },
		    "\na\n b\n" },
		{ "a value never", { { MAIN, "  {{empty}}\n.\n" } },
		    "  \n.\n" },
		{ "only blanks, not other white space",
		    { { MAIN, "\f{{!a}}\n" } }, "\f\n" },
	};
	(void)state;
	CHECK_EXAMPLES(examples);
}

static void
test_partials(void **state)
{
	static const struct example examples[] = {
		{ "within a line nothing is indented",
		    { { MAIN, "  a {{>two}} b\n" }, { "two", "1\n2" } },
		    "  a 1\n2 b\n" },
		{ "alone on the line every line is, but not data",
		    { { MAIN, ".\n  {{>two}}\n." },
			{ "two", "1\n{{lines}} {{post}}\n3\n" } },
		    ".\n  1\n  x\ny nobody\n  3\n." },
		{ "indentation adds up",
		    { { MAIN, " {{>one}}\n" }, { "one", "1\n\t{{>two}}\n3\n" },
			{ "two", "{{#words}}\n{{.}}\n{{/words}}\n" } },
		    " 1\n \tone\n \ttwo\n 3\n" },
		{ "lines of tags leave no indentation behind",
		    { { MAIN, "    {{>one}}\n" },
			{ "one",
			    "{{#yes}}\n{{!a}}\n{{#yes}}b{{/yes}}\n{{/"
			    "yes}}\n" } },
		    "    b\n" },
		{ "each line, an empty one as well",
		    { { MAIN, "  {{>one}}\n" }, { "one", "1\n\n2\n" } },
		    "  1\n  \n  2\n" },
		{ "within a line of an indented one",
		    { { MAIN, "  {{>one}}" }, { "one", "{{>two}}|{{>two}}\n" },
			{ "two", "1\n2" } },
		    "  1\n2|1\n2\n" },
		{ "a template in itself as deep as the data",
		    { { MAIN, "{{#tree}}{{>node}}{{/tree}}" },
			{ "node",
			    "{{unit}}\n{{#units}}\n  "
			    "{{>node}}\n{{/units}}\n" } },
		    "root\n  left\n    leaf\n  right\n" },
	};
	(void)state;
	CHECK_EXAMPLES(examples);
}

/* What has no tags of ours stands as it is: somebody has its digest. */
static void
test_verbatim(void **state)
{
	static const char text[] = "a {{x}} {{#b}}\n  {{=< >=}}\n\nc";
	static const char *const pages[][2] = {
		{ "<{{>whole}}>", "<%s>" },
		{ "  {{>whole}}\n", "%s" },
		{ "  {{>middle}}\n", "  [%s]\n" },
	};
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct room room;
		struct buf out = BUF_INIT, expected = BUF_INIT;
		struct file files[FILES_MAX] = { { MAIN, pages[i][0] },
			{ "middle", "[{{>whole}}]\n" } };
		room_open(&room);
		struct templates *set = templates_new(room.arena);
		assert_int_equal(templates_add_verbatim(set, "whole",
				     text_of(text), 0, &room.diags),
		    0);
		for (size_t j = 0; j < 2; j++)
			templates_add(set, files[j].name,
			    text_of(files[j].text), 0, &room.diags);
		assert_int_equal(templates_link(set, true, &room.diags), 0);
		assert_int_equal(render(&room, &out, set, MAIN), 0);
		buf_printf(&expected, pages[i][1], text);
		assert_string_equal(out.at, expected.at);
		assert_int_equal(room.diags.count, 0);
		buf_free(&out);
		buf_free(&expected);
		room_close(&room);
	}
}

/* ---- inheritance ---- */

static void
test_blocks(void **state)
{
	static const struct example examples[] = {
		{ "a block by itself shows its default",
		    { { MAIN, "{{$a}}{{post}}{{/a}}" } }, "nobody" },
		{ "a parent is a partial with something put in",
		    { { MAIN, "{{<p}}{{$a}}{{post}}{{/a}}{{/p}} {{<p}}{{/p}}" },
			{ "p", "[{{$a}}A{{/a}}{{$b}}B{{/b}}]" } },
		    "[nobodyB] [AB]" },
		{ "all else in a parent is passed over",
		    { { MAIN,
			  "{{<p}} x {{post}} {{#words}}{{$a}}no{{/a}}{{/words}}"
			  "{{! y }}{{$b}}2{{/b}} z {{/p}}" },
			{ "p", "{{$a}}A{{/a}}{{$b}}B{{/b}}" } },
		    "A2" },
		{ "blocks are neither data nor templates",
		    { { MAIN, "{{<p}}{{$post}}mine{{/post}}{{/p}}" },
			{ "p", "{{$post}}{{/post}} {{post}} {{$p}}p{{/p}}" } },
		    "mine nobody p" },
		{ "a block wherever it stands, as often as it stands",
		    { { MAIN, "{{<p}}{{$a}}{{.}}!{{/a}}{{/p}}" },
			{ "p", "{{#words}}{{$a}}{{/a}}{{/words}}" } },
		    "one!two!" },
		{ "the delimiters of the parent tag are not the parent's",
		    { { MAIN, "{{=| |=}}|<p||$a||post||/a||/p|" },
			{ "p", "{{$a}}{{/a}}|post|" } },
		    "nobody|post|" },
	};
	(void)state;
	CHECK_EXAMPLES(examples);
}

static void
test_block_precedence(void **state)
{
	static const struct example examples[] = {
		{ "from further out wins, through partials too",
		    { { MAIN, "{{<mid}}{{$a}}main{{/a}}{{/mid}}" },
			{ "mid", "{{>low}}" },
			{ "low", "{{<p}}{{$a}}low{{/a}}{{$b}}low{{/b}}{{/p}}" },
			{ "p", "{{$a}}A{{/a}} {{$b}}B{{/b}}" } },
		    "main low" },
		{ "a middle layout passes its own block on",
		    { { MAIN, "{{<page}}{{$title}}T{{/title}}{{/page}}" },
			{ "page",
			    "{{<base}}{{$head}}<{{$title}}t{{/title}}>"
			    "{{/head}}{{/base}}" },
			{ "base", "{{$head}}h{{/head}}." } },
		    "<T>." },
		{ "a block put into itself ends with its default",
		    { { MAIN, "{{<p}}{{$a}}({{$a}}inner{{/a}}){{/a}}{{/p}}" },
			{ "p", "{{$a}}A{{/a}}" } },
		    "(inner)" },
		{ "a parent in what is put in",
		    { { MAIN,
			  "{{<p}}{{$a}}{{<q}}{{$b}}2{{/b}}{{/q}}{{/a}}{{/p}}" },
			{ "p", "{{$a}}A{{/a}}{{$b}}B{{/b}}" },
			{ "q", "[{{$a}}qa{{/a}}{{$b}}qb{{/b}}]" } },
		    "[qa2]B" },
	};
	(void)state;
	CHECK_EXAMPLES(examples);
}

#define LAYOUT "<main>\n  {{$body}}\n  {{/body}}\n</main>\n"

static void
test_block_lines(void **state)
{
	static const struct example examples[] = {
		{ "a parent alone on its lines indents all that comes",
		    { { MAIN, ".\n  {{<p}}\n  {{$a}}x{{/a}}\n  {{/p}}\n." },
			{ "p", "1\n{{$a}}{{/a}}\n" } },
		    ".\n  1\n  x\n." },
		{ "a parent amid a line does not",
		    { { MAIN, "  {{<p}}{{/p}} .\n" }, { "p", "1\n2" } },
		    "  1\n2 .\n" },
		{ "what is put in moves to where the block is",
		    { { MAIN,
			  "{{<p}}\n{{$body}}\n\t\t<p>\n\t\t\t{{post}}\n"
			  "\t\t</p>\n{{/body}}\n{{/p}}\n" },
			{ "p", LAYOUT } },
		    "<main>\n  <p>\n  \tnobody\n  </p>\n</main>\n" },
		{ "and so do its sections and partials",
		    { { MAIN,
			  "{{<p}}{{$body}}\n    {{#words}}\n    {{.}}\n"
			  "      {{>q}}\n    {{/words}}\n    {{/body}}{{/p}}" },
			{ "p", LAYOUT }, { "q", "-\n" } },
		    "<main>\n  one\n    -\n  two\n    -\n</main>\n" },
		{ "the default says how far",
		    { { MAIN, "{{<p}}{{$a}}\nx\ny\n{{/a}}{{/p}}" },
			{ "p", "{{$a}}\n    default\n{{/a}}\n" } },
		    "    x\n    y\n" },
		{ "on one line with its end the block's own place does",
		    { { MAIN, "{{<p}}{{$a}}\nx\ny{{/a}}{{/p}}" },
			{ "p", "  {{$a}}default{{/a}}\n" } },
		    "  x\n  y\n" },
		{ "amid a line there is none",
		    { { MAIN, "{{<p}}{{$a}}\n  x\n  y\n  {{/a}}{{/p}}" },
			{ "p", "  <b>{{$a}}{{/a}}</b>\n" } },
		    "  <b>x\ny\n</b>\n" },
		{ "written within a line it stays as it is",
		    { { MAIN, "{{<p}}{{$body}}x\n    y\n{{/body}}{{/p}}" },
			{ "p", LAYOUT } },
		    "<main>\n  x\n      y\n</main>\n" },
		{ "indentation of parent, block and partial adds up",
		    { { MAIN, " {{<p}}{{$body}}\n{{>q}}\n{{/body}}{{/p}}\n" },
			{ "p", LAYOUT },
			{ "q", "1\n  {{$body}}2{{/body}}\n" } },
		    " <main>\n   1\n     2\n </main>\n" },
		{ "blank lines before do not count",
		    { { MAIN, "{{<p}}{{$body}}\n\n    x\n{{/body}}{{/p}}" },
			{ "p", LAYOUT } },
		    "<main>\n  \n  x\n</main>\n" },
	};
	(void)state;
	CHECK_EXAMPLES(examples);
}

/* ---- faults ---- */

struct fault {
	const char *text;
	enum rule_id rule;
	uint32_t line;
	const char *place; /* the bytes that are pointed at */
};

static void
check_fault(const struct fault *fault)
{
	struct room room;
	room_open(&room);
	struct templates *set = templates_new(room.arena);
	struct text text = text_of(fault->text);
	uint32_t source = sources_add(&room.sources, "a.html");
	source_at(&room.sources, source)->text = text;
	int result = templates_add(set, MAIN, text, source, &room.diags);
	if (result != -1 || room.diags.count != 1)
		fail_msg("[%s]: %zu faults", fault->text, room.diags.count);
	const struct diag *diag = room.diags.first;
	assert_string_equal(diag->rule->slug, rules[fault->rule].slug);
	assert_int_equal(diag->span.source, source);
	struct place place =
	    source_place(source_at(&room.sources, source), diag->span);
	assert_int_equal(place.line, fault->line);
	struct text at = text_cut(text, diag->span.start, diag->span.end);
	if (!text_is(at, fault->place))
		fail_msg("[%s] points at [%.*s]", fault->text, TEXT_ARG(at));
	room_close(&room);
}

static void
test_faults(void **state)
{
	static const struct fault faults[] = {
		{ "a\n {{b\nc", RULE_TEMPLATE_TAG_OPEN, 2, "{{b" },
		{ "{{{b}}", RULE_TEMPLATE_TAG_OPEN, 1, "{{{b}}" },
		{ "{{#a}}\n{{!", RULE_TEMPLATE_TAG_OPEN, 2, "{{!" },
		{ "{{=<% %>=}}<%a}}", RULE_TEMPLATE_TAG_OPEN, 1, "<%a}}" },
		{ "x{{}}", RULE_TEMPLATE_TAG_NAME, 1, "{{}}" },
		{ "{{# }}", RULE_TEMPLATE_TAG_NAME, 1, "{{# }}" },
		{ "{{a b}}", RULE_TEMPLATE_TAG_NAME, 1, "{{a b}}" },
		{ "{{a..b}}", RULE_TEMPLATE_TAG_NAME, 1, "{{a..b}}" },
		{ "{{#.a}}{{/.a}}", RULE_TEMPLATE_TAG_NAME, 1, "{{#.a}}" },
		{ "{{a.}}", RULE_TEMPLATE_TAG_NAME, 1, "{{a.}}" },
		{ "\n\n{{=<% %>}}", RULE_TEMPLATE_DELIMITER, 3, "{{=<% %>}}" },
		{ "{{=<%=}}", RULE_TEMPLATE_DELIMITER, 1, "{{=<%=}}" },
		{ "{{=a b c=}}", RULE_TEMPLATE_DELIMITER, 1, "{{=a b c=}}" },
		{ "{{=a= b=}}", RULE_TEMPLATE_DELIMITER, 1, "{{=a= b=}}" },
		{ "{{=}}", RULE_TEMPLATE_DELIMITER, 1, "{{=}}" },
		{ "{{#a}}\n{{^b}}{{/b}}", RULE_TEMPLATE_SECTION_OPEN, 1,
		    "{{#a}}" },
		{ "{{#a}}\n{{$b}}\n{{/a}}", RULE_TEMPLATE_SECTION_OPEN, 2,
		    "{{$b}}" },
		{ "{{<a}}{{$b}}{{/b}}", RULE_TEMPLATE_SECTION_OPEN, 1,
		    "{{<a}}" },
		{ "{{#a}}{{/a}}\n  {{/a}}\n", RULE_TEMPLATE_END_UNMATCHED, 2,
		    "{{/a}}" },
		{ "{{>a}}{{/a}}", RULE_TEMPLATE_END_UNMATCHED, 1, "{{/a}}" },
		{ "{{#a}}{{/a.b}}{{/a}}", RULE_TEMPLATE_END_UNMATCHED, 1,
		    "{{/a.b}}" },
		{ "{{<a}}\n{{$b}}1{{/b}}\n{{$b}}2{{/b}}\n{{/a}}",
		    RULE_TEMPLATE_BLOCK_TWICE, 3, "{{$b}}" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		check_fault(&faults[i]);
}

static void
test_all_faults(void **state)
{
	static const struct file files[] = {
		{ MAIN, "{{a b}}\n{{/c}}\n{{#d}}\n{{=x=}}\n{{e" },
		{ "other", "{{#f}}{{#g}}{{#h}}{{/f}}" },
		{ MAIN, "again" },
		{ NULL, NULL },
	};
	struct room room;
	(void)state;
	room_open(&room);
	load(&room, files, true);
	assert_int_equal(room.diags.count, 4 + 2 + 1);
	assert_ptr_equal(room.diags.last->rule, &rules[RULE_TEMPLATE_TWICE]);
	room_close(&room);
}

static void
test_unknown(void **state)
{
	static const struct file files[] = {
		{ MAIN, "a{{>x}}b\n{{<y}}{{$z}}{{>x}}{{/z}}{{/y}}{{>other}}" },
		{ "other", "c" },
		{ NULL, NULL },
	};
	struct room room;
	struct buf out = BUF_INIT;
	(void)state;
	room_open(&room);
	load(&room, files, true);
	assert_int_equal(room.diags.count, 3);
	struct diag *diag = room.diags.first;
	assert_ptr_equal(diag->rule, &rules[RULE_TEMPLATE_UNKNOWN]);
	assert_int_equal(diag->span.start, 1);
	assert_int_equal(diag->span.end, 7);
	assert_non_null(strstr(diag->next->message, "“y”"));

	struct templates *set = load(&room, files, false);
	assert_int_equal(room.diags.count, 3);
	assert_int_equal(render(&room, &out, set, MAIN), 0);
	assert_string_equal(out.at, "ab\nc");
	assert_true(templates_has(set, "other"));
	assert_false(templates_has(set, "x"));
	buf_free(&out);
	room_close(&room);
}

static void
test_nesting(void **state)
{
	struct room room;
	struct buf text = BUF_INIT;
	(void)state;
	room_open(&room);
	for (int i = 0; i < 64; i++)
		buf_puts(&text, "{{#yes}}");
	buf_puts(&text, "deep");
	for (int i = 0; i < 64; i++)
		buf_puts(&text, "{{/yes}}");
	struct file files[] = { { MAIN, text.at }, { NULL, NULL } };
	struct templates *set = load(&room, files, true);
	assert_int_equal(room.diags.count, 0);
	struct buf out = BUF_INIT;
	assert_int_equal(render(&room, &out, set, MAIN), 0);
	assert_string_equal(out.at, "deep");

	buf_clear(&text);
	for (int i = 0; i < 10000; i++)
		buf_puts(&text, "{{#yes}}");
	files[0].text = text.at;
	load(&room, files, true);
	assert_int_equal(room.diags.count, 1);
	assert_ptr_equal(room.diags.first->rule, &rules[RULE_TEMPLATE_DEPTH]);
	assert_int_equal(room.diags.first->span.start, 64 * 8);
	buf_free(&text);
	buf_free(&out);
	room_close(&room);
}

/* ---- ends ---- */

static void
check_endless(const struct file *files, const char *place)
{
	struct room room;
	struct buf out = BUF_INIT;
	room_open(&room);
	struct templates *set = load(&room, files, true);
	assert_int_equal(room.diags.count, 0);
	assert_int_equal(render(&room, &out, set, MAIN), -1);
	assert_int_equal(room.diags.count, 1);
	const struct diag *diag = room.diags.first;
	assert_ptr_equal(diag->rule, &rules[RULE_TEMPLATE_ENDLESS]);
	struct text text = source_at(&room.sources, diag->span.source)->text;
	assert_true(
	    text_is(text_cut(text, diag->span.start, diag->span.end), place));

	/* Nobody has to listen. */
	const struct template_output output = { .text = write_text };
	buf_clear(&out);
	assert_int_equal(
	    template_render(&out, set, MAIN, room.data, &output), -1);
	buf_free(&out);
	room_close(&room);
}

static void
test_endless(void **state)
{
	static const struct file itself[] = {
		{ MAIN, "{{>main}}{{>main}}" },
		{ NULL, NULL },
	};
	/* `people` has no people: the list around it is found again. */
	static const struct file around[] = {
		{ MAIN, "{{#people}}{{>people}}{{/people}}" },
		{ "people", "  {{>main}}\n" },
		{ NULL, NULL },
	};
	static const struct file parents[] = {
		{ MAIN, "{{<other}}{{$a}}{{>main}}{{/a}}{{/other}}" },
		{ "other", "{{$a}}{{/a}}" },
		{ NULL, NULL },
	};
	(void)state;
	check_endless(itself, "{{>main}}");
	check_endless(around, "{{>main}}");
	check_endless(parents, "{{>main}}");
}

static void
test_large(void **state)
{
	struct buf text = BUF_INIT, many = BUF_INIT;
	(void)state;
	for (int i = 0; i < 1 << 16; i++)
		buf_puts(&text, "sixteen bytes..\n");
	for (int i = 0; i < 200; i++)
		buf_puts(&many, "{{>text}}");
	const struct file files[] = {
		{ MAIN, many.at },
		{ "text", text.at },
		{ NULL, NULL },
	};
	check_endless(files, "{{>text}}");
	buf_free(&text);
	buf_free(&many);
}

/* ---- threads ---- */

#define JOBS 400

struct crowd {
	struct room *room;
	const struct templates *set;
	struct buf out[JOBS];
};

static void
crowd_job(void *context, size_t job, unsigned worker)
{
	struct crowd *crowd = context;
	const struct template_output output = { .text = write_text };
	(void)worker;
	template_render(
	    &crowd->out[job], crowd->set, MAIN, crowd->room->data, &output);
}

static void
test_threads(void **state)
{
	static const struct file files[] = {
		{ MAIN,
		    "{{<base}}\n{{$body}}\n  {{#people}}\n  {{>one}}\n"
		    "  {{/people}}\n{{/body}}\n{{/base}}\n" },
		{ "base", "<{{third}}>\n    {{$body}}\n    {{/body}}\n" },
		{ "one", "{{name}} {{post}} {{tenth}}\n" },
		{ NULL, NULL },
	};
	static const char expected[] = "<0.3333333333333333>\n"
				       "    Ling head 0.1\n"
				       "    Bo nobody 0.1\n";
	struct room room;
	(void)state;
	room_open(&room);
	struct crowd *crowd = arena_alloc(room.arena, sizeof(*crowd));
	crowd->room = &room;
	crowd->set = load(&room, files, true);
	for (size_t i = 0; i < JOBS; i++)
		buf_init(&crowd->out[i]);
	pool_run(4, JOBS, crowd_job, crowd);
	for (size_t i = 0; i < JOBS; i++) {
		assert_string_equal(crowd->out[i].at, expected);
		buf_free(&crowd->out[i]);
	}
	room_close(&room);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_delimiters),
		cmocka_unit_test(test_standalone),
		cmocka_unit_test(test_partials),
		cmocka_unit_test(test_verbatim),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_block_precedence),
		cmocka_unit_test(test_block_lines),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_all_faults),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_nesting),
		cmocka_unit_test(test_endless),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
