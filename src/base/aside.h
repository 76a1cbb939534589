/*
 * Work that a copy of this process does beside it, begun before this one gives
 * up the right to do it (confine.h).  The copy knows what was known when it was
 * made, and hands over bytes.
 */
#ifndef TONGBAO_BASE_ASIDE_H
#define TONGBAO_BASE_ASIDE_H

#include "base/buf.h"
#include "base/os.h"

struct aside {
	long process;   /* 0: none */
	int descriptor; /* of a file in memory: what it has to say */
};
#define ASIDE_NONE { 0, -1 }

/*
 * `work` fills `told`; it may print nothing.  Before threads start.  -1: see
 * error.
 */
int aside_start(struct aside *aside,
    void (*work)(void *context, struct buf *told), void *context,
    struct os_error *error);
/* Waits for it; all it told.  -1 when it did not come to its end. */
int aside_end(struct aside *aside, struct arena *arena, struct text *told);
/* Ends it, done or not; nothing when there is none. */
void aside_drop(struct aside *aside);

#endif
