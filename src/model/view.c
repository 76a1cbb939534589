#include "model/view.h"

struct view_organisation *
view_organisation(const struct view *view, struct text id)
{
	return table_get(&view->organisation_ids, id);
}

struct view_person *
view_person(const struct view *view, struct text id)
{
	return table_get(&view->person_ids, id);
}

struct view_entry *
view_entry(const struct view *view, struct text id)
{
	return table_get(&view->entry_ids, id);
}

const struct value *
entry_get(const struct view_entry *entry, const char *name)
{
	return entry->fields[field_index(entry->kind, name)];
}

const char *
entry_string(const struct view_entry *entry, const char *name)
{
	return value_as_string(entry_get(entry, name));
}

bool
entry_is(const struct view_entry *entry, const char *kind)
{
	return strcmp(entry->kind->name, kind) == 0;
}
