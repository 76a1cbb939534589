#include "filter/library.h"

#include "filter/proxy.h"

/*
 * Lua's own functions behind a charge: moving a million values is one
 * instruction to the hook.
 */

/* What stands after the position in argument 2 moves. */
static void
shift_charge(lua_State *L)
{
	lua_Integer count = luaL_len(L, 1);
	lua_Integer at = lua_tointeger(L, 2);
	if (at > 0 && at < count)
		sandbox_charge(L, (size_t)(count - at));
}

/* insert(t, v) or insert(t, at, v) */
static int
insert_charged(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	if (lua_gettop(L) == 3)
		shift_charge(L);
	return library_call_own(L);
}

/* remove(t) or remove(t, at) */
static int
remove_charged(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	if (lua_gettop(L) >= 2)
		shift_charge(L);
	return library_call_own(L);
}

/*
 * Where something that stands for a number lies in the list at index 1, a copy
 * takes the list's place, with its words.
 */
static void
words_put_in(lua_State *L)
{
	lua_Integer count = luaL_len(L, 1);
	bool copied = false;
	for (lua_Integer i = 1; i <= count; i++) {
		lua_geti(L, 1, i);
		bool numeric = proxy_is_numeric(L, -1);
		if (numeric && !copied) {
			copied = true;
			lua_createtable(L, (int)count, 0);
			for (lua_Integer j = 1; j <= count; j++) {
				lua_geti(L, 1, j);
				lua_rawseti(L, -2, j);
			}
			lua_replace(L, 1);
		}
		if (numeric) {
			lua_pushstring(L, proxy_words(L, -1));
			lua_rawseti(L, 1, i);
		}
		lua_pop(L, 1);
	}
}

/* concat(t, …): as text is, a number may be what stands for one. */
static int
concat_charged(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	sandbox_charge(L, 2 * (size_t)luaL_len(L, 1));
	words_put_in(L);
	return library_call_own(L);
}

/* unpack(t, first, last) */
static int
unpack_charged(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	sandbox_charge(L, (size_t)luaL_len(L, 1));
	lua_Integer first = lua_tointeger(L, 2), last = lua_tointeger(L, 3);
	/* From the least number to the greatest is more than one holds. */
	size_t count = last > first ? (size_t)last - (size_t)first : 0;
	if (count <= INT_MAX) /* else Lua refuses at once */
		sandbox_charge(L, count);
	return library_call_own(L);
}

/* ---- sort ---- */

/*
 * A merge sort: stable, and the same on every machine and run.  Lua's own
 * takes the clock for a pivot and compares texts by the locale.
 */

/* Stack of a sort: 1 the table, 2 the comparison or nil, 3 and 4 copies. */
enum { SORT_TABLE = 1, SORT_LESS, SORT_FROM, SORT_TO };

/* Is the value on the top less than the one below it? */
static bool
is_less(lua_State *L)
{
	struct text a, b;
	if (!lua_isnil(L, SORT_LESS)) {
		lua_pushvalue(L, SORT_LESS);
		lua_pushvalue(L, -2);
		lua_pushvalue(L, -4);
		lua_call(L, 2, 1);
		bool less = lua_toboolean(L, -1);
		lua_pop(L, 1);
		return less;
	}
	if (lua_type(L, -1) != LUA_TSTRING || lua_type(L, -2) != LUA_TSTRING)
		return lua_compare(L, -1, -2, LUA_OPLT);
	a.at = lua_tolstring(L, -1, &a.len);
	b.at = lua_tolstring(L, -2, &b.len);
	return text_compare(a, b) < 0;
}

/* Merges from[left, middle) and from[middle, right) into `to`. */
static void
merge(lua_State *L, lua_Integer left, lua_Integer middle, lua_Integer right)
{
	lua_Integer i = left, j = middle;
	for (lua_Integer k = left; k < right; k++) {
		bool take_right = i >= middle;
		if (!take_right && j < right) {
			lua_rawgeti(L, SORT_FROM, i);
			lua_rawgeti(L, SORT_FROM, j);
			take_right = is_less(L);
			lua_pop(L, 2);
		}
		lua_rawgeti(L, SORT_FROM, take_right ? j++ : i++);
		lua_rawseti(L, SORT_TO, k);
	}
}

static int
sort(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	if (!lua_isnoneornil(L, 2))
		luaL_checktype(L, 2, LUA_TFUNCTION);
	lua_settop(L, 2);
	lua_Integer count = luaL_len(L, 1);
	lua_newtable(L);
	lua_newtable(L);
	for (lua_Integer i = 1; i <= count; i++) {
		lua_geti(L, SORT_TABLE, i);
		lua_rawseti(L, SORT_FROM, i);
	}
	for (lua_Integer run = 1; run < count; run *= 2) {
		sandbox_charge(L, (size_t)count);
		for (lua_Integer at = 1; at <= count; at += 2 * run) {
			lua_Integer middle = at + run, end = at + 2 * run;
			merge(L, at, middle < count + 1 ? middle : count + 1,
			    end < count + 1 ? end : count + 1);
		}
		lua_pushvalue(L, SORT_FROM);
		lua_copy(L, SORT_TO, SORT_FROM);
		lua_replace(L, SORT_TO);
	}
	for (lua_Integer i = 1; i <= count; i++) {
		lua_rawgeti(L, SORT_FROM, i);
		lua_seti(L, SORT_TABLE, i);
	}
	return 0;
}

void
tables_add(lua_State *L, int from)
{
	library_wrap(L, from, "insert", insert_charged);
	library_wrap(L, from, "remove", remove_charged);
	library_wrap(L, from, "concat", concat_charged);
	library_wrap(L, from, "unpack", unpack_charged);
	lua_getfield(L, from, "pack");
	lua_setfield(L, -2, "pack");
	lua_pushcfunction(L, sort);
	lua_setfield(L, -2, "sort");
}
