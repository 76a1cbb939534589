/*
 * What a PDF says of itself, twice: in its Info dictionary and, the same, in
 * XMP (ISO 19005-2, 6.6.2).  Characters that XML has no place for are left out
 * of both.
 */
#ifndef TONGBAO_RENDER_PRINT_METADATA_H
#define TONGBAO_RENDER_PRINT_METADATA_H

#include "base/arena.h"
#include "base/buf.h"

struct metadata {
	const char *title, *author, *subject; /* NULL: left out */
	const char *date; /* ISO: when it was made and changed */
};

void metadata_put_info(struct buf *out, const struct metadata *metadata);
/* As PDF/A of a part (2) and a level of conformance in it (`U`). */
void metadata_put_xmp(struct buf *out, const struct metadata *metadata,
    int part, const char *level);

#endif
