/*
 * What was counted, and from whom: the office's side of a tally.  Nothing above
 * the floor of scope/ and filter/ may include this header.
 *
 * A contribution says: this record adds `amount` to this cell.  It names
 * leaves only; margins follow.  From the contributions of one subject to one
 * cell at most tally->most counts, whatever their order; so sums merge in any
 * order and any split.
 */
#ifndef TONGBAO_MODEL_TALLY_H
#define TONGBAO_MODEL_TALLY_H

#include "model/corpus.h"
#include "model/figures.h"

struct contribution {
	uint32_t tally;  /* in the list */
	uint32_t record; /* in corpus->records */
	struct tally_place place; /* leaves */
	uint32_t amount;
	/*
	 * What `map` had read of the record before it named the cell: a bit for
	 * every index in kind->fields, and those below.  Whoever may see all of
	 * that in this record can make out the contribution for himself.
	 */
	uint64_t read;
};
/* The course of its problems: what replies and verifications say. */
#define READ_COURSE ((uint64_t)1 << 62)

struct contributions {
	struct contribution *items;
	size_t count;
};

struct tallies {
	struct arena *arena;
	struct tally_list list;
	/* Parallel to list.items; each by place, then record, then `read`. */
	struct contributions *contributions;
};

/* The subject that a record's contributions count for; NULL: none. */
const void *record_counted(const struct record *record);

#endif
