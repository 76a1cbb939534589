#include "render/print/colophon.h"

#include "render/print/head.h"
#include "render/print/title.h"

#define ROW_HEIGHT MM(8.5)
#define RULE_OUTER MM(0.35)
#define RULE_INNER MM(0.25)
/* One character stays free at either side. */
#define EDGE LINE_CELL

static void
add_rule(struct galley *galley, double width)
{
	struct strip *strip = galley_add(galley);
	double y = width / 2;
	strip->height = width;
	items_add_stroke(&strip->items, galley->arena,
	    (struct stroke){ 0, y, GRID_WIDTH, y, width }, INK_BLACK);
}

static struct style
style_make(struct galley *galley)
{
	return (struct style){ .setting = SETTING_SMALL,
		.left = EDGE,
		.right = EDGE,
		.height = ROW_HEIGHT,
		.element = element_new(galley->arena, "P", NULL) };
}

/* 抄送：甲，乙。 Its further lines begin below 甲. */
static void
add_copies(struct galley *galley, const struct circular *circular)
{
	static const char label[] = "抄送：";
	const int hang = 3 * LINE_CELL;
	struct style style = style_make(galley);
	struct letters letters = galley_letters(galley,
	    arena_printf(galley->arena, "%s%s。", label, circular->copies),
	    FONT_FANG, circular->span);
	style.left += hang;
	style.first = -hang;
	galley_add_paragraph(galley, &letters, &style);
}

/* The office at the left, broken where words end; the day on its last line. */
static void
add_printer(struct galley *galley, const struct circular *circular)
{
	struct arena *scratch = galley->shaper->scratch;
	struct style style = style_make(galley);
	int all = grid_measure(GRID_WIDTH, &style.setting) - 2 * EDGE;
	struct letters letters = galley_letters(galley,
	    arena_printf(galley->arena, "%s印发",
		date_in_han(galley->arena, circular->date)),
	    FONT_FANG, circular->span);
	struct shaped day =
	    shape_letters(galley->shaper, &letters, &style.setting);
	struct lines day_line = lines_single(scratch, day.cells, day.count);
	int day_width = day_line.items[0].width;
	letters = galley_letters(
	    galley, circular->printer, FONT_FANG, circular->span);
	struct shaped office =
	    shape_letters(galley->shaper, &letters, &style.setting);
	struct measure measure = { .width = all - day_width - LINE_CELL };
	struct lines lines = title_break(scratch, office.cells,
	    office.letter_of, office.count, &letters, &measure);
	style.align = ALIGN_LEFT;
	galley_add_lines(galley, &office, &lines, &style);
	struct strip *last = &galley->items[galley->count - 1];
	items_add_line(&last->items, galley->arena, &day, &day_line, 0,
	    &(struct placing){
		.x = (EDGE + all - day_width) * style.setting.cell / LINE_CELL,
		.y = ROW_HEIGHT / 2,
		.setting = &style.setting,
		.stretch = 1,
		.element = element_new(galley->arena, "P", NULL) });
}

void
colophon_add(struct galley *galley, const struct circular *circular)
{
	if (circular->printer == NULL || circular->date == NULL)
		return;
	add_rule(galley, RULE_OUTER);
	if (circular->copies != NULL) {
		add_copies(galley, circular);
		add_rule(galley, RULE_INNER);
	}
	add_printer(galley, circular);
	add_rule(galley, RULE_OUTER);
	shaper_reset(galley->shaper);
}
