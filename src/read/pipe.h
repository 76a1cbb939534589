/*
 * Pipe tables, in the syntax of GitHub Flavored Markdown 0.29 (4.10): a header
 * row, a delimiter row with as many cells, rows up to the end of the paragraph.
 * cmark has none, so it is asked twice:
 *
 *  1. The text is parsed; in every paragraph tables are looked for by lines.
 *  2. Where there are any, the text is parsed again in another shape.  In front
 *     of it stands one heading for each cell, so that cells see the link
 *     definitions of the text; each line of a table is an empty heading, so
 *     that cmark itself says where a table ends (an indented line, a line
 *     outside of its quote) and what comes after.  Then the headings are taken
 *     for what they stand for (read/convert.c).
 *
 * A text without a line that could be a delimiter row is parsed once.
 */
#ifndef TONGBAO_READ_PIPE_H
#define TONGBAO_READ_PIPE_H

#include "base/buf.h"
#include "model/document.h"
#include "read/lines.h"
#include "read/parser.h"

/* Bytes [start, end) of the text, trimmed; pipes are still escaped. */
struct pipe_cell {
	uint32_t start, end;
};

struct pipe_row {
	struct pipe_cell *cells; /* at most as many as the table has columns */
	size_t count;
	size_t first; /* number of its first cell among all cells */
	size_t prefix; /* bytes of its line that belong to quotes and lists */
	struct pipe_cell over; /* what stands behind the last column, or empty */
};

struct pipe_table {
	size_t line; /* of the header, from 0; the others follow one by one */
	struct pipe_row *rows; /* [1] is the delimiter row, without cells */
	size_t count, capacity;
	enum node_align *aligns;
	size_t columns;
};

/* What stands in a line of the text: row `row` of `table`, or NULL. */
struct pipe_place {
	struct pipe_table *table;
	size_t row;
};

struct pipe_tables {
	struct arena *arena;
	const struct lines *lines;
	struct pipe_table *items;
	size_t count, capacity;
	struct pipe_cell *cells; /* of all that are written, by number */
	size_t cell_count, cell_capacity;
	struct pipe_place *places; /* by line */
};

/* Is it worth looking?  Cheap. */
bool pipe_possible(struct text text);

/* The tables in the paragraphs of `root`, a parse of the text of `lines`. */
void pipe_find(struct pipe_tables *tables, struct arena *arena,
    const struct lines *lines, cmark_node *root);

/*
 * The text in its other shape.  It begins with tables->cell_count lines,
 * headings of the cells; line i of the text is line cell_count + i.
 */
void pipe_write(struct pipe_tables *tables, struct buf *out);

/*
 * `root` is a parse of what pipe_write() wrote.  True: each table is there as
 * it was thought.  False: some were cut or dropped; write and parse again.
 */
bool pipe_settle(struct pipe_tables *tables, cmark_node *root);

#endif
