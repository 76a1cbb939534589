/*
 * Who is to be reviewed in a period, and who has been: the one source of the
 * numbers that the rules coverage and cadence, `coverage` and sealing go by
 * (plan, chapters 3 and 5.1: once a quarter, everybody, no blind spots).
 *
 * Subjects are those whom a form with coverage takes on the period's last day:
 * who was founded, joined or moved in later is not missing, nor who had left.
 * A form that does not say whom it is for asks for nobody, and nobody is asked
 * to review the top: whoever does comes from outside.
 *
 * A review counts by the form it was written on, or by the one that took the
 * subject on its own day (who somebody was then is what counts: a member who
 * became a deputy before the period ended has been reviewed).  One off the
 * round does not count.  Of several, the first decides whether it was in time.
 * What is dated after the day, reviews and approvals of waivers, is not known.
 */
#ifndef TONGBAO_CHECK_COVERAGE_H
#define TONGBAO_CHECK_COVERAGE_H

#include "check/check.h"
#include "model/relation.h"

enum coverage_state {
	COVERAGE_MISSING, /* a blind spot, once the period is over due */
	COVERAGE_LATE,
	COVERAGE_WAIVED,
	COVERAGE_IN_TIME,
	COVERAGE__MAX,
};

struct coverage_item {
	struct subject subject;
	/* Where he is counted: itself, the branch, where he is a deputy. */
	const struct organisation *within;
	const struct form *form;
	enum coverage_state state;
	const struct record *review;  /* the regular one that counts, or NULL */
	const struct record *another; /* a regular one after it, or NULL */
	const struct record *interim; /* one off the round, or NULL */
	const struct record *waiver;  /* or NULL */
};

struct coverage {
	const struct period *period;
	bool over_due; /* the due date has passed: what is missing is blind */
	/* By form, organisations in official order, people in the files'. */
	struct coverage_item *items;
	size_t count, capacity;
};

/* Memory is in the arena; linear in the rosters. */
struct coverage *coverage_make(struct arena *arena,
    const struct checking *checking, const struct period *period);

/* Who looks after it: a person's branch or office, the superior of a unit. */
const struct organisation *coverage_place(const struct coverage *coverage,
    const struct coverage_item *item);

/* Every period that has begun, one after another; nothing of it is kept. */
typedef void coverage_look(const struct checking *checking,
    const struct coverage *coverage, struct diags *diags);
void coverage_each(const struct checking *checking, coverage_look *look,
    struct diags *diags);

#endif
