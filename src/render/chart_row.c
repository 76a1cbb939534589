#include "render/chart_parts.h"

#include <math.h>
#include "base/value.h"

/* Labels are as wide as this at most. */
#define LABELS_MOST (CHART_WIDTH * 0.38)
#define BAND_GAP 9.0
#define CELL 17.0

/* ---- labels ---- */

struct rows
rows_make(struct sheet *sheet)
{
	const struct chart *chart = sheet->chart;
	struct rows rows = { .sheet = sheet };
	rows.labels =
	    ARENA_ARRAY(sheet->arena, struct wrapped, chart->label_count);
	for (size_t i = 0; i < chart->label_count; i++) {
		rows.labels[i] = text_wrap(sheet->arena, chart->labels[i],
		    LABEL_SIZE, LABELS_MOST);
		if (rows.labels[i].width > rows.width)
			rows.width = rows.labels[i].width;
	}
	return rows;
}

double
row_add(const struct rows *rows, size_t label, double height, double above)
{
	struct sheet *sheet = rows->sheet;
	const struct wrapped *lines = &rows->labels[label];
	double high = (double)lines->count * LABEL_SIZE * LEADING;
	double band = high > height ? high : height;
	double room = BAND_GAP / 2 + (band - height) / 2;
	sheet->y += above > room ? above - room : 0;
	double top = sheet->y + BAND_GAP / 2;
	mark_add_lines(sheet, lines,
	    (struct mark_point){ rows->width, top + (band - high) / 2 },
	    ANCHOR_RIGHT, LABEL_SIZE);
	sheet->y += band + BAND_GAP;
	return top + (band - height) / 2;
}

static void
add_value(struct sheet *sheet, const char *words, double x, double y)
{
	mark_add_text(sheet, text_of(words), (struct mark_point){ x, y },
	    ANCHOR_LEFT, VALUE_SIZE);
}

/* ---- stacks ---- */

#define VALUE_LINE 14.0 /* above a bar: what its parts are */
#define KEY_GAP 6.0

struct stack {
	struct sheet *sheet;
	double left, scale;
};

static const struct chart_point *
point_at(const struct chart *chart, size_t series, size_t label)
{
	return &chart->series[series].points[label];
}

static size_t
count_of(const struct chart *chart, size_t label, enum chart_state state)
{
	size_t n = 0;
	for (size_t s = 0; s < chart->series_count; s++)
		n += point_at(chart, s, label)->state == state;
	return n;
}

/* Of the parts that are known. */
static double
sum_of(const struct chart *chart, size_t label)
{
	double sum = 0;
	for (size_t s = 0; s < chart->series_count; s++)
		sum += point_at(chart, s, label)->value;
	return sum;
}

/* NULL where a part is withheld: then there is no whole to be told. */
static const char *
whole_words(const struct sheet *sheet, size_t label)
{
	const struct chart *chart = sheet->chart;
	if (count_of(chart, label, POINT_WITHHELD) > 0)
		return NULL;
	if (count_of(chart, label, POINT_KNOWN) == 0)
		return chart->series[0].points[label].words;
	return real_in_words(sheet->arena, sum_of(chart, label));
}

/* What stands behind a bar: its whole, or the parts that are withheld. */
static double
end_width(const struct sheet *sheet, size_t label)
{
	const char *words = whole_words(sheet, label);
	if (words != NULL)
		return text_width(text_of(words), VALUE_SIZE);
	return (double)count_of(sheet->chart, label, POINT_WITHHELD) *
	    (SWATCH + 2 + VALUE_SIZE + KEY_GAP);
}

static struct stack
stack_make(const struct rows *rows)
{
	const struct sheet *sheet = rows->sheet;
	double most = 0, end = 0, left = rows->width + 8;
	for (size_t i = 0; i < sheet->chart->label_count; i++) {
		double sum = sum_of(sheet->chart, i);
		double width = end_width(sheet, i);
		most = sum > most ? sum : most;
		end = width > end ? width : end;
	}
	double room = CHART_WIDTH - left - VALUE_GAP - end - 2;
	return (struct stack){ rows->sheet, left,
		most > 0 ? (room > 20 ? room : 20) / most : 0 };
}

/*
 * A part's number above its middle, or right of the number before it; none
 * where it would no longer stand above its part.  Where it ends.
 */
static double
add_part_value(struct sheet *sheet, const char *words, double from, double to,
    double y, double free)
{
	double width = text_width(text_of(words), VALUE_SIZE);
	double x = (from + to - width) / 2;
	x = x < free ? free : x;
	if (x + width / 2 > to + 2 || x + width > CHART_WIDTH)
		return free;
	add_value(sheet, words, x, y);
	return x + width + VALUE_GAP;
}

/* The parts that are known, to scale; where they end. */
static double
add_parts(const struct stack *stack, size_t label, double top, bool values)
{
	const struct chart *chart = stack->sheet->chart;
	double x = stack->left, free = x;
	for (size_t s = 0; s < chart->series_count; s++) {
		const struct chart_point *point = point_at(chart, s, label);
		double to = x + point->value * stack->scale;
		if (point->value <= 0)
			continue;
		mark_add_bar(stack->sheet, (int)s, (struct mark_point){ x, top },
		    to - x, BAR);
		if (values)
			free = add_part_value(stack->sheet, point->words, x, to,
			    top - VALUE_LINE / 2, free);
		x = to;
	}
	return x;
}

/* The parts that are withheld, each as in the legend: no size is drawn. */
static void
add_withheld(struct sheet *sheet, size_t label, double x, double middle)
{
	const struct chart *chart = sheet->chart;
	for (size_t s = 0; s < chart->series_count; s++) {
		const struct chart_point *point = point_at(chart, s, label);
		if (point->state != POINT_WITHHELD)
			continue;
		mark_add_bar(sheet, (int)s,
		    (struct mark_point){ x, middle - SWATCH / 2 }, SWATCH,
		    SWATCH);
		add_value(sheet, point->words, x + SWATCH + 2, middle);
		x += SWATCH + 2 + VALUE_SIZE + KEY_GAP;
	}
}

/* A bar of one part says its number once, behind it. */
static bool
has_parts(const struct chart *chart, size_t label)
{
	size_t n = 0;
	for (size_t s = 0; s < chart->series_count; s++)
		n += point_at(chart, s, label)->value > 0;
	return n > 1 || count_of(chart, label, POINT_WITHHELD) > 0;
}

void
chart_add_stacks(struct sheet *sheet)
{
	const struct chart *chart = sheet->chart;
	struct rows rows = rows_make(sheet);
	struct stack stack = stack_make(&rows);
	double begin = sheet->y, above = 0;
	for (size_t i = 0; i < chart->label_count; i++)
		above = has_parts(chart, i) ? VALUE_LINE : above;
	for (size_t i = 0; i < chart->label_count; i++) {
		const char *words = whole_words(sheet, i);
		double top = row_add(&rows, i, BAR, above);
		double x = add_parts(&stack, i, top, has_parts(chart, i)) +
		    VALUE_GAP;
		if (words != NULL)
			add_value(sheet, words, x, top + BAR / 2);
		else
			add_withheld(sheet, i, x + 2, top + BAR / 2);
	}
	mark_add_line(sheet, -1, (struct mark_point){ stack.left, begin },
	    (struct mark_point){ stack.left, sheet->y });
}

/* ---- meters ---- */

/* 80% (12/15); … or — where one of both isn't known, or the whole is nothing. */
static const char *
meter_words(const struct sheet *sheet, size_t label, bool counts)
{
	const struct strings *strings = sheet->chart->strings;
	const struct chart_point *part = point_at(sheet->chart, 0, label);
	const struct chart_point *whole = point_at(sheet->chart, 1, label);
	if (part->state == POINT_WITHHELD || whole->state == POINT_WITHHELD)
		return (part->state == POINT_WITHHELD ? part : whole)->words;
	if (part->state == POINT_ABSENT || whole->state == POINT_ABSENT)
		return (part->state == POINT_ABSENT ? part : whole)->words;
	if (whole->value <= 0)
		return "—";
	const char *share = arena_printf(sheet->arena, "%.1f%%",
	    floor(part->value * 1000 / whole->value + 0.5) / 10);
	if (!counts)
		return share;
	return arena_printf(sheet->arena, "%s%s%s/%s%s", share,
	    strings_get(strings, "open"), part->words, whole->words,
	    strings_get(strings, "close"));
}

static double
meters_width(const struct sheet *sheet, bool counts)
{
	double widest = 0;
	for (size_t i = 0; i < sheet->chart->label_count; i++) {
		double width = text_width(
		    text_of(meter_words(sheet, i, counts)), VALUE_SIZE);
		widest = width > widest ? width : widest;
	}
	return widest;
}

/* The frame is the whole; without a share that is known there is none. */
void
chart_add_meters(struct sheet *sheet)
{
	const struct chart *chart = sheet->chart;
	struct rows rows = rows_make(sheet);
	double left = rows.width + 8;
	bool counts = meters_width(sheet, true) < (CHART_WIDTH - left) * 0.6;
	double room =
	    CHART_WIDTH - left - meters_width(sheet, counts) - VALUE_GAP - 2;
	room = room > 20 ? room : 20;
	for (size_t i = 0; i < chart->label_count; i++) {
		const struct chart_point *part = point_at(chart, 0, i);
		const struct chart_point *whole = point_at(chart, 1, i);
		double top = row_add(&rows, i, BAR, 0);
		add_value(sheet, meter_words(sheet, i, counts),
		    left + room + VALUE_GAP, top + BAR / 2);
		if (part->state != POINT_KNOWN || whole->state != POINT_KNOWN ||
		    whole->value <= 0)
			continue;
		double share = part->value / whole->value;
		mark_add_bar(sheet, 0, (struct mark_point){ left, top },
		    (share < 1 ? share : 1) * room, BAR);
		mark_add_bar(
		    sheet, -1, (struct mark_point){ left, top }, room, BAR);
	}
}

/* ---- the matrix ---- */

static void
add_heads(struct sheet *sheet, double left, double band)
{
	const struct chart *chart = sheet->chart;
	double high = 0;
	for (size_t s = 0; s < chart->series_count; s++)
		high = fmax(high, mark_add_words(sheet, chart->series[s].name,
		    (struct mark_point){ left + band * ((double)s + 0.5),
			sheet->y },
		    band - 4, ANCHOR_MIDDLE, LABEL_SIZE));
	sheet->y += high + 2;
}

void
chart_add_matrix(struct sheet *sheet)
{
	const struct chart *chart = sheet->chart;
	struct rows rows = rows_make(sheet);
	double left = rows.width + 8;
	double band = (CHART_WIDTH - left) / (double)chart->series_count;
	add_heads(sheet, left, band);
	for (size_t i = 0; i < chart->label_count; i++) {
		double top = row_add(&rows, i, CELL, 0);
		for (size_t s = 0; s < chart->series_count; s++) {
			const struct chart_point *p = point_at(chart, s, i);
			double x = left + band * (double)s;
			if (p->state == POINT_KNOWN)
				mark_add_bar(sheet, (int)p->value,
				    (struct mark_point){ x + 2, top }, band - 4,
				    CELL);
			else
				mark_add_text(sheet, text_of(p->words),
				    (struct mark_point){
					x + band / 2, top + CELL / 2 },
				    ANCHOR_MIDDLE, VALUE_SIZE);
		}
	}
}
