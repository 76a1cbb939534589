/*
 * `tongbao verify`, in parts: what a site's seals say of a bag.
 */
#ifndef TONGBAO_CMD_VERIFY_H
#define TONGBAO_CMD_VERIFY_H

#include "cmd/site.h"

/*
 * Reads a site and looks at the chain of its seals; an exit status, after the
 * faults are printed.  site_drop() in both cases.
 */
int seals_open(struct site_run *run, const char *root);
/*
 * The seal that lists this file, by its digest; NULL when none does, after a
 * diagnostic that says what is known, or the system's error.
 */
const struct seal *seal_of_bag(const struct site_run *run,
    struct arena *arena, const char *path, struct diags *diags);

#endif
