/*
 * The audit's own parts (audit.h is what others see):
 *
 *   audit.c         system by system, reader by reader; what is open
 *   audit_cells.c   cells, their values, their sums, what is hidden in them
 *   audit_shown.c   which edition shows which cell; groups of withheld ones
 *   audit_reader.c  the bounds that a reader can draw
 *   audit_search.c  another assignment
 *   audit_site.c    from the corpus to what is given
 *
 * Words are the guard's (guard_parts.h): a system is all tallies of one `of`, a
 * cell the same node of the same dimensions in any of them, a slot a cell in
 * an issue: layer × cells + cell.  Only slots with an owner are there; the
 * others are zeros that everybody knows.
 */
#ifndef TONGBAO_SCOPE_AUDIT_PARTS_H
#define TONGBAO_SCOPE_AUDIT_PARTS_H

#include "scope/audit.h"

#define AUDIT_NONE UINT32_MAX
/* With 2, every withheld figure would be known to stand for one person. */
#define AUDIT_LEAST 3

/* What one subject adds to one leaf. */
struct audit_leaf {
	uint64_t subject;
	struct tally_place place;
	uint32_t amount;
	uint32_t first, count; /* its entries, in audit_table.entries */
};

/* A tally in an issue. */
struct audit_table {
	size_t layer;
	uint32_t number; /* in the layer's list */
	const struct tally *tally;
	const uint32_t *tokens[TALLY_DIMENSIONS_MOST]; /* by node */
	const struct issue_entry **entries; /* by subject, then place */
	size_t entry_count;
	struct audit_leaf *leaves;
	size_t leaf_count;
	struct audit_place {
		struct tally_place place;
		uint32_t cell;
	} *places;
	size_t place_count, place_room;
	uint32_t *use_starts, *uses; /* by place: its leaves, by subject */
};

/* What one edition shows of one issue. */
struct audit_release {
	size_t layer;
	long edition;
	bool *shown; /* by cell */
	/*
	 * Where nothing was published before, of cells that are not shown: any
	 * of its group, the next one; else NULL.
	 */
	uint32_t *group, *mate;
};

struct audit_bound {
	uint32_t slot;
	int32_t low, high;
};

/* Another assignment: what it has that is not true. */
struct audit_move {
	const struct audit_bound *values;
	uint32_t count;
};

struct audit_system {
	struct arena *arena;   /* of the system */
	struct arena *results; /* of what is found */
	const struct audit_task *task;
	const struct guard_task *given;
	struct audit *audit;
	const char *of;
	uint32_t minimum;
	bool several; /* a subject may count more than once in a cell */
	bool sensitive;
	struct audit_table *tables;
	size_t table_count, table_room;
	struct table words;      /* what a node means → its token */
	struct table identities; /* tokens → cell + 1 */
	uint32_t *marks, *where; /* by cell, while a table's places are made */
	size_t cell_count, mark_room, where_room, slot_count;

	/* By slot. */
	const struct audit_table **owner; /* the first that has it; or NULL */
	uint32_t *owned;                  /* the number of its place there */
	uint32_t *value;
	uint32_t *next; /* the cell later, if nobody left it; or AUDIT_NONE */
	/* By reader, then by slot: hidden sum, hidden contributors. */
	uint32_t *x, *h;

	/*
	 * Constraints: the first member is the sum of the others; from
	 * `sum_count` on it is at most the other.
	 */
	uint32_t *starts, *members;
	size_t sum_count, constraint_count, start_room, member_count,
	    member_room;
	/* By slot: constraint × 2, + 1 where it is the first. */
	uint32_t *use_starts, *uses;

	struct audit_release *releases;
	size_t release_count;
	const struct audit_move **moves; /* by slot: one that changed it */
};

static inline size_t
audit_now(const struct audit_system *s)
{
	return (s->given->layer_count - 1) * s->cell_count;
}

static inline bool
audit_opens(const struct audit_system *s, size_t reader, long edition)
{
	return edition < 0 ||
	    s->given->opens[reader * s->given->readers + (size_t)edition];
}

/* audit_cells.c */
void audit_system_make(struct audit_system *s);
/* AUDIT_NONE: nobody counts anything there, in any issue. */
uint32_t audit_cell_at(const struct audit_system *s,
    const struct audit_table *table, const struct tally_place *place);
/* Can the reader see for himself that nothing is hidden? */
bool audit_is_fixed(const struct audit_system *s, size_t reader, size_t slot);
/* Whose hidden sums are different in one slot and the other, to him. */
uint32_t audit_changes(
    const struct audit_system *s, size_t reader, size_t then, size_t now);

/* audit_shown.c */
void audit_releases_make(struct audit_system *s);
/* A place of the cell as that edition shows it, or withholds it. */
void audit_place_find(const struct audit_system *s, struct audit_fault *fault,
    uint32_t cell, bool shown);

/* audit_reader.c */
struct audit_reader {
	const struct audit_system *system;
	struct arena *arena;
	size_t reader;
	bool now; /* he knows what this issue tells */
	/* By slot. */
	bool *open, *unknown;
	bool *proved; /* it was something else in some assignment */
	int32_t *low, *high;
	/* By constraint: bounds of all members but the first. */
	int64_t *least, *most;
	int64_t *gap; /* by how much the first is more than the others */
	int32_t *width; /* the widest of the others, at first */
	/* Constraints that don't hold; where each stands among them, + 1. */
	uint32_t *broken, *where;
	uint32_t broken_count;
	/* Constraints to be looked at again. */
	uint32_t *queue;
	bool *queued;
	size_t head, waiting;
	/* What bounds were before. */
	struct audit_bound *trail;
	size_t trail_count, trail_room;
	uint32_t changed; /* slots that can't be what they are, now */
	/* Of the search. */
	size_t begun, most_begun;
	uint32_t most_changed;
	uint32_t from, to; /* issues that are tried together */
	bool cut; /* something was left out for want of changes */
};

/* False where the truth itself seems impossible: nothing can be asked. */
bool audit_reader_make(struct audit_reader *r, const struct audit_system *s,
    size_t reader, bool now);
void audit_reader_free(struct audit_reader *r);
/* The true value where the bounds have it, else the nearest. */
int32_t audit_current(const struct audit_reader *r, uint32_t slot);
/* False: no assignment lies within the bounds any more. */
bool audit_bind(struct audit_reader *r, uint32_t slot, int32_t value);
void audit_undo(struct audit_reader *r, size_t trail_count);

/* audit_search.c */
enum audit_answer {
	AUDIT_NO,
	AUDIT_YES,
	AUDIT_UNDECIDED,
};
/* May the slot be something else? */
enum audit_answer audit_may_differ(struct audit_reader *r, uint32_t slot);

#endif
