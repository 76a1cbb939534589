#include "base/lock.h"

#include <pthread.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/diag.h"

struct lock {
	pthread_mutex_t mutex;
};

struct gate {
	pthread_rwlock_t lock;
};

/* The C library's answer to a call that can only fail by a fault of ours. */
static void
must(int code)
{
	if (code != 0)
		BUG("a lock was not used as locks are");
}

static void *
made(size_t size)
{
	void *memory = malloc(size);
	if (memory == NULL)
		out_of_memory();
	return memory;
}

struct lock *
lock_new(void)
{
	struct lock *lock = made(sizeof(*lock));
	must(pthread_mutex_init(&lock->mutex, NULL));
	return lock;
}

void
lock_free(struct lock *lock)
{
	if (lock != NULL)
		must(pthread_mutex_destroy(&lock->mutex));
	free(lock);
}

void
lock_take(struct lock *lock)
{
	must(pthread_mutex_lock(&lock->mutex));
}

void
lock_give(struct lock *lock)
{
	must(pthread_mutex_unlock(&lock->mutex));
}

void
once(atomic_bool *made, void (*make)(void *context), void *context)
{
	static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;
	if (atomic_load_explicit(made, memory_order_acquire))
		return;
	must(pthread_mutex_lock(&making));
	if (!atomic_load_explicit(made, memory_order_relaxed)) {
		make(context);
		atomic_store_explicit(made, true, memory_order_release);
	}
	must(pthread_mutex_unlock(&making));
}

struct gate *
gate_new(void)
{
	struct gate *gate = made(sizeof(*gate));
	pthread_rwlockattr_t attributes;
	must(pthread_rwlockattr_init(&attributes));
	must(pthread_rwlockattr_setkind_np(
	    &attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP));
	must(pthread_rwlock_init(&gate->lock, &attributes));
	pthread_rwlockattr_destroy(&attributes);
	return gate;
}

void
gate_free(struct gate *gate)
{
	if (gate != NULL)
		must(pthread_rwlock_destroy(&gate->lock));
	free(gate);
}

void
gate_read(struct gate *gate)
{
	must(pthread_rwlock_rdlock(&gate->lock));
}

void
gate_write(struct gate *gate)
{
	must(pthread_rwlock_wrlock(&gate->lock));
}

void
gate_leave(struct gate *gate)
{
	must(pthread_rwlock_unlock(&gate->lock));
}
