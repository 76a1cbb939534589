/*
 * XLSX by libxlsxwriter in its constant memory: rows go to a temporary file at
 * once, texts stand in their cells.  It is told no property but the day, and
 * writes the same bytes every time (its zip has no clock).
 *
 * The library does not tell when a temporary file could not be written, and a
 * kill leaves them in $TMPDIR: they are files in memory here, by a function of
 * the library's own name that takes its place.  A part that was cut off all the
 * same lacks its last tag, which publish/scan_xlsx.c insists on.
 */
#include "render/sheet.h"

#include <errno.h>
#include <stdlib.h>
#include <xlsxwriter.h>
#include "base/date.h"
#include "base/lang.h"
#include "base/os.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "model/strings.h"

/* Of a sheet's name, and what none can have. */
#define NAME_MOST 31
#define NAME_NEVER "[]:*?/\\'"
/* Excel's: UTF-16 units of a cell. */
#define TEXT_MOST 32767
/* Before it Excel counts a day that never was: programs differ. */
#define FIRST_DAY "1900-03-01"
#define UNIX_DAY "1970-01-01"
#define DAY_SECONDS 86400
/* Widths of columns, in characters: half as wide as Han. */
#define WIDTH_LEAST 8
#define WIDTH_MOST 36
/* What stands beside a title: the button of the filter. */
#define WIDTH_BUTTON 3
/* Columns that stay in sight: subject, organisation, period. */
#define FROZEN 3
#define PAPER_A4 9
/* So many characters across it are of some 6 pt. */
#define PAPER_WIDTH 230

struct sheet_making {
	const struct ledger *ledger;
	bool failed; /* the library did not take something */
	struct diags *diags;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *head, *day;
	int width, frozen; /* of all columns, of those that stay in sight */
	struct buf text;   /* of a cell */
};

/* ---- texts ---- */

/* _x0041_ means “A” in a workbook: what says so itself has this before it. */
#define ESCAPED "_x005F"

static bool
is_escape(struct text t, size_t at)
{
	struct text rest = text_from(t, at);
	if (rest.len < 7 || rest.at[0] != '_' || rest.at[1] != 'x' ||
	    rest.at[6] != '_')
		return false;
	for (size_t i = 2; i < 6; i++)
		if (strchr("0123456789abcdefABCDEF", rest.at[i]) == NULL)
			return false;
	return true;
}

/* The library itself writes C0 but these as _x0001_, which few can show. */
static bool
is_writable(uint32_t code)
{
	return (code >= 0x20 || code == '\t' || code == '\n') &&
	    code != 0xFFFE && code != 0xFFFF && code != UTF8_BAD;
}

/*
 * The text as a cell can hold it, in m->text; NULL, or what could not be
 * written as it is.
 */
static const char *
text_fit(struct sheet_making *m, const char *string)
{
	struct text t = text_of(string);
	const char *fault = NULL;
	size_t units = 0;
	buf_clear(&m->text);
	for (size_t at = 0; at < t.len;) {
		/* The library counts it as it is written. */
		const char *before = is_escape(t, at) ? ESCAPED : "";
		uint32_t code = utf8_next(t, &at);
		if (!is_writable(code)) {
			fault = N_("has characters that a workbook can't "
				   "hold; � stands for them");
			code = 0xFFFD;
		}
		units += strlen(before) + (code > 0xFFFF ? 2 : 1);
		if (units > TEXT_MOST)
			return N_("is longer than the 32,767 characters of a "
				  "cell; its end is left out");
		buf_puts(&m->text, before);
		buf_put_utf8(&m->text, code);
	}
	return fault;
}

/* Most are short and plain. */
static bool
is_plain(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	for (; *p != '\0'; p++)
		if (*p < 0x20 || *p == '_' || *p >= 0xEF)
			return false;
	return (size_t)(p - (const unsigned char *)text) <= TEXT_MOST;
}

/* ---- cells ---- */

static void
cell_tell(const struct sheet_making *m, const struct ledger_row *row,
    size_t column, const char *what)
{
	diag_at(m->diags, &rules[RULE_WORKBOOK_CELL], row->review->span,
	    "ledger.xlsx: the cell “%s” of this review %s",
	    m->ledger->columns[column].title, lang_text(what));
}

static void
text_write(struct sheet_making *m, lxw_row_t at, const struct ledger_row *row,
    size_t column)
{
	const char *text = row->cells[column]->text;
	if (!is_plain(text)) {
		const char *fault = text_fit(m, text);
		text = m->text.at;
		if (fault != NULL)
			cell_tell(m, row, column, fault);
	}
	m->failed |= worksheet_write_string(m->sheet, at, (lxw_col_t)column,
			 text, NULL) != LXW_NO_ERROR;
}

static void
date_write(struct sheet_making *m, lxw_row_t at, const struct ledger_row *row,
    size_t column)
{
	const char *iso = row->cells[column]->text;
	if (!date_is_valid(text_of(iso)) || strcmp(iso, FIRST_DAY) < 0) {
		cell_tell(m, row, column,
		    N_("is no day after February 1900; it is written as "
		       "text"));
		text_write(m, at, row, column);
		return;
	}
	lxw_datetime day = { 0 };
	day.year = atoi(iso);
	day.month = atoi(iso + 5);
	day.day = atoi(iso + 8);
	m->failed |= worksheet_write_datetime(m->sheet, at, (lxw_col_t)column,
			 &day, m->day) != LXW_NO_ERROR;
}

static void
row_write(struct sheet_making *m, lxw_row_t at, const struct ledger_row *row)
{
	const struct ledger *ledger = m->ledger;
	for (size_t i = 0; i < ledger->column_count; i++) {
		const struct ledger_cell *cell = row->cells[i];
		if (*cell->text == '\0')
			continue;
		if (ledger->columns[i].type == CELL_INTEGER)
			worksheet_write_number(m->sheet, at, (lxw_col_t)i,
			    (double)cell->order, NULL);
		else if (ledger->columns[i].type == CELL_DATE)
			date_write(m, at, row, i);
		else
			text_write(m, at, row, i);
	}
	PLANT(xlsx, worksheet_write_number(m->sheet, at,
			(lxw_col_t)ledger->column_count,
			(double)ledger->planted.hidden, NULL));
}

/* ---- the sheet ---- */

static int
width_of(const struct ledger *ledger, size_t column)
{
	size_t width = utf8_width(text_of(ledger->columns[column].title)) +
	    WIDTH_BUTTON;
	if (width < WIDTH_LEAST)
		width = WIDTH_LEAST;
	const char *before = NULL;
	for (size_t r = 0; r < ledger->row_count && width < WIDTH_MOST; r++) {
		const char *text = ledger->rows[r].cells[column]->text;
		if (text == before || strlen(text) <= width)
			continue; /* no character is wider than its bytes */
		size_t w = utf8_width(text_of(text)) + 1;
		width = w > width ? w : width;
		before = text;
	}
	return (int)(width < WIDTH_MOST ? width : WIDTH_MOST);
}

static void
head_write(struct sheet_making *m)
{
	const struct ledger *ledger = m->ledger;
	m->head = workbook_add_format(m->book);
	format_set_bold(m->head);
	format_set_bg_color(m->head, 0xF5EFE4);
	format_set_bottom(m->head, LXW_BORDER_MEDIUM);
	m->day = workbook_add_format(m->book);
	format_set_num_format(m->day, "yyyy-mm-dd");
	for (size_t i = 0; i < ledger->column_count; i++) {
		int width = width_of(ledger, i);
		m->width += width;
		m->frozen += i < FROZEN ? width : 0;
		worksheet_set_column(m->sheet, (lxw_col_t)i, (lxw_col_t)i,
		    width, NULL);
		text_fit(m, ledger->columns[i].title);
		worksheet_write_string(
		    m->sheet, 0, (lxw_col_t)i, m->text.at, m->head);
	}
	worksheet_autofilter(m->sheet, 0, 0, (lxw_row_t)ledger->row_count,
	    (lxw_col_t)(ledger->column_count - 1));
}

/* How many sheets beside each other all columns take. */
static uint16_t
sheets_across(const struct sheet_making *m)
{
	int room = PAPER_WIDTH - m->frozen;
	return (uint16_t)((m->width - m->frozen + room - 1) / room);
}

/* On paper each row has its rules, each sheet what tells rows and columns. */
static void
page_set_up(struct sheet_making *m)
{
	worksheet_freeze_panes(m->sheet, 1, FROZEN);
	worksheet_set_landscape(m->sheet);
	worksheet_set_paper(m->sheet, PAPER_A4);
	worksheet_fit_to_pages(m->sheet, sheets_across(m), 0);
	worksheet_print_across(m->sheet);
	worksheet_repeat_rows(m->sheet, 0, 0);
	worksheet_repeat_columns(m->sheet, 0, FROZEN - 1);
	worksheet_gridlines(m->sheet, LXW_SHOW_ALL_GRIDLINES);
	worksheet_set_footer(m->sheet, "&C&P / &N");
}

/* Midnight of its day; the library takes 0 for now. */
static void
properties_set(const struct sheet_making *m)
{
	lxw_doc_properties properties = { .created = 1 };
	const char *as_of = m->ledger->view->as_of;
	if (strcmp(as_of, UNIX_DAY) > 0)
		properties.created =
		    (time_t)date_between(UNIX_DAY, as_of) * DAY_SECONDS;
	workbook_set_properties(m->book, &properties);
}

/* All rows that there is room for; false: the temporary file has not taken them. */
static bool
rows_write(struct sheet_making *m)
{
	const struct ledger *ledger = m->ledger;
	FILE *rows = m->sheet->optimize_tmpfile;
	size_t count = ledger->row_count;
	if (count > LXW_ROW_MAX - 1) {
		count = LXW_ROW_MAX - 1;
		diag_at(m->diags, &rules[RULE_WORKBOOK_CELL], SPAN_NONE,
		    "ledger.xlsx has room for %zu of the %zu reviews", count,
		    ledger->row_count);
	}
	for (size_t r = 0; r < count; r++)
		row_write(m, (lxw_row_t)r + 1, &ledger->rows[r]);
	lxw_worksheet_write_single_row(m->sheet);
	return fflush(rows) == 0 && !ferror(rows) && !m->failed;
}

/* What the site calls the ledger, as far as a sheet can be called so. */
static const char *
sheet_name(struct sheet_making *m)
{
	struct text t = text_of(
	    strings_get(m->ledger->view->site->strings, "ledger"));
	size_t at = 0, count = 0;
	buf_clear(&m->text);
	while (at < t.len && count < NAME_MOST) {
		uint32_t code = utf8_next(t, &at);
		bool fits = is_writable(code) && code >= 0x20 &&
		    (code > 0x7F || strchr(NAME_NEVER, (int)code) == NULL);
		count += code > 0xFFFF ? 2 : 1;
		if (count <= NAME_MOST)
			buf_put_utf8(&m->text, fits ? code : '_');
	}
	return count == 0 ? "1" : m->text.at;
}

static int
book_write(struct sheet_making *m)
{
	bool whole = false;
	m->sheet = workbook_add_worksheet(m->book, sheet_name(m));
	if (m->sheet != NULL) {
		properties_set(m);
		head_write(m);
		page_set_up(m);
		whole = rows_write(m);
	}
	return workbook_close(m->book) == LXW_NO_ERROR && whole ? 0 : -1;
}

/* The library's, which calls it for every part of a workbook. */
FILE *
lxw_tmpfile(char *folder)
{
	struct os_error error;
	struct arena *arena = arena_new();
	const char *path;
	int descriptor = os_memory_file(arena, &path, &error);
	FILE *file = descriptor < 0 ? NULL : fopen(path, "w+be");
	(void)folder;
	if (descriptor >= 0)
		os_close(descriptor);
	arena_free(arena);
	return file;
}

/* Into the file at `path`. */
static int
book_make(struct sheet_making *m, const char *path, struct os_error *error)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };
	m->book = workbook_new_opt(path, &options);
	if (m->book == NULL)
		out_of_memory();
	if (book_write(m) == 0)
		return 0;
	return os_tell(
	    error, EIO, "XLSX", _("the workbook could not be written"));
}

int
sheet_put_xlsx(struct buf *out, const struct ledger *ledger,
    struct diags *diags)
{
	struct sheet_making m = { .ledger = ledger,
		.diags = diags,
		.text = BUF_INIT };
	struct arena *arena = arena_new();
	struct os_error error;
	struct text bytes;
	const char *path;
	/* In memory, so that a run that is killed leaves nothing behind. */
	int descriptor = os_memory_file(arena, &path, &error);
	int status = descriptor < 0 || book_make(&m, path, &error) != 0
	    ? -1
	    : os_read(arena, path, &bytes, &error);
	if (status == 0)
		buf_putt(out, bytes);
	else
		rule_system(diags, &error);
	if (descriptor >= 0)
		os_close(descriptor);
	buf_free(&m.text);
	arena_free(arena);
	return status;
}
