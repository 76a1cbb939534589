#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#define POOL_MOST 64

struct pool {
	pool_job *run;
	void *context;
	size_t jobs;
	atomic_size_t next;
	atomic_uint workers;
};

static void *
worker_main(void *argument)
{
	struct pool *pool = argument;
	unsigned worker = atomic_fetch_add(&pool->workers, 1);
	for (;;) {
		size_t job = atomic_fetch_add(&pool->next, 1);
		if (job >= pool->jobs)
			return NULL;
		pool->run(pool->context, job, worker);
	}
}

void
pool_run(unsigned workers, size_t jobs, pool_job *run, void *context)
{
	struct pool pool = { .run = run, .context = context, .jobs = jobs };
	pthread_t threads[POOL_MOST];
	unsigned started = 0;
	if (workers > POOL_MOST)
		workers = POOL_MOST;
	if (workers > jobs)
		workers = (unsigned)jobs;
	/* A thread that can't be had is no fault: the others do its work. */
	while (started + 1 < workers &&
	    pthread_create(&threads[started], NULL, worker_main, &pool) == 0)
		started++;
	worker_main(&pool);
	for (unsigned i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}

unsigned
pool_cores(void)
{
	cpu_set_t set;
	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof(set), &set) != 0)
		return 1;
	int cores = CPU_COUNT(&set);
	return cores < POOL_MOST ? (unsigned)cores : POOL_MOST;
}
