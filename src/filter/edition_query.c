#include "filter/edition_parts.h"

#include "filter/helper.h"

/*
 * count(filter), records(filter): a filter is nothing (all records), a
 * function of a record, or a table of field = value.  A value may be a text or
 * id, a number, true or false, something that has an id, or a list of those,
 * any of which will do.  A word that the programme or the schema does not know
 * is a fault: a figure that is 0 for a slip of the pen would be circulated.
 */

#define CRITERIA_MOST 16
#define WANTED_MOST 64
#define KINDS_MOST 32

enum basis {
	BY_KIND,
	BY_ID,
	BY_PERIOD,
	BY_DATE,
	BY_FORM,
	BY_ORGANISATION,
	BY_SUBJECT,
	BY_WITHIN,
	BY_FIELD,
	BY_DERIVED,
};

static const struct {
	const char *name;
	enum basis basis;
} own[] = {
	{ "kind", BY_KIND },
	{ "id", BY_ID },
	{ "period", BY_PERIOD },
	{ "date", BY_DATE },
	{ "form", BY_FORM },
	{ "organisation", BY_ORGANISATION },
	{ "subject", BY_SUBJECT },
	{ "within", BY_WITHIN },
};
#define OWN (sizeof(own) / sizeof(*own))

/* One value that will do. */
struct wanted {
	enum value_kind kind; /* BOOL, INTEGER or TEXT */
	bool boolean;
	lua_Integer integer;
	struct text text;
	const struct view_organisation *organisation; /* BY_WITHIN */
};

struct criterion {
	const char *name;
	enum basis basis;
	const struct field *field; /* BY_FIELD: of the first kind that has it */
	int8_t index[KINDS_MOST]; /* BY_FIELD: by kind, -1 where it has none */
	size_t first, count; /* in wanted[] */
};

/* Lives on the C stack; texts are Lua's, alive while the filter is. */
struct criteria {
	struct criterion items[CRITERIA_MOST];
	size_t count;
	struct wanted wanted[WANTED_MOST];
	size_t wanted_count;
};

/* ---- from Lua ---- */

static struct text
term_check(lua_State *L, enum vocabulary vocabulary, const char *field,
    struct text word)
{
	const struct programme *programme = edition_of(L)->view->programme;
	const struct term *term = programme_term(programme, vocabulary, word);
	if (term == NULL)
		helper_raise_term(
		    L, &programme->terms[vocabulary], field, word.at);
	return text_of(term->id);
}

static struct text
kind_check(lua_State *L, struct text word)
{
	const struct shape *kind = kind_find(word);
	if (kind != NULL)
		return text_of(kind->name);
	const char *names[KINDS_MOST];
	size_t n = 0;
	for (; n < KINDS_MOST && record_kinds[n].name != NULL; n++)
		names[n] = record_kinds[n].name;
	helper_raise_word(L, "kind", word.at, names, n);
}

/* Canonical words and their aliases alternate. */
static struct text
choice_check(lua_State *L, const struct field *field, struct text word)
{
	size_t n = 0;
	for (; field->choices[n] != NULL; n++)
		if (text_is(word, field->choices[n]))
			return text_of(field->choices[n & ~(size_t)1]);
	helper_raise_word(L, field->name, word.at, field->choices, n);
}

static struct text
word_check(lua_State *L, const struct criterion *c, struct text word)
{
	if (c->basis == BY_KIND)
		return kind_check(L, word);
	if (c->basis == BY_PERIOD)
		return term_check(L, VOCABULARY_PERIOD, "period", word);
	if (c->basis == BY_FORM)
		return term_check(L, VOCABULARY_FORM, "form", word);
	if (c->field != NULL && c->field->type == FIELD_TERM)
		return term_check(L, c->field->vocabulary, c->name, word);
	if (c->field != NULL && c->field->type == FIELD_CHOICE)
		return choice_check(L, c->field, word);
	return word;
}

/* The value on the top of the stack becomes one of those that will do. */
static void
wanted_add(lua_State *L, struct criteria *criteria, struct criterion *c)
{
	int is_integer;
	if (criteria->wanted_count == WANTED_MOST)
		sandbox_raise(L, RULE_FILTER_FAULT,
		    "a filter of more than %d values", WANTED_MOST);
	struct wanted *w = &criteria->wanted[criteria->wanted_count++];
	*w = (struct wanted){ .kind = VALUE_TEXT };
	c->count++;
	if (c->basis == BY_WITHIN) {
		w->organisation = edition_check_organisation(L, -1);
		return;
	}
	switch (lua_type(L, -1)) {
	case LUA_TBOOLEAN:
		w->kind = VALUE_BOOL;
		w->boolean = lua_toboolean(L, -1);
		return;
	case LUA_TNUMBER:
		w->kind = VALUE_INTEGER;
		w->integer = lua_tointegerx(L, -1, &is_integer);
		if (is_integer)
			return;
		break;
	case LUA_TSTRING:
		w->text.at = lua_tolstring(L, -1, &w->text.len);
		w->text = word_check(L, c, w->text);
		return;
	case LUA_TUSERDATA:
		if (proxy_id(L, -1) == NULL)
			break;
		w->text = text_of(proxy_id(L, -1));
		return;
	default:
		break;
	}
	sandbox_raise(L, RULE_FILTER_FAULT,
		    "a %s is nothing that '%s' can be compared with",
	    proxy_type(L, -1), c->name);
}

/* Which field of which kind the name means; false: none. */
static bool
field_resolve(struct criterion *c)
{
	for (size_t k = 0; record_kinds[k].name != NULL; k++) {
		const struct field *field =
		    field_find(&record_kinds[k], text_of(c->name));
		c->index[k] = -1;
		if (field == NULL || strcmp(field->name, c->name) != 0)
			continue;
		c->index[k] = (int8_t)(field - record_kinds[k].fields);
		if (c->field == NULL)
			c->field = field;
	}
	return c->field != NULL;
}

static void
name_resolve(lua_State *L, struct criterion *c)
{
	const char *names[PROXY_NAMES_MOST];
	size_t n = 0;
	for (size_t i = 0; i < OWN; i++) {
		if (strcmp(own[i].name, c->name) == 0) {
			c->basis = own[i].basis;
			return;
		}
	}
	c->basis = BY_FIELD;
	if (field_resolve(c))
		return;
	c->basis = BY_DERIVED;
	if (definitions_find(&edition_of(L)->phase.definitions, c->name) !=
	    NULL)
		return;
	for (; n < OWN; n++)
		names[n] = own[n].name;
	n += edition_field_names(L, names + n, PROXY_NAMES_MOST - n);
	proxy_raise_unknown(
	    L, RULE_FILTER_FIELD, "record", "field", c->name, names, n);
}

#define KEYS_WRONG N_("a filter has names of fields as keys, not a %s")

/* Key and value are on the stack. */
static void
criterion_add(lua_State *L, void *context)
{
	struct criteria *criteria = context;
	if (lua_type(L, -2) != LUA_TSTRING)
		sandbox_raise(L, RULE_FILTER_FAULT, KEYS_WRONG,
		    proxy_type(L, -2));
	if (criteria->count == CRITERIA_MOST)
		sandbox_raise(L, RULE_FILTER_FAULT,
		    "a filter of more than %d fields", CRITERIA_MOST);
	struct criterion *c = &criteria->items[criteria->count++];
	*c = (struct criterion){ .name = lua_tostring(L, -2),
		.first = criteria->wanted_count };
	name_resolve(L, c);
	if (!lua_istable(L, -1)) {
		wanted_add(L, criteria, c);
		return;
	}
	/* A period, a term: what has an id. */
	if (lua_getfield(L, -1, "id") == LUA_TSTRING) {
		wanted_add(L, criteria, c);
		lua_pop(L, 1);
		return;
	}
	lua_pop(L, 1);
	lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
	for (lua_Integer i = 1; i <= count; i++) {
		lua_rawgeti(L, -1, i);
		wanted_add(L, criteria, c);
		lua_pop(L, 1);
	}
}

static void
criteria_take(lua_State *L, int index, struct criteria *criteria)
{
	criteria->count = criteria->wanted_count = 0;
	if (lua_isnoneornil(L, index))
		return;
	luaL_checktype(L, index, LUA_TTABLE);
	library_each(L, index, RULE_FILTER_FAULT, KEYS_WRONG, criterion_add,
	    criteria);
}

/* ---- comparing ---- */

static bool
value_is_wanted(const struct value *value, const struct wanted *w)
{
	switch (value == NULL ? VALUE_NULL : value->kind) {
	case VALUE_BOOL:
		return w->kind == VALUE_BOOL && w->boolean == value->boolean;
	case VALUE_INTEGER:
		return w->kind == VALUE_INTEGER && w->integer == value->integer;
	case VALUE_REAL: /* a derived number, whole as it may be */
		return w->kind == VALUE_INTEGER &&
		    (lua_Number)w->integer == value->real;
	case VALUE_TEXT:
		return w->kind == VALUE_TEXT &&
		    text_equal(w->text, value->text);
	case VALUE_LIST:
		for (size_t i = 0; i < value->list.count; i++)
			if (value_is_wanted(value->list.items[i], w))
				return true;
		return false;
	default:
		return false;
	}
}

static bool
is_within(const struct view_organisation *o, const struct wanted *w)
{
	while (o != NULL && o != w->organisation)
		o = o->superior;
	return o != NULL;
}

/* What stands in the entry for a criterion that is a text; "" for none. */
static const char *
entry_string_by(const struct view_entry *entry, enum basis basis)
{
	switch (basis) {
	case BY_KIND:
		return entry->kind->name;
	case BY_ID:
		return entry->id;
	case BY_PERIOD:
		return entry->period;
	case BY_DATE:
		return entry->date;
	case BY_FORM:
		return entry->form == NULL ? "" : entry->form->id;
	case BY_SUBJECT:
		if (entry->person != NULL)
			return entry->person->id;
		break;
	default:
		break;
	}
	return entry->organisation == NULL ? "" : entry->organisation->id;
}

static bool
entry_is_wanted(const struct view_entry *entry, const struct criterion *c,
    const struct wanted *w)
{
	int index;
	switch (c->basis) {
	case BY_WITHIN:
		return is_within(entry->organisation, w);
	case BY_DERIVED:
		return value_is_wanted(value_get(entry_body(entry)->derived, c->name), w);
	case BY_FIELD:
		/* NOLINTNEXTLINE: -1 is none */
		index = c->index[entry->kind - record_kinds];
		return index >= 0 && value_is_wanted(entry_body(entry)->fields[index], w);
	default:
		return w->kind == VALUE_TEXT &&
		    text_is(w->text, entry_string_by(entry, c->basis));
	}
}

static bool
criteria_admit(const struct criteria *criteria, const struct view_entry *entry)
{
	for (size_t i = 0; i < criteria->count; i++) {
		const struct criterion *c = &criteria->items[i];
		bool any = false;
		for (size_t j = 0; j < c->count && !any; j++)
			any = entry_is_wanted(
			    entry, c, &criteria->wanted[c->first + j]);
		if (!any)
			return false;
	}
	return true;
}

/* ---- the functions ---- */

/* Does the function at index 1 take the entry? */
static bool
function_admits(lua_State *L, const struct view_entry *entry)
{
	lua_pushvalue(L, 1);
	proxy_push(L, &entry_class, entry);
	lua_call(L, 1, 1);
	bool admits = lua_toboolean(L, -1);
	lua_pop(L, 1);
	return admits;
}

/*
 * Entries that the filter at index 1 admits; with `keep` they are put into the
 * list at index 2.
 */
static lua_Integer
query_run(lua_State *L, bool keep)
{
	const struct entry_list *all = view_entries(edition_of(L)->view);
	struct criteria criteria;
	lua_Integer count = 0;
	bool by_function = lua_isfunction(L, 1);
	sandbox_charge(L, LIST_STEPS);
	if (!by_function)
		criteria_take(L, 1, &criteria);
	for (size_t i = 0; i < all->count; i++) {
		const struct view_entry *entry = all->items[i];
		sandbox_charge(
		    L, by_function ? ITEM_STEPS : 1 + criteria.count);
		if (by_function ? !function_admits(L, entry)
				: !criteria_admit(&criteria, entry))
			continue;
		count++;
		if (!keep)
			continue;
		proxy_push(L, &entry_class, entry);
		lua_rawseti(L, 2, count);
	}
	return count;
}

int
query_count(lua_State *L)
{
	lua_settop(L, 1);
	lua_pushinteger(L, query_run(L, false));
	return 1;
}

int
query_records(lua_State *L)
{
	lua_settop(L, 1);
	lua_newtable(L);
	query_run(L, true);
	return 1;
}

/* Item `i` of the list at 1, by the field or function at 2. */
static void
sum_push(lua_State *L, lua_Integer i)
{
	if (lua_isnil(L, 2)) {
		lua_rawgeti(L, 1, i);
		return;
	}
	lua_pushvalue(L, 2);
	lua_rawgeti(L, 1, i);
	if (lua_isfunction(L, 2)) {
		lua_call(L, 1, 1);
		return;
	}
	lua_insert(L, -2);
	lua_gettable(L, -2);
	lua_remove(L, -2);
}

/*
 * sum(list[, field or function]): what is nil counts as nothing; with one that
 * is withheld the whole is.
 */
int
query_sum(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 2);
	if (!lua_isnil(L, 2) && !lua_isfunction(L, 2))
		luaL_checktype(L, 2, LUA_TSTRING);
	lua_Integer count = (lua_Integer)lua_rawlen(L, 1);
	sandbox_charge(L, LIST_STEPS + ITEM_STEPS * (size_t)count);
	lua_pushinteger(L, 0);
	for (lua_Integer i = 1; i <= count; i++) {
		sum_push(L, i);
		if (lua_isnil(L, -1)) {
			lua_pop(L, 1);
			continue;
		}
		if (lua_type(L, -1) != LUA_TNUMBER &&
		    !figure_withheld_at(L, -1))
			return sandbox_raise(L, RULE_FILTER_FAULT,
			    "sum: item %d gives a %s, no "
			    "number",
			    (int)i, proxy_type(L, -1));
		lua_arith(L, LUA_OPADD);
	}
	return 1;
}
