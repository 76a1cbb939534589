/*
 * A record as the corpus holds it: everything, whoever may read it.  Nothing
 * above the floor of scope/ and filter/ may include this header.
 */
#ifndef TONGBAO_MODEL_RECORD_H
#define TONGBAO_MODEL_RECORD_H

#include "model/programme.h"
#include "model/roster.h"
#include "model/schema.h"
#include "model/section.h"

/* One way to be admitted; `within` NULL stands for everyone. */
struct pair {
	const struct organisation *within;
	int who; /* index in VOCABULARY_CLASS */
};

/* A set of pairs, any one of which admits. */
struct label {
	struct pair *pairs;
	uint32_t count;
	struct span span; /* where it was written */
};

/* Sources of scope: every label must admit.  Never collapsed into one. */
struct scope {
	struct label *labels;
	uint32_t count, capacity;
};

#define DERIVED_UNSEEN ((uint64_t)1 << 63)
_Static_assert(FIELDS_MOST < 62, "a bit for every field");

struct field_scope {
	size_t field; /* index in kind->fields */
	struct scope scope;
};

/* A picture of which a section speaks, and who may see it there: picture.h. */
struct picture_use {
	size_t section;
	const char *path; /* of its file, below content/ */
	const struct picture *picture;
	struct label label; /* whom releases let in */
};

struct record {
	const char *id; /* path below content/ without .md */
	const struct shape *kind;
	struct span span; /* of the front matter */

	/* Parallel to kind->fields, shaped (canonical keys, ids); NULL = absent. */
	struct value **fields;
	/* Fields that record filters derived: a map, or NULL. */
	struct value *derived;
	/*
	 * Parallel to its entries, what each was made from: a bit for every
	 * index in kind->fields, DERIVED_UNSEEN for what no label can vouch
	 * for (people, organisations, items with marks of their own, ids).
	 */
	uint64_t *derived_from;
	uint64_t filters_read; /* all that they have looked at, like these */

	struct section *sections;
	const char **section_aspects; /* parallel: aspect id, or NULL */
	struct scope *section_scopes; /* parallel: beyond the record's scope */
	size_t section_count;
	struct picture_use *pictures; /* those that a release covers */
	size_t picture_count;
	bool pictured; /* some section has pictures, covered or not */

	/*
	 * The record it answers, verifies or amends; then about the same.  Or
	 * NULL.  Amendments of amendments make chains of any length, and rings:
	 * see struct record_chain.
	 */
	const struct record *about;

	/* What it is about; NULL when that is unknown. */
	const struct organisation *organisation; /* a member's branch then */
	const struct person *person;             /* when it is about a person */
	const struct form *form;                 /* of a review */
	const char *period;                      /* or "" */
	const char *date; /* the day that counts: its own, else the period's end */
	const char *withdrawn; /* the day on which a bulletin was; or NULL */

	struct scope scope; /* of the record as a whole */
	/* Of those fields that have a scope of their own beside it. */
	struct field_scope *field_scopes;
	size_t field_scope_count;

	/* What record filters did; read by scope/ and the editions. */
	struct value *narrowed; /* list of labels as written, or NULL */
	bool left_out;          /* of editions and tallies */
};

/* Its sections are there no more; nothing but id, kind, place and pointers is. */
void record_texts_forget(struct record *record);
void record_forget(struct record *record);

/* The shaped value of a field; NULL when absent.  BUG for a name unknown. */
const struct value *record_get(const struct record *record, const char *name);
/* The same; NULL for a kind without such a field, too. */
const struct value *record_value(const struct record *record,
    const char *name);
/* Its text, "" when absent. */
const char *record_string(const struct record *record, const char *name);
/* Its own date, which record->date may stand in for; NULL when it has none. */
const struct value *record_day(const struct record *record);
/* The day its labels are read for: record->date, else the end of time. */
const char *record_label_day(const struct record *record);
/* Dated after that day: an edition for it knows nothing of the record. */
bool record_is_ahead(const struct record *record, const char *as_of);
bool record_is(const struct record *record, const char *kind);
/*
 * A record, what it is about, and so on; in a ring nobody is left out, and it
 * ends.  Begins with {record}, is over when `record` is NULL.
 */
struct record_chain {
	const struct record *record;
	const struct record *mark; /* of Brent's, who finds rings */
	size_t steps;
};
void record_chain_next(struct record_chain *chain);

/* A bulletin that was withdrawn by that day. */
bool record_is_withdrawn(const struct record *record, const char *as_of);

#endif
