/*
 * Which faults `check` shows: those of the files asked for, or those that what
 * is staged brings with it.
 */
#ifndef TONGBAO_CMD_PICK_H
#define TONGBAO_CMD_PICK_H

#include "base/diag.h"
#include "base/hash.h"

/* Files and folders as paths below the site's root; "" is all of it. */
struct pick {
	const char **paths;
	size_t count;
};

/*
 * Each word is a path from this folder, or else from the site's root.  -1
 * after a message for one that isn't there or lies outside of the site.
 */
int pick_make(struct pick *pick, struct arena *arena, const char *root,
    char **words, size_t count, const char *command);
/* Is the path, below the root, one of them or in one, or are there none? */
bool pick_has(const struct pick *pick, const char *path);
/* Drops the faults of other files; how many.  Those without a place stay. */
size_t pick_keep(const struct pick *pick, struct diags *diags,
    const struct sources *sources);

/*
 * Faults that there are already, by file and message, each as often as it was
 * noted: to tell new ones from them; lines don't count, they move when something
 * above is changed.
 */
void faults_note(struct table *faults, const struct diags *diags,
    const struct sources *sources);
/* Is it one of those?  Then there is one less. */
bool fault_is_noted(const struct table *faults, const struct diag *diag,
    const struct sources *sources);
/* Keeps the faults of the files in `paths`, and those that aren't noted. */
void faults_keep(const struct table *faults, const struct table *paths,
    struct diags *diags, const struct sources *sources);

#endif
