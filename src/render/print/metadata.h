/*
 * What a PDF says of itself, twice: in its Info dictionary and, the same, in
 * XMP (ISO 19005-2, 6.6.2).  Characters that XML has no place for are left out
 * of both.
 */
#ifndef TONGBAO_RENDER_PRINT_METADATA_H
#define TONGBAO_RENDER_PRINT_METADATA_H

#include "base/arena.h"
#include "base/buf.h"

/* Parts and levels of ISO 19005. */
enum pdf_part {
	PDF_A_2U, /* what is published */
	PDF_A_1B, /* its twin, for a validator that knows no other part */
};

struct metadata {
	const char *title, *author, *subject; /* NULL: left out */
	const char *date; /* ISO: when it was made and changed */
	enum pdf_part part;
};

/* A text string, as PDF writes it. */
void metadata_put_string(struct buf *out, const char *s);
void metadata_put_info(struct buf *out, const struct metadata *metadata);
void metadata_put_xmp(struct buf *out, const struct metadata *metadata);

#endif
