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
	bool fresh;        /* a page begins with it */
	bool turned;       /* on a page that lies on its side */
	bool keep;         /* no page ends after it */
	bool blank;        /* white space: falls away at the top of a page */
	struct items items; /* from the type area's left, the strip's top */
	/* What is drawn, too, where it is the first or the last on a page. */
	struct items first, last;
	/* What is repeated when a page begins with this strip (table heads). */
	size_t head_first, head_count;
	const char *bookmark; /* or NULL */
	int level;
};

struct galley {
	struct arena *arena;
	struct shaper *shaper;
	double pitch; /* of a line of the grid */
	double width; /* of the column */
	struct setting body; /* type of the text */
	bool boxed;   /* a part of a form: nothing of it can be turned */
	bool turned;  /* what is added */
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

/* Is the field there, and not empty? */
static inline bool
is_given(const char *s)
{
	return s != NULL && *s != '\0';
}

/* On the page's own grid, which the caller may narrow a little (row 12). */
void galley_init(struct galley *galley, struct arena *arena,
    struct shaper *shaper);
/* Of the column, or of the type area, that strips are added to. */
double galley_width(const struct galley *galley);
double galley_height(const struct galley *galley);
struct strip *galley_add(struct galley *galley);
/* White space; height 0: a line. */
struct strip *galley_add_blank(struct galley *galley, double height);

/* A field's text as letters, in the shaper's scratch. */
struct letters galley_letters(struct galley *galley, const char *s,
    enum font_role role, struct span span);

/* The same for an outline, which has nothing but what could be printed. */
const char *galley_words(struct galley *galley, const char *s);

/*
 * A paragraph, its lines kept from standing alone: never the first by itself
 * at the foot of a page nor the last at the top of one (PRINT.md row 25).
 */
void galley_add_paragraph(struct galley *galley,
    const struct letters *letters, const struct style *style);
/* The same of lines that are broken already. */
void galley_add_lines(struct galley *galley, const struct shaped *shaped,
    const struct lines *lines, const struct style *style);

/* A field's text as a paragraph. */
void galley_add_text(struct galley *galley, const char *s, enum font_role role,
    struct span span, const struct style *style);

/*
 * A paragraph that begins at `style`'s left with a label, all its lines right
 * below each other `gap` thousandths of a cell behind that: 附件：甲, 抄送：乙.
 */
void galley_add_labelled(struct galley *galley, const char *label, int gap,
    const char *s, struct span span, const struct style *style);

/*
 * A title (row 10): 2号, broken where words end, centred, with a bookmark of
 * `level`.  Returns its lines; it stays with what follows.
 */
struct names galley_add_title(struct galley *galley, const char *title,
    const char *tag, int level, struct span span);

/*
 * Below a title, 4号: something at the left, something at the right, in a line
 * or, where there is no room beside each other, in several.  Returns how many;
 * none when neither is given.
 */
size_t galley_add_sides(struct galley *galley, const char *left,
    const char *right, struct span span);
/* Of a table or a figure: 4号, centred; it stays with what follows. */
void galley_add_caption(struct galley *galley, struct text text,
    struct span span, const struct element *of);

const struct element *element_new(struct arena *arena, const char *tag,
    const struct element *parent);
/* `alt` is said in its place, and in that of its caption. */
const struct element *element_figure(struct arena *arena, const char *alt,
    const struct element *parent);

#endif
