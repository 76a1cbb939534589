#include "base/progress.h"

#include <stdio.h>
#include "base/os.h"

void
progress_init(struct progress *progress, bool shown)
{
	progress->shown = shown;
	progress->phase = NULL;
	progress->total = 0;
	progress->started = 0;
	atomic_init(&progress->done, 0);
	atomic_init(&progress->printed, 0);
}

void
progress_end(struct progress *progress)
{
	if (progress->shown && atomic_load(&progress->printed) > 0) {
		fputs("\r\033[K", stderr);
		fflush(stderr);
	}
	progress->phase = NULL;
}

void
progress_phase(struct progress *progress, const char *phase, size_t total)
{
	if (!progress->shown)
		return;
	progress_end(progress);
	progress->phase = phase;
	progress->total = total;
	progress->started = os_seconds();
	atomic_store(&progress->done, 0);
	atomic_store(&progress->printed, 0);
}

void
progress_tick(struct progress *progress)
{
	if (progress == NULL || !progress->shown)
		return;
	size_t done = atomic_fetch_add(&progress->done, 1) + 1;
	long now = (long)((os_seconds() - progress->started) * 10);
	long last = atomic_load(&progress->printed);
	/* Who wins the exchange prints; at most ten times a second. */
	if (now < 10 || now <= last ||
	    !atomic_compare_exchange_strong(&progress->printed, &last, now))
		return;
	fprintf(stderr, "\r%s %zu/%zu\033[K", progress->phase, done,
	    progress->total);
	fflush(stderr);
}
