#include "render/print/narrow.h"

#include <hb-subset.h>

/* Smaller ones are copied as fast as they are cut. */
#define OUTLINES_LEAST (1u << 20)

struct narrowed {
	struct face *face;
	hb_set_t *glyphs; /* NULL: the face is small */
};

struct narrowing {
	struct arena *arena;
	struct narrowed *faces;
	size_t count, capacity;
};

static bool
is_large(const struct face *face)
{
	hb_blob_t *outlines = hb_face_reference_table(
	    hb_font_get_face(face->shaper), HB_TAG('C', 'F', 'F', ' '));
	unsigned size = hb_blob_get_length(outlines);
	hb_blob_destroy(outlines);
	return size >= OUTLINES_LEAST;
}

static hb_set_t *
glyphs_of(struct narrowing *narrowing, struct face *face)
{
	for (size_t i = 0; i < narrowing->count; i++)
		if (narrowing->faces[i].face == face)
			return narrowing->faces[i].glyphs;
	ARENA_ROOM(narrowing->arena, narrowing->faces, narrowing->count,
	    narrowing->capacity);
	hb_set_t *glyphs = is_large(face) ? hb_set_create() : NULL;
	narrowing->faces[narrowing->count++] =
	    (struct narrowed){ face, glyphs };
	return glyphs;
}

static void
run_read(struct narrowing *narrowing, const struct run *run)
{
	hb_set_t *glyphs =
	    run->count == 0 ? NULL : glyphs_of(narrowing, run->face);
	for (size_t i = 0; glyphs != NULL && i < run->count; i++)
		hb_set_add(glyphs, run->signs[i].glyph);
}

static void
page_read(struct narrowing *narrowing, const struct page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct items *items = page->placed[i].items;
		for (size_t j = 0; j < items->count; j++)
			if (items->items[j].kind == ITEM_RUN)
				run_read(narrowing, &items->items[j].run);
	}
}

/* NULL: it can't be cut. */
static hb_blob_t *
face_cut(const struct face *face, const hb_set_t *glyphs)
{
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	if (input == NULL)
		return NULL;
	hb_subset_input_set_flags(input,
	    HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
	hb_set_union(hb_subset_input_glyph_set(input), glyphs);
	hb_face_t *cut =
	    hb_subset_or_fail(hb_font_get_face(face->shaper), input);
	hb_subset_input_destroy(input);
	if (cut == NULL)
		return NULL;
	hb_blob_t *blob = hb_face_reference_blob(cut);
	hb_face_destroy(cut);
	return blob;
}

struct narrowing *
narrow_to(struct arena *arena, const struct layout *layout)
{
	struct narrowing *narrowing = ARENA_NEW(arena, struct narrowing);
	narrowing->arena = arena;
	for (size_t i = 0; i < layout->count; i++)
		page_read(narrowing, &layout->pages[i]);
	for (size_t i = 0; i < narrowing->count; i++) {
		const struct narrowed *n = &narrowing->faces[i];
		hb_blob_t *cut =
		    n->glyphs == NULL ? NULL : face_cut(n->face, n->glyphs);
		if (cut != NULL)
			face_narrow(n->face, cut);
		hb_set_destroy(n->glyphs);
	}
	return narrowing;
}

void
narrow_end(struct narrowing *narrowing)
{
	for (size_t i = 0; narrowing != NULL && i < narrowing->count; i++)
		face_widen(narrowing->faces[i].face);
}
