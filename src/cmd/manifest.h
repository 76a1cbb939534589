/*
 * The office's manifest of what was published last: what the guard withheld
 * and why, and when each record came and changed, by whom.  It names what no
 * reader may know, so it lies beside the output, in .tongbao (mode 0700), as
 * NAME.manifest.txt (mode 0600).  In the user's language.
 */
#ifndef TONGBAO_CMD_MANIFEST_H
#define TONGBAO_CMD_MANIFEST_H

#include "base/buf.h"
#include "cmd/history.h"
#include "scope/guard.h"

void manifest_put_figures(struct buf *buf, const struct guarding *guarding,
    const struct guard_report *report);
/* Of every record of the corpus, by id; what is not committed yet, too. */
void manifest_put_history(struct buf *buf, const struct corpus *corpus,
    const struct sources *sources, const struct history *history);
/* After the swap.  -1 after a diagnostic: the output is new, this is not. */
int manifest_write(struct arena *arena, const char *output, struct text text,
    struct diags *diags);

#endif
