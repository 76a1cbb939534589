/*
 * The leak scan (SCOPE: stage 6): every finished file is read as its reader
 * would, and looked through for what its edition must not hold
 * (scope/forbidden.h), before anything is published.
 *
 * Markup, line breaks, spaces of all kinds and characters that nobody sees are
 * taken out; entities, escapes and percent signs are resolved; attributes,
 * comments, scripts, metadata and the file's name are read, too.  A file whose
 * ending has no reader is refused, for every audience.
 *
 * Not found: a word that a script puts together from pieces, that a style
 * sheet's order makes of parts that lie apart, or that is drawn in a picture.
 */
#ifndef TONGBAO_PUBLISH_SCAN_H
#define TONGBAO_PUBLISH_SCAN_H

#include "base/diag.h"
#include "scope/forbidden.h"

struct scan;

/* Whose file it is. */
enum scan_origin {
	SCAN_MADE,  /* this program's */
	SCAN_THEME, /* the theme's, byte by byte: pictures, fonts may be there */
	SCAN_RELEASED, /* a picture that somebody has approved, its dots alone */
};

/*
 * Of one edition; `forbidden` may be NULL, then only endings are looked at, and
 * whether workbooks are whole.
 * Memory is in the arena until scan_close().
 */
struct scan *scan_open(struct arena *arena, const struct edition *edition,
    const struct forbidden *forbidden, unsigned workers);
/*
 * For any thread, with its own worker's number and diagnostics: what can't be
 * read is told there, what was found is kept.
 */
void scan_file(struct scan *scan, const char *path, struct text bytes,
    enum scan_origin origin, unsigned worker, struct diags *diags);
/*
 * What follows, in a file of JSON or CSV that is made in pieces, behind those
 * that the worker has looked through, in their order, since scan_file(): so many
 * lines are before.  No string or cell goes on from one to the next, but a
 * passage may, over several of them: the end of a piece is looked through with
 * the next one, too.
 */
void scan_more(struct scan *scan, const char *path, struct text bytes,
    size_t lines, unsigned worker, struct diags *diags);
/* Nothing was found so far, by any thread. */
bool scan_is_clean(const struct scan *scan);
/* What was found, each secret once, in an order that is not chance's. */
void scan_report(struct scan *scan, struct diags *diags);
void scan_close(struct scan *scan);

#endif
