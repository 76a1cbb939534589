/*
 * What cairo 1.16 leaves out of a PDF that is to be archived: PDF/A, that is
 * ISO 19005.  Colours get a meaning, metadata are given twice, fonts tell their
 * widths as their programs do, what is no text is marked as such, the file has
 * an identity.  No clock: the same bytes in give the same bytes out.
 */
#ifndef TONGBAO_RENDER_PRINT_FINISH_H
#define TONGBAO_RENDER_PRINT_FINISH_H

#include "base/arena.h"
#include "base/buf.h"
#include "render/print/drawn.h"
#include "render/print/metadata.h"

/*
 * Appends what cairo has drawn, finished, to `pdf`.  -1 when that is not as
 * cairo writes it; then nothing was appended.
 */
int finish_pdf(struct buf *pdf, struct arena *scratch,
    const struct drawn *drawn, const struct metadata *metadata);

#endif
