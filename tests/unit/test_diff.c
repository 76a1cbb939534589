/*
 * Unified diffs: what an applier that only reads the format makes of them.
 * (tests/faults/run gives one to git.)
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/diff.h"
#include "chance.h"

static struct text
line_take(struct text *text)
{
	const char *end = memchr(text->at, '\n', text->len);
	size_t len = end == NULL ? text->len : (size_t)(end - text->at) + 1;
	struct text line = text_cut(*text, 0, len);
	*text = text_from(*text, len);
	return line;
}

/* Lines of `before` up to number `until` are taken over. */
static void
copy_until(struct text *before, unsigned *number, unsigned until,
    struct buf *out)
{
	while (*number < until) {
		buf_putt(out, line_take(before));
		++*number;
	}
}

/* A step's line; without its end when the next line of the diff says so. */
static struct text
step_line(struct text line, struct text *diff)
{
	struct text content = text_from(line, 1);
	if (text_starts(*diff, "\\")) {
		line_take(diff);
		content.len--;
	}
	return content;
}

static void
apply(struct text diff, struct text before, struct buf *out)
{
	unsigned number = 1, old, olds, new, news;
	assert_true(text_starts(line_take(&diff), "--- a/x\n"));
	assert_true(text_starts(line_take(&diff), "+++ b/x\n"));
	while (diff.len > 0) {
		struct text head = line_take(&diff);
		assert_int_equal(sscanf(head.at, "@@ -%u,%u +%u,%u @@", &old,
				     &olds, &new, &news),
		    4);
		copy_until(&before, &number, olds == 0 ? old + 1 : old, out);
		while (olds > 0 || news > 0) {
			struct text line = line_take(&diff);
			struct text content = step_line(line, &diff);
			if (line.at[0] != '+') {
				assert_true(text_equal(
				    line_take(&before), content));
				number++;
				assert_true(olds-- > 0);
			}
			if (line.at[0] != '-') {
				buf_putt(out, content);
				assert_true(news-- > 0);
			}
		}
	}
	buf_putt(out, before);
}

static void
assert_diff(struct text before, struct text after)
{
	struct arena *scratch = arena_new();
	struct buf diff = BUF_INIT, got = BUF_INIT;
	diff_put(&diff, scratch, "x", before, after, false);
	if (text_equal(before, after)) {
		assert_int_equal(diff.len, 0);
	} else {
		apply(buf_text(&diff), before, &got);
		assert_true(text_equal(buf_text(&got), after));
	}
	buf_free(&diff);
	buf_free(&got);
	arena_free(scratch);
}

static void
diffs_lead_from_one_text_to_the_other(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "\n", "a", "a\n", "a\nb",
		"a\nb\n", "b\na\n", "a\r\nb\r\n", "点\n评\n" };
	size_t count = sizeof(texts) / sizeof(*texts);
	for (size_t i = 0; i < count * count; i++)
		assert_diff(
		    text_of(texts[i / count]), text_of(texts[i % count]));
	/* Texts of few lines, many alike, changed here and there. */
	uint32_t seed = chance_seed();
	size_t rounds = chance_rounds(3000);
	for (size_t round = 0; round < rounds; round++) {
		struct buf before = BUF_INIT, after = BUF_INIT;
		for (int i = 0; i < 40; i++) {
			seed = seed * 1664525 + 1013904223;
			unsigned what = seed >> 16;
			char line[3] = { (char)('a' + what % 5), '\n', '\0' };
			if (what / 8 % 12 != 0)
				buf_puts(&before, line);
			if (what / 128 % 12 != 0)
				buf_puts(&after, line);
		}
		if (round % 3 == 0)
			after.len -= after.len > 0;
		assert_diff(buf_text(&before), buf_text(&after));
		buf_free(&before);
		buf_free(&after);
	}
}

static void
far_changes_are_shown_apart(void **state)
{
	(void)state;
	struct arena *scratch = arena_new();
	struct buf diff = BUF_INIT;
	diff_put(&diff, scratch, "x", TEXT_LIT("a\n1\n2\n3\n4\n5\n6\n7\n8\nb\n"),
	    TEXT_LIT("A\n1\n2\n3\n4\n5\n6\n7\n8\nB\n"), false);
	assert_string_equal(diff.at,
	    "--- a/x\n+++ b/x\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n"
	    "@@ -7,4 +7,4 @@\n 6\n 7\n 8\n-b\n+B\n");
	buf_free(&diff);
	arena_free(scratch);
}

/* Nothing that a terminal would obey. */
static void
screens_get_no_controls(void **state)
{
	(void)state;
	struct arena *scratch = arena_new();
	struct buf diff = BUF_INIT;
	diff_put(&diff, scratch, "x", TEXT_LIT("a\033[2J\xFF\r\n"),
	    TEXT_LIT("b\t\r\n"), true);
	assert_string_equal(diff.at,
	    "\033[1m--- a/x\n+++ b/x\033[0m\n\033[36m@@ -1,1 +1,1 @@\033[0m\n"
	    "\033[31m-a?[2J?\033[0m\n\033[32m+b\t\033[0m\n");
	/* A path is somebody's, too. */
	buf_clear(&diff);
	diff_put(&diff, scratch, "x\033[2J\n", TEXT_LIT(""), TEXT_LIT("b\n"),
	    true);
	assert_true(text_starts(buf_text(&diff),
	    "\033[1m--- a/x?[2J?\n+++ b/x?[2J?\033[0m\n"));
	buf_free(&diff);
	arena_free(scratch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(diffs_lead_from_one_text_to_the_other),
		cmocka_unit_test(far_changes_are_shown_apart),
		cmocka_unit_test(screens_get_no_controls),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
