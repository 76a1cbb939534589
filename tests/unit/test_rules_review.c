/*
 * The rules about who reviews whom, how and when: each one's fault at its
 * place, its silence on the sound site, its severity; then what the table
 * can't say.
 */
#include "site_room.h"

#define JIDIAN "2010-q3/review/jidian.md"
#define HOUQIN "2010-q3/review/houqin.md"
#define XUESHENG "2010-q3/review/xuesheng.md"
#define LIAISON "2010-q3/review/liaison-jidian.md"
#define SONG "2010-q3/review/song.md"
#define HE "2010-q3/review/he.md"
#define MI "2010-q3/review/mi.md"
#define FANG "2010-q3/review/fang.md"
#define ANSWERS                                                                \
	{ "2010-q3/reply/jidian.md", NULL, NULL },                             \
	{                                                                      \
		"2010-q3/verification/jidian-p1.md", NULL, NULL                \
	}

static const struct rule_case cases[] = {
	/* authority */
	{ RULE_REVIEWER_UNFIT, NULL,
	    { { JIDIAN, "reviewer: shen", "reviewer: han" } },
	    JIDIAN ":5:11", "programme.yaml:16:9" },
	{ RULE_REVIEWER_UNFIT, NULL,
	    { { SONG, "reviewer: tan", "reviewer: song" } },
	    SONG ":5:11", "programme.yaml:28:9" },
	{ RULE_FORM_UNFIT, NULL,
	    { { MI, "form: member", "form: organisation" } },
	    MI ":3:7", "programme.yaml:11:9" },
	/* weak */
	{ RULE_WEAK_REVIEWER, NULL,
	    { { HOUQIN, "reviewer: shen", "reviewer: gu" } },
	    HOUQIN ":5:11", "programme.yaml:18:9" },
	/* cadence */
	{ RULE_REGULAR_MISSING, NULL,
	    { { JIDIAN, NULL, NULL }, ANSWERS },
	    LIAISON ":15:8", "programme.yaml:8:80" },
	{ RULE_DEADLINE_MISSED, NULL,
	    { { XUESHENG, "date: 2010-09-20", "date: 2010-10-16" } },
	    XUESHENG ":7:7", "programme.yaml:8:80" },
	{ RULE_REGULAR_TWICE, NULL,
	    { { "2010-q3/review/liaison-jidian.md", "round: interim\n", "" },
	        { JIDIAN, "date: 2010-09-20", "date: 2010-09-21" } },
	    JIDIAN ":6:9", "2010-q3/review/liaison-jidian.md:6:9" },
	{ RULE_REVIEW_DUE, "2010-10-05", { { XUESHENG, NULL, NULL } },
	    "organisations.yaml:2:8", "programme.yaml:8:80" },
	/* coverage */
	{ RULE_COVERAGE_ORGANISATION, NULL, { { XUESHENG, NULL, NULL } },
	    "organisations.yaml:4:8", "programme.yaml:8:80" },
	{ RULE_COVERAGE_MEMBER, NULL, { { SONG, NULL, NULL } },
	    "people.yaml:12:8", "programme.yaml:8:80" },
	/* plan */
	{ RULE_PLAN_MISSING, NULL, { { "plan/houqin.md", NULL, NULL } },
	    "organisations.yaml:5:8", NULL },
	/* method */
	{ RULE_METHOD_UNFIT, NULL,
	    { { XUESHENG, "method: on-site", "method: talk" } },
	    XUESHENG ":11:9", "programme.yaml:38:43" },
	{ RULE_OCCASION_UNFIT, NULL,
	    { { SONG, "occasion: branch-meeting", "occasion: inspection" } },
	    SONG ":12:11", "programme.yaml:40:45" },
	{ RULE_OCCASION_MISSING, NULL,
	    { { SONG, "occasion: branch-meeting\n", "" } }, SONG ":2:1",
	    "programme.yaml:23:9" },
	{ RULE_LIAISON_METHOD, NULL,
	    { { LIAISON, "method: on-site", "method: meeting" } },
	    LIAISON ":11:9", "programme.yaml:17:9" },
	/* participation */
	{ RULE_MEMBERS_ABSENT, NULL, { { SONG, "members: 3", "members: 0" } },
	    SONG ":13:23", NULL },
	{ RULE_MASSES_ABSENT, NULL, { { SONG, ", masses: 2", "" } },
	    SONG ":13:13", NULL },
	{ RULE_MASSES_ABSENT, NULL,
	    { { SONG, "attendance: {members: 3, masses: 2}\n", "" } },
	    SONG ":2:1", NULL },
	{ RULE_OPINIONS_ABSENT, NULL,
	    { { SONG,
	        "opinions: {id: o1, text: 仪器预约排队太久, by: masses}\n",
	        "" } },
	    SONG ":2:1", NULL },
	/* categories */
	{ RULE_CATEGORY_HANDLING, NULL,
	    { { HE, "handling: 上门点评\n", "" } }, HE ":4:10",
	    "programme.yaml:49:41" },
	{ RULE_CATEGORY_GRADE, NULL,
	    { { MI, "method: meeting\n", "method: meeting\ngrade: good\n" } },
	    MI ":12:8", "programme.yaml:50:47" },
	{ RULE_CATEGORY_INFLOW, NULL,
	    { { "people.yaml", "{id: floating, inflow: houqin}",
	        "{id: floating}" } },
	    "people.yaml:10:61", "programme.yaml:48:60" },
	{ RULE_CATEGORY_REVIEWER, NULL,
	    { { FANG, "reviewer: bai", "reviewer: tan" } }, FANG ":5:11",
	    "programme.yaml:31:9" },
	/* preparation */
	{ RULE_PREPARATION_MISSING, NULL,
	    { { SONG, "preparation: site-visit\n", "" } }, SONG ":2:1", NULL },
	/* tasks */
	{ RULE_TASKS_MISSING, NULL, { { SONG, "tasks: xx-1\n", "" } },
	    SONG ":2:1", "plan/university.md:6:8" },
	{ RULE_TASKS_MISSING, NULL,
	    { { SONG, "tasks: xx-1", "tasks: hq-1" },
	        { "plan/houqin.md", "date: 2010-07-13\n",
	            "date: 2010-07-13\ntasks: {id: hq-1, text: 食堂}\n" } },
	    SONG ":10:8", "plan/university.md:6:8" },
};

#define CASES (sizeof(cases) / sizeof(*cases))

static void
test_every_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASES; i++)
		rule_case_check(&cases[i]);
}

/* Every rule of these families has its row. */
static void
test_no_rule_is_left_out(void **state)
{
	static const char *const families[] = { "authority", "weak", "cadence",
		"coverage", "plan", "method", "participation", "categories",
		"preparation", "tasks" };
	(void)state;
	for (size_t r = 0; r < RULE__MAX; r++) {
		bool mine = false, found = false;
		for (size_t i = 0; i < sizeof(families) / sizeof(*families);
		     i++)
			mine = mine ||
			    (rules[r].family != NULL &&
				strcmp(rules[r].family, families[i]) == 0);
		for (size_t i = 0; i < CASES; i++)
			found = found || cases[i].rule == (enum rule_id)r;
		if (mine && !found)
			fail_msg("no case for %s", rules[r].slug);
	}
}

/* ---- what is said ---- */

static const struct diag *
fault(enum rule_id rule)
{
	site_room_check(SITE_ROOM_DAY);
	const struct diag *d = site_room_fault(rule);
	if (d == NULL)
		fail_msg("no %s", rules[rule].slug);
	return d;
}

static void
test_the_remedy_names_who_may(void **state)
{
	(void)state;
	site_room_edit(SONG, "reviewer: tan", "reviewer: zhang");
	const struct diag *d = fault(RULE_REVIEWER_UNFIT);
	assert_string_equal(d->message,
	    "张启恒 is not one who may review 宋玉 on 2010-09-20");
	assert_string_equal(d->remedy,
	    "谭雨桐 (head of 学生支部) may review on that day");
	site_room_reset();
	site_room_edit(JIDIAN, "reviewer: shen", "reviewer: lu");
	assert_string_equal(fault(RULE_REVIEWER_UNFIT)->remedy,
	    "沈砚舟 (head of 学校党委) or 顾维桢 (liaison leader of 机电学院) "
	    "may review on that day");
}

static void
test_nobody_reviews_himself(void **state)
{
	(void)state;
	site_room_edit(SONG, "reviewer: tan", "reviewer: song");
	assert_string_equal(fault(RULE_REVIEWER_UNFIT)->message,
	    "宋玉 is the reviewer of himself");
}

static void
test_a_vacancy_is_told_from_a_wrong_reviewer(void **state)
{
	(void)state;
	site_room_edit("organisations.yaml", ", head: tan}", "}");
	assert_string_equal(fault(RULE_REVIEWER_UNFIT)->remedy,
	    "nobody is recorded who may: add to organisations.yaml who was "
	    "responsible for 米可 on 2010-09-20");
}

static void
test_effects_name_the_period(void **state)
{
	(void)state;
	site_room_put(SONG, NULL);
	const struct diag *d = fault(RULE_COVERAGE_MEMBER);
	assert_string_equal(d->message,
	    "宋玉 (学生支部) has no review of 2010年第三季度");
	assert_string_equal(d->effect,
	    "it is counted as a blind spot of 2010年第三季度; the period can't "
	    "be sealed");
	assert_string_equal(d->remedy,
	    "record the review by 谭雨桐 (head of 学生支部), or a waiver "
	    "(免评) with its reason");
	site_room_reset();
	site_room_edit(SONG, "preparation: site-visit\n", "");
	assert_string_equal(fault(RULE_PREPARATION_MISSING)->effect,
	    "2010年第三季度 can't be sealed");
	site_room_reset();
	site_room_edit(SONG, "date: 2010-09-20", "date: 2010-10-17");
	d = fault(RULE_DEADLINE_MISSED);
	assert_string_equal(d->message,
	    "宋玉 was reviewed on 2010-10-17, after the due date of "
	    "2010年第三季度");
	assert_string_equal(d->effect,
	    "it is counted as late in 2010年第三季度; the period can't be "
	    "sealed");
}

/* What a fault means goes by how seriously the programme takes it. */
static void
test_effects_go_by_the_severity(void **state)
{
	(void)state;
	site_room_put(SONG, NULL);
	site_room_edit("programme.yaml", "rules:\n",
	    "rules:\n  coverage: note\n");
	assert_string_equal(fault(RULE_COVERAGE_MEMBER)->effect,
	    "none: the period can be sealed");
	site_room_edit("programme.yaml", "coverage: note", "coverage: error");
	assert_null(strstr(fault(RULE_COVERAGE_MEMBER)->effect,
	    "2010年第三季度"));
}

static void
test_what_is_due_is_one_note_a_place(void **state)
{
	(void)state;
	site_room_put(SONG, NULL);
	site_room_put(MI, NULL);
	site_room_put(FANG, NULL);
	site_room_check("2010-10-05");
	const struct diag *d = site_room_fault(RULE_REVIEW_DUE);
	assert_non_null(d);
	assert_string_equal(d->message,
	    "学生支部: 3 of 4 have no review of 2010年第三季度 by the form "
	    "“党员点评表” yet, due on 2010-10-15");
	assert_string_equal(d->remedy,
	    "review 方晓芸, 米可 and 1 more: `tongbao coverage --subjects` "
	    "lists them");
	size_t notes = 0;
	for (d = site_room.diags.first; d != NULL; d = d->next)
		notes += d->rule == &rules[RULE_REVIEW_DUE];
	assert_int_equal(notes, 1);
	/* 14 days before, or as many as the programme says. */
	site_room_check("2010-09-30");
	assert_null(site_room_fault(RULE_REVIEW_DUE));
	site_room_edit("programme.yaml", "rules:\n",
	    "rules:\n  review-due: {days: 15}\n");
	site_room_check("2010-09-30");
	assert_non_null(site_room_fault(RULE_REVIEW_DUE));
	site_room_check("2010-10-15");
	assert_non_null(site_room_fault(RULE_REVIEW_DUE));
	assert_null(site_room_fault(RULE_COVERAGE_MEMBER));
	site_room_check("2010-10-16");
	assert_null(site_room_fault(RULE_REVIEW_DUE));
	assert_non_null(site_room_fault(RULE_COVERAGE_MEMBER));
}

/* ---- what is no fault ---- */

static void
assert_none(enum rule_id rule)
{
	site_room_check(SITE_ROOM_DAY);
	const struct diag *d = site_room_fault(rule);
	if (d != NULL)
		fail_msg("%s at %s: %s", rules[rule].slug,
		    site_room_place(d->span), d->message);
}

/* In between a liaison leader may look after a weak organisation, too. */
static void
test_a_weak_one_is_also_visited(void **state)
{
	(void)state;
	site_room_edit("organisations.yaml", "classes: weak",
	    "classes: weak, liaison: gu");
	site_room_put("2010-q3/review/visit.md",
	    ROOM_OF_ORGANISATION("houqin", "gu", "round: interim\n"));
	assert_none(RULE_WEAK_REVIEWER);
	site_room_edit("2010-q3/review/visit.md", "round: interim\n", "");
	site_room_check(SITE_ROOM_DAY);
	site_room_fault_at(RULE_WEAK_REVIEWER, "2010-q3/review/visit.md:5:11");
}

/* Who somebody was on the review's day counts. */
static void
test_people_who_moved(void **state)
{
	(void)state;
	site_room_edit("people.yaml", "{id: song, name: 宋玉, branch: xuesheng}",
	    "{id: song, name: 宋玉, branch: [{organisation: xuesheng, "
	    "to: 2010-09-24}, {organisation: jiaogong, from: 2010-09-25}]}");
	site_room_check(SITE_ROOM_DAY);
	site_room_assert_clean();
	site_room_edit(SONG, "date: 2010-09-20", "date: 2010-09-25");
	site_room_edit(SONG, "recorded: 2010-09-22", "recorded: 2010-09-26");
	site_room_check(SITE_ROOM_DAY);
	assert_string_equal(site_room_fault(RULE_REVIEWER_UNFIT)->remedy,
	    "张启恒 (head of 教工支部) may review on that day");
}

static void
test_a_talk_needs_no_participation(void **state)
{
	(void)state;
	site_room_edit(SONG, "method: meeting", "method: talk");
	site_room_edit(SONG, "attendance: {members: 3, masses: 2}\n", "");
	site_room_edit(SONG,
	    "opinions: {id: o1, text: 仪器预约排队太久, by: masses}\n", "");
	site_room_check(SITE_ROOM_DAY);
	site_room_assert_clean();
}

static void
test_a_category_that_is_over(void **state)
{
	(void)state;
	site_room_edit("people.yaml", "category: infirm",
	    "category: {id: infirm, from: 2010-09-21}");
	site_room_edit(HE, "handling: 上门点评\n", "");
	assert_none(RULE_CATEGORY_HANDLING);
	site_room_edit("people.yaml", "{id: floating, inflow: houqin}",
	    "{id: floating, to: 2010-06-30}");
	site_room_edit(FANG, "reviewer: bai", "reviewer: tan");
	assert_none(RULE_CATEGORY_INFLOW);
	assert_none(RULE_CATEGORY_REVIEWER);
}

/* Where he has gone is not known: the roster's fault, not the reviewer's. */
static void
test_a_floating_member_of_nowhere(void **state)
{
	(void)state;
	site_room_edit("people.yaml", "{id: floating, inflow: houqin}",
	    "{id: floating}");
	assert_none(RULE_CATEGORY_REVIEWER);
	assert_none(RULE_REVIEWER_UNFIT);
}

static void
test_the_top_is_reviewed_from_outside(void **state)
{
	(void)state;
	site_room_edit("people.yaml", "{id: shen, name: 沈砚舟}",
	    "{id: shen, name: 沈砚舟, branch: jiaogong}");
	site_room_check(SITE_ROOM_DAY);
	site_room_assert_clean(); /* nobody is missing */
	site_room_put("2010-q3/review/shen.md",
	    ROOM_OF_MEMBER("shen", "gu", ""));
	assert_none(RULE_REVIEWER_UNFIT);
	site_room_edit("2010-q3/review/shen.md", "reviewer: gu",
	    "reviewer: shen");
	site_room_check(SITE_ROOM_DAY);
	site_room_fault_at(RULE_REVIEWER_UNFIT, "2010-q3/review/shen.md:5:11");
}

static void
test_a_form_that_lets_anybody_review(void **state)
{
	(void)state;
	site_room_edit("programme.yaml",
	    "    reviewers:\n"
	    "      - branch-head\n"
	    "      - own-head\n"
	    "      - superior-head\n"
	    "      - {relation: inflow-head, category: floating, only: yes}\n",
	    "");
	site_room_edit(SONG, "reviewer: tan", "reviewer: lu");
	site_room_check(SITE_ROOM_DAY);
	site_room_assert_clean();
}

static void
test_plans_of_another_period_have_no_tasks(void **state)
{
	(void)state;
	site_room_edit("plan/university.md", "title:",
	    "period: 2010-q4\ntitle:");
	site_room_edit(SONG, "tasks: xx-1\n", "");
	assert_none(RULE_TASKS_MISSING);
}

static void
test_an_organisation_of_later_needs_no_plan(void **state)
{
	(void)state;
	site_room_edit("organisations.yaml", "classes: weak",
	    "classes: weak, from: 2010-10-21");
	site_room_put("plan/houqin.md", NULL);
	assert_none(RULE_PLAN_MISSING);
	site_room_check("2010-10-21");
	assert_non_null(site_room_fault(RULE_PLAN_MISSING));
	/* Before the first period nothing is under way. */
	site_room_check("2010-06-30");
	assert_null(site_room_fault(RULE_PLAN_MISSING));
}

static void
test_levels_that_have_plans(void **state)
{
	(void)state;
	site_room_put("plan/houqin.md", NULL);
	site_room_edit("programme.yaml", "rules:\n",
	    "rules:\n  plan-missing: {levels: [党支部]}\n");
	site_room_check(SITE_ROOM_DAY);
	const struct diag *d = site_room_fault_at(RULE_PLAN_MISSING,
	    "organisations.yaml:3:8");
	assert_string_equal(site_room_place(d->also), "programme.yaml:72:26");
	site_room_fault_at(RULE_PLAN_MISSING, "organisations.yaml:4:8");
	assert_int_equal(site_room.diags.count, 2);
	site_room_edit("programme.yaml", "[党支部]", "[党小组]");
	site_room_check(SITE_ROOM_DAY);
	site_room_fault_at(RULE_TERM_UNKNOWN, "programme.yaml:72:27");
	assert_int_equal(site_room.diags.count, 1);
}

/* A review without a day has that fault, and no other follows from it. */
static void
test_a_review_without_a_day(void **state)
{
	(void)state;
	site_room_edit(FANG, "date: 2010-09-20\n", "");
	site_room_edit(FANG, "reviewer: bai", "reviewer: tan");
	site_room_edit(FANG, "contact: 返校时听取汇报\n", "");
	site_room_check(SITE_ROOM_DAY);
	assert_non_null(site_room_fault(RULE_FIELD_MISSING));
	assert_null(site_room_fault(RULE_CATEGORY_REVIEWER));
	assert_null(site_room_fault(RULE_CATEGORY_HANDLING));
	assert_null(site_room_fault(RULE_COVERAGE_MEMBER));
	assert_null(site_room_fault(RULE_DEADLINE_MISSED));
}

/* ---- broken records ---- */

/* Every line of a review taken out or spoiled: faults, but no crash. */
static void
test_broken_reviews(void **state)
{
	static const char *const paths[] = { JIDIAN, LIAISON, SONG, FANG, HE };
	(void)state;
	for (size_t p = 0; p < sizeof(paths) / sizeof(*paths); p++) {
		site_room_reset();
		char whole[4096];
		strcpy(whole, site_room_file(paths[p])->text);
		char *line = strchr(whole, '\n') + 1;
		for (int i = 2; i < 15; i++) {
			char *next = strchr(line, '\n') + 1;
			char *colon = strchr(line, ':');
			site_room_reset();
			site_room_put(paths[p],
			    arena_printf(site_room.arena, "%.*s%s",
				(int)(line - whole), whole, next));
			site_room_check(SITE_ROOM_DAY);
			site_room_reset();
			site_room_put(paths[p],
			    arena_printf(site_room.arena, "%.*s: 无此物\n%s",
				(int)(colon - whole), whole, next));
			site_room_check(SITE_ROOM_DAY);
			/* An opinion may say anything. */
			if (i < 14)
				assert_true(site_room.diags.count > 0);
			line = next;
		}
	}
}

/* People and organisations that lead nowhere. */
static void
test_broken_rosters(void **state)
{
	static const struct site_edit edits[] = {
		{ "organisations.yaml", "superior: university, head: han",
		    "head: han" },
		{ "organisations.yaml", "superior: university, head: han",
		    "superior: jiaogong, head: han" },
		{ "organisations.yaml", "head: han", "head: nobody" },
		{ "organisations.yaml", "superior: university, head: han",
		    "superior: nowhere, head: han" },
		{ "people.yaml", "name: 宋玉, branch: xuesheng",
		    "name: 宋玉, branch: nowhere" },
		{ "people.yaml", "category: infirm", "category: nothing" },
		{ "people.yaml", "inflow: houqin", "inflow: nowhere" },
		{ "programme.yaml", "due: 2010-10-15", "due: soon" },
		{ "programme.yaml", "to: 2010-09-30", "to: soon" },
		{ "programme.yaml", "only: yes}\n    aspects:\n      - {id: role",
		    "only: perhaps}\n    aspects:\n      - {id: role" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(edits) / sizeof(*edits); i++) {
		site_room_reset();
		site_room_edit(edits[i].path, edits[i].from, edits[i].to);
		site_room_check(SITE_ROOM_DAY);
		assert_true(site_room.diags.count > 0);
	}
}

#define TEST(f)                                                                \
	cmocka_unit_test_setup_teardown(f, site_room_open, site_room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_rule),
		TEST(test_no_rule_is_left_out),
		TEST(test_the_remedy_names_who_may),
		TEST(test_nobody_reviews_himself),
		TEST(test_a_vacancy_is_told_from_a_wrong_reviewer),
		TEST(test_effects_name_the_period),
		TEST(test_effects_go_by_the_severity),
		TEST(test_what_is_due_is_one_note_a_place),
		TEST(test_a_weak_one_is_also_visited),
		TEST(test_people_who_moved),
		TEST(test_a_talk_needs_no_participation),
		TEST(test_a_category_that_is_over),
		TEST(test_a_floating_member_of_nowhere),
		TEST(test_the_top_is_reviewed_from_outside),
		TEST(test_a_form_that_lets_anybody_review),
		TEST(test_plans_of_another_period_have_no_tasks),
		TEST(test_an_organisation_of_later_needs_no_plan),
		TEST(test_levels_that_have_plans),
		TEST(test_a_review_without_a_day),
		TEST(test_broken_reviews),
		TEST(test_broken_rosters),
	};
	return cmocka_run_group_tests_name("rules_review", tests, NULL, NULL);
}
