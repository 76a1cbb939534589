/*
 * Tallies as they are declared, and the figures of one edition: the only way by
 * which records that an audience may not see count in what it gets (SCOPE:
 * stages 4 and 5).  What is here is public or released; what was counted, and
 * from whom, is model/tally.h's.
 *
 * A tally counts over a few dimensions.  A dimension is a closed vocabulary
 * and a tree: node 0 is all of it, below it are its values; organisations lie
 * below their superiors, and what belongs to an organisation itself and to
 * none below it is a node of its own.  A cell takes one node of each
 * dimension, so margins are cells like others.  A cell is the sum of the cells
 * of its node's children, in every dimension.
 */
#ifndef TONGBAO_MODEL_FIGURES_H
#define TONGBAO_MODEL_FIGURES_H

#include "base/hash.h"
#include "base/source.h"
#include "model/schema.h"

enum tally_axis {
	AXIS_TERMS,        /* a vocabulary of the programme */
	AXIS_ORGANISATION, /* organisations down to a level */
	AXIS_STATE,        /* of problems: see model/course.h */
	AXIS_WORDS,        /* words that the script lists */
};

struct tally_node {
	const char *id, *name; /* "", "" for node 0; the id is public */
	uint32_t parent;       /* a node before it; node 0 is its own */
	bool itself; /* of an organisation: what is of none below it */
};

struct tally_dimension {
	const char *id; /* as declared: period, organisation:branch, or a name */
	const char *name; /* as people call it */
	enum tally_axis axis;
	enum vocabulary vocabulary; /* AXIS_TERMS */
	int level;                  /* AXIS_ORGANISATION: the lowest */
	bool sensitive; /* that something is zero tells of somebody */
	struct tally_node *nodes;
	uint32_t node_count;
	struct table node_ids; /* id → struct tally_node *; without `itself` */
};

#define TALLY_DIMENSIONS_MOST 4
/* A minimum of 1: who was reviewed and when, not what was found. */
#define TALLY_MINIMUM 3
#define TALLY_MOST 1000

struct tally {
	const char *name;  /* its key in the script, once in a site */
	const char *title; /* or the name */
	const char *of; /* what is counted: tallies of the same agree in margins */
	const struct tally_dimension *dimensions[TALLY_DIMENSIONS_MOST];
	size_t dimension_count;
	unsigned minimum; /* contributors that a reader can't see: 0 or so many */
	unsigned most; /* what one subject may add to a cell; mostly 1 */
	const char *day; /* up to which it counts, ISO; "": nothing yet */
	struct span span; /* of its declaration */
};

/* All of a site's, in the order of its filters, then of their names. */
struct tally_list {
	const struct tally **items;
	size_t count;
};

/* One node of each of the tally's dimensions. */
struct tally_place {
	uint32_t nodes[TALLY_DIMENSIONS_MOST];
};

/* For a table by place: nodes beyond the tally's dimensions are 0. */
static inline struct text
tally_place_key(const struct tally_place *place)
{
	return (struct text){ (const char *)place->nodes, sizeof(place->nodes) };
}
/* By their nodes, dimension by dimension. */
int tally_place_compare(const struct tally_place *a,
    const struct tally_place *b);

enum figure_state {
	FIGURE_ZERO, /* known to be nothing */
	FIGURE_OPEN,
	FIGURE_WITHHELD,
};

struct figure {
	enum figure_state state;
	uint64_t value; /* FIGURE_OPEN */
};

/* A period whose figures are as they were when it was sealed. */
struct figures_sealed {
	const char *period, *day;
};

/* What the readers of one edition get. */
struct figures {
	struct tally_list tallies;
	struct figures_sealed *sealed; /* each period once */
	size_t sealed_count;
	/* Parallel: cells that are not FIGURE_ZERO, by place; see figures.c. */
	struct figure_cells *cells;
};

struct figures *figures_new(struct arena *arena, struct tally_list tallies);
/* Sets a cell; setting it again replaces it. */
void figures_set(struct figures *figures, struct arena *arena, size_t tally,
    struct tally_place place, struct figure figure);
struct figure figures_get(const struct figures *figures, size_t tally,
    struct tally_place place);
/* Calls `visit` for each cell of a tally that is no zero, in the order of places. */
typedef void figures_visit(void *context, size_t tally,
    struct tally_place place, struct figure figure);
void figures_each(const struct figures *figures, size_t tally,
    struct arena *scratch, figures_visit *visit, void *context);

/*
 * As bytes (base/pack.h), with the tallies, whose dimensions are there once
 * each.  Back they come in the arena, texts aside, which stay in the bytes:
 * tallies and dimensions of their own.  NULL when the bytes are broken; whatever
 * they are, a cell takes nodes that there are, below others down to node 0.
 */
struct buf;
struct unpack;
struct programme;
void figures_pack(struct buf *out, const struct figures *figures);
struct figures *figures_unpack(struct unpack *from, struct arena *arena,
    const struct programme *programme);

/* By name; -1 when there is none. */
long tally_find(const struct tally_list *tallies, const char *name);
/* The node of that id, 0 for ""; -1 when there is none. */
long tally_node_find(const struct tally_dimension *dimension, struct text id);
/* What people call the cell. */
void tally_place_words(struct buf *out, const struct tally *tally,
    const struct tally_place *place);

#endif
