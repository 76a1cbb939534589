/*
 * Parts of `tongbao plan`: whom each record is about, which shard it goes to,
 * and what runs the steps.
 */
#ifndef TONGBAO_CMD_PLAN_H
#define TONGBAO_CMD_PLAN_H

#include "cmd/shard_plan.h"

/*
 * What the first lines of a record say of where it belongs, and how large it
 * is.  Numbers count from 1, 0 is none: an organisation and a person by their
 * order in the rosters, a record by its place among the files.
 */
struct plan_record {
	uint32_t organisation, person;
	uint32_t follows; /* the record that this one answers */
	uint32_t bytes;
};

/*
 * plan_about.c: of all files, in parallel; what is no record, or can't be
 * understood, is about nothing.  All that is guessed wrongly here costs time,
 * never a byte of what is published.  -1 after a diagnostic: the machine can't
 * read a file.
 */
int plan_about(struct plan_record *records, const struct os_list *files,
    struct site_run *run);

/*
 * plan_cut.c: a shard for each record, 0 for what is none.  The largest shard
 * has at most 1.2 times the mean, or the mean and the largest piece: that is an
 * organisation's records, or, where those are more than the mean, a person's,
 * or a review's with its answers.
 */
void plan_cut(uint32_t *shard_of, const struct plan_record *records,
    const struct os_list *files, const struct roster *roster,
    const char *as_of, unsigned shards);

/*
 * plan_ninja.c: a build.ninja that runs all steps.  0, or an exit status after
 * a message: site, plan or program may have names that it can't hold.
 */
int plan_ninja_put(struct buf *out, const struct shard_plan *plan,
    struct site_run *run);

#endif
