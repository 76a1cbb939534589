#include "filter/library.h"

#include "filter/match.h"
#include "filter/proxy.h"

/*
 * The string functions that Lua's own library does without a bound: patterns
 * by match.c, and checks in front of format, byte and rep.
 */

static struct text
text_check(lua_State *L, int index)
{
	struct text t;
	t.at = luaL_checklstring(L, index, &t.len);
	return t;
}

/* ---- patterns ---- */

static void
pattern_check(lua_State *L, struct match_pattern *pattern, struct text text,
    bool with_anchor)
{
	const char *wrong = match_parse(pattern, text, with_anchor);
	if (wrong != NULL)
		luaL_error(L, "%s", wrong);
	sandbox_charge(L, text.len / 4);
}

/* match_at() on the script's account. */
static bool
match_try(lua_State *L, struct match *match, size_t start)
{
	struct sandbox *box = sandbox_of(L);
	match->steps = box->steps;
	bool matches = match_at(match, start);
	box->steps = match->steps;
	sandbox_charge(L, 0);
	return matches;
}

/* The match from `start` on; *at is where it begins. */
static bool
match_search(lua_State *L, struct match *match, size_t start, size_t *at)
{
	for (*at = start; *at <= match->subject.len; ++*at) {
		if (match_try(L, match, *at))
			return true;
		if (match->pattern->anchored)
			break;
	}
	return false;
}

/* Capture `i`, or the whole match where the pattern has none. */
static void
push_capture(lua_State *L, const struct match *match, size_t at, unsigned i)
{
	const struct match_capture *c = &match->captures[i];
	if (i >= match->pattern->captures) {
		if (i > 0)
			luaL_error(L, "invalid capture index %%%d", (int)i + 1);
		lua_pushlstring(L, match->subject.at + at, match->end - at);
	} else if (c->position) {
		lua_pushinteger(L, (lua_Integer)c->start + 1);
	} else {
		lua_pushlstring(
		    L, match->subject.at + c->start, c->end - c->start);
	}
}

/* All captures; the whole match where there are none, if that is wanted. */
static int
push_captures(lua_State *L, const struct match *match, size_t at, bool whole)
{
	unsigned count = match->pattern->captures;
	if (count == 0 && whole)
		count = 1;
	luaL_checkstack(L, (int)count + 4, "too many captures");
	for (unsigned i = 0; i < count; i++)
		push_capture(L, match, at, i);
	return (int)count;
}

/* Argument `index`, a position from 1 or from the end, as an offset. */
static size_t
offset_check(lua_State *L, int index, size_t len)
{
	lua_Integer position = luaL_optinteger(L, index, 1);
	if (position > 0)
		return (lua_Unsigned)position - 1 > len ? len + 1
							: (size_t)position - 1;
	if (position == 0 || position < -(lua_Integer)len)
		return 0;
	return len - (size_t)-position;
}

static bool
is_plain(struct text pattern)
{
	for (size_t i = 0; i < pattern.len; i++)
		if (pattern.at[i] != '\0' &&
		    strchr("^$*+?.([%-", pattern.at[i]) != NULL)
			return false;
	return true;
}

static int
find_plain(lua_State *L, struct text subject, struct text word, size_t start)
{
	sandbox_charge(L, (subject.len - start) / 16);
	const char *found = word.len == 0
	    ? subject.at + start
	    : memmem(
		  subject.at + start, subject.len - start, word.at, word.len);
	if (found == NULL) {
		lua_pushnil(L);
		return 1;
	}
	lua_pushinteger(L, found - subject.at + 1);
	lua_pushinteger(L, found - subject.at + (lua_Integer)word.len);
	return 2;
}

static int
find_or_match(lua_State *L, bool find)
{
	struct match_pattern pattern;
	struct match match = { .pattern = &pattern,
		.subject = text_check(L, 1) };
	struct text text = text_check(L, 2);
	size_t at, start = offset_check(L, 3, match.subject.len);
	if (start > match.subject.len) {
		lua_pushnil(L);
		return 1;
	}
	if (find && (lua_toboolean(L, 4) || is_plain(text)))
		return find_plain(L, match.subject, text, start);
	pattern_check(L, &pattern, text, true);
	if (!match_search(L, &match, start, &at)) {
		lua_pushnil(L);
		return 1;
	}
	if (!find)
		return push_captures(L, &match, at, true);
	lua_pushinteger(L, (lua_Integer)at + 1);
	lua_pushinteger(L, (lua_Integer)match.end);
	return push_captures(L, &match, at, false) + 2;
}

static int
find(lua_State *L)
{
	return find_or_match(L, true);
}

static int
match(lua_State *L)
{
	return find_or_match(L, false);
}

/* ---- gmatch ---- */

struct iteration {
	struct match_pattern pattern;
	size_t next; /* where to look on */
	size_t last; /* where the last match ended; SIZE_MAX before the first */
};

/* Upvalues: the subject, the pattern's text (kept alive), the iteration. */
static int
gmatch_next(lua_State *L)
{
	struct iteration *i = lua_touserdata(L, lua_upvalueindex(3));
	struct match match = { .pattern = &i->pattern };
	match.subject.at =
	    lua_tolstring(L, lua_upvalueindex(1), &match.subject.len);
	for (size_t at = i->next; at <= match.subject.len; at++) {
		if (match_try(L, &match, at) && match.end != i->last) {
			i->next = i->last = match.end;
			return push_captures(L, &match, at, true);
		}
	}
	i->next = match.subject.len + 1;
	return 0;
}

static int
gmatch(lua_State *L)
{
	struct text subject = text_check(L, 1);
	struct text text = text_check(L, 2);
	size_t start = offset_check(L, 3, subject.len);
	lua_settop(L, 2);
	struct iteration *i = lua_newuserdatauv(L, sizeof(*i), 0);
	i->next = start;
	i->last = SIZE_MAX;
	pattern_check(L, &i->pattern, text, false);
	lua_pushcclosure(L, gmatch_next, 3);
	return 1;
}

/* ---- gsub ---- */

/* The replacement text at index 3, with %0 … %9 filled in. */
static void
add_template(
    lua_State *L, luaL_Buffer *buffer, const struct match *match, size_t at)
{
	struct text t;
	t.at = lua_tolstring(L, 3, &t.len);
	for (size_t i = 0; i < t.len; i++) {
		if (t.at[i] != '%') {
			luaL_addchar(buffer, t.at[i]);
			continue;
		}
		char c = ++i < t.len ? t.at[i] : '\0';
		if (c == '%') {
			luaL_addchar(buffer, c);
		} else if (c == '0') {
			luaL_addlstring(
			    buffer, match->subject.at + at, match->end - at);
		} else if (c >= '1' && c <= '9') {
			push_capture(L, match, at, (unsigned)(c - '1'));
			luaL_tolstring(L, -1, NULL);
			lua_remove(L, -2);
			luaL_addvalue(buffer);
		} else {
			luaL_error(
			    L, "invalid use of '%%' in replacement string");
		}
	}
	sandbox_charge(L, t.len / 8);
}

static void
add_replacement(
    lua_State *L, luaL_Buffer *buffer, const struct match *match, size_t at)
{
	int type = lua_type(L, 3);
	if (type == LUA_TSTRING || type == LUA_TNUMBER) {
		add_template(L, buffer, match, at);
		return;
	}
	if (type == LUA_TFUNCTION) {
		lua_pushvalue(L, 3);
		int count = push_captures(L, match, at, true);
		lua_call(L, count, 1);
	} else {
		push_capture(L, match, at, 0);
		lua_gettable(L, 3);
	}
	if (!lua_toboolean(L, -1)) {
		lua_pop(L, 1); /* keeps what matched */
		luaL_addlstring(
		    buffer, match->subject.at + at, match->end - at);
	} else if (lua_isstring(L, -1)) {
		luaL_addvalue(buffer);
	} else {
		luaL_error(
		    L, "invalid replacement value (a %s)", proxy_type(L, -1));
	}
}

static int
gsub(lua_State *L)
{
	struct match_pattern pattern;
	struct match match = { .pattern = &pattern,
		.subject = text_check(L, 1) };
	struct text text = text_check(L, 2);
	int type = lua_type(L, 3);
	luaL_argexpected(L,
	    type == LUA_TNUMBER || type == LUA_TSTRING ||
		type == LUA_TFUNCTION || type == LUA_TTABLE,
	    3, "string/function/table");
	lua_Integer most =
	    luaL_optinteger(L, 4, (lua_Integer)match.subject.len + 1);
	pattern_check(L, &pattern, text, true);
	luaL_Buffer buffer;
	luaL_buffinit(L, &buffer);
	size_t at = 0, last = SIZE_MAX;
	lua_Integer count = 0;
	while (count < most) {
		if (match_try(L, &match, at) && match.end != last) {
			count++;
			add_replacement(L, &buffer, &match, at);
			at = last = match.end;
		} else if (at < match.subject.len) {
			luaL_addchar(&buffer, match.subject.at[at++]);
		} else {
			break;
		}
		if (pattern.anchored)
			break;
	}
	if (at < match.subject.len)
		luaL_addlstring(
		    &buffer, match.subject.at + at, match.subject.len - at);
	luaL_pushresult(&buffer);
	lua_pushinteger(L, count);
	return 2;
}

/* ---- format, byte, rep ---- */

/* Steps for one conversion: a long number takes as long as many bytes. */
#define CONVERSION_STEPS 50

/*
 * %s of what is no text would show an address.  True when the argument has
 * become a text where a number is asked for.
 */
static bool
conversion_check(lua_State *L, char conversion, int argument, int top)
{
	sandbox_charge(L, CONVERSION_STEPS);
	if (conversion == 'p')
		sandbox_raise(L, RULE_FILTER_FAULT,
		    "format takes no '%%p': addresses differ from "
		    "run to run");
	bool stands = argument <= top && conversion != '\0' &&
	    strchr("diuoxXeEfFgGaA", conversion) != NULL &&
	    proxy_is_numeric(L, argument);
	if (argument > top || (conversion != 's' && !stands))
		return false;
	library_tostring(L, argument, NULL);
	lua_replace(L, argument);
	return stands;
}

/*
 * Lua's own refuses widths of more than two digits.  What is shown in a
 * number's place is put in by %s, without a width.
 */
static int
format(lua_State *L)
{
	struct text t = text_check(L, 1);
	int argument = 1, top = lua_gettop(L);
	char *out = lua_newuserdatauv(L, t.len + 1, 0);
	size_t used = 0;
	for (size_t i = 0; i < t.len; i++) {
		size_t start = i, copied = used;
		out[used++] = t.at[i];
		if (t.at[i] != '%' || ++i == t.len)
			continue;
		while (i < t.len && t.at[i] != '\0' &&
		    strchr("-+ #0123456789.", t.at[i]) != NULL)
			i++;
		size_t end = i < t.len ? i + 1 : i;
		memcpy(out + copied, t.at + start, end - start);
		used = copied + (end - start);
		if (i == t.len || t.at[i] == '%' ||
		    !conversion_check(L, t.at[i], ++argument, top))
			continue;
		memcpy(out + copied, "%s", 2);
		used = copied + 2;
	}
	lua_pushlstring(L, out, used);
	lua_replace(L, 1);
	lua_settop(L, top);
	return library_call_own(L);
}

static int
byte(lua_State *L)
{
	struct text t = text_check(L, 1);
	lua_Integer from = luaL_optinteger(L, 2, 1);
	if (luaL_optinteger(L, 3, from) != from)
		sandbox_charge(L, t.len);
	return library_call_own(L);
}

static int
rep(lua_State *L)
{
	struct text t = text_check(L, 1), between = TEXT_LIT("");
	lua_Integer count = luaL_checkinteger(L, 2);
	if (!lua_isnoneornil(L, 3))
		between = text_check(L, 3);
	if (count <= 0 || t.len + between.len == 0) {
		lua_pushliteral(L, "");
		return 1;
	}
	if ((lua_Unsigned)count > TEXT_MOST / (t.len + between.len))
		return sandbox_raise(L, RULE_FILTER_BUDGET,
		    "rep would make a text of more than %d bytes",
		    (int)TEXT_MOST);
	luaL_Buffer buffer;
	luaL_buffinit(L, &buffer);
	for (lua_Integer i = 0; i < count; i++) {
		if (i > 0)
			luaL_addlstring(&buffer, between.at, between.len);
		luaL_addlstring(&buffer, t.at, t.len);
	}
	luaL_pushresult(&buffer);
	return 1;
}

static const luaL_Reg functions[] = {
	{ "find", find },
	{ "match", match },
	{ "gmatch", gmatch },
	{ "gsub", gsub },
	{ "rep", rep },
	{ NULL, NULL },
};

void
strings_add(lua_State *L, int from)
{
	luaL_setfuncs(L, functions, 0);
	library_wrap(L, from, "format", format);
	library_wrap(L, from, "byte", byte);
}
