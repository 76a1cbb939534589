#include "read/convert.h"

#include "read/cjk.h"

/* How far markup may lie between one inline's text and the next one's. */
#define SEARCH_MOST 256
#define ADDRESS_MOST 4096
/* Cells that short rows of a document's tables get for nothing. */
#define PADDING_MOST 65536

struct converter {
	struct arena *arena;
	const struct lines *lines;
	const struct pipe_tables *tables; /* NULL: none */
	struct span where;
	size_t shift;         /* lines that stand before the text's first */
	struct node *root;
	struct node *into;    /* what is open */
	struct node **cells;  /* by number, until their row takes them */
	struct node *cell;    /* the one that is open, or NULL */
	struct node *table;   /* whose rows are coming */
	size_t padding;       /* cells given so far */
	size_t cursor, limit; /* the bytes of the block that are left */
};

static const enum node_kind kinds[] = {
	[CMARK_NODE_DOCUMENT] = NODE_DOCUMENT,
	[CMARK_NODE_BLOCK_QUOTE] = NODE_QUOTE,
	[CMARK_NODE_LIST] = NODE_LIST,
	[CMARK_NODE_ITEM] = NODE_ITEM,
	[CMARK_NODE_CODE_BLOCK] = NODE_CODE_BLOCK,
	[CMARK_NODE_HTML_BLOCK] = NODE_HTML_BLOCK,
	[CMARK_NODE_PARAGRAPH] = NODE_PARAGRAPH,
	[CMARK_NODE_HEADING] = NODE_HEADING,
	[CMARK_NODE_THEMATIC_BREAK] = NODE_RULE,
	[CMARK_NODE_TEXT] = NODE_TEXT,
	[CMARK_NODE_SOFTBREAK] = NODE_SOFT_BREAK,
	[CMARK_NODE_LINEBREAK] = NODE_LINE_BREAK,
	[CMARK_NODE_CODE] = NODE_CODE,
	[CMARK_NODE_HTML_INLINE] = NODE_HTML,
	[CMARK_NODE_EMPH] = NODE_EMPHASIS,
	[CMARK_NODE_STRONG] = NODE_STRONG,
	[CMARK_NODE_LINK] = NODE_LINK,
	[CMARK_NODE_IMAGE] = NODE_IMAGE,
};

/* ---- places ---- */

static struct span
span_of(const struct converter *converter, size_t start, size_t end)
{
	return span_cut(converter->where, (uint32_t)start, (uint32_t)end);
}

/* The line of the text, from 0, for cmark's, from 1; the last at most. */
static size_t
line_of(const struct converter *converter, int line)
{
	size_t count = converter->lines->count;
	size_t n = line > 0 ? (size_t)line - 1 : 0;
	n = n > converter->shift ? n - converter->shift : 0;
	return n < count || count == 0 ? n : count - 1;
}

static struct span
block_span(struct converter *converter, cmark_node *block)
{
	const struct lines *lines = converter->lines;
	size_t first = line_of(converter, cmark_node_get_start_line(block));
	size_t last = line_of(converter, cmark_node_get_end_line(block));
	int column = cmark_node_get_start_column(block);
	size_t before = column > 0 ? (size_t)column - 1 : 0;
	struct text line = line_at(lines, first);
	struct text end = line_at(lines, last > first ? last : first);
	size_t start = (size_t)(line.at - lines->text.at);
	start += before < line.len ? before : line.len;
	converter->cursor = start;
	converter->limit = (size_t)(end.at - lines->text.at) + end.len;
	return span_of(converter, start, converter->limit);
}

/* Finds what reads `literal` in what is left of the block. */
static struct span
inline_span(struct converter *converter, cmark_node *node, struct text literal)
{
	struct text text = converter->lines->text;
	/* A line too low at most, never too high: cmark counts its breaks. */
	size_t line = line_of(converter, cmark_node_get_start_line(node));
	size_t from = converter->cursor, start;
	if (line < converter->lines->count &&
	    converter->lines->starts[line] > from &&
	    converter->lines->starts[line] < converter->limit)
		from = converter->lines->starts[line];
	size_t room = converter->limit > from ? converter->limit - from : 0;
	if (room > literal.len + SEARCH_MOST)
		room = literal.len + SEARCH_MOST;
	const char *found =
	    memmem(text.at + from, room, literal.at, literal.len);
	if (found == NULL)
		return span_of(converter, from, from);
	start = (size_t)(found - text.at);
	converter->cursor = start + literal.len;
	return span_of(converter, start, converter->cursor);
}

/* Moves behind ](address "title") or ][label], where texts may be repeated. */
static void
skip_address(struct converter *converter)
{
	struct text text = text_cut(converter->lines->text, converter->cursor,
	    converter->limit);
	size_t i = 0;
	while (i < text.len && strchr("*_`", text.at[i]) != NULL)
		i++;
	if (i + 1 >= text.len || text.at[i] != ']' ||
	    (text.at[i + 1] != '(' && text.at[i + 1] != '['))
		return;
	char up = text.at[++i], down = up == '(' ? ')' : ']';
	size_t most = i + ADDRESS_MOST < text.len ? i + ADDRESS_MOST : text.len;
	for (int depth = 0; i < most; i++) {
		if (text.at[i] == '\\' && i + 1 < most)
			i++;
		else if (text.at[i] == up)
			depth++;
		else if (text.at[i] == down && --depth == 0)
			break;
	}
	if (i < most)
		converter->cursor += i + 1;
}

/* ---- nodes ---- */

static void
read_list(struct node *node, cmark_node *list)
{
	node->ordered =
	    cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	node->tight = cmark_node_get_list_tight(list) != 0;
	if (!node->ordered)
		return;
	node->level = cmark_node_get_list_start(list);
	node->delimiter = cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM
	    ? ')'
	    : '.';
}

static void
read_fields(struct converter *converter, struct node *node, cmark_node *from)
{
	struct arena *arena = converter->arena;
	const char *literal = cmark_node_get_literal(from);
	if (literal != NULL && *literal != '\0')
		node->text = cjk_strip(arena, literal);
	switch (node->kind) {
	case NODE_HEADING:
		node->level = cmark_node_get_heading_level(from);
		break;
	case NODE_LIST:
		read_list(node, from);
		break;
	case NODE_CODE_BLOCK:
		node->title = cjk_strip(arena, cmark_node_get_fence_info(from));
		break;
	case NODE_LINK:
	case NODE_IMAGE:
		node->text = cjk_strip(arena, cmark_node_get_url(from));
		node->title = cjk_strip(arena, cmark_node_get_title(from));
		break;
	default:
		break;
	}
}

static bool
has_children(enum node_kind kind)
{
	return kind <= NODE_ITEM || kind >= NODE_EMPHASIS;
}

/* Takes off what pipe_write() put behind a cell. */
static void
trim_end(struct text *text)
{
	if (!text_ends(*text, CJK_PRIVATE))
		return;
	text->len -= sizeof(CJK_PRIVATE) - 1;
	if (text_ends(*text, " "))
		text->len--;
}

static void
enter(struct converter *converter, cmark_node *from)
{
	cmark_node_type type = cmark_node_get_type(from);
	struct node *node = node_new(converter->arena, kinds[type]);
	read_fields(converter, node, from);
	if (converter->cell != NULL && node->kind == NODE_TEXT)
		trim_end(&node->text);
	if (node_is_block(node))
		node->span = block_span(converter, from);
	else if (node->kind == NODE_LINK || node->kind == NODE_IMAGE)
		node->span = inline_span(converter, from, TEXT_LIT(""));
	else
		node->span = inline_span(converter, from, node->text);
	node_append(converter->into, node);
	if (has_children(node->kind))
		converter->into = node;
}

static void
leave(struct converter *converter)
{
	struct node *node = converter->into;
	converter->into = node->parent;
	if (node_is_block(node))
		return;
	if (node->first != NULL) {
		node->span.start = node->first->span.start;
		node->span.end = node->last->span.end;
	}
	if (node->kind == NODE_LINK || node->kind == NODE_IMAGE)
		skip_address(converter);
}

/* ---- tables ---- */

/* A heading before the text, which stands for a cell. */
static void
enter_cell(struct converter *converter, size_t number)
{
	const struct pipe_cell *bytes = &converter->tables->cells[number];
	struct node *cell = node_new(converter->arena, NODE_CELL);
	cell->span = span_of(converter, bytes->start, bytes->end);
	converter->cursor = bytes->start;
	converter->limit = bytes->end;
	converter->cells[number] = cell;
	converter->cell = converter->into = cell;
}

static void
leave_cell(struct converter *converter)
{
	struct node *last = converter->cell->last;
	if (last != NULL && last->kind == NODE_TEXT && last->text.len == 0)
		node_remove(last);
	converter->cell = NULL;
	converter->into = converter->root;
}

static struct node *
row_new(struct converter *converter, const struct pipe_place *place,
    struct span span)
{
	const struct pipe_table *table = place->table;
	const struct pipe_row *row = &table->rows[place->row];
	struct node *node = node_new(converter->arena, NODE_ROW);
	node->span = span;
	for (size_t i = 0; i < table->columns; i++) {
		struct node *cell;
		if (i < row->count) {
			cell = converter->cells[row->first + i];
		} else if (converter->padding++ < PADDING_MOST) {
			cell = node_new(converter->arena, NODE_CELL);
			cell->span = span;
			cell->span.start = span.end;
		} else {
			break;
		}
		cell->align = table->aligns[i];
		node_append(node, cell);
	}
	return node;
}

/* A heading that stands for a row. */
static void
enter_row(struct converter *converter, cmark_node *from,
    const struct pipe_place *place)
{
	struct span span = block_span(converter, from);
	if (place->row == 0) {
		converter->table = node_new(converter->arena, NODE_TABLE);
		converter->table->level = 1; /* row of the head */
		converter->table->span = span;
		node_append(converter->into, converter->table);
	}
	converter->table->span.end = span.end;
	if (place->row == 1)
		return;
	node_append(converter->table, row_new(converter, place, span));
}

/* ---- the walk ---- */

/* What the heading stands for, or NULL when it is one. */
static const struct pipe_place *
place_of(const struct converter *converter, cmark_node *node)
{
	if (converter->tables == NULL ||
	    cmark_node_get_type(node) != CMARK_NODE_HEADING)
		return NULL;
	size_t line = (size_t)cmark_node_get_start_line(node) - 1;
	if (line < converter->shift)
		return NULL;
	const struct pipe_place *place =
	    &converter->tables->places[line - converter->shift];
	return place->table != NULL ? place : NULL;
}

static bool
is_cell(const struct converter *converter, cmark_node *node)
{
	return cmark_node_get_type(node) == CMARK_NODE_HEADING &&
	    (size_t)cmark_node_get_start_line(node) <= converter->shift;
}

static void
convert_step(struct converter *converter, cmark_iter *iter, bool entering)
{
	cmark_node *node = cmark_iter_get_node(iter);
	const struct pipe_place *place = place_of(converter, node);
	if (place != NULL) {
		enter_row(converter, node, place);
		/* What it has inside stands for nothing. */
		cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
	} else if (is_cell(converter, node)) {
		if (entering)
			enter_cell(converter,
			    (size_t)cmark_node_get_start_line(node) - 1);
		else
			leave_cell(converter);
	} else if (entering) {
		enter(converter, node);
	} else {
		leave(converter);
	}
}

struct node *
convert(struct arena *arena, cmark_node *root, const struct lines *lines,
    const struct pipe_tables *tables, struct span where)
{
	struct converter converter = { .arena = arena,
		.lines = lines,
		.tables = tables,
		.where = where };
	converter.root = node_new(arena, NODE_DOCUMENT);
	converter.root->span = where;
	converter.into = converter.root;
	if (tables != NULL) {
		converter.shift = tables->cell_count;
		converter.cells =
		    ARENA_ARRAY(arena, struct node *, tables->cell_count);
	}
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		if (cmark_iter_get_node(iter) != root)
			convert_step(&converter, iter,
			    event == CMARK_EVENT_ENTER);
	cmark_iter_free(iter);
	return converter.root;
}
