/*
 * UTF-8 and what a terminal makes of it.
 */
#ifndef TONGBAO_BASE_UTF8_H
#define TONGBAO_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "base/text.h"

#define UTF8_BAD 0xFFFFFFFFu

/*
 * The code point at *pos, which moves past it.  UTF8_BAD for bytes that are no
 * UTF-8 (overlong, surrogate, beyond U+10FFFF, cut off): *pos moves one byte.
 * *pos < t.len.
 */
static inline uint32_t utf8_next(struct text t, size_t *pos);
uint32_t utf8_next_any(struct text t, size_t *pos); /* the same, no faster */

/* Three bytes at *s, of `left`, that can be neither overlong nor a surrogate. */
static inline bool
utf8_is_triple(const unsigned char *s, size_t left)
{
	return s[0] > 0xE0 && s[0] < 0xED && left >= 3 &&
	    (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80;
}

/* In the header, as every Han character of every text goes through it. */
static inline uint32_t
utf8_next(struct text t, size_t *pos)
{
	const unsigned char *s = (const unsigned char *)t.at + *pos;
	if (s[0] < 0x80) {
		++*pos;
		return s[0];
	}
	if (utf8_is_triple(s, t.len - *pos)) {
		*pos += 3;
		return (s[0] & 0x0Fu) << 12 | (s[1] & 0x3Fu) << 6 |
		    (s[2] & 0x3Fu);
	}
	return utf8_next_any(t, pos);
}

/* The code point that ends at `pos` (> 0) of valid text; moves *pos before it. */
uint32_t utf8_previous(struct text t, size_t *pos);
/* Writes up to 4 bytes, returns how many. */
size_t utf8_encode(uint32_t code, char out[4]);

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
/* Bytes of the mark that it begins with, or 0. */
static inline size_t
utf8_mark(struct text t)
{
	return text_starts(t, BYTE_ORDER_MARK) ? strlen(BYTE_ORDER_MARK) : 0;
}

/* Offset of the first byte that is not UTF-8, or t.len. */
size_t utf8_check(struct text t);
size_t utf8_count(struct text t); /* code points */
/* Does a cut there part a code point? */
static inline bool
utf8_is_amid(struct text t, size_t at)
{
	return at < t.len && ((unsigned char)t.at[at] & 0xC0) == 0x80;
}
/* Its end, from a code point on: at most so many bytes. */
struct text utf8_tail(struct text t, size_t most);

/* Cells on a terminal: 0 for combining marks, 2 for Han and full width. */
int utf8_width_of(uint32_t code);
size_t utf8_width(struct text t);
/* Control characters (C0, DEL, C1), which must not reach a terminal. */
bool utf8_is_control(uint32_t code);

/*
 * Prints the text with `instead` for every control but those in `kept`, and for
 * every byte that is no UTF-8: nothing of it moves a cursor or ends a line.
 */
void utf8_put_clean(struct text t, const char *kept, char instead, FILE *out);
/* As buf_put_clean() puts it. */
struct arena;
const char *utf8_clean(struct arena *arena, struct text t);

/* Never to be assigned: U+FDD0 … FDEF, the last two of each plane. */
static inline bool
utf8_is_noncharacter(uint32_t code)
{
	return ((code & 0xFFFE) == 0xFFFE && code <= 0x10FFFF) ||
	    (code >= 0xFDD0 && code <= 0xFDEF);
}

/* Ideographs (all blocks), 〇 and 々; not punctuation. */
bool utf8_is_han(uint32_t code);
/* Kana, Hangul and Bopomofo are "CJK" too: joined without a space. */
bool utf8_is_cjk(uint32_t code);
/* Chinese punctuation and full-width forms: 、。“”《》（）——……％ and kin. */
bool utf8_is_cjk_punctuation(uint32_t code);
/* White space of any width, also what ends a line or a paragraph. */
bool utf8_is_space(uint32_t code);
/* Joiners, fillers, marks of direction, variants, tags, noncharacters. */
bool utf8_is_unseen(uint32_t code);
/*
 * Neither white space nor Chinese or ASCII punctuation, and to be seen: text
 * without any such tells nothing.
 */
bool utf8_is_telling(uint32_t code);

#endif
