/*
 * One line of type by itself, such as a document's number or a page's: shaped
 * and measured first, so that it can be placed by its width.
 */
#ifndef TONGBAO_RENDER_PRINT_LEGEND_H
#define TONGBAO_RENDER_PRINT_LEGEND_H

#include "render/print/item.h"

/* Lives in the shaper's scratch. */
struct legend {
	struct shaped shaped;
	struct lines lines;
	struct setting setting;
	double width; /* pt */
};

struct legend legend_make(struct shaper *shaper, struct text text,
    enum font_role role, struct setting setting, struct span span);
/* All letters as one line, however wide. */
struct legend legend_of(struct shaper *shaper, const struct letters *letters,
    struct setting setting);

/* `x` and `y`: its left and the middle of its Han. */
void legend_put(struct items *items, struct arena *arena,
    const struct legend *legend, double x, double y,
    const struct element *element);

#endif
