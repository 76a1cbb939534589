#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/utf8.h"
#include "render/print/character.h"
#include "render/print/line.h"
#include "chance.h"
#include "line_cost.h"

#define FULL (28 * LINE_CELL)

struct sheet {
	struct arena *arena;
	struct cell *cells;
	size_t count;
	struct lines lines;
};

static int
setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

/* Letters half a cell wide, marks that can be halved, all else square. */
static struct cell
cell_of(uint32_t code, uint32_t before)
{
	struct cell cell = { .kind = CELL_HAN, .width = LINE_CELL };
	enum character character = character_of(code);
	switch (character) {
	case CHARACTER_OPEN:
	case CHARACTER_CLOSE:
		cell.kind = character == CHARACTER_OPEN ? CELL_OPEN
		    : CELL_CLOSE;
		cell.halves = true;
		break;
	case CHARACTER_TIE:
		cell.kind = CELL_TIE;
		break;
	case CHARACTER_LONG:
		cell.kind = CELL_LONG;
		cell.joint = before == code ? JOINT_FAST : JOINT_FREE;
		break;
	case CHARACTER_LATIN:
		cell = (struct cell){ .kind = CELL_LATIN, .spaced = true,
			.width = LINE_CELL / 2 };
		if (before == '/')
			cell.joint = JOINT_WEAK;
		else if (character_of(before) == CHARACTER_LATIN)
			cell.joint = JOINT_FAST;
		break;
	case CHARACTER_SPACE:
		cell = (struct cell){ .kind = CELL_SPACE, .width = 300 };
		break;
	case CHARACTER_BREAK:
		cell = (struct cell){ .kind = CELL_BREAK };
		break;
	default:
		break;
	}
	return cell;
}

static struct sheet
set_in(struct arena *arena, const char *s, int width)
{
	struct sheet sheet = { .arena = arena };
	struct text text = text_of(s);
	size_t pos = 0;
	uint32_t before = ' ';
	struct measure measure = { .width = width, .justify = true };
	sheet.cells = ARENA_ARRAY(arena, struct cell, text.len + 1);
	while (pos < text.len) {
		uint32_t code = utf8_next(text, &pos);
		sheet.cells[sheet.count++] = cell_of(code, before);
		before = code;
	}
	sheet.lines = lines_break(arena, sheet.cells, sheet.count, &measure);
	return sheet;
}

static const char *
han(struct arena *arena, size_t before, const char *middle, size_t after)
{
	char *s = arena_alloc(arena, (before + after) * 3 + strlen(middle) + 1);
	for (size_t i = 0; i < before; i++)
		strcat(s, "云");
	strcat(s, middle);
	for (size_t i = 0; i < after; i++)
		strcat(s, "麓");
	return s;
}

/* Cells shown in line `i`. */
static size_t
length(const struct sheet *sheet, size_t i)
{
	assert_true(i < sheet->lines.count);
	return sheet->lines.items[i].end - sheet->lines.items[i].first;
}

static int
step(const struct sheet *sheet, size_t i)
{
	return sheet->lines.spots[i + 1].x - sheet->lines.spots[i].x;
}

static void
test_full_line(void **state)
{
	struct sheet sheet = set_in(*state, han(*state, 58, "", 0), FULL);
	assert_int_equal(sheet.lines.count, 3);
	assert_int_equal(length(&sheet, 0), 28);
	assert_int_equal(length(&sheet, 1), 28);
	assert_int_equal(length(&sheet, 2), 2);
	for (size_t i = 0; i < 28; i++)
		assert_int_equal(sheet.lines.spots[i].x, i * LINE_CELL);
	assert_int_equal(sheet.lines.items[0].width, FULL);
	assert_true(sheet.lines.items[2].ended);
}

static void
test_closing_mark_never_first(void **state)
{
	static const char *const marks[] = { "、", "，", "；", "：", "。", "！",
		"？", "”", "’", "）", "》", "〉", "】", "〕", "％", "℃", "·" };
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		/* It would be the 29th. */
		struct sheet sheet = set_in(*state, han(*state, 28, marks[i],
		    20), FULL);
		assert_int_equal(length(&sheet, 0), 27);
		assert_int_equal(sheet.lines.items[0].width, FULL);
		assert_int_equal(sheet.cells[28].kind == CELL_CLOSE ||
		    sheet.cells[28].kind == CELL_TIE, true);
	}
}

static void
test_opening_mark_never_last(void **state)
{
	static const char *const marks[] = { "“", "‘", "（", "《", "〈", "【",
		"〔", "￥" };
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		struct sheet sheet = set_in(*state, han(*state, 27, marks[i],
		    20), FULL);
		assert_int_equal(length(&sheet, 0), 27);
		assert_int_equal(sheet.lines.items[0].width, FULL);
		assert_true(sheet.lines.spots[27].halved);
		assert_int_equal(sheet.lines.spots[27].x, 0);
	}
}

static void
test_neighbours_share(void **state)
{
	struct sheet sheet = set_in(*state, "云》”，“《麓）（山", FULL);
	static const int steps[] = { 1000, 500, 500, 500, 1000, 500, 1000, 500,
		1000 };
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		assert_int_equal(step(&sheet, i), steps[i]);
	/* A single mark keeps its cell. */
	sheet = set_in(*state, "云，麓", FULL);
	assert_int_equal(step(&sheet, 1), 1000);
}

static void
test_mark_gives_half_at_end(void **state)
{
	/* 27½ cells with the pair; the stop at the end fits when halved. */
	struct sheet sheet = set_in(*state, han(*state, 12, "》，",
	    14), FULL);
	assert_int_equal(sheet.lines.count, 1);
	sheet = set_in(*state, han(*state, 25, "》，云。", 20), FULL);
	assert_int_equal(length(&sheet, 0), 29);
	assert_int_equal(sheet.lines.items[0].width, FULL);
	assert_true(sheet.lines.spots[28].halved);
	/* A mark that fills its cell can't. */
	sheet.cells[28].halves = false;
	struct measure measure = { .width = FULL, .justify = true };
	sheet.lines = lines_break(*state, sheet.cells, sheet.count, &measure);
	assert_int_equal(length(&sheet, 0), 27);
}

static void
test_dashes_stay_whole(void **state)
{
	static const char *const pairs[] = { "——", "……" };
	for (size_t i = 0; i < 2; i++)
		for (size_t before = 20; before < 34; before++) {
			struct sheet sheet = set_in(*state, han(*state, before,
			    pairs[i], 30), FULL);
			for (size_t l = 0; l < sheet.lines.count; l++)
				assert_int_not_equal(
				    sheet.lines.items[l].first, before + 1);
			assert_int_equal(step(&sheet, before), LINE_CELL);
		}
}

static void
test_gap_beside_latin(void **state)
{
	struct sheet sheet = set_in(*state, "云2010年", FULL);
	assert_int_equal(step(&sheet, 0), LINE_CELL + LINE_GAP);
	assert_int_equal(step(&sheet, 1), LINE_CELL / 2);
	assert_int_equal(step(&sheet, 4), LINE_CELL / 2 + LINE_GAP);
	/* None beside a mark, none at the ends. */
	sheet = set_in(*state, "2010，2011", FULL);
	assert_int_equal(sheet.lines.spots[0].x, 0);
	assert_int_equal(sheet.lines.items[0].width, 5000);
}

static void
test_surplus_spares_words(void **state)
{
	/* 26 cells and two gaps: the rest is given out, but not in the word. */
	struct sheet sheet = set_in(*state, han(*state, 12, "ab12", 30), FULL);
	assert_int_equal(sheet.lines.items[0].width, FULL);
	for (size_t i = 12; i < 15; i++)
		assert_int_equal(step(&sheet, i), LINE_CELL / 2);
	/* The gap takes what it may, a third of a cell; Han share the rest. */
	assert_int_equal(step(&sheet, 11), LINE_CELL + LINE_GAP * 4 / 3);
	assert_true(step(&sheet, 0) > LINE_CELL);
}

static void
test_gaps_go_on_where_all_else_is_torn(void **state)
{
	/* Three boundaries between Han, many gaps, a cell to give. */
	struct sheet sheet = set_in(*state, "云麓2010山7理10工15大学30点评"
	    "abcdefghijkl云麓", 18 * LINE_CELL + 500);
	assert_int_equal(sheet.lines.count, 2);
	assert_int_equal(sheet.lines.items[0].width, 18 * LINE_CELL + 500);
	assert_in_range(step(&sheet, 1), LINE_CELL + LINE_GAP * 4 / 3 + 1,
	    LINE_CELL + LINE_CELL / 2);
}

static void
test_first_mark_keeps_its_cell(void **state)
{
	struct sheet sheet = set_in(*state, "（一）云麓\n（二）云麓", FULL);
	struct measure measure = { .width = FULL, .first = 2 * LINE_CELL };
	struct lines lines = lines_break(*state, sheet.cells, sheet.count,
	    &measure);
	/* Where the paragraph is indented; not where a line just begins. */
	assert_false(lines.spots[0].halved);
	assert_int_equal(lines.spots[1].x, 3 * LINE_CELL);
	assert_true(lines.spots[6].halved);
	assert_true(sheet.lines.spots[0].halved);
}

static void
test_words_stay_whole(void **state)
{
	struct sheet sheet = set_in(*state, han(*state, 25, "abcdefgh", 20),
	    FULL);
	assert_int_equal(length(&sheet, 0), 25);
	assert_int_equal(sheet.lines.items[0].width, FULL);
}

static void
test_torn_line_stays_short(void **state)
{
	/* Two boundaries for 25 cells: three cells, then a word of 27½. */
	struct sheet sheet = set_in(*state, "云麓山"
	    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabc", FULL);
	assert_int_equal(length(&sheet, 0), 3);
	assert_int_equal(sheet.lines.items[0].width, 3 * LINE_CELL);
	assert_int_equal(sheet.lines.count, 2);
}

static void
test_address_breaks_at_seam(void **state)
{
	struct sheet sheet = set_in(*state,
	    "云麓abcdefghijklmnopqrstuvwxyz/abcdefghijklmnopqrstuvwxyz"
	    "abcdefghijkl", FULL);
	assert_int_equal(sheet.lines.items[0].next, 2 + 27);
}

static void
test_endless_word_is_split(void **state)
{
	char s[201] = "";
	memset(s, 'x', 200);
	struct sheet sheet = set_in(*state, s, FULL);
	assert_int_equal(sheet.lines.count, 4);
	assert_int_equal(length(&sheet, 0), 56);
	assert_int_equal(sheet.lines.items[0].width, FULL);
}

static void
test_nothing_but_marks(void **state)
{
	struct sheet sheet = set_in(*state,
	    "，，，，，，，，，，，，，，，，，", 4 * LINE_CELL);
	for (size_t i = 0; i < sheet.lines.count; i++)
		assert_true(sheet.lines.items[i].width <= 4 * LINE_CELL);
	assert_true(sheet.lines.count > 1);
}

static void
test_no_lonely_character(void **state)
{
	struct sheet sheet = set_in(*state, han(*state, 57, "", 0), FULL);
	assert_int_equal(sheet.lines.count, 3);
	assert_int_equal(length(&sheet, 1), 27);
	assert_int_equal(length(&sheet, 2), 2);
	/* A stop is no company. */
	sheet = set_in(*state, han(*state, 57, "。", 0), FULL);
	assert_int_equal(length(&sheet, 1), 27);
	assert_int_equal(length(&sheet, 2), 3);
	/* Two are enough. */
	sheet = set_in(*state, han(*state, 58, "。", 0), FULL);
	assert_int_equal(length(&sheet, 1), 28);
}

static void
test_forced_breaks(void **state)
{
	struct sheet sheet = set_in(*state, "云麓\n\n大学\n", FULL);
	assert_int_equal(sheet.lines.count, 3);
	assert_int_equal(length(&sheet, 0), 2);
	assert_true(sheet.lines.items[0].ended);
	assert_int_equal(sheet.lines.items[0].width, 2 * LINE_CELL);
	assert_int_equal(length(&sheet, 1), 0);
	assert_int_equal(length(&sheet, 2), 2);
	assert_int_equal(set_in(*state, "", FULL).lines.count, 0);
}

static void
test_spaces_vanish_at_end(void **state)
{
	struct sheet sheet = set_in(*state, "abc def", 2 * LINE_CELL);
	assert_int_equal(sheet.lines.count, 2);
	assert_int_equal(length(&sheet, 0), 3);
	assert_int_equal(sheet.lines.items[0].next, 4);
	assert_int_equal(sheet.lines.spots[4].x, 0);
}

/* As long as it is, it takes a time that goes with its length. */
static void
test_long_paragraphs(void **state)
{
	static const char *const samples[] = { "云", "x", "，", "（", " ", "—",
		"云，" };
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		struct buf buf = BUF_INIT;
		while (buf.len < 300000)
			buf_puts(&buf, samples[i]);
		struct sheet sheet = set_in(*state, buf.at, FULL);
		assert_true(sheet.lines.count > 0);
		assert_int_equal(sheet.lines.items[sheet.lines.count - 1].next,
		    sheet.count);
		buf_free(&buf);
		arena_reset(*state);
	}
}

static void
test_indents(void **state)
{
	struct arena *arena = *state;
	struct sheet sheet = set_in(arena, han(arena, 80, "", 0), FULL);
	struct measure measure = { .width = FULL, .first = 2 * LINE_CELL,
		.rest = LINE_CELL };
	struct lines lines = lines_break(arena, sheet.cells, sheet.count,
	    &measure);
	assert_int_equal(lines.items[0].end, 26);
	assert_int_equal(lines.spots[0].x, 2 * LINE_CELL);
	assert_int_equal(lines.items[1].end - lines.items[1].first, 27);
	assert_int_equal(lines.spots[26].x, LINE_CELL);
}

/* ---- properties ---- */

static uint64_t random_state;

static uint32_t
any(uint32_t below)
{
	random_state = random_state * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (uint32_t)(random_state >> 33) % below;
}

static bool
is_allowed(const struct cell *cells, size_t i)
{
	return line_may_break(cells, i) && cells[i].joint != JOINT_FAST;
}

/* What holds of every line, whatever the cells. */
static void
judge_line(const struct sheet *sheet, const struct line *line, int width)
{
	const struct cell *cells = sheet->cells;
	const struct spot *spots = sheet->lines.spots;
	size_t end = line->end;
	if (end > line->first + 1)
		assert_true(line->indent + line->width <= width);
	for (size_t i = line->first; i < end; i++) {
		int taken = cells[i].width - (spots[i].halved
		    ? cells[i].width / 2 : 0);
		if (cells[i].kind == CELL_SPACE)
			taken -= cells[i].width / 4;
		int next = i + 1 < end ? spots[i + 1].x
		    : line->indent + line->width;
		assert_true(!spots[i].halved || cells[i].halves);
		/* Nothing overlaps; a space may be narrowed. */
		assert_true(next >= spots[i].x + taken);
		assert_true(cells[i].kind != CELL_BREAK);
	}
}

/* A break against the rules: what is torn there fits into no line. */
static void
judge_break(const struct sheet *sheet, size_t i, const struct measure *measure)
{
	const struct cell *cells = sheet->cells;
	size_t first = i, end = i;
	int room = measure->width - (measure->first > measure->rest
	    ? measure->first : measure->rest);
	while (first > 0 && cells[first - 1].kind != CELL_BREAK &&
	    !is_allowed(cells, first))
		first--;
	while (end < sheet->count && cells[end].kind != CELL_BREAK &&
	    (end == i || !is_allowed(cells, end)))
		end++;
	if (first == 0 && measure->first > measure->rest)
		room -= cells[0].width / 2; /* it may keep its cell there */
	assert_true(line_natural(cells, first, end) > room);
}

static void
judge(const struct sheet *sheet, const struct measure *measure)
{
	const struct lines *lines = &sheet->lines;
	size_t at = 0;
	for (size_t i = 0; i < lines->count; i++) {
		const struct line *line = &lines->items[i];
		assert_int_equal(line->first, at);
		assert_true(line->next > at);
		assert_true(line->end <= line->next);
		for (size_t j = line->end; j < line->next; j++)
			assert_true(sheet->cells[j].kind == CELL_SPACE ||
			    sheet->cells[j].kind == CELL_BREAK);
		judge_line(sheet, line, measure->width);
		if (!line->ended && !is_allowed(sheet->cells, line->next))
			judge_break(sheet, line->next, measure);
		at = line->next;
	}
	assert_int_equal(at, sheet->count);
}

static void
judge_again(struct sheet *sheet, const struct measure *measure)
{
	struct lines again = lines_break(sheet->arena, sheet->cells,
	    sheet->count, measure);
	assert_int_equal(again.count, sheet->lines.count);
	for (size_t i = 0; i < again.count; i++)
		assert_int_equal(again.items[i].next,
		    sheet->lines.items[i].next);
}

static struct cell
any_cell(void)
{
	return (struct cell){ .kind = any(8), .joint = any(4), .spaced = any(2),
		.halves = any(2), .width = any(8) == 0 ? (int)any(5) * 7000
		    : (int)any(3) * 500 };
}

static void
test_any_cells(void **state)
{
	random_state = chance_seed();
	size_t rounds = chance_rounds(20000);
	for (size_t round = 0; round < rounds; round++) {
		struct sheet sheet = { .arena = *state, .count = any(120) };
		struct measure measure = { .width = (int)any(30000) + 1,
			.justify = any(2) };
		measure.first = (int)any((uint32_t)measure.width);
		measure.rest = (int)any((uint32_t)measure.width);
		sheet.cells = ARENA_ARRAY(sheet.arena, struct cell,
		    sheet.count + 1);
		for (size_t i = 0; i < sheet.count; i++)
			sheet.cells[i] = any_cell();
		sheet.lines = lines_break(sheet.arena, sheet.cells,
		    sheet.count, &measure);
		judge(&sheet, &measure);
		judge_again(&sheet, &measure);
		arena_reset(*state);
	}
}

/* Cells such as texts are made of. */
static struct cell
likely_cell(void)
{
	static const enum cell_kind kinds[] = { CELL_HAN, CELL_HAN, CELL_HAN,
		CELL_HAN, CELL_HAN, CELL_OPEN, CELL_CLOSE, CELL_CLOSE, CELL_TIE,
		CELL_LONG, CELL_LATIN, CELL_LATIN, CELL_LATIN, CELL_SPACE };
	struct cell cell = { .kind = kinds[any(14)], .width = LINE_CELL,
		.halves = true, .spaced = true };
	if (cell.kind == CELL_LATIN || cell.kind == CELL_SPACE)
		cell.width = 300 + (int)any(3) * 100;
	if (cell.kind == CELL_LATIN || cell.kind == CELL_LONG)
		cell.joint = any(10) == 0 ? JOINT_WEAK
		    : any(3) > 0 ? JOINT_FAST : any(2) > 0 ? JOINT_NEAR
		    : JOINT_FREE;
	return cell;
}

/* Every way to break the cells: bit i is set for a break before cell i + 1. */
static int64_t
least_cost(const struct sheet *sheet, const struct measure *measure)
{
	struct line items[16];
	struct lines lines = { .items = items };
	int64_t least = INT64_MAX;
	for (uint32_t way = 0; way < 1u << (sheet->count - 1); way++) {
		size_t at = 0;
		lines.count = 0;
		for (size_t i = 1; i <= sheet->count; i++) {
			if (i < sheet->count && !(way >> (i - 1) & 1))
				continue;
			struct line line = { .first = at, .end = i, .next = i,
				.indent = at == 0 ? measure->first
				    : measure->rest,
				.ended = i == sheet->count };
			while (line.end > at && sheet->cells[line.end - 1].kind
			    == CELL_SPACE)
				line.end--;
			lines.items[lines.count++] = line;
			at = i;
		}
		int64_t cost = lines_cost(&lines, sheet->cells, measure);
		least = cost < least ? cost : least;
	}
	return least;
}

/* Short paragraphs in narrow columns, whose every way can be tried. */
static void
test_optimum(void **state)
{
	random_state = chance_seed();
	for (size_t round = chance_rounds(20000); round > 0; round--) {
		struct sheet sheet = { .arena = *state, .count = 2 + any(11) };
		bool likely = any(4) > 0;
		struct measure measure = { .justify = true,
			.width = (int)any(12) * 500 + 1500 };
		if (any(2) == 0)
			measure.first = (int)any(3) * 500;
		if (any(4) == 0)
			measure.rest = (int)any(3) * 500;
		sheet.cells = ARENA_ARRAY(sheet.arena, struct cell,
		    sheet.count);
		for (size_t i = 0; i < sheet.count; i++)
			do
				sheet.cells[i] = likely ? likely_cell()
				    : any_cell();
			while (sheet.cells[i].kind == CELL_BREAK);
		sheet.lines = lines_break(sheet.arena, sheet.cells,
		    sheet.count, &measure);
		int64_t cost = lines_cost(&sheet.lines, sheet.cells, &measure);
		int64_t least = least_cost(&sheet, &measure);
		if (cost != least)
			fail_msg("%zu cells: %lld, not %lld", sheet.count,
			    (long long)cost, (long long)least);
		arena_reset(*state);
	}
}

static uint32_t
any_code(void)
{
	static const uint32_t marks[] = { 0x201C, 0x201D, 0xFF0C, 0x3002,
		0xFF08, 0xFF09, 0x2014, 0x2026, 0x300A, 0x300B, 0xB7 };
	switch (any(6)) {
	case 0:
		return any(0x80);
	case 1:
		return marks[any(sizeof(marks) / sizeof(*marks))];
	case 2:
		return any(0xD800);
	case 3:
		return 0x10000 + any(0x100000);
	default:
		return 0x4E00 + any(0x5200);
	}
}

static void
test_any_text(void **state)
{
	random_state = chance_seed();
	size_t rounds = chance_rounds(20000);
	for (size_t round = 0; round < rounds; round++) {
		struct buf buf = BUF_INIT;
		struct measure measure = { .justify = true,
			.width = ((int)any(28) + 1) * LINE_CELL };
		for (uint32_t n = any(200); n > 0; n--) {
			uint32_t code = any_code();
			if (code != 0)
				buf_put_utf8(&buf, code);
		}
		struct sheet sheet = set_in(*state, buf.at, measure.width);
		judge(&sheet, &measure);
		buf_free(&buf);
		arena_reset(*state);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_full_line),
		cmocka_unit_test(test_closing_mark_never_first),
		cmocka_unit_test(test_opening_mark_never_last),
		cmocka_unit_test(test_neighbours_share),
		cmocka_unit_test(test_mark_gives_half_at_end),
		cmocka_unit_test(test_dashes_stay_whole),
		cmocka_unit_test(test_gap_beside_latin),
		cmocka_unit_test(test_surplus_spares_words),
		cmocka_unit_test(test_gaps_go_on_where_all_else_is_torn),
		cmocka_unit_test(test_first_mark_keeps_its_cell),
		cmocka_unit_test(test_words_stay_whole),
		cmocka_unit_test(test_torn_line_stays_short),
		cmocka_unit_test(test_address_breaks_at_seam),
		cmocka_unit_test(test_endless_word_is_split),
		cmocka_unit_test(test_nothing_but_marks),
		cmocka_unit_test(test_no_lonely_character),
		cmocka_unit_test(test_forced_breaks),
		cmocka_unit_test(test_spaces_vanish_at_end),
		cmocka_unit_test(test_long_paragraphs),
		cmocka_unit_test(test_indents),
		cmocka_unit_test(test_optimum),
		cmocka_unit_test(test_any_cells),
		cmocka_unit_test(test_any_text),
	};
	return cmocka_run_group_tests_name("line", tests, setup, teardown);
}
