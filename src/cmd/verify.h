/*
 * `tongbao verify`, in parts:
 *
 *   verify.c        the command, what reports have in common
 *   verify_bag.c    bags
 *   verify_seals.c  what a site's seals say of a bag
 *   verify_site.c   a site: its seals, what they list, the archive
 *   verify_proof.c  proofs of single records
 */
#ifndef TONGBAO_CMD_VERIFY_H
#define TONGBAO_CMD_VERIFY_H

#include "cmd/site.h"
#include "publish/bag_check.h"

struct verifying {
	enum diag_form form;
	unsigned most;
	bool quiet;
	const char *site; /* whose seals are asked; or NULL */
	const char *archive; /* of a site that is verified; or NULL */
	const char *as_of;   /* its records ahead of that don't count; or NULL */
	const char *root_words; /* of --root; or NULL */
	struct digest root;     /* that it is: on paper */
	struct site_run run;    /* of the site */
};

/* Where the form wants them. */
void verify_print_faults(const struct verifying *verifying,
    struct diags *diags, const struct sources *sources);

/* ---- reports ---- */

/* What was found under a head by which an archive examines. */
struct verify_finding {
	size_t errors, warnings;
	bool examined; /* else nothing is shown by there being no errors */
};
/* A line for people: its begin and its end, the details between them. */
void verify_begin_head(enum bag_head head, struct verify_finding finding);
void verify_end_head(struct verify_finding finding);
/* A field for programs: all but its closing brace. */
void verify_put_head_json(
    struct buf *out, enum bag_head head, struct verify_finding finding);
void verify_put_text_json(struct buf *out, const char *key, const char *text);
/* What others wrote, fit for a terminal. */
void verify_put_clean(const char *words);

/* ---- what is verified: each an exit status, with its report ---- */

/* A folder or a tar. */
int verify_bag(const struct verifying *verifying, const char *path);
/* Is it the folder of a site? */
bool verify_is_site(const char *path);
int verify_site(const struct verifying *verifying, const char *root);
/* Is there a proof, not a bag, at the path? */
bool verify_is_proof(const char *path);
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
