/*
 * The lines of a narrow column, its right edge left uneven: what the grid
 * breaker gives, but that words stay whole where that takes no line more.
 */
#ifndef TONGBAO_RENDER_PRINT_RAGGED_H
#define TONGBAO_RENDER_PRINT_RAGGED_H

#include "render/print/shape.h"

struct lines ragged_break(struct arena *arena, const struct shaped *shaped,
    int width);

#endif
