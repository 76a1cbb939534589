#include "render/chart_parts.h"

#include <math.h>

#define PLOT_HEIGHT 170.0
#define COLUMN_MOST 34.0
#define SLOT_LEAST 10.0
#define LABEL_LINES_MOST 3

/* Over the width of the sheet, or of one panel of it. */
struct columns {
	struct sheet *sheet;
	double left, width;
	size_t abreast; /* columns of a label */
	double band, slot; /* width of a label's columns, of one of them */
	bool values; /* there is room for them */
	struct wrapped *labels; /* NULL where there is none for all */
	size_t lines; /* of the highest */
	double zero, scale;
};

/* ---- room ---- */

static struct wrapped *
labels_wrap(const struct sheet *sheet, double band, size_t *lines)
{
	const struct chart *chart = sheet->chart;
	struct wrapped *labels =
	    ARENA_ARRAY(sheet->arena, struct wrapped, chart->label_count);
	for (size_t i = 0; i < chart->label_count; i++) {
		labels[i] = text_wrap(
		    sheet->arena, chart->labels[i], LABEL_SIZE, band - 6);
		if (labels[i].count > *lines)
			*lines = labels[i].count;
		if (labels[i].width > band - 4)
			return NULL;
	}
	return *lines <= LABEL_LINES_MOST && band > 2.4 * LABEL_SIZE ? labels
								     : NULL;
}

/* `gap` lies between the columns of one label and the next. */
static struct columns
columns_make(struct sheet *sheet, double width, size_t abreast, double gap)
{
	const struct chart *chart = sheet->chart;
	struct columns columns = { .sheet = sheet,
		.width = width,
		.abreast = abreast };
	columns.band = width / (double)chart->label_count;
	columns.slot = (columns.band - gap) / (double)abreast;
	double value = 2 + fmax(chart_values_width(chart, false),
	    chart_values_width(chart, true));
	columns.values = columns.slot >= value;
	/* No further apart than looks good, or than their values need. */
	columns.slot = fmin(columns.slot, fmax(COLUMN_MOST + 16, value));
	columns.labels = labels_wrap(sheet, columns.band, &columns.lines);
	return columns;
}

/* ---- drawing ---- */

/* Where 0 lies, below `top`; where the labels begin. */
static double
columns_place(struct columns *columns, double top, double height)
{
	struct range range = chart_range(columns->sheet->chart);
	double value = VALUE_SIZE * LEADING + 2;
	columns->scale = height / (range.most - range.least);
	columns->zero = top + value + range.most * columns->scale;
	return top + value + height + (range.least < 0 ? value : 0) + 5;
}

static void
add_column(const struct columns *columns, size_t series, size_t label,
    size_t place, int ink)
{
	const struct chart_point *point =
	    &columns->sheet->chart->series[series].points[label];
	double all = columns->slot * (double)columns->abreast;
	double x = columns->left + columns->band * ((double)label + 0.5) -
	    all / 2 + columns->slot * (double)place;
	double gap = columns->slot > 2 * SLOT_LEAST ? 4 : 2;
	double width = columns->slot - gap < COLUMN_MOST ? columns->slot - gap
							 : COLUMN_MOST;
	double height = point->value * columns->scale;
	bool below = point->value < 0;
	double end = columns->zero - height;
	mark_add_bar(columns->sheet, ink,
	    (struct mark_point){ x + (columns->slot - width) / 2,
		below ? columns->zero : end },
	    width, below ? -height : height);
	if (!columns->values && point->state == POINT_KNOWN)
		return;
	double rise = VALUE_SIZE * LEADING / 2 + 1;
	mark_add_text(columns->sheet, text_of(point->words),
	    (struct mark_point){ x + columns->slot / 2,
		below ? end + rise : end - rise },
	    ANCHOR_MIDDLE, VALUE_SIZE);
}

/* The line at 0. */
static void
add_base(const struct columns *columns)
{
	mark_add_line(columns->sheet, -1,
	    (struct mark_point){ columns->left, columns->zero },
	    (struct mark_point){
		columns->left + columns->width, columns->zero });
}

/* Their height. */
static double
add_labels(const struct columns *columns, double foot)
{
	for (size_t i = 0; i < columns->sheet->chart->label_count; i++)
		mark_add_lines(columns->sheet, &columns->labels[i],
		    (struct mark_point){ columns->left +
			    columns->band * ((double)i + 0.5),
			foot },
		    ANCHOR_MIDDLE, LABEL_SIZE);
	return (double)columns->lines * LABEL_SIZE * LEADING;
}

bool
chart_add_columns(struct sheet *sheet)
{
	const struct chart *chart = sheet->chart;
	struct columns columns =
	    columns_make(sheet, CHART_WIDTH, chart->series_count, 8);
	if (!columns.values || columns.labels == NULL ||
	    columns.slot < SLOT_LEAST)
		return false;
	double foot = columns_place(&columns, sheet->y, PLOT_HEIGHT);
	for (size_t i = 0; i < chart->label_count; i++)
		for (size_t s = 0; s < chart->series_count; s++)
			add_column(&columns, s, i, s, (int)s);
	add_base(&columns);
	sheet->y = foot + add_labels(&columns, foot) + 2;
	return true;
}

/* ---- small multiples ---- */

#define PANELS_ABREAST 4
#define PANEL_GAP 18.0
#define PANEL_HEIGHT 64.0
#define PANEL_LINES_MOST 2

static double
panel_width(size_t abreast)
{
	return (CHART_WIDTH - PANEL_GAP * (double)(abreast - 1)) /
	    (double)abreast;
}

/*
 * As many abreast as leave room for their values, and (two at least) for all
 * labels in few lines.
 */
static size_t
panels_abreast(struct sheet *sheet)
{
	size_t most = sheet->chart->series_count, fits = 1;
	most = most < PANELS_ABREAST ? most : PANELS_ABREAST;
	for (size_t n = most; n > 1; n--) {
		struct columns columns =
		    columns_make(sheet, panel_width(n), 1, 2);
		if (columns.values && columns.labels != NULL &&
		    columns.lines <= PANEL_LINES_MOST)
			return n;
		if (columns.values && fits == 1)
			fits = n;
	}
	return fits;
}

/* The first and the last label, where there is no room for all. */
static double
add_ends(const struct columns *columns, double foot)
{
	struct sheet *sheet = columns->sheet;
	const struct chart *chart = sheet->chart;
	size_t last = chart->label_count - 1;
	double room = last > 0 ? columns->width / 2 - 4 : columns->width;
	double high = mark_add_words(sheet, chart->labels[0],
	    (struct mark_point){ columns->left, foot }, room, ANCHOR_LEFT,
	    LABEL_SIZE);
	if (last == 0)
		return high;
	return fmax(high, mark_add_words(sheet, chart->labels[last],
	    (struct mark_point){ columns->left + columns->width, foot }, room,
	    ANCHOR_RIGHT, LABEL_SIZE));
}

/* One of them; where it ends. */
static double
add_panel(struct columns *columns, size_t series, double top)
{
	double foot = columns_place(columns, top, PANEL_HEIGHT);
	for (size_t i = 0; i < columns->sheet->chart->label_count; i++)
		add_column(columns, series, i, 0, 0);
	add_base(columns);
	return foot + (columns->labels != NULL ? add_labels(columns, foot)
					       : add_ends(columns, foot));
}

/* Panels abreast: their names, on whose foot all of them stand. */
static void
add_panels(struct columns *columns, size_t from, size_t to)
{
	struct sheet *sheet = columns->sheet;
	double step = columns->width + PANEL_GAP, end = 0, names = 0;
	for (size_t i = from; i < to; i++)
		names = fmax(names, mark_add_words(sheet,
		    sheet->chart->series[i].name,
		    (struct mark_point){ step * (double)(i - from), sheet->y },
		    columns->width, ANCHOR_LEFT, LABEL_SIZE));
	for (size_t i = from; i < to; i++) {
		columns->left = step * (double)(i - from);
		end = add_panel(columns, i, sheet->y + names);
	}
	sheet->y = end + 12;
}

void
chart_add_multiples(struct sheet *sheet)
{
	size_t count = sheet->chart->series_count;
	size_t abreast = panels_abreast(sheet);
	struct columns columns = columns_make(sheet, panel_width(abreast), 1, 2);
	for (size_t i = 0; i < count; i += abreast)
		add_panels(&columns, i,
		    i + abreast < count ? i + abreast : count);
}
