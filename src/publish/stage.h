/*
 * Publishing: everything is written into a stage outside the served folder,
 * synced once, then the whole output folder is swapped for it in one rename.
 * What this build did not make does not survive, and a reader never meets half
 * of an old edition and half of a new one (SCOPE: stage 7).
 *
 * Beside the output folder (in its parent) lies .tongbao, mode 0700:
 *   .tongbao/NAME.lock    one build of the folder at a time
 *   .tongbao/NAME.stage   the new output while it is made, then the old one
 *   .tongbao/NAME.old     only where two renames are needed
 * A killed build leaves these; the next one puts things right.
 */
#ifndef TONGBAO_PUBLISH_STAGE_H
#define TONGBAO_PUBLISH_STAGE_H

#include "base/diag.h"
#include "base/os.h"

struct stage;

/* The path of a file beside these: .tongbao/NAME and the suffix. */
const char *stage_beside(
    struct arena *arena, const char *output, const char *suffix);

/* .tongbao itself, and the folder that it lies in with the output. */
const char *stage_work(struct arena *arena, const char *output);
const char *stage_parent(struct arena *arena, const char *output);

/*
 * Takes the lock, tidies up after a killed build and makes an empty stage for
 * the folder `output`.  NULL after a diagnostic: somebody else builds, the
 * folder is a mount point, a link, or holds what no build made.
 */
struct stage *stage_open(struct arena *arena, const char *output,
    struct diags *diags);

/* Where it is made; a path that holds until the stage is published. */
const char *stage_folder(const struct stage *stage);

/*
 * Writes one file; `path` is relative to the output folder.  For any thread.
 * -1: see error.
 */
int stage_write(const struct stage *stage, const char *path,
    struct text bytes, struct os_error *error);

/* The same with a file that was made before and stays where it is. */
int stage_link(const struct stage *stage, const char *path, const char *from,
    struct os_error *error);

/* Syncs and swaps.  -1 after a diagnostic: then all is as it was before. */
int stage_publish(struct stage *stage, struct diags *diags);

/* Removes what is left of the stage and gives the lock back. */
void stage_close(struct stage *stage);

#endif
