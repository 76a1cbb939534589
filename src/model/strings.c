#include "model/strings.h"

#include <stdarg.h>
#include "base/buf.h"
#include "base/diag.h"

struct strings *
strings_new(struct arena *arena, const char *language)
{
	struct strings *strings = ARENA_NEW(arena, struct strings);
	*strings = (struct strings){ .arena = arena,
		.language = arena_string(arena, language) };
	table_init(&strings->by_key, arena);
	table_init(&strings->by_part, arena);
	return strings;
}

static const struct string *
string_find(const struct strings *strings, const char *key)
{
	return table_get(&strings->by_key, text_of(key));
}

void
strings_set(struct strings *strings, struct text key, struct text text,
    struct span span)
{
	struct string *string = table_get(&strings->by_key, key);
	if (string == NULL) {
		string = ARENA_NEW(strings->arena, struct string);
		string->key = arena_text(strings->arena, key).at;
		ARENA_ROOM(strings->arena, strings->items, strings->count,
		    strings->capacity);
		strings->items[strings->count++] = string;
		table_add(
		    &strings->by_key, text_of(string->key), string);
	}
	string->text = arena_text(strings->arena, text).at;
	string->span = span;
}

const char *
strings_get(const struct strings *strings, const char *key)
{
	const struct string *string = string_find(strings, key);
	if (string == NULL)
		BUG(arena_printf(
		    strings->arena, "the theme has no string “%s”", key));
	return string->text;
}

/* ---- filling in ---- */

/* The text given for the name; NULL when none is. */
static const char *
part_find(va_list parts, struct text name)
{
	const char *text = NULL, *given;
	while (text == NULL && (given = va_arg(parts, const char *)) != NULL) {
		const char *value = va_arg(parts, const char *);
		if (text_is(name, given))
			text = value;
	}
	return text;
}

const char *
strings_fill(struct arena *arena, const struct strings *strings,
    const char *key, ...)
{
	struct buf buf = BUF_INIT;
	const char *at = strings_get(strings, key);
	for (const char *open; (open = strchr(at, '{')) != NULL;) {
		const char *close = strchr(open, '}');
		if (close == NULL)
			break;
		va_list parts;
		va_start(parts, key);
		const char *text = part_find(parts,
		    (struct text){ open + 1, (size_t)(close - open - 1) });
		va_end(parts);
		buf_put(&buf, at, (size_t)(open - at));
		if (text != NULL)
			buf_puts(&buf, text);
		else
			buf_put(&buf, open, (size_t)(close + 1 - open));
		at = close + 1;
	}
	buf_puts(&buf, at);
	return buf_detach(arena, &buf).at;
}

/* ---- the schema's words ---- */

static struct text
part_key(const void *const *part)
{
	return (struct text){ (const char *)part, sizeof(*part) };
}

struct completing {
	struct strings *strings;
	bool chinese;
	const char *missing;
};

/* The text of the first key that there is; else the alias, or a fault. */
static void
part_add(struct completing *c, const void *part, const char *key,
    const char *wider, const char *alias)
{
	struct strings *strings = c->strings;
	const struct string *found = string_find(strings, key);
	if (found == NULL && wider != NULL)
		found = string_find(strings, wider);
	if (found == NULL && c->chinese) {
		strings_set(strings, text_of(key), text_of(alias), SPAN_NONE);
		found = string_find(strings, key);
	}
	if (found == NULL) {
		if (c->missing == NULL)
			c->missing = key;
		return;
	}
	const void **address = ARENA_NEW(strings->arena, const void *);
	*address = part;
	table_add(&strings->by_part, part_key(address), (void *)found->text);
}

static void
choices_add(struct completing *c, const struct field *field)
{
	for (const char *const *choice = field->choices;
	     choice != NULL && *choice != NULL; choice += 2)
		part_add(c, choice,
		    arena_printf(c->strings->arena, "choice.%s.%s",
			field->name, *choice),
		    NULL, choice[1]);
}

static void
fields_add(struct completing *c, const struct shape *shape)
{
	struct arena *arena = c->strings->arena;
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		part_add(c, f,
		    arena_printf(arena, "field.%s.%s", shape->name, f->name),
		    arena_printf(arena, "field.%s", f->name), f->alias);
		choices_add(c, f);
		if (f->shape != NULL)
			fields_add(c, f->shape);
	}
}

/* Of a form only the choices are shown: whom it is for, who may review. */
static void
form_choices_add(struct completing *c)
{
	for (const struct field *f = form_shape.fields; f->name != NULL; f++) {
		choices_add(c, f);
		for (const struct field *inner =
			 f->shape == NULL ? NULL : f->shape->fields;
		     inner != NULL && inner->name != NULL; inner++)
			choices_add(c, inner);
	}
}

const char *
strings_complete(struct strings *strings, bool chinese)
{
	struct completing c = { strings, chinese, NULL };
	for (const struct shape *k = record_kinds; k->name != NULL; k++) {
		part_add(&c, k,
		    arena_printf(strings->arena, "kind.%s", k->name), NULL,
		    k->alias);
		fields_add(&c, k);
	}
	form_choices_add(&c);
	return c.missing;
}

static const char *
part_text(const struct strings *strings, const void *part)
{
	return table_get(&strings->by_part, part_key(&part));
}

const char *
strings_kind(const struct strings *strings, const struct shape *kind)
{
	const char *text = part_text(strings, kind);
	return text != NULL ? text : kind->alias;
}

const char *
strings_field(const struct strings *strings, const struct field *field)
{
	const char *text = part_text(strings, field);
	return text != NULL ? text : field->alias;
}

const char *
strings_choice(const struct strings *strings, const struct field *field,
    struct text choice)
{
	for (const char *const *c = field->choices; *c != NULL; c += 2)
		if (text_is(choice, *c)) {
			const char *text = part_text(strings, c);
			return text != NULL ? text : c[1];
		}
	return choice.at;
}
