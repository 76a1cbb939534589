/*
 * The order in which records are numbered whose ids may not be seen.  It is
 * made of visible things only: the day, the organisation, what is visible of
 * the record, what it is linked to.
 *
 * Records that are alike in all of that can change places, but not each for
 * itself: with the first of two reviews it is settled which of two replies
 * comes first.  So of those that hang together by links one is chosen where
 * some are alike (with those that are linked to the very same), and all are
 * compared anew; what hangs together stays so in the order.  (That is complete
 * where links make no rings, as those between records hardly do.)
 */
#ifndef TONGBAO_SCOPE_OPAQUE_H
#define TONGBAO_SCOPE_OPAQUE_H

#include "base/hash.h"

struct opaque_item {
	const char *date;
	size_t organisation;  /* its place in the official order; 0: none */
	struct digest digest; /* of what is visible of it */
};

/* One is linked to another, both by index. */
struct opaque_link {
	size_t from, to;
	struct digest how; /* by what field, to what of it */
};

/* Indices of the items, in their order. */
const size_t *opaque_sort(struct arena *scratch,
    const struct opaque_item *items, size_t count,
    const struct opaque_link *links, size_t link_count);

#endif
