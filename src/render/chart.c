#include "render/chart_parts.h"

/* Bars that lie: labels at their left, as wide as this at most. */
#define LABELS_MOST (CHART_WIDTH * 0.38)
#define BAR 15.0
#define BAR_GAP 2.0
#define BAND_GAP 9.0
/* Bars that stand. */
#define PLOT_HEIGHT 170.0
#define COLUMN_MOST 34.0
#define LABEL_LINES_MOST 3
#define VALUE_GAP 4.0

/* The widest value in words, of those that are below 0 or not. */
static double
values_width(const struct chart *chart, bool below)
{
	double widest = 0;
	for (size_t s = 0; s < chart->series_count; s++)
		for (size_t i = 0; i < chart->label_count; i++) {
			const struct chart_point *p =
			    &chart->series[s].points[i];
			double width =
			    text_width(text_of(p->words), VALUE_SIZE);
			if ((p->value < 0) == below && width > widest)
				widest = width;
		}
	return widest;
}

/* ---- bars that lie ---- */

struct bars {
	struct sheet *sheet;
	struct wrapped *labels;
	double labels_width;
	double zero, scale; /* where 0 lies; points a unit */
};

static struct bars
bars_make(struct sheet *sheet)
{
	const struct chart *chart = sheet->chart;
	struct range range = chart_range(chart);
	struct bars bars = { .sheet = sheet };
	bars.labels =
	    ARENA_ARRAY(sheet->arena, struct wrapped, chart->label_count);
	for (size_t i = 0; i < chart->label_count; i++) {
		bars.labels[i] = text_wrap(sheet->arena, chart->labels[i],
		    LABEL_SIZE, LABELS_MOST);
		if (bars.labels[i].width > bars.labels_width)
			bars.labels_width = bars.labels[i].width;
	}
	double left = bars.labels_width + 8;
	if (range.least < 0)
		left += values_width(chart, true) + VALUE_GAP;
	double right = CHART_WIDTH - values_width(chart, false) - VALUE_GAP - 2;
	/* Values in very long words leave the bars a little all the same. */
	double room = right - left > 20 ? right - left : 20;
	bars.scale = room / (range.most - range.least);
	bars.zero = left - range.least * bars.scale;
	return bars;
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
	struct bars bars = bars_make(sheet);
	double top = sheet->y;
	for (size_t i = 0; i < chart->label_count; i++) {
		double label =
		    (double)bars.labels[i].count * LABEL_SIZE * LEADING;
		double all = (double)chart->series_count * (BAR + BAR_GAP);
		double band = label > all ? label : all;
		double y = sheet->y + (BAND_GAP + band - all) / 2;
		mark_add_lines(sheet, &bars.labels[i],
		    (struct mark_point){ bars.labels_width,
			sheet->y + (BAND_GAP + band - label) / 2 },
		    ANCHOR_RIGHT, LABEL_SIZE);
		for (size_t s = 0; s < chart->series_count; s++)
			add_bar(&bars, s, i,
			    y + (double)s * (BAR + BAR_GAP) + BAR_GAP / 2);
		sheet->y += band + BAND_GAP;
	}
	mark_add_line(sheet, -1, (struct mark_point){ bars.zero, top },
	    (struct mark_point){ bars.zero, sheet->y });
}

/* ---- bars that stand ---- */

struct columns {
	struct sheet *sheet;
	struct wrapped *labels;
	size_t lines; /* of the highest label */
	double band, slot; /* width of a label's columns, of one of them */
	double zero, scale;
};

/* False where labels or values find no room, side by side. */
static bool
columns_make(struct columns *columns, struct sheet *sheet)
{
	const struct chart *chart = sheet->chart;
	double below = values_width(chart, true);
	double widest = values_width(chart, false);
	*columns = (struct columns){ .sheet = sheet };
	columns->band = CHART_WIDTH / (double)chart->label_count;
	columns->slot = (columns->band - 8) / (double)chart->series_count;
	if (columns->slot > COLUMN_MOST + 16)
		columns->slot = COLUMN_MOST + 16;
	if (columns->slot < 10 || columns->slot < widest + 2 ||
	    columns->slot < below + 2)
		return false;
	columns->labels =
	    ARENA_ARRAY(sheet->arena, struct wrapped, chart->label_count);
	for (size_t i = 0; i < chart->label_count; i++) {
		columns->labels[i] = text_wrap(sheet->arena, chart->labels[i],
		    LABEL_SIZE, columns->band - 6);
		if (columns->labels[i].count > columns->lines)
			columns->lines = columns->labels[i].count;
		if (columns->labels[i].width > columns->band - 4)
			return false;
	}
	return columns->lines <= LABEL_LINES_MOST &&
	    columns->band > 2.4 * LABEL_SIZE;
}

static void
add_column(const struct columns *columns, size_t series, size_t label)
{
	const struct chart *chart = columns->sheet->chart;
	const struct chart_point *point = &chart->series[series].points[label];
	double all = columns->slot * (double)chart->series_count;
	double x = columns->band * ((double)label + 0.5) - all / 2 +
	    columns->slot * (double)series;
	double width = columns->slot - 4 < COLUMN_MOST ? columns->slot - 4
						       : COLUMN_MOST;
	double height = point->value * columns->scale;
	bool below = point->value < 0;
	double end = columns->zero - height;
	mark_add_bar(columns->sheet, (int)series,
	    (struct mark_point){ x + (columns->slot - width) / 2,
		below ? columns->zero : end },
	    width, below ? -height : height);
	double gap = VALUE_SIZE * LEADING / 2 + 1;
	mark_add_text(columns->sheet, text_of(point->words),
	    (struct mark_point){ x + columns->slot / 2,
		below ? end + gap : end - gap },
	    ANCHOR_MIDDLE, VALUE_SIZE);
}

static void
add_columns(struct sheet *sheet, struct columns *columns)
{
	const struct chart *chart = sheet->chart;
	struct range range = chart_range(chart);
	double value = VALUE_SIZE * LEADING + 2;
	columns->scale = PLOT_HEIGHT / (range.most - range.least);
	columns->zero = sheet->y + value + range.most * columns->scale;
	double foot = sheet->y + value + PLOT_HEIGHT +
	    (range.least < 0 ? value : 0) + 5;
	for (size_t i = 0; i < chart->label_count; i++) {
		for (size_t s = 0; s < chart->series_count; s++)
			add_column(columns, s, i);
		mark_add_lines(sheet, &columns->labels[i],
		    (struct mark_point){
			columns->band * ((double)i + 0.5), foot },
		    ANCHOR_MIDDLE, LABEL_SIZE);
	}
	mark_add_line(sheet, -1, (struct mark_point){ 0, columns->zero },
	    (struct mark_point){ CHART_WIDTH, columns->zero });
	sheet->y = foot + (double)columns->lines * LABEL_SIZE * LEADING + 2;
}

/* ---- the whole ---- */

struct marks
chart_marks(struct arena *arena, const struct chart *chart)
{
	struct sheet sheet = { .arena = arena, .chart = chart, .y = 2 };
	struct columns columns;
	mark_add_legend(&sheet);
	if (chart->kind == CHART_LINE)
		chart_add_lines(&sheet);
	else if (chart->kind == CHART_COLUMN && columns_make(&columns, &sheet))
		add_columns(&sheet, &columns);
	else
		add_bars(&sheet);
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
	const char *words = arena_copy(arena, buf.at, buf.len);
	buf_free(&buf);
	return words;
}
