#include "base/encoding.h"

#include <errno.h>
#include <iconv.h>
#include "base/diag.h"
#include "base/utf8.h"

/* Of a text in UTF-8, one sequence in so many may be damaged. */
#define DAMAGE 8

static const char *const names[] = {
	[ENCODING_UTF8] = "UTF-8",
	[ENCODING_GB18030] = "GB18030",
	[ENCODING_UTF16LE] = "UTF-16LE",
	[ENCODING_UTF16BE] = "UTF-16BE",
};

const char *
encoding_name(enum encoding encoding)
{
	return names[encoding];
}

/* Of the bytes above ASCII: how many are UTF-8, how many can't be? */
static bool
is_damaged_utf8(struct text bytes)
{
	size_t pos = 0, good = 0, bad = 0;
	while (pos < bytes.len) {
		size_t start = pos;
		if (utf8_next(bytes, &pos) == UTF8_BAD)
			bad++;
		else if (pos - start >= 3)
			good++;
	}
	return good > DAMAGE * bad;
}

enum encoding
encoding_guess(struct text bytes)
{
	if (text_starts(bytes, "\xFF\xFE"))
		return ENCODING_UTF16LE;
	if (text_starts(bytes, "\xFE\xFF"))
		return ENCODING_UTF16BE;
	if (text_starts(bytes, "\xEF\xBB\xBF") ||
	    utf8_check(bytes) == bytes.len || is_damaged_utf8(bytes))
		return ENCODING_UTF8;
	return ENCODING_GB18030;
}

/* -1: *from stands at what could not be converted. */
static int
convert(const char *to, const char *from, struct text in, struct buf *out,
    size_t *bad)
{
	iconv_t iconverter = iconv_open(to, from);
	if (iconverter == (iconv_t)-1)
		BUG("iconv lacks an encoding");
	char *at = (char *)in.at;
	size_t left = in.len;
	int status = 0;
	while (left > 0 && status == 0) {
		buf_reserve(out, 2 * left + 16);
		char *put = out->at + out->len;
		size_t room = out->capacity - out->len - 1, before = room;
		if (iconv(iconverter, &at, &left, &put, &room) == (size_t)-1 &&
		    errno != E2BIG)
			status = -1;
		out->len += before - room;
		out->at[out->len] = '\0';
	}
	iconv_close(iconverter);
	*bad = in.len - left;
	return status;
}

int
encoding_decode(struct arena *arena, enum encoding encoding, struct text bytes,
    struct text *text, size_t *bad)
{
	static const size_t marks[] = { 3, 0, 2, 2 };
	size_t mark = marks[encoding];
	if (encoding == ENCODING_UTF8) {
		*text = text_from(bytes,
		    text_starts(bytes, "\xEF\xBB\xBF") ? mark : 0);
		*bad = utf8_check(bytes);
		return *bad == bytes.len ? 0 : -1;
	}
	struct buf out = BUF_INIT;
	int status = convert("UTF-8", names[encoding], text_from(bytes, mark),
	    &out, bad);
	*bad += mark;
	if (status == 0)
		*text = arena_text(arena, buf_text(&out));
	buf_free(&out);
	return status;
}

void
encoding_put_gb18030(struct buf *out, struct text text)
{
	size_t bad;
	if (convert("GB18030", "UTF-8", text, out, &bad) != 0)
		BUG("text is not UTF-8");
}
