/*
 * What reduce and pages hand on to publish, and reduce to pages (step.h).
 */
#ifndef TONGBAO_CMD_SHARDS_H
#define TONGBAO_CMD_SHARDS_H

#include "cmd/make.h"
#include "cmd/step.h"

/* That the files of a share were made: made-I.done. */
struct shards_done {
	size_t edition_count;
	struct digest *editions; /* of edition-K, that they were made from */
	bool *needed;           /* of the site's allowances */
	size_t allowance_count;
	uint64_t files, files_sum; /* of the folder beside it */
	struct buf searches;    /* while it is made: of each edition a text */
	struct text *search;    /* once read: the same; "" where there is none */
	/* Of share 0 alone: */
	const char *output; /* where it is to be published; "": the default */
	size_t records, bulletins;
	bool counts;               /* there are tallies */
	struct digest issues_were; /* what had been published before */
	struct text issue;         /* what will be remembered; "": the same */
	struct text manifest;
};

/* Takes the lock of the share, and what an earlier run has made of it away. */
int shards_begin(struct step *step, struct diags *diags);
/* A make_sink's, into made-I.new. */
int shards_put(void *step, const char *path, struct text bytes,
    struct os_error *error);
/* One more that was made, or found; on any thread. */
void shards_files_add(
    struct step_files *files, const char *path, struct text bytes);
void shards_done_init(struct shards_done *done, const struct site_run *run);
/* Of one that was made, or of nothing but zeros. */
void shards_done_free(struct shards_done *done);
/* The files are whole: puts them in their place, then says so. */
int shards_done_write(const struct step *step, struct shards_done *done,
    const struct make *make, struct diags *diags);
/* Of any share.  -1 after a diagnostic. */
int shards_done_read(const struct step *step, const struct site_run *run,
    unsigned share, struct shards_done *done, struct diags *diags);

/* ---- an edition ---- */

/*
 * edition-K, what its entries are, and edition-K.bodies, what they say; the
 * digest is the first one's.  -1 after a diagnostic.
 */
int edition_write(const struct step *step, const struct plan *plan,
    const struct forbidden *forbidden, size_t number, struct digest *digest,
    struct diags *diags);
/* An edition as reduce has made it, without the corpus. */
struct edition_given {
	struct arena *bytes; /* its texts lie there */
	const char *name;    /* of the file of its bodies */
	struct text bodies;  /* which is mapped */
	struct view *view;
	struct figures *figures; /* or NULL */
	struct bulletins bulletins;
	struct additions additions;
	struct forbidden *forbidden; /* or NULL */
	struct plan *plan;
};
/*
 * Reads edition-K and makes its plan; `digest` is what it must have.  -1 after
 * diagnostics; edition_give_back() in any case.
 */
int edition_take(struct edition_given *given, const struct step *step,
    struct make *make, size_t number, struct digest digest);
void edition_give_back(struct edition_given *given);

#endif
