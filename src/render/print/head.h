/*
 * The head of a circular: what stands above the red rule, title and addressees
 * (PRINT.md rows 6-11, 21).
 */
#ifndef TONGBAO_RENDER_PRINT_HEAD_H
#define TONGBAO_RENDER_PRINT_HEAD_H

#include "render/print/galley.h"

/*
 * `addressees`: they stand here, not in the colophon.  Returns the lines of the
 * title.
 */
struct names head_add(struct galley *galley, const struct circular *circular,
    bool addressees);

#endif
