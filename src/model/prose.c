#include "model/prose.h"

struct walking {
	prose_visit *visit;
	void *context;
	size_t field;
	const struct value *item;
};

/* Words of the schema or of site.yaml, and what is in no edition. */
static bool
is_nobodys(const struct field *field)
{
	static const char *const names[] = { "kind", "edition", NULL };
	return (field->flags & FIELD_OFFICE) != 0 ||
	    word_is_among(field->name, names);
}

static bool
is_name(const struct field *field)
{
	static const char *const names[] = { "id", "problem", "from", "number",
		"file", NULL };
	return word_is_among(field->name, names);
}

static void value_walk(struct walking *w, const struct field *field,
    const struct value *value);

static void
map_walk(struct walking *w, const struct shape *shape,
    const struct value *map)
{
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		if (f->type != FIELD_TEXT && f->type != FIELD_MAP)
			continue;
		const struct value *value = value_get(map, f->name);
		if (value != NULL)
			value_walk(w, f, value);
	}
}

static void
value_walk(struct walking *w, const struct field *field,
    const struct value *value)
{
	if (value->kind == VALUE_LIST) {
		for (size_t i = 0; i < value->list.count; i++)
			value_walk(w, field, value->list.items[i]);
	} else if (field->type == FIELD_MAP && value->kind == VALUE_MAP) {
		const struct value *outer = w->item;
		if (outer == NULL)
			w->item = value;
		map_walk(w, field->shape, value);
		w->item = outer;
	} else if (field->type == FIELD_TEXT && value->kind == VALUE_TEXT &&
	    !is_nobodys(field)) {
		w->visit(w->context,
		    &(struct prose){ value->text, value->span, PROSE_NONE,
			w->field, w->item, value, is_name(field) });
	}
}

void
prose_each(const struct record *record, prose_visit *visit, void *context)
{
	struct walking w = { visit, context, 0, NULL };
	for (; record->kind->fields[w.field].name != NULL; w.field++)
		if (record->fields[w.field] != NULL)
			value_walk(&w, &record->kind->fields[w.field],
			    record->fields[w.field]);
	for (size_t i = 0; i < record->section_count; i++) {
		const struct section *s = &record->sections[i];
		visit(context,
		    &(struct prose){ s->title, s->title_span, i, PROSE_NONE,
			NULL, NULL, false });
		visit(context,
		    &(struct prose){ s->body, s->body_span, i, PROSE_NONE, NULL,
			NULL, false });
	}
}

/* Of the two bytes of \L, \P three are made: then others may be fewer unseen. */
static bool
has_grown(struct text text)
{
	return memmem(text.at, text.len, "\xE2\x80\xA8", 3) != NULL ||
	    memmem(text.at, text.len, "\xE2\x80\xA9", 3) != NULL;
}

/*
 * Folded lines and escapes make it shorter, quotes are what else there is.  Only
 * a block's text ends with a line's end that needs no escape.
 */
bool
value_is_verbatim(const struct value *value)
{
	size_t written = value->span.end - value->span.start;
	return value->plain ? written == value->text.len
			    : written == value->text.len + 2 &&
		!has_grown(value->text) && !text_ends(value->text, "\n");
}

struct span
value_part(const struct value *value, size_t start, size_t end)
{
	if (!value_is_verbatim(value))
		return value->span;
	uint32_t shift = value->plain ? 0 : 1;
	return span_cut(value->span, shift + (uint32_t)start,
	    shift + (uint32_t)end);
}

struct span
prose_part(const struct prose *prose, size_t start, size_t end)
{
	return prose->value != NULL
	    ? value_part(prose->value, start, end)
	    : span_cut(prose->span, (uint32_t)start, (uint32_t)end);
}

static size_t
marks_at(struct text text, size_t at)
{
	size_t end = at;
	while (end < text.len && text.at[end] == '`')
		end++;
	return end - at;
}

/* As many backticks as opened it close it, in a line or as a fence. */
size_t
prose_code_end(struct text text, size_t at)
{
	size_t marks = marks_at(text, at);
	if (marks == 0)
		return at;
	for (size_t pos = at + marks; pos < text.len;) {
		size_t found = marks_at(text, pos);
		if (found == marks)
			return pos + found;
		pos += found > 0 ? found : 1;
	}
	return at + marks;
}
