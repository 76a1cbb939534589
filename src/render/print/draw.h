/*
 * Pages as a PDF, by cairo: what layout has decided, with an outline,
 * labels and tags; finish.h does what cairo can't.
 */
#ifndef TONGBAO_RENDER_PRINT_DRAW_H
#define TONGBAO_RENDER_PRINT_DRAW_H

#include "base/buf.h"
#include "render/print/layout.h"
#include "render/print/metadata.h"

/* A PDF under way.  Layouts are drawn at once, nothing of them is kept. */
struct drawing;

struct drawing *drawing_begin(struct arena *arena);
/* Behind the pages there are already. */
void drawing_add(struct drawing *drawing, const struct layout *layout);
/*
 * Ends it and appends the PDF, unless that is NULL; `alts` is what it has to
 * say of its figures.  -1 after a diagnostic; then nothing was appended.
 */
int drawing_end(struct drawing *drawing, struct buf *pdf, struct alts *alts,
    struct diags *diags);

#endif
