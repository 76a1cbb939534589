/*
 * The build behind a preview: `tongbao build --dry-run` in a process of its
 * own, at its leisure.  It finds what the preview does not look for (rules over
 * all records, names, leaks) and whatever else a build would; a preview shows
 * its faults a moment after the page.  It is begun anew after every change.
 */
#ifndef TONGBAO_CMD_SERVE_VERIFY_H
#define TONGBAO_CMD_SERVE_VERIFY_H

#include "base/child.h"
#include "cmd/serve_fault.h"
#include "cmd/site.h"

struct verify {
	const char *root;
	struct child child;
	struct buf output;
	double due; /* by os_seconds(): when to begin; 0: not at all */
};

void verify_init(struct verify *verify, const char *root);
void verify_close(struct verify *verify);

/* Some time after this, unless it is called again before. */
void verify_order(struct verify *verify);
/* Is there one to come, or under way? */
bool verify_is_busy(const struct verify *verify);
/* How long to wait for the next one's time, at most `most`. */
unsigned verify_milliseconds(const struct verify *verify, unsigned most);

/* Begins when it is time; -1: see error. */
int verify_begin(struct verify *verify, const char *as_of,
    struct os_error *error);
/* Takes what it has said; true when it has ended: then faults are added. */
bool verify_take(struct verify *verify, struct faults *faults);

#endif
