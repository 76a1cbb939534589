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

/* ---- whom fields speak of ---- */

/* Takes the id in a field that may be somebody's. */
struct seeking {
	void (*take)(
	    void *context, const struct field *field, struct text id);
	void *context;
};

static void
value_seek(const struct seeking *seeking, const struct field *field,
    const struct value *value)
{
	if (value == NULL)
		return;
	if (value_is(value, VALUE_LIST)) {
		for (size_t i = 0; i < value_count(value); i++)
			value_seek(seeking, field, value_item(value, i));
	} else if (field->type == FIELD_MAP) {
		for (const struct field *f = field->shape->fields;
		     f->name != NULL; f++)
			if (f->type == FIELD_PERSON ||
			    f->type == FIELD_SUBJECT || f->type == FIELD_MAP)
				value_seek(
				    seeking, f, value_get(value, f->name));
	} else if (field->type == FIELD_PERSON ||
	    field->type == FIELD_SUBJECT) {
		seeking->take(seeking->context, field, value->text);
	}
}

static void
fields_seek(const struct seeking *seeking, const struct shape *kind,
    struct value *const *fields)
{
	for (size_t i = 0; kind->fields[i].name != NULL; i++)
		value_seek(seeking, &kind->fields[i], fields[i]);
}

struct marking {
	const struct view *view;
	bool *spoken;
};

static void
id_mark(void *context, const struct field *field, struct text id)
{
	const struct marking *m = context;
	if (field->type == FIELD_SUBJECT &&
	    view_organisation(m->view, id) != NULL)
		return;
	person_mark(m->spoken, table_get(&m->view->person_ids, id));
}

void
people_mark(const struct view *view, const struct shape *kind,
    struct value *const *fields, bool *spoken)
{
	struct marking marking = { view, spoken };
	fields_seek(
	    &(struct seeking){ id_mark, &marking }, kind, fields);
}

struct meeting {
	struct projection *p;
	const char *date;
};

static void
id_meet(void *context, const struct field *field, struct text id)
{
	const struct meeting *m = context;
	const struct projection *p = m->p;
	const struct roster *roster = &p->corpus->roster;
	const struct person *person = table_get(&roster->person_ids, id);
	(void)field;
	if (person != NULL)
		p->met[policy_shows_name(p->policy, person, &p->sight.audience,
			   m->date)
			? person->order
			: roster->person_count] = true;
}

void
people_meet(struct projection *p, const struct record *record)
{
	struct meeting meeting = { p, record_label_day(record) };
	fields_seek(&(struct seeking){ id_meet, &meeting }, record->kind,
	    record->fields);
}

void
people_come(struct projection *p, const struct projection *workers)
{
	const struct roster *roster = &p->corpus->roster;
	for (size_t i = 0; i <= roster->person_count; i++) {
		bool met = false;
		for (unsigned w = 0; w < p->workers; w++)
			met |= workers[w].met[i];
		if (met)
			person_named(p,
			    i < roster->person_count ? roster->people[i]
						     : NULL);
	}
}

/* ---- all of them ---- */

static void
holders_mark(const struct view_organisation *o, bool *spoken)
{
	person_mark(spoken, o->head);
	person_mark(spoken, o->liaison);
	for (size_t i = 0; i < o->deputy_count; i++)
		person_mark(spoken, o->deputies[i]);
}

void
people_spoken(struct projection *p)
{
	const struct view *view = p->view;
	bool *spoken = ARENA_ARRAY(p->scratch, bool, view->person_count);
	for (size_t i = 0; i < view->organisation_count; i++)
		holders_mark(view->organisations[i], spoken);
	for (size_t i = 0; i < view->entries.count; i++) {
		const struct view_entry *entry = view->entries.items[i];
		person_mark(spoken, entry->person);
		people_mark(view, entry->kind, entry->body->fields, spoken);
	}
	p->spoken = spoken;
}

void
people_settle(struct projection *p)
{
	struct view *view = p->view;
	size_t count = 0;
	for (size_t i = 0; i < view->person_count; i++)
		if (p->spoken[i])
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
