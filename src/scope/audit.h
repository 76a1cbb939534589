/*
 * The audit of released figures: what can a reader work out (SCOPE: tongbao
 * prove)?  Shares with the guard what both are given (guard_task.h) and no
 * code; of what the guard found it asks nothing, only what is released.
 *
 * What a reader knows: the tallies and the rule, what he sees for himself, in
 * which cells something is hidden from him, all open figures of the editions
 * that he may open, in this issue and in earlier ones; that figures only rise
 * where nobody left; and, where nothing was published before, that of withheld
 * figures that hang together one is small.
 *
 * For each reader, then:
 *  - no figure is open while few, but not none, of its contributors are hidden
 *    from him, nor when few came or left since an issue that had it open;
 *  - none that is withheld can be worked out.  The bounds of all of them are
 *    drawn together, sum by sum, until nothing moves; then another assignment
 *    of whole numbers is looked for, near the true one first.
 */
#ifndef TONGBAO_SCOPE_AUDIT_H
#define TONGBAO_SCOPE_AUDIT_H

#include "scope/guard.h"
#include "scope/guard_task.h"

enum audit_kind {
	AUDIT_FALSE,  /* told as something else than it is */
	AUDIT_FEW,    /* open, and few are hidden */
	AUDIT_CHANGE, /* open, and few came or left */
	AUDIT_TOLD,   /* withheld, and can be worked out */
};

struct audit_fault {
	enum audit_kind kind;
	size_t reader; /* AUDIT_FALSE: whoever opens the edition */
	long edition;  /* that told it; -1, or beyond those of now: a gone one */
	size_t layer;  /* the issue */
	uint32_t tally; /* of that layer */
	struct tally_place place;
	uint64_t value;  /* what it is */
	uint64_t told;   /* AUDIT_FALSE */
	uint32_t people; /* hidden, that came or left */
	size_t since;    /* AUDIT_CHANGE: the layer */
};

struct audit {
	struct audit_fault *faults;
	size_t count, room;
	size_t released, withheld; /* figures of all editions, now */
	size_t asked; /* withheld ones, once for each reader */
	/* Of those: no other assignment was found before the limit. */
	size_t undecided;
	/* Known even without what this issue tells: nothing could help. */
	size_t lost;
};

struct audit_task {
	const struct guard_task *given;
	struct figures *const *figures; /* what is released now, by edition */
	/* Assignments that may be begun for one figure; 0: bounds are all. */
	size_t most;
};

/* Faults by system of tallies, reader, cell. */
struct audit *audit_run(struct arena *arena, const struct audit_task *task);

/*
 * The same for what is released of a site; all that a reader knows is made anew
 * from corpus and labels.  `task` becomes what was audited, in the arena.  NULL
 * after a diagnostic.
 */
struct audit *audit_release(struct arena *arena,
    const struct guarding *guarding, struct figures *const *figures,
    struct guard_task *task);

#endif
