/*
 * The dimensions of tallies, made from the programme and the rosters: what is
 * public of one (model/figures.h), and beside it how an organisation finds its
 * leaf, which is the office's.
 *
 * Organisations are a tree over time.  One that stood below another superior
 * once has a node there too (ID@SUPERIOR): what was counted then belongs to
 * that superior, whatever came later.  A record climbs as of its own date, or as
 * of the day of the build where that is earlier: of what the roster says of days
 * to come no edition knows yet.
 */
#ifndef TONGBAO_MODEL_DIMENSION_H
#define TONGBAO_MODEL_DIMENSION_H

#include "model/figures.h"
#include "model/programme.h"
#include "model/roster.h"
#include "model/strings.h"

struct dimension {
	struct tally_dimension shown;
	const char *as_of; /* AXIS_ORGANISATION, and so are these: */
	/* 0 stands for none, as node 0 is nobody's. */
	uint32_t *first;  /* by organisation->order: a node of its own */
	uint32_t *next;   /* by node: another of the same organisation */
	uint32_t *itself; /* by node: the leaf of what is of none below */
};

/*
 * By what a script says: a vocabulary's word (period, method, …), `state`,
 * organisation:LEVEL.  NULL when there is none such.
 */
struct dimension *dimension_find(struct arena *arena,
    const struct programme *programme, const struct roster *roster,
    const struct strings *strings, const char *as_of, struct text declared);
/* What can be said besides organisation:LEVEL, for “did you mean”. */
#define DIMENSION_NAMES_MOST 16
size_t dimension_names(const char **names);

/* A word of the script's own, and what people read. */
struct dimension_word {
	const char *id, *name;
};
struct dimension *dimension_of_words(struct arena *arena, const char *id,
    const char *name, const struct dimension_word *words, size_t count);

/* Where the organisation counted that day; 0: nowhere in this dimension. */
uint32_t dimension_leaf(const struct dimension *dimension,
    const struct organisation *organisation, const char *date);

#endif
