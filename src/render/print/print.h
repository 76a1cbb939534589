/*
 * An official circular on paper: bytes of a PDF, set on the page of GB/T
 * 9704-2012 (PRINT.md), by the rules of W3C clreq.
 *
 * The way: letter (text with roles) → shape (cells) → line (lines) → galley
 * (strips) → layout (pages) → draw (PDF) → finish (PDF/A).  Each step is a
 * file; the breaker and the titles know nothing of fonts, layout nothing of
 * cairo.
 */
#ifndef TONGBAO_RENDER_PRINT_PRINT_H
#define TONGBAO_RENDER_PRINT_PRINT_H

#include "base/buf.h"
#include "base/diag.h"
#include "model/document.h"
#include "render/print/metadata.h"

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

/* The roles of type (PRINT.md row 27), and the file that serves each. */
#define PRINT_ROLES 5
struct print_role {
	const char *name; /* 仿宋 (FangSong) */
	const char *family, *path;
	int index;        /* of the face in a collection */
	bool stand_in;    /* of another style than the role's */
};
struct print_role print_fonts_role(const struct print_fonts *fonts,
    size_t role);
/*
 * Who has a character in that role: PRINT_OWN its font, PRINT_OTHER another one
 * (whose family goes to *family), PRINT_NOBODY.  What leaves no mark on paper
 * is nobody's fault: its own.
 */
enum print_source { PRINT_OWN, PRINT_OTHER, PRINT_NOBODY };
enum print_source print_fonts_source(struct print_fonts *fonts, size_t role,
    uint32_t code, const char **family);

/*
 * A volume: one PDF, its documents one after the other, each on pages of its
 * own and with an entry in the outline.
 */
struct volume;

struct volume_facts {
	struct metadata metadata;
	PLANT_FACTS
};

/*
 * `fonts`, `diags` and the facts' strings outlive it; the volume lives in
 * `arena`.
 */
struct volume *volume_begin(struct arena *arena, struct print_fonts *fonts,
    const struct volume_facts *facts, struct diags *diags);
void volume_add_circular(struct volume *volume,
    const struct circular *circular);
void volume_add_form(struct volume *volume, const struct form_sheet *form,
    const struct print_options *options);
void volume_add_paper(struct volume *volume, const struct paper *paper,
    const struct print_options *options);
/*
 * Appends the PDF.  -1 after an error among the diagnostics, such as a
 * character that no font has; then nothing was appended.  Warnings do not fail.
 */
int volume_end(struct volume *volume, struct buf *pdf);

/*
 * A volume of one circular, whose facts are the circular's; what it tells of
 * itself lives in `arena`.
 */
int print_circular(struct buf *pdf, struct print_facts *printed,
    struct arena *arena, struct arena *scratch,
    const struct circular *circular, struct print_fonts *fonts,
    const char *date, struct diags *diags);

#endif
