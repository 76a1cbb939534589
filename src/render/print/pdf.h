/*
 * The objects of a PDF that cairo has written, to be written again with some
 * of them changed and some new.
 *
 * This reads cairo's own layout (one table of references, every object from
 * `N 0 obj` to `endobj` on lines of their own, one entry of a dictionary a
 * line) and no PDFs of others: a library that reads any of them (qpdf 11) took
 * as long for that as all the rest of printing.
 */
#ifndef TONGBAO_RENDER_PRINT_PDF_H
#define TONGBAO_RENDER_PRINT_PDF_H

#include "base/arena.h"
#include "base/buf.h"

struct pdf {
	struct arena *arena;
	/* By number: what stands between `obj` and `endobj`; at NULL: none. */
	struct text *objects;
	size_t count, capacity;
	size_t root, info;
};

/* Objects are slices of `bytes`.  -1 when this is no PDF of cairo's. */
int pdf_read(struct pdf *pdf, struct arena *arena, const struct buf *bytes);
/* Appends the file, of PDF 1.`minor`; its identity is that of its bytes. */
void pdf_write(struct buf *out, const struct pdf *pdf, int minor);

/* New objects; their number. */
size_t pdf_add(struct pdf *pdf, struct text object);
/* Of `bytes` as they are; `entries` go into its dictionary. */
size_t pdf_add_stream(struct pdf *pdf, const char *entries, struct text bytes);

/* Is it a dictionary of that type (`Page`)? */
bool pdf_is(struct text object, const char *type);
/* Is that in the object, an entry of a dictionary? */
bool pdf_has(struct text object, const char *entry);
/* What the entry `key` (`/Contents `) of a dictionary refers to; 0: nothing. */
size_t pdf_reference(const struct pdf *pdf, size_t number, const char *key);
/* Adds entries to a dictionary that has none of them. */
void pdf_enter(struct pdf *pdf, size_t number, const char *entries);
/*
 * Replaces what begins with `from` and ends with `to` (both go); false when
 * there is no such.
 */
bool pdf_replace(struct pdf *pdf, size_t number, const char *from,
    const char *to, struct text by);

/* Appends what the stream holds.  -1 when it is none, or not one of cairo's. */
int pdf_unpack(const struct pdf *pdf, size_t number, struct buf *out);
/* What it holds from now on; it stays packed.  0, or -1 as above. */
int pdf_repack(struct pdf *pdf, size_t number, struct text bytes);

#endif
