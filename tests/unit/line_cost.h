/*
 * What is bad about lines, whoever chose their breaks; INT64_MAX when one of
 * them can't be set.  No other breaks of the same cells cost less than those
 * lines_break() gives.
 */
#ifndef TONGBAO_TESTS_LINE_COST_H
#define TONGBAO_TESTS_LINE_COST_H

#include "render/print/badness.h"

static inline int64_t
lines_cost(const struct lines *lines, const struct cell *cells,
    const struct measure *measure)
{
	int64_t sum = 0;
	size_t top = 0, piece = 0; /* the lines and cells of this piece */
	enum fit before = FIT_PLAIN;
	for (size_t i = 0; i < lines->count; i++) {
		const struct line *line = &lines->items[i];
		struct tally tally = tally_of(cells, line->first, line->end,
		    line->end > line->first &&
		    cell_yields_start(cells, line->first, measure));
		bool lonely = line->ended && i > top && line->first >
		    badness_last_two(cells, piece, line->end);
		struct bid bid = badness_line(&tally, cells, line->first,
		    line->end, measure->width - line->indent, line->ended,
		    lonely);
		if (bid.cost == INT64_MAX)
			return INT64_MAX;
		sum += bid.cost;
		if (!line->ended)
			sum += badness_break(cells, line->next);
		if (i > top)
			sum += badness_neighbours(before, bid.fit);
		before = bid.fit;
		if (line->ended) {
			top = i + 1;
			piece = line->next;
		}
	}
	return sum;
}

#endif
