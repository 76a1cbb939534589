#include "render/print/badness.h"

/* No line with a fault worse than this is looked at until one must be. */
#define LIMIT_FIRST 4000

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
	return badness_line(&tally, search->cells, active->cell, end,
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
	active->width = measure->width - measure_indent(measure, cell);
	if (cell > search->first && cell < search->end)
		tally_boundary(&active->start, search->cells, cell);
	if (cell < search->end &&
	    cell_yields_start(search->cells, cell, measure))
		active->start.natural += cell_half(&search->cells[cell]);
	for (int fit = 0; fit < FIT__MAX; fit++) {
		active->ways[fit] = ways[fit];
		active->costs[fit] = INT64_MAX;
		/* NOLINTNEXTLINE: four of them */
		for (uint8_t old = 0; old < FIT__MAX; old++) {
			if (ways[old].cost == INT64_MAX)
				continue;
			int64_t cost = ways[old].cost +
			    badness_neighbours(old, fit);
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
		int64_t cost = ended ? 0 : badness_break(search->cells, i + 1);
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
	return tally_of(cells, first, line_end(cells, first, end), false)
		   .natural <= measure->width - measure_indent(measure, first);
}

/* Where the lines of [first, end) begin but the first; how many there are. */
static size_t
search_starts(size_t **starts, struct arena *arena, const struct cell *cells,
    size_t first, size_t end, const struct measure *measure)
{
	if (is_one_line(cells, first, end, measure))
		return 0;
	struct search search = { .cells = cells, .measure = measure,
		.first = first, .end = end,
		.second = badness_last_two(cells, first, end),
		.active = arena_take(arena, (end - first + 1) *
		    sizeof(*search.active)) };
	search_least(&search);
	*starts = ARENA_ARRAY(arena, size_t, search.count);
	return search_read(&search, *starts);
}

/* Breaks [first, end): a paragraph, or what stands between forced breaks. */
static void
break_piece(struct lines *lines, struct arena *arena, const struct cell *cells,
    size_t first, size_t end, const struct measure *measure)
{
	/* The lines of a whole table are kept; the search is larger. */
	struct arena *own = arena_new();
	size_t at = first, *starts = NULL;
	size_t count = search_starts(&starts, own, cells, first, end, measure);
	for (size_t i = 0; i <= count; i++) {
		size_t next = i < count ? starts[i] : end;
		lines_add(lines, arena, cells, at, next, i == count, measure);
		at = next;
	}
	arena_free(own);
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
