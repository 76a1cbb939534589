#include "read/shape.h"

#include <stdlib.h>
#include "base/lang.h"
#include "model/rules.h"

/* The names of a shape's fields and their aliases. */
#define NAMES_MOST (2 * FIELDS_MOST)

static void fields_into(struct value **fields, const struct shaping *shaping,
    const struct shape *shape, const struct value *map, struct span owner);

/* ---- scalars ---- */

/* 2010年10月5日, 2010/10/5, 2010.10.5: what is meant is clear enough. */
static bool
date_guess(struct text t, char out[11])
{
	int parts[3] = { 0 }, n = 0;
	bool in_number = false;
	for (size_t i = 0; i < t.len; i++) {
		if (t.at[i] >= '0' && t.at[i] <= '9') {
			n += !in_number;
			if (n > 3 || parts[n - 1] > 999)
				return false;
			parts[n - 1] = parts[n - 1] * 10 + (t.at[i] - '0');
			in_number = true;
		} else {
			in_number = false;
		}
	}
	if (n != 3 || parts[1] > 99 || parts[2] > 99)
		return false;
	for (int i = 9, part = 2; part >= 0; part--) {
		for (int j = 0; j < (part == 0 ? 4 : 2); j++, parts[part] /= 10)
			out[i--] = (char)('0' + parts[part] % 10);
		if (part > 0)
			out[i--] = '-';
	}
	out[10] = '\0';
	return date_is_valid(text_of(out));
}

static struct value *
text_made(const struct shaping *shaping, struct text t, struct span span)
{
	struct value *made = value_text(shaping->arena, t);
	made->span = span;
	return made;
}

static struct value *
shape_date(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	char guess[11];
	if (date_is_valid(value->text))
		return text_made(shaping, value->text, value->span);
	struct diag *d = diag_at(shaping->diags, &rules[RULE_DATE_FORM],
	    value->span, "%s (%s) is no date", field->name, field->alias);
	if (date_guess(value->text, guess))
		diag_remedy(shaping->diags, d, "write it as %s", guess);
	return NULL;
}

static struct value *
shape_integer(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	struct text t = value->text;
	bool whole = t.len > 0 && t.len < 10;
	for (size_t i = 0; i < t.len; i++)
		whole = whole && t.at[i] >= '0' && t.at[i] <= '9';
	if (whole) {
		struct value *made = value_integer(shaping->arena,
		    strtoll(t.at, NULL, 10));
		made->span = value->span;
		return made;
	}
	struct diag *d = diag_at(shaping->diags, &rules[RULE_FIELD_TYPE],
	    value->span, "%s (%s) takes a whole number", field->name,
	    field->alias);
	diag_remedy(shaping->diags, d, "write the number in half-width digits");
	return NULL;
}

static struct value *
shape_boolean(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	bool yes = text_is(value->text, "yes") || text_is(value->text, "true") ||
	    text_is(value->text, "是");
	bool no = text_is(value->text, "no") || text_is(value->text, "false") ||
	    text_is(value->text, "否");
	if (!yes && !no) {
		struct diag *d = diag_at(shaping->diags,
		    &rules[RULE_FIELD_TYPE], value->span,
		    "%s (%s) takes yes or no", field->name, field->alias);
		diag_remedy(shaping->diags, d, "write yes (是) or no (否)");
		return NULL;
	}
	struct value *made = value_bool(shaping->arena, yes);
	made->span = value->span;
	return made;
}

static struct value *
shape_choice(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	size_t count = 0;
	for (; field->choices[count] != NULL; count++)
		if (text_is(value->text, field->choices[count]))
			return text_made(shaping,
			    text_of(field->choices[count & ~(size_t)1]),
			    value->span);
	struct diag *d = diag_at(shaping->diags, &rules[RULE_CHOICE_UNKNOWN],
	    value->span, "%s (%s) does not take “%s”", field->name,
	    field->alias, value->text.at);
	diag_suggest(shaping->diags, d, value->text.at, field->choices, count);
	return NULL;
}

static struct value *
shape_term(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	if (shaping->programme == NULL)
		return text_made(shaping, value->text, value->span);
	const struct term *term = programme_term(shaping->programme,
	    field->vocabulary, value->text);
	if (term != NULL)
		return text_made(shaping, text_of(term->id), value->span);
	const struct term_list *list =
	    &shaping->programme->terms[field->vocabulary];
	const char *names[NAMES_MOST];
	size_t n = 0;
	for (size_t i = 0; i < list->count && n + 2 <= NAMES_MOST; i++) {
		names[n++] = list->items[i].id;
		names[n++] = list->items[i].name;
	}
	struct diag *d = diag_at(shaping->diags, &rules[RULE_TERM_UNKNOWN],
	    value->span, "%s (%s): the programme has no “%s”", field->name,
	    field->alias, value->text.at);
	diag_suggest(shaping->diags, d, value->text.at, names, n);
	return NULL;
}

/* ---- references to the roster ---- */

static void
suggest_organisation(const struct shaping *shaping, struct diag *d,
    const char *word)
{
	const struct roster *roster = shaping->roster;
	size_t n = roster->organisation_count;
	struct arena *scratch = arena_new();
	const char **names = ARENA_ARRAY(scratch, const char *, n * 3);
	for (size_t i = 0; i < n; i++) {
		names[3 * i] = roster->organisations[i]->id;
		names[3 * i + 1] = roster->organisations[i]->name;
		names[3 * i + 2] = roster->organisations[i]->short_name;
	}
	diag_suggest(shaping->diags, d, word, names, n * 3);
	arena_free(scratch);
}

static void
suggest_person(const struct shaping *shaping, struct diag *d, const char *word)
{
	const struct roster *roster = shaping->roster;
	size_t n = roster->person_count;
	struct arena *scratch = arena_new();
	const char **names = ARENA_ARRAY(scratch, const char *, n * 2);
	for (size_t i = 0; i < n; i++) {
		names[2 * i] = roster->people[i]->id;
		names[2 * i + 1] = roster->people[i]->name;
	}
	diag_suggest(shaping->diags, d, word, names, n * 2);
	arena_free(scratch);
}

static bool
organisation_has_name(const struct organisation *o, struct text name)
{
	bool has = text_is(name, o->name) || text_is(name, o->short_name);
	for (size_t i = 0; i < value_count(o->former); i++)
		has = has ||
		    text_equal(name, value_as_text(value_item(o->former, i)));
	return has;
}

/* The people who share a name, so that the clerk can choose. */
static struct value *
name_ambiguous(const struct shaping *shaping, const struct value *value)
{
	struct buf ids = BUF_INIT;
	const struct roster *roster = shaping->roster;
	for (size_t i = 0; i < roster->person_count; i++)
		if (text_is(value->text, roster->people[i]->name))
			buf_printf(&ids, "%s%s", ids.len > 0 ? ", " : "",
			    roster->people[i]->id);
	for (size_t i = 0; i < roster->organisation_count; i++)
		if (organisation_has_name(roster->organisations[i], value->text))
			buf_printf(&ids, "%s%s", ids.len > 0 ? ", " : "",
			    roster->organisations[i]->id);
	struct diag *d = diag_at(shaping->diags, &rules[RULE_NAME_AMBIGUOUS],
	    value->span, "several bear the name “%s”", value->text.at);
	diag_remedy(shaping->diags, d, "write one of these ids: %s", ids.at);
	buf_free(&ids);
	return NULL;
}

static struct value *
shape_reference(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	bool ambiguous = false;
	const struct organisation *organisation = NULL;
	const struct person *person = NULL;
	if (field->type != FIELD_PERSON)
		organisation = roster_organisation(shaping->roster, value->text,
		    &ambiguous);
	if (organisation == NULL && field->type != FIELD_ORGANISATION)
		person = roster_person(shaping->roster, value->text,
		    &ambiguous);
	if (organisation != NULL)
		return text_made(shaping, text_of(organisation->id),
		    value->span);
	if (person != NULL)
		return text_made(shaping, text_of(person->id), value->span);
	if (ambiguous)
		return name_ambiguous(shaping, value);
	if (field->type == FIELD_ORGANISATION) {
		struct diag *d = diag_at(shaping->diags,
		    &rules[RULE_ORGANISATION_UNKNOWN], value->span,
		    "there is no organisation “%s”", value->text.at);
		suggest_organisation(shaping, d, value->text.at);
		return NULL;
	}
	struct diag *d = diag_at(shaping->diags, &rules[RULE_PERSON_UNKNOWN],
	    value->span,
	    field->type == FIELD_PERSON
		? "there is no person “%s”"
		: N_("there is no organisation and no person “%s”"),
	    value->text.at);
	suggest_person(shaping, d, value->text.at);
	return NULL;
}

static struct value *
shape_record(const struct shaping *shaping, const struct value *value)
{
	struct text t = value->text;
	if (text_ends(t, ".md"))
		t.len -= 3;
	if (text_starts(t, "content/"))
		t = text_from(t, strlen("content/"));
	return text_made(shaping, t, value->span);
}

static struct value *
shape_scalar(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	switch (field->type) {
	case FIELD_DATE:
		return shape_date(shaping, field, value);
	case FIELD_INTEGER:
		return shape_integer(shaping, field, value);
	case FIELD_BOOLEAN:
		return shape_boolean(shaping, field, value);
	case FIELD_CHOICE:
		return shape_choice(shaping, field, value);
	case FIELD_TERM:
		return shape_term(shaping, field, value);
	case FIELD_ORGANISATION:
	case FIELD_PERSON:
	case FIELD_SUBJECT:
		return shape_reference(shaping, field, value);
	case FIELD_RECORD:
		return shape_record(shaping, value);
	default:
		return text_made(shaping, value->text, value->span);
	}
}

/* ---- maps and lists ---- */

static bool
value_is_absent(const struct value *value)
{
	return value->kind == VALUE_NULL ||
	    (value->kind == VALUE_TEXT && value->plain &&
		(value->text.len == 0 || text_is(value->text, "~") ||
		    text_is(value->text, "null")));
}

/* Also quotes around nothing, and a list of nothings. */
static bool
says_nothing(const struct value *value)
{
	if (value->kind == VALUE_LIST) {
		for (size_t i = 0; i < value->list.count; i++)
			if (!says_nothing(value->list.items[i]))
				return false;
		return true;
	}
	return value_is_absent(value) ||
	    (value->kind == VALUE_TEXT && text_trim(value->text).len == 0);
}

static struct value *
wrong_kind(const struct shaping *shaping, const struct field *field,
    const struct value *value, const char *wanted)
{
	struct diag *d = diag_at(shaping->diags, &rules[RULE_FIELD_TYPE],
	    value->span, "%s (%s) takes %s, not %s", field->name, field->alias,
	    _(wanted), value_kind_name(value->kind));
	if (value->kind == VALUE_MAP || value->kind == VALUE_LIST)
		diag_remedy(shaping->diags, d,
		    "write %s after the colon; if the text holds a colon and "
		    "a space, or begins with [ or {, put it in quotes",
		    _(wanted));
	return NULL;
}

static struct value *
shape_map(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	const struct shape *shape = field->shape;
	const struct value *map = value;
	if (value->kind == VALUE_TEXT) {
		/* A scalar stands for the map's first field. */
		struct value *only = value_map(shaping->arena);
		only->span = value->span;
		value_set_entry(shaping->arena, only,
		    text_of(shape->fields[0].name), value->span,
		    (struct value *)value);
		map = only;
	}
	if (map->kind != VALUE_MAP)
		return wrong_kind(shaping, field, value,
		    N_("fields of its own"));
	struct value *fields[NAMES_MOST] = { NULL };
	fields_into(fields, shaping, shape, map, map->span);
	size_t count = 0;
	for (size_t i = 0; shape->fields[i].name != NULL; i++)
		count += fields[i] != NULL;
	struct value *made = value_map_sized(shaping->arena, count);
	made->span = value->span;
	for (size_t i = 0; shape->fields[i].name != NULL; i++)
		if (fields[i] != NULL)
			value_set_literal(shaping->arena, made,
			    shape->fields[i].name, fields[i]);
	return made;
}

static struct value *
shape_one(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	if (field->type == FIELD_ANY || field->type == FIELD_SCOPE)
		return value_copy(shaping->arena, value);
	if (field->type == FIELD_MAP)
		return shape_map(shaping, field, value);
	if (value->kind != VALUE_TEXT)
		return wrong_kind(shaping, field, value, N_("one value"));
	return shape_scalar(shaping, field, value);
}

struct value *
shape_field(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	if ((field->flags & FIELD_LIST) == 0)
		return shape_one(shaping, field, value);
	size_t count = value->kind == VALUE_LIST ? value->list.count : 1;
	struct value *list = value_list_sized(shaping->arena, count);
	list->span = value->span;
	for (size_t i = 0; i < count; i++) {
		const struct value *item =
		    value->kind == VALUE_LIST ? value->list.items[i] : value;
		struct value *made = value_is_absent(item)
		    ? NULL
		    : shape_one(shaping, field, item);
		if (made != NULL)
			value_add(shaping->arena, list, made);
	}
	return list;
}

static void
field_unknown(const struct shaping *shaping, const struct shape *shape,
    const struct entry *entry)
{
	const char *names[NAMES_MOST];
	size_t n = field_names(shape, names, NAMES_MOST);
	struct diag *d = diag_at(shaping->diags, &rules[RULE_FIELD_UNKNOWN],
	    entry->span, "%s (%s) has no field “%s”", shape->name,
	    shape->alias, entry->key.at);
	diag_suggest(shaping->diags, d, entry->key.at, names, n);
}

static void
fields_into(struct value **fields, const struct shaping *shaping,
    const struct shape *shape, const struct value *map, struct span owner)
{
	const struct entry *seen[NAMES_MOST] = { NULL };
	for (size_t i = 0; i < map->map.count; i++) {
		const struct entry *entry = &map->map.entries[i];
		const struct field *field = field_find(shape, entry->key);
		if (field == NULL) {
			field_unknown(shaping, shape, entry);
			continue;
		}
		size_t at = (size_t)(field - shape->fields);
		if (seen[at] != NULL) {
			struct diag *d = diag_at(shaping->diags,
			    &rules[RULE_FIELD_TWICE], entry->span,
			    "%s and %s are the same field", field->name,
			    field->alias);
			diag_also(shaping->diags, d, seen[at]->span,
			    "given here first");
			continue;
		}
		seen[at] = entry;
		bool required = (field->flags & FIELD_REQUIRED) != 0;
		if (required ? !says_nothing(entry->value)
			     : !value_is_absent(entry->value))
			fields[at] = shape_field(shaping, field, entry->value);
		/* An empty label would narrow nothing, in silence. */
		else if (required || field->type == FIELD_SCOPE)
			diag_at(shaping->diags, &rules[RULE_FIELD_EMPTY],
			    entry->span, "%s (%s) is empty", field->name,
			    field->alias);
	}
	for (size_t i = 0; shape->fields[i].name != NULL; i++)
		if (seen[i] == NULL &&
		    (shape->fields[i].flags & FIELD_REQUIRED) != 0)
			diag_at(shaping->diags, &rules[RULE_FIELD_MISSING],
			    owner, "%s (%s) lacks the field %s (%s)",
			    shape->name, shape->alias, shape->fields[i].name,
			    shape->fields[i].alias);
}

struct value **
shape_fields(const struct shaping *shaping, const struct shape *shape,
    const struct value *map, struct span owner)
{
	struct value **fields =
	    ARENA_ARRAY(shaping->arena, struct value *, field_count(shape));
	fields_into(fields, shaping, shape, map, owner);
	return fields;
}
