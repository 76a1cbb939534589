/*
 * An official circular on paper: bytes of a PDF, set on the page of GB/T
 * 9704-2012 (PRINT.md), by the rules of W3C clreq.
 *
 * The way: letter (text with roles) → shape (cells) → line (lines) → galley
 * (strips) → layout (pages) → draw (PDF) →
 * finish (PDF/A).  Each step is a file; the breaker
 * and the titles know nothing of fonts, layout nothing of cairo.
 */
#ifndef TONGBAO_RENDER_PRINT_PRINT_H
#define TONGBAO_RENDER_PRINT_PRINT_H

#include "base/buf.h"
#include "base/diag.h"
#include "model/document.h"

/* Opened once for each thread; font.h tells which file serves which role. */
struct print_fonts;

/*
 * Looks for a font for every role: in `folders` first, in their order, then in
 * the system.  The fonts use `arena` until they are closed.  NULL after a
 * diagnostic when a role has none.
 */
struct print_fonts *print_fonts_open(struct arena *arena,
    const char *const *folders, size_t count, struct diags *diags);
void print_fonts_close(struct print_fonts *fonts);

/*
 * Appends the circular to `pdf`, as PDF/A-2u.  `date` (ISO) is what the PDF gives as its
 * date.  -1 after an error among the diagnostics, such as a character that no
 * font has; then nothing was appended.  Warnings do not fail.
 */
int print_circular(struct buf *pdf, struct arena *scratch,
    const struct circular *circular, struct print_fonts *fonts,
    const char *date, struct diags *diags);
/*
 * The same as PDF/A-1b: for tests, as the validator at hand knows no PDF/A-2,
 * and what it finds in the one is in the other.
 */
int print_twin(struct buf *pdf, struct arena *scratch,
    const struct circular *circular, struct print_fonts *fonts,
    const char *date, struct diags *diags);

#endif
