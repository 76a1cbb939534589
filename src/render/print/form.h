/*
 * Forms (点评表): a title and ruled boxes, each row with labels in Hei at the
 * left of what is written; a form of one page fills it, longer texts go on over
 * the page's end.
 */
#ifndef TONGBAO_RENDER_PRINT_FORM_H
#define TONGBAO_RENDER_PRINT_FORM_H

#include "render/print/galley.h"

void form_add(struct galley *galley, const struct form_sheet *form);

#endif
