/*
 * Texts that other programs save, told apart and decoded; the bytes are iconv's
 * and Python's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/encoding.h"
#include "base/utf8.h"

#define BYTES(s) ((struct text){ (s), sizeof(s) - 1 })

/* 类型: 点评 */
#define GB "\xC0\xE0\xD0\xCD: \xB5\xE3\xC6\xC0\n"
#define LE "\xFF\xFE\x7B\x7C\x8B\x57:\0 \0\xB9\x70\xC4\x8B\n\0"
#define BE "\xFE\xFF\x7C\x7B\x57\x8B\0:\0 \x70\xB9\x8B\xC4\0\n"
/* 這個學校的黨員 */
#define BIG5 "\xB3\x6F\xAD\xD3\xBE\xC7\xAE\xD5\xAA\xBA\xC4\xD2\xAD\xFB\n"

static void
assert_decoded(struct text bytes, enum encoding encoding, const char *want)
{
	struct arena *arena = arena_new();
	struct text text;
	assert_int_equal(encoding_guess(bytes), encoding);
	assert_int_equal(encoding_decode(arena, bytes, encoding, &text), 0);
	assert_string_equal(text.at, want);
	assert_int_equal(text.len, strlen(want));
	arena_free(arena);
}

static void
known_encodings_are_decoded(void **state)
{
	(void)state;
	assert_decoded(BYTES(GB), ENCODING_GB18030, "类型: 点评\n");
	assert_decoded(BYTES(LE), ENCODING_UTF16_LE, "类型: 点评\n");
	assert_decoded(BYTES(BE), ENCODING_UTF16_BE, "类型: 点评\n");
	assert_decoded(BYTES(BIG5), ENCODING_BIG5, "這個學校的黨員\n");
	/* Four bytes: a Han character of extension B. */
	assert_decoded(BYTES("\xB5\xE3\x95\x32\x82\x36"), ENCODING_GB18030,
	    "点𠀀");
	assert_decoded(BYTES("\xFF\xFE"), ENCODING_UTF16_LE, "");
}

static void
what_is_none_is_left_alone(void **state)
{
	(void)state;
	static const struct text none[] = {
		BYTES(""),
		BYTES("abc"),
		BYTES("类型: 点评"),
		BYTES("\xFF"),
		BYTES("\xC0\xE0\xFF\xFF"),
		BYTES("a\0b"),
		BYTES(GB "\0"),
	};
	struct arena *arena = arena_new();
	struct text text;
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_int_equal(encoding_guess(none[i]), ENCODING_NONE);
	/* Cut off in a character. */
	assert_int_equal(encoding_decode(arena, BYTES("\xFF\xFE\x7B"),
			     ENCODING_UTF16_LE, &text),
	    -1);
	assert_int_equal(encoding_decode(arena, BYTES("\xB5\xE3\xC6"),
			     ENCODING_GB18030, &text),
	    -1);
	arena_free(arena);
}

static void
long_texts_are_whole(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct buf buf = BUF_INIT, want = BUF_INIT;
	struct text text;
	for (int i = 0; i < 20000; i++) {
		buf_puts(&buf, GB);
		buf_puts(&want, "类型: 点评\n");
	}
	assert_int_equal(
	    encoding_guess(buf_text(&buf)), ENCODING_GB18030);
	assert_int_equal(encoding_decode(arena, buf_text(&buf),
			     ENCODING_GB18030, &text),
	    0);
	assert_true(text_equal(text, buf_text(&want)));
	buf_free(&buf);
	buf_free(&want);
	arena_free(arena);
}

static void
encodings_have_names(void **state)
{
	struct arena *arena = arena_new();
	struct text text;
	(void)state;
	static const struct {
		struct text bytes;
		const char *name, *want; /* NULL: `status` */
		int status;
	} cases[] = {
		{ BYTES(BE), "UTF-16", "类型: 点评\n", 0 },
		{ BYTES(LE), "utf-16", "类型: 点评\n", 0 },
		/* Without a mark. */
		{ BYTES("\x70\xB9"), "UTF-16", "点", 0 },
		{ BYTES("\x70\xB9"), "UTF-16BE", "点", 0 },
		{ BYTES("\xFA"), "ISO-8859-1", "ú", 0 },
		{ BYTES(GB), "GBK", "类型: 点评\n", 0 },
		/* Letters that what follows might change, and nothing does. */
		{ BYTES("a"), "windows-1258", "a", 0 },
		{ BYTES("Tr\xE2\xECn e"), "windows-1258", "Trấn e", 0 },
		{ BYTES("\x88\x66"), "Big5-HKSCS", "Ê", 0 },
		{ BYTES("\xFF"), "US-ASCII", NULL, -1 },
		{ BYTES("\x70\xB9\x70"), "UTF-16", NULL, -1 },
		{ BYTES("a"), "UTF-99", NULL, -2 },
		{ BYTES("a"), "", NULL, -2 },
		/* What iconv would take, and do otherwise. */
		{ BYTES("a"), "ASCII//IGNORE", NULL, -2 },
		{ BYTES("a"), "../ASCII", NULL, -2 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(encoding_decode_named(arena, cases[i].bytes,
				     text_of(cases[i].name), &text),
		    cases[i].status);
		if (cases[i].want != NULL)
			assert_string_equal(text.at, cases[i].want);
	}
	arena_free(arena);
}

/* Its bytes decoded: another character for 24 of private use, else itself. */
static uint32_t
there_and_back(struct arena *arena, uint32_t code)
{
	struct buf utf8 = BUF_INIT, out = BUF_INIT;
	struct text back;
	size_t at = 0;
	buf_put_utf8(&utf8, code);
	encoding_put_gb18030(&out, buf_text(&utf8));
	assert_int_equal(encoding_decode(arena, buf_text(&out),
			     ENCODING_GB18030, &back),
	    0);
	uint32_t other = back.len == 0 ? 0xFEFF : utf8_next(back, &at);
	assert_int_equal(at, back.len);
	buf_free(&utf8);
	buf_free(&out);
	return other;
}

static void
every_character_has_bytes(void **state)
{
	struct arena *arena = arena_new();
	size_t moved = 0;
	(void)state;
	/* Beyond, pairs of bytes go by a rule: some are enough. */
	for (uint32_t code = 1; code <= 0x10FFFF;
	     code += code < 0x10000 ? 1 : 257) {
		if (code >= 0xD800 && code < 0xE000)
			continue;
		uint32_t back = there_and_back(arena, code);
		if (back != code) {
			assert_in_range(code, 0xE78D, 0xE864);
			moved++;
		}
		arena_reset(arena);
	}
	assert_int_equal(moved, 24);
	assert_int_equal(there_and_back(arena, 0xE78D), 0xFE10);
	assert_int_equal(there_and_back(arena, 0xE816), 0x20087);
	assert_int_equal(there_and_back(arena, 0xE864), 0x9FBB);
	arena_free(arena);
}

static void
what_is_between_stays(void **state)
{
	struct buf out = BUF_INIT;
	(void)state;
	encoding_put_gb18030(&out,
	    text_of("点\xEE\x9E\x8D评\xEE\xA1\xA4\xEE\xA1\xA4"));
	assert_string_equal(out.at, "\xB5\xE3\xA6\xD9\xC6\xC0\xFE\xA0\xFE\xA0");
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_encodings_are_decoded),
		cmocka_unit_test(what_is_none_is_left_alone),
		cmocka_unit_test(long_texts_are_whole),
		cmocka_unit_test(encodings_have_names),
		cmocka_unit_test(every_character_has_bytes),
		cmocka_unit_test(what_is_between_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
