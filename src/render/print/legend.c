#include "render/print/legend.h"

struct legend
legend_of(struct shaper *shaper, const struct letters *letters,
    struct setting setting)
{
	struct legend legend = { .setting = setting };
	legend.shaped = shape_letters(shaper, letters, &setting);
	legend.lines = lines_single(shaper->scratch, legend.shaped.cells,
	    legend.shaped.count);
	legend.width = legend.lines.items[0].width * setting.cell / LINE_CELL;
	return legend;
}

struct legend
legend_make(struct shaper *shaper, struct text text, enum font_role role,
    struct setting setting, struct span span)
{
	struct letters letters;
	letters_init(&letters, shaper->scratch);
	letters_add(&letters, text, role, span);
	letters_tidy(&letters);
	return legend_of(shaper, &letters, setting);
}

void
legend_put(struct items *items, struct arena *arena,
    const struct legend *legend, double x, double y,
    const struct element *element)
{
	items_add_line(items, arena, &legend->shaped, &legend->lines, 0,
	    &(struct placing){ .x = x,
		.y = y,
		.setting = &legend->setting,
		.stretch = 1,
		.element = element });
}
