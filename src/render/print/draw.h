/*
 * Pages as a PDF, by cairo: what layout has decided, with document metadata,
 * an outline and tags.  The same pages give the same bytes.
 */
#ifndef TONGBAO_RENDER_PRINT_DRAW_H
#define TONGBAO_RENDER_PRINT_DRAW_H

#include "base/buf.h"
#include "render/print/layout.h"

struct draw_facts {
	const char *title, *author, *subject; /* NULL: left out */
	const char *date; /* ISO: the PDF's dates */
	PLANT_FACTS
};

/* -1 after a diagnostic; then nothing was appended to `pdf`. */
int draw_pages(struct buf *pdf, struct arena *scratch,
    const struct layout *layout, const struct draw_facts *facts,
    struct diags *diags);

#endif
