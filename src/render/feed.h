/*
 * What programs follow: the feed of bulletins as Atom (RFC 4287), and the list
 * of an edition's pages by the sitemaps protocol (sitemaps.org, 0.9).
 */
#ifndef TONGBAO_RENDER_FEED_H
#define TONGBAO_RENDER_FEED_H

#include "base/buf.h"
#include "compose/page.h"

/* Days are days in China: the moment a day begins there. */
void feed_put_atom(struct buf *out, const struct feed *feed);
/* Every page of the plan below `address`, which has a / at its end. */
void sitemap_put(struct buf *out, struct arena *scratch,
    const struct plan *plan, const char *address);

#endif
