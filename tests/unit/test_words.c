/*
 * A view in words: dates, names, fields and titles as people read them; and
 * the links in its texts, each led to a page of the edition or taken out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "compose/page.h"
#include "strings_room.h"

/* A view made by hand. */
static struct {
	struct arena *arena;
	struct diags diags;
	struct site site;
	struct programme programme;
	struct view view;
	struct page page;
	struct composing c;
} room;

static const struct term methods[] = { { .id = "talk", .name = "个别谈话点评" } };
static const struct term periods[] = { { .id = "q3", .name = "第三季度" } };
static struct view_organisation jidian = { .id = "jidian",
	.name = "机电工程学院党总支", .short_name = "机电学院" };
static struct view_person known = { "w1", "王一", "书记", 0 };
static struct view_person unknown = { "?", NULL, "", 1 };

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	diags_init(&room.diags, room.arena);
	room.site = (struct site){ .language = "zh-CN" };
	room.site.strings = strings_room(room.arena, "zh-CN");
	room.programme = (struct programme){ 0 };
	room.programme.terms[VOCABULARY_METHOD] =
	    (struct term_list){ (struct term *)methods, 1, 1 };
	room.programme.terms[VOCABULARY_PERIOD] =
	    (struct term_list){ (struct term *)periods, 1, 1 };
	room.view = (struct view){ .arena = room.arena, .site = &room.site,
		.programme = &room.programme };
	table_init(&room.view.organisation_ids, room.arena);
	table_init(&room.view.person_ids, room.arena);
	table_init(&room.view.entry_ids, room.arena);
	table_add(&room.view.organisation_ids, TEXT_LIT("jidian"), &jidian);
	table_add(&room.view.person_ids, TEXT_LIT("w1"), &known);
	table_add(&room.view.person_ids, TEXT_LIT("?"), &unknown);
	room.page = (struct page){ .path = "record/q3/review/a.html" };
	room.c = (struct composing){ .arena = room.arena, .view = &room.view,
		.strings = room.site.strings,
		.page = &room.page, .diags = &room.diags };
	return 0;
}

static int
room_close(void **state)
{
	(void)state;
	arena_free(room.arena);
	return 0;
}

static struct view_entry *
entry_of(const char *id, const char *kind)
{
	struct view_entry *e = ARENA_NEW(room.arena, struct view_entry);
	e->id = id;
	e->kind = kind_find(text_of(kind));
	e->body = ARENA_NEW(room.arena, struct view_body);
	e->body->fields = ARENA_ARRAY(room.arena, struct value *,
	    field_count(e->kind));
	e->period = e->date = "";
	table_add(&room.view.entry_ids, text_of(id), e);
	return e;
}

static void
set(struct view_entry *e, const char *field, struct value *value)
{
	e->body->fields[field_index(e->kind, field)] = value;
}

static struct value *
text(const char *s)
{
	return value_string(room.arena, s);
}

static struct value *
list(const char *const *items, size_t count)
{
	struct value *made = value_list(room.arena);
	for (size_t i = 0; i < count; i++)
		value_add(room.arena, made, text(items[i]));
	return made;
}

static const char *
words(const struct view_entry *e, const char *field)
{
	return field_words(room.arena, &room.view, e, field);
}

/* ---- words ---- */

static void
test_dates(void **state)
{
	(void)state;
	/* No zero in front: PRINT.md row 15. */
	assert_string_equal(date_words(room.arena, room.site.strings, "2010-09-05"),
	    "2010年9月5日");
	assert_string_equal(date_words(room.arena, room.site.strings, "2010-10-12"),
	    "2010年10月12日");
	assert_string_equal(date_words(room.arena, room.site.strings, "0999-01-01"),
	    "999年1月1日");
	assert_string_equal(date_words(room.arena, room.site.strings, ""), "");
	/* As long as a day is. */
	assert_string_equal(date_words(room.arena, room.site.strings, "甲乙丙x"),
	    "甲乙丙x");
	assert_string_equal(date_words(room.arena, room.site.strings,
	    "2010-02-30"), "2010-02-30");
}

static void
test_texts_that_are_empty(void **state)
{
	(void)state;
	assert_true(value_is(shown_text(room.arena, NULL), VALUE_NULL));
	assert_true(value_is(shown_text(room.arena, ""), VALUE_NULL));
	assert_string_equal(value_as_string(shown_text(room.arena, "a")), "a");
}

static void
test_subjects_and_titles(void **state)
{
	(void)state;
	struct view_entry *e = entry_of("a", "review");
	assert_string_equal(subject_words(room.arena, room.site.strings, e), "");
	assert_string_equal(entry_title(room.arena, &room.view, e), "领导点评");
	e->organisation = &jidian;
	e->period = "q3";
	assert_string_equal(subject_words(room.arena, room.site.strings, e), "机电学院");
	assert_string_equal(entry_title(room.arena, &room.view, e),
	    "机电学院领导点评（第三季度）");
	e->person = &known;
	assert_string_equal(subject_words(room.arena, room.site.strings, e), "王一");
	e->person = &unknown; /* what may be said of him */
	assert_string_equal(subject_words(room.arena, room.site.strings, e), "机电学院某党员");
	e->organisation = NULL;
	assert_string_equal(subject_words(room.arena, room.site.strings, e), "某党员");
	struct view_entry *plan = entry_of("b", "plan");
	plan->organisation = &jidian;
	assert_string_equal(entry_title(room.arena, &room.view, plan),
	    "机电学院方案");
	set(plan, "title", text("领导点评方案"));
	assert_string_equal(entry_title(room.arena, &room.view, plan),
	    "领导点评方案");
	assert_string_equal(person_words(room.site.strings, &known), "王一");
}

static void
test_fields_of_every_type(void **state)
{
	(void)state;
	struct view_entry *e = entry_of("a", "review");
	assert_string_equal(words(e, "date"), "");
	set(e, "date", text("2010-09-05"));
	set(e, "method", text("talk"));
	set(e, "subject", text("jidian"));
	set(e, "reviewer", text("w1"));
	set(e, "venue", text("302室"));
	set(e, "form", text("gone"));
	const char *const tasks[] = { "jd-1", "jd-2" };
	set(e, "tasks", list(tasks, 2));
	const char *const prepared[] = { "a", "b" };
	set(e, "preparation", list(prepared, 2));
	assert_string_equal(words(e, "date"), "2010年9月5日");
	assert_string_equal(words(e, "method"), "个别谈话点评");
	assert_string_equal(words(e, "subject"), "机电工程学院党总支");
	assert_string_equal(words(e, "reviewer"), "王一");
	assert_string_equal(words(e, "venue"), "302室");
	assert_string_equal(words(e, "form"), "gone");
	assert_string_equal(words(e, "tasks"), "jd-1；jd-2");
	assert_string_equal(words(e, "preparation"), "a、b");
	set(e, "subject", text("?"));
	assert_string_equal(words(e, "subject"), "某党员");
	assert_string_equal(entry_day(e), "2010-09-05");
	assert_string_equal(entry_day(entry_of("w", "waiver")), "");
}

static void
test_maps_and_choices(void **state)
{
	(void)state;
	struct value *map = value_map(room.arena), *items;
	struct view_entry *e = entry_of("a", "review");
	value_set(room.arena, map, "members", value_integer(room.arena, 8));
	value_set(room.arena, map, "others", value_integer(room.arena, 0));
	set(e, "attendance", map);
	assert_string_equal(words(e, "attendance"),
	    "普通党员\u00a08，其他\u00a00");
	map = value_map(room.arena);
	value_set(room.arena, map, "due", text("2010-11-30"));
	value_set(room.arena, map, "id", text("p1"));
	value_set(room.arena, map, "text", text("台账不清"));
	value_set(room.arena, map, "owner", text("?"));
	items = value_list(room.arena);
	value_add(room.arena, items, map);
	set(e, "problems", items);
	/* In the order of the schema; ids are for machines. */
	assert_string_equal(words(e, "problems"),
	    "台账不清，责任人 某党员，时限 2010年11月30日");
	e = entry_of("v", "verification");
	set(e, "result", text("closed"));
	assert_string_equal(words(e, "result"), "销号");
	assert_string_equal(field_label(&room.view, &e->kind->fields[0]),
	    "类型");
	room.site.strings = strings_room(room.arena, "en");
	assert_string_equal(words(e, "result"), "closed");
	assert_string_equal(field_label(&room.view, &e->kind->fields[0]),
	    "Kind");
}

static void
test_links_in_fields(void **state)
{
	(void)state;
	struct view_entry *review = entry_of("q3/a", "review");
	struct view_entry *reply = entry_of("q3/r", "reply");
	struct view_entry *check = entry_of("q3/v", "verification");
	review->organisation = &jidian;
	set(reply, "review", text("q3/a"));
	set(check, "problem", text("q3/a#p1"));
	assert_string_equal(words(reply, "review"), "机电学院领导点评");
	assert_string_equal(words(check, "problem"), "机电学院领导点评");
}

static struct value *
item_of(const char *problem, const char *measure)
{
	struct value *item = value_map(room.arena);
	struct value *items = value_list(room.arena);
	value_set(room.arena, item, "problem", text(problem));
	value_set(room.arena, item, "measure", text(measure));
	value_add(room.arena, items, item);
	return items;
}

static void
test_facts(void **state)
{
	(void)state;
	static const char *const without[] = { "date", NULL };
	static const char *const basis[] = { "一", "二" };
	struct view_entry *plan = entry_of("p", "plan");
	set(plan, "kind", text("plan"));
	set(plan, "title", text("题"));
	set(plan, "date", text("2010-09-05"));
	set(plan, "basis", list(basis, 2));
	struct buf buf = BUF_INIT;
	value_put_json(&buf, facts_make(&room.c, plan, without));
	assert_string_equal(buf.at,
	    "[{\"label\":\"标题\",\"href\":null,\"items\":[],\"text\":\"题\"},"
	    "{\"label\":\"依据\",\"href\":null,\"items\":[\"一\",\"二\"],"
	    "\"text\":null}]");
	buf_clear(&buf);
	/* A reply's item says what the problem is, if that may be seen. */
	struct view_entry *reply = entry_of("r", "reply");
	struct view_entry *review = entry_of("a", "review");
	struct value *problem = value_map(room.arena);
	struct value *problems = value_list(room.arena);
	value_set(room.arena, problem, "id", text("p1"));
	value_set(room.arena, problem, "text", text("台账不清"));
	value_add(room.arena, problems, problem);
	set(review, "problems", problems);
	reply->links.review = review;
	set(reply, "items", item_of("p1", "清点"));
	value_put_json(&buf, facts_make(&room.c, reply, without));
	assert_string_equal(buf.at,
	    "[{\"label\":\"事项\",\"href\":null,\"items\":[{\"parts\":["
	    "{\"label\":\"问题\",\"text\":\"台账不清\",\"href\":null},"
	    "{\"label\":\"措施\",\"text\":\"清点\",\"href\":null}]}],"
	    "\"text\":null}]");
	buf_clear(&buf);
	/* An answer to a pledge says what was pledged; its id where unseen. */
	struct value *answer = value_map(room.arena);
	struct value *answers = value_list(room.arena);
	value_set(room.arena, answer, "id", text("p1"));
	value_set(room.arena, answer, "state", text("kept"));
	value_add(room.arena, answers, answer);
	set(review, "pledges", answers);
	for (int seen = 0; seen < 2; seen++) {
		struct view_entry *report = entry_of("b", "report");
		set(report, "pledges", problems);
		review->links.report = seen ? report : NULL;
		value_put_json(&buf, facts_make(&room.c, review,
		    (const char *const[]){ "problems", NULL }));
		assert_string_equal(buf.at, arena_printf(room.arena,
		    "[{\"label\":\"承诺兑现\",\"href\":null,\"items\":"
		    "[{\"parts\":[{\"label\":null,\"text\":\"%s\","
		    "\"href\":null},{\"label\":\"状态\",\"text\":\"已兑现\","
		    "\"href\":null}]}],\"text\":null}]",
		    seen ? "台账不清" : "p1"));
		buf_clear(&buf);
	}
	set(review, "pledges", NULL);
	buf_free(&buf);
	assert_string_equal(
	    text_named(entry_get(review, "problems"), TEXT_LIT("p1")),
	    "台账不清");
	assert_null(text_named(entry_get(review, "problems"), TEXT_LIT("p2")));
	set(review, "problems", NULL);
	assert_null(text_named(entry_get(review, "problems"), TEXT_LIT("p1")));
}

static void
test_summary(void **state)
{
	(void)state;
	struct view_entry *e = entry_of("q3/review/b", "review");
	e->organisation = &jidian;
	e->period = "q3";
	e->date = "2010-09-30";
	set(e, "reviewer", text("w1"));
	const struct value *map = entry_summary(&room.c, e);
	assert_string_equal(value_get_string(map, "href"),
	    "../../../record/q3/review/b.html");
	assert_string_equal(value_get_string(map, "organisation"), "机电学院");
	assert_string_equal(value_get_string(map, "reviewer"), "王一");
	assert_string_equal(value_get_string(map, "period"), "第三季度");
	/* The period's last day stands in for sorting only. */
	assert_true(value_is(value_get(map, "date"), VALUE_NULL));
	set(e, "date", text("2010-09-05"));
	map = entry_summary(&room.c, e);
	assert_string_equal(value_get_string(map, "date"), "2010年9月5日");
	assert_string_equal(value_get_string(map, "iso"), "2010-09-05");
}

static void
test_newest_first(void **state)
{
	(void)state;
	static const char *const rows[][2] = { { "b", "2010-09-05" },
		{ "c", "2010-10-01" }, { "a", "2010-09-05" }, { "d", "" } };
	const struct view_entry *entries[4];
	char order[5] = "";
	entries_sort(entries, 0);
	for (size_t i = 0; i < 4; i++) {
		struct view_entry *e = entry_of(rows[i][0], "plan");
		e->date = rows[i][1];
		e->index = (size_t)(rows[i][0][0] - 'a');
		entries[i] = e;
	}
	entries_sort(entries, 4);
	for (size_t i = 0; i < 4; i++)
		order[i] = entries[i]->id[0];
	assert_string_equal(order, "cabd");
}

/* ---- links in texts ---- */

static void
test_addresses(void **state)
{
	(void)state;
	assert_string_equal(href_to(&room.c, "index.html"),
	    "../../../index.html");
	assert_string_equal(href_to(&room.c, "record/点评 a?b#c%d:e\"<.html"),
	    "../../../record/"
	    "%E7%82%B9%E8%AF%84%20a%3Fb%23c%25d%3Ae%22%3C.html");
	room.page.path = "index.html";
	assert_string_equal(href_to(&room.c, "a/b.html"), "a/b.html");
	assert_string_equal(organisation_path(room.arena, &jidian),
	    "organisation/jidian.html");
}

static void
test_address_of_an_edition(void **state)
{
	(void)state;
	const struct edition edition = { .id = "单位-a" };
	room.view.edition = &edition;
	room.site.base = "";
	assert_null(edition_address(room.arena, &room.view));
	room.site.base = "https://h.example/x";
	assert_string_equal(edition_address(room.arena, &room.view),
	    "https://h.example/x/%E5%8D%95%E4%BD%8D-a/");
}

/* The text as it is after its links: “[words](address)”. */
static const char *
resolved(const char *markdown, const struct view_entry *from)
{
	struct buf buf = BUF_INIT;
	struct node *root = text_make(&room.c, text_of(markdown), SPAN_NONE,
	    from);
	struct node_step step = { root, true };
	do {
		const struct node *n = step.node;
		assert_true(n->kind != NODE_IMAGE);
		if (n->kind == NODE_LINK && step.entering)
			buf_putc(&buf, '[');
		else if (n->kind == NODE_LINK)
			buf_printf(&buf, "](%.*s)", TEXT_ARG(n->text));
		else if (n->kind == NODE_STRONG)
			buf_puts(&buf, "**");
		else if (step.entering)
			buf_putt(&buf, n->text);
	} while (node_next(root, &step));
	assert_int_equal(room.diags.count, 0);
	const char *copy = arena_copy(room.arena, buf.at, buf.len);
	buf_free(&buf);
	return copy;
}

static void
test_links_between_records(void **state)
{
	(void)state;
	struct view_entry *from = entry_of("q3/review/a", "review");
	entry_of("q3/review/b", "review");
	entry_of("q3/reply/点 c", "reply");
	assert_string_equal(resolved("[x](b.md)", from),
	    "[x](../../../record/q3/review/b.html)");
	assert_string_equal(resolved("[x](./b.md#问题)", from),
	    "[x](../../../record/q3/review/b.html)");
	assert_string_equal(resolved("[x](../review/../review//b.md)", from),
	    "[x](../../../record/q3/review/b.html)");
	assert_string_equal(resolved("[x](<../reply/点 c.md>)", from),
	    "[x](../../../record/q3/reply/%E7%82%B9%20c.html)");
	assert_string_equal(resolved("[x](../reply/%E7%82%b9%20c.md)", from),
	    "[x](../../../record/q3/reply/%E7%82%B9%20c.html)");
	assert_string_equal(resolved("[x](record:q3/review/b)", from),
	    "[x](../../../record/q3/review/b.html)");
	assert_string_equal(resolved("[x](record:q3/review/b)", NULL),
	    "[x](../../../record/q3/review/b.html)");
	/* More .. than there are folders end at the top. */
	assert_string_equal(resolved("[x](../../../../q3/review/b.md)", from),
	    "[x](../../../record/q3/review/b.html)");
}

/* What the edition does not have is no link, and leaves no address. */
static void
test_links_that_are_taken_out(void **state)
{
	(void)state;
	static const char *const addresses[] = { "c.md", "b", "b.html",
		"record:q3/review/secret", "record:", "javascript:alert(1)",
		"data:text/html,x", "//evil.example/x", "/etc/passwd",
		"file:///etc/passwd", "JavaScript:x", "%", "%zz.md", "%2",
		"..", "vbscript:x", "b.md.md", "%00.md" };
	struct view_entry *from = entry_of("q3/review/a", "review");
	entry_of("q3/review/b", "review");
	for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++)
		assert_string_equal(resolved(arena_printf(room.arena,
		                        "甲[乙**丙**](%s)丁", addresses[i]),
		                        from), "甲乙**丙**丁");
	assert_string_equal(resolved("[x](b.md)", NULL), "x");
	assert_string_equal(resolved("[](secret.md)甲", from), "甲");
	assert_string_equal(resolved("甲\n\n[x][1]\n\n[1]: secret.md \"密\"\n",
	                        from), "甲x");
}

static void
test_links_that_lead_out(void **state)
{
	(void)state;
	assert_string_equal(resolved("[x](https://a.example/b?c=d)", NULL),
	    "[x](https://a.example/b?c=d)");
	assert_string_equal(resolved("<mailto:a@b.example>", NULL),
	    "[mailto:a@b.example](mailto:a@b.example)");
	/* A page has no places that a text could know. */
	assert_string_equal(resolved("[x](#problems)", NULL), "x");
}

/* Attachments are not published: a picture is its description. */
static void
test_pictures(void **state)
{
	(void)state;
	struct view_entry *from = entry_of("q3/review/a", "review");
	entry_of("q3/review/b", "review");
	assert_string_equal(resolved("甲![乙**丙**](secret.png)丁", from),
	    "甲乙**丙**丁");
	assert_string_equal(resolved("![](x.png)", from), "");
	/* No outside resource, and none that is no picture. */
	assert_string_equal(resolved("![甲](https://a.example/x.png)", from),
	    "甲");
	assert_string_equal(resolved("![甲](b.md)![乙](#x)", from), "甲乙");
	assert_string_equal(resolved("[甲![乙](x.png)](b.md)", from),
	    "[甲乙](../../../record/q3/review/b.html)");
	assert_string_equal(resolved("[![乙](x.png)](c.md)丙", from), "乙丙");
	assert_string_equal(resolved("![甲[乙](b.md)丙![丁](y)](x.png)", from),
	    "甲[乙](../../../record/q3/review/b.html)丙丁");
}

/* ---- marks at the end ---- */

static void
test_marks_at_the_end(void **state)
{
	(void)state;
	static const char *const cases[][3] = {
		/* as written, in the middle of a sentence, at its end */
		{ "", "", "" },
		{ "。", "", "" },
		{ "已清运", "已清运", "已清运。" },
		{ " 已清运。 ", "已清运", "已清运。" },
		{ "已清运。；", "已清运", "已清运。" },
		{ "已清运;", "已清运", "已清运。" },
		{ "已清运.", "已清运", "已清运。" },
		{ "已清运 . ", "已清运", "已清运。" },
		{ "各单位:", "各单位", "各单位。" },
		{ "清运了吗？", "清运了吗？", "清运了吗？" },
		{ "清运了吗?", "清运了吗?", "清运了吗?" },
		{ "要清运!", "要清运!", "要清运!" },
		{ "等等……", "等等……", "等等……" },
		{ "等等...", "等等...", "等等..." },
		{ "有人说：“没人管。”", "有人说：“没人管。”",
		    "有人说：“没人管。”" },
		{ "所谓“没人管”", "所谓“没人管”", "所谓“没人管”。" },
		{ "已清运（见附表）。", "已清运（见附表）",
		    "已清运（见附表）。" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_string_equal(
		    without_stop(room.arena, cases[i][0]), cases[i][1]);
		assert_string_equal(
		    with_mark(room.arena, cases[i][0], "。"), cases[i][2]);
	}
}

static void
test_brackets_around_all(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "", "" },
		{ "发至各支部", "发至各支部" },
		{ "（发至各支部）", "发至各支部" },
		{ " (发至各支部） ", "发至各支部" },
		{ "（发至各支部（所））", "发至各支部（所）" },
		{ "（发至各支部）（内部）", "（发至各支部）（内部）" },
		{ "（发至各支部", "（发至各支部" },
		{ "发", "发" },
		{ "）", "）" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(
		    without_brackets(room.arena, cases[i][0]), cases[i][1]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, room_open, room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_dates),
		TEST(test_texts_that_are_empty),
		TEST(test_subjects_and_titles),
		TEST(test_fields_of_every_type),
		TEST(test_maps_and_choices),
		TEST(test_links_in_fields),
		TEST(test_facts),
		TEST(test_summary),
		TEST(test_newest_first),
		TEST(test_addresses),
		TEST(test_address_of_an_edition),
		TEST(test_links_between_records),
		TEST(test_links_that_are_taken_out),
		TEST(test_links_that_lead_out),
		TEST(test_pictures),
		TEST(test_marks_at_the_end),
		TEST(test_brackets_around_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
