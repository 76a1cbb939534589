/*
 * A review's problems as rows of its form, each with its course as far as the
 * audience may see it.
 */
#include "compose/page.h"

#include <stdlib.h>
#include "model/course.h"

/* ---- the course ---- */

/* The visible records that speak of the problem. */
struct spoken {
	struct course_source *sources;
	const struct view_entry **entries; /* parallel */
	size_t count;
};

static void
spoken_add(struct spoken *spoken, const struct view_entry *entry)
{
	bool reply = entry_is(entry, "reply");
	spoken->entries[spoken->count] = entry;
	spoken->sources[spoken->count++] = (struct course_source){
		.record = entry->id,
		.date = entry->date,
		.span = entry->span,
		.items = reply ? entry_get(entry, "items") : NULL,
		.result = reply ? NULL : entry_get(entry, "result"),
	};
}

static struct spoken
spoken_of(struct arena *arena, const struct view_entry *review,
    struct text problem)
{
	const struct entry_list *verifications = entry_verifications(review);
	const struct entry_list *replies = entry_replies(review);
	size_t most = replies->count + verifications->count;
	struct spoken spoken = {
		ARENA_ARRAY(arena, struct course_source, most),
		ARENA_ARRAY(arena, const struct view_entry *, most), 0
	};
	for (size_t i = 0; i < replies->count; i++)
		spoken_add(&spoken, replies->items[i]);
	for (size_t i = 0; i < verifications->count; i++) {
		const struct view_entry *v = verifications->items[i];
		if (problem_is_named(
			value_as_text(entry_get(v, "problem")), problem))
			spoken_add(&spoken, v);
	}
	return spoken;
}

static const struct course *
course_of(struct arena *arena, const struct view_entry *review,
    const struct value *problem, struct spoken *spoken)
{
	*spoken = spoken_of(arena, review,
	    value_as_text(value_get(problem, "id")));
	return course_make(arena, problem, review->date, spoken->sources,
	    spoken->count);
}

const struct course *
visible_course(struct arena *arena, const struct view_entry *review,
    const struct value *problem)
{
	struct spoken spoken;
	return course_of(arena, review, problem, &spoken);
}

const char *
problem_state_words(struct arena *arena, const struct view *view,
    enum problem_state state)
{
	bool verified = state == PROBLEM_CLOSED || state == PROBLEM_REOPENED;
	const struct field *field = verified
	    ? field_find(kind_find(TEXT_LIT("verification")),
		  TEXT_LIT("result"))
	    : field_find(field_find(kind_find(TEXT_LIT("reply")),
			     TEXT_LIT("items"))
			     ->shape,
		  TEXT_LIT("state"));
	return field_value_words(arena, view, field,
	    value_string(arena, problem_state_name(state)));
}

static const char *
state_words(const struct composing *c, enum problem_state state)
{
	return problem_state_words(c->arena, c->view, state);
}

static struct value *
step_make(const struct composing *c, const struct spoken *spoken,
    const struct course_step *step)
{
	struct value *made = value_map_sized(c->arena, 7);
	show_text(c, made, "iso", step->date);
	show_text(c, made, "date", day_words(c, step->date));
	show_text(c, made, "reason", step->reason);
	show_text(c, made, "due", day_words(c, step->due));
	if (step->source == COURSE_REVIEW) {
		show_text(c, made, "state",
		    strings_get(c->strings, "problem_raised"));
		return made;
	}
	const struct view_entry *entry = spoken->entries[step->source];
	show_text(c, made, "state", state_words(c, step->state));
	show_text(c, made, "kind", strings_kind(c->strings, entry->kind));
	show_text(c, made, "href", href_to(c, entry_place(c->arena, entry)));
	return made;
}

/* {text, state}: those of the review, then those that replies brought. */
static struct value *
measures_make(const struct composing *c, const struct course *course)
{
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < course->measure_count; i++) {
		const struct course_measure *m = &course->measures[i];
		struct value *made = value_map_sized(c->arena, 2);
		show_text(c, made, "text", m->text);
		show_text(c, made, "state",
		    m->state == PROBLEM_OPEN ? NULL : state_words(c, m->state));
		value_add(c->arena, list, made);
	}
	return list;
}

static void
course_set(const struct composing *c, struct value *made,
    const struct view_entry *review, const struct value *problem)
{
	struct spoken spoken;
	const struct course *course =
	    course_of(c->arena, review, problem, &spoken);
	show_text(c, made, "due", day_words(c, course->due));
	show_text(c, made, "due_before",
	    course->extensions == 0 ? NULL : day_words(c, course->first_due));
	show_value(c, made, "measures", measures_make(c, course));
	/* The review alone sets no state: what answers it may be hidden. */
	if (course->step_count == 1)
		return;
	struct value *steps = value_list(c->arena);
	for (size_t i = 0; i < course->step_count; i++)
		value_add(c->arena, steps,
		    step_make(c, &spoken, &course->steps[i]));
	show_value(c, made, "steps", steps);
	show_text(c, made, "state", state_words(c, course->state));
	if (course->measure_count == 0 || !course->answered)
		return;
	show_count(c, made, "measures_done", course->measures_done);
	show_count(c, made, "measures_all", course->measure_count);
}

/* ---- the rows ---- */

const char *
problem_person(const struct composing *c, const struct value *problem,
    const char *key)
{
	const struct view_person *person =
	    view_person(c->view, value_as_text(value_get(problem, key)));
	return person == NULL ? NULL : person_words(c->strings, person);
}

/* The opinion that raised it, where opinions are seen. */
static const char *
opinion_text(const struct view_entry *review, const struct value *problem)
{
	const struct value *from = value_get(problem, "from");
	return from == NULL
	    ? NULL
	    : text_named(entry_get(review, "opinions"), from->text);
}

static struct value *
problem_make(const struct composing *c, const struct view_entry *review,
    const struct value *problem, size_t number)
{
	/* A map may lie in another that has the same keys: each has its own. */
	static const char *const absent[] = { "state", "steps",
		"measures_done", "measures_all" };
	static const char *const texts[] = { "id", "text", "advice",
		"standard" };
	struct value *made = value_map_sized(c->arena, 16);
	for (size_t i = 0; i < sizeof(absent) / sizeof(*absent); i++)
		show_text(c, made, absent[i], NULL);
	course_set(c, made, review, problem);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		show_text(
		    c, made, texts[i], value_get_string(problem, texts[i]));
	show_count(c, made, "number", number);
	show_text(c, made, "aspect",
	    term_words(c, VOCABULARY_ASPECT,
		value_get_string(problem, "aspect")));
	show_text(c, made, "raised", opinion_text(review, problem));
	show_text(c, made, "owner", problem_person(c, problem, "owner"));
	show_text(c, made, "verifier", problem_person(c, problem, "verifier"));
	return made;
}

struct value *
problems_make(const struct composing *c, const struct view_entry *review)
{
	const struct value *problems = entry_get(review, "problems");
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < value_count(problems); i++)
		value_add(c->arena, list,
		    problem_make(c, review, value_item(problems, i), i + 1));
	return list;
}

/* ---- what answers it ---- */

/* {state, text, until}: what an item of a reply, or a verification, says. */
static void
said_add(const struct composing *c, struct value *said, const char *state,
    const char *text, const char *until)
{
	struct value *made = value_map_sized(c->arena, 3);
	show_text(c, made, "state", state);
	show_text(c, made, "text", text);
	show_text(c, made, "until", until);
	value_add(c->arena, said, made);
}

static void
items_say(const struct composing *c, struct value *said,
    const struct view_entry *reply, struct text problem)
{
	const struct shape *shape =
	    field_find(reply->kind, TEXT_LIT("items"))->shape;
	const struct field *states = field_find(shape, TEXT_LIT("state"));
	const struct value *items = entry_get(reply, "items");
	for (size_t i = 0; i < value_count(items); i++) {
		const struct value *item = value_item(items, i);
		const struct value *state = value_get(item, "state");
		const char *evidence = value_get_string(item, "evidence");
		if (!text_equal(
			value_as_text(value_get(item, "problem")), problem))
			continue;
		said_add(c, said,
		    state == NULL ? NULL
				  : field_value_words(
					c->arena, c->view, states, state),
		    evidence != NULL ? evidence
				     : value_get_string(item, "reason"),
		    day_words(c, value_get_string(item, "due")));
	}
}

/* NULL: it says nothing of this problem. */
static struct value *
answer_make(const struct composing *c, const struct view_entry *entry,
    struct text problem)
{
	struct value *said = value_list(c->arena);
	if (entry_is(entry, "reply"))
		items_say(c, said, entry, problem);
	else if (problem_is_named(
		     value_as_text(entry_get(entry, "problem")), problem))
		said_add(c, said, field_words(c->arena, c->view, entry, "result"),
		    entry_string(entry, "evidence"), NULL);
	if (value_count(said) == 0)
		return NULL;
	struct value *made = entry_summary(c, entry);
	show_text(c, made, "result", NULL); /* it is in what is said */
	show_value(c, made, "said", said);
	return made;
}

/* As steps count (model/course.h): on one day replies before verifications. */
static int
oldest_first(const void *pa, const void *pb)
{
	const struct view_entry *a = *(const struct view_entry *const *)pa;
	const struct view_entry *b = *(const struct view_entry *const *)pb;
	int c = strcmp(a->date, b->date);
	if (c == 0)
		c = entry_is(b, "reply") - entry_is(a, "reply");
	return c != 0 ? c : (a->index > b->index) - (a->index < b->index);
}

/* The replies and verifications of a review. */
static const struct view_entry **
answering(const struct composing *c, const struct view_entry *review,
    size_t *count)
{
	const struct entry_list *lists[] = { entry_replies(review),
		entry_verifications(review) };
	const struct view_entry **entries = ARENA_ARRAY(c->arena,
	    const struct view_entry *, lists[0]->count + lists[1]->count);
	*count = 0;
	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < lists[l]->count; i++)
			entries[(*count)++] = lists[l]->items[i];
	if (*count > 1)
		qsort(entries, *count, sizeof(*entries), oldest_first);
	return entries;
}

void
answers_set(const struct composing *c, struct value *data,
    const struct view_entry *review)
{
	const struct value *problems = entry_get(review, "problems");
	struct value *groups = value_list(c->arena);
	struct value *others = value_list(c->arena);
	size_t count;
	const struct view_entry **entries = answering(c, review, &count);
	bool *placed = ARENA_ARRAY(c->arena, bool, count);
	for (size_t p = 0; p < value_count(problems); p++) {
		const struct value *problem = value_item(problems, p);
		struct text id = value_as_text(value_get(problem, "id"));
		struct value *answers = value_list(c->arena);
		for (size_t i = 0; i < count; i++) {
			struct value *answer = answer_make(c, entries[i], id);
			if (answer == NULL)
				continue;
			placed[i] = true;
			value_add(c->arena, answers, answer);
		}
		if (value_count(answers) == 0)
			continue;
		struct value *group = value_map_sized(c->arena, 4);
		show_text(c, group, "id", arena_text(c->arena, id).at);
		show_text(
		    c, group, "text", value_get_string(problem, "text"));
		show_count(c, group, "number", p + 1);
		show_value(c, group, "answers", answers);
		value_add(c->arena, groups, group);
	}
	for (size_t i = 0; i < count; i++)
		if (!placed[i])
			value_add(
			    c->arena, others, entry_summary(c, entries[i]));
	show_value(c, data, "answered", groups);
	show_value(c, data, "other_answers", others);
}
