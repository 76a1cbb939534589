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
/*
 * The pages of the plan below `address`, which has a / at its end.  A file has
 * no more of them than the protocol allows: where there are more, several, of
 * which this is number `part`, and an index of them.
 */
size_t sitemap_count(const struct plan *plan);
void sitemap_put(struct buf *out, struct arena *scratch,
    const struct plan *plan, const char *address, size_t part);
void sitemap_put_index(struct buf *out, struct arena *scratch,
    const struct plan *plan, const char *address);
/* Where each lies that the index leads to. */
const char *sitemap_part_path(struct arena *arena, size_t part);

#endif
