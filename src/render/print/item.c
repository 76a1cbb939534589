#include "render/print/item.h"

static struct item *
add(struct items *items, struct arena *arena)
{
	ARENA_ROOM(arena, items->items, items->count, items->capacity);
	return &items->items[items->count++];
}

/* Of the letter a cell begins with; NULL: its paragraph's. */
static const struct element *
element_of(const struct shaped *shaped, size_t cell)
{
	return shaped->letters[shaped->letter_of[cell]].element;
}

/* Can the cell be drawn in the same run as the one before it? */
static bool
continues(const struct shaped *shaped, const struct spot *spots, size_t i)
{
	return shaped->pieces[i].face == shaped->pieces[i - 1].face &&
	    spots[i].halved == spots[i - 1].halved &&
	    element_of(shaped, i) == element_of(shaped, i - 1);
}

/*
 * The element of the cells from `first` on.  A link is one of its own on every
 * line: a viewer takes one rectangle for it; what stands beside it is one, too,
 * as cairo 1.16 tags no text of an element with others inside.  `last`: of the
 * cells before.
 */
static const struct element *
place_element(struct arena *arena, const struct shaped *shaped, size_t first,
    size_t line_first, const struct element *last,
    const struct element *outer)
{
	const struct element *own = element_of(shaped, first);
	if (own == NULL && !shaped->linked)
		return outer;
	if (own != NULL && own->uri == NULL)
		return own;
	if (first > line_first && element_of(shaped, first - 1) == own)
		return last;
	struct element *fresh = ARENA_NEW(arena, struct element);
	*fresh = (struct element){ .tag = "Span", .parent = outer };
	if (own != NULL) {
		fresh->tag = own->tag;
		fresh->uri = arena_string(arena, own->uri);
	}
	return fresh;
}

/* Signs of the cells [first, end), x from the first of them. */
static void
fill_run(struct run *run, struct arena *arena, const struct shaped *shaped,
    const struct spot *spots, size_t first, size_t end,
    const struct setting *setting)
{
	const struct piece *last = &shaped->pieces[end - 1];
	struct sign *signs = ARENA_ARRAY(arena, struct sign,
	    last->glyph + last->glyphs - shaped->pieces[first].glyph);
	double unit = setting->cell / LINE_CELL * run->stretch;
	for (size_t i = first; i < end; i++) {
		const struct piece *piece = &shaped->pieces[i];
		double x = (spots[i].x - spots[first].x) * unit;
		for (size_t g = 0; g < piece->glyphs; g++) {
			const struct glyph *glyph =
			    &shaped->glyphs[piece->glyph + g];
			double dx = run->halved ? 0 : glyph->dx * run->em;
			signs[run->count++] = (struct sign){
				.glyph = glyph->id,
				.bytes = g == 0 ? (unsigned)piece->bytes : 0,
				.x = (float)(x + dx * run->stretch),
				.y = (float)(-glyph->dy * run->em),
			};
		}
	}
	run->signs = signs;
	size_t start = shaped->pieces[first].text;
	run->text = arena_text(arena, (struct text){ shaped->text + start,
		last->text + last->bytes - start });
}

void
items_add_line(struct items *items, struct arena *arena,
    const struct shaped *shaped, const struct lines *lines, size_t line,
    const struct placing *placing)
{
	const struct line *l = &lines->items[line];
	double unit = placing->setting->cell / LINE_CELL * placing->stretch;
	const struct element *element = placing->element;
	for (size_t i = l->first, next; i < l->end; i = next) {
		next = i + 1;
		while (next < l->end && continues(shaped, lines->spots, next))
			next++;
		element = place_element(arena, shaped, i, l->first, element,
		    placing->element);
		if (shaped->pieces[i].face == NULL)
			continue;
		struct item *item = add(items, arena);
		*item = (struct item){ .kind = ITEM_RUN, .ink = placing->ink,
			.element = element };
		item->run = (struct run){
			.face = shaped->pieces[i].face,
			.halved = lines->spots[i].halved,
			.em = placing->setting->em,
			.stretch = placing->stretch,
			.x = placing->x + lines->spots[i].x * unit,
			.y = placing->y + placing->setting->em *
			    shaped->pieces[i].face->middle,
		};
		fill_run(&item->run, arena, shaped, lines->spots, i, next,
		    placing->setting);
	}
}

void
items_add_stroke(struct items *items, struct arena *arena,
    struct stroke stroke, enum ink ink)
{
	*add(items, arena) = (struct item){ .kind = ITEM_STROKE, .ink = ink,
		.stroke = stroke };
}

void
items_add_patch(struct items *items, struct arena *arena, struct patch patch,
    enum ink ink)
{
	*add(items, arena) = (struct item){ .kind = ITEM_PATCH, .ink = ink,
		.patch = patch };
}

void
items_add_plate(struct items *items, struct arena *arena, struct plate plate,
    const struct element *element)
{
	*add(items, arena) = (struct item){ .kind = ITEM_PLATE,
		.element = element, .plate = plate };
}

void
items_add_nothing(struct items *items, struct arena *arena,
    const struct element *element)
{
	*add(items, arena) = (struct item){ .kind = ITEM_RUN,
		.element = element };
}

struct item
item_moved(const struct item *from, double x, double y)
{
	struct item item = *from;
	switch (item.kind) {
	case ITEM_RUN:
		item.run.x += x;
		item.run.y += y;
		break;
	case ITEM_STROKE:
		item.stroke.x += x;
		item.stroke.to_x += x;
		item.stroke.y += y;
		item.stroke.to_y += y;
		break;
	case ITEM_PLATE:
		item.plate.x += x;
		item.plate.y += y;
		break;
	case ITEM_PATCH:
		for (size_t i = 0; i < item.patch.count; i++) {
			item.patch.x[i] += x;
			item.patch.y[i] += y;
		}
		break;
	}
	return item;
}

void
items_add_moved(struct items *items, struct arena *arena,
    const struct item *item, double x, double y)
{
	*add(items, arena) = item_moved(item, x, y);
}
