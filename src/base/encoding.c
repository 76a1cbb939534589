#include "base/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <strings.h>
#include "base/diag.h"
#include "base/utf8.h"

static const char *const names[] = { "", "GB18030", "BIG5", "UTF-16LE",
	"UTF-16BE" };

const char *
encoding_name(enum encoding encoding)
{
	return names[encoding];
}

/* One call of iconv's; with `in` NULL what it has held back. */
static size_t
convert_step(struct buf *into, iconv_t converter, char **in, size_t *left)
{
	buf_reserve(into, *left + 16);
	char *out = into->at + into->len;
	size_t room = into->capacity - into->len - 1;
	size_t wrong = iconv(converter, in, left, &out, &room);
	into->len = (size_t)(out - into->at);
	into->at[into->len] = '\0';
	return wrong;
}

/* What is left of the bytes where they could not be converted. */
static size_t
convert(struct buf *into, const char *to, struct text bytes, const char *from)
{
	iconv_t converter = iconv_open(to, from);
	if (converter == (iconv_t)-1)
		return bytes.len;
	char *in = (char *)bytes.at;
	size_t left = bytes.len, none = 0, wrong = 0;
	while (left > 0 && wrong != (size_t)-1) {
		wrong = convert_step(into, converter, &in, &left);
		if (wrong == (size_t)-1 && errno == E2BIG) {
			buf_reserve(into, into->capacity);
			wrong = 0;
		}
	}
	/* A letter that a mark after it would have changed is still held back. */
	convert_step(into, converter, NULL, &none);
	iconv_close(converter);
	return left;
}

/* As UTF-8 without a byte-order mark, `from` being iconv's name. */
static int
decode_named(struct arena *arena, struct text bytes, const char *from,
    struct text *text)
{
	struct buf buf = BUF_INIT;
	int status = convert(&buf, "UTF-8", bytes, from) > 0 ? -1 : 0;
	struct text decoded = buf_text(&buf);
	if (status == 0)
		*text = arena_text(
		    arena, text_from(decoded, utf8_mark(decoded)));
	buf_free(&buf);
	return status;
}

size_t
encoding_valid(struct text bytes, enum encoding encoding)
{
	struct buf into = BUF_INIT;
	size_t left = convert(&into, "UTF-8", bytes, names[encoding]);
	buf_free(&into);
	return bytes.len - left;
}

/*
 * Characters of private use that stood for what Unicode did not have yet.  Since
 * GB 18030-2005 their places (below, as since GBK) are those characters'.
 */
static const struct {
	uint32_t code;
	unsigned char bytes[2];
} moved[] = {
	{ 0xE78D, { 0xA6, 0xD9 } },
	{ 0xE78E, { 0xA6, 0xDA } },
	{ 0xE78F, { 0xA6, 0xDB } },
	{ 0xE790, { 0xA6, 0xDC } },
	{ 0xE791, { 0xA6, 0xDD } },
	{ 0xE792, { 0xA6, 0xDE } },
	{ 0xE793, { 0xA6, 0xDF } },
	{ 0xE794, { 0xA6, 0xEC } },
	{ 0xE795, { 0xA6, 0xED } },
	{ 0xE796, { 0xA6, 0xF3 } },
	{ 0xE816, { 0xFE, 0x51 } },
	{ 0xE817, { 0xFE, 0x52 } },
	{ 0xE818, { 0xFE, 0x53 } },
	{ 0xE81E, { 0xFE, 0x59 } },
	{ 0xE826, { 0xFE, 0x61 } },
	{ 0xE82B, { 0xFE, 0x66 } },
	{ 0xE82C, { 0xFE, 0x67 } },
	{ 0xE831, { 0xFE, 0x6C } },
	{ 0xE832, { 0xFE, 0x6D } },
	{ 0xE83B, { 0xFE, 0x76 } },
	{ 0xE843, { 0xFE, 0x7E } },
	{ 0xE854, { 0xFE, 0x90 } },
	{ 0xE855, { 0xFE, 0x91 } },
	{ 0xE864, { 0xFE, 0xA0 } },
};

/* False: it is none of them. */
static bool
put_moved(struct buf *out, uint32_t code)
{
	for (size_t i = 0; i < sizeof(moved) / sizeof(*moved); i++) {
		if (moved[i].code != code)
			continue;
		buf_put(out, (const char *)moved[i].bytes, 2);
		return true;
	}
	return false;
}

void
encoding_put_gb18030(struct buf *out, struct text text)
{
	size_t at = 0;
	while (at < text.len) {
		at = text.len -
		    convert(out, "GB18030", text_from(text, at), "UTF-8");
		if (at < text.len && !put_moved(out, utf8_next(text, &at)))
			BUG("text is not UTF-8");
	}
}

int
encoding_decode(struct arena *arena, struct text bytes,
    enum encoding encoding, struct text *text)
{
	return decode_named(arena, bytes, names[encoding], text);
}

/* A name alone: iconv takes more behind a slash. */
static bool
is_name(struct text name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		if (!ascii_is_digit(c) && !ascii_is_letter(c) &&
		    strchr("-_.:+", c) == NULL)
			return false;
	}
	return name.len > 0 && name.len < 64;
}

int
encoding_decode_named(struct arena *arena, struct text bytes, struct text name,
    struct text *text)
{
	char from[64];
	if (!is_name(name))
		return -2;
	snprintf(from, sizeof(from), "%.*s", TEXT_ARG(name));
	if (strcasecmp(from, "UTF-16") == 0)
		strcpy(from, text_starts(bytes, "\xFF\xFE") ? "UTF-16LE"
							   : "UTF-16BE");
	iconv_t known = iconv_open("UTF-8", from);
	if (known == (iconv_t)-1)
		return -2;
	iconv_close(known);
	return decode_named(arena, bytes, from, text);
}

/*
 * How Chinese the bytes are when read so: nearly any pair of bytes is some
 * character of GB18030 and of Big5, but the wrong one gives rare characters.
 */
static size_t
likeness(struct text bytes, enum encoding encoding)
{
	static const char common[] = "的一是不了在有和人这中大为上个国年月日时"
		"党员组织支部学校点评时间类型，。、：“”（）《》"
		"這個國時黨員組織學點評間類為會對說";
	struct buf buf = BUF_INIT;
	size_t count = 0, strange = 0, pos = 0;
	if (convert(&buf, "UTF-8", bytes, names[encoding]) > 0) {
		buf_free(&buf);
		return 0;
	}
	struct text text = buf_text(&buf);
	while (pos < text.len) {
		size_t start = pos;
		uint32_t code = utf8_next(text, &pos);
		if (code >= 0xE000 && code <= 0xF8FF)
			strange++;
		else if (code > 0x7F)
			count += 1 +
			    8 * (memmem(common, sizeof(common) - 1,
				     text.at + start, pos - start) != NULL);
	}
	buf_free(&buf);
	return strange > 0 ? 0 : count;
}

enum encoding
encoding_guess(struct text bytes)
{
	if (text_starts(bytes, "\xFF\xFE"))
		return ENCODING_UTF16_LE;
	if (text_starts(bytes, "\xFE\xFF"))
		return ENCODING_UTF16_BE;
	if (memchr(bytes.at, '\0', bytes.len) != NULL ||
	    utf8_check(bytes) == bytes.len)
		return ENCODING_NONE;
	size_t gb = likeness(bytes, ENCODING_GB18030);
	size_t big5 = likeness(bytes, ENCODING_BIG5);
	if (gb == 0 && big5 == 0)
		return ENCODING_NONE;
	return big5 > gb ? ENCODING_BIG5 : ENCODING_GB18030;
}
