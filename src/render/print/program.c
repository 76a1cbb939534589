#include "render/print/program.h"

#include <ft2build.h>
#include FT_FREETYPE_H

/* A program without a CID has no width for it, and nothing shows it. */
static int
read_widths(struct program *program, struct arena *arena, FT_Face face)
{
	program->count = (size_t)face->num_glyphs;
	program->widths = ARENA_ARRAY(arena, double, program->count);
	if (face->units_per_EM == 0)
		return -1;
	for (size_t i = 0; i < program->count; i++)
		if (FT_Load_Glyph(face, (FT_UInt)i, FT_LOAD_NO_SCALE) == 0)
			program->widths[i] = 1000.0 *
			    (double)face->glyph->metrics.horiAdvance /
			    face->units_per_EM;
	return 0;
}

int
program_read(struct program *program, struct arena *arena, struct text bytes)
{
	FT_Library library;
	FT_Face face;
	int result = -1;
	if (FT_Init_FreeType(&library) != 0)
		return -1;
	if (FT_New_Memory_Face(library, (const FT_Byte *)bytes.at,
		(FT_Long)bytes.len, 0, &face) == 0) {
		result = read_widths(program, arena, face);
		FT_Done_Face(face);
	}
	FT_Done_FreeType(library);
	return result;
}
