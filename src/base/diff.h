/*
 * What differs between two texts, by lines, in the unified format that
 * patch(1) and git take.
 */
#ifndef TONGBAO_BASE_DIFF_H
#define TONGBAO_BASE_DIFF_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/buf.h"

/*
 * Appends nothing when the texts are the same.  Correct, if not always the
 * shortest: after a line that differs it looks for the nearest that does not.
 * `screen`: in colours, and with control characters made harmless, which no
 * program could patch by.
 */
void diff_put(struct buf *out, struct arena *scratch, const char *path,
    struct text before, struct text after, bool screen);

#endif
