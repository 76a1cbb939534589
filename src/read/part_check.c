/*
 * Whatever its bytes are: is a record that was read from a part one that
 * entry_read() could have made of that text?  Those who ask a record trust that
 * its fields have the kinds of their types, and that its places lie in its text.
 */
#include "read/part_check.h"

#include "base/date.h"
#include "base/utf8.h"

static bool
is_text(struct text text)
{
	return utf8_check(text) == text.len &&
	    memchr(text.at, '\0', text.len) == NULL;
}

static bool
is_string(const char *s)
{
	return s == NULL || is_text(text_of(s));
}

/* Of a file of unknown encoding any byte is a place. */
static bool
is_amid(const struct part_check *check, uint32_t at)
{
	return check->is_utf8 && utf8_is_amid(check->text, at);
}

/* Nowhere, or a place of the text, not amid a character. */
static bool
part_span_is_sound(const struct part_check *check, struct span span)
{
	return span.source == 0 ||
	    (span.source == check->source && span.start <= span.end &&
		span.end <= check->text.len && !is_amid(check, span.start) &&
		!is_amid(check, span.end));
}

bool
part_diag_is_sound(const struct part_check *check, const struct diag *diag)
{
	for (const struct diag_edit *e = diag->edits; e != NULL; e = e->next)
		if (e->span.source == 0 ||
		    !part_span_is_sound(check, e->span) || !is_text(e->text))
			return false;
	/* A second place is told with what it is. */
	if (diag->also.source != 0 && diag->also_label == NULL)
		return false;
	return *diag->message != '\0' && is_string(diag->message) &&
	    is_string(diag->effect) && is_string(diag->remedy) &&
	    is_string(diag->about) && is_string(diag->unknown) &&
	    is_string(diag->also_label) &&
	    part_span_is_sound(check, diag->span) &&
	    part_span_is_sound(check, diag->also);
}

/* ---- values ---- */

static bool field_is_sound(const struct part_check *check,
    const struct field *field, const struct value *value);

/* Left as it was written: as deep as reading let it be. */
static bool
any_is_sound(const struct part_check *check, const struct value *value)
{
	if (!part_span_is_sound(check, value->span) ||
	    (value->kind == VALUE_TEXT && !is_text(value->text)))
		return false;
	for (size_t i = 0; i < value_count(value); i++) {
		const struct entry *entry = value->kind == VALUE_MAP
		    ? &value->map.entries[i]
		    : NULL;
		if (entry != NULL &&
		    (!is_text(entry->key) ||
			!part_span_is_sound(check, entry->span)))
			return false;
		if (!any_is_sound(check, value_child(value, i)))
			return false;
	}
	return true;
}

/* Its keys are the shape's, in the shape's order. */
static bool
map_is_sound(const struct part_check *check, const struct shape *shape,
    const struct value *map)
{
	const struct field *field = shape->fields;
	for (uint32_t i = 0; i < map->map.count; i++, field++) {
		const struct entry *entry = &map->map.entries[i];
		while (field->name != NULL && !text_is(entry->key, field->name))
			field++;
		if (field->name == NULL ||
		    !part_span_is_sound(check, entry->span) ||
		    !field_is_sound(check, field, entry->value))
			return false;
	}
	return true;
}

static bool
is_term(const struct part_check *check, const struct field *field,
    struct text word)
{
	const struct term_list *terms =
	    &check->programme->terms[field->vocabulary];
	for (size_t i = 0; i < terms->count; i++)
		if (text_is(word, terms->items[i].id))
			return true;
	return false;
}

/* Grades that the programme does not know stay as they are written. */
static bool
counts_are_sound(const struct part_check *check, const struct value *counts)
{
	for (uint32_t i = 0; i < counts->map.count; i++)
		if (counts->map.entries[i].value->kind != VALUE_INTEGER)
			return false;
	return any_is_sound(check, counts);
}

static bool
item_is_sound(const struct part_check *check, const struct field *field,
    const struct value *value)
{
	if (!part_span_is_sound(check, value->span) ||
	    (value->kind == VALUE_TEXT && !is_text(value->text)))
		return false;
	switch (field->type) {
	case FIELD_INTEGER:
		return value->kind == VALUE_INTEGER;
	case FIELD_BOOLEAN:
		return value->kind == VALUE_BOOL;
	case FIELD_MAP:
		return value->kind == VALUE_MAP &&
		    map_is_sound(check, field->shape, value);
	case FIELD_COUNTS:
		return value->kind == VALUE_MAP &&
		    counts_are_sound(check, value);
	case FIELD_SCOPE:
	case FIELD_ANY:
		return any_is_sound(check, value);
	case FIELD_DATE:
		return value->kind == VALUE_TEXT && date_is_valid(value->text);
	case FIELD_TERM:
		return value->kind == VALUE_TEXT &&
		    is_term(check, field, value->text);
	case FIELD_CHOICE:
		return value->kind == VALUE_TEXT &&
		    field_choice(field, value->text) >= 0;
	default:
		return value->kind == VALUE_TEXT;
	}
}

static bool
field_is_sound(const struct part_check *check, const struct field *field,
    const struct value *value)
{
	if ((field->flags & FIELD_LIST) == 0)
		return item_is_sound(check, field, value);
	if (value->kind != VALUE_LIST ||
	    !part_span_is_sound(check, value->span))
		return false;
	for (uint32_t i = 0; i < value->list.count; i++)
		if (!item_is_sound(check, field, value->list.items[i]))
			return false;
	return true;
}

/* ---- a record ---- */

static bool
piece_is_sound(const struct part_check *check, struct text piece)
{
	if (piece.len == 0)
		return true;
	if (piece.at < check->text.at ||
	    piece.at + piece.len > check->text.at + check->text.len)
		return is_text(piece);
	uint32_t at = (uint32_t)(piece.at - check->text.at);
	return !is_amid(check, at) &&
	    !is_amid(check, at + (uint32_t)piece.len);
}

static bool
section_is_sound(const struct part_check *check, const struct section *s)
{
	return part_span_is_sound(check, s->title_span) &&
	    part_span_is_sound(check, s->scope_span) &&
	    part_span_is_sound(check, s->body_span) &&
	    piece_is_sound(check, s->title) &&
	    piece_is_sound(check, s->mark_id) &&
	    piece_is_sound(check, s->mark_scope) &&
	    piece_is_sound(check, s->body);
}

bool
part_record_is_sound(
    const struct part_check *check, const struct record *record)
{
	if (!is_text(check->text) || !part_span_is_sound(check, record->span))
		return false;
	for (size_t i = 0; i < field_count(record->kind); i++)
		if (record->fields[i] != NULL &&
		    !field_is_sound(check, &record->kind->fields[i],
			record->fields[i]))
			return false;
	for (size_t i = 0; i < record->section_count; i++)
		if (!section_is_sound(check, &record->sections[i]) ||
		    !is_string(record->section_aspects[i]))
			return false;
	return true;
}
