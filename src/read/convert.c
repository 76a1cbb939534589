#include "read/convert.h"

#include "base/utf8.h"
#include "read/cjk.h"

/* How far markup may lie between one inline's text and the next one's. */
#define SEARCH_MOST 256
#define ADDRESS_MOST 4096
#define ENTITY_MOST 33 /* &CounterClockwiseContourIntegral; */
/* Cells that short rows of a document's tables get for nothing. */
#define PADDING_MOST 65536

struct converter {
	struct arena *arena;
	const struct lines *lines;
	const struct pipe_tables *tables; /* NULL: none */
	struct span where;
	size_t shift; /* lines that stand before the text's first */
	struct node *root;
	struct node *into; /* what is open */
	struct node **cells; /* by number, until their row takes them */
	struct node *cell; /* the one that is open, or NULL */
	struct node *table; /* whose rows are coming */
	size_t padding; /* cells given so far */
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
	struct span span = span_of(
	    converter, start, (size_t)(end.at - lines->text.at) + end.len);
	/* A fence that ends with its list gets one line too many. */
	if (span.end > converter->into->span.end)
		span.end = converter->into->span.end;
	/* A list has the blank lines behind it. */
	size_t stop = span.end - converter->where.start;
	while (stop > start && strchr(" \t\r\n", lines->text.at[stop - 1]))
		stop--;
	span.end = converter->where.start + (uint32_t)stop;
	converter->cursor = start;
	converter->limit = span.end - converter->where.start;
	return span;
}

static bool
is_entity_char(char c)
{
	return ascii_is_digit(c) || ascii_is_letter(c) || c == '#';
}

/* How long the entity (&amp; &#39;) at the front is; 0: there is none. */
static size_t
entity_length(struct text t)
{
	size_t i = 1;
	while (i < t.len && i < ENTITY_MOST && is_entity_char(t.at[i]))
		i++;
	return i > 1 && i < t.len && t.at[i] == ';' ? i + 1 : 0;
}

/*
 * How many bytes of `source` read as the literal, 0 when they don't: a
 * backslash can stand before a character, an entity for one.
 */
static size_t
match_length(struct text source, struct text literal, bool entities)
{
	size_t i = 0, j = 0;
	while (j < literal.len && i < source.len) {
		size_t entity = entities && source.at[i] == '&'
		    ? entity_length(text_from(source, i))
		    : 0;
		if (entity > 0) {
			i += entity;
			utf8_next(literal, &j);
			continue;
		}
		if (source.at[i] == '\\' && literal.at[j] != '\\')
			i++;
		if (i == source.len || source.at[i++] != literal.at[j++])
			return 0;
	}
	return j == literal.len ? i : 0;
}

/*
 * The first bytes of `source` that read as the literal; "" when there are none
 * near its beginning.
 */
static struct text
match_find(struct text source, struct text literal, bool entities)
{
	/* An & may be the beginning of &amp; */
	if (!entities || memchr(literal.at, '&', literal.len) == NULL) {
		size_t window = literal.len + SEARCH_MOST;
		struct text near = source;
		if (near.len > window)
			near.len = window;
		/* Mostly it is right here: memmem prepares long searches. */
		const char *same = near.len >= literal.len &&
			memcmp(near.at, literal.at, literal.len) == 0
		    ? near.at
		    : memmem(near.at, near.len, literal.at, literal.len);
		if (same != NULL)
			return (struct text){ same, literal.len };
	}
	for (size_t i = 0; i < source.len && i < SEARCH_MOST; i++) {
		struct text from = text_from(source, i);
		size_t length = match_length(from, literal, entities);
		if (length > 0)
			return text_cut(from, 0, length);
	}
	return text_cut(source, 0, 0);
}

static struct span
inline_span(struct converter *converter, cmark_node *node, struct text literal)
{
	const struct lines *lines = converter->lines;
	bool entities = cmark_node_get_type(node) == CMARK_NODE_TEXT;
	/* Its line is too low at most, never too high. */
	size_t line = line_of(converter, cmark_node_get_start_line(node));
	size_t from = converter->cursor, limit = converter->limit;
	if (line < lines->count && lines->starts[line] > from &&
	    lines->starts[line] < limit)
		from = lines->starts[line];
	if (limit < from)
		limit = from;
	struct text found = literal.len > 0
	    ? match_find(text_cut(lines->text, from, limit), literal, entities)
	    : text_cut(lines->text, from, from);
	size_t start = (size_t)(found.at - lines->text.at);
	converter->cursor = start + found.len;
	return span_of(converter, start, start + found.len);
}

/* Moves behind ](address "title") or ][label], where texts may be repeated. */
static void
skip_address(struct converter *converter)
{
	struct text text = text_cut(
	    converter->lines->text, converter->cursor, converter->limit);
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
	node->ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	node->tight = cmark_node_get_list_tight(list) != 0;
	if (!node->ordered)
		return;
	node->level = cmark_node_get_list_start(list);
	node->delimiter =
	    cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM ? ')' : '.';
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

/* The text without what pipe_write() put behind the cell. */
static struct text
trim_end(struct arena *arena, struct text text)
{
	if (!text_ends(text, CJK_PRIVATE))
		return text;
	text.len -= sizeof(CJK_PRIVATE) - 1;
	if (text_ends(text, " "))
		text.len--;
	return arena_text(arena, text);
}

static void
enter(struct converter *converter, cmark_node *from)
{
	cmark_node_type type = cmark_node_get_type(from);
	struct node *node = node_new(converter->arena, kinds[type]);
	read_fields(converter, node, from);
	if (converter->cell != NULL && node->kind == NODE_TEXT)
		node->text = trim_end(converter->arena, node->text);
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
	struct converter converter = {
		.arena = arena, .lines = lines, .tables = tables, .where = where
	};
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
			convert_step(
			    &converter, iter, event == CMARK_EVENT_ENTER);
	cmark_iter_free(iter);
	return converter.root;
}
