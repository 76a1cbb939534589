#include "filter/helper.h"

#include "filter/proxy.h"

/* ---- dates ---- */

/* The number that `count` digits are, -1 when they are none. */
static int
number_of(const char *digits, int count)
{
	int number = 0;
	for (int i = 0; i < count; i++) {
		if (digits[i] < '0' || digits[i] > '9')
			return -1;
		number = number * 10 + (digits[i] - '0');
	}
	return number;
}

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static const int days_before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273,
	304, 334, 365 };

/* Days since the year 1 by the Gregorian calendar; -1 for what is no date. */
static long
day_number(struct text date)
{
	if (date.len != 10 || date.at[4] != '-' || date.at[7] != '-')
		return -1;
	int year = number_of(date.at, 4), month = number_of(date.at + 5, 2),
	    day = number_of(date.at + 8, 2);
	if (year < 1 || month < 1 || month > 12 || day < 1)
		return -1;
	int length = days_before[month] - days_before[month - 1] +
	    (month == 2 && is_leap(year));
	if (day > length)
		return -1;
	long years = year - 1;
	return years * 365 + years / 4 - years / 100 + years / 400 +
	    days_before[month - 1] + (month > 2 && is_leap(year)) + day;
}

bool
day_is_valid(struct text date)
{
	return day_number(date) >= 0;
}

static long
day_check(lua_State *L, int index)
{
	struct text t;
	if (lua_type(L, index) != LUA_TSTRING)
		luaL_typeerror(L, index, "date");
	t.at = lua_tolstring(L, index, &t.len);
	long day = day_number(t);
	if (day < 0)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "'%s' is no date; write it as 2010-10-15", t.at);
	return day;
}

int
helper_days_between(lua_State *L)
{
	long from = day_check(L, 1), to = day_check(L, 2);
	lua_pushinteger(L, to - from);
	return 1;
}

/* ---- vocabularies ---- */

static void
set_string(lua_State *L, const char *key, const char *value)
{
	lua_pushstring(L, value);
	lua_setfield(L, -2, key);
}

void
helper_push_period(lua_State *L, const struct programme *programme, int index)
{
	const struct term_list *terms = &programme->terms[VOCABULARY_PERIOD];
	const char *names[PROXY_NAMES_MOST];
	size_t count = 0;
	const char *id = luaL_checkstring(L, index);
	const struct period *period = programme_period(programme, id);
	if (period == NULL) {
		for (; count < terms->count && count < PROXY_NAMES_MOST;
		     count++)
			names[count] = terms->items[count].id;
		proxy_raise_unknown(L, RULE_FILTER_RESULT, NC_("filter", "the programme"),
		    "period", id, names, count);
	}
	lua_createtable(L, 0, 5);
	set_string(L, "id", period->id);
	set_string(L, "name", period->name);
	set_string(L, "from", period->from);
	set_string(L, "to", period->to);
	set_string(L, "due", period->due);
}

void
helper_push_terms(lua_State *L, const struct term_list *terms)
{
	lua_createtable(L, (int)terms->count, 0);
	for (size_t i = 0; i < terms->count; i++) {
		lua_createtable(L, 0, 2);
		set_string(L, "id", terms->items[i].id);
		set_string(L, "name", terms->items[i].name);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}
