#include "read/csv.h"

#include <errno.h>
#include "base/lang.h"
#include "base/os.h"
#include "base/utf8.h"
#include "model/rules.h"

#define CSV_MOST ((int64_t)512 << 20)
/* Rows that are asked which separator it is. */
#define FIRST_ROWS 10
#define COLUMNS_MOST 4096

struct reader {
	struct csv *csv;
	struct arena *arena;
	struct diags *diags;
	struct text text;
	uint32_t source;
	size_t pos;
	struct csv_cell *cells; /* of the row that is read */
	size_t count, capacity;
	struct buf unquoted;
	bool failed;
};

static struct span
span_of(const struct reader *r, size_t start, size_t end)
{
	return (struct span){ r->source, (uint32_t)start, (uint32_t)end };
}

static bool
is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static void
line_end_skip(struct reader *r)
{
	if (r->pos < r->text.len && r->text.at[r->pos] == '\r')
		r->pos++;
	if (r->pos < r->text.len && r->text.at[r->pos] == '\n')
		r->pos++;
}

/* '=1+1 was =1+1, ''=1+1 was '=1+1: render/sheet.c put one in front. */
static struct text
formula_restore(struct text t)
{
	size_t n = 0;
	while (n < t.len && t.at[n] == '\'')
		n++;
	bool formula = n > 0 && n < t.len &&
	    memchr("=+-@\t\r", t.at[n], 6) != NULL;
	return formula ? text_from(t, 1) : t;
}

struct text
csv_trim(struct text t)
{
	for (;;) {
		struct text before = t;
		t = text_trim(t);
		if (text_starts(t, "\u3000") || text_starts(t, "\u00A0"))
			t = text_from(t, t.at[0] == '\xC2' ? 2 : 3);
		if (text_ends(t, "\u3000"))
			t.len -= 3;
		else if (text_ends(t, "\u00A0"))
			t.len -= 2;
		if (t.len == before.len)
			return t;
	}
}

static void
cell_add(struct reader *r, struct text text, size_t start, size_t end)
{
	if (r->count == COLUMNS_MOST) {
		if (!r->failed)
			diag_at(r->diags, &rules[RULE_SHEET_ROW],
			    span_of(r, start, end),
			    "the row has more than %d cells", COLUMNS_MOST);
		r->failed = true;
		return;
	}
	ARENA_ROOM(r->arena, r->cells, r->count, r->capacity);
	r->cells[r->count++] = (struct csv_cell){
		.text = arena_text(r->arena, csv_trim(formula_restore(text))),
		.span = span_of(r, start, end),
	};
}

static void
plain_take(struct reader *r)
{
	size_t start = r->pos;
	while (r->pos < r->text.len && r->text.at[r->pos] != r->csv->separator &&
	    !is_line_end(r->text.at[r->pos]))
		r->pos++;
	cell_add(r, text_cut(r->text, start, r->pos), start, r->pos);
}

/*
 * The text between the quotes from `pos` on, into `unquoted`; false when they
 * don't close.
 */
static bool
quotes_take(struct reader *r)
{
	buf_clear(&r->unquoted);
	for (;;) {
		const char *quote = memchr(r->text.at + r->pos, '"',
		    r->text.len - r->pos);
		if (quote == NULL)
			return false;
		size_t at = (size_t)(quote - r->text.at);
		buf_put(&r->unquoted, r->text.at + r->pos, at - r->pos);
		r->pos = at + 1;
		if (r->pos == r->text.len || r->text.at[r->pos] != '"')
			return true;
		buf_putc(&r->unquoted, '"');
		r->pos++;
	}
}

static bool
cell_ends(const struct reader *r)
{
	return r->pos == r->text.len || is_line_end(r->text.at[r->pos]) ||
	    r->text.at[r->pos] == r->csv->separator;
}

static void
quoted_take(struct reader *r)
{
	size_t open = r->pos++;
	if (!quotes_take(r)) {
		diag_at(r->diags, &rules[RULE_SHEET_QUOTE],
		    span_of(r, open, open + 1),
		    "the quote opened here does not end");
		r->failed = true;
		r->pos = r->text.len;
		return;
	}
	size_t end = r->pos - 1;
	while (r->pos < r->text.len && r->text.at[r->pos] == ' ')
		r->pos++;
	if (!cell_ends(r)) {
		size_t behind = r->pos;
		utf8_next(r->text, &behind);
		struct diag *d = diag_at(r->diags, &rules[RULE_SHEET_QUOTE],
		    span_of(r, r->pos, behind),
		    "text stands behind the quote that ends the cell");
		diag_also(r->diags, d, span_of(r, open, open + 1),
		    "the quote that begins it");
		r->failed = true;
		while (r->pos < r->text.len && !is_line_end(r->text.at[r->pos]))
			r->pos++;
	}
	cell_add(r, buf_text(&r->unquoted), open + 1, end);
}

/* Keeps it when there is anything in it. */
static void
row_keep(struct reader *r, uint32_t number)
{
	struct csv *csv = r->csv;
	while (r->count > 0 && r->cells[r->count - 1].text.len == 0)
		r->count--;
	if (r->count == 0)
		return;
	struct csv_row row = { .count = (uint32_t)r->count, .number = number };
	row.cells = ARENA_ARRAY(r->arena, struct csv_cell, r->count);
	memcpy(row.cells, r->cells, r->count * sizeof(*row.cells));
	ARENA_ROOM(r->arena, csv->rows, csv->count, csv->capacity);
	csv->rows[csv->count++] = row;
}

static void
row_take(struct reader *r, uint32_t number)
{
	r->count = 0;
	for (;;) {
		size_t start = r->pos;
		while (start < r->text.len && r->text.at[start] == ' ')
			start++;
		if (start < r->text.len && r->text.at[start] == '"') {
			r->pos = start;
			quoted_take(r);
		} else {
			plain_take(r);
		}
		if (r->pos >= r->text.len ||
		    r->text.at[r->pos] != r->csv->separator)
			break;
		r->pos++;
	}
	line_end_skip(r);
	row_keep(r, number);
}

/* ---- before the cells ---- */

/* sep=; in the first line, by which Excel is told; true when there is one. */
static bool
separator_said(struct reader *r)
{
	struct text t = r->text;
	if (!text_starts(t, "sep=") || t.len < 5 ||
	    memchr(",;\t|", t.at[4], 4) == NULL ||
	    (t.len > 5 && !is_line_end(t.at[5])))
		return false;
	r->csv->separator = t.at[4];
	r->pos = 5;
	line_end_skip(r);
	return true;
}

/* The mark that most of the first lines have, outside of quotes. */
static char
separator_guess(struct text t)
{
	static const char marks[] = ",;\t";
	size_t lines[3] = { 0 }, all[3] = { 0 }, line[3] = { 0 }, rows = 0;
	bool quoted = false;
	for (size_t i = 0; i <= t.len && rows < FIRST_ROWS; i++) {
		if (i == t.len || (!quoted && t.at[i] == '\n')) {
			for (size_t m = 0; m < 3; m++) {
				lines[m] += line[m] > 0;
				all[m] += line[m];
				line[m] = 0;
			}
			rows++;
			continue;
		}
		if (t.at[i] == '"')
			quoted = !quoted;
		const char *mark = quoted ? NULL : strchr(marks, t.at[i]);
		if (mark != NULL)
			line[mark - marks]++;
	}
	size_t best = 0;
	for (size_t m = 1; m < 3; m++)
		if (lines[m] > lines[best] ||
		    (lines[m] == lines[best] && all[m] > all[best]))
			best = m;
	return marks[best];
}

/* An old Macintosh ends lines by \r: places count lines by \n. */
static struct text
returns_mend(struct arena *arena, struct text t)
{
	if (memchr(t.at, '\n', t.len) != NULL ||
	    memchr(t.at, '\r', t.len) == NULL)
		return t;
	char *copy = arena_copy(arena, t.at, t.len);
	for (size_t i = 0; i < t.len; i++)
		if (copy[i] == '\r')
			copy[i] = '\n';
	return (struct text){ copy, t.len };
}

/* Of a text in UTF-8, one sequence in so many may be damaged. */
#define DAMAGE 8

/*
 * UTF-8 but for a few bytes: as GB18030 it would be other characters, all of
 * it, and hardly ever a fault.
 */
static bool
is_damaged_utf8(struct text bytes)
{
	size_t pos = 0, good = 0, bad = 0;
	while (pos < bytes.len) {
		size_t start = pos;
		if (utf8_next(bytes, &pos) == UTF8_BAD)
			bad++;
		else if (pos - start >= 3)
			good++;
	}
	return good > DAMAGE * bad;
}

/* What is no UTF-8 comes of a Chinese Windows: a roster is too short to ask. */
static enum encoding
encoding_of(struct text bytes)
{
	if (text_starts(bytes, "\xFF\xFE"))
		return ENCODING_UTF16_LE;
	if (text_starts(bytes, "\xFE\xFF"))
		return ENCODING_UTF16_BE;
	if (utf8_mark(bytes) > 0 || utf8_check(bytes) == bytes.len || is_damaged_utf8(bytes))
		return ENCODING_NONE;
	return ENCODING_GB18030;
}

/* -1 and where: they are not of that encoding. */
static int
bytes_decode(struct arena *arena, struct text bytes, enum encoding encoding,
    struct text *text, size_t *bad)
{
	if (encoding != ENCODING_NONE) {
		if (encoding_decode(arena, bytes, encoding, text) == 0)
			return 0;
		*bad = encoding_valid(bytes, encoding);
		return -1;
	}
	*text = text_from(bytes, utf8_mark(bytes));
	*bad = utf8_check(bytes);
	return *bad == bytes.len ? 0 : -1;
}

/* As Excel and WPS save what is not asked to be CSV: a zip, or OLE before. */
static bool
is_workbook(struct text bytes)
{
	return text_starts(bytes, "PK\x03\x04") ||
	    text_starts(bytes, "\xD0\xCF\x11\xE0");
}

/* The text of the source in UTF-8; -1 after a diagnostic. */
static int
text_decode(struct csv *csv, struct arena *arena,
    const struct sources *sources, uint32_t number, struct text bytes,
    struct diags *diags)
{
	struct source *source = source_at(sources, number);
	struct text text;
	size_t bad;
	if (is_workbook(bytes)) {
		source->text = TEXT_LIT(""); /* nothing of it can be shown */
		diag_at(diags, &rules[RULE_SHEET_ENCODING],
		    (struct span){ number, 0, 0 },
		    N_("this is a workbook of Excel or WPS, not CSV"));
		return -1;
	}
	csv->encoding = encoding_of(bytes);
	if (bytes_decode(arena, bytes, csv->encoding, &text, &bad) != 0) {
		struct span at = { number, (uint32_t)bad, (uint32_t)bad + 1 };
		source->text = bytes;
		diag_at(diags, &rules[RULE_SHEET_ENCODING], at,
		    csv->encoding == ENCODING_GB18030
			? "the table is neither UTF-8 nor GB18030"
			: N_("the table is not in the encoding that it begins "
			     "in"));
		return -1;
	}
	source->text = text = returns_mend(arena, text);
	const char *nul = memchr(text.at, '\0', text.len);
	if (nul == NULL)
		return 0;
	uint32_t at = (uint32_t)(nul - text.at);
	diag_at(diags, &rules[RULE_SHEET_ENCODING],
	    (struct span){ number, at, at + 1 },
	    N_("there is a NUL byte in the table"));
	return -1;
}

int
csv_parse(struct csv *csv, struct arena *arena, const struct sources *sources,
    uint32_t source, struct text bytes, struct diags *diags)
{
	*csv = (struct csv){ .source = source, .separator = ',' };
	if (text_decode(csv, arena, sources, source, bytes, diags) != 0)
		return -1;
	struct reader r = {
		.csv = csv,
		.arena = arena,
		.diags = diags,
		.text = source_at(sources, source)->text,
		.source = source,
		.unquoted = BUF_INIT,
	};
	if (!separator_said(&r))
		csv->separator = separator_guess(r.text);
	for (uint32_t number = r.pos > 0 ? 2 : 1; r.pos < r.text.len; number++)
		row_take(&r, number);
	buf_free(&r.unquoted);
	return r.failed ? -1 : 0;
}

int
csv_read(struct csv *csv, struct arena *arena, const struct sources *sources,
    uint32_t source, struct diags *diags)
{
	const char *path = source_at(sources, source)->path;
	struct os_error error;
	struct text bytes;
	struct span whole = { source, 0, 0 };
	int status = os_read_most(arena, path, CSV_MOST, &bytes, &error);
	if (status == 0)
		return csv_parse(csv, arena, sources, source, bytes, diags);
	struct diag *d = status > 0
	    ? diag_at(diags, &rules[RULE_FILE_LARGE], whole,
		  "the file has %lld bytes, more than %lld",
		  (long long)bytes.len, (long long)CSV_MOST)
	    : diag_at(diags, &rules[rule_unread(&error)], whole,
		  "the file can't be read: %s", error.message);
	if (status > 0)
		diag_remedy(diags, d, "import it in several parts");
	else if (error.code == ENOENT)
		diag_remedy(diags, d, "name a file that is there");
	return -1;
}

const struct csv_cell *
csv_cell(const struct csv_row *row, size_t column)
{
	return column < row->count && row->cells[column].text.len > 0
	    ? &row->cells[column]
	    : NULL;
}

const struct csv_row *
csv_find(const struct csv *csv, struct span span, size_t *column)
{
	size_t low = 0, high = csv->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (csv->rows[middle].cells[0].span.start <= span.start)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return NULL;
	const struct csv_row *row = &csv->rows[low - 1];
	*column = 0;
	while (*column + 1 < row->count &&
	    row->cells[*column + 1].span.start <= span.start)
		++*column;
	return row;
}
