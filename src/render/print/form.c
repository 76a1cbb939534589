#include "render/print/form.h"

#include <math.h>
#include "render/print/flow.h"
#include "render/print/legend.h"

/*
 * 小四; 五号 where that brings a form onto one page.  With the height of the
 * lines.
 */
static const struct size {
	struct setting setting;
	double line;
} sizes[] = { { { 12, 12 }, 20 }, { { 10.5, 10.5 }, 17 } };
/* 小五: what to say in a box. */
#define SETTING_HINT ((struct setting){ 9, 9 })
#define HINT_LINE 12.0
#define STROKE 0.5
#define PAD 5.0
/* The column of labels: five characters and some room. */
#define LABEL (5 * 12.0 + 2 * PAD)
/* In a high row its label is not in the middle, but so far down at most. */
#define LABEL_LOWEST 80.0

struct box {
	const struct form_box *form;
	double left, width; /* pt, its label included */
	struct galley text; /* what is written, in strips */
	double height;      /* of the text and what stands at its foot */
};

struct row {
	const struct form_row *form;
	struct box *boxes;
	const struct element *element;
	double height;
};

struct setter {
	struct galley *galley;
	struct size size;
	const struct form_sheet *form;
	struct row *rows;
	const struct element *element;
};

static double
strip_height(const struct setter *setter, const struct strip *strip)
{
	return strip->height > 0 ? strip->height : setter->size.line;
}

static const struct element *
cell_new(const struct setter *setter, const struct row *row, const char *tag)
{
	return element_new(setter->galley->arena, tag, row->element);
}

static struct legend
legend(const struct setter *setter, const char *s, enum font_role role,
    double most)
{
	return legend_break(setter->galley->shaper, text_of(s), role,
	    setter->size.setting, most, setter->form->span);
}

/* ---- what is written, and how high it is ---- */

static void
box_set(const struct setter *setter, const struct row *row, struct box *box)
{
	struct galley *galley = setter->galley;
	struct galley *text = &box->text;
	galley_init(text, galley->arena, galley->shaper);
	text->pitch = setter->size.line;
	text->width = box->width - LABEL - 2 * PAD;
	text->body = setter->size.setting;
	text->boxed = true;
	if (box->form->hint != NULL)
		galley_add_text(text,
		    arena_printf(galley->arena, "（%s）", box->form->hint),
		    FONT_KAI, setter->form->span,
		    &(struct style){ .setting = SETTING_HINT,
			.height = HINT_LINE,
			.element = cell_new(setter, row, "TD") });
	/* In a line or a few, without an indent. */
	if (box->form->text != NULL)
		galley_add_text(text, box->form->text, FONT_FANG,
		    setter->form->span,
		    &(struct style){ .setting = text->body,
			.element = cell_new(setter, row, "TD") });
	if (box->form->body != NULL)
		flow_add(text, box->form->body, cell_new(setter, row, "TD"));
	for (size_t i = 0; i < text->count; i++)
		box->height += strip_height(setter, &text->items[i]);
	if (box->form->foot != NULL)
		box->height += setter->size.line;
}

static void
row_set(const struct setter *setter, struct row *row)
{
	double left = 0;
	int all = 0;
	row->boxes = ARENA_ARRAY(setter->galley->arena, struct box,
	    row->form->count);
	row->element = element_new(setter->galley->arena, "TR",
	    setter->element);
	for (size_t i = 0; i < row->form->count; i++)
		all += row->form->boxes[i].share;
	row->height = fmax(row->form->lines, 1) * setter->size.line;
	for (size_t i = 0; i < row->form->count; i++) {
		struct box *box = &row->boxes[i];
		box->form = &row->form->boxes[i];
		box->left = left;
		box->width = GRID_WIDTH * box->form->share / all;
		left += box->width;
		box_set(setter, row, box);
		struct legend label = legend(setter, box->form->label,
		    FONT_HEI, LABEL - 2 * PAD);
		row->height = fmax(row->height, fmax(box->height,
		    (double)label.lines.count * setter->size.line));
	}
	row->height += 2 * PAD;
	shaper_reset(setter->galley->shaper);
}

/* A form that fits the page fills it: its rows of writing share the rest. */
static void
fill_page(const struct setter *setter, double used)
{
	size_t count = setter->form->row_count, open = 0;
	for (size_t i = 0; i < count; i++)
		open += setter->form->rows[i].lines > 0;
	for (size_t i = 0; i < count && used < GRID_HEIGHT; i++)
		if (setter->form->rows[i].lines > 0)
			setter->rows[i].height +=
			    (GRID_HEIGHT - used) / (double)open;
}

/* ---- strips ---- */

static void
add_stroke(const struct setter *setter, struct items *items, double x,
    double y, double to_x, double to_y)
{
	items_add_stroke(items, setter->galley->arena,
	    (struct stroke){ x, y, to_x, to_y, STROKE }, INK_BLACK);
}

/*
 * The strip with the row's upright rules; where it begins or ends a page, the
 * row is closed there.
 */
static struct strip *
add_strip(const struct setter *setter, const struct row *row, double height)
{
	struct strip *strip = galley_add(setter->galley);
	strip->height = height;
	for (size_t i = 0; i < row->form->count; i++) {
		double left = row->boxes[i].left;
		add_stroke(setter, &strip->items, left, 0, left, height);
		add_stroke(setter, &strip->items, left + LABEL, 0,
		    left + LABEL, height);
	}
	add_stroke(setter, &strip->items, GRID_WIDTH, 0, GRID_WIDTH, height);
	add_stroke(setter, &strip->first, 0, 0, GRID_WIDTH, 0);
	add_stroke(setter, &strip->last, 0, height, GRID_WIDTH, height);
	return strip;
}

/* The items of a strip of the box's text, moved to where they stand now. */
static void
move_items(const struct setter *setter, struct strip *to,
    const struct strip *from, double x, double y)
{
	for (size_t i = 0; i < from->items.count; i++)
		items_add_moved(&to->items, setter->galley->arena,
		    &from->items.items[i], x, y);
	to->keep = to->keep || from->keep;
}

/* Each line in the middle of `middle`, the first in a line below `y`. */
static void
put_lines(const struct setter *setter, struct strip *strip,
    const struct legend *lines, double middle, double y,
    const struct element *element)
{
	for (size_t i = 0; i < lines->lines.count; i++)
		legend_put_line(&strip->items, setter->galley->arena, lines, i,
		    middle - legend_line_width(lines, i) / 2,
		    y + ((double)i + 0.5) * setter->size.line, element);
}

/* Returns how far down it reaches. */
static double
put_label(const struct setter *setter, const struct row *row,
    const struct box *box, struct strip *strip)
{
	struct legend label = legend(setter, box->form->label, FONT_HEI,
	    LABEL - 2 * PAD);
	double height = (double)label.lines.count * setter->size.line;
	double y = fmin((row->height - height) / 2, LABEL_LOWEST);
	put_lines(setter, strip, &label, box->left + LABEL / 2, y,
	    cell_new(setter, row, "TH"));
	return y + height;
}

/* At the lower right, two characters from the edge. */
static void
put_foot(const struct setter *setter, const struct row *row,
    const struct box *box, struct strip *strip)
{
	if (box->form->foot == NULL)
		return;
	struct legend foot = legend(setter, box->form->foot, FONT_FANG,
	    box->width - LABEL - 2 * PAD);
	double right = box->left + box->width - PAD - 2 * setter->size.setting.cell;
	put_lines(setter, strip, &foot, right - foot.width / 2,
	    strip->height - PAD - setter->size.line,
	    cell_new(setter, row, "TD"));
}

/* A row of values: one strip, all of them in its middle. */
static void
add_values(const struct setter *setter, const struct row *row)
{
	struct strip *strip = add_strip(setter, row, row->height);
	for (size_t i = 0; i < row->form->count; i++) {
		const struct box *box = &row->boxes[i];
		double y = (row->height - box->height) / 2;
		put_label(setter, row, box, strip);
		for (size_t j = 0; j < box->text.count; j++) {
			const struct strip *line = &box->text.items[j];
			move_items(setter, strip, line,
			    box->left + LABEL + PAD, y);
			y += strip_height(setter, line);
		}
	}
	strip->keep = false;
}

/* The strip with line `i` of each of the boxes; NULL: they have none. */
static struct strip *
add_line(const struct setter *setter, const struct row *row, size_t i)
{
	double height = 0;
	for (size_t b = 0; b < row->form->count; b++)
		if (i < row->boxes[b].text.count)
			height = fmax(height, strip_height(setter,
			    &row->boxes[b].text.items[i]));
	if (height <= 0)
		return NULL;
	struct strip *strip = add_strip(setter, row, height);
	for (size_t b = 0; b < row->form->count; b++)
		if (i < row->boxes[b].text.count)
			move_items(setter, strip, &row->boxes[b].text.items[i],
			    row->boxes[b].left + LABEL + PAD, 0);
	return strip;
}

/*
 * A row of writing: a strip a line, so that it can go on over the end of a
 * page, but not before its labels' end; then what is left of its height.
 */
static void
add_writing(const struct setter *setter, const struct row *row)
{
	struct strip *strip = add_strip(setter, row, PAD), *line;
	double labels = 0, y = PAD;
	for (size_t b = 0; b < row->form->count; b++)
		labels = fmax(labels,
		    put_label(setter, row, &row->boxes[b], strip));
	strip->keep = true;
	for (size_t i = 0; (line = add_line(setter, row, i)) != NULL; i++) {
		strip = line;
		y += strip->height;
		strip->keep = strip->keep || y < labels;
	}
	strip->keep = true;
	strip = add_strip(setter, row, fmax(row->height - y, PAD));
	for (size_t b = 0; b < row->form->count; b++)
		put_foot(setter, row, &row->boxes[b], strip);
}

/* Values that no page holds are set as writing is. */
static void
add_row(const struct setter *setter, const struct row *row)
{
	size_t first = setter->galley->count;
	if (row->form->lines > 0 || row->height > GRID_HEIGHT)
		add_writing(setter, row);
	else
		add_values(setter, row);
	add_stroke(setter, &setter->galley->items[first].items, 0, 0,
	    GRID_WIDTH, 0);
	shaper_reset(setter->galley->shaper);
}

/* ---- the form ---- */

static void
add_note(const struct setter *setter)
{
	const struct form_sheet *form = setter->form;
	struct galley *galley = setter->galley;
	struct style style = { .setting = setter->size.setting,
		.height = setter->size.line,
		.element = element_new(galley->arena, "P", NULL) };
	galley_add_text(galley, form->note, FONT_FANG, form->span, &style);
}

/* Returns how far down it goes with what stands above and below it. */
static double
rows_set(struct setter *setter, struct size size, double used)
{
	const struct form_sheet *form = setter->form;
	setter->size = size;
	setter->rows = ARENA_ARRAY(setter->galley->arena, struct row,
	    form->row_count);
	for (size_t i = 0; i < form->row_count; i++) {
		setter->rows[i] = (struct row){ .form = &form->rows[i] };
		row_set(setter, &setter->rows[i]);
		used += setter->rows[i].height;
	}
	return used + (form->note != NULL ? 2 * size.line : 0);
}

static void
rows_add(const struct setter *setter)
{
	struct galley *galley = setter->galley;
	for (size_t i = 0; i < setter->form->row_count; i++)
		add_row(setter, &setter->rows[i]);
	if (setter->form->row_count == 0)
		return;
	struct strip *last = &galley->items[galley->count - 1];
	add_stroke(setter, &last->items, 0, last->height, GRID_WIDTH,
	    last->height);
}

void
form_add(struct galley *galley, const struct form_sheet *form)
{
	struct setter setter = { .galley = galley, .form = form,
		.element = element_new(galley->arena, "Table", NULL) };
	size_t first = galley->count;
	size_t lines = galley_add_title(galley, form->title, "H1",
	    form->group == NULL ? 1 : 2, form->span).count;
	if (form->bookmark != NULL && lines > 0)
		galley->items[first].bookmark =
		    galley_words(galley, form->bookmark);
	lines += galley_add_sides(galley, form->left, form->right, form->span);
	double head = (double)lines * galley->pitch;
	struct setter smaller = setter;
	double used = rows_set(&setter, sizes[0], head);
	if (used > GRID_HEIGHT) {
		double less = rows_set(&smaller, sizes[1], head);
		if (less <= GRID_HEIGHT) {
			setter = smaller;
			used = less;
		}
	}
	fill_page(&setter, used);
	rows_add(&setter);
	if (form->note != NULL)
		add_note(&setter);
	shaper_reset(galley->shaper);
}
