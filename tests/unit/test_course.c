/*
 * A problem's course: by example, then invariants over chance sequences of
 * replies and verifications.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "model/course.h"

static struct arena *arena;

static int
room_open(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
room_close(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* ---- values ---- */

/* "key=text, key=text" */
static struct value *
map_of(const char *pairs)
{
	struct value *map = value_map(arena);
	struct text rest = text_of(pairs), pair, key, text;
	while (rest.len > 0) {
		text_split(rest, ',', &pair, &rest);
		if (!text_split(text_trim(pair), '=', &key, &text))
			fail_msg("no pair in %s", pairs);
		value_set(arena, map, arena_text(arena, key).at,
		    value_text(arena, text));
	}
	return map;
}

/* Maps apart by “; ”. */
static struct value *
list_of(const char *maps)
{
	struct value *list = value_list(arena);
	struct text rest = text_of(maps), map;
	while (rest.len > 0) {
		text_split(rest, ';', &map, &rest);
		value_add(arena, list, map_of(arena_text(arena, map).at));
	}
	return list;
}

static struct value *
problem_of(const char *fields, const char *measures)
{
	struct value *problem = map_of(fields);
	if (*measures != '\0')
		value_set(arena, problem, "measures", list_of(measures));
	return problem;
}

static struct course_source
reply(const char *date, const char *items)
{
	return (struct course_source){ .record = "r", .date = date,
		.items = list_of(items) };
}

static struct course_source
verified(const char *date, const char *result)
{
	return (struct course_source){ .record = "v", .date = date,
		.result = value_string(arena, result) };
}

#define OPENED "2010-09-20"
#define TWO "id=m1, text=清库; id=m2, text=签约"

static struct course *
course_of(const char *measures, const struct course_source *sources,
    size_t count)
{
	return course_make(arena, problem_of("id=p1, due=2010-10-31", measures),
	    OPENED, sources, count);
}

#define COURSE(measures, ...)                                                  \
	course_of(measures, (struct course_source[]){ __VA_ARGS__ },           \
	    sizeof((struct course_source[]){ __VA_ARGS__ }) /                  \
		sizeof(struct course_source))

static void
assert_course(const struct course *course, enum problem_state state,
    const char *due, size_t steps, size_t faults)
{
	assert_string_equal(problem_state_name(course->state),
	    problem_state_name(state));
	assert_string_equal(course->due, due);
	assert_string_equal(course->first_due, "2010-10-31");
	assert_int_equal(course->step_count, steps);
	assert_int_equal(course->fault_count, faults);
}

static void
assert_measures(const struct course *course, size_t done, size_t all)
{
	assert_int_equal(course->measures_done, done);
	assert_int_equal(course->measure_count, all);
}

/* ---- by example ---- */

static void
test_nothing_said(void **state)
{
	(void)state;
	const struct course *c = course_of(TWO, NULL, 0);
	assert_course(c, PROBLEM_OPEN, "2010-10-31", 1, 0);
	assert_measures(c, 0, 2);
	assert_false(c->answered);
	assert_true(course_is_unfinished(c));
	assert_int_equal(course_days_over(c, "2010-11-02"), 2);
	assert_true(course_days_over(c, "2010-10-31") <= 0);
}

static void
test_from_open_to_closed(void **state)
{
	(void)state;
	const struct course *c = COURSE(TWO,
	    verified("2010-10-30", "closed"),
	    reply("2010-10-20", "problem=p1, measure=签约, state=done"),
	    reply("2010-10-10",
		"problem=p1, measure=m1, state=done; problem=p2, state=open"));
	assert_course(c, PROBLEM_CLOSED, "2010-10-31", 4, 0);
	assert_measures(c, 2, 2);
	assert_int_equal(c->steps[1].state, PROBLEM_DOING);
	assert_int_equal(c->steps[2].state, PROBLEM_DONE);
	assert_int_equal(c->steps[1].source, 2);
	assert_string_equal(c->done, "2010-10-20");
	assert_false(course_is_unfinished(c));
	assert_true(course_days_over(c, "2012-01-01") <= 0);
}

/* A reply can at most say done; what is done is not over its day. */
static void
test_done_is_not_closed(void **state)
{
	(void)state;
	const struct course *c = COURSE("",
	    reply("2010-10-20", "problem=p1, state=done"));
	assert_course(c, PROBLEM_DONE, "2010-10-31", 2, 0);
	assert_true(course_is_unfinished(c));
	assert_true(course_days_over(c, "2012-01-01") <= 0);
	assert_measures(c, 0, 0);
}

static void
test_what_was_done_is_a_new_measure(void **state)
{
	(void)state;
	const struct course *c = COURSE(TWO,
	    reply("2010-10-20", "problem=p1, measure=查明差额, state=doing"));
	assert_course(c, PROBLEM_DOING, "2010-10-31", 2, 0);
	assert_measures(c, 0, 3);
	assert_false(c->measures[2].planned);
	/* Named by its text later, it is the same. */
	c = COURSE(TWO,
	    reply("2010-10-20", "problem=p1, measure=查明差额, state=doing"),
	    reply("2010-10-22", "problem=p1, measure=查明差额, state=done"));
	assert_measures(c, 1, 3);
	/* Of several new ones the least advanced says how far it is. */
	c = COURSE("",
	    reply("2010-10-20",
		"problem=p1, measure=甲, state=done; "
		"problem=p1, measure=乙, state=doing"));
	assert_course(c, PROBLEM_DOING, "2010-10-31", 2, 0);
	assert_measures(c, 1, 2);
	/* What is said of the whole decides. */
	c = COURSE(TWO,
	    reply("2010-10-20",
		"problem=p1, state=done; problem=p1, measure=m1, state=done"));
	assert_course(c, PROBLEM_DONE, "2010-10-31", 2, 0);
	assert_measures(c, 1, 2);
}

static void
test_extensions(void **state)
{
	(void)state;
	const struct course *c = COURSE("",
	    reply("2010-10-20",
		"problem=p1, state=extended, due=2010-12-01, reason=等设备"),
	    reply("2010-11-20",
		"problem=p1, state=extended, due=2010-12-20, reason=仍未到"));
	assert_course(c, PROBLEM_EXTENDED, "2010-12-20", 3, 0);
	assert_int_equal(c->extensions, 2);
	assert_string_equal(c->steps[1].due, "2010-12-01");
	assert_string_equal(c->steps[1].reason, "等设备");
	/* Without a reason, without a day, with an earlier day: the old holds. */
	c = COURSE("",
	    reply("2010-10-20", "problem=p1, state=extended, due=2010-12-01"));
	assert_course(c, PROBLEM_DOING, "2010-10-31", 2, 1);
	assert_int_equal(c->faults[0].kind, COURSE_EXTENSION_REASON);
	c = COURSE("",
	    reply("2010-10-20", "problem=p1, state=extended, reason=等设备"));
	assert_course(c, PROBLEM_DOING, "2010-10-31", 2, 1);
	assert_int_equal(c->faults[0].kind, COURSE_EXTENSION_DUE);
	c = COURSE("",
	    reply("2010-10-20",
		"problem=p1, state=extended, due=2010-10-31, reason=等"));
	assert_course(c, PROBLEM_DOING, "2010-10-31", 2, 1);
	/* A new day is an extension whatever the state is called. */
	c = COURSE("",
	    reply("2010-10-20",
		"problem=p1, state=doing, due=2010-12-01, reason=等设备"));
	assert_course(c, PROBLEM_EXTENDED, "2010-12-01", 2, 0);
	/* The day that holds anyhow is none. */
	c = COURSE("",
	    reply("2010-10-20", "problem=p1, state=doing, due=2010-10-31"));
	assert_course(c, PROBLEM_DOING, "2010-10-31", 2, 0);
	assert_int_equal(c->extensions, 0);
}

/* Where the review has set no day, the first that a reply gives is that. */
static void
test_first_day(void **state)
{
	struct course_source sources[] = {
		reply("2010-10-20",
		    "problem=p1, state=doing, measure=m1, due=2010-11-20; "
		    "problem=p1, state=doing, measure=m2, due=2010-12-20"),
		reply("2010-11-20",
		    "problem=p1, state=doing, due=2011-01-20, reason=仍未到"),
	};
	const struct value *problem = problem_of("id=p1", TWO);
	(void)state;
	const struct course *c =
	    course_make(arena, problem, OPENED, sources, 1);
	assert_int_equal(c->fault_count, 0);
	assert_int_equal(c->state, PROBLEM_DOING);
	assert_int_equal(c->extensions, 0);
	assert_string_equal(c->due, "2010-12-20");
	assert_string_equal(c->first_due, "2010-12-20");
	assert_int_equal(course_days_over(c, "2010-12-21"), 1);
	c = course_make(arena, problem, OPENED, sources, 2);
	assert_int_equal(c->fault_count, 0);
	assert_int_equal(c->state, PROBLEM_EXTENDED);
	assert_int_equal(c->extensions, 1);
	assert_string_equal(c->due, "2011-01-20");
	assert_string_equal(c->first_due, "2010-12-20");
	/* Who says that it is one has a reason. */
	sources[0] = reply("2010-10-20", "problem=p1, state=extended, due=2010-12-20");
	c = course_make(arena, problem, OPENED, sources, 1);
	assert_int_equal(c->fault_count, 1);
	assert_int_equal(c->faults[0].kind, COURSE_EXTENSION_REASON);
	assert_null(c->due);
}

static void
test_reopened(void **state)
{
	(void)state;
	const struct course *c = COURSE("",
	    reply("2010-10-10", "problem=p1, state=done"),
	    verified("2010-10-12", "closed"),
	    verified("2010-12-03", "reopened"));
	assert_course(c, PROBLEM_REOPENED, "2010-10-31", 4, 0);
	assert_int_equal(course_days_over(c, "2010-12-03"), 33);
	c = COURSE("",
	    reply("2010-10-10", "problem=p1, state=done"),
	    verified("2010-10-12", "reopened"));
	assert_course(c, PROBLEM_REOPENED, "2010-10-31", 3, 0);
	/* On one day the reply comes first. */
	c = COURSE("", verified("2010-10-12", "reopened"),
	    reply("2010-10-12", "problem=p1, state=done"));
	assert_course(c, PROBLEM_REOPENED, "2010-10-31", 3, 0);
	c = COURSE("", verified("2010-10-12", "reopened"));
	assert_course(c, PROBLEM_OPEN, "2010-10-31", 1, 1);
	assert_int_equal(c->faults[0].state, PROBLEM_REOPENED);
}

static void
test_after_closing(void **state)
{
	(void)state;
	/* A verifier may close what nobody called done. */
	const struct course *c = COURSE("", verified("2010-10-12", "closed"),
	    verified("2010-10-13", "closed"),
	    reply("2010-10-14",
		"problem=p1, state=extended, due=2010-12-01, reason=等"));
	assert_course(c, PROBLEM_CLOSED, "2010-10-31", 2, 2);
	assert_false(c->answered);
	assert_int_equal(c->faults[0].before, 1);
	assert_int_equal(c->faults[1].state, PROBLEM_EXTENDED);
}

static void
test_lasting(void **state)
{
	(void)state;
	const struct course *c = COURSE(TWO,
	    reply("2010-10-10",
		"problem=p1, measure=m1, state=done; "
		"problem=p1, measure=m2, state=lasting"));
	assert_course(c, PROBLEM_LASTING, "2010-10-31", 2, 0);
	assert_measures(c, 2, 2);
	assert_false(course_is_unfinished(c));
	assert_true(course_days_over(c, "2012-01-01") <= 0);
}

/* What readers of broken files leave: no ids, no days, no items. */
static void
test_holes(void **state)
{
	(void)state;
	struct course_source holes[] = {
		{ .record = "r", .date = "" },
		{ .record = "r", .date = "soon", .items = list_of("state=done") },
		{ .record = "r", .date = "2010-10-10" },
		reply("2010-10-11", "state=done"),
		reply("2010-10-12", "problem=p1"),
		verified("2010-10-13", "perhaps"),
	};
	const struct course *c = course_make(arena, value_map(arena), "",
	    holes, 6);
	assert_int_equal(c->state, PROBLEM_OPEN);
	assert_null(c->due);
	assert_int_equal(course_days_over(c, "2012-01-01"), 0);
	c = course_of("text=甲; id=m", holes, 6);
	assert_course(c, PROBLEM_DOING, "2010-10-31", 2, 0);
}

/* ---- by chance ---- */

static uint64_t chance_state = 3;

static size_t
chance(size_t count)
{
	chance_state = chance_state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(chance_state >> 33) % count;
}

static const char *
chance_day(void)
{
	return arena_printf(arena, "2010-%02zu-%02zu", 9 + chance(4),
	    1 + chance(28));
}

static const char *
chance_item(void)
{
	static const char *const states[] = { "open", "doing", "done",
		"lasting", "extended" };
	static const char *const measures[] = { "", ", measure=m1",
		", measure=签约", ", measure=新一", ", measure=新二" };
	return arena_printf(arena, "problem=p%zu, state=%s%s", 1 + chance(2),
	    states[chance(5)], measures[chance(5)]);
}

static struct course_source
chance_source(void)
{
	if (chance(3) == 0)
		return verified(chance_day(),
		    chance(2) == 0 ? "closed" : "reopened");
	struct course_source source = { .record = "r", .date = chance_day() };
	struct value *items = value_list(arena);
	for (size_t i = chance(4); i > 0; i--) {
		struct value *item = map_of(chance_item());
		if (chance(3) == 0)
			value_set(arena, item, "due",
			    value_string(arena, chance_day()));
		if (chance(2) == 0)
			value_set(arena, item, "reason",
			    value_string(arena, "等设备"));
		value_add(arena, items, item);
	}
	source.items = items;
	return source;
}

static void
assert_sound(const struct course *c, const struct course_source *sources)
{
	const char *due = c->first_due;
	size_t extensions = 0, done = 0;
	assert_int_equal(c->steps[0].state, PROBLEM_OPEN);
	assert_int_equal(c->steps[0].source, COURSE_REVIEW);
	for (size_t i = 1; i < c->step_count; i++) {
		const struct course_step *before = &c->steps[i - 1];
		const struct course_step *step = &c->steps[i];
		bool by_verifier = sources[step->source].result != NULL;
		/* In order of time, once the review is there. */
		assert_true(i == 1 || strcmp(before->date, step->date) <= 0);
		assert_string_equal(step->date, sources[step->source].date);
		/* Only a verification closes or reopens. */
		assert_int_equal(by_verifier,
		    step->state == PROBLEM_CLOSED ||
			step->state == PROBLEM_REOPENED);
		if (before->state == PROBLEM_CLOSED)
			assert_int_equal(step->state, PROBLEM_REOPENED);
		if (step->state == PROBLEM_REOPENED)
			assert_true(before->state == PROBLEM_CLOSED ||
			    before->state == PROBLEM_DONE ||
			    before->state == PROBLEM_LASTING);
		if (step->due != NULL) {
			assert_true(strcmp(step->due, due) > 0);
			assert_true(step->reason[0] != '\0');
			due = step->due;
			extensions++;
		}
	}
	assert_int_equal(c->state, c->steps[c->step_count - 1].state);
	assert_string_equal(c->due, due);
	assert_int_equal(c->extensions, extensions);
	for (size_t i = 0; i < c->measure_count; i++)
		done += c->measures[i].state == PROBLEM_DONE ||
		    c->measures[i].state == PROBLEM_LASTING;
	assert_int_equal(c->measures_done, done);
	assert_true(c->measure_count >= 2 && c->measure_count <= 4);
	for (size_t i = 0; i < c->fault_count; i++)
		assert_true(c->faults[i].before < c->step_count);
}

static bool
same(const struct course *a, const struct course *b)
{
	bool equal = a->step_count == b->step_count &&
	    a->fault_count == b->fault_count && a->state == b->state &&
	    a->measures_done == b->measures_done &&
	    strcmp(a->due, b->due) == 0;
	for (size_t i = 0; equal && i < a->step_count; i++)
		equal = a->steps[i].state == b->steps[i].state &&
		    strcmp(a->steps[i].date, b->steps[i].date) == 0;
	return equal;
}

static void
test_by_chance(void **state)
{
	(void)state;
	size_t seen[PROBLEM__MAX] = { 0 }, faults = 0;
	for (int round = 0; round < 3000; round++) {
		struct course_source sources[8], turned[8];
		size_t count = chance(9);
		arena_reset(arena);
		for (size_t i = 0; i < count; i++)
			sources[i] = chance_source();
		/* Of different days the order given doesn't matter. */
		bool days_differ = true;
		for (size_t i = 0; i < count; i++) {
			turned[count - 1 - i] = sources[i];
			for (size_t j = 0; j < i; j++)
				days_differ = days_differ &&
				    strcmp(sources[i].date, sources[j].date);
		}
		const struct course *c = course_of(TWO, sources, count);
		assert_sound(c, sources);
		if (days_differ)
			assert_true(same(c, course_of(TWO, turned, count)));
		seen[c->state]++;
		faults += c->fault_count;
		/* What comes later changes nothing of what was before. */
		const struct course *less = course_of(TWO, sources, 0);
		assert_int_equal(less->step_count, 1);
		size_t early = 0;
		struct course_source until[8];
		for (size_t i = 0; i < count; i++)
			if (strcmp(sources[i].date, "2010-11-01") < 0)
				until[early++] = sources[i];
		less = course_of(TWO, until, early);
		assert_true(less->step_count <= c->step_count);
		for (size_t i = 0; i < less->step_count; i++)
			assert_int_equal(less->steps[i].state,
			    c->steps[i].state);
	}
	for (int s = 0; s < PROBLEM__MAX; s++)
		assert_true(seen[s] > 0);
	assert_true(faults > 100);
}

static void
test_names_of_problems(void **state)
{
	(void)state;
	assert_true(problem_is_named(TEXT_LIT("a/b#p1"), TEXT_LIT("p1")));
	assert_false(problem_is_named(TEXT_LIT("a/b#p12"), TEXT_LIT("p1")));
	assert_false(problem_is_named(TEXT_LIT("p1"), TEXT_LIT("p1")));
	assert_false(problem_is_named(TEXT_LIT(""), TEXT_LIT("")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_said),
		cmocka_unit_test(test_from_open_to_closed),
		cmocka_unit_test(test_done_is_not_closed),
		cmocka_unit_test(test_what_was_done_is_a_new_measure),
		cmocka_unit_test(test_extensions),
		cmocka_unit_test(test_first_day),
		cmocka_unit_test(test_reopened),
		cmocka_unit_test(test_after_closing),
		cmocka_unit_test(test_lasting),
		cmocka_unit_test(test_holes),
		cmocka_unit_test(test_by_chance),
		cmocka_unit_test(test_names_of_problems),
	};
	return cmocka_run_group_tests(tests, room_open, room_close);
}
