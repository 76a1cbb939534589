/*
 * What commands list on a terminal: an aligned table for people, CSV for their
 * spreadsheet, JSON (a line an object) for other programs, from the same cells.
 *
 * Keys are English and stable (JSON, `--format=csv` heads are titles); titles
 * are looked up in the catalogue.  Cells are text in the listing's arena; NULL
 * is nothing: an empty cell, null in JSON.
 */
#ifndef TONGBAO_CMD_LISTING_H
#define TONGBAO_CMD_LISTING_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "base/arena.h"

enum listing_format {
	LISTING_TEXT,
	LISTING_CSV,
	LISTING_JSON,
};

struct listing_column {
	const char *key;   /* in JSON */
	const char *title; /* N_("…") */
	bool number;       /* to the right; a number in JSON */
};

struct listing {
	struct arena *arena;
	const struct listing_column *columns;
	size_t column_count;
	const char **cells; /* row by row */
	size_t cell_count, cell_capacity;
	/* Cells a row of text may take: then the last column is cut; 0: any. */
	size_t width;
};

void listing_init(struct listing *listing, struct arena *arena,
    const struct listing_column *columns, size_t count);
/* Cells in the order of the columns, row after row; texts are not copied. */
void listing_add(struct listing *listing, const char *text);
void listing_add_number(struct listing *listing, int64_t number);
size_t listing_rows(const struct listing *listing);
void listing_print(const struct listing *listing, enum listing_format format,
    FILE *out);

/* text, csv or json; -1 after a message that names the command. */
int listing_format_parse(enum listing_format *format, const char *word,
    const char *command);

#endif
