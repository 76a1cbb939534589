/*
 * The site's own settings (site.yaml): public inputs of every edition.
 */
#ifndef TONGBAO_MODEL_SITE_H
#define TONGBAO_MODEL_SITE_H

#include "base/name.h"
#include "base/value.h"

struct edition {
	const char *id;    /* its folder below output/ */
	const char *title;
	const struct value *audience; /* a label with one pair */
	struct span span;
};

/* What may stand in the output although it is hidden elsewhere. */
struct allowance {
	const char *text, *reason;
	struct span span;
};

struct site {
	const char *root; /* folder of content/, themes/, scripts/ */
	const char *title, *owner, *language, *theme;
	enum name_order order; /* of people in lists */
	struct span theme_span;
	const char **filters; /* file names in scripts/ */
	struct span *filter_spans;
	size_t filter_count;
	struct edition *editions;
	size_t edition_count;
	const char **font_folders;
	size_t font_folder_count;
	struct allowance *allowances; /* leaks: allow: */
	size_t allowance_count;
	uint32_t source;
};

#endif
