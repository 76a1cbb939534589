/*
 * The proof that an edition is a function of what its audience may see, and of
 * nothing else (SCOPE: tongbao prove): it is made in full as it is, and from
 * each world of scope/world.h; every byte and every message must be the same.
 *
 * Of the first making only digests are kept.  Where one differs, that file is
 * made again in both worlds, to show the place: a proof that holds costs three
 * makings, one that fails two more.
 *
 * The history of the site's git is no input of a build, so there is nothing of
 * it to scramble.
 *
 * Figures are the same in every world, so nothing of this speaks of them: what
 * they tell is audited once for all editions (scope/audit.h).
 */
#ifndef TONGBAO_CMD_PROVER_H
#define TONGBAO_CMD_PROVER_H

#include "cmd/figures.h"
#include "cmd/make.h"
#include "scope/audit.h"
#include "scope/world.h"

struct prover {
	struct site_run *run; /* opened; differences are among its faults */
	uint64_t seed;        /* of the noise */
	struct theme *theme;
	struct print_fonts *fonts; /* NULL: nothing is printed */
	/* The real corpus's, in every world; NULL: there are none. */
	struct figures_release figures;
	bool paperless;
};

struct proof {
	size_t files, bytes;
	size_t differences;
};

/*
 * -1 after a diagnostic: there is no theme, a font is missing.  `paperless`:
 * bulletins are composed, and not printed.  `output`: where the site is
 * published; NULL: nowhere yet.
 */
int prover_open(struct prover *prover, struct site_run *run,
    const char *output, uint64_t seed, bool paperless);
void prover_close(struct prover *prover);
/*
 * -1 after diagnostics when the edition can't be made as it is; else 0, and
 * proof->differences says whether it depends on anything that is hidden.
 */
int prover_edition(
    struct prover *prover, size_t number, struct proof *proof);
/*
 * Of the figures, when there are any: what is found is told.  NULL after a
 * diagnostic that they can't be audited.
 */
const struct audit *prover_audit(struct prover *prover);

#endif
