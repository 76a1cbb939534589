/*
 * Lines as CommonMark ends them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/buf.h"
#include "read/lines.h"

/* Two lines, the first of `len` bytes and with that end. */
static void
assert_two(size_t len, const char *end)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < len; i++)
		buf_putc(&buf, 'a');
	buf_puts(&buf, end);
	buf_puts(&buf, "b");
	size_t pos = 0;
	assert_int_equal(line_next(buf_text(&buf), &pos).len, len);
	assert_int_equal(pos, len + strlen(end));
	assert_true(text_is(line_next(buf_text(&buf), &pos), "b"));
	assert_int_equal(pos, buf.len);
	buf_free(&buf);
}

static void
lines_of_any_length(void **state)
{
	(void)state;
	static const char *const ends[] = { "\n", "\r", "\r\n" };
	for (size_t len = 0; len < 1100; len++)
		for (size_t i = 0; i < 3; i++)
			assert_two(len, ends[i]);
}

static void
assert_lines(const char *text, size_t count, const char *last)
{
	struct arena *arena = arena_new();
	struct lines lines;
	lines_init(&lines, arena, text_of(text));
	assert_int_equal(lines.count, count);
	assert_int_equal(lines.starts[count], strlen(text));
	assert_true(text_is(line_at(&lines, count), ""));
	if (count > 0)
		assert_true(text_is(line_at(&lines, count - 1), last));
	arena_free(arena);
}

static void
ends_of_lines(void **state)
{
	(void)state;
	assert_lines("", 0, "");
	assert_lines("a", 1, "a");
	assert_lines("\n", 1, "");
	assert_lines("\r", 1, "");
	assert_lines("\r\n", 1, "");
	assert_lines("\n\r", 2, "");
	assert_lines("\r\r\n", 2, "");
	assert_lines("a\rb\nc\r\nd", 4, "d");
	assert_lines("a\rb\nc\r\nd\r", 4, "d");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_any_length),
		cmocka_unit_test(ends_of_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
