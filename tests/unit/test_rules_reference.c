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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_every_rule, site_room_open, site_room_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
