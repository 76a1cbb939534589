#include "render/print/plate.h"

#include <math.h>
#include "base/picture.h"

#define DOTS_AN_INCH 150

/* In a box of so much, never enlarged. */
static void
fit(struct plate *plate, double width, double height)
{
	const struct picture *picture = plate->picture;
	double scale = 72.0 / DOTS_AN_INCH;
	scale = fmin(scale, fmin(width / picture->width,
	    height / picture->height));
	plate->width = picture->width * scale;
	plate->height = picture->height * scale;
}

static void
caption_add(struct galley *galley, const struct node *image,
    struct text description, const struct element *figure)
{
	size_t first = galley->count;
	if (description.len > 0)
		galley_add_caption(galley, description, image->span, figure);
	/* Nothing follows that it belongs to. */
	if (galley->count > first)
		galley->items[galley->count - 1].keep = false;
}

/* `image` has a picture. */
static void
add_plate(struct galley *galley, const struct node *image,
    const struct element *inside)
{
	struct text description =
	    text_trim(node_plain(galley->shaper->scratch, image));
	/* One of which nothing is said belongs to no text. */
	const struct element *figure = description.len == 0 ? NULL
	    : element_figure(galley->arena,
		arena_text(galley->arena, description).at, inside);
	struct plate plate = { .picture = image->picture, .span = image->span };
	size_t at = galley->count;
	galley_add(galley);
	caption_add(galley, image, description, figure);
	/* The caption is on the same page, so it has to be known how long. */
	size_t captions = galley->count - at - 1;
	double pitch = galley->pitch, width = galley_width(galley);
	double lines = floor(galley_height(galley) / pitch + 0.01) -
	    (double)captions;
	fit(&plate, width, fmax(lines, 1) * pitch);
	struct strip *strip = &galley->items[at];
	strip->keep = captions > 0;
	strip->height = ceil(plate.height / pitch - 0.01) * pitch;
	plate.x = (width - plate.width) / 2;
	plate.y = (strip->height - plate.height) / 2;
	items_add_plate(&strip->items, galley->arena, plate, figure == NULL
	    ? NULL : element_new(galley->arena, "Span", figure));
}

void
plates_add(struct galley *galley, const struct node *block,
    const struct element *inside)
{
	struct node_step step = { (struct node *)block, true };
	while (node_next(block, &step))
		if (step.entering && step.node->picture != NULL)
			add_plate(galley, step.node, inside);
}
