/*
 * Pages as a PDF, by cairo: what layout has decided, with an outline,
 * labels and tags; finish.h does what cairo can't.
 */
#ifndef TONGBAO_RENDER_PRINT_DRAW_H
#define TONGBAO_RENDER_PRINT_DRAW_H

#include "base/diag.h"
#include "render/print/drawn.h"
#include "render/print/layout.h"

/* A PDF under way.  Layouts are drawn at once, nothing of them is kept. */
struct drawing;

struct drawing *drawing_begin(struct arena *arena);
/* Behind the pages there are already. */
void drawing_add(struct drawing *drawing, const struct layout *layout);
/*
 * Ends it; `drawn` lives in the arena, but for its bytes, which the caller
 * frees.  -1 after a diagnostic; then there are no bytes.
 */
int drawing_end(struct drawing *drawing, struct drawn *drawn,
    struct diags *diags);

#endif
