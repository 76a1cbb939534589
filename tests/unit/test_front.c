/*
 * Record files taken apart: front matter, sections, marks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/buf.h"
#include "model/rules.h"
#include "read/front.h"
#include "chance.h"

#define BOM "\xEF\xBB\xBF"

struct room {
	struct arena *arena;
	struct diags diags;
	struct text text;
	struct section_list sections;
};

static void
room_open(struct room *room, const char *text)
{
	*room = (struct room){ .arena = arena_new(), .text = text_of(text) };
	diags_init(&room->diags, room->arena);
}

static void
room_close(struct room *room)
{
	arena_free(room->arena);
}

/* Both ends agree: the slice is the bytes of its place. */
static void
assert_slice(const struct room *room, struct text slice, struct span span)
{
	assert_int_equal(span.source, 7);
	assert_int_equal(span.end - span.start, slice.len);
	assert_ptr_equal(room->text.at + span.start, slice.at);
}

static void
assert_text(struct text got, const char *expected)
{
	char bytes[4096];
	assert_true(got.len < sizeof(bytes));
	memcpy(bytes, got.at, got.len);
	bytes[got.len] = '\0';
	assert_string_equal(bytes, expected);
}

/* ---- front matter ---- */

static void
assert_front(const char *text, const char *yaml, const char *body)
{
	struct room room;
	struct front front;
	room_open(&room, text);
	assert_int_equal(front_split(&front, room.text, 7, &room.diags), 0);
	assert_int_equal(room.diags.count, 0);
	assert_text(front.yaml, yaml);
	assert_text(front.body, body);
	assert_slice(&room, front.yaml, front.yaml_span);
	assert_slice(&room, front.body, front.body_span);
	room_close(&room);
}

static void
front_matter_is_split_off(void **state)
{
	(void)state;
	assert_front("---\na: 1\n---\n正文\n", "a: 1\n", "正文\n");
	assert_front("---\na: 1\n---", "a: 1\n", "");
	assert_front("---\n---\n\n正文", "", "\n正文");
	assert_front("---\r\na: 1\r\n---\r\n正文\r\n", "a: 1\r\n", "正文\r\n");
	assert_front("--- \t\na: 1\n---  \n正文\n", "a: 1\n", "正文\n");
	assert_front(BOM "---\na: 1\n---\n正文\n", "a: 1\n", "正文\n");
	/* Only three hyphens at the start of a line end it. */
	assert_front("---\na: ---\n ---\n----\n---\nx\n---\n",
	    "a: ---\n ---\n----\n", "x\n---\n");
}

/* `mended`: what the file is after the mend, or NULL where there is none. */
static void
assert_mended(struct room *room, const char *mended)
{
	const struct diag_edit *edit = room->diags.first->edits;
	if (mended == NULL) {
		assert_null(edit);
		return;
	}
	assert_non_null(edit);
	assert_null(edit->next);
	assert_string_equal(
	    arena_printf(room->arena, "%.*s%.*s%s",
		(int)edit->span.start, room->text.at, TEXT_ARG(edit->text),
		room->text.at + edit->span.end),
	    mended);
}

static void
assert_front_fault(const char *text, enum rule_id rule, const char *at,
    const char *remedy, const char *also, const char *mended)
{
	struct room room;
	struct front front;
	room_open(&room, text);
	assert_int_equal(front_split(&front, room.text, 7, &room.diags),
	    mended == NULL ? -1 : 0);
	assert_mended(&room, mended);
	assert_int_equal(room.diags.count, 1);
	const struct diag *diag = room.diags.first;
	assert_string_equal(diag->rule->slug, rules[rule].slug);
	assert_text(text_cut(room.text, diag->span.start, diag->span.end), at);
	assert_non_null(strstr(diag->remedy, remedy));
	assert_text(
	    text_cut(room.text, diag->also.start, diag->also.end), also);
	room_close(&room);
}

static void
missing_front_matter_is_a_fault(void **state)
{
	(void)state;
	enum rule_id rule = RULE_FRONT_MISSING;
	assert_front_fault("", rule, "", "begin the file", "", NULL);
	assert_front_fault(
	    "正文\n---\n", rule, "正文", "begin the file", "", NULL);
	assert_front_fault("\n \n---\na: 1\n---\n", rule, "", "blank lines", "",
	    "---\na: 1\n---\n");
	assert_front_fault("----\na: 1\n---\n", rule, "----", "exactly", "",
	    "---\na: 1\n---\n");
	assert_front_fault("———\na: 1\n---\n", rule, "———", "exactly", "",
	    "---\na: 1\n---\n");
	assert_front_fault("－－－\r\na: 1\r\n---\r\n", rule, "－－－", "exactly",
	    "", "---\r\na: 1\r\n---\r\n");
	assert_front_fault(" ---\na: 1\n---\n", rule, " ---", "exactly", "",
	    "---\na: 1\n---\n");
	assert_front_fault("类型: 方案\n---\n正文\n", rule, "类型: 方案", "begin",
	    "", "---\n类型: 方案\n---\n正文\n");
	assert_front_fault("kind：plan\r\n---\r\n", rule, "kind：plan", "begin",
	    "", "---\r\nkind：plan\r\n---\r\n");
}

static void
open_front_matter_is_a_fault(void **state)
{
	(void)state;
	enum rule_id rule = RULE_FRONT_OPEN;
	assert_front_fault(
	    "---\na: 1\n\n正文\n", rule, "---", "end the", "", NULL);
	assert_front_fault("---", rule, "---", "end the fields", "", NULL);
	assert_front_fault(BOM "---\nkind: plan\n", rule, "---", "end the", "",
	    BOM "---\nkind: plan\n---\n");
	assert_front_fault("---\nkind: plan", rule, "---", "end the", "",
	    "---\nkind: plan\n---\n");
	assert_front_fault("---\r\nkind: plan\r\n\r\n正文\r\n", rule, "---",
	    "end the", "", "---\r\nkind: plan\r\n---\r\n\r\n正文\r\n");
	assert_front_fault("---\n标题: 甲\n## 一\n", rule, "---", "end the", "",
	    "---\n标题: 甲\n---\n## 一\n");
	/* Where fields go on after a blank line, the end is not clear. */
	assert_front_fault("---\nkind: plan\n\ntitle: 甲\n\n正文\n", rule,
	    "---", "end the", "", NULL);
	assert_front_fault("---\na: 1\n——\n正文\n－－\n", rule, "——", "exactly",
	    "", "---\na: 1\n---\n正文\n－－\n");
	assert_front_fault("---\na: 1\n----\n", rule, "----", "exactly", "",
	    "---\na: 1\n---\n");
}

/* ---- sections ---- */

/* The body stands behind something, as it does in a file. */
#define BEFORE "---\n---\n"

static void
split(struct room *room, const char *body)
{
	room_open(room, "");
	room->text = text_of(arena_printf(room->arena, "%s%s", BEFORE, body));
	struct text text = text_from(room->text, strlen(BEFORE));
	struct span where = { 7, strlen(BEFORE), (uint32_t)room->text.len };
	sections_split(&room->sections, room->arena, text, where, &room->diags);
	for (size_t i = 0; i < room->sections.count; i++) {
		const struct section *s = &room->sections.items[i];
		assert_slice(room, s->body, s->body_span);
		if (s->title.len > 0)
			assert_slice(room, s->title, s->title_span);
		/* The scope of a mended mark is in no file. */
		if (s->mark_scope.len > 0 && room->diags.count == 0)
			assert_slice(room, s->mark_scope, s->scope_span);
	}
}

/* What the sections are, one a line: title|id|scope|body, \n as ¶. */
static const char *
summary(struct room *room)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < room->sections.count; i++) {
		const struct section *s = &room->sections.items[i];
		buf_printf(&buf, "%.*s|%.*s|%.*s|", TEXT_ARG(s->title),
		    TEXT_ARG(s->mark_id), TEXT_ARG(s->mark_scope));
		for (size_t j = 0; j < s->body.len; j++) {
			if (s->body.at[j] == '\n')
				buf_puts(&buf, "¶");
			else
				buf_putc(&buf, s->body.at[j]);
		}
		buf_putc(&buf, '\n');
	}
	const char *text = arena_string(room->arena, buf.at);
	buf_free(&buf);
	return text;
}

static void
assert_sections(const char *body, const char *expected)
{
	struct room room;
	split(&room, body);
	assert_string_equal(summary(&room), expected);
	assert_int_equal(room.diags.count, 0);
	room_close(&room);
}

static void
assert_section_fault(
    const char *body, enum rule_id rule, const char *at, const char *words)
{
	struct room room;
	split(&room, body);
	if (room.diags.count != 1)
		print_error("%zu faults in: %s\n", room.diags.count, body);
	assert_int_equal(room.diags.count, 1);
	const struct diag *diag = room.diags.first;
	assert_string_equal(diag->rule->slug, rules[rule].slug);
	assert_text(text_cut(room.text, diag->span.start, diag->span.end), at);
	if (strstr(diag->message, words) == NULL)
		assert_string_equal(diag->message, words);
	room_close(&room);
}

/* Split as they would be after the mends, which make `mended` of the body. */
static void
assert_sections_mended(
    const char *body, const char *expected, const char *mended)
{
	struct room room;
	struct buf buf = BUF_INIT;
	uint32_t pos = strlen(BEFORE);
	split(&room, body);
	assert_string_equal(summary(&room), expected);
	/* Faults come in the order of the text, one edit each. */
	for (struct diag *d = room.diags.first; d != NULL; d = d->next) {
		buf_putt(&buf, text_cut(room.text, pos, d->edits->span.start));
		buf_putt(&buf, d->edits->text);
		pos = d->edits->span.end;
	}
	buf_puts(&buf, room.text.at + pos);
	assert_string_equal(buf.at, mended);
	buf_free(&buf);
	room_close(&room);
}

static void
headings_split(void **state)
{
	(void)state;
	assert_sections("", "");
	assert_sections("\n \n", "");
	assert_sections("正文\n", "|||正文¶\n");
	assert_sections("## 一\n甲\n## 二\n乙", "一|||甲¶\n二|||乙\n");
	assert_sections("引言\n\n## 一\n甲\n", "|||引言¶¶\n一|||甲¶\n");
	assert_sections("\n\n## 一\n", "一|||\n");
	assert_sections("## 一", "一|||\n");
	assert_sections("##\n甲\n", "|||甲¶\n");
	assert_sections("## 一\n# 甲\n### 乙\n####### 丙\n",
	    "一|||# 甲¶### 乙¶####### 丙¶\n");
	assert_sections("## 一\n标题\n---\n", "一|||标题¶---¶\n");
}

static void
headings_follow_commonmark(void **state)
{
	(void)state;
	assert_sections(
	    "   ## 一\n    ## 码\n\t## 码\n", "一|||    ## 码¶\t## 码¶\n");
	assert_sections("##\t一 \t\n", "一|||\n");
	assert_sections("## 一 ##\n", "一|||\n");
	assert_sections("## 一 ####  \n", "一|||\n");
	assert_sections("## 一##\n", "一##|||\n");
	assert_sections("## 一 \\##\n", "一 \\##|||\n");
	assert_sections("## ##\n", "|||\n");
	assert_sections("\\## 甲\n", "|||\\## 甲¶\n");
	assert_sections("## 一\r\n甲\r\n## 二\r\n", "一|||甲\r¶\n二|||\n");
	assert_sections("## 一\r甲\r## 二\r", "一|||甲\r\n二|||\n");
}

static void
code_hides_headings(void **state)
{
	(void)state;
	assert_sections(
	    "```\n## 甲\n```\n## 一\n", "|||```¶## 甲¶```¶\n一|||\n");
	assert_sections("~~~\n## 甲\n```\n## 乙\n~~~\n## 一\n",
	    "|||~~~¶## 甲¶```¶## 乙¶~~~¶\n一|||\n");
	/* As long a fence at least closes it. */
	assert_sections("````\n```\n## 甲\n`````\n## 一\n",
	    "|||````¶```¶## 甲¶`````¶\n一|||\n");
	/* A fence of `s has none in its info string. */
	assert_sections("``` a`b\n## 一\n", "|||``` a`b¶\n一|||\n");
	assert_sections("~~~ a`b\n## 甲\n~~~\n", "|||~~~ a`b¶## 甲¶~~~¶\n");
	/* Nor has a closing one anything behind it. */
	assert_sections(
	    "```\n``` x\n## 甲\n```\n", "|||```¶``` x¶## 甲¶```¶\n");
	assert_sections("``\n## 一\n", "|||``¶\n一|||\n");
	assert_sections("    ```\n## 一\n", "|||    ```¶\n一|||\n");
	assert_sections("```\r\n## 甲\r\n```\r\n## 一\r\n",
	    "|||```\r¶## 甲\r¶```\r¶\n一|||\n");
}

static void
code_in_lists_ends_with_them(void **state)
{
	(void)state;
	assert_sections("- ```\n  ## 甲\n  ```\n## 一\n",
	    "|||- ```¶  ## 甲¶  ```¶\n一|||\n");
	assert_sections("- ```\n  码\n## 一\n", "|||- ```¶  码¶\n一|||\n");
	assert_sections(
	    "> ```\n> ## 甲\n## 一\n", "|||> ```¶> ## 甲¶\n一|||\n");
	assert_sections("1. 甲\n   ```\n   码\n   ```\n## 一\n乙\n",
	    "|||1. 甲¶   ```¶   码¶   ```¶\n一|||乙¶\n");
}

static void
open_fences_are_a_fault(void **state)
{
	(void)state;
	enum rule_id rule = RULE_FENCE_OPEN;
	assert_section_fault(
	    "## 一\n```\n## 二 {#b scope=x}\n", rule, "```", "does not end");
	assert_section_fault("````\n```\n", rule, "````", "does not end");
	assert_section_fault(
	    "~~~ lua\n码\n```\n\n", rule, "~~~ lua", "does not end");
	assert_section_fault("```", rule, "```", "does not end");
	assert_section_fault(
	    "- 甲\n\n  ```\n  码\n", rule, "```", "does not end");
}

static void
marks_are_taken_off(void **state)
{
	(void)state;
	assert_sections(
	    "## 一、推进情况 {#progress}\n", "一、推进情况|progress||\n");
	assert_sections("## 一{#a}\n", "一|a||\n");
	assert_sections("## 一 {#a scope=cadres}\n", "一|a|cadres|\n");
	assert_sections("## 一 {scope=root/cadres}\n", "一||root/cadres|\n");
	assert_sections("## 一 {范围=党员}\n", "一||党员|\n");
	assert_sections("## 一 {范围=党员 #a}\n", "一|a|党员|\n");
	assert_sections("## 一 { #a\tscope=\"两 个\" } ##\n", "一|a|两 个|\n");
	assert_sections("## {#a}\r\n甲\r\n", "|a||甲\r¶\n");
	assert_sections("## 一 \\{#a\\}\n", "一 \\{#a\\}|||\n");
	assert_sections("## 一 {甲} 二\n", "一 {甲} 二|||\n");
	assert_sections("## 一} {#a}\n", "一}|a||\n");
	assert_sections("## 一 \\{乙} {#a}\n", "一 \\{乙}|a||\n");
	assert_sections("## 一（范围：全校）{#a}\n", "一（范围：全校）|a||\n");
	assert_sections(
	    "## 一 \\{范围=b\\} {#a}\n", "一 \\{范围=b\\}|a||\n");
	assert_sections("## 一 scope a}\n", "一 scope a}|||\n");
	assert_sections("## 一 scope=a\\}\n", "一 scope=a\\}|||\n");
	assert_sections("## 一（范围：全校）\n", "一（范围：全校）|||\n");
}

static void
bad_marks_are_faults(void **state)
{
	(void)state;
	enum rule_id rule = RULE_SECTION_MARK;
	static const struct {
		const char *body, *at, *words;
	} cases[] = {
		{ "## 一 {}\n", "{}", "empty" },
		{ "## 一 { }\n", "{ }", "empty" },
		{ "## 一 {#}\n", "{#}", "is empty, or" },
		{ "## 一 {scope=}\n", "{scope=}", "is empty, or" },
		{ "## 一 {scope=\"\"}\n", "{scope=\"\"}", "is empty, or" },
		{ "## 一 {a}\n", "{a}", "only #id" },
		{ "## 一 {class=a}\n", "{class=a}", "only #id" },
		{ "## 一 {scope = a}\n", "{scope = a}", "only #id" },
		{ "## 一 {#a #b}\n", "{#a #b}", "two ids" },
		{ "## 一 {scope=a 范围=b}\n", "{scope=a 范围=b}",
		    "two scopes" },
		{ "## 一 {#a\n", "{#a", "closing brace" },
		{ "## 一 {scope=a\n", "{scope=a", "closing brace" },
		{ "## 一 {范围=a\n", "{范围=a", "closing brace" },
		{ "## 一 ｛#a｝\n", "｛#a｝", "full-width" },
		{ "## 一 {#a｝\n", "{#a｝", "full-width" },
		{ "## 一 {scope=\"a}\n", "{scope=\"a}", "is empty, or" },
		{ "## 一 ｛范围=a}\n", "｛范围=a}", "full-width" },
		{ "## 一 ｛范围=a\n", "｛范围=a", "full-width" },
		{ "## 一 { 范围=a\n", "{ 范围=a", "closing brace" },
		{ "## 一 {　#a\n", "{　#a", "closing brace" },
		{ "## 一 {范围=a}。\n", "{范围=a}。", "stands behind" },
		{ "## 一 { 范围=a }　\n", "{ 范围=a }　", "stands behind" },
		{ "## 一 {#a　scope=b}\n", "{#a　scope=b}", "an id has" },
		{ "## 一 {#a\xC2\xA0范围=b}\n", "{#a\xC2\xA0范围=b}", "an id has" },
		{ "## 一 {#ascope=b}\n", "{#ascope=b}", "an id has" },
		{ "## 一 {#a范围＝b}\n", "{#a范围＝b}", "an id has" },
		{ "## 一 scope=a}\n", "scope=a}", "opening brace" },
		{ "## 一 scope=a\n", "scope=a", "opening brace" },
		{ "## 一　范围 ＝ a\n", "范围 ＝ a", "opening brace" },
		{ "## 工作范围=一 范围=a\n", "范围=a", "opening brace" },
		{ "## 一\u2003scope=a\n", "scope=a", "opening brace" },
		{ "## 范围 #a 范围＝b｝\n", "范围＝b｝", "opening brace" },
		{ "## 一（范围=a）\n", "（范围=a）", "other brackets" },
		{ "## 一 [ scope＝a ]\n", "[ scope＝a ]", "other brackets" },
		{ "## 一 ｛范围=a｝ {#b}\n", "{#b}", "there are two" },
		{ "## 一（范围=a） {#b}\n", "{#b}", "there are two" },
		{ "## 一 范围=a} {#b}\n", "{#b}", "there are two" },
		{ "## 一 {范围=a {#b}\n", "{#b}", "there are two" },
		{ "## 一〔范围=a〕\n", "〔范围=a〕", "other brackets" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_section_fault(
		    cases[i].body, rule, cases[i].at, cases[i].words);
	/* What stands there already is no mend. */
	struct room two;
	split(&two, "## 一 {#a} {范围=b}\n");
	assert_non_null(strstr(two.diags.first->message, "there are two"));
	assert_null(two.diags.first->edits);
	room_close(&two);
	struct room room;
	split(&room, "## 一 {a}\n甲\n");
	assert_string_equal(summary(&room), "一|||甲¶\n");
	room_close(&room);
}

/* A scope that is written but not obeyed would publish too widely. */
static void
stray_marks_are_faults(void **state)
{
	(void)state;
	enum rule_id rule = RULE_SECTION_MARK;
	assert_section_fault("### 一 {#a}\n", rule, "{#a}", "only a ##");
	assert_section_fault(
	    "# 一 {scope=a}\n", rule, "{scope=a}", "only a ##");
	assert_section_fault(
	    "一 {范围=党员}  \n---\n", rule, "{范围=党员}", "only a ##");
	assert_section_fault(
	    "## 一\n- 甲 {#b scope=a}\n", rule, "{#b scope=a}", "only a ##");
	assert_section_fault(
	    "### 一 ｛范围=a｝\n", rule, "｛范围=a｝", "only a ##");
	assert_section_fault("### 一 {范围=a\n", rule, "{范围=a", "only a ##");
	assert_section_fault("甲 ｛范围=a｝\n", rule, "｛范围=a｝", "only a ##");
	assert_section_fault(
	    "　　## 一 ｛范围=a}\n", rule, "｛范围=a}", "only a ##");
	assert_section_fault(
	    "### 一（范围=a）\n", rule, "（范围=a）", "only a ##");
	assert_section_fault(
	    "### 一 {范围=a}。\n", rule, "{范围=a}。", "only a ##");
	assert_section_fault("# 一 scope=a}\n", rule, "scope=a}", "only a ##");
	assert_section_fault("### 一 范围=a\n", rule, "范围=a", "only a ##");
	assert_section_fault(
	    "### 一 {范围：a}\n", rule, "{范围：a}", "only a ##");
	assert_section_fault("### 一 {scope a}\n", rule, "{scope a}", "only a ##");
	assert_section_fault(
	    "甲。{范围：a}\n", rule, "{范围：a}", "only a ##");
	assert_section_fault(
	    "｛范围 a｝\n", rule, "｛范围 a｝", "only a ##");
	/* Of a list, of a paragraph: no code, however far it is indented. */
	assert_section_fault("- 甲\n\n    ## 一 {scope=a}\n", rule,
	    "{scope=a}", "only a ##");
	assert_section_fault("甲\n      乙 {scope=a}\n", rule, "{scope=a}",
	    "only a ##");
	assert_section_fault(
	    "### 一 {scope=\"a}\n", rule, "{scope=\"a}", "only a ##");
	assert_sections("甲 {#a}\n乙 {丙}\n", "|||甲 {#a}¶乙 {丙}¶\n");
	assert_sections("甲 ｛#a｝\n### 乙 ｛丙｝\n### 丁（范围：全校）\n甲\\{范围：a}\n",
	    "|||甲 ｛#a｝¶### 乙 ｛丙｝¶### 丁（范围：全校）¶甲\\{范围：a}¶\n");
	assert_sections(
	    "```\n甲 {scope=a}\n```\n", "|||```¶甲 {scope=a}¶```¶\n");
	assert_sections("    ## 一 {scope=a}\n", "|||    ## 一 {scope=a}¶\n");
	assert_sections("## 工作范围=a\n甲 范围=a\n",
	    "工作范围=a|||甲 范围=a¶\n");
	assert_sections("甲 \\{scope=a\\}\n", "|||甲 \\{scope=a\\}¶\n");
}

static void
headings_without_space_are_faults(void **state)
{
	(void)state;
	enum rule_id rule = RULE_SECTION_SPACE;
	assert_sections_mended("＃＃一｛＃a　范围＝“党员”｝\n甲\n",
	    "一|a|党员|甲¶\n", "## 一{#a 范围=\"党员\"}\n甲\n");
	assert_sections_mended(
	    "## 一 {#a　范围=b}\n", "一|a|b|\n", "## 一 {#a 范围=b}\n");
	assert_sections_mended("  ##　一 {#a\n", "一|a||\n", "  ## 一 {#a}\n");
	assert_section_fault(
	    "##一、推进\n甲\n", rule, "##一、推进", "no heading");
	assert_section_fault(
	    "  ##一 {scope=a}\n", rule, "  ##一 {scope=a}", "no heading");
	assert_section_fault("##　一\n", rule, "##　一", "no heading");
	assert_section_fault("＃＃ 一\n", rule, "＃＃ 一", "no heading");
	assert_sections("    ##一\n#一\n###一\n", "|||    ##一¶#一¶###一¶\n");
	assert_sections("```\n##一\n```\n", "|||```¶##一¶```¶\n");
}

static void
sections_join_to_the_whole(void **state)
{
	(void)state;
	static const char *const pieces[] = { "## 甲\n", "乙\n", "```\n", "\n",
		"- ", "> ", "    ", "## 丙 {#x}\r\n", "~~~~\n", "\r", "# ",
		"##", "{scope=a}\n" };
	uint32_t seed = chance_seed();
	struct buf buf = BUF_INIT;
	size_t rounds = chance_rounds(5000);
	for (size_t i = 0; i < rounds; i++) {
		buf_clear(&buf);
		for (int j = 0; j < 10; j++) {
			seed = seed * 1664525 + 1013904223;
			buf_puts(&buf,
			    pieces[(seed >> 16) %
				(sizeof(pieces) / sizeof(*pieces))]);
		}
		struct room room;
		split(&room, buf.at);
		/* Each begins behind the heading after the one before. */
		size_t at = 0;
		for (size_t k = 0; k < room.sections.count; k++) {
			const struct section *s = &room.sections.items[k];
			assert_true(s->title_span.start >= at);
			assert_true(s->body_span.start >= s->title_span.end);
			at = s->body_span.end;
		}
		if (room.sections.count > 0)
			assert_int_equal(at, room.text.len);
		room_close(&room);
	}
	buf_free(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(front_matter_is_split_off),
		cmocka_unit_test(missing_front_matter_is_a_fault),
		cmocka_unit_test(open_front_matter_is_a_fault),
		cmocka_unit_test(headings_split),
		cmocka_unit_test(headings_follow_commonmark),
		cmocka_unit_test(code_hides_headings),
		cmocka_unit_test(code_in_lists_ends_with_them),
		cmocka_unit_test(open_fences_are_a_fault),
		cmocka_unit_test(marks_are_taken_off),
		cmocka_unit_test(bad_marks_are_faults),
		cmocka_unit_test(stray_marks_are_faults),
		cmocka_unit_test(headings_without_space_are_faults),
		cmocka_unit_test(sections_join_to_the_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
