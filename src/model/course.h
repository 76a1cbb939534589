/*
 * A problem's course: DOMAIN, “a problem lives until it is closed”.
 *
 *   open → doing → done (to be verified) → closed
 *   reopened   it came back, or a verifier did not find it done
 *   lasting    measures are kept up for good: never overdue
 *   extended   a reply gave a reason and a later day; the old day is kept.
 *              Where the review has set none, the first one given is no later
 *
 * A pure function of values: the problem as its review has it, the items of
 * replies, the results of verifications, in whatever period.  So `check`,
 * `open` and the pages of an edition say the same of what each may see.
 *
 * What a reply's item says:
 *  - of a measure that it names by id or by its text: how far that measure is;
 *    the problem follows from all its measures;
 *  - of anything else that was done: a new measure, and the problem as a whole
 *    (of several new ones in one reply: the least advanced);
 *  - without a measure: the problem as a whole.
 * A reply can at most say done; only a verification closes, from any state: a
 * verifier has seen it himself.  It reopens what was closed, lasting or said
 * to be done.  Other steps are impossible: they are left out and told.
 *
 * Steps count by day; on one day replies before verifications, then by the
 * order given.
 */
#ifndef TONGBAO_MODEL_COURSE_H
#define TONGBAO_MODEL_COURSE_H

#include "base/value.h"

enum problem_state {
	PROBLEM_OPEN,
	PROBLEM_DOING,
	PROBLEM_DONE,
	PROBLEM_LASTING,
	PROBLEM_EXTENDED,
	PROBLEM_CLOSED,
	PROBLEM_REOPENED,
	PROBLEM__MAX,
};

/* A record that speaks of the problem: a reply, or a verification of it. */
struct course_source {
	const char *record; /* its id */
	const char *date;   /* ISO; one without a day is left out silently */
	struct span span;   /* of the record */
	const struct value *items;  /* of a reply: those of other problems too */
	const struct value *result; /* of a verification; else NULL */
};

struct course_step {
	enum problem_state state;
	const char *date;
	size_t source; /* in the sources given; COURSE_REVIEW for the first */
	struct span span; /* of what says so */
	const char *due;    /* the new day of an extension, or NULL */
	const char *reason; /* for it */
};
#define COURSE_REVIEW ((size_t)-1)

enum course_fault_kind {
	COURSE_IMPOSSIBLE,       /* the step can't follow what went before */
	COURSE_EXTENSION_REASON, /* an extension without a reason */
	COURSE_EXTENSION_DUE,    /* without a day that lies after the old one */
};

struct course_fault {
	enum course_fault_kind kind;
	enum problem_state state; /* that the step would have led to */
	struct span span;
	size_t before; /* index of the step that it can't follow */
};

struct course_measure {
	const char *text, *id; /* id NULL: it has none */
	enum problem_state state; /* open, doing, done, lasting or extended */
	bool planned; /* by the review; else a reply brought it */
};

struct course {
	struct course_step *steps; /* [0] is the review's */
	size_t step_count;
	struct course_fault *faults;
	size_t fault_count;
	struct course_measure *measures;
	size_t measure_count, measures_done;
	enum problem_state state;
	const char *first_due, *due; /* at first and now; NULL: none was set */
	size_t extensions;
	bool answered;      /* a reply speaks of it */
	const char *done;   /* the day since when it is done; NULL: it isn't */
	/* Internal to course.c. */
	size_t step_room, fault_room, measure_room;
};

/* `opened`: the review's day.  Sources dated before it count all the same. */
struct course *course_make(struct arena *arena, const struct value *problem,
    const char *opened, const struct course_source *sources, size_t count);

/* Neither closed nor kept up for good. */
bool course_is_unfinished(const struct course *course);
/* Days that it is over its day on `day`; 0 or less: it is not. */
long course_days_over(const struct course *course, const char *day);

/* The problem's measure of that id or text; NULL when there is none. */
const struct value *problem_measure(const struct value *problem,
    struct text name);
/* Is it the problem that REVIEW#PROBLEM names? */
bool problem_is_named(struct text reference, struct text problem);

/* The schema's word: “doing”. */
const char *problem_state_name(enum problem_state state);

#endif
