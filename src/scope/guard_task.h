/*
 * What guard and audit are given alike: who contributed what, which reader
 * knows of it, who may open what.  All that they share (audit.h).
 */
#ifndef TONGBAO_SCOPE_GUARD_TASK_H
#define TONGBAO_SCOPE_GUARD_TASK_H

#include "model/issues.h"

/* What an earlier issue opened: all that is not listed. */
struct guard_past {
	/*
	 * Whose readers read it, by today's number; -1: nobody knows who they
	 * are now, so that everybody may remember.
	 */
	long edition;
	const struct issue_cell *withheld;
	size_t count;
	bool gone; /* it was, by then: it opened nothing, they read on */
};

struct guard_layer {
	struct tally_list tallies;
	const struct issue_entry *entries; /* known: to readers of now */
	size_t entry_count;
	const struct guard_past *pasts; /* of an earlier issue */
	size_t past_count;
	/*
	 * Of an earlier issue, by tally: a bit for each reader who has come to
	 * know more of it since.  NULL: nobody has.
	 */
	uint64_t *const *more;
};

/*
 * Readers are those of the editions: one for each, by its number; behind them
 * those of editions that are gone, who remember what they read, and read on in
 * others.
 */
struct guard_task {
	const struct guard_layer *layers; /* the last is now */
	size_t layer_count;
	size_t readers, editions;
	unsigned jobs; /* at a time; 0: one */
	/* opens[reader * readers + edition]; whoever opens opens on. */
	const bool *opens;
	const size_t *order; /* editions, from the widest */
	/*
	 * May the reader see all there is about that place, so that even a
	 * zero of a sensitive table is no news to him?  NULL: nobody may.
	 */
	bool (*over)(const void *context, size_t reader,
	    const struct tally *tally, const struct tally_place *place);
	const void *context;
};

#endif
