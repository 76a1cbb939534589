/*
 * Chinese marks in half their width: a cairo user font whose glyphs are those
 * of a face, their ink moved into an advance of half an em.
 *
 * Full-width marks that merely overlap their neighbours would look the same,
 * but then poppler takes the next character for the start of another line, and
 * text no longer extracts in order.
 */
#ifndef TONGBAO_RENDER_PRINT_HALF_H
#define TONGBAO_RENDER_PRINT_HALF_H

#include "render/print/font.h"

/* `face` must outlive it; the glyph numbers are the face's. */
cairo_font_face_t *half_face_new(struct face *face);

#endif
