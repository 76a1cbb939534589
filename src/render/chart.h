/*
 * A chart as a list of marks on a sheet of its own, which HTML draws as SVG
 * and print as it draws pages: one list, so that both show the same.
 *
 * Units are points where it is printed, from the left and the top; the sheet
 * is as wide as the type area of a circular.  Widths of texts are reckoned, not
 * measured: a Han character is a square, anything else at most so wide that
 * room left for it is enough in whatever font.
 *
 * Series are told apart without colour: bars by their filling, lines by their
 * points.  Every bar has its value beside it.
 */
#ifndef TONGBAO_RENDER_CHART_H
#define TONGBAO_RENDER_CHART_H

#include "base/buf.h"
#include "base/text.h"
#include "model/chart.h"

#define CHART_WIDTH 442.0

enum chart_anchor { ANCHOR_LEFT, ANCHOR_MIDDLE, ANCHOR_RIGHT };

enum mark_kind {
	MARK_LINE,  /* from its first point to its second */
	MARK_SHAPE, /* 3 or 4 points */
	MARK_TEXT,  /* at its first point, which is its middle in height */
};

struct mark_point {
	double x, y;
};

struct mark {
	enum mark_kind kind;
	int series; /* whose ink; -1: the axis's, texts in the text's */
	bool faint; /* a line of the grid */
	bool filled; /* a shape; its outline is drawn too */
	struct mark_point points[4];
	size_t count;
	struct text text;
	enum chart_anchor anchor;
	double size; /* of the text */
};

struct marks {
	struct mark *items;
	size_t count, capacity;
	double height;
};

struct marks chart_marks(struct arena *arena, const struct chart *chart);

/* What is said in place of the picture, in a sentence or two. */
const char *chart_words(struct arena *arena, const struct chart *chart);
/* A figure of HTML: caption, picture, and its numbers as a table. */
void chart_put_html(struct buf *out, const struct chart *chart);

#endif
