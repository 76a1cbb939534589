#include "scope/guard_known.h"

#include <stdlib.h>
#include "base/date.h"
#include "base/pool.h"

/* One kind of reading of one record: asked once for all its cells. */
struct question {
	uint32_t record;
	uint64_t read;
};

struct knowing {
	const struct guarding *guarding;
	struct sight *sights;
	size_t words;
	struct question *questions;
	size_t count;
	/* By record of the corpus: the first answer to it + 1, and the next. */
	uint32_t *first_answer, *next_answer;
	uint64_t **answers; /* by reader, then question: a bit */
};

/* Has it a superior from the first day on, and on every day after? */
static bool
is_never_alone(const struct organisation *organisation)
{
	const struct tenures *above = &organisation->superiors;
	const char *first = above->count == 0 ? "" : above->items[0].from;
	if (above->count == 0 ||
	    (*first != '\0' && strcmp(first, organisation->from) > 0))
		return false;
	for (size_t i = 1; i < above->count; i++)
		if (*above->items[i - 1].to == '\0' ||
		    (*above->items[i].from != '\0' &&
			date_between(above->items[i - 1].to,
			    above->items[i].from) > 1))
			return false;
	return *above->items[above->count - 1].to == '\0';
}

/* Below it on every day, whatever was between. */
static bool
is_always_below(const struct organisation *organisation,
    const struct organisation *top, int depth)
{
	const struct tenures *above = &organisation->superiors;
	if (organisation == top)
		return true;
	if (depth == TREE_DEPTH || !is_never_alone(organisation))
		return false;
	for (size_t i = 0; i < above->count; i++)
		if (above->items[i].organisation == NULL ||
		    !is_always_below(
			above->items[i].organisation, top, depth + 1))
			return false;
	return true;
}

bool
guard_is_over(const struct sight *sight,
    const struct organisation *organisation)
{
	const struct audience *a = &sight->audience;
	if (a->who != a->leaders || organisation == NULL)
		return a->who == a->leaders && a->within == NULL;
	return a->within == NULL || is_always_below(organisation, a->within, 0);
}

static bool
course_is_seen(const struct knowing *k, const struct sight *sight,
    uint32_t record)
{
	const struct corpus *corpus = k->guarding->corpus;
	for (uint32_t i = k->first_answer[record]; i != 0;
	     i = k->next_answer[i - 1]) {
		const struct record *answer = corpus->records[i - 1];
		if (!sight_record(sight, answer))
			return false;
		if (!record_is(answer, "reply"))
			continue;
		const struct value *items = record_get(answer, "items");
		if (!sight_field(
			sight, answer, field_index(answer->kind, "items")))
			return false;
		for (size_t j = 0; j < value_count(items); j++)
			if (!sight_item(sight, answer, value_item(items, j)))
				return false;
	}
	return true;
}

static bool
organisation_is_seen(const struct sight *sight, const struct record *record,
    const struct organisation *organisation)
{
	return policy_shows_organisation(sight->policy, organisation, NULL,
	    &sight->audience, record_label_day(record));
}

/* All those above the organisation that it concerns, on its day. */
static bool
above_are_seen(const struct sight *sight, const struct record *record)
{
	const struct organisation *o = record->organisation;
	for (int depth = 0; o != NULL && depth < TREE_DEPTH; depth++) {
		if (!organisation_is_seen(sight, record, o))
			return false;
		o = organisation_superior(o, record_label_day(record));
	}
	return true;
}

/* The person, organisation, record or problem that the field speaks of. */
static bool
reference_is_seen(const struct knowing *k, const struct sight *sight,
    const struct record *record, const struct field *field, struct text id)
{
	const struct corpus *corpus = k->guarding->corpus;
	const struct organisation *organisation;
	const struct person *person;
	const struct record *to;
	struct text problem = TEXT_LIT("");
	switch (field->type) {
	case FIELD_RECORD:
	case FIELD_PROBLEM:
		text_split(id, '#', &id, &problem);
		to = corpus_record(corpus, id);
		return to == NULL ||
		    (problem.len > 0 ? sight_problem(sight, to, problem)
				     : sight_record(sight, to));
	case FIELD_ORGANISATION:
	case FIELD_SUBJECT:
		organisation =
		    table_get(&corpus->roster.organisation_ids, id);
		if (organisation != NULL)
			return organisation_is_seen(
			    sight, record, organisation);
		/* fall through */
	case FIELD_PERSON:
		person = table_get(&corpus->roster.person_ids, id);
		return person == NULL || sight_name(sight, record, person);
	default:
		return true;
	}
}

/*
 * Beyond the field itself: items with marks of their own; when `all`, whoever
 * and whatever is named in it, too.
 */
static bool
contents_are_seen(const struct knowing *k, const struct sight *sight,
    const struct record *record, const struct field *field,
    const struct value *value, bool all)
{
	switch (value == NULL ? VALUE_NULL : value->kind) {
	case VALUE_LIST:
		for (size_t i = 0; i < value_count(value); i++)
			if (!contents_are_seen(k, sight, record, field,
				value_item(value, i), all))
				return false;
		return true;
	case VALUE_MAP:
		if (!sight_item(sight, record, value))
			return false;
		for (size_t i = 0;
		     field->shape != NULL && i < value_count(value); i++) {
			const struct entry *e = &value->map.entries[i];
			const struct field *inner =
			    field_find(field->shape, e->key);
			if (inner != NULL &&
			    !contents_are_seen(
				k, sight, record, inner, e->value, all))
				return false;
		}
		return true;
	case VALUE_TEXT:
		return !all ||
		    reference_is_seen(k, sight, record, field, value->text);
	default:
		return true;
	}
}

/* May this reader see all that was read of the record? */
static bool
is_known(const struct knowing *k, const struct sight *sight,
    const struct question *q)
{
	const struct record *record = k->guarding->corpus->records[q->record];
	if (!sight_record(sight, record))
		return false;
	bool over = guard_is_over(sight, record->organisation);
	if (!over && record->organisation != NULL &&
	    !organisation_is_seen(sight, record, record->organisation))
		return false;
	if (!over && (q->read & READ_ABOVE) != 0 &&
	    !above_are_seen(sight, record))
		return false;
	if (!over && (q->read & READ_STANDING) != 0)
		return false;
	if (!over && (q->read & DERIVED_UNSEEN) != 0 &&
	    record->person != NULL &&
	    !sight_name(sight, record, record->person))
		return false;
	for (size_t f = 0; record->kind->fields[f].name != NULL; f++)
		if ((q->read >> f & 1) != 0 &&
		    (!sight_field(sight, record, f) ||
			!contents_are_seen(k, sight, record,
			    &record->kind->fields[f], record->fields[f],
			    (q->read & DERIVED_UNSEEN) != 0)))
			return false;
	return (q->read & READ_COURSE) == 0 ||
	    course_is_seen(k, sight, q->record);
}

static void
reader_ask(void *context, size_t reader, unsigned worker)
{
	struct knowing *k = context;
	(void)worker;
	for (size_t i = 0; i < k->count; i++)
		if (is_known(k, &k->sights[reader], &k->questions[i]))
			k->answers[reader][i / 64] |= (uint64_t)1 << (i % 64);
}

static int
question_compare(const void *pa, const void *pb)
{
	const struct question *a = pa, *b = pb;
	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	return a->read < b->read ? -1 : a->read > b->read;
}

static void
questions_make(struct knowing *k, struct arena *scratch)
{
	const struct tallies *tallies = k->guarding->tallies;
	size_t all = 0;
	for (size_t t = 0; t < tallies->list.count; t++)
		all += tallies->contributions[t].count;
	k->questions = ARENA_ARRAY(scratch, struct question, all);
	for (size_t t = 0, n = 0; t < tallies->list.count; t++)
		for (size_t i = 0; i < tallies->contributions[t].count; i++) {
			const struct contribution *c =
			    &tallies->contributions[t].items[i];
			k->questions[n++] =
			    (struct question){ c->record, c->read };
		}
	if (all > 1)
		qsort(k->questions, all, sizeof(*k->questions),
		    question_compare);
	for (size_t i = 0; i < all; i++)
		if (k->count == 0 ||
		    question_compare(&k->questions[i],
			&k->questions[k->count - 1]) != 0)
			k->questions[k->count++] = k->questions[i];
}

/* What sets the course of whose problems, up to the cut-off. */
static void
answers_collect(struct knowing *k, struct arena *scratch)
{
	const struct corpus *corpus = k->guarding->corpus;
	struct table numbers;
	const char *day = programme_cutoff(
	    scratch, corpus->programme, k->guarding->as_of);
	k->first_answer = ARENA_ARRAY(scratch, uint32_t, corpus->record_count);
	k->next_answer = ARENA_ARRAY(scratch, uint32_t, corpus->record_count);
	table_init(&numbers, scratch);
	for (size_t i = 0; i < corpus->record_count; i++)
		table_add(&numbers, text_of(corpus->records[i]->id),
		    (void *)(uintptr_t)(i + 1));
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *r = corpus->records[i];
		if (r->about == NULL || r->left_out ||
		    record_is_ahead(r, day) ||
		    (!record_is(r, "reply") && !record_is(r, "verification")))
			continue;
		uintptr_t about = (uintptr_t)table_get(
		    &numbers, text_of(r->about->id));
		k->next_answer[i] = k->first_answer[about - 1];
		k->first_answer[about - 1] = (uint32_t)i + 1;
	}
}

static size_t
question_find(const struct knowing *k, const struct contribution *c)
{
	struct question q = { c->record, c->read };
	const struct question *at = bsearch(&q, k->questions, k->count,
	    sizeof(q), question_compare);
	return (size_t)(at - k->questions);
}

uint64_t ***
guard_known_make(struct arena *arena, const struct guarding *guarding,
    struct sight *sights, size_t readers)
{
	const struct tallies *tallies = guarding->tallies;
	struct arena *scratch = arena_new();
	struct knowing k = { .guarding = guarding, .sights = sights };
	questions_make(&k, scratch);
	answers_collect(&k, scratch);
	k.answers = ARENA_ARRAY(scratch, uint64_t *, readers);
	for (size_t r = 0; r < readers; r++)
		k.answers[r] =
		    ARENA_ARRAY(scratch, uint64_t, issue_words(k.count));
	pool_run(guarding->jobs > 0 ? guarding->jobs : 1, readers, reader_ask,
	    &k);
	/* One set of bits a question, shared by its contributions. */
	uint64_t **bits = ARENA_ARRAY(scratch, uint64_t *, k.count);
	for (size_t q = 0; q < k.count; q++) {
		bits[q] = ARENA_ARRAY(arena, uint64_t, issue_words(readers));
		for (size_t r = 0; r < readers; r++)
			if ((k.answers[r][q / 64] >> (q % 64) & 1) != 0)
				bits[q][r / 64] |= (uint64_t)1 << (r % 64);
	}
	uint64_t ***known =
	    ARENA_ARRAY(arena, uint64_t **, tallies->list.count);
	for (size_t t = 0; t < tallies->list.count; t++) {
		const struct contributions *c = &tallies->contributions[t];
		known[t] = ARENA_ARRAY(arena, uint64_t *, c->count);
		for (size_t i = 0; i < c->count; i++)
			known[t][i] = bits[question_find(&k, &c->items[i])];
	}
	arena_free(scratch);
	return known;
}
