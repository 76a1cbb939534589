/*
 * By what it is known whether something made of a view would be made of it
 * again: digests of its parts as whoever shows them sees them.  Not in them is
 * what nobody shows: numbers of entries, places in files.
 */
#ifndef TONGBAO_MODEL_VIEW_DIGEST_H
#define TONGBAO_MODEL_VIEW_DIGEST_H

#include "base/buf.h"
#include "model/view.h"

/* All that is one for the whole edition: people, organisations, seals, … */
struct digest view_frame_digest(const struct view *view);
/* What an entry is, says and is linked to; `scratch` is cleared. */
struct digest view_entry_digest(
    const struct view *view, const struct view_entry *entry,
    struct buf *scratch);

#endif
