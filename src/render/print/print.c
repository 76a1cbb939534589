#include "render/print/print.h"

#include "base/lang.h"
#include "model/rules.h"
#include "render/print/draw.h"
#include "render/print/finish.h"

static int
draw_finished(struct buf *pdf, struct arena *scratch,
    const struct layout *layout, const struct draw_facts *facts,
    enum pdf_part part, struct diags *diags)
{
	struct buf drawn = BUF_INIT;
	struct metadata metadata = { facts->title, facts->author,
		facts->subject, facts->date };
	int result = draw_pages(&drawn, scratch, layout, facts, diags);
	if (result == 0)
		result = finish_pdf(pdf, scratch, &drawn, &metadata, part);
	if (result != 0 && diag_worst(diags) < DIAG_ERROR)
		diag_at(diags, &rules[RULE_PRINT_SYSTEM], SPAN_NONE,
		    "the PDF can't be drawn: %s",
		    _("cairo writes it in another way"));
	buf_free(&drawn);
	return result;
}

static int
print_part(struct buf *pdf, struct arena *scratch,
    const struct circular *circular, struct print_fonts *fonts,
    const char *date, enum pdf_part part, struct diags *diags)
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
	    ? draw_finished(pdf, scratch, &layout, &facts, part, &own) : -1;
	diags_merge(diags, &own);
	return result;
}

int
print_circular(struct buf *pdf, struct arena *scratch,
    const struct circular *circular, struct print_fonts *fonts,
    const char *date, struct diags *diags)
{
	return print_part(pdf, scratch, circular, fonts, date, PDF_A_2U,
	    diags);
}

int
print_twin(struct buf *pdf, struct arena *scratch,
    const struct circular *circular, struct print_fonts *fonts,
    const char *date, struct diags *diags)
{
	return print_part(pdf, scratch, circular, fonts, date, PDF_A_1B,
	    diags);
}
