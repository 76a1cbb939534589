/*
 * What stands on a page: runs of glyphs, strokes, pictures, placed.  Layout makes
 * items, draw.c draws them; nothing in between decides anything.
 *
 * Lengths are points, from the left and the top of whatever the items belong
 * to: a strip of the galley first, a page in the end.
 */
#ifndef TONGBAO_RENDER_PRINT_ITEM_H
#define TONGBAO_RENDER_PRINT_ITEM_H

#include "render/print/shape.h"

enum ink { INK_BLACK, INK_RED, INK_GREY };

struct sign {
	uint32_t glyph;
	unsigned bytes; /* of the run's text; 0: belongs to the sign before */
	float x, y;     /* from the start of the run */
};

/* Glyphs of one face on one baseline. */
struct run {
	struct face *face;
	bool halved;    /* marks in half of their width */
	double em;
	double stretch; /* of the width; 1 but in the mark */
	double x, y;    /* of the start, on the baseline */
	const struct sign *signs;
	size_t count;
	struct text text;
};

struct stroke {
	double x, y, to_x, to_y;
	double width;
};

/* An area of ink, 3 or 4 corners. */
struct patch {
	double x[4], y[4];
	size_t count;
};

/* A picture, as large as it is to be seen. */
struct plate {
	const struct picture *picture;
	struct span span; /* for messages */
	double x, y, width, height;
};

enum item_kind { ITEM_RUN, ITEM_STROKE, ITEM_PATCH, ITEM_PLATE };

struct item {
	enum item_kind kind;
	enum ink ink;
	const struct element *element; /* NULL: no part of the text */
	union {
		struct run run;
		struct stroke stroke;
		struct patch patch;
		struct plate plate;
	};
};

struct items {
	struct item *items;
	size_t count, capacity;
};

/* The item, so much further right and down. */
struct item item_moved(const struct item *item, double x, double y);

/* Where and how a line is put. */
struct placing {
	double x, y; /* of the column's left and the middle of the Han */
	const struct setting *setting;
	double stretch;
	enum ink ink;
	const struct element *element; /* of letters without their own */
};

/* Nothing of `shaped` and `lines` is pointed at afterwards. */
void items_add_line(struct items *items, struct arena *arena,
    const struct shaped *shaped, const struct lines *lines, size_t line,
    const struct placing *placing);
void items_add_stroke(struct items *items, struct arena *arena,
    struct stroke stroke, enum ink ink);
void items_add_patch(struct items *items, struct arena *arena,
    struct patch patch, enum ink ink);
/* Nothing of the picture is copied. */
void items_add_plate(struct items *items, struct arena *arena,
    struct plate plate, const struct element *element);
void items_add_moved(struct items *items, struct arena *arena,
    const struct item *item, double x, double y);
/* An element without a text, such as an empty cell. */
void items_add_nothing(struct items *items, struct arena *arena,
    const struct element *element);
#endif
