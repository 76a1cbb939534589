#include "model/trace.h"

_Thread_local struct trace *trace_of_thread;

void
trace_missing(struct text id)
{
	struct trace *trace = trace_of_thread;
	if (trace == NULL)
		return;
	ARENA_ROOM(trace->arena, trace->missing, trace->missing_count,
	    trace->missing_capacity);
	trace->missing[trace->missing_count++] = arena_text(trace->arena, id);
}
