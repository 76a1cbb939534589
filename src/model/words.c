#include "model/words.h"

#include <stdlib.h>

const char *
date_words(struct arena *arena, const char *iso)
{
	int year, month, day;
	if (strlen(iso) != 10)
		return iso;
	year = atoi(iso);
	month = atoi(iso + 5);
	day = atoi(iso + 8);
	return arena_printf(arena, "%d年%d月%d日", year, month, day);
}

const char *
person_words(const struct view_person *person)
{
	return person->name != NULL ? person->name : NAMELESS;
}

const char *
subject_words(struct arena *arena, const struct view_entry *entry)
{
	const char *organisation =
	    entry->organisation == NULL ? "" : entry->organisation->short_name;
	if (entry->person == NULL)
		return organisation;
	if (entry->person->name != NULL || *organisation == '\0')
		return person_words(entry->person);
	return arena_printf(
	    arena, "%s%s", organisation, person_words(entry->person));
}

const char *
entry_own_title(const struct view_entry *entry)
{
	const struct field *title = field_find(entry->kind, TEXT_LIT("title"));
	const struct value *own =
	    title == NULL ? NULL : entry->fields[title - entry->kind->fields];
	return own == NULL ? NULL : value_as_string(own);
}

const char *
entry_title(struct arena *arena, const struct view *view,
    const struct view_entry *entry)
{
	const char *own = entry_own_title(entry);
	if (own != NULL)
		return own;
	const char *subject = subject_words(arena, entry);
	const char *kind =
	    entry_is(entry, "review") ? "领导点评" : entry->kind->alias;
	if (*entry->period == '\0')
		return arena_printf(arena, "%s%s", subject, kind);
	return arena_printf(arena, "%s%s（%s）", subject, kind,
	    programme_name(view->programme, VOCABULARY_PERIOD, entry->period));
}
