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
	struct tally_place place; /* leaves; 0 beyond the tally's dimensions */
	uint32_t amount;          /* 1 … TALLY_MOST */
	/*
	 * What `map` had read of the record before it named the cell: a bit for
	 * every index in kind->fields, with whoever and whatever is named in
	 * it, and those below.  Whoever may see all of that in this record, and
	 * the organisation it concerns, can make out the contribution for
	 * himself.  (Kind, form, period and day go with the record.)
	 */
	uint64_t read;
};
/* The course of its problems: what replies and verifications say. */
#define READ_COURSE ((uint64_t)1 << 62)
/* What no page says: categories, labels of problems. */
#define READ_STANDING ((uint64_t)1 << 61)
/* What lies above its organisation. */
#define READ_ABOVE ((uint64_t)1 << 60)
/* Its id, which may be called after somebody. */
#define READ_ID ((uint64_t)1 << 59)
/* Whom it is about, where it has no field that says so. */
#define READ_SUBJECT ((uint64_t)1 << 58)
/* Whom its problems name: the rest of `problems` is read without them. */
#define READ_OWNERS ((uint64_t)1 << 57)
/* Of its organisation: its classes, who headed it. */
#define READ_CLASSES ((uint64_t)1 << 56)
#define READ_HEAD ((uint64_t)1 << 55)
/* Whether its reviewer headed any; how he stood to the subject. */
#define READ_OFFICE ((uint64_t)1 << 54)
#define READ_RELATION ((uint64_t)1 << 53)
/* Nor: somebody's branch, what lies above others than its organisation. */
#define READ_PLACE ((uint64_t)1 << 52)
_Static_assert(FIELDS_MOST <= 52, "a bit for each of those, too");

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

/*
 * From what several workers counted, in any order and any split.  `workers`
 * threads sort.
 */
struct diags;
struct tallies *tallies_make(struct arena *arena, struct tally_list list,
    const struct contributions *parts, size_t part_count, unsigned workers);
/*
 * Tallies of the same `of` must have the same sums wherever they can be
 * compared: in dimensions that they share, and in organisations of the same
 * id; and where amounts are counted (most > 1), all of them must be, as a
 * figure that says fewer than there are is wrong.  A diagnostic for each where
 * that is not so.
 */
void tallies_check(const struct tallies *tallies, const struct corpus *corpus,
    unsigned workers, struct diags *diags);

/* The subject that a record's contributions count for, else the record. */
const void *record_counted(const struct record *record);

/* ---- counting ---- */

/* A cell, leaf or margin, to which something was added. */
struct tally_sum {
	struct tally_place place;
	uint64_t value;
	uint32_t subjects; /* how many different ones add to it */
};

struct tally_sums {
	struct tally_sum *items; /* by place */
	size_t count;
	/*
	 * The first of those whose subject adds more to its cell than is
	 * counted, and how much that is; NULL: none does.
	 */
	const struct contribution *cut;
	uint64_t cut_amount;
};

/* Does it count?  NULL stands for: all do. */
typedef bool contribution_test(
    void *context, const struct contribution *contribution);

/*
 * All cells that are not zero, from those contributions to the tally that pass
 * the test.  The value of a leaf is the sum over subjects of what each adds,
 * at most tally->most; a margin's is the sum of its leaves.  Independent of
 * the order of the contributions.
 */
struct tally_sums *tally_sums_make(struct arena *arena,
    const struct corpus *corpus, const struct tallies *tallies, size_t tally,
    contribution_test *test, void *context);
/* The cell; NULL when it is zero. */
const struct tally_sum *tally_sum_at(
    const struct tally_sums *sums, struct tally_place place);

#endif
