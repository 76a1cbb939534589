/*
 * The pool: every job once, by a worker of the number it was given.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "base/os.h"
#include "base/pool.h"

#define JOBS_MOST 20000

struct work {
	unsigned workers;
	atomic_uint done[JOBS_MOST];
	size_t results[JOBS_MOST];
	atomic_uint inside[128]; /* by worker: is it busy? */
	atomic_bool wrong;
};

static void
work_one(void *context, size_t job, unsigned worker)
{
	struct work *work = context;
	if (worker >= work->workers || worker >= 128) {
		atomic_store(&work->wrong, true);
		return;
	}
	/* Scratch of a worker is his alone. */
	if (atomic_fetch_add(&work->inside[worker], 1) != 0)
		atomic_store(&work->wrong, true);
	work->results[job] = job * job;
	atomic_fetch_add(&work->done[job], 1);
	atomic_fetch_sub(&work->inside[worker], 1);
}

static void
assert_run(unsigned workers, size_t jobs)
{
	struct work *work = calloc(1, sizeof(*work));
	assert_non_null(work);
	work->workers = workers;
	pool_run(workers, jobs, work_one, work);
	assert_false(atomic_load(&work->wrong));
	for (size_t i = 0; i < JOBS_MOST; i++)
		assert_int_equal(atomic_load(&work->done[i]), i < jobs);
	for (size_t i = 0; i < jobs; i++)
		assert_int_equal(work->results[i], i * i);
	free(work);
}

static void
test_every_job_once(void **state)
{
	(void)state;
	static const unsigned workers[] = { 1, 2, 4, 63, 64 };
	static const size_t jobs[] = { 0, 1, 2, 3, 64, 65, 1000, JOBS_MOST };
	for (size_t i = 0; i < sizeof(workers) / sizeof(*workers); i++)
		for (size_t j = 0; j < sizeof(jobs) / sizeof(*jobs); j++)
			assert_run(workers[i], jobs[j]);
}

/* More than there are threads for: no harm. */
static void
test_many_workers(void **state)
{
	(void)state;
	assert_run(65, 1000);
	assert_run(1000, 1000);
	assert_run(4000000000u, 10);
}

static void
note_thread(void *context, size_t job, unsigned worker)
{
	pthread_t *threads = context;
	assert_int_equal(worker, 0);
	threads[job] = pthread_self();
}

/* One worker needs no thread, and takes the jobs in their order. */
static void
test_one_worker_is_the_caller(void **state)
{
	(void)state;
	pthread_t threads[50];
	pool_run(1, 50, note_thread, threads);
	for (size_t i = 0; i < 50; i++)
		assert_true(pthread_equal(threads[i], pthread_self()));
}

struct meeting {
	atomic_uint there;
	unsigned wanted;
};

static void
meet(void *context, size_t job, unsigned worker)
{
	struct meeting *meeting = context;
	double until = os_seconds() + 10;
	(void)job;
	(void)worker;
	atomic_fetch_add(&meeting->there, 1);
	while (atomic_load(&meeting->there) < meeting->wanted &&
	    os_seconds() < until)
		continue;
}

/* Each job waits for the other: only two workers at once end this soon. */
static void
test_workers_work_at_once(void **state)
{
	(void)state;
	struct meeting meeting = { .wanted = 2 };
	double start = os_seconds();
	pool_run(2, 2, meet, &meeting);
	assert_int_equal(atomic_load(&meeting.there), 2);
	assert_true(os_seconds() - start < 9);
}

static void
run_inner(void *context, size_t job, unsigned worker)
{
	size_t *sums = context;
	(void)worker;
	struct work *work = calloc(1, sizeof(*work));
	work->workers = 3;
	pool_run(3, 100, work_one, work);
	for (size_t i = 0; i < 100; i++)
		sums[job] += atomic_load(&work->done[i]);
	free(work);
}

static void
test_a_pool_in_a_pool(void **state)
{
	(void)state;
	size_t sums[8] = { 0 };
	pool_run(4, 8, run_inner, sums);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(sums[i], 100);
}

static void
test_cores(void **state)
{
	(void)state;
	assert_true(pool_cores() >= 1);
	assert_true(pool_cores() <= 64);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_job_once),
		cmocka_unit_test(test_many_workers),
		cmocka_unit_test(test_one_worker_is_the_caller),
		cmocka_unit_test(test_workers_work_at_once),
		cmocka_unit_test(test_a_pool_in_a_pool),
		cmocka_unit_test(test_cores),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
