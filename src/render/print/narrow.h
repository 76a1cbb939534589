/*
 * Faces with only the glyphs that a document draws.  Cairo copies all outlines
 * of a CFF face for each PDF, 23 MB of Noto Serif CJK, to take some hundred
 * glyphs from them; out of these HarfBuzz cuts a face, the numbers of its
 * glyphs being the same, which cairo gets in the other's place.
 *
 * For a document whose pages are all there before the first is drawn.
 */
#ifndef TONGBAO_RENDER_PRINT_NARROW_H
#define TONGBAO_RENDER_PRINT_NARROW_H

#include "render/print/layout.h"

struct narrowing;

/* Until narrow_end() its faces draw nothing but what is on these pages. */
struct narrowing *narrow_to(struct arena *arena, const struct layout *layout);
void narrow_end(struct narrowing *narrowing);

#endif
