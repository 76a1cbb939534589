#include "filter/edition_parts.h"

#include <math.h>
#include <stdlib.h>
#include "base/utf8.h"

/* ---- records and numbers in words ---- */

const char *
entry_words(lua_State *L, const void *thing)
{
	if (entry_own_title(thing) == NULL)
		sandbox_charge_output(L, 256);
	return entry_title(sandbox_of(L)->arena, edition_of(L)->view, thing);
}

const char *
number_words(lua_State *L, int index)
{
	struct arena *arena = sandbox_of(L)->arena;
	lua_Number number = lua_tonumber(L, index);
	sandbox_charge_output(L, 48);
	if (lua_isinteger(L, index))
		return arena_printf(
		    arena, "%lld", (long long)lua_tointeger(L, index));
	if (!isfinite(number))
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a number is infinite or none at all (a division by 0?)");
	return real_in_words(arena, number);
}

/* Is there CJK text or punctuation at both sides of the line end? */
static bool
joins_bare(struct text before, struct text after)
{
	size_t end = before.len, start = 0;
	if (before.len == 0 || after.len == 0)
		return true;
	uint32_t a = utf8_previous(before, &end), b = utf8_next(after, &start);
	return (utf8_is_cjk(a) || utf8_is_cjk_punctuation(a)) &&
	    (utf8_is_cjk(b) || utf8_is_cjk_punctuation(b));
}

struct text
lines_join(lua_State *L, struct text text)
{
	char *out = arena_alloc(sandbox_of(L)->arena, text.len + 1);
	size_t used = 0;
	while (text.len > 0) {
		struct text line;
		text_split(text, '\n', &line, &text);
		line = text_trim(line);
		if (!joins_bare((struct text){ out, used }, line))
			out[used++] = ' ';
		memcpy(out + used, line.at, line.len);
		used += line.len;
	}
	for (size_t i = 0; i < used; i++)
		if (out[i] == '\t')
			out[i] = ' ';
	out[used] = '\0';
	return (struct text){ out, used };
}

/* ---- percent ---- */

/* A number of things, 0 for the withheld one. */
static lua_Integer
count_check(lua_State *L, int index)
{
	if (figure_withheld_at(L, index))
		return 0;
	lua_Integer n = luaL_checkinteger(L, index);
	luaL_argcheck(L, n >= 0 && n <= SHARE_MOST, index, "a count from 0");
	return n;
}

/*
 * percent(a, b[, digits]): 87.5%, 100.0%; — where there is nothing to share;
 * withheld where one of them is.
 */
int
words_percent(lua_State *L)
{
	lua_Integer digits = luaL_optinteger(L, 3, 1);
	bool withheld = figure_withheld_at(L, 1) || figure_withheld_at(L, 2);
	lua_Integer a = count_check(L, 1), b = count_check(L, 2);
	luaL_argcheck(L, digits >= 0 && digits <= SHARE_DIGITS_MOST, 3,
	    "digits from 0 to 6");
	if (withheld) {
		figure_push_withheld(L);
		return 1;
	}
	char words[SHARE_ROOM];
	share_words(words, a, b, (int)digits);
	lua_pushstring(L, words);
	return 1;
}

/* ---- names ---- */

/* The words of a text, a person, an organisation, a record's subject. */
static const char *
name_words(lua_State *L, int index)
{
	const struct view_entry *entry = proxy_get(L, index, &entry_class);
	if (entry != NULL)
		return subject_words(sandbox_of(L)->arena,
		    strings_of(L), entry);
	if (lua_type(L, index) != LUA_TSTRING && proxy_id(L, index) == NULL)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "names takes texts, persons, organisations and records, "
		    "not a %s",
		    proxy_type(L, index));
	return lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index)
						 : proxy_words(L, index);
}

static bool
is_nameless(lua_State *L, int index)
{
	const struct view_person *person =
	    proxy_get(L, index, &edition_person_class);
	return person != NULL && person->name == NULL;
}

/* names(list): 甲、乙、丙; who may not be named is counted: 甲、2名党员 */
int
words_names(lua_State *L)
{
	const struct strings *strings = strings_of(L);
	const char *between = strings_get(strings, "list_comma");
	luaL_Buffer buffer;
	lua_Integer count, nameless = 0, named = 0;
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	count = (lua_Integer)lua_rawlen(L, 1);
	sandbox_charge(L, LIST_STEPS + ITEM_STEPS * (size_t)count);
	lua_pushnil(L); /* the item's place */
	luaL_buffinit(L, &buffer);
	for (lua_Integer i = 1; i <= count; i++) {
		lua_rawgeti(L, 1, i);
		lua_replace(L, 2);
		if (is_nameless(L, 2)) {
			nameless++;
			continue;
		}
		if (named++ > 0)
			luaL_addstring(&buffer, between);
		luaL_addstring(&buffer, name_words(L, 2));
	}
	if (nameless > 0 && named > 0)
		luaL_addstring(&buffer, between);
	if (nameless == 1)
		luaL_addstring(&buffer, strings_get(strings, "nameless"));
	if (nameless > 1) {
		char number[32];
		snprintf(number, sizeof(number), "%lld", (long long)nameless);
		luaL_addstring(&buffer,
		    strings_fill(sandbox_of(L)->arena, strings,
			"nameless_many", "count", number, NULL));
	}
	luaL_pushresult(&buffer);
	return 1;
}

/* ---- blur ---- */

/* DOMAIN: what a bulletin looks like, three: 个别, 少数, 部分. */
static const struct {
	const char *string;
	lua_Integer most;
} usual[] = {
	{ "blur_few", 2 },
	{ "blur_some", 5 },
	{ "blur_many", LUA_MAXINTEGER },
};

/* The highest number of a step; ~ on the last means no end.  -1: bad. */
static lua_Integer
most_of(const struct value *value, bool last)
{
	struct text t = value_as_text(value);
	char *end;
	if (last &&
	    (value->kind == VALUE_NULL || t.len == 0 || text_is(t, "~") ||
		text_is(t, "null")))
		return LUA_MAXINTEGER;
	long long most = strtoll(t.at, &end, 10);
	return t.len == 0 || t.len > 9 || *end != '\0' ? -1 : most;
}

/* The words of the programme's map; false: it is none. */
static bool
blur_read(struct edition_filter *filter, const struct value *map)
{
	size_t count = value_is(map, VALUE_MAP) ? map->map.count : 0;
	/* The word for what is withheld stands last: 有关: … */
	if (count > 0 &&
	    text_is(value_as_text(map->map.entries[count - 1].value), WITHHELD))
		filter->blur_withheld = map->map.entries[--count].key;
	if (count == 0 || count > BLUR_STEPS_MOST)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct entry *entry = &map->map.entries[i];
		lua_Integer most = most_of(entry->value, i + 1 == count);
		if (most <= (i == 0 ? 0 : filter->blur[i - 1].most))
			return false;
		filter->blur[i] = (struct blur_step){ entry->key, most };
		filter->blur_count = i + 1;
	}
	return true;
}

int
words_read_blur(struct edition_filter *filter, struct diags *diags)
{
	const struct value *map = filter->view->programme->blur;
	const struct strings *strings = filter->view->site->strings;
	filter->blur_withheld = text_of(strings_get(strings, "blur_withheld"));
	if (map == NULL) {
		filter->blur_count = sizeof(usual) / sizeof(*usual);
		for (size_t i = 0; i < filter->blur_count; i++)
			filter->blur[i] = (struct blur_step){
				text_of(strings_get(strings, usual[i].string)),
				usual[i].most };
		return 0;
	}
	if (blur_read(filter, map))
		return 0;
	struct diag *d = diag_at(diags, &rules[RULE_FIELD_TYPE], map->span,
	    "blur takes words with rising numbers");
	diag_remedy(diags, d,
	    "write {个别: 2, 少数: 5, 部分: ~, 有关: …}: each word with the "
	    "highest number it stands for, then the one for a number that is "
	    "withheld");
	return -1;
}

/*
 * blur(n): 个别, 少数, 部分 for a number of units.  A number that is withheld
 * has one word, whatever it is.
 */
int
words_blur(lua_State *L)
{
	const struct edition_filter *filter = edition_of(L);
	if (figure_withheld_at(L, 1)) {
		lua_pushlstring(
		    L, filter->blur_withheld.at, filter->blur_withheld.len);
		return 1;
	}
	lua_Integer n = luaL_checkinteger(L, 1);
	luaL_argcheck(L, n >= 0, 1, "a count from 0");
	if (n == 0) {
		lua_pushstring(L,
		    strings_get(strings_of(L), "blur_none"));
		return 1;
	}
	size_t i = 0;
	while (i + 1 < filter->blur_count && n > filter->blur[i].most)
		i++;
	lua_pushlstring(L, filter->blur[i].word.at, filter->blur[i].word.len);
	return 1;
}
