/*
 * Lua's patterns: pattern, NUL, subject.  A search ends with its steps; what is
 * found lies in the subject, captures in their order; where Lua's own matcher is
 * quick, it finds the same.
 */
#include <lauxlib.h>
#include <lualib.h>
#include "filter/match.h"
#include "fuzz.h"

#define STEPS 20000

/* Where Lua's matcher may go on for ever it is not asked. */
static bool
is_quick(struct text pattern)
{
	size_t repeats = 0;
	for (size_t i = 0; i < pattern.len; i++)
		repeats += strchr("*+-?", pattern.at[i]) != NULL &&
		    pattern.at[i] != '\0';
	return repeats < 4;
}

static void
check_captures(const struct match *match, size_t start)
{
	FUZZ_ASSERT(match->end >= start && match->end <= match->subject.len);
	for (unsigned i = 0; i < match->pattern->captures; i++) {
		const struct match_capture *c = &match->captures[i];
		FUZZ_ASSERT(c->start >= start && c->start <= match->end);
		FUZZ_ASSERT(c->position ||
		    (c->end >= c->start && c->end <= match->end));
	}
}

/* The first place that it matches at; -1: none, -2: given up. */
static long
find(struct match *match, bool anchored)
{
	for (size_t start = 0; start <= match->subject.len; start++) {
		if (match_at(match, start)) {
			check_captures(match, start);
			return (long)start;
		}
		if (match->steps < 0)
			return -2;
		if (anchored)
			break;
	}
	return -1;
}

static void
compare(struct text pattern, const struct match *match, long found)
{
	static lua_State *L;
	if (L == NULL) {
		L = luaL_newstate();
		luaL_requiref(L, "string", luaopen_string, 1);
		lua_settop(L, 0);
	}
	lua_getglobal(L, "string");
	lua_getfield(L, -1, "find");
	lua_pushlstring(L, match->subject.at, match->subject.len);
	lua_pushlstring(L, pattern.at, pattern.len);
	if (lua_pcall(L, 2, 2, 0) == LUA_OK) {
		FUZZ_ASSERT(lua_isnil(L, -2) == (found < 0));
		FUZZ_ASSERT(found < 0 ||
		    (lua_tointeger(L, -2) == found + 1 &&
			lua_tointeger(L, -1) == (lua_Integer)match->end));
	}
	lua_settop(L, 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct match_pattern parsed;
	struct text all = { (const char *)data, size }, pattern, subject;
	text_split(all, '\0', &pattern, &subject);
	if (match_parse(&parsed, pattern, true) != NULL)
		return 0;
	FUZZ_ASSERT(parsed.count <= MATCH_ITEMS_MOST &&
	    parsed.captures <= MATCH_CAPTURES_MOST);
	struct match match = { .pattern = &parsed, .subject = subject,
		.steps = STEPS };
	long found = find(&match, parsed.anchored);
	if (found != -2 && is_quick(pattern) && subject.len < 200)
		compare(pattern, &match, found);
	return 0;
}
