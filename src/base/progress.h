/*
 * Progress on a terminal, for phases that take over a second; silent anywhere
 * else.  Ticks may come from any thread.
 */
#ifndef TONGBAO_BASE_PROGRESS_H
#define TONGBAO_BASE_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct progress {
	bool shown; /* a terminal, and not --quiet */
	const char *phase;
	size_t total;
	double started;
	atomic_size_t done;
	atomic_long printed; /* tenths of a second since the start */
};

void progress_init(struct progress *progress, bool shown);
/* A phase of `total` steps begins; what was printed of the last one goes. */
void progress_phase(struct progress *progress, const char *phase,
    size_t total);
/* One step done.  `progress` may be NULL. */
void progress_tick(struct progress *progress);
void progress_end(struct progress *progress);

#endif
