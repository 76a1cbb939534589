#include "base/fold.h"

#include "base/utf8.h"

/* Of U+00A0, 034F, 061C, 1680, … */
const unsigned char fold_leads[256] = {
	[0xC2] = 1, [0xCD] = 1, [0xD8] = 1, [0xE1] = 1, [0xE2] = 1,
	[0xEF] = 1, [0xF3] = 1,
};

/* The next byte from `at` on that begins what may be folded. */
static size_t
plain_end(struct text text, size_t at)
{
	while (at < text.len && !fold_begins(text, at))
		at++;
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

uint32_t
fold_code(uint32_t code)
{
	return is_space(code)      ? ' '
	    : is_wide_letter(code) ? code - 0xFF01 + '!'
	    : utf8_is_unseen(code) ? 0
				   : code;
}

void
fold_put_code(struct buf *out, uint32_t code)
{
	code = fold_code(code);
	if (code != 0)
		buf_put_utf8(out, code);
}

void
fold_put(struct buf *out, struct text text)
{
	size_t done = 0;
	for (size_t at = 0; (at = plain_end(text, at)) < text.len;) {
		size_t end = at;
		uint32_t code = utf8_next(text, &end);
		if (fold_code(code) != code) {
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
		if (fold_code(code) == code)
			continue;
		struct buf out = BUF_INIT;
		fold_put(&out, text);
		text = arena_text(arena, buf_text(&out));
		buf_free(&out);
		break;
	}
	return text;
}
