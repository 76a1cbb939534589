#include "render/print/legend.h"

#include <math.h>
#include "render/print/title.h"

/* Shaped, not broken yet. */
static struct legend
legend_shape(struct shaper *shaper, struct text text, enum font_role role,
    struct setting setting, struct span span, struct letters *letters)
{
	struct legend legend = { .setting = setting };
	letters_init(letters, shaper->scratch);
	letters_add(letters, text, role, span);
	letters_tidy(letters);
	legend.shaped = shape_letters(shaper, letters, &setting);
	return legend;
}

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
	struct letters letters;
	struct legend legend = legend_shape(shaper, text, role, setting, span,
	    &letters);
	legend.lines = lines_single(shaper->scratch, legend.shaped.cells,
	    legend.shaped.count);
	legend.width = legend_line_width(&legend, 0);
	return legend;
}

struct legend
legend_break(struct shaper *shaper, struct text text, enum font_role role,
    struct setting setting, double most, struct span span)
{
	struct letters letters;
	struct legend legend = legend_shape(shaper, text, role, setting, span,
	    &letters);
	struct measure measure = { .width = (int)(most / setting.cell *
		LINE_CELL + 0.01) };
	legend.lines = title_break(shaper->scratch, legend.shaped.cells,
	    legend.shaped.letter_of, legend.shaped.count, &letters, &measure);
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
