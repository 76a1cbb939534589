/*
 * A text with some edits made to it, and the way back: a place in the mended
 * text is a place in the original one.
 */
#ifndef TONGBAO_READ_MENDED_H
#define TONGBAO_READ_MENDED_H

#include "base/diag.h"
#include "base/value.h"

/* The bytes [start, end) become `text`. */
struct edit {
	size_t start, end;
	struct text text;
	size_t mended; /* where it begins in the mended text: edits_apply() */
};

struct edits {
	struct edit *items;
	size_t count, capacity;
};

/* Sorted by start, none touches another. */
struct text edits_apply(struct edits *edits, struct arena *arena,
    struct text text);

/*
 * Places in the mended text → places in the original, of everything found in
 * it; `where` is the place of the original.  The diagnostics have no mends.
 */
void edits_restore_value(const struct edits *edits, struct span where,
    struct value *value);
void edits_restore_diags(const struct edits *edits, struct span where,
    struct diags *diags);

#endif
