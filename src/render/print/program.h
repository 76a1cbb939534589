/*
 * The font programs in a PDF: how many glyphs, and how wide they say they are.
 */
#ifndef TONGBAO_RENDER_PRINT_PROGRAM_H
#define TONGBAO_RENDER_PRINT_PROGRAM_H

#include "base/arena.h"

struct program {
	size_t count;  /* of CIDs, from 0 on */
	double *widths; /* in thousandths of an em, by CID */
};

/* -1 when FreeType can't read it. */
int program_read(struct program *program, struct arena *arena,
    struct text bytes);

#endif
