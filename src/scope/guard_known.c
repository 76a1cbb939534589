#include "scope/guard_known.h"

#include "base/date.h"
#include "base/pool.h"

/* One kind of reading of one record: asked once for all its cells. */
struct question {
	uint64_t record; /* as wide: its bytes are a key */
	uint64_t read;
};

struct knowing {
	const struct guarding *guarding;
	struct sight *sights;
	struct question *questions;
	size_t count;
	struct table numbers; /* of questions, + 1 */
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

/* More than anything ever lay below; whoever has them reaches nobody. */
#define ABOVE_MOST 256

struct climb {
	const struct organisation *top;
	/* Those from which every way leads there: asked once, however many. */
	const struct organisation *below[ABOVE_MOST];
	size_t count;
};

static bool
is_known_below(const struct climb *climb, const struct organisation *o)
{
	for (size_t i = 0; i < climb->count; i++)
		if (climb->below[i] == o)
			return true;
	return o == climb->top;
}

/* Below it on every day, whatever was between. */
static bool
is_always_below(
    struct climb *climb, const struct organisation *organisation, int depth)
{
	const struct tenures *above = &organisation->superiors;
	if (is_known_below(climb, organisation))
		return true;
	if (depth == TREE_DEPTH || !is_never_alone(organisation))
		return false;
	for (size_t i = 0; i < above->count; i++)
		if (above->items[i].organisation == NULL ||
		    !is_always_below(
			climb, above->items[i].organisation, depth + 1))
			return false;
	if (climb->count == ABOVE_MOST)
		return false;
	climb->below[climb->count++] = organisation;
	return true;
}

bool
guard_is_over(const struct sight *sight,
    const struct organisation *organisation)
{
	const struct audience *a = &sight->audience;
	if (a->who != a->leaders || organisation == NULL)
		return a->who == a->leaders && a->within == NULL;
	struct climb climb;
	climb.top = a->within;
	climb.count = 0;
	return a->within == NULL || is_always_below(&climb, organisation, 0);
}

/* ---- may the reader see what was read? ---- */

/* Somebody's name, or which organisation. */
static bool
reference_is_seen(const struct sight *sight, const struct record *record,
    const struct field *field, struct text id)
{
	const struct roster *roster = &sight->corpus->roster;
	const struct organisation *organisation = field->type == FIELD_PERSON
	    ? NULL
	    : table_get(&roster->organisation_ids, id);
	if (organisation != NULL)
		return sight_organisation(sight, organisation, NULL);
	const struct person *person = table_get(&roster->person_ids, id);
	return person != NULL && sight_name(sight, record, person);
}

/* A link is seen with its other end, under its own name. */
static bool
link_is_seen(const struct sight *sight, struct text id)
{
	struct text problem;
	bool inner = text_split(id, '#', &id, &problem);
	const struct record *to = corpus_record(sight->corpus, id);
	return to != NULL && sight_record(sight, to) && sight_id(sight, to) &&
	    (!inner || sight_problem(sight, to, problem));
}

static bool value_is_seen(const struct sight *sight,
    const struct record *record, const struct field *field,
    const struct value *value, bool names);

/* Of a part that no edition has, no script has anything, either. */
static bool
parts_are_seen(const struct sight *sight, const struct record *record,
    const struct shape *shape, const struct value *item)
{
	for (const struct field *f = shape->fields; f->name != NULL; f++)
		if (sight_part(f) &&
		    (!sight_item_part(sight, record, item, f) ||
			!value_is_seen(sight, record, f,
			    value_get(item, f->name), true)))
			return false;
	return true;
}

/* Does the projection (field_copy()) have all of it? */
static bool
value_is_seen(const struct sight *sight, const struct record *record,
    const struct field *field, const struct value *value, bool names)
{
	if (value == NULL)
		return true;
	if (value_is(value, VALUE_LIST) && field->type != FIELD_SCOPE) {
		for (size_t i = 0; i < value_count(value); i++)
			if (!value_is_seen(sight, record, field,
				value_item(value, i), names))
				return false;
		return true;
	}
	switch (field->type) {
	case FIELD_ORGANISATION:
	case FIELD_PERSON:
	case FIELD_SUBJECT:
		return reference_is_seen(
		    sight, record, field, value_as_text(value));
	case FIELD_RECORD:
	case FIELD_PROBLEM:
		return link_is_seen(sight, value_as_text(value));
	case FIELD_SCOPE:
		return sight_label(sight, value);
	case FIELD_MAP:
		return !value_is(value, VALUE_MAP) ||
		    (sight_item(sight, record, value) &&
			(!names ||
			    parts_are_seen(
				sight, record, field->shape, value)));
	default:
		return sight_word(sight, field, value);
	}
}

static bool
fields_are_seen(const struct sight *sight, const struct record *record,
    uint64_t read)
{
	const struct field *fields = record->kind->fields;
	for (size_t f = 0; fields[f].name != NULL; f++) {
		bool names = (read & READ_OWNERS) != 0 ||
		    strcmp(fields[f].name, "problems") != 0;
		if ((read >> f & 1) != 0 &&
		    (!sight_field(sight, record, f) ||
			!value_is_seen(sight, record, &fields[f],
			    record->fields[f], names)))
			return false;
	}
	return true;
}

static bool
course_is_seen(const struct knowing *k, const struct sight *sight,
    uint32_t record)
{
	const struct corpus *corpus = k->guarding->corpus;
	for (uint32_t i = k->first_answer[record]; i != 0;
	     i = k->next_answer[i - 1]) {
		const struct record *answer = corpus->records[i - 1];
		const char *says =
		    record_is(answer, "reply") ? "items" : "result";
		if (!sight_record(sight, answer) ||
		    !fields_are_seen(sight, answer,
			(uint64_t)1 << field_index(answer->kind, says)))
			return false;
	}
	return true;
}

/* All those above the organisation that it concerns, on its day. */
static bool
above_are_seen(const struct sight *sight, const struct record *record)
{
	const struct organisation *o = record->organisation;
	for (int depth = 0; o != NULL && depth < TREE_DEPTH; depth++) {
		if (!guard_is_over(sight, o) &&
		    !sight_organisation(sight, o, NULL))
			return false;
		o = organisation_superior(o, record_label_day(record));
	}
	return true;
}

static bool
subject_is_seen(const struct sight *sight, const struct record *record)
{
	return record->person == NULL ||
	    sight_name(sight, record, record->person);
}

static bool
classes_are_seen(const struct sight *sight, const struct record *record)
{
	return record->organisation == NULL ||
	    sight_organisation(sight, record->organisation, "classes");
}

/* Who heads it an edition says as of its day: did the same then? */
static bool
head_is_seen(const struct sight *sight, const struct record *record)
{
	const struct organisation *o = record->organisation;
	const struct person *head =
	    o == NULL ? NULL : organisation_head(o, sight->as_of);
	return o == NULL ||
	    (head == organisation_head(o, record_label_day(record)) &&
		sight_organisation(sight, o, "head") &&
		(head == NULL || sight_person(sight, head, sight->as_of)));
}

/* That he heads it, and did so then; or neither. */
static bool
office_in_is_seen(const struct sight *sight, const struct record *record,
    const struct person *reviewer, const struct organisation *o)
{
	const char *then = record_label_day(record), *now = sight->as_of;
	bool headed = tenures_have(&o->heads, reviewer, then);
	bool heads = tenures_have(&o->heads, reviewer, now);
	return (!headed && !heads) || guard_is_over(sight, o) ||
	    (headed && organisation_head(o, now) == reviewer &&
		sight_organisation(sight, o, "head") &&
		sight_person(sight, reviewer, now));
}

static bool
office_is_seen(const struct sight *sight, const struct record *record)
{
	const struct field *field =
	    field_find(record->kind, TEXT_LIT("reviewer"));
	if (field == NULL)
		return true;
	size_t number = (size_t)(field - record->kind->fields);
	const struct person *reviewer =
	    table_get(&sight->corpus->roster.person_ids,
		value_as_text(record->fields[number]));
	if (reviewer == NULL)
		return true;
	bool seen = sight_field(sight, record, number) &&
	    sight_name(sight, record, reviewer);
	for (size_t i = 0; i < reviewer->offices.count && seen; i++) {
		const struct organisation *o =
		    reviewer->offices.items[i].organisation;
		seen = o == NULL ||
		    office_in_is_seen(sight, record, reviewer, o);
	}
	return seen;
}

/* No edition says it. */
static bool
is_said_nowhere(const struct sight *sight, const struct record *record)
{
	(void)sight, (void)record;
	return false;
}

/* No news to leaders, of an organisation that was always theirs. */
static const struct {
	uint64_t bits;
	bool (*is_seen)(const struct sight *, const struct record *);
} known_to_leaders[] = {
	{ READ_STANDING | READ_RELATION | READ_PLACE, is_said_nowhere },
	{ READ_ABOVE, above_are_seen },
	{ READ_ID, sight_id },
	{ READ_SUBJECT, subject_is_seen },
	{ READ_CLASSES, classes_are_seen },
	{ READ_HEAD, head_is_seen },
	{ READ_OFFICE, office_is_seen },
};

/* May this reader see all that was read of the record? */
static bool
is_known(const struct knowing *k, const struct sight *sight,
    const struct question *q)
{
	const struct record *record = k->guarding->corpus->records[q->record];
	if (!sight_record(sight, record) ||
	    !fields_are_seen(sight, record, q->read) ||
	    ((q->read & READ_COURSE) != 0 &&
		!course_is_seen(k, sight, q->record)))
		return false;
	if (guard_is_over(sight, record->organisation))
		return true;
	bool seen = record->organisation == NULL ||
	    sight_organisation(sight, record->organisation, NULL);
	for (size_t i = 0;
	     i < sizeof(known_to_leaders) / sizeof(*known_to_leaders); i++)
		seen = seen &&
		    ((q->read & known_to_leaders[i].bits) == 0 ||
			known_to_leaders[i].is_seen(sight, record));
	return seen;
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

static struct text
question_key(const struct question *q)
{
	return (struct text){ (const char *)q, sizeof(*q) };
}

static size_t
question_find(const struct knowing *k, const struct contribution *c)
{
	struct question q = { c->record, c->read };
	return (size_t)(uintptr_t)table_get(&k->numbers, question_key(&q)) - 1;
}

static void
questions_make(struct knowing *k, struct arena *scratch)
{
	const struct tallies *tallies = k->guarding->tallies;
	size_t all = 0;
	for (size_t t = 0; t < tallies->list.count; t++)
		all += tallies->contributions[t].count;
	k->questions = ARENA_ARRAY(scratch, struct question, all);
	table_init(&k->numbers, scratch);
	for (size_t t = 0; t < tallies->list.count; t++)
		for (size_t i = 0; i < tallies->contributions[t].count; i++) {
			const struct contribution *c =
			    &tallies->contributions[t].items[i];
			struct question *q = &k->questions[k->count];
			*q = (struct question){ c->record, c->read };
			if (table_add(&k->numbers, question_key(q),
				(void *)(uintptr_t)(k->count + 1)) == NULL)
				k->count++;
		}
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
