/*
 * Elements that run over the end of a page.  Cairo 1.16 can't open one again
 * on the next page without making it another; what goes on is put back here
 * into what it goes on with (ISO 32000-1, 14.7.4: one element, content on
 * several pages).
 */
#ifndef TONGBAO_RENDER_PRINT_JOIN_H
#define TONGBAO_RENDER_PRINT_JOIN_H

#include "render/print/drawn.h"
#include "render/print/pdf.h"

/* Before anything else is done to elements.  -1: not as cairo writes them. */
int join_elements(struct pdf *pdf, const struct drawn *drawn);

#endif
