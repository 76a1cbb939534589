/*
 * The schema: one constant table of what a clerk may write, in English and in
 * Chinese.  Reading, checking, `new`, the manual, the Lua proxies and the
 * labels are all read off it (DOMAIN: content of a site).
 *
 * Two conveniences hold everywhere:
 *  - one item stands for a list of one;
 *  - a scalar in place of a map stands for the map's first field.
 * After shaping (read/shape.h) there are only lists, maps and canonical keys.
 */
#ifndef TONGBAO_MODEL_SCHEMA_H
#define TONGBAO_MODEL_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include "base/text.h"

enum field_type {
	FIELD_TEXT,
	FIELD_DATE,         /* ISO 2010-10-15 after shaping */
	FIELD_INTEGER,
	FIELD_BOOLEAN,
	FIELD_CHOICE,       /* one of field->choices */
	FIELD_TERM,         /* id (or name) of a term in field->vocabulary */
	FIELD_ORGANISATION, /* id, name or short name; the id after shaping */
	FIELD_PERSON,       /* id, or a name that only one person has */
	FIELD_SUBJECT,      /* an organisation or a person */
	FIELD_RECORD,       /* id of a record of kind field->target */
	FIELD_PROBLEM,      /* REVIEW-ID#PROBLEM-ID */
	FIELD_SCOPE,        /* a label, see scope/label.h */
	FIELD_MAP,          /* nested: field->shape */
	FIELD_COUNTS,       /* whole number by term of field->vocabulary */
	FIELD_ANY,          /* left as it is: its owner reads it */
};

/* The programme's closed lists, see model/programme.h. */
enum vocabulary {
	VOCABULARY_CLASS,     /* audiences, from wide to narrow */
	VOCABULARY_LEVEL,     /* kinds of organisation, from the top down */
	VOCABULARY_PERIOD,
	VOCABULARY_FORM,
	VOCABULARY_ASPECT,    /* of all forms */
	VOCABULARY_METHOD,
	VOCABULARY_OCCASION,
	VOCABULARY_PREPARATION,
	VOCABULARY_GRADE,
	VOCABULARY_CATEGORY,
	VOCABULARY_GROUP, /* classes of organisations */
	VOCABULARY__MAX,
};

enum field_flag {
	FIELD_REQUIRED = 1,
	FIELD_LIST = 2,
	FIELD_OFFICE = 4, /* of an item: no edition has it */
	FIELD_APART = 8,  /* of an item: where it is hidden the rest is not */
	FIELD_GONE = 16,  /* may name what is gone, if a seal lists it */
	FIELD_TASK = 32,  /* names a work point of a plan by its id */
};

struct field {
	const char *name;  /* canonical key */
	const char *alias; /* Chinese key */
	enum field_type type;
	unsigned flags;
	const char *const *choices; /* canonical, alias, …, NULL (CHOICE) */
	enum vocabulary vocabulary; /* TERM, COUNTS */
	const struct shape *shape;  /* MAP */
	const char *target;         /* RECORD: name of the kind, NULL = any */
	const char *help;
};

struct shape {
	const char *name;
	const char *alias;
	const struct field *fields; /* ends with name == NULL */
	bool body;                  /* a record kind whose Markdown is read */
	const char *help;
};

/* The record kinds, in the order of DOMAIN's table; ends with name == NULL. */
extern const struct shape record_kinds[];

/* Configuration files and what is in them. */
extern const struct shape site_shape;
extern const struct shape programme_shape;
extern const struct shape organisation_shape;
extern const struct shape person_shape;
extern const struct shape form_shape;
extern const struct shape seal_shape;

/* By canonical name or alias; NULL when there is none. */
const struct shape *kind_find(struct text name);
const struct field *field_find(const struct shape *shape, struct text key);
struct value;
/* The field's entry of a map as it is written, by either name; or NULL. */
const struct entry *field_entry(const struct field *field,
    const struct value *map);
/* Index in shape->fields of the canonical name; BUG when there is none. */
size_t field_index(const struct shape *shape, const char *name);
size_t field_count(const struct shape *shape);
/*
 * Index in field->choices of the word, canonical (even) or alias (odd); -1 when
 * it is none of them.
 */
int field_choice(const struct field *field, struct text word);
/* Of record_kinds. */
size_t kind_count(void);
/*
 * Can it have a label of its own?  Not what a record or an organisation is
 * known by: who may not see that, may not see the whole, so it takes the
 * whole's label.
 */
bool field_has_label(const struct shape *shape, const struct field *field);
/* No shape has more fields. */
#define FIELDS_MOST 52

/*
 * The first field anywhere, of a record, a settings file or what is in them,
 * that goes by the name; NULL when none does.  For guesses about texts that
 * can't be read yet.
 */
const struct field *field_anywhere(struct text name);
bool field_is_known(struct text name);

/* Candidates for “did you mean”: of each field its canonical name and alias. */
size_t field_names(const struct shape *shape, const char **names, size_t room);

#endif
