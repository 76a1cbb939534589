/*
 * What the files that draw charts share: texts that are measured and wrapped,
 * marks that are added.
 *
 *   chart.c        bars that lie; which kind is drawn how
 *   chart_column.c bars that stand; small multiples of them
 *   chart_line.c   lines
 *   chart_row.c    what has a label at its left: stacks, meters, the matrix
 *   chart_mark.c   marks, texts, the fillings
 *   chart_svg.c    marks → HTML
 */
#ifndef TONGBAO_RENDER_CHART_PARTS_H
#define TONGBAO_RENDER_CHART_PARTS_H

#include "render/chart.h"

#define LABEL_SIZE 13.0
#define VALUE_SIZE 12.0
#define LEADING 1.3 /* of a line, in sizes */
#define BAR 15.0
#define VALUE_GAP 4.0
#define SWATCH 12.0

struct sheet {
	struct arena *arena;
	const struct chart *chart;
	struct marks marks;
	double y; /* the foot of what stands on it */
};

struct wrapped {
	struct text *lines;
	size_t count;
	double width; /* of the widest */
};

double text_width(struct text text, double size);
/* Between Han and at spaces; within a word where it is wider than all. */
struct wrapped text_wrap(struct arena *arena, const char *text, double size,
    double width);

/* 单位：个 */
const char *chart_unit(struct arena *arena, const struct chart *chart);
void mark_add_line(struct sheet *sheet, int series, struct mark_point from,
    struct mark_point to);
void mark_add_text(struct sheet *sheet, struct text text, struct mark_point at,
    enum chart_anchor anchor, double size);
/* Lines below each other; `at` is the top. */
void mark_add_lines(struct sheet *sheet, const struct wrapped *wrapped,
    struct mark_point at, enum chart_anchor anchor, double size);
/* Wrapped in a width; how high they are. */
double mark_add_words(struct sheet *sheet, const char *words,
    struct mark_point at, double width, enum chart_anchor anchor, double size);
/* A rectangle in the filling of the series; -1: an outline alone. */
void mark_add_bar(struct sheet *sheet, int series, struct mark_point corner,
    double width, double height);
/* A point of a line. */
void mark_add_point(struct sheet *sheet, int series, struct mark_point at);
/* The unit, and which series is which. */
void mark_add_legend(struct sheet *sheet);

/* The least and the greatest value, 0 among them. */
struct range {
	double least, most;
};
struct range chart_range(const struct chart *chart);
/* The widest value in words, of those that are below 0 or not. */
double chart_values_width(const struct chart *chart, bool below);

/* The labels at the left of what they are of, as wide as all of them need. */
struct rows {
	struct sheet *sheet;
	struct wrapped *labels;
	double width;
};
struct rows rows_make(struct sheet *sheet);
/*
 * A label beside what is `height` high, in the middle of both, with room for
 * what stands above that; the sheet goes on below.  Where the first begins.
 */
double row_add(
    const struct rows *rows, size_t label, double height, double above);

/* False where labels or values find no room side by side. */
bool chart_add_columns(struct sheet *sheet);
void chart_add_multiples(struct sheet *sheet);
void chart_add_lines(struct sheet *sheet);
void chart_add_stacks(struct sheet *sheet);
void chart_add_meters(struct sheet *sheet);
void chart_add_matrix(struct sheet *sheet);

#endif
