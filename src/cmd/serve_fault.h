/*
 * Faults as a browser shows them.  They are made into HTML at once, so that
 * what they speak of may go: a preview outlives many readings of its site.
 */
#ifndef TONGBAO_CMD_SERVE_FAULT_H
#define TONGBAO_CMD_SERVE_FAULT_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"

struct fault_shown {
	enum diag_level level;
	const char *path; /* as in the diagnostic; "" without a place */
	struct text html; /* an <li>, which also tells it from others */
};

struct faults {
	struct arena *arena;
	struct fault_shown *items;
	size_t count, capacity;
	struct table known; /* by their HTML */
	size_t levels[DIAG_ERROR + 1]; /* how many there are of each */
};

/* Empty, in an arena of its own. */
void faults_init(struct faults *faults);
void faults_free(struct faults *faults);
/* Those of a reading, sorted. */
void faults_add(struct faults *faults, struct diags *diags,
    const struct sources *sources);
/*
 * Those of a run of `tongbao build --format=json`, whose paths begin with
 * `prefix`; `root` is the site's folder.  -1 for what is none of its output.
 */
int faults_add_json(struct faults *faults, struct text lines,
    const char *prefix, const char *root);
/* What a program said that ended otherwise than programs do. */
void faults_add_words(struct faults *faults, const char *words);
/* Those of `from` that are no fault of a file in `changed` (by path). */
void faults_add_others(struct faults *faults, const struct faults *from,
    const struct table *changed);
/* Errors go. */
void faults_drop_errors(struct faults *faults);

/* 2 errors, 1 warning, 0 notes; “no faults”. */
void faults_put_count(struct buf *buf, const struct faults *faults);
/* Those of the level as an <ol>, at most so many (0: all); "" when none is. */
void faults_put(struct buf *buf, const struct faults *faults,
    enum diag_level level, size_t most);

#endif
