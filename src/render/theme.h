/*
 * A theme: templates/NAME.mustache, assets/ (copied as they are), inline/ (what
 * pages have in themselves: templates take the file NAME as inline.NAME, and as
 * sha256.NAME its digest, by which a page's policy admits it) and the strings of
 * the site's language, which templates take as say.KEY.  Loaded once; any number
 * of threads may render with it.
 */
#ifndef TONGBAO_RENDER_THEME_H
#define TONGBAO_RENDER_THEME_H

#include "base/diag.h"
#include "base/os.h"
#include "base/source.h"
#include "base/value.h"
#include "read/strings.h"

struct asset {
	const char *path; /* assets/style.css, from the edition's folder */
	struct text bytes;
};

struct theme {
	struct templates *templates;
	struct asset *assets;
	size_t asset_count;
	/* What it says to everybody: templates, strings, assets that are text. */
	struct text *spoken;
	size_t spoken_count;
};

/* A template that lies anywhere and is tried instead of the theme's own. */
struct theme_trial {
	const char *name, *path;
};

/*
 * The theme that lies in `folders`, file by file: what is in a later one
 * stands for the file of that name in those before it.  `trial` may be NULL.
 * NULL after diagnostics.
 */
struct theme *theme_load(struct arena *arena,
    const struct theme_folder *folders, size_t count,
    const struct strings *strings, const struct theme_trial *trial,
    struct sources *sources, struct diags *diags);

/*
 * A page as HTML.  All text is escaped, also in {{{x}}}: only document nodes,
 * which the program made itself, are written as markup.  -1 after a diagnostic.
 */
int theme_put_page(struct buf *out, const struct theme *theme,
    const char *template_name, const struct value *data, struct diags *diags);
/*
 * The same with data of the theme's author, in which pieces of documents are
 * texts of HTML: {{{x}}} is written as it is.  Not for what is published.
 */
int theme_put_trial(struct buf *out, const struct theme *theme,
    const struct theme_trial *trial, const struct value *data,
    struct diags *diags);

#endif
