#include "filter/freeze.h"

#include "filter/proxy.h"

/* In the metatable of a frozen table: what it held. */
static const char contents_key;

/* While freezing, on the stack. */
struct freezing {
	lua_State *L;
	int seen; /* functions, tables and variables met before */
	int list; /* function, number, value; function, … */
	lua_Integer count;
};

static void value_freeze(struct freezing *f, int index, int depth);

/* ---- tables ---- */

static int
refuse_change(lua_State *L)
{
	return sandbox_raise(L, RULE_TALLY_MEMORY,
	    "what stands outside of `map` can only be read: it remembers "
	    "nothing from one record to the next");
}

/* Upvalue: what the table held. */
static int
frozen_length(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)lua_rawlen(L, lua_upvalueindex(1)));
	return 1;
}

void
freeze_push_contents(lua_State *L, int index)
{
	index = lua_absindex(L, index);
	if (lua_getmetatable(L, index)) {
		if (lua_rawgetp(L, -1, &contents_key) == LUA_TTABLE) {
			lua_remove(L, -2);
			return;
		}
		lua_pop(L, 2);
	}
	lua_pushvalue(L, index);
}

/* Is it a library's, or frozen already? */
static bool
is_locked(lua_State *L, int table)
{
	if (!lua_getmetatable(L, table))
		return false;
	lua_pushliteral(L, "__newindex");
	bool locked = lua_rawget(L, -2) != LUA_TNIL;
	lua_pop(L, 2);
	return locked;
}

/* Moves everything to a new table, which is pushed. */
static void
contents_move(lua_State *L, int table)
{
	lua_newtable(L);
	for (lua_pushnil(L); lua_next(L, table) != 0;) {
		sandbox_charge(L, 1);
		lua_pushvalue(L, -2);
		lua_insert(L, -2); /* contents key key value */
		lua_rawset(L, -4);
		/* To clear a field while walking is allowed. */
		lua_pushvalue(L, -1);
		lua_pushnil(L);
		lua_rawset(L, table);
	}
	if (lua_getmetatable(L, table))
		lua_setmetatable(L, -2);
}

/* The contents are on the top. */
static void
table_lock(lua_State *L, int table)
{
	lua_newtable(L);
	lua_pushvalue(L, -2);
	lua_setfield(L, -2, "__index");
	lua_pushvalue(L, -2);
	lua_rawsetp(L, -2, &contents_key);
	lua_pushvalue(L, -2);
	lua_pushcclosure(L, frozen_length, 1);
	lua_setfield(L, -2, "__len");
	lua_pushcfunction(L, refuse_change);
	lua_setfield(L, -2, "__newindex");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, table);
}

static void
table_freeze(struct freezing *f, int table, int depth)
{
	lua_State *L = f->L;
	if (is_locked(L, table))
		return;
	contents_move(L, table);
	table_lock(L, table);
	int contents = lua_gettop(L);
	for (lua_pushnil(L); lua_next(L, contents) != 0; lua_pop(L, 1)) {
		value_freeze(f, lua_gettop(L), depth);
		value_freeze(f, lua_gettop(L) - 1, depth);
	}
	lua_pop(L, 1);
}

/* ---- functions ---- */

/* The value of the variable is on the top. */
static void
variable_watch(struct freezing *f, int function, int number)
{
	lua_State *L = f->L;
	lua_pushvalue(L, function);
	lua_rawseti(L, f->list, ++f->count);
	lua_pushinteger(L, number);
	lua_rawseti(L, f->list, ++f->count);
	lua_pushvalue(L, -1);
	lua_rawseti(L, f->list, ++f->count);
}

/* Lua's own library keeps functions of C in functions of C; no script does. */
static void
library_check(struct freezing *f, int function)
{
	lua_State *L = f->L;
	for (int n = 1; lua_getupvalue(L, function, n) != NULL; n++) {
		if (!lua_iscfunction(L, -1))
			sandbox_raise(L, RULE_TALLY_MEMORY,
			    "`map` uses an iterator (pairs, gmatch) that was "
			    "made outside of it");
		lua_pop(L, 1);
	}
}

/* Several functions may have one variable. */
static bool
is_new(struct freezing *f, const void *thing)
{
	lua_State *L = f->L;
	bool seen = lua_rawgetp(L, f->seen, thing) != LUA_TNIL;
	lua_pop(L, 1);
	if (seen)
		return false;
	lua_pushboolean(L, 1);
	lua_rawsetp(L, f->seen, thing);
	return true;
}

static void
function_freeze(struct freezing *f, int function, int depth)
{
	lua_State *L = f->L;
	if (lua_iscfunction(L, function)) {
		library_check(f, function);
		return;
	}
	for (int n = 1; lua_getupvalue(L, function, n) != NULL; n++) {
		if (is_new(f, lua_upvalueid(L, function, n))) {
			variable_watch(f, function, n);
			value_freeze(f, lua_gettop(L), depth);
		}
		lua_pop(L, 1);
	}
}

/* ---- all that is reached ---- */

#define DEPTH_MOST 64

static void
value_freeze(struct freezing *f, int index, int depth)
{
	lua_State *L = f->L;
	int type = lua_type(L, index);
	if (type == LUA_TUSERDATA || type == LUA_TTHREAD)
		sandbox_raise(L, RULE_TALLY_MEMORY,
		    "`map` uses a %s that was made outside of it",
		    proxy_type(L, index));
	if ((type != LUA_TFUNCTION && type != LUA_TTABLE) ||
	    !is_new(f, lua_topointer(L, index)))
		return;
	if (depth == DEPTH_MOST)
		sandbox_raise(L, RULE_TALLY_MEMORY,
		    "what `map` uses is nested deeper than %d levels",
		    DEPTH_MOST);
	luaL_checkstack(L, 16, NULL);
	if (type == LUA_TTABLE)
		table_freeze(f, index, depth + 1);
	else
		function_freeze(f, index, depth + 1);
}

void
freeze(lua_State *L)
{
	struct freezing f = { .L = L };
	int function = lua_gettop(L);
	luaL_checkstack(L, 16, NULL);
	lua_newtable(L);
	f.list = lua_gettop(L);
	lua_newtable(L);
	f.seen = lua_gettop(L);
	value_freeze(&f, function, 0);
	lua_pop(L, 1);
}

/*
 * Are the two on the top the same value?  Lua takes 1 for 1.0, 0.0 for -0.0,
 * and no number that is none for itself.
 */
static bool
is_same(lua_State *L)
{
	if (lua_type(L, -1) != LUA_TNUMBER || lua_type(L, -2) != LUA_TNUMBER ||
	    lua_isinteger(L, -1) || lua_isinteger(L, -2))
		return lua_isinteger(L, -1) == lua_isinteger(L, -2) &&
		    lua_rawequal(L, -1, -2);
	lua_Number a = lua_tonumber(L, -1), b = lua_tonumber(L, -2);
	/* NOLINTNEXTLINE: -0 is another number than 0, NaN is itself */
	return memcmp(&a, &b, sizeof(a)) == 0;
}

void
freeze_check(lua_State *L, int index)
{
	const char *changed = NULL;
	index = lua_absindex(L, index);
	luaL_checkstack(L, 8, NULL);
	for (lua_Integer i = 1; lua_rawgeti(L, index, i) != LUA_TNIL; i += 3) {
		int function = lua_gettop(L);
		lua_rawgeti(L, index, i + 1);
		int number = (int)lua_tointeger(L, -1);
		lua_rawgeti(L, index, i + 2);
		const char *name = lua_getupvalue(L, function, number);
		if (!is_same(L)) {
			lua_pop(L, 1);
			lua_setupvalue(L, function, number);
			/* The list is in the order of Lua's hashes. */
			if (changed == NULL || strcmp(name, changed) < 0)
				changed = name;
		}
		lua_settop(L, function - 1);
	}
	lua_pop(L, 1);
	if (changed != NULL)
		sandbox_raise(L, RULE_TALLY_MEMORY,
		    "`map` changed '%s', which stands outside of it: it "
		    "remembers nothing from one record to the next",
		    changed);
}
