/*
 * The site's own settings (site.yaml): public inputs of every edition.
 */
#ifndef TONGBAO_MODEL_SITE_H
#define TONGBAO_MODEL_SITE_H

#include "base/name.h"
#include "base/value.h"
#include "model/print_options.h"

struct strings;

struct edition {
	const char *id;    /* its folder below output/ */
	const char *title;
	const struct value *audience; /* a label with one pair */
	/*
	 * One of those for each organisation of a level or a class: which
	 * organisation (its id), and the words of site.yaml.  NULL for others.
	 */
	const char *of;
	const struct value *each;
	/*
	 * Parallel to the programme's periods: has a release approved what it
	 * shows of the period?  Public, whoever may read the release; NULL when
	 * nothing has been approved.
	 */
	const bool *approved;
	struct span span;
	/*
	 * For the office itself, which may read everything: what `print` puts on
	 * paper for it.  None of the site's is.
	 */
	bool office;
};

/* What may stand in the output although it is hidden elsewhere. */
struct allowance {
	const char *text, *reason;
	struct span span;
};

struct site {
	const char *root; /* folder of content/, themes/, scripts/ */
	const char *title, *owner, *language, *theme;
	/* Where it is served, without / at the end; "": nobody says. */
	const char *base;
	enum name_order order; /* of people in lists */
	bool bound; /* most records stand in volumes: see view_bind() */
	struct span theme_span, language_span, bound_span;
	/*
	 * What the program says, in its language; NULL before they are loaded
	 * (read/strings.h).
	 */
	const struct strings *strings;
	const char **filters; /* file names in scripts/ */
	struct span *filter_spans;
	size_t filter_count;
	/*
	 * Those that are made, in the order of site.yaml; behind them those
	 * whose organisation is not there on the day: no pages are made, but
	 * bulletins that were made from one are composed and can be referred to.
	 */
	struct edition *editions;
	size_t edition_count, closed_count;
	const char **font_folders;
	size_t font_folder_count;
	bool secrecy; /* bulletins may carry a secrecy mark */
	struct print_options print;
	struct allowance *allowances; /* leaks: allow: */
	size_t allowance_count;
	uint32_t source;
};

static inline size_t
site_editions(const struct site *site) /* closed ones too */
{
	return site->edition_count + site->closed_count;
}

/* Closed ones too; NULL when there is none. */
struct edition *edition_find(const struct site *site, struct text id);
/*
 * Not approved yet: to be marked as such wherever it is shown.  What belongs to
 * no period (“”, or none of the programme's) is no draft.
 */
struct programme;
bool edition_is_draft(const struct edition *edition,
    const struct programme *programme, const char *period);

#endif
