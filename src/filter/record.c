#include "filter/record_proxy.h"

#include <stdlib.h>
#include "filter/helper.h"
#include "filter/proxy.h"

static const struct limits a_record = {
	.steps = 5000000,
	.seconds = 2,
	.memory = (size_t)64 << 20,
	.output = (size_t)1 << 20,
};

static struct record_filter *
filter_of(lua_State *L)
{
	return sandbox_of(L)->context;
}

/* ---- globals ---- */

static int
period(lua_State *L)
{
	helper_push_period(L, filter_of(L)->programme, 1);
	return 1;
}

/* The globals are at index 1. */
static int
setup(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{ "days_between", helper_days_between },
		{ "period", period },
		{ NULL, NULL },
	};
	luaL_setfuncs(L, functions, 0);
	lua_pushstring(L, filter_of(L)->as_of);
	lua_setfield(L, -2, "as_of");
	record_proxies_add(L);
	return 0;
}

/* ---- running ---- */

static int
script_run(lua_State *L)
{
	struct record_filter *filter = lua_touserdata(L, 1);
	definition_push(L, filter->script, "record");
	record_proxy_push(L, filter->record);
	lua_call(L, 1, 1);
	if (lua_isboolean(L, -1)) {
		if (!lua_toboolean(L, -1))
			filter->record->left_out = true;
	} else if (!lua_isnil(L, -1)) {
		return sandbox_raise(L, RULE_FILTER_RESULT,
		    "`record` returns nothing, or false to leave the record "
		    "out, but no %s",
		    proxy_type(L, -1));
	}
	return 0;
}

static void
fault_report(const struct record_filter *filter, struct fault *fault,
    struct diags *diags)
{
	char what[512];
	/* Nothing of the script ran any more: its function is the place. */
	if (fault->place.script == NULL)
		fault->place = (struct script_place){ .script = filter->script,
			.line = script_find(filter->script, "record") };
	snprintf(what, sizeof(what), "%s, record phase, %s",
	    filter->script->name, filter->record->id);
	sandbox_report(fault, what, SPAN_NONE, diags);
}

void
record_filter_run(struct record_filter *filter, struct arena *arena,
    struct record *record, struct diags *diags)
{
	const struct scripts *scripts = filter->scripts;
	filter->record = record;
	for (size_t i = 0; i < scripts->count; i++) {
		struct fault fault;
		filter->script = &scripts->items[i];
		if (!filter->definitions.has_record[i] || filter->stopped[i] ||
		    sandbox_run(filter->box, &a_record, arena, script_run,
			filter, &fault) == 0)
			continue;
		fault_report(filter, &fault, diags);
		filter->stopped[i] = fault.rule == RULE_FILTER_BUDGET;
	}
	filter->record = NULL;
}

/* ---- opening ---- */

struct record_filter *
record_filter_open(const struct scripts *scripts,
    const struct programme *programme, const struct roster *roster,
    const char *as_of, struct diags *diags)
{
	struct fault fault;
	struct arena *arena = arena_new();
	struct record_filter *filter = ARENA_NEW(arena, struct record_filter);
	*filter = (struct record_filter){
		.arena = arena,
		.scripts = scripts,
		.programme = programme,
		.roster = roster,
		.as_of = as_of,
		.stopped = ARENA_ARRAY(arena, bool, scripts->count),
	};
	filter->box = sandbox_open(scripts, filter, setup, &fault);
	if (filter->box == NULL) {
		sandbox_report(&fault, "the record phase", SPAN_NONE, diags);
	} else {
		filter->box->push_reference = record_push_reference;
		if (definitions_read(
			&filter->definitions, filter->box, arena, diags) == 0)
			return filter;
	}
	record_filter_close(filter);
	return NULL;
}

void
record_filter_close(struct record_filter *filter)
{
	if (filter == NULL)
		return;
	sandbox_close(filter->box);
	arena_free(filter->arena);
}
