/*
 * The ledger (台帐) as one table: one row a review, by period as the programme
 * has them, then in the view's order.  Its rows are told when it is opened; its
 * cells are made once an edition, when somebody first asks for them (page.h:
 * plan_ledger): pages, CSV, XLSX and the script's data print the same ones.
 * All of it lies in the arena it was opened in, which is its own from then on.
 */
#ifndef TONGBAO_COMPOSE_LEDGER_H
#define TONGBAO_COMPOSE_LEDGER_H

#include <stdatomic.h>
#include "base/buf.h"
#include "model/view.h"

enum cell_type {
	CELL_TEXT,
	CELL_DATE,    /* ISO */
	CELL_INTEGER, /* from 0 on */
};

struct ledger_column {
	const char *id; /* in addresses: #period=2010-q3&sort=date */
	const char *title;
	enum cell_type type;
	bool choice; /* rows can be chosen by it */
	bool main;   /* a page shows it; the others are in the files */
	bool head;   /* it says what the row is about */
};

struct ledger_cell {
	const char *text; /* "" for none */
	const char *path; /* of the page it leads to, or NULL */
	const char *id;   /* of what it names, in columns of choices; or NULL */
	/* What it is sorted by, before its text: a rank, or the number. */
	int64_t order;
};

/*
 * How far a review's problems are, as the edition sees it.  Bits of `states`
 * below: 1 << one of these, or 1 << (LEDGER__STATE + an enum problem_state).
 */
enum ledger_state {
	LEDGER_ANY,      /* a problem is stated */
	LEDGER_UNCLOSED, /* of one at least the closing is not seen */
	LEDGER__STATE,
};
#define LEDGER_STATES_MOST 16

struct ledger_row {
	/* Rows are told by its id, period, organisation and form alone. */
	const struct view_entry *review;
	/* Parallel to the columns; of those that are alike there is one. */
	const struct ledger_cell *const *cells;
	uint32_t states;
	int period; /* its rank in the programme */
};

/* Rows that have pages and files of their own: all of them, or those of a period. */
struct ledger_volume {
	const char *period; /* its id; NULL: all */
	size_t number;      /* of those of the period: 0 is the first */
	size_t first, end;  /* of the rows */
};

struct ledger {
	struct arena *arena;
	const struct view *view;
	const struct ledger_column *columns;
	size_t column_count;
	/* Parallel: has any row something there, has any a long text? */
	bool *has, *wide;
	struct ledger_row *rows;
	size_t row_count;
	struct ledger_volume *volumes; /* the newest period first; at least one */
	size_t volume_count;
	atomic_bool filled;
	PLANT_FACTS
};

/*
 * A sheet of Excel or WPS has 1,048,576 rows: with more than `most` every period
 * has its own, or several; so it has where the site is bound (view_bind).
 */
#define LEDGER_MOST 1000000
struct ledger *ledger_open(
    struct arena *arena, const struct view *view, size_t most);
/* The rows of the volume as a ledger by itself; it has no more than that one. */
struct ledger ledger_of(
    const struct ledger *ledger, const struct ledger_volume *volume);
/* For the names of its pages: "", "-2010-q3", ".2-2010-q3". */
const char *ledger_suffix(
    struct arena *arena, const struct ledger_volume *volume);
enum ledger_file {
	LEDGER_XLSX,
	LEDGER_CSV,
	LEDGER_SCRIPT, /* for the pages' script */
	LEDGER__FILES,
};
/* From the edition's folder on. */
const char *ledger_file_path(struct arena *arena,
    const struct ledger_volume *volume, enum ledger_file file);
void ledger_fill(struct ledger *ledger);
/*
 * Once it is filled, of all that there is to show of it: of what is one for all
 * rows, and of a row; `scratch` is cleared.
 */
struct digest ledger_frame_digest(
    const struct ledger *ledger, struct buf *scratch);
struct digest ledger_row_digest(
    const struct ledger *ledger, size_t row, struct buf *scratch);

/* How a page lays out the column: "number", "wide", or "". */
const char *ledger_class(const struct ledger *ledger, size_t column);

/* What a state is called in addresses (#state=closed) and by people. */
const char *ledger_state_id(unsigned state);
const char *ledger_state_words(struct arena *arena, const struct view *view,
    unsigned state);

#endif
