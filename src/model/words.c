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

void
share_words(char words[SHARE_ROOM], int64_t a, int64_t b, int digits,
    bool shorten)
{
	long long scale = 1;
	if (b == 0) {
		strcpy(words, "—");
		return;
	}
	for (int i = 0; i < digits; i++)
		scale *= 10;
	long long share = (a * 100 * scale * 2 + b) / (2 * b);
	if (shorten && share % scale == 0)
		digits = 0, share /= scale, scale = 1;
	if (digits == 0)
		snprintf(words, SHARE_ROOM, "%lld%%", share);
	else
		snprintf(words, SHARE_ROOM, "%lld.%0*lld%%", share / scale,
		    digits, share % scale);
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

/* 彭榕参加机电本科生支部活动, 计财审计支部指导离退休工作党总支 */
static const char *
participation_title(struct arena *arena, const struct view *view,
    const struct view_entry *entry)
{
	struct text leader = value_as_text(entry_get(entry, "leader"));
	const struct view_organisation *department =
	    view_organisation(view, leader);
	const struct view_person *person = view_person(view, leader);
	const char *where = subject_words(arena, entry);
	if (department != NULL)
		return arena_printf(
		    arena, "%s指导%s", department->short_name, where);
	return person == NULL ? NULL
			      : arena_printf(arena, "%s参加%s活动",
				    person_words(person), where);
}

const char *
entry_title(struct arena *arena, const struct view *view,
    const struct view_entry *entry)
{
	const char *own = entry_own_title(entry);
	if (own == NULL && entry_is(entry, "participation"))
		own = participation_title(arena, view, entry);
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
