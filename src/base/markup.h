/*
 * What readers of HTML must agree on: the leak scan (publish/), the search
 * (render/), and of entities the reading of texts (model/reading.h).  Which
 * characters an entity stands for, which elements go on with the line, where a
 * tag, a comment, a script ends.
 */
#ifndef TONGBAO_BASE_MARKUP_H
#define TONGBAO_BASE_MARKUP_H

#include <stdbool.h>
#include <stdint.h>
#include "base/text.h"

/*
 * Behind the entity whose & is at `at`; 0 when it is none.  Of named ones those
 * are known that stand for ASCII, for a space, for nothing that is seen, for
 * the dot or the hyphen in a name.
 */
size_t markup_entity(struct text text, size_t at, uint32_t *code);
/* Does the < at `at` begin a tag, a comment, a declaration? */
static inline bool
markup_opens(struct text bytes, size_t at)
{
	unsigned char c = at + 1 < bytes.len ? (unsigned char)bytes.at[at + 1]
					     : ' ';
	return ascii_is_letter(c) || c == '/' || c == '!' || c == '?' ||
	    c >= 0x80;
}
/* Behind the first `close` from `at` on, or the end; *end before it. */
size_t markup_close(struct text bytes, size_t at, const char *close,
    size_t *end);
/* Where </name> is, for the text of a script or a style from `at` on. */
size_t markup_raw_end(struct text bytes, size_t at, struct text name);
/* An element that stands in a line of text, in any case of letters. */
bool markup_is_inline(struct text name);

#endif
