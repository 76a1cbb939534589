/*
 * All that people have written in a record in their own words: headings and
 * text of its sections, and every field that is text, also in lists and maps.
 * Rules about wording go through it, so that none forgets a place.
 *
 * Part of the corpus: nothing above scope/ and check/ may include this.
 */
#ifndef TONGBAO_MODEL_PROSE_H
#define TONGBAO_MODEL_PROSE_H

#include "model/record.h"

struct prose {
	struct text text;
	struct span span;
	/* Where: a section (else PROSE_NONE), or a field. */
	size_t section, field;
	/* The item of the field's list that it is in (a problem, …), or NULL. */
	const struct value *item;
	const struct value *value; /* itself, when it is in a field */
	/* An id, a reference, a number, a path: words, but no sentence. */
	bool is_name;
};
#define PROSE_NONE ((size_t)-1)

typedef void prose_visit(void *context, const struct prose *prose);

/* All but what no edition has. */
void prose_each(const struct record *record, prose_visit *visit,
    void *context);

/*
 * The place of its bytes [start, end); the whole when a value's quotes or
 * folded lines make that unknown.
 */
struct span prose_part(const struct prose *prose, size_t start, size_t end);
/* The same of a value alone. */
struct span value_part(const struct value *value, size_t start, size_t end);
/* Is such a place exact, so that an edit may go there? */
bool value_is_verbatim(const struct value *value);

/* Behind the code that begins at `at` with backticks; `at` when none does. */
size_t prose_code_end(struct text text, size_t at);

#endif
