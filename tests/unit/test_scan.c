/*
 * What may hide where in a file: each place is looked into, and nothing that
 * may be seen is taken for a leak.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <xlsxwriter.h>
#include "model/rules.h"
#include "scan_room.h"

/* One file through the scan of the masses; how many faults of the rule. */
static size_t
scan_once(const char *path, struct text bytes, enum scan_origin origin,
    enum rule_id rule)
{
	struct arena *arena = arena_new();
	struct diags diags;
	diags_init(&diags, arena);
	struct scan *scan = scan_open(arena, scan_room.view->edition,
	    scan_room.forbidden, 2);
	const char *full = arena_printf(arena, "masses/%s", path);
	scan_file(scan, full, bytes, origin, 1, &diags);
	scan_report(scan, &diags);
	scan_close(scan);
	size_t count = 0;
	for (const struct diag *d = diags.first; d != NULL; d = d->next)
		count += d->rule == &rules[rule];
	arena_free(arena);
	return count;
}

static size_t
found(const char *path, struct text bytes, enum scan_origin origin)
{
	return scan_once(path, bytes, origin, RULE_LEAK);
}

static size_t
refused(const char *path, struct text bytes, enum scan_origin origin)
{
	return scan_once(path, bytes, origin, RULE_OUTPUT_UNREADABLE);
}

/* The same where nothing is forbidden: what can't be read is no other then. */
static size_t
refused_unsought(const char *path, struct text bytes)
{
	struct forbidden *forbidden = scan_room.forbidden;
	scan_room.forbidden = NULL;
	size_t count = refused(path, bytes, SCAN_MADE);
	scan_room.forbidden = forbidden;
	return count;
}

/* ---- text of all kinds ---- */

struct hiding {
	const char *path, *bytes;
	bool found;
};

/* Hidden are 密王明 (secret-wang), 2010-q3/review/hidden and its text. */
static const struct hiding hidings[] = {
	/* HTML: as it stands */
	{ "a.html", "<p>密王明</p>", true },
	{ "a.html", "<p>密王</p>", false },
	{ "a.html", "<p>首长</p>", false },
	{ "a.htm", "<p>密王明</p>", true },
	/* split */
	{ "a.html", "<p>密<b>王</b>明</p>", true },
	{ "a.html", "<p>密<!-- x -->王明</p>", true },
	{ "a.html", "<p>密<a href=\"x\" title='>'>王</a>明</p>", true },
	{ "a.html", "<p>密<br>王<br />明</p>", true },
	{ "a.html", "<p>密\n\n   王\n\n明</p>", true },
	{ "a.html", "<p>密 王　明</p>", true },
	{ "a.html", "<p>密\u200B王\u00AD明</p>", true },
	{ "a.html", "<p>密\u00A0王\u2003明</p>", true },
	{ "a.html", "<p>密\u3164王\u180B明</p>", true },
	{ "a.html", "<p>密\u2800王\f明</p>", true },
	{ "a.html", "<p>密\1王\x7F明</p>", true },
	{ "a.html", "<p>经费审批的⼿续不全，票据遗失三张</p>", true },
	{ "a.html", "<ruby>密<rt>mi</rt>王<rp>(</rp><rt>wang</rt>明</ruby>",
	    true },
	{ "a.html", "<td>密</td><td>王</td>\n<td>明</td>", true },
	{ "a.html", "<td>保密</td><td>王明</td>", false },
	{ "a.html", "<ul><li>密王</li><li>明天</li></ul>", false },
	{ "a.html", "<p>密王<script>1</script>明<style></style></p>", true },
	{ "a.html", "<p>密王<link rel=a><meta name=a>明</p>", true },
	{ "a.html", "<p>密王<template></template></ >明</p>", true },
	{ "a.html", "<p>密王<my-name>明</my-name></p>", true },
	{ "a.html", "<p>密王<foo>明</foo></p>", true },
	{ "a.html", "<P>密王<FOO>明</FOO></P>", true },
	{ "a.html", "<p>密王</p><foo>明</foo>", false },
	{ "a.html", "<svg><text>密王</text><text>明天</text></svg>", false },
	{ "a.html", "<H1>密王</H1>明", false },
	{ "a.xml", "<name>密王</name><name>明</name>", false },
	/* entities */
	{ "a.html", "<p>&#23494;&#x738B;&#X660e;</p>", true },
	{ "a.html", "<p>&#23494&#29579&#26126</p>", true },
	{ "a.html", "<p>密&shy;王&nbsp;明</p>", true },
	{ "a.html", "<p>密&amp;王明</p>", false },
	{ "a.html", "<p>密&nbsp王&shy明</p>", true },
	{ "a.html", "<p>密&NonBreakingSpace;王&NegativeThinSpace;明</p>", true },
	{ "a.html", "<p>密&it;王&InvisibleComma;明</p>", true },
	{ "a.html", "<p>2010-q3&sol;review&sol;hidden</p>", true },
	/* aside */
	{ "a.html", "<img alt=\"密王明\">", true },
	{ "a.html", "<img alt=密王明>", true },
	{ "a.html", "<p title='密&#29579;明'>x</p>", true },
	{ "a.html", "<p data-who=\"secret-wang\">x</p>", true },
	{ "a.html", "<p data-密王明>x</p>", true },
	{ "a.html", "<!-- 密王明 -->", true },
	{ "a.html", "<!-- 密王明", true },
	{ "a.html", "<!-- 密&#29579;明 -->", true },
	{ "a.html", "<meta name=author content=\"密王明\">", true },
	{ "a.html", "<script>var a = \"\\u5bc6\\u738B\\u660e\";</script>",
	    true },
	{ "a.html", "<script>f('密王明')</script>", true },
	{ "a.html", "<style>p::after{content:'\\5bc6\\738b \\660E'}</style>",
	    true },
	{ "a.html", "<p style=\"content:'\\5bc6\\738b\\660E'\">", true },
	{ "a.html", "<iframe srcdoc=\"&lt;p&gt;密&lt;i&gt;王&lt;/i&gt;明\">",
	    true },
	{ "a.html", "<密王明>", true },
	{ "a.html", "<!DOCTYPE 密王明>", true },
	{ "a.html", "<p>1 < 2, 密王明", true },
	{ "a.html", "<p a=\"", false },
	{ "a.html", "<", false },
	/* addresses */
	{ "a.html", "<a href=\"record/2010-q3/review/hidden.html\">", true },
	{ "b/a.html", "<a href=\"../record/2010-q3/review/hidden.html\">",
	    true },
	{ "record/2010-q3/report/a.html", "<a href=\"../review/hidden.html\">",
	    true },
	{ "record/2010-q3/review/a.html", "<a href=\"hidden.html\">", true },
	{ "record/2010-q3/report/a.html", "<a href=\"hidden.html\">", false },
	{ "record/2010-q3/review/a.html", "<a href=\"shown.html\">", false },
	{ "a.html", "<a href=\"x/%E5%AF%86%E7%8E%8B%e6%98%8e\">", true },
	{ "a.html", "<a href=\"x/%25E5%25AF%2586%25E7%258E%258B%25e6%2598%258e\">",
	    true },
	{ "a.html", "<a href=\"x/100%\">95%</a>", false },
	{ "a.html", "<a href=\"record/2010-q3/review/shown.html#p9\">", true },
	{ "a.html", "<a href=\"record/2010-q3/review/shown.html#p1\">", false },
	/* whole words */
	{ "a.html", "<p>secret-wang</p>", true },
	{ "a.html", "<p>secret-wangs x-secret-wang</p>", false },
	{ "a.html", "<p>２０１０-q3/review/ｈidden</p>", true },
	/* texts */
	{ "a.html", "<p>会上大家指出，<b>经费</b>审批的手续不全、票据遗失三张</p>",
	    true },
	{ "a.html", "<li>经费审批的手续</li><li>不全票据遗失三张</li>", true },
	{ "a.html", "<p>经费审批的手续要简化</p>", false },
	/* other types */
	{ "a.svg", "<svg><text>密<tspan>王</tspan>明</text></svg>", true },
	{ "a.svg", "<svg><text>密</text><text>王</text><text>明</text></svg>",
	    true },
	{ "a.svg", "<svg><title>密王明</title></svg>", true },
	{ "a.xml", "<a><![CDATA[密王明]]></a>", true },
	{ "a.xml", "<content type=\"html\">&lt;p>密&lt;b>王&lt;/b>明</content>",
	    true },
	{ "a.xml", "<?xml-stylesheet href=\"密王明\"?>", true },
	{ "a.css", "/* 密王明 */", true },
	{ "a.css", "p::after { content: \"\\5bc6 王\\660E\" }", true },
	{ "a.css", ".main { color: red }", false },
	{ "a.js", "const a = '\\u{5bc6}\\u738b明'", true },
	{ "a.js", "const a = '密\\\n王明'", true },
	{ "a.json", "{\"a\": \"\\u5bc6\\u738b\\u660e\"}", true },
	{ "a.json", "{\"密王明\": 1}", true },
	{ "a.json", "[\"密\", \"王明\"]", false },
	{ "a.json", "{\"a\": \"<i>密</i>王明\"}", true },
	{ "a.json", "{\"a\": \"", false },
	{ "a.csv", "a,密王明,b\r\n", true },
	{ "a.csv", "a,\"密王\r\n明\",b\r\n", true },
	{ "a.csv", "a,\"他说 \"\"密王明\"\" 来\",b\r\n", true },
	{ "a.csv", "a,密\r\n王明,b\r\n", false },
	{ "a.csv", "a,\"密\",\"王明\"\r\n", false },
	{ "a.txt", "密王\n明", true },
	{ "A.TXT", "密王明", true },
};

static void
test_hidings(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hidings) / sizeof(*hidings); i++) {
		const struct hiding *h = &hidings[i];
		size_t count = found(h->path, text_of(h->bytes), SCAN_MADE);
		if ((count > 0) != h->found)
			fail_msg("%s in %s: %zu found", h->bytes, h->path,
			    count);
	}
}

/* ---- names of files ---- */

static void
test_file_names(void **state)
{
	(void)state;
	struct text none = TEXT_LIT("");
	assert_int_equal(found("密王明.html", none, SCAN_MADE), 1);
	assert_int_equal(found("assets/secret-wang.css", none,
			     SCAN_THEME), 1);
	assert_int_equal(found("a/%E5%AF%86%E7%8E%8B%E6%98%8E.txt",
			     none, SCAN_MADE), 1);
	assert_int_equal(found("record/2010-q3/review/hidden.html",
			     none, SCAN_MADE), 1);
	assert_int_equal(found("record/2010-q3/review/shown.html",
			     none, SCAN_MADE), 0);
}

/* ---- what can't be read ---- */

static void
test_types(void **state)
{
	(void)state;
	struct text bytes = TEXT_LIT("x");
	assert_int_equal(refused("a.docx", bytes, SCAN_THEME), 1);
	assert_int_equal(refused("a", bytes, SCAN_THEME), 1);
	assert_int_equal(refused(".html", bytes, SCAN_MADE), 0);
	assert_int_equal(refused("a.png", bytes, SCAN_MADE), 1);
	assert_int_equal(refused("a.png", bytes, SCAN_THEME), 0);
	assert_int_equal(refused("a.pdf", bytes, SCAN_MADE), 1);
	assert_int_equal(refused("a.html", bytes, SCAN_MADE), 0);
}

static void
test_pictures(void **state)
{
	(void)state;
	/* A picture's metadata; a short id in bytes would be chance. */
	struct text named = TEXT_LIT("\x89PNG\r\n\0\0\0tEXtAuthor\0密王明\xFF");
	struct text id = TEXT_LIT("\x89PNG \xFFwei\xFF");
	assert_int_equal(found("a.png", named, SCAN_THEME), 1);
	assert_int_equal(found("a.png", id, SCAN_THEME), 0);
	assert_int_equal(found("a.txt", TEXT_LIT("wei"), SCAN_MADE), 1);
	/* Any bytes may be before it, those that begin a character too. */
	assert_int_equal(found("a.png", TEXT_LIT("\xFF密王明"), SCAN_THEME), 1);
	assert_int_equal(found("a.png", TEXT_LIT("\xFF\1密王明"), SCAN_THEME), 1);
	assert_int_equal(found("a.png", TEXT_LIT("\xE5密王明"), SCAN_THEME), 1);
	assert_int_equal(
	    found("a.png", TEXT_LIT("\xFFsecret-wang"), SCAN_THEME), 1);
	assert_int_equal(
	    found("a.txt", TEXT_LIT("\xFF密王明"), SCAN_THEME), 1);
}

/* Seconds for a cell of a table that is empty. */
static double
seconds_for_cells(size_t count)
{
	struct buf html = BUF_INIT;
	for (size_t i = 0; i < count; i++)
		buf_puts(&html, "<td> </td>");
	buf_puts(&html, "<td>密王明</td>");
	double start = os_thread_seconds();
	assert_int_equal(found("a.html", buf_text(&html), SCAN_MADE), 1);
	double took = os_thread_seconds() - start;
	buf_free(&html);
	return took / (double)count;
}

static void
test_empty_cells_take_linear_time(void **state)
{
	(void)state;
	double few = seconds_for_cells(1000), many = seconds_for_cells(32000);
	print_message("a cell: %.3g s, %.3g s\n", few, many);
	assert_true(many < few * 4);
}

/* ---- PDF ---- */

/* In UTF-16, as metadata has it. */
static void
put_hex(struct buf *out, const char *string)
{
	struct text text = text_of(string);
	buf_puts(out, "<FEFF");
	for (size_t pos = 0; pos < text.len;)
		buf_printf(out, "%04X", (unsigned)utf8_next(text, &pos));
	buf_puts(out, ">");
}

struct pdf {
	const char *author, *shown, *outline, *address, *note, *xmp;
	const char *figure, *spoken; /* in place of a picture, of a text */
};

/* Without a table of places: readers mend that. */
static void
put_pdf(struct buf *out, struct pdf pdf)
{
	struct buf content = BUF_INIT, xmp = BUF_INIT;
	buf_printf(&content, "BT /F 12 Tf 72 700 Td (%s) Tj ET", pdf.shown);
	buf_printf(&xmp, "<x:xmpmeta><a>%s</a></x:xmpmeta>", pdf.xmp);
	buf_clear(out);
	buf_puts(out, "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R"
		      "/Outlines 6 0 R/Metadata 9 0 R/StructTreeRoot 12 0 R"
		      ">> endobj\n"
		      "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
		      "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
		      "/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>"
		      "/Annots[10 0 R 11 0 R]>> endobj\n");
	buf_printf(out, "4 0 obj <</Length %zu>> stream\n%s\nendstream endobj\n",
	    content.len, content.at);
	buf_puts(out, "5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> "
		      "endobj\n6 0 obj <</Type/Outlines/First 7 0 R/Last 7 0 R"
		      "/Count 1>> endobj\n7 0 obj <</Parent 6 0 R/Dest"
		      "[3 0 R/Fit]/Title ");
	put_hex(out, pdf.outline);
	buf_puts(out, ">> endobj\n8 0 obj <</Author ");
	put_hex(out, pdf.author);
	buf_printf(out,
	    ">> endobj\n9 0 obj <</Type/Metadata/Subtype/XML/Length %zu>> "
	    "stream\n%s\nendstream endobj\n",
	    xmp.len, xmp.at);
	buf_printf(out,
	    "10 0 obj <</Type/Annot/Subtype/Link/Rect[0 0 9 9]"
	    "/A<</S/URI/URI(%s)>>>> endobj\n"
	    "11 0 obj <</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents ",
	    pdf.address);
	put_hex(out, pdf.note);
	buf_puts(out, ">> endobj\n12 0 obj <</Type/StructTreeRoot/K 13 0 R>> "
		      "endobj\n13 0 obj <</Type/StructElem/S/Document/P 12 0 R"
		      "/K[14 0 R 15 0 R]>> endobj\n"
		      "14 0 obj <</Type/StructElem/S/Figure/P 13 0 R/Alt ");
	put_hex(out, pdf.figure);
	buf_puts(out, ">> endobj\n15 0 obj <</Type/StructElem/S/Span/P 13 0 R"
		      "/ActualText ");
	put_hex(out, pdf.spoken);
	buf_puts(out, ">> endobj\ntrailer <</Root 1 0 R/Info 8 0 R/Size 16>>\n"
		      "startxref\n0\n%%EOF\n");
	buf_free(&content);
	buf_free(&xmp);
}

static void
test_pdf(void **state)
{
	(void)state;
	static const struct pdf plain = { "某", "hello", "某", "a", "某", "某",
		"某", "某" };
	static const char name[] = "密王明";
	struct pdf cases[9];
	for (size_t i = 0; i < 9; i++)
		cases[i] = plain;
	cases[1].author = name;
	cases[2].shown = "by secret-wang";
	cases[3].outline = name;
	cases[4].address = "x/%E5%AF%86%E7%8E%8B%E6%98%8E";
	cases[5].note = name;
	cases[6].xmp = "密<b>王</b>明";
	cases[7].figure = name;
	cases[8].spoken = name;
	struct buf pdf = BUF_INIT;
	for (size_t i = 0; i < 9; i++) {
		put_pdf(&pdf, cases[i]);
		struct text bytes = buf_text(&pdf);
		assert_int_equal(refused("a.pdf", bytes, SCAN_MADE), 0);
		if (found("a.pdf", bytes, SCAN_MADE) != (i > 0))
			fail_msg("PDF %zu", i);
	}
	buf_free(&pdf);
}

/* ---- XLSX ---- */

/* Where in a workbook the name stands. */
enum book_place {
	BOOK_NOWHERE,
	BOOK_CELL,
	BOOK_INLINE, /* in the cell itself, as in constant memory */
	BOOK_ESCAPED,
	BOOK_RUNS,
	BOOK_RUN_FONT,
	BOOK_SHEET,
	BOOK_AUTHOR,
	BOOK_PROPERTY,
	BOOK_HEADER,
	BOOK_ADDRESS,
	BOOK_COMMENT,
	BOOK_DEFINED,
	BOOK_CHOICE,
	BOOK_FORMULA,
	BOOK__MAX,
};

static void
cells_write(lxw_workbook *book, lxw_worksheet *sheet, enum book_place place,
    const char *name)
{
	lxw_format *bold = workbook_add_format(book);
	format_set_bold(bold);
	if (place == BOOK_RUN_FONT)
		format_set_font_name(bold, name);
	char *some = (char *)"某";
	lxw_rich_string_tuple first = { NULL, (char *)"密" },
			      last = { bold, (char *)"王明" },
			      plain = { NULL, some }, fonted = { bold, some };
	char *choices[] = { some, (char *)name, NULL };
	lxw_data_validation choice = { .validate = LXW_VALIDATION_TYPE_LIST,
		.value_list = choices };
	worksheet_write_string(sheet, 0, 0, "某", NULL);
	worksheet_write_number(sheet, 0, 1, 3, NULL);
	if (place == BOOK_CELL || place == BOOK_INLINE)
		worksheet_write_string(sheet, 1, 0, name, NULL);
	if (place == BOOK_ESCAPED)
		worksheet_write_string(sheet, 1, 0, "_x5BC6_\1王明", NULL);
	if (place == BOOK_RUNS)
		worksheet_write_rich_string(sheet, 1, 0,
		    (lxw_rich_string_tuple *[]){ &first, &last, NULL }, NULL);
	if (place == BOOK_RUN_FONT)
		worksheet_write_rich_string(sheet, 1, 0,
		    (lxw_rich_string_tuple *[]){ &plain, &fonted, NULL }, NULL);
	if (place == BOOK_ADDRESS)
		worksheet_write_url(sheet, 1, 0,
		    "https://example.org/%E5%AF%86%E7%8E%8B%E6%98%8E", NULL);
	if (place == BOOK_COMMENT)
		worksheet_write_comment(sheet, 1, 0, name);
	if (place == BOOK_CHOICE)
		worksheet_data_validation_cell(sheet, 1, 0, &choice);
	if (place == BOOK_FORMULA)
		worksheet_write_formula_str(sheet, 1, 0, "=A1", NULL, name);
}

static void
put_book(struct buf *out, enum book_place place, const char *name)
{
	struct os_error error;
	struct text bytes;
	const char *path =
	    arena_printf(scan_room.arena, "%s/book.xlsx", scan_room.root);
	lxw_workbook_options options = { .constant_memory =
		place == BOOK_INLINE || place == BOOK_ESCAPED };
	lxw_workbook *book = workbook_new_opt(path, &options);
	lxw_worksheet *sheet =
	    workbook_add_worksheet(book, place == BOOK_SHEET ? name : "台账");
	lxw_doc_properties properties = { .author =
		(char *)(place == BOOK_AUTHOR ? name : "") };
	workbook_set_properties(book, &properties);
	if (place == BOOK_PROPERTY)
		workbook_set_custom_property_string(book, "a", name);
	if (place == BOOK_HEADER)
		worksheet_set_header(sheet, name);
	if (place == BOOK_DEFINED)
		workbook_define_name(book, name, "=台账!$A$1");
	cells_write(book, sheet, place, name);
	assert_int_equal(workbook_close(book), LXW_NO_ERROR);
	assert_int_equal(
	    os_read(scan_room.arena, path, &bytes, &error), 0);
	buf_clear(out);
	buf_putt(out, bytes);
}

static void
test_workbooks(void **state)
{
	(void)state;
	struct buf book = BUF_INIT;
	for (int place = 0; place < BOOK__MAX; place++) {
		put_book(&book, place, "密王明");
		struct text bytes = buf_text(&book);
		if (refused("a.xlsx", bytes, SCAN_MADE) != 0)
			fail_msg("the workbook %d is refused", place);
		if (found("a.xlsx", bytes, SCAN_MADE) !=
		    (place != BOOK_NOWHERE))
			fail_msg("the workbook %d", place);
		put_book(&book, place, "密王");
		if (place != BOOK_ESCAPED && place != BOOK_RUNS &&
		    place != BOOK_ADDRESS &&
		    found("a.xlsx", buf_text(&book), SCAN_MADE) != 0)
			fail_msg("the workbook %d with half a name", place);
	}
	buf_free(&book);
}

/* What is told of a workbook with `name` in a cell, the one finding. */
static const char *
told_of_book(struct arena *arena, const char *name)
{
	struct diags diags;
	struct buf book = BUF_INIT;
	diags_init(&diags, arena);
	put_book(&book, BOOK_INLINE, name);
	struct scan *scan = scan_open(arena, scan_room.view->edition,
	    scan_room.forbidden, 1);
	scan_file(scan, "masses/a.xlsx", buf_text(&book), SCAN_MADE, 0, &diags);
	scan_report(scan, &diags);
	scan_close(scan);
	buf_free(&book);
	assert_int_equal(diags.count, 1);
	return diags.first->message;
}

/* Where in it; a cell's neighbours are another text. */
static void
test_workbook_places(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	const char *told = told_of_book(arena, "密王明");
	assert_non_null(strstr(
	    told, "masses/a.xlsx, row 2 (xl/worksheets/sheet1.xml): "));
	assert_non_null(strstr(told, "as “密王明”"));
	arena_free(arena);
}

/* What only shows once markup within a text is taken out has no part. */
static void
test_workbook_of_markup(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	const char *told = told_of_book(arena, "密<b>王</b>明");
	assert_non_null(strstr(told, "masses/a.xlsx: "));
	arena_free(arena);
}

/* ---- zips by hand ---- */

static void
put_number(struct buf *out, uint32_t number, int bytes)
{
	for (; bytes > 0; bytes--, number >>= 8)
		buf_putc(out, (char)(number & 0xFF));
}

static uint32_t
crc_of(struct text text)
{
	uint32_t crc = 0xFFFFFFFF;
	for (size_t i = 0; i < text.len; i++) {
		crc ^= (unsigned char)text.at[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
	}
	return ~crc;
}

static void
put_zip_fields(struct buf *out, struct text name, struct text bytes,
    uint32_t crc)
{
	put_number(out, 20, 2);
	put_number(out, 0x800, 2); /* names are UTF-8 */
	put_number(out, 0, 4);     /* stored, no time */
	put_number(out, 0x21, 2);
	put_number(out, crc, 4);
	put_number(out, (uint32_t)bytes.len, 4);
	put_number(out, (uint32_t)bytes.len, 4);
	put_number(out, (uint32_t)name.len, 2);
	put_number(out, 0, 2);
}

/* One part, stored; `spoil` is added to its checksum. */
static void
put_zip(struct buf *out, const char *name, const char *bytes, uint32_t spoil,
    const char *comment)
{
	struct text path = text_of(name), text = text_of(bytes);
	uint32_t crc = crc_of(text) + spoil;
	buf_clear(out);
	buf_put(out, "PK\3\4", 4);
	put_zip_fields(out, path, text, crc);
	buf_putt(out, path);
	buf_putt(out, text);
	size_t directory = out->len;
	buf_put(out, "PK\1\2\24\0", 6);
	put_zip_fields(out, path, text, crc);
	put_number(out, 0, 4);
	put_number(out, 0, 4);
	put_number(out, 0, 4);
	put_number(out, 0, 2); /* where its file is */
	buf_putt(out, path);
	size_t end = out->len;
	buf_put(out, "PK\5\6\0\0\0\0\1\0\1\0", 12);
	put_number(out, (uint32_t)(end - directory), 4);
	put_number(out, (uint32_t)directory, 4);
	put_number(out, (uint32_t)strlen(comment), 2);
	buf_puts(out, comment);
}

static void
test_broken_workbooks(void **state)
{
	(void)state;
	static const struct {
		const char *name, *xml, *comment;
		uint32_t spoil;
		bool refused;
	} cases[] = {
		{ "a.xml", "<?xml?><!-- <b> --><a><b/><c>x</c></a>", "", 0,
		    false },
		{ "a.xml", "<a><![CDATA[<b>]]></a>", "", 0, false },
		{ "a.xml.rels", "<a/>", "", 0, false },
		/* what a full disk leaves */
		{ "a.xml", "", "", 0, true },
		{ "a.xml", "<a><b>x</b>", "", 0, true },
		{ "a.xml", "<a><b>x</b></a", "", 0, true },
		{ "a.xml", "<a><b r=\"<c>x</c></b></a>", "", 0, true },
		{ "a.xml", "<a></b></a></a>", "", 0, true },
		{ "a.xml", "<a>\xFF</a>", "", 0, true },
		/* what can't be looked through */
		{ "a.png", "<a/>", "", 0, true },
		{ "vbaProject.bin", "<a/>", "", 0, true },
		{ "a.xml", "<a/>", "", 1, true },
		{ "a.xml", "<a/>", "密王明", 0, true },
		{ "a/", "", "", 0, true },
		{ "台.xml", "<a/>", "", 0, true }, /* no such name is needed */
	};
	struct buf zip = BUF_INIT;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		put_zip(&zip, cases[i].name, cases[i].xml, cases[i].spoil,
		    cases[i].comment);
		if (refused("a.xlsx", buf_text(&zip), SCAN_MADE) !=
		    cases[i].refused)
			fail_msg("zip %zu", i);
		if (refused_unsought("a.xlsx", buf_text(&zip)) !=
		    cases[i].refused)
			fail_msg("zip %zu, with nothing sought", i);
	}
	put_zip(&zip, "secret-wang.xml", "<a/>", 0, "");
	assert_int_equal(found("a.xlsx", buf_text(&zip), SCAN_MADE), 1);
	assert_int_equal(refused("a.xlsx", TEXT_LIT(""), SCAN_MADE), 1);
	assert_int_equal(refused("a.xlsx", TEXT_LIT("PK\3\4"), SCAN_MADE), 1);
	/* Something before it, or its end gone. */
	struct text bytes = buf_text(&zip);
	assert_int_equal(
	    refused("a.xlsx", text_from(bytes, 1), SCAN_MADE), 1);
	for (size_t cut = 1; cut < bytes.len; cut++) {
		struct text part = text_cut(bytes, 0, bytes.len - cut);
		assert_int_equal(refused("a.xlsx", part, SCAN_MADE), 1);
		assert_int_equal(refused_unsought("a.xlsx", part), 1);
	}
	buf_free(&zip);
}

/* Also where nothing is hidden from anybody. */
static void
test_workbooks_are_always_read(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct diags diags;
	diags_init(&diags, arena);
	struct scan *scan =
	    scan_open(arena, scan_room.view->edition, NULL, 1);
	scan_file(scan, "masses/a.html", TEXT_LIT("密王明"), SCAN_MADE, 0,
	    &diags);
	assert_int_equal(diags.count, 0);
	scan_file(scan, "masses/a.xlsx", TEXT_LIT("密王明"), SCAN_MADE, 0,
	    &diags);
	assert_int_equal(diags.count, 1);
	scan_report(scan, &diags);
	assert_int_equal(diags.count, 1);
	scan_close(scan);
	arena_free(arena);
}

/* ---- in pieces ---- */

/* What is told of a file of pieces, once; NULL: nothing. */
static const char *
told_of_pieces(struct arena *arena, const char *path,
    const char *const *pieces, size_t count)
{
	struct diags diags;
	diags_init(&diags, arena);
	struct scan *scan = scan_open(arena, scan_room.view->edition,
	    scan_room.forbidden, 1);
	scan_file(scan, path, text_of(pieces[0]), SCAN_MADE, 0, &diags);
	size_t lines = 0;
	for (size_t i = 1; i < count; i++) {
		for (const char *p = pieces[i - 1]; *p != '\0'; p++)
			lines += *p == '\n';
		scan_more(scan, path, text_of(pieces[i]), lines, 0, &diags);
	}
	scan_report(scan, &diags);
	scan_close(scan);
	assert_true(diags.count <= 1);
	return diags.count == 0 ? NULL : diags.first->message;
}

static void
test_pieces(void **state)
{
	(void)state;
	static const char *const none[] = { "[\n\"一\"", ",\n\"密王\"",
		",\n\"明天\"\n]\n" };
	static const char *const late[] = { "[\n\"一\"", ",\n\"二\"",
		",\n\"前文\\u5bc6王明后文\"", "\n]\n" };
	static const char *const twice[] = { "[\n\"密王明\"",
		",\n\"密王明\"\n]\n" };
	static const char *const over[] = { "[\n\"经费审批的手续\"",
		",\n\"不全票据遗失三张\"\n]\n" };
	static const char *const rows[] = { "甲,经费审批的手续\r\n",
		"不全票据遗失三张,乙\r\n" };
	struct arena *arena = arena_new();
	assert_null(told_of_pieces(arena, "masses/a.json", none, 3));
	const char *told = told_of_pieces(arena, "masses/a.json", late, 4);
	assert_non_null(told);
	assert_non_null(strstr(told, "masses/a.json, line 4: "));
	assert_non_null(strstr(told, "“前文密王明后文”"));
	told = told_of_pieces(arena, "masses/a.json", twice, 2);
	assert_non_null(told);
	assert_non_null(strstr(told, "masses/a.json, line 2: "));
	assert_non_null(told_of_pieces(arena, "masses/a.json", over, 2));
	assert_non_null(told_of_pieces(arena, "masses/a.csv", rows, 2));
	arena_free(arena);
}

/*
 * Wherever the end of a piece that is looked through once more begins: the rest
 * of a longer word is none by itself.
 */
static void
test_pieces_cut(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	for (size_t i = 900; i < 1200; i++) {
		const char *piece = arena_printf(arena,
		    "[\n\"x-secret-wang%*s\"", (int)i, ".");
		const char *const pieces[] = { piece, ",\n\"二\"\n]\n" };
		const char *told =
		    told_of_pieces(arena, "masses/a.json", pieces, 2);
		if (told != NULL)
			fail_msg("%zu: %s", i, told);
	}
	arena_free(arena);
}

/* ---- the report ---- */

static void
test_report(void **state)
{
	(void)state;
	static const char *const paths[] = { "masses/b.html", "masses/a.html",
		"masses/c.html" };
	struct text page = TEXT_LIT("<p>一</p>\n\n<p>前文<i>密王明</i>后文</p>");
	struct arena *arena = arena_new();
	struct diags diags;
	diags_init(&diags, arena);
	struct scan *scan = scan_open(arena, scan_room.view->edition,
	    scan_room.forbidden, 2);
	for (unsigned i = 0; i < 3; i++)
		scan_file(scan, paths[i], page, SCAN_MADE, i % 2, &diags);
	scan_report(scan, &diags);
	assert_int_equal(diags.count, 1);
	const struct diag *d = diags.first;
	assert_ptr_equal(d->rule, &rules[RULE_LEAK]);
	assert_non_null(
	    strstr(d->message, "masses/a.html, line 3, and 2 more files: "));
	assert_non_null(strstr(d->message, "the name “密王明”"));
	assert_non_null(strstr(d->message, "“前文密王明后文”"));
	assert_string_equal(source_at(&scan_room.sources, d->also.source)->path,
	    "content/people.yaml");
	scan_close(scan);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hidings),
		cmocka_unit_test(test_file_names),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_empty_cells_take_linear_time),
		cmocka_unit_test(test_pdf),
		cmocka_unit_test(test_workbooks),
		cmocka_unit_test(test_workbook_places),
		cmocka_unit_test(test_workbook_of_markup),
		cmocka_unit_test(test_broken_workbooks),
		cmocka_unit_test(test_workbooks_are_always_read),
		cmocka_unit_test(test_pieces_cut),
		cmocka_unit_test(test_report),
	};
	return cmocka_run_group_tests_name("scan", tests, scan_room_open,
	    scan_room_close);
}
