#include "cmd/place.h"

#include <limits.h>

static const char *
said(const struct value *fields, const char *name)
{
	return value_as_string(value_get(fields, name));
}

static bool
is_kind(const struct shape *kind, const char *name)
{
	return strcmp(kind->name, name) == 0;
}

/* The record that is answered; *problem is the one of it, or "". */
static const char *
answered_of(struct arena *arena, const struct value *fields,
    const char **problem)
{
	struct text before, after;
	*problem = "";
	if (*said(fields, "review") != '\0')
		return said(fields, "review");
	if (*said(fields, "record") != '\0')
		return said(fields, "record");
	text_split(text_of(said(fields, "problem")), '#', &before, &after);
	*problem = arena_copy(arena, after.at, after.len);
	return arena_copy(arena, before.at, before.len);
}

/* What stands behind PERIOD/KIND/, in one folder but for members/. */
static const char *
answer_name(struct arena *arena, const char *answered, const char *problem)
{
	const char *id = answered;
	for (int i = 0; i < 2 && strchr(id, '/') != NULL; i++)
		id = strchr(id, '/') + 1;
	char *name = arena_printf(arena, "%s%s%s", id,
	    *problem == '\0' ? "" : "-", problem);
	bool member = strncmp(name, "members/", strlen("members/")) == 0;
	for (char *p = name + (member ? strlen("members/") : 0); *p != '\0'; p++)
		if (*p == '/')
			*p = '-';
	return name;
}

/* 2010-11 of 校办〔2010〕11号, jianbao-2 of 第2期. */
static const char *
number_name(struct arena *arena, const char *number)
{
	static const char digits[] = "0123456789";
	const char *year = number + strcspn(number, digits);
	size_t n = strspn(year, digits);
	const char *rest = year + n + strcspn(year + n, digits);
	size_t m = strspn(rest, digits);
	if (n == 0)
		return "";
	if (m == 0)
		return text_starts(text_of(number), "第")
		    ? arena_printf(arena, "jianbao-%.*s", (int)n, year)
		    : "";
	return arena_printf(arena, "%.*s-%.*s", (int)n, year, (int)m, rest);
}

/* ID-0907: of what several may be in a period. */
static const char *
dated_name(struct arena *arena, const char *id, const char *date)
{
	return *id == '\0' || strlen(date) != 10
	    ? id
	    : arena_printf(arena, "%s-%.2s%s", id, date + 5, date + 8);
}

static const char *
name_of(struct arena *arena, const struct corpus *corpus,
    const struct shape *kind, const struct value *fields)
{
	static const char *const keys[] = { "subject", "leader",
		"organisation", "edition" };
	const char *date = said(fields, "date"), *id = "";
	if (is_kind(kind, "bulletin"))
		return number_name(arena, said(fields, "number"));
	for (size_t i = 0; i < 4 && *id == '\0'; i++)
		id = said(fields, keys[i]);
	if (is_kind(kind, "participation"))
		return dated_name(arena, id, date);
	if (strcmp(said(fields, "round"), "interim") == 0 && *id != '\0')
		return arena_printf(arena, "liaison/%s",
		    dated_name(arena, id, date));
	bool members = is_kind(kind, "review") || is_kind(kind, "report");
	if (members && table_get(&corpus->roster.person_ids, text_of(id)) != NULL)
		return arena_printf(arena, "members/%s", id);
	return *id == '\0' && is_kind(kind, "release") ? "release" : id;
}

/* Its own, else that of what it answers, else that of its day. */
static const char *
period_of(struct arena *arena, const struct corpus *corpus,
    const struct value *fields, const char *answered)
{
	const char *period = said(fields, "period");
	const char *date = said(fields, "date");
	if (*period != '\0')
		return period;
	const char *slash = strchr(answered, '/');
	if (slash != NULL)
		return arena_copy(arena, answered, (size_t)(slash - answered));
	const struct period *p = *date == '\0'
	    ? NULL
	    : programme_period_on(corpus->programme, date);
	return p == NULL ? "" : p->id;
}

const char *
record_place(struct arena *arena, const struct corpus *corpus,
    const struct shape *kind, const struct value *fields)
{
	const char *problem, *answered = answered_of(arena, fields, &problem);
	const char *period = period_of(arena, corpus, fields, answered);
	const char *name = *answered != '\0'
	    ? answer_name(arena, answered, problem)
	    : name_of(arena, corpus, kind, fields);
	return *name == '\0' || *period == '\0'
	    ? ""
	    : arena_printf(arena, "%s/%s/%s", period, kind->name, name);
}

bool
record_id_is_sound(struct text id)
{
	if (id.len == 0 || id.at[id.len - 1] == '/')
		return false;
	for (size_t i = 0; i < id.len; i++)
		if ((unsigned char)id.at[i] < ' ' || id.at[i] == 0x7F)
			return false;
	while (id.len > 0) {
		struct text part;
		text_split(id, '/', &part, &id);
		if (part.len == 0 || part.at[0] == '.' ||
		    part.len + strlen(".md") > NAME_MAX)
			return false;
	}
	return true;
}
