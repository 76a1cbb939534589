/*
 * Tables as spreadsheets write them: RFC 4180, and what Excel and WPS really
 * do.
 *
 *  - UTF-8 with or without a byte order mark, GB18030 (“CSV” of a Chinese
 *    Excel), UTF-16 (“Unicode text”);
 *  - comma, semicolon or tab, the one that the first rows have most of, or
 *    what a first line sep=; says;
 *  - CRLF, LF or CR; line ends and doubled quotes in quoted cells;
 *  - empty rows, empty cells at the end of a row;
 *  - the apostrophe that render/sheet puts before = + - @ is taken away again.
 *
 * Places are bytes of the table in UTF-8, which becomes the text of its
 * source, so that excerpts show what was read.
 */
#ifndef TONGBAO_READ_CSV_H
#define TONGBAO_READ_CSV_H

#include "base/diag.h"
#include "base/encoding.h"

struct csv_cell {
	struct text text; /* trimmed of white space, NUL-terminated */
	struct span span; /* without its quotes */
};

struct csv_row {
	struct csv_cell *cells; /* without empty ones at the end */
	uint32_t count;
	uint32_t number; /* as the spreadsheet counts it, from 1 */
};

struct csv {
	uint32_t source;
	struct csv_row *rows; /* without empty ones */
	size_t count, capacity;
	char separator;
	enum encoding encoding; /* ENCODING_NONE: UTF-8 */
};

/*
 * The file's text into its source (`source` has a path and no text yet), then
 * its cells.  -1 after diagnostics.
 */
int csv_read(struct csv *csv, struct arena *arena,
    const struct sources *sources, uint32_t source, struct diags *diags);
/* The same from bytes. */
int csv_parse(struct csv *csv, struct arena *arena,
    const struct sources *sources, uint32_t source, struct text bytes,
    struct diags *diags);

/* White space of either width at both ends says nothing in a cell. */
struct text csv_trim(struct text t);
/* The cell of a row, or NULL where it is empty. */
const struct csv_cell *csv_cell(const struct csv_row *row, size_t column);
/* The row and the column that a place lies in; NULL when it lies in none. */
const struct csv_row *csv_find(const struct csv *csv, struct span span,
    size_t *column);

#endif
