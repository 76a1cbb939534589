#include "filter/edition_parts.h"

#include "base/hole.h"
#include "base/planted.h"
#include "base/utf8.h"
#include "filter/convert.h"
#include "filter/helper.h"
#include "model/link.h"

/* A call may take so much, and more the more there is in the edition. */
#define STEPS 30000000
#define STEPS_A_THING 20000
#define MEMORY ((size_t)128 << 20)
#define MEMORY_A_THING 1024

/* ---- e:section and e:page ---- */

static struct text
title_check(lua_State *L, const char *what)
{
	if (lua_getfield(L, 2, "title") != LUA_TSTRING)
		sandbox_raise(L, RULE_FILTER_RESULT, "%s needs a title", what);
	struct text title =
	    lines_join(L, convert_take_text(L, -1, NC_("filter", "the title")));
	if (title.len == 0)
		sandbox_raise(L, RULE_FILTER_RESULT, "%s needs a title", what);
	return title;
}

static void
parts_check(
    lua_State *L, const char *what, const char *const *names, size_t count)
{
	if (edition_of(L)->elements != NULL)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "sections and pages are added by `edition`, not by "
		    "functions for elements");
	if (edition_of(L)->additions == NULL)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "only filters in scripts/ add sections and pages");
	luaL_checktype(L, 2, LUA_TTABLE);
	proxy_check_parts(L, 2, what, names, count);
}

static int
addition_add(lua_State *L, const char *page, struct text title,
    const char *group)
{
	struct additions *additions = edition_of(L)->additions;
	struct arena *arena = sandbox_of(L)->arena;
	if (lua_getfield(L, 2, "body") == LUA_TNIL)
		return sandbox_raise(
		    L, RULE_FILTER_RESULT, "'%s' needs a body", title.at);
	const struct node *body = body_make(L, -1);
	sandbox_charge_output(L, sizeof(struct addition));
	ARENA_ROOM(
	    arena, additions->items, additions->count, additions->capacity);
	additions->items[additions->count++] = (struct addition){
		.page = page,
		.title = title.at,
		.group = group,
		.body = body,
		.span = sandbox_span(L),
	};
	return 0;
}

/* e:section{page = "home", title = …, body = …} */
int
edition_section(lua_State *L)
{
	static const char *const names[] = { "page", "title", "body" };
	parts_check(L, NC_("filter", "a section"), names, 3);
	struct text title = title_check(L, NC_("filter", "a section"));
	if (lua_getfield(L, 2, "page") != LUA_TNIL &&
	    (lua_type(L, -1) != LUA_TSTRING ||
		strcmp(lua_tostring(L, -1), "home") != 0))
		return sandbox_raise(L, RULE_FILTER_RESULT,
		    "a section stands on the page \"home\"; for a page of its "
		    "own write e:page{address = …}");
	return addition_add(L, "home", title, NULL);
}

/* The id of what is at the top of the stack: a proxy, {id = …}, or itself. */
static const char *
id_take(lua_State *L, const char *what)
{
	const char *id = proxy_push_id(L, -1);
	if (id == NULL)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "%s of a figure is an id, or what has one, not a %s", what,
		    proxy_type(L, -1));
	if (lua_type(L, -1) != LUA_TSTRING)
		lua_pushstring(L, id);
	return convert_take_text(L, -1, what).at;
}

/* where = {period = p, form = f}: period=2010-q3&form=member; or "" */
static const char *
selection_take(lua_State *L)
{
	static const char *const keys[] = { "period", "organisation", "form",
		"method", "state" };
	struct arena *arena = sandbox_of(L)->arena;
	const char *selection = "";
	if (lua_getfield(L, 2, "where") == LUA_TNIL)
		return selection;
	luaL_checktype(L, -1, LUA_TTABLE);
	int where = lua_absindex(L, -1);
	proxy_check_parts(L, where, "where", keys, 5);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (lua_getfield(L, where, keys[i]) == LUA_TNIL)
			continue;
		selection = arena_printf(arena, "%s%s%s=%s", selection,
		    *selection == '\0' ? "" : "&", keys[i],
		    link_value(arena, id_take(L, keys[i])));
	}
	return selection;
}

/*
 * e:glance{period = p, title = …, value = …, note = …, page = "ledger",
 * where = {form = f}}
 */
int
edition_glance(lua_State *L)
{
	static const char *const names[] = { "period", "title", "value", "note",
		"page", "where" };
	struct arena *arena = sandbox_of(L)->arena;
	parts_check(L, NC_("filter", "a figure"), names, 6);
	struct glance glance = { .title = title_check(L, NC_("filter", "a figure")).at,
		.span = sandbox_span(L) };
	if (lua_getfield(L, 2, "period") == LUA_TNIL)
		return sandbox_raise(L, RULE_FILTER_RESULT,
		    "the figure '%s' needs a period", glance.title);
	glance.period = id_take(L, "period");
	lua_pushstring(L, glance.period);
	helper_push_period(L, edition_of(L)->view->programme, -1);
	if (lua_getfield(L, 2, "value") == LUA_TNIL)
		return sandbox_raise(L, RULE_FILTER_RESULT,
		    "the figure '%s' needs a value", glance.title);
	glance.value = body_make_inline(L, -1);
	if (lua_getfield(L, 2, "note") != LUA_TNIL)
		glance.note = body_make_inline(L, -1);
	if (lua_getfield(L, 2, "page") != LUA_TNIL)
		glance.page = convert_take_text(L, -1, NC_("filter", "the page")).at;
	glance.selection = selection_take(L);
	struct additions *additions = edition_of(L)->additions;
	sandbox_charge_output(L, sizeof(struct glance));
	ARENA_ROOM(arena, additions->glances, additions->glance_count,
	    additions->glance_capacity);
	additions->glances[additions->glance_count++] = glance;
	return 0;
}

/* Segments of letters, digits, Han, - and _, parted by single slashes. */
static bool
is_address(struct text t)
{
	size_t at = 0;
	bool empty = true; /* the segment */
	while (at < t.len) {
		uint32_t code = utf8_next(t, &at);
		bool good = text_is_word_byte(code) || utf8_is_han(code);
		if (code == '/' ? empty : !good)
			return false;
		empty = code == '/';
	}
	return !empty && t.len <= 200 && !text_is(t, "home");
}

/* NULL: the page stands for itself in the navigation. */
static const char *
group_take(lua_State *L)
{
	if (lua_getfield(L, 2, "group") == LUA_TNIL)
		return NULL;
	if (lua_type(L, -1) != LUA_TSTRING)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a page's group is a text, not a %s", proxy_type(L, -1));
	struct text group =
	    lines_join(L, convert_take_text(L, -1, NC_("filter", "the group")));
	return group.len == 0 ? NULL : group.at;
}

/* e:page{address = "analysis/timeliness", title = …, group = …, body = …} */
int
edition_page(lua_State *L)
{
	static const char *const names[] = { "address", "title", "group",
		"body" };
	parts_check(L, NC_("filter", "a page"), names, 4);
	struct text title = title_check(L, NC_("filter", "a page"));
	const char *group = group_take(L);
	if (lua_getfield(L, 2, "address") != LUA_TSTRING)
		return sandbox_raise(
		    L, RULE_FILTER_RESULT, "a page needs an address");
	struct text address = convert_take_text(L, -1, NC_("filter", "the address"));
	if (!is_address(address))
		return sandbox_raise(L, RULE_FILTER_RESULT,
		    "'%s' is no address for a page; use letters, digits, Han, "
		    "- and _, with / between folders",
		    address.at);
	const struct additions *additions = edition_of(L)->additions;
	for (size_t i = 0; i < additions->count; i++)
		if (strcmp(additions->items[i].page, address.at) == 0)
			return sandbox_raise(L, RULE_FILTER_RESULT,
			    "there is a page '%s' already", address.at);
	return addition_add(L, address.at, title, group);
}

/* ---- running ---- */

static int
script_run(lua_State *L)
{
	struct edition_filter *filter = lua_touserdata(L, 1);
	definition_push(L, filter->phase.script, "edition");
	proxy_push(L, &edition_class, filter->view);
	lua_call(L, 1, 1);
	if (!lua_isnil(L, -1))
		return sandbox_raise(L, RULE_FILTER_RESULT,
		    "`edition` returns nothing, but no %s; add what it makes "
		    "by e:section or e:page",
		    proxy_type(L, -1));
	return 0;
}

int
edition_filter_run(struct edition_filter *filter, struct arena *arena,
    struct additions *additions, struct diags *diags)
{
	struct phase *phase = &filter->phase;
	int status = 0;
	filter->additions = additions;
	filter->where = SPAN_NONE;
	for (size_t i = 0; i < phase->scripts->count; i++) {
		struct fault fault;
		phase->script = &phase->scripts->items[i];
		filter->withheld_told = false;
		if (!phase->definitions.items[i].edition ||
		    sandbox_run(phase->box, &filter->run_limits, arena,
			script_run, filter, &fault) == 0)
			continue;
		phase_report(phase, &fault, filter->view->edition->id, diags);
		status = -1;
	}
	filter->additions = NULL;
	phase->script = NULL;
	return status;
}

/* ---- opening ---- */

/* The globals are at index 1. */
static int
setup(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{ "blur", words_blur },
		{ "chart", body_chart },
		{ "count", query_count },
		{ "days_between", helper_days_between },
		{ "is_withheld", figure_is_withheld },
		{ "link", body_link },
		{ "names", words_names },
		{ "percent", words_percent },
		{ "records", query_records },
		{ "sum", query_sum },
		{ NULL, NULL },
	};
	luaL_setfuncs(L, functions, 0);
	/* `table` is the library, and makes tables of a document. */
	lua_getfield(L, 1, "table");
	lua_getmetatable(L, -1);
	lua_pushcfunction(L, body_table);
	lua_setfield(L, -2, "__call");
	lua_settop(L, 1);
	elements_add(L);
	edition_proxies_add(L);
	return 0;
}

static void
limits_set(struct edition_filter *filter)
{
	/* Tables have a row for an organisation as for a record. */
	size_t things = view_entries(filter->view)->count +
	    filter->view->organisation_count;
	filter->run_limits = (struct limits){
		.steps = STEPS + (int64_t)things * STEPS_A_THING,
		.seconds = 60,
		.memory = MEMORY + things * MEMORY_A_THING,
		.output = (size_t)64 << 20,
	};
	filter->live_limits = filter->run_limits;
	filter->live_limits.seconds = 20;
	filter->live_limits.output = (size_t)4 << 20;
}

struct edition_filter *
edition_filter_open(const struct scripts *scripts, const struct view *view,
    const struct figures *figures, struct diags *diags)
{
	struct arena *arena = arena_new();
	struct edition_filter *filter = ARENA_NEW(arena, struct edition_filter);
	PLANT(hole, hole_try());
	*filter = (struct edition_filter){
		.phase = { .name = "edition",
		    .things = &edition_things,
		    .scripts = scripts,
		    .programme = view->programme,
		    .arena = arena },
		.view = view,
		.stopped = ARENA_ARRAY(arena, bool, scripts->count),
		.figures = figures,
	};
	if (figures == NULL)
		filter->figures =
		    figures_new(arena, (struct tally_list){ NULL, 0 });
	limits_set(filter);
	if (words_read_blur(filter, diags) == 0 &&
	    phase_open(&filter->phase, filter, setup, diags) == 0)
		return filter;
	edition_filter_close(filter);
	return NULL;
}

void
edition_filter_close(struct edition_filter *filter)
{
	if (filter != NULL)
		phase_close(&filter->phase);
}
