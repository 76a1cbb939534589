#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <math.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/picture.h"
#include "model/chart.h"
#include "render/print/layout.h"
#include "render/print/print.h"
#include "strings_room.h"

#define LINES_MOST 64

/* One press for all tests; each has its own circular and diagnostics. */
struct press {
	struct arena *own, *arena;
	struct print_fonts *fonts;
	struct diags diags;
	struct circular circular;
	struct node *body;
};

static int
setup(void **state)
{
	struct press *press = calloc(1, sizeof(*press));
	press->own = arena_new();
	press->arena = arena_new();
	diags_init(&press->diags, press->own);
	press->fonts = print_fonts_open(press->own, NULL, 0, &press->diags);
	*state = press;
	return press->fonts == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	struct press *press = *state;
	print_fonts_close(press->fonts);
	arena_free(press->arena);
	arena_free(press->own);
	free(press);
	return 0;
}

static struct press *
fresh(void **state)
{
	struct press *press = *state;
	arena_reset(press->arena);
	diags_init(&press->diags, press->arena);
	press->body = node_new(press->arena, NODE_DOCUMENT);
	press->circular = (struct circular){ .body = press->body,
		.span = { 1, 0, 9 } };
	return press;
}

static struct names
one_name(const char *name)
{
	static const char *names[1];
	names[0] = name;
	return (struct names){ names, 1 };
}

static struct node *
add(struct press *press, struct node *parent, enum node_kind kind,
    const char *s)
{
	struct node *node = node_new(press->arena, kind);
	node->span = (struct span){ 1, 10, 20 };
	node_append(parent, node);
	if (s != NULL)
		node_append(node, node_text(press->arena, text_of(s)));
	return node;
}

/* A paragraph that fills so many lines, the first indented. */
static void
add_lines(struct press *press, size_t lines)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < lines * 28 - 2; i++)
		buf_puts(&buf, "云");
	add(press, press->body, NODE_PARAGRAPH, buf.at);
	buf_free(&buf);
}

static struct layout
lay_out(struct press *press)
{
	struct shaper shaper;
	shaper_init(&shaper, press->arena, press->fonts, &press->diags);
	struct layout layout = layout_make(press->arena, &shaper,
	    &press->circular);
	shaper_free(&shaper);
	return layout;
}

static int
print(struct press *press, struct buf *pdf)
{
	struct print_facts printed;
	return print_circular(pdf, &printed, press->arena, press->arena, &press->circular,
	    press->fonts, "2010-10-20", &press->diags);
}

static void
put_items(struct buf *buf, const struct placed *placed, double *y)
{
	for (size_t i = 0; i < placed->items->count; i++) {
		const struct item *item = &placed->items->items[i];
		if (item->kind != ITEM_RUN || item->run.count == 0)
			continue;
		/* Fonts differ by their middle; lines by much more. */
		double here = placed->y + item->run.y;
		if (*y >= 0 && fabs(here - *y) > GRID_PITCH / 4)
			buf_putc(buf, '\n');
		*y = here;
		buf_putt(buf, item->run.text);
	}
}

/* The text of a page, page number and all, a line of type a line. */
static void
layout_put_text(struct buf *buf, const struct page *page)
{
	double y = -1;
	for (size_t i = 0; i < page->count; i++)
		put_items(buf, &page->placed[i], &y);
	buf_putc(buf, '\n');
}

/* A page as its lines, the page number left out. */
struct view {
	const char *lines[LINES_MOST];
	size_t count;
};

static struct view
view_of(struct press *press, const struct layout *layout, size_t page)
{
	struct view view = { 0 };
	struct buf buf = BUF_INIT;
	assert_true(page < layout->count);
	layout_put_text(&buf, &layout->pages[page]);
	char *line = arena_copy(press->arena, buf.at, buf.len);
	buf_free(&buf);
	for (char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		*end = '\0';
		assert_true(view.count < LINES_MOST);
		view.lines[view.count++] = line;
	}
	assert_true(view.count > 0);
	view.count--;
	return view;
}

static size_t
count_lines(struct press *press, const struct layout *layout, size_t page)
{
	return view_of(press, layout, page).count;
}

/* ---- pages ---- */

static void
test_calibration(void **state)
{
	struct press *press = fresh(state);
	add_lines(press, 22);
	struct layout layout = lay_out(press);
	assert_int_equal(layout.count, 1);
	struct view view = view_of(press, &layout, 0);
	assert_int_equal(view.count, 22);
	assert_int_equal(strlen(view.lines[0]), 26 * 3);
	for (size_t i = 1; i < 22; i++)
		assert_int_equal(strlen(view.lines[i]), 28 * 3);
}

static void
test_last_line_moves_on(void **state)
{
	/* The 23rd line: in a paragraph by itself, then with company. */
	struct press *press = fresh(state);
	add_lines(press, 22);
	add(press, press->body, NODE_PARAGRAPH, "麓");
	struct layout layout = lay_out(press);
	assert_int_equal(layout.count, 2);
	assert_int_equal(count_lines(press, &layout, 0), 22);
	assert_string_equal(view_of(press, &layout, 1).lines[0], "麓");
	press = fresh(state);
	add_lines(press, 24);
	layout = lay_out(press);
	assert_int_equal(count_lines(press, &layout, 0), 22);
	assert_int_equal(count_lines(press, &layout, 1), 2);
}

static void
test_no_single_lines(void **state)
{
	/* 23 lines: the 23rd would stand alone. */
	struct press *press = fresh(state);
	add_lines(press, 23);
	struct layout layout = lay_out(press);
	assert_int_equal(count_lines(press, &layout, 0), 21);
	assert_int_equal(count_lines(press, &layout, 1), 2);
	/* The first line of the second would be the 22nd. */
	press = fresh(state);
	add_lines(press, 21);
	add_lines(press, 4);
	layout = lay_out(press);
	assert_int_equal(count_lines(press, &layout, 0), 21);
	assert_int_equal(count_lines(press, &layout, 1), 4);
}

static void
test_heading_is_not_stranded(void **state)
{
	for (size_t before = 18; before < 24; before++) {
		struct press *press = fresh(state);
		add_lines(press, before);
		add(press, press->body, NODE_HEADING, "一、标题")->level = 2;
		add(press, press->body, NODE_HEADING, "（一）标题")->level = 3;
		add_lines(press, 5);
		struct layout layout = lay_out(press);
		assert_int_equal(layout.count, 2);
		struct view view = view_of(press, &layout, 0);
		assert_null(strstr(view.lines[view.count - 1], "标题"));
		/* Two lines of text stand with it. */
		assert_null(strstr(view.lines[view.count - 2], "标题"));
	}
}

static void
test_group_longer_than_a_page(void **state)
{
	struct press *press = fresh(state);
	for (int i = 0; i < 50; i++)
		add(press, press->body, NODE_HEADING, "标题")->level = 2;
	struct layout layout = lay_out(press);
	assert_int_equal(layout.count, 3);
	assert_int_equal(count_lines(press, &layout, 0), 22);
	assert_int_equal(count_lines(press, &layout, 2), 6);
	assert_int_equal(layout.bookmark_count, 50);
	assert_int_equal(layout.bookmarks[49].page, 3);
}

static void
test_empty(void **state)
{
	struct press *press = fresh(state);
	struct layout layout = lay_out(press);
	assert_int_equal(layout.count, 1);
	assert_int_equal(count_lines(press, &layout, 0), 0);
	press->circular.body = NULL;
	assert_int_equal(lay_out(press).count, 1);
}

static void
test_signature_has_company(void **state)
{
	for (size_t lines = 15; lines < 30; lines++) {
		struct press *press = fresh(state);
		add_lines(press, lines);
		press->circular.issuers = one_name("机关党委");
		press->circular.date = "2010-10-05";
		struct layout layout = lay_out(press);
		struct view view = view_of(press, &layout, layout.count - 1);
		assert_true(view.count >= 4);
		assert_string_equal(view.lines[view.count - 2], "机关党委");
		assert_string_equal(view.lines[view.count - 1],
		    "2010年10月5日");
	}
}

/* ---- title ---- */

static size_t
characters(const char *s)
{
	size_t n = 0;
	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

static struct view
title_lines(struct press *press, const char *title)
{
	press->circular.title = title;
	press->circular.body = NULL;
	struct layout layout = lay_out(press);
	return view_of(press, &layout, 0);
}

static void
test_title_shape(void **state)
{
	static const char *const titles[] = {
		"关于二〇一〇年第三季度领导点评工作开展情况的通报",
		"中共云麓理工大学委员会关于在创先争优活动中进一步做好"
		"领导点评工作的通知",
		"中共云麓理工大学委员会关于印发《云麓理工大学基层党组织和党员"
		"创先争优活动领导点评工作实施方案（试行）》的通知",
		/* Its words alone would make an hourglass. */
		"中共第三季度先进创先争优活动关于情况的通报》委员会加强"
		"党委领导点评优秀共产党员实施方案",
	};
	for (size_t i = 0; i < 4; i++) {
		struct view view = title_lines(fresh(state), titles[i]);
		size_t n = view.count;
		bool fell = false, same = true;
		assert_true(n >= 2);
		for (size_t j = 1; j < n; j++) {
			size_t a = characters(view.lines[j - 1]);
			size_t b = characters(view.lines[j]);
			assert_true(a <= 20 && b <= 20);
			/* Never an hourglass. */
			assert_false(fell && b > a);
			fell = fell || b < a;
			same = same && a == b;
		}
		assert_false(same);
	}
}

/*
 * The mark above a title may be how that begins, and what is below it end it.
 * What is written from right to left is told as it is read.
 */
static void
test_title_lines_are_told(void **state)
{
	static const struct {
		const char *mark, *title, *line;
	} cases[] = {
		{ NULL, "关于שלום，עולם的通报", "关于שלום，עולם的通报" },
		{ NULL, "关于点评的通报", "关于点评的通报" },
		{ "学院文件", "关于点评的通报", "关于点评的通报" },
		{ "学院", "学院工作通报", "学院工作通报" },
		{ "工作通报", "工作通报", "工作通报" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct press *press = fresh(state);
		struct buf pdf = BUF_INIT;
		struct print_facts facts;
		press->circular.mark = cases[i].mark;
		press->circular.title = cases[i].title;
		add_lines(press, 3);
		assert_int_equal(print_circular(&pdf, &facts, press->arena,
		    press->arena, &press->circular, press->fonts, "2010-10-05",
		    &press->diags), 0);
		assert_int_equal(facts.title.count, 1);
		assert_string_equal(facts.title.items[0], cases[i].line);
		buf_free(&pdf);
	}
}

static void
test_a_line_of_a_title_that_shows_nothing(void **state)
{
	struct press *press = fresh(state);
	struct buf pdf = BUF_INIT;
	struct print_facts facts;
	press->circular.title = "按作者\n \n意思";
	assert_int_equal(print_circular(&pdf, &facts, press->arena,
	    press->arena, &press->circular, press->fonts, "2010-10-05",
	    &press->diags), 0);
	assert_int_equal(facts.title.count, 2);
	assert_string_equal(facts.title.items[0], "按作者");
	assert_string_equal(facts.title.items[1], "意思");
	buf_free(&pdf);
}

static void
test_title_breaks_between_words(void **state)
{
	struct view view = title_lines(fresh(state),
	    "关于2010年第三季度领导点评工作开展情况的通报");
	assert_int_equal(view.count, 2);
	assert_string_equal(view.lines[0], "关于2010年第三季度");
	assert_string_equal(view.lines[1], "领导点评工作开展情况的通报");
	view = title_lines(fresh(state), "短标题");
	assert_int_equal(view.count, 1);
	view = title_lines(fresh(state), "按作者的意思\n分行");
	assert_int_equal(view.count, 2);
	assert_string_equal(view.lines[0], "按作者的意思");
}

/* Nor is a word torn where a title of another matter is as long as two lines. */
static void
test_title_words(void **state)
{
	static const char *const titles[] = {
		"中共云麓理工大学委员会关于进一步加强和改进新形势下大学生"
		"思想政治工作的若干意见", "改|进",
		"关于印发《云麓理工大学党组织书记抓基层党建工作述职评议考核"
		"办法（试行）》的通知", "党|建",
		"关于2010年国庆节放假安排和值班工作的通知", "安|排",
		"关于同意机电工程学院教工党支部增补支部委员的批复", "教|工",
		"关于做好“七一”期间走访慰问生活困难党员和老党员工作的"
		"通知", "生|活",
	};
	for (size_t i = 0; i < 10; i += 2) {
		struct view view = title_lines(fresh(state), titles[i]);
		struct buf buf = BUF_INIT;
		for (size_t j = 0; j < view.count; j++)
			buf_printf(&buf, "%s|", view.lines[j]);
		if (strstr(buf.at, titles[i + 1]) != NULL)
			fail_msg("%s", buf.at);
		buf_free(&buf);
	}
}

static void
test_endless_title(void **state)
{
	struct press *press = fresh(state);
	struct buf buf = BUF_INIT;
	for (int i = 0; i < 3000; i++)
		buf_puts(&buf, i % 5 == 0 ? "、" : "云");
	press->circular.title = buf.at;
	press->circular.body = NULL;
	assert_true(lay_out(press).count > 1);
	buf_free(&buf);
}

/* ---- head ---- */

/* The first item of a kind and an ink; its place is that in its strip. */
static const struct item *
item_with(const struct page *page, enum item_kind kind, enum ink ink)
{
	for (size_t p = 0; p < page->count; p++) {
		const struct items *items = page->placed[p].items;
		for (size_t i = 0; i < items->count; i++)
			if (items->items[i].kind == kind &&
			    items->items[i].ink == ink)
				return &items->items[i];
	}
	return NULL;
}

static void
test_mark_fits(void **state)
{
	static const char *const marks[] = { "校", "云麓大学",
		"云麓理工大学文件",
		"中共云麓理工大学委员会创先争优活动领导小组办公室文件" };
	for (size_t i = 0; i < 4; i++) {
		struct press *press = fresh(state);
		press->circular.mark = marks[i];
		struct layout layout = lay_out(press);
		const struct item *mark = item_with(&layout.pages[0], ITEM_RUN,
		    INK_RED);
		assert_non_null(mark);
		double width = (double)mark->run.count * mark->run.em *
		    mark->run.stretch;
		assert_true(width <= GRID_WIDTH + 0.5);
		assert_true(mark->run.em <= MM(22) + 0.01);
		assert_true(fabs(mark->run.x + width / 2 - GRID_WIDTH / 2) < 1);
		const struct item *rule = item_with(&layout.pages[0],
		    ITEM_STROKE, INK_RED);
		assert_true(fabs(rule->stroke.to_x - rule->stroke.x -
		    GRID_WIDTH) < 0.01);
	}
}

/* ---- body ---- */

static void
test_numbers_of_lists(void **state)
{
	struct press *press = fresh(state);
	struct node *outer = add(press, press->body, NODE_LIST, NULL);
	outer->ordered = true;
	outer->level = 3;
	outer->delimiter = '.';
	struct node *item = add(press, outer, NODE_ITEM, NULL);
	add(press, item, NODE_PARAGRAPH, "甲");
	add(press, item, NODE_PARAGRAPH, "甲之二");
	struct node *inner = add(press, item, NODE_LIST, NULL);
	inner->ordered = true;
	inner->level = 1;
	inner->delimiter = ')';
	add(press, add(press, inner, NODE_ITEM, NULL), NODE_PARAGRAPH, "子");
	add(press, add(press, outer, NODE_ITEM, NULL), NODE_PARAGRAPH, "乙");
	add(press, press->body, NODE_PARAGRAPH, "(一)丙");
	struct layout layout = lay_out(press);
	struct view view = view_of(press, &layout, 0);
	static const char *const lines[] = { "3.甲", "甲之二", "（1）子",
		"4.乙", "（一）丙" };
	assert_int_equal(view.count, 5);
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(view.lines[i], lines[i]);
}

/* Lists in lists as far as read/guard.h lets a text have them, and beyond. */
static void
test_deep_lists(void **state)
{
	struct press *press = fresh(state);
	struct buf pdf = BUF_INIT;
	struct node *into = press->body;
	for (int i = 0; i < 130; i++) {
		struct node *list = add(press, into, NODE_LIST, NULL);
		into = add(press, list, NODE_ITEM, NULL);
		if (i % 4 == 0)
			into = add(press, into, NODE_QUOTE, NULL);
	}
	add(press, into, NODE_PARAGRAPH, "甲");
	assert_int_equal(print(press, &pdf), 0);
	assert_true(pdf.len > 1000);
	buf_free(&pdf);
}

/* Of what begins with no paragraph the number stands by itself. */
static void
test_numbers_without_a_paragraph(void **state)
{
	struct press *press = fresh(state);
	struct node *outer = add(press, press->body, NODE_LIST, NULL);
	outer->ordered = true;
	outer->level = 1;
	outer->delimiter = '.';
	struct node *item = add(press, outer, NODE_ITEM, NULL);
	add(press, item, NODE_CODE_BLOCK, NULL)->text = TEXT_LIT("甲\n");
	item = add(press, outer, NODE_ITEM, NULL);
	struct node *inner = add(press, item, NODE_LIST, NULL);
	inner->ordered = true;
	inner->level = 1;
	inner->delimiter = ')';
	add(press, add(press, inner, NODE_ITEM, NULL), NODE_PARAGRAPH, "子");
	add(press, item, NODE_PARAGRAPH, "其后");
	add(press, outer, NODE_ITEM, NULL);
	add(press, add(press, outer, NODE_ITEM, NULL), NODE_PARAGRAPH, "乙");
	add(press, press->body, NODE_PARAGRAPH, "丙");
	struct layout layout = lay_out(press);
	struct view view = view_of(press, &layout, 0);
	static const char *const lines[] = { "1.", "甲", "2.", "（1）子",
		"其后", "3.", "4.乙", "丙" };
	size_t count = sizeof(lines) / sizeof(*lines);
	assert_int_equal(view.count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(view.lines[i], lines[i]);
}

static struct node *
add_table(struct press *press, size_t rows, size_t columns, const char *cell)
{
	struct node *table = add(press, press->body, NODE_TABLE, NULL);
	table->level = 1;
	for (size_t i = 0; i < rows; i++) {
		struct node *row = add(press, table, NODE_ROW, NULL);
		for (size_t j = 0; j < columns; j++)
			add(press, row, NODE_CELL, i == 0 ? "表头" : cell);
	}
	return table;
}

static void
test_table_repeats_its_head(void **state)
{
	struct press *press = fresh(state);
	add_table(press, 80, 3, "内容");
	struct layout layout = lay_out(press);
	assert_true(layout.count > 2);
	for (size_t i = 0; i < layout.count; i++)
		assert_string_equal(view_of(press, &layout, i).lines[0],
		    "表头表头表头");
}

static void
test_table_has_its_caption_above(void **state)
{
	struct press *press = fresh(state);
	add_table(press, 2, 2, "内容")->text = text_of("各单位点评");
	struct layout layout = lay_out(press);
	assert_string_equal(view_of(press, &layout, 0).lines[0], "各单位点评");
	assert_string_equal(view_of(press, &layout, 0).lines[1], "表头表头");
}

static void
judge_strokes(const struct page *page)
{
	for (size_t p = 0; p < page->count; p++) {
		const struct placed *placed = &page->placed[p];
		for (size_t i = 0; i < placed->items->count; i++) {
			const struct item *item = &placed->items->items[i];
			if (item->kind == ITEM_STROKE)
				assert_true(placed->y + item->stroke.to_y <
				    GRID_TOP + GRID_HEIGHT + 1);
		}
	}
}

static void
test_row_longer_than_a_page(void **state)
{
	struct press *press = fresh(state);
	struct buf buf = BUF_INIT;
	for (int i = 0; i < 3000; i++)
		buf_puts(&buf, "云");
	add_table(press, 2, 2, buf.at);
	buf_free(&buf);
	struct layout layout = lay_out(press);
	assert_true(layout.count > 2);
	for (size_t p = 0; p < layout.count; p++)
		judge_strokes(&layout.pages[p]);
}

/* Whom a circular is sent to stays at its head where a table on its side is first. */
static void
test_turned_table_is_first(void **state)
{
	struct press *press = fresh(state);
	press->circular.title = "标题";
	press->circular.addressees = "各党总支";
	add_table(press, 2, 24, "云麓");
	struct layout layout = lay_out(press);
	assert_int_equal(press->diags.count, 0);
	assert_true(layout.pages[1].turned);
	struct view view = view_of(press, &layout, 0);
	assert_string_equal(view.lines[view.count - 1], "各党总支：");
}

/* But not where there are so many that it would come pages later. */
static void
test_turned_table_behind_many_addressees(void **state)
{
	struct press *press = fresh(state);
	struct buf many = BUF_INIT;
	for (int i = 0; i < 200; i++)
		buf_printf(&many, "第%d党支部，", i);
	press->circular.title = "标题";
	press->circular.addressees =
	    arena_copy(press->arena, many.at, many.len);
	buf_free(&many);
	add_table(press, 2, 24, "云麓");
	struct layout layout = lay_out(press);
	assert_int_equal(press->diags.count, 0);
	assert_true(layout.pages[1].turned);
}

/* Of one as long as a record may be: measured once, not anew at each character. */
static void
test_cell_of_many_pages(void **state)
{
	struct press *press = fresh(state);
	struct buf buf = BUF_INIT;
	for (int i = 0; i < 300000; i++)
		buf_puts(&buf, "云");
	add_table(press, 2, 2, buf.at);
	buf_free(&buf);
	alarm(120);
	assert_true(lay_out(press).count > 200);
	alarm(0);
}

static bool
has_rule(const struct diags *diags, const char *code)
{
	for (const struct diag *d = diags->first; d != NULL; d = d->next)
		if (strcmp(d->rule->code, code) == 0)
			return true;
	return false;
}

static void
test_table_too_wide(void **state)
{
	struct press *press = fresh(state);
	add_table(press, 2, 8, "内容");
	lay_out(press);
	assert_int_equal(press->diags.count, 0);
	press = fresh(state);
	add_table(press, 2, 200, "内容");
	lay_out(press);
	assert_true(has_rule(&press->diags, "T0807"));
}

/* What only its head is wide of: no cell is made of what no row has. */
static void
test_table_too_wide_for_memory(void **state)
{
	struct press *press = fresh(state);
	struct node *table = add(press, press->body, NODE_TABLE, NULL);
	struct node *row = add(press, table, NODE_ROW, NULL);
	table->level = 1;
	for (int i = 0; i < 100000; i++)
		add(press, row, NODE_CELL, "云");
	for (int i = 0; i < 100000; i++)
		add(press, add(press, table, NODE_ROW, NULL), NODE_CELL, "麓");
	lay_out(press);
	assert_int_equal(press->diags.count, 1);
	assert_true(has_rule(&press->diags, "T0807"));
}

/* ---- glyphs ---- */

static void
test_missing_glyph_is_named(void **state)
{
	struct press *press = fresh(state);
	struct buf pdf = BUF_INIT;
	/* A private character no font has; the same twice is said once. */
	add(press, press->body, NODE_PARAGRAPH,
	    "云\xF3\xB1\x88\xB4麓\xF3\xB1\x88\xB4");
	assert_int_equal(print(press, &pdf), -1);
	assert_int_equal(pdf.len, 0);
	assert_int_equal(press->diags.count, 1);
	assert_string_equal(press->diags.first->rule->code, "T0806");
	assert_non_null(strstr(press->diags.first->message, "U+F1234"));
	assert_int_equal(press->diags.first->span.start, 10);
	buf_free(&pdf);
}

static void
test_yuan_is_no_dollar(void **state)
{
	struct press *press = fresh(state);
	for (int role = 0; role < FONT__MAX; role++) {
		const struct found *found = font_find(press->fonts, role,
		    0xFFE5);
		assert_non_null(found->face);
		assert_int_not_equal(strncmp(found->face->file->family,
		    "Fandol", 6), 0);
	}
}

static void
test_invisible_characters_are_left_out(void **state)
{
	struct press *press = fresh(state);
	add(press, press->body, NODE_PARAGRAPH,
	    "\xEF\xBB\xBF" "云\x01\xE2\x80\x8B麓\xC2\xAD\x7F\t");
	struct layout layout = lay_out(press);
	assert_string_equal(view_of(press, &layout, 0).lines[0], "云麓");
	assert_int_equal(press->diags.count, 0);
}

/* ---- anything at all ---- */

static uint64_t random_state;

static uint32_t
any(uint32_t below)
{
	random_state = random_state * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (uint32_t)(random_state >> 33) % below;
}

static const char *
any_text(struct press *press)
{
	static const char *const pieces[] = { "云", "麓", "，", "“", "”", "（",
		"）", "——", "……", "2010", "年", "word", " ", "\n", "　",
		"http://a.b/c", "％", "·", "1 264", "〔2010〕11号", "\x01",
		"\xE2\x80\x8B", "é", "́", "①", "￥", "’", "玥" };
	struct buf buf = BUF_INIT;
	for (uint32_t n = any(80); n > 0; n--)
		buf_puts(&buf, pieces[any(sizeof(pieces) / sizeof(*pieces))]);
	const char *text = arena_string(press->arena, buf.at);
	buf_free(&buf);
	return text;
}

static void
add_any(struct press *press, struct node *parent, int depth)
{
	static const enum node_kind kinds[] = { NODE_PARAGRAPH, NODE_HEADING,
		NODE_QUOTE, NODE_LIST, NODE_ITEM, NODE_CODE_BLOCK, NODE_RULE,
		NODE_TABLE, NODE_ROW, NODE_CELL, NODE_TEXT, NODE_STRONG,
		NODE_EMPHASIS, NODE_LINE_BREAK, NODE_LINK };
	for (uint32_t n = any(6); n > 0; n--) {
		struct node *node = add(press, parent,
		    kinds[any(sizeof(kinds) / sizeof(*kinds))],
		    any(2) ? any_text(press) : NULL);
		node->level = (int)any(8);
		node->ordered = any(2);
		node->text = text_of(any_text(press));
		if (depth > 0)
			add_any(press, node, depth - 1);
	}
}

/* Every glyph stands in the type area, or is the page's number. */
static void
judge_page(const struct page *page)
{
	for (size_t p = 0; p + 1 < page->count; p++) {
		const struct placed *placed = &page->placed[p];
		double left = placed->turned ? TURNED_LEFT : GRID_LEFT;
		double top = placed->turned ? TURNED_TOP : GRID_TOP;
		double width = placed->turned ? TURNED_WIDTH : GRID_WIDTH;
		double height = placed->turned ? TURNED_HEIGHT : GRID_HEIGHT;
		for (size_t i = 0; i < placed->items->count; i++) {
			const struct run *run = &placed->items->items[i].run;
			if (placed->items->items[i].kind != ITEM_RUN ||
			    run->count == 0)
				continue;
			double right = placed->x + run->x +
			    run->signs[run->count - 1].x;
			assert_true(placed->x + run->x > left - 1);
			/* A combining mark may stand on the edge. */
			assert_true(right < left + width + 0.1);
			/* The mark of a letter stands above the type area. */
			assert_true(placed->y + run->y > top - MM(7));
			assert_true(placed->y + run->y < top + height + 1);
		}
	}
}

/* Names of offices, none to four. */
static struct names
any_names(struct press *press)
{
	const char **names = ARENA_ARRAY(press->arena, const char *, 4);
	uint32_t count = any(5);
	for (uint32_t i = 0; i < count; i++)
		names[i] = any(3) ? "土木工程学院党委" : any_text(press);
	return (struct names){ names, count };
}

/* What it should be, now and then; hardly ever something else. */
static const char *
any_field(struct press *press, const char *right)
{
	return any(4) > 0 ? NULL : any(8) > 0 ? right : any_text(press);
}

static void
any_circular(struct press *press, struct circular *circular)
{
	static struct attachment attachments[2];
	circular->mark = any(2) ? any_text(press) : NULL;
	circular->number = any_field(press, "〔2010〕11号");
	circular->signers = any(3) == 0 ? any_names(press)
	    : (struct names){ NULL, 0 };
	circular->title = any(2) ? any_text(press) : NULL;
	circular->addressees = any(2) ? any_text(press) : NULL;
	circular->issuers = any_names(press);
	circular->sealed = any(2);
	circular->date = any(4) == 0 ? NULL : "2010-10-15";
	circular->note = any(2) ? any_text(press) : NULL;
	circular->serial = any_field(press, "000123");
	circular->secrecy = any_field(press, "秘密★1年");
	circular->urgency = any_field(press, "特急");
	circular->style = (enum circular_style)any(3);
	circular->draft = any(3) == 0;
	circular->copies = any(2) ? any_text(press) : NULL;
	circular->superiors = any(4) == 0 ? any_text(press) : NULL;
	circular->printer = any(2) ? any_text(press) : NULL;
	circular->printed = any(3) == 0 ? "120" : NULL;
	circular->attachments = attachments;
	circular->attachment_count = any(3);
	for (size_t i = 0; i < circular->attachment_count; i++)
		attachments[i] = (struct attachment){ any_text(press),
			any(2) ? press->body : NULL };
}

/* Whether it was printed; if not, for what it says and not for its pages. */
static bool
can_print(struct press *press)
{
	struct buf pdf = BUF_INIT;
	bool good = print(press, &pdf) == 0;
	for (struct diag *d = press->diags.first; d != NULL; d = d->next)
		assert_string_not_equal(d->rule->code, "T0808");
	buf_free(&pdf);
	return good;
}

static void
test_any_document(void **state)
{
	size_t printed = 0;
	const char *given = getenv("TONGBAO_SEED");
	random_state = given != NULL ? strtoull(given, NULL, 10) : 20101015;
	print_message("TONGBAO_SEED=%llu\n", (unsigned long long)random_state);
	for (int round = 0; round < 300; round++) {
		struct press *press = fresh(state);
		struct circular *circular = &press->circular;
		any_circular(press, circular);
		add_any(press, press->body, 3);
		struct layout layout = lay_out(press);
		bool fit = !has_rule(&press->diags, "T0809");
		for (size_t i = 0; fit && i < layout.count; i++)
			judge_page(&layout.pages[i]);
		/* What is drawn can be finished, whatever it is. */
		if (round % 15 == 0)
			printed += can_print(press);
	}
	assert_true(printed > 0);
}

/* ---- what is too long ---- */

static const char *
repeated(struct press *press, const char *s, size_t count)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < count; i++)
		buf_puts(&buf, s);
	const char *all = arena_string(press->arena, buf.at);
	buf_free(&buf);
	return all;
}

static size_t
occurrences(const struct layout *layout, const char *s)
{
	size_t count = 0;
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < layout->count; i++)
		layout_put_text(&buf, &layout->pages[i]);
	for (const char *at = buf.at; (at = strstr(at, s)) != NULL; at++)
		count++;
	buf_free(&buf);
	return count;
}

/* A colophon of 300 receivers goes over pages, the last an even one. */
static void
test_colophon_longer_than_a_page(void **state)
{
	for (size_t style = 0; style < 2; style++)
		for (size_t count = 30; count <= 1200; count *= 2) {
			struct press *press = fresh(state);
			press->circular.style = style == 0 ? CIRCULAR_DOCUMENT
			    : CIRCULAR_NEWSLETTER;
			press->circular.date = "2010-10-15";
			press->circular.printer = "云麓大学";
			press->circular.copies = repeated(press,
			    "麗工程学院党总支，", count);
			add(press, press->body, NODE_PARAGRAPH, "正文。");
			struct layout layout = lay_out(press);
			for (size_t i = 0; i < layout.count; i++)
				judge_page(&layout.pages[i]);
			assert_int_equal(occurrences(&layout, "麗"), count);
			if (style == 0)
				assert_int_equal(layout.count % 2, 0);
		}
}

/* Two long names of signers stand below each other, the number below them. */
static void
test_long_signers(void **state)
{
	static const char *const names[] = { "阿卜杜热合曼·买买提艾力",
		"阿卜杜热合曼·买买提艾力" };
	for (int numbered = 0; numbered < 2; numbered++) {
		struct press *press = fresh(state);
		press->circular.signers = (struct names){ names, 2 };
		press->circular.number = numbered
		    ? "云理工创先组办〔2010〕15号" : NULL;
		struct layout layout = lay_out(press);
		judge_page(&layout.pages[0]);
		struct view view = view_of(press, &layout, 0);
		assert_int_equal(view.count, 2 + numbered);
		assert_string_equal(view.lines[0],
		    "签发人：阿卜杜热合曼·买买提艾力");
	}
}

static void
test_head_that_fits_no_page(void **state)
{
	struct press *press = fresh(state);
	press->circular.number = repeated(press, "云麓大学", 100);
	struct layout layout = lay_out(press);
	judge_page(&layout.pages[0]);
	assert_int_equal(press->diags.count, 0);
	assert_int_equal(occurrences(&layout, "麓"), 100);
	press = fresh(state);
	press->circular.number = repeated(press, "云麓大学", 400);
	lay_out(press);
	assert_true(has_rule(&press->diags, "T0809"));
}

/* All who make a newsletter are named above its rule. */
static void
test_joint_newsletter(void **state)
{
	static const char *const issuers[] = { "组织部", "宣传部" };
	struct press *press = fresh(state);
	press->circular.style = CIRCULAR_NEWSLETTER;
	press->circular.issuers = (struct names){ issuers, 2 };
	press->circular.printer = "组织部　宣传部";
	press->circular.date = "2010-10-15";
	struct layout layout = lay_out(press);
	assert_int_equal(occurrences(&layout, "宣传部"), 2);
}

/* Characters that nothing shows; cairo takes some of them for no UTF-8. */
#define UNSHOWN "\1\xC2\x80\uFFFE\uFFFF\uFDD0\U0001FFFE\U0010FFFF"

static void
test_title_of_what_nobody_sees(void **state)
{
	struct press *press = fresh(state);
	struct buf pdf = BUF_INIT;
	press->circular.title = "关于" UNSHOWN "点评";
	struct layout layout = lay_out(press);
	assert_string_equal(layout.bookmarks[0].title, "关于点评");
	assert_int_equal(print(press, &pdf), 0);
	press->circular.title = UNSHOWN;
	assert_int_equal(lay_out(press).bookmark_count, 0);
	buf_clear(&pdf);
	assert_int_equal(print(press, &pdf), 0);
	buf_free(&pdf);
}

/* A form of one row, which has one box more than `text`. */
static struct form_sheet *
form_new(struct press *press, const char *text, int lines, size_t boxes)
{
	struct form_sheet *form = ARENA_NEW(press->arena, struct form_sheet);
	struct form_row *row = ARENA_NEW(press->arena, struct form_row);
	struct form_box *made =
	    ARENA_ARRAY(press->arena, struct form_box, boxes);
	for (size_t i = 0; i < boxes; i++)
		made[i] = (struct form_box){ .label = "地点",
			.text = i == 0 ? text : "短",
			.share = 1 };
	*row = (struct form_row){ made, boxes, lines };
	*form = (struct form_sheet){ .span = { 1, 0, 9 },
		.title = "点评表",
		.rows = row,
		.row_count = 1 };
	return form;
}

static struct layout
lay_out_form(struct press *press, const struct form_sheet *form)
{
	struct shaper shaper;
	shaper_init(&shaper, press->arena, press->fonts, &press->diags);
	struct layout layout = layout_form(press->arena, &shaper, form);
	shaper_free(&shaper);
	return layout;
}

static void
test_pictures_stand_below(void **state)
{
	static const struct picture picture = { .kind = PICTURE_PNG,
		.width = 30, .height = 20, .turn = 1 };
	for (int i = 0; i < 3; i++) {
		struct press *press = fresh(state);
		struct node *block = add(press, press->body,
		    i == 0	? NODE_PARAGRAPH
			: i == 1 ? NODE_HEADING
				 : NODE_TABLE,
		    NULL);
		struct node *line = i < 2 ? block
		    : add(press, add(press, block, NODE_ROW, NULL), NODE_CELL,
			  NULL);
		add(press, line, NODE_TEXT, NULL)->text = TEXT_LIT("见");
		struct node *image = add(press, line, NODE_IMAGE, "现场");
		image->picture = &picture;
		struct layout layout = lay_out(press);
		size_t plates = 0;
		for (size_t p = 0; p < layout.pages[0].count; p++) {
			const struct items *items =
			    layout.pages[0].placed[p].items;
			for (size_t j = 0; j < items->count; j++)
				plates += items->items[j].kind == ITEM_PLATE;
		}
		assert_int_equal(plates, 1);
		/* In its place, and below the picture. */
		assert_int_equal(occurrences(&layout, "现场"), 2);
	}
}

/* How far down the page its type and rules go; how many of them say `text`. */
static double
page_foot(const struct page *page)
{
	double foot = 0;
	for (size_t i = 0; i < page->count; i++) {
		const struct placed *placed = &page->placed[i];
		for (size_t j = 0; j < placed->items->count; j++) {
			const struct item *item = &placed->items->items[j];
			double y = item->kind == ITEM_RUN ? item->run.y
			    : item->kind == ITEM_STROKE   ? item->stroke.to_y
							  : 0;
			foot = fmax(foot, placed->y + y);
		}
	}
	return foot;
}

/* Values that no page holds go on over its end, too: none is printed off it. */
static void
test_form_with_long_values(void **state)
{
	struct press *press = fresh(state);
	for (int lines = 0; lines < 2; lines++)
		for (size_t boxes = 1; boxes <= 2; boxes++) {
			struct buf text = BUF_INIT;
			for (size_t i = 0; i < 1500; i++)
				buf_puts(&text, "云");
			struct form_sheet *form = form_new(press,
			    arena_copy(press->arena, text.at, text.len),
			    lines, boxes);
			struct layout layout = lay_out_form(press, form);
			buf_clear(&text);
			for (size_t i = 0; i < layout.count; i++) {
				assert_true(page_foot(&layout.pages[i]) <
				    PAGE_HEIGHT - MM(20));
				layout_put_text(&text, &layout.pages[i]);
			}
			size_t said = 0;
			for (const char *at = text.at;
			     (at = strstr(at, "云")) != NULL; at++)
				said++;
			assert_int_equal(said, 1500);
			assert_int_equal(occurrences(&layout, "短"), boxes - 1);
			buf_free(&text);
		}
}

static void
add_chart(struct press *press, const struct chart *chart)
{
	struct node *node = add(press, press->body, NODE_CHART, NULL);
	node->chart = chart;
	node->text = text_of(chart->title);
}

/* It is drawn in the box, smaller than where it has the whole page. */
static void
test_form_with_a_chart(void **state)
{
	struct press *press = fresh(state);
	struct chart_point points[] = { { POINT_KNOWN, 3, "3" },
		{ POINT_KNOWN, 5, "5" } };
	const char *labels[] = { "机械设计教研室", "乙" };
	struct chart_series series = { "", points };
	const struct chart chart = { .kind = CHART_BAR,
		.strings = strings_room(press->arena, "zh-CN"),
		.title = "图", .unit = "", .labels = labels, .label_count = 2,
		.series = &series, .series_count = 1 };
	add_chart(press, &chart);
	struct form_box box = { .label = "情况", .body = press->body,
		.share = 1 };
	struct form_row row = { &box, 1, 2 };
	struct form_sheet form = { .title = "表", .rows = &row,
		.row_count = 1 };
	struct layout layout = lay_out_form(press, &form);
	const struct page *page = &layout.pages[0];
	double frame = GRID_LEFT + GRID_WIDTH;
	size_t patches = 0;
	for (size_t i = 0; i < page->count; i++)
		for (size_t j = 0; j < page->placed[i].items->count; j++) {
			const struct item item = item_moved(
			    &page->placed[i].items->items[j],
			    page->placed[i].x, page->placed[i].y);
			if (item.kind != ITEM_PATCH)
				continue;
			patches++;
			assert_true(item.patch.x[1] < frame);
		}
	assert_int_equal(patches, 2);
}

static size_t
count_in(const struct buf *pdf, const char *what)
{
	struct text rest = buf_text(pdf);
	size_t count = 0;
	for (const char *at; (at = memmem(rest.at, rest.len, what,
		strlen(what))) != NULL; count++)
		rest = text_from(rest, (size_t)(at + 1 - rest.at));
	return count;
}

/* What is said in place of a figure is said once, however long its caption. */
static void
test_figure_over_two_pages(void **state)
{
	struct press *press = fresh(state);
	struct chart_point point = { POINT_KNOWN, 3, "3" };
	const char *label = "丙";
	struct chart_series series = { "", &point };
	struct chart first = { .kind = CHART_BAR,
		.strings = strings_room(press->arena, "zh-CN"),
		.unit = "", .labels = &label, .label_count = 1,
		.series = &series, .series_count = 1 }, second = first;
	struct buf title = BUF_INIT, pdf = BUF_INIT;
	for (int i = 0; i < 1500; i++)
		buf_puts(&title, "甲");
	first.title = title.at;
	second.title = "乙";
	add_chart(press, &first);
	add_chart(press, &second);
	assert_int_equal(print(press, &pdf), 0);
	assert_int_equal(count_in(&pdf, "/Alt <feff7532"), 1);
	assert_int_equal(count_in(&pdf, "/Alt <feff4e59"), 1);
	buf_free(&title);
	buf_free(&pdf);
}

/* One element on thousands of pages: what is in it is joined once. */
static void
test_element_of_many_pages(void **state)
{
	struct press *press = fresh(state);
	struct buf pdf = BUF_INIT, code = BUF_INIT;
	for (int i = 0; i < 100000; i++)
		buf_puts(&code, "云\n");
	add(press, press->body, NODE_CODE_BLOCK, NULL)->text = buf_text(&code);
	assert_int_equal(print(press, &pdf), 0);
	assert_int_equal(count_in(&pdf, "/S /P\n"), 1);
	assert_true(press->arena->earlier < (size_t)64 << 20);
	buf_free(&pdf);
	buf_free(&code);
}

static void
test_form_called_by_what_nobody_sees(void **state)
{
	struct press *press = fresh(state);
	struct form_sheet *form = form_new(press, "现场", 0, 2);
	struct print_options options = { 0 };
	struct volume_facts facts = { .metadata = { .date = "2010-10-20" } };
	struct buf pdf = BUF_INIT;
	form->bookmark = "机电" UNSHOWN "学院";
	form->group = "云麓" UNSHOWN "大学";
	struct layout layout = lay_out_form(press, form);
	assert_string_equal(layout.bookmarks[0].title, "机电学院");
	assert_string_equal(layout.group, "云麓大学");
	struct volume *volume = volume_begin(press->arena, press->fonts, &facts,
	    &press->diags);
	volume_add_form(volume, form, &options);
	assert_int_equal(volume_end(volume, &pdf), 0);
	buf_free(&pdf);
	/* Nothing that could be called so is printed. */
	form->title = UNSHOWN;
	assert_int_equal(lay_out_form(press, form).bookmark_count, 0);
}

static void
test_same_bytes(void **state)
{
	struct buf one = BUF_INIT, two = BUF_INIT;
	for (int i = 0; i < 2; i++) {
		struct press *press = fresh(state);
		press->circular.mark = "云麓大学文件";
		press->circular.title = "标题";
		add(press, press->body, NODE_PARAGRAPH, "“《云麓》”，123。");
		assert_int_equal(print(press, i == 0 ? &one : &two), 0);
	}
	assert_true(one.len > 1000);
	assert_true(text_equal(buf_text(&one), buf_text(&two)));
	buf_free(&one);
	buf_free(&two);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calibration),
		cmocka_unit_test(test_last_line_moves_on),
		cmocka_unit_test(test_no_single_lines),
		cmocka_unit_test(test_heading_is_not_stranded),
		cmocka_unit_test(test_group_longer_than_a_page),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_signature_has_company),
		cmocka_unit_test(test_title_shape),
		cmocka_unit_test(test_title_lines_are_told),
		cmocka_unit_test(test_a_line_of_a_title_that_shows_nothing),
		cmocka_unit_test(test_title_breaks_between_words),
		cmocka_unit_test(test_title_words),
		cmocka_unit_test(test_endless_title),
		cmocka_unit_test(test_mark_fits),
		cmocka_unit_test(test_numbers_of_lists),
		cmocka_unit_test(test_numbers_without_a_paragraph),
		cmocka_unit_test(test_deep_lists),
		cmocka_unit_test(test_table_repeats_its_head),
		cmocka_unit_test(test_table_has_its_caption_above),
		cmocka_unit_test(test_row_longer_than_a_page),
		cmocka_unit_test(test_turned_table_is_first),
		cmocka_unit_test(test_turned_table_behind_many_addressees),
		cmocka_unit_test(test_cell_of_many_pages),
		cmocka_unit_test(test_table_too_wide),
		cmocka_unit_test(test_table_too_wide_for_memory),
		cmocka_unit_test(test_missing_glyph_is_named),
		cmocka_unit_test(test_yuan_is_no_dollar),
		cmocka_unit_test(test_invisible_characters_are_left_out),
		cmocka_unit_test(test_any_document),
		cmocka_unit_test(test_colophon_longer_than_a_page),
		cmocka_unit_test(test_long_signers),
		cmocka_unit_test(test_head_that_fits_no_page),
		cmocka_unit_test(test_joint_newsletter),
		cmocka_unit_test(test_title_of_what_nobody_sees),
		cmocka_unit_test(test_form_called_by_what_nobody_sees),
		cmocka_unit_test(test_form_with_long_values),
		cmocka_unit_test(test_form_with_a_chart),
		cmocka_unit_test(test_figure_over_two_pages),
		cmocka_unit_test(test_element_of_many_pages),
		cmocka_unit_test(test_pictures_stand_below),
		cmocka_unit_test(test_same_bytes),
	};
	return cmocka_run_group_tests_name("layout", tests, setup, teardown);
}
