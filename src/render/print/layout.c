#include "render/print/layout.h"

#include <math.h>
#include "model/rules.h"
#include "render/print/colophon.h"
#include "render/print/flow.h"
#include "render/print/foot.h"
#include "render/print/form.h"
#include "render/print/head.h"
#include "render/print/legend.h"

/* Row 19: the dashes lie this far below the type area, one cell in. */
#define NUMBER_GAP MM(7)
/* Lists and ledgers are set in 小四. */
#define SETTING_PAPER ((struct setting){ 12, 12 })
/* Lengths that differ by less are the same. */
#define NEAR 0.01

/* Row 12: so many lines go on a page if that saves a signature from a new one. */
#define TIGHT_LINES 23
/* A page with no more lines of text above its signature looks forsaken. */
#define FORSAKEN 2

struct pager {
	struct arena *arena;
	const struct galley *galley;
	struct layout layout;
	unsigned *page_of; /* each strip's; 0: fell away */
	const struct strip *lowest; /* of the page under way; or NULL */
	double lowest_top;
	double y; /* from the top of the type area: the foot of what is set */
};

static void
page_put(struct page *page, struct arena *arena, const struct items *items,
    double x, double y, bool turned)
{
	if (items->count == 0)
		return;
	ARENA_ROOM(arena, page->placed, page->count, page->capacity);
	page->placed[page->count++] = (struct placed){ items, x, y, turned };
}

static struct page *
page_now(struct pager *pager)
{
	return &pager->layout.pages[pager->layout.count - 1];
}

/* At its place on the page under way. */
static void
put_at(struct pager *pager, const struct items *items, double top)
{
	struct page *page = page_now(pager);
	page_put(page, pager->arena, items,
	    page->turned ? TURNED_LEFT : GRID_LEFT,
	    (page->turned ? TURNED_TOP : GRID_TOP) + top, page->turned);
}

static void
page_begin(struct pager *pager, bool turned)
{
	struct layout *layout = &pager->layout;
	if (pager->lowest != NULL)
		put_at(pager, &pager->lowest->last, pager->lowest_top);
	pager->lowest = NULL;
	ARENA_ROOM(pager->arena, layout->pages, layout->count,
	    layout->capacity);
	struct page *page = &layout->pages[layout->count++];
	*page = (struct page){
		.number = (unsigned)layout->count, .turned = turned };
	pager->y = 0;
}

/* Where a strip comes to stand below `y`: lines of text on the grid. */
static double
strip_top(const struct galley *galley, const struct strip *strip, double y)
{
	return strip->height > 0 ? y
	    : ceil(y / galley->pitch - NEAR) * galley->pitch;
}

static double
strip_bottom(const struct galley *galley, const struct strip *strip, double y)
{
	return strip_top(galley, strip, y) +
	    (strip->height > 0 ? strip->height : galley->pitch);
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
	struct page *page = page_now(pager);
	if (falls_away(strip, pager->y))
		return;
	double top = strip_top(pager->galley, strip, pager->y);
	put_at(pager, &strip->items, top);
	if (pager->lowest == NULL)
		put_at(pager, &strip->first, top);
	pager->lowest = strip;
	pager->lowest_top = top;
	if (strip->bookmark != NULL)
		add_bookmark(pager, strip, page->turned ? 0 : top);
	pager->y = strip_bottom(pager->galley, strip, pager->y);
}

static bool
fits(const struct galley *galley, size_t first, size_t end, double y)
{
	for (size_t i = first; i < end; i++)
		if (!falls_away(&galley->items[i], y))
			y = strip_bottom(galley, &galley->items[i], y);
	return y <= (galley->items[first].turned ? TURNED_HEIGHT
	    : GRID_HEIGHT) + NEAR;
}

/* A fresh page for the strips from `first` on, with the head of its table. */
static void
turn(struct pager *pager, size_t first)
{
	const struct strip *strip = &pager->galley->items[first];
	page_begin(pager, strip->turned);
	for (size_t i = 0; i < strip->head_count; i++)
		put_strip(pager, &pager->galley->items[strip->head_first + i]);
}

static bool
begins_page(struct pager *pager, const struct strip *strip)
{
	const struct page *page = page_now(pager);
	return strip->turned != page->turned || (strip->fresh && pager->y > 0);
}

static bool
is_gap(const struct galley *galley, size_t first, size_t end)
{
	return end == first + 1 && galley->items[first].blank;
}

/* A group that no page holds is parted where it must be. */
static void
put_group(struct pager *pager, size_t first, size_t end)
{
	const struct galley *galley = pager->galley;
	if (is_gap(galley, first, end) && !fits(galley, first, end, pager->y)) {
		pager->y = GRID_HEIGHT; /* and falls away at the foot */
		return;
	}
	if (page_now(pager)->count == 0)
		page_now(pager)->turned = galley->items[first].turned;
	if (begins_page(pager, &galley->items[first]) ||
	    (!fits(galley, first, end, pager->y) && pager->y > 0))
		turn(pager, first);
	for (size_t i = first; i < end; i++) {
		if (!fits(galley, i, i + 1, pager->y) && i > first)
			turn(pager, i);
		if (!falls_away(&galley->items[i], pager->y))
			pager->page_of[i] = page_now(pager)->number;
		put_strip(pager, &galley->items[i]);
	}
}

/* The strips [first, end) that stay on one page. */
static size_t
group_end(const struct galley *galley, size_t first)
{
	size_t end = first + 1;
	while (end < galley->count && galley->items[end - 1].keep &&
	    galley->items[end].turned == galley->items[first].turned)
		end++;
	return end;
}

static struct pager
cut(struct arena *arena, const struct galley *galley)
{
	struct pager pager = { .arena = arena, .galley = galley };
	pager.page_of = ARENA_ARRAY(arena, unsigned, galley->count);
	page_begin(&pager, false);
	for (size_t i = 0; i < galley->count;) {
		size_t end = group_end(galley, i);
		put_group(&pager, i, end);
		i = end;
	}
	return pager;
}

static double
strips_height(const struct galley *galley, size_t first, size_t end)
{
	double height = 0;
	for (size_t i = first; i < end; i++)
		height += galley->items[i].height;
	return height;
}

/* Behind the strips from `first` on that a page holds: at least one. */
static size_t
page_end(const struct galley *galley, size_t first)
{
	size_t end = first + 1;
	while (end < galley->count &&
	    strips_height(galley, first, end + 1) <= GRID_HEIGHT + NEAR)
		end++;
	return end;
}

static size_t
count_pages(const struct galley *galley)
{
	size_t count = 0;
	for (size_t at = 0; at < galley->count; at = page_end(galley, at))
		count++;
	return count;
}

/* The last of them end at the foot of the page. */
static void
put_foot(struct pager *pager, const struct galley *galley, size_t first,
    size_t end)
{
	pager->y = end < galley->count ? 0
	    : GRID_HEIGHT - strips_height(galley, first, end);
	for (size_t i = first; i < end; i++)
		put_strip(pager, &galley->items[i]);
}

/*
 * At the foot of the last page, which is an even one if it must; what one page
 * does not hold begins at the top of those before.  Where that makes the last
 * page an odd one, a blank page comes between: then neither that one nor the
 * colophon's has a number (row 17).
 */
static void
put_colophon(struct pager *pager, const struct galley *colophon, bool even)
{
	size_t pages = count_pages(colophon), last = pager->layout.count;
	bool fits = pages == 1 && !page_now(pager)->turned &&
	    !(even && last % 2 == 1) &&
	    pager->y + strips_height(colophon, 0, colophon->count) <=
		GRID_HEIGHT + NEAR;
	bool blank = !fits && even && (last + pages) % 2 == 1;
	if (pages == 0)
		return;
	if (blank) {
		page_begin(pager, false);
		page_now(pager)->unnumbered = true;
	}
	for (size_t at = 0, end; at < colophon->count; at = end) {
		end = page_end(colophon, at);
		if (!fits) {
			page_begin(pager, false);
			page_now(pager)->unnumbered = blank;
		}
		put_foot(pager, colophon, at, end);
	}
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
	    GRID_TOP + GRID_HEIGHT + NUMBER_GAP, false);
	shaper_reset(shaper);
}

/* ---- a circular ---- */

/* How it is set; tried in turn until the page is as it should be. */
struct manner {
	bool addressees_below; /* in the colophon */
	double pitch;
};

/* The strips of a circular's parts: where each begins. */
struct parts {
	size_t body, foot, end; /* end: of the foot */
};

static struct pager
set(struct arena *arena, struct shaper *shaper,
    const struct circular *circular, const struct manner *manner,
    struct parts *parts)
{
	struct galley *galley = ARENA_NEW(arena, struct galley);
	galley_init(galley, arena, shaper);
	galley->pitch = manner->pitch;
	struct names title = head_add(galley, circular,
	    is_given(circular->addressees) && !manner->addressees_below);
	parts->body = galley->count;
	if (circular->body != NULL)
		flow_add(galley, circular->body, NULL);
	parts->foot = galley->count;
	foot_add(galley, circular);
	parts->end = galley->count;
	attachments_add(galley, circular);
	struct pager pager = cut(arena, galley);
	pager.layout.title = title;
	return pager;
}

/* Where the body begins, of which gaps are nothing; 1 when there is none. */
static unsigned
body_page(const struct pager *pager, const struct parts *parts)
{
	for (size_t i = parts->body; i < parts->foot; i++)
		if (!pager->galley->items[i].blank)
			return pager->page_of[i];
	return 1;
}

/* Does the foot stand on a page with hardly any text above it? */
static bool
is_forsaken(const struct pager *pager, const struct parts *parts)
{
	size_t above = 0;
	if (parts->foot == parts->end || parts->body == parts->foot)
		return false;
	unsigned page = pager->page_of[parts->end - 1];
	for (size_t i = parts->body; i < parts->foot; i++)
		above += pager->page_of[i] == page;
	return page > 1 && above <= FORSAKEN;
}

static struct pager
set_best(struct arena *arena, struct shaper *shaper,
    const struct circular *circular, struct manner *manner)
{
	struct parts parts, other_parts;
	struct pager pager = set(arena, shaper, circular, manner, &parts), other;
	struct manner below = { true, manner->pitch };
	unsigned page = body_page(&pager, &parts);
	/* Row 12: the first page shows some of the body. */
	if (page > 1 && is_given(circular->addressees) &&
	    !manner->addressees_below) {
		other = set(arena, shaper, circular, &below, &other_parts);
		/* A table that has a page to itself may come no nearer by it. */
		if (body_page(&other, &other_parts) < page) {
			*manner = below;
			pager = other;
			parts = other_parts;
		}
	}
	if (!is_forsaken(&pager, &parts))
		return pager;
	struct manner tight = *manner;
	tight.pitch = GRID_HEIGHT / TIGHT_LINES;
	other = set(arena, shaper, circular, &tight, &other_parts);
	return is_forsaken(&other, &other_parts) ? pager : other;
}

/* The head can't be parted; it is the first strip, if there is one. */
static void
head_check(const struct pager *pager, struct shaper *shaper,
    const struct circular *circular)
{
	const struct galley *galley = pager->galley;
	if (galley->count > 0 && galley->items[0].height > GRID_HEIGHT + NEAR)
		diag_at(shaper->diags, &rules[RULE_HEAD_HIGH], circular->span,
		    "the head of the bulletin takes more than a page");
}

static void
add_numbers(struct pager *pager, struct shaper *shaper)
{
	for (size_t i = 0; i < pager->layout.count; i++)
		if (!pager->layout.pages[i].unnumbered)
			add_number(&pager->layout.pages[i], pager->arena,
			    shaper);
}

struct layout
layout_make(struct arena *arena, struct shaper *shaper,
    const struct circular *circular)
{
	/* A newsletter tells in its foot who gets it (row 21). */
	struct manner manner = { circular->style == CIRCULAR_NEWSLETTER,
		GRID_PITCH };
	struct galley colophon;
	struct pager pager = set_best(arena, shaper, circular, &manner);
	head_check(&pager, shaper, circular);
	galley_init(&colophon, arena, shaper);
	colophon_add(&colophon, circular, manner.addressees_below);
	put_colophon(&pager, &colophon, circular->style == CIRCULAR_DOCUMENT);
	if (circular->style == CIRCULAR_LETTER)
		pager.layout.pages[0].unnumbered = true;
	add_numbers(&pager, shaper);
	return pager.layout;
}

/* ---- forms and other papers ---- */

/* One page needs no number. */
static struct layout
finish(struct arena *arena, const struct galley *galley)
{
	struct pager pager = cut(arena, galley);
	if (pager.layout.count == 1)
		pager.layout.pages[0].unnumbered = true;
	add_numbers(&pager, galley->shaper);
	return pager.layout;
}

struct layout
layout_form(struct arena *arena, struct shaper *shaper,
    const struct form_sheet *form)
{
	struct galley galley;
	galley_init(&galley, arena, shaper);
	form_add(&galley, form);
	struct layout layout = finish(arena, &galley);
	if (form->group != NULL)
		layout.group = galley_words(&galley, form->group);
	return layout;
}

struct layout
layout_paper(struct arena *arena, struct shaper *shaper,
    const struct paper *paper)
{
	struct galley galley;
	galley_init(&galley, arena, shaper);
	galley.turned = paper->turned;
	galley.body = SETTING_PAPER;
	galley_add_title(&galley, paper->title, "H1", 1, paper->span);
	galley_add_sides(&galley, paper->left, paper->right, paper->span);
	flow_add(&galley, paper->body, NULL);
	return finish(arena, &galley);
}
