/*
 * What a line is made of, and what is bad about it: shared by line.c, which
 * sets lines, and optimum.c, which chooses them.  Pure as line.h is.
 */
#ifndef TONGBAO_RENDER_PRINT_BADNESS_H
#define TONGBAO_RENDER_PRINT_BADNESS_H

#include "render/print/line.h"

/* A line from its first cell to the last one shown. */
struct tally {
	int64_t natural;
	int shrink; /* what gaps and spaces can give up */
	int gaps;   /* what they take gladly */
	int open;   /* boundaries that can be opened */
	int wide;   /* gaps that can be too */
};

/* How a line looks beside its neighbours, by what each boundary was given. */
enum fit {
	FIT_TIGHT,
	FIT_PLAIN,
	FIT_LOOSE, /* a character and a half of 28 */
	FIT_TORN,  /* four */
	FIT__MAX,
};

/* A line as it would be set. */
struct bid {
	int64_t cost; /* INT64_MAX: it doesn't fit */
	enum fit fit;
	bool spare; /* fewer cells would leave still more to give out */
};

/* Of a line that begins with cell `first`. */
int measure_indent(const struct measure *measure, size_t first);

/* What a mark can give up: half its width, or nothing. */
int cell_half(const struct cell *cell);
/* Does the mark `i` give it up to the neighbour after it, before it? */
bool cell_yields_next(const struct cell *cells, size_t i);
bool cell_yields_last(const struct cell *cells, size_t i);
/* Does the mark that a line begins with? */
bool cell_yields_start(const struct cell *cells, size_t first,
    const struct measure *measure);
/* What the mark at the end of the line [first, end) can give up. */
int cell_end_half(const struct cell *cells, size_t first, size_t end);

/* Between Han and Latin, before cell `i` > 0. */
int gap_before(const struct cell *cells, size_t i);
/* How much more, and less, that boundary takes before all others do. */
int gap_stretch(const struct cell *cells, size_t i);
int gap_shrink(const struct cell *cells, size_t i);
/* May it be opened?  Not beside connectors, nor in words. */
bool gap_is_open(const struct cell *cells, size_t i);

/* What the boundary between cell `i` and the one before it adds. */
void tally_boundary(struct tally *tally, const struct cell *cells, size_t i);
/* `start`: the first cell yields. */
struct tally tally_of(const struct cell *cells, size_t first, size_t end,
    bool start);
/*
 * What it costs to give `rest` to the open boundaries, when the gaps have taken
 * what they take gladly.  Into *open how many they are: gaps are among them
 * where the others would be torn apart.
 */
int64_t tally_loose_cost(const struct tally *tally, int64_t rest, int *open);

/* A break before cell `i`, the rules alone. */
int64_t badness_break(const struct cell *cells, size_t i);
/* The line [first, end), set in `width`; lonely: it is one character. */
struct bid badness_line(const struct tally *tally, const struct cell *cells,
    size_t first, size_t end, int width, bool ended, bool lonely);
/* Of two lines that follow each other. */
int64_t badness_neighbours(enum fit one, enum fit other);
/*
 * Where the second character from the end stands, marks not counted; `first`
 * when there are fewer: a last line that begins after it is lonely.
 */
size_t badness_last_two(const struct cell *cells, size_t first, size_t end);

#endif
