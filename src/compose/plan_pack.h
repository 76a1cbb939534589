/*
 * What plan_make() takes beside a view, its figures and a theme, as bytes
 * (base/pack.h) for another process that makes some of the edition's pages: of
 * a record that is no bulletin, and of an organisation.  They show of filters'
 * pages that they are there, of bulletins whether they are drafts.  No other
 * page can be made from what comes back: bulletins have no text, additions and
 * figures of a period no body.
 */
#ifndef TONGBAO_COMPOSE_PLAN_PACK_H
#define TONGBAO_COMPOSE_PLAN_PACK_H

#include "base/pack.h"
#include "compose/page.h"

/* Of the bulletins those that the view has. */
void plan_pack(struct buf *out, const struct plan *plan);
/* In the arena, texts aside, which stay in from->bytes; see unpack_failed(). */
void plan_unpack(struct unpack *from, struct arena *arena,
    struct bulletins *bulletins, struct additions *additions);

#endif
