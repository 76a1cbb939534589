/*
 * What is kept for the office beside the output, in .tongbao (mode 0700):
 *
 *   NAME.figures.yaml   what each issue opened, and from whom (model/issues.h)
 *   NAME.figures.next   the same with the issue that is being published: a
 *                       killed build leaves it, and then it counts, since
 *                       nobody knows whether the swap was done
 *   NAME.figures.part   that while it is written: nothing yet
 *
 * To be written under the stage's lock.
 */
#ifndef TONGBAO_CMD_ISSUES_H
#define TONGBAO_CMD_ISSUES_H

#include "base/os.h"
#include "scope/guard.h"

struct issues_file {
	const char *path, *next, *part;
	struct issues issues;
	struct digest digest; /* of what was read; zeros: there was nothing */
};

/* Of the folder `output`.  -1 after diagnostics; no file is no fault. */
int issues_load(struct issues_file *file, struct arena *arena,
    const char *output, struct sources *sources, struct diags *diags);
/* For who publishes nothing: no file is moved or made, no lock is needed. */
int issues_look(struct issues_file *file, struct arena *arena,
    const char *output, struct sources *sources, struct diags *diags);

/*
 * For who publishes later: a salt where there was no file, and what the file will
 * be, nothing when the issue is the same as the last one.
 */
int issues_salt(struct issues_file *file, struct diags *diags);
void issues_next(struct buf *text, const struct issues_file *file,
    const struct guard_report *report);
/*
 * Publishes the stage.  `next`, as issues_next() has made it, is on the disk
 * before the swap and takes the file's place after it; when nothing is published
 * all stays as it was.  `file` is NULL where there are no tallies.  -1 after
 * diagnostics.
 */
struct stage;
int issues_publish(const struct issues_file *file, struct text next,
    struct stage *stage, struct diags *diags);

#endif
