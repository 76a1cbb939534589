#include "filter/edition_node.h"

#include "filter/convert.h"

static void inlines_take(lua_State *L, int index, struct node *into,
    int depth);

static void
depth_check(lua_State *L, int depth)
{
	if (depth >= BODY_DEPTH)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "elements are nested deeper than %d levels, or in a circle",
		    BODY_DEPTH);
	luaL_checkstack(L, 6, NULL);
}

/* One thing within a line. */
static void
inline_take(lua_State *L, int index, struct node *into, int depth)
{
	int element = element_at(L, index);
	if (element >= 0) {
		if (element_is_block(element))
			sandbox_raise(L, RULE_FILTER_RESULT,
			    "a %s can't stand within a line",
			    element_names[element]);
		node_append(into, element_take(L, index, depth));
	} else if (lua_type(L, index) == LUA_TSTRING) {
		struct node *node = node_make(L, NODE_TEXT);
		node->text = convert_take_spaced(L, index, "a text", true);
		node_append(into, node);
	} else {
		node_append(into, body_make_inline(L, index));
	}
}

static void
inlines_take(lua_State *L, int index, struct node *into, int depth)
{
	depth_check(L, depth);
	if (!is_plain_table(L, index)) {
		inline_take(L, index, into, depth + 1);
		return;
	}
	lua_Integer count = list_count(L, index);
	for (lua_Integer i = 1; i <= count; i++) {
		lua_rawgeti(L, index, i);
		inlines_take(L, lua_gettop(L), into, depth + 1);
		lua_pop(L, 1);
	}
}

/* Does the value stand within a line, so that an item needs no paragraph? */
static bool
is_inline(lua_State *L, int index)
{
	int element = element_at(L, index);
	if (element >= 0)
		return !element_is_block(element);
	return !lua_istable(L, index) && !is_blocks(L, index);
}

static void
item_take(lua_State *L, int index, struct node *list, int depth)
{
	struct node *item = node_make(L, NODE_ITEM);
	bool plain = is_inline(L, index);
	if (is_plain_table(L, index) && lua_rawlen(L, index) > 0) {
		lua_rawgeti(L, index, 1);
		plain = is_inline(L, lua_gettop(L));
		lua_pop(L, 1);
	}
	if (plain) {
		struct node *paragraph = node_make(L, NODE_PARAGRAPH);
		paragraph->tight = true;
		inlines_take(L, index, paragraph, depth + 1);
		node_append(item, paragraph);
	} else {
		body_append(L, index, item, depth + 1);
	}
	node_append(list, item);
}

/* A list is tight when no paragraph of its items is a Para. */
static void
items_take(lua_State *L, int index, struct node *list, int depth)
{
	depth_check(L, depth);
	if (!is_plain_table(L, index))
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a list takes a list of items, not a %s",
		    element_type(L, index));
	lua_Integer count = list_count(L, index);
	for (lua_Integer i = 1; i <= count; i++) {
		lua_rawgeti(L, index, i);
		item_take(L, lua_gettop(L), list, depth + 1);
		lua_pop(L, 1);
	}
	list->tight = true;
	for (const struct node *item = list->first; item != NULL;
	     item = item->next)
		for (const struct node *n = item->first; n != NULL; n = n->next)
			if (n->kind == NODE_PARAGRAPH && !n->tight)
				list->tight = false;
}

/* ---- tables ---- */

/* {…, align = "right"}: a cell that says how it stands. */
static enum node_align
cell_align_take(lua_State *L, int index)
{
	if (!is_plain_table(L, index))
		return ALIGN_NONE;
	lua_pushliteral(L, "align");
	lua_rawget(L, index);
	enum node_align align = align_at(L, -1);
	lua_pop(L, 1);
	return align;
}

static void
row_take(lua_State *L, int index, struct node *table, int depth)
{
	struct node *row = node_make(L, NODE_ROW);
	if (!is_plain_table(L, index))
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "Table: a row is a list of cells, not a %s",
		    element_type(L, index));
	lua_Integer count = list_count(L, index);
	if (count > COLUMNS_MOST)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a table has 1 to %d columns, not %d", COLUMNS_MOST,
		    (int)count);
	for (lua_Integer i = 1; i <= count; i++) {
		struct node *cell = node_make(L, NODE_CELL);
		lua_rawgeti(L, index, i);
		cell->align = cell_align_take(L, lua_gettop(L));
		inlines_take(L, lua_gettop(L), cell, depth + 1);
		lua_pop(L, 1);
		node_append(row, cell);
	}
	node_append(table, row);
}

static void
rows_take(lua_State *L, int index, struct node *table, int depth)
{
	depth_check(L, depth);
	if (!is_plain_table(L, index))
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "Table: rows takes a list of rows, not a %s",
		    element_type(L, index));
	lua_Integer count = list_count(L, index);
	for (lua_Integer i = 1; i <= count; i++) {
		lua_rawgeti(L, index, i);
		row_take(L, lua_gettop(L), table, depth + 1);
		lua_pop(L, 1);
	}
}

static size_t
cell_count(const struct node *row)
{
	size_t n = 0;
	for (const struct node *c = row->first; c != NULL; c = c->next)
		n++;
	return n;
}

/* All rows as long as the longest. */
static size_t
rows_pad(lua_State *L, struct node *table)
{
	size_t columns = 0;
	for (const struct node *r = table->first; r != NULL; r = r->next)
		columns = cell_count(r) > columns ? cell_count(r) : columns;
	for (struct node *r = table->first; r != NULL; r = r->next)
		for (size_t n = cell_count(r); n < columns; n++)
			node_append(r, node_make(L, NODE_CELL));
	return columns;
}

/* A column that is said to stand so does, whatever its cells say. */
static void
align_take(lua_State *L, int index, struct node *table)
{
	size_t column = 0;
	if (!is_plain_table(L, index))
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "Table: align takes a list, not a %s",
		    element_type(L, index));
	for (struct node *r = table->first; r != NULL; r = r->next) {
		column = 0;
		for (struct node *c = r->first; c != NULL; c = c->next) {
			lua_rawgeti(L, index, (lua_Integer)++column);
			enum node_align align = align_at(L, -1);
			if (align != ALIGN_NONE)
				c->align = align;
			lua_pop(L, 1);
		}
	}
}

/* ---- one part, one piece ---- */

static void
text_check(lua_State *L, enum element element, const struct part *part)
{
	if (lua_type(L, -1) != LUA_TSTRING)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "%s: %s takes a text, not a %s", element_names[element],
		    part->name, element_type(L, -1));
}

static bool
flag_take(lua_State *L, enum element element, const struct part *part)
{
	if (!lua_isboolean(L, -1))
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "%s: %s takes true or false, not a %s",
		    element_names[element], part->name, element_type(L, -1));
	return lua_toboolean(L, -1);
}

static int
number_take(lua_State *L, enum element element, const struct part *part,
    int least, int most)
{
	int is_integer;
	lua_Integer n = lua_tointegerx(L, -1, &is_integer);
	if (lua_type(L, -1) != LUA_TNUMBER || !is_integer || n < least ||
	    n > most)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "%s: %s takes a whole number from %d to %d",
		    element_names[element], part->name, least, most);
	return (int)n;
}

static char
delimiter_take(lua_State *L, enum element element, const struct part *part)
{
	text_check(L, element, part);
	const char *word = lua_tostring(L, -1);
	if (strcmp(word, "Period") == 0)
		return '.';
	if (strcmp(word, "OneParen") != 0)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "%s: %s takes \"Period\" or \"OneParen\"",
		    element_names[element], part->name);
	return ')';
}

/* Code ends with its last line. */
static struct text
lines_take(lua_State *L)
{
	struct text t =
	    convert_take_spaced(L, -1, NC_("filter", "the text"), false);
	if (t.len == 0 || text_ends(t, "\n"))
		return t;
	sandbox_charge_output(L, t.len + 1);
	return text_of(arena_printf(sandbox_of(L)->arena, "%s\n", t.at));
}

/* The value on the top of the stack; nil where the piece has none. */
static void
part_take(lua_State *L, enum element element, const struct part *part,
    struct node *node, int depth)
{
	int index = lua_gettop(L);
	switch (part->type) {
	case PART_INLINES:
		inlines_take(L, index, node, depth);
		return;
	case PART_BLOCKS:
		body_append(L, index, node, depth);
		return;
	case PART_ITEMS:
		items_take(L, index, node, depth);
		return;
	case PART_TEXT:
	case PART_CAPTION:
		text_check(L, element, part);
		node->text = convert_take_spaced(L, index, part->name, true);
		return;
	case PART_LINES:
		text_check(L, element, part);
		node->text = lines_take(L);
		return;
	case PART_TITLE:
		text_check(L, element, part);
		node->title = convert_take_spaced(L, index, part->name, true);
		return;
	case PART_LEVEL:
		node->level = number_take(L, element, part, 1, 6);
		return;
	case PART_START:
		node->level = number_take(L, element, part, 0, 999999999);
		return;
	case PART_DELIMITER:
		node->delimiter = delimiter_take(L, element, part);
		return;
	case PART_HEAD:
		row_take(L, index, node, depth);
		node->level = 1;
		return;
	case PART_ROWS:
		rows_take(L, index, node, depth);
		return;
	case PART_ALIGN:
		rows_pad(L, node);
		align_take(L, index, node);
		return;
	case PART_ROW_HEADS:
		node->row_heads = flag_take(L, element, part);
		return;
	case PART_OTHER:
		return;
	}
}

/* What there must be. */
static void
part_miss(lua_State *L, enum element element, const struct part *part)
{
	if (part->type == PART_TEXT || part->type == PART_LINES ||
	    part->type == PART_LEVEL || part->type == PART_ITEMS)
		sandbox_raise(L, RULE_FILTER_RESULT, "a %s needs a %s",
		    element_names[element], part->name);
}

/* Links don't hold links: a browser would take them apart. */
static void
link_check(lua_State *L, const struct node *link)
{
	struct node_step step = { (struct node *)link, true };
	do {
		if (step.entering && step.node != link &&
		    step.node->kind == NODE_LINK)
			sandbox_raise(L, RULE_FILTER_RESULT,
			    "a Link can't stand within another one");
	} while (node_next(link, &step));
}

struct node *
element_take(lua_State *L, int index, int depth)
{
	enum element element = (enum element)element_at(L, index);
	depth_check(L, depth);
	if (element == ELEMENT_CHART)
		return chart_take(L, index);
	struct node *node = node_make(L, element_parts[element].node);
	node->ordered = element == ELEMENT_ORDERED_LIST;
	node->tight = element == ELEMENT_PLAIN;
	if (node->ordered) {
		node->level = 1;
		node->delimiter = '.';
	}
	for (const struct part *part = element_parts[element].parts;
	     part->name != NULL; part++) {
		lua_pushstring(L, part->name);
		if (lua_rawget(L, index) == LUA_TNIL)
			part_miss(L, element, part);
		else
			part_take(L, element, part, node, depth + 1);
		lua_pop(L, 1);
	}
	if (element == ELEMENT_TABLE && rows_pad(L, node) == 0)
		sandbox_raise(L, RULE_FILTER_RESULT, "a Table needs rows");
	if (element == ELEMENT_LINK)
		link_check(L, node);
	return node;
}

void
inlines_append(lua_State *L, int index, struct node *into)
{
	inlines_take(L, lua_absindex(L, index), into, 0);
}

const char *
element_type(lua_State *L, int index)
{
	int element = element_at(L, index);
	return element >= 0 ? element_names[element] : proxy_type(L, index);
}
