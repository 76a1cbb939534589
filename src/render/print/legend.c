#include "render/print/legend.h"

#include <math.h>
#include "render/print/grid.h"
#include "render/print/title.h"

double
legend_line_width(const struct legend *legend, size_t line)
{
	return legend->lines.items[line].width * legend->setting.cell /
	    LINE_CELL;
}

struct legend
legend_make(struct shaper *shaper, struct text text, enum font_role role,
    struct setting setting, struct span span)
{
	struct letters letters = letters_of(shaper->scratch, text, role, span);
	struct legend legend = { .setting = setting,
		.shaped = shape_letters(shaper, &letters, &setting) };
	legend.lines = lines_single(shaper->scratch, legend.shaped.cells,
	    legend.shaped.count);
	legend.width = legend_line_width(&legend, 0);
	return legend;
}

struct legend
legend_break(struct shaper *shaper, struct text text, enum font_role role,
    struct setting setting, double most, struct span span)
{
	struct letters letters = letters_of(shaper->scratch, text, role, span);
	struct legend legend = { .setting = setting,
		.shaped = shape_letters(shaper, &letters, &setting) };
	legend.lines = title_break(shaper->scratch, &legend.shaped,
	    grid_measure(most, &setting));
	if (legend.lines.count == 0)
		legend.lines = lines_single(shaper->scratch,
		    legend.shaped.cells, legend.shaped.count);
	for (size_t i = 0; i < legend.lines.count; i++)
		legend.width = fmax(legend.width,
		    legend_line_width(&legend, i));
	return legend;
}

void
legend_put_line(struct items *items, struct arena *arena,
    const struct legend *legend, size_t line, double x, double y,
    const struct element *element)
{
	items_add_line(items, arena, &legend->shaped, &legend->lines, line,
	    &(struct placing){ .x = x,
		.y = y,
		.setting = &legend->setting,
		.stretch = 1,
		.element = element });
}

void
legend_put(struct items *items, struct arena *arena,
    const struct legend *legend, double x, double y,
    const struct element *element)
{
	legend_put_line(items, arena, legend, 0, x, y, element);
}
