/*
 * The grid breaker: cells in, lines out.  Pure: it knows no font, no page and
 * no character, only cells of a kind and a width.  The breaks of a paragraph
 * are chosen all at once: those with the least sum of what is bad about each
 * line and about lines that don't go together (badness.c says what that costs,
 * optimum.c finds the least).
 *
 * Widths are thousandths of a cell, the square of one Han character: a full
 * line of the body is 28,000 wide whatever the size of the type.
 *
 * The rules (PRINT.md, “Text”, after W3C clreq):
 *  - a closing mark never begins a line, an opening one never ends it; —— and
 *    …… and words of Latin letters or digits are not split;
 *  - marks are squeezed before a line is broken early: of two neighbours one
 *    gives up its empty half, an opening mark at the start of a line too, a
 *    mark at its end when that is needed; only whole halves are taken away.
 *    Not always at its end, as GB/T 15834 (5.1.10) would have it: a line of 28
 *    cells stays on the grid of the page.  The mark that an indented paragraph
 *    begins with keeps its cell;
 *  - a quarter of an em parts Han and Latin, from an eighth to a third, none at
 *    the ends of a line;
 *  - lines are spread to the full measure but the last one; the surplus goes
 *    to the gaps first, then between Han, never into a —— or between digits nor
 *    between a mark and what it holds on to nor beside connectors, and where it
 *    would tear the line apart the line stays short;
 *  - no paragraph ends with a line of one character, if it can be helped.
 * When nothing else fits, an over-long word is split.  A line always takes at
 * least one cell; only a single cell that is itself too wide sticks out.
 */
#ifndef TONGBAO_RENDER_PRINT_LINE_H
#define TONGBAO_RENDER_PRINT_LINE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"

#define LINE_CELL 1000
#define LINE_GAP (LINE_CELL / 4)
/* Boundaries are opened by at most this much. */
#define LINE_CAP (LINE_CELL / 2)

enum cell_kind {
	CELL_HAN,   /* may begin and end a line */
	CELL_OPEN,  /* “‘（《〈【〔: never ends a line */
	CELL_CLOSE, /* 、，；：。！？”’）》〉】〕: never begins one */
	CELL_TIE,   /* · ～ ％ ℃ and kin: never begins a line, never squeezed */
	CELL_LONG,  /* part of —— or …… */
	CELL_LATIN, /* one cluster of a word or number */
	CELL_SPACE, /* vanishes at the end of a line */
	CELL_BREAK, /* ends the line here */
};

/* May the line be broken between this cell and the one before it? */
enum cell_joint {
	JOINT_FREE, /* as the kinds allow */
	JOINT_NEAR, /* when nothing else is as good */
	JOINT_WEAK, /* when the line would be torn apart otherwise */
	JOINT_FAST, /* in an emergency only */
};

struct cell {
	enum cell_kind kind;
	enum cell_joint joint;
	bool spaced; /* a Latin cell that wants a gap between itself and Han */
	bool halves; /* a mark whose ink fits into half of its width */
	int width;   /* >= 0 */
};

struct measure {
	int width; /* of the column; > 0 */
	int first; /* indent of the first line; < width */
	int rest;  /* indent of the others; < width */
	bool justify;
};

struct line {
	size_t first, end; /* cells shown; see line_end() */
	size_t next;       /* the cell the following line begins with */
	int indent;
	int width;  /* as set, without the indent */
	bool ended; /* the last of the paragraph, or before a CELL_BREAK */
};

/* Where a cell came to stand. */
struct spot {
	int x;       /* from the left of the column */
	bool halved; /* only half of its width is used */
};

struct lines {
	struct line *items;
	size_t count, capacity;
	struct spot *spots; /* one a cell; of the cells shown */
};

struct lines lines_break(struct arena *arena, const struct cell *cells,
    size_t count, const struct measure *measure);

/* All of them as one line, however wide: the caller sees to its size. */
struct lines lines_single(struct arena *arena, const struct cell *cells,
    size_t count);

/* The width of the cells [first, end) as one line, neither spread nor cut. */
int line_natural(const struct cell *cells, size_t first, size_t end);
/* Are the kinds on both sides content with a break before cell `i` > 0? */
bool line_may_break(const struct cell *cells, size_t i);
/* Behind the last cell of [first, next) that a line of them shows. */
size_t line_end(const struct cell *cells, size_t first, size_t next);
/* Sets the cells [first, next) as one line; adds it to `lines`. */
void lines_add(struct lines *lines, struct arena *arena,
    const struct cell *cells, size_t first, size_t next, bool ended,
    const struct measure *measure);

#endif
