#include "model/trace.h"

_Thread_local struct trace *trace_of_thread;

void
trace_init(struct trace *trace, struct arena *arena, size_t entries,
    size_t organisations)
{
	*trace = (struct trace){
		.entries = ARENA_ARRAY(arena, uint32_t, entries),
		.organisations = ARENA_ARRAY(arena, uint32_t, organisations),
		.entry_turns = ARENA_ARRAY(arena, uint32_t, entries),
		.organisation_turns =
		    ARENA_ARRAY(arena, uint32_t, organisations),
	};
}

void
trace_begin(struct trace *trace, struct arena *arena)
{
	trace->arena = arena;
	trace->entry_count = trace->organisation_count = 0;
	trace->missing = NULL;
	trace->missing_count = trace->missing_capacity = 0;
	trace->runs = NULL;
	trace->run_count = trace->run_capacity = 0;
	trace->whole = false;
	trace->turn++;
	trace_of_thread = trace;
}

void
trace_end(void)
{
	trace_of_thread = NULL;
}

struct trace *
trace_pause(void)
{
	struct trace *paused = trace_of_thread;
	trace_of_thread = NULL;
	return paused;
}

void
trace_resume(struct trace *paused)
{
	trace_of_thread = paused;
}

void
trace_note_entry(size_t index)
{
	struct trace *t = trace_of_thread;
	if (t->entry_turns[index] == t->turn)
		return;
	t->entry_turns[index] = t->turn;
	t->entries[t->entry_count++] = (uint32_t)index;
}

void
trace_note_organisation(size_t index)
{
	struct trace *t = trace_of_thread;
	if (t->organisation_turns[index] == t->turn)
		return;
	t->organisation_turns[index] = t->turn;
	t->organisations[t->organisation_count++] = (uint32_t)index;
}

void
trace_missing(struct text id)
{
	struct trace *t = trace_of_thread;
	if (t == NULL)
		return;
	ARENA_ROOM(t->arena, t->missing, t->missing_count, t->missing_capacity);
	t->missing[t->missing_count++] = arena_text(t->arena, id);
}

/* Most go on from the one before. */
static bool
is_joined(struct trace_run *run, enum trace_list list, size_t first, size_t end)
{
	if (run->list != list || first < run->first || first > run->end)
		return false;
	if (run->end < end)
		run->end = end;
	return true;
}

void
trace_run(enum trace_list list, size_t first, size_t end)
{
	struct trace *t = trace_of_thread;
	if (t == NULL ||
	    (t->run_count > 0 &&
		is_joined(&t->runs[t->run_count - 1], list, first, end)))
		return;
	ARENA_ROOM(t->arena, t->runs, t->run_count, t->run_capacity);
	t->runs[t->run_count++] = (struct trace_run){ list, first, end };
}
