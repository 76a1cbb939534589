/*
 * A chart (统计图) as a script describes it: a few series of numbers over the
 * same labels.  How it is drawn is render/'s business; the numbers are shown
 * beside it, so that nobody has to measure bars.
 */
#ifndef TONGBAO_MODEL_CHART_H
#define TONGBAO_MODEL_CHART_H

#include <stddef.h>
#include "model/strings.h"

#define CHART_LABELS_MOST 200
/* Fillings that can be told apart. */
#define CHART_SERIES_MOST 6
/* Bars on one page of print, which a chart isn't parted over. */
#define CHART_BARS_MOST 72
#define CHART_COLUMNS_MOST 12 /* of a matrix */
/* Small multiples, the labels of each, all values. */
#define CHART_PANELS_MOST 40
#define CHART_PANEL_LABELS_MOST 24
#define CHART_POINTS_MOST 320

enum chart_kind {
	CHART_BAR,    /* lying: long labels, rankings */
	CHART_COLUMN, /* standing; drawn lying where its labels find no room */
	CHART_LINE,   /* over time */
	CHART_STACK,  /* a bar a label, made of the series; none is below 0 */
	CHART_METER,  /* the first series against its whole, the second */
	CHART_MULTIPLES, /* a small chart a series, on one scale */
	CHART_MATRIX, /* labels by series; a value is the place of a state */
};
#define CHART_KINDS (CHART_MATRIX + 1)

enum chart_state {
	POINT_ABSENT, /* there is no number: — */
	POINT_KNOWN,
	POINT_WITHHELD, /* there is one that these readers don't get: … */
};

struct chart_point {
	enum chart_state state;
	double value;
	const char *words; /* as people read it; never NULL */
};

struct chart_series {
	const char *name;           /* "" where there is one only */
	struct chart_point *points; /* parallel to the labels */
};

struct chart {
	enum chart_kind kind;
	const struct strings *strings; /* the words around it */
	const char *title, *unit; /* "" for none */
	const char **labels;
	size_t label_count;
	struct chart_series *series;
	size_t series_count;
	const char **states; /* of a matrix */
	size_t state_count;
};

struct chart *chart_copy(struct arena *arena, const struct chart *chart);

#endif
