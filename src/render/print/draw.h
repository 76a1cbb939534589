/*
 * Pages as a PDF, by cairo: what layout has decided, with an outline,
 * labels and tags; finish.h does what cairo can't.
 */
#ifndef TONGBAO_RENDER_PRINT_DRAW_H
#define TONGBAO_RENDER_PRINT_DRAW_H

#include "base/buf.h"
#include "render/print/layout.h"

/* A PDF under way.  Layouts are drawn at once, nothing of them is kept. */
struct drawing;

struct drawing *drawing_begin(struct arena *arena);
/* Behind the pages there are already. */
void drawing_add(struct drawing *drawing, const struct layout *layout);
/*
 * Which of its pages lie on their side, in order; valid as long as the arena.
 */
const bool *drawing_turned(const struct drawing *drawing);
/*
 * Ends it and appends the PDF, unless that is NULL.  -1 after a diagnostic;
 * then nothing was appended.
 */
int drawing_end(struct drawing *drawing, struct buf *pdf,
    struct diags *diags);

#endif
