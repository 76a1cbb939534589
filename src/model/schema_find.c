/* Finding one's way in the tables of schema.c. */
#include "base/diag.h"
#include "base/value.h"
#include "model/schema.h"

const struct shape *
kind_find(struct text name)
{
	for (const struct shape *k = record_kinds; k->name != NULL; k++)
		if (text_is(name, k->name) || text_is(name, k->alias))
			return k;
	/* 简报 is a bulletin with another head. */
	return text_is(name, "简报") ? kind_find(TEXT_LIT("bulletin")) : NULL;
}

const struct field *
field_find(const struct shape *shape, struct text key)
{
	for (const struct field *f = shape->fields; f->name != NULL; f++)
		if (text_is(key, f->name) || text_is(key, f->alias))
			return f;
	return NULL;
}

const struct entry *
field_entry(const struct field *field, const struct value *map)
{
	const struct entry *entry = value_entry(map, text_of(field->name));
	return entry != NULL ? entry
			     : value_entry(map, text_of(field->alias));
}

size_t
field_index(const struct shape *shape, const char *name)
{
	for (const struct field *f = shape->fields; f->name != NULL; f++)
		if (*f->name == *name && strcmp(f->name, name) == 0)
			return (size_t)(f - shape->fields);
	BUG("no such field in the schema");
}

int
field_choice(const struct field *field, struct text word)
{
	for (int i = 0; field->choices[i] != NULL; i++)
		if (text_is(word, field->choices[i]))
			return i;
	return -1;
}

size_t
kind_count(void)
{
	size_t n = 0;
	while (record_kinds[n].name != NULL)
		n++;
	return n;
}

size_t
field_count(const struct shape *shape)
{
	size_t n = 0;
	while (shape->fields[n].name != NULL)
		n++;
	if (n > FIELDS_MOST)
		BUG("a shape has more fields than FIELDS_MOST");
	return n;
}

size_t
field_names(const struct shape *shape, const char **names, size_t room)
{
	size_t n = 0;
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		if (n + 2 > room)
			break;
		names[n++] = f->name;
		names[n++] = f->alias;
	}
	return n;
}

static const struct field *
field_within(const struct shape *shape, struct text name)
{
	const struct field *found = field_find(shape, name);
	for (const struct field *f = shape->fields;
	     found == NULL && f->name != NULL; f++)
		if (f->type == FIELD_MAP)
			found = field_within(f->shape, name);
	return found;
}

const struct field *
field_anywhere(struct text name)
{
	static const struct shape *const settings[] = { &site_shape,
		&programme_shape, &organisation_shape, &person_shape };
	const struct field *found = NULL;
	for (const struct shape *kind = record_kinds;
	     found == NULL && kind->name != NULL; kind++)
		found = field_within(kind, name);
	for (size_t i = 0;
	     found == NULL && i < sizeof(settings) / sizeof(*settings); i++)
		found = field_within(settings[i], name);
	return found;
}

bool
field_is_known(struct text name)
{
	return name.len > 0 && field_anywhere(name) != NULL;
}

bool
field_has_label(const struct shape *shape, const struct field *field)
{
	static const char *const record[] = { "kind", "form", "subject",
		"organisation", "period", "date", "review", "problem", "record",
		"renamed", "scope", "edition", "title", "withdrawn", NULL };
	static const char *const organisation[] = { "id", "name", "short",
		"former", "level", "superior", "from", "to", NULL };
	return !word_is_among(field->name,
	    shape == &organisation_shape ? organisation : record);
}
