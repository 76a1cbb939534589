/*
 * A circular as pages: layout decides, draw.c draws.  Pages are data, so that
 * what stands on which page can be asked without opening a PDF.
 */
#ifndef TONGBAO_RENDER_PRINT_LAYOUT_H
#define TONGBAO_RENDER_PRINT_LAYOUT_H

#include "render/print/galley.h"

/* Items at a place on the sheet, from its left and top. */
struct placed {
	const struct items *items;
	double x, y;
	bool turned; /* of the sheet on its side: its top at our left */
};

struct page {
	unsigned number;       /* from 1 */
	bool unnumbered;       /* no number stands on it */
	bool turned;           /* its text stands on its side */
	struct placed *placed; /* the text in order, the page number last */
	size_t count, capacity;
};

struct bookmark {
	const char *title;
	int level; /* 1 the title, 2 … the headings */
	unsigned page;
	double y;  /* from the top of the sheet */
};

struct layout {
	struct page *pages;
	size_t count, capacity;
	struct bookmark *bookmarks; /* in order */
	size_t bookmark_count, bookmark_capacity;
	struct names title; /* of a circular, by lines */
	/* They stand below this entry, one for all that follow with it; or NULL. */
	const char *group;
};

/* At least one page.  What went wrong is in the shaper's diagnostics. */
struct layout layout_make(struct arena *arena, struct shaper *shaper,
    const struct circular *circular);
struct layout layout_form(struct arena *arena, struct shaper *shaper,
    const struct form_sheet *form);
struct layout layout_paper(struct arena *arena, struct shaper *shaper,
    const struct paper *paper);

#endif
