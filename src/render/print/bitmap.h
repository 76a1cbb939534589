/*
 * Pictures as cairo takes them, each once, however often it is drawn.  A PNG is
 * unpacked and laid onto white, as paper is: PDF/A-1 knows no transparency.  A
 * JPEG goes into the PDF as it is.
 */
#ifndef TONGBAO_RENDER_PRINT_BITMAP_H
#define TONGBAO_RENDER_PRINT_BITMAP_H

#include <cairo.h>
#include "base/hash.h"
#include "render/print/item.h"

struct bitmap;

struct bitmaps {
	struct arena *arena;
	struct table by_digest; /* → struct bitmap * */
	struct bitmap *last;    /* of a list */
	struct bitmap *broken;  /* the first one that can't be drawn; or NULL */
};

void bitmaps_init(struct bitmaps *bitmaps, struct arena *arena);
/* The picture's bytes have to be there until the surface is finished. */
void bitmap_draw(struct bitmaps *bitmaps, cairo_t *cr,
    const struct plate *plate);
/* When the surface is finished.  -1 after a diagnostic: one is broken. */
int bitmaps_close(struct bitmaps *bitmaps, struct diags *diags);

#endif
