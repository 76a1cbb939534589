/*
 * The ledger: a row a review, with how far its problems are as the edition sees
 * it; and its pages of two hundred rows.
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

#define ENTRIES_MOST 1000

/* A view made by hand. */
static struct {
	struct arena *arena;
	struct diags diags;
	struct site site;
	struct edition edition;
	struct programme programme;
	struct view view;
	struct view_entry *entries[ENTRIES_MOST];
} room;

static struct term periods[] = { { .id = "q3", .name = "第三季度" },
	{ .id = "q4", .name = "第四季度" } };
static struct term forms[] = { { .id = "member", .name = "党员点评表" } };
static struct term methods[] = { { .id = "on-site", .name = "现场点评" },
	{ .id = "talk", .name = "谈话点评" } };
static struct term grades[] = { { .id = "good", .name = "良好" } };
static struct form form_list[] = { { .id = "member", .name = "党员点评表",
	.short_name = "党员点评" } };
static struct view_organisation top = { .id = "top", .name = "大学党委",
	.short_name = "校党委", .index = 0 };
static struct view_organisation east = { .id = "east", .name = "东院党总支",
	.short_name = "东院", .index = 1, .superior = &top };
static struct view_organisation *organisations[] = { &top, &east };
static struct view_person wang = { "wang", "王一", "书记", 0 };
static struct view_person hidden = { "1", NULL, "", 1 };

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	diags_init(&room.diags, room.arena);
	room.site = (struct site){ .language = "zh-CN",
		.strings = strings_room(room.arena, "zh-CN") };
	room.edition = (struct edition){ .id = "masses", .title = "群众版" };
	room.programme = (struct programme){ .forms = form_list };
	room.programme.terms[VOCABULARY_PERIOD] =
	    (struct term_list){ periods, 2, 2 };
	room.programme.periods = ARENA_ARRAY(room.arena, struct period, 2);
	for (size_t i = 0; i < 2; i++)
		room.programme.periods[i] = (struct period){
			.id = periods[i].id, .name = periods[i].name
		};
	room.programme.terms[VOCABULARY_FORM] =
	    (struct term_list){ forms, 1, 1 };
	room.programme.terms[VOCABULARY_METHOD] =
	    (struct term_list){ methods, 2, 2 };
	room.programme.terms[VOCABULARY_GRADE] =
	    (struct term_list){ grades, 1, 1 };
	room.view = (struct view){ .arena = room.arena,
		.site = &room.site,
		.edition = &room.edition,
		.programme = &room.programme,
		.as_of = "2010-12-20",
		.organisations = organisations,
		.organisation_count = 2,
		.entries.items = room.entries };
	table_init(&room.view.organisation_ids, room.arena);
	table_init(&room.view.person_ids, room.arena);
	table_init(&room.view.entry_ids, room.arena);
	table_add(&room.view.person_ids, TEXT_LIT("wang"), &wang);
	table_add(&room.view.person_ids, TEXT_LIT("1"), &hidden);
	return 0;
}

static int
room_close(void **state)
{
	(void)state;
	arena_free(room.arena);
	return 0;
}

/* ---- what is in it ---- */

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

static struct view_entry *
entry_of(const char *kind, const char *id, const char *date)
{
	struct view_entry *e = ARENA_NEW(room.arena, struct view_entry);
	e->id = id;
	e->index = room.view.entries.count;
	e->kind = kind_find(text_of(kind));
	e->body = ARENA_NEW(room.arena, struct view_body);
	e->body->fields = ARENA_ARRAY(
	    room.arena, struct value *, field_count(e->kind));
	e->period = "q3";
	e->date = date;
	set(e, "date", text(date));
	room.entries[room.view.entries.count++] = e;
	return e;
}

static struct view_entry *
review_of(const char *id, const char *period)
{
	struct view_entry *e = entry_of("review", id, "2010-09-20");
	e->period = period;
	e->organisation = &east;
	e->form = &form_list[0];
	set(e, "reviewer", text("wang"));
	set(e, "method", text("talk"));
	return e;
}

/* {key: value, …} of texts. */
static struct value *
map_of(const char *first, ...)
{
	struct value *map = value_map(room.arena);
	va_list ap;
	va_start(ap, first);
	for (const char *key = first; key != NULL;
	     key = va_arg(ap, const char *))
		value_set(room.arena, map, key, text(va_arg(ap, const char *)));
	va_end(ap);
	return map;
}

static void
append(struct view_entry *e, const char *field, struct value *item)
{
	if (e->body->fields[field_index(e->kind, field)] == NULL)
		set(e, field, value_list(room.arena));
	value_add(room.arena, e->body->fields[field_index(e->kind, field)], item);
}

static void
link_to(struct entry_list *list, struct view_entry *e)
{
	ARENA_ROOM(room.arena, list->items, list->count, list->capacity);
	list->items[list->count++] = e;
}

/* ---- cells ---- */

static struct ledger *
ledger_filled(struct arena *arena, const struct view *view)
{
	struct ledger *ledger = ledger_open(arena, view, LEDGER_MOST);
	ledger_fill(ledger);
	return ledger;
}

/* Non-empty cells as 周期=第三季度|…. */
static const char *
row_words(const struct ledger *ledger, size_t row)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < ledger->column_count; i++)
		if (*ledger->rows[row].cells[i]->text != '\0')
			buf_printf(&buf, "%s%s=%s", buf.len > 0 ? "|" : "",
			    ledger->columns[i].title,
			    ledger->rows[row].cells[i]->text);
	const char *words = arena_copy(room.arena, buf.at, buf.len);
	buf_free(&buf);
	return words;
}

static const struct ledger_cell *
cell_of(const struct ledger *ledger, size_t row, const char *title)
{
	for (size_t i = 0; i < ledger->column_count; i++)
		if (strcmp(ledger->columns[i].title, title) == 0)
			return ledger->rows[row].cells[i];
	fail_msg("no column %s", title);
	return NULL;
}

static void
test_rows_by_period(void **state)
{
	(void)state;
	review_of("b", "q4");
	entry_of("report", "r", "2010-09-01");
	struct view_entry *member = review_of("a", "q3");
	member->person = &hidden;
	struct ledger *ledger = ledger_filled(room.arena, &room.view);
	assert_int_equal(ledger->row_count, 2);
	assert_string_equal(row_words(ledger, 0),
	    "点评对象=某党员|党组织=东院|周期=第三季度|点评表=党员点评|"
	    "点评人=王一|点评时间=2010-09-20|点评方式=谈话点评");
	assert_string_equal(row_words(ledger, 1),
	    "点评对象=东院党总支|党组织=东院|周期=第四季度|点评表=党员点评|"
	    "点评人=王一|点评时间=2010-09-20|点评方式=谈话点评");
	const struct ledger_cell *subject = cell_of(ledger, 0, "点评对象");
	assert_string_equal(subject->path, "record/a.html");
	/* People come after organisations. */
	assert_true(subject->order > cell_of(ledger, 1, "点评对象")->order);
	assert_string_equal(cell_of(ledger, 0, "党组织")->path,
	    "organisation/east.html");
	assert_string_equal(cell_of(ledger, 0, "党组织")->id, "east");
	assert_string_equal(cell_of(ledger, 0, "点评方式")->id, "talk");
	assert_int_equal(cell_of(ledger, 0, "点评方式")->order, 1);
	assert_int_equal(ledger->rows[0].states, 0);
}

/* Its volumes as 2010-q3[0,2) .2-2010-q3[2,3) …. */
static const char *
volumes_of(size_t most, bool bound)
{
	struct site site = *room.view.site;
	struct view view = room.view;
	struct buf buf = BUF_INIT;
	site.bound = bound;
	view.site = &site;
	struct ledger *ledger = ledger_open(room.arena, &view, most);
	for (size_t i = 0; i < ledger->volume_count; i++) {
		const struct ledger_volume *v = &ledger->volumes[i];
		struct ledger part = ledger_of(ledger, v);
		assert_int_equal(part.row_count, v->end - v->first);
		assert_ptr_equal(part.rows, ledger->rows + v->first);
		buf_printf(&buf, "%s[%zu,%zu)",
		    ledger_file_path(room.arena, v, LEDGER_CSV), v->first,
		    v->end);
	}
	const char *words = arena_copy(room.arena, buf.at, buf.len);
	buf_free(&buf);
	return words;
}

static void
test_volumes(void **state)
{
	(void)state;
	assert_string_equal(volumes_of(5, false), "ledger.csv[0,0)");
	assert_string_equal(volumes_of(5, true), "ledger.csv[0,0)");
	review_of("a", "q3");
	review_of("b", "q3");
	review_of("c", "q3");
	review_of("d", "q4");
	assert_string_equal(volumes_of(4, false), "ledger.csv[0,4)");
	assert_string_equal(volumes_of(4, true),
	    "ledger-q4.csv[3,4)ledger-q3.csv[0,3)");
	assert_string_equal(volumes_of(3, false),
	    "ledger-q4.csv[3,4)ledger-q3.csv[0,3)");
	assert_string_equal(volumes_of(2, false),
	    "ledger-q4.csv[3,4)ledger-q3.csv[0,2)ledger.2-q3.csv[2,3)");
}

static void
test_all_columns(void **state)
{
	(void)state;
	struct view_entry *e = review_of("a", "q3");
	struct value *attendance = value_map(room.arena);
	value_set(room.arena, attendance, "members",
	    value_integer(room.arena, 0));
	value_set(room.arena, attendance, "masses",
	    value_integer(room.arena, 12));
	set(e, "attendance", attendance);
	set(e, "recorded", text("2010-09-22"));
	set(e, "round", text("interim"));
	set(e, "occasion", text("unknown"));
	set(e, "venue", text("礼堂"));
	set(e, "grade", text("good"));
	e->links.report = entry_of("report", "r", "2010-09-01");
	link_to(&e->links.replies, entry_of("reply", "p2", "2010-10-09"));
	link_to(&e->links.replies, entry_of("reply", "p1", "2010-10-02"));
	link_to(&e->links.verifications, entry_of("verification", "v", "2010-10-20"));
	assert_string_equal(
	    row_words(ledger_filled(room.arena, &room.view), 0),
	    "点评对象=东院党总支|党组织=东院|周期=第三季度|点评表=党员点评|"
	    "轮次=适时|点评人=王一|点评时间=2010-09-20|填表日期=2010-09-22|"
	    "点评方式=谈话点评|场合=unknown|地点=礼堂|参加党员=0|参加群众=12|"
	    "汇报日期=2010-09-01|评定意见=良好|回复=2|回复日期=2010-10-09|"
	    "核验日期=2010-10-20");
}

/* A day that is hidden is not replaced by the period's. */
static void
test_hidden_fields(void **state)
{
	(void)state;
	struct view_entry *e = review_of("a", "q3");
	set(e, "date", NULL);
	set(e, "reviewer", NULL);
	set(e, "method", NULL);
	e->organisation = NULL;
	e->form = NULL;
	e->period = "";
	assert_string_equal(
	    row_words(ledger_filled(room.arena, &room.view), 0),
	    "点评对象=领导点评");
}

/* ---- problems ---- */

static struct view_entry *
review_with_problems(size_t count)
{
	static const char *const ids[] = { "p1", "p2", "p3" };
	static const char *const dues[] = { "2010-11-30", "2010-10-31",
		"2010-12-31" };
	struct view_entry *e = review_of("a", "q3");
	for (size_t i = 0; i < count; i++)
		append(e, "problems",
		    map_of("id", ids[i], "text", "问题", "due", dues[i], NULL));
	return e;
}

static void
reply_says(struct view_entry *review, const char *problem, const char *state)
{
	struct view_entry *reply = entry_of("reply", "r", "2010-10-01");
	append(reply, "items",
	    map_of("problem", problem, "state", state, NULL));
	link_to(&review->links.replies, reply);
}

static void
verification_says(struct view_entry *review, const char *problem,
    const char *result)
{
	struct view_entry *v = entry_of("verification", "v", "2010-10-10");
	set(v, "problem", text(problem));
	set(v, "result", text(result));
	link_to(&review->links.verifications, v);
}

#define BIT(state) (1u << (LEDGER__STATE + (state)))

static void
test_problems(void **state)
{
	(void)state;
	struct view_entry *e = review_with_problems(3);
	struct ledger *ledger = ledger_filled(room.arena, &room.view);
	/* Nobody is seen to answer: no state is told, and none is guessed. */
	assert_string_equal(cell_of(ledger, 0, "问题")->text, "3");
	assert_string_equal(cell_of(ledger, 0, "整改情况")->text, "");
	assert_string_equal(cell_of(ledger, 0, "已销号")->text, "");
	assert_string_equal(cell_of(ledger, 0, "整改时限")->text, "2010-10-31");
	assert_int_equal(ledger->rows[0].states,
	    1u << LEDGER_ANY | 1u << LEDGER_UNCLOSED);
	reply_says(e, "p1", "doing");
	verification_says(e, "a#p2", "closed");
	ledger = ledger_filled(room.arena, &room.view);
	assert_string_equal(
	    cell_of(ledger, 0, "整改情况")->text, "整改中 1，销号 1");
	assert_string_equal(cell_of(ledger, 0, "已销号")->text, "1");
	/* What is closed is due no more. */
	assert_string_equal(cell_of(ledger, 0, "整改时限")->text, "2010-11-30");
	assert_int_equal(ledger->rows[0].states,
	    1u << LEDGER_ANY | 1u << LEDGER_UNCLOSED | BIT(PROBLEM_DOING) |
		BIT(PROBLEM_CLOSED));
}

static void
test_one_problem(void **state)
{
	(void)state;
	struct view_entry *e = review_with_problems(1);
	verification_says(e, "a#p1", "closed");
	struct ledger *ledger = ledger_filled(room.arena, &room.view);
	assert_string_equal(cell_of(ledger, 0, "整改情况")->text, "销号");
	assert_string_equal(cell_of(ledger, 0, "整改时限")->text, "");
	assert_int_equal(ledger->rows[0].states,
	    1u << LEDGER_ANY | BIT(PROBLEM_CLOSED));
}

static void
test_states(void **state)
{
	(void)state;
	static const struct {
		unsigned state;
		const char *id, *words;
	} cases[] = {
		{ LEDGER_ANY, "any", "有问题" },
		{ LEDGER_UNCLOSED, "unclosed", "未见销号" },
		{ LEDGER__STATE + PROBLEM_DONE, "done", "已整改" },
		{ LEDGER__STATE + PROBLEM_CLOSED, "closed", "销号" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_string_equal(
		    ledger_state_id(cases[i].state), cases[i].id);
		assert_string_equal(ledger_state_words(room.arena, &room.view,
					cases[i].state),
		    cases[i].words);
	}
}

/* ---- pages ---- */

/* A theme with no more than there must be. */
static bool
has_template(const void *theme, const char *name)
{
	(void)theme, (void)name;
	return false;
}

static struct plan *
plan_of(size_t reviews)
{
	static const struct bulletins no_bulletins = { NULL, 0 };
	static const struct additions no_additions = { 0 };
	for (size_t i = 0; i < reviews; i++)
		review_of(arena_printf(room.arena, "%zu", i), "q3");
	const struct planning planning = { room.arena, &room.view, &no_bulletins,
		&no_additions, NULL, has_template, NULL };
	struct plan *plan = plan_make(&planning, &room.diags);
	assert_non_null(plan);
	return plan;
}

static const struct page *
page_at(const struct plan *plan, const char *path)
{
	return table_get(&plan->paths, text_of(path));
}

static const struct value *
data_of(const struct plan *plan, const char *path)
{
	assert_non_null(page_at(plan, path));
	return page_make(room.arena, plan, page_at(plan, path), NULL,
	    &room.diags);
}

static void
assert_number(const struct value *data, const char *key, int64_t number)
{
	assert_int_equal(value_get(data, key)->integer, number);
}

/* 1[2]…9: the numbers between the pages, the present one in brackets. */
static const char *
parts_words(const struct value *data)
{
	const struct value *parts = value_get(data, "parts");
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < value_count(parts); i++) {
		const struct value *part = value_item(parts, i);
		bool current = value_get(part, "current")->boolean;
		buf_printf(&buf, "%s%s%lld%s",
		    value_get(part, "gap")->boolean ? "…" : "",
		    current ? "[" : " ",
		    (long long)value_get(part, "number")->integer,
		    current ? "]" : "");
	}
	const char *words = arena_copy(room.arena, buf.at, buf.len);
	buf_free(&buf);
	return words;
}

static void
test_a_small_ledger_has_one_page(void **state)
{
	(void)state;
	struct plan *plan = plan_of(200);
	const struct value *data = data_of(plan, "ledger.html");
	assert_int_equal(ledger_part_count(plan->ledger), 1);
	assert_null(page_at(plan, "ledger-2.html"));
	assert_int_equal(value_count(value_get(data, "rows")), 200);
	assert_false(value_get(data, "has_pager")->boolean);
	assert_number(data, "count", 200);
}

static void
test_no_reviews(void **state)
{
	(void)state;
	const struct value *data = data_of(plan_of(0), "ledger.html");
	assert_false(value_get(data, "has_rows")->boolean);
	assert_int_equal(value_count(value_get(data, "rows")), 0);
}

static void
test_pages_of_two_hundred(void **state)
{
	(void)state;
	struct plan *plan = plan_of(401);
	assert_int_equal(ledger_part_count(plan->ledger), 3);
	/* Only the first is in the menu. */
	assert_int_equal(plan->navigation_count, 4);
	const struct value *data = data_of(plan, "ledger-3.html");
	assert_number(data, "first", 401);
	assert_number(data, "last", 401);
	assert_string_equal(
	    value_get_string(data, "page_title"), "点评台账（第3页）");
	assert_string_equal(
	    value_get_string(data, "previous_href"), "ledger-2.html");
	assert_true(value_is(value_get(data, "next_href"), VALUE_NULL));
	assert_string_equal(parts_words(data), " 1 2[3]");
	data = data_of(plan, "ledger-2.html");
	assert_string_equal(
	    value_get_string(data, "previous_href"), "ledger.html");
	assert_string_equal(
	    value_get_string(data, "next_href"), "ledger-3.html");
	/* The menu says where one is. */
	const struct value *menu = value_get(data, "navigation");
	assert_true(
	    value_get(value_item(menu, 3), "current")->boolean);
}

static void
test_many_pages(void **state)
{
	(void)state;
	struct plan *plan = plan_of(1000);
	assert_string_equal(
	    parts_words(data_of(plan, "ledger.html")), "[1] 2 3… 5");
	struct ledger long_ledger = *plan->ledger;
	struct ledger_volume long_volume = { .end = 200 * 50 };
	long_ledger.row_count = 200 * 50;
	long_ledger.volumes = &long_volume;
	plan->ledger = &long_ledger;
	struct composing c = { .arena = room.arena,
		.plan = plan,
		.strings = room.site.strings };
	struct page page = { .path = "ledger-9.html", .part = 8 };
	c.page = &page;
	c.view = &room.view;
	long_ledger.rows -= 200 * 8; /* those of the ninth page are shown */
	assert_string_equal(parts_words(ledger_page_make(&c)),
	    " 1… 7 8[9] 10 11… 50");
}

static void
assert_heads(const struct value *data, const char *words)
{
	struct buf buf = BUF_INIT;
	const struct value *head = value_get(data, "head");
	for (size_t i = 0; i < value_count(head); i++)
		buf_printf(&buf, "%s ",
		    value_get_string(value_item(head, i), "title"));
	assert_string_equal(buf.at, words);
	buf_free(&buf);
}

/*
 * Only columns that have something, and of those not all; a period that a page
 * is of is told once.
 */
static void
test_columns_of_pages(void **state)
{
	(void)state;
	review_of("last", "q4");
	const struct value *data = data_of(plan_of(199), "ledger.html");
	assert_heads(data,
	    "点评对象 党组织 周期 点评表 点评人 点评时间 点评方式 ");
	assert_true(value_is(value_get(data, "period"), VALUE_NULL));
	review_of("more", "q3");
	const struct plan *plan = plan_of(0);
	data = data_of(plan, "ledger.html");
	assert_heads(data, "点评对象 党组织 点评表 点评人 点评时间 点评方式 ");
	assert_string_equal(value_get_string(data, "period"), "第三季度");
	data = data_of(plan, "ledger-2.html");
	assert_string_equal(value_get_string(data, "period"), "第四季度");
}

/* Another language of the site's is the ledger's, too. */
static void
test_english(void **state)
{
	(void)state;
	room.site.strings = strings_room(room.arena, "en");
	struct view_entry *e = review_with_problems(3);
	reply_says(e, "p1", "doing");
	verification_says(e, "a#p2", "closed");
	struct ledger *ledger = ledger_filled(room.arena, &room.view);
	assert_string_equal(cell_of(ledger, 0, "Rectification")->text,
	    "under way 1, closed 1");
	assert_string_equal(
	    ledger_state_words(room.arena, &room.view, LEDGER_ANY),
	    "with problems");
	assert_string_equal(value_get_string(data_of(plan_of(200), "ledger-2.html"),
				"page_title"),
	    "Ledger (page\u00a02)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_rows_by_period, room_open, room_close),
		cmocka_unit_test_setup_teardown(
		    test_volumes, room_open, room_close),
		cmocka_unit_test_setup_teardown(
		    test_all_columns, room_open, room_close),
		cmocka_unit_test_setup_teardown(
		    test_hidden_fields, room_open, room_close),
		cmocka_unit_test_setup_teardown(
		    test_problems, room_open, room_close),
		cmocka_unit_test_setup_teardown(
		    test_one_problem, room_open, room_close),
		cmocka_unit_test_setup_teardown(
		    test_states, room_open, room_close),
		cmocka_unit_test_setup_teardown(
		    test_a_small_ledger_has_one_page, room_open, room_close),
		cmocka_unit_test_setup_teardown(
		    test_no_reviews, room_open, room_close),
		cmocka_unit_test_setup_teardown(
		    test_pages_of_two_hundred, room_open, room_close),
		cmocka_unit_test_setup_teardown(
		    test_many_pages, room_open, room_close),
		cmocka_unit_test_setup_teardown(
		    test_columns_of_pages, room_open, room_close),
		cmocka_unit_test_setup_teardown(
		    test_english, room_open, room_close),
	};
	return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
