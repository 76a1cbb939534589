/*
 * Text as it is compared with what may not stand in it: characters that nobody
 * sees are left out, spaces of all widths become one kind (but those that
 * base/finder.h knows), full-width letters and digits become narrow, the dots
 * that stand in a name for · become that, hyphens of all kinds -, letters lose their
 * marks and Hangul is written by syllables (base/letter.h), and what looks like an
 * ideograph becomes that (base/han.h: han_unified).
 */
#ifndef TONGBAO_BASE_FOLD_H
#define TONGBAO_BASE_FOLD_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"

/* One character as it is compared; 0 for one that is not seen. */
uint32_t fold_code(uint32_t code);
/* It stays as it is, whatever stands before it. */
bool fold_keeps(uint32_t code);
/*
 * Is it, folded, one with the last character of what was folded before?  Then
 * *code is that one, and *start where it goes.
 */
bool fold_joins(struct text before, uint32_t *code, size_t *start);
/* Appends; bytes that are no UTF-8 stay. */
void fold_put(struct buf *out, struct text text);
/* One character; nothing for one that is not seen, or with the one before it. */
void fold_put_code(struct buf *out, uint32_t code);
/* The text itself when there is nothing to fold, else in the arena. */
struct text fold_text(struct arena *arena, struct text text);

/*
 * How a name may be written beside as it is, each once; the name itself, folded,
 * is the first.  Without the dots in it, or with a keyboard's (阿里.买提); and, of
 * two Latin words or more (one alone may be any word), in capitals, in small
 * letters, with its first or its last word in capitals.
 */
#define FOLD_FORMS 7
size_t fold_forms(
    struct arena *arena, struct text name, struct text forms[FOLD_FORMS]);

/* Bytes that may begin something to fold. */
extern const unsigned char fold_leads[256];

/* Of “、。，：”, which are everywhere, three bytes are enough; not of ．and －. */
static inline bool
fold_is_wide_mark(struct text text, size_t at)
{
	if (text.len - at < 3)
		return false;
	unsigned char third = (unsigned char)text.at[at + 2];
	return text.at[at] == '\xE3' ? text.at[at + 1] == '\x80'
	    : text.at[at] == '\xEF' && text.at[at + 1] == '\xBC' &&
		(third < 0x90 ? third != 0x8D && third != 0x8E
			      : third > 0x99 && third < 0xA1);
}

/* May something to fold begin there?  So that most is only passed. */
static inline bool
fold_begins(struct text text, size_t at)
{
	return fold_leads[(unsigned char)text.at[at]] != 0 &&
	    !fold_is_wide_mark(text, at);
}

#endif
