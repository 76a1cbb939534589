/*
 * Titles: broken where words end, the lines shaped as a trapezoid or a diamond,
 * never as an hourglass (PRINT.md row 10).  Pure, like the breaker beside it.
 */
#ifndef TONGBAO_RENDER_PRINT_TITLE_H
#define TONGBAO_RENDER_PRINT_TITLE_H

#include "render/print/shape.h"

/* As few lines of at most that width as will do. */
struct lines title_break(struct arena *arena, const struct shaped *shaped,
    int width);

#endif
