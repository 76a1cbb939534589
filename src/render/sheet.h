/*
 * Tables for spreadsheets.
 *
 * CSV by RFC 4180: CRLF, quotes where needed; UTF-8 with a byte order mark,
 * which Excel and WPS need to see Chinese.  A cell that begins with = + - @,
 * tab or return would be run as a formula: it gets an apostrophe in front,
 * which read/csv takes away again.
 */
#ifndef TONGBAO_RENDER_SHEET_H
#define TONGBAO_RENDER_SHEET_H

#include "base/buf.h"
#include "compose/page.h"

void sheet_put_csv(struct buf *out, const struct ledger *ledger);
/* One cell, made harmless and quoted as needed. */
void sheet_put_cell(struct buf *out, const char *text);

#endif
