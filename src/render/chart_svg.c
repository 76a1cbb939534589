#include "render/chart.h"

#include "render/html.h"

/* Hundredths are enough, and written the same everywhere. */
static void
put_number(struct buf *out, double n)
{
	long long hundredths = (long long)(n * 100 + (n < 0 ? -0.5 : 0.5));
	unsigned long long size = hundredths < 0
	    ? (unsigned long long)-hundredths
	    : (unsigned long long)hundredths;
	buf_printf(out, "%s%llu", hundredths < 0 ? "-" : "", size / 100);
	if (size % 10 != 0)
		buf_printf(out, ".%02llu", size % 100);
	else if (size % 100 != 0)
		buf_printf(out, ".%llu", size % 100 / 10);
}

static void
put_length(struct buf *out, const char *name, double n)
{
	buf_printf(out, " %s=\"", name);
	put_number(out, n);
	buf_putc(out, '"');
}

/* Colours are the theme's; without one there are the text's own. */
static void
put_line(struct buf *out, const struct mark *mark)
{
	buf_puts(out, "<line");
	if (mark->series >= 0)
		buf_printf(out, " class=\"s%d\"", mark->series + 1);
	else
		buf_printf(out, " class=\"%s\"", mark->faint ? "grid" : "axis");
	put_length(out, "x1", mark->points[0].x);
	put_length(out, "y1", mark->points[0].y);
	put_length(out, "x2", mark->points[1].x);
	put_length(out, "y2", mark->points[1].y);
	buf_puts(out, " stroke=\"currentColor\"/>\n");
}

static void
put_shape(struct buf *out, const struct mark *mark)
{
	buf_printf(out, "<polygon class=\"s%d%s\" points=\"", mark->series + 1,
	    mark->filled ? " full" : "");
	for (size_t i = 0; i < mark->count; i++) {
		if (i > 0)
			buf_putc(out, ' ');
		put_number(out, mark->points[i].x);
		buf_putc(out, ',');
		put_number(out, mark->points[i].y);
	}
	buf_printf(out, "\" stroke=\"currentColor\" fill=\"%s\"/>\n",
	    mark->filled ? "currentColor" : "none");
}

static void
put_text(struct buf *out, const struct mark *mark)
{
	static const char *const anchors[] = {
		[ANCHOR_LEFT] = "start",
		[ANCHOR_MIDDLE] = "middle",
		[ANCHOR_RIGHT] = "end",
	};
	buf_puts(out, "<text");
	put_length(out, "x", mark->points[0].x);
	/* The middle of a Han character lies so far above the baseline. */
	put_length(out, "y", mark->points[0].y + mark->size * 0.36);
	put_length(out, "font-size", mark->size);
	buf_printf(out, " text-anchor=\"%s\" fill=\"currentColor\">",
	    anchors[mark->anchor]);
	html_put_escaped(out, mark->text);
	buf_puts(out, "</text>\n");
}

static void
put_picture(struct buf *out, struct arena *arena, const struct chart *chart)
{
	struct marks marks = chart_marks(arena, chart);
	buf_puts(out, "<svg role=\"img\" viewBox=\"0 0 ");
	put_number(out, CHART_WIDTH);
	buf_putc(out, ' ');
	put_number(out, marks.height);
	buf_puts(out, "\"><title>");
	html_put_escaped(out, text_of(chart->title));
	buf_puts(out, "</title><desc>");
	html_put_escaped(out, text_of(chart_words(arena, chart)));
	buf_puts(out, "</desc>\n");
	for (size_t i = 0; i < marks.count; i++) {
		const struct mark *mark = &marks.items[i];
		if (mark->kind == MARK_LINE)
			put_line(out, mark);
		else if (mark->kind == MARK_SHAPE)
			put_shape(out, mark);
		else
			put_text(out, mark);
	}
	buf_puts(out, "</svg>\n");
}

static void
put_string(struct buf *out, const struct strings *strings, const char *key)
{
	html_put_escaped(out, text_of(strings_get(strings, key)));
}

/* The numbers, for who would rather read them. */
static void
put_table(struct buf *out, const struct chart *chart)
{
	const struct strings *strings = chart->strings;
	buf_puts(out, "<details><summary>");
	put_string(out, strings, "chart_data");
	buf_puts(out, "</summary>\n<table>\n<thead>\n<tr><th>");
	put_string(out, strings, "chart_item");
	buf_puts(out, "</th>");
	for (size_t s = 0; s < chart->series_count; s++) {
		const char *name = chart->series[s].name;
		buf_puts(out, "<th class=\"right\">");
		html_put_escaped(
		    out, text_of(*name != '\0' ? name : chart->title));
		if (*chart->unit != '\0') {
			put_string(out, strings, "open");
			html_put_escaped(out, text_of(chart->unit));
			put_string(out, strings, "close");
		}
		buf_puts(out, "</th>");
	}
	buf_puts(out, "</tr>\n</thead>\n<tbody>\n");
	for (size_t i = 0; i < chart->label_count; i++) {
		buf_puts(out, "<tr><th scope=\"row\">");
		html_put_escaped(out, text_of(chart->labels[i]));
		buf_puts(out, "</th>");
		for (size_t s = 0; s < chart->series_count; s++) {
			buf_puts(out, "<td class=\"right\">");
			html_put_escaped(out,
			    text_of(chart->series[s].points[i].words));
			buf_puts(out, "</td>");
		}
		buf_puts(out, "</tr>\n");
	}
	buf_puts(out, "</tbody>\n</table>\n</details>\n");
}

void
chart_put_html(struct buf *out, const struct chart *chart)
{
	struct arena *arena = arena_new();
	buf_puts(out, "<figure class=\"chart\">\n<figcaption>");
	html_put_escaped(out, text_of(chart->title));
	buf_puts(out, "</figcaption>\n");
	put_picture(out, arena, chart);
	put_table(out, chart);
	buf_puts(out, "</figure>\n");
	arena_free(arena);
}
