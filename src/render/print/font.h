/*
 * The fonts of a print run: which file serves which role, and for each
 * character the first font of the role's chain that has it.  Faces are opened
 * when they are first needed.
 *
 * One thread at a time uses a `struct print_fonts`, its arena included: for
 * several threads open it several times.  HarfBuzz reads glyphs and widths,
 * cairo draws through a FreeType library of each face's own, because cairo's
 * cache may let go of a face in another thread than the one that opened it.
 */
#ifndef TONGBAO_RENDER_PRINT_FONT_H
#define TONGBAO_RENDER_PRINT_FONT_H

#include <cairo.h>
#include <hb.h>
#include "base/arena.h"
#include "base/diag.h"
#include "render/print/chain.h"

/* Widths of glyphs, in this many parts of an em. */
#define FONT_EM 65536

struct face {
	const struct font_file *file;
	bool opened;              /* tried to */
	hb_font_t *shaper;        /* NULL: not opened, or can't be */
	double middle;            /* of Han above the baseline, ems */
	cairo_font_face_t *pen;   /* NULL until drawn with */
	cairo_font_face_t *narrow; /* has some glyphs of it, goes before; or NULL */
	cairo_font_face_t *halves; /* its marks in half the width; likewise */
};

struct found {
	struct face *face; /* NULL: in no font */
	uint32_t glyph;
	int32_t width;     /* FONT_EM */
	bool fallback;     /* not in the font that serves the role */
	bool known;        /* looked up already */
};

struct print_fonts;

/*
 * Opens the first font of every role.  NULL after a diagnostic when a role has
 * none; a role served by a font of another style is a note.
 */
struct print_fonts *print_fonts_open(struct arena *arena,
    const char *const *folders, size_t count, struct diags *diags);
void print_fonts_close(struct print_fonts *fonts);

/* The file that serves a role, for messages and the manifest. */
const struct font_file *print_fonts_file(const struct print_fonts *fonts,
    enum font_role role);

/* Never NULL; valid until the fonts are closed. */
const struct found *font_find(struct print_fonts *fonts, enum font_role role,
    uint32_t code);
/* The same, in one face only: a glyph, or 0. */
uint32_t face_glyph(const struct face *face, uint32_t code);
/* Where the ink is, FONT_EM: its top above the baseline. */
struct face_ink {
	int left, right, top;
};
struct face_ink face_ink(const struct face *face, uint32_t glyph);

/* What cairo draws with; NULL when the file can't be opened (any more). */
cairo_font_face_t *face_pen(struct face *face);
cairo_font_face_t *face_halves(struct face *face);
/*
 * Draws from now on with `cut`, which has some of its glyphs, and takes it
 * over; then with its own file again.
 */
void face_narrow(struct face *face, hb_blob_t *cut);
void face_widen(struct face *face);

#endif
