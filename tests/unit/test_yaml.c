/*
 * YAML into values with places; every refusal, and the slips that libyaml's
 * own messages would hide.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "model/rules.h"
#include "read/yaml.h"
#include "chance.h"

#define BOM "\xEF\xBB\xBF"

/* One parse: the text stands at byte 10 of its source. */
struct room {
	struct arena *arena;
	struct diags diags;
	struct sources sources;
	struct text text; /* of the source */
	struct value *value;
};

#define BEFORE "--------\n\n"

static void
room_open(struct room *room, const char *yaml)
{
	room->arena = arena_new();
	diags_init(&room->diags, room->arena);
	sources_init(&room->sources, room->arena);
	uint32_t source = sources_add(&room->sources, "a.md");
	room->text = text_of(arena_printf(room->arena, "%s%s", BEFORE, yaml));
	source_at(&room->sources, source)->text = room->text;
	struct text text = text_from(room->text, strlen(BEFORE));
	struct span where = { source, strlen(BEFORE),
		(uint32_t)room->text.len };
	room->value = yaml_parse(room->arena, text, where, &room->diags);
}

static void
room_close(struct room *room)
{
	arena_free(room->arena);
}

/* The bytes of a place. */
static const char *
bytes_of(struct room *room, struct span span)
{
	assert_int_equal(span.source, 1);
	assert_true(span.start <= span.end && span.end <= room->text.len);
	return arena_copy(
	    room->arena, room->text.at + span.start, span.end - span.start);
}

static void
assert_json(const char *yaml, const char *json)
{
	struct room room;
	struct buf buf = BUF_INIT;
	room_open(&room, yaml);
	assert_non_null(room.value);
	assert_int_equal(room.diags.count, 0);
	value_put_json(&buf, room.value);
	assert_string_equal(buf.at, json);
	buf_free(&buf);
	room_close(&room);
}

/* Lines count from the first of the YAML. */
struct fault {
	const char *yaml;
	enum rule_id rule;
	uint32_t line, column; /* cells */
	const char *bytes;
	const char *message; /* some words of it */
	const char *remedy; /* some words of it */
	const char *json; /* as it is read all the same; NULL: it is not */
	const char *mended; /* as the mends make it; NULL: there is none */
};

/* The YAML with the edits of all its diagnostics made. */
static const char *
mended_of(struct room *room)
{
	const struct diag_edit *edits[64];
	size_t n = 0;
	uint32_t pos = strlen(BEFORE);
	struct buf buf = BUF_INIT;
	for (struct diag *d = room->diags.first; d != NULL; d = d->next)
		for (struct diag_edit *e = d->edits; e != NULL; e = e->next) {
			size_t i = n++;
			for (; i > 0 &&
			     edits[i - 1]->span.start > e->span.start;
			     i--)
				edits[i] = edits[i - 1];
			edits[i] = e;
		}
	for (size_t i = 0; i < n; i++) {
		assert_true(edits[i]->span.start >= pos);
		buf_putt(
		    &buf, text_cut(room->text, pos, edits[i]->span.start));
		buf_putt(&buf, edits[i]->text);
		pos = edits[i]->span.end;
	}
	buf_puts(&buf, room->text.at + pos);
	const char *mended =
	    n == 0 ? NULL : arena_string(room->arena, buf.at);
	buf_free(&buf);
	return mended;
}

/* What was read is `json`, and so is what is read after the mends. */
static void
assert_read(struct room *room, const char *json)
{
	struct buf buf = BUF_INIT;
	if (json == NULL) {
		assert_null(room->value);
		return;
	}
	assert_non_null(room->value);
	value_put_json(&buf, room->value);
	assert_string_equal(buf.at, json);
	buf_free(&buf);
}

static void
assert_fault(const struct fault *fault)
{
	struct room room;
	room_open(&room, fault->yaml);
	if (room.diags.count != 1)
		print_error("%s\n", fault->yaml);
	assert_read(&room, fault->json);
	const char *mended = mended_of(&room);
	if (fault->mended == NULL) {
		assert_null(mended);
	} else {
		assert_non_null(mended);
		assert_string_equal(mended, fault->mended);
		assert_json(mended, fault->json);
	}
	assert_int_equal(room.diags.count, 1);
	const struct diag *diag = room.diags.first;
	struct place place =
	    source_place(source_at(&room.sources, 1), diag->span);
	assert_string_equal(diag->rule->slug, rules[fault->rule].slug);
	assert_int_equal(place.line - 2, fault->line);
	assert_int_equal(place.column, fault->column);
	assert_string_equal(bytes_of(&room, diag->span), fault->bytes);
	if (strstr(diag->message, fault->message) == NULL)
		assert_string_equal(diag->message, fault->message);
	if (strstr(diag->remedy, fault->remedy) == NULL)
		assert_string_equal(diag->remedy, fault->remedy);
	room_close(&room);
}

static void
assert_faults(const struct fault *faults, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_fault(&faults[i]);
}

#define ASSERT_FAULTS(faults)                                                  \
	assert_faults((faults), sizeof(faults) / sizeof(*(faults)))

/* ---- what is taken ---- */

static void
nothing_is_lost_behind_a_nul(void **state)
{
	(void)state;
	static const char *const texts[] = { "a: \"甲\\0乙\"\n",
		"a: [\"\\x00\"]\n", "\"\\u0000\": b\n" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct room room;
		room_open(&room, texts[i]);
		assert_int_equal(room.diags.count, 1);
		assert_ptr_equal(
		    room.diags.first->rule, &rules[RULE_YAML_SYNTAX]);
		assert_int_equal(
		    bytes_of(&room, room.diags.first->span)[0], '"');
		room_close(&room);
	}
}

static void
values_stay_text(void **state)
{
	(void)state;
	assert_json("a: no\nb: 2010-10-15\nc: 12:30\nd: 0123\ne: 1_000\n"
		    "f: 1.10\ng: .inf\nh: on\n",
	    "{\"a\":\"no\",\"b\":\"2010-10-15\",\"c\":\"12:30\","
	    "\"d\":\"0123\",\"e\":\"1_000\",\"f\":\"1.10\",\"g\":\".inf\","
	    "\"h\":\"on\"}");
	assert_json("no: b\n", "{\"no\":\"b\"}");
}

static void
structures_are_read(void **state)
{
	(void)state;
	assert_json("a:\n  - b\n  - c: d\n    e: f\n  - [g, {h: i}]\n",
	    "{\"a\":[\"b\",{\"c\":\"d\",\"e\":\"f\"},"
	    "[\"g\",{\"h\":\"i\"}]]}");
	assert_json("- a\n- b\n", "[\"a\",\"b\"]");
	assert_json("a: >\n  x\n  y\n\nb: |\n  x\n  y\n",
	    "{\"a\":\"x y\\n\",\"b\":\"x\\ny\\n\"}");
	assert_json("a: \"x\\ty\"\nb: 'it''s'\n",
	    "{\"a\":\"x\\u0009y\",\"b\":\"it's\"}");
	assert_json("标题: 关于：点评\n'a b': “c”\n",
	    "{\"标题\":\"关于：点评\",\"a b\":\"“c”\"}");
}

static void
nothing_is_an_empty_map(void **state)
{
	(void)state;
	static const char *const nothing[] = { "", "\n\n", "# 空\n", BOM,
		"---\n", "---\n...\n" };
	for (size_t i = 0; i < sizeof(nothing) / sizeof(*nothing); i++)
		assert_json(nothing[i], "{}");
}

static void
empty_values_are_plain_text(void **state)
{
	(void)state;
	struct room room;
	room_open(&room, "a:\nb: ~\nc: ''\nd: null\ne: \"~\"\nf: |\n  x\n");
	static const bool plain[] = { true, true, false, true, false, false };
	assert_int_equal(value_count(room.value), 6);
	for (size_t i = 0; i < 6; i++) {
		const struct value *v = room.value->map.entries[i].value;
		assert_int_equal(v->kind, VALUE_TEXT);
		assert_int_equal(v->plain, plain[i]);
	}
	room_close(&room);
}

static void
line_ends_and_bom_don_t_matter(void **state)
{
	(void)state;
	assert_json(
	    BOM "a: 甲\r\nb:\r\n  - 乙\r\n", "{\"a\":\"甲\",\"b\":[\"乙\"]}");
	assert_json("a: 甲\rb: 乙", "{\"a\":\"甲\",\"b\":\"乙\"}");
}

/* ---- places ---- */

/* Every scalar's place holds the scalar, after all that counts bytes. */
static void
places_are_bytes(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"点评人: 王某\n点评对象: 某学院\n问题:\n  - 内容: 𠮷\n",
		"点评人: 王某\r\n点评对象: 某学院\r\n问题:\r\n  - 内容: 𠮷\r\n",
		BOM "点评人: 王某\n点评对象: 某学院\n问题:\n  - 内容: 𠮷\n",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct room room;
		room_open(&room, texts[i]);
		const struct entry *entries = room.value->map.entries;
		assert_string_equal(bytes_of(&room, entries[0].span), "点评人");
		assert_string_equal(
		    bytes_of(&room, entries[0].value->span), "王某");
		assert_string_equal(
		    bytes_of(&room, entries[1].span), "点评对象");
		assert_string_equal(
		    bytes_of(&room, entries[1].value->span), "某学院");
		const struct value *map = value_item(entries[2].value, 0);
		assert_string_equal(
		    bytes_of(&room, entries[2].value->span), "- 内容: 𠮷");
		assert_string_equal(bytes_of(&room, map->span), "内容: 𠮷");
		assert_string_equal(
		    bytes_of(&room, map->map.entries[0].value->span), "𠮷");
		room_close(&room);
	}
}

static void
places_have_quotes_and_blocks(void **state)
{
	(void)state;
	struct room room;
	room_open(
	    &room, "a: \"甲\"  # 注\nb: |\n  乙\n  丙\n\nc: [丁, 戊]\nd:\n");
	const struct entry *e = room.value->map.entries;
	assert_string_equal(bytes_of(&room, e[0].value->span), "\"甲\"");
	assert_string_equal(bytes_of(&room, e[1].value->span), "|\n  乙\n  丙");
	assert_string_equal(bytes_of(&room, e[2].value->span), "[丁, 戊]");
	assert_string_equal(
	    bytes_of(&room, value_item(e[2].value, 1)->span), "戊");
	assert_string_equal(bytes_of(&room, e[3].value->span), "");
	room_close(&room);
	room_open(&room, "a:\n- b:\n  - 甲 # 注\n  # 下\n\n# 三\nc: 丁\n");
	e = room.value->map.entries;
	assert_string_equal(bytes_of(&room, e[0].value->span), "- b:\n  - 甲");
	room_close(&room);
}

static double
seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double
seconds_for(int keys)
{
	struct buf buf = BUF_INIT;
	for (int i = 0; i < keys; i++)
		buf_printf(&buf, "键%d: 值\n", i);
	double start = seconds();
	struct room room;
	room_open(&room, buf.at);
	double took = seconds() - start;
	assert_int_equal(value_count(room.value), keys);
	room_close(&room);
	buf_free(&buf);
	return took;
}

/* Places and the search for duplicates are linear: 16 times, not 256. */
static void
many_keys_take_linear_time(void **state)
{
	(void)state;
	double few = seconds_for(4000), many = seconds_for(64000);
	print_message("4000 keys %.4f s, 64000 keys %.4f s\n", few, many);
	assert_true(many < few * 16 * 5);
}

/* Each line further to the right, each with a bracket; seconds for a byte. */
static double
seconds_for_brackets(int lines)
{
	struct buf buf = BUF_INIT;
	for (int i = 0; i < lines; i++)
		buf_printf(&buf, "%*sk: [\n", i, "");
	double start = seconds();
	struct room room;
	room_open(&room, buf.at);
	double took = seconds() - start;
	assert_null(room.value);
	room_close(&room);
	took /= (double)buf.len;
	buf_free(&buf);
	return took;
}

/* Not as often as there are brackets is all the rest gone through. */
static void
brackets_that_nothing_closes_take_linear_time(void **state)
{
	(void)state;
	double few = seconds_for_brackets(100), many = seconds_for_brackets(800);
	print_message("a byte: %.3g s, %.3g s\n", few, many);
	assert_true(many < few * 4);
}

/* ---- what is refused ---- */

static void
duplicates_are_refused(void **state)
{
	(void)state;
	struct room room;
	room_open(&room, "标题: 一\n日期: 二\n标题: 三\n日期: 四\n");
	/* The first of them is read. */
	assert_read(&room, "{\"标题\":\"一\",\"日期\":\"二\"}");
	assert_int_equal(room.diags.count, 2);
	const struct diag *diag = room.diags.first;
	assert_string_equal(diag->rule->slug, "yaml-duplicate-key");
	assert_int_equal(
	    source_place(source_at(&room.sources, 1), diag->span).line, 5);
	assert_int_equal(
	    source_place(source_at(&room.sources, 1), diag->also).line, 3);
	assert_string_equal(bytes_of(&room, diag->next->span), "日期");
	room_close(&room);
	/* In different maps there are none. */
	assert_json("- a: 1\n- a: 1\n", "[{\"a\":\"1\"},{\"a\":\"1\"}]");
}

static void
duplicates_are_found_among_many(void **state)
{
	(void)state;
	for (int at = 0; at < 60; at++) {
		struct buf buf = BUF_INIT;
		for (int i = 0; i < 60; i++)
			buf_printf(&buf, "k%d: v\n", i);
		buf_printf(&buf, "k%d: v\n", at);
		struct room room;
		room_open(&room, buf.at);
		assert_int_equal(value_count(room.value), 60);
		assert_int_equal(room.diags.count, 1);
		assert_int_equal(source_place(source_at(&room.sources, 1),
				     room.diags.first->also)
				     .line,
		    at + 3);
		room_close(&room);
		buf_free(&buf);
	}
}

static void
anchors_tags_and_documents_are_refused(void **state)
{
	(void)state;
	static const struct fault faults[] = {
		{ "a: &x 1\n", RULE_YAML_ALIAS, 1, 4, "&x 1", "anchor", "",
		    "{\"a\":\"1\"}", NULL },
		{ "a: &x [1]\n", RULE_YAML_ALIAS, 1, 4, "&x [", "anchor", "",
		    "{\"a\":[\"1\"]}", NULL },
		{ "a: *x\n", RULE_YAML_ALIAS, 1, 4, "*x", "alias", "", NULL, NULL },
		{ "*x : 1\n", RULE_YAML_ALIAS, 1, 1, "*x", "alias", "", NULL, NULL },
		{ "a: !!str 5\n", RULE_YAML_TAG, 1, 4, "!!str 5", "tag", "",
		    "{\"a\":\"5\"}", NULL },
		{ "a: !x {b: c}\n", RULE_YAML_TAG, 1, 4, "!x {", "tag", "",
		    "{\"a\":{\"b\":\"c\"}}", NULL },
		{ "a: b\n---\nc: d\n", RULE_YAML_SYNTAX, 2, 1, "---",
		    "a second document", "take this line out", NULL, NULL },
		{ "- a: 1\n...\n# x\n\n- b: 2\n", RULE_YAML_SYNTAX, 2, 1,
		    "...", "three dots end", "take this line out", NULL, NULL },
		{ "a: \"C:\\材料\"\n", RULE_YAML_SYNTAX, 1, 7, "\\",
		    "a backslash makes", "single quotes", NULL, NULL },
		{ "a: \"C:\\users\"\n", RULE_YAML_SYNTAX, 1, 9, "s",
		    "a backslash makes", "single quotes", NULL, NULL },
		{ "[a]: b\n", RULE_YAML_SYNTAX, 1, 1, "[", "where a key",
		    "quotes", NULL, NULL },
		{ "? {a: b}\n: c\n", RULE_YAML_SYNTAX, 1, 3, "{", "where a key",
		    "quotes", NULL, NULL },
	};
	ASSERT_FAULTS(faults);
}

static void
anchors_are_all_reported(void **state)
{
	(void)state;
	struct room room;
	room_open(&room, "a: &x 1\nb: *x\nc: !t d\n");
	assert_null(room.value);
	assert_int_equal(room.diags.count, 3);
	room_close(&room);
}

static void
depth_ends_at_32(void **state)
{
	(void)state;
	char yaml[64] = "";
	memset(yaml, '[', 32);
	memset(yaml + 32, ']', 32 - 1);
	yaml[63] = '\0';
	struct buf buf = BUF_INIT;
	buf_puts(&buf, yaml);
	buf_putc(&buf, ']');
	assert_json(buf.at, buf.at);
	buf_clear(&buf);
	for (int i = 0; i < 100000; i++)
		buf_putc(&buf, '[');
	struct fault deep = { buf.at, RULE_YAML_DEPTH, 1, 33, "[", "32", "",
		NULL, NULL };
	assert_fault(&deep);
	buf_clear(&buf);
	for (int i = 0; i < 1000; i++)
		buf_printf(&buf, "%*sa:\n", i, "");
	struct fault block = { buf.at, RULE_YAML_DEPTH, 33, 33, "", "32", "",
		NULL, NULL };
	assert_fault(&block);
	buf_free(&buf);
}

/* A place has all bytes of its character. */
static void
forbidden_characters_are_whole(void **state)
{
	(void)state;
	static const struct fault fault = { "a: \xC2\x97\n", RULE_YAML_SYNTAX,
		1, 4, "\xC2\x97", "U+0097", "remove it", NULL, NULL };
	assert_fault(&fault);
}

/* ---- slips ---- */

/*
 * What stands below a bracket that is not closed is gone through line by line:
 * a slip there was once found twice, and its edit made twice.
 */
static void
slips_below_an_open_bracket_are_found_once(void **state)
{
	(void)state;
	static const char *const texts[] = { "a: {b: c,\n  d：e\n",
		"a: [{b,\n  c:'d'\n", "a: [{b：c,\n  d：'e'\n" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct room room;
		room_open(&room, texts[i]);
		assert_true(room.diags.count > 0);
		for (const struct diag *d = room.diags.first; d != NULL;
		     d = d->next)
			for (const struct diag *e = d->next; e != NULL;
			     e = e->next)
				assert_false(d->rule == e->rule &&
				    d->span.start == e->span.start);
		room_close(&room);
	}
}

/* A bracket in quotes ends nothing, behind a quoted key too. */
static void
quotes_in_brackets_are_skipped(void **state)
{
	(void)state;
	static const struct fault fault = {
		"a: [{\"b\":\"c]\"}, {d：e}]\n", RULE_WIDE_MARK, 1, 19, "：",
		"d", "", "{\"a\":[{\"b\":\"c]\"},{\"d\":\"e\"}]}",
		"a: [{\"b\":\"c]\"}, {d: e}]\n" };
	assert_fault(&fault);
}

static void
full_width_colons_are_named(void **state)
{
	(void)state;
	static const struct fault faults[] = {
		{ "title： 甲\ndate: 2010-10-15\n", RULE_WIDE_MARK, 1, 6, "：",
		    "the colon after title is full-width", "half-width colon",
		    "{\"title\":\"甲\",\"date\":\"2010-10-15\"}",
		    "title: 甲\ndate: 2010-10-15\n" },
		{ "a: 1\n点评人：王某\nb: 2\n", RULE_WIDE_MARK, 2, 7, "：",
		    "点评人", "",
		    "{\"a\":\"1\",\"点评人\":\"王某\",\"b\":\"2\"}",
		    "a: 1\n点评人: 王某\nb: 2\n" },
		{ "a: 1\nb: 2\n点评人：王某\n", RULE_WIDE_MARK, 3, 7, "：",
		    "点评人", "",
		    "{\"a\":\"1\",\"b\":\"2\",\"点评人\":\"王某\"}",
		    "a: 1\nb: 2\n点评人: 王某\n" },
		{ "a:\r\n  - 内容：甲\r\n    编号: 1\r\n", RULE_WIDE_MARK, 2, 9, "：",
		    "内容", "",
		    "{\"a\":[{\"内容\":\"甲\",\"编号\":\"1\"}]}",
		    "a:\r\n  - 内容: 甲\r\n    编号: 1\r\n" },
		{ "a: {编号：1, b: 2}\n", RULE_WIDE_MARK, 1, 9, "：",
		    "编号", "",
		    "{\"a\":{\"编号\":\"1\",\"b\":\"2\"}}",
		    "a: {编号: 1, b: 2}\n" },
		{ "a: 'x\n  y'\nb： 1\nc: 2\n", RULE_WIDE_MARK, 3, 2, "：",
		    "b", "",
		    "{\"a\":\"x y\",\"b\":\"1\",\"c\":\"2\"}",
		    "a: 'x\n  y'\nb: 1\nc: 2\n" },
		{ "标题:：甲\n", RULE_WIDE_MARK, 1, 5, ":：",
		    "标题", "",
		    "{\"标题\":\"甲\"}",
		    "标题: 甲\n" },
		{ "标题；甲\n时间: 1\n", RULE_WIDE_MARK, 1, 5, "；",
		    "标题", "",
		    "{\"标题\":\"甲\",\"时间\":\"1\"}",
		    "标题: 甲\n时间: 1\n" },
		{ "标题∶甲\n时间: 1\n", RULE_WIDE_MARK, 1, 5, "∶",
		    "标题", "",
		    "{\"标题\":\"甲\",\"时间\":\"1\"}",
		    "标题: 甲\n时间: 1\n" },
		{ "ｋｉｎｄ: plan\n", RULE_WIDE_MARK, 1, 1, "ｋｉｎｄ",
		    "full-width letters", "",
		    "{\"kind\":\"plan\"}",
		    "kind: plan\n" },
		{ "中心工作：\n- a\n", RULE_WIDE_MARK, 1, 9, "：",
		    "中心工作", "",
		    "{\"中心工作\":[\"a\"]}",
		    "中心工作:\n- a\n" },
	};
	ASSERT_FAULTS(faults);
	/* Each by itself, all in one run. */
	struct room room;
	room_open(&room, "点评人：王某\n标题：关于: 甲\n周期:一\n");
	assert_int_equal(room.diags.count, 4);
	assert_read(&room,
	    "{\"点评人\":\"王某\",\"标题\":\"关于: 甲\",\"周期\":\"一\"}");
	assert_string_equal(mended_of(&room),
	    "点评人: 王某\n标题: '关于: 甲'\n周期: 一\n");
	room_close(&room);
	/* In a value it is what it should be, also beside a slip. */
	assert_json(
	    "a: 一：二\nb:\n  三：四\n", "{\"a\":\"一：二\",\"b\":\"三：四\"}");
	assert_json("措施:\n  - 内容：一，二\n", "{\"措施\":[\"内容：一，二\"]}");
	static const struct fault prose = { "措施:\n  - 时间：周二\n标题：甲\n",
		RULE_WIDE_MARK, 3, 5, "：", "标题", "",
		"{\"措施\":[\"时间：周二\"],\"标题\":\"甲\"}",
		"措施:\n  - 时间：周二\n标题: 甲\n" };
	assert_fault(&prose);
}

static void
tight_colons_are_named(void **state)
{
	(void)state;
	static const struct fault faults[] = {
		{ "a: 1\n点评人:王某\nb: 2\n", RULE_SPACE_MISSING, 2, 7, ":",
		    "no space follows the colon after 点评人", "space",
		    "{\"a\":\"1\",\"点评人\":\"王某\",\"b\":\"2\"}",
		    "a: 1\n点评人: 王某\nb: 2\n" },
		{ "点评人:王某\n", RULE_SPACE_MISSING, 1, 7, ":",
		    "点评人", "",
		    "{\"点评人\":\"王某\"}",
		    "点评人: 王某\n" },
		{ "title:甲\n", RULE_SPACE_MISSING, 1, 6, ":",
		    "title", "",
		    "{\"title\":\"甲\"}",
		    "title: 甲\n" },
		{ "a:\n-甲\n- 乙\n", RULE_SPACE_MISSING, 2, 1, "-",
		    "hyphen", "",
		    "{\"a\":[\"甲\",\"乙\"]}",
		    "a:\n- 甲\n- 乙\n" },
		{ "a:\n－ 甲\n- 乙\n", RULE_WIDE_MARK, 2, 1, "－",
		    "dash", "",
		    "{\"a\":[\"甲\",\"乙\"]}",
		    "a:\n- 甲\n- 乙\n" },
		{ "a:\n  —甲\nb: 1\n", RULE_WIDE_MARK, 2, 3, "—",
		    "dash", "",
		    "{\"a\":[\"甲\"],\"b\":\"1\"}",
		    "a:\n  - 甲\nb: 1\n" },
	};
	ASSERT_FAULTS(faults);
	assert_json("a: http://x.cn/\nb: 12:30\nc: x:y\n",
	    "{\"a\":\"http://x.cn/\",\"b\":\"12:30\",\"c\":\"x:y\"}");
}

static void
open_quotes_are_named_where_they_open(void **state)
{
	(void)state;
	static const struct fault faults[] = {
		{ "a: 1\ntitle: \"甲\nb: 2\n", RULE_QUOTES, 2, 8, "\"甲",
		    "not closed", "close it",
		    "{\"a\":\"1\",\"title\":\"甲\",\"b\":\"2\"}",
		    NULL },
		{ "title: \"甲\ndate: \"2010\"\nc: 3\n", RULE_QUOTES, 1, 8, "\"甲",
		    "not closed on its line", "close it",
		    "{\"title\":\"甲\",\"date\":\"2010\",\"c\":\"3\"}",
		    NULL },
		{ "title: '甲\ndate: '2010'\nc: 3\n", RULE_QUOTES, 1, 8, "'甲",
		    "not closed on its line", "close it",
		    "{\"title\":\"甲\",\"date\":\"2010\",\"c\":\"3\"}",
		    NULL },
		{ "a: \"x\n  y\"\nb: @\n", RULE_QUOTES, 3, 4, "@",
		    "can't begin", "quotes",
		    "{\"a\":\"x y\",\"b\":\"@\"}",
		    "a: \"x\n  y\"\nb: '@'\n" },
		{ "title: \"甲”\nb: 1\n", RULE_WIDE_MARK, 1, 11, "”",
		    "full-width", "",
		    "{\"title\":\"甲\",\"b\":\"1\"}",
		    "title: \"甲\"\nb: 1\n" },
		{ "title: “甲: 乙”\nb: 1\n", RULE_WIDE_MARK, 1, 8, "“",
		    "full-width", "",
		    "{\"title\":\"甲: 乙\",\"b\":\"1\"}",
		    "title: \"甲: 乙\"\nb: 1\n" },
		{ "title: ＂甲＂\n", RULE_WIDE_MARK, 1, 8, "＂",
		    "full-width", "",
		    "{\"title\":\"甲\"}",
		    "title: \"甲\"\n" },
		{ "date: “2010”\n", RULE_WIDE_MARK, 1, 7, "“",
		    "full-width", "",
		    "{\"date\":\"2010\"}",
		    "date: \"2010\"\n" },
		{ "title: \"他说\"好\"。\"\n", RULE_QUOTES, 1, 13, "\"",
		    "a quote inside", "other sort",
		    "{\"title\":\"他说\\\"好\\\"。\"}",
		    "title: '他说\"好\"。'\n" },
	};
	ASSERT_FAULTS(faults);
	assert_json("a: \"甲\n  乙\"\n", "{\"a\":\"甲 乙\"}");
	/* Quotes of a text are no quotes of YAML's. */
	assert_json("title: “甲”\n内容: “甲”和“乙”\n",
	    "{\"title\":\"“甲”\",\"内容\":\"“甲”和“乙”\"}");
}

/* Behind its key's line a text goes on in the column it began in. */
static void
a_text_on_lines_of_its_own_is_one(void **state)
{
	(void)state;
	static const struct fault faults[] = {
		{ "a:\n  甲\n  @乙\nb：1\n", RULE_WIDE_MARK, 4, 2, "：",
		    "full-width", "",
		    "{\"a\":\"甲 @乙\",\"b\":\"1\"}",
		    "a:\n  甲\n  @乙\nb: 1\n" },
		{ "a:\n  |\n  “甲”\n  %乙\nb：1\n", RULE_WIDE_MARK, 5, 2, "：",
		    "full-width", "",
		    "{\"a\":\"“甲”\\n%乙\\n\",\"b\":\"1\"}",
		    "a:\n  |\n  “甲”\n  %乙\nb: 1\n" },
		{ "a:\n  @甲\n  乙\nb: 1\n", RULE_QUOTES, 2, 3, "@",
		    "can't begin", "quotes",
		    "{\"a\":\"@甲 乙\",\"b\":\"1\"}",
		    "a:\n  '@甲\n  乙'\nb: 1\n" },
	};
	ASSERT_FAULTS(faults);
}

static void
indentation_is_explained(void **state)
{
	(void)state;
	static const struct fault faults[] = {
		{ "a:\n\tb: 1\n", RULE_WIDE_SPACE, 2, 1, "\t",
		    "tab", "spaces",
		    "{\"a\":{\"b\":\"1\"}}",
		    "a:\n  b: 1\n" },
		{ "a:\n  b: 1\n\tc: 2\n", RULE_WIDE_SPACE, 3, 1, "\t",
		    "tab", "spaces",
		    "{\"a\":{\"b\":\"1\",\"c\":\"2\"}}",
		    "a:\n  b: 1\n  c: 2\n" },
		{ "a:\n　　b: 1\n", RULE_WIDE_SPACE, 2, 1, "　　",
		    "full-width", "half-width",
		    "{\"a\":{\"b\":\"1\"}}",
		    "a:\n  b: 1\n" },
		{ "a: 1\n\xC2\xA0" "b: 1\n", RULE_WIDE_SPACE, 2, 1, "\xC2\xA0" "",
		    "no-break", "half-width",
		    "{\"a\":\"1\",\"b\":\"1\"}",
		    "a: 1\nb: 1\n" },
		{ "title:　甲\nb: 1\n", RULE_WIDE_SPACE, 1, 7, "　",
		    "after title", "half-width",
		    "{\"title\":\"甲\",\"b\":\"1\"}",
		    "title: 甲\nb: 1\n" },
		{ "title　: 甲\nb: 1\n", RULE_WIDE_SPACE, 1, 6, "　",
		    "between title", "out",
		    "{\"title\":\"甲\",\"b\":\"1\"}",
		    "title: 甲\nb: 1\n" },
		{ "kind: 点评　\n", RULE_WIDE_SPACE, 1, 11, "　",
		    "ends in", "out",
		    "{\"kind\":\"点评\"}",
		    "kind: 点评\n" },
		{ "a:\n-　甲\n- 乙\n", RULE_WIDE_SPACE, 2, 2, "　",
		    "full-width", "",
		    "{\"a\":[\"甲\",\"乙\"]}",
		    "a:\n- 甲\n- 乙\n" },
		{ "a: 1\n  b: 2\n", RULE_YAML_SYNTAX, 2, 4, ":",
		    "indented further", "the same column",
		    NULL,
		    NULL },
		{ "  a: 1\nb: 2\n", RULE_YAML_SYNTAX, 2, 1, "b",
		    "further left", "the same column",
		    NULL,
		    NULL },
		{ "a:\n   b: 1\n  c: 2\n", RULE_YAML_SYNTAX, 3, 3, "c",
		    "no field can begin here", "the same column",
		    NULL,
		    NULL },
		{ "a:\n  - b\n  c: d\n", RULE_YAML_SYNTAX, 3, 3, "c",
		    "no list item", "the same column",
		    NULL,
		    NULL },
	};
	ASSERT_FAULTS(faults);
	assert_json("a:\tb\n", "{\"a\":\"b\"}");
}

static void
values_that_need_quotes_are_named(void **state)
{
	(void)state;
	static const struct fault faults[] = {
		{ "title: 《甲》: 乙\n", RULE_QUOTES, 1, 14, ":",
		    "a second colon", "quotes",
		    "{\"title\":\"《甲》: 乙\"}",
		    "title: '《甲》: 乙'\n" },
		{ "a: b: c\n", RULE_QUOTES, 1, 5, ":",
		    "a second colon", "quotes",
		    "{\"a\":\"b: c\"}",
		    "a: 'b: c'\n" },
		{ "a: it's: c # d\n", RULE_QUOTES, 1, 8, ":",
		    "a second colon", "quotes",
		    "{\"a\":\"it's: c\"}",
		    "a: 'it''s: c' # d\n" },
		{ "类型: 方案 标题: 甲\n", RULE_YAML_SYNTAX, 1, 16, ":",
		    "a second colon", "quotes", NULL, NULL },
		{ "准备: [a]b\n", RULE_YAML_SYNTAX, 1, 10, "b", "follows the end",
		    "", NULL, NULL },
		{ "title: \"甲\" 乙\n", RULE_QUOTES, 1, 13, "乙",
		    "follows the end", "quotes",
		    "{\"title\":\"\\\"甲\\\" 乙\"}",
		    "title: '\"甲\" 乙'\n" },
		{ "title: [重点] 甲\n", RULE_QUOTES, 1, 15, "甲",
		    "follows the end", "quotes",
		    "{\"title\":\"[重点] 甲\"}",
		    "title: '[重点] 甲'\n" },
		{ "title: [2010]11号\n", RULE_QUOTES, 1, 14, "11号",
		    "follows the end", "quotes",
		    "{\"title\":\"[2010]11号\"}",
		    "title: '[2010]11号'\n" },
		{ "title: @甲\n", RULE_QUOTES, 1, 8, "@",
		    "can't begin", "quotes",
		    "{\"title\":\"@甲\"}",
		    "title: '@甲'\n" },
		/* With the lines that go on with it. */
		{ "title: @甲\n  乙’丙\n  丁\nb: 1\n", RULE_QUOTES, 1, 8, "@",
		    "can't begin", "quotes",
		    "{\"title\":\"@甲 乙’丙 丁\",\"b\":\"1\"}",
		    "title: '@甲\n  乙’丙\n  丁'\nb: 1\n" },
		{ "a:\n  - title: [2010]11号\n      文\n    b: 1\n", RULE_QUOTES,
		    2, 18, "11号", "follows the end", "quotes",
		    "{\"a\":[{\"title\":\"[2010]11号 文\",\"b\":\"1\"}]}",
		    "a:\n  - title: '[2010]11号\n      文'\n    b: 1\n" },
		{ "title: `甲`\n", RULE_QUOTES, 1, 8, "`",
		    "can't begin", "quotes",
		    "{\"title\":\"`甲`\"}",
		    "title: '`甲`'\n" },
		{ "title: %甲\n", RULE_QUOTES, 1, 8, "%",
		    "can't begin", "quotes",
		    "{\"title\":\"%甲\"}",
		    "title: '%甲'\n" },
		{ "title: > 90分\nb: 1\n", RULE_QUOTES, 1, 8, ">",
		    "can't begin", "quotes",
		    "{\"title\":\"\\u003e 90分\",\"b\":\"1\"}",
		    "title: '> 90分'\nb: 1\n" },
		{ "title: *重点*\n", RULE_QUOTES, 1, 8, "*",
		    "can't begin", "quotes",
		    "{\"title\":\"*重点*\"}",
		    "title: '*重点*'\n" },
		{ "title: - 甲\n", RULE_YAML_SYNTAX, 1, 8, "-",
		    "a list can't begin", "quotes",
		    NULL,
		    NULL },
		{ "a: [1, 2\nb: c\n", RULE_YAML_SYNTAX, 1, 4, "[",
		    "not closed", "close it",
		    NULL,
		    NULL },
		{ "a: {b: 1\n", RULE_YAML_SYNTAX, 1, 4, "{",
		    "not closed", "close it",
		    NULL,
		    NULL },
		{ "a: 1\n王某\nb: 2\n", RULE_YAML_SYNTAX, 2, 1, "王某",
		    "no colon on this line", "",
		    NULL,
		    NULL },
		{ "title: &重点\n", RULE_QUOTES, 1, 8, "&", "can't begin", "quotes",
		    "{\"title\":\"\\u0026重点\"}", "title: '&重点'\n" },
		{ "a: \x01\n", RULE_YAML_SYNTAX, 1, 4, "\x01", "U+0001",
		    "remove", NULL, NULL },
		{ BOM "甲: 乙\x7F\n", RULE_YAML_SYNTAX, 1, 7, "\x7F", "U+007F",
		    "remove", NULL, NULL },
	};
	ASSERT_FAULTS(faults);
}

/* Several slips each: what is read, and what the mends make of it. */
static void
lists_and_maps_in_brackets_are_mended(void **state)
{
	(void)state;
	static const struct {
		const char *yaml, *json, *mended;
	} cases[] = {
		{ "a: ［甲, 乙］\n", "{\"a\":[\"甲\",\"乙\"]}", "a: [甲, 乙]\n" },
		{ "a: ［甲，乙］\n", "{\"a\":[\"甲\",\"乙\"]}", "a: [甲, 乙]\n" },
		{ "a: [甲, 乙］\nb: 1\n", "{\"a\":[\"甲\",\"乙\"],\"b\":\"1\"}",
		    "a: [甲, 乙]\nb: 1\n" },
		{ "准备: 【甲, 乙】\n", "{\"准备\":[\"甲\",\"乙\"]}",
		    "准备: [甲, 乙]\n" },
		{ "a: ｛编号：p1，　内容：说，做｝\n",
		    "{\"a\":{\"编号\":\"p1\",\"内容\":\"说，做\"}}",
		    "a: {编号: p1, 内容: 说，做}\n" },
		{ "a:\n  - {编号:p1，内容: '甲，内容：乙'}\n",
		    "{\"a\":[{\"编号\":\"p1\",\"内容\":\"甲，内容：乙\"}]}",
		    "a:\n  - {编号: p1, 内容: '甲，内容：乙'}\n" },
		{ "a: [{编号: p1}，{编号：p2}]\n",
		    "{\"a\":[{\"编号\":\"p1\"},{\"编号\":\"p2\"}]}",
		    "a: [{编号: p1}, {编号: p2}]\n" },
		{ "a: {编号：p1,\n  内容：甲}\nb：1\n",
		    "{\"a\":{\"编号\":\"p1\",\"内容\":\"甲\"},\"b\":\"1\"}",
		    "a: {编号: p1,\n  内容: 甲}\nb: 1\n" },
		{ "a:\n\t- 编号：p1\n\t  内容：甲\n\t- 编号：p2\n",
		    "{\"a\":[{\"编号\":\"p1\",\"内容\":\"甲\"},\"编号：p2\"]}",
		    "a:\n  - 编号: p1\n    内容: 甲\n  - 编号：p2\n" },
		{ "＃ 备注\na：1\n", "{\"a\":\"1\"}", "# 备注\na: 1\n" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct room room;
		room_open(&room, cases[i].yaml);
		if (room.value == NULL)
			print_error("%s\n", cases[i].yaml);
		assert_read(&room, cases[i].json);
		assert_string_equal(mended_of(&room), cases[i].mended);
		assert_json(cases[i].mended, cases[i].json);
		room_close(&room);
	}
	/* Not around a text. */
	assert_json("标题: 【通知】\n内容: 【一】甲［二］\n",
	    "{\"标题\":\"【通知】\",\"内容\":\"【一】甲［二］\"}");
}

/* What is found in the mended text lies in the original one. */
static void
places_lead_back(void **state)
{
	(void)state;
	struct room room;
	room_open(&room, "点评人：王某\n标题:甲\n标题: “乙”　\n列：［丙，丁］\n");
	const struct value *root = room.value;
	assert_non_null(root);
	assert_string_equal(bytes_of(&room, root->map.entries[0].span), "点评人");
	assert_string_equal(
	    bytes_of(&room, root->map.entries[0].value->span), "王某");
	assert_string_equal(
	    bytes_of(&room, root->map.entries[1].value->span), "甲");
	const struct value *list = root->map.entries[2].value;
	assert_string_equal(bytes_of(&room, list->span), "［丙，丁］");
	assert_string_equal(bytes_of(&room, value_item(list, 1)->span), "丁");
	diags_sort(&room.diags);
	const struct diag *twice = room.diags.first->next->next;
	assert_string_equal(twice->rule->slug, "yaml-duplicate-key");
	assert_string_equal(bytes_of(&room, twice->span), "标题");
	room_close(&room);
}

static void
a_scalar_without_slip_is_left_to_the_caller(void **state)
{
	(void)state;
	assert_json("王某\n", "\"王某\"");
	assert_json("'标题：甲'\n", "\"标题：甲\"");
}

/* Whatever the bytes are: a value or an error, and no fault of ours. */
static void
anything_ends_one_way_or_the_other(void **state)
{
	(void)state;
	static const char *const pieces[] = { "a", "甲", ": ", ":", "：", "\n",
		"  ", "- ", "\"", "'", "[", "]", "{", "}", ",", "#", "&", "*",
		"!", "|", ">", "\t", "　", "---\n", "?", "%", "\\", "\r\n" };
	uint32_t seed = chance_seed();
	struct buf buf = BUF_INIT;
	size_t rounds = chance_rounds(20000);
	for (size_t i = 0; i < rounds; i++) {
		buf_clear(&buf);
		for (int j = 0; j < 12; j++) {
			seed = seed * 1664525 + 1013904223;
			buf_puts(&buf,
			    pieces[(seed >> 16) %
				(sizeof(pieces) / sizeof(*pieces))]);
		}
		struct room room;
		room_open(&room, buf.at);
		assert_true(
		    room.value != NULL || room.diags.worst == DIAG_ERROR);
		/* Mends that don't clash, of bytes that there are. */
		mended_of(&room);
		for (struct diag *d = room.diags.first; d != NULL; d = d->next)
			assert_true(d->span.start >= strlen(BEFORE) &&
			    d->span.end <= room.text.len &&
			    d->span.start <= d->span.end);
		room_close(&room);
	}
	buf_free(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_lost_behind_a_nul),
		cmocka_unit_test(values_stay_text),
		cmocka_unit_test(structures_are_read),
		cmocka_unit_test(nothing_is_an_empty_map),
		cmocka_unit_test(empty_values_are_plain_text),
		cmocka_unit_test(line_ends_and_bom_don_t_matter),
		cmocka_unit_test(places_are_bytes),
		cmocka_unit_test(places_have_quotes_and_blocks),
		cmocka_unit_test(many_keys_take_linear_time),
		cmocka_unit_test(brackets_that_nothing_closes_take_linear_time),
		cmocka_unit_test(duplicates_are_refused),
		cmocka_unit_test(duplicates_are_found_among_many),
		cmocka_unit_test(anchors_tags_and_documents_are_refused),
		cmocka_unit_test(anchors_are_all_reported),
		cmocka_unit_test(depth_ends_at_32),
		cmocka_unit_test(forbidden_characters_are_whole),
		cmocka_unit_test(slips_below_an_open_bracket_are_found_once),
		cmocka_unit_test(quotes_in_brackets_are_skipped),
		cmocka_unit_test(full_width_colons_are_named),
		cmocka_unit_test(tight_colons_are_named),
		cmocka_unit_test(open_quotes_are_named_where_they_open),
		cmocka_unit_test(a_text_on_lines_of_its_own_is_one),
		cmocka_unit_test(indentation_is_explained),
		cmocka_unit_test(values_that_need_quotes_are_named),
		cmocka_unit_test(lists_and_maps_in_brackets_are_mended),
		cmocka_unit_test(places_lead_back),
		cmocka_unit_test(a_scalar_without_slip_is_left_to_the_caller),
		cmocka_unit_test(anything_ends_one_way_or_the_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
