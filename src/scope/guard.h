/*
 * The guard: which figures the readers of each edition get (SCOPE: stage 5).
 *
 * A reader is the audience of an edition; he may open that edition and all
 * that it covers, closed ones too.  Of an edition that is gone from site.yaml
 * the audience is one as before: it remembers what it opened.
 *
 * A figure is withheld from an edition when for one of those who may open it
 * few contributors, but not none, are hidden (tally->minimum; 2 counts as 3,
 * since what is withheld would be known to be 1), or when few came or left
 * since an issue that had it open.  Then further figures are withheld until
 * each withheld one could be something else, for everybody, also with the
 * sums, the earlier issues and this rule in mind.
 *
 * Tallies of the same `of` are guarded together, with the largest of their
 * minima, and are sensitive when one of them is.  With a minimum of 1 nothing
 * is withheld.
 */
#ifndef TONGBAO_SCOPE_GUARD_H
#define TONGBAO_SCOPE_GUARD_H

#include "model/issues.h"
#include "model/tally.h"
#include "scope/policy.h"

struct guarding {
	const struct corpus *corpus; /* labelled */
	const struct policy *policy;
	const struct tallies *tallies;
	const char *as_of;
	const struct issues *earlier; /* or NULL: nothing was published */
	struct diags *diags;
	unsigned jobs;
	bool whole; /* the report's, for a seal, is wanted */
};

/* One cell of one edition, for the office. */
struct guard_cell {
	uint32_t tally;
	struct tally_place place;
	uint64_t value;
	bool withheld;
	/* Of one withheld: */
	bool primary;    /* for its own sake; else for others' */
	size_t reader;   /* for whose sake: an edition's number, or a gone one's */
	uint32_t hidden; /* contributors hidden from that one */
	long since; /* they came or left since that earlier issue; or -1 */
};

/* The cells of one edition that are not open zeros, by tally and place. */
struct guard_outcome {
	struct guard_cell *cells;
	size_t count;
};

struct guard_report {
	/* Of the site, by number; closed ones too. */
	struct guard_outcome *editions;
	/* Figures × readers that earlier issues or zeros give away anyway. */
	size_t lost;
	/* That could be told only by why a group was withheld, over issues. */
	size_t weak;
	/* What is now published, to be kept with the earlier ones. */
	struct issue *issue;
	struct issue *whole; /* that, with all tallies; or NULL */
	bool unchanged; /* it is the same as the last one, but for its day */
};

/*
 * For each edition of the site its figures, for closed ones too: bulletins are
 * made from them.  NULL after diagnostics.
 */
struct figures **guard_release(struct arena *arena,
    const struct guarding *guarding, struct guard_report *report);

#endif
