#include "filter/record_proxy.h"

#include <stdlib.h>
#include "base/hole.h"
#include "base/planted.h"
#include "filter/helper.h"
#include "filter/proxy.h"

static const struct limits a_record = {
	.steps = 5000000,
	.seconds = 2,
	.memory = (size_t)64 << 20,
	.output = (size_t)1 << 20,
};

/* ---- globals ---- */

static int
period(lua_State *L)
{
	helper_push_period(L, record_filter_of(L)->phase.programme, 1);
	return 1;
}

/* The globals are at index 1. */
int
record_setup(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{ "days_between", helper_days_between },
		{ "period", period },
		{ NULL, NULL },
	};
	luaL_setfuncs(L, functions, 0);
	sandbox_set_text(L, "as_of", record_filter_of(L)->as_of);
	record_proxies_add(L);
	return 0;
}

/* ---- running ---- */

static int
script_run(lua_State *L)
{
	struct record_filter *filter = lua_touserdata(L, 1);
	filter->read = 0;
	definition_push(L, filter->phase.script, "record");
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

void
record_filter_run(struct record_filter *filter, struct arena *arena,
    struct record *record, struct diags *diags)
{
	struct phase *phase = &filter->phase;
	PLANT(hole, hole_try());
	filter->record = record;
	filter->read = 0;
	filter->earlier = phase->scripts->first > 0 ? record->filters_read : 0;
	for (size_t i = 0; i < phase->scripts->count; i++) {
		struct fault fault;
		phase->script = &phase->scripts->items[i];
		filter->earlier |= filter->read;
		if (!phase->definitions.items[i].record || filter->stopped[i] ||
		    sandbox_run(phase->box, &a_record, arena, script_run,
			filter, &fault) == 0)
			continue;
		phase_report(phase, &fault, record->id, diags);
		filter->stopped[i] = fault.rule == RULE_FILTER_BUDGET;
	}
	record->filters_read = filter->earlier | filter->read;
	filter->record = NULL;
}

uint64_t
record_filter_read(const struct record_filter *filter)
{
	return filter->read;
}

const struct script *
record_filter_deriver(const struct record_filter *filter, const char *name)
{
	const struct derived *derived =
	    definitions_find(&filter->phase.definitions, name);
	return derived == NULL ? NULL : derived->script;
}

/* ---- opening ---- */

struct record_filter *
record_filter_open(const struct scripts *scripts,
    const struct programme *programme, const struct roster *roster,
    const char *as_of, struct diags *diags)
{
	struct arena *arena = arena_new();
	struct record_filter *filter = ARENA_NEW(arena, struct record_filter);
	*filter = (struct record_filter){
		.phase = { .name = "record",
		    .things = &record_things,
		    .scripts = scripts,
		    .programme = programme,
		    .arena = arena },
		.roster = roster,
		.as_of = as_of,
		.stopped = ARENA_ARRAY(arena, bool, scripts->count),
	};
	if (phase_open(&filter->phase, filter, record_setup, diags) == 0)
		return filter;
	record_filter_close(filter);
	return NULL;
}

void
record_filter_close(struct record_filter *filter)
{
	if (filter != NULL)
		phase_close(&filter->phase);
}
