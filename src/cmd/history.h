/*
 * When each file of content/ came and when it was last changed, by whom, as
 * the log of git has it: one pass over the log, whatever there is of files and
 * commits (`git log` a file would take 6 ms each).
 *
 * For the office only: neither commits nor authors nor their days are among
 * what an edition is made from (SCOPE: declared public inputs).
 *
 * A site need not be in a repository (an export, no git installed): then
 * nothing is known, and that is no fault.  A repository that git gives no
 * answer about, such as one of another owner, is a diagnostic.
 */
#ifndef TONGBAO_CMD_HISTORY_H
#define TONGBAO_CMD_HISTORY_H

#include "base/aside.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"

struct history_commit {
	const char *name; /* 40 hex digits, or 64 */
	const char *when; /* as its author's clock had it: 2010-10-15 09:12 +08:00 */
	const char *who;  /* by .mailmap, if there is one */
};

struct history_file {
	/*
	 * Created: where it came for the last time; one that was renamed came
	 * then, since a record's path is its id.
	 */
	const struct history_commit *created, *changed;
	size_t commits; /* since it came */
	/* The repository is shallow: it came with `created` or before. */
	bool cut;
	bool gone; /* by the last commit that touches it */
	bool edited; /* since that, and not committed */
};

struct history {
	bool known;       /* there is a repository */
	const char *head; /* name of its last commit; "": none yet */
	struct table files; /* by path below the root: content/… */
	const char **paths; /* their keys, the last changed first */
	size_t path_count, path_capacity;
};

/*
 * Of all files, or of the one at `path` below the root.  A repository without
 * answers leaves the history unknown, after a warning.
 *
 * `whole`: with all that was ever at a path, also what was taken away and put
 * back, what a merge did by itself, and what it left out of another branch.
 * Each commit counts that touches a file.
 */
void history_read(struct history *history, struct arena *arena,
    const char *root, const char *path, bool whole, struct diags *diags);
/*
 * history_read() of all files in two steps, for who may start no program in
 * between: git is asked beside this process (base/aside.h).  -1: see error.
 */
int history_begin(struct aside *aside, const char *root,
    struct os_error *error);
void history_end(struct history *history, struct aside *aside,
    struct arena *arena, struct diags *diags);
/* NULL: not known, not in the last commit. */
const struct history_file *history_of(const struct history *history,
    const char *path);
/* In words, in the user's language; `file` may be NULL. */
void history_put(struct buf *buf, const struct history_file *file);

#endif
