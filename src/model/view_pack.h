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

/*
 * What entries are goes into `out`.  What they say (view_body) is handed over
 * one by one, in their order, to be put one behind the other elsewhere: who
 * makes a few pages reads little of it.
 */
typedef void view_put_body(void *context, struct text body);
void view_pack(struct buf *out, const struct view *view, view_put_body *put,
    void *context);

/*
 * The same view, in an arena of its own (view->arena, which view_free() gives
 * back); its texts stay in from->bytes.  With it comes what releases, which are
 * records, say of the edition: edition->approved, which is in the view's arena,
 * too.
 *
 * `bodies` are those of all entries, one behind the other; they outlive the
 * view.  Each is read when it is first asked for: one that is not what was put
 * ends the run, and `name` says where it lies.
 *
 * NULL when the bytes are broken, or of another edition.  Whatever they are,
 * links lead to entries of the kind that they are for, fields have the kinds of
 * their types, and who climbs from organisation to organisation comes to the
 * top.
 */
struct view *view_unpack(struct unpack *from, const struct site *site,
    const struct programme *programme, struct edition *edition,
    struct text bodies, const char *name);

#endif
