/*
 * Diagnostics: collected, merged and sorted the same whatever the order of
 * finding; printed with a caret that stands under the fault.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/utf8.h"
#include "diag_room.h"

static const struct rule fault = { "T0001", "fault", NULL, DIAG_ERROR,
	"nothing is published", "mend it" };
static const struct rule doubt = { "T0002", "doubt", NULL, DIAG_WARNING, NULL, NULL };
static const struct rule hint = { "T0003", "hint", NULL, DIAG_NOTE, NULL, NULL };
static const struct rule mute = { "T0004", "mute", NULL, DIAG_OFF, NULL, NULL };

/* ---- collecting ---- */

static void
test_levels(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	assert_int_equal(diag_worst(&room.diags), DIAG_OFF);
	struct diag *silent = diag_at(&room.diags, &mute, SPAN_NONE, "x");
	assert_non_null(silent); /* can be added to all the same */
	diag_remedy(&room.diags, silent, "%d", 1);
	assert_int_equal(room.diags.count, 0);
	assert_null(room.diags.first);
	diag_at(&room.diags, &hint, SPAN_NONE, "x");
	assert_int_equal(diag_worst(&room.diags), DIAG_NOTE);
	diag_at(&room.diags, &fault, SPAN_NONE, "x");
	diag_at(&room.diags, &doubt, SPAN_NONE, "x");
	assert_int_equal(diag_worst(&room.diags), DIAG_ERROR);
	assert_int_equal(room.diags.count, 3);
	room_close(&room);
}

static void
test_what_one_says(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	struct diag *d =
	    diag_at(&room.diags, &fault, at(0, 1, 2), "%s %d", "点评", 7);
	assert_string_equal(d->message, "点评 7");
	assert_string_equal(d->effect, "nothing is published");
	assert_string_equal(d->remedy, "mend it");
	assert_int_equal(d->also.source, 0);
	diag_remedy(&room.diags, d, "did you mean %s?", "review");
	diag_also(&room.diags, d, at(3, 4, 5), "the %s", "first");
	assert_string_equal(d->remedy, "did you mean review?");
	assert_int_equal(d->also.source, 3);
	assert_string_equal(d->also_label, "the first");
	room_close(&room);
}

/* Of too many only the first ones, whoever was found first. */
static void
test_suggestions_at_the_end(void **state)
{
	(void)state;
	struct room room;
	static const char *candidates[300000];
	size_t count = sizeof(candidates) / sizeof(*candidates);
	room_open(&room);
	for (size_t i = 0; i < count; i++)
		candidates[i] = i == 7 ? "review" : "something-else";
	for (uint32_t i = 12; i > 0; i--)
		diag_at(&room.diags, &fault, at(1, i, i + 1), "x")->unknown =
		    "reveiw";
	diag_at(&room.diags, &fault, at(1, 0, 1), "of known words");
	diag_at(&room.diags, &doubt, at(1, 0, 1), "x")->unknown = "reveiw";
	diag_at(&room.diags, &fault, at(1, 1, 2), "else")->unknown = "reveiw";
	room.diags.last->among = 1;
	diags_suggest(&room.diags, &fault, 0, candidates, count);
	for (struct diag *d = room.diags.first; d != NULL; d = d->next)
		if (d->rule == &doubt)
			assert_null(d->remedy);
		else if (d->among == 1)
			assert_string_equal(d->remedy, "mend it");
		else
			assert_string_equal(d->remedy,
			    d->span.start > 0 && d->span.start <= 10
				? "did you mean review?"
				: "mend it");
	diags_suggest(&room.diags, &fault, 0, NULL, 0);
	room_close(&room);
}

static void
test_merge(void **state)
{
	(void)state;
	struct room room;
	struct diags one, two, none;
	room_open(&room);
	diags_init(&one, room.arena);
	diags_init(&two, room.arena);
	diags_init(&none, room.arena);
	diags_merge(&room.diags, &none);
	assert_int_equal(room.diags.count, 0);
	diag_at(&one, &hint, SPAN_NONE, "a");
	diag_at(&two, &doubt, SPAN_NONE, "b");
	diag_at(&two, &fault, SPAN_NONE, "c");
	diags_merge(&room.diags, &one);
	diags_merge(&room.diags, &two);
	diags_merge(&room.diags, &two); /* it is empty now */
	assert_int_equal(room.diags.count, 3);
	assert_int_equal(two.count, 0);
	assert_int_equal(diag_worst(&room.diags), DIAG_ERROR);
	diag_at(&room.diags, &hint, SPAN_NONE, "d");
	diag_at(&two, &hint, SPAN_NONE, "of its own");
	assert_int_equal(room.diags.count, 4);
	assert_int_equal(two.count, 1);
	size_t n = 0;
	for (struct diag *d = room.diags.first; d != NULL; d = d->next)
		assert_int_equal(d->message[0], "abcd"[n++]);
	assert_int_equal(n, 4);
	room_close(&room);
}

/* ---- sorting ---- */

static const struct fact {
	const struct rule *rule;
	uint32_t source, start;
	const char *message;
} facts[] = {
	{ &fault, 0, 0, "no place comes first" },
	{ &doubt, 1, 5, "b" },
	{ &fault, 1, 5, "a code decides" },
	{ &fault, 1, 5, "b code decides" },
	{ &hint, 1, 5, "a" },
	{ &fault, 1, 4, "z" },
	{ &fault, 2, 0, "a" },
	{ &hint, 1, 100, "a" },
};

#define FACTS (sizeof(facts) / sizeof(*facts))

static void
facts_add(struct diags *diags, size_t first, size_t step)
{
	for (size_t i = 0, j = first; i < FACTS; i++, j = (j + step) % FACTS)
		diag_at(diags, facts[j].rule,
		    at(facts[j].source, facts[j].start, facts[j].start + 1),
		    "%s", facts[j].message);
}

static void
test_sort_is_by_place_code_message(void **state)
{
	(void)state;
	static const char *const want[] = { "no place comes first", "z",
		"a code decides", "b code decides", "b", "a", "a", "a" };
	for (size_t first = 0; first < FACTS; first++) {
		struct room room;
		room_open(&room);
		facts_add(&room.diags, first, 3);
		diags_sort(&room.diags);
		size_t n = 0;
		for (struct diag *d = room.diags.first; d != NULL; d = d->next)
			assert_string_equal(d->message, want[n++]);
		assert_int_equal(n, FACTS);
		assert_null(room.diags.last->next);
		room_close(&room);
	}
}

/* What is left of equal ones with these second places: its place. */
static uint32_t
left_of(uint32_t first, uint32_t other)
{
	struct room room;
	room_open(&room);
	struct diag *d = diag_at(&room.diags, &fault, at(0, 1, 2), "same");
	diag_also(&room.diags, d, at(first, 0, 1), "there");
	d = diag_at(&room.diags, &fault, at(0, 1, 2), "same");
	diag_also(&room.diags, d, at(other, 0, 1), "there");
	diags_sort(&room.diags);
	assert_int_equal(room.diags.count, 1);
	uint32_t left = room.diags.first->also.source;
	room_close(&room);
	return left;
}

/* Workers find the same beside different things, in any order. */
static void
test_sort_keeps_the_same_of_equal_ones(void **state)
{
	(void)state;
	assert_int_equal(left_of(3, 5), left_of(5, 3));
	assert_int_equal(left_of(0, 5), left_of(5, 0));
	assert_int_not_equal(left_of(0, 5), 0);
}

static void
test_copies_share_nothing(void **state)
{
	(void)state;
	struct room room;
	struct diags from;
	room_open(&room);
	struct arena *arena = arena_new();
	diags_init(&from, arena);
	struct diag *d = diag_at(&from, &fault, at(0, 1, 2), "a %s", "b");
	diag_also(&from, d, at(3, 4, 5), "the %s", "first");
	diag_remedy(&from, d, "no %s", "other");
	d->about = arena_string(arena, "2010-q3");
	diags_copy(&room.diags, &from);
	struct diag *copy = room.diags.first;
	assert_ptr_not_equal(copy->about, d->about);
	assert_ptr_not_equal(copy->also_label, d->also_label);
	arena_free(arena);
	assert_string_equal(copy->message, "a b");
	assert_string_equal(copy->also_label, "the first");
	assert_string_equal(copy->remedy, "no other");
	assert_string_equal(copy->about, "2010-q3");
	room_close(&room);
}

static void
test_sort_drops_equal_ones(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	diags_sort(&room.diags); /* nothing to do */
	for (size_t i = 0; i < 5; i++)
		facts_add(&room.diags, i, i % 2 == 0 ? 3 : 5);
	assert_int_equal(room.diags.count, 5 * FACTS);
	diags_sort(&room.diags);
	assert_int_equal(room.diags.count, FACTS);
	size_t n = 0;
	for (struct diag *d = room.diags.first; d != NULL; d = d->next)
		n++;
	assert_int_equal(n, FACTS);
	assert_int_equal(diag_worst(&room.diags), DIAG_ERROR);
	/* Others can still be added behind. */
	diag_at(&room.diags, &hint, at(9, 0, 0), "last");
	diags_sort(&room.diags);
	assert_string_equal(room.diags.last->message, "last");
	assert_int_equal(room.diags.count, FACTS + 1);
	room_close(&room);
}

/* ---- printing ---- */

static void
test_print_whole(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	uint32_t a = room_source(&room, "content/a.md",
	    "---\n评分: 9\n\t点评\n");
	uint32_t b = room_source(&room, "content/b.md", "x\n");
	diag_at(&room.diags, &hint, at(b, 0, 1), "a hint");
	struct diag *d =
	    diag_at(&room.diags, &fault, at(a, 12, 13), "no grade");
	diag_also(&room.diags, d, at(a, 15, 18), "asked here");
	diag_at(&room.diags, &doubt, SPAN_NONE, "nowhere");
	assert_string_equal(room_print(&room, (struct diag_style){ 0 }),
	    "warning[T0002]: nowhere\n"
	    "content/a.md:2:7: error[T0001]: no grade\n"
	    "  2 | 评分: 9\n"
	    "    |       ^\n"
	    "  content/a.md:3:9:\n"
	    "  3 | \t点评\n"
	    "    | \t^^ asked here\n"
	    "  = effect: nothing is published\n"
	    "  = help: mend it\n"
	    "content/b.md:1:1: note[T0003]: a hint\n"
	    "  1 | x\n"
	    "    | ^\n"
	    "1 error, 1 warning, 1 note\n");
	room_close(&room);
}

static void
test_print_nothing(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	assert_string_equal(room_print(&room, (struct diag_style){ 0 }), "");
	room_close(&room);
}

/* A file that could not be read has a path and no text. */
static void
test_print_without_text(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	uint32_t a = sources_add(&room.sources, "content/gone.md");
	diag_at(&room.diags, &doubt, at(a, 0, 0), "unreadable");
	assert_string_equal(room_print(&room, (struct diag_style){ 0 }),
	    "content/gone.md:1:1: warning[T0002]: unreadable\n"
	    "0 errors, 1 warning, 0 notes\n");
	room_close(&room);
}

static void
test_print_at_most(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	for (uint32_t i = 0; i < 10; i++) {
		diag_at(&room.diags, &doubt, SPAN_NONE, "number %u", i);
		diag_at(&room.diags, &doubt, SPAN_NONE, "number %u", i);
	}
	const char *text = room_print(&room, (struct diag_style){ .most = 3 });
	assert_non_null(strstr(text, "number 2"));
	assert_null(strstr(text, "number 3"));
	/* Doubles were one before they were counted. */
	assert_non_null(strstr(text, "… and 7 more\n"));
	assert_non_null(strstr(text, "0 errors, 10 warnings, 0 notes\n"));
	assert_null(strstr(text, "tongbao fix"));
	text = room_print(&room, (struct diag_style){ .most = 10 });
	assert_null(strstr(text, "more"));
	/* The mends of those that are not shown count, too. */
	uint32_t file = sources_add(&room.sources, "content/c.md");
	for (uint32_t i = 0; i < 4; i++)
		diag_edit(&room.diags,
		    diag_at(&room.diags, &doubt, at(file, i, i), "mended %u", i),
		    at(file, i, i), TEXT_LIT(""));
	text = room_print(&room, (struct diag_style){ .most = 3 });
	assert_non_null(strstr(text, "0 errors, 14 warnings, 0 notes\n"
				     "`tongbao fix` mends 4 of them\n"));
	room_close(&room);
}

/* What keeps a site from being published is not among those left out. */
static void
test_print_the_gravest(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	uint32_t a = sources_add(&room.sources, "content/a.md");
	uint32_t z = sources_add(&room.sources, "content/z.md");
	for (uint32_t i = 0; i < 5; i++)
		diag_at(&room.diags, i < 1 ? &hint : &doubt, at(a, 0, 0),
		    "number %u", i);
	diag_at(&room.diags, &fault, at(z, 0, 0), "broken");
	diag_at(&room.diags, &doubt, at(z, 0, 0), "number 5");
	assert_string_equal(room_print(&room, (struct diag_style){ .most = 3 }),
	    "content/a.md:1:1: warning[T0002]: number 1\n"
	    "content/a.md:1:1: warning[T0002]: number 2\n"
	    "content/z.md:1:1: error[T0001]: broken\n"
	    "  = effect: nothing is published\n"
	    "  = help: mend it\n"
	    "… and 4 more\n"
	    "1 error, 5 warnings, 1 note\n");
	assert_non_null(strstr(
	    room_print(&room, (struct diag_style){ .most = 1 }), "broken"));
	assert_non_null(strstr(
	    room_print(&room, (struct diag_style){ .most = 7 }), "number 0"));
	room_close(&room);
}

static void
test_colour_only_when_asked(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	uint32_t a = room_source(&room, "a.md", "点评\n");
	diag_at(&room.diags, &fault, at(a, 0, 3), "x");
	assert_null(strchr(room_print(&room, (struct diag_style){ 0 }),
	    '\033'));
	const char *text =
	    room_print(&room, (struct diag_style){ .colour = true });
	assert_non_null(strstr(text, "\033[1;31m^^\033[0m"));
	room_close(&room);
}

/* ---- the caret ---- */

/* The cell of the first `mark` on the line; a tab goes to the next stop. */
static size_t
cell_of(const char *line, char mark)
{
	struct text t = { line, strcspn(line, "\n") };
	size_t cells = 0, pos = 0;
	while (pos < t.len && t.at[pos] != mark) {
		uint32_t code = utf8_next(t, &pos);
		cells += code == '\t' ? 8 - cells % 8
		    : code == UTF8_BAD ? 1
		                       : (size_t)utf8_width_of(code);
	}
	if (pos == t.len)
		fail_msg("no %c on the line: %.*s", mark, TEXT_ARG(t));
	return cells;
}

/* The fault is the X in `text`: the caret must stand under it. */
static void
assert_caret_under_x(const char *what, const char *text)
{
	struct room room;
	room_open(&room);
	uint32_t a = room_source(&room, "a.md", text);
	uint32_t x = (uint32_t)strcspn(text, "X");
	diag_at(&room.diags, &hint, at(a, x, x + 1), "here");
	const char *printed = room_print(&room, (struct diag_style){ 0 });
	const char *excerpt = strchr(printed, '\n') + 1;
	const char *caret = strchr(excerpt, '\n') + 1;
	size_t over = cell_of(excerpt, 'X'), under = cell_of(caret, '^');
	if (over != under)
		fail_msg("%s: the fault is at cell %zu, the caret at %zu:\n%s",
		    what, over, under, printed);
	room_close(&room);
}

static void
test_caret_under_the_fault(void **state)
{
	(void)state;
	assert_caret_under_x("first", "Xabc\n");
	assert_caret_under_x("plain", "abX\n");
	assert_caret_under_x("Han", "点评人，X\n");
	assert_caret_under_x("tab", "\tX\n");
	assert_caret_under_x("tab after letters", "a\tb\tX\n");
	assert_caret_under_x("tab after Han", "点评\t评X\n");
	assert_caret_under_x("combining", "e\xCC\x81\xCC\x82X\n");
	assert_caret_under_x("last line, no end", "a\nb点X");
	assert_caret_under_x("CRLF", "a\r\n点X\r\nb");
	assert_caret_under_x("broken UTF-8", "a\xFF\xE7\x82X\n");
	assert_caret_under_x("byte order mark", "\xEF\xBB\xBF" "aX\n");
}

static void
test_caret_after_control_bytes(void **state)
{
	(void)state;
	assert_caret_under_x("escape", "a\x1B[31mX\n");
	assert_caret_under_x("bell and delete", "\x07\x7F\x01X\n");
	assert_caret_under_x("a return inside", "ab\rcdX\n");
}

/* `count` times `unit`, then X, then `tail` letters. */
static void
assert_long_line(const char *unit, size_t count, size_t tail)
{
	struct buf text = BUF_INIT;
	char what[64];
	for (size_t i = 0; i < count; i++)
		buf_puts(&text, unit);
	buf_putc(&text, 'X');
	for (size_t i = 0; i < tail; i++)
		buf_putc(&text, 'y');
	snprintf(what, sizeof(what), "%zu × %s and %zu", count, unit, tail);
	assert_caret_under_x(what, text.at);
	buf_free(&text);
}

static void
test_long_lines_are_clipped(void **state)
{
	(void)state;
	static const size_t counts[] = { 1, 39, 40, 79, 80, 81, 159, 160, 161,
		5000 };
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		assert_long_line("a", counts[i], 0);
		assert_long_line("a", counts[i], 9000);
		assert_long_line("点", counts[i], 300);
		assert_long_line("e\xCC\x81", counts[i], 300);
	}
}

static void
test_a_clipped_line_is_short(void **state)
{
	(void)state;
	struct room room;
	struct buf text = BUF_INIT;
	room_open(&room);
	for (size_t i = 0; i < 100000; i++)
		buf_puts(&text, "点");
	uint32_t a = room_source(&room, "a.md", text.at);
	diag_at(&room.diags, &hint, at(a, 150000, 299999), "here");
	const char *printed = room_print(&room, (struct diag_style){ 0 });
	const char *excerpt = strchr(printed, '\n') + 1;
	const char *caret = strchr(excerpt, '\n') + 1;
	size_t len = strcspn(excerpt, "\n");
	assert_true(len < 1000);
	assert_int_equal(utf8_check((struct text){ excerpt, len }), len);
	assert_true(strspn(caret + strcspn(caret, "^"), "^") <= 160);
	buf_free(&text);
	room_close(&room);
}

/* Each mends itself, somewhere on a line of a megabyte. */
static int
print_many_faults(enum diag_form form)
{
	pid_t child = fork();
	if (child == 0) {
		struct room room;
		struct buf text = BUF_INIT;
		alarm(10);
		room_open(&room);
		for (size_t i = 0; i < 100000; i++)
			buf_puts(&text, "abcd  点，");
		uint32_t a = room_source(&room, "a.md", text.at);
		for (uint32_t i = 0; i < 5000; i++) {
			struct span span = at(a, i * 240, i * 240 + 4);
			diag_edit(&room.diags,
			    diag_at(&room.diags, &hint, span, "here"), span,
			    TEXT_LIT("x"));
		}
		FILE *out = fopen("/dev/null", "w");
		diags_print(&room.diags, &room.sources,
		    (struct diag_style){ .form = form }, out);
		_exit(0);
	}
	int status = -1;
	assert_true(child > 0 && waitpid(child, &status, 0) == child);
	return status;
}

static void
test_many_faults_on_a_long_line(void **state)
{
	(void)state;
	for (int form = 0; form < DIAG_FORM__MAX; form++)
		if (print_many_faults((enum diag_form)form) != 0)
			fail_msg("the form %d takes long", form);
}

/* Is it printed at all?  In a child, where a crash ends no other test. */
static bool
is_printed(const char *text, uint32_t x)
{
	pid_t child = fork();
	if (child == 0) {
		struct room room;
		alarm(20);
		room_open(&room);
		uint32_t a = room_source(&room, "a.md", text);
		FILE *out = fopen("/dev/null", "w");
		diag_at(&room.diags, &hint, at(a, x, x + 1), "here");
		diags_print(&room.diags, &room.sources,
		    (struct diag_style){ 0 }, out);
		_exit(0);
	}
	int status = -1;
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static void
test_long_lines_with_tabs(void **state)
{
	(void)state;
	char text[512];
	for (uint32_t tabs = 5; tabs < 60; tabs += 5) {
		memset(text, 'y', sizeof(text));
		memset(text, '\t', tabs);
		text[tabs] = 'X';
		text[sizeof(text) - 1] = '\0';
		if (!is_printed(text, tabs))
			fail_msg("a fault behind %u tabs ends the program",
			    tabs);
		assert_long_line("\t", tabs, 0);
		assert_long_line("\t", tabs, 400);
		assert_long_line("a\t点", tabs, 400);
	}
}

/* ---- what must not reach a terminal ---- */

static void
assert_harmless(const char *printed)
{
	struct text t = text_of(printed);
	assert_int_equal(utf8_check(t), t.len);
	for (size_t pos = 0; pos < t.len;) {
		uint32_t code = utf8_next(t, &pos);
		if ((code < 0x20 && code != '\n' && code != '\t') ||
		    (code >= 0x7F && code < 0xA0))
			fail_msg("control character U+%04X is printed", code);
	}
}

static void
test_excerpt_without_control_bytes(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	uint32_t a = room_source(&room, "a.md",
	    "\x1B]0;title\x07\x1B[2Jx\x08\x7F\xFF\r here\n");
	diag_at(&room.diags, &hint, at(a, 0, 1), "x");
	assert_harmless(room_print(&room, (struct diag_style){ 0 }));
	room_close(&room);
}

/* U+009B is CSI in one character: xterm obeys it in UTF-8 too. */
static void
test_excerpt_without_c1_controls(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	uint32_t a = room_source(&room, "a.md", "a\xC2\x9B" "2Jb\xC2\x85\n");
	diag_at(&room.diags, &hint, at(a, 0, 1), "x");
	assert_harmless(room_print(&room, (struct diag_style){ 0 }));
	room_close(&room);
}

/* Messages quote what the clerk wrote: "\e[2J" in YAML is an escape. */
static void
test_message_without_control_bytes(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	uint32_t a = room_source(&room, "a.md", "x\n");
	struct diag *d = diag_at(&room.diags, &hint, at(a, 0, 1),
	    "there is no person “%s”", "\x1B[2J\a\xC2\x9B");
	diag_remedy(&room.diags, d, "did you mean %s?", "\x1B[8m");
	diag_also(&room.diags, d, at(a, 0, 1), "%s", "\x1B[8m");
	assert_harmless(room_print(&room, (struct diag_style){ 0 }));
	room_close(&room);
}

static void
test_path_without_control_bytes(void **state)
{
	(void)state;
	struct room room;
	room_open(&room);
	uint32_t a = room_source(&room, "content/\x1B[2J\n\xFF.md", "x\n");
	struct diag *d = diag_at(&room.diags, &hint, at(a, 0, 1), "x");
	diag_also(&room.diags, d, at(a, 0, 1), "y");
	assert_harmless(room_print(&room, (struct diag_style){ 0 }));
	room_close(&room);
}

/* ---- our own bug ---- */

static void
test_bug_ends_with_70(void **state)
{
	(void)state;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		fclose(stderr);
		stderr = fopen("/dev/null", "w");
		BUG("a test");
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 70);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_what_one_says),
		cmocka_unit_test(test_suggestions_at_the_end),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_sort_is_by_place_code_message),
		cmocka_unit_test(test_sort_keeps_the_same_of_equal_ones),
		cmocka_unit_test(test_copies_share_nothing),
		cmocka_unit_test(test_sort_drops_equal_ones),
		cmocka_unit_test(test_print_whole),
		cmocka_unit_test(test_print_nothing),
		cmocka_unit_test(test_print_without_text),
		cmocka_unit_test(test_print_at_most),
		cmocka_unit_test(test_print_the_gravest),
		cmocka_unit_test(test_colour_only_when_asked),
		cmocka_unit_test(test_caret_under_the_fault),
		cmocka_unit_test(test_caret_after_control_bytes),
		cmocka_unit_test(test_long_lines_are_clipped),
		cmocka_unit_test(test_a_clipped_line_is_short),
		cmocka_unit_test(test_many_faults_on_a_long_line),
		cmocka_unit_test(test_long_lines_with_tabs),
		cmocka_unit_test(test_excerpt_without_control_bytes),
		cmocka_unit_test(test_excerpt_without_c1_controls),
		cmocka_unit_test(test_message_without_control_bytes),
		cmocka_unit_test(test_path_without_control_bytes),
		cmocka_unit_test(test_bug_ends_with_70),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
