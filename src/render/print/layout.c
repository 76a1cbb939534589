#include "render/print/layout.h"

#include <math.h>
#include "render/print/colophon.h"
#include "render/print/flow.h"
#include "render/print/head.h"
#include "render/print/legend.h"

/* Row 19: the dashes lie this far below the type area, one cell in. */
#define NUMBER_GAP MM(7)
/* Lengths that differ by less are the same. */
#define NEAR 0.01

struct pager {
	struct arena *arena;
	const struct galley *galley;
	struct layout layout;
	double y; /* from the top of the type area: the foot of what is set */
};

static void
page_put(struct page *page, struct arena *arena, const struct items *items,
    double x, double y)
{
	if (items->count == 0)
		return;
	ARENA_ROOM(arena, page->placed, page->count, page->capacity);
	page->placed[page->count++] = (struct placed){ items, x, y };
}

static struct page *
page_now(struct pager *pager)
{
	return &pager->layout.pages[pager->layout.count - 1];
}

static void
page_begin(struct pager *pager)
{
	struct layout *layout = &pager->layout;
	ARENA_ROOM(pager->arena, layout->pages, layout->count,
	    layout->capacity);
	layout->pages[layout->count++] = (struct page){
		.number = (unsigned)layout->count };
	pager->y = 0;
}

/* Where a strip comes to stand below `y`: lines of text on the grid. */
static double
strip_top(const struct strip *strip, double y)
{
	return strip->height > 0 ? y
	    : ceil(y / GRID_PITCH - NEAR) * GRID_PITCH;
}

static double
strip_bottom(const struct strip *strip, double y)
{
	return strip_top(strip, y) +
	    (strip->height > 0 ? strip->height : GRID_PITCH);
}

static bool
falls_away(const struct strip *strip, double y)
{
	return strip->blank && y <= 0;
}

static void
add_bookmark(struct pager *pager, const struct strip *strip, double top)
{
	struct layout *layout = &pager->layout;
	ARENA_ROOM(pager->arena, layout->bookmarks, layout->bookmark_count,
	    layout->bookmark_capacity);
	layout->bookmarks[layout->bookmark_count++] = (struct bookmark){
		strip->bookmark, strip->level, page_now(pager)->number,
		GRID_TOP + top };
}

static void
put_strip(struct pager *pager, const struct strip *strip)
{
	if (falls_away(strip, pager->y))
		return;
	double top = strip_top(strip, pager->y);
	page_put(page_now(pager), pager->arena, &strip->items, GRID_LEFT,
	    GRID_TOP + top);
	if (strip->bookmark != NULL)
		add_bookmark(pager, strip, top);
	pager->y = strip_bottom(strip, pager->y);
}

/* The strips [first, end) that stay on one page. */
static size_t
group_end(const struct galley *galley, size_t first)
{
	size_t end = first + 1;
	while (end < galley->count && galley->items[end - 1].keep)
		end++;
	return end;
}

static bool
fits(const struct galley *galley, size_t first, size_t end, double y)
{
	for (size_t i = first; i < end; i++)
		if (!falls_away(&galley->items[i], y))
			y = strip_bottom(&galley->items[i], y);
	return y <= GRID_HEIGHT + NEAR;
}

/* A fresh page for the strips from `first` on, with the head of its table. */
static void
turn(struct pager *pager, size_t first)
{
	const struct strip *strip = &pager->galley->items[first];
	page_begin(pager);
	for (size_t i = 0; i < strip->head_count; i++)
		put_strip(pager, &pager->galley->items[strip->head_first + i]);
}

/* A group that no page holds is parted where it must be. */
static void
put_group(struct pager *pager, size_t first, size_t end)
{
	const struct galley *galley = pager->galley;
	if (!fits(galley, first, end, pager->y) && pager->y > 0)
		turn(pager, first);
	for (size_t i = first; i < end; i++) {
		if (!fits(galley, i, i + 1, pager->y) && i > first)
			turn(pager, i);
		put_strip(pager, &galley->items[i]);
	}
}

static struct pager
cut(struct arena *arena, const struct galley *galley)
{
	struct pager pager = { .arena = arena, .galley = galley };
	page_begin(&pager);
	for (size_t i = 0; i < galley->count;) {
		size_t end = group_end(galley, i);
		put_group(&pager, i, end);
		i = end;
	}
	return pager;
}

struct layout
layout_cut(struct arena *arena, const struct galley *galley)
{
	return cut(arena, galley).layout;
}

/*
 * At the foot of the last page, which is an even one.  Where the text ends on
 * an even page without room for it, a blank page comes between: then neither
 * that one nor the colophon's has a number (row 17).
 */
static void
put_colophon(struct pager *pager, const struct galley *colophon)
{
	double height = 0;
	bool even = pager->layout.count % 2 == 0;
	for (size_t i = 0; i < colophon->count; i++)
		height += strip_bottom(&colophon->items[i], 0);
	if (height == 0)
		return;
	if (even && pager->y + height > GRID_HEIGHT + NEAR) {
		page_begin(pager);
		page_now(pager)->unnumbered = true;
		page_begin(pager);
		page_now(pager)->unnumbered = true;
	} else if (!even) {
		page_begin(pager);
	}
	pager->y = GRID_HEIGHT - height;
	for (size_t i = 0; i < colophon->count; i++)
		put_strip(pager, &colophon->items[i]);
}

/* — 1 —, at the right of odd pages, at the left of even ones. */
static void
add_number(struct page *page, struct arena *arena, struct shaper *shaper)
{
	struct items *items = ARENA_NEW(arena, struct items);
	shaper->half_width = true;
	struct legend number = legend_make(shaper,
	    text_of(arena_printf(arena, "— %u —", page->number)), FONT_SONG,
	    SETTING_SMALL, SPAN_NONE);
	shaper->half_width = false;
	double x = page->number % 2 == 1
	    ? GRID_WIDTH - GRID_CELL - number.width : GRID_CELL;
	legend_put(items, arena, &number, 0, 0, NULL);
	page_put(page, arena, items, GRID_LEFT + x,
	    GRID_TOP + GRID_HEIGHT + NUMBER_GAP);
	shaper_reset(shaper);
}

struct layout
layout_make(struct arena *arena, struct shaper *shaper,
    const struct circular *circular)
{
	struct galley galley, colophon;
	galley_init(&galley, arena, shaper);
	galley_init(&colophon, arena, shaper);
	head_add(&galley, circular);
	if (circular->body != NULL)
		flow_add(&galley, circular->body);
	foot_add(&galley, circular);
	colophon_add(&colophon, circular);
	struct pager pager = cut(arena, &galley);
	put_colophon(&pager, &colophon);
	for (size_t i = 0; i < pager.layout.count; i++)
		if (!pager.layout.pages[i].unnumbered)
			add_number(&pager.layout.pages[i], arena, shaper);
	return pager.layout;
}

static void
put_items(struct buf *buf, const struct placed *placed, double *y)
{
	for (size_t i = 0; i < placed->items->count; i++) {
		const struct item *item = &placed->items->items[i];
		if (item->kind != ITEM_RUN || item->run.count == 0)
			continue;
		/* Fonts differ by their middle; lines by much more. */
		double here = placed->y + item->run.y;
		if (*y >= 0 && fabs(here - *y) > GRID_PITCH / 4)
			buf_putc(buf, '\n');
		*y = here;
		buf_putt(buf, item->run.text);
	}
}

void
layout_put_text(struct buf *buf, const struct page *page)
{
	double y = -1;
	for (size_t i = 0; i < page->count; i++)
		put_items(buf, &page->placed[i], &y);
	buf_putc(buf, '\n');
}
