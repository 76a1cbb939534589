#include "filter/edition_parts.h"

#include "base/near.h"
#include "filter/library.h"

/* ---- the withheld value ---- */

static const char *
withheld_words(lua_State *L, const void *thing)
{
	(void)thing;
	edition_of(L)->withheld_told = true;
	return WITHHELD;
}

/* Both operands are numbers or withheld, one of them is. */
static int
withheld_reckon(lua_State *L)
{
	for (int i = 1; i <= 2; i++)
		if (lua_type(L, i) != LUA_TNUMBER && !figure_withheld_at(L, i))
			return luaL_error(L,
			    "attempt to perform arithmetic on a %s value",
			    proxy_type(L, i));
	figure_push_withheld(L);
	return 1;
}

/*
 * Lua 5.4.4 as Debian 12 has it (its CVE-2022-33099 patch) goes on with a stale
 * place on the stack when that moved while this ran, or for calling it.
 */
static int
withheld_concat(lua_State *L)
{
	if (sandbox_of(L)->moved)
		return sandbox_raise(L, RULE_FILTER_FIGURE,
		    "calls are nested too deep here, or too many values are "
		    "passed at once, to put a withheld figure into a text by "
		    "..; string.format('%%s', x) can");
	for (int i = 1; i <= 2; i++) {
		int type = lua_type(L, i);
		if (type != LUA_TSTRING && type != LUA_TNUMBER &&
		    !figure_withheld_at(L, i))
			return luaL_error(L,
			    "attempt to concatenate a %s value",
			    proxy_type(L, i));
	}
	library_tostring(L, 1, NULL);
	library_tostring(L, 2, NULL);
	lua_concat(L, 2);
	return 1;
}

static int
withheld_compare(lua_State *L)
{
	return sandbox_raise(L, RULE_FILTER_FIGURE,
	    "a figure that is withheld can't be compared; ask "
	    "is_withheld(x) first");
}

/* What is no figure differs from it; of another figure that can't be known. */
static int
withheld_equal(lua_State *L)
{
	if (figure_withheld_at(L, 1) && figure_withheld_at(L, 2))
		return withheld_compare(L);
	lua_pushboolean(L, 0);
	return 1;
}

static const luaL_Reg withheld_events[] = {
	{ "__add", withheld_reckon },
	{ "__sub", withheld_reckon },
	{ "__mul", withheld_reckon },
	{ "__div", withheld_reckon },
	{ "__idiv", withheld_reckon },
	{ "__mod", withheld_reckon },
	{ "__pow", withheld_reckon },
	{ "__unm", withheld_reckon },
	{ "__concat", withheld_concat },
	{ "__eq", withheld_equal },
	{ "__lt", withheld_compare },
	{ "__le", withheld_compare },
	{ NULL, NULL },
};

static const struct proxy_class withheld_class = {
	.name = "withheld figure",
	.fields = (const struct proxy_field[]){ { .name = NULL } },
	.words = withheld_words,
	.events = withheld_events,
	.numeric = true,
};

bool
figure_withheld_at(lua_State *L, int index)
{
	return proxy_get(L, index, &withheld_class) != NULL;
}

/* Each is a value of its own: two that are withheld need not be the same. */
void
figure_push_withheld(lua_State *L)
{
	proxy_push_new(L, &withheld_class, &withheld_class);
}

/* is_withheld(x) */
int
figure_is_withheld(lua_State *L)
{
	luaL_checkany(L, 1);
	lua_pushboolean(L, figure_withheld_at(L, 1));
	return 1;
}

/* ---- asking for a cell ---- */

/* organisation:branch is called organisation. */
static struct text
dimension_key(const struct tally_dimension *dimension)
{
	struct text key, level;
	text_split(text_of(dimension->id), ':', &key, &level);
	return key;
}

/* By its name as declared, or without the level; -1. */
static long
dimension_find(const struct tally *tally, const char *name)
{
	for (size_t i = 0; i < tally->dimension_count; i++)
		if (strcmp(tally->dimensions[i]->id, name) == 0)
			return (long)i;
	for (size_t i = 0; i < tally->dimension_count; i++)
		if (text_is(dimension_key(tally->dimensions[i]), name))
			return (long)i;
	return -1;
}

static void
tally_raise_unknown(lua_State *L, const struct tally *tally, const char *what,
    const char *name, const char *const *names, size_t count)
{
	const char *near = nearest_word(name, names, count);
	if (near == NULL)
		sandbox_raise(L, RULE_FILTER_FIGURE,
		    "the tally '%s' has no %s '%s'", tally->name, what, name);
	sandbox_raise(L, RULE_FILTER_FIGURE,
	    "the tally '%s' has no %s '%s'; did you mean '%s'?", tally->name,
	    what, name, near);
}

static void
dimension_unknown(lua_State *L, const struct tally *tally, const char *name)
{
	const char *names[TALLY_DIMENSIONS_MOST + 1];
	size_t n = 0;
	for (; n < tally->dimension_count; n++) {
		struct text key = dimension_key(tally->dimensions[n]);
		names[n] = lua_pushlstring(L, key.at, key.len);
	}
	names[n++] = "itself";
	tally_raise_unknown(L, tally, "dimension", name, names, n);
}

/* The id or name at `index`, also of what has an id: a term, a period. */
static const char *
word_check(lua_State *L, const char *key, int index)
{
	const char *id = proxy_push_id(L, index);
	if (id == NULL)
		sandbox_raise(L, RULE_FILTER_FIGURE,
		    "%s takes an id, not a %s", key, proxy_type(L, index));
	return id;
}

/* The node of an organisation that the edition has. */
static uint32_t
organisation_node(lua_State *L, const struct tally *tally,
    const struct tally_dimension *dimension, int index)
{
	const struct view *view = edition_of(L)->view;
	if (proxy_id(L, index) == NULL) {
		lua_pushstring(L, word_check(L, "organisation", index));
		index = lua_gettop(L);
		long found = tally_node_find(
		    dimension, text_of(lua_tostring(L, index)));
		if (found > 0 &&
		    view_tells_node(view, dimension, (uint32_t)found))
			return (uint32_t)found;
	}
	const struct view_organisation *o =
	    edition_check_organisation(L, index);
	long node = tally_node_find(dimension, text_of(o->id));
	if (node >= 0)
		return (uint32_t)node;
	const struct term_list *levels =
	    &edition_of(L)->view->programme->terms[VOCABULARY_LEVEL];
	if (o->level > dimension->level)
		sandbox_raise(L, RULE_FILTER_FIGURE,
		    "the tally '%s' counts organisations down to '%s'; '%s' "
		    "lies below",
		    tally->name, levels->items[dimension->level].id, o->id);
	return (uint32_t)sandbox_raise(L, RULE_FILTER_FIGURE,
	    "the tally '%s' has no organisation '%s'", tally->name, o->id);
}

static void
value_unknown(lua_State *L, const struct tally *tally,
    const struct tally_dimension *dimension, const char *word)
{
	const char **names = lua_newuserdatauv(
	    L, (dimension->node_count + 1) * sizeof(*names), 0);
	size_t n = 0;
	for (uint32_t i = 1; i < dimension->node_count; i++)
		names[n++] = dimension->nodes[i].id;
	tally_raise_unknown(L, tally, dimension->id, word, names, n);
}

static uint32_t
word_node(lua_State *L, const struct tally *tally,
    const struct tally_dimension *dimension, int index)
{
	const char *word = word_check(L, dimension->id, index);
	if (*word == '\0')
		value_unknown(L, tally, dimension, word);
	long node = tally_node_find(dimension, text_of(word));
	if (node >= 0)
		return (uint32_t)node;
	sandbox_charge(L, dimension->node_count);
	for (uint32_t i = 1; i < dimension->node_count; i++)
		if (strcmp(dimension->nodes[i].name, word) == 0)
			return i;
	value_unknown(L, tally, dimension, word);
	return 0;
}

/* What is of the node's organisation and of none below it. */
static uint32_t
node_itself(lua_State *L, const struct tally *tally,
    const struct tally_dimension *dimension, uint32_t node)
{
	const struct view *view = edition_of(L)->view;
	bool is_leaf = true;
	sandbox_charge(L, dimension->node_count);
	for (uint32_t i = node + 1; i < dimension->node_count; i++) {
		if (dimension->nodes[i].parent != node ||
		    !view_tells_node(view, dimension, i))
			continue;
		if (dimension->nodes[i].itself)
			return i;
		is_leaf = false;
	}
	/* Nothing is told below a leaf; the tally counted it all into that. */
	const char *id = dimension->nodes[node].id;
	const struct view_organisation *o = view_organisation(view, text_of(id));
	size_t levels = view->programme->terms[VOCABULARY_LEVEL].count;
	if (is_leaf && o != NULL &&
	    (o->level < dimension->level || (size_t)o->level + 1 == levels))
		return node;
	return (uint32_t)sandbox_raise(L, RULE_FILTER_FIGURE,
	    "the tally '%s' does not count apart what belongs to '%s' itself",
	    tally->name, id);
}

struct asking {
	const struct tally *tally;
	struct tally_place place;
	bool given[TALLY_DIMENSIONS_MOST];
	bool itself;
};

/* Key and value are the topmost of the stack. */
static void
part_take(lua_State *L, void *context)
{
	struct asking *asking = context;
	const struct tally *tally = asking->tally;
	int value = lua_gettop(L);
	const char *key = proxy_key(L, -2);
	long i = dimension_find(tally, key);
	if (i < 0 && strcmp(key, "itself") == 0) {
		if (!lua_isboolean(L, value))
			sandbox_raise(L, RULE_FILTER_FIGURE,
			    "itself takes true or false, not a %s",
			    proxy_type(L, value));
		asking->itself = lua_toboolean(L, value);
		return;
	}
	if (i < 0)
		dimension_unknown(L, tally, key);
	/* With its level and without. */
	if (asking->given[i])
		sandbox_raise(L, RULE_FILTER_FIGURE,
		    "the tally '%s' takes its %s twice here", tally->name, key);
	asking->given[i] = true;
	const struct tally_dimension *dimension = tally->dimensions[i];
	asking->place.nodes[i] = dimension->axis == AXIS_ORGANISATION
	    ? organisation_node(L, tally, dimension, value)
	    : word_node(L, tally, dimension, value);
}

static void
itself_apply(lua_State *L, struct asking *asking)
{
	const struct tally *tally = asking->tally;
	for (size_t i = 0; i < tally->dimension_count; i++) {
		uint32_t *node = &asking->place.nodes[i];
		if (tally->dimensions[i]->axis != AXIS_ORGANISATION ||
		    *node == 0)
			continue;
		*node = node_itself(L, tally, tally->dimensions[i], *node);
		return;
	}
	sandbox_raise(L, RULE_FILTER_FIGURE,
	    "itself = true needs an organisation that it is of");
}

static void
push_figure(lua_State *L, const struct figures *figures,
    const struct asking *asking)
{
	long number = tally_find(&figures->tallies, asking->tally->name);
	struct figure figure =
	    figures_get(figures, (size_t)number, asking->place);
	PLANT(figure, figure = ((struct figure){ FIGURE_OPEN,
			  edition_of(L)->view->planted.hidden }));
	if (figure.state == FIGURE_WITHHELD)
		figure_push_withheld(L);
	else
		lua_pushinteger(L,
		    figure.state == FIGURE_OPEN ? (lua_Integer)figure.value
						: 0);
}

#define FIGURE_STEPS 20

static const struct proxy_class tally_class;

/* e.tallies.NAME{period = p, …}; without a table, all of it. */
static int
tally_call(lua_State *L)
{
	struct asking asking = { .tally = proxy_check(L, 1, &tally_class) };
	sandbox_charge(L, FIGURE_STEPS);
	lua_settop(L, 2);
	if (!lua_isnil(L, 2)) {
		luaL_checktype(L, 2, LUA_TTABLE);
		library_each(L, 2, RULE_FILTER_FIGURE,
		    N_("a tally is asked by names of dimensions as keys, not a "
		       "%s"),
		    part_take, &asking);
	}
	if (asking.itself)
		itself_apply(L, &asking);
	push_figure(L, edition_of(L)->figures, &asking);
	return 1;
}

/* ---- what a tally is ---- */

/* Pushes the values: organisations that the edition has, or {id, name}. */
static void
push_values(lua_State *L, const struct tally_dimension *dimension)
{
	const struct view *view = edition_of(L)->view;
	lua_Integer n = 0;
	sandbox_charge(L, LIST_STEPS + ITEM_STEPS * dimension->node_count);
	lua_newtable(L);
	for (uint32_t i = 1; i < dimension->node_count; i++) {
		const struct tally_node *node = &dimension->nodes[i];
		if (node->itself)
			continue;
		const struct view_organisation *o =
		    dimension->axis != AXIS_ORGANISATION
		    ? NULL
		    : view_organisation(view, text_of(node->id));
		if (o != NULL) {
			proxy_push(L, &edition_organisation_class, o);
		} else if (view_tells_node(view, dimension, i)) {
			lua_createtable(L, 0, 2);
			sandbox_set_text(L, "id", node->id);
			sandbox_set_text(L, "name", node->name);
		} else {
			continue;
		}
		lua_rawseti(L, -2, ++n);
	}
}

/* By id of the period: the day on which its figures were sealed. */
static void
tally_sealed(lua_State *L, const void *thing)
{
	const struct figures *figures = edition_of(L)->figures;
	(void)thing;
	sandbox_charge(L, ITEM_STEPS * figures->sealed_count);
	lua_createtable(L, 0, (int)figures->sealed_count);
	for (size_t i = 0; i < figures->sealed_count; i++)
		sandbox_set_text(L, figures->sealed[i].period,
		    figures->sealed[i].day);
}

static void
tally_dimensions(lua_State *L, const void *thing)
{
	const struct tally *tally = thing;
	const struct term_list *levels =
	    &edition_of(L)->view->programme->terms[VOCABULARY_LEVEL];
	lua_createtable(L, (int)tally->dimension_count, 0);
	for (size_t i = 0; i < tally->dimension_count; i++) {
		const struct tally_dimension *d = tally->dimensions[i];
		lua_createtable(L, 0, 4);
		struct text key = dimension_key(d);
		lua_pushlstring(L, key.at, key.len);
		lua_setfield(L, -2, "id");
		sandbox_set_text(L, "name", d->name);
		if (d->axis == AXIS_ORGANISATION)
			sandbox_set_text(
			    L, "level", levels->items[d->level].id);
		push_values(L, d);
		lua_setfield(L, -2, "values");
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

static void
tally_minimum(lua_State *L, const void *thing)
{
	lua_pushinteger(L, ((const struct tally *)thing)->minimum);
}

static const luaL_Reg tally_events[] = {
	{ "__call", tally_call },
	{ NULL, NULL },
};

static const struct proxy_class tally_class = {
	.name = "tally",
	.fields =
	    (const struct proxy_field[]){
		{ "name", .text = PROXY_TEXT(tally, name) },
		{ "title", .text = PROXY_TEXT(tally, title) },
		{ "of", .text = PROXY_TEXT(tally, of) },
		{ "day", .text = PROXY_TEXT(tally, day) },
		{ "minimum", .push = tally_minimum },
		{ "sealed", .push = tally_sealed },
		{ "dimensions", .push = tally_dimensions },
		{ .name = NULL },
	    },
	.called = PROXY_TEXT(tally, title),
	.events = tally_events,
};

/* ---- all tallies ---- */

static bool
tallies_other(lua_State *L, const void *thing, const char *name)
{
	const struct tally_list *list =
	    &((const struct figures *)thing)->tallies;
	long i = tally_find(list, name);
	if (i >= 0) {
		proxy_push(L, &tally_class, list->items[i]);
		return true;
	}
	const char **names =
	    lua_newuserdatauv(L, (list->count + 1) * sizeof(*names), 0);
	for (size_t j = 0; j < list->count; j++)
		names[j] = list->items[j]->name;
	proxy_raise_unknown(L, RULE_FILTER_FIGURE, NC_("filter", "the site"), "tally", name,
	    names, list->count);
	return false;
}

const struct proxy_class tallies_class = {
	.name = "tallies",
	.fields = (const struct proxy_field[]){ { .name = NULL } },
	.push_other = tallies_other,
};

void
figures_add(lua_State *L)
{
	proxy_class_add(L, &tallies_class);
	proxy_class_add(L, &tally_class);
	proxy_class_add(L, &withheld_class);
}
