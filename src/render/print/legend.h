/*
 * A piece of text by itself, such as a document's number, a page's or a
 * signature: shaped and measured first, so that it can be placed by its width.
 */
#ifndef TONGBAO_RENDER_PRINT_LEGEND_H
#define TONGBAO_RENDER_PRINT_LEGEND_H

#include "render/print/item.h"

/* Lives in the shaper's scratch. */
struct legend {
	struct shaped shaped;
	struct lines lines;
	struct setting setting;
	double width; /* of the widest line, pt */
};

/* In one line, however wide. */
struct legend legend_make(struct shaper *shaper, struct text text,
    enum font_role role, struct setting setting, struct span span);
/*
 * Broken where words end, as a title is, into lines of at most `most` points;
 * at least one line.
 */
struct legend legend_break(struct shaper *shaper, struct text text,
    enum font_role role, struct setting setting, double most,
    struct span span);

double legend_line_width(const struct legend *legend, size_t line);
/* `x` and `y`: the left of the line and the middle of its Han. */
void legend_put_line(struct items *items, struct arena *arena,
    const struct legend *legend, size_t line, double x, double y,
    const struct element *element);
/* The first line, for those that have one only. */
void legend_put(struct items *items, struct arena *arena,
    const struct legend *legend, double x, double y,
    const struct element *element);

#endif
