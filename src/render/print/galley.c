#include "render/print/galley.h"

#include "base/buf.h"
#include "render/print/legend.h"
#include "render/print/title.h"

void
galley_init(struct galley *galley, struct arena *arena, struct shaper *shaper)
{
	*galley = (struct galley){ .arena = arena, .shaper = shaper,
		.pitch = GRID_PITCH, .width = GRID_WIDTH, .body = SETTING_BODY };
}

double
galley_width(const struct galley *galley)
{
	return galley->turned ? TURNED_WIDTH : galley->width;
}

double
galley_height(const struct galley *galley)
{
	return galley->turned ? TURNED_HEIGHT : GRID_HEIGHT;
}

struct strip *
galley_add(struct galley *galley)
{
	ARENA_ROOM(galley->arena, galley->items, galley->count,
	    galley->capacity);
	struct strip *strip = &galley->items[galley->count++];
	*strip = (struct strip){ .turned = galley->turned };
	return strip;
}

struct strip *
galley_add_blank(struct galley *galley, double height)
{
	struct strip *strip = galley_add(galley);
	strip->height = height;
	strip->blank = true;
	return strip;
}

const struct element *
element_new(struct arena *arena, const char *tag, const struct element *parent)
{
	struct element *element = ARENA_NEW(arena, struct element);
	*element = (struct element){ .tag = tag, .parent = parent };
	return element;
}

const struct element *
element_figure(struct arena *arena, const char *alt, const struct element *parent)
{
	struct element *element = ARENA_NEW(arena, struct element);
	*element = (struct element){
		.tag = "Figure", .parent = parent, .alt = alt };
	return element;
}

struct letters
galley_letters(struct galley *galley, const char *s, enum font_role role,
    struct span span)
{
	return letters_of(galley->shaper->scratch, text_of(s), role, span);
}

const char *
galley_words(struct galley *galley, const char *s)
{
	struct letters letters =
	    galley_letters(galley, s, FONT_FANG, SPAN_NONE);
	return letters_string(&letters, galley->arena);
}

/* How far a line of `width` is moved in a column of `room`. */
static int
align_shift(enum node_align align, int room, int width)
{
	int rest = room > width ? room - width : 0;
	if (align == ALIGN_CENTRE)
		return rest / 2;
	return align == ALIGN_RIGHT ? rest : 0;
}

void
galley_add_lines(struct galley *galley, const struct shaped *shaped,
    const struct lines *lines, const struct style *style)
{
	const struct setting *setting = &style->setting;
	double height = style->height > 0 ? style->height : galley->pitch;
	int room = grid_measure(galley_width(galley), setting) - style->left -
	    style->right;
	for (size_t i = 0; i < lines->count; i++) {
		int shift = style->left + align_shift(style->align, room,
		    lines->items[i].width);
		struct strip *strip = galley_add(galley);
		strip->height = style->height;
		strip->keep = style->keep || (i + 1 < lines->count &&
		    (i == 0 || i + 2 == lines->count));
		strip->bookmark = i == 0 ? style->bookmark : NULL;
		strip->level = style->level;
		items_add_line(&strip->items, galley->arena, shaped, lines, i,
		    &(struct placing){
			.x = shift * setting->cell / LINE_CELL,
			.y = height / 2,
			.setting = setting,
			.stretch = 1,
			.element = style->element });
	}
}

void
galley_add_paragraph(struct galley *galley, const struct letters *letters,
    const struct style *style)
{
	struct shaped shaped = shape_letters(galley->shaper, letters,
	    &style->setting);
	int width = grid_measure(galley_width(galley), &style->setting) -
	    style->left - style->right;
	struct measure measure = { .width = width, .first = style->first,
		.justify = style->align == ALIGN_NONE };
	struct lines lines = lines_break(galley->shaper->scratch,
	    shaped.cells, shaped.count, &measure);
	galley_add_lines(galley, &shaped, &lines, style);
}

void
galley_add_text(struct galley *galley, const char *s, enum font_role role,
    struct span span, const struct style *style)
{
	struct letters letters = galley_letters(galley, s, role, span);
	galley_add_paragraph(galley, &letters, style);
}

/* Set beside the text: one line with it, the first would be spread. */
void
galley_add_labelled(struct galley *galley, const char *label, int gap,
    const char *s, struct span span, const struct style *style)
{
	struct letters letters = galley_letters(galley, s, FONT_FANG, span);
	struct style text = *style;
	struct legend legend = legend_make(galley->shaper, text_of(label),
	    FONT_FANG, style->setting, span);
	size_t first = galley->count;
	text.left += grid_measure(legend.width, &style->setting) + gap;
	galley_add_paragraph(galley, &letters, &text);
	if (galley->count == first)
		galley_add(galley)->height = style->height;
	struct strip *strip = &galley->items[first];
	struct items beside = strip->items;
	strip->items = (struct items){ 0 };
	legend_put(&strip->items, galley->arena, &legend,
	    style->left * style->setting.cell / LINE_CELL,
	    (style->height > 0 ? style->height : galley->pitch) / 2,
	    style->element);
	for (size_t i = 0; i < beside.count; i++)
		items_add_moved(&strip->items, galley->arena,
		    &beside.items[i], 0, 0);
}

/* In the order in which it is read: cells from right to left stand the other way. */
static const char *
line_words(struct arena *arena, const struct shaped *shaped,
    const struct line *line)
{
	struct buf words = BUF_INIT;
	for (size_t i = line->first, next; i < line->end; i = next) {
		next = i + 1;
		while (next < line->end &&
		    shaped->letter_of[next] < shaped->letter_of[next - 1])
			next++;
		for (size_t j = next; j-- > i;)
			buf_put(&words, shaped->text + shaped->pieces[j].text,
			    shaped->pieces[j].bytes);
	}
	return buf_detach(arena, &words).at;
}

static struct names
lines_words(struct arena *arena, const struct shaped *shaped,
    const struct lines *lines)
{
	const char **words = ARENA_ARRAY(arena, const char *, lines->count);
	for (size_t i = 0; i < lines->count; i++)
		words[i] = line_words(arena, shaped, &lines->items[i]);
	return (struct names){ words, lines->count };
}

struct names
galley_add_title(struct galley *galley, const char *title, const char *tag,
    int level, struct span span)
{
	struct style style = { .setting = SETTING_TITLE, .keep = true,
		.align = ALIGN_CENTRE, .height = galley->pitch, .level = level,
		.element = element_new(galley->arena, tag, NULL) };
	struct letters letters = galley_letters(galley, title, FONT_TITLE,
	    span);
	style.bookmark = letters_string(&letters, galley->arena);
	struct shaped shaped = shape_letters(galley->shaper, &letters,
	    &style.setting);
	struct lines lines = title_break(galley->shaper->scratch, &shaped,
	    grid_measure(galley_width(galley), &style.setting));
	galley_add_lines(galley, &shaped, &lines, &style);
	return lines_words(galley->arena, &shaped, &lines);
}

size_t
galley_add_sides(struct galley *galley, const char *left, const char *right,
    struct span span)
{
	const char *sides[] = { left, right };
	struct legend legends[2] = { 0 };
	const struct element *elements[2] = { NULL };
	double width = galley_width(galley), most[] = { width, width * 2 / 3 };
	size_t lines = 0;
	for (size_t i = 2; i-- > 0;) {
		if (!is_given(sides[i]))
			continue;
		legends[i] = legend_break(galley->shaper, text_of(sides[i]),
		    FONT_FANG, SETTING_SMALL, most[i], span);
		elements[i] = element_new(galley->arena, "P", NULL);
		most[0] -= legends[i].width + SETTING_SMALL.cell;
		lines = legends[i].lines.count > lines ? legends[i].lines.count
						       : lines;
	}
	for (size_t line = 0; line < lines; line++) {
		struct strip *strip = galley_add(galley);
		strip->keep = true;
		for (size_t i = 0; i < 2; i++)
			if (line < legends[i].lines.count)
				legend_put_line(&strip->items, galley->arena,
				    &legends[i], line, i == 0 ? 0 : width -
				    legend_line_width(&legends[i], line),
				    galley->pitch / 2, elements[i]);
	}
	return lines;
}

void
galley_add_caption(struct galley *galley, struct text text, struct span span,
    const struct element *of)
{
	struct letters letters = letters_of(galley->shaper->scratch, text,
	    FONT_HEI, span);
	struct style style = { .setting = SETTING_SMALL,
		.align = ALIGN_CENTRE,
		.keep = true,
		.element = element_new(galley->arena, "Caption", of) };
	galley_add_paragraph(galley, &letters, &style);
}
