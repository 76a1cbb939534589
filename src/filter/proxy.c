#include "filter/proxy.h"

#include "base/near.h"
#include "filter/convert.h"

struct proxy {
	const struct proxy_class *class;
	const void *thing;
	uint64_t stamp; /* of the call it was made in */
};

/* Keys of the registry: this call's proxies by thing; a mark of ours. */
static const char proxies_key, mark_key;

/* A userdata of ours, NULL otherwise; stale or not. */
static const struct proxy *
proxy_of(lua_State *L, int index)
{
	if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index))
		return NULL;
	bool ours = lua_rawgetp(L, -1, &mark_key) != LUA_TNIL;
	lua_pop(L, 2);
	return ours ? lua_touserdata(L, index) : NULL;
}

static const void *
thing_of(lua_State *L, const struct proxy *proxy)
{
	if (proxy->stamp != sandbox_of(L)->stamp)
		sandbox_raise(L, RULE_FILTER_FAULT,
		    "this %s belongs to a call that has ended",
		    proxy->class->name);
	return proxy->thing;
}

static const char *
text_at(const void *thing, struct proxy_member member)
{
	return *(const char *const *)((const char *)thing + member.at);
}

/* A pointer of any type. */
static const void *
pointer_at(const void *thing, size_t at)
{
	const void *pointer;
	memcpy(&pointer, (const char *)thing + at, sizeof(pointer));
	return pointer;
}

const void *
proxy_get(lua_State *L, int index, const struct proxy_class *class)
{
	const struct proxy *proxy = proxy_of(L, index);
	return proxy == NULL || proxy->class != class ? NULL
						      : thing_of(L, proxy);
}

const void *
proxy_check(lua_State *L, int index, const struct proxy_class *class)
{
	const void *thing = proxy_get(L, index, class);
	if (thing == NULL)
		luaL_typeerror(L, index, class->name);
	return thing;
}

/* What stands for a thing says which it is. */
static void
whole_read(lua_State *L, const struct proxy *proxy)
{
	if (proxy->class->read != NULL)
		proxy->class->read(L, thing_of(L, proxy), NULL);
}

const char *
proxy_id(lua_State *L, int index)
{
	const struct proxy *proxy = proxy_of(L, index);
	if (proxy == NULL || !proxy->class->id.exists)
		return NULL;
	whole_read(L, proxy);
	return text_at(thing_of(L, proxy), proxy->class->id);
}

const char *
proxy_push_id(lua_State *L, int index)
{
	if (lua_istable(L, index))
		lua_getfield(L, index, "id");
	else
		lua_pushvalue(L, index);
	return lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1)
					      : proxy_id(L, -1);
}

const char *
proxy_type(lua_State *L, int index)
{
	const struct proxy *proxy = proxy_of(L, index);
	if (proxy != NULL)
		return proxy->class->name;
	return lua_isnone(L, index) ? "nil" : luaL_typename(L, index);
}

const char *
proxy_key(lua_State *L, int index)
{
	return lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index)
						 : proxy_type(L, index);
}

bool
proxy_is_numeric(lua_State *L, int index)
{
	const struct proxy *proxy = proxy_of(L, index);
	return proxy != NULL && proxy->class->numeric;
}

const char *
proxy_words(lua_State *L, int index)
{
	const struct proxy *proxy = proxy_of(L, index);
	if (proxy == NULL)
		return luaL_typename(L, index);
	whole_read(L, proxy);
	if (proxy->class->called.exists)
		return text_at(thing_of(L, proxy), proxy->class->called);
	return proxy->class->words == NULL
	    ? proxy->class->name
	    : proxy->class->words(L, thing_of(L, proxy));
}

/* ---- reading and setting ---- */

int
proxy_raise_unknown(lua_State *L, enum rule_id rule, const char *owner,
    const char *what, const char *name, const char *const *names, size_t count)
{
	const char *near = nearest_word(name, names, count);
	if (near == NULL)
		sandbox_raise(
		    L, rule, "%s has no %s '%s'", owner, what, name);
	sandbox_raise(L, rule, "%s has no %s '%s'; did you mean '%s'?",
	    owner, what, name, near);
}

/* Of several the first by bytes: Lua has them in another order each run. */
void
proxy_check_parts(lua_State *L, int index, const char *owner,
    const char *const *names, size_t count)
{
	const char *unknown = NULL;
	for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1)) {
		const char *key = proxy_key(L, -2);
		if (word_index(key, names, count) < 0 &&
		    (unknown == NULL || strcmp(key, unknown) < 0))
			unknown = key;
	}
	if (unknown != NULL)
		proxy_raise_unknown(L, RULE_FILTER_RESULT, owner, "part",
		    unknown, names, count);
}

static int
unknown_field(lua_State *L, const struct proxy_class *class, const void *thing,
    const char *name)
{
	const char *names[PROXY_NAMES_MOST];
	size_t count = 0;
	for (const struct proxy_field *f = class->fields; f->name != NULL; f++)
		names[count++] = f->name;
	if (class->other_names != NULL)
		count += class->other_names(
		    L, thing, names + count, PROXY_NAMES_MOST - count);
	return proxy_raise_unknown(
	    L, RULE_FILTER_FIELD, class->name, "field", name, names, count);
}

static const char *
name_check(lua_State *L, const struct proxy_class *class)
{
	if (lua_type(L, 2) != LUA_TSTRING)
		sandbox_raise(L, RULE_FILTER_FIELD,
		    "%s has named fields, no field that is a %s", class->name,
		    proxy_type(L, 2));
	return lua_tostring(L, 2);
}

static void
push_list(lua_State *L, const struct value *list)
{
	if (list == NULL)
		lua_newtable(L);
	else
		convert_push(L, list);
}

static void
push_field(lua_State *L, const struct proxy_field *field, const void *thing)
{
	if (field->push != NULL)
		field->push(L, thing);
	else if (field->method != NULL)
		lua_pushcfunction(L, field->method);
	else if (field->word != NULL)
		lua_pushstring(L, field->word);
	else if (field->text.exists)
		proxy_push_words(L, text_at(thing, field->text));
	else if (field->list.exists)
		push_list(L, pointer_at(thing, field->list.at));
	else
		proxy_push(L, field->class, pointer_at(thing, field->thing.at));
}

static int
proxy_index(lua_State *L)
{
	const struct proxy_class *class =
	    lua_touserdata(L, lua_upvalueindex(1));
	const void *thing = proxy_check(L, 1, class);
	const char *name = name_check(L, class);
	if (class->read != NULL)
		class->read(L, thing, name);
	for (const struct proxy_field *f = class->fields; f->name != NULL;
	     f++) {
		if (strcmp(f->name, name) == 0) {
			push_field(L, f, thing);
			return 1;
		}
	}
	if (class->push_other != NULL && class->push_other(L, thing, name))
		return 1;
	return unknown_field(L, class, thing, name);
}

static int
proxy_newindex(lua_State *L)
{
	const struct proxy_class *class =
	    lua_touserdata(L, lua_upvalueindex(1));
	const void *thing = proxy_check(L, 1, class);
	const char *name = name_check(L, class);
	if (class->set == NULL)
		return sandbox_raise(L, RULE_FILTER_FIELD,
		    "%s can only be read; '%s' can't be set", class->name,
		    name);
	class->set(L, thing, name);
	return 0;
}

/* ---- making ---- */

static void
closure_set(lua_State *L, const struct proxy_class *class, const char *event,
    lua_CFunction function)
{
	lua_pushlightuserdata(L, (void *)class);
	lua_pushcclosure(L, function, 1);
	lua_setfield(L, -2, event);
}

void
proxy_class_add(lua_State *L, const struct proxy_class *class)
{
	lua_newtable(L);
	closure_set(L, class, "__index", proxy_index);
	closure_set(L, class, "__newindex", proxy_newindex);
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	sandbox_set_text(L, "__name", class->name);
	lua_pushboolean(L, 1);
	lua_rawsetp(L, -2, &mark_key);
	if (class->events != NULL)
		luaL_setfuncs(L, class->events, 0);
	lua_rawsetp(L, LUA_REGISTRYINDEX, class);
}

/* Pushes the table of this call's proxies. */
static void
push_proxies(lua_State *L)
{
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &proxies_key) == LUA_TTABLE)
		return;
	lua_pop(L, 1);
	lua_newtable(L);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &proxies_key);
}

void
proxy_push_new(
    lua_State *L, const struct proxy_class *class, const void *thing)
{
	luaL_checkstack(L, 4, NULL);
	struct proxy *proxy = lua_newuserdatauv(L, sizeof(*proxy), 0);
	*proxy = (struct proxy){ class, thing, sandbox_of(L)->stamp };
	lua_rawgetp(L, LUA_REGISTRYINDEX, class);
	lua_setmetatable(L, -2);
}

void
proxy_push(lua_State *L, const struct proxy_class *class, const void *thing)
{
	luaL_checkstack(L, 4, NULL);
	if (thing == NULL) {
		lua_pushnil(L);
		return;
	}
	push_proxies(L);
	if (lua_rawgetp(L, -1, thing) == LUA_TNIL) {
		lua_pop(L, 1);
		proxy_push_new(L, class, thing);
		lua_pushvalue(L, -1);
		lua_rawsetp(L, -3, thing);
	}
	lua_remove(L, -2);
}

void
proxy_push_list(lua_State *L, const struct proxy_class *class,
    const void *things, size_t count)
{
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		proxy_push(L, class, pointer_at(things, i * sizeof(void *)));
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

void
proxy_push_words(lua_State *L, const char *words)
{
	if (words == NULL || *words == '\0')
		lua_pushnil(L);
	else
		lua_pushstring(L, words);
}

void
proxy_forget(lua_State *L)
{
	/* Only when there is something: the key would need memory. */
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &proxies_key) != LUA_TNIL) {
		lua_pushnil(L);
		lua_rawsetp(L, LUA_REGISTRYINDEX, &proxies_key);
	}
	lua_pop(L, 1);
}
