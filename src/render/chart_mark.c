#include "render/chart_parts.h"

#include "base/utf8.h"

#define LATIN_WIDTH 0.6 /* of the size */
#define CAPITAL_WIDTH 0.72
#define HATCH 4.0 /* from line to line of a filling */
#define POINT 3.5 /* half a point's width */

/* ---- texts ---- */

static double
code_width(uint32_t code)
{
	if (code >= 0x2E80 || utf8_is_cjk_punctuation(code))
		return 1;
	if (code >= 'A' && code <= 'Z')
		return CAPITAL_WIDTH;
	return code < 0x250 ? LATIN_WIDTH : 1;
}

double
text_width(struct text text, double size)
{
	double width = 0;
	for (size_t at = 0; at < text.len;)
		width += code_width(utf8_next(text, &at));
	return width * size;
}

/* May a line end before `next`? */
static bool
may_break(uint32_t before, uint32_t next)
{
	static const char closing[] = "，。、；：？！）》」』”’〕】%％…";
	struct text marks = text_of(closing);
	for (size_t at = 0; at < marks.len;)
		if (utf8_next(marks, &at) == next)
			return false;
	if (before == ' ')
		return true;
	return before >= 0x2E80 || next >= 0x2E80;
}

/* Where the line that begins at `start` ends. */
static size_t
line_end(struct text text, size_t start, double size, double width)
{
	size_t at = start, seam = start;
	double used = 0;
	uint32_t before = 0;
	while (at < text.len) {
		size_t here = at;
		uint32_t code = utf8_next(text, &at);
		if (here > start && may_break(before, code))
			seam = here;
		used += code_width(code) * size;
		if (used > width && here > start)
			return seam > start ? seam : here;
		before = code;
	}
	return text.len;
}

static struct wrapped
wrap(struct arena *arena, struct text text, double size, double width)
{
	struct wrapped wrapped = { NULL, 0, 0 };
	size_t capacity = 0, start = 0;
	do {
		size_t end = line_end(text, start, size, width);
		struct text line = text_trim(text_cut(text, start, end));
		double used = text_width(line, size);
		ARENA_ROOM(arena, wrapped.lines, wrapped.count, capacity);
		wrapped.lines[wrapped.count++] = line;
		if (used > wrapped.width)
			wrapped.width = used;
		start = end;
	} while (start < text.len);
	return wrapped;
}

/* In as few lines as can be, and these about as long: 机电/学院. */
struct wrapped
text_wrap(struct arena *arena, const char *words, double size, double width)
{
	struct text text = text_of(words);
	struct wrapped wrapped = wrap(arena, text, size, width);
	double narrow = text_width(text, size) / (double)wrapped.count;
	for (; narrow < width; narrow += size / 2) {
		struct wrapped even = wrap(arena, text, size, narrow);
		if (even.count == wrapped.count)
			return even;
	}
	return wrapped;
}

/* ---- marks ---- */

static struct mark *
mark_add(struct sheet *sheet, enum mark_kind kind, int series)
{
	struct marks *marks = &sheet->marks;
	ARENA_ROOM(sheet->arena, marks->items, marks->count, marks->capacity);
	struct mark *mark = &marks->items[marks->count++];
	*mark = (struct mark){ .kind = kind, .series = series };
	return mark;
}

void
mark_add_line(struct sheet *sheet, int series, struct mark_point from,
    struct mark_point to)
{
	struct mark *mark = mark_add(sheet, MARK_LINE, series);
	mark->points[0] = from;
	mark->points[1] = to;
	mark->count = 2;
}

void
mark_add_text(struct sheet *sheet, struct text text, struct mark_point at,
    enum chart_anchor anchor, double size)
{
	if (text.len == 0)
		return;
	struct mark *mark = mark_add(sheet, MARK_TEXT, -1);
	mark->text = text;
	mark->points[0] = at;
	mark->count = 1;
	mark->anchor = anchor;
	mark->size = size;
}

void
mark_add_lines(struct sheet *sheet, const struct wrapped *wrapped,
    struct mark_point at, enum chart_anchor anchor, double size)
{
	for (size_t i = 0; i < wrapped->count; i++)
		mark_add_text(sheet, wrapped->lines[i],
		    (struct mark_point){
			at.x, at.y + ((double)i + 0.5) * size * LEADING },
		    anchor, size);
}

double
mark_add_words(struct sheet *sheet, const char *words, struct mark_point at,
    double width, enum chart_anchor anchor, double size)
{
	struct wrapped lines = text_wrap(sheet->arena, words, size, width);
	mark_add_lines(sheet, &lines, at, anchor, size);
	return (double)lines.count * size * LEADING;
}

static void
add_shape(struct sheet *sheet, int series, bool filled,
    const struct mark_point *points, size_t count)
{
	struct mark *mark = mark_add(sheet, MARK_SHAPE, series);
	memcpy(mark->points, points, count * sizeof(*points));
	mark->count = count;
	mark->filled = filled;
}

/* ---- fillings ---- */

/*
 * Lines at a slant through a rectangle: where x + y (or x - y) is a multiple
 * of the distance, counted from its corner.
 */
static void
hatch(struct sheet *sheet, int series, struct mark_point corner, double w,
    double h, bool rising)
{
	for (double d = HATCH; d < w + h; d += HATCH) {
		/* From the left or the lower edge to the upper or right one. */
		struct mark_point a = { d < h ? 0 : d - h, d < h ? d : h };
		struct mark_point b = { d < w ? d : w, d < w ? 0 : d - w };
		if (!rising) {
			a.y = h - a.y;
			b.y = h - b.y;
		}
		mark_add_line(sheet, series,
		    (struct mark_point){ corner.x + a.x, corner.y + a.y },
		    (struct mark_point){ corner.x + b.x, corner.y + b.y });
	}
}

static void
fill(struct sheet *sheet, int series, struct mark_point corner, double w,
    double h)
{
	switch (series) {
	case 1:
		hatch(sheet, series, corner, w, h, true);
		return;
	case 3:
		hatch(sheet, series, corner, w, h, false);
		return;
	case 4:
		hatch(sheet, series, corner, w, h, true);
		hatch(sheet, series, corner, w, h, false);
		return;
	case 5:
		for (double y = HATCH; y < h; y += HATCH)
			mark_add_line(sheet, series,
			    (struct mark_point){ corner.x, corner.y + y },
			    (struct mark_point){
				corner.x + w, corner.y + y });
		return;
	default: /* full, or empty */
		return;
	}
}

void
mark_add_bar(struct sheet *sheet, int series, struct mark_point corner,
    double w, double h)
{
	struct mark_point points[] = { corner, { corner.x + w, corner.y },
		{ corner.x + w, corner.y + h }, { corner.x, corner.y + h } };
	if (w <= 0 || h <= 0)
		return;
	add_shape(sheet, series, series == 0, points, 4);
	fill(sheet, series, corner, w, h);
}

/* Squares, diamonds, triangles; the first three full. */
void
mark_add_point(struct sheet *sheet, int series, struct mark_point at)
{
	const double r = POINT, x = at.x, y = at.y;
	const struct mark_point shapes[3][4] = {
		{ { x - r, y - r }, { x + r, y - r }, { x + r, y + r },
		    { x - r, y + r } },
		{ { x, y - r * 1.3 }, { x + r * 1.3, y }, { x, y + r * 1.3 },
		    { x - r * 1.3, y } },
		{ { x, y - r * 1.2 }, { x + r * 1.2, y + r },
		    { x - r * 1.2, y + r } },
	};
	int shape = series % 3;
	add_shape(sheet, series, series < 3, shapes[shape], shape == 2 ? 3 : 4);
}

/* ---- legend ---- */

static void
add_swatch(struct sheet *sheet, int series, double x, double middle)
{
	if (sheet->chart->kind == CHART_METER && series == 1)
		series = -1; /* its whole: the frame that is filled */
	if (sheet->chart->kind != CHART_LINE) {
		mark_add_bar(sheet, series,
		    (struct mark_point){ x, middle - SWATCH / 2 }, SWATCH,
		    SWATCH);
		return;
	}
	mark_add_line(sheet, series, (struct mark_point){ x - 4, middle },
	    (struct mark_point){ x + SWATCH + 4, middle });
	mark_add_point(
	    sheet, series, (struct mark_point){ x + SWATCH / 2, middle });
}

static const char *
series_name(const struct chart *chart, size_t i)
{
	return chart->series[i].name;
}

static const char *
state_name(const struct chart *chart, size_t i)
{
	return chart->states[i];
}

static void
add_names(struct sheet *sheet, const char *(*name_of)(const struct chart *chart,
    size_t i), size_t count)
{
	const struct chart *chart = sheet->chart;
	const double indent = SWATCH + 10, line = LABEL_SIZE * LEADING;
	double x = 4;
	for (size_t i = 0; i < count; i++) {
		struct wrapped name = text_wrap(sheet->arena,
		    name_of(chart, i), LABEL_SIZE, CHART_WIDTH - indent - 4);
		if (x > 4 && x + indent + name.width > CHART_WIDTH) {
			x = 4;
			sheet->y += line;
		}
		add_swatch(sheet, (int)i, x, sheet->y + line / 2);
		mark_add_lines(sheet, &name,
		    (struct mark_point){ x + indent, sheet->y }, ANCHOR_LEFT,
		    LABEL_SIZE);
		sheet->y += (double)(name.count - 1) * line;
		x += indent + name.width + 16;
	}
	sheet->y += line + 6;
}

void
mark_add_legend(struct sheet *sheet)
{
	if (*sheet->chart->unit != '\0')
		sheet->y += 4 + mark_add_words(sheet,
		    chart_unit(sheet->arena, sheet->chart),
		    (struct mark_point){ CHART_WIDTH, sheet->y }, CHART_WIDTH,
		    ANCHOR_RIGHT, VALUE_SIZE);
	/* Elsewhere a series' name stands above it. */
	if (sheet->chart->kind == CHART_MATRIX)
		add_names(sheet, state_name, sheet->chart->state_count);
	else if (sheet->chart->kind != CHART_MULTIPLES &&
	    (sheet->chart->series_count > 1 ||
		(sheet->chart->kind == CHART_STACK &&
		    *sheet->chart->series[0].name != '\0')))
		add_names(sheet, series_name, sheet->chart->series_count);
}

/* ---- values ---- */

struct range
chart_range(const struct chart *chart)
{
	struct range range = { 0, 0 };
	for (size_t s = 0; s < chart->series_count; s++)
		for (size_t i = 0; i < chart->label_count; i++) {
			double v = chart->series[s].points[i].value;
			range.least = v < range.least ? v : range.least;
			range.most = v > range.most ? v : range.most;
		}
	if (range.least == range.most)
		range.most = 1;
	return range;
}

double
chart_values_width(const struct chart *chart, bool below)
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
