#include "base/utf8.h"

struct range {
	uint32_t first, last;
};

#define IN(ranges, code) in_ranges((ranges), sizeof(ranges) / sizeof(*(ranges)), (code))

static bool
in_ranges(const struct range *ranges, size_t count, uint32_t code)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (code > ranges[mid].last)
			low = mid + 1;
		else
			high = mid;
	}
	return low < count && code >= ranges[low].first;
}

/* How many bytes a lead byte asks for; 0 when it is none. */
static size_t
sequence_length(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xC2 && lead <= 0xDF)
		return 2;
	if (lead >= 0xE0 && lead <= 0xEF)
		return 3;
	return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

uint32_t
utf8_next(struct text t, size_t *pos)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	static const unsigned char mask[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
	const unsigned char *s = (const unsigned char *)t.at + *pos;
	size_t n = sequence_length(*s);
	if (n == 1)
		return t.at[(*pos)++] & 0x7F;
	if (n == 0 || t.len - *pos < n) {
		(*pos)++;
		return UTF8_BAD;
	}
	uint32_t code = *s & mask[n];
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xC0) != 0x80) {
			(*pos)++;
			return UTF8_BAD;
		}
		code = code << 6 | (s[i] & 0x3F);
	}
	if (code < least[n] || code > 0x10FFFF ||
	    (code >= 0xD800 && code <= 0xDFFF)) {
		(*pos)++;
		return UTF8_BAD;
	}
	*pos += n;
	return code;
}

uint32_t
utf8_previous(struct text t, size_t *pos)
{
	size_t start = *pos - 1;
	while (start > 0 && *pos - start < 4 &&
	    ((unsigned char)t.at[start] & 0xC0) == 0x80)
		start--;
	size_t end = start;
	uint32_t code = utf8_next(t, &end);
	if (end != *pos) {
		(*pos)--;
		return UTF8_BAD;
	}
	*pos = start;
	return code;
}

size_t
utf8_encode(uint32_t code, char out[4])
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xC0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xE0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3F));
		out[2] = (char)(0x80 | (code & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3F));
	out[2] = (char)(0x80 | (code >> 6 & 0x3F));
	out[3] = (char)(0x80 | (code & 0x3F));
	return 4;
}

size_t
utf8_check(struct text t)
{
	size_t pos = 0;
	while (pos < t.len) {
		size_t here = pos;
		if (utf8_next(t, &pos) == UTF8_BAD)
			return here;
	}
	return t.len;
}

size_t
utf8_count(struct text t)
{
	size_t n = 0;
	for (size_t i = 0; i < t.len; i++)
		n += ((unsigned char)t.at[i] & 0xC0) != 0x80;
	return n;
}

/* Combining marks and format characters that take no cell (Unicode 15). */
static const struct range zero_width[] = {
	{ 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD },
	{ 0x0610, 0x061A }, { 0x064B, 0x065F }, { 0x06D6, 0x06DC },
	{ 0x0900, 0x0902 }, { 0x093C, 0x093C }, { 0x0E31, 0x0E31 },
	{ 0x0E34, 0x0E3A }, { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF },
	{ 0x200B, 0x200F }, { 0x202A, 0x202E }, { 0x2060, 0x2064 },
	{ 0x20D0, 0x20FF }, { 0x302A, 0x302D }, { 0x3099, 0x309A },
	{ 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F }, { 0xFEFF, 0xFEFF },
	{ 0xE0100, 0xE01EF },
};

/* East Asian Width W and F; the quotes and dashes below are A (ambiguous). */
static const struct range wide[] = {
	{ 0x1100, 0x115F }, { 0x2E80, 0x303E }, { 0x3041, 0x33FF },
	{ 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF }, { 0xA000, 0xA4CF },
	{ 0xA960, 0xA97F }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF },
	{ 0xFE30, 0xFE6F }, { 0xFF01, 0xFF60 }, { 0xFFE0, 0xFFE6 },
	{ 0x1F300, 0x1F64F }, { 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
};

/*
 * Ambiguous width: Chinese terminals and this program's readers take them as
 * wide nowhere reliably; xterm, VTE and Windows Terminal all default to one.
 */
int
utf8_width_of(uint32_t code)
{
	if (code < 0x20 || (code >= 0x7F && code < 0xA0))
		return 0;
	if (code < 0x300)
		return 1;
	if (IN(zero_width, code))
		return 0;
	return IN(wide, code) ? 2 : 1;
}

size_t
utf8_width(struct text t)
{
	size_t width = 0, pos = 0;
	while (pos < t.len) {
		uint32_t code = utf8_next(t, &pos);
		width += code == UTF8_BAD ? 1 : (size_t)utf8_width_of(code);
	}
	return width;
}

bool
utf8_is_han(uint32_t code)
{
	return code == 0x3007 || (code >= 0x3400 && code <= 0x4DBF) ||
	    (code >= 0x4E00 && code <= 0x9FFF) ||
	    (code >= 0xF900 && code <= 0xFAFF) ||
	    (code >= 0x20000 && code <= 0x3FFFD) || code == 0x3005;
}

bool
utf8_is_cjk(uint32_t code)
{
	return utf8_is_han(code) || (code >= 0x3041 && code <= 0x30FF) ||
	    (code >= 0x3105 && code <= 0x312F) ||
	    (code >= 0xAC00 && code <= 0xD7A3);
}

static const struct range cjk_punctuation[] = {
	{ 0x00B7, 0x00B7 }, /* · in names and dates */
	{ 0x2013, 0x2016 }, /* – — ― ‖ */
	{ 0x2018, 0x201F }, /* ‘ ’ “ ” */
	{ 0x2025, 0x2027 }, /* ‥ … ‧ */
	{ 0x203B, 0x203B }, /* ※ */
	{ 0x3000, 0x3004 }, { 0x3008, 0x3020 }, { 0x3030, 0x3030 },
	{ 0x303D, 0x303F }, { 0x30FB, 0x30FB }, { 0xFE10, 0xFE1F },
	{ 0xFE30, 0xFE6F }, { 0xFF01, 0xFF0F }, { 0xFF1A, 0xFF20 },
	{ 0xFF3B, 0xFF40 }, { 0xFF5B, 0xFF65 }, { 0xFFE0, 0xFFE6 },
};

bool
utf8_is_cjk_punctuation(uint32_t code)
{
	return IN(cjk_punctuation, code);
}
