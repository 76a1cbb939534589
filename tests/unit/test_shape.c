/*
 * Values by the schema: every type, every short form, every fault at its place.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "model/rules.h"
#include "model/schema.h"
#include "read/shape.h"
#include "read/yaml.h"

static const char *const states[] = { "open", "未整改", "done", "已整改", NULL };

static const struct shape inner = { .name = "problem", .alias = "问题",
	.fields = (const struct field[]){
	    { .name = "id", .alias = "编号", .type = FIELD_TEXT,
	        .flags = FIELD_REQUIRED },
	    { .name = "due", .alias = "时限", .type = FIELD_DATE },
	    { .name = "measures", .alias = "措施", .type = FIELD_TEXT,
	        .flags = FIELD_LIST },
	    { .name = NULL } } };

static const struct shape outer = { .name = "record", .alias = "记录",
	.fields = (const struct field[]){
	    { .name = "title", .alias = "标题", .type = FIELD_TEXT,
	        .flags = FIELD_REQUIRED },
	    { .name = "date", .alias = "时间", .type = FIELD_DATE },
	    { .name = "count", .alias = "人数", .type = FIELD_INTEGER },
	    { .name = "public", .alias = "公开", .type = FIELD_BOOLEAN },
	    { .name = "state", .alias = "状态", .type = FIELD_CHOICE,
	        .choices = states },
	    { .name = "method", .alias = "方式", .type = FIELD_TERM,
	        .vocabulary = VOCABULARY_METHOD },
	    { .name = "unit", .alias = "单位", .type = FIELD_ORGANISATION },
	    { .name = "leader", .alias = "领导", .type = FIELD_PERSON },
	    { .name = "subject", .alias = "对象", .type = FIELD_SUBJECT },
	    { .name = "report", .alias = "汇报", .type = FIELD_RECORD },
	    { .name = "problem", .alias = "问题号", .type = FIELD_PROBLEM },
	    { .name = "scope", .alias = "范围", .type = FIELD_SCOPE },
	    { .name = "problems", .alias = "问题", .type = FIELD_MAP,
	        .flags = FIELD_LIST, .shape = &inner },
	    { .name = "one", .alias = "单个", .type = FIELD_MAP,
	        .shape = &inner },
	    { .name = "words", .alias = "用语", .type = FIELD_TEXT,
	        .flags = FIELD_LIST },
	    { .name = "days", .alias = "日期", .type = FIELD_DATE,
	        .flags = FIELD_LIST | FIELD_REQUIRED },
	    { .name = "counts", .alias = "票数", .type = FIELD_COUNTS,
	        .vocabulary = VOCABULARY_METHOD },
	    { .name = "any", .alias = "任意", .type = FIELD_ANY },
	    { .name = NULL } } };

static struct {
	struct arena *arena;
	struct diags diags;
	struct programme programme;
	struct roster roster;
	struct shaping shaping;
	const char *text;
	struct value **fields;
} room;

static void
organisation_add(const char *id, const char *name, const char *short_name,
    const char *former)
{
	struct organisation *o = ARENA_NEW(room.arena, struct organisation);
	struct value *list = value_list(room.arena);
	o->id = id;
	o->name = name;
	o->short_name = short_name;
	o->from = o->to = "";
	value_add(room.arena, list, value_string(room.arena, former));
	o->former = list;
	roster_add_organisation(&room.roster, room.arena, o);
}

static void
person_add(const char *id, const char *name)
{
	struct person *p = ARENA_NEW(room.arena, struct person);
	p->id = id;
	p->name = name;
	p->joined = "";
	roster_add_person(&room.roster, room.arena, p);
}

static int
room_open(void **state)
{
	static const struct term methods[] = {
		{ .id = "on-site", .name = "现场点评" },
		{ .id = "meeting", .name = "会议集中点评" },
		{ .id = "talk", .name = "个别谈话点评" },
	};
	(void)state;
	room.arena = arena_new();
	diags_init(&room.diags, room.arena);
	roster_init(&room.roster, room.arena);
	room.programme = (struct programme){ 0 };
	room.programme.terms[VOCABULARY_METHOD] =
	    (struct term_list){ (struct term *)methods, 3, 3 };
	organisation_add("jidian", "机电学院党总支", "机电", "机械系党总支");
	organisation_add("houqin", "后勤党总支", "后勤", "总务处党总支");
	organisation_add("wuye", "物业党支部", "后勤", "总务处党总支");
	person_add("li-jing", "李静");
	person_add("li-jing-2", "李静");
	person_add("zhang-wei", "张伟");
	room.shaping = (struct shaping){ .arena = room.arena,
		.diags = &room.diags,
		.programme = &room.programme,
		.roster = &room.roster };
	return 0;
}

static int
room_close(void **state)
{
	(void)state;
	arena_free(room.arena);
	return 0;
}

static void
shape(const char *yaml)
{
	size_t len = strlen(yaml);
	diags_init(&room.diags, room.arena);
	room.text = yaml;
	room.shaping.source = text_of(yaml);
	const struct value *map = yaml_parse(room.arena, text_of(yaml),
	    (struct span){ 1, 0, (uint32_t)len }, &room.diags);
	assert_non_null(map);
	room.fields = shape_fields(&room.shaping, &outer, map,
	    (struct span){ 1, 0, 1 });
	roster_suggest(&room.roster, &room.diags);
}

/* With the two required ones; `yaml` is one field. */
static const struct value *
shaped(const char *name, const char *yaml)
{
	shape(arena_printf(room.arena, "title: t\ndays: 2010-10-10\n%s\n",
	    yaml));
	return room.fields[field_index(&outer, name)];
}

static void
assert_text(const char *name, const char *yaml, const char *want)
{
	const struct value *value = shaped(name, yaml);
	if (room.diags.first != NULL)
		fail_msg("%s: %s", yaml, room.diags.first->message);
	assert_true(value_is(value, VALUE_TEXT));
	assert_string_equal(value_as_string(value), want);
}

/* One fault, at `word`; nothing is made of the field.  Gives the remedy. */
static const char *
assert_fault(const char *name, const char *yaml, enum rule_id rule,
    const char *word)
{
	assert_null(shaped(name, yaml));
	if (room.diags.count != 1)
		fail_msg("%s: %zu faults", yaml, room.diags.count);
	const struct diag *d = room.diags.first;
	struct text at = text_cut(text_of(room.text), d->span.start,
	    d->span.end);
	if (d->rule != &rules[rule] || !text_is(at, word))
		fail_msg("%s: %s at “%.*s”", yaml, d->rule->slug,
		    TEXT_ARG(at));
	return d->remedy;
}

/*
 * One fault, at `word`, which the mend writes as `mended`; that is what is made
 * of the field.  Gives the remedy.
 */
static const char *
assert_mended(const char *name, const char *yaml, enum rule_id rule,
    const char *word, const char *mended)
{
	if (shaped(name, yaml) == NULL)
		fail_msg("%s: nothing is made of it", yaml);
	if (room.diags.count != 1)
		fail_msg("%s: %zu faults", yaml, room.diags.count);
	const struct diag *d = room.diags.first;
	struct text at = text_cut(text_of(room.text), d->span.start,
	    d->span.end);
	if (d->rule != &rules[rule] || !text_is(at, word))
		fail_msg("%s: %s at “%.*s”", yaml, d->rule->slug,
		    TEXT_ARG(at));
	if (d->edits == NULL || d->edits->next != NULL ||
	    !text_is(d->edits->text, mended))
		fail_msg("%s: no mend to %s", yaml, mended);
	return d->remedy;
}

/* ---- dates ---- */

static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

static void
assert_day(int year, int month, int day, bool leap)
{
	char text[40];
	bool is = month >= 1 && month <= 12 && day >= 1 &&
	    day <= days[month - 1] + (month == 2 && leap);
	snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day);
	if (date_is_valid(text_of(text)) != is)
		fail_msg("%s", text);
}

static void
test_every_day_of_some_years(void **state)
{
	(void)state;
	static const int years[] = { 1, 4, 100, 400, 1900, 1999, 2000, 2008,
		2010, 2012, 2100, 9999 };
	static const bool leap[] = { false, true, false, true, false, false,
		true, true, false, true, false, false };
	for (size_t i = 0; i < sizeof(years) / sizeof(*years); i++)
		for (int n = 0; n < 14 * 33; n++)
			assert_day(years[i], n / 33, n % 33, leap[i]);
}

static void
test_what_is_no_date(void **state)
{
	(void)state;
	static const char *const wrong[] = { "", "2010", "2010-10", "2010-1-01",
		"2010-10-1", "2010-10-010", " 2010-10-10", "2010-10-10 ",
		"0000-01-01", "2010/10/10", "2010-10/10", "201a-10-10",
		"2010-+1-10", "2010-1 -10", "20101010", "-010-10-10",
		"２０１０-10-10", "2010年10月10日", "today" };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		if (date_is_valid(text_of(wrong[i])))
			fail_msg("%s", wrong[i]);
	/* A slice needs no NUL behind it. */
	assert_true(date_is_valid((struct text){ "2010-10-101", 10 }));
	assert_false(date_is_valid((struct text){ "2010-10-10\0", 11 }));
}

static void
test_dates(void **state)
{
	(void)state;
	assert_text("date", "date: 2010-10-12", "2010-10-12");
	assert_text("date", "时间: '2008-02-29'", "2008-02-29");
	assert_string_equal(assert_fault("date", "date: 2010-02-29",
	                        RULE_DATE_FORM, "2010-02-29"),
	    "correct the day: the last of that month is 2010-02-28");
	assert_fault("date", "date: [2010-10-12]", RULE_FIELD_TYPE,
	    "[2010-10-12]");
}

static void
test_dates_that_are_clear_enough(void **state)
{
	(void)state;
	static const char *const written[] = { "2010年10月5日", "2010/10/5",
		"2010.10.5", "2010-10-5", "2010 10 05", "2010年10月05号",
		"20101005", "２０１０－１０－０５", "2010年 10月 5日",
		"二〇一〇年十月五日", "二零一〇年10月五日", "2010—10—5" };
	for (size_t i = 0; i < sizeof(written) / sizeof(*written); i++)
		assert_string_equal(assert_mended("date",
		                        arena_printf(room.arena, "date: %s",
		                            written[i]),
		                        RULE_DATE_FORM, written[i], "2010-10-05"),
		    "write it as 2010-10-05");
	/* And those that are not. */
	static const char *const unclear[] = { "5/10/2010", "2010年10月",
		"99999999999999999999-1-1",
		"2010-10-5 12:30", "2010年10月5日上午", "10年10月5日",
		"2010年十三月五日" };
	for (size_t i = 0; i < sizeof(unclear) / sizeof(*unclear); i++)
		assert_string_equal(assert_fault("date",
		                        arena_printf(room.arena, "date: %s",
		                            unclear[i]),
		                        RULE_DATE_FORM, unclear[i]),
		    rules[RULE_DATE_FORM].remedy);
	assert_string_equal(assert_fault("date", "date: 2010年2月30日",
	                        RULE_DATE_FORM, "2010年2月30日"),
	    "correct the day: the last of that month is 2010-02-28");
	/* Which year it was nobody else knows. */
	assert_string_equal(
	    assert_fault("date", "date: 10月5日", RULE_DATE_FORM, "10月5日"),
	    "write it with its year: YYYY-10-05, with four digits for YYYY");
}

/* ---- other scalars ---- */

static void
test_text_stays_as_it_is(void **state)
{
	(void)state;
	assert_text("problem", "problem: no", "no");
	assert_text("problem", "problem: 0123", "0123");
	assert_text("problem", "problem: 12:30", "12:30");
	assert_text("problem", "problem: '~'", "~");
	assert_text("problem", "problem: \"null\"", "null");
	assert_fault("problem", "problem: {a: b}", RULE_FIELD_TYPE, "{a: b}");
}

static void
test_whole_numbers(void **state)
{
	(void)state;
	static const char *const wrong[] = { "-1", "1.5", "1e3", "0x10", "六",
		"1 2", "+1", "1000000000", "9999999999999999999999",
		"1人半", "人", "约12人" };
	assert_int_equal(shaped("count", "count: 12")->integer, 12);
	assert_int_equal(shaped("count", "人数: 0")->integer, 0);
	assert_int_equal(shaped("count", "count: 007")->integer, 7);
	assert_int_equal(shaped("count", "count: 999999999")->integer,
	    999999999);
	assert_int_equal(room.diags.count, 0);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_non_null(strstr(
		    assert_fault("count",
			arena_printf(room.arena, "count: %s", wrong[i]),
			RULE_FIELD_TYPE, wrong[i]),
		    "1 to 9 half-width digits"));
	assert_mended("count", "count: １２", RULE_WORD_FORM, "１２", "12");
	assert_mended("count", "count: 12人", RULE_WORD_FORM, "12人", "12");
	assert_mended("count", "count: １２名", RULE_WORD_FORM, "１２名", "12");
}

static void
test_yes_and_no(void **state)
{
	(void)state;
	assert_true(shaped("public", "public: yes")->boolean);
	assert_true(shaped("public", "公开: 是")->boolean);
	assert_true(shaped("public", "public: true")->boolean);
	assert_false(shaped("public", "public: no")->boolean);
	assert_false(shaped("public", "public: 否")->boolean);
	assert_false(shaped("public", "public: false")->boolean);
	assert_int_equal(room.diags.count, 0);
	assert_fault("public", "public: on", RULE_FIELD_TYPE, "on");
	assert_mended("public", "public: YES", RULE_WORD_FORM, "YES", "yes");
	assert_mended("public", "public: '“是”'", RULE_WORD_FORM, "'“是”'", "是");
	assert_fault("public", "public: 1", RULE_FIELD_TYPE, "1");
}

static void
test_choices(void **state)
{
	(void)state;
	assert_text("state", "state: done", "done");
	assert_text("state", "状态: 已整改", "done");
	assert_text("state", "state: 未整改", "open");
	assert_string_equal(assert_fault("state", "state: 已整該",
	                        RULE_CHOICE_UNKNOWN, "已整該"),
	    "did you mean 已整改?");
	assert_string_equal(assert_fault("state", "state: opne",
	                        RULE_CHOICE_UNKNOWN, "opne"),
	    "did you mean open?");
	assert_string_equal(assert_fault("state", "state: xyz",
	                        RULE_CHOICE_UNKNOWN, "xyz"),
	    rules[RULE_CHOICE_UNKNOWN].remedy);
}

static void
test_terms(void **state)
{
	(void)state;
	assert_text("method", "method: talk", "talk");
	assert_text("method", "方式: 现场点评", "on-site");
	assert_string_equal(assert_fault("method", "method: 现场点平",
	                        RULE_TERM_UNKNOWN, "现场点平"),
	    "did you mean 现场点评?");
	assert_mended("method", "method: ＴＡＬＫ", RULE_WORD_FORM, "ＴＡＬＫ",
	    "talk");
	assert_mended("method", "方式: 现 场 点评", RULE_WORD_FORM, "现 场 点评",
	    "现场点评");
	room.shaping.programme = NULL; /* while it is being read */
	assert_text("method", "method: whatever", "whatever");
}

static void
test_references(void **state)
{
	(void)state;
	assert_text("unit", "unit: jidian", "jidian");
	assert_text("unit", "单位: 机电", "jidian");
	assert_text("unit", "unit: 机械系党总支", "jidian");
	assert_text("leader", "leader: 张伟", "zhang-wei");
	assert_text("leader", "leader: li-jing-2", "li-jing-2");
	assert_text("subject", "subject: 机电学院党总支", "jidian");
	assert_text("subject", "subject: 张伟", "zhang-wei");
	assert_string_equal(assert_fault("unit", "unit: 机电学院党总之",
	                        RULE_ORGANISATION_UNKNOWN, "机电学院党总之"),
	    "did you mean 机电学院党总支?");
	assert_string_equal(assert_fault("leader", "leader: zhang-wie",
	                        RULE_PERSON_UNKNOWN, "zhang-wie"),
	    "did you mean zhang-wei?");
	/* Full width, spaces, what nobody sees: no other name is meant. */
	assert_mended("unit", "unit: ｊｉｄｉａｎ", RULE_WORD_FORM, "ｊｉｄｉａｎ",
	    "jidian");
	assert_mended("leader", "leader: 张　伟", RULE_WORD_FORM, "张　伟", "张伟");
	assert_mended("leader", "leader: 张\xE2\x80\x8B伟", RULE_WORD_FORM,
	    "张\xE2\x80\x8B伟", "张伟");
	/* Who is meant by a word that is only near, a person decides. */
	assert_fault(
	    "leader", "leader: 张炜", RULE_PERSON_UNKNOWN, "张炜");
	assert_null(room.diags.first->edits);
	/* An organisation is no person, nor the other way about. */
	assert_fault("leader", "leader: jidian", RULE_PERSON_UNKNOWN, "jidian");
	assert_fault("unit", "unit: 张伟", RULE_ORGANISATION_UNKNOWN, "张伟");
	assert_fault("subject", "subject: 李四", RULE_PERSON_UNKNOWN, "李四");
}

static void
test_names_that_several_bear(void **state)
{
	(void)state;
	assert_string_equal(assert_fault("leader", "leader: 李静",
	                        RULE_NAME_AMBIGUOUS, "李静"),
	    "write one of these ids: li-jing, li-jing-2");
	assert_fault("subject", "subject: 李静", RULE_NAME_AMBIGUOUS, "李静");
	assert_string_equal(assert_fault("unit", "unit: 后勤",
	                        RULE_NAME_AMBIGUOUS, "后勤"),
	    "write one of these ids: houqin, wuye");
	/* A field takes none of the others who bear it, too. */
	organisation_add("ban", "李静", "李静班", "后勤班");
	person_add("hou-qin", "后勤");
	assert_string_equal(assert_fault("leader", "leader: 李静",
	                        RULE_NAME_AMBIGUOUS, "李静"),
	    "write one of these ids: li-jing, li-jing-2");
	assert_string_equal(assert_fault("unit", "unit: 后勤",
	                        RULE_NAME_AMBIGUOUS, "后勤"),
	    "write one of these ids: houqin, wuye");
}

/* A former name of two: they too are to be named. */
static void
test_former_names_that_several_bear(void **state)
{
	(void)state;
	assert_string_equal(assert_fault("unit", "unit: 总务处党总支",
	                        RULE_NAME_AMBIGUOUS, "总务处党总支"),
	    "write one of these ids: houqin, wuye");
}

static void
test_records(void **state)
{
	(void)state;
	assert_text("report", "report: 2010-q3/report/a", "2010-q3/report/a");
	assert_text("report", "汇报: content/2010-q3/report/a.md",
	    "2010-q3/report/a");
	assert_text("report", "report: a.md", "a");
	assert_text("report", "report: .md", "");
}

/* ---- lists and maps ---- */

static size_t
count_of(const char *name, const char *yaml)
{
	const struct value *list = shaped(name, yaml);
	if (room.diags.count != 0)
		fail_msg("%s: %s", yaml, room.diags.first->message);
	assert_true(value_is(list, VALUE_LIST));
	return value_count(list);
}

static void
test_one_item_is_a_list_of_one(void **state)
{
	(void)state;
	assert_int_equal(count_of("words", "words: a"), 1);
	assert_int_equal(count_of("words", "用语: [a, b, c]"), 3);
	assert_int_equal(count_of("words", "words: []"), 0);
	assert_int_equal(count_of("words", "words: [a, ~, null, '', b]"), 3);
	/* A comma in quotes is the text's own. */
	assert_int_equal(count_of("words", "words: ['jd-1,jd-2', \"3，4\"]"), 2);
	assert_int_equal(count_of("words", "words: '3,4'"), 1);
	assert_int_equal(count_of("problems", "problems: {id: p1}"), 1);
	assert_int_equal(count_of("problems", "problems: p1"), 1);
	assert_int_equal(count_of("problems", "问题: [p1, {编号: p2}]"), 2);
}

static void
test_a_scalar_stands_for_the_first_field(void **state)
{
	(void)state;
	const struct value *list = shaped("problems", "problems: [p1]");
	const struct value *map = value_item(list, 0);
	assert_true(value_is(map, VALUE_MAP));
	assert_string_equal(value_get_string(map, "id"), "p1");
	assert_int_equal(value_count(map), 1);
	map = shaped("one", "one: p9");
	assert_string_equal(value_get_string(map, "id"), "p9");
	assert_true(text_is(text_cut(text_of(room.text), map->span.start,
	                        map->span.end), "p9"));
	/* A colon is told and mended, but in quotes no mend would make a map. */
	shaped("problems", "problems:\n  - id：p1");
	assert_int_equal(room.diags.count, 1);
	assert_non_null(room.diags.first->edits);
	map = shaped("one", "one: \"id: p1\"");
	assert_string_equal(value_get_string(map, "id"), "id: p1");
	assert_int_equal(room.diags.count, 0);
	shaped("one", "one: 'id：p1'");
	assert_int_equal(room.diags.count, 0);
}

static void
test_inner_fields_are_shaped(void **state)
{
	(void)state;
	const struct value *list = shaped("problems",
	    "问题:\n  - {编号: p1, 措施: 一条, 时限: 2010-11-30}\n"
	    "  - {id: p2, measures: [a, b], due: ~}");
	assert_int_equal(room.diags.count, 0);
	const struct value *one = value_item(list, 0);
	assert_int_equal(value_count(value_get(one, "measures")), 1);
	assert_string_equal(value_get_string(one, "due"), "2010-11-30");
	assert_null(value_get(value_item(list, 1), "due"));
	assert_null(value_get(one, "编号"));
}

static void
test_faults_in_lists(void **state)
{
	(void)state;
	const struct value *list = shaped("problems",
	    "problems:\n  - {id: p1, due: 昨天}\n  - {due: 2010-11-30}\n"
	    "  - [p3]\n  - {id: p4, nope: x}");
	assert_int_equal(room.diags.count, 4);
	assert_ptr_equal(room.diags.first->rule, &rules[RULE_DATE_FORM]);
	/* What is sound stays; what is no map is left out. */
	assert_int_equal(value_count(list), 3);
	assert_string_equal(value_get_string(value_item(list, 0), "id"), "p1");
	assert_null(value_get(value_item(list, 0), "due"));
	list = shaped("words", "words: [a, [b], {c: d}]");
	assert_int_equal(room.diags.count, 2);
	assert_int_equal(value_count(list), 1);
}

static void
test_what_its_owner_reads(void **state)
{
	(void)state;
	const struct value *any = shaped("any", "any: {a: [b, {c: ~}]}");
	assert_int_equal(room.diags.count, 0);
	assert_int_equal(value_count(value_get(any, "a")), 2);
	const struct value *scope = shaped("scope", "范围: [root/cadres, x]");
	assert_int_equal(value_count(scope), 2);
}

/* ---- the map as a whole ---- */

static void
assert_counts(const char *yaml, const char *want)
{
	const struct value *counts = shaped("counts", yaml);
	struct buf json = BUF_INIT;
	assert_non_null(counts);
	value_put_json(&json, counts);
	assert_string_equal(json.at, want);
	buf_free(&json);
}

/* Whole numbers by term: ids for names, the programme's order. */
static void
test_counts(void **state)
{
	(void)state;
	assert_counts("票数: {会议集中点评: 9, on-site: 12}",
	    "{\"on-site\":12,\"meeting\":9}");
	assert_counts("counts: {}", "{}");
	assert_int_equal(room.diags.count, 0);
	/* Told, and kept behind the others: sums hold. */
	assert_counts("counts: {现场: 3, talk: 0}",
	    "{\"talk\":0,\"现场\":3}");
	assert_int_equal(room.diags.count, 1);
	assert_ptr_equal(room.diags.first->rule, &rules[RULE_BALLOTS_GRADE]);
	assert_fault("counts", "counts: {on-site: 3, 现场点评: 4}",
	    RULE_FIELD_TWICE, "现场点评");
	assert_fault("counts", "counts: {on-site: 八}", RULE_FIELD_TYPE, "八");
	assert_fault("counts", "counts: {on-site: -1}", RULE_FIELD_TYPE, "-1");
	assert_fault("counts", "counts: {on-site: [1]}", RULE_FIELD_TYPE,
	    "[1]");
	assert_fault("counts", "counts: {on-site: }", RULE_FIELD_TYPE, "");
	assert_fault("counts", "counts: 12", RULE_FIELD_TYPE, "12");
	/* A Chinese keyboard's digits. */
	assert_mended("counts", "counts: {on-site: １２}", RULE_WORD_FORM,
	    "１２", "12");
	assert_mended("counts", "counts: {ｔａｌｋ: 1}", RULE_WORD_FORM,
	    "ｔａｌｋ", "talk");
}

static void
test_missing_fields(void **state)
{
	(void)state;
	shape("date: 2010-10-10\n");
	assert_int_equal(room.diags.count, 2);
	assert_ptr_equal(room.diags.first->rule, &rules[RULE_FIELD_MISSING]);
	assert_non_null(strstr(room.diags.first->message, "title (标题)"));
	assert_int_equal(room.diags.first->span.start, 0);
	assert_int_equal(room.diags.first->span.end, 1);
	shape("{}");
	assert_int_equal(room.diags.count, 2);
}

static void
test_absent_values(void **state)
{
	(void)state;
	assert_null(shaped("date", "date:"));
	assert_null(shaped("date", "date: ~"));
	assert_null(shaped("words", "words: null"));
	assert_null(shaped("one", "one:"));
	assert_int_equal(room.diags.count, 0);
	shape("title:\ndays: ~\n");
	assert_int_equal(room.diags.count, 2);
	assert_ptr_equal(room.diags.first->rule, &rules[RULE_FIELD_EMPTY]);
	assert_int_equal(room.diags.first->span.start, 0);
	assert_int_equal(room.diags.first->span.end, 5);
}

/* What must be there must say something: "" is no title, [] are no days. */
static void
test_required_fields_that_say_nothing(void **state)
{
	(void)state;
	static const char *const empty[] = { "title: ''\ndays: 2010-10-10\n",
		"title: '  '\ndays: 2010-10-10\n", "title: t\ndays: []\n",
		/* Spaces of other widths, and what has none at all. */
		"title: '\u3000\u2003\u00A0'\ndays: 2010-10-10\n",
		"title: '\u200B\u2060'\ndays: 2010-10-10\n",
		"title: t\ndays: [~]\n" };
	for (size_t i = 0; i < sizeof(empty) / sizeof(*empty); i++) {
		shape(empty[i]);
		if (room.diags.count != 1 ||
		    room.diags.first->rule != &rules[RULE_FIELD_EMPTY])
			fail_msg("not seen to be empty: %s", empty[i]);
	}
}

static void
test_unknown_fields(void **state)
{
	(void)state;
	shape("title: t\ndays: 2010-10-10\ntitel: x\n标提: y\nzzzzzz: z\n"
	      "Title: T\n");
	assert_int_equal(room.diags.count, 4);
	const struct diag *d = room.diags.first;
	assert_ptr_equal(d->rule, &rules[RULE_FIELD_UNKNOWN]);
	assert_string_equal(d->remedy, "did you mean title?");
	assert_null(d->edits); /* there is a title */
	assert_true(text_is(text_cut(text_of(room.text), d->span.start,
	                        d->span.end), "titel"));
	assert_string_equal(d->next->remedy, "did you mean 标题?");
	assert_string_equal(d->next->next->remedy,
	    rules[RULE_FIELD_UNKNOWN].remedy);
}

/* {text: 会前走访, 座谈}: not a field, but the rest of a value. */
static void
test_a_comma_in_a_value(void **state)
{
	(void)state;
	shape("{title: 会前走访, 座谈, days: 2010-10-10}\n");
	assert_int_equal(room.diags.count, 1);
	assert_ptr_equal(room.diags.first->rule, &rules[RULE_FIELD_UNKNOWN]);
	assert_string_equal(room.diags.first->remedy,
	    "the comma before it ends the value: put the value in quotes, or "
	    "write the comma full-width");
	shape("{title: 会前走访, 座谈: , days: 2010-10-10}\n");
	assert_string_equal(room.diags.first->remedy,
	    rules[RULE_FIELD_UNKNOWN].remedy);
}

static void
test_unknown_fields_that_are_clear_enough(void **state)
{
	(void)state;
	static const char *const written[][2] = {
		{ "titl: t\ndays: 2010-10-10\n", "title" },
		{ "Title: t\ndays: 2010-10-10\n", "title" },
		{ "题目: t\ndays: 2010-10-10\n", "标题" },
		{ "titles: t\ndays: 2010-10-10\n", "title" },
	};
	for (size_t i = 0; i < sizeof(written) / sizeof(*written); i++) {
		shape(written[i][0]);
		assert_int_equal(room.diags.count, 1);
		const struct diag *d = room.diags.first;
		assert_ptr_equal(d->rule, &rules[RULE_FIELD_UNKNOWN]);
		assert_non_null(d->edits);
		assert_true(text_is(d->edits->text, written[i][1]));
		/* And it is taken for that field: it is not missing. */
		assert_string_equal(value_as_string(room.fields[0]), "t");
	}
	/* What is far off, or short, may be anything. */
	static const char *const unclear[] = { "titlexx: t\ndays: 2010-10-10\n",
		"标提: t\ndays: 2010-10-10\n" };
	for (size_t i = 0; i < sizeof(unclear) / sizeof(*unclear); i++) {
		shape(unclear[i]);
		assert_int_equal(room.diags.count, 2);
		assert_null(room.diags.first->edits);
	}
}

static void
test_a_field_under_both_names(void **state)
{
	(void)state;
	shape("title: first\ndays: 2010-10-10\n标题: second\n");
	assert_int_equal(room.diags.count, 1);
	const struct diag *d = room.diags.first;
	assert_ptr_equal(d->rule, &rules[RULE_FIELD_TWICE]);
	assert_int_equal(d->also.start, 0);
	assert_true(text_is(text_cut(text_of(room.text), d->span.start,
	                        d->span.end), "标题"));
	assert_string_equal(value_as_string(room.fields[0]), "first");
	/* Also when the first of them is empty. */
	shape("title: ~\ndays: 2010-10-10\n标题: second\n");
	assert_int_equal(room.diags.count, 2);
}

static void
test_places_are_kept(void **state)
{
	(void)state;
	const struct value *v = shaped("state", "状态: 已整改");
	assert_true(text_is(text_cut(text_of(room.text), v->span.start,
	                        v->span.end), "已整改"));
	v = shaped("words", "words: [甲, 乙]");
	v = value_item(v, 1);
	assert_true(text_is(text_cut(text_of(room.text), v->span.start,
	                        v->span.end), "乙"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, room_open, room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day_of_some_years),
		cmocka_unit_test(test_what_is_no_date),
		TEST(test_dates),
		TEST(test_dates_that_are_clear_enough),
		TEST(test_text_stays_as_it_is),
		TEST(test_whole_numbers),
		TEST(test_yes_and_no),
		TEST(test_choices),
		TEST(test_terms),
		TEST(test_references),
		TEST(test_names_that_several_bear),
		TEST(test_former_names_that_several_bear),
		TEST(test_records),
		TEST(test_one_item_is_a_list_of_one),
		TEST(test_a_scalar_stands_for_the_first_field),
		TEST(test_inner_fields_are_shaped),
		TEST(test_faults_in_lists),
		TEST(test_what_its_owner_reads),
		TEST(test_counts),
		TEST(test_missing_fields),
		TEST(test_absent_values),
		TEST(test_required_fields_that_say_nothing),
		TEST(test_unknown_fields),
		TEST(test_a_comma_in_a_value),
		TEST(test_unknown_fields_that_are_clear_enough),
		TEST(test_a_field_under_both_names),
		TEST(test_places_are_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
