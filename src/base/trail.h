/*
 * A vault (arena.h) for things with numbers that go up, as a worker of a pool
 * meets them: jobs are handed out in their order.  It can be given back from its
 * beginning, up to a number, while what is of later ones stays where it is.
 *
 * A number lower than one before it does no harm: what is of it is given back
 * with that one.
 */
#ifndef TONGBAO_BASE_TRAIL_H
#define TONGBAO_BASE_TRAIL_H

#include <stdint.h>
#include "base/arena.h"

struct trail {
	struct arena *arena; /* what is of the number at hand is taken from it */
	struct arena *notes;
	uint32_t *begins; /* of each chunk the number at which it was begun */
	size_t count, capacity;
	size_t dropped; /* of these */
};

void trail_open(struct trail *trail);
void trail_close(struct trail *trail);
/* What was taken since the last step is of that number. */
void trail_step(struct trail *trail, uint32_t number);
/* Nobody has anything any more that is of a smaller number. */
void trail_drop(struct trail *trail, uint32_t number);
/* Nor of any; then it is as new. */
void trail_clear(struct trail *trail);

#endif
