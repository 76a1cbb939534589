/*
 * Titles: broken where words end, the lines shaped as a trapezoid or a diamond,
 * never as an hourglass (PRINT.md row 10).  Pure, like the breaker beside it.
 */
#ifndef TONGBAO_RENDER_PRINT_TITLE_H
#define TONGBAO_RENDER_PRINT_TITLE_H

#include "render/print/letter.h"
#include "render/print/line.h"

/*
 * As few lines as the measure allows.  `letter_of[i]` is the letter cell `i`
 * begins with: words are told by their characters, there being no spaces.
 */
struct lines title_break(struct arena *arena, const struct cell *cells,
    const size_t *letter_of, size_t count, const struct letters *letters,
    const struct measure *measure);

#endif
