/*
 * The mends of an input, made as `tongbao fix` makes them.
 */
#ifndef TONGBAO_TESTS_FUZZ_MEND_H
#define TONGBAO_TESTS_FUZZ_MEND_H

#include "fuzz.h"

static inline int
mend_compare(const void *a, const void *b)
{
	const struct diag_edit *const *x = a, *const *y = b;
	return ((*x)->span.start > (*y)->span.start) -
	    ((*x)->span.start < (*y)->span.start);
}

/*
 * The text after all mends; false where a fault has none, or where two of them
 * clash: then a person has to decide.  One fault's own edits may not.
 */
static inline bool
mend_all(struct buf *out, struct fuzz *fuzz)
{
	const struct diag_edit *edits[256];
	size_t count = 0, at = 0;
	for (struct diag *d = fuzz->diags.first; d != NULL; d = d->next) {
		if (d->edits == NULL)
			return false;
		for (struct diag_edit *e = d->edits; e != NULL; e = e->next)
			if (count < 256)
				edits[count++] = e;
			else
				return false;
	}
	if (count == 0)
		return false;
	qsort(edits, count, sizeof(*edits), mend_compare);
	for (size_t i = 0; i < count; i++) {
		struct span span = edits[i]->span;
		if (span.start < at ||
		    (i > 0 && span.start == edits[i - 1]->span.start))
			return false;
		buf_putt(out, text_cut(fuzz->text, at, span.start));
		buf_putt(out, edits[i]->text);
		at = span.end;
	}
	buf_putt(out, text_from(fuzz->text, at));
	return true;
}

#endif
