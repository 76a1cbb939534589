#include "cmd/new.h"

#include <stdio.h>
#include "base/lang.h"
#include "cmd/place.h"

/* ---- a path that was given ---- */

static const char *
path_given(const struct creation *c)
{
	struct text t = record_id_of(c->words->path);
	if (record_id_is_sound(t))
		return arena_printf(c->asker.arena, "%.*s.md", TEXT_ARG(t));
	fprintf(stderr,
	    _("tongbao %s: --path takes a path below content/, such as "
	      "%s/review/jidian.md, not '%s'\n"),
	    c->words->command,
	    c->period == NULL ? "2010-q3" : c->period->id, c->words->path);
	return NULL;
}

/* ---- a path by custom ---- */

/* What record_place() goes by, of what is known. */
static struct value *
place_fields(const struct creation *c)
{
	struct arena *arena = c->asker.arena;
	struct value *map = value_map(arena);
	const struct subject *subject = &c->subject;
	const char *kind = c->archetype.kind->name;
#define SET(name, ...) value_set(arena, map, name, value_printf(arena, __VA_ARGS__))
	SET("period", "%s", c->period->id);
	SET("date", "%s", c->as_of);
	if (c->problem != NULL)
		SET("problem", "%s#%s", c->about->id, c->problem);
	else if (c->about != NULL)
		SET("record", "%s", c->about->id);
	if (strcmp(kind, "bulletin") == 0 && c->newsletter)
		SET("number", "第%ld期", c->number);
	else if (strcmp(kind, "bulletin") == 0)
		SET("number", "%.4s-%ld", c->as_of, c->number);
	if (strcmp(kind, "release") == 0) {
		/* Its subject only tells who may approve it. */
		if (c->words->edition != NULL)
			SET("edition", "%s", c->words->edition);
	} else if (subject->person != NULL) {
		SET("subject", "%s", subject->person->id);
	} else if (subject->organisation != NULL) {
		SET("subject", "%s", subject->organisation->id);
	}
#undef SET
	return map;
}

const char *
creation_path(const struct creation *c)
{
	struct arena *arena = c->asker.arena;
	if (c->words->path != NULL)
		return path_given(c);
	if (c->period == NULL) {
		fprintf(stderr,
		    _("tongbao %s: no period has begun by %s; name one: "
		      "--period\n"),
		    c->words->command, c->as_of);
		return NULL;
	}
	const char *id = record_place(arena, c->asker.corpus,
	    c->archetype.kind, place_fields(c));
	if (*id == '\0') {
		creation_lacks(c, "--path");
		return NULL;
	}
	return arena_printf(arena, "%s.md", id);
}
