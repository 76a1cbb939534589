/*
 * What the steps of a build in shards share (shard_plan.h):
 *
 *	map      part-I       what was read of the records of shard I
 *	reduce   edition-K    what shards need of the Kth edition
 *	         made-0/      the files that are of a whole edition
 *	         made-0.done  what publishing needs beside them
 *	pages    made-I/, made-I.done   the same of shard I
 *	publish  published    that it was done
 *
 * They lie in the plan's folder, which nobody else may read.  Each file says in
 * its head what it is, of which plan and shard, and has a digest of the rest, so
 * that what is of another plan, or cut off, is refused by its name.
 */
#ifndef TONGBAO_CMD_STEP_H
#define TONGBAO_CMD_STEP_H

#include <stdatomic.h>
#include "base/pack.h"
#include "cmd/shard_plan.h"
#include "cmd/site.h"

/* Which files were made, and what each says, in whatever order they came. */
struct step_files {
	atomic_ullong count, sum;
};

struct step {
	const struct command *command;
	struct site_options options;
	const char *plan_path, *shard_word;
	struct arena *arena; /* of the command */
	struct shard_plan plan;
	unsigned shard; /* 0: of the whole */
	struct shards_reading reading;
	const char *made; /* the folder it writes into; see shards.h */
	struct step_files files; /* written there */
	int lock; /* of what it makes */
};
#define STEP_INIT(command)                                                     \
	{                                                                      \
		&(command), .options = SITE_OPTIONS_INIT, .lock = -1           \
	}
#define STEP_PLAN_OPTION(step)                                                 \
	{                                                                      \
		"plan", 'p', OPTION_STRING, &(step).plan_path, N_("FILE"),     \
		    N_("the plan, made by `tongbao plan`")                     \
	}
#define STEP_SHARD_OPTION(step)                                                \
	{                                                                      \
		"shard", 's', OPTION_STRING, &(step).shard_word, N_("I/N"),    \
		    N_("which of its shards, from 1")                          \
	}

/*
 * Takes the command line apart, reads the plan and runs the step, unless there
 * is something to say instead; the exit status.
 */
int step_main(struct step *step, const struct option *table, int argc,
    char **argv, int (*run)(void *context), void *context);

/* A file or folder of the plan's, by a name such as part-%u. */
const char *step_path(const struct step *step, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Are settings, scripts and theme those of the plan?  -1 after a diagnostic. */
int step_inputs_check(const struct step *step, struct site_run *run);
/* Nobody else makes the same, until the step ends.  -1 after a diagnostic. */
int step_lock(struct step *step, const char *name, struct diags *diags);
/*
 * Writes the file, all at once: a head, the digest of `body`, `body`.  `what`
 * says what it is; the digest is told, too, unless NULL.  -1 after a diagnostic.
 */
int step_write(const struct step *step, const char *name, const char *what,
    unsigned shard, struct text body, struct digest *digest,
    struct diags *diags);
/*
 * Its body and, unless NULL, that one's digest; in `arena`.  -1 after a
 * diagnostic.
 */
int step_read(const struct step *step, struct arena *arena, const char *name,
    const char *what, unsigned shard, struct unpack *body,
    struct digest *digest, struct diags *diags);
/* It is there, but not as it must be.  Always -1. */
int step_refuse(const struct step *step, const char *name, const char *why,
    struct diags *diags);
/* The folder NAME.new becomes NAME, in place of what was there.  -1: the same. */
int step_folder_put(const struct step *step, const char *name,
    struct diags *diags);

#endif
