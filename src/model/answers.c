#include "model/answers.h"

#include <stdlib.h>

static struct course_source
source_of(const struct record *record)
{
	bool reply = record_is(record, "reply");
	return (struct course_source){
		.record = record->id,
		.date = record->date,
		.span = record->span,
		.items = reply ? record_get(record, "items") : NULL,
		.result = reply ? NULL : record_get(record, "result"),
	};
}

struct course *
answered_course(struct arena *arena, const struct record *review,
    const struct value *problem, const struct record *const *answers,
    size_t count)
{
	struct text id = value_as_text(value_get(problem, "id"));
	struct course_source *sources =
	    ARENA_ARRAY(arena, struct course_source, count);
	size_t n = 0;
	for (size_t i = 0; i < count; i++) {
		const struct record *record = answers[i];
		if (record_is(record, "reply") ||
		    problem_is_named(
			value_as_text(record_get(record, "problem")), id))
			sources[n++] = source_of(record);
	}
	return course_make(arena, problem, review->date, sources, n);
}

/* ---- by their review ---- */

struct answers {
	const struct record **items; /* by review, replies first, then by id */
	size_t count;
};

static int
answer_compare(const void *pa, const void *pb)
{
	const struct record *a = *(const struct record *const *)pa;
	const struct record *b = *(const struct record *const *)pb;
	if (a->about != b->about)
		return (uintptr_t)a->about < (uintptr_t)b->about ? -1 : 1;
	bool reply = record_is(a, "reply");
	if (reply != record_is(b, "reply"))
		return reply ? -1 : 1;
	return strcmp(a->id, b->id);
}

static bool
is_answer(const struct record *record, const char *day)
{
	return record->about != NULL && record_is(record->about, "review") &&
	    (record_is(record, "reply") || record_is(record, "verification")) &&
	    !record->left_out && !record_is_ahead(record, day);
}

struct answers *
answers_make(struct arena *arena, const struct corpus *corpus,
    const char *day)
{
	struct answers *answers = ARENA_NEW(arena, struct answers);
	size_t count = 0;
	for (size_t i = 0; i < corpus->record_count; i++)
		count += is_answer(corpus->records[i], day);
	answers->items = ARENA_ARRAY(arena, const struct record *, count);
	for (size_t i = 0; i < corpus->record_count; i++)
		if (is_answer(corpus->records[i], day))
			answers->items[answers->count++] = corpus->records[i];
	if (count > 1)
		qsort(answers->items, count, sizeof(*answers->items),
		    answer_compare);
	return answers;
}

struct course *
answers_course(const struct answers *answers, struct arena *arena,
    const struct record *review, const struct value *problem)
{
	size_t low = 0, high = answers->count, end;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if ((uintptr_t)answers->items[middle]->about <
		    (uintptr_t)review)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < answers->count &&
	     answers->items[end]->about == review; end++)
		continue;
	return answered_course(
	    arena, review, problem, answers->items + low, end - low);
}
