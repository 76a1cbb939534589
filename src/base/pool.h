/*
 * A fixed number of workers over a numbered list of jobs.  Which worker takes
 * which job is not determined; results must be stored by job number.
 */
#ifndef TONGBAO_BASE_POOL_H
#define TONGBAO_BASE_POOL_H

#include <stddef.h>

/* `worker` is 0 … workers-1: an index into per-worker scratch. */
typedef void pool_job(void *context, size_t job, unsigned worker);

/* Runs all jobs; returns when the last is done.  workers >= 1. */
void pool_run(unsigned workers, size_t jobs, pool_job *run, void *context);
/* Processors that this process may use, at least 1. */
unsigned pool_cores(void);

#endif
