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
 *   .tongbao/NAME.spare   the output before the one that is published
 * A killed build leaves the first three; the next one puts things right.
 *
 * Most files of a build that keeps what stands (cmd/kept_pages.h) were in the
 * output before the last one already, by the same inode.  So it leaves the old
 * output as the spare, and the next one takes that for its stage: what is
 * published and stands there, too, need not be linked and, later, removed.
 * Nothing else is believed of a spare.  It is taken only when there are none but
 * plain files in it, in folders as a stage has them; a file of it stays only
 * when whoever keeps it has found there, by inode, size, time and mode, the very
 * file that was made at its path; any other is replaced, never written into, as
 * it may be published under another name; what nobody has written or kept is
 * removed before the swap.  A build that is refused leaves it as it is then; one
 * that ends otherwise leaves a stage, not a spare, and the next begins with
 * nothing.
 * Files are shared with what is published, but for those that were made anew
 * since: so much room on the disk it takes, at most a second output's.
 */
#ifndef TONGBAO_PUBLISH_STAGE_H
#define TONGBAO_PUBLISH_STAGE_H

#include "base/diag.h"
#include "base/os.h"

struct stage;

/*
 * Is the folder called by a name that another one can take?  `.` would be staged
 * below itself; and who is in it is in the old one after the swap, from where he
 * would publish to where nobody looks.  stage_open() refuses it.
 */
bool stage_is_named(const char *output);

/* The path of a file beside these: .tongbao/NAME and the suffix. */
const char *stage_beside(
    struct arena *arena, const char *output, const char *suffix);

/* .tongbao itself, and the folder that it lies in with the output. */
const char *stage_work(struct arena *arena, const char *output);
const char *stage_parent(struct arena *arena, const char *output);

/*
 * Takes the lock, tidies up after a killed build and makes a stage for the
 * folder `output`: of the spare, when it is `sparing`, and then there will be
 * one afterwards; else an empty one, and there is no spare any more.  NULL after
 * a diagnostic: somebody else builds, the folder is a mount point, a link, or
 * holds what no build made.
 */
struct stage *stage_open(struct arena *arena, const char *output, bool sparing,
    struct diags *diags);

/* Was it made of a spare? */
bool stage_has_spare(const struct stage *stage);

/* Where it is made; a path that holds until the stage is published. */
const char *stage_folder(const struct stage *stage);

/*
 * Writes one file; `path` is relative to the output folder.  For any thread.
 * -1: see error.
 */
int stage_write(const struct stage *stage, const char *path,
    struct text bytes, struct os_error *error);
/* More of one that was written, behind what is there; by the same thread. */
int stage_append(const struct stage *stage, const char *path,
    struct text bytes, struct os_error *error);

/*
 * As stage_write(), with the file that is published at the path, which was
 * looked at.
 */
int stage_keep(
    const struct stage *stage, const char *path, struct os_error *error);
/*
 * What the spare had at the path, which was looked at, stays; false: it had
 * nothing there, and nothing is done.
 */
bool stage_stay(const struct stage *stage, const char *path);

/* With one that was made before and stays where it is; of an empty stage. */
int stage_link(const struct stage *stage, const char *path, const char *from,
    struct os_error *error);

/* Syncs and swaps.  -1 after a diagnostic: then all is as it was before. */
int stage_publish(struct stage *stage, struct diags *diags);

/*
 * It will not be published, and not for want of room on the disk: what it was
 * made of is a spare again.
 */
void stage_refuse(struct stage *stage);

/* Removes what is left of the stage, or leaves it as spare; unlocks. */
void stage_close(struct stage *stage);

#endif
