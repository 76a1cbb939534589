/*
 * What of a view was asked for while something was made of it: which entries,
 * the lists of which organisations, which ids that it has not.  As long as
 * these are the same (view_digest.h), and all that is the same for the whole
 * edition, the same is made again: so it can be kept (cmd/kept_pages.h).
 *
 * A pointer to an entry can be had in five ways, and each notes it: by its id,
 * by a link of another entry, from an organisation's list, from a run of a list
 * of all, from the list of all (view.h, compose/page.h).  The last one, and
 * whatever hangs on all entries, is more than can be told one by one: then
 * nothing is kept.
 */
#ifndef TONGBAO_MODEL_TRACE_H
#define TONGBAO_MODEL_TRACE_H

#include <stdint.h>
#include "base/arena.h"
#include "base/text.h"

/* Lists of all that what goes on for several pages or pieces shows by runs. */
enum trace_list {
	TRACE_ENTRIES,   /* the view's */
	TRACE_ROWS,      /* the ledger's, with what is one for all of it */
	TRACE_CATALOGUE, /* the archive's: entries in its order */
	TRACE__LISTS,
};

struct trace_run {
	enum trace_list list;
	/* Numbers in it; whoever asks may know whether the end is that of the list. */
	size_t first, end;
};

struct trace {
	struct arena *arena; /* for the lists */
	/* Each once; room for all of the view's. */
	uint32_t *entries, *organisations;
	size_t entry_count, organisation_count;
	struct text *missing; /* ids that it has not; some of them twice */
	size_t missing_count, missing_capacity;
	struct trace_run *runs; /* some of them twice */
	size_t run_count, run_capacity;
	bool whole; /* all of it */
	/* Parallel to the view's: the turn in which it was noted last. */
	uint32_t *entry_turns, *organisation_turns, turn;
};

/* For a view with so many of them; all in the arena. */
void trace_init(struct trace *trace, struct arena *arena, size_t entries,
    size_t organisations);
/*
 * From now on, what is noted on this thread goes there: it was empty; trace_end()
 * ends that.  Ids that are missing are copied into `arena`.
 */
void trace_begin(struct trace *trace, struct arena *arena);
void trace_end(void);
/*
 * Around what is made once for all who ask, by whoever is first: nothing of it
 * is noted, each notes what it takes of it.
 */
struct trace *trace_pause(void);
void trace_resume(struct trace *paused);

/* This thread's, or NULL: nobody wants to know. */
extern _Thread_local struct trace *trace_of_thread;

void trace_note_entry(size_t index);
void trace_note_organisation(size_t index);

static inline void
trace_entry(size_t index)
{
	if (trace_of_thread != NULL)
		trace_note_entry(index);
}

static inline void
trace_organisation(size_t index)
{
	if (trace_of_thread != NULL)
		trace_note_organisation(index);
}

static inline void
trace_whole(void)
{
	if (trace_of_thread != NULL)
		trace_of_thread->whole = true;
}

void trace_missing(struct text id);
void trace_run(enum trace_list list, size_t first, size_t end);

#endif
