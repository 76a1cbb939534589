/*
 * A theme: templates/NAME.mustache and assets/ (copied as they are).  Loaded
 * once; any number of threads may render with it.
 */
#ifndef TONGBAO_RENDER_THEME_H
#define TONGBAO_RENDER_THEME_H

#include "base/diag.h"
#include "base/os.h"
#include "base/source.h"
#include "base/value.h"

struct asset {
	const char *path; /* assets/style.css, from the edition's folder */
	struct text bytes;
};

struct theme {
	struct templates *templates;
	struct asset *assets;
	size_t asset_count;
};

/*
 * The theme in `folder`; NULL after diagnostics.  `shown` is the folder as a
 * person would type it.
 */
struct theme *theme_load(struct arena *arena, const char *folder,
    const char *shown, struct sources *sources, struct diags *diags);

/*
 * A page as HTML.  All text is escaped, also in {{{x}}}: only document nodes,
 * which the program made itself, are written as markup.  -1 after a diagnostic.
 */
int theme_put_page(struct buf *out, const struct theme *theme,
    const char *template_name, const struct value *data, struct diags *diags);

#endif
