/*
 * Whom a view speaks of: subjects of its entries, people in their fields, those
 * who hold an office.  Who came into it with what was then left out, or was
 * spoken of in an earlier view only, is not among its people.
 */
#include "scope/project_parts.h"

#include <stdlib.h>

/* ---- as they are shown ---- */

/* Of the edition's day, as the name is that may be told that day. */
static const char *
post_shown(struct projection *p, const struct person *person)
{
	const char *day = p->view->as_of;
	const struct tenure *post = sight_person(&p->sight, person, day)
	    ? tenure_on(&person->posts, day)
	    : NULL;
	return arena_string(p->texts, post == NULL ? "" : post->id);
}

struct view_person *
person_named(struct projection *p, const struct person *person)
{
	struct view *view = p->view;
	static struct view_person nobody = { .id = "", .post = "" };
	const char *id = person == NULL ? "?" : person->id;
	struct view_person *shown = table_get(&view->person_ids, text_of(id));
	if (shown != NULL)
		return shown;
	if (p->closed) {
		p->misfit = true;
		return &nobody;
	}
	shown = ARENA_NEW(view->arena, struct view_person);
	shown->id = arena_string(p->texts, id);
	shown->name =
	    person == NULL ? NULL : arena_string(p->texts, person->name);
	shown->post = person == NULL ? "" : post_shown(p, person);
	table_add(&view->person_ids, text_of(shown->id), shown);
	ARENA_ROOM(view->arena, view->people, view->person_count,
	    p->person_capacity);
	view->people[view->person_count++] = shown;
	return shown;
}

/*
 * Everybody who may not be named is one and the same “somebody”, so that nothing
 * links two records of a hidden person.
 */
struct view_person *
person_shown(
    struct projection *p, const struct person *person, const char *date)
{
	return person_named(
	    p, sight_person(&p->sight, person, date) ? person : NULL);
}

/* Whoever has no name last. */
static int
person_compare(enum name_order order, const void *pa, const void *pb)
{
	const struct view_person *a = *(const struct view_person *const *)pa;
	const struct view_person *b = *(const struct view_person *const *)pb;
	if (a->name == NULL || b->name == NULL)
		return (a->name == NULL) - (b->name == NULL);
	int c = name_compare(order, text_of(a->name), text_of(b->name));
	return c != 0 ? c : strcmp(a->id, b->id);
}

static int
person_compare_strokes(const void *a, const void *b)
{
	return person_compare(NAME_STROKES, a, b);
}

static int
person_compare_pinyin(const void *a, const void *b)
{
	return person_compare(NAME_PINYIN, a, b);
}

/*
 * In an order that is seen, not the one they were met in.  The first ones are
 * in it already.
 */
void
people_sort(struct projection *p)
{
	struct view *view = p->view;
	if (view->person_count > p->seeded && view->person_count > 1)
		qsort(view->people, view->person_count, sizeof(*view->people),
		    view->site->order == NAME_PINYIN ? person_compare_pinyin
						     : person_compare_strokes);
	for (size_t i = 0; i < view->person_count; i++)
		view->people[i]->index = i;
}

/* ---- whom fields speak of ---- */

static void
person_mark(bool *spoken, const struct view_person *person)
{
	if (person != NULL)
		spoken[person->index] = true;
}

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
		p->met[sight_person(&p->sight, person, m->date)
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
