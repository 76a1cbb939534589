/* Charts: render/chart*.c, and filter/edition_chart.c, which makes them. */
#include "filter_room.h"

#include <math.h>
#include "chance.h"
#include "render/chart_parts.h"
#include "render/html.h"

/* ---- from Lua ---- */

static const struct node *
charted(struct room *room, const char *code)
{
	struct edition_filter *filter =
	    edition_filter_open(&room->scripts, room->view, NULL,
		&room->diags);
	assert_non_null(filter);
	const struct node *node = edition_filter_live(filter, room->arena,
	    text_of(code), false, "", SPAN_NONE, &room->diags);
	edition_filter_close(filter);
	return node == NULL ? NULL : node->first;
}

static void
test_reads(void **state)
{
	struct room *room = *state;
	const struct node *node = charted(room,
	    "return chart{kind = 'column', title = '次\\n数', unit = '次', "
	    "labels = {'甲', 2, e.organisations[1]}, series = {"
	    "{name = '一', values = {1, 2.5, '…'}}, "
	    "{name = '二', values = {[2] = -3}}}}");
	assert_non_null(node);
	assert_int_equal(node->kind, NODE_CHART);
	const struct chart *chart = node->chart;
	assert_int_equal(chart->kind, CHART_COLUMN);
	assert_string_equal(chart->title, "次数");
	assert_string_equal(chart->unit, "次");
	assert_string_equal(chart->labels[1], "2");
	assert_string_equal(chart->labels[2], "某大学党委");
	assert_int_equal(chart->series_count, 2);
	const struct chart_point *points = chart->series[0].points;
	assert_string_equal(points[1].words, "2.5");
	assert_int_equal(points[2].state, POINT_WITHHELD);
	points = chart->series[1].points;
	assert_int_equal(points[0].state, POINT_ABSENT);
	assert_string_equal(points[0].words, "—");
	assert_true(points[1].value == -3);
	assert_string_equal(node_plain(room->arena, node).at, "次数");
}

/* What a share is; states by their words, also through a filter's hands. */
static void
test_kinds(void **state)
{
	struct room *room = *state;
	const struct node *node = charted(room,
	    "return chart{kind = 'meter', title = '率', labels = {'甲', '乙', "
	    "'丙', '丁'}, series = {{name = '已评', values = {2, '…', 7, 0}}, "
	    "{name = '应评', values = {3, 4, 5, 0}}}}");
	struct marks marks = chart_marks(room->arena, node->chart);
	const char *wanted[] = { "66.7%（2/3）", "…", "140.0%（7/5）", "—" };
	size_t found = 0;
	for (size_t i = 0; i < marks.count; i++)
		if (marks.items[i].kind == MARK_TEXT && found < 4 &&
		    text_is(marks.items[i].text, wanted[found]))
			found++;
	assert_int_equal(found, 4);

	node = charted(room,
	    "return chart{kind = 'matrix', title = 'x', labels = {'甲'}, "
	    "states = {'盲点', '已评'}, series = {{name = '1', values = "
	    "{'已评'}}, {name = '2', values = {}}}}");
	struct buf html = BUF_INIT;
	html_put_node(&html, node);
	assert_int_equal(node->chart->series[0].points[0].value, 1);
	assert_non_null(strstr(html.at,
	    "<tr><th scope=\"row\">甲</th><td>已评</td><td>—</td></tr>"));
	assert_non_null(strstr(html.at, "<desc>1：甲 已评。2：甲 —</desc>"));
	buf_free(&html);
}

static bool
is_drawn(const struct marks *marks, const char *words)
{
	for (size_t i = 0; i < marks->count; i++)
		if (marks->items[i].kind == MARK_TEXT &&
		    text_is(marks->items[i].text, words))
			return true;
	return false;
}

/* Sums of money are wider than a column, which leaves them room all the same. */
static void
test_wide_values(void **state)
{
	struct room *room = *state;
	for (const char *const *kind = (const char *const[]){ "multiples",
		 "column", NULL }; *kind != NULL; kind++) {
		const struct node *node = charted(room, arena_printf(room->arena,
		    "return chart{kind = '%s', title = 'x', labels = {'甲', "
		    "'乙'}, series = {{name = '1', values = {1234567890, 5}}}}",
		    *kind));
		struct marks marks = chart_marks(room->arena, node->chart);
		assert_true(is_drawn(&marks, "1234567890"));
		assert_true(is_drawn(&marks, "5"));
	}
}

/* As near to 0 as a number can be; each mark has its place all the same. */
static void
test_tiny_values(void **state)
{
	struct room *room = *state;
	for (const char *const *kind = (const char *const[]){ "bar", "column",
		 "line", "stack", "meter", "multiples", NULL };
	     *kind != NULL; kind++) {
		const struct node *node = charted(room, arena_printf(room->arena,
		    "return chart{kind = '%s', title = 'x', labels = {'甲', "
		    "'乙'}, series = {{name = '1', values = {4e-324, 1}}, "
		    "{name = '2', values = {4e-324, 1e-310}}}}", *kind));
		struct marks marks = chart_marks(room->arena, node->chart);
		node = charted(room, arena_printf(room->arena,
		    "return chart{kind = '%s', title = 'x', labels = {'甲'}, "
		    "series = {{name = '1', values = {4e-324}}, "
		    "{name = '2', values = {1e-310}}}}", *kind));
		assert_true(isfinite(marks.height));
		marks = chart_marks(room->arena, node->chart);
		for (size_t i = 0; i < marks.count; i++) {
			const struct mark *m = &marks.items[i];
			assert_null(m->kind == MARK_TEXT
				? strstr(m->text.at, "inf")
				: NULL);
			for (size_t j = 0; j < m->count; j++)
				assert_true(fabs(m->points[j].x) < 1e6 &&
				    fabs(m->points[j].y) < 1e6);
		}
	}
}

static void
test_faults(void **state)
{
	static const struct {
		const char *code, *message;
	} faults[] = {
		{ "{}", "kind takes \"bar\", \"column\", \"line\", \"stack\"" },
		{ "{kind = 'pie'}", "kind takes" },
		{ "{kind = 'bar'}", "a chart needs a title" },
		{ "{kind = 'bar', title = 'x'}", "labels takes a list" },
		{ "{kind = 'bar', title = 'x', labels = {}}", "1 to 200" },
		{ "{kind = 'bar', title = 'x', labels = {{}}}",
		    "a label takes a text, not a table" },
		{ "{kind = 'bar', titel = 'x'}", "did you mean 'title'?" },
		{ "{kind = 'bar', title = 'x', labels = {1}, series = {}}",
		    "1 to 6 series" },
		{ "{kind = 'bar', title = 'x', labels = {1}, series = {1}}",
		    "series 1 is a number" },
		{ "{kind = 'bar', title = 'x', labels = {1}, series = "
		  "{{values = {1}}, {values = {1}}}}",
		    "series 1 needs a name" },
		{ "{kind = 'bar', title = 'x', labels = {1}, series = "
		  "{{values = {1, 2}}}}",
		    "takes a list of 1 values" },
		{ "{kind = 'bar', title = 'x', labels = {1}, series = "
		  "{{values = {'3'}}}}",
		    "is a string, no number" },
		{ "{kind = 'bar', title = 'x', labels = {1}, series = "
		  "{{values = {1/0}}}}",
		    "too large" },
		{ "{kind = 'stack', title = 'x', labels = {'甲'}, series = "
		  "{{name = '一', values = {-1}}}}",
		    "the value of '一' at '甲' is below 0" },
		{ "{kind = 'meter', title = 'x', labels = {1}, series = "
		  "{{values = {1}}}}",
		    "a meter has 2 series, what there is and its whole" },
		{ "{kind = 'meter', title = 'x', labels = {1}, series = "
		  "{{name = 'a', values = {1}}, {name = 'b', values = {-1}}}}",
		    "below 0" },
		{ "{kind = 'matrix', title = 'x', labels = {1}, series = "
		  "{{values = {'已评'}}}}",
		    "a matrix needs states" },
		{ "{kind = 'matrix', title = 'x', labels = {1}, series = "
		  "{{values = {'漏评'}}}, states = {'已评'}}",
		    "'漏评', is none of the states" },
		{ "{kind = 'matrix', title = 'x', labels = {1}, series = "
		  "{{values = {1}}}, states = {1, 2, 3, 4, 5, 6, 7}}",
		    "1 to 6 states, not 7" },
		{ "{kind = 'bar', title = 'x', labels = {1}, series = "
		  "{{values = {1}}}, states = {'已评'}}",
		    "only a matrix has states" },
		{ "((function() local t, s = {}, {} "
		  "for i = 1, 24 do t[i] = i "
		  "s[i] = {name = 'n' .. i, values = {}} end "
		  "return {kind = 'multiples', title = 'x', labels = t, "
		  "series = s} end)())",
		    "at most 320 values, not 576; draw several charts" },
		{ "{kind = 'bar', title = ('x'):rep(1000), labels = {1}, "
		  "series = {{values = {1}}}}",
		    "title is longer than" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		struct room room;
		room_open(&room);
		assert_null(charted(&room,
		    arena_printf(
			room.arena, "return chart%s", faults[i].code)));
		if (strstr(room.diags.first->message, faults[i].message) ==
		    NULL)
			fail_msg("%s: %s", faults[i].code,
			    room.diags.first->message);
		room_close(&room);
	}
}

/* ---- what is drawn ---- */

struct box {
	double left, right, top, bottom;
};

static struct box
box_of(const struct mark *mark)
{
	double width = text_width(mark->text, mark->size);
	double x = mark->points[0].x, y = mark->points[0].y;
	double left = mark->anchor == ANCHOR_LEFT ? x
	    : mark->anchor == ANCHOR_MIDDLE	  ? x - width / 2
						  : x - width;
	return (struct box){ left, left + width, y - mark->size / 2,
		y + mark->size / 2 };
}

static bool
overlap(struct box a, struct box b)
{
	const double near = 0.01;
	return a.left < b.right - near && b.left < a.right - near &&
	    a.top < b.bottom - near && b.top < a.bottom - near;
}

static void
marks_check(const struct chart *chart, const struct marks *marks)
{
	const double near = 0.01;
	for (size_t i = 0; i < marks->count; i++) {
		const struct mark *m = &marks->items[i];
		for (size_t p = 0; p < m->count; p++) {
			assert_true(m->points[p].x >= -near &&
			    m->points[p].x <= CHART_WIDTH + near);
			assert_true(m->points[p].y >= -near &&
			    m->points[p].y <= marks->height + near);
		}
		if (m->kind != MARK_TEXT)
			continue;
		struct box box = box_of(m);
		if (box.left < -near || box.right > CHART_WIDTH + near ||
		    box.bottom > marks->height + near)
			fail_msg("kind %d: “%.*s” lies at %g to %g, %g",
			    chart->kind, (int)m->text.len, m->text.at,
			    box.left, box.right, box.bottom);
		/* Lines cross each other; and so may what is said of them. */
		if (chart->kind == CHART_LINE && chart->series_count > 1)
			continue;
		for (size_t j = 0; j < i; j++)
			if (marks->items[j].kind == MARK_TEXT &&
			    overlap(box, box_of(&marks->items[j])))
				fail_msg("kind %d: “%.*s” over “%.*s”",
				    chart->kind, (int)m->text.len, m->text.at,
				    (int)marks->items[j].text.len,
				    marks->items[j].text.at);
	}
}

static uint32_t seed;

static unsigned
chance(unsigned most)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % most;
}

static const char *
words_by_chance(struct arena *arena, unsigned most)
{
	static const char *const pieces[] = { "机", "学院", "党总支", "（", "）",
		"2010", "年", "Office", " ", "、" };
	struct buf buf = BUF_INIT;
	unsigned n = 1 + chance(most);
	for (unsigned i = 0; i < n; i++)
		buf_puts(&buf, pieces[chance(10)]);
	const char *words = arena_copy(arena, buf.at, buf.len);
	buf_free(&buf);
	return words;
}

static struct chart_point
point_by_chance(struct arena *arena, const struct chart *chart, double scale,
    bool below)
{
	struct chart_point p = { .words = "…" };
	p.state = (enum chart_state)(chance(4) > 0 ? POINT_KNOWN : chance(3));
	if (p.state == POINT_ABSENT)
		p.words = "—";
	if (p.state != POINT_KNOWN)
		return p;
	if (chart->kind == CHART_MATRIX) {
		p.value = chance((unsigned)chart->state_count);
		p.words = chart->states[(size_t)p.value];
	} else {
		p.value = ((double)chance(100) - (below ? 50 : 0)) * scale;
		p.words = real_in_words(arena, p.value);
	}
	return p;
}

static const char **
list_by_chance(struct arena *arena, size_t count, unsigned longest)
{
	const char **words = ARENA_ARRAY(arena, const char *, count);
	for (size_t i = 0; i < count; i++)
		words[i] = words_by_chance(arena, longest);
	return words;
}

/* Within what edition_chart.c takes. */
static void
size_by_chance(struct chart *chart)
{
	static const unsigned series[CHART_KINDS] = { CHART_SERIES_MOST,
		CHART_SERIES_MOST, CHART_SERIES_MOST, CHART_SERIES_MOST, 2,
		CHART_PANELS_MOST, CHART_COLUMNS_MOST };
	unsigned most = CHART_BARS_MOST;
	chart->kind = (enum chart_kind)chance(CHART_KINDS);
	chart->series_count = chart->kind == CHART_METER
	    ? 2
	    : 1 + chance(series[chart->kind]);
	if (chart->kind < CHART_LINE)
		most /= (unsigned)chart->series_count;
	else if (chart->kind == CHART_MULTIPLES) {
		most = CHART_POINTS_MOST / (unsigned)chart->series_count;
		most = most < CHART_PANEL_LABELS_MOST ? most
						      : CHART_PANEL_LABELS_MOST;
	}
	chart->label_count = 1 + chance(most);
}

/* An axis of small numbers says other ones than 0. */
static void
test_small_ticks(void **state)
{
	struct room *room = *state;
	static const struct {
		const char *value, *tick;
	} cases[] = { { "5", "4" }, { "0.05", "0.04" }, { "5e-9", "0.000000004" },
		{ "5e-12", "0.000000000004" }, { "5e-15", "0.000000000000004" } };
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct node *node = charted(room, arena_printf(room->arena,
		    "return chart{kind = 'line', title = 'x', labels = {'甲', "
		    "'乙'}, series = {{name = '1', values = {0, %s}}}}",
		    cases[i].value));
		struct marks marks = chart_marks(room->arena, node->chart);
		assert_true(is_drawn(&marks, cases[i].tick));
	}
}

static struct chart *
chart_by_chance(struct arena *arena, const struct strings *strings)
{
	struct chart *chart = ARENA_NEW(arena, struct chart);
	unsigned longest = 1 + chance(12);
	chart->strings = strings;
	chart->title = "t";
	chart->unit = chance(2) ? "次" : "";
	size_by_chance(chart);
	chart->labels = list_by_chance(arena, chart->label_count, longest);
	if (chart->kind == CHART_MATRIX) {
		chart->state_count = 1 + chance(CHART_SERIES_MOST);
		chart->states = list_by_chance(arena, chart->state_count, 3);
	}
	chart->series =
	    ARENA_ARRAY(arena, struct chart_series, chart->series_count);
	double scale = (double[]){ 0.01, 1, 1000, 1e9 }[chance(4)];
	bool below = chance(3) == 0 && chart->kind != CHART_STACK &&
	    chart->kind != CHART_METER;
	for (size_t s = 0; s < chart->series_count; s++) {
		chart->series[s].name = words_by_chance(arena, 6);
		chart->series[s].points = ARENA_ARRAY(
		    arena, struct chart_point, chart->label_count);
		for (size_t i = 0; i < chart->label_count; i++)
			chart->series[s].points[i] =
			    point_by_chance(arena, chart, scale, below);
	}
	return chart;
}

static double
width_of(const struct mark *mark)
{
	return mark->points[1].x - mark->points[0].x;
}

/* Shapes of a series that are bars; swatches are squares. */
static const struct mark *
next_bar(const struct marks *marks, size_t *at, int series)
{
	while (*at < marks->count) {
		const struct mark *m = &marks->items[(*at)++];
		if (m->kind == MARK_SHAPE && m->series == series &&
		    m->points[3].y - m->points[0].y > 12.5)
			return m;
	}
	return NULL;
}

/* Is a text said behind that bar? */
static bool
is_said(const struct marks *marks, const struct mark *bar, const char *words)
{
	for (size_t i = 0; i < marks->count; i++) {
		const struct mark *m = &marks->items[i];
		if (m->kind == MARK_TEXT && text_is(m->text, words) &&
		    m->points[0].y > bar->points[0].y &&
		    m->points[0].y < bar->points[2].y &&
		    m->points[0].x > bar->points[1].x)
			return true;
	}
	return false;
}

/*
 * The parts of stacks are drawn in their order, all on one scale, each where
 * the one before it ends; a part that is withheld has no bar at all, and its
 * whole no words.
 */
static void
stack_check(struct arena *arena, const struct chart *chart,
    const struct marks *marks)
{
	double scale = 0;
	size_t at = 0;
	for (size_t i = 0; i < chart->label_count; i++) {
		const struct mark *bar, *last = NULL;
		double sum = 0;
		bool told = true;
		for (size_t s = 0; s < chart->series_count; s++) {
			const struct chart_point *p =
			    &chart->series[s].points[i];
			told = told && p->state != POINT_WITHHELD;
			if (p->value <= 0)
				continue;
			bar = next_bar(marks, &at, (int)s);
			assert_non_null(bar);
			scale = scale == 0 ? width_of(bar) / p->value : scale;
			assert_true(fabs(width_of(bar) - p->value * scale) <
			    0.01);
			assert_true(last == NULL ||
			    fabs(bar->points[0].x - last->points[1].x) < 0.01);
			last = bar;
			sum += p->value;
		}
		if (last == NULL)
			continue;
		assert_int_equal(told,
		    is_said(marks, last, real_in_words(arena, sum)));
		assert_int_equal(!told, is_said(marks, last, "…"));
	}
	for (size_t s = 0; s < chart->series_count; s++) {
		size_t rest = at;
		assert_null(next_bar(marks, &rest, (int)s));
	}
}

/* What is drawn of a share that isn't known is no share at all. */
static void
meter_check(const struct chart *chart, const struct marks *marks)
{
	size_t at = 0, known = 0;
	for (size_t i = 0; i < chart->label_count; i++) {
		const struct chart_point *part = &chart->series[0].points[i];
		const struct chart_point *whole = &chart->series[1].points[i];
		known += part->state == POINT_KNOWN &&
		    whole->state == POINT_KNOWN && whole->value > 0;
	}
	while (next_bar(marks, &at, -1) != NULL)
		known--;
	assert_int_equal(known, 0);
}

static void
test_finds_room(void **state)
{
	struct room *room = *state;
	size_t rounds = chance_rounds(5000);
	seed = chance_seed();
	for (size_t i = 0; i < rounds; i++) {
		struct arena *arena = arena_new();
		const struct chart *chart =
		    chart_by_chance(arena, room->site.strings);
		struct marks marks = chart_marks(arena, chart);
		marks_check(chart, &marks);
		if (chart->kind == CHART_STACK)
			stack_check(arena, chart, &marks);
		else if (chart->kind == CHART_METER)
			meter_check(chart, &marks);
		arena_free(arena);
	}
}

/* A label is wrapped between Han, not before a mark, into lines about as long. */
static void
test_wraps(void **state)
{
	struct room *room = *state;
	struct wrapped w = text_wrap(room->arena, "机电学院，党总支", 10, 40);
	assert_int_equal(w.count, 3);
	assert_true(text_is(w.lines[0], "机电学"));
	assert_true(text_is(w.lines[1], "院，党"));
	w = text_wrap(room->arena, "机电学院", 10, 30);
	assert_int_equal(w.count, 2);
	assert_true(text_is(w.lines[1], "学院"));
	w = text_wrap(room->arena, "Party Office", 10, 40);
	assert_true(text_is(w.lines[0], "Party"));
	w = text_wrap(room->arena, "", 10, 40);
	assert_int_equal(w.count, 1);
}

static void
test_html(void **state)
{
	struct room *room = *state;
	const struct node *node = charted(room,
	    "return chart{kind = 'bar', title = '<次>', labels = {'甲&'}, "
	    "series = {{values = {3}}}}");
	struct buf html = BUF_INIT;
	html_put_node(&html, node);
	assert_non_null(strstr(html.at,
	    "<figure class=\"chart\">\n<figcaption>&lt;次&gt;</figcaption>\n"
	    "<svg role=\"img\" viewBox=\"0 0 442 "));
	assert_non_null(strstr(
	    html.at, "<title>&lt;次&gt;</title><desc>甲&amp; 3</desc>"));
	assert_non_null(strstr(html.at,
	    "<tr><th scope=\"row\">甲&amp;</th><td class=\"right\">3</td>"
	    "</tr>"));
	buf_free(&html);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(reads),
		T(kinds),
		T(wide_values),
		T(tiny_values),
		T(small_ticks),
		cmocka_unit_test(test_faults),
		T(wraps),
		T(html),
		T(finds_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
