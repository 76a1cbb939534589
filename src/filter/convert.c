#include "filter/convert.h"

#include <math.h>
#include "base/utf8.h"
#include "filter/library.h"
#include "filter/phase.h"
#include "filter/proxy.h"

/* ---- to Lua ---- */

static void
push_list(lua_State *L, const struct field *field, const struct value *list)
{
	lua_createtable(L, (int)list->list.count, 0);
	for (size_t i = 0; i < list->list.count; i++) {
		convert_push_field(L, field, list->list.items[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

static void
push_map(lua_State *L, const struct shape *shape, const struct value *map)
{
	lua_createtable(L, 0, (int)map->map.count);
	for (size_t i = 0; i < map->map.count; i++) {
		const struct entry *entry = &map->map.entries[i];
		const struct field *field =
		    shape == NULL ? NULL : field_find(shape, entry->key);
		if (field != NULL && (field->flags & FIELD_OFFICE) != 0)
			continue; /* no edition has it: it tells of the rest */
		convert_push_field(L, field, entry->value);
		lua_setfield(L, -2, entry->key.at);
	}
}

static bool
is_reference(const struct field *field)
{
	return field != NULL &&
	    (field->type == FIELD_ORGANISATION || field->type == FIELD_PERSON ||
		field->type == FIELD_SUBJECT);
}

void
convert_push_field(
    lua_State *L, const struct field *field, const struct value *value)
{
	luaL_checkstack(L, 4, NULL);
	switch (value == NULL ? VALUE_NULL : value->kind) {
	case VALUE_BOOL:
		lua_pushboolean(L, value->boolean);
		return;
	case VALUE_INTEGER:
		lua_pushinteger(L, value->integer);
		return;
	case VALUE_REAL:
		lua_pushnumber(L, value->real);
		return;
	case VALUE_TEXT:
		if (is_reference(field))
			phase_push_reference(L, field->type, value->text);
		else
			lua_pushlstring(L, value->text.at, value->text.len);
		return;
	case VALUE_LIST:
		push_list(L, field, value);
		return;
	case VALUE_MAP:
		push_map(L,
		    field != NULL && field->type == FIELD_MAP ? field->shape
							      : NULL,
		    value);
		return;
	default:
		lua_pushnil(L);
	}
}

void
convert_push(lua_State *L, const struct value *value)
{
	convert_push_field(L, NULL, value);
}

/* ---- from Lua ---- */

static bool
is_control(unsigned char byte)
{
	return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F;
}

static struct text
text_check(lua_State *L, int index, const char *what)
{
	struct text t;
	t.at = lua_tolstring(L, index, &t.len);
	sandbox_charge_output(L, t.len + 1);
	if (utf8_check(t) != t.len)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "%s is not UTF-8; string.sub cuts bytes, utf8.offset finds "
		    "characters",
		    what);
	return t;
}

struct text
convert_take_text(lua_State *L, int index, const char *what)
{
	struct text t = text_check(L, index, what);
	for (size_t i = 0; i < t.len; i++)
		if (is_control((unsigned char)t.at[i]))
			sandbox_raise(L, RULE_FILTER_RESULT,
			    "%s holds a control character", what);
	return arena_text(sandbox_of(L)->arena, t);
}

struct text
convert_take_spaced(lua_State *L, int index, const char *what, bool one_line)
{
	struct text t = text_check(L, index, what);
	char *out = arena_copy(sandbox_of(L)->arena, t.at, t.len);
	for (size_t i = 0; i < t.len; i++)
		if (is_control((unsigned char)out[i]) ||
		    (one_line && (out[i] == '\n' || out[i] == '\t')))
			out[i] = ' ';
	return (struct text){ out, t.len };
}

#define TABLE_DEPTH 32

struct taking {
	lua_State *L;
	struct arena *arena;
	struct span span;
};

static struct value *take(const struct taking *t, int index, int depth);

static struct value *
take_number(const struct taking *t, int index)
{
	lua_Number number = lua_tonumber(t->L, index);
	if (lua_isinteger(t->L, index))
		return value_integer(t->arena, lua_tointeger(t->L, index));
	if (!isfinite(number))
		sandbox_raise(t->L, RULE_FILTER_RESULT,
		    "a number is infinite or none at all (a division by 0?)");
	return value_real(t->arena, number);
}

static struct value *
take_list(const struct taking *t, int index, lua_Unsigned count, int depth)
{
	struct value *list = value_list(t->arena);
	for (lua_Unsigned i = 1; i <= count; i++) {
		lua_rawgeti(t->L, index, (lua_Integer)i);
		value_add(t->arena, list, take(t, lua_gettop(t->L), depth));
		lua_pop(t->L, 1);
	}
	return list;
}

#define KEYS_WRONG                                                             \
	N_("a table must be a list from 1 to n, or have texts as keys; here "  \
	   "is a key that is a %s")

struct map_taking {
	const struct taking *t;
	struct value *map;
	int depth;
};

static void
take_entry(lua_State *L, void *context)
{
	const struct map_taking *m = context;
	if (lua_type(L, -2) != LUA_TSTRING)
		sandbox_raise(L, RULE_FILTER_RESULT, KEYS_WRONG,
		    proxy_type(L, -2));
	struct text key = convert_take_text(L, -2, NC_("filter", "a key"));
	struct value *value = take(m->t, lua_gettop(L), m->depth);
	*value_append(m->t->arena, m->map) =
	    (struct entry){ key, m->t->span, value };
}

static struct value *
take_map(const struct taking *t, int index, int depth)
{
	struct map_taking m = { t, value_map(t->arena), depth };
	library_each(
	    t->L, index, RULE_FILTER_RESULT, KEYS_WRONG, take_entry, &m);
	return m.map;
}

static struct value *
take_table(const struct taking *t, int index, int depth)
{
	lua_State *L = t->L;
	lua_Unsigned count = lua_rawlen(L, index), keys = 0;
	if (depth >= TABLE_DEPTH)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "tables are nested deeper than %d levels, or in a circle",
		    TABLE_DEPTH);
	luaL_checkstack(L, 8, NULL);
	for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1))
		keys++;
	sandbox_charge(L, (size_t)keys);
	return keys == count ? take_list(t, index, count, depth + 1)
			     : take_map(t, index, depth + 1);
}

static struct value *
take_other(const struct taking *t, int index)
{
	const char *id = proxy_id(t->L, index);
	if (id == NULL)
		sandbox_raise(t->L, RULE_FILTER_RESULT,
		    "a %s is no value that can be kept",
		    proxy_type(t->L, index));
	return value_string(t->arena, id);
}

static struct value *
take(const struct taking *t, int index, int depth)
{
	struct value *value;
	sandbox_charge_output(t->L, sizeof(*value));
	switch (lua_type(t->L, index)) {
	case LUA_TNONE:
	case LUA_TNIL:
		value = value_null(t->arena);
		break;
	case LUA_TBOOLEAN:
		value = value_bool(t->arena, lua_toboolean(t->L, index));
		break;
	case LUA_TNUMBER:
		value = take_number(t, index);
		break;
	case LUA_TSTRING:
		value = value_text(
		    t->arena, convert_take_text(t->L, index, NC_("filter", "a text")));
		break;
	case LUA_TTABLE:
		value = take_table(t, index, depth);
		break;
	default:
		value = take_other(t, index);
	}
	value->span = t->span;
	return value;
}

struct value *
convert_take(lua_State *L, int index)
{
	struct taking t = { L, sandbox_of(L)->arena, sandbox_span(L) };
	return take(&t, lua_absindex(L, index), 0);
}
