/*
 * Where words end.  Chinese does not mark it, so the ones that lines of a
 * circular end and turn on are listed; of all others nothing is known.
 */
#ifndef TONGBAO_RENDER_PRINT_WORD_H
#define TONGBAO_RENDER_PRINT_WORD_H

#include <stddef.h>
#include <stdint.h>

/* No listed word has more characters. */
#define WORD_LONGEST 6

enum word_edge {
	WORD_UNKNOWN,
	WORD_EDGE,
	WORD_SEAM,   /* in a compound, between two of its words: 党|总支 */
	WORD_INSIDE,
};

/* What the words among codes[first, end) say of a break before codes[i]. */
enum word_edge word_edge(const uint32_t *codes, size_t first, size_t end,
    size_t i);

#endif
