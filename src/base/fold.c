#include "base/fold.h"

#include "base/utf8.h"

/* Bytes that may begin something to fold: of U+00A0, 034F, 061C, 1680, … */
static const unsigned char leads[256] = {
	[0xC2] = 1, [0xCD] = 1, [0xD8] = 1, [0xE1] = 1, [0xE2] = 1,
	[0xEF] = 1, [0xF3] = 1,
};

/* Of “，。：”, which are everywhere, two bytes are enough. */
static bool
is_wide_mark(struct text text, size_t at)
{
	if (text.at[at] != '\xEF' || text.len - at < 3 ||
	    text.at[at + 1] != '\xBC')
		return false;
	unsigned char third = (unsigned char)text.at[at + 2];
	return third < 0x90 || (third > 0x99 && third < 0xA1);
}

/* The next byte from `at` on that begins what may be folded. */
static size_t
plain_end(struct text text, size_t at)
{
	while (at < text.len) {
		if (leads[(unsigned char)text.at[at]] == 0)
			at++;
		else if (is_wide_mark(text, at))
			at += 3;
		else
			break;
	}
	return at;
}

/* Those that base/finder.h doesn't know. */
static bool
is_space(uint32_t code)
{
	return code >= 0x80 && code != 0x3000 && utf8_is_space(code);
}

static bool
is_wide_letter(uint32_t code)
{
	return (code >= 0xFF10 && code <= 0xFF19) ||
	    (code >= 0xFF21 && code <= 0xFF3A) ||
	    (code >= 0xFF41 && code <= 0xFF5A);
}

static bool
is_folded(uint32_t code)
{
	return is_space(code) || is_wide_letter(code) || utf8_is_unseen(code);
}

void
fold_put_code(struct buf *out, uint32_t code)
{
	if (is_space(code))
		buf_putc(out, ' ');
	else if (is_wide_letter(code))
		buf_putc(out, (char)(code - 0xFF01 + '!'));
	else if (!utf8_is_unseen(code))
		buf_put_utf8(out, code);
}

void
fold_put(struct buf *out, struct text text)
{
	size_t done = 0;
	for (size_t at = 0; (at = plain_end(text, at)) < text.len;) {
		size_t end = at;
		uint32_t code = utf8_next(text, &end);
		if (code != UTF8_BAD && is_folded(code)) {
			buf_put(out, text.at + done, at - done);
			fold_put_code(out, code);
			done = end;
		}
		at = end;
	}
	buf_put(out, text.at + done, text.len - done);
}

struct text
fold_text(struct arena *arena, struct text text)
{
	for (size_t at = 0; (at = plain_end(text, at)) < text.len;) {
		uint32_t code = utf8_next(text, &at);
		if (code == UTF8_BAD || !is_folded(code))
			continue;
		struct buf out = BUF_INIT;
		fold_put(&out, text);
		text = arena_text(arena, buf_text(&out));
		buf_free(&out);
		break;
	}
	return text;
}
