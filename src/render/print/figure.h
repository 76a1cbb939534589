/*
 * Charts: the marks that HTML draws too (render/chart.h), in black and grey,
 * under their title; on one page, made smaller where they would be higher.
 */
#ifndef TONGBAO_RENDER_PRINT_FIGURE_H
#define TONGBAO_RENDER_PRINT_FIGURE_H

#include "render/print/galley.h"

/* `inside`: the element that holds it, or NULL. */
void figure_add(struct galley *galley, const struct node *node,
    const struct element *inside);

#endif
