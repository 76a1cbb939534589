#include "render/print/print.h"

#include "base/lang.h"
#include "model/rules.h"
#include "render/print/draw.h"
#include "render/print/finish.h"
#include "render/print/narrow.h"

struct volume {
	struct arena *arena;
	struct arena *pages; /* of the document under way, and of the first */
	struct metadata metadata;
	struct shaper shaper;
	struct drawing *drawing;
	struct diags own, *diags;
	size_t count; /* of documents */
	struct layout first_layout; /* drawn when it is known whether it is all */
};

struct volume *
volume_begin(struct arena *arena, struct print_fonts *fonts,
    const struct volume_facts *facts, struct diags *diags)
{
	struct volume *volume = ARENA_NEW(arena, struct volume);
	*volume = (struct volume){ .arena = arena, .pages = arena_new(),
		.metadata = facts->metadata, .diags = diags };
	diags_init_like(&volume->own, diags->arena, diags);
	shaper_init(&volume->shaper, arena, fonts, &volume->own);
	volume->drawing = drawing_begin(arena);
	PLANT(blank, for (size_t i = 0; i < facts->planted.hidden; i++)
			 drawing_add(volume->drawing, &(struct layout){
				 .pages = &(struct page){ 0 }, .count = 1 }));
	return volume;
}

/* After an error the rest is only looked through for more of them. */
static void
volume_draw(struct volume *volume, const struct layout *layout)
{
	if (diag_worst(&volume->own) < DIAG_ERROR)
		drawing_add(volume->drawing, layout);
}

static void
volume_add(struct volume *volume, struct layout layout)
{
	if (volume->count++ == 0) {
		volume->first_layout = layout;
		return;
	}
	if (volume->count == 2)
		volume_draw(volume, &volume->first_layout);
	volume_draw(volume, &layout);
	arena_reset(volume->pages);
}

void
volume_add_circular(struct volume *volume, const struct circular *circular)
{
	volume->shaper.options = circular->options;
	volume_add(volume,
	    layout_make(volume->pages, &volume->shaper, circular));
}

void
volume_add_form(struct volume *volume, const struct form_sheet *form,
    const struct print_options *options)
{
	volume->shaper.options = *options;
	volume_add(volume,
	    layout_form(volume->pages, &volume->shaper, form));
}

void
volume_add_paper(struct volume *volume, const struct paper *paper,
    const struct print_options *options)
{
	volume->shaper.options = *options;
	volume_add(volume,
	    layout_paper(volume->pages, &volume->shaper, paper));
}

static int
finish(struct volume *volume, struct buf *pdf, const struct drawn *drawn)
{
	if (finish_pdf(pdf, volume->arena, drawn, &volume->metadata) == 0)
		return 0;
	diag_at(&volume->own, &rules[RULE_PRINT_SYSTEM], SPAN_NONE,
	    "the PDF can't be drawn: %s",
	    _("this cairo writes PDFs in another way than 1.16"));
	return -1;
}

int
volume_end(struct volume *volume, struct buf *pdf)
{
	struct drawn drawn;
	struct narrowing *narrowing = NULL;
	if (volume->count == 1) {
		narrowing = narrow_to(volume->pages, &volume->first_layout);
		volume_draw(volume, &volume->first_layout);
	}
	int result = drawing_end(volume->drawing, &drawn, &volume->own);
	narrow_end(narrowing);
	if (diag_worst(&volume->own) >= DIAG_ERROR)
		result = -1;
	else if (result == 0)
		result = finish(volume, pdf, &drawn);
	buf_free(&drawn.bytes);
	shaper_free(&volume->shaper);
	arena_free(volume->pages);
	diags_merge(volume->diags, &volume->own);
	return result;
}

/* Without lines that show nothing. */
static struct names
names_copy(struct arena *arena, const struct names *names)
{
	const char **copies = ARENA_ARRAY(arena, const char *, names->count);
	size_t count = 0;
	for (size_t i = 0; i < names->count; i++)
		if (*names->items[i] != '\0')
			copies[count++] = arena_string(arena, names->items[i]);
	return (struct names){ copies, count };
}

int
print_circular(struct buf *pdf, struct print_facts *printed,
    struct arena *arena, struct arena *scratch,
    const struct circular *circular, struct print_fonts *fonts,
    const char *date, struct diags *diags)
{
	struct volume_facts facts = { .metadata = {
		.title = circular->title,
		.author = circular->issuers.count > 0
		    ? circular->issuers.items[0] : NULL,
		.subject = circular->number, .date = date } };
	PLANT(blank, facts.planted = circular->planted);
	PLANT(metadata, facts.metadata.subject = arena_printf(scratch, "%zu",
			    circular->planted.hidden));
	struct volume *volume = volume_begin(scratch, fonts, &facts, diags);
	volume_add_circular(volume, circular);
	*printed = (struct print_facts){ volume->first_layout.count,
		names_copy(arena, &volume->first_layout.title) };
	return volume_end(volume, pdf);
}
