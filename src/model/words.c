#include "model/words.h"

#include <stdlib.h>
#include "base/date.h"

#define DIGITS 5
#define MONTH_ROOM 64

/* Without zeros in front; a page has many days. */
static void
digits_take(char digits[DIGITS], const char *at, size_t count)
{
	while (count > 1 && *at == '0')
		at++, count--;
	memcpy(digits, at, count);
	digits[count] = '\0';
}

/*
 * Of the words of `months`, with spaces between them, where a day has such a
 * name.
 */
static void
month_name(
    char name[MONTH_ROOM], const struct strings *strings, const char *number)
{
	if (strstr(strings_get(strings, "date"), "{month_name}") == NULL)
		return;
	const char *at = strings_get(strings, "months");
	int month = atoi(number);
	for (int i = 1; i < month && *at != '\0'; i++) {
		at += strcspn(at, " ");
		at += strspn(at, " ");
	}
	size_t len = strcspn(at, " ");
	if (len < MONTH_ROOM) {
		memcpy(name, at, len);
		name[len] = '\0';
	}
}

const char *
date_words(struct arena *arena, const struct strings *strings, const char *iso)
{
	char year[DIGITS], month[DIGITS], day[DIGITS], name[MONTH_ROOM] = "";
	if (!date_is_valid(text_of(iso)))
		return iso;
	digits_take(year, iso, 4);
	digits_take(month, iso + 5, 2);
	digits_take(day, iso + 8, 2);
	month_name(name, strings, month);
	return strings_fill(arena, strings, "date", "year", year, "month",
	    month, "month_name", name, "day", day, NULL);
}

void
share_words(char words[SHARE_ROOM], int64_t a, int64_t b, int digits)
{
	long long scale = 1;
	if (b == 0) {
		strcpy(words, "—");
		return;
	}
	for (int i = 0; i < digits; i++)
		scale *= 10;
	long long share = (a * 100 * scale * 2 + b) / (2 * b);
	if (digits == 0)
		snprintf(words, SHARE_ROOM, "%lld%%", share);
	else
		snprintf(words, SHARE_ROOM, "%lld.%0*lld%%", share / scale,
		    digits, share % scale);
}

const char *
person_words(const struct strings *strings, const struct view_person *person)
{
	return person->name != NULL ? person->name
				    : strings_get(strings, "nameless");
}

const char *
subject_words(struct arena *arena, const struct strings *strings,
    const struct view_entry *entry)
{
	const char *organisation =
	    entry->organisation == NULL ? "" : entry->organisation->short_name;
	if (entry->person == NULL)
		return organisation;
	if (entry->person->name != NULL || *organisation == '\0')
		return person_words(strings, entry->person);
	return strings_fill(arena, strings, "nameless_of", "organisation",
	    organisation, NULL);
}

const char *
entry_own_title(const struct view_entry *entry)
{
	const struct value *own = entry_value(entry, "title");
	return own == NULL ? NULL : value_as_string(own);
}

/* 彭榕参加机电本科生支部活动, 计财审计支部指导离退休工作党总支 */
static const char *
participation_title(struct arena *arena, const struct view *view,
    const struct view_entry *entry)
{
	const struct strings *strings = view->site->strings;
	struct text leader = value_as_text(entry_get(entry, "leader"));
	const struct view_organisation *department =
	    view_organisation(view, leader);
	const struct view_person *person = view_person(view, leader);
	const char *where = subject_words(arena, strings, entry);
	if (department != NULL)
		return strings_fill(arena, strings, "title_guides", "who",
		    department->short_name, "where", where, NULL);
	return person == NULL
	    ? NULL
	    : strings_fill(arena, strings, "title_takes_part", "who",
		  person_words(strings, person), "where", where, NULL);
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
	const struct strings *strings = view->site->strings;
	const char *subject = subject_words(arena, strings, entry);
	const char *title = entry_is(entry, "review")
	    ? strings_get(strings, "title_review")
	    : strings_kind(strings, entry->kind);
	if (*subject != '\0')
		title = strings_fill(arena, strings, "title", "subject",
		    subject, "kind", title, NULL);
	return *entry->period == '\0'
	    ? title
	    : strings_fill(arena, strings, "title_period", "title", title,
		  "period",
		  programme_name(
		      view->programme, VOCABULARY_PERIOD, entry->period),
		  NULL);
}
