#include "filter/record_proxy.h"

#include <math.h>
#include "base/date.h"
#include "filter/convert.h"
#include "filter/helper.h"
#include "filter/proxy.h"
#include "filter/tally_parts.h"
#include "model/relation.h"

static const struct proxy_class record_class, organisation_class, person_class;

struct record_filter *
record_filter_of(lua_State *L)
{
	return sandbox_of(L)->context;
}

const char *
record_day_of_call(lua_State *L)
{
	const struct record_filter *filter = record_filter_of(L);
	return filter->record != NULL && *filter->record->date != '\0'
	    ? filter->record->date
	    : filter->as_of;
}

/* ---- organisations ---- */

static void
push_superior(lua_State *L, const void *thing)
{
	proxy_push(L, &organisation_class,
	    organisation_superior(thing, record_day_of_call(L)));
}

static void
push_head(lua_State *L, const void *thing)
{
	proxy_push(L, &person_class, organisation_head(thing, record_day_of_call(L)));
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
		    record_filter_of(L)->roster, text_of(id), NULL);
		if (above == NULL)
			return sandbox_raise(L, RULE_FILTER_RESULT,
			    "there is no organisation '%s'", id);
	}
	lua_pushboolean(L, organisation_is_within(o, above, record_day_of_call(L)));
	return 1;
}

/* Is it what the record concerns, or above that? */
static bool
is_above(lua_State *L, const struct organisation *organisation)
{
	const struct record *record = record_filter_of(L)->record;
	return record != NULL &&
	    organisation_is_within(record->organisation, organisation,
		record_day_of_call(L));
}

static void
organisation_read(lua_State *L, const void *thing, const char *name)
{
	const struct record *record = record_filter_of(L)->record;
	bool own = record != NULL && thing == record->organisation;
	if (name == NULL)
		return;
	if (strcmp(name, "classes") == 0)
		record_reading(L, name, own ? READ_CLASSES : READ_STANDING);
	else if (strcmp(name, "head") == 0)
		record_reading(L, name, own ? READ_HEAD : READ_STANDING);
	else if (strcmp(name, "superior") == 0 || strcmp(name, "within") == 0)
		record_reading(
		    L, name, is_above(L, thing) ? READ_ABOVE : READ_PLACE);
}

static const struct proxy_class organisation_class = {
	.name = "organisation",
	.fields =
	    (const struct proxy_field[]){
		{ "kind", .word = "organisation" },
		{ "id", .text = PROXY_TEXT(organisation, id) },
		{ "name", .text = PROXY_TEXT(organisation, name) },
		{ "short", .text = PROXY_TEXT(organisation, short_name) },
		{ "level", .push = organisation_push_level },
		{ "classes", .list = PROXY_MEMBER(organisation, classes) },
		{ "superior", .push = push_superior },
		{ "head", .push = push_head },
		{ "within", .method = within },
		{ .name = NULL },
	    },
	.read = organisation_read,
	.called = PROXY_TEXT(organisation, name),
	.id = PROXY_TEXT(organisation, id),
};

/* ---- people ---- */

static void
push_branch(lua_State *L, const void *thing)
{
	proxy_push(
	    L, &organisation_class, person_branch(thing, record_day_of_call(L)));
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
		if (!tenure_holds(&categories->items[i], record_day_of_call(L)))
			continue;
		lua_pushstring(L, categories->items[i].id);
		lua_rawseti(L, -2, ++n);
	}
}

static void
person_read(lua_State *L, const void *thing, const char *name)
{
	const struct record *record = record_filter_of(L)->record;
	/* The branch of whom the record is about is what it concerns. */
	bool own = record != NULL && thing == record->person;
	/* Who it is goes with whatever named him. */
	if (name != NULL && strcmp(name, "categories") == 0)
		record_reading(L, name, READ_STANDING);
	else if (name != NULL && strcmp(name, "branch") == 0 && !own)
		record_reading(L, name, READ_PLACE);
}

static const struct proxy_class person_class = {
	.name = "person",
	.fields =
	    (const struct proxy_field[]){
		{ "kind", .word = "person" },
		{ "id", .text = PROXY_TEXT(person, id) },
		{ "name", .text = PROXY_TEXT(person, name) },
		{ "branch", .push = push_branch },
		{ "categories", .push = push_categories },
		{ .name = NULL },
	    },
	.read = person_read,
	.called = PROXY_TEXT(person, name),
	.id = PROXY_TEXT(person, id),
};

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
	struct record *record = record_filter_of(L)->record;
	proxy_check(L, 1, &record_class);
	if (record_filter_of(L)->tally != NULL)
		return sandbox_raise(L, RULE_FILTER_FIELD,
		    "`map` can't narrow a record; `record` can");
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

/* ---- the record ---- */

static size_t
record_names(lua_State *L, const void *thing, const char **names, size_t room)
{
	const struct definitions *derived =
	    &record_filter_of(L)->phase.definitions;
	const struct shape *kind = ((const struct record *)thing)->kind;
	size_t n = 0;
	for (; n < room && kind->fields[n].name != NULL; n++)
		names[n] = kind->fields[n].name;
	return n + definitions_names(derived, names + n, room - n);
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
		type_raise(L, name, NC_("filter", "a whole number"));
	return value_integer(sandbox_of(L)->arena, integer);
}

static struct value *
derived_number(lua_State *L, const char *name)
{
	if (lua_type(L, 3) != LUA_TNUMBER || !isfinite(lua_tonumber(L, 3)))
		type_raise(L, name, NC_("filter", "a finite number"));
	return value_real(sandbox_of(L)->arena, lua_tonumber(L, 3));
}

static struct value *
derived_text(lua_State *L, const char *name, bool date)
{
	if (lua_type(L, 3) != LUA_TSTRING)
		type_raise(L, name, date ? NC_("filter", "a date") : NC_("filter", "a text"));
	struct text t = convert_take_text(L, 3, NC_("filter", "the text"));
	if (date && !date_is_valid(t))
		sandbox_raise(L, RULE_FILTER_FIELD,
		    "'%s' takes a date such as 2010-10-15, not '%s'", name,
		    t.at);
	return value_text(sandbox_of(L)->arena, t);
}

static struct value *
derived_boolean(lua_State *L, const char *name)
{
	if (!lua_isboolean(L, 3))
		type_raise(L, name, NC_("filter", "true or false"));
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

static bool
is_built_in(const struct record *record, const char *name)
{
	for (const struct proxy_field *f = record_class.fields; f->name != NULL;
	     f++)
		if (strcmp(f->name, name) == 0)
			return true;
	return field_find(record->kind, text_of(name)) != NULL;
}

/* The field's declaration; a fault when this filter may not set it. */
static const struct derived *
derived_check(lua_State *L, const struct record *record, const char *name)
{
	const char *names[PROXY_NAMES_MOST];
	const struct record_filter *filter = record_filter_of(L);
	const struct derived *derived =
	    definitions_find(&filter->phase.definitions, name);
	if (derived == NULL) {
		if (is_built_in(record, name))
			sandbox_raise(L, RULE_FILTER_FIELD,
			    "'%s' is built in; a filter sets fields of its "
			    "own only",
			    name);
		size_t count = definitions_names(
		    &filter->phase.definitions, names, PROXY_NAMES_MOST);
		proxy_raise_unknown(L, RULE_FILTER_FIELD, "`derived`", "field",
		    name, names, count);
	}
	if (derived->script->name != filter->phase.script->name)
		sandbox_raise(L, RULE_FILTER_FIELD,
		    "'%s' is the field of another filter, %s", name,
		    derived->script->name);
	return derived;
}

static void
record_set(lua_State *L, const void *thing, const char *name)
{
	struct record_filter *filter = record_filter_of(L);
	struct record *record = filter->record;
	struct arena *arena = sandbox_of(L)->arena;
	if (filter->tally != NULL)
		sandbox_raise(L, RULE_FILTER_FIELD,
		    "in `map` a record can only be read; '%s' can't be set",
		    name);
	const struct derived *derived = derived_check(L, thing, name);
	struct value *map = value_map(arena);
	size_t count = value_count(record->derived);
	uint64_t *from = ARENA_ARRAY(arena, uint64_t, count + 1);
	sandbox_charge_output(L, sizeof(*map));
	/* A new map each time: one can't take an entry out of an old one. */
	for (size_t i = 0; i < count; i++) {
		const struct entry *entry = &record->derived->map.entries[i];
		if (text_is(entry->key, name)) {
			/* Else what stands there would depend on that. */
			if (record->derived_from[i] != filter->read)
				sandbox_raise(L, RULE_FILTER_FIELD,
				    "'%s' is set already, and more was read "
				    "since; set it once, after all that it "
				    "depends on",
				    name);
			continue;
		}
		from[map->map.count] = record->derived_from[i];
		*value_append(arena, map) = *entry;
	}
	if (!lua_isnil(L, 3)) {
		struct value *value = derived_take(L, derived);
		value->span = sandbox_span(L);
		/* Made from all that was read until now, branches too. */
		from[map->map.count] = filter->read;
		/* The record outlives the filter, whose name this is. */
		struct text key = arena_text(arena, text_of(derived->name));
		*value_append(arena, map) =
		    (struct entry){ key, value->span, value };
	}
	record->derived = map->map.count == 0 ? NULL : map;
	record->derived_from = from;
}

/* ---- what a derived field is made from ---- */

/* Is the field's label all that is to say of who may see it? */
static bool
is_plain(const struct field *field)
{
	switch (field->type) {
	case FIELD_TEXT:
		return (field->flags & FIELD_TASK) == 0;
	case FIELD_DATE:
	case FIELD_INTEGER:
	case FIELD_BOOLEAN:
	case FIELD_CHOICE:
	case FIELD_TERM:
		return true;
	default:
		return false;
	}
}

uint64_t
record_bits(const struct record *record, const char *name)
{
	if (name == NULL || strcmp(name, "id") == 0)
		return READ_ID;
	const struct field *field = field_find(record->kind, text_of(name));
	/* An amendment need not name its subject: then it is its record's. */
	if (field != NULL &&
	    (strcmp(name, "subject") != 0 ||
		record_get(record, "subject") != NULL))
		return (uint64_t)1 << (field - record->kind->fields);
	return strcmp(name, "subject") == 0		? READ_SUBJECT
	    : strcmp(name, "reviewer_is_head") == 0	? READ_OFFICE
	    : strcmp(name, "reviewer_relation") == 0 ? READ_RELATION
						     : 0;
}

static uint64_t
made_from(const struct record *record, const char *name)
{
	uint64_t bits = record_bits(record, name);
	const struct field *field =
	    name == NULL ? NULL : field_find(record->kind, text_of(name));
	if (field != NULL && strcmp(field->name, "problems") == 0)
		bits |= READ_OWNERS;
	/* A reply's period is its review's; the rest says who it is about. */
	bool said = field != NULL ? !is_plain(field)
				  : bits != 0 || strcmp(name, "period") == 0 ||
	    strcmp(name, "date") == 0 || strcmp(name, "organisation") == 0;
	return said ? bits | DERIVED_UNSEEN : bits;
}

void
record_reading(lua_State *L, const char *name, uint64_t bits)
{
	struct record_filter *filter = record_filter_of(L);
	if (filter->tally != NULL)
		tally_reading_check(L, name, bits);
	filter->read |= bits;
}

static void
record_read(lua_State *L, const void *thing, const char *name)
{
	struct record_filter *filter = record_filter_of(L);
	if (filter->tally != NULL) {
		record_reading(L, name, tally_bits(filter, name));
		return;
	}
	filter->read |= made_from(thing, name);
	/* That a field is not set tells of what was read before, too. */
	if (name != NULL &&
	    definitions_find(&filter->phase.definitions, name) != NULL)
		filter->read |= filter->earlier;
}

/* ---- who reviewed ---- */

static const struct person *
reviewer_of(lua_State *L, const struct record *record)
{
	return table_get(&record_filter_of(L)->roster->person_ids,
	    value_as_text(record_value(record, "reviewer")));
}

/* Head of some organisation that day: “一把手”; nil where nobody reviews. */
static void
push_reviewer_is_head(lua_State *L, const void *thing)
{
	const struct person *reviewer = reviewer_of(L, thing);
	const char *day = record_day_of_call(L);
	bool head = false;
	if (reviewer == NULL) {
		lua_pushnil(L);
		return;
	}
	for (size_t i = 0; i < reviewer->offices.count; i++) {
		const struct organisation *o =
		    reviewer->offices.items[i].organisation;
		head = head ||
		    (o != NULL && tenures_have(&o->heads, reviewer, day));
	}
	lua_pushboolean(L, head);
}

/* The first line of the form's reviewers that he is; nil when none. */
static void
push_reviewer_relation(lua_State *L, const void *thing)
{
	const struct record *record = thing;
	const struct reviewer *lines[REVIEWERS_MOST];
	const struct person *reviewer = reviewer_of(L, record);
	const struct subject subject = { record->organisation, record->person };
	const char *day = record_day_of_call(L);
	size_t count = reviewer == NULL || record->form == NULL ||
		(subject.organisation == NULL && subject.person == NULL)
	    ? 0
	    : form_reviewers(record->form, record_filter_of(L)->phase.programme,
		  &subject, day, lines, REVIEWERS_MOST);
	for (size_t i = 0; i < count; i++)
		if (relation_holds(
			lines[i]->relation, reviewer, &subject, day)) {
			lua_pushstring(L, relation_name(lines[i]->relation));
			return;
		}
	lua_pushnil(L);
}

/* In a tally each problem has its course. */
static void
push_problems(lua_State *L, const void *thing)
{
	if (record_filter_of(L)->tally != NULL)
		tally_problems_push(L);
	else
		record_push_field(L, thing, "problems");
}

static const struct proxy_class record_class = {
	.name = "record",
	.fields =
	    (const struct proxy_field[]){
		{ "kind", .push = record_push_kind },
		{ "id", .text = PROXY_TEXT(record, id) },
		{ "period", .text = PROXY_TEXT(record, period) },
		{ "date", .text = PROXY_TEXT(record, date) },
		{ "form", .push = record_push_form },
		{ "organisation", .thing = PROXY_MEMBER(record, organisation),
		    .class = &organisation_class },
		{ "subject", .push = record_push_subject },
		{ "problems", .push = push_problems },
		{ "reviewer_is_head", .push = push_reviewer_is_head },
		{ "reviewer_relation", .push = push_reviewer_relation },
		{ "narrow", .method = narrow },
		{ .name = NULL },
	    },
	.push_other = record_push_field,
	.other_names = record_names,
	.read = record_read,
	.set = record_set,
	.called = PROXY_TEXT(record, id),
	.id = PROXY_TEXT(record, id),
};

/* ---- the phase ---- */

static const void *
organisation_find(lua_State *L, struct text id)
{
	return roster_organisation(record_filter_of(L)->roster, id, NULL);
}

static const void *
person_find(lua_State *L, struct text id)
{
	return roster_person(record_filter_of(L)->roster, id, NULL);
}

static struct record_parts
record_parts(const void *thing)
{
	const struct record *record = thing;
	return (struct record_parts){
		.kind = record->kind,
		.fields = record->fields,
		.derived = record->derived,
		.organisation = record->organisation,
		.person = record->person,
		.form = record->form,
	};
}

const struct things record_things = {
	.organisation = &organisation_class,
	.person = &person_class,
	.level = offsetof(struct organisation, level),
	.organisation_find = organisation_find,
	.person_find = person_find,
	.record_parts = record_parts,
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
	proxy_class_add(L, &problem_class);
}
