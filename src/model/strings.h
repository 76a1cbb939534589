/*
 * The words of a site's language: what the program itself says on pages, by
 * key.  They are public inputs, the same for every audience.
 *
 * A theme keeps them in strings.LANGUAGE.yaml (read/strings.h), later files
 * over earlier ones.  A template takes one as the partial say.KEY, so that a
 * string can hold values of the page: {{count}}.  C takes one by
 * strings_get(), and fills {name} by strings_fill().
 *
 * Words of the schema have keys, too: kind.KIND, field.SHAPE.FIELD (or
 * field.FIELD for all shapes that have none of their own) and
 * choice.FIELD.CHOICE.  Chinese ones are the schema's aliases, unless a file
 * has others.
 */
#ifndef TONGBAO_MODEL_STRINGS_H
#define TONGBAO_MODEL_STRINGS_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/source.h"
#include "model/schema.h"

struct string {
	const char *key, *text;
	struct span span; /* of the text; SPAN_NONE: the schema's */
};

struct strings {
	struct arena *arena;
	const char *language; /* as site.yaml has it: zh-CN */
	struct string **items; /* in the order of adding */
	size_t count, capacity;
	struct table by_key;
	struct table by_part; /* address in the schema → text */
};

struct strings *strings_new(struct arena *arena, const char *language);
/* Sets or replaces; the texts are copied. */
void strings_set(struct strings *strings, struct text key, struct text text,
    struct span span);
/*
 * The schema's words, after the last strings_set(); `chinese`: its aliases for
 * those that no file has.  NULL, or the first key that there is no word for.
 */
const char *strings_complete(struct strings *strings, bool chinese);

/* BUG when there is none: the program's own files have all that it asks for. */
const char *strings_get(const struct strings *strings, const char *key);
/*
 * The same with {name} filled in, in the arena: names and texts by turns, then
 * NULL.  A name that is not given stays as it is.
 */
const char *strings_fill(struct arena *arena, const struct strings *strings,
    const char *key, ...) __attribute__((sentinel));

const char *strings_kind(const struct strings *strings,
    const struct shape *kind);
const char *strings_field(const struct strings *strings,
    const struct field *field);
/* What is none of the field's choices stays as it is. */
const char *strings_choice(const struct strings *strings,
    const struct field *field, struct text choice);

#endif
