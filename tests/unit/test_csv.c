/*
 * CSV as office programs write it; what python3's csv module reads and writes
 * is compared in tests/site/import.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "model/rules.h"
#include "read/csv.h"
#include "render/sheet.h"

struct room {
	struct arena *arena;
	struct sources sources;
	struct diags diags;
	struct csv csv;
	uint32_t source;
	int status;
};

static struct room
parse(struct text bytes)
{
	struct room room = { .arena = arena_new() };
	sources_init(&room.sources, room.arena);
	diags_init(&room.diags, room.arena);
	room.source = sources_add(&room.sources, "a.csv");
	room.status = csv_parse(&room.csv, room.arena, &room.sources,
	    room.source, bytes, &room.diags);
	return room;
}

/* The table with | between cells and / behind rows. */
static void
assert_table(struct text bytes, const char *want)
{
	struct room room = parse(bytes);
	struct buf got = BUF_INIT;
	for (size_t r = 0; r < room.csv.count; r++) {
		const struct csv_row *row = &room.csv.rows[r];
		for (size_t c = 0; c < row->count; c++) {
			buf_puts(&got, c > 0 ? "|" : "");
			buf_putt(&got, row->cells[c].text);
		}
		buf_puts(&got, "/");
	}
	assert_int_equal(room.status, 0);
	assert_string_equal(got.at, want);
	buf_free(&got);
	arena_free(room.arena);
}

#define TABLE(bytes, want) assert_table(TEXT_LIT(bytes), want)

static void
test_rows_and_cells(void **state)
{
	(void)state;
	TABLE("", "");
	TABLE("a", "a/");
	TABLE("a,b\r\nc,d\r\n", "a|b/c|d/");
	TABLE("a,b\nc,d", "a|b/c|d/");
	TABLE("a,b\rc,d\r", "a|b/c|d/");
	TABLE("a,,b\n", "a||b/");
	TABLE("a,b,,\n,,\n\nc,,,\n", "a|b/c/");
	TABLE(" a ,\xE3\x80\x80" "b\xE3\x80\x80\n", "a|b/");
}

static void
test_quotes(void **state)
{
	(void)state;
	TABLE("\"a\",\"b\"\n", "a|b/");
	TABLE("\"a,b\",c\n", "a,b|c/");
	TABLE("\"a\"\"b\",c\n", "a\"b|c/");
	TABLE("\"\",c\n", "|c/");
	TABLE("\"a\r\nb\",c\r\nd\r\n", "a\r\nb|c/d/");
	TABLE("a\"b,c\n", "a\"b|c/");
	TABLE("\"a\" ,c\n", "a|c/");
	TABLE("a, \"b,c\"\n", "a|b,c/");
}

static void
test_separators(void **state)
{
	(void)state;
	TABLE("a;b\nc;d,e\n", "a|b/c|d,e/");
	TABLE("a\tb\nc\td,e;f\n", "a|b/c|d,e;f/");
	TABLE("\"a;b;c\",d\n", "a;b;c|d/");
	TABLE("a,b\nc,d;e;f;g\nh,\n", "a|b/c|d;e;f;g/h/");
	TABLE("sep=;\na,b;c\n", "a,b|c/");
	TABLE("sep=|\r\na|b\r\n", "a|b/");
	TABLE("\xEF\xBB\xBFsep=\t\na\tb\n", "a|b/");
}

static void
test_encodings(void **state)
{
	(void)state;
	TABLE("\xEF\xBB\xBF姓名,王\n", "姓名|王/");
	TABLE("姓名,王\n", "姓名|王/");
	/* 姓名,王 in GBK; 㐀 in GB18030's four bytes */
	TABLE("\xD0\xD5\xC3\xFB,\xCD\xF5\n", "姓名|王/");
	TABLE("\xD0\xD5\xC3\xFB,\x81\x39\xEE\x39\n", "姓名|㐀/");
	TABLE("\xFF\xFE" "a\0\t\0\x8B\x73\r\0\n\0", "a|王/");
	TABLE("\xFE\xFF\0a\0\t\x73\x8B", "a|王/");
	struct room room = parse(TEXT_LIT("\xCD\xF5,a\n"));
	assert_int_equal(room.csv.encoding, ENCODING_GB18030);
	arena_free(room.arena);
}

static void
test_formulas_are_restored(void **state)
{
	(void)state;
	TABLE("\"'=1+1\",'-3,'+86,'@a\n", "=1+1|-3|+86|@a/");
	TABLE("'a,''=b,'',don't\n", "'a|'=b|''|don't/");
}

static void
assert_fault(struct text bytes, enum rule_id rule, uint32_t start)
{
	struct room room = parse(bytes);
	assert_int_equal(room.status, -1);
	assert_int_equal(room.diags.count, 1);
	assert_ptr_equal(room.diags.first->rule, &rules[rule]);
	assert_int_equal(room.diags.first->span.start, start);
	arena_free(room.arena);
}

static void
test_faults_have_places(void **state)
{
	(void)state;
	assert_fault(TEXT_LIT("a,b\nc,\"d\ne,f\n"), RULE_SHEET_QUOTE, 6);
	assert_fault(TEXT_LIT("a,\"b\"x,c\nd\n"), RULE_SHEET_QUOTE, 5);
	assert_fault(TEXT_LIT("a,b\0c\n"), RULE_SHEET_ENCODING, 3);
	assert_fault(TEXT_LIT("\xEF\xBB\xBF\xE7\x8E\x8B\xFF\n"),
	    RULE_SHEET_ENCODING, 6);
	assert_fault(TEXT_LIT("\xCD\xF5\xFF\xFF\n"), RULE_SHEET_ENCODING, 2);
	/* UTF-8 but for one byte is not taken for GB18030. */
	assert_fault(TEXT_LIT("姓名所在支部职务入党时间\xE7\n"),
	    RULE_SHEET_ENCODING, 36);
	assert_fault(TEXT_LIT("\xFF\xFE" "a"), RULE_SHEET_ENCODING, 2);
	/* .xlsx, .xls; the first could be read as letters. */
	assert_fault(TEXT_LIT("PK\x03\x04" "a"), RULE_SHEET_ENCODING, 0);
	assert_fault(TEXT_LIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
	    RULE_SHEET_ENCODING, 0);
}

static void
test_two_faults_in_one_run(void **state)
{
	(void)state;
	struct room room = parse(TEXT_LIT("\"a\"x\nb\n\"c\"y\n"));
	assert_int_equal(room.status, -1);
	assert_int_equal(room.diags.count, 2);
	arena_free(room.arena);
}

static void
test_places_of_cells(void **state)
{
	(void)state;
	struct room room =
	    parse(TEXT_LIT("x\n\n姓名,\"b\"\"c\"\n,\"d\ne\",f\n"));
	size_t column;
	assert_int_equal(room.csv.count, 3);
	assert_int_equal(room.csv.rows[1].number, 3);
	struct span b = room.csv.rows[1].cells[1].span;
	assert_int_equal(b.start, 11);
	assert_int_equal(b.end, 15);
	assert_null(csv_cell(&room.csv.rows[2], 0));
	assert_null(csv_cell(&room.csv.rows[2], 9));
	const struct csv_cell *f = csv_cell(&room.csv.rows[2], 2);
	assert_ptr_equal(csv_find(&room.csv, f->span, &column),
	    &room.csv.rows[2]);
	assert_int_equal(column, 2);
	assert_ptr_equal(csv_find(&room.csv, b, &column), &room.csv.rows[1]);
	assert_int_equal(column, 1);
	arena_free(room.arena);
}

/* What render/sheet writes reads back, formulas and all. */
static void
test_there_and_back(void **state)
{
	(void)state;
	static const char *const pieces[] = { "=", "+", "-", "@", "\t", "\r",
		"\n", ",", ";", "\"", "'", "a", "点", "　", " ", "\"\"" };
	srand(20101015);
	for (int round = 0; round < 2000; round++) {
		struct buf out = BUF_INIT, texts[4];
		buf_puts(&out, "x,y,z,u,");
		for (size_t i = 0; i < 4; i++) {
			buf_init(&texts[i]);
			for (int n = rand() % 6; n > 0; n--)
				buf_puts(&texts[i], pieces[rand() % 16]);
			sheet_put_cell(&out, texts[i].at);
			buf_putc(&out, ',');
		}
		buf_puts(&out, "end\r\n");
		struct room room = parse(buf_text(&out));
		assert_int_equal(room.status, 0);
		assert_int_equal(room.csv.count, 1);
		assert_int_equal(room.csv.rows[0].count, 9);
		for (size_t i = 0; i < 4; i++) {
			struct text want = csv_trim(buf_text(&texts[i]));
			assert_true(text_equal(want,
			    room.csv.rows[0].cells[4 + i].text));
			buf_free(&texts[i]);
		}
		arena_free(room.arena);
		buf_free(&out);
	}
}

/* A cell of 10 MB is one cell, and in linear time. */
static void
test_large_cell(void **state)
{
	(void)state;
	struct buf bytes = BUF_INIT;
	buf_puts(&bytes, "a,\"");
	for (size_t i = 0; i < (size_t)5 << 20; i++)
		buf_puts(&bytes, "\"\"x");
	buf_puts(&bytes, "\"\n");
	struct room room = parse(buf_text(&bytes));
	assert_int_equal(room.status, 0);
	assert_int_equal(room.csv.rows[0].cells[1].text.len, (size_t)10 << 20);
	arena_free(room.arena);
	buf_free(&bytes);
}

static void
test_too_many_cells(void **state)
{
	(void)state;
	struct buf bytes = BUF_INIT;
	for (size_t i = 0; i < 5000; i++)
		buf_puts(&bytes, "a,");
	struct room room = parse(buf_text(&bytes));
	assert_int_equal(room.status, -1);
	assert_int_equal(room.diags.count, 1);
	arena_free(room.arena);
	buf_free(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_and_cells),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_separators),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_formulas_are_restored),
		cmocka_unit_test(test_faults_have_places),
		cmocka_unit_test(test_two_faults_in_one_run),
		cmocka_unit_test(test_places_of_cells),
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_large_cell),
		cmocka_unit_test(test_too_many_cells),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
