/*
 * The figures of all editions: released by the guard, with all in mind that
 * builds and seals told before (SCOPE: stage 5); then a sealed period's are put
 * in their place as its seal has them, told and withheld (content/seals).  So
 * a circular made anew says what it said.
 *
 * They stand for cells of that period.  What is summed over several periods is
 * as it is now; where a problem was put right since, that sum tells it.
 */
#ifndef TONGBAO_CMD_FIGURES_H
#define TONGBAO_CMD_FIGURES_H

#include "cmd/site.h"
#include "scope/guard.h"

struct figures_release {
	struct issues earlier; /* of builds and seals, from the oldest */
	struct guarding guarding;
	struct guard_report report;
	struct figures **guarded; /* by edition; as the guard released them */
	struct figures **shown;   /* with sealed periods as they were */
};

struct figures_wish {
	const struct corpus *corpus; /* labelled by */
	const struct policy *policy;
	const struct issues *published; /* by builds; or NULL */
	/* Its figures are counted now, for a seal of its own; or NULL. */
	const char *anew;
	/* What this one told and withheld, of all periods, is so again; or NULL. */
	const struct seal *again;
};

/* Of run->tallies, which are there.  -1 after diagnostics. */
int figures_release(struct figures_release *release, struct site_run *run,
    struct figures_wish wish);

/* The same, with what builds published into `output` in mind; NULL: nothing. */
int figures_look(struct figures_release *release, struct site_run *run,
    const char *output, struct figures_wish wish);

/* ---- in a seal ---- */

/*
 * What was released, `figures:` and its fields; with the period's figures of
 * the editions that are true in `sealed`, by number.
 */
void figures_put_sealed(struct buf *buf, struct arena *arena,
    const struct figures_release *release, const char *period,
    const bool *sealed);

#endif
