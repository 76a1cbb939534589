#include "render/chart_parts.h"

#define BAR_GAP 2.0

/* ---- bars that lie ---- */

struct bars {
	struct sheet *sheet;
	double zero, scale; /* where 0 lies; points a unit */
};

static struct bars
bars_make(const struct rows *rows)
{
	const struct chart *chart = rows->sheet->chart;
	struct range range = chart_range(chart);
	double left = rows->width + 8;
	if (range.least < 0)
		left += chart_values_width(chart, true) + VALUE_GAP;
	double right =
	    CHART_WIDTH - chart_values_width(chart, false) - VALUE_GAP - 2;
	/* Values in very long words leave the bars a little all the same. */
	double room = right - left > 20 ? right - left : 20;
	double scale = room / (range.most - range.least);
	return (struct bars){ rows->sheet, left - range.least * scale, scale };
}

static void
add_bar(const struct bars *bars, size_t series, size_t label, double top)
{
	const struct chart_point *point =
	    &bars->sheet->chart->series[series].points[label];
	double width = point->value * bars->scale;
	double end = bars->zero + width;
	bool below = point->value < 0;
	mark_add_bar(bars->sheet, (int)series,
	    (struct mark_point){ below ? end : bars->zero, top },
	    below ? -width : width, BAR);
	mark_add_text(bars->sheet, text_of(point->words),
	    (struct mark_point){ below ? end - VALUE_GAP : end + VALUE_GAP,
		top + BAR / 2 },
	    below ? ANCHOR_RIGHT : ANCHOR_LEFT, VALUE_SIZE);
}

static void
add_bars(struct sheet *sheet)
{
	const struct chart *chart = sheet->chart;
	struct rows rows = rows_make(sheet);
	struct bars bars = bars_make(&rows);
	double top = sheet->y;
	for (size_t i = 0; i < chart->label_count; i++) {
		double y = row_add(&rows, i,
		    (double)chart->series_count * (BAR + BAR_GAP), 0);
		for (size_t s = 0; s < chart->series_count; s++)
			add_bar(&bars, s, i,
			    y + (double)s * (BAR + BAR_GAP) + BAR_GAP / 2);
	}
	mark_add_line(sheet, -1, (struct mark_point){ bars.zero, top },
	    (struct mark_point){ bars.zero, sheet->y });
}

/* ---- the whole ---- */

static void (*const makers[CHART_KINDS])(struct sheet *sheet) = {
	[CHART_BAR] = add_bars,
	[CHART_COLUMN] = add_bars,
	[CHART_LINE] = chart_add_lines,
	[CHART_STACK] = chart_add_stacks,
	[CHART_METER] = chart_add_meters,
	[CHART_MULTIPLES] = chart_add_multiples,
	[CHART_MATRIX] = chart_add_matrix,
};

struct marks
chart_marks(struct arena *arena, const struct chart *chart)
{
	struct sheet sheet = { .arena = arena, .chart = chart, .y = 2 };
	mark_add_legend(&sheet);
	if (chart->kind != CHART_COLUMN || !chart_add_columns(&sheet))
		makers[chart->kind](&sheet);
	sheet.marks.height = sheet.y + 2;
	return sheet.marks;
}

const char *
chart_unit(struct arena *arena, const struct chart *chart)
{
	return strings_fill(arena, chart->strings, "chart_unit", "unit",
	    chart->unit, NULL);
}

/* 机电学院 3，土木学院 2（单位：次） */
const char *
chart_words(struct arena *arena, const struct chart *chart)
{
	const struct strings *strings = chart->strings;
	const char *comma = strings_get(strings, "comma");
	struct buf buf = BUF_INIT;
	for (size_t s = 0; s < chart->series_count; s++) {
		const struct chart_series *series = &chart->series[s];
		if (s > 0)
			buf_puts(&buf, strings_get(strings, "stop"));
		if (*series->name != '\0')
			buf_printf(&buf, "%s%s", series->name,
			    strings_get(strings, "colon"));
		for (size_t i = 0; i < chart->label_count; i++)
			buf_printf(&buf, "%s%s %s", i > 0 ? comma : "",
			    chart->labels[i], series->points[i].words);
	}
	if (*chart->unit != '\0')
		buf_printf(&buf, "%s%s%s", strings_get(strings, "open"),
		    chart_unit(arena, chart), strings_get(strings, "close"));
	return buf_detach(arena, &buf).at;
}
