/*
 * A record's fields as a list of facts: {label, text, href} for a plain one,
 * {label, items} for a list of texts, {label, items: [{parts: [{label, text,
 * href}]}]} for what has fields of its own.  What names a record leads to its
 * page.
 */
#include "compose/page.h"

/* The main text of a map needs no label; a pledge's answer has a remark. */
static bool
is_main(const struct shape *shape, const struct field *field)
{
	if (strcmp(shape->name, "answer") == 0)
		return strcmp(field->name, "id") == 0;
	if (strcmp(shape->name, "covered") == 0)
		return strcmp(field->name, "record") == 0;
	return strcmp(field->name, "text") == 0 ||
	    strcmp(field->name, "title") == 0;
}

const char *
text_named(const struct value *list, struct text id)
{
	return value_get_string(value_find_item(list, "id", id), "text");
}

/*
 * A reply's item, a verification and the answer to a pledge name by its id
 * what the review or the report says in words; NULL when it is not seen.
 */
static const char *
named_text(const struct view_entry *entry, const struct field *field,
    const struct value *map, const struct value *value)
{
	struct text id = value_as_text(value), review, problem;
	const struct view_entry *of = entry_report(entry);
	if (of != NULL && strcmp(field->name, "id") == 0)
		return text_named(entry_get(of, "pledges"), id);
	of = entry_review(entry);
	if (of == NULL)
		return NULL;
	if (strcmp(field->name, "problem") == 0)
		return text_named(entry_get(of, "problems"),
		    text_split(id, '#', &review, &problem) ? problem : id);
	if (strcmp(field->name, "measure") != 0 || map == NULL)
		return NULL;
	return text_named(
	    value_get(value_find_item(entry_get(of, "problems"),
			  "id", value_as_text(value_get(map, "problem"))),
		"measures"),
	    id);
}

/* Editions are the site's and have titles. */
static const char *
edition_text(const struct composing *c, const struct value *value)
{
	const struct site *site = c->view->site;
	for (size_t i = 0; i < site->edition_count; i++)
		if (text_is(value_as_text(value), site->editions[i].id))
			return site->editions[i].title;
	return NULL;
}

const char *
fact_words(const struct composing *c, const struct view_entry *entry,
    const struct field *field, const struct value *map,
    const struct value *value)
{
	const char *text = strcmp(field->name, "edition") == 0
	    ? edition_text(c, value)
	    : named_text(entry, field, map, value);
	return text != NULL ? text
			    : field_value_words(c->arena, c->view, field, value);
}

/* The page of the one record that a field names; NULL for all others. */
static const char *
part_href(const struct composing *c, const struct field *field,
    const struct value *value)
{
	if (field->type != FIELD_RECORD && field->type != FIELD_PROBLEM)
		return NULL;
	struct text id, problem;
	bool inner = text_split(value_as_text(value), '#', &id, &problem);
	const struct view_entry *to = view_entry(c->view, id);
	if (to == NULL)
		return NULL;
	return inner ? problem_href(c, to, problem)
		     : href_to(c, entry_place(c->arena, to));
}

static struct value *
parts_make(const struct composing *c, const struct view_entry *entry,
    const struct shape *shape, const struct value *map)
{
	struct value *item = value_map(c->arena);
	struct value *parts = value_list(c->arena);
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		const struct value *value = value_get(map, f->name);
		bool main = is_main(shape, f);
		if (value == NULL || (!main && strcmp(f->name, "id") == 0))
			continue;
		struct value *part = value_map_sized(c->arena, 3);
		show_text(c, part, "label",
		    main ? NULL : field_label(c->view, f));
		show_text(c, part, "text", fact_words(c, entry, f, map, value));
		show_text(c, part, "href", part_href(c, f, value));
		value_add(c->arena, parts, part);
	}
	show_value(c, item, "parts", parts);
	return item;
}

/* Lists of maps always, lists of texts when there are several. */
static struct value *
items_make(const struct composing *c, const struct view_entry *entry,
    const struct field *field, const struct value *value)
{
	struct value *items = value_list(c->arena);
	bool maps = field->type == FIELD_MAP;
	if (value->kind != VALUE_LIST ||
	    (!maps && (field->type != FIELD_TEXT || value_count(value) < 2)))
		return items;
	for (size_t i = 0; i < value_count(value); i++) {
		const struct value *item = value_item(value, i);
		value_add(c->arena, items,
		    maps ? parts_make(c, entry, field->shape, item)
			 : shown_text(c->arena, value_as_string(item)));
	}
	return items;
}

static struct value *
fact_make(const struct composing *c, const struct view_entry *entry,
    const struct field *field, const struct value *value)
{
	struct value *fact = value_map_sized(c->arena, 4);
	struct value *items = items_make(c, entry, field, value);
	show_text(c, fact, "label", field_label(c->view, field));
	show_text(c, fact, "href", part_href(c, field, value));
	show_value(c, fact, "items", items);
	show_value(c, fact, "text",
	    value_count(items) > 0
		? value_null(c->arena)
		: shown_text(
		      c->arena, fact_words(c, entry, field, NULL, value)));
	return fact;
}

struct value *
fact_of(const struct composing *c, const struct view_entry *entry,
    const char *name)
{
	size_t i = field_index(entry->kind, name);
	const struct value *value = entry_body(entry)->fields[i];
	return value == NULL
	    ? NULL
	    : fact_make(c, entry, &entry->kind->fields[i], value);
}

struct value *
facts_make(const struct composing *c, const struct view_entry *entry,
    const char *const *without)
{
	struct value *facts = value_list(c->arena);
	const struct field *fields = entry->kind->fields;
	for (size_t i = 0; fields[i].name != NULL; i++) {
		const struct value *value = entry_body(entry)->fields[i];
		if (value != NULL && fields[i].type != FIELD_ANY &&
		    strcmp(fields[i].name, "kind") != 0 &&
		    !word_is_among(fields[i].name, without))
			value_add(c->arena, facts,
			    fact_make(c, entry, &fields[i], value));
	}
	return facts;
}
