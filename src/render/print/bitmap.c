#include "render/print/bitmap.h"

#include "base/lang.h"
#include "base/picture.h"
#include "model/rules.h"

struct bitmap {
	cairo_surface_t *surface;
	double width, height; /* of the surface */
	struct span span;     /* where it stands first */
	bool broken; /* cairo 1.16 calls it “out of memory”, whatever it is */
	struct bitmap *before;
};

void
bitmaps_init(struct bitmaps *bitmaps, struct arena *arena)
{
	*bitmaps = (struct bitmaps){ .arena = arena };
	table_init(&bitmaps->by_digest, arena);
}

static cairo_status_t
take(void *closure, unsigned char *bytes, unsigned len)
{
	struct text *rest = closure;
	if (len > rest->len)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(bytes, rest->at, len);
	*rest = text_from(*rest, len);
	return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
png_surface(const struct picture *picture)
{
	struct text rest = picture->bytes;
	cairo_surface_t *png =
	    cairo_image_surface_create_from_png_stream(take, &rest);
	if (cairo_surface_status(png) != CAIRO_STATUS_SUCCESS)
		return png;
	cairo_surface_t *opaque = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, cairo_image_surface_get_width(png),
	    cairo_image_surface_get_height(png));
	cairo_t *cr = cairo_create(opaque);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_set_source_surface(cr, png, 0, 0);
	cairo_paint(cr);
	cairo_destroy(cr);
	cairo_surface_destroy(png);
	return opaque;
}

/* One dot: cairo 1.16 takes the size from the JPEG, which it only copies. */
static cairo_surface_t *
jpeg_surface(const struct picture *picture)
{
	cairo_surface_t *surface =
	    cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1);
	cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG,
	    (const unsigned char *)picture->bytes.at, picture->bytes.len,
	    NULL, NULL);
	return surface;
}

static struct bitmap *
bitmap_add(struct bitmaps *bitmaps, const struct plate *plate)
{
	const struct picture *picture = plate->picture;
	struct bitmap *made = ARENA_NEW(bitmaps->arena, struct bitmap);
	*made = (struct bitmap){ .span = plate->span,
		.before = bitmaps->last };
	made->surface = picture->kind == PICTURE_PNG ? png_surface(picture)
	    : jpeg_surface(picture);
	made->broken =
	    cairo_surface_status(made->surface) != CAIRO_STATUS_SUCCESS;
	made->width = cairo_image_surface_get_width(made->surface);
	made->height = cairo_image_surface_get_height(made->surface);
	bitmaps->last = made;
	if (made->broken && bitmaps->broken == NULL)
		bitmaps->broken = made;
	return made;
}

static struct bitmap *
bitmap_of(struct bitmaps *bitmaps, const struct plate *plate)
{
	const char *digest = (const char *)plate->picture->digest.bytes;
	struct text key = { digest, sizeof(plate->picture->digest.bytes) };
	struct bitmap *made = table_get(&bitmaps->by_digest, key);
	if (made == NULL) {
		made = bitmap_add(bitmaps, plate);
		table_add(&bitmaps->by_digest,
		    arena_text(bitmaps->arena, key), made);
	}
	return made;
}

/* The square of one by one, as it is stored, to the one that is seen. */
static cairo_matrix_t
turned(unsigned turn)
{
	static const cairo_matrix_t turns[] = { { 1, 0, 0, 1, 0, 0 },
		{ -1, 0, 0, 1, 1, 0 }, { -1, 0, 0, -1, 1, 1 },
		{ 1, 0, 0, -1, 0, 1 }, { 0, 1, 1, 0, 0, 0 },
		{ 0, 1, -1, 0, 1, 0 }, { 0, -1, -1, 0, 1, 1 },
		{ 0, -1, 1, 0, 0, 1 } };
	return turns[turn - 1];
}

void
bitmap_draw(struct bitmaps *bitmaps, cairo_t *cr, const struct plate *plate)
{
	struct bitmap *bitmap = bitmap_of(bitmaps, plate);
	cairo_matrix_t turn = turned(plate->picture->turn);
	if (bitmap->broken)
		return;
	cairo_save(cr);
	cairo_translate(cr, plate->x, plate->y);
	cairo_scale(cr, plate->width, plate->height);
	cairo_transform(cr, &turn);
	cairo_scale(cr, 1 / bitmap->width, 1 / bitmap->height);
	cairo_set_source_surface(cr, bitmap->surface, 0, 0);
	/* Any other one has viewers smooth it, which PDF/A does not allow. */
	cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
	/* Cairo 1.16 loses its tags when it paints inside of one. */
	cairo_rectangle(cr, 0, 0, bitmap->width, bitmap->height);
	cairo_fill(cr);
	cairo_restore(cr);
}

int
bitmaps_close(struct bitmaps *bitmaps, struct diags *diags)
{
	const struct bitmap *broken = bitmaps->broken;
	for (const struct bitmap *b = bitmaps->last; b != NULL; b = b->before)
		cairo_surface_destroy(b->surface);
	if (broken == NULL)
		return 0;
	diag_at(diags, &rules[RULE_PICTURE_BROKEN], broken->span,
	    "this picture can't be published: %s",
	    _("it is broken"));
	return -1;
}
