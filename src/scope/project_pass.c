/*
 * Passes over the records by several workers at once, and who goes along.
 */
#include "scope/project_parts.h"

#include "base/diag.h"
#include "base/lock.h"
#include "base/pool.h"

/* Records at a time, or as many as a companion waits for, if those are fewer. */
#define BATCH 64

/*
 * Whoever goes along is told of the records in their order, shown or not, while
 * the next ones are copied: by the worker who has copied what is due, as far as
 * all is copied.
 */
struct telling {
	struct lock *lock; /* of all but `done` */
	bool *copied;      /* by batch */
	bool is_told;      /* by somebody, just now */
	size_t next;       /* batch */
	size_t done;       /* records that were told of to the last */
};

struct copying {
	const struct pass *pass;
	struct projection *workers;
	size_t batch, batches;
	size_t *shown; /* by batch: the first of it; and where the last ends */
	const struct view_companion *companion; /* who is told; or NULL */
	struct telling telling;
};

static size_t
batch_record(const struct copying *c, size_t batch)
{
	size_t record = batch * c->batch, all = c->workers->corpus->record_count;
	return record < all ? record : all;
}

/* Is the next of those shown that record? */
static bool
is_shown_next(const struct projection *p, size_t shown, size_t record)
{
	return shown < p->shown_count &&
	    p->shown[shown].record == p->corpus->records[record];
}

static void
batch_tell(struct copying *c, size_t batch)
{
	const struct projection *p = c->workers;
	size_t shown = c->shown[batch], end = batch_record(c, batch + 1);
	for (size_t i = batch_record(c, batch); i < end; i++)
		c->pass->tell(c->companion->secrets, p->corpus->records[i],
		    is_shown_next(p, shown, i) ? p->shown[shown++].entry
					       : NULL);
	if (c->pass->done == NULL ||
	    (batch + 1 < c->batches &&
		end - c->telling.done < c->companion->stride))
		return;
	c->pass->done(c->companion->context, end);
	c->telling.done = end;
}

static void
batch_told(struct copying *c, size_t batch)
{
	struct telling *t = &c->telling;
	lock_take(t->lock);
	t->copied[batch] = true;
	while (!t->is_told && t->next < c->batches && t->copied[t->next]) {
		t->is_told = true;
		lock_give(t->lock);
		batch_tell(c, t->next);
		lock_take(t->lock);
		t->is_told = false;
		t->next++;
	}
	lock_give(t->lock);
}

static void
batch_copy(void *context, size_t job, unsigned worker)
{
	struct copying *c = context;
	struct projection *p = &c->workers[worker];
	if (c->pass->aside != NULL && job-- == 0) {
		c->pass->aside(p);
		return;
	}
	for (size_t i = c->shown[job]; i < c->shown[job + 1]; i++)
		c->pass->run(p, &p->shown[i]);
	if (c->companion != NULL)
		batch_told(c, job);
}

/* With memory of its own, and everybody known to it whom it will meet. */
static void
worker_open(struct projection *worker, const struct projection *p)
{
	*worker = *p;
	worker->arena = worker->texts = arena_new();
	worker->scratch = worker->sight.scratch = arena_new();
	worker->diags = worker->sight.diags =
	    ARENA_NEW(worker->scratch, struct diags);
	diags_init_like(worker->diags, worker->scratch, p->diags);
	table_init(&worker->words, worker->scratch);
	recent_open(worker);
	worker->closed = true;
}

static void
worker_close(struct projection *worker, struct projection *p)
{
	if (worker->misfit)
		BUG("somebody in a record was not met");
	diags_copy(p->diags, worker->diags);
	arena_join(p->arena, worker->arena);
	arena_free(worker->scratch);
}

static struct projection *
workers_open(struct projection *p)
{
	if (p->workers == 1)
		return p;
	struct projection *workers =
	    ARENA_ARRAY(p->scratch, struct projection, p->workers);
	for (unsigned i = 0; i < p->workers; i++)
		worker_open(&workers[i], p);
	return workers;
}

static void
workers_close(struct projection *p, struct projection *workers)
{
	for (unsigned i = 0; workers != p && i < p->workers; i++)
		worker_close(&workers[i], p);
}

struct looking {
	struct projection *workers;
	bool *seen; /* by record */
};

static void
batch_look(void *context, size_t job, unsigned worker)
{
	const struct looking *l = context;
	struct projection *p = &l->workers[worker];
	const struct corpus *corpus = p->corpus;
	size_t at = job * BATCH, end = at + BATCH;
	for (; at < end && at < corpus->record_count; at++) {
		const struct record *record = corpus->records[at];
		l->seen[at] = sight_record(&p->sight, record);
		if (l->seen[at] && p->met != NULL)
			people_meet(p, record);
	}
}

bool *
records_look(struct projection *p)
{
	size_t count = p->corpus->record_count;
	struct looking l = { workers_open(p),
		ARENA_ARRAY(p->scratch, bool, count) };
	for (unsigned i = 0; p->workers > 1 && i < p->workers; i++)
		l.workers[i].met = ARENA_ARRAY(p->scratch, bool,
		    p->corpus->roster.person_count + 1);
	pool_run(p->workers, (count + BATCH - 1) / BATCH, batch_look, &l);
	if (p->workers > 1)
		people_come(p, l.workers);
	workers_close(p, l.workers);
	return l.seen;
}

static void
batches_cut(struct projection *p, struct copying *c)
{
	size_t shown = 0;
	c->batch = c->companion != NULL && c->companion->stride < BATCH
	    ? c->companion->stride
	    : BATCH;
	c->batches = (p->corpus->record_count + c->batch - 1) / c->batch;
	c->shown = ARENA_ARRAY(p->scratch, size_t, c->batches + 1);
	for (size_t i = 0; i < p->corpus->record_count; i++) {
		if (i % c->batch == 0)
			c->shown[i / c->batch] = shown;
		shown += is_shown_next(p, shown, i);
	}
	c->shown[c->batches] = shown;
}

void
pass_run(struct projection *p, const struct pass *pass)
{
	struct copying c = { .pass = pass,
		.companion = pass->tell == NULL ? NULL : p->companion };
	batches_cut(p, &c);
	if (c.companion != NULL)
		c.telling = (struct telling){ .lock = lock_new(),
			.copied = ARENA_ARRAY(p->scratch, bool, c.batches) };
	c.workers = workers_open(p);
	pool_run(p->workers, c.batches + (pass->aside != NULL), batch_copy,
	    &c);
	workers_close(p, c.workers);
	lock_free(c.telling.lock);
}
