#include "model/course.h"

#include <stdlib.h>
#include "base/date.h"
#include "base/lang.h"

static const char *const names[PROBLEM__MAX] = {
	[PROBLEM_OPEN] = N_("open"),
	[PROBLEM_DOING] = N_("doing"),
	[PROBLEM_DONE] = N_("done"),
	[PROBLEM_LASTING] = N_("lasting"),
	[PROBLEM_EXTENDED] = N_("extended"),
	[PROBLEM_CLOSED] = N_("closed"),
	[PROBLEM_REOPENED] = N_("reopened"),
};

struct coursing {
	struct arena *arena;
	struct course *course;
	struct text problem; /* its id */
};

const char *
problem_state_name(enum problem_state state)
{
	return names[state];
}

/* What is said without a state is that something is being done. */
static enum problem_state
state_of(const struct value *value)
{
	for (int i = 0; i < PROBLEM__MAX; i++)
		if (text_is(value_as_text(value), names[i]))
			return (enum problem_state)i;
	return PROBLEM_DOING;
}

static bool
is_finished(enum problem_state state)
{
	return state == PROBLEM_DONE || state == PROBLEM_LASTING;
}

/* ---- measures ---- */

static void
measure_add(struct coursing *c, const char *text, const char *id, bool planned)
{
	struct course *course = c->course;
	ARENA_ROOM(c->arena, course->measures, course->measure_count,
	    course->measure_room);
	course->measures[course->measure_count++] = (struct course_measure){
		.text = text, .id = id, .planned = planned
	};
}

static void
measures_plan(struct coursing *c, const struct value *problem)
{
	const struct value *list = value_get(problem, "measures");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *measure = value_item(list, i);
		measure_add(c, value_as_string(value_get(measure, "text")),
		    value_get_string(measure, "id"), true);
	}
}

static struct course_measure *
measure_find(const struct course *course, struct text name)
{
	for (size_t i = 0; i < course->measure_count; i++) {
		struct course_measure *m = &course->measures[i];
		if ((m->id != NULL && text_is(name, m->id)) ||
		    text_is(name, m->text))
			return m;
	}
	return NULL;
}

/* How far the problem is by its measures alone. */
static enum problem_state
measures_state(const struct course *course)
{
	bool all = true, some = false, lasting = false;
	for (size_t i = 0; i < course->measure_count; i++) {
		enum problem_state state = course->measures[i].state;
		all = all && is_finished(state);
		some = some || state != PROBLEM_OPEN;
		lasting = lasting || state == PROBLEM_LASTING;
	}
	if (all)
		return lasting ? PROBLEM_LASTING : PROBLEM_DONE;
	return some ? PROBLEM_DOING : PROBLEM_OPEN;
}

const struct value *
problem_measure(const struct value *problem, struct text name)
{
	const struct value *list = value_get(problem, "measures");
	const struct value *found = value_find_item(list, "id", name);
	return found != NULL ? found : value_find_item(list, "text", name);
}

/* ---- steps ---- */

static void
step_add(struct coursing *c, struct course_step step)
{
	struct course *course = c->course;
	ARENA_ROOM(c->arena, course->steps, course->step_count,
	    course->step_room);
	course->steps[course->step_count++] = step;
	if (!is_finished(step.state) && step.state != PROBLEM_CLOSED)
		course->done = NULL;
	else if (course->done == NULL)
		course->done = step.date;
	course->state = step.state;
}

static void
fault_add(struct coursing *c, enum course_fault_kind kind,
    enum problem_state state, struct span span)
{
	struct course *course = c->course;
	ARENA_ROOM(c->arena, course->faults, course->fault_count,
	    course->fault_room);
	course->faults[course->fault_count++] = (struct course_fault){
		kind, state, span, course->step_count - 1
	};
}

static bool
is_possible(enum problem_state from, enum problem_state to)
{
	if (from == PROBLEM_CLOSED)
		return to == PROBLEM_REOPENED;
	return to != PROBLEM_REOPENED || is_finished(from);
}

/* An item that gives another day than the one that holds asks for more time. */
static bool
is_extension(const struct course *course, const struct value *item)
{
	const char *due = value_get_string(item, "due");
	return state_of(value_get(item, "state")) == PROBLEM_EXTENDED ||
	    (due != NULL && course->due != NULL &&
		strcmp(due, course->due) != 0);
}

/* True when the new day holds from now on. */
static bool
extension_take(struct coursing *c, struct course_step *step,
    const struct value *item)
{
	struct course *course = c->course;
	const struct value *due = value_get(item, "due");
	const struct value *reason = value_get(item, "reason");
	size_t before = course->fault_count;
	if (text_trim(value_as_text(reason)).len == 0)
		fault_add(c, COURSE_EXTENSION_REASON, PROBLEM_EXTENDED,
		    item->span);
	if (!value_is(due, VALUE_TEXT) || !date_is_valid(due->text) ||
	    (course->due != NULL && strcmp(due->text.at, course->due) <= 0))
		fault_add(c, COURSE_EXTENSION_DUE, PROBLEM_EXTENDED,
		    due != NULL ? due->span : item->span);
	if (course->fault_count > before)
		return false;
	if (step->due == NULL || strcmp(due->text.at, step->due) > 0) {
		step->due = due->text.at;
		step->reason = reason->text.at;
	}
	return true;
}

/* What one reply comes to, while its items are read. */
struct answer {
	struct course_step step;
	bool speaks;    /* there is an item of this problem */
	bool whole;     /* one of the problem as a whole, which decides */
	bool brought;   /* new measures, whose least decides otherwise */
	bool extended;
	const char *first_due; /* the latest, where no day was set before */
	enum problem_state whole_state, brought_state;
};

static void
first_due_take(const struct course *course, struct answer *answer,
    const struct value *item)
{
	const char *due = value_get_string(item, "due");
	if (course->due == NULL && due != NULL && date_is_valid(text_of(due)) &&
	    (answer->first_due == NULL || strcmp(due, answer->first_due) > 0))
		answer->first_due = due;
}

/* How far a new measure has come, for “the least advanced”. */
static int
advance_of(enum problem_state state)
{
	static const int order[PROBLEM__MAX] = {
		[PROBLEM_OPEN] = 0,
		[PROBLEM_EXTENDED] = 1,
		[PROBLEM_DOING] = 2,
		[PROBLEM_LASTING] = 3,
		[PROBLEM_DONE] = 4,
	};
	return order[state];
}

static void
item_take(struct coursing *c, struct answer *answer, const struct value *item)
{
	enum problem_state state = state_of(value_get(item, "state"));
	struct text name = value_as_text(value_get(item, "measure"));
	struct course_measure *measure =
	    name.len == 0 ? NULL : measure_find(c->course, name);
	if (!answer->speaks)
		answer->step.span = item->span;
	answer->speaks = true;
	if (!is_extension(c->course, item))
		first_due_take(c->course, answer, item);
	else if (extension_take(c, &answer->step, item))
		answer->extended = true;
	else if (state == PROBLEM_EXTENDED)
		state = PROBLEM_DOING; /* the old day holds */
	if (measure != NULL) {
		measure->state = state;
		return;
	}
	if (name.len == 0) {
		answer->whole = true;
		answer->whole_state = state;
		return;
	}
	measure_add(c, name.at, NULL, false);
	c->course->measures[c->course->measure_count - 1].state = state;
	if (!answer->brought ||
	    advance_of(state) < advance_of(answer->brought_state))
		answer->brought_state = state;
	answer->brought = true;
}

static enum problem_state
answer_state(const struct coursing *c, const struct answer *answer)
{
	enum problem_state state = answer->whole ? answer->whole_state
	    : answer->brought			 ? answer->brought_state
						 : measures_state(c->course);
	/* Who asks for more time has not done it. */
	return answer->extended && !is_finished(state) ? PROBLEM_EXTENDED
						       : state;
}

static bool
speaks_of(const struct coursing *c, const struct value *item)
{
	return c->problem.len > 0 &&
	    text_equal(c->problem, value_as_text(value_get(item, "problem")));
}

/* After closing nothing is answered any more: the reply's items are told. */
static bool
reply_is_late(struct coursing *c, const struct value *items)
{
	if (c->course->state != PROBLEM_CLOSED)
		return false;
	for (size_t i = 0; i < value_count(items); i++) {
		const struct value *item = value_item(items, i);
		if (speaks_of(c, item))
			fault_add(c, COURSE_IMPOSSIBLE,
			    state_of(value_get(item, "state")), item->span);
	}
	return true;
}

static void
reply_take(struct coursing *c, const struct course_source *source,
    size_t number)
{
	struct answer answer = { .step = { .date = source->date,
				     .source = number } };
	if (reply_is_late(c, source->items))
		return;
	for (size_t i = 0; i < value_count(source->items); i++) {
		const struct value *item = value_item(source->items, i);
		if (speaks_of(c, item))
			item_take(c, &answer, item);
	}
	if (!answer.speaks)
		return;
	c->course->answered = true;
	if (answer.extended) {
		c->course->extensions++;
		c->course->due = answer.step.due;
	} else if (answer.first_due != NULL) {
		c->course->first_due = c->course->due = answer.first_due;
	}
	answer.step.state = answer_state(c, &answer);
	step_add(c, answer.step);
}

static void
verification_take(struct coursing *c, const struct course_source *source,
    size_t number)
{
	enum problem_state to = state_of(source->result);
	if (to != PROBLEM_CLOSED && to != PROBLEM_REOPENED)
		return;
	if (!is_possible(c->course->state, to))
		fault_add(c, COURSE_IMPOSSIBLE, to, source->result->span);
	else
		step_add(c, (struct course_step){ to, source->date, number,
				source->result->span, NULL, NULL });
}

/* ---- the whole ---- */

struct place_in_time {
	const struct course_source *source;
	size_t number;
};

static int
time_compare(const void *pa, const void *pb)
{
	const struct place_in_time *a = pa, *b = pb;
	int c = strcmp(a->source->date, b->source->date);
	if (c != 0)
		return c;
	if ((a->source->result == NULL) != (b->source->result == NULL))
		return a->source->result == NULL ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

static void
measures_count(struct course *course)
{
	for (size_t i = 0; i < course->measure_count; i++)
		if (is_finished(course->measures[i].state))
			course->measures_done++;
}

struct course *
course_make(struct arena *arena, const struct value *problem,
    const char *opened, const struct course_source *sources, size_t count)
{
	struct course *course = ARENA_NEW(arena, struct course);
	struct coursing c = { arena, course,
		value_as_text(value_get(problem, "id")) };
	struct place_in_time *order =
	    ARENA_ARRAY(arena, struct place_in_time, count);
	size_t dated = 0;
	course->first_due = course->due = value_get_string(problem, "due");
	measures_plan(&c, problem);
	step_add(&c, (struct course_step){ PROBLEM_OPEN, opened, COURSE_REVIEW,
			 problem->span, NULL, NULL });
	for (size_t i = 0; i < count; i++)
		if (date_is_valid(text_of(sources[i].date)))
			order[dated++] = (struct place_in_time){ &sources[i], i };
	if (dated > 1)
		qsort(order, dated, sizeof(*order), time_compare);
	for (size_t i = 0; i < dated; i++) {
		if (order[i].source->result != NULL)
			verification_take(&c, order[i].source, order[i].number);
		else
			reply_take(&c, order[i].source, order[i].number);
	}
	measures_count(course);
	return course;
}

bool
course_is_unfinished(const struct course *course)
{
	return course->state != PROBLEM_CLOSED &&
	    course->state != PROBLEM_LASTING;
}

/* What is said to be done and waits for its verifier is not over its day. */
long
course_days_over(const struct course *course, const char *day)
{
	if (!course_is_unfinished(course) || course->state == PROBLEM_DONE ||
	    course->due == NULL || !date_is_valid(text_of(course->due)))
		return 0;
	return date_between(course->due, day);
}

bool
problem_is_named(struct text reference, struct text problem)
{
	struct text review, named;
	return text_split(reference, '#', &review, &named) &&
	    text_equal(named, problem);
}
