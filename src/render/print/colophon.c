#include "render/print/colophon.h"

#include "render/print/head.h"
#include "render/print/legend.h"
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
	struct legend day = legend_make(galley->shaper,
	    text_of(arena_printf(galley->arena, "%s印发",
		date_in_han(galley->arena, circular->date))),
	    FONT_FANG, style.setting, circular->span);
	double right = (EDGE + all) * style.setting.cell / LINE_CELL;
	struct letters letters = galley_letters(
	    galley, circular->printer, FONT_FANG, circular->span);
	struct shaped office =
	    shape_letters(galley->shaper, &letters, &style.setting);
	struct measure measure = { .width = all - LINE_CELL -
		day.lines.items[0].width };
	struct lines lines = title_break(scratch, office.cells,
	    office.letter_of, office.count, &letters, &measure);
	style.align = ALIGN_LEFT;
	galley_add_lines(galley, &office, &lines, &style);
	struct strip *last = &galley->items[galley->count - 1];
	legend_put(&last->items, galley->arena, &day, right - day.width,
	    ROW_HEIGHT / 2, element_new(galley->arena, "P", NULL));
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
