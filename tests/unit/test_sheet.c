/*
 * CSV: what a spreadsheet reads back is what was written, and never a formula.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "render/sheet.h"

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

static void
test_a_whole_sheet(void **state)
{
	(void)state;
	static const char *const head[] = { "党组织", "问题", "=head" };
	struct ledger_cell cells[] = {
		{ "机电学院", "organisation/jidian.html" },
		{ "", NULL }, { "a,b", NULL },
		{ "-1", NULL }, { "two\nlines", NULL }, { "", NULL },
	};
	struct ledger ledger = { head, 3, cells, 2 };
	struct buf buf = BUF_INIT;
	sheet_put_csv(&buf, &ledger);
	assert_string_equal(buf.at,
	    "\xEF\xBB\xBF党组织,问题,\"'=head\"\r\n"
	    "机电学院,,\"a,b\"\r\n"
	    "\"'-1\",\"two\nlines\",\r\n");
	buf_clear(&buf);
	ledger.rows = 0;
	sheet_put_csv(&buf, &ledger);
	assert_string_equal(buf.at, "\xEF\xBB\xBF党组织,问题,\"'=head\"\r\n");
	buf_free(&buf);
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
	static const char *const head[] = { "a", "b", "c" };
	static char texts[300][64];
	unsigned seed = 20101015;
	struct ledger_cell cells[300];
	struct ledger ledger = { head, 3, cells, 100 };
	struct buf csv = BUF_INIT, field = BUF_INIT;
	for (size_t i = 0; i < 300; i++) {
		random_text(&seed, texts[i], 12);
		cells[i] = (struct ledger_cell){ texts[i], NULL };
	}
	sheet_put_csv(&csv, &ledger);
	const char *p = csv.at + strlen("\xEF\xBB\xBF" "a,b,c\r\n");
	for (size_t i = 0; i < 300; i++) {
		field_read(&p, &field);
		const char *read = field.at;
		const char *first = texts[i] + strspn(texts[i], "'");
		if (*first != '\0' && strchr("=+-@\t\r", *first) != NULL)
			assert_int_equal(*read++, '\'');
		assert_string_equal(read, texts[i]);
		if (i % 3 == 2) {
			assert_memory_equal(p, "\r\n", 2);
			p += 2;
		}
	}
	assert_int_equal(*p, '\0');
	buf_free(&csv);
	buf_free(&field);
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
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
