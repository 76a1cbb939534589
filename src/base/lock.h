/*
 * Locks between threads.  Each is its maker's, who frees it when nobody holds
 * it or will.
 */
#ifndef TONGBAO_BASE_LOCK_H
#define TONGBAO_BASE_LOCK_H

#include <stdatomic.h>
#include <stdbool.h>

/* One at a time. */
struct lock;

struct lock *lock_new(void);
void lock_free(struct lock *lock);
void lock_take(struct lock *lock);
void lock_give(struct lock *lock);

/*
 * Does what several threads may come to need, once: who comes meanwhile waits.
 * `made` is false at first.  Whatever is made so is made by one thread of the
 * process at a time; it may not ask for another.
 */
void once(atomic_bool *made, void (*make)(void *context), void *context);

/*
 * Many who read, or one who writes; who waits to write goes before who comes
 * to read.  No thread takes it twice.
 */
struct gate;

struct gate *gate_new(void);
void gate_free(struct gate *gate);
void gate_read(struct gate *gate);
void gate_write(struct gate *gate);
void gate_leave(struct gate *gate);

#endif
