/*
 * The grid breaker, on cells of any kind (first byte odd) or on those of any
 * text: it ends; each line takes at least one cell, all cells are in lines and
 * in their order; nothing overlaps, nothing sticks out; the same cells give the
 * same lines, and no line could be had that costs less than nothing.
 */
#include "fuzz.h"
#include "render/print/character.h"
#include "render/print/line.h"
#include "../unit/line_cost.h"

struct sheet {
	struct cell *cells;
	size_t count;
	struct measure measure;
	struct lines lines;
};

static struct cell
cell_of(uint32_t code, uint32_t before)
{
	static const enum cell_kind kinds[] = {
		[CHARACTER_NONE] = CELL_LATIN, [CHARACTER_BREAK] = CELL_BREAK,
		[CHARACTER_SPACE] = CELL_SPACE, [CHARACTER_HAN] = CELL_HAN,
		[CHARACTER_OPEN] = CELL_OPEN, [CHARACTER_CLOSE] = CELL_CLOSE,
		[CHARACTER_TIE] = CELL_TIE, [CHARACTER_LONG] = CELL_LONG,
		[CHARACTER_LATIN] = CELL_LATIN,
	};
	struct cell cell = { .kind = kinds[character_of(code)],
		.width = LINE_CELL };
	cell.halves = cell.kind == CELL_OPEN || cell.kind == CELL_CLOSE;
	cell.spaced = cell.kind == CELL_LATIN;
	if (cell.kind == CELL_LATIN || cell.kind == CELL_SPACE)
		cell.width = 300 + (int)(code % 4) * 100;
	if (cell.kind == CELL_BREAK || character_of(code) == CHARACTER_NONE)
		cell.width = 0;
	if (cell.kind == CELL_LONG && before == code)
		cell.joint = JOINT_FAST;
	if (cell.kind == CELL_LATIN && character_of(before) == CHARACTER_LATIN)
		cell.joint = before == '/' ? JOINT_WEAK : JOINT_FAST;
	return cell;
}

static struct cell
any_cell(const uint8_t *data)
{
	return (struct cell){ .kind = data[0] % 8, .joint = data[0] / 8 % 4,
		.spaced = data[0] & 0x20, .halves = data[0] & 0x40,
		.width = data[0] & 0x80 ? data[1] * 500 : data[1] * 10 };
}

static void
sheet_make(struct sheet *sheet, struct fuzz *fuzz, const uint8_t *data,
    size_t size, bool any)
{
	size_t at = 0;
	uint32_t before = ' ';
	struct text text = { (const char *)data, size };
	sheet->cells = ARENA_ARRAY(fuzz->arena, struct cell, size + 1);
	while (any ? at + 1 < size : at < size) {
		uint32_t code = any ? 0 : utf8_next(text, &at);
		if (any)
			sheet->cells[sheet->count++] = any_cell(data + at);
		else
			sheet->cells[sheet->count++] = cell_of(code, before);
		at += any ? 2 : 0;
		before = code;
	}
}

static void
check_spots(const struct sheet *sheet, const struct line *line)
{
	const struct cell *cells = sheet->cells;
	const struct spot *spots = sheet->lines.spots;
	if (line->end > line->first + 1)
		FUZZ_ASSERT(line->indent + line->width <=
		    sheet->measure.width);
	for (size_t i = line->first; i < line->end; i++) {
		int taken = cells[i].width -
		    (spots[i].halved ? cells[i].width / 2 : 0);
		if (cells[i].kind == CELL_SPACE)
			taken -= cells[i].width / 4;
		int next = i + 1 < line->end ? spots[i + 1].x
					     : line->indent + line->width;
		FUZZ_ASSERT(!spots[i].halved || cells[i].halves);
		FUZZ_ASSERT(next >= spots[i].x + taken);
		FUZZ_ASSERT(cells[i].kind != CELL_BREAK);
	}
}

static void
check_lines(const struct sheet *sheet)
{
	size_t at = 0;
	for (size_t i = 0; i < sheet->lines.count; i++) {
		const struct line *line = &sheet->lines.items[i];
		FUZZ_ASSERT(line->first == at && line->next > at);
		FUZZ_ASSERT(line->first <= line->end &&
		    line->end <= line->next);
		for (size_t j = line->end; j < line->next; j++)
			FUZZ_ASSERT(sheet->cells[j].kind == CELL_SPACE ||
			    sheet->cells[j].kind == CELL_BREAK);
		check_spots(sheet, line);
		at = line->next;
	}
	FUZZ_ASSERT(at == sheet->count);
}

static void
check_again(const struct sheet *sheet, struct arena *arena)
{
	struct lines again = lines_break(arena, sheet->cells, sheet->count,
	    &sheet->measure);
	FUZZ_ASSERT(again.count == sheet->lines.count);
	for (size_t i = 0; i < again.count; i++)
		FUZZ_ASSERT(again.items[i].next == sheet->lines.items[i].next);
	FUZZ_ASSERT(lines_cost(&again, sheet->cells, &sheet->measure) >= 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz fuzz;
	struct sheet sheet = { .count = 0 };
	if (size < 4)
		return 0;
	fuzz_open(&fuzz, data, size);
	sheet.measure.width = (data[1] + 1) * 120;
	sheet.measure.first = data[2] * sheet.measure.width / 256;
	sheet.measure.rest = data[3] * sheet.measure.width / 256;
	sheet.measure.justify = data[0] & 2;
	sheet_make(&sheet, &fuzz, data + 4, size - 4, data[0] & 1);
	sheet.lines = lines_break(fuzz.arena, sheet.cells, sheet.count,
	    &sheet.measure);
	check_lines(&sheet);
	check_again(&sheet, fuzz.arena);
	fuzz_close(&fuzz);
	return 0;
}
