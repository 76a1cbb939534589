#include "render/print/title.h"

#include <stdint.h>
#include "render/print/character.h"
#include "render/print/word.h"

/* Over this many cells a title is no title any more: broken like a text. */
#define TITLE_MOST 200

/* Costs of a break, against the square of a line's distance from its ideal. */
#define COST_NONE 0
#define COST_EDGE 4    /* beside a word that is known */
#define COST_PLAIN 12  /* between two characters nothing is known of */
#define COST_SEAM 100  /* inside a compound, between its words */
#define COST_WORD 500  /* inside a word: a bad shape is better than that */
#define COST_LAST 100000 /* against the rules of the line */
#define COST_HOURGLASS 200
#define COST_BLOCK 40
#define COST_LINE 80   /* one line more than needed */

struct title {
	const struct cell *cells;
	const uint32_t *codes; /* one a cell */
	size_t first, end;
	int width;
};

static bool
is_joiner(uint32_t code)
{
	return code == 0x548C /* 和 */ || code == 0x4E0E /* 与 */ ||
	    code == 0x53CA /* 及 */;
}

static int
break_cost(const struct title *title, size_t i)
{
	const struct cell *cell = &title->cells[i];
	uint32_t before = title->codes[i - 1];
	if (!line_may_break(title->cells, i) || cell->joint == JOINT_FAST)
		return COST_LAST;
	if (title->cells[i - 1].kind == CELL_CLOSE || cell->kind == CELL_OPEN ||
	    title->cells[i - 1].kind == CELL_SPACE || before == 0x7684 /* 的 */)
		return COST_NONE;
	if (before == 0x7B2C /* 第 */ || title->codes[i] == 0x7684 ||
	    (i - title->first > 1 && title->codes[i - 2] == 0x7B2C))
		return COST_WORD;
	if (is_joiner(title->codes[i]))
		return COST_EDGE;
	switch (word_edge(title->codes, title->first, title->end, i)) {
	case WORD_INSIDE:
		return COST_WORD;
	case WORD_SEAM:
		return COST_SEAM;
	case WORD_EDGE:
		return COST_EDGE;
	case WORD_UNKNOWN:
		break;
	}
	return COST_PLAIN;
}

/* ---- shapes ---- */

enum outline {
	OUTLINE_NARROWING, /* the first line is the longest */
	OUTLINE_WIDENING,
	OUTLINE_DIAMOND,
	OUTLINE__MAX,
};

/* How much longer than the mean line `j` of `count` should be. */
static int
ideal_surplus(enum outline outline, size_t j, size_t count)
{
	int step = 2 * LINE_CELL, place = (int)(2 * j) - (int)(count - 1);
	switch (outline) {
	case OUTLINE_NARROWING:
		return -place * step / 2;
	case OUTLINE_WIDENING:
		return place * step / 2;
	default:
		/* The ends are a step short, the middle makes up for it. */
		return j == 0 || j + 1 == count ? -step
		    : 2 * step / ((int)count - 2);
	}
}

/*
 * What is wrong with a shape: lines that get shorter and longer again; three
 * or more that are all about the same.
 */
static int
shape_cost(const int *widths, size_t count)
{
	bool fell = false, same = count > 2;
	for (size_t j = 1; j < count; j++) {
		int growth = widths[j] - widths[j - 1];
		if (fell && growth > LINE_CELL / 4)
			return COST_HOURGLASS;
		fell = fell || growth < -LINE_CELL / 4;
		same = same && growth <= LINE_CELL && growth >= -LINE_CELL;
	}
	return same ? COST_BLOCK : 0;
}

/* ---- the search ---- */

struct step {
	int64_t cost;
	size_t from; /* where the line that ends here began */
};

struct search {
	const struct title *title;
	const int *breaks; /* cost of a break before each cell */
	size_t lines, cells;
	int mean;
	enum outline outline;
	struct step *table; /* (lines + 1) × (cells + 1) */
};

static struct step *
step_at(const struct search *search, size_t line, size_t cell)
{
	return &search->table[line * (search->cells + 1) + cell];
}

/* Extends the best way to end line `j` - 1 before cell `from`. */
static void
search_line(struct search *search, size_t j, size_t from)
{
	const struct title *title = search->title;
	int64_t before = step_at(search, j - 1, from)->cost;
	int ideal = search->mean +
	    ideal_surplus(search->outline, j - 1, search->lines);
	size_t first = title->first + from;
	if (before == INT64_MAX)
		return;
	for (size_t end = first + 1; end <= title->end; end++) {
		int width = line_natural(title->cells, first, end);
		if (width > title->width && end > first + 1)
			break;
		int64_t off = (width - ideal) / 10;
		int64_t cost = before + off * off / 1000;
		if (end < title->end)
			cost += search->breaks[end - title->first];
		struct step *step = step_at(search, j, end - title->first);
		if (cost < step->cost)
			*step = (struct step){ cost, from };
	}
}

static void
search_run(struct search *search)
{
	size_t all = (search->lines + 1) * (search->cells + 1);
	for (size_t i = 0; i < all; i++)
		search->table[i].cost = INT64_MAX;
	step_at(search, 0, 0)->cost = 0;
	for (size_t j = 1; j <= search->lines; j++)
		for (size_t from = 0; from < search->cells; from++)
			search_line(search, j, from);
}

/* Reads the way back: ends[j] is the cell after line j, from title->first. */
static int64_t
search_read(const struct search *search, size_t *ends, int *widths)
{
	size_t end = search->cells;
	int64_t cost = step_at(search, search->lines, end)->cost;
	if (cost == INT64_MAX)
		return cost;
	for (size_t j = search->lines; j > 0; j--) {
		size_t from = step_at(search, j, end)->from;
		ends[j - 1] = end;
		widths[j - 1] = line_natural(search->title->cells,
		    search->title->first + from, search->title->first + end);
		end = from;
	}
	return cost + shape_cost(widths, search->lines);
}

/*
 * The best ends of `lines` lines, and what they cost; INT64_MAX when so few
 * are not enough.
 */
static int64_t
title_divide(struct arena *arena, const struct title *title,
    const int *breaks, size_t lines, size_t *best)
{
	struct search search = { .title = title, .breaks = breaks,
		.lines = lines, .cells = title->end - title->first };
	int64_t least = INT64_MAX;
	size_t *ends = ARENA_ARRAY(arena, size_t, lines);
	int *widths = ARENA_ARRAY(arena, int, lines);
	search.table = ARENA_ARRAY(arena, struct step,
	    (lines + 1) * (search.cells + 1));
	search.mean = line_natural(title->cells, title->first, title->end) /
	    (int)lines;
	for (int outline = 0; outline < OUTLINE__MAX; outline++) {
		if (outline == OUTLINE_DIAMOND && lines < 3)
			continue;
		search.outline = outline;
		search_run(&search);
		int64_t cost = search_read(&search, ends, widths);
		if (cost < least) {
			least = cost;
			memcpy(best, ends, lines * sizeof(*best));
		}
	}
	return least;
}

/* As few lines as will do, or one more where that saves a word. */
static size_t
title_count(struct arena *arena, const struct title *title, const int *breaks,
    size_t *ends)
{
	size_t cells = title->end - title->first;
	size_t count = (size_t)(line_natural(title->cells, title->first,
	    title->end) / title->width);
	size_t *more = ARENA_ARRAY(arena, size_t, cells + 2);
	int64_t cost;
	if (count == 0)
		count = 1;
	while ((cost = title_divide(arena, title, breaks, count, ends)) ==
	    INT64_MAX)
		count++;
	if (count == 1 || count == cells || cost < COST_LINE ||
	    title_divide(arena, title, breaks, count + 1, more) >=
	    cost - COST_LINE)
		return count;
	memcpy(ends, more, (count + 1) * sizeof(*ends));
	return count + 1;
}

static void
title_add(struct lines *lines, struct arena *arena, const struct title *title,
    const struct measure *measure)
{
	size_t cells = title->end - title->first, from = title->first;
	int *breaks = ARENA_ARRAY(arena, int, cells + 1);
	size_t *ends = ARENA_ARRAY(arena, size_t, cells + 2);
	for (size_t i = 1; i < cells; i++)
		breaks[i] = break_cost(title, title->first + i);
	size_t count = title_count(arena, title, breaks, ends);
	for (size_t j = 0; j < count; j++) {
		size_t next = title->first + ends[j];
		lines_add(lines, arena, title->cells, from, next, true, measure);
		from = next;
	}
}

struct lines
title_break(struct arena *arena, const struct shaped *shaped, int width)
{
	const struct measure measure = { .width = width };
	const struct cell *cells = shaped->cells;
	size_t count = shaped->count;
	if (count > TITLE_MOST)
		return lines_break(arena, cells, count, &measure);
	struct lines lines = { .spots = ARENA_ARRAY(arena, struct spot,
				   count + 1) };
	struct title title = { .cells = cells, .width = width,
		.codes = shaped_codes(arena, shaped) };
	while (title.first < count) {
		title.end = title.first;
		while (title.end < count && cells[title.end].kind != CELL_BREAK)
			title.end++;
		if (title.end > title.first)
			title_add(&lines, arena, &title, &measure);
		title.first = title.end + 1;
	}
	return lines;
}
