#include "render/print/print.h"

#include "render/print/draw.h"

int
print_circular(struct buf *pdf, struct arena *scratch,
    const struct circular *circular, struct print_fonts *fonts,
    const char *date, struct diags *diags)
{
	struct shaper shaper;
	struct diags own;
	struct draw_facts facts = { circular->title, circular->signature,
		circular->number, date };
	PLANT(blank, facts.planted = circular->planted);
	PLANT(metadata, facts.subject = arena_printf(scratch, "%zu",
			    circular->planted.hidden));
	diags_init_like(&own, diags->arena, diags);
	shaper_init(&shaper, scratch, fonts, &own);
	struct layout layout = layout_make(scratch, &shaper, circular);
	shaper_free(&shaper);
	int result = diag_worst(&own) < DIAG_ERROR
	    ? draw_pages(pdf, scratch, &layout, &facts, &own) : -1;
	diags_merge(diags, &own);
	return result;
}
