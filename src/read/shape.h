/*
 * Values as YAML gave them → values as the schema has them: canonical keys,
 * lists where lists are meant, dates in ISO form, ids instead of names.
 * Every fault is a diagnostic at its place; what is faulty is left absent.
 */
#ifndef TONGBAO_READ_SHAPE_H
#define TONGBAO_READ_SHAPE_H

#include "base/date.h"
#include "base/diag.h"
#include "model/programme.h"
#include "model/roster.h"

struct shaping {
	struct arena *arena; /* of the results */
	struct diags *diags;
	const struct programme *programme; /* NULL while it is being read */
	const struct roster *roster;       /* NULL while it is being read */
	struct text source; /* all of it, for mends; at == NULL: none are made */
};

/*
 * The fields of `map`, parallel to shape->fields, NULL where absent.  `owner`
 * is the place that a missing field is reported at.  Never NULL.
 */
struct value **shape_fields(const struct shaping *shaping,
    const struct shape *shape, const struct value *map, struct span owner);
/* One field's value; NULL after a diagnostic. */
struct value *shape_field(const struct shaping *shaping,
    const struct field *field, const struct value *value);

/*
 * The mend that writes `text` in the place of a scalar, inside of its quotes;
 * none where the scalar's bytes are not its text.
 */
void value_mend(const struct shaping *shaping, struct diag *diag,
    const struct value *value, struct text text);

/* Does nothing, ~ or null stand there? Then it is no field. */
bool value_is_absent(const struct value *value);
/*
 * “did you mean …?” of the organisations and people that nobody knew, once all is
 * shaped: where there are too many, of the first ones.
 */
void roster_suggest(const struct roster *roster, struct diags *diags);

/* ---- between the files of shaping ---- */

/* Says that the field takes `wanted` (N_), which the value is not; NULL. */
struct value *shape_wrong_kind(const struct shaping *shaping,
    const struct field *field, const struct value *value, const char *wanted);

/*
 * shape_counts.c: a map of whole numbers by id of a term, in the programme's
 * order.  What the programme does not know is told, and stays as it is written
 * behind the others, so that sums hold; NULL where a number is none.
 */
struct value *shape_counts(const struct shaping *shaping,
    const struct field *field, const struct value *value);

/* shape_scalar.c */

/* One that is not absent, of any type but maps and the like. */
struct value *shape_scalar(const struct shaping *shaping,
    const struct field *field, const struct value *value);
/* What the text means to the field; NULL, and nothing said, when nothing. */
struct value *scalar_find(const struct shaping *shaping,
    const struct field *field, struct text t);
/* Told with its mend, and taken as what it was meant; else NULL. */
struct value *scalar_mended(const struct shaping *shaping,
    const struct field *field, const struct value *value);
/* Which term the word may have been meant as. */
void term_suggest(const struct shaping *shaping, struct diag *d,
    enum vocabulary vocabulary, const char *word);

#endif
