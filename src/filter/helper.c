#include "filter/helper.h"

#include "base/date.h"
#include "filter/proxy.h"

/* ---- dates ---- */

static const char *
day_check(lua_State *L, int index)
{
	struct text t;
	if (lua_type(L, index) != LUA_TSTRING)
		luaL_typeerror(L, index, "date");
	t.at = lua_tolstring(L, index, &t.len);
	if (!date_is_valid(t))
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "'%s' is no date; write it as 2010-10-15", t.at);
	return t.at;
}

int
helper_days_between(lua_State *L)
{
	const char *from = day_check(L, 1), *to = day_check(L, 2);
	lua_pushinteger(L, date_between(from, to));
	return 1;
}

/* ---- vocabularies ---- */

void
helper_raise_term(lua_State *L, const struct term_list *terms,
    const char *what, const char *id)
{
	const char *names[PROXY_NAMES_MOST];
	size_t count = 0;
	for (; count < terms->count && count < PROXY_NAMES_MOST; count++)
		names[count] = terms->items[count].id;
	helper_raise_word(L, what, id, names, count);
}

void
helper_raise_word(lua_State *L, const char *what, const char *word,
    const char *const *names, size_t count)
{
	proxy_raise_unknown(L, RULE_FILTER_RESULT,
	    NC_("filter", "the programme"), what, word, names, count);
}

void
helper_push_period(lua_State *L, const struct programme *programme, int index)
{
	const char *id = luaL_checkstring(L, index);
	const struct period *period = programme_period(programme, id);
	if (period == NULL)
		helper_raise_term(
		    L, &programme->terms[VOCABULARY_PERIOD], "period", id);
	lua_createtable(L, 0, 5);
	sandbox_set_text(L, "id", period->id);
	sandbox_set_text(L, "name", period->name);
	sandbox_set_text(L, "from", period->from);
	sandbox_set_text(L, "to", period->to);
	sandbox_set_text(L, "due", period->due);
}

void
helper_push_terms(lua_State *L, const struct term_list *terms)
{
	lua_createtable(L, (int)terms->count, 0);
	for (size_t i = 0; i < terms->count; i++) {
		lua_createtable(L, 0, 2);
		sandbox_set_text(L, "id", terms->items[i].id);
		sandbox_set_text(L, "name", terms->items[i].name);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}
