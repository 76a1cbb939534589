/*
 * Growing text: terminated at every moment, reusable, any bytes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/buf.h"

static void
assert_sound(const struct buf *buf)
{
	assert_non_null(buf->at);
	assert_int_equal(buf->at[buf->len], 0);
}

static void
test_empty(void **state)
{
	(void)state;
	struct buf buf = BUF_INIT;
	assert_sound(&buf);
	assert_int_equal(buf.len, 0);
	buf_put(&buf, NULL, 0);
	buf_puts(&buf, "");
	buf_putt(&buf, TEXT_LIT(""));
	buf_printf(&buf, "%s", "");
	assert_sound(&buf);
	assert_int_equal(buf.len, 0);
	buf_clear(&buf);
	buf_free(&buf);
	buf_free(&buf); /* and is empty again */
	assert_sound(&buf);
	struct buf other;
	buf_init(&other);
	assert_sound(&other);
	assert_int_equal(buf_empty[0], 0);
}

static void
test_byte_by_byte(void **state)
{
	(void)state;
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < 70000; i++) {
		buf_putc(&buf, (char)(i % 256));
		assert_int_equal(buf.len, i + 1);
		assert_int_equal(buf.at[buf.len], 0);
	}
	for (size_t i = 0; i < 70000; i++)
		assert_int_equal((unsigned char)buf.at[i], i % 256);
	buf_free(&buf);
}

static void
test_clear_keeps_it_usable(void **state)
{
	(void)state;
	struct buf buf = BUF_INIT;
	buf_puts(&buf, "机电学院");
	buf_clear(&buf);
	assert_int_equal(buf.len, 0);
	assert_string_equal(buf.at, "");
	buf_puts(&buf, "ab");
	assert_string_equal(buf.at, "ab");
	buf_free(&buf);
	buf_puts(&buf, "again");
	assert_string_equal(buf.at, "again");
	buf_free(&buf);
}

static void
test_reserve(void **state)
{
	(void)state;
	struct buf buf = BUF_INIT;
	buf_reserve(&buf, 0);
	assert_sound(&buf);
	buf_puts(&buf, "x");
	buf_reserve(&buf, 1000000);
	assert_true(buf.capacity >= 1000002);
	assert_string_equal(buf.at, "x");
	const char *at = buf.at;
	for (size_t i = 0; i < 1000000; i++)
		buf_putc(&buf, 'y');
	assert_ptr_equal(at, buf.at); /* there was room, as promised */
	buf_free(&buf);
}

static void
test_printf_around_the_capacity(void **state)
{
	(void)state;
	for (int width = 1; width < 300; width++) {
		struct buf buf = BUF_INIT;
		buf_puts(&buf, "<");
		buf_printf(&buf, "%*d", width, 7);
		buf_puts(&buf, ">");
		assert_int_equal(buf.len, (size_t)width + 2);
		assert_int_equal(buf.at[width], '7');
		assert_int_equal(buf.at[width + 1], '>');
		assert_sound(&buf);
		buf_free(&buf);
	}
}

static void
test_integers(void **state)
{
	(void)state;
	static const int64_t integers[] = { 0, 7, -1, 10, 99, -100, 1234567890,
		INT64_MAX, INT64_MIN };
	for (size_t i = 0; i < sizeof(integers) / sizeof(*integers); i++) {
		char expected[32];
		struct buf buf = BUF_INIT;
		snprintf(expected, sizeof(expected), "<%" PRId64 ">",
		    integers[i]);
		buf_putc(&buf, '<');
		buf_put_integer(&buf, integers[i]);
		buf_putc(&buf, '>');
		assert_string_equal(buf.at, expected);
		buf_free(&buf);
	}
}

static void
test_any_bytes(void **state)
{
	(void)state;
	struct buf buf = BUF_INIT;
	buf_put(&buf, "a\0b", 3);
	buf_putt(&buf, (struct text){ "\0", 1 });
	assert_int_equal(buf.len, 4);
	assert_memory_equal(buf.at, "a\0b\0", 5);
	struct text t = buf_text(&buf);
	assert_int_equal(t.len, 4);
	assert_ptr_equal(t.at, buf.at);
	buf_free(&buf);
}

static void
test_utf8(void **state)
{
	(void)state;
	struct buf buf = BUF_INIT;
	buf_put_clean(&buf, TEXT_LIT("a\033[m\t\xC2\x9B\xFF\n通"));
	assert_string_equal(buf.at, "a\uFFFD[m\t\uFFFD\uFFFD\uFFFD通");
	buf_clear(&buf);
	buf_put_utf8(&buf, 'a');
	buf_put_utf8(&buf, 0xE9);
	buf_put_utf8(&buf, 0x901A);
	buf_put_utf8(&buf, 0x20BB7);
	buf_put_utf8(&buf, 0x10FFFF);
	assert_string_equal(buf.at, "aé通𠮷\xF4\x8F\xBF\xBF");
	buf_clear(&buf);
	buf_put_utf8(&buf, 0);
	assert_int_equal(buf.len, 1);
	buf_free(&buf);
}

/* Some megabytes, which are pages of their own and move as they grow. */
static void
test_large(void **state)
{
	(void)state;
	struct buf buf = BUF_INIT, piece = BUF_INIT;
	for (size_t i = 0; i < 5000; i++)
		buf_put_integer(&piece, (int64_t)i);
	for (size_t i = 0; i < 1000; i++) {
		buf_putt(&buf, buf_text(&piece));
		assert_int_equal(buf.len, (i + 1) * piece.len);
		assert_sound(&buf);
	}
	assert_true(buf.len > ((size_t)16 << 20));
	for (size_t i = 0; i < 1000; i++)
		assert_memory_equal(
		    buf.at + i * piece.len, piece.at, piece.len);
	buf_clear(&buf);
	assert_sound(&buf);
	buf_puts(&buf, "again");
	assert_string_equal(buf.at, "again");
	buf_free(&buf);
	assert_sound(&buf);
	buf_reserve(&buf, (size_t)3 << 20); /* at once */
	memset(buf.at, 'x', (size_t)3 << 20);
	buf_free(&buf);
	buf_free(&piece);
}

static void
test_addresses(void **state)
{
	(void)state;
	struct buf buf = BUF_INIT;
	buf_put_address(&buf, "a/B-1._~ %?#&:\"'点");
	assert_string_equal(
	    buf.at, "a/B-1._~%20%25%3F%23%26%3A%22%27%E7%82%B9");
	buf_free(&buf);
}

static void
test_taken_into_an_arena(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct buf buf = BUF_INIT;
	struct text none = buf_detach(arena, &buf);
	assert_int_equal(none.len, 0);
	assert_string_equal(none.at, "");
	buf_puts(&buf, "机电学院");
	struct text text = buf_detach(arena, &buf);
	assert_string_equal(text.at, "机电学院");
	assert_int_equal(text.len, strlen("机电学院"));
	assert_int_equal(buf.len, 0);
	assert_int_equal(buf.capacity, 0);
	buf_puts(&buf, "again");
	assert_string_equal(text.at, "机电学院");
	buf_free(&buf);
	arena_free(arena);
}

static void
test_on_one_line(void **state)
{
	(void)state;
	struct buf buf = BUF_INIT;
	buf_put_line(&buf, TEXT_LIT("a\tb\nc\x1b[31m\x7f机\xc2\x85"
				    "\xe2\x80\xa8电"));
	assert_string_equal(buf.at, "a b c [31m 机  电");
	buf_free(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_byte_by_byte),
		cmocka_unit_test(test_clear_keeps_it_usable),
		cmocka_unit_test(test_reserve),
		cmocka_unit_test(test_printf_around_the_capacity),
		cmocka_unit_test(test_integers),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_on_one_line),
		cmocka_unit_test(test_taken_into_an_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
