#include "cmd/listing.h"

#include <string.h>
#include "base/lang.h"
#include "base/utf8.h"
#include "base/value.h"
#include "render/sheet.h"

void
listing_init(struct listing *listing, struct arena *arena,
    const struct listing_column *columns, size_t count)
{
	*listing = (struct listing){ .arena = arena,
		.columns = columns,
		.column_count = count };
}

void
listing_add(struct listing *listing, const char *text)
{
	ARENA_ROOM(listing->arena, listing->cells, listing->cell_count,
	    listing->cell_capacity);
	listing->cells[listing->cell_count++] = text;
}

void
listing_add_number(struct listing *listing, int64_t number)
{
	listing_add(listing,
	    arena_printf(listing->arena, "%lld", (long long)number));
}

size_t
listing_rows(const struct listing *listing)
{
	/* NOLINTNEXTLINE: it has columns */
	return listing->cell_count / listing->column_count;
}

static const char *
cell_at(const struct listing *listing, size_t row, size_t column)
{
	return listing->cells[row * listing->column_count + column];
}

/* ---- for people ---- */

/* As put_text() puts it: a blank for what may not be shown. */
static size_t
cells_of(uint32_t code)
{
	return utf8_is_control(code) || code == UTF8_BAD
	    ? 1
	    : (size_t)utf8_width_of(code);
}

static size_t
width_of(const char *text)
{
	struct text t = text_of(text == NULL ? "" : text);
	size_t width = 0;
	for (size_t pos = 0; pos < t.len;)
		width += cells_of(utf8_next(t, &pos));
	return width;
}

static size_t
column_width(const struct listing *listing, size_t column)
{
	size_t most = width_of(_(listing->columns[column].title));
	for (size_t r = 0; r < listing_rows(listing); r++) {
		size_t width = width_of(cell_at(listing, r, column));
		most = width > most ? width : most;
	}
	return most;
}

/* Nothing in a cell may move the cursor. */
static void
put_text(const char *text, FILE *out)
{
	utf8_put_clean(text_of(text == NULL ? "" : text), "", ' ', out);
}

/* As much as fits into so many cells, with … where there was more. */
static const char *
cut_to(struct arena *arena, const char *text, size_t width)
{
	struct text t = text_of(text);
	size_t end = 0, cells = 0;
	for (size_t pos = 0; pos < t.len; end = pos) {
		cells += cells_of(utf8_next(t, &pos));
		if (cells + 1 > width)
			break;
	}
	return arena_printf(arena, "%.*s…", (int)end, text);
}

/* What the other columns leave of the row for the last one. */
static size_t
last_room(const struct listing *listing, const size_t *widths)
{
	size_t taken = 0, last = listing->column_count - 1;
	if (listing->width == 0)
		return SIZE_MAX;
	for (size_t c = 0; c < last; c++)
		taken += widths[c] + 2;
	/* Less says nothing: then the row goes over the edge. */
	return listing->width > taken + 10 ? listing->width - taken : 10;
}

/* `last`: nothing follows on the line. */
static void
put_aligned(const struct listing *listing, size_t column, const char *text,
    size_t width, bool last, FILE *out)
{
	int gap = (int)(width - width_of(text));
	bool right = listing->columns[column].number;
	if (column > 0)
		fputs("  ", out);
	if (right)
		fprintf(out, "%*s", gap, "");
	put_text(text, out);
	if (!right && !last)
		fprintf(out, "%*s", gap, "");
}

/* Columns up to the last that says something. */
static size_t
row_length(const struct listing *listing, size_t row)
{
	size_t count = listing->column_count;
	while (count > 0 && width_of(cell_at(listing, row, count - 1)) == 0)
		count--;
	return count;
}

static void
print_text(const struct listing *listing, FILE *out)
{
	size_t *widths = ARENA_ARRAY(listing->arena, size_t,
	    listing->column_count);
	for (size_t c = 0; c < listing->column_count; c++) {
		widths[c] = column_width(listing, c);
		put_aligned(listing, c, _(listing->columns[c].title), widths[c],
		    c + 1 == listing->column_count, out);
	}
	fputc('\n', out);
	size_t room = last_room(listing, widths);
	for (size_t r = 0; r < listing_rows(listing); r++) {
		size_t count = row_length(listing, r);
		for (size_t c = 0; c < count; c++) {
			const char *text = cell_at(listing, r, c);
			if (c + 1 == listing->column_count &&
			    width_of(text) > room)
				text = cut_to(listing->arena, text, room);
			put_aligned(listing, c, text, widths[c], c + 1 == count,
			    out);
		}
		fputc('\n', out);
	}
}

/* ---- for programs ---- */

static void
print_csv(const struct listing *listing, FILE *out)
{
	struct buf line = BUF_INIT;
	buf_puts(&line, BYTE_ORDER_MARK);
	for (size_t c = 0; c < listing->column_count; c++) {
		buf_puts(&line, c > 0 ? "," : "");
		sheet_put_cell(&line, _(listing->columns[c].title));
	}
	for (size_t i = 0; i < listing->cell_count; i++) {
		const char *text = listing->cells[i];
		/* NOLINTNEXTLINE: it has columns */
		buf_puts(&line, i % listing->column_count > 0 ? "," : "\r\n");
		sheet_put_cell(&line, text == NULL ? "" : text);
	}
	buf_puts(&line, "\r\n");
	fwrite(line.at, 1, line.len, out);
	buf_free(&line);
}

static void
print_json(const struct listing *listing, FILE *out)
{
	struct buf line = BUF_INIT;
	for (size_t r = 0; r < listing_rows(listing); r++) {
		buf_clear(&line);
		for (size_t c = 0; c < listing->column_count; c++) {
			const struct listing_column *column =
			    &listing->columns[c];
			const char *text = cell_at(listing, r, c);
			buf_printf(&line, "%s\"%s\":", c > 0 ? "," : "{",
			    column->key);
			if (text == NULL)
				buf_puts(&line, "null");
			else if (column->number)
				buf_puts(&line, text);
			else
				value_put_json(&line,
				    value_string(listing->arena, text));
		}
		fprintf(out, "%s}\n", line.at);
	}
	buf_free(&line);
}

void
listing_print(const struct listing *listing, enum listing_format format,
    FILE *out)
{
	if (format == LISTING_TEXT)
		print_text(listing, out);
	else if (format == LISTING_CSV)
		print_csv(listing, out);
	else
		print_json(listing, out);
}

int
listing_format_parse(enum listing_format *format, const char *word,
    const char *command)
{
	static const char *const words[] = { "text", "csv", "json" };
	for (int i = 0; i < 3; i++) {
		if (strcmp(word, words[i]) != 0)
			continue;
		*format = (enum listing_format)i;
		return 0;
	}
	fprintf(stderr, _("tongbao %s: --format takes text, csv or json, not "
			  "'%s'\n"),
	    command, word);
	return -1;
}
