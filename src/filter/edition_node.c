#include "filter/edition_parts.h"

#include "filter/convert.h"

/*
 * Pieces of a document as tables of Lua, and back.  A table that stands for a
 * piece has a metatable of ours, which says what it is and knows which parts
 * it has; the pieces below are tables too.  Nothing is checked while a script
 * works on them: what it gives back is.
 */

enum part_type {
	PART_INLINES,
	PART_BLOCKS,
	PART_ITEMS,
	PART_TEXT, /* of the node */
	PART_LINES, /* the same, of several lines */
	PART_TITLE,
	PART_LEVEL,
	PART_START,
	PART_DELIMITER,
	PART_HEAD,
	PART_ROWS,
	PART_ALIGN,
	PART_OTHER, /* of a chart */
};

struct part {
	const char *name;
	enum part_type type;
};

/* In the order in which a constructor takes them. */
#define PARTS_MOST 5
static const struct {
	enum node_kind node;
	struct part parts[PARTS_MOST + 1];
} elements[ELEMENT__MAX] = {
	[ELEMENT_DOCUMENT] = { NODE_DOCUMENT, { { "content", PART_BLOCKS } } },
	[ELEMENT_PARA] = { NODE_PARAGRAPH, { { "content", PART_INLINES } } },
	[ELEMENT_PLAIN] = { NODE_PARAGRAPH, { { "content", PART_INLINES } } },
	[ELEMENT_HEADER] = { NODE_HEADING,
	    { { "level", PART_LEVEL }, { "content", PART_INLINES } } },
	[ELEMENT_BLOCK_QUOTE] = { NODE_QUOTE, { { "content", PART_BLOCKS } } },
	[ELEMENT_BULLET_LIST] = { NODE_LIST, { { "content", PART_ITEMS } } },
	[ELEMENT_ORDERED_LIST] = { NODE_LIST,
	    { { "content", PART_ITEMS }, { "start", PART_START },
		{ "delimiter", PART_DELIMITER } } },
	[ELEMENT_CODE_BLOCK] = { NODE_CODE_BLOCK,
	    { { "text", PART_LINES }, { "info", PART_TITLE } } },
	[ELEMENT_RAW_BLOCK] = { NODE_HTML_BLOCK, { { "text", PART_LINES } } },
	[ELEMENT_RULE] = { NODE_RULE, { { NULL, PART_OTHER } } },
	[ELEMENT_TABLE] = { NODE_TABLE,
	    { { "head", PART_HEAD }, { "rows", PART_ROWS },
		{ "align", PART_ALIGN } } },
	[ELEMENT_CHART] = { NODE_CHART,
	    { { "kind", PART_OTHER }, { "title", PART_OTHER },
		{ "labels", PART_OTHER }, { "series", PART_OTHER },
		{ "unit", PART_OTHER } } },
	[ELEMENT_STR] = { NODE_TEXT, { { "text", PART_TEXT } } },
	[ELEMENT_SOFT_BREAK] = { NODE_SOFT_BREAK, { { NULL, PART_OTHER } } },
	[ELEMENT_LINE_BREAK] = { NODE_LINE_BREAK, { { NULL, PART_OTHER } } },
	[ELEMENT_CODE] = { NODE_CODE, { { "text", PART_TEXT } } },
	[ELEMENT_RAW_INLINE] = { NODE_HTML, { { "text", PART_TEXT } } },
	[ELEMENT_EMPH] = { NODE_EMPHASIS, { { "content", PART_INLINES } } },
	[ELEMENT_STRONG] = { NODE_STRONG, { { "content", PART_INLINES } } },
	[ELEMENT_LINK] = { NODE_LINK,
	    { { "content", PART_INLINES }, { "target", PART_TEXT },
		{ "title", PART_TITLE } } },
	[ELEMENT_IMAGE] = { NODE_IMAGE,
	    { { "content", PART_INLINES }, { "src", PART_TEXT },
		{ "title", PART_TITLE } } },
};

/* In a metatable of ours: which element, an integer. */
static const char element_key;

int
element_of_node(const struct node *node)
{
	if (node->kind == NODE_PARAGRAPH)
		return node_is_tight(node) ? ELEMENT_PLAIN : ELEMENT_PARA;
	if (node->kind == NODE_LIST)
		return node->ordered ? ELEMENT_ORDERED_LIST
				     : ELEMENT_BULLET_LIST;
	for (int i = 0; i < ELEMENT__MAX; i++)
		if (elements[i].node == node->kind)
			return i;
	return -1;
}

int
element_at(lua_State *L, int index)
{
	if (lua_type(L, index) != LUA_TTABLE || !lua_getmetatable(L, index))
		return -1;
	int element = lua_rawgetp(L, -1, &element_key) == LUA_TNUMBER
	    ? (int)lua_tointeger(L, -1)
	    : -1;
	lua_pop(L, 2);
	return element;
}

bool
element_is_block(enum element element)
{
	return elements[element].node < NODE_TEXT;
}

/* ---- parts by name ---- */

static const struct part *
part_find(enum element element, const char *name)
{
	const struct part *part = elements[element].parts;
	for (; part->name != NULL; part++)
		if (strcmp(part->name, name) == 0)
			return part;
	return NULL;
}

static void
part_raise(lua_State *L, enum element element, const char *name)
{
	const char *names[PARTS_MOST + 1];
	size_t count = 0;
	const struct part *part = elements[element].parts;
	for (; part->name != NULL; part++)
		names[count++] = part->name;
	names[count++] = "t";
	proxy_raise_unknown(L, RULE_FILTER_RESULT, element_names[element],
	    "part", name, names, count);
}

/* The key at `index`, which must be the name of a part. */
static const struct part *
part_check(lua_State *L, enum element element, int index)
{
	const char *name = lua_type(L, index) == LUA_TSTRING
	    ? lua_tostring(L, index)
	    : proxy_type(L, index);
	const struct part *part = part_find(element, name);
	if (part == NULL)
		part_raise(L, element, name);
	return part;
}

static enum element
upvalue_element(lua_State *L)
{
	return (enum element)lua_tointeger(L, lua_upvalueindex(1));
}

/* el.t, and parts that are not set. */
static int
element_index(lua_State *L)
{
	enum element element = upvalue_element(L);
	if (lua_type(L, 2) == LUA_TSTRING &&
	    strcmp(lua_tostring(L, 2), "t") == 0) {
		lua_pushstring(L, element_names[element]);
		return 1;
	}
	part_check(L, element, 2);
	lua_pushnil(L);
	return 1;
}

static int
element_newindex(lua_State *L)
{
	part_check(L, upvalue_element(L), 2);
	lua_settop(L, 3);
	lua_rawset(L, 1);
	return 0;
}

static void
push_metatable(lua_State *L, enum element element)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &elements[element]);
}

/* ---- to Lua ---- */

static void
push_children(lua_State *L, const struct node *node)
{
	lua_Integer n = 0;
	lua_newtable(L);
	for (const struct node *c = node->first; c != NULL; c = c->next) {
		element_push(L, c);
		lua_rawseti(L, -2, ++n);
	}
}

/* Of items the blocks, of cells what stands within. */
static void
push_lists(lua_State *L, const struct node *first)
{
	lua_Integer n = 0;
	lua_newtable(L);
	for (const struct node *c = first; c != NULL; c = c->next) {
		push_children(L, c);
		lua_rawseti(L, -2, ++n);
	}
}

static void
push_rows(lua_State *L, const struct node *table)
{
	lua_Integer n = 0;
	const struct node *row = table->first;
	lua_newtable(L);
	if (table->level > 0 && row != NULL)
		row = row->next;
	for (; row != NULL; row = row->next) {
		push_lists(L, row->first);
		lua_rawseti(L, -2, ++n);
	}
}

static const char *const align_words[] = { "default", "left", "centre",
	"right" };

/* A column is aligned like its last cell: a head may say nothing. */
static void
push_align(lua_State *L, const struct node *table)
{
	lua_Integer n = 0;
	lua_newtable(L);
	if (table->last == NULL)
		return;
	for (const struct node *c = table->last->first; c != NULL;
	     c = c->next) {
		lua_pushstring(L, align_words[c->align]);
		lua_rawseti(L, -2, ++n);
	}
}

static void
push_part(lua_State *L, const struct node *node, enum part_type type)
{
	switch (type) {
	case PART_INLINES:
	case PART_BLOCKS:
		push_children(L, node);
		return;
	case PART_ITEMS:
		push_lists(L, node->first);
		return;
	case PART_TEXT:
	case PART_LINES:
		lua_pushlstring(L, node->text.at, node->text.len);
		return;
	case PART_TITLE:
		lua_pushlstring(L, node->title.at, node->title.len);
		return;
	case PART_LEVEL:
	case PART_START:
		lua_pushinteger(L, node->level);
		return;
	case PART_DELIMITER:
		lua_pushstring(
		    L, node->delimiter == ')' ? "OneParen" : "Period");
		return;
	case PART_HEAD:
		if (node->level > 0 && node->first != NULL)
			push_lists(L, node->first->first);
		else
			lua_pushnil(L);
		return;
	case PART_ROWS:
		push_rows(L, node);
		return;
	case PART_ALIGN:
		push_align(L, node);
		return;
	case PART_OTHER:
		lua_pushnil(L);
	}
}

void
element_push(lua_State *L, const struct node *node)
{
	int element = element_of_node(node);
	luaL_checkstack(L, 8, NULL);
	sandbox_charge(L, NODE_STEPS);
	lua_newtable(L);
	if (element == ELEMENT_CHART)
		chart_push(L, node->chart);
	else
		for (const struct part *part = elements[element].parts;
		     part->name != NULL; part++) {
			push_part(L, node, part->type);
			lua_setfield(L, -2, part->name);
		}
	push_metatable(L, (enum element)element);
	lua_setmetatable(L, -2);
}

/* ---- from Lua ---- */

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

/* Within a line nothing ends it. */
static struct text
line_take(lua_State *L, int index, const char *what)
{
	struct text t = convert_take_text(L, index, what);
	char *out = arena_copy(sandbox_of(L)->arena, t.at, t.len);
	sandbox_charge_output(L, t.len);
	for (size_t i = 0; i < t.len; i++)
		if (out[i] == '\n' || out[i] == '\t')
			out[i] = ' ';
	return (struct text){ out, t.len };
}

/* One thing within a line. */
static void
inline_take(lua_State *L, int index, struct node *into, int depth)
{
	int element = element_at(L, index);
	if (element >= 0) {
		if (element_is_block((enum element)element))
			sandbox_raise(L, RULE_FILTER_RESULT,
			    "a %s can't stand within a line",
			    element_names[element]);
		node_append(into, element_take(L, index, depth));
	} else if (lua_type(L, index) == LUA_TSTRING) {
		struct node *node = node_make(L, NODE_TEXT);
		node->text = line_take(L, index, "a text");
		node_append(into, node);
	} else {
		node_append(into, body_make_inline(L, index));
	}
}

static void
inlines_take(lua_State *L, int index, struct node *into, int depth)
{
	depth_check(L, depth);
	if (!lua_istable(L, index) || element_at(L, index) >= 0) {
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
		return !element_is_block((enum element)element);
	return !lua_istable(L, index) && !is_blocks(L, index);
}

static void
item_take(lua_State *L, int index, struct node *list, int depth)
{
	struct node *item = node_make(L, NODE_ITEM);
	bool plain = is_inline(L, index);
	if (lua_istable(L, index) && element_at(L, index) < 0 &&
	    lua_rawlen(L, index) > 0) {
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
	lua_Integer count = lua_istable(L, index) && element_at(L, index) < 0
	    ? list_count(L, index)
	    : -1;
	if (count < 0)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a list takes a list of items, not a %s",
		    element_type(L, index));
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

static void
row_take(lua_State *L, int index, struct node *table, int depth)
{
	struct node *row = node_make(L, NODE_ROW);
	if (!lua_istable(L, index) || element_at(L, index) >= 0)
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
	if (!lua_istable(L, index) || element_at(L, index) >= 0)
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

static void
align_take(lua_State *L, int index, struct node *table)
{
	size_t column = 0;
	if (!lua_istable(L, index) || element_at(L, index) >= 0)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "Table: align takes a list, not a %s",
		    element_type(L, index));
	for (struct node *r = table->first; r != NULL; r = r->next) {
		column = 0;
		for (struct node *c = r->first; c != NULL; c = c->next) {
			lua_rawgeti(L, index, (lua_Integer)++column);
			c->align = align_of(L, lua_tostring(L, -1));
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
	struct text t = convert_take_text(L, -1, "the text");
	if (t.len == 0 || text_ends(t, "\n"))
		return arena_text(sandbox_of(L)->arena, t);
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
		text_check(L, element, part);
		node->text = line_take(L, index, part->name);
		return;
	case PART_LINES:
		text_check(L, element, part);
		node->text = lines_take(L);
		return;
	case PART_TITLE:
		text_check(L, element, part);
		node->title = line_take(L, index, part->name);
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
	struct node *node = node_make(L, elements[element].node);
	node->ordered = element == ELEMENT_ORDERED_LIST;
	node->tight = element == ELEMENT_PLAIN;
	if (node->ordered) {
		node->level = 1;
		node->delimiter = '.';
	}
	for (const struct part *part = elements[element].parts;
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

/* ---- constructors: doc.Header(2, …), doc.Table{…} ---- */

static bool
has_named_parts(enum element element)
{
	return element == ELEMENT_TABLE || element == ELEMENT_CHART;
}

static int
element_new(lua_State *L)
{
	enum element element = upvalue_element(L);
	const struct part *parts = elements[element].parts;
	int count = 0, given = lua_gettop(L);
	while (parts[count].name != NULL)
		count++;
	if (has_named_parts(element) ? given != 1 : given > count)
		return sandbox_raise(L, RULE_FILTER_RESULT,
		    has_named_parts(element)
			? "doc.%s takes one table"
			: "doc.%s takes fewer values",
		    element_names[element]);
	lua_newtable(L);
	int made = lua_gettop(L);
	if (has_named_parts(element)) {
		luaL_checktype(L, 1, LUA_TTABLE);
		for (lua_pushnil(L); lua_next(L, 1) != 0; lua_pop(L, 1)) {
			const char *name = part_check(L, element, -2)->name;
			lua_pushvalue(L, -1);
			lua_setfield(L, made, name);
		}
	}
	for (int i = 0; !has_named_parts(element) && i < given; i++) {
		lua_pushvalue(L, i + 1);
		lua_setfield(L, made, parts[i].name);
	}
	push_metatable(L, element);
	lua_setmetatable(L, made);
	return 1;
}

static void
closure_set(lua_State *L, enum element element, const char *name,
    lua_CFunction function)
{
	lua_pushinteger(L, element);
	lua_pushcclosure(L, function, 1);
	lua_setfield(L, -2, name);
}

/* Adds `doc` to the globals at index 1. */
void
elements_add(lua_State *L)
{
	for (int i = 0; i < ELEMENT__MAX; i++) {
		enum element element = (enum element)i;
		lua_newtable(L);
		closure_set(L, element, "__index", element_index);
		closure_set(L, element, "__newindex", element_newindex);
		lua_pushboolean(L, 0);
		lua_setfield(L, -2, "__metatable");
		lua_pushstring(L, element_names[i]);
		lua_setfield(L, -2, "__name");
		lua_pushinteger(L, i);
		lua_rawsetp(L, -2, &element_key);
		lua_rawsetp(L, LUA_REGISTRYINDEX, &elements[i]);
	}
	lua_newtable(L);
	for (int i = 0; i < ELEMENT__MAX; i++)
		closure_set(L, (enum element)i, element_names[i], element_new);
	library_lock(L);
	lua_setfield(L, 1, "doc");
}
