/*
 * Whom a view speaks of: subjects of its entries, people in their fields, those
 * who hold an office.  Who came into it with what was then left out, or was
 * spoken of in an earlier view only, is not among its people.
 */
#include "scope/project_parts.h"

static void
person_mark(bool *spoken, const struct view_person *person)
{
	if (person != NULL)
		spoken[person->index] = true;
}

static void value_mark(const struct view *view, const struct field *field,
    const struct value *value, bool *spoken);

static void
map_mark(const struct view *view, const struct shape *shape,
    const struct value *map, bool *spoken)
{
	for (const struct field *f = shape->fields; f->name != NULL; f++)
		if (f->type == FIELD_PERSON || f->type == FIELD_SUBJECT ||
		    f->type == FIELD_MAP)
			value_mark(view, f, value_get(map, f->name), spoken);
}

static void
value_mark(const struct view *view, const struct field *field,
    const struct value *value, bool *spoken)
{
	if (value == NULL)
		return;
	if (value_is(value, VALUE_LIST))
		for (size_t i = 0; i < value_count(value); i++)
			value_mark(view, field, value_item(value, i), spoken);
	else if (field->type == FIELD_MAP)
		map_mark(view, field->shape, value, spoken);
	else if (field->type == FIELD_PERSON ||
	    (field->type == FIELD_SUBJECT &&
		view_organisation(view, value->text) == NULL))
		person_mark(spoken, table_get(&view->person_ids, value->text));
}

void
people_mark(const struct view *view, const struct shape *kind,
    struct value *const *fields, bool *spoken)
{
	for (size_t i = 0; kind->fields[i].name != NULL; i++)
		value_mark(view, &kind->fields[i], fields[i], spoken);
}

static void value_meet(struct projection *p, const struct record *record,
    const struct field *field, const struct value *value);

static void
map_meet(struct projection *p, const struct record *record,
    const struct shape *shape, const struct value *map)
{
	for (const struct field *f = shape->fields; f->name != NULL; f++)
		if (f->type == FIELD_PERSON || f->type == FIELD_SUBJECT ||
		    f->type == FIELD_MAP)
			value_meet(p, record, f, value_get(map, f->name));
}

static void
value_meet(struct projection *p, const struct record *record,
    const struct field *field, const struct value *value)
{
	if (value == NULL)
		return;
	if (value_is(value, VALUE_LIST)) {
		for (size_t i = 0; i < value_count(value); i++)
			value_meet(p, record, field, value_item(value, i));
	} else if (field->type == FIELD_MAP) {
		map_meet(p, record, field->shape, value);
	} else if (field->type == FIELD_PERSON ||
	    field->type == FIELD_SUBJECT) {
		const struct person *person = table_get(
		    &p->corpus->roster.person_ids, value->text);
		if (person != NULL)
			person_shown(p, person, record_label_day(record));
	}
}

void
people_meet(struct projection *p, const struct record *record)
{
	for (size_t i = 0; record->kind->fields[i].name != NULL; i++)
		if (record->fields[i] != NULL)
			value_meet(p, record, &record->kind->fields[i],
			    record->fields[i]);
}

static void
holders_mark(const struct view_organisation *o, bool *spoken)
{
	person_mark(spoken, o->head);
	person_mark(spoken, o->liaison);
	for (size_t i = 0; i < o->deputy_count; i++)
		person_mark(spoken, o->deputies[i]);
}

void
people_settle(struct projection *p)
{
	struct view *view = p->view;
	size_t count = 0;
	bool *spoken = ARENA_ARRAY(p->scratch, bool, view->person_count);
	for (size_t i = 0; i < view->organisation_count; i++)
		holders_mark(view->organisations[i], spoken);
	for (size_t i = 0; i < view->entry_count; i++) {
		const struct view_entry *entry = view->entries[i];
		person_mark(spoken, entry->person);
		people_mark(view, entry->kind, entry->fields, spoken);
	}
	for (size_t i = 0; i < view->person_count; i++)
		if (spoken[i])
			view->people[count++] = view->people[i];
	if (count == view->person_count)
		return;
	view->person_count = count;
	table_init(&view->person_ids, p->arena);
	table_reserve(&view->person_ids, count);
	for (size_t i = 0; i < count; i++) {
		view->people[i]->index = i;
		table_add(&view->person_ids, text_of(view->people[i]->id),
		    view->people[i]);
	}
}
