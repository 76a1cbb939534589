/*
 * Tables for spreadsheets and for the pages' script.
 *
 * CSV by RFC 4180: CRLF, quotes where needed; UTF-8 with a byte order mark,
 * which Excel and WPS need to see Chinese.  A cell that begins with = + - @,
 * tab or return would be run as a formula: it gets an apostrophe in front,
 * which read/csv takes away again.
 */
#ifndef TONGBAO_RENDER_SHEET_H
#define TONGBAO_RENDER_SHEET_H

#include "base/buf.h"
#include "base/diag.h"
#include "compose/ledger.h"
#include "compose/page.h"

/* What a file of CSV begins with; then rows. */
void sheet_put_mark(struct buf *out);
/* The ledger's: the titles of its columns, rows from `first` up to `end`. */
void sheet_put_head(struct buf *out, const struct ledger *ledger);
void sheet_put_rows(struct buf *out, const struct ledger *ledger, size_t first,
    size_t end);
/* Any table of texts. */
void sheet_put_cells(struct buf *out, const struct cells *cells);
/* One cell, made harmless and quoted as needed. */
void sheet_put_cell(struct buf *out, const char *text);

/*
 * A workbook of one sheet, in the programs' own types; its only property is the
 * day it is as of.  What a cell can't hold (too long a text,
 * characters that XML hasn't, days before 1900-03-01) is told at its record
 * and written as it can be.  -1 after a diagnostic: the disk is full, or such.
 */
int sheet_put_xlsx(struct buf *out, const struct ledger *ledger,
    struct diags *diags);

/*
 * data/ledger.js, one line a column: each text once, in the order that the
 * column is sorted by, and per row its number among them.
 *
 *	tongbao("ledger", {columns: [{id, title, type, class, main, head,
 *	    words, ids, names, above, links, pages, cells}, …], count});
 *
 * `words[0]` is "" and stands for no text.  `ids` (of columns of choices),
 * `names` (the words as choices, organisations indented), `above` (the
 * organisation over it, 0 for none) and `links` go by word, `pages` (where each
 * row leads) and `cells` by row.  The column of states has `ids` and `names` of
 * its own and in `states` bits per row: 1 << number among those.
 */
void sheet_put_script(struct buf *out, const struct ledger *ledger);

#endif
