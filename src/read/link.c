#include "read/load.h"

#include "base/pool.h"
#include "model/rules.h"
#include "read/likeness.h"

struct linking {
	struct corpus *corpus;
	struct diags *diags; /* of the worker */
};

/* The path's end. */
static struct text
name_of(struct text id)
{
	const char *slash = memrchr(id.at, '/', id.len);
	return slash == NULL ? id : text_from(id, (size_t)(slash - id.at) + 1);
}

/*
 * May the record's name be what is meant?  Two units' names
 * are often near each other, and an answer must not go to another unit's
 * review: one letter may differ, or something be added (jidian-2).
 */
#define ADDED_MOST 3

static bool
is_meant(const char *id, struct text word)
{
	struct text a = name_of(text_of(id)), b = name_of(word);
	struct text shorter = a.len < b.len ? a : b;
	return word_is_near(a, b) ||
	    (a.len + b.len - 2 * shorter.len <= ADDED_MOST &&
		memcmp(a.at, b.at, shorter.len) == 0);
}

/* What may be meant is looked for at the end: records_suggest(). */
static void
record_unknown(struct linking *linking, const struct value *value,
    const struct shape *wanted)
{
	struct diag *d = wanted == NULL
	    ? diag_at(linking->diags, &rules[RULE_RECORD_UNKNOWN], value->span,
		  "there is no record “%s”", value->text.at)
	    : diag_at(linking->diags, &rules[RULE_RECORD_UNKNOWN], value->span,
		  "there is no %s (%s) “%s”", wanted->name, wanted->alias,
		  value->text.at);
	d->unknown = arena_text(linking->diags->arena, value->text).at;
	d->among = wanted == NULL ? 0 : (unsigned)(wanted - record_kinds) + 1;
}

/* Among those of the kind of that number, from 1; 0: of any. */
static void
records_suggest_among(
    const struct corpus *corpus, unsigned among, struct diags *diags)
{
	struct diag **found;
	size_t n = diags_unknown(diags, &rules[RULE_RECORD_UNKNOWN], among,
	    corpus->record_count, &found);
	if (n == 0)
		return;
	struct arena *scratch = arena_new();
	const char **ids =
	    ARENA_ARRAY(scratch, const char *, corpus->record_count);
	for (size_t i = 0; i < n; i++) {
		struct text word = text_of(found[i]->unknown);
		size_t count = 0;
		for (size_t j = 0; j < corpus->record_count; j++)
			if (among == 0 || corpus->records[j]->kind ==
				&record_kinds[among - 1])
				count += is_meant(
				    ids[count] = corpus->records[j]->id, word);
		diag_suggest(diags, found[i], word.at, ids, count);
	}
	arena_free(scratch);
}

static void
records_suggest(const struct corpus *corpus, struct diags *diags)
{
	for (unsigned among = 0; among <= kind_count(); among++)
		records_suggest_among(corpus, among, diags);
}

/* May the field name what is gone, and does a seal list it? */
static const struct seal *
seal_of_gone(const struct linking *linking, const struct field *field,
    const struct value *value)
{
	return (field->flags & FIELD_GONE) == 0
	    ? NULL
	    : corpus_seal_of(linking->corpus, value->text);
}

static struct record *
record_of(struct linking *linking, const struct value *value,
    const struct field *field)
{
	const char *target = field->target;
	struct record *record = corpus_record(linking->corpus, value->text);
	if (record == NULL) {
		if (corpus_is_broken(linking->corpus, value->text) ||
		    seal_of_gone(linking, field, value) != NULL)
			return NULL;
		record_unknown(linking, value,
		    target == NULL ? NULL : kind_find(text_of(target)));
		return NULL;
	}
	if (target != NULL && !record_is(record, target)) {
		diag_at(linking->diags, &rules[RULE_RECORD_UNKNOWN],
		    value->span,
		    "“%s” is of the kind %s (%s), where %s (%s) is meant",
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
	if (corpus_is_broken(linking->corpus, id))
		return NULL;
	struct diag *d = diag_at(linking->diags, &rules[RULE_PROBLEM_UNKNOWN],
	    value->span, "there is no problem “%s”", value->text.at);
	if (memchr(problem.at, '#', problem.len) != NULL)
		diag_remedy(linking->diags, d,
		    "if the name of the review's file has a #, rename the "
		    "file: a # parts a review from its problem");
	return NULL;
}

/* A reply, a verification, an amendment is about what its record is about. */
static void
record_follow(struct record *record)
{
	for (struct record_chain c = { .record = record->about };
	     c.record != NULL; record_chain_next(&c)) {
		if (record->organisation == NULL) {
			record->organisation = c.record->organisation;
			record->person = c.record->person;
		}
		if (*record->period == '\0')
			record->period = c.record->period;
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
	if (edition_find(site, name->text) != NULL)
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

/* References inside of maps: the records that a release covers. */
static void
maps_link(struct linking *linking, const struct field *field,
    const struct value *value)
{
	if (value->kind == VALUE_LIST)
		for (size_t i = 0; i < value->list.count; i++)
			maps_link(linking, field, value->list.items[i]);
	if (value->kind != VALUE_MAP)
		return;
	for (const struct field *f = field->shape->fields; f->name != NULL;
	     f++) {
		const struct value *to = value_get(value, f->name);
		if (to != NULL && f->type == FIELD_RECORD)
			record_of(linking, to, f);
	}
}

/* What is gone was of a period: that the seal knows. */
static void
gone_follow(const struct linking *linking, struct record *record,
    const struct field *field, const struct value *value)
{
	const struct seal *seal = seal_of_gone(linking, field, value);
	if (seal != NULL && *record->period == '\0')
		record->period = seal->period;
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
			    record_of(linking, value, &fields[i]);
			if (to == NULL)
				gone_follow(linking, record, &fields[i], value);
			else if (strcmp(fields[i].name, "report") != 0)
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

struct linkings {
	struct corpus *corpus;
	struct diags *diags; /* one a worker */
};

static void
link_one(void *context, size_t job, unsigned worker)
{
	const struct linkings *all = context;
	struct linking linking = { all->corpus, &all->diags[worker] };
	record_link(&linking, all->corpus->records[job]);
}

void
record_link_to(const struct loading *loading, struct record *record)
{
	struct linking linking = { loading->corpus, loading->diags };
	record_link(&linking, record);
	record_follow(record);
	records_suggest(loading->corpus, loading->diags);
}

void
corpus_link(const struct loading *loading)
{
	struct corpus *corpus = loading->corpus;
	struct linkings all = { .corpus = corpus,
		.diags = ARENA_ARRAY(loading->arenas[0], struct diags,
		    loading->jobs) };
	for (unsigned i = 0; i < loading->jobs; i++)
		diags_init_like(&all.diags[i], loading->arenas[i],
		    loading->diags);
	table_reserve(&corpus->record_ids, corpus->record_count);
	for (size_t i = 0; i < corpus->record_count; i++)
		table_add(&corpus->record_ids, text_of(corpus->records[i]->id),
		    corpus->records[i]);
	pool_run(loading->jobs, corpus->record_count, link_one, &all);
	for (size_t i = 0; i < corpus->record_count; i++)
		record_follow(corpus->records[i]);
	for (unsigned i = 0; i < loading->jobs; i++)
		diags_merge(loading->diags, &all.diags[i]);
	records_suggest(corpus, loading->diags);
}
