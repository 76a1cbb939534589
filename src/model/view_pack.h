/*
 * A view as bytes (base/pack.h) and back, for another process that has loaded
 * the same settings: what hangs on the programme or the site goes by its number
 * there.  Seals and pictures go along, the pictures once each.
 *
 * Not in the bytes are the places of fields (model/field_pack.h).  Those of
 * entries and of their sections come back as unpack_span() has them: who prints
 * messages has the same files under the same numbers, or says which one is
 * which.
 */
#ifndef TONGBAO_MODEL_VIEW_PACK_H
#define TONGBAO_MODEL_VIEW_PACK_H

#include "base/pack.h"
#include "model/view.h"

void view_pack(struct buf *out, const struct view *view);

/*
 * The same view, in an arena of its own (view->arena, which view_free() gives
 * back); its texts stay in from->bytes.  With it comes what releases, which are
 * records, say of the edition: edition->approved, which is in the view's arena,
 * too.
 *
 * NULL when the bytes are broken, or of another edition.  Whatever they are,
 * links lead to entries of the kind that they are for, fields have the kinds of
 * their types, and who climbs from organisation to organisation comes to the
 * top.
 */
struct view *view_unpack(struct unpack *from, const struct site *site,
    const struct programme *programme, struct edition *edition);

#endif
