#include "render/print/line.h"

#include <stdint.h>

/*
 * What a choice costs.  A boundary opened by the full LINE_CAP costs
 * 1,000,000 and the cost grows with the cube: pushing one character of 28 to
 * the next line costs about 700, so that half a mark is taken before.
 */
#define COST_FULL 1000000
#define COST_HALF 300
#define COST_WEAK 100000
#define COST_RAGGED 2000000
#define COST_WORD INT64_C(1000000000)
#define COST_NEVER INT64_C(1000000000000)

/* A line under way, from its first cell to the last one shown. */
struct tally {
	size_t end;
	int natural;
	int shrink; /* what gaps and spaces can give up */
	int gaps;   /* what they take gladly */
	int open;   /* boundaries that can be opened */
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

/* Has cell `i` lost its half to the neighbours it has in [first, end)? */
static bool
is_squeezed(const struct cell *cells, size_t first, size_t end, size_t i)
{
	if (!cells[i].halves)
		return false;
	if (cells[i].kind == CELL_OPEN)
		return i == first || cells[i - 1].kind == CELL_OPEN;
	return cells[i].kind == CELL_CLOSE && i + 1 < end &&
	    is_mark(&cells[i + 1]);
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

static bool
is_open_before(const struct cell *cells, size_t i)
{
	const struct cell *a = &cells[i - 1], *b = &cells[i];
	switch (b->kind) {
	case CELL_SPACE:
	case CELL_CLOSE:
	case CELL_TIE:
		return false;
	case CELL_LATIN:
		return a->kind != CELL_LATIN && a->kind != CELL_OPEN;
	case CELL_LONG:
		return a->kind != CELL_OPEN &&
		    (a->kind != CELL_LONG || b->joint != JOINT_FAST);
	default:
		return a->kind != CELL_OPEN;
	}
}

static void
tally_add(struct tally *tally, const struct cell *cells, size_t first, size_t i)
{
	const struct cell *cell = &cells[i];
	tally->natural += cell->width;
	if (is_squeezed(cells, first, i + 1, i))
		tally->natural -= half_of(cell);
	tally->end = i + 1;
	if (i == first)
		return;
	if (cells[i - 1].kind == CELL_CLOSE &&
	    is_squeezed(cells, first, i + 1, i - 1))
		tally->natural -= half_of(&cells[i - 1]);
	tally->natural += gap_before(cells, i);
	tally->shrink += gap_shrink(cells, i);
	tally->gaps += gap_stretch(cells, i);
	tally->open += is_open_before(cells, i);
}

static struct tally
tally_of(const struct cell *cells, size_t first, size_t end)
{
	struct tally tally = { .end = first };
	for (size_t i = first; i < end; i++)
		tally_add(&tally, cells, first, i);
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
cube(int part, int whole)
{
	int64_t r = whole > 0 ? (int64_t)part * 1000 / whole : 1000;
	return r * r * r / 1000 * (COST_FULL / 1000000);
}

/* Setting the tally in `width`, which it fits; the paragraph's end is free. */
static int64_t
setting_cost(const struct tally *tally, int half, int width, bool ended)
{
	int over = tally->natural - width;
	if (over > 0) {
		int64_t cost = half > 0 ? COST_HALF : 0;
		if (over > half)
			cost += cube(over - half, tally->shrink);
		return cost;
	}
	int rest = -over - tally->gaps;
	if (ended || rest <= 0)
		return 0;
	if (rest > tally->open * LINE_CAP)
		return COST_RAGGED + (int64_t)rest * 100;
	return cube(rest, tally->open * LINE_CAP);
}

struct choice {
	size_t end, next;
	int64_t cost;
};

/*
 * The best break of the line that begins at `first`, at `limit` or before;
 * the paragraph goes on to `end`.
 */
static struct choice
choose(const struct cell *cells, size_t first, size_t end, size_t limit,
    int width)
{
	struct tally all = { .end = first }, shown = all;
	struct choice best = { first, first, INT64_MAX };
	for (size_t i = first; i < limit; i++) {
		tally_add(&all, cells, first, i);
		if (cells[i].kind != CELL_SPACE)
			shown = all;
		int half = end_half(cells, first, shown.end);
		if (i > first && shown.natural - shown.shrink - half > width)
			break;
		bool ended = i + 1 == end;
		int64_t cost = setting_cost(&shown, half, width, ended);
		if (!ended)
			cost += break_cost(cells, i + 1);
		if (cost <= best.cost)
			best = (struct choice){ shown.end, i + 1, cost };
	}
	return best;
}

/* How the surplus of one line is given out, boundary by boundary. */
struct spread {
	int gaps, gap_total;   /* to give to the gaps, their weights */
	int rest, open_total;  /* to give to all open boundaries */
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
	if (!justified || surplus > tally->gaps + tally->open * LINE_CAP)
		return spread;
	spread.gap_total = tally->gaps;
	spread.gaps = surplus < tally->gaps ? surplus : tally->gaps;
	spread.rest = surplus - spread.gaps;
	spread.open_total = tally->open;
	return spread;
}

/* All that has been given out up to the boundary before cell `i`. */
static int
spread_next(struct spread *spread, const struct cell *cells, size_t i)
{
	spread->weight += spread->gaps < 0 ? gap_shrink(cells, i)
	    : gap_stretch(cells, i);
	spread->open += is_open_before(cells, i);
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
	struct tally tally = tally_of(cells, line.first, line.end);
	int surplus = measure->width - line.indent - tally.natural;
	int half = end_half(cells, line.first, line.end);
	bool cut = surplus < 0 && half > 0;
	if (cut)
		surplus += half;
	struct spread spread = spread_of(&tally, surplus,
	    measure->justify && !line.ended);
	int x = line.indent;
	for (size_t i = line.first; i < line.end; i++) {
		bool last = i + 1 == line.end;
		if (i > line.first)
			x += gap_before(cells, i) +
			    spread_next(&spread, cells, i);
		bool halved = (cut && last) ||
		    is_squeezed(cells, line.first, line.end, i);
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
	return tally_of(cells, first, end).natural;
}

/*
 * Where the second character from the end stands, marks not counted; `first`
 * when there are fewer than two, which *few tells.
 */
static size_t
last_two(const struct cell *cells, size_t first, size_t end, bool *few)
{
	unsigned seen = 0;
	size_t i = end;
	while (i > first && seen < 2) {
		enum cell_kind kind = cells[--i].kind;
		seen += kind != CELL_CLOSE && kind != CELL_SPACE;
	}
	*few = seen < 2;
	return i;
}

/*
 * The last line under way, [at, end), is one character: breaks the line before
 * it earlier, if that line can do without.  True when it did: *at is where the
 * last line begins now.
 */
static bool
mend_lonely(struct lines *lines, struct arena *arena, const struct cell *cells,
    size_t *at, size_t end, const struct measure *measure)
{
	struct line line = lines->items[lines->count - 1];
	bool few;
	size_t two = last_two(cells, line.first, end, &few);
	if (few || two <= line.first)
		return false;
	struct choice choice = choose(cells, line.first, end, two,
	    measure->width - line.indent);
	if (choice.cost >= COST_WEAK)
		return false;
	lines->count--;
	line.end = choice.end;
	line.next = choice.next;
	lines_add(lines, arena, cells, line, measure);
	*at = choice.next;
	return true;
}

/* Breaks [first, end): a paragraph, or what stands between forced breaks. */
static void
break_piece(struct lines *lines, struct arena *arena, const struct cell *cells,
    size_t first, size_t end, const struct measure *measure)
{
	size_t top = lines->count, at = first;
	do {
		struct line line = { .first = at };
		line.indent = lines->count == 0 ? measure->first
		    : measure->rest;
		struct choice choice = choose(cells, at, end, end,
		    measure->width - line.indent);
		bool lonely = false;
		if (choice.next == end && lines->count > top)
			last_two(cells, at, end, &lonely);
		if (lonely &&
		    mend_lonely(lines, arena, cells, &at, end, measure))
			continue;
		line.end = choice.end;
		line.next = choice.next;
		line.ended = choice.next == end;
		lines_add(lines, arena, cells, line, measure);
		at = choice.next;
	} while (at < end);
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
