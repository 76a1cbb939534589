#include "render/print/print.h"

#include "render/print/draw.h"

struct volume {
	struct arena *pages; /* of the document under way */
	struct shaper shaper;
	struct drawing *drawing;
	struct diags own, *diags;
};

struct volume *
volume_begin(struct arena *arena, struct print_fonts *fonts,
    const struct volume_facts *facts, struct diags *diags)
{
	struct volume *volume = ARENA_NEW(arena, struct volume);
	struct draw_facts drawn = { facts->title, facts->author,
		facts->subject, facts->date };
	PLANT(blank, drawn.planted = facts->planted);
	*volume = (struct volume){ .pages = arena_new(), .diags = diags };
	diags_init_like(&volume->own, diags->arena, diags);
	shaper_init(&volume->shaper, arena, fonts, &volume->own);
	volume->drawing = drawing_begin(arena, &drawn);
	return volume;
}

/* After an error the rest is only looked through for more of them. */
static void
volume_add(struct volume *volume, const struct layout *layout)
{
	if (diag_worst(&volume->own) < DIAG_ERROR)
		drawing_add(volume->drawing, layout);
	arena_reset(volume->pages);
}

void
volume_add_circular(struct volume *volume, const struct circular *circular)
{
	volume->shaper.options = circular->options;
	struct layout layout = layout_make(volume->pages, &volume->shaper,
	    circular);
	volume_add(volume, &layout);
}

int
volume_end(struct volume *volume, struct buf *pdf)
{
	bool good = diag_worst(&volume->own) < DIAG_ERROR;
	int result = drawing_end(volume->drawing, good ? pdf : NULL,
	    &volume->own);
	shaper_free(&volume->shaper);
	arena_free(volume->pages);
	diags_merge(volume->diags, &volume->own);
	return good ? result : -1;
}

static const char *
volume_author(const struct circular *circular)
{
	return circular->issuers.count > 0 ? circular->issuers.items[0] : NULL;
}

int
print_circular(struct buf *pdf, struct arena *scratch,
    const struct circular *circular, struct print_fonts *fonts,
    const char *date, struct diags *diags)
{
	struct volume_facts facts = { circular->title, volume_author(circular),
		circular->number, date };
	PLANT(blank, facts.planted = circular->planted);
	PLANT(metadata, facts.subject = arena_printf(scratch, "%zu",
			    circular->planted.hidden));
	struct volume *volume = volume_begin(scratch, fonts, &facts, diags);
	volume_add_circular(volume, circular);
	return volume_end(volume, pdf);
}
