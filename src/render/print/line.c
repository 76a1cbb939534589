#include "render/print/line.h"

#include <stdint.h>

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
#define COST_WEAK 100000
#define COST_RAGGED 3000000
#define COST_LONELY 100000000
#define COST_WORD INT64_C(1000000000)
#define COST_NEVER INT64_C(1000000000000)

/* No line with a fault worse than this is looked at until one must be. */
#define LIMIT_FIRST 4000

/* How a line looks beside its neighbours, by what each boundary was given. */
enum fit {
	FIT_TIGHT,
	FIT_PLAIN,
	FIT_LOOSE, /* a character and a half of 28 */
	FIT_TORN,  /* four */
	FIT__MAX,
};
#define FIT_LOOSE_LEAST 55
#define FIT_TORN_LEAST 150

/* A line from its first cell to the last one shown. */
struct tally {
	int64_t natural;
	int shrink; /* what gaps and spaces can give up */
	int gaps;   /* what they take gladly */
	int open;   /* boundaries that can be opened */
	int wide;   /* gaps that can be when those are not enough */
};

static int
half_of(const struct cell *cell)
{
	return cell->halves ? cell->width / 2 : 0;
}

static bool
is_mark(const struct cell *cell)
{
	return cell->kind == CELL_OPEN || cell->kind == CELL_CLOSE;
}

/* Does the mark `i` give up its half to the neighbour after it? */
static bool
yields_to_next(const struct cell *cells, size_t i)
{
	return cells[i].kind == CELL_CLOSE && is_mark(&cells[i + 1]);
}

/* Or to the one before it? */
static bool
yields_to_last(const struct cell *cells, size_t i)
{
	return cells[i].kind == CELL_OPEN && cells[i - 1].kind == CELL_OPEN;
}

/*
 * An opening mark at the start of a line; but the one a paragraph is indented
 * with keeps its cell: （一） stands on the grid as 一、 does, which is how
 * official documents are set; clreq leaves it open.
 */
static bool
yields_at_start(const struct cell *cells, size_t first,
    const struct measure *measure)
{
	return cells[first].kind == CELL_OPEN &&
	    (first > 0 || measure->first <= measure->rest);
}

static int
gap_before(const struct cell *cells, size_t i)
{
	const struct cell *a = &cells[i - 1], *b = &cells[i];
	if (a->kind == CELL_HAN && b->kind == CELL_LATIN && b->spaced)
		return LINE_GAP;
	return a->kind == CELL_LATIN && a->spaced && b->kind == CELL_HAN
	    ? LINE_GAP : 0;
}

/* How much more the boundary before `i` takes before all others do. */
static int
gap_stretch(const struct cell *cells, size_t i)
{
	const struct cell *a = &cells[i - 1];
	if (a->kind == CELL_SPACE)
		return a->width < LINE_CELL ? a->width / 2 : 0;
	return gap_before(cells, i) / 3;
}

static int
gap_shrink(const struct cell *cells, size_t i)
{
	const struct cell *a = &cells[i - 1];
	if (a->kind == CELL_SPACE)
		return a->width < LINE_CELL ? a->width / 4 : 0;
	return gap_before(cells, i) / 2;
}

/* A boundary that may be opened: not beside connectors, nor in words. */
static bool
is_open_before(const struct cell *cells, size_t i)
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

/* What the boundary between cell `i` and the one before it adds. */
static void
tally_boundary(struct tally *tally, const struct cell *cells, size_t i)
{
	int gap = gap_before(cells, i);
	bool open = is_open_before(cells, i);
	tally->natural += gap;
	if (yields_to_next(cells, i - 1))
		tally->natural -= half_of(&cells[i - 1]);
	if (yields_to_last(cells, i))
		tally->natural -= half_of(&cells[i]);
	tally->shrink += gap_shrink(cells, i);
	tally->gaps += gap_stretch(cells, i);
	tally->open += open && gap == 0;
	tally->wide += open && gap > 0;
}

static struct tally
tally_of(const struct cell *cells, size_t first, size_t end, bool start)
{
	struct tally tally = { 0 };
	for (size_t i = first; i < end; i++) {
		tally.natural += cells[i].width;
		if (i > first)
			tally_boundary(&tally, cells, i);
		else if (start)
			tally.natural -= half_of(&cells[i]);
	}
	return tally;
}

/* What the mark at the end of the line can give up. */
static int
end_half(const struct cell *cells, size_t first, size_t end)
{
	return end > first && cells[end - 1].kind == CELL_CLOSE
	    ? half_of(&cells[end - 1]) : 0;
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

/* A break before cell `i`, the rules alone. */
static int64_t
break_cost(const struct cell *cells, size_t i)
{
	if (!line_may_break(cells, i))
		return COST_NEVER;
	switch (cells[i].joint) {
	case JOINT_FREE:
		return 0;
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

/* A line as it would be set. */
struct bid {
	int64_t cost; /* INT64_MAX: it doesn't fit */
	enum fit fit;
	bool spare; /* fewer cells would leave still more to give out */
};

/* `rest` is left when the gaps have taken what they take gladly. */
static struct bid
bid_loose(const struct tally *tally, int64_t rest)
{
	int64_t open = (int64_t)tally->open * LINE_CAP;
	int64_t wide = (int64_t)tally->wide * LINE_CAP;
	struct bid bid = { 0, FIT_PLAIN, true };
	if (rest <= 0)
		return bid;
	if (rest > open + wide) {
		bid.cost = COST_RAGGED + rest * 100;
		return bid;
	}
	if (rest > open) {
		bid.cost = COST_FULL + cube(rest, open + wide);
		bid.fit = FIT_TORN;
		return bid;
	}
	bid.cost = cube(rest, open);
	if (rest >= (int64_t)tally->open * FIT_LOOSE_LEAST)
		bid.fit = rest < (int64_t)tally->open * FIT_TORN_LEAST
		    ? FIT_LOOSE : FIT_TORN;
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

static int64_t
neighbour_cost(enum fit one, enum fit other)
{
	return one > other + 1 || other > one + 1 ? COST_UNLIKE : 0;
}

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
	int open = tally->open + tally->wide;
	if (!justified || surplus > tally->gaps + open * LINE_CAP)
		return spread;
	spread.gap_total = tally->gaps;
	spread.gaps = surplus < tally->gaps ? surplus : tally->gaps;
	spread.rest = surplus - spread.gaps;
	spread.wide = spread.rest > tally->open * LINE_CAP;
	spread.open_total = spread.wide ? open : tally->open;
	return spread;
}

/* All that has been given out up to the boundary before cell `i`. */
static int
spread_next(struct spread *spread, const struct cell *cells, size_t i)
{
	spread->weight += spread->gaps < 0 ? gap_shrink(cells, i)
	    : gap_stretch(cells, i);
	spread->open += is_open_before(cells, i) &&
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

void
lines_add(struct lines *lines, struct arena *arena, const struct cell *cells,
    struct line line, const struct measure *measure)
{
	bool start = line.end > line.first &&
	    yields_at_start(cells, line.first, measure);
	struct tally tally = tally_of(cells, line.first, line.end, start);
	int surplus = measure->width - line.indent - (int)tally.natural;
	int half = end_half(cells, line.first, line.end);
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
		    ((first ? start : yields_to_last(cells, i)) ||
		    (last ? cut : yields_to_next(cells, i)));
		lines->spots[i] = (struct spot){ x, halved };
		x += cells[i].width - (halved ? half_of(&cells[i]) : 0);
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

/*
 * Where the second character from the end stands, marks not counted; `first`
 * when there are fewer.
 */
static size_t
last_two(const struct cell *cells, size_t first, size_t end)
{
	unsigned seen = 0;
	size_t i = end;
	while (i > first && seen < 2) {
		enum cell_kind kind = cells[--i].kind;
		seen += kind != CELL_CLOSE && kind != CELL_SPACE;
	}
	return i;
}

/* What is bad about a line beyond itself: it is the last, of one character. */
static struct bid
bid_line(const struct tally *tally, const struct cell *cells, size_t first,
    size_t end, int width, bool ended, bool lonely)
{
	struct bid bid = bid_of(tally, end_half(cells, first, end), width,
	    ended);
	/* A single cell sticks out rather than have no place at all. */
	if (bid.cost == INT64_MAX && end == first + 1)
		bid.cost = COST_FULL;
	if (bid.cost < INT64_MAX && lonely)
		bid.cost += COST_LONELY;
	return bid;
}

int64_t
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
		    yields_at_start(cells, line->first, measure));
		bool lonely = line->ended && i > top && line->first >
		    last_two(cells, piece, line->end);
		struct bid bid = bid_line(&tally, cells, line->first,
		    line->end, measure->width - line->indent, line->ended,
		    lonely);
		if (bid.cost == INT64_MAX)
			return INT64_MAX;
		sum += bid.cost;
		if (!line->ended)
			sum += break_cost(cells, line->next);
		if (i > top)
			sum += neighbour_cost(before, bid.fit);
		before = bid.fit;
		if (line->ended) {
			top = i + 1;
			piece = line->next;
		}
	}
	return sum;
}

/* ---- the optimum ---- */

/* The cheapest way to end a line, of some fit, at a place. */
struct way {
	int64_t cost;   /* of all lines so far; INT64_MAX: there is none */
	uint32_t from;  /* where that line begins: an index into `active` */
	uint8_t before; /* enum fit of the line before it */
};

/* A place where a line may begin that can be reached. */
struct active {
	size_t cell;
	struct tally start;
	int width;                  /* of a line that begins here */
	int64_t costs[FIT__MAX];    /* so far, if the line is of that fit */
	uint8_t befores[FIT__MAX];  /* what the line before it is then */
	struct way ways[FIT__MAX];  /* of ending a line here */
};

/*
 * The breaks of a paragraph, or of what stands between forced breaks, whose
 * costs have the least sum (Knuth and Plass, “Breaking Paragraphs into Lines”,
 * 1981): for every place in turn the cheapest way to come there, from each of
 * the places so near before it that the line between them can be set.
 *
 * `sum` runs over the cells: a line's tally is the difference of two sums, so
 * that each pair of places takes the same time however long the line is.
 */
struct search {
	const struct cell *cells;
	const struct measure *measure;
	size_t first, end;
	size_t second;  /* of two characters that may be a line by themselves */
	int64_t limit;  /* for a single fault */
	struct active *active;
	size_t count;   /* of `active` */
	size_t oldest;  /* those before are too far away */
	struct tally sum;   /* of the cells before this one */
	struct tally shown; /* without the spaces at their end */
	size_t shown_end;
};

static void
tally_less(struct tally *tally, const struct tally *less)
{
	tally->natural -= less->natural;
	tally->shrink -= less->shrink;
	tally->gaps -= less->gaps;
	tally->open -= less->open;
	tally->wide -= less->wide;
}

/* The line from `active` to this place. */
static struct bid
search_bid(const struct search *search, const struct active *active, bool ended)
{
	struct tally tally = { 0 };
	size_t end = search->shown_end;
	if (end > active->cell) {
		tally = search->shown;
		tally_less(&tally, &active->start);
	}
	return bid_line(&tally, search->cells, active->cell, end,
	    active->width, ended, ended && active->cell > search->second);
}

/* The cheapest ways to this place, a break at which costs `cost`. */
static bool
search_ways(struct search *search, struct way *ways, int64_t cost, bool ended)
{
	bool found = false;
	for (size_t k = search->oldest; k < search->count; k++) {
		const struct active *active = &search->active[k];
		struct bid bid = search_bid(search, active, ended);
		if (bid.cost == INT64_MAX) {
			search->oldest += k == search->oldest;
			continue;
		}
		if (bid.cost > search->limit) {
			/* The first may have a measure of its own. */
			if (bid.spare && k > 0)
				break;
			continue;
		}
		int64_t sum = active->costs[bid.fit] + bid.cost + cost;
		if (sum <= ways[bid.fit].cost) {
			ways[bid.fit] = (struct way){ sum, (uint32_t)k,
				active->befores[bid.fit] };
			found = true;
		}
	}
	return found;
}

/* A line may begin before `cell`: how its costs begin, whatever its fit. */
static void
active_add(struct search *search, size_t cell, const struct way *ways)
{
	const struct measure *measure = search->measure;
	struct active *active = &search->active[search->count++];
	active->cell = cell;
	active->start = search->sum;
	active->width = measure->width - (cell == 0 ? measure->first
	    : measure->rest);
	if (cell > search->first && cell < search->end)
		tally_boundary(&active->start, search->cells, cell);
	if (cell < search->end &&
	    yields_at_start(search->cells, cell, measure))
		active->start.natural += half_of(&search->cells[cell]);
	for (int fit = 0; fit < FIT__MAX; fit++) {
		active->ways[fit] = ways[fit];
		active->costs[fit] = INT64_MAX;
		for (uint8_t old = 0; old < FIT__MAX; old++) {
			if (ways[old].cost == INT64_MAX)
				continue;
			int64_t cost = ways[old].cost +
			    neighbour_cost(old, fit);
			if (cost < active->costs[fit]) {
				active->costs[fit] = cost;
				active->befores[fit] = old;
			}
		}
	}
}

static void
search_cell(struct search *search, size_t i)
{
	if (i > search->first)
		tally_boundary(&search->sum, search->cells, i);
	search->sum.natural += search->cells[i].width;
	if (search->cells[i].kind == CELL_SPACE)
		return;
	search->shown = search->sum;
	search->shown_end = i + 1;
}

/* The least sum without a fault over the limit; INT64_MAX if there is none. */
static int64_t
search_run(struct search *search)
{
	static const struct way none = { INT64_MAX, 0, FIT_PLAIN };
	struct way ways[FIT__MAX] = { { 0 } }; /* unlike nothing yet */
	int64_t least = INT64_MAX;
	search->sum = search->shown = (struct tally){ 0 };
	search->shown_end = search->first;
	search->count = search->oldest = 0;
	active_add(search, search->first, ways);
	for (size_t i = search->first; i < search->end; i++) {
		bool ended = i + 1 == search->end;
		search_cell(search, i);
		int64_t cost = ended ? 0 : break_cost(search->cells, i + 1);
		if (cost > search->limit && !ended)
			continue;
		for (int fit = 0; fit < FIT__MAX; fit++)
			ways[fit] = none;
		if (search_ways(search, ways, cost, ended))
			active_add(search, i + 1, ways);
		else if (ended || search->oldest == search->count)
			return INT64_MAX;
	}
	for (int fit = 0; fit < FIT__MAX; fit++)
		if (ways[fit].cost < least)
			least = ways[fit].cost;
	return least;
}

/*
 * A sum no greater than the limit is the least of all: whatever was not looked
 * at has one fault that alone is worse.
 */
static void
search_least(struct search *search)
{
	int64_t least;
	search->limit = LIMIT_FIRST;
	while ((least = search_run(search)) > search->limit)
		search->limit = least < INT64_MAX ? least
		    : search->limit < INT64_MAX / 64 ? search->limit * 64
		    : INT64_MAX - 1;
}

/* Where the lines begin, the first but one first; how many there are. */
static size_t
search_read(const struct search *search, size_t *starts)
{
	const struct active *last = &search->active[search->count - 1];
	const struct way *way = &last->ways[0];
	size_t count = 0;
	for (int fit = 1; fit < FIT__MAX; fit++)
		if (last->ways[fit].cost < way->cost)
			way = &last->ways[fit];
	while (way->from > 0) {
		const struct active *active = &search->active[way->from];
		starts[count++] = active->cell;
		way = &active->ways[way->before];
	}
	for (size_t i = 0; i < count / 2; i++) {
		size_t other = starts[count - 1 - i];
		starts[count - 1 - i] = starts[i];
		starts[i] = other;
	}
	return count;
}

/* Then it is set as one: nothing but that is free of faults. */
static bool
is_one_line(const struct cell *cells, size_t first, size_t end,
    const struct measure *measure)
{
	struct tally tally = { 0 };
	int width = measure->width - (first == 0 ? measure->first
	    : measure->rest);
	for (size_t i = first; i < end && tally.natural <= width; i++) {
		tally.natural += cells[i].width;
		if (i > first)
			tally_boundary(&tally, cells, i);
	}
	return tally.natural <= width;
}

/* Breaks [first, end): a paragraph, or what stands between forced breaks. */
static void
break_piece(struct lines *lines, struct arena *arena, const struct cell *cells,
    size_t first, size_t end, const struct measure *measure)
{
	size_t count = 0, at = first, *starts = NULL;
	if (!is_one_line(cells, first, end, measure)) {
		struct search search = { .cells = cells, .measure = measure,
			.first = first, .end = end,
			.second = last_two(cells, first, end),
			.active = arena_take(arena, (end - first + 1) *
			    sizeof(*search.active)) };
		search_least(&search);
		starts = ARENA_ARRAY(arena, size_t, search.count);
		count = search_read(&search, starts);
	}
	for (size_t i = 0; i <= count; i++) {
		struct line line = { .first = at,
			.next = i < count ? starts[i] : end,
			.indent = at == 0 ? measure->first : measure->rest,
			.ended = i == count };
		line.end = line.next;
		while (line.end > at && cells[line.end - 1].kind == CELL_SPACE)
			line.end--;
		lines_add(lines, arena, cells, line, measure);
		at = line.next;
	}
}

struct lines
lines_break(struct arena *arena, const struct cell *cells, size_t count,
    const struct measure *measure)
{
	struct lines lines = { 0 };
	lines.spots = ARENA_ARRAY(arena, struct spot, count + 1);
	size_t first = 0;
	while (first < count) {
		size_t end = first;
		while (end < count && cells[end].kind != CELL_BREAK)
			end++;
		break_piece(&lines, arena, cells, first, end, measure);
		lines.items[lines.count - 1].next = end < count ? end + 1 : end;
		first = end + 1;
	}
	return lines;
}

struct lines
lines_single(struct arena *arena, const struct cell *cells, size_t count)
{
	struct lines lines = { 0 };
	struct measure measure = { .width = line_natural(cells, 0, count) };
	struct line line = { .end = count, .next = count, .ended = true };
	lines.spots = ARENA_ARRAY(arena, struct spot, count + 1);
	lines_add(&lines, arena, cells, line, &measure);
	return lines;
}
