#include "read/load.h"

#include "model/rules.h"

struct linking {
	struct corpus *corpus;
	struct diags *diags;
};

static void
record_unknown(struct linking *linking, const struct value *value,
    const struct shape *wanted)
{
	struct corpus *corpus = linking->corpus;
	struct diag *d = wanted == NULL
	    ? diag_at(linking->diags, &rules[RULE_RECORD_UNKNOWN], value->span,
		  "there is no record “%s”", value->text.at)
	    : diag_at(linking->diags, &rules[RULE_RECORD_UNKNOWN], value->span,
		  "there is no %s (%s) “%s”", wanted->name, wanted->alias,
		  value->text.at);
	/* Thousands of faults may each need thousands of candidates. */
	struct arena *scratch = arena_new();
	const char **ids =
	    ARENA_ARRAY(scratch, const char *, corpus->record_count);
	for (size_t i = 0; i < corpus->record_count; i++)
		ids[i] = corpus->records[i]->id;
	diag_suggest(linking->diags, d, value->text.at, ids,
	    corpus->record_count);
	arena_free(scratch);
}

static struct record *
record_of(struct linking *linking, const struct value *value,
    const char *target)
{
	struct record *record = corpus_record(linking->corpus, value->text);
	if (record == NULL) {
		record_unknown(linking, value,
		    target == NULL ? NULL : kind_find(text_of(target)));
		return NULL;
	}
	if (target != NULL && !record_is(record, target)) {
		diag_at(linking->diags, &rules[RULE_RECORD_UNKNOWN],
		    value->span, "“%s” is a %s (%s), where a %s (%s) is meant",
		    value->text.at, record->kind->name, record->kind->alias,
		    target, kind_find(text_of(target))->alias);
		return NULL;
	}
	return record;
}

/* Does the review have a problem of this id? */
static bool
has_problem(const struct record *review, struct text id)
{
	return value_find_item(record_get(review, "problems"), "id", id) != NULL;
}

/* REVIEW-ID#PROBLEM-ID → the review; NULL after a diagnostic. */
static struct record *
problem_of(struct linking *linking, const struct value *value)
{
	struct text id, problem;
	bool inner = text_split(value->text, '#', &id, &problem);
	struct record *review = corpus_record(linking->corpus, id);
	if (inner && review != NULL && record_is(review, "review") &&
	    has_problem(review, problem))
		return review;
	diag_at(linking->diags, &rules[RULE_PROBLEM_UNKNOWN], value->span,
	    "there is no problem “%s”", value->text.at);
	return NULL;
}

static const struct value *
field_by_name(const struct record *record, const char *name)
{
	const struct field *f = field_find(record->kind, text_of(name));
	return f == NULL ? NULL : record->fields[f - record->kind->fields];
}

static void
subject_set(const struct corpus *corpus, struct record *record,
    const struct value *value)
{
	struct text id = value_as_text(value);
	const struct organisation *organisation =
	    table_get(&corpus->roster.organisation_ids, id);
	if (organisation != NULL) {
		record->organisation = organisation;
		return;
	}
	record->person = table_get(&corpus->roster.person_ids, id);
	if (record->person != NULL)
		record->organisation =
		    person_branch(record->person, record->date);
}

/* The day that counts, the period and the subject, from the own fields. */
static void
record_place(const struct corpus *corpus, struct record *record)
{
	record->period = value_as_string(field_by_name(record, "period"));
	record->date = value_as_string(field_by_name(record, "date"));
	if (*record->date == '\0' && *record->period != '\0') {
		const struct period *period =
		    programme_period(corpus->programme, record->period);
		record->date = period == NULL ? "" : period->to;
	}
	const struct value *subject = field_by_name(record, "subject");
	if (subject == NULL)
		subject = field_by_name(record, "organisation");
	if (subject != NULL)
		subject_set(corpus, record, subject);
	else if (record_is(record, "bulletin") && corpus->roster.organisation_count > 0)
		record->organisation =
		    organisation_root(corpus->roster.organisations[0],
			record->date);
}

/* A reply, a verification, an amendment is about what its record is about. */
static void
record_follow(struct record *record)
{
	const struct record *about = record->about;
	/* An amendment of a reply to a review: no chain is longer. */
	for (int depth = 0; about != NULL && depth < 4; depth++) {
		if (record->organisation == NULL) {
			record->organisation = about->organisation;
			record->person = about->person;
		}
		if (*record->period == '\0')
			record->period = about->period;
		about = about->about;
	}
}

static void
items_check(struct linking *linking, const struct record *reply,
    const struct record *review)
{
	const struct value *items = record_get(reply, "items");
	for (size_t i = 0; i < value_count(items); i++) {
		const struct value *problem =
		    value_get(value_item(items, i), "problem");
		if (problem != NULL && !has_problem(review, problem->text))
			diag_at(linking->diags, &rules[RULE_PROBLEM_UNKNOWN],
			    problem->span, "“%s” has no problem “%s”",
			    review->id, problem->text.at);
	}
}

static void
edition_check(struct linking *linking, const struct value *name)
{
	const struct site *site = linking->corpus->site;
	for (size_t i = 0; i < site->edition_count; i++)
		if (text_is(name->text, site->editions[i].id))
			return;
	const char **ids = ARENA_ARRAY(linking->diags->arena, const char *,
	    site->edition_count);
	for (size_t i = 0; i < site->edition_count; i++)
		ids[i] = site->editions[i].id;
	struct diag *d = diag_at(linking->diags, &rules[RULE_EDITION_UNKNOWN],
	    name->span, "there is no edition “%s”", name->text.at);
	diag_suggest(linking->diags, d, name->text.at, ids,
	    site->edition_count);
}

/* References inside of a map: the records that a release covers. */
static void
map_link(struct linking *linking, const struct shape *shape,
    const struct value *map)
{
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		const struct value *value = value_get(map, f->name);
		if (value != NULL && f->type == FIELD_RECORD)
			record_of(linking, value, f->target);
	}
}

static void
maps_link(struct linking *linking, const struct field *field,
    const struct value *value)
{
	if (value->kind == VALUE_MAP)
		map_link(linking, field->shape, value);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value_count(value);
	     i++)
		map_link(linking, field->shape, value_item(value, i));
}

static void
record_link(struct linking *linking, struct record *record)
{
	const struct field *fields = record->kind->fields;
	for (size_t i = 0; fields[i].name != NULL; i++) {
		const struct value *value = record->fields[i];
		if (value == NULL)
			continue;
		if (fields[i].type == FIELD_MAP)
			maps_link(linking, &fields[i], value);
		if (fields[i].type == FIELD_RECORD) {
			const struct record *to =
			    record_of(linking, value, fields[i].target);
			if (strcmp(fields[i].name, "report") != 0)
				record->about = to;
			if (to != NULL && record_is(record, "reply"))
				items_check(linking, record, to);
		} else if (fields[i].type == FIELD_PROBLEM) {
			record->about = problem_of(linking, value);
		} else if (strcmp(fields[i].name, "edition") == 0) {
			edition_check(linking, value);
		}
	}
}

void
corpus_link(struct corpus *corpus, struct diags *diags)
{
	struct linking linking = { corpus, diags };
	table_reserve(&corpus->record_ids, corpus->record_count);
	for (size_t i = 0; i < corpus->record_count; i++) {
		struct record *record = corpus->records[i];
		table_add(&corpus->record_ids, text_of(record->id), record);
		record_place(corpus, record);
	}
	for (size_t i = 0; i < corpus->record_count; i++)
		record_link(&linking, corpus->records[i]);
	for (size_t i = 0; i < corpus->record_count; i++)
		record_follow(corpus->records[i]);
}
