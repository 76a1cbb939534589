/*
 * What of a view was asked for while something was made of it: which entries,
 * the lists of which organisations, which ids that it has not.  As long as
 * these are the same (view_digest.h), and all that is the same for the whole
 * edition, the same is made again: so it can be kept (cmd/kept.h).
 *
 * A pointer to an entry can be had in four ways, and each notes it: by its id,
 * by a link of another entry, from an organisation's list, from the list of all
 * (view.h).  The last one, and whatever hangs on all entries, is more than can
 * be told one by one: then nothing is kept.
 */
#ifndef TONGBAO_MODEL_TRACE_H
#define TONGBAO_MODEL_TRACE_H

#include "base/arena.h"
#include "base/text.h"

struct trace {
	struct arena *arena;
	bool *entries;       /* parallel to the view's */
	bool *organisations; /* the same: whose list of entries */
	struct text *missing; /* ids; each may be there twice */
	size_t missing_count, missing_capacity;
	bool whole; /* all of it */
};

/* This thread's, or NULL: nobody wants to know. */
extern _Thread_local struct trace *trace_of_thread;

static inline void
trace_entry(size_t index)
{
	if (trace_of_thread != NULL)
		trace_of_thread->entries[index] = true;
}

static inline void
trace_organisation(size_t index)
{
	if (trace_of_thread != NULL)
		trace_of_thread->organisations[index] = true;
}

static inline void
trace_whole(void)
{
	if (trace_of_thread != NULL)
		trace_of_thread->whole = true;
}

void trace_missing(struct text id);

#endif
