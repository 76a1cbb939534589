/*
 * Files that somebody names and this program makes whole: beside their place
 * first, as PATH.<chance>.part (of a very long name the beginning), then there
 * by one rename.  At any kill or full disk the file is as it was or as it is to
 * be; what a killed run has left beside it, the next one for the same path takes
 * away.
 */
#ifndef TONGBAO_BASE_PART_H
#define TONGBAO_BASE_PART_H

#include <stdbool.h>
#include "base/os.h"

/*
 * Of the mode of the file that it replaces, else as the umask says.  1, with
 * nothing changed, when it is to be a `fresh` one and something is there.
 */
int part_write(const char *path, bool fresh, struct text bytes,
    struct os_error *error);
/* The same, one that from its first byte nobody but its owner can read. */
int part_write_own(const char *path, bool fresh, struct text bytes,
    struct os_error *error);

#endif
