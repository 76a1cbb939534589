#include "filter/library.h"

#include <lualib.h>
#include <stdlib.h>
#include "base/near.h"
#include "filter/freeze.h"
#include "filter/proxy.h"

/* Key of the registry: the modules that the call has loaded, by name. */
static const char modules_key;

/* The functions of a NULL-terminated list, from `from` to the top table. */
static void
pick(lua_State *L, int from, const char *const *names)
{
	from = lua_absindex(L, from);
	for (; *names != NULL; names++) {
		lua_getfield(L, from, *names);
		lua_setfield(L, -2, *names);
	}
}

/* ---- tostring ---- */

const char *
library_tostring(lua_State *L, int index, size_t *len)
{
	switch (lua_type(L, index)) {
	case LUA_TNIL:
	case LUA_TBOOLEAN:
	case LUA_TNUMBER:
	case LUA_TSTRING:
		return luaL_tolstring(L, index, len);
	case LUA_TUSERDATA:
		lua_pushstring(L, proxy_words(L, index));
		break;
	default: /* an address would differ from run to run */
		lua_pushstring(L, luaL_typename(L, index));
	}
	return lua_tolstring(L, -1, len);
}

static int
to_string(lua_State *L)
{
	luaL_checkany(L, 1);
	library_tostring(L, 1, NULL);
	return 1;
}

/* ---- pcall ---- */

static int
protected_call(lua_State *L)
{
	luaL_checkany(L, 1);
	lua_pushboolean(L, 1);
	lua_insert(L, 1);
	int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
	sandbox_pass_on(L, status);
	if (status == LUA_OK)
		return lua_gettop(L);
	lua_pushboolean(L, 0);
	lua_insert(L, -2);
	return 2;
}

/* ---- pairs ---- */

/* Steps for a key: it is looked at, sorted and put into a list. */
#define KEY_STEPS 8

struct key {
	const char *text; /* NULL: a number */
	size_t len;
	lua_Number number;
	lua_Integer integer;
	bool is_integer;
};

/* Integers and other numbers ascending, then texts by byte. */
static int
key_compare(const void *pa, const void *pb)
{
	const struct key *a = pa, *b = pb;
	if (a->text != NULL && b->text != NULL)
		return text_compare((struct text){ a->text, a->len },
		    (struct text){ b->text, b->len });
	if (a->text != NULL || b->text != NULL)
		return a->text != NULL ? 1 : -1;
	if (a->is_integer && b->is_integer)
		return (a->integer > b->integer) - (a->integer < b->integer);
	if (a->number != b->number)
		return a->number > b->number ? 1 : -1;
	/* 2^63, which the greatest integers are rounded to. */
	return b->is_integer - a->is_integer;
}

/* False for one that is neither. */
static bool
key_take(lua_State *L, int index, struct key *key)
{
	*key = (struct key){ 0 };
	if (lua_type(L, index) == LUA_TSTRING) {
		key->text = lua_tolstring(L, index, &key->len);
	} else if (lua_type(L, index) == LUA_TNUMBER) {
		key->is_integer = lua_isinteger(L, index);
		key->integer = lua_tointeger(L, index);
		key->number = lua_tonumber(L, index);
	} else {
		return false;
	}
	return true;
}

static void
key_push(lua_State *L, const struct key *key)
{
	if (key->text != NULL)
		lua_pushlstring(L, key->text, key->len);
	else if (key->is_integer)
		lua_pushinteger(L, key->integer);
	else
		lua_pushnumber(L, key->number);
}

/* Upvalues: the sorted keys, how many were given out.  Argument: the table. */
static int
pairs_next(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	freeze_push_contents(L, 1);
	lua_Integer i = lua_tointeger(L, lua_upvalueindex(2));
	for (;;) {
		lua_pushinteger(L, ++i);
		lua_replace(L, lua_upvalueindex(2));
		if (lua_rawgeti(L, lua_upvalueindex(1), i) == LUA_TNIL)
			return 1;
		lua_pushvalue(L, -1);
		if (lua_rawget(L, -3) != LUA_TNIL)
			return 2;
		lua_pop(L, 2); /* taken out meanwhile */
	}
}

/* Pushes a list of the table's keys, in that order. */
static void
push_keys(lua_State *L, int index, enum rule_id rule, const char *fault)
{
	size_t count = 0, n = 0;
	const char *wrong = NULL; /* the first of several types */
	luaL_checkstack(L, 6, NULL);
	for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1))
		count++;
	sandbox_charge(L, count * KEY_STEPS);
	struct key *keys = lua_newuserdatauv(L, count * sizeof(*keys), 0);
	for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1))
		if (!key_take(L, -2, &keys[n++]) &&
		    (wrong == NULL || strcmp(proxy_type(L, -2), wrong) < 0))
			wrong = proxy_type(L, -2);
	if (wrong != NULL)
		sandbox_raise(L, rule, fault, wrong);
	if (count > 1)
		qsort(keys, count, sizeof(*keys), key_compare);
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		key_push(L, &keys[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_remove(L, -2);
}

void
library_each(lua_State *L, int index, enum rule_id rule, const char *fault,
    library_visit *visit, void *context)
{
	index = lua_absindex(L, index);
	push_keys(L, index, rule, fault);
	int keys = lua_gettop(L);
	for (lua_Integer i = 1; lua_rawgeti(L, keys, i) != LUA_TNIL; i++) {
		lua_pushvalue(L, -1);
		lua_rawget(L, index);
		visit(L, context);
		lua_settop(L, keys);
	}
	lua_settop(L, keys - 1);
}

static int
sorted_pairs(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	freeze_push_contents(L, 1);
	push_keys(L, 2, RULE_FILTER_FAULT,
	    N_("pairs: a key that is a %s has no place in an order; use "
	       "numbers or texts as keys"));
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, pairs_next, 2);
	lua_pushvalue(L, 1);
	return 2;
}

/* ---- require ---- */

static int
require(lua_State *L)
{
	const struct scripts *scripts = sandbox_of(L)->scripts;
	char file[64];
	size_t len;
	const char *name = luaL_checklstring(L, 1, &len);
	const struct script *script = NULL;
	if (strlen(name) == len && len + sizeof(".lua") <= sizeof(file)) {
		snprintf(file, sizeof(file), "%s.lua", name);
		script = scripts_find(scripts, text_of(file));
	}
	if (script == NULL)
		return sandbox_raise(L, RULE_FILTER_FAULT,
		    "there is no %s.lua in scripts/", name);
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key) != LUA_TTABLE) {
		lua_pop(L, 1);
		lua_newtable(L);
		lua_pushvalue(L, -1);
		lua_rawsetp(L, LUA_REGISTRYINDEX, &modules_key);
	}
	int loaded = lua_getfield(L, -1, name);
	/* `false` stands for a module that is being loaded. */
	if (loaded == LUA_TBOOLEAN && !lua_toboolean(L, -1))
		return sandbox_raise(
		    L, RULE_FILTER_FAULT, "%s.lua requires itself", name);
	if (loaded != LUA_TNIL)
		return 1;
	lua_pop(L, 1);
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, name);
	sandbox_push_script(L, script);
	if (!lua_toboolean(L, -1)) {
		lua_pop(L, 1);
		lua_pushboolean(L, 1);
	}
	lua_pushvalue(L, -1);
	lua_setfield(L, -3, name);
	return 1;
}

void
library_forget(lua_State *L)
{
	/* Only when there is something: the key would need memory. */
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key) != LUA_TNIL) {
		lua_pushnil(L);
		lua_rawsetp(L, LUA_REGISTRYINDEX, &modules_key);
	}
	lua_pop(L, 1);
}

/* ---- locked tables ---- */

static int
refuse_write(lua_State *L)
{
	return sandbox_raise(L, RULE_FILTER_FAULT,
	    "this table can only be read; use a table of your own");
}

void
library_lock(lua_State *L)
{
	lua_newtable(L); /* stays empty, so that every write is seen */
	lua_newtable(L);
	lua_pushvalue(L, -3);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, refuse_write);
	lua_setfield(L, -2, "__newindex");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
	lua_replace(L, -2);
}

/* ---- globals ---- */

#define GLOBALS_MOST 64

static int
word_compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Upvalue: the table of globals, for “did you mean”. */
static int
global_missing(lua_State *L)
{
	const char *names[GLOBALS_MOST];
	size_t count = 0;
	if (lua_type(L, 2) != LUA_TSTRING)
		return 0; /* _ENV[1]: no name, just nothing there */
	const char *name = lua_tostring(L, 2);
	lua_pushnil(L);
	while (lua_next(L, lua_upvalueindex(1)) != 0) {
		if (count < GLOBALS_MOST)
			names[count++] = lua_tostring(L, -2);
		lua_pop(L, 1);
	}
	/* Of those that are equally near the first is told. */
	qsort(names, count, sizeof(*names), word_compare);
	const char *near = nearest_word(name, names, count);
	if (near != NULL)
		return sandbox_raise(L, RULE_FILTER_FAULT,
		    "there is no '%s' here; did you mean '%s'?", name, near);
	return sandbox_raise(
	    L, RULE_FILTER_FAULT, "there is no '%s' here", name);
}

static void
globals_guard(lua_State *L)
{
	lua_newtable(L);
	lua_pushvalue(L, -2);
	lua_pushcclosure(L, global_missing, 1);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
}

/* ("").rep must not walk around the reduced table. */
static void
string_metatable_set(lua_State *L)
{
	lua_pushliteral(L, "");
	lua_newtable(L);
	lua_pushvalue(L, -3);
	lua_setfield(L, -2, "__index");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
	lua_pop(L, 1);
}

static const char *const base_names[] = { "assert", "error", "ipairs", "select",
	"tonumber", "type", NULL };
static const char *const math_names[] = { "abs", "acos", "asin", "atan", "ceil",
	"cos", "deg", "exp", "floor", "fmod", "huge", "log", "max",
	"maxinteger", "min", "mininteger", "modf", "pi", "rad", "sin", "sqrt",
	"tan", "tointeger", "type", "ult", NULL };

static const luaL_Reg base_functions[] = {
	{ "pairs", sorted_pairs },
	{ "pcall", protected_call },
	{ "require", require },
	{ "tostring", to_string },
	{ NULL, NULL },
};

int
library_call_own(lua_State *L)
{
	/* In this call, not one of its own: faults tell which function it was. */
	return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

void
library_wrap(lua_State *L, int from, const char *name, lua_CFunction function)
{
	lua_getfield(L, from, name);
	lua_pushcclosure(L, function, 1);
	lua_setfield(L, -2, name);
}

/* By the length of the text. */
static int
utf8_charged(lua_State *L)
{
	size_t len = 0;
	if (lua_type(L, 1) == LUA_TSTRING)
		lua_tolstring(L, 1, &len);
	sandbox_charge(L, len / 8);
	return library_call_own(L);
}

static void
utf8_add(lua_State *L, int from)
{
	static const char *const names[] = { "char", "charpattern", "codes",
		NULL };
	pick(L, from, names);
	library_wrap(L, from, "codepoint", utf8_charged);
	library_wrap(L, from, "len", utf8_charged);
	library_wrap(L, from, "offset", utf8_charged);
}

/* Nothing of the full libraries stays within reach. */
static void
originals_drop(lua_State *L)
{
	lua_pushnil(L);
	lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
	lua_newtable(L);
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

void
library_push(lua_State *L)
{
	luaL_checkstack(L, 16, NULL);
	luaL_requiref(L, LUA_GNAME, luaopen_base, 1);
	luaL_requiref(L, LUA_TABLIBNAME, luaopen_table, 0);
	luaL_requiref(L, LUA_MATHLIBNAME, luaopen_math, 0);
	luaL_requiref(L, LUA_UTF8LIBNAME, luaopen_utf8, 0);
	luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, 0);
	int base = lua_gettop(L) - 4;
	lua_newtable(L);
	pick(L, base, base_names);
	luaL_setfuncs(L, base_functions, 0);

	lua_newtable(L);
	tables_add(L, base + 1);
	library_lock(L);
	lua_setfield(L, -2, "table");

	lua_newtable(L);
	pick(L, base + 2, math_names);
	library_lock(L);
	lua_setfield(L, -2, "math");

	lua_newtable(L);
	utf8_add(L, base + 3);
	library_lock(L);
	lua_setfield(L, -2, "utf8");

	lua_newtable(L);
	pick(L, base + 4,
	    (const char *const[]){ "char", "len", "lower", "reverse", "sub",
		"upper", NULL });
	strings_add(L, base + 4);
	string_metatable_set(L);
	library_lock(L);
	lua_setfield(L, -2, "string");

	lua_newtable(L);
	sandbox_set_text(L, "language", sandbox_of(L)->scripts->language);
	library_lock(L);
	lua_setfield(L, -2, "site");

	globals_guard(L);
	lua_replace(L, base);
	lua_settop(L, base);
	originals_drop(L);
}
