/*
 * Text on its way to the page: one letter a code point, each with the role of
 * the font it is to be set in and the place it came from.  What can't be
 * printed (control characters, invisible marks) is left out here.
 */
#ifndef TONGBAO_RENDER_PRINT_LETTER_H
#define TONGBAO_RENDER_PRINT_LETTER_H

#include "base/arena.h"
#include "base/source.h"
#include "model/document.h"
#include "render/print/font.h"

/* The logical structure, for the tags of the PDF; siblings may share one. */
struct element {
	const char *tag; /* H1 … H6, P, L, LI, Table, TR, TH, TD, … */
	const struct element *parent;
	const char *uri; /* of a Link, in ASCII */
	const char *alt; /* of a Figure: what is said in its place */
};

struct letter {
	uint32_t code; /* '\n' is a forced line end */
	enum font_role role;
	struct span span;
	/* NULL: its paragraph's.  A Link is inside of that. */
	const struct element *element;
};

struct letters {
	struct arena *arena;
	struct letter *items;
	size_t count, capacity;
};

/* Of a text by itself, tidied. */
struct letters letters_of(struct arena *arena, struct text text,
    enum font_role role, struct span span);
void letters_add(struct letters *letters, struct text text,
    enum font_role role, struct span span);
/*
 * The inline children of a block: strong in Hei, emphasis in Kai, links (those
 * into the web as such) and images as their text, raw HTML as it was written.
 * A node without a place of its own has that of the node around it.
 */
void letters_add_inlines(struct letters *letters, const struct node *block,
    enum font_role role);
/*
 * The start as officials write it: white space gone, `(一)` and `(1)` with
 * full-width brackets.
 */
void letters_tidy(struct letters *letters);
/* Appends all of `from`. */
void letters_join(struct letters *letters, const struct letters *from);
/* As UTF-8, line ends as spaces. */
const char *letters_string(const struct letters *letters, struct arena *arena);

#endif
