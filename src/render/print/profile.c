#include "render/print/profile.h"

#include <math.h>

/*
 * Points of the curve: between them it is a tenth of a step of eight bits off
 * at most.  Readers (poppler by way of lcms2) turn the curve round for each
 * page, which takes as long as it has points: with 1,024 of them longer than
 * the page.
 */
#define POINTS 64
/* The header and table of tags, in bytes. */
#define TAGS 9
#define HEAD (128 + 4 + TAGS * 12)

static void
put32(struct buf *out, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_putc(out, (char)(number >> shift));
}

static void
put16(struct buf *out, uint32_t number)
{
	buf_putc(out, (char)(number >> 8));
	buf_putc(out, (char)number);
}

/* Four letters. */
static void
put_sign(struct buf *out, const char *sign)
{
	buf_put(out, sign, 4);
}

static void
put_zeros(struct buf *out, size_t count)
{
	while (count-- > 0)
		buf_putc(out, '\0');
}

/* s15Fixed16Number */
static void
put_fixed(struct buf *out, double number)
{
	put32(out, (uint32_t)(int32_t)lround(number * 65536));
}

/* ---- what the tags hold ---- */

struct content {
	const char *sign;
	const char *type; /* NULL: the tag before holds it, too */
	const char *text;
	double x, y, z;
};

/* Adapted to D50, as the connection space is (ICC.1:2001-04, annex E). */
static const struct content contents[TAGS] = {
	{ .sign = "desc", .type = "desc", .text = "sRGB IEC61966-2.1" },
	{ .sign = "cprt", .type = "text", .text = "No copyright" },
	{ .sign = "wtpt", .type = "XYZ ", .x = 0.9642, .y = 1, .z = 0.8249 },
	{ .sign = "rXYZ", .type = "XYZ ", .x = 0.43607, .y = 0.22249,
	    .z = 0.01392 },
	{ .sign = "gXYZ", .type = "XYZ ", .x = 0.38515, .y = 0.71687,
	    .z = 0.09708 },
	{ .sign = "bXYZ", .type = "XYZ ", .x = 0.14307, .y = 0.06061,
	    .z = 0.71410 },
	{ .sign = "rTRC", .type = "curv" },
	{ .sign = "gTRC" },
	{ .sign = "bTRC" },
};

/* textDescriptionType: ASCII, no Unicode, no Macintosh script. */
static void
put_description(struct buf *out, const char *text)
{
	put32(out, (uint32_t)strlen(text) + 1);
	buf_put(out, text, strlen(text) + 1);
	put_zeros(out, 4 + 4 + 2 + 1 + 67);
}

/* From the signal to light. */
static void
put_curve(struct buf *out)
{
	put32(out, POINTS);
	for (int i = 0; i < POINTS; i++) {
		double v = i / (POINTS - 1.0);
		double light = v <= 0.04045 ? v / 12.92
		    : pow((v + 0.055) / 1.055, 2.4);
		put16(out, (uint32_t)lround(light * 65535));
	}
}

static void
put_content(struct buf *out, const struct content *content)
{
	put_sign(out, content->type);
	put32(out, 0);
	if (content->type[0] == 'd') {
		put_description(out, content->text);
	} else if (content->type[0] == 't') {
		buf_put(out, content->text, strlen(content->text) + 1);
	} else if (content->type[0] == 'c') {
		put_curve(out);
	} else {
		put_fixed(out, content->x);
		put_fixed(out, content->y);
		put_fixed(out, content->z);
	}
}

/* ---- the profile ---- */

static void
put_head(struct buf *out, size_t size)
{
	put32(out, (uint32_t)size);
	put32(out, 0);
	put32(out, 0x02100000); /* version 2.1 */
	put_sign(out, "mntr");
	put_sign(out, "RGB ");
	put_sign(out, "XYZ ");
	/* The day of the standard. */
	put16(out, 1999);
	put16(out, 10);
	put16(out, 18);
	put_zeros(out, 6);
	put_sign(out, "acsp");
	put_zeros(out, 68 - 40);
	put_fixed(out, 0.9642);
	put_fixed(out, 1);
	put_fixed(out, 0.8249);
	put_zeros(out, 128 - 80);
}

void
profile_put_srgb(struct buf *out)
{
	struct buf table = BUF_INIT, body = BUF_INIT;
	size_t start = 0, size = 0;
	put32(&table, TAGS);
	for (size_t i = 0; i < TAGS; i++) {
		if (contents[i].type != NULL) {
			start = body.len;
			put_content(&body, &contents[i]);
			size = body.len - start;
			put_zeros(&body, -body.len % 4);
		}
		put_sign(&table, contents[i].sign);
		put32(&table, (uint32_t)(HEAD + start));
		put32(&table, (uint32_t)size);
	}
	put_head(out, HEAD + body.len);
	buf_putt(out, buf_text(&table));
	buf_putt(out, buf_text(&body));
	buf_free(&table);
	buf_free(&body);
}
