/*
 * The forms that diagnostics are put out in: what the text shows of a mend, of
 * spans over lines and at odd places; the machines' forms to the byte.  Whether
 * SARIF is SARIF is judged by its own schema in tests/site/forms.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/utf8.h"
#include "diag_room.h"

static const struct rule fault = { "T0001", "fault", "order", DIAG_ERROR,
	"nothing is published", "mend it" };
static const struct rule hint = { "T0003", "hint", NULL, DIAG_NOTE, NULL,
	NULL };

static void
assert_holds(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("“%s” is not in:\n%s", part, text);
}

static void
assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part) != NULL)
		fail_msg("“%s” is in:\n%s", part, text);
}

/* ---- text: the mend ---- */

/* One fault in `text`, with the edits [start, end) → word. */
struct edit {
	uint32_t start, end;
	const char *word;
};

static const char *
put_mend(struct room *room, const char *text, const struct edit *edits,
    size_t count)
{
	room_open(room);
	uint32_t a = room_source(room, "a.md", text);
	struct diag *d = diag_at(&room->diags, &hint,
	    at(a, edits[0].start, edits[0].end), "x");
	for (size_t i = 0; i < count; i++)
		diag_edit(&room->diags, d,
		    at(a, edits[i].start, edits[i].end),
		    text_of(edits[i].word));
	return room_print(room, (struct diag_style){ 0 });
}

static void
test_mend_of_a_word(void **state)
{
	(void)state;
	struct room room;
	static const struct edit edit = { 13, 16, ": " };
	assert_string_equal(put_mend(&room, "---\n点评人：沈\n---\n", &edit, 1),
	    "a.md:2:7: note[T0003]: x\n"
	    "  2 | 点评人：沈\n"
	    "    |       ^^\n"
	    "  = fix: `tongbao fix` writes\n"
	    "  2 + 点评人: 沈\n"
	    "0 errors, 0 warnings, 1 note\n"
	    "`tongbao fix` mends 1 of them\n");
	room_close(&room);
}

static void
test_mend_of_several_places(void **state)
{
	(void)state;
	struct room room;
	/* Edits as they were found, not as they stand. */
	static const struct edit edits[] = { { 4, 5, "B" }, { 0, 1, "A" },
		{ 2, 2, "+" } };
	const char *text = put_mend(&room, "a\nb\nc\n", edits, 3);
	assert_holds(text, "  1 + A\n  2 + +b\n  3 + B\n");
	room_close(&room);
}

static void
test_mend_that_shows_nothing(void **state)
{
	(void)state;
	struct room room;
	static const struct edit whole = { 0, 8, "changed" };
	/* Not UTF-8: the old line can't be compared, so it isn't shown. */
	const char *text = put_mend(&room, "\xC4\xE3\xBA\xC3 a\n\n", &whole, 1);
	assert_holds(text, "  = fix: `tongbao fix` does it\n");
	room_close(&room);
	/* More lines than help. */
	static const struct edit many = { 0, 12, "x" };
	text = put_mend(&room, "a\nb\nc\nd\ne\nf\ng\n", &many, 1);
	assert_holds(text, "  = fix: `tongbao fix` does it\n");
	assert_lacks(text, " + ");
	room_close(&room);
}

static void
test_mend_that_takes_a_line_out(void **state)
{
	(void)state;
	struct room room;
	static const struct edit line = { 2, 4, "" };
	const char *text = put_mend(&room, "a\nb\nc\n", &line, 1);
	assert_holds(text, "  = fix: `tongbao fix` takes the line out\n");
	assert_lacks(text, " + ");
	room_close(&room);
}

static void
test_mend_at_the_end(void **state)
{
	(void)state;
	struct room room;
	static const struct edit end = { 3, 3, "\n---\n" };
	const char *text = put_mend(&room, "---", &end, 1);
	assert_holds(text, "  1 + ---\n  2 + ---\n");
	room_close(&room);
}

static void
test_mend_of_a_long_line(void **state)
{
	(void)state;
	struct room room;
	struct buf line = BUF_INIT;
	for (size_t i = 0; i < 3000; i++)
		buf_puts(&line, "点");
	static const struct edit edit = { 6000, 6003, "评" };
	const char *text = put_mend(&room, line.at, &edit, 1);
	const char *mend = strstr(text, " + ");
	assert_non_null(mend);
	size_t len = strcspn(mend, "\n");
	assert_true(len < 700);
	assert_non_null(memmem(mend, len, "评", 3));
	buf_free(&line);
	room_close(&room);
}

/* Edits that overlap or lie outside are a fault of ours; they crash nothing. */
static void
test_mend_that_makes_no_sense(void **state)
{
	(void)state;
	struct room room;
	static const struct edit twice[] = { { 0, 2, "A" }, { 1, 3, "B" } };
	assert_holds(put_mend(&room, "abc\n", twice, 2), "does it");
	room_close(&room);
	static const struct edit beyond = { 2, 40, "A" };
	assert_holds(put_mend(&room, "abc\n", &beyond, 1), "does it");
	room_close(&room);
}

/* ---- text: odd spans ---- */

static const char *
put_span(struct room *room, const char *text, uint32_t start, uint32_t end)
{
	room_open(room);
	uint32_t a = room_source(room, "a.md", text);
	diag_at(&room->diags, &hint, at(a, start, end), "x");
	return room_print(room, (struct diag_style){ 0 });
}

static void
test_span_over_lines(void **state)
{
	(void)state;
	struct room room;
	assert_string_equal(put_span(&room, "ab\ncd\nef\n", 1, 8),
	    "a.md:1:2: note[T0003]: x\n"
	    "  1 | ab\n"
	    "    |  ^ … to line 3\n"
	    "0 errors, 0 warnings, 1 note\n");
	room_close(&room);
	/* Up to the end of its line is one line. */
	assert_lacks(put_span(&room, "ab\ncd\n", 0, 3), "to line");
	room_close(&room);
}

static void
test_span_at_the_end(void **state)
{
	(void)state;
	struct room room;
	assert_holds(put_span(&room, "a\nbc", 4, 4),
	    "a.md:2:3: note[T0003]: x\n  2 | bc\n    |   ^\n");
	room_close(&room);
	assert_holds(put_span(&room, "a\nbc\n", 5, 5),
	    "a.md:3:1: note[T0003]: x\n  3 | \n    | ^\n");
	room_close(&room);
	assert_holds(put_span(&room, "a", 900, 1000),
	    "a.md:1:2: note[T0003]: x\n  1 | a\n    |  ^\n");
	room_close(&room);
}

/* The second place in a file that could not be read. */
static void
test_second_place_without_text(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	uint32_t a = room_source(&room, "a.md", "x\n");
	uint32_t gone = sources_add(&room.sources, "gone.md");
	struct diag *d = diag_at(&room.diags, &hint, at(a, 0, 1), "x");
	diag_also(&room.diags, d, at(gone, 0, 0), "first given here");
	assert_holds(room_print(&room, (struct diag_style){ 0 }),
	    "    | ^\n  gone.md:1:1: first given here\n");
	room_close(&room);
}

/* ---- machines ---- */

static void
room_fill(struct room *room)
{
	room_open(room);
	uint32_t a = room_source(room, "content/评, 1%.md",
	    "---\n点评：\xF0\xA0\x80\x80x\n---\n");
	uint32_t b = room_source(room, "content/b.md", "y\n");
	struct diag *d = diag_at(&room->diags, &fault, at(a, 17, 18),
	    "“x” is\n100%% wrong: so");
	diag_also(&room->diags, d, at(b, 0, 1), "there");
	diag_edit(&room->diags, d, at(a, 10, 13), text_of(": "));
	diag_at(&room->diags, &hint, SPAN_NONE, "nowhere");
}

static void
test_json(void **state)
{
	(void)state;
	struct room room;
	room_fill(&room);
	assert_string_equal(room_print(&room,
				(struct diag_style){ .form = DIAG_JSON,
				    .most = 1,
				    .prefix = "s/" }),
	    "{\"code\":\"T0003\",\"slug\":\"hint\",\"family\":null,"
	    "\"level\":\"note\",\"message\":\"nowhere\",\"path\":null,"
	    "\"line\":null,\"column\":null,\"endLine\":null,"
	    "\"endColumn\":null,\"start\":null,\"end\":null,"
	    "\"effect\":null,\"help\":null,\"also\":null,\"edits\":[]}\n"
	    "{\"code\":\"T0001\",\"slug\":\"fault\",\"family\":\"order\","
	    "\"level\":\"error\",\"message\":\"“x” is\\n100% wrong: so\","
	    "\"path\":\"s/content/评, 1%.md\",\"line\":2,\"column\":5,"
	    "\"endLine\":2,\"endColumn\":6,\"start\":17,\"end\":18,"
	    "\"effect\":\"nothing is published\",\"help\":\"mend it\","
	    "\"also\":{\"path\":\"s/content/b.md\",\"line\":1,\"column\":1,"
	    "\"endLine\":1,\"endColumn\":2,\"start\":0,\"end\":1,"
	    "\"label\":\"there\"},"
	    "\"edits\":[{\"path\":\"s/content/评, 1%.md\",\"line\":2,"
	    "\"column\":3,\"endLine\":2,\"endColumn\":4,\"start\":10,"
	    "\"end\":13,\"text\":\": \"}]}\n");
	room_close(&room);
}

static void
test_github(void **state)
{
	(void)state;
	struct room room;
	room_fill(&room);
	assert_string_equal(room_print(&room,
				(struct diag_style){ .form = DIAG_GITHUB }),
	    "::notice title=T0003 hint::nowhere\n"
	    "::error file=content/评%2C 1%25.md,line=2,endLine=2,col=5,"
	    "endColumn=6,title=T0001 fault::“x” is%0A100%25 wrong: so%0A"
	    "effect: nothing is published%0Ahelp: mend it\n");
	room_close(&room);
}

/* What is in a record must not paint or wipe the log of who checks it. */
static void
test_github_has_no_controls(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	diag_at(&room.diags, &hint, SPAN_NONE, "%s",
	    "a\x1B[2J\xC2\x9B\x7F\xC4 b");
	assert_string_equal(room_print(&room,
				(struct diag_style){ .form = DIAG_GITHUB }),
	    "::notice title=T0003 hint::a?[2J??? b\n");
	room_close(&room);
}

static void
test_quickfix(void **state)
{
	(void)state;
	struct room room;
	room_fill(&room);
	assert_string_equal(room_print(&room,
				(struct diag_style){ .form = DIAG_QUICKFIX }),
	    "tongbao: note: nowhere [T0003]\n"
	    "content/评, 1%.md:2:14: error: “x” is 100% wrong: so [T0001]\n"
	    "content/b.md:1:1: note: there\n");
	room_close(&room);
}

static void
test_nothing_to_say(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	for (int form = 0; form < DIAG_FORM__MAX; form++) {
		const char *text = room_print(&room,
		    (struct diag_style){ .form = (enum diag_form)form });
		assert_int_equal(*text == '\0', form != DIAG_SARIF);
	}
	room_close(&room);
}

/* Bytes that are no UTF-8 must not make a broken JSON. */
static void
test_json_of_broken_text(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	uint32_t a = room_source(&room, "\xFF.md", "\xC4\xE3\n");
	diag_at(&room.diags, &hint, at(a, 1, 2), "\xC4\x1B");
	for (int form = DIAG_JSON; form <= DIAG_SARIF; form++) {
		struct text t = text_of(room_print(&room,
		    (struct diag_style){ .form = (enum diag_form)form }));
		assert_int_equal(utf8_check(t), t.len);
		for (size_t i = 0; i + 1 < t.len; i++)
			assert_true(t.at[i] == '\n' ||
			    !utf8_is_control((unsigned char)t.at[i]) ||
			    (unsigned char)t.at[i] >= 0x80);
	}
	room_close(&room);
}

static void
test_form_names(void **state)
{
	(void)state;
	enum diag_form form = DIAG_TEXT;
	assert_int_equal(diag_form_parse(&form, "sarif"), 0);
	assert_int_equal(form, DIAG_SARIF);
	assert_int_equal(diag_form_parse(&form, "xml"), -1);
	assert_int_equal(diag_form_parse(&form, ""), -1);
}

static bool
is_error(const void *context, const struct diag *diag)
{
	(void)context;
	return diag->level == DIAG_ERROR;
}

static void
test_keep(void **state)
{
	(void)state;
	struct room room;
	room_fill(&room);
	diag_at(&room.diags, &hint, SPAN_NONE, "last");
	assert_int_equal(diags_keep(&room.diags, is_error, NULL), 2);
	assert_int_equal(room.diags.count, 1);
	assert_ptr_equal(room.diags.first, room.diags.last);
	assert_null(room.diags.last->next);
	diag_at(&room.diags, &hint, SPAN_NONE, "more");
	assert_int_equal(room.diags.count, 2);
	room_close(&room);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mend_of_a_word),
		cmocka_unit_test(test_mend_of_several_places),
		cmocka_unit_test(test_mend_that_shows_nothing),
		cmocka_unit_test(test_mend_that_takes_a_line_out),
		cmocka_unit_test(test_mend_at_the_end),
		cmocka_unit_test(test_mend_of_a_long_line),
		cmocka_unit_test(test_mend_that_makes_no_sense),
		cmocka_unit_test(test_span_over_lines),
		cmocka_unit_test(test_span_at_the_end),
		cmocka_unit_test(test_second_place_without_text),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_github),
		cmocka_unit_test(test_github_has_no_controls),
		cmocka_unit_test(test_quickfix),
		cmocka_unit_test(test_nothing_to_say),
		cmocka_unit_test(test_json_of_broken_text),
		cmocka_unit_test(test_form_names),
		cmocka_unit_test(test_keep),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
