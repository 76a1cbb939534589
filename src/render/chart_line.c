#include "render/chart_parts.h"

#include <math.h>
#include <stdio.h>

#define PLOT_HEIGHT 170.0
#define STEPS_WANTED 5
#define LABEL_LINES_MOST 2
/* Beside the points there is room for so many values, of one series. */
#define VALUES_MOST 12
/* Half of a point stands beyond the middle of the last label. */
#define MARGIN 5.0

struct plot {
	struct sheet *sheet;
	double left, top, band;
	double least, most, scale; /* of the axis */
};

/* 1, 2 or 5 times a power of ten. */
static double
step_of(double extent)
{
	double rough = extent / STEPS_WANTED;
	double power = pow(10, floor(log10(rough)));
	double times = rough / power;
	return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
}

static double
y_of(const struct plot *plot, double value)
{
	return plot->top + (plot->most - value) * plot->scale;
}

static double
x_of(const struct plot *plot, size_t label)
{
	return plot->left + plot->band * ((double)label + 0.5);
}

static const char *
tick_words(struct arena *arena, double value, double step)
{
	/* As many digits as the step has; of the least there is 2e-16. */
	int digits = step >= 1 ? 0 : (int)ceil(-log10(step) - 1e-9);
	return arena_printf(
	    arena, "%.*f", digits, fabs(value) < step / 2 ? 0.0 : value);
}

/* The axis: from one round number to another, with the grid. */
static void
add_grid(struct plot *plot)
{
	struct sheet *sheet = plot->sheet;
	struct range range = chart_range(sheet->chart);
	double step = step_of(range.most - range.least);
	int from = (int)floor(range.least / step + 1e-9);
	int to = (int)ceil(range.most / step - 1e-9);
	double widest = 0;
	for (int i = from; i <= to; i++) {
		double width = text_width(
		    text_of(tick_words(sheet->arena, i * step, step)),
		    VALUE_SIZE);
		widest = width > widest ? width : widest;
	}
	plot->least = from * step;
	plot->most = to * step;
	plot->left = widest + 8;
	/* A value is said over its point, even over the highest. */
	plot->top = sheet->y + 1.5 * VALUE_SIZE;
	plot->scale = PLOT_HEIGHT / (plot->most - plot->least);
	plot->band =
	    (CHART_WIDTH - MARGIN - plot->left) /
	    (double)sheet->chart->label_count;
	for (int i = from; i <= to; i++) {
		double y = y_of(plot, i * step);
		mark_add_line(sheet, -1, (struct mark_point){ plot->left, y },
		    (struct mark_point){ CHART_WIDTH, y });
		sheet->marks.items[sheet->marks.count - 1].faint = i != 0;
		mark_add_text(sheet,
		    text_of(tick_words(sheet->arena, i * step, step)),
		    (struct mark_point){ plot->left - 6, y }, ANCHOR_RIGHT,
		    VALUE_SIZE);
	}
}

/* Every label, or every second, third, … that finds room. */
static size_t
label_step(const struct plot *plot)
{
	const struct chart *chart = plot->sheet->chart;
	size_t step = 1;
	for (; step < chart->label_count; step++) {
		bool fits = true;
		for (size_t i = 0; i < chart->label_count && fits; i += step) {
			double room = plot->band * (double)step - 6;
			struct wrapped label = text_wrap(plot->sheet->arena,
			    chart->labels[i], LABEL_SIZE, room);
			fits = label.count <= LABEL_LINES_MOST &&
			    label.width <= room && room > 2.4 * LABEL_SIZE;
		}
		if (fits)
			break;
	}
	return step;
}

/* Kept within the sheet. */
static double
middle_within(double middle, double width)
{
	if (middle + width / 2 > CHART_WIDTH)
		middle = CHART_WIDTH - width / 2;
	return middle - width / 2 < 0 ? width / 2 : middle;
}

static void
add_labels(const struct plot *plot)
{
	struct sheet *sheet = plot->sheet;
	const struct chart *chart = sheet->chart;
	size_t step = label_step(plot), lines = 0;
	double foot = plot->top + PLOT_HEIGHT + 6, end = -6;
	double room = plot->band * (double)step - 6;
	/* One alone may be as wide as all. */
	room = room < 3 * LABEL_SIZE ? 3 * LABEL_SIZE : room;
	for (size_t i = 0; i < chart->label_count; i += step) {
		struct wrapped label = text_wrap(
		    sheet->arena, chart->labels[i], LABEL_SIZE, room);
		double middle = middle_within(x_of(plot, i), label.width);
		/* One that was moved in from the edge may meet another. */
		if (middle - label.width / 2 < end + 6)
			continue;
		end = middle + label.width / 2;
		lines = label.count > lines ? label.count : lines;
		mark_add_lines(sheet, &label, (struct mark_point){ middle, foot },
		    ANCHOR_MIDDLE, LABEL_SIZE);
		mark_add_line(sheet, -1,
		    (struct mark_point){ x_of(plot, i), foot - 6 },
		    (struct mark_point){ x_of(plot, i), foot - 2 });
	}
	sheet->y = foot + (double)lines * LABEL_SIZE * LEADING + 2;
}

static bool
has_values(const struct plot *plot)
{
	const struct chart *chart = plot->sheet->chart;
	if (chart->series_count > 1 || chart->label_count > VALUES_MOST)
		return false;
	for (size_t i = 0; i < chart->label_count; i++)
		if (text_width(text_of(chart->series[0].points[i].words),
			VALUE_SIZE) > plot->band)
			return false;
	return true;
}

/* A line ends where a value is missing, and begins again after it. */
static void
add_series(const struct plot *plot, size_t series, bool values)
{
	struct sheet *sheet = plot->sheet;
	const struct chart_point *points =
	    sheet->chart->series[series].points;
	for (size_t i = 0; i < sheet->chart->label_count; i++) {
		const struct chart_point *p = &points[i];
		struct mark_point at = { x_of(plot, i), y_of(plot, p->value) };
		if (i > 0 && p->state == POINT_KNOWN &&
		    p[-1].state == POINT_KNOWN)
			mark_add_line(sheet, (int)series,
			    (struct mark_point){ x_of(plot, i - 1),
				y_of(plot, p[-1].value) },
			    at);
		if (p->state == POINT_KNOWN)
			mark_add_point(sheet, (int)series, at);
		if ((p->state == POINT_WITHHELD && plot->band > VALUE_SIZE) ||
		    (values && p->state == POINT_KNOWN))
			mark_add_text(sheet, text_of(p->words),
			    (struct mark_point){ at.x, at.y - VALUE_SIZE },
			    ANCHOR_MIDDLE, VALUE_SIZE);
	}
}

void
chart_add_lines(struct sheet *sheet)
{
	struct plot plot = { .sheet = sheet };
	add_grid(&plot);
	bool values = has_values(&plot);
	for (size_t i = 0; i < sheet->chart->series_count; i++)
		add_series(&plot, i, values);
	add_labels(&plot);
}
