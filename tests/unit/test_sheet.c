/*
 * CSV: what a spreadsheet reads back is what was written, and never a formula.
 * Workbooks: the same bytes every time, and what they can't hold is told.  The
 * script's data: words in the site's order.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "model/rules.h"
#include "render/sheet.h"
#include "strings_room.h"

static void
assert_cell(const char *text, const char *want)
{
	struct buf buf = BUF_INIT;
	sheet_put_cell(&buf, text);
	assert_string_equal(buf.at, want);
	buf_free(&buf);
}

static void
test_plain_cells(void **state)
{
	(void)state;
	assert_cell("", "");
	assert_cell("点评", "点评");
	assert_cell("2010-10-12", "2010-10-12");
	assert_cell(" a b ", " a b ");
	assert_cell("3", "3");
	assert_cell("a=b", "a=b");
	assert_cell("'", "'");
	assert_cell("a;b|c", "a;b|c");
}

static void
test_quoted_cells(void **state)
{
	(void)state;
	assert_cell("a,b", "\"a,b\"");
	assert_cell("\"", "\"\"\"\"");
	assert_cell("说“好”,\"好\"", "\"说“好”,\"\"好\"\"\"");
	assert_cell("a\nb", "\"a\nb\"");
	assert_cell("a\r\nb", "\"a\r\nb\"");
	assert_cell("a\r", "\"a\r\"");
	assert_cell(",", "\",\"");
}

static void
test_formulas_are_made_harmless(void **state)
{
	(void)state;
	assert_cell("=1+1", "\"'=1+1\"");
	assert_cell("=HYPERLINK(\"http://a\",\"b\")",
	    "\"'=HYPERLINK(\"\"http://a\"\",\"\"b\"\")\"");
	assert_cell("+86 25", "\"'+86 25\"");
	assert_cell("-3", "\"'-3\"");
	assert_cell("-", "\"'-\"");
	assert_cell("@SUM(A1)", "\"'@SUM(A1)\"");
	assert_cell("\t=1", "\"'\t=1\"");
	assert_cell("\r=1", "\"'\r=1\"");
	/* Harmless already, but it must read back as what it was. */
	assert_cell("'=1", "\"''=1\"");
	assert_cell("''-", "\"'''-\"");
	assert_cell("'a", "'a");
}

/* ---- whole sheets ---- */

#define COLUMNS 4
#define ROWS_MOST 100

static const struct ledger_column columns[COLUMNS] = {
	{ "organisation", "党组织", CELL_TEXT, true, true, false },
	{ "problems", "=问题", CELL_INTEGER, false, true, false },
	{ "date", "时间", CELL_DATE, false, false, false },
	{ "venue", "地点", CELL_TEXT, false, true, true },
};

/* A ledger of so many rows, all empty. */
static struct {
	struct arena *arena;
	struct diags diags;
	struct site site;
	struct view view;
	struct view_entry review;
	bool has[COLUMNS], wide[COLUMNS];
	struct ledger_cell cells[ROWS_MOST][COLUMNS];
	const struct ledger_cell *cell_rows[ROWS_MOST][COLUMNS];
	struct ledger_row rows[ROWS_MOST];
	struct ledger ledger;
} room;

static void
room_fill(size_t rows)
{
	room.arena = arena_new();
	diags_init(&room.diags, room.arena);
	room.site.order = NAME_STROKES;
	room.site.strings = strings_room(room.arena, "zh-CN");
	room.view = (struct view){ .site = &room.site, .as_of = "2010-12-20" };
	room.review.span = (struct span){ 1, 2, 3 };
	for (size_t r = 0; r < rows; r++) {
		for (size_t i = 0; i < COLUMNS; i++) {
			room.cells[r][i] = (struct ledger_cell){ .text = "" };
			room.cell_rows[r][i] = &room.cells[r][i];
		}
		room.rows[r] = (struct ledger_row){ .review = &room.review,
			.cells = room.cell_rows[r] };
	}
	for (size_t i = 0; i < COLUMNS; i++) {
		room.has[i] = true;
		room.wide[i] = false;
	}
	room.ledger = (struct ledger){ .view = &room.view,
		.columns = columns,
		.column_count = COLUMNS,
		.has = room.has,
		.wide = room.wide,
		.rows = room.rows,
		.row_count = rows };
}

static void
room_empty(void)
{
	arena_free(room.arena);
}

static void
csv_put(struct buf *out)
{
	size_t rows = room.ledger.row_count;
	sheet_put_mark(out);
	sheet_put_head(out, &room.ledger);
	sheet_put_rows(out, &room.ledger, 0, rows / 2);
	sheet_put_rows(out, &room.ledger, rows / 2, rows);
}

static void
assert_csv(const char *rows)
{
	struct buf buf = BUF_INIT;
	csv_put(&buf);
	const char *head = "\xEF\xBB\xBF党组织,\"'=问题\",时间,地点\r\n";
	assert_memory_equal(buf.at, head, strlen(head));
	assert_string_equal(buf.at + strlen(head), rows);
	buf_free(&buf);
}

static void
test_a_whole_sheet(void **state)
{
	(void)state;
	room_fill(2);
	room.cells[0][0].text = "机电学院";
	room.cells[0][3].text = "a,b";
	room.cells[1][0].text = "-1";
	room.cells[1][1].text = "2";
	room.cells[1][3].text = "two\nlines";
	assert_csv("机电学院,,,\"a,b\"\r\n\"'-1\",2,,\"two\nlines\"\r\n");
	room.ledger.row_count = 0;
	assert_csv("");
	room_empty();
}

/* ---- there and back, by a reader of our own of RFC 4180 ---- */

/* The field at *p, without quotes, in `out`; *p moves behind its separator. */
static void
field_read(const char **p, struct buf *out)
{
	bool quoted = **p == '"';
	buf_clear(out);
	*p += quoted;
	while (**p != '\0') {
		if (quoted && **p == '"' && (*p)[1] == '"')
			(*p)++;
		else if (quoted ? **p == '"' : strchr(",\r\n\"", **p) != NULL)
			break;
		buf_putc(out, *(*p)++);
	}
	if (quoted) {
		assert_int_equal(**p, '"');
		(*p)++;
	}
	if (**p == ',')
		(*p)++;
	else
		assert_memory_equal(*p, "\r\n", 2);
}

static unsigned
next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

static void
random_text(unsigned *seed, char *text, size_t most)
{
	static const char *const pieces[] = { "=", "+", "-", "@", "\t", "\r",
		"\n", ",", "\"", "'", "a", "点", "，", " ", "\"\"" };
	text[0] = '\0';
	for (size_t n = next_random(seed) % most; n > 0; n--)
		strcat(text, pieces[next_random(seed) % 15]);
}

static void
test_there_and_back(void **state)
{
	(void)state;
	static char texts[ROWS_MOST][COLUMNS][64];
	unsigned seed = 20101015;
	struct buf csv = BUF_INIT, field = BUF_INIT;
	room_fill(ROWS_MOST);
	for (size_t i = 0; i < ROWS_MOST * COLUMNS; i++) {
		random_text(&seed, texts[i / COLUMNS][i % COLUMNS], 12);
		room.cells[i / COLUMNS][i % COLUMNS].text =
		    texts[i / COLUMNS][i % COLUMNS];
	}
	csv_put(&csv);
	const char *p = strstr(csv.at, "\r\n") + 2;
	for (size_t i = 0; i < ROWS_MOST * COLUMNS; i++) {
		const char *text = texts[i / COLUMNS][i % COLUMNS];
		field_read(&p, &field);
		const char *read = field.at;
		const char *first = text + strspn(text, "'");
		if (*first != '\0' && strchr("=+-@\t\r", *first) != NULL)
			assert_int_equal(*read++, '\'');
		assert_string_equal(read, text);
		if (i % COLUMNS == COLUMNS - 1) {
			assert_memory_equal(p, "\r\n", 2);
			p += 2;
		}
	}
	assert_int_equal(*p, '\0');
	buf_free(&csv);
	buf_free(&field);
	room_empty();
}

/* ---- workbooks; what is in them is read by tests/site/ledger ---- */

static void
book_put(struct buf *out, size_t faults)
{
	size_t before = room.diags.count;
	buf_clear(out);
	assert_int_equal(sheet_put_xlsx(out, &room.ledger, &room.diags), 0);
	assert_int_equal(room.diags.count - before, faults);
	assert_memory_equal(out->at, "PK\3\4", 4);
}

static void
test_workbook_has_no_clock(void **state)
{
	(void)state;
	struct buf first = BUF_INIT, again = BUF_INIT;
	room_fill(2);
	room.cells[0][0].text = "机电学院";
	room.cells[1][2].text = "2010-10-12";
	book_put(&first, 0);
	setenv("TZ", "Asia/Shanghai", 1);
	book_put(&again, 0);
	unsetenv("TZ");
	assert_int_equal(first.len, again.len);
	assert_memory_equal(first.at, again.at, first.len);
	/* A day at which the library would take its clock. */
	room.view.as_of = "1970-01-01";
	book_put(&first, 0);
	room.view.as_of = "1969-01-01";
	book_put(&again, 0);
	assert_memory_equal(first.at, again.at, first.len);
	room.ledger.row_count = 0;
	book_put(&again, 0);
	buf_free(&first);
	buf_free(&again);
	room_empty();
}

static void
test_what_a_cell_cannot_hold(void **state)
{
	(void)state;
	static const struct {
		int column;
		const char *text, *said; /* NULL: nothing */
	} cases[] = {
		{ 0, "=1+1", NULL },
		{ 0, "_x0041_", NULL },
		{ 0, " two\nlines\t", NULL },
		{ 0, "𠮷", NULL },
		{ 0, "a\1b", "characters that a workbook can't hold" },
		{ 0, "a\rb", "characters that a workbook can't hold" },
		{ 0, "\xEF\xBF\xBF", "characters that a workbook can't hold" },
		{ 2, "1900-03-01", NULL },
		{ 2, "9999-12-31", NULL },
		{ 2, "1900-02-28", "no day after February 1900" },
		{ 2, "0999-01-01", "no day after February 1900" },
		{ 2, "someday", "no day after February 1900" },
	};
	struct buf book = BUF_INIT;
	room_fill(1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		room.cells[0][0].text = room.cells[0][2].text = "";
		room.cells[0][cases[i].column].text = cases[i].text;
		diags_init(&room.diags, room.arena);
		book_put(&book, cases[i].said != NULL);
		if (cases[i].said == NULL)
			continue;
		const struct diag *d = room.diags.first;
		assert_non_null(strstr(d->message, cases[i].said));
		assert_ptr_equal(d->rule, &rules[RULE_WORKBOOK_CELL]);
		assert_int_equal(d->level, DIAG_WARNING);
		assert_int_equal(d->span.source, 1);
	}
	buf_free(&book);
	room_empty();
}

/* As many characters of Excel's as a cell holds, and one more. */
static void
test_long_texts(void **state)
{
	(void)state;
	static const char *const pieces[] = { "a", "点", "𠮷" };
	static const size_t most[] = { 32767, 32767, 16383 };
	struct buf book = BUF_INIT, text = BUF_INIT;
	room_fill(1);
	for (size_t i = 0; i < 3; i++) {
		buf_clear(&text);
		for (size_t j = 0; j < most[i]; j++)
			buf_puts(&text, pieces[i]);
		room.cells[0][0].text = text.at;
		book_put(&book, 0);
		buf_puts(&text, pieces[i]);
		room.cells[0][0].text = text.at;
		book_put(&book, 1);
	}
	/* What looks like an escape is written longer than it is. */
	buf_clear(&text);
	buf_puts(&text, "_x0041_");
	while (text.len < 32767 - 6)
		buf_putc(&text, 'a');
	room.cells[0][0].text = text.at;
	book_put(&book, 0);
	buf_putc(&text, 'a');
	room.cells[0][0].text = text.at;
	book_put(&book, 1);
	buf_clear(&text);
	while (text.len < 32767 - 7)
		buf_putc(&text, 'a');
	buf_puts(&text, "_x0041_");
	room.cells[0][0].text = text.at;
	book_put(&book, 1);
	buf_free(&book);
	buf_free(&text);
	room_empty();
}

/* Whatever a site calls its ledger, a sheet can be called so. */
static void
test_names_of_sheets(void **state)
{
	(void)state;
	static const char *const names[] = { "台帐[一]:二*三?四/五\\六'",
		"a very long name of a ledger, longer than any sheet's",
		"𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷", "", "a\1b", "'x'" };
	struct buf book = BUF_INIT;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		room_fill(1);
		struct strings *strings = strings_new(room.arena, "zh-CN");
		strings_set(strings, TEXT_LIT("ledger"), text_of(names[i]),
		    SPAN_NONE);
		room.site.strings = strings;
		book_put(&book, 0);
		room_empty();
	}
	buf_free(&book);
}

/* ---- the script's data ---- */

static void
test_script(void **state)
{
	(void)state;
	static struct view_organisation top = { .id = "top",
		.short_name = "校党委", .index = 0 };
	static struct view_organisation east = { .id = "east",
		.short_name = "东院", .index = 1, .superior = &top };
	static struct view_organisation west = { .id = "west",
		.short_name = "西院", .index = 2, .superior = &top };
	static const char *const places[] = { "礼堂", "一楼", "", "礼堂" };
	struct view_organisation *all[] = { &west, &east, &west, &east };
	struct view_entry reviews[4] = { 0 };
	struct buf buf = BUF_INIT;
	room_fill(4);
	room.has[2] = false;
	room.wide[3] = true;
	for (size_t r = 0; r < 4; r++) {
		reviews[r].organisation = all[r];
		room.rows[r].review = &reviews[r];
		room.cells[r][0] = (struct ledger_cell){ all[r]->short_name,
			"organisation/x.html", all[r]->id,
			(int64_t)all[r]->index };
		room.cells[r][3].text = places[r];
		room.cells[r][3].path = "record/<>.html";
	}
	room.cells[2][1] = (struct ledger_cell){ .text = "7", .order = 7 };
	room.cells[3][1] = (struct ledger_cell){ .text = "12", .order = 12 };
	sheet_put_script(&buf, &room.ledger);
	/* Above comes what no row has; 一 has fewer strokes than 礼. */
	assert_string_equal(buf.at,
	    "tongbao(\"ledger\",{\"columns\":[\n"
	    "{\"id\":\"organisation\",\"title\":\"党组织\","
	    "\"type\":\"text\",\"class\":\"\",\"main\":true,"
	    "\"words\":[\"\",\"校党委\",\"东院\",\"西院\"],"
	    "\"ids\":[\"\",\"top\",\"east\",\"west\"],"
	    "\"above\":[0,0,1,1],"
	    "\"names\":[\"\",\"校党委\",\"　东院\",\"　西院\"],"
	    "\"links\":[\"\",\"organisation/top.html\","
	    "\"organisation/east.html\",\"organisation/west.html\"],"
	    "\"cells\":[3,2,3,2]},\n"
	    "{\"id\":\"problems\",\"title\":\"=问题\","
	    "\"type\":\"integer\",\"class\":\"number\",\"main\":true,"
	    "\"words\":[\"\",\"7\",\"12\"],\"cells\":[0,0,1,2]},\n"
	    "{\"id\":\"venue\",\"title\":\"地点\","
	    "\"type\":\"text\",\"class\":\"wide\",\"main\":true,"
	    "\"head\":true,"
	    "\"words\":[\"\",\"一楼\",\"礼堂\"],"
	    "\"pages\":[\"record/\\u003c\\u003e.html\","
	    "\"record/\\u003c\\u003e.html\",\"record/\\u003c\\u003e.html\","
	    "\"record/\\u003c\\u003e.html\"],"
	    "\"cells\":[2,1,0,2]}],\n\"count\":4});\n");
	buf_free(&buf);
	room_empty();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_cells),
		cmocka_unit_test(test_quoted_cells),
		cmocka_unit_test(test_formulas_are_made_harmless),
		cmocka_unit_test(test_a_whole_sheet),
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_workbook_has_no_clock),
		cmocka_unit_test(test_what_a_cell_cannot_hold),
		cmocka_unit_test(test_long_texts),
		cmocka_unit_test(test_names_of_sheets),
		cmocka_unit_test(test_script),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
