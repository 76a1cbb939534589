/*
 * A new record for the clerk to fill in: every field of its kind, off the
 * schema, with what is known filled in and the rest explained.
 *
 * Fields that have to be there stand first, empty where they are not known: an
 * untouched archetype does not pass `check`.  Optional ones stand behind a #,
 * which is deleted to use them.  What to say under each heading stands in
 * comments of the front matter; under the headings stands nothing, so that
 * none is forgotten.
 */
#ifndef TONGBAO_CMD_ARCHETYPE_H
#define TONGBAO_CMD_ARCHETYPE_H

#include "base/buf.h"
#include "model/programme.h"

/* What stands behind a value, as a comment: what the problem p1 was. */
struct archetype_note {
	const struct value *value;
	const char *words;
};

struct archetype {
	const struct shape *kind;
	struct value *fields; /* a map of what is known already */
	const struct form *form; /* of a review; or NULL */
	const struct programme *programme;
	const char *today; /* for examples of dates */
	bool chinese;      /* keys, and words that have two */
	bool brief;        /* of a known item of a list nothing but what is known */
	struct archetype_note *notes;
	size_t note_count, note_capacity;
};

void archetype_put(struct buf *out, struct arena *arena,
    const struct archetype *archetype);

#endif
