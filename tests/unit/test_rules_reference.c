/*
 * References and aspects as rules of the programme: each one's fault at its
 * place, its silence on the sound site, its severity.
 */
#include "site_room.h"

#define JIDIAN "2010-q3/review/jidian.md"
#define SONG "2010-q3/review/song.md"

static const struct rule_case cases[] = {
	/* references */
	{ RULE_TERM_UNKNOWN, NULL,
	    { { JIDIAN, "method: on-site", "method: telephone" } },
	    JIDIAN ":11:9", NULL },
	{ RULE_ORGANISATION_UNKNOWN, NULL,
	    { { "plan/jidian.md", "organisation: jidian",
	        "organisation: wenxue" } },
	    "plan/jidian.md:3:15", NULL },
	{ RULE_PERSON_UNKNOWN, NULL,
	    { { JIDIAN, "reviewer: shen", "reviewer: nobody" } },
	    JIDIAN ":5:11", NULL },
	{ RULE_NAME_AMBIGUOUS, NULL,
	    { { "people.yaml", "name: 宋玉", "name: 沈砚舟" },
	        { JIDIAN, "reviewer: shen", "reviewer: 沈砚舟" } },
	    JIDIAN ":5:11", NULL },
	{ RULE_RECORD_UNKNOWN, NULL,
	    { { JIDIAN, "report: 2010-q3/report/jidian",
	        "report: 2010-q3/report/nowhere" } },
	    JIDIAN ":15:9", NULL },
	{ RULE_PROBLEM_UNKNOWN, NULL,
	    { { "2010-q3/verification/jidian-p1.md", "jidian#p1",
	        "jidian#p9" } },
	    "2010-q3/verification/jidian-p1.md:3:10", NULL },
	{ RULE_ID_DUPLICATE, NULL,
	    { { JIDIAN, "opinions: {id: o1, text: 仪器预约排队太久, by: masses}",
	        "opinions:\n  - {id: o1, text: 甲}\n  - {id: o1, text: 乙}" } },
	    JIDIAN ":16:10", JIDIAN ":15:10" },
	{ RULE_ID_DUPLICATE, NULL,
	    { { JIDIAN, "measures: {id: m1, text: 重建登记本}",
	        "measures:\n      - {id: m1, text: 甲}\n"
	        "      - {id: m1, text: 乙}" } },
	    JIDIAN ":27:14", JIDIAN ":26:14" },
	{ RULE_EDITION_UNKNOWN, NULL,
	    { { "2010-q3/bulletin/1.md", NULL,
	        "---\nkind: bulletin\ntitle: 关于点评情况的通报\n"
	        "issuer: 活动办公室\ndate: 2010-10-19\nperiod: 2010-q3\n"
	        "edition: masses\n---\n现将有关情况通报如下。\n" } },
	    "2010-q3/bulletin/1.md:7:10", NULL },
	{ RULE_TASK_UNKNOWN, NULL, { { JIDIAN, "tasks: xx-1", "tasks: xx-9" } },
	    JIDIAN ":10:8", NULL },
	{ RULE_OPINION_UNKNOWN, NULL, { { JIDIAN, "from: o1", "from: o7" } },
	    JIDIAN ":22:11", NULL },
	/* aspects, and a day that has not come */
	{ RULE_ASPECT_ORDER, NULL,
	    { { JIDIAN, "{#progress}", "{#first}" },
	        { JIDIAN, "{#pledges}", "{#progress}" },
	        { JIDIAN, "{#first}", "{#pledges}" } },
	    JIDIAN ":28:4", NULL },
	{ RULE_ASPECT_TWICE, NULL, { { JIDIAN, "{#pledges}", "{#progress}" } },
	    JIDIAN ":32:4", JIDIAN ":28:4" },
	{ RULE_DATE_AHEAD, NULL,
	    { { SONG, "date: 2010-09-20", "date: 2010-11-20" } }, SONG ":7:7",
	    NULL },
};

static void
test_every_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		rule_case_check(&cases[i]);
}

/* How many faults there are after an edit, and what the first one advises. */
static size_t
faults_of(const char *path, const char *from, const char *to)
{
	site_room_reset();
	site_room_edit(path, from, to);
	site_room_check(SITE_ROOM_DAY);
	return site_room.diags.count;
}

/* What is there and not understood is told once, not as missing, too. */
static void
test_what_is_not_understood_is_not_missing(void **state)
{
	(void)state;
	assert_int_equal(faults_of(JIDIAN, "due: 2010-10-18", "due: 年底前"), 1);
	assert_non_null(site_room_fault(RULE_DATE_FORM));
	assert_int_equal(faults_of(JIDIAN, "owner: lu", "owner: 陆、韩"), 1);
	assert_non_null(site_room_fault(RULE_PERSON_UNKNOWN));
	assert_int_equal(faults_of(SONG, "members: 3", "members: 三"), 1);
	assert_non_null(site_room_fault(RULE_FIELD_TYPE));
	assert_int_equal(faults_of(SONG, "attendance: {members: 3, masses: 2}",
			     "attendance: 三名党员、两名群众"), 1);
	/* A number with what it counts is one. */
	assert_int_equal(faults_of(SONG, "members: 3", "members: 3人"), 1);
	assert_string_equal(site_room_fault(RULE_WORD_FORM)->remedy,
	    "write it as 3");
}

/* What is advised can be done to the letter. */
static void
test_remedies_to_the_letter(void **state)
{
	(void)state;
	faults_of(SONG, "date: 2010-09-20", "date: 9月20日");
	assert_string_equal(site_room_fault(RULE_DATE_FORM)->remedy,
	    "write it with its year: YYYY-09-20, with four digits for YYYY");
	faults_of(SONG, "date: 2010-09-20", "date:");
	assert_string_equal(site_room_fault(RULE_FIELD_EMPTY)->remedy,
	    "fill the field: it can't be left out");
	faults_of(JIDIAN, "subject: jidian", "subject: 机电");
	assert_string_equal(site_room_fault(RULE_PERSON_UNKNOWN)->remedy,
	    "did you mean 机电学院?");
	faults_of(JIDIAN, "subject: jidian", "subject: 天文台");
	assert_string_equal(site_room_fault(RULE_PERSON_UNKNOWN)->remedy,
	    "use an id or a name of organisations.yaml or people.yaml, or add "
	    "it there");
	/* A file called 9#楼: what stands behind its # is taken for a problem. */
	faults_of("2010-q3/verification/jidian-p1.md", "jidian#p1",
	    "9#楼#p1");
	assert_string_equal(site_room_fault(RULE_PROBLEM_UNKNOWN)->remedy,
	    "if the name of the review's file has a #, rename the file: a # "
	    "parts a review from its problem");
}

/* A plan that can't be read may have what a review names, as a whole word. */
static void
test_work_points_of_broken_plans(void **state)
{
	(void)state;
	faults_of(JIDIAN, "tasks: xx-1", "tasks: [xx-1, xx-9]");
	assert_non_null(site_room_fault(RULE_TASK_UNKNOWN));
	site_room_put("plan/new.md", "---\nkind: plan\ntasks: [{id: xx-9}\n---\n");
	site_room_check(SITE_ROOM_DAY);
	assert_null(site_room_fault(RULE_TASK_UNKNOWN));
	site_room_put("plan/new.md", "---\nkind: plan\ntasks: [{id: xx-90}\n---\n");
	site_room_check(SITE_ROOM_DAY);
	assert_non_null(site_room_fault(RULE_TASK_UNKNOWN));
}

/* A file with another name: never another unit's record. */
static void
test_a_renamed_record(void **state)
{
	static const char *const names[][2] = {
		{ "2010-q3/review/jidian-q3.md",
		    "did you mean 2010-q3/review/jidian-q3?" },
		{ "2010-q4/review/jidian.md",
		    "did you mean 2010-q4/review/jidian?" },
		{ "2010-q3/review/jiguan.md",
		    "write the record's path below content/, without .md" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		site_room_reset();
		site_room_put(names[i][0], site_room_file(JIDIAN)->text);
		site_room_put(JIDIAN, NULL);
		site_room_check(SITE_ROOM_DAY);
		assert_string_equal(
		    site_room_fault(RULE_RECORD_UNKNOWN)->remedy, names[i][1]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_every_rule, site_room_open, site_room_close),
		cmocka_unit_test_setup_teardown(
		    test_what_is_not_understood_is_not_missing, site_room_open,
		    site_room_close),
		cmocka_unit_test_setup_teardown(test_remedies_to_the_letter,
		    site_room_open, site_room_close),
		cmocka_unit_test_setup_teardown(test_work_points_of_broken_plans,
		    site_room_open, site_room_close),
		cmocka_unit_test_setup_teardown(
		    test_a_renamed_record, site_room_open, site_room_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
