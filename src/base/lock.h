/*
 * Locks between threads.  Each is its maker's, who frees it when nobody holds
 * it or will.
 */
#ifndef TONGBAO_BASE_LOCK_H
#define TONGBAO_BASE_LOCK_H

/* One at a time. */
struct lock;

struct lock *lock_new(void);
void lock_free(struct lock *lock);
void lock_take(struct lock *lock);
void lock_give(struct lock *lock);

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
