/*
 * Waiting for several things at once, and being woken: by another thread, by a
 * signal that asks the process to end.
 */
#ifndef TONGBAO_BASE_WAIT_H
#define TONGBAO_BASE_WAIT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/os.h"

/*
 * Until one of the descriptors can be read (or its other end is closed), at
 * most so many milliseconds; how many can, each true in `ready`.  Those below
 * zero are passed over.
 */
size_t wait_for(const int *descriptors, size_t count, unsigned milliseconds,
    bool *ready);

/* A descriptor that any thread can make readable; -1: see error. */
int wake_open(struct os_error *error);
void wake_up(int descriptor);
void wake_clear(int descriptor);
void wake_close(int descriptor);

/*
 * From now on SIGINT, SIGTERM and SIGHUP only make the descriptor readable,
 * and writing to somebody who is gone is an error like others.  One a process,
 * before its threads start.  -1: see error.
 */
int stop_open(struct os_error *error);
/* The signal; 0: none yet. */
int stop_signal(void);

#endif
