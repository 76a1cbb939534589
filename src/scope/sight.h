/*
 * What one audience may see of the corpus, item by item (SCOPE: sources
 * combine by AND; an answer is seen only with what it answers).  The
 * projection copies by it, the rule `names` asks it.
 */
#ifndef TONGBAO_SCOPE_SIGHT_H
#define TONGBAO_SCOPE_SIGHT_H

#include "model/prose.h"
#include "scope/policy.h"

struct sight {
	const struct corpus *corpus;
	const struct policy *policy;
	struct audience audience;
	const char *as_of;     /* nothing dated later; NULL: whatever there is */
	const char *day;       /* on which organisations stand where they do */
	const bool *covers;    /* parallel to the site's editions, closed too */
	struct table tasks;    /* ids of the work points of plans that it sees */
	struct arena *scratch; /* for labels of items: one thread's */
	struct diags *diags;   /* for labels that can't be read */
	bool closed; /* nobody knows whose: the audience isn't understood */
};

/* -1 after a diagnostic. Memory is in the arena, which becomes scratch too. */
int sight_init(struct sight *sight, struct arena *arena,
    const struct corpus *corpus, const struct policy *policy,
    const struct edition *edition, const char *as_of, struct diags *diags);

/* The same of an audience, whether an edition is made for it or not. */
void sight_for(struct sight *sight, struct arena *arena,
    const struct corpus *corpus, const struct policy *policy,
    const struct audience *audience, const char *as_of, struct diags *diags);
/* Does the one see everything that the other sees? */
bool audience_covers(
    const struct audience *audience, const struct audience *other);

/* One an edition of the site, of whatever records there are; `day` as above. */
struct sight *site_sights(struct arena *arena, const struct corpus *corpus,
    const struct policy *policy, const char *day, struct diags *diags);

/* The same for one record: labels of items in `scratch`, their faults told there. */
struct sight sight_quiet(const struct sight *sight, struct arena *scratch,
    struct diags *unheard);
/* The titles of those of the site's editions, as “%s” has them; NULL: of none. */
const char *editions_titles(struct arena *arena, const struct site *site,
    const bool *of);

/* Why an audience may not know of a record. */
enum hidden {
	HIDDEN_NOT,      /* it may */
	HIDDEN_LEFT_OUT, /* by a filter */
	HIDDEN_AHEAD,    /* dated after the day */
	HIDDEN_SCOPE,    /* a source of its scope: see explain.h */
	HIDDEN_EDITION,  /* a bulletin: its edition holds what this one can't */
	HIDDEN_PROBLEM,  /* a verification: of a problem that is hidden */
};

struct admission {
	enum hidden why;
	const struct record *record; /* itself, or what it answers */
};

/*
 * May the audience know of the record?  Of an answer only if it may know of
 * what is answered.
 */
struct admission sight_admission(const struct sight *sight,
    const struct record *record);
bool sight_record(const struct sight *sight, const struct record *record);
/* Beyond that: what stands in a field (its index), in a section? */
bool sight_field(const struct sight *sight, const struct record *record,
    size_t field);
bool sight_section(const struct sight *sight, const struct record *record,
    size_t section);
/* A picture where that section speaks of it, by its place among the record's? */
bool sight_picture(
    const struct sight *sight, const struct record *record, size_t picture);
/* Beyond that: an item with a mark of its own, or one that answers another? */
bool sight_item(const struct sight *sight, const struct record *record,
    const struct value *item);
/* The record, and in it that piece of prose? */
bool sight_prose(const struct sight *sight, const struct record *record,
    const struct prose *prose);
bool sight_problem(const struct sight *sight, const struct record *review,
    struct text id);
/*
 * A word of a field that is seen, itself: the id of a work point only where there
 * is a plan that has it and is seen, any other always.
 */
bool sight_word(const struct sight *sight, const struct field *field,
    const struct value *word);
/*
 * A part of an item?  Nobody's are its label, and the digest of a record: with
 * it, whoever sees nearly all of that could try what he may not see.
 */
bool sight_part(const struct field *field);
/*
 * The same of this item: a withdrawal's reason has a scope of its own, and which
 * opinion raised a problem is told where opinions are.
 */
bool sight_item_part(const struct sight *sight, const struct record *record,
    const struct value *item, const struct field *part);
/* What a filter derived, by its index: all that it was made from? */
bool sight_derived(
    const struct sight *sight, const struct record *record, size_t derived);
/*
 * Its id?  An id is a path, and paths are named after people and organisations:
 * the subject (also where its field is hidden, whatever it holds), whoever else a
 * field that can be seen speaks of, and those after whom the record is named that
 * this answers.
 */
bool sight_id(const struct sight *sight, const struct record *record);
/* The organisation, on the day; what organisations.yaml says in a field? */
bool sight_organisation(const struct sight *sight,
    const struct organisation *organisation, const char *field);
/* A label that is told: is no organisation in it that may not be known? */
bool sight_label(const struct sight *sight, const struct value *label);
/* The name of somebody, on a day; on the record's day? */
bool sight_person(const struct sight *sight, const struct person *person,
    const char *day);
bool sight_name(const struct sight *sight, const struct record *record,
    const struct person *person);

#endif
