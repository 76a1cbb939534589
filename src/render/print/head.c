#include "render/print/head.h"

#include <math.h>
#include "render/print/masthead.h"

static void
add_addressees(struct galley *galley, const struct circular *circular)
{
	struct style style = { .setting = SETTING_BODY, .keep = true,
		.element = element_new(galley->arena, "P", NULL) };
	struct letters letters = galley_letters(galley, circular->addressees,
	    FONT_FANG, circular->span);
	letters_add(&letters, TEXT_LIT("："), FONT_FANG, circular->span);
	galley_add_paragraph(galley, &letters, &style);
}

/*
 * The body goes on with the lines of the grid: what the head is off them is
 * made up for in the white space above and below the title, two to one as they
 * are high.
 */
struct names
head_add(struct galley *galley, const struct circular *circular,
    bool addressees)
{
	size_t first = galley->count;
	struct names title = { 0 };
	double end = masthead_add(galley, circular), top = end;
	double pitch = galley->pitch;
	if (is_given(circular->title))
		title = galley_add_title(galley, circular->title, "H1", 1,
		    circular->span);
	if (title.count > 0) {
		galley_add_blank(galley, pitch)->keep = true;
		end += (double)(title.count + 1) * pitch;
	}
	double off = round(end / pitch) * pitch - end;
	if (top > 0)
		galley->items[first].height = top +
		    (title.count > 0 ? off * 2 / 3 : off);
	if (top > 0 && title.count > 0)
		galley->items[galley->count - 1].height += off / 3;
	if (addressees)
		add_addressees(galley, circular);
	shaper_reset(galley->shaper);
	return title;
}
