/*
 * Tables: ruled, in 14 pt or as small as the text around them, as wide as the
 * type area, below their caption; cells are wrapped, the head rows repeated on
 * every page the table runs over.
 */
#ifndef TONGBAO_RENDER_PRINT_RULED_H
#define TONGBAO_RENDER_PRINT_RULED_H

#include "render/print/galley.h"

/*
 * Smaller type is taken where the columns don't fit, then a page on its side;
 * a table too wide even so is an error.  `inside`: the element that holds it,
 * or NULL.
 */
void ruled_add(struct galley *galley, const struct node *table,
    const struct element *inside);

#endif
