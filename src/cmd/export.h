/*
 * tongbao export sheet: what the site holds, or an empty form, for the office's
 * spreadsheet; what `import` reads.
 *
 *   export.c         the command line, which people, organisations, records
 *   export_column.c  which columns they need, and what stands in their cells
 */
#ifndef TONGBAO_CMD_EXPORT_H
#define TONGBAO_CMD_EXPORT_H

#include "cmd/sheet.h"
#include "read/column.h"

/* One row; what is not there is NULL. */
struct sheet_row {
	const struct value *fields; /* shaped */
	const struct record *record;
	const char *remark; /* for the reader: not read back */
	bool more; /* another item of the row above: its text stands there */
};

struct sheet {
	struct arena *arena;
	const struct site_run *run;
	const struct shape *kind;
	bool english;
	bool form; /* all that may be filled in; else what the rows have */
	struct sheet_row *rows;
	size_t row_count, row_capacity;
	struct column *columns;
	size_t column_count, column_capacity;
	const struct form *only; /* sections of this form; NULL: of all */
};

/* The columns that the rows need, or that a form has. */
void sheet_plan(struct sheet *sheet);
/* What stands in the cell; "" for nothing. */
const char *sheet_cell(const struct sheet *sheet, const struct column *column,
    const struct sheet_row *row);

#endif
