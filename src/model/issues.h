/*
 * Figures that were published before: what cannot be taken back, and must be
 * reckoned with by whoever publishes the next (SCOPE: stage 5).  For the
 * office's own eyes: it holds who contributed what, under names that only
 * the same file's salt can make again.
 *
 * An issue has the tallies as they were declared then, with the organisations
 * of then; it opened to each edition every cell that is not listed as withheld
 * (true zeros were open, but in sensitive tallies).
 */
#ifndef TONGBAO_MODEL_ISSUES_H
#define TONGBAO_MODEL_ISSUES_H

#include "model/figures.h"

struct issue_cell {
	uint32_t tally; /* in the issue's list */
	struct tally_place place;
};

/* One contribution. */
struct issue_entry {
	uint32_t tally;
	struct tally_place place; /* leaves */
	uint32_t amount;
	uint64_t subject, record; /* hashes of their ids */
	const uint64_t *known; /* to which readers: a bit for each edition, reader */
};

struct issue_figure {
	struct issue_cell cell;
	uint64_t value;
};

struct issue_edition {
	const char *id;
	const char *audience; /* ORGANISATION/CLASS, ids of then */
	const struct issue_cell *withheld; /* by tally, then place */
	size_t count;
	/*
	 * In a seal: what was told of its period, without zeros; the issue has
	 * all tallies then, also those that nothing is ever withheld of, but
	 * no entries of these.  Else NULL.
	 */
	const struct issue_figure *open;
	size_t open_count;
};

struct issue {
	const char *as_of;
	/* Of a dimension only id, axis, level, sensitive and nodes. */
	struct tally_list tallies;
	const struct tally_dimension **dimensions; /* of all tallies, once each */
	size_t dimension_count;
	const struct issue_entry *entries;
	size_t entry_count;
	const struct issue_edition *editions;
	size_t edition_count;
	/* Audiences of editions that were gone by then, and read on in others. */
	const char **readers;
	size_t reader_count;
	/* What could not be protected; see struct guard_report. */
	size_t lost, weak;
};

#define ISSUE_SALT 32

struct issues {
	char salt[2 * ISSUE_SALT + 1]; /* hex; "": none yet */
	struct issue *items; /* from the oldest */
	size_t count, capacity;
};

static inline size_t
issue_words(size_t bits)
{
	return (bits + 63) / 64;
}

/* Of what is known. */
static inline size_t
issue_known_words(const struct issue *issue)
{
	return issue_words(issue->edition_count + issue->reader_count);
}

#endif
