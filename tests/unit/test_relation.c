/* Who is what to whom on which day, and whom a form is for. */
#include "model/relation.h"
#include "site_room.h"

#define DAY "2010-09-20"

static const struct person *
person(const char *id)
{
	return roster_person(&site_room.corpus.roster, text_of(id), NULL);
}

static const struct organisation *
organisation(const char *id)
{
	return roster_organisation(&site_room.corpus.roster, text_of(id),
	    NULL);
}

static struct subject
subject_of(const char *id, const char *date)
{
	const struct person *p = person(id);
	return p == NULL ? (struct subject){ organisation(id), NULL }
			 : (struct subject){ person_branch(p, date), p };
}

static bool
is(enum relation relation, const char *who, const char *subject,
    const char *date)
{
	struct subject s = subject_of(subject, date);
	return relation_holds(relation, person(who), &s, date);
}

static const char *
who(enum relation relation, const char *subject, const char *date)
{
	struct subject s = subject_of(subject, date);
	const struct person *p = relation_person(relation, &s, date);
	return p == NULL ? "" : p->id;
}

static void
test_everybody_to_everybody(void **state)
{
	static const struct {
		enum relation relation;
		const char *subject, *who; /* the only one; "" nobody */
	} table[] = {
		{ RELATION_SUPERIOR_HEAD, "jidian", "shen" },
		{ RELATION_SUPERIOR_HEAD, "jiaogong", "han" },
		{ RELATION_SUPERIOR_HEAD, "university", "" },
		{ RELATION_SUPERIOR_HEAD, "han", "shen" },
		{ RELATION_SUPERIOR_HEAD, "zhang", "han" },
		{ RELATION_SUPERIOR_HEAD, "lu", "" },
		{ RELATION_SUPERIOR_HEAD, "song", "" },
		{ RELATION_SUPERIOR_HEAD, "shen", "" },
		{ RELATION_OWN_HEAD, "lu", "han" },
		{ RELATION_OWN_HEAD, "gu", "shen" },
		{ RELATION_OWN_HEAD, "han", "" },
		{ RELATION_OWN_HEAD, "song", "" },
		{ RELATION_OWN_HEAD, "jidian", "han" },
		{ RELATION_BRANCH_HEAD, "song", "tan" },
		{ RELATION_BRANCH_HEAD, "lu", "" },
		{ RELATION_BRANCH_HEAD, "tan", "" },
		{ RELATION_BRANCH_HEAD, "xuesheng", "" },
		{ RELATION_LIAISON, "jidian", "gu" },
		{ RELATION_LIAISON, "han", "gu" },
		{ RELATION_LIAISON, "lu", "" },
		{ RELATION_LIAISON, "jiaogong", "" },
		{ RELATION_INFLOW_HEAD, "fang", "bai" },
		{ RELATION_INFLOW_HEAD, "song", "" },
		{ RELATION_INFLOW_HEAD, "houqin", "" },
		{ RELATION_ROOT_HEAD, "song", "shen" },
		{ RELATION_ROOT_HEAD, "jiaogong", "shen" },
		{ RELATION_ROOT_HEAD, "university", "shen" },
		{ RELATION_ROOT_HEAD, "bai", "shen" },
		{ RELATION_ROOT_HEAD, "shen", "" },
	};
	(void)state;
	site_room_check(SITE_ROOM_DAY);
	const struct roster *roster = &site_room.corpus.roster;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_string_equal(
		    who(table[i].relation, table[i].subject, DAY),
		    table[i].who);
		for (size_t j = 0; j < roster->person_count; j++)
			assert_int_equal(is(table[i].relation,
					     roster->people[j]->id,
					     table[i].subject, DAY),
			    strcmp(roster->people[j]->id, table[i].who) == 0);
	}
	assert_true(is(RELATION_ROOT_LEADER, "shen", "song", DAY));
	assert_true(is(RELATION_ROOT_LEADER, "gu", "song", DAY));
	assert_true(is(RELATION_ROOT_LEADER, "gu", "shen", DAY));
	assert_false(is(RELATION_ROOT_LEADER, "han", "song", DAY));
	assert_false(relation_holds(RELATION_ROOT_HEAD, NULL,
	    &(struct subject){ 0 }, DAY));
}

static void
test_of_the_day(void **state)
{
	(void)state;
	site_room_edit("organisations.yaml", "head: tan",
	    "head: [{person: tan, to: 2010-09-20}, {person: mi, from: "
	    "2010-09-20}]");
	site_room_edit("people.yaml", "name: 宋玉, branch: xuesheng",
	    "name: 宋玉, branch: [{organisation: jiaogong, to: 2010-08-31}, "
	    "{organisation: xuesheng, from: 2010-09-01}]");
	site_room_check(SITE_ROOM_DAY);
	assert_string_equal(who(RELATION_BRANCH_HEAD, "song", "2010-08-31"),
	    "zhang");
	assert_string_equal(who(RELATION_BRANCH_HEAD, "song", "2010-09-01"),
	    "tan");
	/* On the day they hand over both count. */
	assert_true(is(RELATION_BRANCH_HEAD, "tan", "song", "2010-09-20"));
	assert_true(is(RELATION_BRANCH_HEAD, "mi", "song", "2010-09-20"));
	assert_false(is(RELATION_BRANCH_HEAD, "tan", "song", "2010-09-21"));
	/* Nobody is his own; the head above is. */
	assert_string_equal(who(RELATION_SUPERIOR_HEAD, "mi", "2010-09-21"),
	    "han");
	assert_string_equal(who(RELATION_BRANCH_HEAD, "mi", "2010-09-21"), "");
	assert_string_equal(who(RELATION_BRANCH_HEAD, "mi", "2010-09-19"),
	    "tan");
}

/* Head of a college and of a branch in it: the one above the college. */
static void
test_two_offices(void **state)
{
	(void)state;
	site_room_edit("organisations.yaml", "head: zhang", "head: han");
	site_room_check(SITE_ROOM_DAY);
	assert_string_equal(who(RELATION_SUPERIOR_HEAD, "han", DAY), "shen");
	assert_string_equal(who(RELATION_SUPERIOR_HEAD, "jiaogong", DAY),
	    "han");
	/* A deputy above who heads a branch has two who may review him. */
	site_room_edit("organisations.yaml",
	    "level: branch, superior: jidian, head: han",
	    "level: branch, superior: university, head: lu");
	site_room_check(SITE_ROOM_DAY);
	assert_true(is(RELATION_SUPERIOR_HEAD, "shen", "lu", DAY));
	assert_true(is(RELATION_OWN_HEAD, "han", "lu", DAY));
}

/* ---- forms ---- */

static const struct form *
form(const char *id)
{
	return programme_form(site_room.corpus.programme, id);
}

static size_t
reviewers(const char *form_id, const char *subject,
    const struct reviewer **found)
{
	struct subject s = subject_of(subject, DAY);
	return form_reviewers(form(form_id), site_room.corpus.programme, &s,
	    DAY, found, REVIEWERS_MOST);
}

static void
test_lines_that_apply(void **state)
{
	const struct reviewer *found[REVIEWERS_MOST];
	(void)state;
	site_room_check(SITE_ROOM_DAY);
	assert_int_equal(reviewers("organisation", "jidian", found), 2);
	assert_int_equal(found[0]->relation, RELATION_SUPERIOR_HEAD);
	assert_int_equal(found[1]->relation, RELATION_LIAISON);
	assert_true(found[1]->method >= 0);
	assert_int_equal(reviewers("organisation", "houqin", found), 1);
	assert_true(found[0]->only && found[0]->group >= 0);
	assert_int_equal(reviewers("member", "song", found), 3);
	assert_int_equal(reviewers("member", "fang", found), 1);
	assert_int_equal(found[0]->relation, RELATION_INFLOW_HEAD);
	/* Never more than there is room for. */
	struct subject s = subject_of("song", DAY);
	assert_int_equal(form_reviewers(form("member"),
			     site_room.corpus.programme, &s, DAY, found, 2),
	    2);
}

static bool
takes(const char *form_id, const char *subject, const char *date)
{
	struct subject s = subject_of(subject, date);
	return form_takes(form(form_id), site_room.corpus.programme, &s, date);
}

static void
test_whom_a_form_is_for(void **state)
{
	(void)state;
	site_room_edit("programme.yaml", "methods:\n",
	    "  - id: officer\n"
	    "    name: 班子成员点评表\n"
	    "    subject: officer\n"
	    "    aspects: {id: role, title: 立足岗位情况}\n"
	    "  - id: anybody\n"
	    "    name: 一张表\n"
	    "    aspects: {id: role, title: 立足岗位情况}\n"
	    "methods:\n");
	site_room_edit("people.yaml", "name: 宋玉",
	    "joined: 2010-07-01, name: 宋玉");
	site_room_check(SITE_ROOM_DAY);
	assert_true(takes("organisation", "jidian", DAY));
	assert_false(takes("organisation", "university", DAY));
	assert_false(takes("organisation", "song", DAY));
	assert_true(takes("officer", "lu", DAY));
	assert_true(takes("officer", "gu", DAY));
	assert_false(takes("officer", "han", DAY));
	assert_false(takes("officer", "jidian", DAY));
	assert_true(takes("member", "han", DAY));
	assert_false(takes("member", "lu", DAY));
	assert_false(takes("member", "gu", DAY));
	assert_true(takes("member", "song", "2010-07-01"));
	assert_false(takes("member", "song", "2010-06-30"));
	assert_true(takes("anybody", "university", DAY));
	assert_true(takes("anybody", "gu", DAY));
}

static void
test_the_top(void **state)
{
	(void)state;
	site_room_check(SITE_ROOM_DAY);
	struct subject s = subject_of("university", DAY);
	assert_true(subject_is_top(&s, DAY));
	s = subject_of("shen", DAY);
	assert_true(subject_is_top(&s, DAY));
	s = subject_of("gu", DAY);
	assert_false(subject_is_top(&s, DAY));
	s = subject_of("jidian", DAY);
	assert_false(subject_is_top(&s, DAY));
}

#define TEST(f)                                                                \
	cmocka_unit_test_setup_teardown(f, site_room_open, site_room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_everybody_to_everybody),
		TEST(test_of_the_day),
		TEST(test_two_offices),
		TEST(test_lines_that_apply),
		TEST(test_whom_a_form_is_for),
		TEST(test_the_top),
	};
	return cmocka_run_group_tests_name("relation", tests, NULL, NULL);
}
