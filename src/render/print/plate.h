/*
 * A picture with its description below it, both centred: as large as 150 dots
 * an inch make it, unless the column is narrower or the page is lower.  It
 * takes whole lines of the grid and is not parted.
 */
#ifndef TONGBAO_RENDER_PRINT_PLATE_H
#define TONGBAO_RENDER_PRINT_PLATE_H

#include "render/print/galley.h"

/*
 * The pictures of a paragraph, a heading or a table, in their order.  In a line
 * they are what they are called: they stand below the block.
 */
void plates_add(struct galley *galley, const struct node *block,
    const struct element *inside);

#endif
