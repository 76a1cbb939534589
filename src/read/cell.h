/*
 * A cell → the value it means: mended where a spreadsheet wrote a date or a
 * number in its own way and no doubt is left; a fault where it lost something.
 */
#ifndef TONGBAO_READ_CELL_H
#define TONGBAO_READ_CELL_H

#include "read/column.h"

/* A text or a list of texts; NULL after a diagnostic. */
struct value *cell_value(struct arena *arena, const struct column *column,
    const struct csv_cell *cell, struct diags *diags);

#endif
