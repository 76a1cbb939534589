/*
 * The guard's own parts (guard.h is what others see).  It works on numbers
 * alone: who contributed what, which reader knows of it, who may open what.
 *
 *   guard.c         from the corpus to those numbers, and back to figures
 *   guard_known.c   which contributions a reader makes out for himself
 *   guard_issue.c   issues as layers, and this release as an issue
 *   guard_cells.c   cells, what is hidden in each from whom
 *   guard_trees.c   which cells are sums of which
 *   guard_table.c   edition by edition: what is opened
 *   guard_release.c what an edition withheld: groups and their reasons
 *   guard_witness.c may a cell have another value? what must be withheld then
 *   guard_move.c    the search for such other values
 *   guard_program.c the same for long ways, as a linear program
 *
 * A *system* is all tallies that count the same (tally->of): they share cells.
 * A *cell* is one node of some dimensions, whichever tallies have it.  A
 * *layer* is an issue: the last is this one, those before were published.  A
 * *slot* is a cell in a layer: layer × cells + cell.
 *
 * A reader knows V (if open), and of each cell what he sees for himself, K.
 * He knows in which cells something is hidden from him; x = V − K is its sum,
 * h the number of its contributors.  We grant him more than he has: it makes
 * the guard stricter and the reasoning simpler.
 */
#ifndef TONGBAO_SCOPE_GUARD_PARTS_H
#define TONGBAO_SCOPE_GUARD_PARTS_H

#include "scope/guard.h"
#include "scope/guard_task.h"

/* With 2, every withheld figure would be known to stand for one person. */
#define GUARD_LEAST 3
/* Cells of one sensitive table, zeros and all. */
#define GUARD_DENSE_MOST 400000

/* ---- what goes out ---- */

struct guard_mismatch {
	uint32_t tally, other; /* of the same `of`, and disagree */
};

struct guard_result {
	struct guard_outcome *outcomes; /* by edition */
	struct guard_mismatch *mismatches;
	size_t mismatch_count, mismatch_room;
	uint32_t *large; /* tallies with too many cells */
	size_t large_count, large_room;
	/*
	 * Figures, counted for each reader, that nothing can protect any more:
	 * earlier issues and what has become visible since give them away, or
	 * open zeros do.
	 */
	size_t lost;
	/*
	 * Those that only somebody could work out who reckons through several
	 * issues why each group was withheld.
	 */
	size_t weak;
};

/* Nothing is to be released when there are mismatches or large tallies. */
struct guard_result *guard_run(
    struct arena *arena, const struct guard_task *task);

/* ---- a system ---- */

#define SLOT_NONE UINT32_MAX

/* What one edition has withheld in one layer. */
struct guard_release {
	size_t layer;
	long edition;
	bool *withheld; /* by cell; zeros that are open are not */
	struct guard_reason {
		bool primary;
		uint32_t reader, hidden;
		long since;
	} *reasons; /* by cell */
	uint32_t *above; /* union-find over withheld cells */
	uint32_t *small; /* by root: cells that may have been its reason */
	uint32_t *met;   /* by constraint: one withheld cell, or SLOT_NONE */
	bool *is_small;  /* by cell */
};

/* One subject's sum in one leaf of one tally. */
struct guard_leaf {
	uint64_t subject;
	struct tally_place place;
	uint32_t amount;
	uint32_t first, count; /* its entries, in guard_table.sorted */
};

/* A tally in a layer. */
struct guard_table {
	size_t layer;
	uint32_t number; /* in the layer's list */
	const struct tally *tally;
	bool sensitive;
	const uint32_t **tokens; /* by dimension, node: for identity */
	const uint32_t **children, **child_starts; /* nodes below a node */
	const struct issue_entry **sorted; /* by subject, place */
	size_t sorted_count;
	struct guard_leaf *leaves;
	size_t leaf_count, leaf_room;
	struct guard_table_cell {
		struct tally_place place;
		uint32_t cell;
	} *cells;
	size_t cell_count, cell_room;
	struct table by_place; /* → number + 1, as a pointer */
	/* Leaves of each of its cells: a run of `uses`, by subject. */
	uint32_t *use_starts, *uses;
};

struct guard_move {
	uint32_t count;
	uint32_t *slots;
	int8_t *signs;
};

struct guard_system {
	struct arena *arena; /* of the system */
	struct arena *results; /* of what goes out */
	const struct guard_task *task;
	struct guard_result *result;
	const char *of;
	unsigned minimum;
	bool several; /* a subject may count more than once in a cell */
	struct guard_table *tables;
	size_t table_count, table_room;
	size_t token_count;
	size_t cell_count, slot_count; /* slots = layers × cells */

	/* By slot. */
	bool *there; /* else an open zero */
	uint32_t *value;
	bool *sensitive; /* by cell */
	struct guard_table **owner; /* the first table that has it */
	uint32_t *owned; /* its number there */
	/* The cell in the layer after, before, if nobody left it between. */
	uint32_t *next, *previous;

	/* By reader, then by slot. */
	uint32_t *hidden; /* x */
	uint32_t *hiders; /* h */
	bool *open;  /* to that reader, by editions that are done */
	bool *fixed; /* he sees for himself what it is */
	uint32_t *changers; /* since that layer, hidden; of what it opened */

	/* Sums: the first member is the sum of the others. */
	uint32_t *sum_starts, *sum_members;
	size_t sum_count;
	uint32_t *slot_sum_starts, *slot_sums;

	struct guard_release **releases;
	size_t release_count, release_room;

	struct guard_move *witness; /* by slot; may hold for other readers */
	bool *lost, *weak; /* by reader, slot: see struct guard_result */
	struct guard_search *search;
	struct guard_program *program;
	/* By reader: what was withheld in the last issue needs no new proof. */
	bool *lasting;
	/* Something is lost: to be tried again with `lasting`. */
	bool eager, gave_up;
};

static inline size_t
guard_at(const struct guard_system *s, size_t reader, size_t slot)
{
	return reader * s->slot_count + slot;
}

/* guard_cells.c: cells and what is hidden; false when it can't be guarded */
bool guard_system_make(struct guard_system *s, struct arena *results,
    const struct guard_task *task, const char *of,
    struct guard_result *result);
/* The number of a table's cell at that place; -1 when there is none. */
long guard_table_cell_at(
    const struct guard_table *table, const struct tally_place *place);
/* guard_trees.c */
size_t guard_tokens_make(struct guard_system *s); /* how many there are */
void guard_sums_make(struct guard_system *s);

/* guard_witness.c: one edition for one reader */
struct guard_round {
	struct guard_system *system;
	size_t reader;
	/* By slot: may it be moved, may it be withheld. */
	uint8_t *state;
#define ROUND_UNKNOWN 1
#define ROUND_OPEN 2 /* by this edition alone: it can be withheld */
	bool *proved; /* by slot: a witness was found */
	bool lenient; /* groups need no reason */
	const struct guard_release *past; /* the edition's last; or NULL */
};
/*
 * Withholds (in `release`) what must be for every slot to have a witness; true
 * when it had to.
 */
bool guard_round_run(
    struct guard_round *round, struct guard_release *release);

/* guard_release.c */
struct guard_release *guard_release_new(
    struct guard_system *s, size_t layer, long edition);
void guard_release_withhold(struct guard_system *s,
    struct guard_release *release, uint32_t cell, struct guard_reason reason);
/* The group of withheld cells that it belongs to. */
uint32_t guard_release_root(
    const struct guard_release *release, uint32_t cell);
/* Would it be a reason to withhold, if its value were other by `change`? */
bool guard_release_looks_small(const struct guard_system *s,
    const struct guard_release *release, uint32_t cell, long change);
/* Does the reader know what everybody sees who may open this release? */
bool guard_release_sees_through(const struct guard_system *s, size_t reader,
    const struct guard_release *release);
/* By how much it may fall, as that reader sees it. */
long guard_fall_most(const struct guard_system *s, size_t reader,
    uint32_t slot);

/* guard_move.c */
struct guard_search *guard_search_new(struct guard_system *s);
/*
 * A move that changes `slot`, opening at most `cost` cells of ROUND_OPEN to
 * movement; the cheapest of those found.  NULL when none was found.
 */
const struct guard_move *guard_move_find(struct guard_search *search,
    const struct guard_round *round, uint32_t slot, unsigned cost);
/*
 * What the last search was refused by: without it, the same search with more
 * of it to spend finds nothing more.
 */
#define GUARD_MET_COST 1u   /* figures beyond `cost` */
#define GUARD_MET_REASON 2u /* groups that would be without a reason */
#define GUARD_MET_LIMIT 4u  /* its own, of slots in a move */
unsigned guard_search_met(const struct guard_search *search);
/* Does it hold for this reader? */
bool guard_move_holds(
    const struct guard_round *round, const struct guard_move *move);

/* guard_program.c: freed when the system is done */
struct guard_program *guard_program_new(struct guard_system *s);
void guard_program_free(struct guard_program *program);
/*
 * A move that changes `slot`, as guard_move_find() finds; `withholding`: with
 * as few cells of ROUND_OPEN as it takes, and whatever reasons are left.  Good
 * until the next.
 */
const struct guard_move *guard_program_find(struct guard_program *program,
    const struct guard_round *round, uint32_t slot, bool withholding);
/* As guard_search_met(): GUARD_MET_REASON alone. */
unsigned guard_program_met(const struct guard_program *program);

#endif
