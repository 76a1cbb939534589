/* Charts: render/chart*.c, and filter/edition_chart.c, which makes them. */
#include "filter_room.h"

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

static void
test_faults(void **state)
{
	static const struct {
		const char *code, *message;
	} faults[] = {
		{ "{}", "kind takes \"bar\", \"column\" or \"line\"" },
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

static struct chart *
chart_by_chance(struct arena *arena, const struct strings *strings)
{
	struct chart *chart = ARENA_NEW(arena, struct chart);
	chart->kind = (enum chart_kind)chance(3);
	chart->strings = strings;
	chart->title = "t";
	chart->unit = chance(2) ? "次" : "";
	chart->series_count = 1 + chance(CHART_SERIES_MOST);
	chart->label_count =
	    1 + chance(CHART_BARS_MOST / (unsigned)chart->series_count);
	chart->labels = ARENA_ARRAY(arena, const char *, chart->label_count);
	unsigned longest = 1 + chance(12);
	for (size_t i = 0; i < chart->label_count; i++)
		chart->labels[i] = words_by_chance(arena, longest);
	chart->series =
	    ARENA_ARRAY(arena, struct chart_series, chart->series_count);
	double scale = (double[]){ 0.01, 1, 1000, 1e9 }[chance(4)];
	bool below = chance(3) == 0;
	for (size_t s = 0; s < chart->series_count; s++) {
		chart->series[s].name = words_by_chance(arena, 6);
		chart->series[s].points = ARENA_ARRAY(
		    arena, struct chart_point, chart->label_count);
		for (size_t i = 0; i < chart->label_count; i++) {
			struct chart_point *p = &chart->series[s].points[i];
			p->state = (enum chart_state)(chance(4) > 0
				? POINT_KNOWN
				: chance(3));
			if (p->state == POINT_KNOWN)
				p->value = ((double)chance(100) -
					       (below ? 50 : 0)) * scale;
			p->words = p->state == POINT_KNOWN
			    ? arena_printf(arena, "%.14g", p->value)
			    : p->state == POINT_ABSENT ? "—"
						       : "…";
		}
	}
	return chart;
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
		cmocka_unit_test(test_faults),
		T(wraps),
		T(html),
		T(finds_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
