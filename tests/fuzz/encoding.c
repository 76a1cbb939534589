/*
 * Bytes of any encoding: what comes out is UTF-8; UTF-8 goes out as GB18030 and
 * comes back; going through a text forwards and backwards finds the same
 * characters.
 */
#include "base/encoding.h"
#include "fuzz.h"

static void
check_decoded(struct arena *arena, struct text bytes)
{
	struct text text;
	for (int e = ENCODING_NONE + 1; e <= ENCODING_UTF16_BE; e++) {
		enum encoding encoding = (enum encoding)e;
		size_t valid = encoding_valid(bytes, encoding);
		FUZZ_ASSERT(valid <= bytes.len);
		if (encoding_decode(arena, bytes, encoding, &text) != 0)
			continue;
		FUZZ_ASSERT(valid == bytes.len);
		FUZZ_ASSERT(utf8_check(text) == text.len);
		FUZZ_ASSERT(text.at[text.len] == '\0');
	}
	enum encoding guess = encoding_guess(bytes);
	/* UTF-16 is told by its mark alone. */
	if (guess == ENCODING_GB18030 || guess == ENCODING_BIG5)
		FUZZ_ASSERT(encoding_decode(arena, bytes, guess, &text) == 0);
}

static void
check_backwards(struct text text)
{
	size_t at = 0;
	while (at < text.len) {
		size_t before = at;
		uint32_t code = utf8_next(text, &at);
		size_t back = at;
		char bytes[4];
		FUZZ_ASSERT(code != UTF8_BAD && at > before && at <= text.len);
		FUZZ_ASSERT(utf8_previous(text, &back) == code);
		FUZZ_ASSERT(back == before);
		FUZZ_ASSERT(utf8_encode(code, bytes) == at - before);
		FUZZ_ASSERT(memcmp(bytes, text.at + before, at - before) == 0);
		FUZZ_ASSERT(utf8_width_of(code) >= 0 &&
		    utf8_width_of(code) <= 2);
	}
}

/* Among these are the 24 that come back as others. */
static bool
has_private(struct text text)
{
	size_t at = 0;
	while (at < text.len) {
		uint32_t code = utf8_next(text, &at);
		if (code >= 0xE78D && code <= 0xE864)
			return true;
	}
	return false;
}

static void
check_gb18030(struct arena *arena, struct text text)
{
	struct buf out = BUF_INIT, again = BUF_INIT;
	struct text back;
	encoding_put_gb18030(&out, text);
	if (!text_starts(text, "\xEF\xBB\xBF")) {
		FUZZ_ASSERT(encoding_decode(arena, buf_text(&out),
				ENCODING_GB18030, &back) == 0);
		FUZZ_ASSERT(text_equal(back, text) || has_private(text));
		encoding_put_gb18030(&again, back);
		FUZZ_ASSERT(text_equal(buf_text(&again), buf_text(&out)));
	}
	buf_free(&again);
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz fuzz;
	struct text bytes = { (const char *)data, size };
	fuzz_open(&fuzz, data, size);
	check_decoded(fuzz.arena, bytes);
	check_backwards(fuzz.text);
	check_gb18030(fuzz.arena, fuzz.text);
	for (size_t at = 0; at < size;) {
		size_t before = at;
		utf8_next(bytes, &at);
		FUZZ_ASSERT(at > before && at <= size);
	}
	fuzz_close(&fuzz);
	return 0;
}
