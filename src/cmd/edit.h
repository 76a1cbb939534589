/*
 * Changes to the files of a roster: one field of an item, items at the end.
 * Every other byte stays what it was.
 */
#ifndef TONGBAO_CMD_EDIT_H
#define TONGBAO_CMD_EDIT_H

#include "cmd/import.h"

/* Bytes of `span` become `text`; origins count from its start. */
struct edit {
	struct span span;
	struct text text;
	struct origins origins;
};

struct edits {
	struct import *import;
	struct edit *items;
	size_t count, capacity;
};

void edits_init(struct edits *edits, struct import *import);
/* The field anew, on one line, in the place of its value or behind the others. */
void edit_field(struct edits *edits, const struct roster_item *item,
    const struct field *field, const struct value *value);
/* The maps of `list` at the end of the roster's file, as it lists the others. */
void edit_append(struct edits *edits, const struct shape *shape,
    const struct value *list);
/* The files as they would be, into the import. */
void edits_make(struct edits *edits);

#endif
