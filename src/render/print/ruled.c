#include "render/print/ruled.h"

#include <stdint.h>
#include "model/rules.h"
#include "render/print/column.h"
#include "render/print/ragged.h"

#define STROKE 0.5           /* pt */
#define PAD_X 3.0            /* between rule and text */
#define PAD_Y 4.0
#define LINE_FACTOR 1.3      /* of the type's size */
#define WORD_MOST (8 * LINE_CELL)  /* longer words may be split */
#define SHORT_MOST (4 * LINE_CELL) /* shorter entries are not wrapped */
#define TITLE_MOST (6 * LINE_CELL) /* nor are words of a column's title */
/* A cell this wide has both edges of its text straight. */
#define JUSTIFY_LEAST (18 * LINE_CELL)
#define SIZE_LEAST 9.0
/*
 * How a table is set, the best first: in 4号 to 五号, no larger than the text
 * around it; then on its side (PRINT.md row 20), down to 小五.
 */
static const struct {
	double size;
	bool turned;
} manners[] = { { 14, false }, { 12, false }, { 10.5, false }, { 14, true },
	{ 12, true }, { 10.5, true }, { SIZE_LEAST, true } };
/* No more columns of a character each have room in any of them. */
#define COLUMNS_MOST ((size_t)(TURNED_WIDTH / (SIZE_LEAST + 2 * PAD_X)))

struct field {
	const struct node *node; /* NULL: the row is shorter */
	struct shaped shaped;
	struct lines lines;
};

struct column {
	double left, width; /* pt, with the padding */
	bool simple; /* no cell of it is wrapped, the head aside */
};

struct ruled {
	struct galley *galley;
	const struct node *table;
	const struct element *element;
	size_t rows, heads;
	size_t count; /* of columns */
	struct column *columns;
	struct field *fields; /* rows × count */
	int *natural;         /* rows × count: the widest line of each */
	int *parts;           /* rows × count: how many lines each is given */
	int *least;           /* count: how narrow a column may be */
	int *widths;          /* count */
	struct setting setting;
	double line; /* height of a line */
};

/* One row, its fields and how high it is. */
struct band {
	struct field *fields;
	size_t row;
	size_t lines; /* of its highest cell */
	enum font_role role;
	const struct element *element;
};

static void
count_cells(struct ruled *ruled)
{
	for (const struct node *row = ruled->table->first; row != NULL;
	    row = row->next) {
		size_t cells = 0;
		for (const struct node *c = row->first; c != NULL; c = c->next)
			cells++;
		if (cells > ruled->count)
			ruled->count = cells;
		ruled->rows++;
	}
	ruled->heads = ruled->table->level > 0
	    ? (size_t)ruled->table->level : 0;
	if (ruled->heads > ruled->rows)
		ruled->heads = ruled->rows;
}

/* One for each column in each row, however short that is. */
static void
place_cells(struct ruled *ruled, struct arena *arena)
{
	size_t i = 0;
	ruled->columns = ARENA_ARRAY(arena, struct column, ruled->count);
	ruled->fields = ARENA_ARRAY(arena, struct field,
	    ruled->rows * ruled->count);
	ruled->natural = ARENA_ARRAY(arena, int, ruled->rows * ruled->count);
	ruled->parts = ARENA_ARRAY(arena, int, ruled->rows * ruled->count);
	ruled->least = ARENA_ARRAY(arena, int, ruled->count);
	ruled->widths = ARENA_ARRAY(arena, int, ruled->count);
	for (const struct node *row = ruled->table->first; row != NULL;
	    row = row->next, i++) {
		size_t j = 0;
		for (const struct node *c = row->first; c != NULL; c = c->next)
			ruled->fields[i * ruled->count + j++].node = c;
	}
}

/*
 * May a cell be wrapped before `i`?  The title of a column at its brackets
 * only, 应点评（个）, as long as it is short; the parts of a date and a number
 * and its measure word stay together.
 */
static bool
is_seam(const struct shaped *shaped, size_t i, bool head)
{
	const struct cell *cells = shaped->cells;
	return line_may_break(cells, i) && cells[i].joint == JOINT_FREE &&
	    (!head || cells[i].kind == CELL_OPEN ||
	    cells[i - 1].kind == CELL_CLOSE ||
	    cells[i - 1].kind == CELL_SPACE);
}

static int
count_parts(const struct shaped *shaped)
{
	int parts = 1;
	for (size_t i = 0; i < shaped->count; i++)
		parts += shaped->cells[i].kind == CELL_BREAK;
	return parts;
}

/* The widest line of a cell, and the widest part that stays whole. */
static int
measure_field(const struct shaped *shaped, bool head, int *least)
{
	size_t line = 0, word = 0;
	int natural = 0, widest = LINE_CELL;
	int most = head ? TITLE_MOST : WORD_MOST;
	for (size_t i = 1; i <= shaped->count; i++) {
		bool end = i == shaped->count ||
		    shaped->cells[i].kind == CELL_BREAK;
		if (!end && !is_seam(shaped, i, head))
			continue;
		int width = line_natural(shaped->cells, word, i);
		widest = width > widest ? width : widest;
		word = i + (i < shaped->count && end);
		if (!end)
			continue;
		width = line_natural(shaped->cells, line, i);
		natural = width > natural ? width : natural;
		line = word;
	}
	if (natural <= SHORT_MOST && natural > widest)
		widest = natural;
	if (widest > most)
		widest = most;
	*least = widest > *least ? widest : *least;
	return natural;
}

/* Shapes all cells and measures them: in cells, whatever the size of the type. */
static void
shape_cells(struct ruled *ruled, struct arena *arena)
{
	const struct setting setting = { 1, 1 };
	for (size_t i = 0; i < ruled->rows * ruled->count; i++) {
		struct field *field = &ruled->fields[i];
		bool head = i < ruled->heads * ruled->count;
		struct letters letters = { .arena = arena };
		if (field->node != NULL)
			letters_add_inlines(&letters, field->node,
			    head ? FONT_HEI : FONT_FANG);
		letters_tidy(&letters);
		field->shaped = shape_letters(ruled->galley->shaper, &letters,
		    &setting);
		ruled->parts[i] = count_parts(&field->shaped);
		ruled->natural[i] = measure_field(&field->shaped, head,
		    &ruled->least[i % ruled->count]);
	}
}

static bool
is_simple(const struct ruled *ruled, size_t column)
{
	for (size_t i = ruled->heads; i < ruled->rows; i++)
		if (ruled->natural[i * ruled->count + column] >
		    ruled->widths[column])
			return false;
	return true;
}

/* Widths that fill the type area; false when the columns don't fit. */
static bool
share_width(struct ruled *ruled, struct arena *arena)
{
	double left = 0, pads = 2 * PAD_X * (double)ruled->count;
	double width = galley_width(ruled->galley);
	struct columns columns = { ruled->rows, ruled->count, ruled->natural,
		ruled->parts, ruled->least };
	if (pads >= width || !columns_share(ruled->widths, arena, &columns,
	    grid_measure(width - pads, &ruled->setting)))
		return false;
	for (size_t j = 0; j < ruled->count; j++) {
		struct column *column = &ruled->columns[j];
		column->simple = is_simple(ruled, j);
		column->left = left;
		column->width = ruled->widths[j] * ruled->setting.cell /
		    LINE_CELL + 2 * PAD_X;
		left += column->width;
	}
	return true;
}

/* The first manner the columns fit in; the last takes any words apart. */
static bool
choose_manner(struct ruled *ruled, struct arena *arena)
{
	bool always = ruled->galley->turned;
	place_cells(ruled, arena);
	shape_cells(ruled, arena);
	for (size_t i = 0; i < sizeof(manners) / sizeof(*manners); i++) {
		double size = manners[i].size;
		if (size > ruled->galley->body.em ||
		    (always ? !manners[i].turned
			: ruled->galley->boxed && manners[i].turned))
			continue;
		ruled->galley->turned = manners[i].turned;
		ruled->setting = (struct setting){ size, size };
		ruled->line = size * LINE_FACTOR;
		if (share_width(ruled, arena))
			return true;
	}
	for (size_t j = 0; j < ruled->count; j++)
		ruled->least[j] = LINE_CELL;
	return share_width(ruled, arena);
}

static void
break_cells(struct ruled *ruled, struct arena *arena)
{
	for (size_t i = 0; i < ruled->rows * ruled->count; i++) {
		struct field *field = &ruled->fields[i];
		struct measure measure = { .justify = true,
			.width = ruled->widths[i % ruled->count] };
		field->lines = measure.width < JUSTIFY_LEAST
		    ? ragged_break(arena, &field->shaped, measure.width)
		    : lines_break(arena, field->shaped.cells,
			field->shaped.count, &measure);
	}
}

/* ---- rows ---- */

/* As written, or else: heads and short entries centred, texts to the left. */
static enum node_align
align_of(const struct ruled *ruled, const struct band *band, size_t column)
{
	const struct node *node = band->fields[column].node;
	if (node != NULL && node->align != ALIGN_NONE)
		return node->align;
	return band->role == FONT_HEI || ruled->columns[column].simple
	    ? ALIGN_CENTRE : ALIGN_LEFT;
}

static double
text_left(const struct ruled *ruled, const struct band *band, size_t column,
    size_t line)
{
	const struct column *c = &ruled->columns[column];
	double rest = c->width - 2 * PAD_X -
	    band->fields[column].lines.items[line].width *
	    ruled->setting.cell / LINE_CELL;
	switch (align_of(ruled, band, column)) {
	case ALIGN_CENTRE:
		return c->left + PAD_X + rest / 2;
	case ALIGN_RIGHT:
		return c->left + PAD_X + rest;
	default:
		return c->left + PAD_X;
	}
}

/* How many of the lines from `from` on it has, of at most so many. */
static size_t
lines_among(const struct field *field, size_t from, size_t most)
{
	size_t left = field->lines.count > from ? field->lines.count - from : 0;
	return left < most ? left : most;
}

/* The lines [from, from + count) of one cell, in the middle of the strip. */
static void
add_text(const struct ruled *ruled, struct strip *strip,
    const struct band *band, size_t column, size_t from, size_t count)
{
	struct field *field = &band->fields[column];
	struct arena *arena = ruled->galley->arena;
	const struct element *element = element_new(arena,
	    band->role == FONT_HEI ? "TH" : "TD", band->element);
	size_t end = from + lines_among(field, from, count);
	if (from == end) {
		items_add_nothing(&strip->items, arena, element);
		return;
	}
	double y = (strip->height - (end - from) * ruled->line) / 2;
	for (size_t i = from; i < end; i++, y += ruled->line)
		items_add_line(&strip->items, arena, &field->shaped,
		    &field->lines, i, &(struct placing){
			.x = text_left(ruled, band, column, i),
			.y = y + ruled->line / 2,
			.setting = &ruled->setting,
			.stretch = 1,
			.element = element });
}

static void
add_strokes(const struct ruled *ruled, struct strip *strip)
{
	struct arena *arena = ruled->galley->arena;
	double h = strip->height, width = galley_width(ruled->galley);
	for (size_t j = 0; j <= ruled->count; j++) {
		/* The rounding of the widths must not move the last rule. */
		double x = j < ruled->count ? ruled->columns[j].left : width;
		items_add_stroke(&strip->items, arena,
		    (struct stroke){ x, 0, x, h, STROKE }, INK_BLACK);
	}
	for (int j = 0; j <= 1; j++)
		items_add_stroke(&strip->items, arena,
		    (struct stroke){ 0, j * h, width, j * h, STROKE },
		    INK_BLACK);
}

static double
band_height(const struct ruled *ruled, size_t lines)
{
	return lines * ruled->line + 2 * PAD_Y;
}

/* As many lines as `room` holds, at least one. */
static size_t
lines_in(const struct ruled *ruled, double room)
{
	double lines = (room - 2 * PAD_Y) / ruled->line;
	return lines >= 1 ? (size_t)lines : 1;
}

/* Room for all that stands in it: a long table has many strips. */
static void
make_room(const struct ruled *ruled, struct strip *strip,
    const struct band *band, size_t from, size_t count)
{
	struct items *items = &strip->items;
	items->capacity = ruled->count + 3; /* rules */
	for (size_t j = 0; j < ruled->count; j++) {
		size_t lines = lines_among(&band->fields[j], from, count);
		items->capacity += lines > 0 ? lines : 1;
	}
	items->items = ARENA_ARRAY(ruled->galley->arena, struct item,
	    items->capacity);
}

/* A row, cut into strips of at most `most` lines. */
static void
add_band(const struct ruled *ruled, const struct band *band, size_t most,
    size_t head_first, size_t head_count)
{
	size_t from = 0;
	do {
		size_t count = band->lines - from < most
		    ? band->lines - from : most;
		struct strip *strip = galley_add(ruled->galley);
		strip->height = band_height(ruled, count);
		strip->keep = band->row < ruled->heads;
		strip->head_first = head_first;
		strip->head_count = head_count;
		make_room(ruled, strip, band, from, count);
		for (size_t j = 0; j < ruled->count; j++)
			add_text(ruled, strip, band, j, from, count);
		add_strokes(ruled, strip);
		from += count;
	} while (from < band->lines);
}

static struct band
band_of(const struct ruled *ruled, size_t row)
{
	struct band band = { .fields = &ruled->fields[row * ruled->count],
		.row = row, .lines = 1,
		.role = row < ruled->heads ? FONT_HEI : FONT_FANG };
	band.element = element_new(ruled->galley->arena, "TR", ruled->element);
	for (size_t j = 0; j < ruled->count; j++)
		if (band.fields[j].lines.count > band.lines)
			band.lines = band.fields[j].lines.count;
	return band;
}

static void
add_rows(const struct ruled *ruled)
{
	struct galley *galley = ruled->galley;
	size_t first = galley->count, repeated = 0;
	double heads = 0, height = galley_height(galley);
	for (size_t i = 0; i < ruled->rows; i++) {
		struct band band = band_of(ruled, i);
		if (i == ruled->heads) {
			for (size_t s = first; s < galley->count; s++)
				heads += galley->items[s].height;
			/* A head that leaves no room is not repeated. */
			if (heads > height / 2)
				heads = 0;
			else
				repeated = galley->count - first;
		}
		add_band(ruled, &band, lines_in(ruled, height - heads),
		    first, i < ruled->heads ? 0 : repeated);
		/* No page with one row alone at the end. */
		if (i + 2 == ruled->rows)
			galley->items[galley->count - 1].keep = true;
	}
}

static void
add_table(const struct ruled *ruled)
{
	struct galley *galley = ruled->galley;
	if (ruled->table->text.len > 0)
		galley_add_caption(galley, ruled->table->text,
		    ruled->table->span, ruled->element);
	else
		galley_add_blank(galley, galley->pitch / 4);
	add_rows(ruled);
	galley_add_blank(galley, PAD_Y);
}

void
ruled_add(struct galley *galley, const struct node *table,
    const struct element *inside)
{
	struct arena *arena = galley->shaper->scratch;
	bool turned = galley->turned;
	struct ruled ruled = { .galley = galley, .table = table,
		.element = element_new(galley->arena, "Table", inside) };
	count_cells(&ruled);
	if (ruled.count == 0)
		return;
	if (ruled.count <= COLUMNS_MOST && choose_manner(&ruled, arena)) {
		break_cells(&ruled, arena);
		add_table(&ruled);
	} else {
		diag_at(galley->shaper->diags, &rules[RULE_TABLE_WIDE],
		    table->span, "a table of %zu columns is too wide to print",
		    ruled.count);
	}
	galley->turned = turned;
}
