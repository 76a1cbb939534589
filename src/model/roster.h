/*
 * Organisations and people, with what held when.  Part of the corpus: what an
 * edition may know of it is copied into its view.
 *
 * Dates are ISO text; "" is "open".  Who somebody was on a record's date is
 * what counts (SCOPE: labels), so every relation is asked for a date.
 */
#ifndef TONGBAO_MODEL_ROSTER_H
#define TONGBAO_MODEL_ROSTER_H

#include "base/buf.h"
#include "base/hash.h"
#include "base/value.h"

struct organisation;
struct person;

/* Something that held from one day to another. */
struct tenure {
	const char *from, *to;
	const char *id; /* as written: of an organisation, a person, a category */
	struct organisation *organisation; /* what the id means; or NULL */
	struct person *person;             /* what the id means; or NULL */
	struct organisation *inflow;       /* of a floating member; or NULL */
	struct span span;
};

struct tenures {
	struct tenure *items;
	size_t count;
};

struct organisation {
	const char *id, *name, *short_name; /* the name when there is no short */
	int level; /* index in VOCABULARY_LEVEL, 0 = the top */
	size_t order; /* in organisations.yaml: the official order */
	struct tenures superiors, heads, deputies, liaisons;
	const struct value *classes; /* list of text, or NULL */
	const struct value *former;  /* list of former names, or NULL */
	const char *from, *to;
	struct span span;
};

struct person {
	const char *id, *name;
	size_t order; /* in people.yaml */
	struct tenures branches, posts, categories;
	struct tenures offices; /* head or deputy of which organisation, when */
	size_t office_capacity;
	const char *joined; /* or "" */
	struct span span;
};

struct roster {
	struct organisation **organisations; /* in official order */
	size_t organisation_count, organisation_capacity;
	struct person **people; /* in the order of the files */
	size_t person_count, person_capacity;
	struct table organisation_ids, organisation_names;
	struct table person_ids, person_names;
	/*
	 * Ids and names of entries that can't be understood, as in a corpus; of
	 * one without an id any unknown word may be the id.
	 */
	struct table broken;
	bool nameless;
	/* Ids of entries that seals list and that are here no more. */
	struct table gone;
};

void roster_init(struct roster *roster, struct arena *arena);
/* The one that has the same id already, or NULL when it was added. */
struct organisation *roster_add_organisation(struct roster *roster,
    struct arena *arena, struct organisation *organisation);
struct person *roster_add_person(struct roster *roster, struct arena *arena,
    struct person *person);

/*
 * By id, name or short name.  NULL when unknown; *ambiguous is set (when not
 * NULL) if several bear the name.
 */
struct organisation *roster_organisation(const struct roster *roster,
    struct text name, bool *ambiguous);
struct person *roster_person(const struct roster *roster, struct text name,
    bool *ambiguous);

/* Name, short name or a former one. */
bool organisation_has_name(const struct organisation *organisation,
    struct text name);
/* The ids of those that have it, each after a comma unless it is the first. */
void organisations_put_ids(struct buf *out, const struct roster *roster,
    struct text name);

/* May an unknown word be meant for an entry with a fault of its own? */
bool roster_is_broken(const struct roster *roster, struct text name);

/* The one that held on `date`, the first such; NULL when none. */
const struct tenure *tenure_on(const struct tenures *tenures,
    const char *date);
bool tenure_holds(const struct tenure *tenure, const char *date);
/* Does one of them name the person, that day? */
bool tenures_have(const struct tenures *tenures, const struct person *person,
    const char *date);

/*
 * No tree has more levels: whoever climbs one stops here, so that neither a
 * cycle nor a longer chain (faults, both: read/people.c) hangs anybody.
 */
#define TREE_DEPTH 64

struct organisation *organisation_superior(
    const struct organisation *organisation, const char *date);
/* `organisation` is `above` or lies below it. */
bool organisation_is_within(const struct organisation *organisation,
    const struct organisation *above, const char *date);
/* Itself or the nearest above it that is of `level`; NULL when none. */
const struct organisation *organisation_at_level(
    const struct organisation *organisation, int level, const char *date);
/* The top of its tree. */
const struct organisation *organisation_root(
    const struct organisation *organisation, const char *date);
struct person *organisation_head(const struct organisation *organisation,
    const char *date);
/* Head or deputy of it on that day. */
bool organisation_has_officer(const struct organisation *organisation,
    const struct person *person, const char *date);
struct organisation *person_branch(const struct person *person,
    const char *date);

#endif
