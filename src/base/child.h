/*
 * Another program that runs beside this one, at its leisure (nice); os_run()
 * is for those that are waited for.
 */
#ifndef TONGBAO_BASE_CHILD_H
#define TONGBAO_BASE_CHILD_H

#include "base/buf.h"
#include "base/os.h"

struct child {
	long process;    /* 0: none runs */
	int descriptor;  /* what it writes; -1: none */
	void *complaint; /* a file that holds what it writes to stderr */
};
#define CHILD_NONE { 0, -1, NULL }

/* argv[0] is its path, the last one NULL.  -1: see error. */
int child_start(struct child *child, const char *const *argv,
    struct os_error *error);
/* More of what it has written, without waiting; 1 when that is all. */
int child_read(const struct child *child, struct buf *output);
/*
 * Waits for its end, and gives what it complained about; its exit status, or
 * 128 + the signal; 255 when it was not to be had.
 */
int child_end(struct child *child, struct buf *complaint);
/* Ends it; nothing when none runs. */
void child_kill(struct child *child);

#endif
