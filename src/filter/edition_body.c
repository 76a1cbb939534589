#include "filter/edition_parts.h"

#include "base/utf8.h"
#include "filter/convert.h"

/* ---- nodes ---- */

static struct span
span_here(lua_State *L)
{
	struct span span = sandbox_span(L);
	return span.source != 0 ? span : edition_of(L)->where;
}

struct node *
node_make(lua_State *L, enum node_kind kind)
{
	sandbox_charge(L, NODE_STEPS);
	sandbox_charge_output(L, sizeof(struct node));
	struct node *node = node_new(sandbox_of(L)->arena, kind);
	node->span = span_here(L);
	return node;
}

static void
append_text(lua_State *L, struct node *parent, struct text text)
{
	if (text.len == 0)
		return;
	struct node *node = node_make(L, NODE_TEXT);
	node->text = text;
	node_append(parent, node);
}

static struct node *
copy(lua_State *L, const struct node *node)
{
	struct node_step step = { (struct node *)node, true };
	do {
		if (!step.entering)
			continue;
		sandbox_charge(L, NODE_STEPS);
		sandbox_charge_output(L, sizeof(*node) + step.node->text.len);
	} while (node_next(node, &step));
	return node_copy(sandbox_of(L)->arena, node);
}

/* A piece of document that a script holds: a table, a link. */
static const char *
node_words(lua_State *L, const void *thing)
{
	struct text plain = node_plain(sandbox_of(L)->arena, thing);
	sandbox_charge_output(L, plain.len + 1);
	return plain.at;
}

const struct proxy_class node_class = {
	.name = "piece of text",
	.fields = (const struct proxy_field[]){ { .name = NULL } },
	.words = node_words,
};

/* ---- links ---- */

/* `what`: record:, organisation:, page:; compose/text.c makes addresses of them. */
static struct node *
link_make(lua_State *L, const char *what, const char *id, struct text words)
{
	struct node *node = node_make(L, NODE_LINK);
	sandbox_charge_output(L, 128);
	node->text =
	    text_of(arena_printf(sandbox_of(L)->arena, "%s%s", what, id));
	append_text(L, node, words);
	return node;
}

static struct node *
entry_link(lua_State *L, const struct view_entry *entry)
{
	return link_make(L, "record:", entry->id, text_of(entry_words(L, entry)));
}

/* Of a period: what has the id of one. */
static const struct period *
period_at(lua_State *L, int index)
{
	const struct period *period = NULL;
	if (!lua_istable(L, index))
		return NULL;
	if (lua_getfield(L, index, "id") == LUA_TSTRING)
		period = programme_period(edition_of(L)->view->programme,
		    lua_tostring(L, -1));
	lua_pop(L, 1);
	return period;
}

/* What is linked to, with the words it has when nothing is said. */
static struct node *
link_target(lua_State *L, struct text words)
{
	const struct view *view = edition_of(L)->view;
	const struct view_organisation *organisation =
	    proxy_get(L, 1, &edition_organisation_class);
	const struct view_entry *entry = proxy_get(L, 1, &entry_class);
	const struct period *period = period_at(L, 1);
	bool own = words.len == 0;
	if (organisation != NULL)
		return link_make(L, "organisation:", organisation->id,
		    own ? text_of(organisation->name) : words);
	if (period != NULL)
		return link_make(L, "page:period/", period->id,
		    own ? text_of(period->name) : words);
	if (entry == NULL) {
		const char *id = luaL_checkstring(L, 1);
		if (text_starts(text_of(id), "page:"))
			return link_make(L, "page:", id + strlen("page:"),
			    own ? text_of(id) : words);
		entry = view_entry(view, text_of(id));
		if (entry == NULL)
			sandbox_raise(L, RULE_FILTER_RESULT,
			    "this edition has no record '%s'", id);
	}
	return link_make(L, "record:", entry->id,
	    own ? text_of(entry_words(L, entry)) : words);
}

/*
 * link(record or its id[, text]), link(organisation[, text]), link(period[,
 * text]), link("page:analysis/coverage", text)
 */
int
body_link(lua_State *L)
{
	struct text words = TEXT_LIT("");
	if (!lua_isnoneornil(L, 2)) {
		luaL_checktype(L, 2, LUA_TSTRING);
		words =
		    lines_join(L, convert_take_text(L, 2, NC_("filter", "the link's text")));
	}
	proxy_push(L, &node_class, link_target(L, words));
	return 1;
}

/* ---- inline things ---- */

/*
 * What stands within a line: text, number, link, record, person,
 * organisation.  NULL for anything else.
 */
static struct node *
inline_make(lua_State *L, int index)
{
	const struct view_entry *entry = proxy_get(L, index, &entry_class);
	const struct node *node = proxy_get(L, index, &node_class);
	struct node *made;
	if (entry != NULL)
		return entry_link(L, entry);
	if (node != NULL)
		return node->kind == NODE_LINK ? copy(L, node) : NULL;
	int element = element_at(L, index);
	if (element >= 0)
		return element_is_block(element)
		    ? NULL
		    : element_take(L, lua_absindex(L, index), 0);
	struct text text;
	if (lua_type(L, index) == LUA_TNUMBER)
		text = text_of(number_words(L, index));
	else if (lua_type(L, index) == LUA_TSTRING)
		text = lines_join(L, convert_take_text(L, index, NC_("filter", "a text")));
	else if (proxy_id(L, index) != NULL || figure_withheld_at(L, index))
		text = text_of(proxy_words(L, index));
	else
		return NULL;
	made = node_make(L, NODE_TEXT);
	made->text = text;
	return made;
}

struct node *
body_make_inline(lua_State *L, int index)
{
	struct node *node = inline_make(L, index);
	if (node == NULL && is_blocks(L, index))
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a table can't stand within a line; give it a block of "
		    "its own");
	if (node == NULL)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "this gives a %s; within a line can stand a text, a "
		    "number, a link, a record, a person or an organisation",
		    proxy_type(L, index));
	return node;
}

/* ---- tables ---- */

/* 12, 3.5, 87.5%, −1, and the marks for nothing and for withheld. */
static bool
is_figure(struct text t)
{
	bool digit = false;
	if (text_is(t, "—") || text_is(t, WITHHELD))
		return true;
	if (text_starts(t, "-") || text_starts(t, "+"))
		t = text_from(t, 1);
	if (!text_drop(&t, "%"))
		text_drop(&t, "％");
	for (size_t i = 0; i < t.len; i++) {
		bool here = t.at[i] >= '0' && t.at[i] <= '9';
		if (!here && t.at[i] != '.' && t.at[i] != ',')
			return false;
		digit = digit || here;
	}
	return digit;
}

struct table_making {
	lua_Integer columns;
	enum node_align align[COLUMNS_MOST]; /* as written; ALIGN_NONE: not */
	bool figures[COLUMNS_MOST]; /* all cells are figures, or empty */
	bool withheld; /* a cell shows that something is */
};

/* A … of its own: an author's stands twice. */
static bool
shows_withheld(struct text t)
{
	const struct text mark = TEXT_LIT(WITHHELD);
	for (size_t i = 0; i + mark.len <= t.len; i++) {
		size_t count = 0;
		while (text_starts(text_from(t, i), WITHHELD)) {
			i += mark.len;
			count++;
		}
		if (count == 1)
			return true;
	}
	return false;
}

/* The value on the top of the stack as a cell; it is popped. */
static struct node *
cell_make(lua_State *L, lua_Integer row, lua_Integer column)
{
	struct node *cell = node_make(L, NODE_CELL);
	if (!lua_isnil(L, -1)) {
		struct node *child = inline_make(L, lua_gettop(L));
		if (child == NULL)
			sandbox_raise(L, RULE_FILTER_RESULT,
			    "table: row %d, column %d is a %s; a cell takes a "
			    "text, a number, a link, a record, a person or an "
			    "organisation",
			    (int)row, (int)column, proxy_type(L, -1));
		if (child->kind != NODE_TEXT || child->text.len > 0)
			node_append(cell, child);
	}
	lua_pop(L, 1);
	return cell;
}

/* A row of the list on the top of the stack; it is popped. */
static struct node *
row_make(lua_State *L, struct table_making *t, lua_Integer number)
{
	struct node *row = node_make(L, NODE_ROW);
	if (!lua_istable(L, -1))
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "table: row %d is a %s, no list of cells", (int)number,
		    proxy_type(L, -1));
	for (lua_Integer i = 0; i < t->columns; i++) {
		lua_rawgeti(L, -1, i + 1);
		struct node *cell = cell_make(L, number, i + 1);
		const struct node *child = cell->first;
		bool figure = child != NULL && child->kind == NODE_TEXT &&
		    is_figure(child->text);
		t->withheld = t->withheld ||
		    (child != NULL && child->kind == NODE_TEXT &&
			edition_of(L)->withheld_told &&
			shows_withheld(child->text));
		cell->align = t->align[i];
		if (figure && cell->align == ALIGN_NONE)
			cell->align = ALIGN_RIGHT;
		if (number > 0 && child != NULL && !figure)
			t->figures[i] = false;
		node_append(row, cell);
	}
	lua_pop(L, 1);
	return row;
}

static _Noreturn void
align_raise(lua_State *L)
{
	sandbox_raise(L, RULE_FILTER_RESULT,
	    "table: align takes \"left\", \"centre\" or \"right\" a column");
}

enum node_align
align_at(lua_State *L, int index)
{
	static const struct {
		const char *word;
		enum node_align align;
	} words[] = {
		{ "left", ALIGN_LEFT },
		{ "centre", ALIGN_CENTRE },
		{ "center", ALIGN_CENTRE },
		{ "right", ALIGN_RIGHT },
		{ "default", ALIGN_NONE },
	};
	if (lua_isnil(L, index))
		return ALIGN_NONE;
	const char *word =
	    lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : "";
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(words[i].word, word) == 0)
			return words[i].align;
	align_raise(L);
}

static void
align_read(lua_State *L, struct table_making *t)
{
	if (lua_getfield(L, 1, "align") != LUA_TNIL) {
		if (!lua_istable(L, -1))
			align_raise(L);
		lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
		for (lua_Integer i = 0; i < count && i < t->columns; i++) {
			lua_rawgeti(L, -1, i + 1);
			t->align[i] = align_at(L, -1);
			lua_pop(L, 1);
		}
	}
	lua_pop(L, 1);
}

static void
table_keys_check(lua_State *L)
{
	static const char *const names[] = { "head", "rows", "align",
		"caption" };
	proxy_check_parts(
	    L, 1, "a table", names, sizeof(names) / sizeof(*names));
}

/* As many as the head has, or the longest row. */
static lua_Integer
columns_count(lua_State *L, int head, int table_rows)
{
	lua_Integer columns = (lua_Integer)lua_rawlen(L, head);
	lua_Integer count = (lua_Integer)lua_rawlen(L, table_rows);
	for (lua_Integer i = 1; i <= count; i++) {
		lua_rawgeti(L, table_rows, i);
		lua_Integer cells =
		    lua_istable(L, -1) ? (lua_Integer)lua_rawlen(L, -1) : 0;
		if (cells > columns)
			columns = cells;
		lua_pop(L, 1);
	}
	if (columns < 1 || columns > COLUMNS_MOST)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a table has 1 to %d columns, not %d", COLUMNS_MOST,
		    (int)columns);
	return columns;
}

/* Pushes the list under `name`, an empty one where there is none. */
static int
push_list(lua_State *L, const char *name)
{
	if (lua_getfield(L, 1, name) == LUA_TNIL) {
		lua_pop(L, 1);
		lua_newtable(L);
	}
	if (!lua_istable(L, -1))
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "table: %s takes a list, not a %s", name,
		    proxy_type(L, -1));
	return lua_gettop(L);
}

static struct node *
rows_make(lua_State *L, struct table_making *t)
{
	struct node *table = node_make(L, NODE_TABLE), *head_row = NULL;
	int head = push_list(L, "head"), list = push_list(L, "rows");
	t->columns = columns_count(L, head, list);
	align_read(L, t);
	for (lua_Integer i = 0; i < t->columns; i++)
		t->figures[i] = true;
	if (lua_rawlen(L, head) > 0) {
		lua_pushvalue(L, head);
		head_row = row_make(L, t, 0);
		node_append(table, head_row);
		table->level = 1;
	}
	lua_Integer count = (lua_Integer)lua_rawlen(L, list);
	for (lua_Integer i = 1; i <= count; i++) {
		lua_rawgeti(L, list, i);
		node_append(table, row_make(L, t, i));
	}
	/* A head stands over its figures. */
	struct node *cell = head_row == NULL ? NULL : head_row->first;
	for (lua_Integer i = 0; cell != NULL; i++, cell = cell->next)
		if (count > 0 && t->figures[i] && cell->align == ALIGN_NONE)
			cell->align = ALIGN_RIGHT;
	return table;
}

/* "" where there is none. */
static struct text
caption_take(lua_State *L)
{
	struct text caption = TEXT_LIT("");
	if (lua_getfield(L, 1, "caption") != LUA_TNIL) {
		if (lua_type(L, -1) != LUA_TSTRING)
			sandbox_raise(L, RULE_FILTER_RESULT,
			    "table: caption takes a text, not a %s",
			    proxy_type(L, -1));
		caption = lines_join(L, convert_take_text(L, -1, NC_("filter", "the caption")));
	}
	lua_pop(L, 1);
	return caption;
}

static void
append_paragraph(lua_State *L, struct node *document, struct text words)
{
	struct node *paragraph = node_make(L, NODE_PARAGRAPH);
	append_text(L, paragraph, words);
	node_append(document, paragraph);
}

/*
 * table{head = {…}, rows = {{…}, …}, align = {…}, caption = …}: a document of
 * the table and what … means where it stands in a cell.
 * Argument 1 is the library.
 */
int
body_table(lua_State *L)
{
	struct table_making making = { 0 };
	luaL_checktype(L, 2, LUA_TTABLE);
	lua_settop(L, 2);
	lua_remove(L, 1);
	table_keys_check(L);
	struct node *document = node_make(L, NODE_DOCUMENT);
	struct text caption = caption_take(L);
	struct node *table = rows_make(L, &making);
	table->text = caption;
	/* A column of figures says nothing of what a row is of. */
	table->row_heads = making.columns > 1 && !making.figures[0];
	node_append(document, table);
	if (making.withheld)
		append_paragraph(L, document,
		    text_of(strings_get(strings_of(L), "withheld_legend")));
	proxy_push(L, &node_class, document);
	return 1;
}

/* ---- blocks ---- */

/* Paragraphs are parted by blank lines. */
static void
append_paragraphs(lua_State *L, struct text text, struct node *document)
{
	struct text line, rest = text, paragraph = text_cut(text, 0, 0);
	while (rest.len > 0) {
		text_split(rest, '\n', &line, &rest);
		bool blank = text_trim(line).len == 0;
		if (!blank)
			paragraph.len =
			    (size_t)(line.at + line.len - paragraph.at);
		if (!blank && rest.len > 0)
			continue;
		if (paragraph.len > 0)
			append_paragraph(L, document, lines_join(L, paragraph));
		paragraph = text_cut(rest, 0, 0);
	}
}

/* One of ours is tight, though its paragraphs are made as all others are. */
static bool
is_list_of_records(const struct node *node)
{
	const struct node *item = node != NULL && node->kind == NODE_LIST
	    ? node->last
	    : NULL;
	return item != NULL && node->tight && item->first != NULL &&
	    item->first->kind == NODE_PARAGRAPH && !item->first->tight;
}

/* A record in a list: neighbours share one list of links. */
static void
append_record(
    lua_State *L, const struct view_entry *entry, struct node *document)
{
	struct node *list = document->last;
	if (!is_list_of_records(list)) {
		list = node_make(L, NODE_LIST);
		list->tight = true;
		node_append(document, list);
	}
	struct node *item = node_make(L, NODE_ITEM);
	struct node *paragraph = node_make(L, NODE_PARAGRAPH);
	node_append(paragraph, entry_link(L, entry));
	node_append(item, paragraph);
	node_append(list, item);
}

static void
append_pieces(lua_State *L, const struct node *document, struct node *into)
{
	for (const struct node *n = document->first; n != NULL; n = n->next)
		node_append(into, copy(L, n));
}

bool
is_blocks(lua_State *L, int index)
{
	const struct node *node = proxy_get(L, index, &node_class);
	return node != NULL && node->kind == NODE_DOCUMENT;
}

lua_Integer
list_count(lua_State *L, int index)
{
	lua_Integer count = (lua_Integer)lua_rawlen(L, index);
	luaL_checkstack(L, 4, NULL);
	if (count == 0) {
		lua_pushnil(L);
		if (lua_next(L, index) != 0)
			sandbox_raise(L, RULE_FILTER_RESULT,
			    "this table is no list; did you mean table{head = "
			    "…, rows = …}?");
	}
	sandbox_charge(L, (size_t)count);
	return count;
}

/* Does a list begin with an element within a line, and so is a paragraph? */
static bool
starts_inline(lua_State *L, int index)
{
	lua_rawgeti(L, index, 1);
	int element = element_at(L, -1);
	lua_pop(L, 1);
	return element >= 0 && !element_is_block(element);
}

static void
append_element(lua_State *L, int index, struct node *document, int depth)
{
	struct node *node = element_take(L, index, depth);
	if (node->kind != NODE_DOCUMENT) {
		node_append(document, node);
		return;
	}
	node_take_all(document, node);
}

static void
append_list(lua_State *L, int index, struct node *document, int depth)
{
	if (depth >= BODY_DEPTH)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "lists are nested deeper than %d levels, or in a circle",
		    BODY_DEPTH);
	lua_Integer count = list_count(L, index);
	if (starts_inline(L, index)) {
		struct node *paragraph = node_make(L, NODE_PARAGRAPH);
		inlines_append(L, index, paragraph);
		node_append(document, paragraph);
		return;
	}
	for (lua_Integer i = 1; i <= count; i++) {
		lua_rawgeti(L, index, i);
		body_append(L, lua_gettop(L), document, depth + 1);
		lua_pop(L, 1);
	}
}

void
body_append(lua_State *L, int index, struct node *document, int depth)
{
	const struct view_entry *entry = proxy_get(L, index, &entry_class);
	const struct node *node = proxy_get(L, index, &node_class);
	int element = element_at(L, index);
	if (entry != NULL) {
		append_record(L, entry, document);
	} else if (node != NULL && node->kind == NODE_DOCUMENT) {
		append_pieces(L, node, document);
	} else if (lua_type(L, index) == LUA_TSTRING) {
		append_paragraphs(
		    L, convert_take_text(L, index, NC_("filter", "a text")), document);
	} else if (element >= 0 && element_is_block(element)) {
		append_element(L, index, document, depth);
	} else if (is_plain_table(L, index)) {
		append_list(L, index, document, depth);
	} else {
		struct node *within = inline_make(L, index);
		if (within == NULL)
			sandbox_raise(L, RULE_FILTER_RESULT,
			    "a %s is nothing that can be shown",
			    proxy_type(L, index));
		struct node *paragraph = node_make(L, NODE_PARAGRAPH);
		node_append(paragraph, within);
		node_append(document, paragraph);
	}
}

struct node *
body_make(lua_State *L, int index)
{
	struct node *document = node_make(L, NODE_DOCUMENT);
	body_append(L, lua_absindex(L, index), document, 0);
	return document;
}
