#include "cmd/place.h"

static const char *
said(const struct value *fields, const char *name)
{
	return value_as_string(value_get(fields, name));
}

/* 0907 of 2010-09-07, the day of what several may be in a period. */
static const char *
day_suffix(struct arena *arena, const char *date)
{
	return strlen(date) != 10 ? ""
				  : arena_printf(arena, "-%.2s%s", date + 5,
					date + 8);
}

/* REVIEW#PROBLEM without the problem, and the problem. */
static const char *
review_of(struct arena *arena, const struct value *fields, const char **problem)
{
	struct text before, after;
	const char *review = said(fields, "review");
	*problem = "";
	if (*review != '\0')
		return review;
	text_split(text_of(said(fields, "problem")), '#', &before, &after);
	*problem = arena_copy(arena, after.at, after.len);
	return arena_copy(arena, before.at, before.len);
}

/* The review's own place with another kind: PERIOD/review/X, PERIOD/KIND/X. */
static const char *
answer_place(struct arena *arena, const struct shape *kind,
    const char *answered, const char *suffix)
{
	const char *middle = strchr(answered, '/');
	const char *rest = middle == NULL ? NULL : strchr(middle + 1, '/');
	if (rest == NULL)
		return *answered == '\0' ? ""
					 : arena_printf(arena, "%s/%s%s",
					       kind->name, answered, suffix);
	return arena_printf(arena, "%.*s/%s%s%s", (int)(middle - answered),
	    answered, kind->name, rest, suffix);
}

static const char *
period_of(const struct corpus *corpus, const struct value *fields)
{
	const char *period = said(fields, "period");
	const char *date = said(fields, "date");
	if (*period != '\0' || *date == '\0')
		return period;
	const struct period *p = programme_period_on(corpus->programme, date);
	return p == NULL ? "" : p->id;
}

static bool
is_repeated(const struct shape *kind, const struct value *fields)
{
	return strcmp(kind->name, "participation") == 0 ||
	    strcmp(said(fields, "round"), "interim") == 0;
}

const char *
record_place(struct arena *arena, const struct corpus *corpus,
    const struct shape *kind, const struct value *fields)
{
	static const char *const keys[] = { "subject", "leader",
		"organisation", NULL };
	const char *problem, *answered = review_of(arena, fields, &problem);
	const char *date = said(fields, "date");
	if (*answered != '\0')
		return answer_place(arena, kind, answered,
		    *problem == '\0' ? ""
				     : arena_printf(arena, "-%s", problem));
	if (*said(fields, "record") != '\0')
		return answer_place(arena, kind, said(fields, "record"), "");
	const char *period = period_of(corpus, fields), *name = "";
	for (size_t i = 0; keys[i] != NULL && *name == '\0'; i++)
		name = said(fields, keys[i]);
	if (*name == '\0')
		name = date;
	if (*name == '\0' || *period == '\0')
		return "";
	bool member = table_get(&corpus->roster.person_ids, text_of(name)) !=
		NULL && strcmp(kind->name, "participation") != 0;
	return arena_printf(arena, "%s/%s/%s%s%s", period, kind->name,
	    member ? "members/" : "", name,
	    is_repeated(kind, fields) ? day_suffix(arena, date) : "");
}
