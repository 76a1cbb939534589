#include "filter/edition_node.h"

/*
 * Pieces of a document as tables of Lua, and back.  A table that stands for a
 * piece has a metatable of ours, which says what it is and knows which parts
 * it has; the pieces below are tables too.  Nothing is checked while a script
 * works on them: what it gives back is.
 */

const struct element_parts element_parts[ELEMENT__MAX] = {
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
		{ "align", PART_ALIGN }, { "caption", PART_CAPTION },
		{ "row_heads", PART_ROW_HEADS } } },
	[ELEMENT_CHART] = { NODE_CHART,
	    { { "kind", PART_OTHER }, { "title", PART_OTHER },
		{ "labels", PART_OTHER }, { "series", PART_OTHER },
		{ "unit", PART_OTHER }, { "states", PART_OTHER } } },
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
		if (element_parts[i].node == node->kind)
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
is_plain_table(lua_State *L, int index)
{
	return lua_istable(L, index) && element_at(L, index) < 0;
}

bool
element_is_block(int element)
{
	return element_parts[element].node < NODE_TEXT;
}

/* ---- parts by name ---- */

static const struct part *
part_find(enum element element, const char *name)
{
	const struct part *part = element_parts[element].parts;
	for (; part->name != NULL; part++)
		if (strcmp(part->name, name) == 0)
			return part;
	return NULL;
}

static size_t
part_names(enum element element, const char *names[PARTS_MOST + 1])
{
	size_t count = 0;
	const struct part *part = element_parts[element].parts;
	for (; part->name != NULL; part++)
		names[count++] = part->name;
	return count;
}

static void
part_raise(lua_State *L, enum element element, const char *name)
{
	const char *names[PARTS_MOST + 1];
	size_t count = part_names(element, names);
	names[count++] = "t";
	proxy_raise_unknown(L, RULE_FILTER_RESULT, element_names[element],
	    "part", name, names, count);
}

/* The key at `index`, which must be the name of a part. */
static const struct part *
part_check(lua_State *L, enum element element, int index)
{
	const char *name = proxy_key(L, index);
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
	lua_rawgetp(L, LUA_REGISTRYINDEX, &element_parts[element]);
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

/* Of each item the blocks. */
static void
push_items(lua_State *L, const struct node *list)
{
	lua_Integer n = 0;
	lua_newtable(L);
	for (const struct node *c = list->first; c != NULL; c = c->next) {
		push_children(L, c);
		lua_rawseti(L, -2, ++n);
	}
}

/* ---- tables ---- */

static const char *const align_words[] = { "default", "left", "centre",
	"right" };

/* How all cells of a column stand; none, where they differ. */
struct columns {
	size_t count;
	enum node_align align[COLUMNS_MOST];
	bool differ[COLUMNS_MOST];
};

static struct columns
columns_of(const struct node *table)
{
	struct columns columns = { 0 };
	for (const struct node *row = table->first; row != NULL;
	     row = row->next) {
		size_t i = 0;
		for (const struct node *c = row->first;
		     c != NULL && i < COLUMNS_MOST; c = c->next, i++)
			if (row == table->first)
				columns.align[i] = c->align;
			else if (c->align != columns.align[i])
				columns.differ[i] = true;
		columns.count = i > columns.count ? i : columns.count;
	}
	for (size_t i = 0; i < columns.count; i++)
		if (columns.differ[i])
			columns.align[i] = ALIGN_NONE;
	return columns;
}

/* What stands within each; where those of its column differ, how it stands. */
static void
push_cells(
    lua_State *L, const struct node *row, const struct columns *columns)
{
	size_t n = 0;
	lua_newtable(L);
	for (const struct node *c = row->first; c != NULL; c = c->next) {
		push_children(L, c);
		if (n < columns->count && columns->differ[n] &&
		    c->align != ALIGN_NONE && c->first != NULL) {
			sandbox_set_text(L, "align", align_words[c->align]);
		}
		lua_rawseti(L, -2, (lua_Integer)++n);
	}
}

static void
push_head(lua_State *L, const struct node *table)
{
	struct columns columns = columns_of(table);
	if (table->level > 0 && table->first != NULL)
		push_cells(L, table->first, &columns);
	else
		lua_pushnil(L);
}

static void
push_rows(lua_State *L, const struct node *table)
{
	lua_Integer n = 0;
	struct columns columns = columns_of(table);
	const struct node *row = table->first;
	lua_newtable(L);
	if (table->level > 0 && row != NULL)
		row = row->next;
	for (; row != NULL; row = row->next) {
		push_cells(L, row, &columns);
		lua_rawseti(L, -2, ++n);
	}
}

static void
push_align(lua_State *L, const struct node *table)
{
	struct columns columns = columns_of(table);
	lua_newtable(L);
	for (size_t i = 0; i < columns.count; i++) {
		lua_pushstring(L, align_words[columns.align[i]]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
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
		push_items(L, node);
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
		push_head(L, node);
		return;
	case PART_ROWS:
		push_rows(L, node);
		return;
	case PART_ALIGN:
		push_align(L, node);
		return;
	case PART_CAPTION:
		if (node->text.len > 0)
			lua_pushlstring(L, node->text.at, node->text.len);
		else
			lua_pushnil(L);
		return;
	case PART_ROW_HEADS:
		lua_pushboolean(L, node->row_heads);
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
		for (const struct part *part = element_parts[element].parts;
		     part->name != NULL; part++) {
			push_part(L, node, part->type);
			lua_setfield(L, -2, part->name);
		}
	push_metatable(L, (enum element)element);
	lua_setmetatable(L, -2);
}

/* ---- constructors: doc.Header(2, …), doc.Table{…} ---- */

static bool
has_named_parts(enum element element)
{
	return element == ELEMENT_TABLE || element == ELEMENT_CHART;
}

/* Sets the parts of the table at index 1 in the one on the top. */
static void
named_parts_set(lua_State *L, enum element element)
{
	const char *names[PARTS_MOST + 1];
	size_t count = part_names(element, names);
	luaL_checktype(L, 1, LUA_TTABLE);
	proxy_check_parts(L, 1, element_names[element], names, count);
	for (size_t i = 0; i < count; i++) {
		lua_pushstring(L, names[i]);
		lua_rawget(L, 1);
		lua_setfield(L, -2, names[i]);
	}
}

static int
element_new(lua_State *L)
{
	enum element element = upvalue_element(L);
	const struct part *parts = element_parts[element].parts;
	int count = 0, given = lua_gettop(L);
	while (parts[count].name != NULL)
		count++;
	if (has_named_parts(element) ? given != 1 : given > count)
		return sandbox_raise(L, RULE_FILTER_RESULT,
		    has_named_parts(element)
			? N_("doc.%s takes one table")
			: N_("doc.%s takes fewer values"),
		    element_names[element]);
	lua_newtable(L);
	int made = lua_gettop(L);
	if (has_named_parts(element))
		named_parts_set(L, element);
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
		sandbox_set_text(L, "__name", element_names[i]);
		lua_pushinteger(L, i);
		lua_rawsetp(L, -2, &element_key);
		lua_rawsetp(L, LUA_REGISTRYINDEX, &element_parts[i]);
	}
	lua_newtable(L);
	for (int i = 0; i < ELEMENT__MAX; i++)
		closure_set(L, (enum element)i, element_names[i], element_new);
	library_lock(L);
	lua_setfield(L, 1, "doc");
}
