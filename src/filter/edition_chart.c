#include "filter/edition_parts.h"

#include <math.h>
#include "filter/convert.h"
#include "filter/library.h"
#include "model/chart.h"

static const char *const kind_names[] = {
	[CHART_BAR] = "bar",
	[CHART_COLUMN] = "column",
	[CHART_LINE] = "line",
};
#define KINDS (sizeof(kind_names) / sizeof(*kind_names))

#define WITHHELD "…"
#define ABSENT "—"
/* Beyond it the axis has no round steps. */
#define VALUE_MOST 1e15
/* Bytes of a title, a label, a name: what finds room on a page. */
#define WORDS_MOST 240

/* ---- parts ---- */

/* A text, a number, or a person or organisation by what it is called. */
static const char *
any_words_take(lua_State *L, int index, const char *what)
{
	if (lua_type(L, index) == LUA_TNUMBER)
		return number_words(L, index);
	if (lua_type(L, index) == LUA_TSTRING)
		return lines_join(L, convert_take_text(L, index, what)).at;
	if (proxy_id(L, index) == NULL)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "chart: %s takes a text, not a %s", what,
		    element_type(L, index));
	const char *words = proxy_words(L, index);
	sandbox_charge_output(L, strlen(words) + 1);
	return arena_string(sandbox_of(L)->arena, words);
}

static const char *
words_take(lua_State *L, int index, const char *what)
{
	const char *words = any_words_take(L, index, what);
	if (strlen(words) > WORDS_MOST)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "chart: %s is longer than %d bytes", what, WORDS_MOST);
	return words;
}

/* The part of that name of the table at `index`; "" when there is none. */
static const char *
text_part(lua_State *L, int index, const char *name)
{
	lua_pushstring(L, name);
	const char *words = lua_rawget(L, index) == LUA_TNIL
	    ? ""
	    : words_take(L, lua_gettop(L), name);
	lua_pop(L, 1);
	return words;
}

/* Pushes a list, `count` long. */
static lua_Integer
push_list(lua_State *L, int index, const char *name)
{
	lua_pushstring(L, name);
	if (lua_rawget(L, index) != LUA_TTABLE || element_at(L, -1) >= 0)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "chart: %s takes a list, not a %s", name,
		    element_type(L, -1));
	return (lua_Integer)lua_rawlen(L, -1);
}

static enum chart_kind
kind_take(lua_State *L, int index)
{
	lua_pushstring(L, "kind");
	int type = lua_rawget(L, index);
	const char *word =
	    type == LUA_TSTRING ? lua_tostring(L, -1) : element_type(L, -1);
	for (size_t i = 0; i < KINDS; i++) {
		if (type != LUA_TSTRING || strcmp(word, kind_names[i]) != 0)
			continue;
		lua_pop(L, 1);
		return (enum chart_kind)i;
	}
	sandbox_raise(L, RULE_FILTER_RESULT,
	    "chart: kind takes \"bar\", \"column\" or \"line\", not %s", word);
}

/* ---- values ---- */

/* Released figures may be withheld: such a value is called …. */
static bool
is_withheld(lua_State *L, int index)
{
	size_t len;
	int type = lua_type(L, index);
	if (type != LUA_TSTRING && type != LUA_TUSERDATA)
		return false;
	const char *words = library_tostring(L, index, &len);
	bool withheld = len == strlen(WITHHELD) &&
	    memcmp(words, WITHHELD, len) == 0;
	lua_pop(L, 1);
	return withheld;
}

static struct chart_point
point_take(lua_State *L, int index, const char *series, const char *label)
{
	double value = lua_type(L, index) == LUA_TNUMBER
	    ? lua_tonumber(L, index)
	    : 0;
	if (lua_isnil(L, index))
		return (struct chart_point){ POINT_ABSENT, 0, ABSENT };
	if (is_withheld(L, index))
		return (struct chart_point){ POINT_WITHHELD, 0, WITHHELD };
	if (lua_type(L, index) != LUA_TNUMBER)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "chart: the value of '%s' at '%s' is a %s, no number",
		    series, label, element_type(L, index));
	if (!isfinite(value) || fabs(value) > VALUE_MOST)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "chart: the value of '%s' at '%s' is too large, or none "
		    "at all (a division by 0?)",
		    series, label);
	return (struct chart_point){ POINT_KNOWN, value,
		number_words(L, index) };
}

/* Beyond the labels there must be nothing; within them, what is nil is not. */
static void
values_check(lua_State *L, int index, const struct chart *chart,
    const char *series)
{
	for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1)) {
		lua_Integer key =
		    lua_isinteger(L, -2) ? lua_tointeger(L, -2) : 0;
		if (key < 1 || (size_t)key > chart->label_count)
			sandbox_raise(L, RULE_FILTER_RESULT,
			    "chart: '%s' takes a list of %d values, one a "
			    "label",
			    series, (int)chart->label_count);
	}
}

static void
series_take(lua_State *L, int index, struct chart *chart, size_t number)
{
	static const char *const names[] = { "name", "values" };
	struct chart_series *series = &chart->series[number];
	if (!lua_istable(L, index) || element_at(L, index) >= 0)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "chart: series %d is a %s; write {name = …, values = {…}}",
		    (int)number + 1, element_type(L, index));
	proxy_check_parts(L, index, "a series", names, 2);
	series->name = text_part(L, index, "name");
	if (*series->name == '\0' && chart->series_count > 1)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "chart: series %d needs a name, to be told from the others",
		    (int)number + 1);
	push_list(L, index, "values");
	int values = lua_gettop(L);
	values_check(L, values, chart, series->name);
	sandbox_charge(L, chart->label_count * NODE_STEPS);
	sandbox_charge_output(
	    L, chart->label_count * sizeof(struct chart_point));
	series->points = ARENA_ARRAY(
	    sandbox_of(L)->arena, struct chart_point, chart->label_count);
	for (size_t i = 0; i < chart->label_count; i++) {
		lua_rawgeti(L, values, (lua_Integer)i + 1);
		series->points[i] = point_take(
		    L, lua_gettop(L), series->name, chart->labels[i]);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

/* ---- the whole ---- */

static void
labels_take(lua_State *L, int index, struct chart *chart)
{
	lua_Integer count = push_list(L, index, "labels");
	if (count < 1 || count > CHART_LABELS_MOST)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a chart has 1 to %d labels, not %d", CHART_LABELS_MOST,
		    (int)count);
	chart->label_count = (size_t)count;
	sandbox_charge_output(L, (size_t)count * sizeof(char *));
	chart->labels = ARENA_ARRAY(
	    sandbox_of(L)->arena, const char *, chart->label_count);
	for (lua_Integer i = 0; i < count; i++) {
		lua_rawgeti(L, -1, i + 1);
		chart->labels[i] = words_take(L, lua_gettop(L), "a label");
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

static void
all_series_take(lua_State *L, int index, struct chart *chart)
{
	lua_Integer count = push_list(L, index, "series");
	int list = lua_gettop(L);
	if (count < 1 || count > CHART_SERIES_MOST)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a chart has 1 to %d series, not %d", CHART_SERIES_MOST,
		    (int)count);
	chart->series_count = (size_t)count;
	if (chart->kind != CHART_LINE &&
	    chart->series_count * chart->label_count > CHART_BARS_MOST)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a chart has at most %d bars, not %d; draw a line, or "
		    "several charts",
		    CHART_BARS_MOST,
		    (int)(chart->series_count * chart->label_count));
	chart->series = ARENA_ARRAY(
	    sandbox_of(L)->arena, struct chart_series, chart->series_count);
	for (lua_Integer i = 0; i < count; i++) {
		lua_rawgeti(L, list, i + 1);
		series_take(L, lua_gettop(L), chart, (size_t)i);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

/* {kind, title, labels, series, unit} at `index` → a node. */
struct node *
chart_take(lua_State *L, int index)
{
	static const char *const names[] = { "kind", "title", "labels",
		"series", "unit" };
	struct node *node = node_make(L, NODE_CHART);
	struct chart *chart = ARENA_NEW(sandbox_of(L)->arena, struct chart);
	sandbox_charge_output(L, sizeof(*chart));
	luaL_checkstack(L, 12, NULL);
	proxy_check_parts(L, index, "a chart", names, 5);
	chart->strings = strings_of(L);
	chart->kind = kind_take(L, index);
	chart->title = text_part(L, index, "title");
	chart->unit = text_part(L, index, "unit");
	if (*chart->title == '\0')
		sandbox_raise(L, RULE_FILTER_RESULT, "a chart needs a title");
	labels_take(L, index, chart);
	all_series_take(L, index, chart);
	node->text = text_of(chart->title);
	node->chart = chart;
	return node;
}

/* chart{…}: a document of the chart alone. */
int
body_chart(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	struct node *document = node_make(L, NODE_DOCUMENT);
	node_append(document, chart_take(L, 1));
	proxy_push(L, &node_class, document);
	return 1;
}

/* ---- to Lua ---- */

static void
push_series(lua_State *L, const struct chart *chart, size_t number)
{
	const struct chart_series *series = &chart->series[number];
	lua_newtable(L);
	lua_pushstring(L, series->name);
	lua_setfield(L, -2, "name");
	lua_newtable(L);
	for (size_t i = 0; i < chart->label_count; i++) {
		const struct chart_point *point = &series->points[i];
		if (point->state == POINT_KNOWN &&
		    point->value == floor(point->value))
			lua_pushinteger(L, (lua_Integer)point->value);
		else if (point->state == POINT_KNOWN)
			lua_pushnumber(L, point->value);
		else if (point->state == POINT_WITHHELD)
			lua_pushstring(L, WITHHELD);
		else
			lua_pushnil(L);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, "values");
}

/* Into the table on the top of the stack. */
void
chart_push(lua_State *L, const struct chart *chart)
{
	lua_pushstring(L, kind_names[chart->kind]);
	lua_setfield(L, -2, "kind");
	lua_pushstring(L, chart->title);
	lua_setfield(L, -2, "title");
	if (*chart->unit != '\0') {
		lua_pushstring(L, chart->unit);
		lua_setfield(L, -2, "unit");
	}
	lua_newtable(L);
	for (size_t i = 0; i < chart->label_count; i++) {
		lua_pushstring(L, chart->labels[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, "labels");
	lua_newtable(L);
	for (size_t i = 0; i < chart->series_count; i++) {
		push_series(L, chart, i);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, "series");
}
