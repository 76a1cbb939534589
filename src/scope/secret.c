#include "scope/secret.h"

#include "model/prose.h"

struct seeking {
	const struct secrets *of;
	/* Of the record that is gone through; NULL: the view has none of it. */
	const struct view_entry *entry;
};

static void
tell(const struct secrets *s, enum secret_kind kind, struct text text,
    struct span span)
{
	s->visit(s->context,
	    &(struct secret){ kind, text, span, false });
}

/* ---- organisations and people ---- */

static void
organisation_seek(const struct secrets *s, const struct view *view,
    const struct organisation *o)
{
	const struct view_organisation *shown =
	    view_organisation(view, text_of(o->id));
	if (shown == NULL) {
		tell(s, SECRET_ORGANISATION_ID, text_of(o->id), o->span);
		tell(s, SECRET_ORGANISATION_NAME, text_of(o->name), o->span);
		if (strcmp(o->short_name, o->name) != 0)
			tell(s, SECRET_ORGANISATION_NAME,
			    text_of(o->short_name), o->span);
	}
	if (shown != NULL && shown->former != NULL)
		return;
	for (size_t i = 0; i < value_count(o->former); i++) {
		const struct value *name = value_item(o->former, i);
		tell(s, SECRET_ORGANISATION_NAME, value_as_text(name),
		    name->span);
	}
}

static void
person_seek(const struct secrets *s, const struct view *view,
    const struct person *person)
{
	const struct view_person *shown =
	    view_person(view, text_of(person->id));
	if ((shown != NULL && shown->name != NULL) ||
	    policy_shows_name(s->policy, person, s->audience, view->as_of))
		return;
	tell(s, SECRET_NAME, text_of(person->name), person->span);
	tell(s, SECRET_PERSON, text_of(person->id), person->span);
}

/* ---- fields ---- */

static void value_seek(const struct seeking *s, const struct field *field,
    const struct value *value, const struct value *shown);

/* What the view has of an item is known by its place in the source. */
static const struct value *
shown_item(const struct value *list, size_t *next, const struct value *item)
{
	if (*next >= value_count(list))
		return NULL;
	const struct value *shown = value_item(list, *next);
	if (shown->span.start != item->span.start)
		return NULL;
	(*next)++;
	return shown;
}

static void
list_seek(const struct seeking *s, const struct field *field,
    const struct value *list, const struct value *shown)
{
	size_t next = 0;
	for (size_t i = 0; i < value_count(list); i++)
		value_seek(s, field, value_item(list, i),
		    shown_item(shown, &next, value_item(list, i)));
}

/* Of a record that is wholly hidden the id alone is enough. */
static void
item_tell(const struct seeking *s, const struct value *map)
{
	const struct value *id = value_get(map, "id");
	if (s->entry == NULL || value_as_text(id).len == 0)
		return;
	tell(s->of, SECRET_ITEM,
	    text_of(arena_printf(s->of->arena, "%s#%s", s->entry->id,
		value_as_string(id))),
	    id->span);
	tell(s->of, SECRET_ITEM,
	    text_of(arena_printf(s->of->arena, "%s.html#%s", s->entry->id,
		value_as_string(id))),
	    id->span);
}

static void
map_seek(const struct seeking *s, const struct shape *shape,
    const struct value *map, const struct value *shown)
{
	if (shown == NULL)
		item_tell(s, map);
	for (size_t i = 0; i < value_count(map); i++) {
		const struct entry *entry = &map->map.entries[i];
		const struct field *field = field_find(shape, entry->key);
		if (field != NULL)
			value_seek(s, field, entry->value,
			    value_get(shown, field->name));
	}
}

/* A measure is named by its id, or told in words. */
static bool
is_word(struct text text)
{
	return text_is_ascii(text) && memchr(text.at, ' ', text.len) == NULL;
}

/* Words of the schema or of the programme, and ids, which go by their item. */
static bool
is_text(const struct field *field, const struct value *value)
{
	static const char *const names[] = { "kind", "id", "problem", "from",
		"edition", "fields", NULL };
	if (field->type != FIELD_TEXT || value->kind != VALUE_TEXT ||
	    (field->flags & FIELD_TASK) != 0)
		return false;
	for (size_t i = 0; names[i] != NULL; i++)
		if (strcmp(field->name, names[i]) == 0)
			return false;
	return strcmp(field->name, "measure") != 0 || !is_word(value->text);
}

static void
value_seek(const struct seeking *s, const struct field *field,
    const struct value *value, const struct value *shown)
{
	if (value->kind == VALUE_LIST && (field->flags & FIELD_LIST) != 0)
		list_seek(s, field, value, shown);
	else if (field->type == FIELD_MAP && value->kind == VALUE_MAP)
		map_seek(s, field->shape, value, shown);
	else if (field->type == FIELD_RECORD &&
	    corpus_is_gone(s->of->corpus, value->text))
		tell(s->of, SECRET_RECORD_ID, value->text, value->span);
	else if (is_text(field, value) && shown == NULL)
		tell(s->of,
		    strcmp(field->name, "number") == 0 ? SECRET_NUMBER
						       : SECRET_TEXT,
		    value->text, value->span);
}

/* What filters derived is told at the record. */
static void
derived_seek(const struct seeking *s, const struct record *record)
{
	for (size_t i = 0; i < value_count(record->derived); i++) {
		const struct entry *e = &record->derived->map.entries[i];
		if (e->value->kind == VALUE_TEXT &&
		    (s->entry == NULL ||
			value_get(entry_body(s->entry)->derived,
			    e->key.at) == NULL))
			tell(s->of, SECRET_TEXT, e->value->text, record->span);
	}
}

/* ---- records ---- */

static void
prose_tell(const struct secrets *s, struct text text, struct span span)
{
	s->visit(
	    s->context, &(struct secret){ SECRET_TEXT, text, span, true });
}

/* `{lua} …`, or a block that begins with the line ```{lua} and no more. */
static bool
is_live(struct text code)
{
	size_t marks = 0;
	while (marks < code.len && code.at[marks] == '`')
		marks++;
	if (code.len <= 2 * marks)
		return false; /* nothing closes it */
	struct text line, rest;
	struct text inner =
	    text_trim(text_cut(code, marks, code.len - marks));
	return marks >= 3 && text_split(inner, '\n', &line, &rest)
	    ? text_is(text_trim(line), "{lua}")
	    : text_starts(inner, "{lua}");
}

/* What a bulletin's live code says itself is shown to nobody. */
static void
live_prose_tell(const struct secrets *s, struct text text, struct span span)
{
	size_t start = 0, at = 0;
	while (at < text.len) {
		size_t end = prose_code_end(text, at);
		if (end > at && is_live(text_cut(text, at, end))) {
			prose_tell(s, text_cut(text, start, at),
			    span_cut(span, (uint32_t)start, (uint32_t)at));
			start = end;
		}
		at = end > at ? end : at + 1;
	}
	prose_tell(s, text_from(text, start),
	    span_cut(span, (uint32_t)start, (uint32_t)text.len));
}

void
secrets_texts(const struct secrets *s, const struct record *record,
    const struct view_entry *entry)
{
	bool live = record_is(record, "bulletin");
	size_t next = 0, shown = entry == NULL ? 0 : entry_body(entry)->section_count;
	for (size_t i = 0; i < record->section_count; i++) {
		const struct section *section = &record->sections[i];
		if (next < shown &&
		    entry_body(entry)->sections[next].span.start ==
			section->body_span.start) {
			next++;
			continue;
		}
		tell(s, SECRET_TEXT, section->title, section->title_span);
		(live ? live_prose_tell : prose_tell)(
		    s, section->body, section->body_span);
	}
}

void
secrets_fields(const struct secrets *s, const struct record *record,
    const struct view_entry *entry)
{
	const struct field *fields = record->kind->fields;
	const struct seeking seeking = { s, entry };
	if (entry == NULL || entry->opaque)
		tell(s, SECRET_RECORD_ID, text_of(record->id), record->span);
	for (size_t i = 0; fields[i].name != NULL; i++)
		if (record->fields[i] != NULL)
			value_seek(&seeking, &fields[i], record->fields[i],
			    entry == NULL ? NULL
					  : entry_body(entry)->fields[i]);
	derived_seek(&seeking, record);
}

/*
 * Which entry a record became: ids may have become numbers, but both know the
 * file.
 */
void
secrets_records(const struct secrets *s, const struct view *view)
{
	const struct corpus *corpus = s->corpus;
	uint32_t last = 0;
	for (size_t i = 0; i < corpus->record_count; i++)
		if (corpus->records[i]->span.source > last)
			last = corpus->records[i]->span.source;
	struct arena *scratch = arena_new();
	const struct view_entry **entries = ARENA_ARRAY(scratch,
	    const struct view_entry *, (size_t)last + 1);
	for (size_t i = 0; i < view->entries.count; i++)
		entries[view->entries.items[i]->span.source] =
		    view->entries.items[i];
	for (size_t i = 0; i < corpus->record_count; i++)
		secrets_texts(s, corpus->records[i],
		    entries[corpus->records[i]->span.source]);
	for (size_t i = 0; i < corpus->record_count; i++)
		secrets_fields(s, corpus->records[i],
		    entries[corpus->records[i]->span.source]);
	arena_free(scratch);
}

void
secrets_names(const struct secrets *s, const struct view *view)
{
	const struct roster *roster = &s->corpus->roster;
	for (size_t i = 0; i < roster->organisation_count; i++)
		organisation_seek(s, view, roster->organisations[i]);
	for (size_t i = 0; i < roster->person_count; i++)
		person_seek(s, view, roster->people[i]);
}
