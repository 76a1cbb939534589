/*
 * Letters become cells: Han and its marks one cell each, words of Latin letters
 * and digits shaped by HarfBuzz, a cell a cluster.  What must not be parted
 * (numbers and their units, document numbers such as 〔2010〕11号, —— and ……)
 * is joined here; line.h breaks between the rest.
 */
#ifndef TONGBAO_RENDER_PRINT_SHAPE_H
#define TONGBAO_RENDER_PRINT_SHAPE_H

#include "model/print_options.h"
#include "render/print/letter.h"
#include "render/print/line.h"

/* The size of the type and the advance of one Han character, pt. */
struct setting {
	double em;
	double cell;
};

/* A glyph, its offsets in ems from the left of its piece and the baseline. */
struct glyph {
	uint32_t id;
	float dx, dy;
};

/* What a cell is drawn with: some glyphs of one face, and what they say. */
struct piece {
	struct face *face;   /* NULL: nothing to draw */
	size_t glyph, glyphs; /* in shaped.glyphs */
	size_t text, bytes;   /* in shaped.text, UTF-8; pieces in order */
};

struct shaped {
	struct cell *cells;
	struct piece *pieces; /* one a cell */
	size_t *letter_of;    /* one a cell: the letter it begins with */
	const struct letter *letters;
	bool linked;          /* some of them are a link */
	size_t count;
	struct glyph *glyphs;
	size_t glyph_count, glyph_capacity;
	char *text;
	size_t text_len;
};

/*
 * What shaping needs through a whole document.  What is shaped, and the
 * letters it is made from, live in `scratch` until shaper_reset(): a document
 * of a thousand pages needs the memory of one paragraph.
 */
struct shaper {
	struct arena *arena, *scratch;
	struct print_fonts *fonts;
	struct diags *diags;
	hb_buffer_t *buffer;
	/* By character: which faults of it were reported; NULL: none of any. */
	uint8_t *noted;
	struct print_options options;
	bool half_width; /* Latin in half-width forms, where a font has them */
};

void shaper_init(struct shaper *shaper, struct arena *arena,
    struct print_fonts *fonts, struct diags *diags);
void shaper_free(struct shaper *shaper);
void shaper_reset(struct shaper *shaper);

/*
 * A character no font has is an error, one another font must help out with a
 * warning; both name it.
 */
struct shaped shape_letters(struct shaper *shaper,
    const struct letters *letters, const struct setting *setting);
/* The characters that the cells begin with, by which words are told. */
const uint32_t *shaped_codes(struct arena *arena, const struct shaped *shaped);

#endif
