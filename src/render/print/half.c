#include "render/print/half.h"

static const cairo_user_data_key_t face_key;

static cairo_status_t
half_begin(cairo_scaled_font_t *scaled, cairo_t *cr,
    cairo_font_extents_t *extents)
{
	(void)scaled;
	(void)cr;
	/* The em box of Chinese fonts. */
	extents->ascent = 0.88;
	extents->descent = 0.12;
	extents->height = 1;
	extents->max_x_advance = 0.5;
	return CAIRO_STATUS_SUCCESS;
}

/* How far the ink moves: left half, right half, or to the middle of a half. */
static double
ink_shift(const struct face *face, uint32_t glyph)
{
	struct face_ink ink = face_ink(face, glyph);
	if (ink.left >= 0 && ink.right <= FONT_EM / 2)
		return 0;
	if (ink.left >= FONT_EM / 2 && ink.right <= FONT_EM)
		return -0.5;
	return 0.25 - (ink.left + ink.right) / 2.0 / FONT_EM;
}

static cairo_status_t
half_draw(cairo_scaled_font_t *scaled, unsigned long glyph, cairo_t *cr,
    cairo_text_extents_t *extents)
{
	struct face *face = cairo_font_face_get_user_data(
	    cairo_scaled_font_get_font_face(scaled), &face_key);
	cairo_glyph_t one = { glyph, ink_shift(face, (uint32_t)glyph), 0 };
	if (face_pen(face) == NULL)
		return CAIRO_STATUS_USER_FONT_ERROR;
	cairo_set_font_face(cr, face_pen(face));
	cairo_set_font_size(cr, 1);
	cairo_glyph_path(cr, &one, 1);
	cairo_fill(cr);
	extents->x_advance = 0.5;
	return CAIRO_STATUS_SUCCESS;
}

cairo_font_face_t *
half_face_new(struct face *face)
{
	cairo_font_face_t *half = cairo_user_font_face_create();
	cairo_user_font_face_set_init_func(half, half_begin);
	cairo_user_font_face_set_render_glyph_func(half, half_draw);
	cairo_font_face_set_user_data(half, &face_key, face, NULL);
	return half;
}
