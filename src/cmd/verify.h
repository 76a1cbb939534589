/*
 * `tongbao verify`, in parts:
 *
 *   verify.c        the command; bags
 *   verify_seals.c  what a site's seals say of a bag
 *   verify_proof.c  proofs of single records
 */
#ifndef TONGBAO_CMD_VERIFY_H
#define TONGBAO_CMD_VERIFY_H

#include "cmd/site.h"

struct verifying {
	enum diag_form form;
	unsigned most;
	bool quiet;
	const char *site; /* whose seals are asked; or NULL */
	const char *root_words; /* of --root; or NULL */
	struct digest root;     /* that it is: on paper */
	struct site_run run;    /* of the site */
};

/* Where the form wants them. */
void verify_print_faults(const struct verifying *verifying,
    struct diags *diags, const struct sources *sources);

/* Is there a proof, not a bag, at the path? */
bool verify_is_proof(const char *path);
/* One of them, with its report: an exit status. */
int verify_proof(const struct verifying *verifying, const char *path);

/*
 * Reads a site and looks at the chain of its seals; an exit status, after the
 * faults are printed.  site_drop() in both cases.
 */
int seals_open(struct site_run *run, const char *root);
/*
 * The seal that lists this file, by its digest; NULL when none does, after a
 * diagnostic that says what is known, or the system's error.
 */
const struct seal *seal_of_bag(const struct site_run *run,
    struct arena *arena, const char *path, struct diags *diags);

#endif
