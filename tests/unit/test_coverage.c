/* Who is to be reviewed in a period, and whether he has been. */
#include "check/coverage.h"
#include "site_room.h"

#define SONG "2010-q3/review/song.md"

static const struct coverage *
cover(const char *as_of, const char *period)
{
	site_room_check(as_of);
	return coverage_make(site_room.arena, &site_room.checking,
	    programme_period(site_room.corpus.programme, period));
}

static const struct coverage_item *
item_of(const struct coverage *coverage, const char *id)
{
	const struct coverage_item *found = NULL;
	for (size_t i = 0; i < coverage->count; i++) {
		const struct subject *s = &coverage->items[i].subject;
		const char *other = s->person != NULL ? s->person->id
						      : s->organisation->id;
		if (strcmp(other, id) != 0)
			continue;
		assert_null(found); /* nobody is counted twice */
		found = &coverage->items[i];
	}
	return found;
}

static enum coverage_state
state_of(const char *id)
{
	const struct coverage_item *item =
	    item_of(cover(SITE_ROOM_DAY, "2010-q3"), id);
	if (item == NULL)
		fail_msg("%s is not asked for", id);
	return item->state;
}

static bool
is_asked(const char *id)
{
	return item_of(cover(SITE_ROOM_DAY, "2010-q3"), id) != NULL;
}

static void
test_who_is_asked_for(void **state)
{
	static const char *const asked[] = { "jidian", "houqin", "jiaogong",
		"xuesheng", "han", "lu", "zhang", "he", "ding", "tan", "fang",
		"mi", "song" };
	(void)state;
	const struct coverage *coverage = cover(SITE_ROOM_DAY, "2010-q3");
	assert_int_equal(coverage->count, 13);
	for (size_t i = 0; i < 13; i++)
		assert_non_null(item_of(coverage, asked[i]));
	assert_true(coverage->over_due);
	assert_false(cover("2010-10-15", "2010-q3")->over_due);
	assert_int_equal(cover(SITE_ROOM_DAY, "2010-q4")->count, 13);
}

static void
test_states(void **state)
{
	(void)state;
	assert_int_equal(state_of("song"), COVERAGE_IN_TIME);
	assert_int_equal(state_of("ding"), COVERAGE_WAIVED);
	site_room_edit(SONG, "date: 2010-09-20", "date: 2010-10-15");
	assert_int_equal(state_of("song"), COVERAGE_IN_TIME);
	site_room_edit(SONG, "date: 2010-10-15", "date: 2010-10-16");
	assert_int_equal(state_of("song"), COVERAGE_LATE);
	/* Not known on the day. */
	site_room_edit(SONG, "date: 2010-10-16", "date: 2010-10-21");
	assert_int_equal(state_of("song"), COVERAGE_MISSING);
	site_room_put(SONG, NULL);
	assert_int_equal(state_of("song"), COVERAGE_MISSING);
}

static void
test_the_first_of_several_counts(void **state)
{
	(void)state;
	site_room_edit(SONG, "date: 2010-09-20", "date: 2010-10-18");
	site_room_put("2010-q3/review/song-2.md",
	    ROOM_OF_MEMBER("song", "tan", ""));
	assert_int_equal(state_of("song"), COVERAGE_IN_TIME);
	/* Of this period. */
	site_room_edit("2010-q3/review/song-2.md", "period: 2010-q3",
	    "period: 2010-q4");
	assert_int_equal(state_of("song"), COVERAGE_LATE);
}

static void
test_off_the_round(void **state)
{
	(void)state;
	site_room_edit(SONG, "date: 2010-09-20\n",
	    "date: 2010-09-20\nround: interim\n");
	const struct coverage_item *item =
	    item_of(cover(SITE_ROOM_DAY, "2010-q3"), "song");
	assert_int_equal(item->state, COVERAGE_MISSING);
	assert_null(item->review);
	assert_string_equal(item->interim->id, "2010-q3/review/song");
	site_room_edit(SONG, "round: interim", "round: regular");
	assert_int_equal(state_of("song"), COVERAGE_IN_TIME);
}

static void
test_waivers(void **state)
{
	(void)state;
	/* Approved on the day, but not after it. */
	site_room_edit("2010-q3/waiver/ding.md", "date: 2010-09-25",
	    "date: 2010-10-20");
	assert_int_equal(state_of("ding"), COVERAGE_WAIVED);
	site_room_edit("2010-q3/waiver/ding.md", "date: 2010-10-20",
	    "date: 2010-10-21");
	assert_int_equal(state_of("ding"), COVERAGE_MISSING);
	/* A late review is excused, one in time needs no excuse. */
	site_room_edit("2010-q3/waiver/ding.md", "date: 2010-10-21",
	    "date: 2010-09-25");
	site_room_edit("2010-q3/waiver/ding.md", "subject: ding",
	    "subject: song");
	assert_int_equal(state_of("song"), COVERAGE_IN_TIME);
	assert_int_equal(state_of("ding"), COVERAGE_MISSING);
	site_room_edit(SONG, "date: 2010-09-20", "date: 2010-10-16");
	assert_int_equal(state_of("song"), COVERAGE_WAIVED);
	site_room_edit("2010-q3/waiver/ding.md", "period: 2010-q3",
	    "period: 2010-q4");
	assert_int_equal(state_of("song"), COVERAGE_LATE);
}

/* ---- who is asked for depends on the period's last day ---- */

static void
test_members_of_the_last_day(void **state)
{
	(void)state;
	site_room_edit("people.yaml", "name: 宋玉, branch: xuesheng",
	    "name: 宋玉, joined: 2010-09-30, branch: xuesheng");
	assert_true(is_asked("song"));
	site_room_edit("people.yaml", "2010-09-30", "2010-10-01");
	assert_false(is_asked("song"));
	site_room_edit("people.yaml", "joined: 2010-10-01, branch: xuesheng",
	    "branch: {organisation: xuesheng, to: 2010-09-29}");
	assert_false(is_asked("song"));
	site_room_edit("people.yaml", "to: 2010-09-29", "to: 2010-09-30");
	assert_true(is_asked("song"));
	site_room_edit("people.yaml", "to: 2010-09-30", "from: 2010-10-01");
	assert_false(is_asked("song"));
	assert_false(is_asked("gu")); /* no branch */
}

static void
test_organisations_of_the_last_day(void **state)
{
	(void)state;
	site_room_edit("organisations.yaml", "classes: weak",
	    "classes: weak, from: 2010-10-01");
	assert_false(is_asked("houqin"));
	site_room_edit("organisations.yaml", "from: 2010-10-01",
	    "from: 2010-09-30");
	assert_true(is_asked("houqin"));
	site_room_edit("organisations.yaml", "from: 2010-09-30",
	    "to: 2010-09-30");
	assert_true(is_asked("houqin"));
	site_room_edit("organisations.yaml", "to: 2010-09-30",
	    "to: 2010-09-29");
	assert_false(is_asked("houqin"));
	assert_false(is_asked("university"));
	site_room_edit("programme.yaml", "levels: [second-level, branch]",
	    "levels: branch");
	assert_false(is_asked("jidian"));
	assert_true(is_asked("jiaogong"));
}

static void
test_forms_without_coverage(void **state)
{
	(void)state;
	site_room_edit("programme.yaml", "    subject: member\n",
	    "    subject: member\n    coverage: no\n");
	assert_false(is_asked("song"));
	assert_true(is_asked("jidian"));
	/* Nor does a form that does not say whom it is for ask for all. */
	site_room_reset();
	site_room_edit("programme.yaml", "    subject: member\n", "");
	assert_false(is_asked("song"));
	site_room_check(SITE_ROOM_DAY);
	site_room_assert_clean();
}

/* ---- officers ---- */

static void
add_officer_form(void)
{
	site_room_edit("programme.yaml", "methods:\n",
	    "  - id: officer\n"
	    "    name: 班子成员点评表\n"
	    "    subject: officer\n"
	    "    levels: second-level\n"
	    "    reviewers: own-head\n"
	    "    aspects:\n"
	    "      - {id: role, title: 立足岗位情况}\n"
	    "      - {id: problems, title: 存在的不足及努力的方向, "
	    "problems: yes}\n"
	    "methods:\n");
}

static void
test_officers_have_their_form(void **state)
{
	(void)state;
	add_officer_form();
	const struct coverage *coverage = cover(SITE_ROOM_DAY, "2010-q3");
	const struct coverage_item *lu = item_of(coverage, "lu");
	assert_string_equal(lu->form->id, "officer");
	assert_string_equal(lu->within->id, "jidian");
	assert_int_equal(lu->state, COVERAGE_MISSING);
	assert_string_equal(item_of(coverage, "han")->form->id, "member");
	/* A deputy of the university is none of the second level. */
	assert_null(item_of(coverage, "gu"));
	site_room_fault_at(RULE_FORM_UNFIT, "2010-q3/review/lu.md:3:7");
	assert_string_equal(site_room_fault(RULE_FORM_UNFIT)->remedy,
	    "write officer (班子成员点评表)");
	site_room_edit("2010-q3/review/lu.md", "form: member",
	    "form: officer");
	assert_int_equal(state_of("lu"), COVERAGE_IN_TIME);
	assert_null(site_room_fault(RULE_FORM_UNFIT));
}

/* Reviewed as a member, then made a deputy: he has been reviewed. */
static void
test_who_has_become_an_officer(void **state)
{
	(void)state;
	add_officer_form();
	site_room_edit("organisations.yaml", "deputies: lu",
	    "deputies: {person: lu, from: 2010-09-25}");
	site_room_edit("2010-q3/review/lu.md", "reviewer: han",
	    "reviewer: zhang");
	const struct coverage *coverage = cover(SITE_ROOM_DAY, "2010-q3");
	assert_string_equal(item_of(coverage, "lu")->form->id, "officer");
	assert_int_equal(item_of(coverage, "lu")->state, COVERAGE_IN_TIME);
	site_room_assert_clean();
}

/* Two forms for the same: each asks for its own. */
static void
test_two_forms_for_the_same(void **state)
{
	(void)state;
	site_room_edit("programme.yaml", "methods:\n",
	    "  - id: second\n"
	    "    name: 第二张表\n"
	    "    subject: organisation\n"
	    "    levels: second-level\n"
	    "    aspects:\n"
	    "      - {id: progress, title: 推进情况}\n"
	    "methods:\n");
	const struct coverage *coverage = cover(SITE_ROOM_DAY, "2010-q3");
	size_t missing = 0;
	assert_int_equal(coverage->count, 15);
	for (size_t i = 0; i < coverage->count; i++)
		missing += coverage->items[i].state == COVERAGE_MISSING;
	assert_int_equal(missing, 2);
}

/* The rule reports what the list holds, no more and no less. */
static void
test_the_rule_and_the_list_agree(void **state)
{
	(void)state;
	site_room_put(SONG, NULL);
	site_room_put("2010-q3/review/mi.md", NULL);
	site_room_put("2010-q3/review/houqin.md", NULL);
	site_room_edit("2010-q3/review/he.md", "date: 2010-09-20\n",
	    "date: 2010-09-20\nround: interim\n");
	const struct coverage *coverage = cover(SITE_ROOM_DAY, "2010-q3");
	size_t missing = 0, told = 0;
	for (size_t i = 0; i < coverage->count; i++)
		missing += coverage->items[i].state == COVERAGE_MISSING;
	for (const struct diag *d = site_room.diags.first; d != NULL;
	     d = d->next)
		told += d->rule == &rules[RULE_COVERAGE_ORGANISATION] ||
		    d->rule == &rules[RULE_COVERAGE_MEMBER] ||
		    d->rule == &rules[RULE_REGULAR_MISSING];
	assert_int_equal(missing, 4);
	assert_int_equal(told, 4);
}

static size_t
members_told(void)
{
	size_t told = 0;
	for (const struct diag *d = site_room.diags.first; d != NULL;
	     d = d->next)
		told += d->rule == &rules[RULE_COVERAGE_MEMBER];
	return told;
}

/* Where it can't be read, its fault is told, not that there is none. */
static void
test_a_review_that_is_broken(void **state)
{
	(void)state;
	site_room_put(SONG, NULL);
	site_room_check(SITE_ROOM_DAY);
	assert_non_null(site_room_fault(RULE_COVERAGE_MEMBER));
	site_room_put(SONG, "---\nkind: review\nsubject: [song\n---\n");
	site_room_check(SITE_ROOM_DAY);
	assert_non_null(site_room_fault(RULE_YAML_SYNTAX));
	assert_null(site_room_fault(RULE_COVERAGE_MEMBER));
	/* What speaks of somebody else excuses nobody. */
	site_room_put(SONG, "---\nkind: review\nsubject: [mi\n---\n");
	site_room_check(SITE_ROOM_DAY);
	assert_non_null(site_room_fault(RULE_COVERAGE_MEMBER));
	/* Nor what has the id in a longer one. */
	site_room_put(SONG, "---\nkind: review\nsubject: [songshan\n---\n");
	site_room_check(SITE_ROOM_DAY);
	assert_non_null(site_room_fault(RULE_COVERAGE_MEMBER));
	site_room_put(SONG, "---\nkind: review\nsubject: [x-song\n---\n");
	site_room_check(SITE_ROOM_DAY);
	assert_non_null(site_room_fault(RULE_COVERAGE_MEMBER));
	/* Nor does a longer word, or somebody else's longer id or name. */
	site_room_put(SONG, "---\nkind: review\nsubject: [songs\n---\n");
	site_room_check(SITE_ROOM_DAY);
	assert_non_null(site_room_fault(RULE_COVERAGE_MEMBER));
	site_room_edit("people.yaml", "- {id: song,",
	    "- {id: song-2, name: 宋玉成, branch: xuesheng}\n- {id: song,");
	site_room_put(SONG, "---\nkind: review\nsubject: [宋玉成\n---\n");
	site_room_check(SITE_ROOM_DAY);
	assert_non_null(site_room_fault(RULE_COVERAGE_MEMBER));
	assert_int_equal(members_told(), 1);
	/* A word ends with its line. */
	site_room_put(
	    SONG, "---\nkind: review\nsubject: [宋玉\n成绩: 好\n---\n");
	site_room_check(SITE_ROOM_DAY);
	assert_int_equal(members_told(), 1);
	assert_non_null(strstr(
	    site_room_fault(RULE_COVERAGE_MEMBER)->message, "宋玉成"));
	/* Whoever has the name of another. */
	site_room_edit("people.yaml", "宋玉成", "宋玉");
	site_room_put(SONG, "---\nkind: review\nsubject: [宋玉\n---\n");
	site_room_check(SITE_ROOM_DAY);
	assert_null(site_room_fault(RULE_COVERAGE_MEMBER));
	/* An organisation, by its name. */
	site_room_put(SONG, NULL);
	site_room_put("2010-q3/review/houqin.md",
	    "---\n类型: 点评\n点评对象: [后勤集团\n---\n");
	site_room_check(SITE_ROOM_DAY);
	assert_null(site_room_fault(RULE_COVERAGE_ORGANISATION));
}

#define TEST(f)                                                                \
	cmocka_unit_test_setup_teardown(f, site_room_open, site_room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_who_is_asked_for),
		TEST(test_states),
		TEST(test_the_first_of_several_counts),
		TEST(test_off_the_round),
		TEST(test_waivers),
		TEST(test_members_of_the_last_day),
		TEST(test_organisations_of_the_last_day),
		TEST(test_forms_without_coverage),
		TEST(test_officers_have_their_form),
		TEST(test_who_has_become_an_officer),
		TEST(test_two_forms_for_the_same),
		TEST(test_the_rule_and_the_list_agree),
		TEST(test_a_review_that_is_broken),
	};
	return cmocka_run_group_tests_name("coverage", tests, NULL, NULL);
}
