#include "filter/record_proxy.h"

#include <math.h>
#include "filter/convert.h"
#include "filter/helper.h"
#include "filter/proxy.h"

static const struct proxy_class record_class, organisation_class, person_class;

static struct record_filter *
filter_of(lua_State *L)
{
	return sandbox_of(L)->context;
}

/* Who somebody was on this day is what counts. */
static const char *
day_of_call(lua_State *L)
{
	const struct record_filter *filter = filter_of(L);
	return filter->record != NULL && *filter->record->date != '\0'
	    ? filter->record->date
	    : filter->as_of;
}

/* nil for "". */
static void
push_words(lua_State *L, const char *s)
{
	if (*s == '\0')
		lua_pushnil(L);
	else
		lua_pushstring(L, s);
}

/* ---- organisations ---- */

static void
organisation_kind(lua_State *L, const void *thing)
{
	(void)thing;
	lua_pushliteral(L, "organisation");
}

static void
organisation_id(lua_State *L, const void *thing)
{
	lua_pushstring(L, ((const struct organisation *)thing)->id);
}

static void
organisation_name(lua_State *L, const void *thing)
{
	lua_pushstring(L, ((const struct organisation *)thing)->name);
}

static void
organisation_short(lua_State *L, const void *thing)
{
	lua_pushstring(L, ((const struct organisation *)thing)->short_name);
}

static void
organisation_level(lua_State *L, const void *thing)
{
	const struct organisation *o = thing;
	const struct term_list *levels =
	    &filter_of(L)->programme->terms[VOCABULARY_LEVEL];
	lua_pushstring(L, levels->items[o->level].id);
}

static void
organisation_classes(lua_State *L, const void *thing)
{
	const struct value *classes =
	    ((const struct organisation *)thing)->classes;
	if (classes == NULL)
		lua_newtable(L);
	else
		convert_push(L, classes);
}

static void
push_superior(lua_State *L, const void *thing)
{
	proxy_push(L, &organisation_class,
	    organisation_superior(thing, day_of_call(L)));
}

static void
push_head(lua_State *L, const void *thing)
{
	proxy_push(L, &person_class, organisation_head(thing, day_of_call(L)));
}

/* o:within(other): is it the other, or below it? */
static int
within(lua_State *L)
{
	const struct organisation *o = proxy_check(L, 1, &organisation_class);
	const struct organisation *above = proxy_get(L, 2, &organisation_class);
	if (above == NULL) {
		const char *id = luaL_checkstring(L, 2);
		above = roster_organisation(
		    filter_of(L)->roster, text_of(id), NULL);
		if (above == NULL)
			return sandbox_raise(L, RULE_FILTER_RESULT,
			    "there is no organisation '%s'", id);
	}
	lua_pushboolean(L, organisation_is_within(o, above, day_of_call(L)));
	return 1;
}

static void
push_within(lua_State *L, const void *thing)
{
	(void)thing;
	lua_pushcfunction(L, within);
}

static const char *
organisation_words(lua_State *L, const void *thing)
{
	(void)L;
	return ((const struct organisation *)thing)->name;
}

static const char *
organisation_text_id(const void *thing)
{
	return ((const struct organisation *)thing)->id;
}

static const struct proxy_class organisation_class = {
	.name = "organisation",
	.fields =
	    (const struct proxy_field[]){
		{ "kind", organisation_kind },
		{ "id", organisation_id },
		{ "name", organisation_name },
		{ "short", organisation_short },
		{ "level", organisation_level },
		{ "classes", organisation_classes },
		{ "superior", push_superior },
		{ "head", push_head },
		{ "within", push_within },
		{ NULL, NULL },
	    },
	.words = organisation_words,
	.id = organisation_text_id,
};

/* ---- people ---- */

static void
person_kind(lua_State *L, const void *thing)
{
	(void)thing;
	lua_pushliteral(L, "person");
}

static void
person_id(lua_State *L, const void *thing)
{
	lua_pushstring(L, ((const struct person *)thing)->id);
}

static void
person_name(lua_State *L, const void *thing)
{
	lua_pushstring(L, ((const struct person *)thing)->name);
}

static void
push_branch(lua_State *L, const void *thing)
{
	proxy_push(
	    L, &organisation_class, person_branch(thing, day_of_call(L)));
}

/* Ids of the categories that hold on the day: infirm, probationary, … */
static void
push_categories(lua_State *L, const void *thing)
{
	const struct tenures *categories =
	    &((const struct person *)thing)->categories;
	lua_Integer n = 0;
	lua_newtable(L);
	for (size_t i = 0; i < categories->count; i++) {
		if (!tenure_holds(&categories->items[i], day_of_call(L)))
			continue;
		lua_pushstring(L, categories->items[i].id);
		lua_rawseti(L, -2, ++n);
	}
}

static const char *
person_words(lua_State *L, const void *thing)
{
	(void)L;
	return ((const struct person *)thing)->name;
}

static const char *
person_text_id(const void *thing)
{
	return ((const struct person *)thing)->id;
}

static const struct proxy_class person_class = {
	.name = "person",
	.fields =
	    (const struct proxy_field[]){
		{ "kind", person_kind },
		{ "id", person_id },
		{ "name", person_name },
		{ "branch", push_branch },
		{ "categories", push_categories },
		{ NULL, NULL },
	    },
	.words = person_words,
	.id = person_text_id,
};

void
record_push_reference(lua_State *L, enum field_type type, struct text id)
{
	const struct roster *roster = filter_of(L)->roster;
	const struct organisation *o =
	    type == FIELD_PERSON ? NULL : roster_organisation(roster, id, NULL);
	if (o != NULL || type == FIELD_ORGANISATION)
		proxy_push(L, &organisation_class, o);
	else
		proxy_push(L, &person_class, roster_person(roster, id, NULL));
}

/* ---- narrowing ---- */

static bool
is_word(const struct value *value)
{
	return value_is(value, VALUE_TEXT) && value->text.len > 0;
}

/* WITHIN/WHO, or {within, who}; what they mean is scope's business. */
static bool
is_pair(const struct value *value)
{
	if (!value_is(value, VALUE_MAP))
		return is_word(value);
	size_t known = is_word(value_get(value, "within"));
	known += is_word(value_get(value, "who"));
	return known > 0 && known == value_count(value);
}

static bool
is_label(const struct value *value)
{
	if (!value_is(value, VALUE_LIST))
		return is_pair(value);
	for (size_t i = 0; i < value->list.count; i++)
		if (!is_pair(value->list.items[i]))
			return false;
	return value->list.count > 0;
}

/* r:narrow(label) */
static int
narrow(lua_State *L)
{
	struct arena *arena = sandbox_of(L)->arena;
	struct record *record = filter_of(L)->record;
	proxy_check(L, 1, &record_class);
	struct value *label = convert_take(L, 2);
	if (!is_label(label))
		return sandbox_raise(L, RULE_FILTER_RESULT,
		    "narrow takes a label: \"root/cadres\", or "
		    "{within = …, who = …}, or a list of those");
	if (record->narrowed == NULL)
		record->narrowed = value_list(arena);
	value_add(arena, record->narrowed, label);
	return 0;
}

static void
push_narrow(lua_State *L, const void *thing)
{
	(void)thing;
	lua_pushcfunction(L, narrow);
}

/* ---- the record ---- */

static void
record_kind(lua_State *L, const void *thing)
{
	lua_pushstring(L, ((const struct record *)thing)->kind->name);
}

static void
record_id(lua_State *L, const void *thing)
{
	lua_pushstring(L, ((const struct record *)thing)->id);
}

static void
record_period(lua_State *L, const void *thing)
{
	push_words(L, ((const struct record *)thing)->period);
}

static void
record_date(lua_State *L, const void *thing)
{
	push_words(L, ((const struct record *)thing)->date);
}

static void
record_form(lua_State *L, const void *thing)
{
	const struct form *form = ((const struct record *)thing)->form;
	push_words(L, form == NULL ? "" : form->id);
}

static void
record_organisation(lua_State *L, const void *thing)
{
	proxy_push(L, &organisation_class,
	    ((const struct record *)thing)->organisation);
}

static void
record_subject(lua_State *L, const void *thing)
{
	const struct record *record = thing;
	if (record->person != NULL)
		proxy_push(L, &person_class, record->person);
	else
		proxy_push(L, &organisation_class, record->organisation);
}

/* A field of some other kind of record is absent here, not misspelt. */
static bool
is_field_elsewhere(const char *name)
{
	for (const struct shape *k = record_kinds; k->name != NULL; k++) {
		const struct field *field = field_find(k, text_of(name));
		if (field != NULL && strcmp(field->name, name) == 0)
			return true;
	}
	return false;
}

static bool
record_other(lua_State *L, const void *thing, const char *name)
{
	const struct record *record = thing;
	const struct field *field = field_find(record->kind, text_of(name));
	if (field != NULL && strcmp(field->name, name) == 0) {
		convert_push_field(
		    L, field, record->fields[field - record->kind->fields]);
		return true;
	}
	if (field != NULL)
		sandbox_raise(L, RULE_FILTER_FIELD,
		    "record has no field '%s'; in filters it is '%s'", name,
		    field->name);
	if (definitions_find(&filter_of(L)->definitions, name) != NULL) {
		convert_push(L, value_get(record->derived, name));
		return true;
	}
	if (!is_field_elsewhere(name))
		return false;
	lua_pushnil(L);
	return true;
}

static size_t
record_names(lua_State *L, const void *thing, const char **names, size_t room)
{
	const struct shape *kind = ((const struct record *)thing)->kind;
	size_t n = 0;
	for (; kind->fields[n].name != NULL && n < room; n++)
		names[n] = kind->fields[n].name;
	return n +
	    definitions_names(&filter_of(L)->definitions, names + n, room - n);
}

/* ---- derived fields ---- */

static void
type_raise(lua_State *L, const char *name, const char *wanted)
{
	sandbox_raise(L, RULE_FILTER_FIELD, "'%s' takes %s, not a %s", name,
	    wanted, proxy_type(L, 3));
}

static struct value *
derived_integer(lua_State *L, const char *name)
{
	int is_integer;
	lua_Integer integer = lua_tointegerx(L, 3, &is_integer);
	if (lua_type(L, 3) != LUA_TNUMBER || !is_integer)
		type_raise(L, name, "a whole number");
	return value_integer(sandbox_of(L)->arena, integer);
}

static struct value *
derived_number(lua_State *L, const char *name)
{
	if (lua_type(L, 3) != LUA_TNUMBER || !isfinite(lua_tonumber(L, 3)))
		type_raise(L, name, "a finite number");
	return value_real(sandbox_of(L)->arena, lua_tonumber(L, 3));
}

static struct value *
derived_text(lua_State *L, const char *name, bool date)
{
	if (lua_type(L, 3) != LUA_TSTRING)
		type_raise(L, name, date ? "a date" : "a text");
	struct text t = convert_take_text(L, 3, "the text");
	if (date && !day_is_valid(t))
		sandbox_raise(L, RULE_FILTER_FIELD,
		    "'%s' takes a date such as 2010-10-15, not '%s'", name,
		    t.at);
	return value_text(sandbox_of(L)->arena, t);
}

static struct value *
derived_boolean(lua_State *L, const char *name)
{
	if (!lua_isboolean(L, 3))
		type_raise(L, name, "true or false");
	return value_bool(sandbox_of(L)->arena, lua_toboolean(L, 3));
}

static struct value *
derived_take(lua_State *L, const struct derived *derived)
{
	switch (derived->type) {
	case DERIVED_INTEGER:
		return derived_integer(L, derived->name);
	case DERIVED_NUMBER:
		return derived_number(L, derived->name);
	case DERIVED_BOOLEAN:
		return derived_boolean(L, derived->name);
	default:
		return derived_text(
		    L, derived->name, derived->type == DERIVED_DATE);
	}
}

/* The field's declaration; a fault when this filter may not set it. */
static const struct derived *
derived_check(lua_State *L, const struct record *record, const char *name)
{
	const char *names[PROXY_NAMES_MOST];
	const struct record_filter *filter = filter_of(L);
	const struct derived *derived =
	    definitions_find(&filter->definitions, name);
	if (derived == NULL) {
		for (const struct proxy_field *f = record_class.fields;
		     f->name != NULL; f++)
			if (strcmp(f->name, name) == 0)
				sandbox_raise(L, RULE_FILTER_FIELD,
				    "'%s' is built in; a filter sets fields "
				    "of its own only",
				    name);
		if (field_find(record->kind, text_of(name)) != NULL)
			sandbox_raise(L, RULE_FILTER_FIELD,
			    "'%s' is built in; a filter sets fields of its "
			    "own only",
			    name);
		size_t count = definitions_names(
		    &filter->definitions, names, PROXY_NAMES_MOST);
		proxy_raise_unknown(L, RULE_FILTER_FIELD, "`derived`", "field",
		    name, names, count);
	}
	if (derived->script->name != filter->script->name)
		sandbox_raise(L, RULE_FILTER_FIELD,
		    "'%s' is the field of another filter, %s", name,
		    derived->script->name);
	return derived;
}

static void
record_set(lua_State *L, const void *thing, const char *name)
{
	struct record *record = filter_of(L)->record;
	struct arena *arena = sandbox_of(L)->arena;
	const struct derived *derived = derived_check(L, thing, name);
	struct value *map = value_map(arena);
	sandbox_charge_output(L, sizeof(*map));
	/* A new map each time: one can't take an entry out of an old one. */
	for (size_t i = 0;
	     record->derived != NULL && i < record->derived->map.count; i++) {
		const struct entry *entry = &record->derived->map.entries[i];
		if (!text_is(entry->key, name))
			value_set_entry(
			    arena, map, entry->key, entry->span, entry->value);
	}
	if (!lua_isnil(L, 3)) {
		struct value *value = derived_take(L, derived);
		value->span = sandbox_span(L);
		value_set_entry(
		    arena, map, text_of(derived->name), value->span, value);
	}
	record->derived = map->map.count == 0 ? NULL : map;
}

static const char *
record_text_id(const void *thing)
{
	return ((const struct record *)thing)->id;
}

static const char *
record_words(lua_State *L, const void *thing)
{
	(void)L;
	return record_text_id(thing);
}

static const struct proxy_class record_class = {
	.name = "record",
	.fields =
	    (const struct proxy_field[]){
		{ "kind", record_kind },
		{ "id", record_id },
		{ "period", record_period },
		{ "date", record_date },
		{ "form", record_form },
		{ "organisation", record_organisation },
		{ "subject", record_subject },
		{ "narrow", push_narrow },
		{ NULL, NULL },
	    },
	.push_other = record_other,
	.other_names = record_names,
	.set = record_set,
	.words = record_words,
	.id = record_text_id,
};

void
record_proxy_push(lua_State *L, const struct record *record)
{
	proxy_push(L, &record_class, record);
}

void
record_proxies_add(lua_State *L)
{
	proxy_class_add(L, &record_class);
	proxy_class_add(L, &organisation_class);
	proxy_class_add(L, &person_class);
}
