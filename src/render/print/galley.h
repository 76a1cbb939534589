/*
 * The text before it is cut into pages: strips one below the other, each a
 * line of text, a row of a table or white space, with what may not be parted.
 */
#ifndef TONGBAO_RENDER_PRINT_GALLEY_H
#define TONGBAO_RENDER_PRINT_GALLEY_H

#include "render/print/grid.h"
#include "render/print/item.h"

struct strip {
	double height;     /* pt; 0: one line of the page's grid */
	bool keep;         /* no page ends after it */
	bool blank;        /* white space: falls away at the top of a page */
	struct items items; /* from the type area's left, the strip's top */
	/* What is repeated when a page begins with this strip (table heads). */
	size_t head_first, head_count;
	const char *bookmark; /* or NULL */
	int level;
};

struct galley {
	struct arena *arena;
	struct shaper *shaper;
	struct strip *items;
	size_t count, capacity;
};

/* How a paragraph is set.  Indents are thousandths of a cell. */
struct style {
	struct setting setting;
	int left, right, first;
	enum node_align align; /* ALIGN_NONE: both edges straight */
	double height;         /* of a strip; 0: the grid's */
	bool keep;             /* with what follows */
	const char *bookmark;
	int level;
	const struct element *element;
};

void galley_init(struct galley *galley, struct arena *arena,
    struct shaper *shaper);
struct strip *galley_add(struct galley *galley);
/* White space; height 0: a line. */
struct strip *galley_add_blank(struct galley *galley, double height);

/* A field's text as letters, in the shaper's scratch. */
struct letters galley_letters(struct galley *galley, const char *s,
    enum font_role role, struct span span);

/*
 * A paragraph, its lines kept from standing alone: never the first by itself
 * at the foot of a page nor the last at the top of one (PRINT.md row 25).
 */
void galley_add_paragraph(struct galley *galley,
    const struct letters *letters, const struct style *style);
/* The same of lines that are broken already. */
void galley_add_lines(struct galley *galley, const struct shaped *shaped,
    const struct lines *lines, const struct style *style);

const struct element *element_new(struct arena *arena, const char *tag,
    const struct element *parent);

#endif
