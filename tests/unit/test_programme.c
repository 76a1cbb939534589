/*
 * The programme's vocabularies, periods and forms, and the two settings files
 * (site.yaml, programme.yaml) they and the editions are read from.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "model/relation.h"
#include "model/rules.h"
#include "read/load.h"

static struct {
	struct arena *arena, *scratch;
	char root[64];
	struct sources sources;
	struct diags diags;
	struct corpus corpus;
} room;

static int
room_open(void **state)
{
	struct os_error error;
	(void)state;
	room.arena = arena_new();
	room.scratch = arena_new();
	sources_init(&room.sources, room.arena);
	diags_init(&room.diags, room.arena);
	room.corpus = (struct corpus){ .arena = room.arena };
	strcpy(room.root, "/tmp/tongbao-programme-XXXXXX");
	if (mkdtemp(room.root) == NULL)
		return -1;
	return os_make_folders(arena_printf(room.arena, "%s/content",
	                           room.root), 0755, &error);
}

static int
room_close(void **state)
{
	struct os_error error;
	(void)state;
	int status = os_remove_tree(room.root, &error);
	arena_free(room.scratch);
	arena_free(room.arena);
	return status;
}

typedef int load_file(struct loading *loading, const char *root);

static int
load(load_file *file, const char *name, const char *text)
{
	struct os_error error;
	const char *path =
	    arena_printf(room.arena, "%s/content/%s", room.root, name);
	if (text != NULL)
		assert_int_equal(os_write(path, text_of(text), &error), 0);
	struct loading loading = { .corpus = &room.corpus,
		.sources = &room.sources,
		.diags = &room.diags,
		.jobs = 1,
		.arenas = &room.arena,
		.scratch = &room.scratch };
	int status = file(&loading, room.root);
	/* What is kept must not lie there. */
	arena_free(room.scratch);
	room.scratch = arena_new();
	return status;
}

/* Editions are checked when there is a roster that they may be expanded by. */
static int
site_load_whole(struct loading *loading, const char *root)
{
	int status = site_load(loading, root);
	if (status == 0)
		editions_expand(loading);
	return status;
}

#define LOAD_PROGRAMME(text) load(programme_load, "programme.yaml", (text))
#define LOAD_SITE(text) load(site_load_whole, "site.yaml", (text))

static void
assert_clean(void)
{
	if (room.diags.first != NULL)
		fail_msg("%s", room.diags.first->message);
}

/* A fault of this rule at the text `word`. */
static const struct diag *
assert_fault(enum rule_id rule, const char *word)
{
	for (const struct diag *d = room.diags.first; d != NULL; d = d->next) {
		struct text t = source_at(&room.sources, d->span.source)->text;
		if (d->rule == &rules[rule] && d->span.end <= t.len &&
		    text_is(text_cut(t, d->span.start, d->span.end), word))
			return d;
	}
	fail_msg("no %s at “%s”; first: %s", rules[rule].slug, word,
	    room.diags.first == NULL ? "none" : room.diags.first->message);
	return NULL;
}

/* ---- the programme ---- */

static const char head[] =
    "title: 领导点评\n"
    "classes: [public, {id: masses, name: 群众}, {编号: leaders, 名称: 领导}]\n"
    "levels: [{id: university, name: 学校}]\n"
    "methods: talk\n";

static const char periods[] =
    "periods:\n"
    "  - {id: q3, name: 第三季度, from: 2010-07-01, to: 2010-09-30, "
    "due: 2010-10-15}\n"
    "  - {id: q4, name: 第四季度, from: 2010-10-01, to: 2010-12-31, "
    "due: 2011-01-15}\n";

static const char forms[] =
    "forms:\n"
    "  - id: organisation\n    name: 党组织点评表\n    short: 组织表\n"
    "    aspects:\n"
    "      - {id: progress, title: 推进情况, titles: [中心工作, 推进]}\n"
    "      - {id: problems, title: 存在的问题, guidance: 有一说一}\n"
    "  - 编号: member\n    名称: 党员点评表\n"
    "    方面:\n"
    "      - {编号: role, 标题: 立足岗位, 别名: 岗位作用}\n"
    "      - {编号: problems, 标题: 存在的不足}\n";

/* The whole, with `more` at its end. */
static struct programme *
programme_of(const char *more)
{
	const char *text = arena_printf(room.arena,
	    "%s%s%sscope: {review: root/masses}\n%s", head, periods, forms,
	    more);
	assert_int_equal(LOAD_PROGRAMME(text), 0);
	return room.corpus.programme;
}

static void
test_what_is_read(void **state)
{
	(void)state;
	const struct programme *p = programme_of("rules: {weak: off, recorded-late: {severity: note, days: 3}}\n");
	assert_clean();
	assert_string_equal(p->title, "领导点评");
	assert_int_equal(p->terms[VOCABULARY_CLASS].count, 3);
	assert_string_equal(p->terms[VOCABULARY_CLASS].items[0].name, "public");
	assert_string_equal(p->terms[VOCABULARY_CLASS].items[2].id, "leaders");
	assert_int_equal(p->terms[VOCABULARY_METHOD].count, 1);
	assert_int_equal(p->terms[VOCABULARY_GRADE].count, 0);
	assert_int_equal(p->terms[VOCABULARY_PERIOD].count, 2);
	assert_string_equal(p->periods[1].due, "2011-01-15");
	assert_string_equal(p->forms[0].short_name, "组织表");
	assert_string_equal(p->forms[1].short_name, "党员点评表");
	assert_int_equal(p->forms[1].aspect_count, 2);
	assert_string_equal(p->forms[0].aspects[1].guidance, "有一说一");
	assert_string_equal(p->forms[1].aspects[1].guidance, "");
	assert_string_equal(value_get_string(p->scope, "review"),
	    "root/masses");
	assert_int_equal(p->levels.levels[RULE_WEAK_REVIEWER], DIAG_OFF);
	assert_int_equal(p->levels.levels[RULE_RECORDED_LATE], DIAG_NOTE);
	assert_int_equal(programme_number(p, RULE_RECORDED_LATE), 3);
	assert_int_equal(programme_number(p, RULE_REVIEW_DUE), 14);
}

static void
test_terms_by_id_and_name(void **state)
{
	(void)state;
	const struct programme *p = programme_of("");
	assert_int_equal(programme_rank(p, VOCABULARY_CLASS,
	                     TEXT_LIT("masses")), 1);
	assert_int_equal(programme_rank(p, VOCABULARY_CLASS,
	                     TEXT_LIT("群众")), 1);
	assert_int_equal(programme_rank(p, VOCABULARY_CLASS,
	                     TEXT_LIT("talk")), -1);
	assert_int_equal(programme_rank(p, VOCABULARY_CLASS, TEXT_LIT("")), -1);
	assert_null(programme_term(p, VOCABULARY_GRADE, TEXT_LIT("好")));
	assert_string_equal(programme_name(p, VOCABULARY_CLASS, "masses"),
	    "群众");
	assert_string_equal(programme_name(p, VOCABULARY_CLASS, "none"),
	    "none");
	assert_string_equal(programme_period(p, "第四季度")->id, "q4");
	assert_null(programme_period(p, "q5"));
	assert_string_equal(programme_form(p, "党员点评表")->id, "member");
	assert_null(programme_form(p, ""));
}

/* An id means its own term, whatever another is called. */
static void
test_an_id_comes_before_a_name(void **state)
{
	(void)state;
	const struct programme *p = programme_of(
	    "grades: [{id: a, name: b}, {id: b, name: c}]\n");
	assert_int_equal(programme_rank(p, VOCABULARY_GRADE, TEXT_LIT("b")),
	    1);
	assert_string_equal(programme_name(p, VOCABULARY_GRADE, "b"), "c");
}

static void
test_aspects_of_a_form(void **state)
{
	(void)state;
	const struct programme *p = programme_of("");
	const struct form *form = &p->forms[0];
	assert_string_equal(form_aspect(form, TEXT_LIT("progress"))->id,
	    "progress");
	assert_string_equal(form_aspect(form, TEXT_LIT("推进情况"))->id,
	    "progress");
	assert_string_equal(form_aspect(form, TEXT_LIT("推进"))->id,
	    "progress");
	assert_string_equal(form_aspect(&p->forms[1], TEXT_LIT("岗位作用"))->id,
	    "role");
	assert_null(form_aspect(form, TEXT_LIT("岗位作用")));
	assert_null(form_aspect(form, TEXT_LIT("")));
	assert_null(form_aspect(form, TEXT_LIT("推进情况 ")));
}

/* The vocabulary is of all forms: also where two share an id. */
static void
test_aspects_of_all_forms(void **state)
{
	(void)state;
	const struct programme *p = programme_of("");
	assert_clean();
	assert_true(programme_rank(p, VOCABULARY_ASPECT,
	                TEXT_LIT("存在的问题")) >= 0);
	assert_true(programme_rank(p, VOCABULARY_ASPECT, TEXT_LIT("role")) >=
	    0);
	const struct term *other =
	    programme_term(p, VOCABULARY_ASPECT, TEXT_LIT("存在的不足"));
	assert_non_null(other);
	assert_string_equal(other->id, "problems");
}

static const char *
period_on(const struct programme *p, const char *date)
{
	const struct period *period = programme_period_on(p, date);
	return period == NULL ? "none" : period->id;
}

static void
test_the_period_of_a_day(void **state)
{
	(void)state;
	const struct programme *p = programme_of("");
	assert_string_equal(period_on(p, "2010-06-30"), "none");
	assert_string_equal(period_on(p, "2010-07-01"), "q3");
	assert_string_equal(period_on(p, "2010-09-30"), "q3");
	assert_string_equal(period_on(p, "2010-10-01"), "q4");
	assert_string_equal(period_on(p, "2012-02-29"), "q4");
}

static void
test_the_period_of_a_day_in_any_order(void **state)
{
	(void)state;
	const char *text = arena_printf(room.arena,
	    "%s%sscope: {}\nperiods:\n"
	    "  - {id: late, name: l, from: 2011-01-01, to: 2011-03-31, "
	    "due: 2011-04-15}\n"
	    "  - {id: early, name: e, from: 2010-01-01, to: 2010-03-31, "
	    "due: 2010-04-15}\n", head, forms);
	assert_int_equal(LOAD_PROGRAMME(text), 0);
	const struct programme *p = room.corpus.programme;
	assert_string_equal(period_on(p, "2010-02-01"), "early");
	assert_string_equal(period_on(p, "2010-08-01"), "early");
	assert_string_equal(period_on(p, "2011-01-01"), "late");
	/* Pages list the newest first, by going through them from the end. */
	assert_string_equal(p->periods[0].id, "early");
	assert_string_equal(p->periods[0].to, "2010-03-31");
	assert_string_equal(p->periods[1].id, "late");
	assert_int_equal(programme_rank(p, VOCABULARY_PERIOD,
	                     TEXT_LIT("late")), 1);
}

/* A year beside its quarters: the one that the day lies in. */
static void
test_periods_that_overlap(void **state)
{
	(void)state;
	const char *text = arena_printf(room.arena,
	    "%s%sscope: {}\nperiods:\n"
	    "  - {id: year, name: y, from: 2010-01-01, to: 2010-12-31, "
	    "due: 2011-01-15}\n"
	    "  - {id: q1, name: q, from: 2010-01-01, to: 2010-03-31, "
	    "due: 2010-04-15}\n"
	    "  - {id: q2, name: q, from: 2010-04-01, to: 2010-06-30, "
	    "due: 2010-07-15}\n", head, forms);
	assert_int_equal(LOAD_PROGRAMME(text), 0);
	assert_string_equal(period_on(room.corpus.programme, "2010-05-01"),
	    "q2");
	assert_string_equal(period_on(room.corpus.programme, "2010-08-01"),
	    "year");
}

static void
test_terms_that_stand_twice(void **state)
{
	(void)state;
	const struct programme *p = programme_of(
	    "grades: [{id: good, name: 好}, {id: bad}, {id: good, name: 佳}]\n"
	    "occasions: [a, a]\n");
	const struct diag *d = assert_fault(RULE_ID_DUPLICATE, "good");
	assert_true(d->also.start < d->span.start);
	assert_fault(RULE_ID_DUPLICATE, "a");
	assert_int_equal(room.diags.count, 2);
	assert_int_equal(p->terms[VOCABULARY_GRADE].count, 2);
	assert_string_equal(programme_name(p, VOCABULARY_GRADE, "good"), "好");
}

/* They become addresses and names of files, as those of organisations do. */
static void
test_ids_that_would_be_paths(void **state)
{
	(void)state;
	programme_of("grades: [{id: a/b, name: n}, ..x]\n"
		     "occasions: ['.html#', '良, 好', \"a\\tb\", a-1, 优秀]\n");
	assert_fault(RULE_ID_FORM, "a/b");
	assert_fault(RULE_ID_FORM, "..x");
	assert_int_equal(room.diags.count, 5);
	diags_init(&room.diags, room.arena);
	LOAD_PROGRAMME(arena_printf(room.arena,
	    "%sscope: {}\nperiods:\n"
	    "  - {id: 2010/q3, name: n, from: 2010-01-01, to: 2010-03-31, "
	    "due: 2010-04-15}\nforms:\n"
	    "  - {id: 'f#', name: n, aspects: [{id: ../x, title: x}]}\n",
	    head));
	assert_fault(RULE_ID_FORM, "2010/q3");
	assert_fault(RULE_ID_FORM, "'f#'");
	assert_fault(RULE_ID_FORM, "../x");
	assert_int_equal(room.diags.count, 3);
}

/* Whoever writes 好 would not know which he gets. */
static void
test_terms_of_one_name(void **state)
{
	(void)state;
	programme_of("grades: [{id: good, name: 好}, {id: fine, name: 好}]\n"
		     "occasions: [{id: a, name: b}, b, {id: c, name: a}, d]\n");
	const struct diag *d = assert_fault(RULE_ID_DUPLICATE, "好");
	assert_true(d->also.start < d->span.start);
	assert_fault(RULE_ID_DUPLICATE, "b");
	assert_fault(RULE_ID_DUPLICATE, "a");
	assert_int_equal(room.diags.count, 3);
}

/* A section would be the first one's, whichever is meant. */
static void
test_aspects_of_one_name(void **state)
{
	(void)state;
	LOAD_PROGRAMME(arena_printf(room.arena,
	    "%s%sscope: {}\nforms:\n"
	    "  - id: f\n    name: n\n    short: s\n    aspects:\n"
	    "      - {id: a, title: 一, titles: [一, 甲]}\n"
	    "      - {id: a, title: 二}\n"
	    "      - {id: c, title: 一}\n"
	    "      - {id: d, title: 三, titles: [四, 甲]}\n"
	    "  - {id: g, name: m, short: s, aspects: {id: a, title: 一}}\n",
	    head, periods));
	const struct diag *d = assert_fault(RULE_ID_DUPLICATE, "a");
	assert_true(d->also.start < d->span.start);
	assert_fault(RULE_ID_DUPLICATE, "一");
	assert_fault(RULE_ID_DUPLICATE, "甲");
	assert_fault(RULE_ID_DUPLICATE, "s");
	assert_int_equal(room.diags.count, 4);
}

/* Those beyond would be none, and nobody would know why. */
static void
test_more_reviewers_than_are_looked_at(void **state)
{
	(void)state;
	for (int count = REVIEWERS_MOST; count <= REVIEWERS_MOST + 1; count++) {
		struct buf lines = BUF_INIT;
		for (int i = 0; i < count; i++)
			buf_puts(&lines, "{relation: liaison}, ");
		diags_init(&room.diags, room.arena);
		LOAD_PROGRAMME(arena_printf(room.arena,
		    "%s%sscope: {}\nforms: {id: f, name: n, aspects: "
		    "{id: a, title: a}, reviewers: [%s]}\n",
		    head, periods, lines.at));
		assert_int_equal(room.diags.count, count > REVIEWERS_MOST);
		buf_free(&lines);
	}
	assert_fault(RULE_FIELD_TYPE, "{relation: liaison}");
}

/* A rule has a code and a name, what it takes two names: the first counts. */
static void
test_settings_that_stand_twice(void **state)
{
	(void)state;
	const struct programme *p = programme_of(
	    "rules:\n  recorded-late: {severity: note, days: 3, 级别: error}\n"
	    "  T1074: off\n");
	const struct diag *d = assert_fault(RULE_FIELD_TWICE, "级别");
	assert_true(d->also.start < d->span.start);
	assert_fault(RULE_FIELD_TWICE, "T1074");
	assert_int_equal(room.diags.count, 2);
	assert_int_equal(p->levels.levels[RULE_RECORDED_LATE], DIAG_NOTE);
}

static void
test_a_family_and_one_of_its_rules(void **state)
{
	(void)state;
	const struct programme *p =
	    programme_of("rules: {recorded-late: note, order: error}\n");
	assert_clean();
	assert_int_equal(p->levels.levels[RULE_RECORDED_LATE], DIAG_NOTE);
}

static void
test_crossed_days(void **state)
{
	(void)state;
	const char *text = arena_printf(room.arena,
	    "%sscope: {}\nperiods:\n"
	    "  - {id: q1, name: one, from: 2010-01-01, to: 2010-01-01, "
	    "due: 2010-01-01}\n"
	    "  - {id: q2, name: two, from: 2010-04-01, to: 2010-03-31, "
	    "due: 2010-07-15}\n"
	    "  - {id: q3, name: three, from: 2010-07-01, to: 2010-09-30, "
	    "due: 2009-10-15}\n", head);
	assert_int_equal(LOAD_PROGRAMME(text), 0);
	assert_fault(RULE_DAYS_CROSSED, "2010-03-31");
	assert_int_equal(room.diags.count, 3); /* no forms */
}

/* The list beside the terms stays in step when one of them is left out. */
static void
test_faulty_periods_and_forms(void **state)
{
	(void)state;
	const char *text = arena_printf(room.arena,
	    "%sscope: {}\nperiods:\n"
	    "  - {name: no id, from: 2010-01-01, to: 2010-03-31, "
	    "due: 2010-04-15}\n"
	    "  - {id: q1, name: one, from: 2010-01-01, to: 2010-03-31, "
	    "due: 2010-04-15}\n"
	    "  - {id: q1, name: again, from: 2010-02-01, to: 2010-03-31, "
	    "due: 2010-04-15}\n"
	    "  - {id: q2, name: two, from: 2010-13-01, to: 2010-06-30, "
	    "due: 2010-07-15}\n"
	    "forms:\n"
	    "  - {name: no id, aspects: [{id: x, title: x}]}\n"
	    "  - {id: f, name: one, aspects: [{id: y, title: y}]}\n"
	    "  - {id: f, name: again, aspects: [{id: z, title: z}]}\n"
	    "  - {id: g, name: two, aspects: [{id: w, title: w}]}\n", head);
	assert_int_equal(LOAD_PROGRAMME(text), 0);
	const struct programme *p = room.corpus.programme;
	assert_fault(RULE_DATE_FORM, "2010-13-01");
	assert_int_equal(room.diags.count, 5);
	assert_string_equal(programme_period(p, "q1")->name, "one");
	assert_string_equal(programme_period(p, "q2")->due, "2010-07-15");
	assert_string_equal(programme_period(p, "q2")->from, "");
	assert_string_equal(programme_form(p, "f")->aspects[0].id, "y");
	assert_string_equal(programme_form(p, "g")->aspects[0].id, "w");
}

static void
test_a_programme_that_is_none(void **state)
{
	(void)state;
	assert_int_equal(LOAD_PROGRAMME(NULL), -1);
	assert_ptr_equal(room.diags.first->rule, &rules[RULE_FILE_READ]);
	assert_int_equal(LOAD_PROGRAMME("- a\n"), -1);
	assert_fault(RULE_FIELD_TYPE, "- a");
	assert_int_equal(LOAD_PROGRAMME("title: [\n"), -1);
	assert_int_equal(LOAD_PROGRAMME("\xFF"), -1);
	assert_ptr_equal(room.diags.last->rule, &rules[RULE_FILE_UTF8]);
	diags_init(&room.diags, room.arena);
	/* An empty one lacks seven fields, each is named. */
	assert_int_equal(LOAD_PROGRAMME(""), 0);
	assert_int_equal(room.diags.count, 7);
	assert_ptr_equal(room.diags.last->rule, &rules[RULE_FIELD_MISSING]);
}

/* A list that must be there must hold something. */
static void
test_required_lists_are_not_empty(void **state)
{
	(void)state;
	LOAD_PROGRAMME(arena_printf(room.arena,
	    "title: t\nclasses: []\nlevels: [~]\nmethods: [talk]\n"
	    "scope: {}\n%s%s", periods, forms));
	assert_fault(RULE_FIELD_EMPTY, "classes");
	assert_fault(RULE_FIELD_EMPTY, "levels");
	LOAD_SITE("title: t\neditions: []\n");
	assert_fault(RULE_FIELD_EMPTY, "editions");
}

/* ---- the site ---- */

static void
test_a_site(void **state)
{
	(void)state;
	assert_int_equal(LOAD_SITE(
	    "\xEF\xBB\xBF标题: 某大学\r\n主办: 办公室\r\n过滤器: [a.lua, b.lua]\r\n"
	    "字体: {文件夹: /usr/share/fonts}\r\n版本:\r\n"
	    "  - {编号: masses, 名称: 群众版, 对象: everyone/masses}\r\n"
	    "  - {id: leaders, title: 领导版, audience: {within: top, "
	    "who: leaders}}\r\n"), 0);
	assert_clean();
	const struct site *site = room.corpus.site;
	assert_string_equal(site->title, "某大学");
	assert_string_equal(site->language, "zh-CN");
	assert_string_equal(site->theme, "default");
	assert_string_equal(site->root, room.root);
	assert_int_equal(site->filter_count, 2);
	assert_string_equal(site->filters[1], "b.lua");
	struct text text = source_at(&room.sources, site->source)->text;
	assert_true(text_is(text_cut(text, site->filter_spans[1].start,
	                        site->filter_spans[1].end), "b.lua"));
	assert_int_equal(site->font_folder_count, 1);
	assert_int_equal(site->edition_count, 2);
	assert_string_equal(site->editions[0].title, "群众版");
	assert_string_equal(value_get_string(site->editions[1].audience,
	                        "who"), "leaders");
}

static void
test_a_small_site(void **state)
{
	(void)state;
	assert_int_equal(LOAD_SITE(
	    "title: t\nlanguage: en\ntheme: plain\n"
	    "editions: {id: e, title: t, audience: a}\n"), 0);
	assert_clean();
	assert_string_equal(room.corpus.site->language, "en");
	assert_string_equal(room.corpus.site->theme, "plain");
	assert_string_equal(room.corpus.site->owner, "");
	assert_int_equal(room.corpus.site->edition_count, 1);
	assert_int_equal(room.corpus.site->filter_count, 0);
	assert_int_equal(room.corpus.site->font_folder_count, 0);
}

static const char *
base_of(const char *base)
{
	diags_init(&room.diags, room.arena);
	LOAD_SITE(arena_printf(room.arena,
	    "title: t\nbase: \"%s\"\n"
	    "editions: {id: e, title: t, audience: a}\n", base));
	return room.diags.count > 0 ? "told" : room.corpus.site->base;
}

static void
test_the_address_of_a_site(void **state)
{
	(void)state;
	assert_string_equal(base_of("https://a.cn/x//"), "https://a.cn/x");
	assert_string_equal(base_of("http://a.cn:80"), "http://a.cn:80");
	assert_string_equal(base_of("ftp://a.cn"), "told");
	assert_string_equal(base_of("https://a.cn/?q"), "told");
	/* There is nobody at these. */
	assert_string_equal(base_of("https://"), "told");
	assert_string_equal(base_of("http:///x"), "told");
}

static void
test_order_of_people(void **state)
{
	static const struct {
		const char *line;
		enum name_order order;
	} known[] = {
		{ "", NAME_STROKES },
		{ "order: strokes\n", NAME_STROKES },
		{ "order: pinyin\n", NAME_PINYIN },
		{ "姓名排序: 笔画\n", NAME_STROKES },
		{ "姓名排序: 拼音\n", NAME_PINYIN },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		assert_int_equal(LOAD_SITE(arena_printf(room.arena,
		    "title: t\n%seditions: {id: e, title: t, audience: a}\n",
		    known[i].line)), 0);
		assert_clean();
		assert_int_equal(room.corpus.site->order, known[i].order);
	}
	LOAD_SITE("title: t\norder: 笔划\n"
	    "editions: {id: e, title: t, audience: a}\n");
	assert_fault(RULE_CHOICE_UNKNOWN, "笔划");
}

static void
test_prohibition(void **state)
{
	static const struct {
		const char *line;
		enum prohibition level;
	} known[] = {
		{ "", PROHIBITION_GB },
		{ "print: {}\n", PROHIBITION_GB },
		{ "print: {prohibition: basic}\n", PROHIBITION_BASIC },
		{ "print: {prohibition: gb}\n", PROHIBITION_GB },
		{ "print: {prohibition: strict}\n", PROHIBITION_STRICT },
		{ "排印: {禁则: 基本}\n", PROHIBITION_BASIC },
		{ "排印: {禁则: 国标}\n", PROHIBITION_GB },
		{ "排印: {禁则: 严格}\n", PROHIBITION_STRICT },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		assert_int_equal(LOAD_SITE(arena_printf(room.arena,
		    "title: t\n%seditions: {id: e, title: t, audience: a}\n",
		    known[i].line)), 0);
		assert_clean();
		assert_int_equal(room.corpus.site->print.prohibition,
		    known[i].level);
	}
	LOAD_SITE("title: t\nprint: {prohibition: 严}\n"
	    "editions: {id: e, title: t, audience: a}\n");
	assert_fault(RULE_CHOICE_UNKNOWN, "严");
}

/* They become folders below output/. */
static void
test_ids_of_editions(void **state)
{
	(void)state;
	static const char *const wrong[] = { "..", ".git", "a/b", "a b",
		"a\\tb", "a\\\\b", "a#b", "a?b", "a%b", "\\x7F", "" };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		diags_init(&room.diags, room.arena);
		LOAD_SITE(arena_printf(room.arena,
		    "title: t\neditions: [{id: \"%s\", title: t, "
		    "audience: a}]\n", wrong[i]));
		if (room.diags.count == 0)
			fail_msg("“%s” is taken for a folder", wrong[i]);
	}
	diags_init(&room.diags, room.arena);
	LOAD_SITE("title: t\neditions:\n"
	          "  - {id: 群众-1, title: t, audience: a}\n"
	          "  - {id: e, title: t, audience: a}\n"
	          "  - {id: e, title: u, audience: b}\n");
	assert_fault(RULE_ID_DUPLICATE, "e");
	assert_int_equal(room.diags.count, 1);
}

static void
test_a_site_that_is_none(void **state)
{
	(void)state;
	assert_int_equal(LOAD_SITE(NULL), -1);
	assert_int_equal(LOAD_SITE("just words\n"), -1);
	diags_init(&room.diags, room.arena);
	assert_int_equal(LOAD_SITE("titel: t\n"), 0);
	assert_string_equal(assert_fault(RULE_FIELD_UNKNOWN, "titel")->remedy,
	    "did you mean title?");
	assert_int_equal(room.diags.count, 2); /* and the editions are missing */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, room_open, room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_is_read),
		TEST(test_terms_by_id_and_name),
		TEST(test_an_id_comes_before_a_name),
		TEST(test_aspects_of_a_form),
		TEST(test_aspects_of_all_forms),
		TEST(test_the_period_of_a_day),
		TEST(test_the_period_of_a_day_in_any_order),
		TEST(test_periods_that_overlap),
		TEST(test_terms_that_stand_twice),
		TEST(test_ids_that_would_be_paths),
		TEST(test_terms_of_one_name),
		TEST(test_aspects_of_one_name),
		TEST(test_more_reviewers_than_are_looked_at),
		TEST(test_settings_that_stand_twice),
		TEST(test_a_family_and_one_of_its_rules),
		TEST(test_crossed_days),
		TEST(test_faulty_periods_and_forms),
		TEST(test_a_programme_that_is_none),
		TEST(test_required_lists_are_not_empty),
		TEST(test_a_site),
		TEST(test_a_small_site),
		TEST(test_the_address_of_a_site),
		TEST(test_order_of_people),
		TEST(test_prohibition),
		TEST(test_ids_of_editions),
		TEST(test_a_site_that_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
