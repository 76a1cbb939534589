#include "render/print/badness.h"

/* How the surplus of one line is given out, boundary by boundary. */
struct spread {
	int gaps, gap_total;   /* to give to the gaps, their weights */
	int rest, open_total;  /* to give to all open boundaries */
	bool wide;             /* gaps are among those */
	int weight, open;      /* so far */
	int given;
};

static struct spread
spread_of(const struct tally *tally, int surplus, bool justified)
{
	struct spread spread = { 0 };
	if (surplus < 0) {
		spread.gap_total = tally->shrink;
		spread.gaps = -surplus < tally->shrink ? surplus
		    : -tally->shrink;
		return spread;
	}
	if (!justified || surplus > tally->gaps +
		(tally->open + tally->wide) * LINE_CAP)
		return spread;
	spread.gap_total = tally->gaps;
	spread.gaps = surplus < tally->gaps ? surplus : tally->gaps;
	spread.rest = surplus - spread.gaps;
	tally_loose_cost(tally, spread.rest, &spread.open_total);
	spread.wide = spread.open_total > tally->open;
	return spread;
}

/* All that has been given out up to the boundary before cell `i`. */
static int
spread_next(struct spread *spread, const struct cell *cells, size_t i)
{
	spread->weight += spread->gaps < 0 ? gap_shrink(cells, i)
	    : gap_stretch(cells, i);
	spread->open += gap_is_open(cells, i) &&
	    (spread->wide || gap_before(cells, i) == 0);
	int given = 0;
	if (spread->gap_total > 0)
		given += (int)((int64_t)spread->gaps * spread->weight /
		    spread->gap_total);
	if (spread->open_total > 0)
		given += (int)((int64_t)spread->rest * spread->open /
		    spread->open_total);
	int step = given - spread->given;
	spread->given = given;
	return step;
}

/* Neither spaces before a break nor one that is forced are shown. */
size_t
line_end(const struct cell *cells, size_t first, size_t next)
{
	while (next > first && (cells[next - 1].kind == CELL_SPACE ||
	    cells[next - 1].kind == CELL_BREAK))
		next--;
	return next;
}

void
lines_add(struct lines *lines, struct arena *arena, const struct cell *cells,
    size_t first_cell, size_t next, bool ended, const struct measure *measure)
{
	struct line line = { .first = first_cell, .next = next,
		.end = line_end(cells, first_cell, next),
		.indent = measure_indent(measure, first_cell), .ended = ended };
	bool start = line.end > line.first &&
	    cell_yields_start(cells, line.first, measure);
	struct tally tally = tally_of(cells, line.first, line.end, start);
	int surplus = measure->width - line.indent - (int)tally.natural;
	int half = cell_end_half(cells, line.first, line.end);
	bool cut = surplus < 0 && half > 0;
	if (cut)
		surplus += half;
	struct spread spread = spread_of(&tally, surplus,
	    measure->justify && !line.ended);
	int x = line.indent;
	for (size_t i = line.first; i < line.end; i++) {
		bool first = i == line.first, last = i + 1 == line.end;
		if (!first)
			x += gap_before(cells, i) +
			    spread_next(&spread, cells, i);
		bool halved = cells[i].halves &&
		    ((first ? start : cell_yields_last(cells, i)) ||
		    (last ? cut : cell_yields_next(cells, i)));
		lines->spots[i] = (struct spot){ x, halved };
		x += cells[i].width - (halved ? cell_half(&cells[i]) : 0);
	}
	line.width = x - line.indent;
	ARENA_ROOM(arena, lines->items, lines->count, lines->capacity);
	lines->items[lines->count++] = line;
}

int
line_natural(const struct cell *cells, size_t first, size_t end)
{
	bool start = end > first && cells[first].kind == CELL_OPEN;
	return (int)tally_of(cells, first, end, start).natural;
}

struct lines
lines_single(struct arena *arena, const struct cell *cells, size_t count)
{
	struct lines lines = { 0 };
	struct measure measure = { .width = line_natural(cells, 0, count) };
	lines.spots = ARENA_ARRAY(arena, struct spot, count + 1);
	lines_add(&lines, arena, cells, 0, count, true, &measure);
	return lines;
}
