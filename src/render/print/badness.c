#include "render/print/badness.h"

/*
 * What is bad about a line, in millionths of a boundary opened by LINE_CAP.
 * Badness grows with the cube of what is given to each boundary: 400 when one
 * character of 28 was pushed on, 3,200 for two, 26,000 for four.
 *
 * COST_HALF: less than any character pushed on, as clreq squeezes before it
 *  pushes; more than nothing, so that the grid is held where it can be.
 * COST_TIGHT: gaps at 1/8 em all along the line are no worse than two
 *  characters pushed on: nobody sees them as a fault.
 * COST_UNLIKE: a tight line beside a loose one, or a loose one beside one that
 *  is about torn, is seen as a fault that neither would be alone.
 * COST_WIDE: gaps between Han and Latin go beyond 1/3 em, as far as all others
 *  are opened, where these would be about torn.
 * COST_NEAR: what is better kept together (9个) moves on if that is but one
 *  character, and fits neatly.
 * COST_WEAK: an address broken at its seams is read as well, but only looks
 *  better than a line that is about torn (six characters pushed on).
 * COST_RAGGED: a line that stays short is worse than all that are not.
 * COST_LONELY: rather than let a character stand alone the line before may
 *  stay short (clreq, “Handling of Widows and Orphans”), but no rule is broken.
 * COST_WORD, COST_NEVER: emergencies; so much that no number of lesser faults
 *  is avoided by them.
 */
#define COST_FULL 1000000
#define COST_HALF 100
#define COST_TIGHT 3000
#define COST_UNLIKE 3000
#define COST_WIDE 20000
#define COST_NEAR 600
#define COST_WEAK 100000
#define COST_RAGGED 3000000
#define COST_LONELY 100000000
#define COST_WORD INT64_C(1000000000)
#define COST_NEVER INT64_C(1000000000000)

/* What each boundary of such a line was given, at least. */
#define FIT_LOOSE_LEAST 55
#define FIT_TORN_LEAST 150

int
measure_indent(const struct measure *measure, size_t first)
{
	return first == 0 ? measure->first : measure->rest;
}

int
cell_half(const struct cell *cell)
{
	return cell->halves ? cell->width / 2 : 0;
}

static bool
is_mark(const struct cell *cell)
{
	return cell->kind == CELL_OPEN || cell->kind == CELL_CLOSE;
}

bool
cell_yields_next(const struct cell *cells, size_t i)
{
	return cells[i].kind == CELL_CLOSE && is_mark(&cells[i + 1]);
}

bool
cell_yields_last(const struct cell *cells, size_t i)
{
	return cells[i].kind == CELL_OPEN && cells[i - 1].kind == CELL_OPEN;
}

/*
 * An opening mark at the start of a line; but the one a paragraph is indented
 * with keeps its cell: （一） stands on the grid as 一、 does, which is how
 * word processors do; clreq leaves it open.
 */
bool
cell_yields_start(const struct cell *cells, size_t first,
    const struct measure *measure)
{
	return cells[first].kind == CELL_OPEN &&
	    (first > 0 || measure->first <= measure->rest);
}

int
gap_before(const struct cell *cells, size_t i)
{
	const struct cell *a = &cells[i - 1], *b = &cells[i];
	if (a->kind == CELL_HAN && b->kind == CELL_LATIN && b->spaced)
		return LINE_GAP;
	return a->kind == CELL_LATIN && a->spaced && b->kind == CELL_HAN
	    ? LINE_GAP : 0;
}

int
gap_stretch(const struct cell *cells, size_t i)
{
	const struct cell *a = &cells[i - 1];
	if (a->kind == CELL_SPACE)
		return a->width < LINE_CELL ? a->width / 2 : 0;
	return gap_before(cells, i) / 3;
}

int
gap_shrink(const struct cell *cells, size_t i)
{
	const struct cell *a = &cells[i - 1];
	if (a->kind == CELL_SPACE)
		return a->width < LINE_CELL ? a->width / 4 : 0;
	return gap_before(cells, i) / 2;
}

bool
gap_is_open(const struct cell *cells, size_t i)
{
	const struct cell *a = &cells[i - 1], *b = &cells[i];
	if (a->kind == CELL_OPEN || a->kind == CELL_TIE)
		return false;
	switch (b->kind) {
	case CELL_SPACE:
	case CELL_CLOSE:
	case CELL_TIE:
		return false;
	case CELL_LATIN:
		return a->kind != CELL_LATIN;
	case CELL_LONG:
		return a->kind != CELL_LONG || b->joint != JOINT_FAST;
	default:
		return true;
	}
}

void
tally_boundary(struct tally *tally, const struct cell *cells, size_t i)
{
	int gap = gap_before(cells, i);
	bool open = gap_is_open(cells, i);
	tally->natural += gap;
	if (cell_yields_next(cells, i - 1))
		tally->natural -= cell_half(&cells[i - 1]);
	if (cell_yields_last(cells, i))
		tally->natural -= cell_half(&cells[i]);
	tally->shrink += gap_shrink(cells, i);
	tally->gaps += gap_stretch(cells, i);
	tally->open += open && gap == 0;
	tally->wide += open && gap > 0;
}

struct tally
tally_of(const struct cell *cells, size_t first, size_t end, bool start)
{
	struct tally tally = { 0 };
	for (size_t i = first; i < end; i++) {
		tally.natural += cells[i].width;
		if (i > first)
			tally_boundary(&tally, cells, i);
		else if (start)
			tally.natural -= cell_half(&cells[i]);
	}
	return tally;
}

int
cell_end_half(const struct cell *cells, size_t first, size_t end)
{
	return end > first && cells[end - 1].kind == CELL_CLOSE
	    ? cell_half(&cells[end - 1]) : 0;
}

bool
line_may_break(const struct cell *cells, size_t i)
{
	size_t before = i - 1;
	while (before > 0 && cells[before].kind == CELL_SPACE)
		before--;
	return cells[i].kind != CELL_CLOSE && cells[i].kind != CELL_TIE &&
	    cells[i].kind != CELL_SPACE && cells[before].kind != CELL_OPEN;
}

int64_t
badness_break(const struct cell *cells, size_t i)
{
	if (!line_may_break(cells, i))
		return COST_NEVER;
	switch (cells[i].joint) {
	case JOINT_FREE:
		return 0;
	case JOINT_NEAR:
		return COST_NEAR;
	case JOINT_WEAK:
		return COST_WEAK;
	case JOINT_FAST:
		break;
	}
	bool word = cells[i].kind == CELL_LATIN &&
	    cells[i - 1].kind == CELL_LATIN;
	return word ? COST_WORD : COST_NEVER;
}

static int64_t
cube(int64_t part, int64_t whole)
{
	int64_t r = whole > 0 ? part * 1000 / whole : 1000;
	return r * r * r * COST_FULL / 1000000000;
}

int64_t
tally_loose_cost(const struct tally *tally, int64_t rest, int *open)
{
	int all = tally->open + tally->wide;
	*open = tally->open;
	if (rest <= 0)
		return 0;
	int64_t cost = rest <= (int64_t)tally->open * LINE_CAP
	    ? cube(rest, (int64_t)tally->open * LINE_CAP) : INT64_MAX;
	if (cost <= COST_WIDE)
		return cost;
	if (rest > (int64_t)all * LINE_CAP)
		return COST_RAGGED + rest * 100;
	int64_t wide = COST_WIDE + cube(rest, (int64_t)all * LINE_CAP);
	if (wide < cost)
		*open = all;
	return wide < cost ? wide : cost;
}

static struct bid
bid_loose(const struct tally *tally, int64_t rest)
{
	int open;
	int64_t cost = tally_loose_cost(tally, rest, &open);
	struct bid bid = { cost, FIT_PLAIN, true };
	if (rest > 0 && rest >= (int64_t)open * FIT_LOOSE_LEAST)
		bid.fit = rest < (int64_t)open * FIT_TORN_LEAST ? FIT_LOOSE
		    : FIT_TORN;
	return bid;
}

/* Setting the tally in `width`; the end of a paragraph is free. */
static struct bid
bid_of(const struct tally *tally, int half, int width, bool ended)
{
	int64_t surplus = width - tally->natural;
	bool cut = surplus < 0 && half > 0;
	struct bid bid = { 0, FIT_PLAIN, false };
	if (cut)
		surplus += half;
	if (surplus < -tally->shrink) {
		bid.cost = INT64_MAX;
		return bid;
	}
	if (surplus < 0) {
		bid.cost = cube(-surplus, tally->shrink) * COST_TIGHT /
		    COST_FULL;
		bid.fit = -surplus * 2 > tally->shrink ? FIT_TIGHT : FIT_PLAIN;
	} else if (!ended) {
		bid = bid_loose(tally, surplus - tally->gaps);
		bid.spare = !cut;
	}
	bid.cost += cut ? COST_HALF : 0;
	return bid;
}

int64_t
badness_neighbours(enum fit one, enum fit other)
{
	return one > other + 1 || other > one + 1 ? COST_UNLIKE : 0;
}

size_t
badness_last_two(const struct cell *cells, size_t first, size_t end)
{
	unsigned seen = 0;
	size_t i = end;
	while (i > first && seen < 2) {
		enum cell_kind kind = cells[--i].kind;
		seen += kind != CELL_CLOSE && kind != CELL_SPACE;
	}
	return i;
}

struct bid
badness_line(const struct tally *tally, const struct cell *cells, size_t first,
    size_t end, int width, bool ended, bool lonely)
{
	struct bid bid = bid_of(tally, cell_end_half(cells, first, end), width,
	    ended);
	/* A single cell sticks out rather than have no place at all. */
	if (bid.cost == INT64_MAX && end == first + 1)
		bid.cost = COST_FULL;
	if (bid.cost < INT64_MAX && lonely)
		bid.cost += COST_LONELY;
	return bid;
}
