/*
 * The corpus by what a rule asks for: all records of a kind, a subject's, what
 * answers a record.  Records dated after the day are not in it: on that day
 * nobody knows of them.  Made once, then only read, by any number of threads.
 */
#ifndef TONGBAO_CHECK_INDEX_H
#define TONGBAO_CHECK_INDEX_H

#include "model/corpus.h"

struct record_list {
	const struct record **items; /* by id */
	size_t count, capacity;
};

struct index {
	struct record_list *kinds; /* parallel to record_kinds */
	struct table subjects;     /* id of a person, an organisation → lists */
	struct table answered;     /* id of a record → lists */
};

/* Memory is in the arena. */
struct index *index_make(struct arena *arena, const struct corpus *corpus,
    const char *as_of);

/* All of a kind; never NULL.  BUG for a kind that there is not. */
const struct record_list *index_kind(const struct index *index,
    const char *kind);
/* Of a kind about a person or an organisation itself, by id. */
const struct record_list *index_about(const struct index *index,
    const char *subject, const char *kind);
/* Of a kind that answer the record: replies, verifications, amendments. */
const struct record_list *index_answers(const struct index *index,
    const char *record, const char *kind);

/* What the record is about, as relations take it; false when unknown. */
struct subject;
bool record_subject(const struct record *record, struct subject *subject);

#endif
