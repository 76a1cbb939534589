/*
 * The words of a language as themes keep them: strings.LANGUAGE.yaml, a map of
 * keys to texts.
 */
#ifndef TONGBAO_READ_STRINGS_H
#define TONGBAO_READ_STRINGS_H

#include "base/diag.h"
#include "model/site.h"
#include "model/strings.h"

/* A theme's folder, and what a person would call it. */
struct theme_folder {
	const char *path, *shown;
};

/* A file of it, `shown` where it is told of; -1 after a diagnostic. */
int theme_file_read(struct arena *arena, const char *path, const char *shown,
    struct text *text, struct sources *sources, struct diags *diags);

/*
 * The words of the site's language: those of each folder over those of the
 * folders before it, the program's own theme first.  A language that is
 * neither Chinese nor English stands on the English words.  NULL after a
 * diagnostic.
 */
struct strings *strings_load(struct arena *arena, const struct site *site,
    const struct theme_folder *folders, size_t count, struct sources *sources,
    struct diags *diags);

#endif
