/*
 * What the roster says up to a day: the very words, which seals hold digests of
 * for good, and what changes them.
 */
#include "site_room.h"
#include "model/standing.h"

static struct subject
subject_of(const char *id)
{
	struct roster *roster = &site_room.corpus.roster;
	struct subject subject = {
		table_get(&roster->organisation_ids, text_of(id)),
		table_get(&roster->person_ids, text_of(id)),
	};
	assert_true(subject.organisation != NULL || subject.person != NULL);
	return subject;
}

static const char *
standing(const char *id, const char *day)
{
	struct subject subject = subject_of(id);
	struct buf buf = BUF_INIT;
	standing_put(&buf, site_room.corpus.programme, &subject, day);
	const char *text = arena_string(site_room.arena, buf.at);
	struct digest digest = standing_digest(
	    site_room.corpus.programme, &subject, day);
	struct digest same = digest_of(buf_text(&buf));
	assert_memory_equal(&digest, &same, sizeof(same));
	buf_free(&buf);
	return text;
}

static bool
stood(const char *id, const char *day)
{
	struct subject subject = subject_of(id);
	return subject_stood(&subject, day);
}

static void
load(void)
{
	site_room_edit("people.yaml", "- {id: song,",
	    "- id: qi\n"
	    "  name: 祁静\n"
	    "  branch:\n"
	    "    - {organisation: 教工支部, to: 2010-06-30}\n"
	    "    - {organisation: xuesheng, from: 2010-07-01}\n"
	    "  posts: {title: 干事, from: 2010-09-01, to: 2011-08-31}\n"
	    "  category: {id: floating, inflow: houqin, from: 2010-10-01}\n"
	    "  joined: 2001-07-01\n"
	    "- {id: xin, name: 辛来, branch: {organisation: xuesheng, from: "
	    "2011-03-01}, joined: 2001-07-01}\n"
	    "- {id: song,");
	site_room_edit("organisations.yaml", "- {id: houqin,",
	    "- {id: xin-bu, name: 新支部, level: branch, superior: "
	    "{organisation: jidian, from: 2011-03-01}}\n"
	    "- {id: xin-yuan, name: 新院, level: second-level, superior: "
	    "university, from: 2011-03-01}\n- {id: houqin,");
	site_room_check(SITE_ROOM_DAY);
}

static void
test_the_words(void **state)
{
	(void)state;
	load();
	assert_string_equal(standing("qi", "2010-12-31"),
	    "6:branch8:jiaogong0:10:2010-06-300:"
	    "6:branch8:xuesheng10:2010-07-010:0:"
	    "4:post6:干事10:2010-09-010:0:"
	    "8:category8:floating10:2010-10-010:6:houqin"
	    "6:joined10:2001-07-01");
	assert_string_equal(standing("houqin", "2010-12-31"),
	    "5:level12:second-level5:class4:weak"
	    "8:superior10:university0:0:0:"
	    "4:head3:bai0:0:0:5:there0:0:");
}

/* What begins later is not there; what ends later has no end. */
static void
test_the_day(void **state)
{
	(void)state;
	load();
	assert_string_equal(standing("qi", "2010-09-30"),
	    "6:branch8:jiaogong0:10:2010-06-300:"
	    "6:branch8:xuesheng10:2010-07-010:0:"
	    "4:post6:干事10:2010-09-010:0:6:joined10:2001-07-01");
	assert_string_equal(standing("qi", "2010-06-29"),
	    "6:branch8:jiaogong0:0:0:6:joined10:2001-07-01");
	assert_string_equal(standing("qi", "2011-08-31"),
	    "6:branch8:jiaogong0:10:2010-06-300:"
	    "6:branch8:xuesheng10:2010-07-010:0:"
	    "4:post6:干事10:2010-09-0110:2011-08-310:"
	    "8:category8:floating10:2010-10-010:6:houqin"
	    "6:joined10:2001-07-01");
}

/* Whoever joined long ago may come to the site later. */
static void
test_who_is_there(void **state)
{
	(void)state;
	load();
	assert_true(stood("qi", "2010-01-01"));
	assert_true(stood("shen", "2010-01-01"));
	assert_true(stood("jidian", "2010-01-01"));
	static const char *const late[] = { "xin", "xin-bu", "xin-yuan" };
	for (size_t i = 0; i < 3; i++) {
		assert_false(stood(late[i], "2011-02-28"));
		assert_true(stood(late[i], "2011-03-01"));
	}
}

/* Heads a unit, and is nothing else: there from the day that begins. */
static void
test_who_only_heads_a_unit(void **state)
{
	(void)state;
	site_room_edit("organisations.yaml", "head: tan",
	    "head: [{person: tan, to: 2011-02-28}, "
	    "{person: xin, from: 2011-03-01}]");
	site_room_edit("people.yaml", "- {id: song,",
	    "- {id: xin, name: 辛来}\n- {id: song,");
	site_room_check(SITE_ROOM_DAY);
	assert_false(stood("xin", "2011-02-28"));
	assert_true(stood("xin", "2011-03-01"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, site_room_open, site_room_close)
		TEST(test_the_words),
		TEST(test_the_day),
		TEST(test_who_is_there),
		TEST(test_who_only_heads_a_unit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
