#include "filter/edition_parts.h"

#include <math.h>
#include "base/lang.h"
#include "filter/convert.h"
#include "filter/library.h"
#include "model/chart.h"

/* What each kind has at most; `points` are labels times series. */
static const struct kind {
	const char *name;
	size_t labels, series, points;
	const char *remedy; /* for more points */
} kinds[CHART_KINDS] = {
	[CHART_BAR] = { "bar", CHART_LABELS_MOST, CHART_SERIES_MOST,
	    CHART_BARS_MOST, N_("draw a line, or several charts") },
	[CHART_COLUMN] = { "column", CHART_LABELS_MOST, CHART_SERIES_MOST,
	    CHART_BARS_MOST, N_("draw a line, or several charts") },
	[CHART_LINE] = { "line", CHART_LABELS_MOST, CHART_SERIES_MOST,
	    CHART_LABELS_MOST * CHART_SERIES_MOST, "" },
	[CHART_STACK] = { "stack", CHART_BARS_MOST, CHART_SERIES_MOST,
	    CHART_BARS_MOST * CHART_SERIES_MOST, "" },
	[CHART_METER] = { "meter", CHART_BARS_MOST, 2, CHART_BARS_MOST * 2,
	    "" },
	[CHART_MULTIPLES] = { "multiples", CHART_PANEL_LABELS_MOST,
	    CHART_PANELS_MOST, CHART_POINTS_MOST,
	    N_("draw several charts") },
	[CHART_MATRIX] = { "matrix", CHART_BARS_MOST, CHART_COLUMNS_MOST,
	    CHART_BARS_MOST * CHART_COLUMNS_MOST, "" },
};

#define ABSENT "—"
/* Beyond it the axis has no round steps. */
#define VALUE_MOST 1e15
/* Nearer to 0 it is drawn as 0: no scale could be told from an endless one. */
#define VALUE_LEAST 1e-15
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
	lua_rawget(L, index);
	if (!is_plain_table(L, -1))
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
	for (size_t i = 0; i < CHART_KINDS; i++) {
		if (type != LUA_TSTRING || strcmp(word, kinds[i].name) != 0)
			continue;
		lua_pop(L, 1);
		return (enum chart_kind)i;
	}
	sandbox_raise(L, RULE_FILTER_RESULT,
	    "chart: kind takes \"bar\", \"column\", \"line\", \"stack\", "
	    "\"meter\", \"multiples\" or \"matrix\", not %s",
	    word);
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
number_take(lua_State *L, int index, const char *series, const char *label,
    bool percent)
{
	if (lua_type(L, index) != LUA_TNUMBER)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "chart: the value of '%s' at '%s' is a %s, no number",
		    series, label, element_type(L, index));
	double value = lua_tonumber(L, index);
	if (!isfinite(value) || fabs(value) > VALUE_MOST)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "chart: the value of '%s' at '%s' is too large, or none "
		    "at all (a division by 0?)",
		    series, label);
	/* Shares have a digit, 100.0 as 97.4: one can be held against another. */
	bool share = percent && !lua_isinteger(L, index) &&
	    value * 10 == floor(value * 10);
	return (struct chart_point){ POINT_KNOWN,
		fabs(value) < VALUE_LEAST ? 0 : value,
		share ? arena_printf(sandbox_of(L)->arena, "%.1f", value)
		      : number_words(L, index) };
}

/* What a cell of a matrix says. */
static struct chart_point
state_take(lua_State *L, int index, const struct chart *chart,
    const char *series, const char *label)
{
	const char *words = words_take(L, index, NC_("filter", "a value"));
	for (size_t i = 0; i < chart->state_count; i++)
		if (strcmp(words, chart->states[i]) == 0)
			return (struct chart_point){ POINT_KNOWN, (double)i,
				words };
	sandbox_raise(L, RULE_FILTER_RESULT,
	    "chart: the value of '%s' at '%s', '%s', is none of the states",
	    series, label, words);
}

static struct chart_point
point_take(lua_State *L, int index, const struct chart *chart,
    const char *series, const char *label)
{
	if (lua_isnil(L, index))
		return (struct chart_point){ POINT_ABSENT, 0, ABSENT };
	if (is_withheld(L, index))
		return (struct chart_point){ POINT_WITHHELD, 0, WITHHELD };
	if (chart->kind == CHART_MATRIX)
		return state_take(L, index, chart, series, label);
	struct chart_point point =
	    number_take(L, index, series, label, strcmp(chart->unit, "%") == 0);
	if (point.value < 0 &&
	    (chart->kind == CHART_STACK || chart->kind == CHART_METER))
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "chart: the value of '%s' at '%s' is below 0, which no "
		    "part of a whole is; draw bars",
		    series, label);
	return point;
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
	if (!is_plain_table(L, index))
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "chart: series %d is a %s; write {name = …, values = {…}}",
		    (int)number + 1, element_type(L, index));
	proxy_check_parts(L, index, NC_("filter", "a series"), names, 2);
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
		series->points[i] = point_take(L, lua_gettop(L), chart,
		    series->name, chart->labels[i]);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

/* ---- the whole ---- */

/* A list of 1 to `most` words. */
static const char **
list_take(lua_State *L, int index, const char *name, const char *what,
    size_t most, size_t *count)
{
	lua_Integer len = push_list(L, index, name);
	if (len < 1 || (size_t)len > most)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a chart of this kind has 1 to %d %s, not %d", (int)most,
		    name, (int)len);
	sandbox_charge_output(L, (size_t)len * sizeof(char *));
	const char **words = ARENA_ARRAY(
	    sandbox_of(L)->arena, const char *, (size_t)len);
	for (lua_Integer i = 0; i < len; i++) {
		lua_rawgeti(L, -1, i + 1);
		words[i] = words_take(L, lua_gettop(L), what);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
	*count = (size_t)len;
	return words;
}

static void
states_take(lua_State *L, int index, struct chart *chart)
{
	lua_pushstring(L, "states");
	bool given = lua_rawget(L, index) != LUA_TNIL;
	lua_pop(L, 1);
	if (!given && chart->kind == CHART_MATRIX)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a matrix needs states, a list of what its values say");
	if (given && chart->kind != CHART_MATRIX)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "chart: only a matrix has states");
	if (given)
		chart->states = list_take(L, index, "states", NC_("filter", "a state"),
		    CHART_SERIES_MOST, &chart->state_count);
}

static void
all_series_take(lua_State *L, int index, struct chart *chart)
{
	const struct kind *kind = &kinds[chart->kind];
	lua_Integer count = push_list(L, index, "series");
	int list = lua_gettop(L);
	if (chart->kind == CHART_METER && count != 2)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a meter has 2 series, what there is and its whole, "
		    "not %d",
		    (int)count);
	if (count < 1 || (size_t)count > kind->series)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a chart of this kind has 1 to %d series, not %d",
		    (int)kind->series, (int)count);
	chart->series_count = (size_t)count;
	if (chart->series_count * chart->label_count > kind->points)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a chart of this kind has at most %d values, not %d; %s",
		    (int)kind->points,
		    (int)(chart->series_count * chart->label_count),
		    *kind->remedy == '\0' ? "" : _(kind->remedy));
	chart->series = ARENA_ARRAY(
	    sandbox_of(L)->arena, struct chart_series, chart->series_count);
	for (lua_Integer i = 0; i < count; i++) {
		lua_rawgeti(L, list, i + 1);
		series_take(L, lua_gettop(L), chart, (size_t)i);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

/* {kind, title, labels, series, unit, states} at `index` → a node. */
struct node *
chart_take(lua_State *L, int index)
{
	static const char *const names[] = { "kind", "title", "labels",
		"series", "unit", "states" };
	struct node *node = node_make(L, NODE_CHART);
	struct chart *chart = ARENA_NEW(sandbox_of(L)->arena, struct chart);
	sandbox_charge_output(L, sizeof(*chart));
	luaL_checkstack(L, 12, NULL);
	proxy_check_parts(L, index, NC_("filter", "a chart"), names, 6);
	chart->strings = strings_of(L);
	chart->kind = kind_take(L, index);
	chart->title = text_part(L, index, "title");
	chart->unit = text_part(L, index, "unit");
	if (*chart->title == '\0')
		sandbox_raise(L, RULE_FILTER_RESULT, "a chart needs a title");
	chart->labels = list_take(L, index, "labels", NC_("filter", "a label"),
	    kinds[chart->kind].labels, &chart->label_count);
	states_take(L, index, chart);
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
push_value(lua_State *L, const struct chart *chart,
    const struct chart_point *point)
{
	if (point->state == POINT_ABSENT)
		lua_pushnil(L);
	else if (point->state == POINT_WITHHELD)
		lua_pushstring(L, WITHHELD);
	else if (chart->kind == CHART_MATRIX)
		lua_pushstring(L, point->words);
	else if (point->value == floor(point->value) &&
	    strchr(point->words, '.') == NULL) /* 100.0 as it was */
		lua_pushinteger(L, (lua_Integer)point->value);
	else
		lua_pushnumber(L, point->value);
}

static void
push_series(lua_State *L, const struct chart *chart, size_t number)
{
	const struct chart_series *series = &chart->series[number];
	lua_newtable(L);
	sandbox_set_text(L, "name", series->name);
	lua_newtable(L);
	for (size_t i = 0; i < chart->label_count; i++) {
		push_value(L, chart, &series->points[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, "values");
}

static void
set_words(lua_State *L, const char *name, const char **words, size_t count)
{
	lua_newtable(L);
	for (size_t i = 0; i < count; i++) {
		lua_pushstring(L, words[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, name);
}

/* Into the table on the top of the stack. */
void
chart_push(lua_State *L, const struct chart *chart)
{
	sandbox_set_text(L, "kind", kinds[chart->kind].name);
	sandbox_set_text(L, "title", chart->title);
	if (*chart->unit != '\0') {
		sandbox_set_text(L, "unit", chart->unit);
	}
	set_words(L, "labels", chart->labels, chart->label_count);
	if (chart->state_count > 0)
		set_words(L, "states", chart->states, chart->state_count);
	lua_newtable(L);
	for (size_t i = 0; i < chart->series_count; i++) {
		push_series(L, chart, i);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, "series");
}
