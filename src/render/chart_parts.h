/*
 * What the files that draw charts share: texts that are measured and wrapped,
 * marks that are added.
 *
 *   chart.c       bars and columns; which of them
 *   chart_line.c  lines
 *   chart_mark.c  marks, texts, the fillings
 *   chart_svg.c   marks → HTML
 */
#ifndef TONGBAO_RENDER_CHART_PARTS_H
#define TONGBAO_RENDER_CHART_PARTS_H

#include "render/chart.h"

#define LABEL_SIZE 13.0
#define VALUE_SIZE 12.0
#define LEADING 1.3 /* of a line, in sizes */

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
struct mark *mark_add(struct sheet *sheet, enum mark_kind kind, int series);
void mark_add_line(struct sheet *sheet, int series, struct mark_point from,
    struct mark_point to);
void mark_add_text(struct sheet *sheet, struct text text, struct mark_point at,
    enum chart_anchor anchor, double size);
/* Lines below each other; `at` is the top. */
void mark_add_lines(struct sheet *sheet, const struct wrapped *wrapped,
    struct mark_point at, enum chart_anchor anchor, double size);
/* A rectangle in the filling of the series. */
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

void chart_add_lines(struct sheet *sheet);

#endif
