#include "cmd/new.h"

#include <stdio.h>
#include "base/lang.h"

/* ---- a path that was given ---- */

/* Nothing outside of content/, no dot files, which are not read. */
static bool
is_inside(struct text path)
{
	if (path.len == 0)
		return false;
	while (path.len > 0) {
		struct text part, rest;
		text_split(path, '/', &part, &rest);
		if (part.len == 0 || part.at[0] == '.')
			return false;
		path = rest;
	}
	return true;
}

static const char *
path_given(const struct creation *c)
{
	struct text t = record_id_of(c->words->path);
	bool clean = is_inside(t) && t.at[t.len - 1] != '/';
	for (size_t i = 0; i < t.len; i++)
		clean = clean && (unsigned char)t.at[i] >= ' ' &&
		    t.at[i] != 0x7F;
	if (clean)
		return arena_printf(c->asker.arena, "%.*s.md", TEXT_ARG(t));
	fprintf(stderr,
	    _("tongbao new: --path takes a path below content/, such as "
	      "%s/review/jidian.md, not '%s'\n"),
	    c->period == NULL ? "2010-q3" : c->period->id, c->words->path);
	return NULL;
}

/* ---- a path by custom ---- */

/* Of people there are many: they have a folder of their own. */
static const char *
subject_path(const struct creation *c, bool members)
{
	if (c->subject.person != NULL)
		return arena_printf(c->asker.arena, "%s%s",
		    members ? "members/" : "", c->subject.person->id);
	return c->subject.organisation == NULL ? NULL
					       : c->subject.organisation->id;
}

/*
 * After the record that is answered: 2010-q3/review/members/a is members/a,
 * 2010-q3/review/liaison/b is liaison-b, c anywhere else is c.
 */
static const char *
answer_path(const struct creation *c)
{
	const char *id = c->about->id;
	for (int i = 0; i < 2 && strchr(id, '/') != NULL; i++)
		id = strchr(id, '/') + 1;
	char *path = arena_string(c->asker.arena, id);
	bool member = strncmp(path, "members/", 8) == 0;
	for (char *p = path + (member ? 8 : 0); *p != '\0'; p++)
		if (*p == '/')
			*p = '-';
	return path;
}

/* Of those that can come again in a period, the day is in the name. */
static const char *
name_of(const struct creation *c)
{
	struct arena *arena = c->asker.arena;
	const char *kind = c->archetype.kind->name;
	if (strcmp(kind, "bulletin") == 0 && c->newsletter)
		return arena_printf(arena, "jianbao-%lld",
		    (long long)c->number);
	if (strcmp(kind, "bulletin") == 0)
		return arena_printf(arena, "%.4s-%lld", c->as_of,
		    (long long)c->number);
	if (strcmp(kind, "verification") == 0)
		return arena_printf(arena, "%s-%s", answer_path(c), c->problem);
	if (c->about != NULL)
		return answer_path(c);
	if (strcmp(kind, "release") == 0)
		return c->words->edition != NULL ? c->words->edition
						 : "release";
	if (strcmp(kind, "participation") == 0)
		return arena_printf(arena, "%s-%.2s%.2s", subject_path(c, false),
		    c->as_of + 5, c->as_of + 8);
	return subject_path(c,
	    strcmp(kind, "review") == 0 || strcmp(kind, "report") == 0);
}

const char *
creation_path(const struct creation *c)
{
	if (c->words->path != NULL)
		return path_given(c);
	if (c->period == NULL) {
		fprintf(stderr,
		    _("tongbao new: no period has begun by %s; name one: "
		      "--period\n"),
		    c->as_of);
		return NULL;
	}
	return arena_printf(c->asker.arena, "%s/%s/%s.md", c->period->id,
	    c->archetype.kind->name, name_of(c));
}
