#include "render/print/draw.h"

#include <cairo-pdf.h>
#include <math.h>
#include "base/lang.h"
#include "model/rules.h"
#include "render/print/bitmap.h"
#include "render/print/grid.h"

/*
 * Elements inside elements.  No list begins beyond column 200 (read/guard.h),
 * so there are a hundred in each other, of three elements each; and filters may
 * put some more into the last.
 */
#define DEPTH_MOST 512
#define GREY 0.4

struct drawing {
	cairo_surface_t *surface;
	cairo_t *cr;
	struct arena *arena;
	struct drawn drawn;
	const struct element *open[DEPTH_MOST]; /* from the outside in */
	size_t numbers[DEPTH_MOST]; /* of those, in the order of opening, from 1 */
	size_t depth;
	/* What was open last; on a page's first text, on the page before. */
	const struct element *last[DEPTH_MOST];
	size_t last_numbers[DEPTH_MOST];
	size_t last_depth;
	bool fresh; /* no text on this page so far */
	cairo_glyph_t *glyphs; /* of the run under way */
	cairo_text_cluster_t *clusters;
	size_t room;
	const char *group; /* of the last document; or NULL */
	int group_id;
	enum ink ink;
	bool broken; /* a font could not be drawn with */
	struct bitmaps bitmaps;
};

static cairo_status_t
put(void *closure, const unsigned char *bytes, unsigned len)
{
	buf_put(closure, (const char *)bytes, len);
	return CAIRO_STATUS_SUCCESS;
}

/* ---- tags ---- */

static size_t
path_of(const struct element *element, const struct element **path)
{
	size_t depth = 0, i = 0;
	for (const struct element *e = element; e != NULL; e = e->parent)
		depth++;
	if (depth > DEPTH_MOST)
		BUG("elements nested too deep");
	for (const struct element *e = element; e != NULL; e = e->parent)
		path[depth - ++i] = e;
	return depth;
}

static void
close_to(struct drawing *drawing, size_t depth)
{
	while (drawing->depth > depth)
		cairo_tag_end(drawing->cr,
		    drawing->open[--drawing->depth]->tag);
}

/*
 * The number of the element on the page before that goes on at `depth`; 0:
 * none.  A table begins anew, with its head.
 */
static size_t
resumed_at(const struct drawing *drawing, const struct element *element,
    size_t depth)
{
	bool same = drawing->fresh && depth < drawing->last_depth &&
	    drawing->last[depth] == element &&
	    strcmp(element->tag, "Table") != 0;
	return same && (depth == 0 || drawing->drawn.resumed[
	    drawing->numbers[depth - 1] - 1] > 0)
	    ? drawing->last_numbers[depth] : 0;
}

static void
open_element(struct drawing *drawing, const struct element *element)
{
	struct drawn *drawn = &drawing->drawn;
	size_t resumed = resumed_at(drawing, element, drawing->depth);
	ARENA_ROOM(drawing->arena, drawn->resumed, drawn->element_count,
	    drawn->element_capacity);
	drawn->resumed[drawn->element_count++] = resumed;
	drawing->numbers[drawing->depth] = drawn->element_count;
	const char *attributes = element->uri == NULL ? NULL
	    : arena_printf(drawing->arena, "uri='%s'", element->uri);
	cairo_tag_begin(drawing->cr, element->tag, attributes);
	/* One that goes on has said it. */
	if (element->alt == NULL || resumed > 0)
		return;
	ARENA_ROOM(drawing->arena, drawn->alts, drawn->alt_count,
	    drawn->alt_capacity);
	drawn->alts[drawn->alt_count++] =
	    arena_string(drawing->arena, element->alt);
}

/* Closes what does not hold `element`, opens what does. */
static void
tag(struct drawing *drawing, const struct element *element)
{
	const struct element *path[DEPTH_MOST];
	size_t depth = path_of(element, path), same = 0;
	while (same < depth && same < drawing->depth &&
	    path[same] == drawing->open[same])
		same++;
	close_to(drawing, same);
	for (; drawing->depth < depth; drawing->depth++) {
		drawing->open[drawing->depth] = path[drawing->depth];
		open_element(drawing, path[drawing->depth]);
	}
	if (depth == 0)
		return;
	memcpy(drawing->last, path, depth * sizeof(*path));
	memcpy(drawing->last_numbers, drawing->numbers,
	    depth * sizeof(*drawing->numbers));
	drawing->last_depth = depth;
	drawing->fresh = false;
}

/* ---- items ---- */

/* Those that are alike, one after the other, are one path, drawn at its end. */
static void
draw_stroke(cairo_t *cr, const struct stroke *stroke)
{
	if (stroke->width != cairo_get_line_width(cr))
		cairo_stroke(cr);
	cairo_set_line_width(cr, stroke->width);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_SQUARE);
	cairo_move_to(cr, stroke->x, stroke->y);
	cairo_line_to(cr, stroke->to_x, stroke->to_y);
}

static void
draw_patch(cairo_t *cr, const struct patch *patch)
{
	cairo_move_to(cr, patch->x[0], patch->y[0]);
	for (size_t i = 1; i < patch->count; i++)
		cairo_line_to(cr, patch->x[i], patch->y[i]);
	cairo_close_path(cr);
	cairo_fill(cr);
}

/* Room for the glyphs of a run, used again for the next. */
static void
reserve(struct drawing *drawing, size_t count)
{
	if (count <= drawing->room)
		return;
	drawing->room = count * 2;
	drawing->glyphs = ARENA_ARRAY(drawing->arena, cairo_glyph_t,
	    drawing->room);
	drawing->clusters = ARENA_ARRAY(drawing->arena, cairo_text_cluster_t,
	    drawing->room);
}

static size_t
fill_clusters(struct drawing *drawing, const struct run *run)
{
	size_t count = 0;
	reserve(drawing, run->count);
	for (size_t i = 0; i < run->count; i++) {
		const struct sign *sign = &run->signs[i];
		drawing->glyphs[i] = (cairo_glyph_t){ sign->glyph,
			run->x + sign->x, run->y + sign->y };
		if (sign->bytes > 0 || count == 0)
			drawing->clusters[count++] = (cairo_text_cluster_t){
				(int)sign->bytes, 1 };
		else
			drawing->clusters[count - 1].num_glyphs++;
	}
	return count;
}

static void
draw_run(struct drawing *drawing, const struct run *run)
{
	cairo_t *cr = drawing->cr;
	cairo_font_face_t *pen = run->halved ? face_halves(run->face)
	    : face_pen(run->face);
	if (pen == NULL) {
		drawing->broken = true;
		return;
	}
	size_t count = fill_clusters(drawing, run);
	cairo_matrix_t size;
	cairo_matrix_init_scale(&size, run->em * run->stretch, run->em);
	cairo_set_font_face(cr, pen);
	cairo_set_font_matrix(cr, &size);
	cairo_show_text_glyphs(cr, run->text.at, (int)run->text.len,
	    drawing->glyphs, (int)run->count, drawing->clusters, (int)count,
	    0);
}

/* Strokes on their way have the ink before. */
static void
set_ink(struct drawing *drawing, enum ink ink)
{
	double grey = ink == INK_GREY ? GREY : 0;
	if (ink == drawing->ink)
		return;
	cairo_stroke(drawing->cr);
	cairo_set_source_rgb(
	    drawing->cr, ink == INK_RED ? 1 : grey, grey, grey);
	drawing->ink = ink;
}

static void
draw_item(struct drawing *drawing, const struct item *item)
{
	set_ink(drawing, item->ink);
	switch (item->kind) {
	case ITEM_RUN:
		tag(drawing, item->element);
		if (item->run.count > 0)
			draw_run(drawing, &item->run);
		break;
	case ITEM_STROKE:
		draw_stroke(drawing->cr, &item->stroke);
		break;
	case ITEM_PATCH:
		draw_patch(drawing->cr, &item->patch);
		break;
	case ITEM_PLATE:
		tag(drawing, item->element);
		bitmap_draw(&drawing->bitmaps, drawing->cr, &item->plate);
		break;
	}
}

/* Of the sheet, or of the sheet on its side. */
static void
turn_to(struct drawing *drawing, bool turned)
{
	cairo_identity_matrix(drawing->cr);
	if (!turned)
		return;
	cairo_translate(drawing->cr, 0, PAGE_HEIGHT);
	cairo_rotate(drawing->cr, -M_PI / 2);
}

static void
draw_kinds(struct drawing *drawing, const struct page *page,
    unsigned kinds)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct placed *placed = &page->placed[i];
		turn_to(drawing, placed->turned);
		for (size_t j = 0; j < placed->items->count; j++) {
			struct item item = item_moved(
			    &placed->items->items[j], placed->x, placed->y);
			if ((kinds & 1u << item.kind) != 0)
				draw_item(drawing, &item);
		}
	}
}

/* What a viewer calls the page: what stands on it. */
static void
set_label(struct drawing *drawing, const struct page *page)
{
	cairo_pdf_surface_set_page_label(drawing->surface, !page->unnumbered
	    ? arena_printf(drawing->arena, "%u", page->number)
	    : page->count > 0 ? "版记" : "空白页");
}

/* Patches and strokes first: they lie outside of all tags; the rest in order. */
static void
draw_page(struct drawing *drawing, const struct page *page)
{
	struct drawn *drawn = &drawing->drawn;
	set_label(drawing, page);
	drawing->fresh = true;
	draw_kinds(drawing, page, 1u << ITEM_PATCH);
	draw_kinds(drawing, page, 1u << ITEM_STROKE);
	cairo_stroke(drawing->cr);
	draw_kinds(drawing, page, 1u << ITEM_RUN | 1u << ITEM_PLATE);
	close_to(drawing, 0);
	ARENA_ROOM(drawing->arena, drawn->turned, drawn->page_count,
	    drawn->page_capacity);
	drawn->turned[drawn->page_count++] = page->turned;
	cairo_show_page(drawing->cr);
}

/* ---- the document ---- */

/* Its page is counted from those drawn `before` its document. */
static int
add_entry(struct drawing *drawing, int parent, const struct bookmark *b,
    unsigned before)
{
	return cairo_pdf_surface_add_outline(drawing->surface, parent,
	    b->title, arena_printf(drawing->arena, "page=%u pos=[%d %d]",
	    before + b->page, (int)GRID_LEFT, (int)b->y),
	    CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

/* Documents of one group, one after the other, stand below one entry. */
static int
add_group(struct drawing *drawing, const char *group, unsigned before)
{
	const struct bookmark b = { group, 1, 1, GRID_TOP };
	if (group == NULL)
		drawing->group_id = CAIRO_PDF_OUTLINE_ROOT;
	else if (drawing->group == NULL || strcmp(drawing->group, group) != 0)
		drawing->group_id = add_entry(drawing, CAIRO_PDF_OUTLINE_ROOT,
		    &b, before);
	drawing->group = group == NULL ? NULL
	    : arena_string(drawing->arena, group);
	return drawing->group_id;
}

/* Every heading below the nearest one before it of a smaller level. */
static void
add_outline(struct drawing *drawing, const struct layout *layout,
    unsigned before)
{
	int parents[8], group = add_group(drawing, layout->group, before);
	for (int i = 0; i < 8; i++)
		parents[i] = group;
	for (size_t i = 0; i < layout->bookmark_count; i++) {
		const struct bookmark *b = &layout->bookmarks[i];
		int id = add_entry(drawing, parents[b->level - 1], b,
		    before);
		for (int level = b->level; level < 8; level++)
			parents[level] = id;
	}
}

struct drawing *
drawing_begin(struct arena *arena)
{
	struct drawing *drawing = ARENA_NEW(arena, struct drawing);
	*drawing = (struct drawing){ .arena = arena };
	bitmaps_init(&drawing->bitmaps, arena);
	buf_init(&drawing->drawn.bytes);
	drawing->surface = cairo_pdf_surface_create_for_stream(put,
	    &drawing->drawn.bytes, PAGE_WIDTH, PAGE_HEIGHT);
	drawing->cr = cairo_create(drawing->surface);
	return drawing;
}

void
drawing_add(struct drawing *drawing, const struct layout *layout)
{
	drawing->last_depth = 0;
	unsigned before = (unsigned)drawing->drawn.page_count;
	for (size_t i = 0; i < layout->count; i++)
		draw_page(drawing, &layout->pages[i]);
	add_outline(drawing, layout, before);
}

int
drawing_end(struct drawing *drawing, struct drawn *drawn,
    struct diags *diags)
{
	cairo_surface_finish(drawing->surface);
	cairo_status_t status = cairo_status(drawing->cr);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(drawing->surface);
	cairo_destroy(drawing->cr);
	cairo_surface_destroy(drawing->surface);
	bool drawable = bitmaps_close(&drawing->bitmaps, diags) == 0;
	bool good = status == CAIRO_STATUS_SUCCESS && !drawing->broken;
	*drawn = drawing->drawn;
	if (good && drawable)
		return 0;
	buf_free(&drawn->bytes);
	if (good)
		return -1;
	diag_at(diags, &rules[RULE_PRINT_SYSTEM], SPAN_NONE,
		    "the PDF can't be drawn: %s", drawing->broken
		    ? _("a font file can't be opened")
		    : cairo_status_to_string(status));
	return -1;
}
