#include "read/pipe.h"

#include "read/cjk.h"

/* Ends a cell's heading, so that no # before it is taken for its end. */
#define CELL_END " " CJK_PRIVATE
#define PLACEHOLDER "# " CJK_PRIVATE

static bool
could_be_delimiter(struct text line)
{
	bool pipe = false, dash = false;
	for (size_t i = 0; i < line.len; i++) {
		pipe = pipe || line.at[i] == '|' || line.at[i] == ':';
		dash = dash || line.at[i] == '-';
		if (strchr("|:- \t>", line.at[i]) == NULL)
			return false;
	}
	return pipe && dash;
}

bool
pipe_possible(struct text text)
{
	if (memchr(text.at, '|', text.len) == NULL)
		return false;
	for (size_t pos = 0; pos < text.len;)
		if (could_be_delimiter(line_next(text, &pos)))
			return true;
	return false;
}

/* ---- rows ---- */

/*
 * The next cell of the row that ends at `end`; *pos moves behind its pipe.  A
 * backslash before a pipe always escapes it, as in GFM.  False at the end.
 */
static bool
cell_next(struct text text, size_t *pos, size_t end, struct pipe_cell *cell)
{
	if (*pos >= end)
		return false;
	size_t i = *pos;
	while (i < end &&
	    (text.at[i] != '|' || (i > *pos && text.at[i - 1] == '\\')))
		i++;
	struct text inner = text_trim(text_cut(text, *pos, i));
	*cell = (struct pipe_cell){
		(uint32_t)(inner.at - text.at),
		(uint32_t)(inner.at - text.at + inner.len),
	};
	*pos = i + 1;
	return true;
}

/* The bytes of a row without white space and without the pipe before it. */
static void
row_bounds(struct text text, size_t *start, size_t *end)
{
	struct text row = text_trim(text_cut(text, *start, *end));
	if (text_starts(row, "|"))
		row = text_from(row, 1);
	*start = (size_t)(row.at - text.at);
	*end = *start + row.len;
}

static struct pipe_row
row_make(struct arena *arena, struct text text, size_t start, size_t end,
    size_t most)
{
	struct pipe_row row = { .count = 0 };
	size_t capacity = 0;
	struct pipe_cell cell;
	row_bounds(text, &start, &end);
	while (row.count < most && cell_next(text, &start, end, &cell)) {
		ARENA_ROOM(arena, row.cells, row.count, capacity);
		row.cells[row.count++] = cell;
	}
	/* Empty cells are nothing that would be missing. */
	while (start < end && strchr("| \t", text.at[start]) != NULL)
		start++;
	if (start < end)
		row.over = (struct pipe_cell){ (uint32_t)start, (uint32_t)end };
	return row;
}

/* :--- and the like; false when it is no such cell. */
static bool
align_of(struct text cell, enum node_align *align)
{
	bool left = text_starts(cell, ":");
	bool right = cell.len > 1 && text_ends(cell, ":");
	struct text dashes = text_cut(cell, left, cell.len - right);
	for (size_t i = 0; i < dashes.len; i++)
		if (dashes.at[i] != '-')
			return false;
	*align = left && right ? ALIGN_CENTRE
	    : left	       ? ALIGN_LEFT
	    : right	       ? ALIGN_RIGHT
			       : ALIGN_NONE;
	return dashes.len > 0;
}

/* ---- step 1: finding ---- */

/* A paragraph by its lines, the last included. */
struct paragraph {
	size_t first, last;
	size_t column; /* bytes before its content on the first line */
	size_t quotes; /* that it stands in */
};

/* Bytes [*start, *end) of line i that are the paragraph's. */
static void
content_of(const struct lines *lines, const struct paragraph *paragraph,
    size_t i, size_t *start, size_t *end)
{
	struct text line = line_at(lines, i);
	size_t prefix = i == paragraph->first
	    ? paragraph->column
	    : line_content(line, paragraph->quotes);
	*end = (size_t)(line.at - lines->text.at) + line.len;
	*start = *end - line.len + (prefix < line.len ? prefix : line.len);
}

/* The alignments, when line i is a delimiter row of `columns` cells. */
static enum node_align *
delimiter_read(struct pipe_tables *tables, const struct paragraph *paragraph,
    size_t i, size_t columns)
{
	struct text text = tables->lines->text;
	size_t start, end;
	content_of(tables->lines, paragraph, i, &start, &end);
	struct pipe_row row =
	    row_make(tables->arena, text, start, end, columns + 1);
	if (row.count != columns)
		return NULL;
	enum node_align *aligns =
	    ARENA_ARRAY(tables->arena, enum node_align, columns);
	for (size_t j = 0; j < columns; j++)
		if (!align_of(
			text_cut(text, row.cells[j].start, row.cells[j].end),
			&aligns[j]))
			return NULL;
	return aligns;
}

static void
row_add(struct pipe_tables *tables, struct pipe_table *table,
    const struct paragraph *paragraph, size_t i, size_t most)
{
	size_t start, end;
	content_of(tables->lines, paragraph, i, &start, &end);
	struct pipe_row row =
	    row_make(tables->arena, tables->lines->text, start, end, most);
	row.prefix = start - tables->lines->starts[i];
	ARENA_ROOM(tables->arena, table->rows, table->count, table->capacity);
	table->rows[table->count++] = row;
}

/* What begins another block once it no longer continues a paragraph. */
static bool
ends_table(
    const struct lines *lines, const struct paragraph *paragraph, size_t i)
{
	size_t start, end;
	content_of(lines, paragraph, i, &start, &end);
	struct text row = text_cut(lines->text, start, end);
	return row.len == 0 || line_marker(row, 0) > 0 || line_is_rule(row, 0);
}

static bool
has_pipe(struct text line)
{
	return memchr(line.at, '|', line.len) != NULL;
}

/* The table whose header is line i; false when there is none. */
static bool
table_read(
    struct pipe_tables *tables, const struct paragraph *paragraph, size_t i)
{
	const struct lines *lines = tables->lines;
	size_t start, end;
	if (!could_be_delimiter(line_at(lines, i + 1)))
		return false;
	content_of(lines, paragraph, i, &start, &end);
	if (!has_pipe(line_at(lines, i)) && !has_pipe(line_at(lines, i + 1)))
		return false;
	size_t columns = row_make(tables->arena, lines->text, start, end,
	    SIZE_MAX)
			     .count;
	enum node_align *aligns = columns == 0
	    ? NULL
	    : delimiter_read(tables, paragraph, i + 1, columns);
	if (aligns == NULL)
		return false;
	ARENA_ROOM(
	    tables->arena, tables->items, tables->count, tables->capacity);
	struct pipe_table *table = &tables->items[tables->count++];
	*table = (struct pipe_table){
		.line = i, .aligns = aligns, .columns = columns
	};
	row_add(tables, table, paragraph, i, columns);
	row_add(tables, table, paragraph, i + 1, 0);
	for (size_t j = i + 2;
	     j <= paragraph->last && !ends_table(lines, paragraph, j); j++)
		row_add(tables, table, paragraph, j, columns);
	return true;
}

static size_t
quotes_around(cmark_node *node)
{
	size_t quotes = 0;
	while ((node = cmark_node_parent(node)) != NULL)
		quotes += cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE;
	return quotes;
}

void
pipe_find(struct pipe_tables *tables, struct arena *arena,
    const struct lines *lines, cmark_node *root)
{
	*tables = (struct pipe_tables){ .arena = arena, .lines = lines };
	tables->places = ARENA_ARRAY(arena, struct pipe_place, lines->count);
	cmark_iter *iter = cmark_iter_new(root);
	while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		struct paragraph paragraph = {
			.first = (size_t)cmark_node_get_start_line(node) - 1,
			.last = (size_t)cmark_node_get_end_line(node) - 1,
			.column = (size_t)cmark_node_get_start_column(node) - 1,
		};
		/* Rows and a line --- are a heading to CommonMark. */
		bool lookable = (type == CMARK_NODE_PARAGRAPH ||
				    type == CMARK_NODE_HEADING) &&
		    cmark_iter_get_event_type(iter) == CMARK_EVENT_ENTER &&
		    paragraph.last > paragraph.first &&
		    paragraph.last < lines->count;
		if (!lookable)
			continue;
		paragraph.quotes = quotes_around(node);
		for (size_t i = paragraph.first; i < paragraph.last; i++)
			if (table_read(tables, &paragraph, i))
				break;
	}
	cmark_iter_free(iter);
}

/* ---- step 2: the other shape ---- */

static void
put_cell(struct buf *out, struct text cell)
{
	buf_puts(out, "# ");
	for (size_t i = 0; i < cell.len; i++) {
		bool escape = cell.at[i] == '\\' && i + 1 < cell.len &&
		    cell.at[i + 1] == '|';
		if (!escape)
			buf_putc(out, cell.at[i]);
	}
	buf_puts(out, CELL_END "\n");
}

static void
put_cells(struct pipe_tables *tables, struct pipe_row *row, struct buf *out)
{
	row->first = tables->cell_count;
	for (size_t i = 0; i < row->count; i++) {
		put_cell(out,
		    text_cut(tables->lines->text, row->cells[i].start,
			row->cells[i].end));
		ARENA_ROOM(tables->arena, tables->cells, tables->cell_count,
		    tables->cell_capacity);
		tables->cells[tables->cell_count++] = row->cells[i];
	}
}

void
pipe_write(struct pipe_tables *tables, struct buf *out)
{
	const struct lines *lines = tables->lines;
	tables->cell_count = 0;
	memset(tables->places, 0, lines->count * sizeof(*tables->places));
	for (size_t i = 0; i < tables->count; i++) {
		struct pipe_table *table = &tables->items[i];
		for (size_t j = 0; j < table->count; j++) {
			put_cells(tables, &table->rows[j], out);
			tables->places[table->line + j] =
			    (struct pipe_place){ table, j };
		}
	}
	for (size_t i = 0; i < lines->count; i++) {
		const struct pipe_place *place = &tables->places[i];
		struct text line = line_at(lines, i);
		if (place->table != NULL) {
			buf_put(out, line.at,
			    place->table->rows[place->row].prefix);
			buf_puts(out, PLACEHOLDER);
		} else {
			buf_putt(out, line);
		}
		buf_putc(out, '\n');
	}
}

/* ---- is it so? ---- */

/* How many rows of the table came out as neighbours. */
static size_t
rows_standing(const struct pipe_table *table, cmark_node *const *headings)
{
	size_t i = 0;
	while (i < table->count && headings[table->line + i] != NULL &&
	    (i == 0 ||
		cmark_node_next(headings[table->line + i - 1]) ==
		    headings[table->line + i]))
		i++;
	return i;
}

bool
pipe_settle(struct pipe_tables *tables, cmark_node *root)
{
	size_t lines = tables->lines->count, kept = 0;
	cmark_node **headings = ARENA_ARRAY(tables->arena, cmark_node *, lines);
	cmark_iter *iter = cmark_iter_new(root);
	while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		size_t line = (size_t)cmark_node_get_start_line(node) - 1;
		if (cmark_node_get_type(node) == CMARK_NODE_HEADING &&
		    line >= tables->cell_count &&
		    line - tables->cell_count < lines)
			headings[line - tables->cell_count] = node;
	}
	cmark_iter_free(iter);
	bool settled = true;
	for (size_t i = 0; i < tables->count; i++) {
		struct pipe_table table = tables->items[i];
		size_t standing = rows_standing(&table, headings);
		settled = settled && standing == table.count;
		table.count = standing;
		if (standing >= 2)
			tables->items[kept++] = table;
	}
	tables->count = kept;
	return settled;
}
