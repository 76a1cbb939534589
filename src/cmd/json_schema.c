#include "cmd/json_schema.h"

#include "base/lang.h"
#include "model/rules.h"

/* More names than that are no help, and slow in an editor. */
#define NAMES_MOST 400

#define DATE_PATTERN "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"

struct making {
	struct arena *arena;
	const struct corpus *corpus; /* or NULL */
	struct value *definitions;
};

/* ---- words for JSON ---- */

static struct value *
list_of(struct arena *arena, const char *const *words, size_t count)
{
	struct value *list = value_list_sized(arena, count);
	for (size_t i = 0; i < count; i++)
		value_add(arena, list, value_string(arena, words[i]));
	return list;
}

static void
set(struct making *m, struct value *map, const char *key, struct value *value)
{
	value_set_literal(m->arena, map, key, value);
}

static void
set_string(struct making *m, struct value *map, const char *key,
    const char *string)
{
	set(m, map, key, value_string(m->arena, string));
}

/* {"type": "…"} */
static struct value *
type_of(struct making *m, const char *type)
{
	struct value *map = value_map(m->arena);
	set_string(m, map, "type", type);
	return map;
}

/* {"KEY": VALUE} */
static struct value *
map_of(struct making *m, const char *key, struct value *value)
{
	struct value *map = value_map(m->arena);
	set(m, map, key, value);
	return map;
}

static struct value *
reference(struct making *m, const char *name)
{
	struct value *map = value_map(m->arena);
	set(m, map, "$ref", value_printf(m->arena, "#/definitions/%s", name));
	return map;
}

static struct value *
enum_of(struct making *m, const char *const *words, size_t count)
{
	return map_of(m, "enum", list_of(m->arena, words, count));
}

static struct value *
pattern_of(struct making *m, const char *pattern)
{
	struct value *map = type_of(m, "string");
	set_string(m, map, "pattern", pattern);
	return map;
}

/* With these properties and no others. */
static struct value *
closed_of(struct making *m, struct value *properties)
{
	struct value *map = type_of(m, "object");
	set(m, map, "properties", properties);
	set(m, map, "additionalProperties", value_bool(m->arena, false));
	return map;
}

/* {"anyOf": […]}, to which alternatives are added. */
static struct value *
any_of(struct making *m, struct value *first)
{
	struct value *list = value_list(m->arena);
	value_add(m->arena, list, first);
	return map_of(m, "anyOf", list);
}

static void
any_add(struct making *m, struct value *any, struct value *alternative)
{
	value_add(m->arena, value_get(any, "anyOf"), alternative);
}

/* Whoever makes one sets it at once, so that shapes may lie in each other. */
static bool
is_defined(struct making *m, const char *name)
{
	return value_get(m->definitions, name) != NULL;
}

static void
define(struct making *m, const char *name, struct value *schema)
{
	value_set(m->arena, m->definitions, name, schema);
}

/* ---- names of the site ---- */

struct names {
	const char **items;
	size_t count, capacity;
	struct table seen;
};

/* Once; not the empty one. */
static void
names_add(struct making *m, struct names *names, const char *name)
{
	if (name == NULL || *name == '\0' ||
	    table_add(&names->seen, text_of(name), names) != NULL)
		return;
	ARENA_ROOM(m->arena, names->items, names->count, names->capacity);
	names->items[names->count++] = name;
}

/* A name that several bear is refused: the id has to be written. */
static void
organisations_add(struct making *m, struct names *names)
{
	const struct roster *roster = &m->corpus->roster;
	for (size_t i = 0; i < roster->organisation_count; i++) {
		const struct organisation *o = roster->organisations[i];
		names_add(m, names, o->id);
		if (roster_organisation(roster, text_of(o->name), NULL) == o)
			names_add(m, names, o->name);
		if (roster_organisation(roster, text_of(o->short_name),
			NULL) == o)
			names_add(m, names, o->short_name);
		for (size_t j = 0; j < value_count(o->former); j++) {
			struct text former =
			    value_as_text(value_item(o->former, j));
			if (roster_organisation(roster, former, NULL) == o)
				names_add(m, names, former.at);
		}
	}
}

static void
people_add(struct making *m, struct names *names)
{
	const struct roster *roster = &m->corpus->roster;
	for (size_t i = 0; i < roster->person_count; i++) {
		const struct person *p = roster->people[i];
		names_add(m, names, p->id);
		if (roster_person(roster, text_of(p->name), NULL) == p)
			names_add(m, names, p->name);
	}
}

static void
terms_add(struct making *m, struct names *names, enum vocabulary vocabulary)
{
	const struct programme *programme = m->corpus->programme;
	const struct term_list *list = &programme->terms[vocabulary];
	for (size_t i = 0; i < list->count; i++) {
		names_add(m, names, list->items[i].id);
		names_add(m, names, list->items[i].name);
	}
	for (size_t i = 0; vocabulary == VOCABULARY_FORM && i < list->count; i++)
		names_add(m, names, programme->forms[i].short_name);
	if (vocabulary != VOCABULARY_ASPECT)
		return;
	for (size_t f = 0; f < programme->terms[VOCABULARY_FORM].count; f++)
		for (size_t i = 0; i < programme->forms[f].aspect_count; i++) {
			const struct aspect *a =
			    &programme->forms[f].aspects[i];
			names_add(m, names, a->title);
			for (size_t j = 0; j < value_count(a->titles); j++)
				names_add(m, names, value_as_string(
				    value_item(a->titles, j)));
		}
}

static struct names
names_init(struct making *m)
{
	struct names names = { 0 };
	table_init(&names.seen, m->arena);
	return names;
}

/* ---- scalars ---- */

/* Any scalar is text to the program; `said`: and not blank. */
static struct value *
text_schema(struct making *m, bool said)
{
	static const char *const types[] = { "string", "number", "boolean" };
	struct value *map = map_of(m, "type", list_of(m->arena, types, 3));
	if (said)
		set_string(m, map, "pattern", "[^ \\t\\r\\n]");
	return map;
}

static struct value *
date_schema(struct making *m)
{
	struct value *map = pattern_of(m, DATE_PATTERN);
	set_string(m, map, "format", "date");
	return map;
}

static struct value *
integer_schema(struct making *m)
{
	struct value *number = type_of(m, "integer");
	set(m, number, "minimum", value_integer(m->arena, 0));
	set(m, number, "maximum", value_integer(m->arena, 999999999));
	struct value *any = any_of(m, number);
	any_add(m, any, pattern_of(m, "^[0-9]{1,9}$"));
	return any;
}

static struct value *
boolean_schema(struct making *m)
{
	static const char *const words[] = { "yes", "no", "true", "false", "是",
		"否" };
	struct value *any = any_of(m, type_of(m, "boolean"));
	any_add(m, any, enum_of(m, words, 6));
	return any;
}

static struct value *
choice_schema(struct making *m, const char *const *choices)
{
	size_t count = 0;
	while (choices[count] != NULL)
		count++;
	return enum_of(m, choices, count);
}

/* Words of the site where they are few, under a name of their own. */
static struct value *
named_schema(struct making *m, const char *name, const struct names *names)
{
	if (!is_defined(m, name))
		define(m, name,
		    m->corpus == NULL || names->count > NAMES_MOST
			? text_schema(m, true)
			: enum_of(m, names->items, names->count));
	return reference(m, name);
}

static struct value *
term_schema(struct making *m, enum vocabulary vocabulary)
{
	static const char *const words[VOCABULARY__MAX] = { "class", "level",
		"period", "form", "aspect", "method", "occasion", "preparation",
		"grade", "category", "group" };
	struct names names = names_init(m);
	if (m->corpus != NULL)
		terms_add(m, &names, vocabulary);
	return named_schema(m,
	    arena_printf(m->arena, "term.%s", words[vocabulary]), &names);
}

static struct value *
who_schema(struct making *m, enum field_type type)
{
	struct names names = names_init(m);
	if (m->corpus != NULL && type != FIELD_PERSON)
		organisations_add(m, &names);
	if (m->corpus != NULL && type != FIELD_ORGANISATION)
		people_add(m, &names);
	return named_schema(m,
	    type == FIELD_PERSON           ? "value.person"
		: type == FIELD_ORGANISATION ? "value.organisation"
					     : "value.subject",
	    &names);
}

/* ORGANISATION/CLASS, a class alone, {within, who}, or a list of them. */
static struct value *
scope_schema(struct making *m)
{
	static const char *const keys[] = { "within", "who" };
	if (is_defined(m, "value.scope"))
		return reference(m, "value.scope");
	struct value *properties = value_map(m->arena);
	set(m, properties, "within", text_schema(m, true));
	set(m, properties, "who", term_schema(m, VOCABULARY_CLASS));
	struct value *pair = closed_of(m, properties);
	set(m, pair, "required", list_of(m->arena, keys, 2));
	struct value *one = any_of(m, pattern_of(m, "^([^/]+/)?[^/]+$"));
	any_add(m, one, pair);
	define(m, "value.label", one);
	struct value *many = type_of(m, "array");
	set(m, many, "items", reference(m, "value.label"));
	struct value *any = any_of(m, reference(m, "value.label"));
	any_add(m, any, many);
	define(m, "value.scope", any);
	return reference(m, "value.scope");
}

/* ---- what its owner reads: rules, default labels, votes ---- */

static const char *const severities[] = { "error", "错误", "warning", "警告",
	"note", "提示", "off", "关" };

static struct value *
setting_schema(struct making *m, const struct rule *rule)
{
	struct value *severity = enum_of(m, severities, 8);
	set_string(m, severity, "description",
	    arena_printf(m->arena, "%s %s: %s", rule->code, rule->slug,
		_(rule->effect)));
	const struct rule_parameter *p =
	    rule_parameter((enum rule_id)(rule - rules));
	struct value *properties = value_map(m->arena);
	set(m, properties, "severity", enum_of(m, severities, 8));
	set(m, properties, "级别", enum_of(m, severities, 8));
	for (int i = 0; p != NULL && i < 2; i++)
		set(m, properties,
		    i == 0 ? p->name : p->alias,
		    p->list ? value_map(m->arena) : integer_schema(m));
	struct value *any = any_of(m, severity);
	any_add(m, any, closed_of(m, properties));
	return any;
}

static struct value *
rules_schema(struct making *m)
{
	struct value *properties = value_map(m->arena);
	for (size_t i = 0; i < RULE__MAX; i++) {
		if (rules[i].family == NULL)
			continue;
		set(m, properties, rules[i].code, setting_schema(m, &rules[i]));
		set(m, properties, rules[i].slug, setting_schema(m, &rules[i]));
		/* A rule may be called like its family; it is set first. */
		if (value_get(properties, rules[i].family) == NULL)
			set(m, properties,
			    rules[i].family, enum_of(m, severities, 8));
	}
	return closed_of(m, properties);
}

static struct value *
counts_schema(struct making *m, enum vocabulary vocabulary)
{
	struct value *map = type_of(m, "object");
	set(m, map, "propertyNames", term_schema(m, vocabulary));
	set(m, map, "additionalProperties", integer_schema(m));
	return map;
}

static struct value *
any_schema(struct making *m, const struct field *field)
{
	if (strcmp(field->name, "rules") == 0)
		return rules_schema(m);
	return type_of(m, "object");
}

/* ---- shapes ---- */

static struct value *shape_reference(struct making *m,
    const struct shape *shape);

/* Is a scalar enough: does nothing but the first field have to be there? */
static bool
scalar_stands_for(const struct shape *shape)
{
	for (const struct field *f = shape->fields + 1; f->name != NULL; f++)
		if ((f->flags & FIELD_REQUIRED) != 0)
			return false;
	return true;
}

static struct value *
one_schema(struct making *m, const struct shape *shape,
    const struct field *field)
{
	bool said = (field->flags & FIELD_REQUIRED) != 0;
	switch (field->type) {
	case FIELD_DATE:
		return date_schema(m);
	case FIELD_INTEGER:
		return integer_schema(m);
	case FIELD_BOOLEAN:
		return boolean_schema(m);
	case FIELD_CHOICE:
		return choice_schema(m, field->choices);
	case FIELD_TERM:
		return term_schema(m, field->vocabulary);
	case FIELD_ORGANISATION:
	case FIELD_PERSON:
	case FIELD_SUBJECT:
		return who_schema(m, field->type);
	case FIELD_PROBLEM:
		return pattern_of(m, "^[^#]+#[^#]+$");
	case FIELD_SCOPE:
		return scope_schema(m);
	case FIELD_COUNTS:
		return counts_schema(m, field->vocabulary);
	case FIELD_ANY:
		return any_schema(m, field);
	case FIELD_MAP:
		if (!scalar_stands_for(field->shape))
			return shape_reference(m, field->shape);
		struct value *any =
		    any_of(m, shape_reference(m, field->shape));
		any_add(m, any,
		    one_schema(m, field->shape, &field->shape->fields[0]));
		return any;
	default:
		if (shape->body && strcmp(field->name, "kind") == 0)
			return choice_schema(m,
			    (const char *[]){ shape->name, shape->alias,
				strcmp(shape->name, "bulletin") == 0 ? "简报"
								     : NULL,
				NULL });
		return text_schema(m, said);
	}
}

static struct value *
list_schema(struct making *m, struct value *one, bool said)
{
	struct value *item = any_of(m, one);
	any_add(m, item, type_of(m, "null"));
	struct value *list = type_of(m, "array");
	set(m, list, "items", item);
	if (said)
		set(m, list, "contains", map_of(m, "not", type_of(m, "null")));
	return list;
}

/* {"description": …, "anyOf": [one, list of it, nothing]} */
static struct value *
field_schema(struct making *m, const struct shape *shape,
    const struct field *field)
{
	bool said = (field->flags & FIELD_REQUIRED) != 0;
	struct value *one = one_schema(m, shape, field);
	struct value *any = value_map(m->arena);
	set(m, any, "description",
	    value_printf(m->arena, "%s · %s: %s", field->name, field->alias,
		field->help == NULL ? "" : _(field->help)));
	set(m, any, "anyOf", value_list(m->arena));
	any_add(m, any, one);
	if ((field->flags & FIELD_LIST) != 0)
		any_add(m, any, list_schema(m, one, said));
	if (!said && field->type != FIELD_SCOPE)
		any_add(m, any, type_of(m, "null"));
	return any;
}

static struct value *
required_schema(struct making *m, const char *key)
{
	return map_of(m, "required", list_of(m->arena, &key, 1));
}

/* Not both keys; one of them where the field has to be there. */
static void
keys_add(struct making *m, struct value *all, const struct field *field)
{
	const char *const both[] = { field->name, field->alias };
	if (strcmp(field->name, field->alias) != 0)
		value_add(m->arena, all,
		    map_of(m, "not",
			map_of(m, "required", list_of(m->arena, both, 2))));
	if ((field->flags & FIELD_REQUIRED) == 0)
		return;
	struct value *any = any_of(m, required_schema(m, field->name));
	any_add(m, any, required_schema(m, field->alias));
	value_add(m->arena, all, any);
}

/* Adds the definitions that it needs. */
static void
shape_put(struct making *m, struct value *into, const struct shape *shape)
{
	struct value *properties = value_map(m->arena);
	struct value *all = value_list(m->arena);
	set_string(m, into, "title",
	    arena_printf(m->arena, "%s %s", shape->name, shape->alias));
	if (shape->help != NULL)
		set_string(m, into, "description", _(shape->help));
	set_string(m, into, "type", "object");
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		const char *name =
		    arena_printf(m->arena, "%s.%s", shape->name, f->name);
		define(m, name, field_schema(m, shape, f));
		set(m, properties, f->name, reference(m, name));
		set(m, properties, f->alias, reference(m, name));
		keys_add(m, all, f);
	}
	set(m, into, "properties", properties);
	set(m, into, "additionalProperties", value_bool(m->arena, false));
	set(m, into, "allOf", all);
}

static struct value *
shape_reference(struct making *m, const struct shape *shape)
{
	if (!is_defined(m, shape->name)) {
		struct value *made = value_map(m->arena);
		define(m, shape->name, made);
		shape_put(m, made, shape);
	}
	return reference(m, shape->name);
}

/* ---- the whole ---- */

static const struct {
	const char *name;
	const struct shape *shape;
	bool list;
} files[] = {
	{ "site", &site_shape, false },
	{ "programme", &programme_shape, false },
	{ "organisations", &organisation_shape, true },
	{ "people", &person_shape, true },
	{ "record", NULL, false },
};
#define FILES (sizeof(files) / sizeof(*files))

bool
schema_subject_find(struct schema_subject *subject, const char *name)
{
	const struct shape *kind = kind_find(text_of(name));
	if (kind != NULL) {
		*subject = (struct schema_subject){ kind->name, kind, false };
		return true;
	}
	for (size_t i = 0; i < FILES; i++) {
		if (strcmp(files[i].name, name) != 0)
			continue;
		*subject = (struct schema_subject){ files[i].name,
			files[i].shape, files[i].list };
		return true;
	}
	return false;
}

size_t
schema_subject_names(const char **names, size_t room)
{
	size_t n = 0;
	for (const struct shape *k = record_kinds; k->name != NULL; k++)
		for (int i = 0; i < 2 && n < room; i++)
			names[n++] = i == 0 ? k->name : k->alias;
	for (size_t i = 0; i < FILES && n < room; i++)
		names[n++] = files[i].name;
	return n;
}

/* {"properties": {KEY: {"enum": [NAME, ALIAS]}}, "required": [KEY]} */
static struct value *
kind_is(struct making *m, const char *key, const struct shape *kind)
{
	struct value *map = required_schema(m, key);
	set(m, map, "properties",
	    map_of(m, key, one_schema(m, kind, &kind->fields[0])));
	return map;
}

/* A record of any kind: what its kind asks for. */
static void
record_put(struct making *m, struct value *into)
{
	struct value *all = value_list(m->arena), *kinds = value_list(m->arena);
	set_string(m, into, "title", "record 记录");
	set_string(m, into, "type", "object");
	struct value *key = any_of(m, required_schema(m, "kind"));
	any_add(m, key, required_schema(m, "类型"));
	value_add(m->arena, all, key);
	for (const struct shape *k = record_kinds; k->name != NULL; k++) {
		struct value *is = any_of(m, kind_is(m, "kind", k));
		any_add(m, is, kind_is(m, "类型", k));
		struct value *rule = map_of(m, "if", is);
		set(m, rule, "then", shape_reference(m, k));
		value_add(m->arena, all, rule);
		value_add(m->arena, kinds, value_string(m->arena, k->name));
		value_add(m->arena, kinds, value_string(m->arena, k->alias));
	}
	value_add(m->arena, kinds, value_string(m->arena, "简报"));
	struct value *properties = map_of(m, "kind", map_of(m, "enum", kinds));
	set(m, properties, "类型", map_of(m, "enum", kinds));
	set(m, into, "properties", properties);
	set(m, into, "allOf", all);
}

const struct value *
json_schema_make(struct arena *arena, const struct schema_subject *subject,
    const struct corpus *corpus)
{
	struct making m = { arena, corpus, value_map(arena) };
	struct value *made = value_map(arena);
	set_string(&m, made, "$schema",
	    "http://json-schema.org/draft-07/schema#");
	if (subject->shape == NULL) {
		record_put(&m, made);
	} else if (subject->list) {
		struct value *items = shape_reference(&m, subject->shape);
		set_string(&m, made, "title", subject->name);
		set_string(&m, made, "type", "array");
		value_set_literal(arena, made, "items", items);
	} else {
		shape_put(&m, made, subject->shape);
	}
	value_set_literal(arena, made, "definitions", m.definitions);
	return made;
}
