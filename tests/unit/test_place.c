/*
 * Where records lie: the sample's own addresses are the rule.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "cmd/place.h"

static struct {
	struct arena *arena;
	struct corpus corpus;
	struct programme programme;
	struct person person;
} room;

static int
setup(void **state)
{
	(void)state;
	room.arena = arena_new();
	room.corpus.programme = &room.programme;
	roster_init(&room.corpus.roster, room.arena);
	room.person = (struct person){ .id = "song-yu", .name = "宋渝" };
	roster_add_person(&room.corpus.roster, room.arena, &room.person);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(room.arena);
	return 0;
}

/* Pairs of field and text, ending with NULL. */
static void
assert_place(const char *kind, const char *const *fields, const char *want)
{
	struct value *map = value_map(room.arena);
	for (; *fields != NULL; fields += 2)
		value_set(room.arena, map, fields[0],
		    value_string(room.arena, fields[1]));
	assert_string_equal(record_place(room.arena, &room.corpus,
				kind_find(text_of(kind)), map),
	    want);
}

#define PLACE(kind, want, ...)                                                 \
	assert_place(kind, (const char *const[]){ __VA_ARGS__, NULL }, want)

static void
test_subjects(void **state)
{
	(void)state;
	PLACE("review", "2010-q3/review/jidian", "subject", "jidian", "period",
	    "2010-q3", "date", "2010-10-11");
	PLACE("review", "2010-q3/review/members/song-yu", "subject", "song-yu",
	    "period", "2010-q3");
	PLACE("review", "2010-q3/review/liaison/houqin-0907", "subject",
	    "houqin", "period", "2010-q3", "date", "2010-09-07", "round",
	    "interim");
	PLACE("report", "2010-q3/report/members/song-yu", "subject", "song-yu",
	    "period", "2010-q3");
	PLACE("waiver", "2010-q3/waiver/song-yu", "subject", "song-yu",
	    "period", "2010-q3");
	PLACE("plan", "2010-q3/plan/jidian", "organisation", "jidian", "period",
	    "2010-q3");
	PLACE("participation", "2010-q3/participation/song-yu-0921", "leader",
	    "song-yu", "organisation", "jidian", "period", "2010-q3", "date",
	    "2010-09-21");
}

static void
test_answers(void **state)
{
	(void)state;
	PLACE("reply", "2010-q3/reply/members/song-yu", "review",
	    "2010-q3/review/members/song-yu", "date", "2010-11-01");
	PLACE("reply", "2010-q3/reply/liaison-houqin-0907", "review",
	    "2010-q3/review/liaison/houqin-0907");
	PLACE("verification", "2010-q3/verification/jidian-bensheng-p1",
	    "problem", "2010-q3/review/jidian-bensheng#p1");
	PLACE("amendment", "2010-q3/amendment/jidian", "record",
	    "2010-q3/review/jidian");
}

static void
test_bulletins(void **state)
{
	(void)state;
	PLACE("bulletin", "2010-q3/bulletin/2010-11", "number",
	    "校创先组办〔2010〕11号", "period", "2010-q3");
	PLACE("bulletin", "", "number", "简报", "period", "2010-q3");
	PLACE("release", "2010-q3/release/masses", "edition", "masses",
	    "period", "2010-q3");
	PLACE("release", "2010-q3/release/release", "period", "2010-q3");
}

static void
test_too_little(void **state)
{
	(void)state;
	PLACE("review", "", "subject", "jidian");
	PLACE("review", "", "period", "2010-q3", "date", "2010-09-07");
	PLACE("reply", "", "date", "2010-09-07");
	PLACE("verification", "", "problem", "#p1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_subjects),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_bulletins),
		cmocka_unit_test(test_too_little),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
