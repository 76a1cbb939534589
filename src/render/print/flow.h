/*
 * The body of a circular as strips: headings by level, paragraphs indented by
 * two cells, lists as numbered paragraphs, quotes in Kai, tables ruled.
 */
#ifndef TONGBAO_RENDER_PRINT_FLOW_H
#define TONGBAO_RENDER_PRINT_FLOW_H

#include "render/print/galley.h"

/* `inside`: the element that holds it all, or NULL. */
void flow_add(struct galley *galley, const struct node *body,
    const struct element *inside);

#endif
