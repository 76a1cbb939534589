/*
 * A record's fields as a list of facts: {label, text} for a plain one,
 * {label, items} for a list of texts, {label, items: [{parts: [{label,
 * text}]}]} for what has fields of its own.
 */
#include "compose/page.h"

static bool
is_among(const char *name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

/* The main text of a map needs no label. */
static bool
is_main(const struct field *field)
{
	return strcmp(field->name, "text") == 0 ||
	    strcmp(field->name, "title") == 0;
}

/*
 * A reply's item and a verification name the problem by its id: say what the
 * problem is.
 */
static const char *
part_text(const struct composing *c, const struct view_entry *entry,
    const struct field *field, const struct value *value)
{
	if (entry->review != NULL && strcmp(field->name, "problem") == 0) {
		struct text id = value_as_text(value), review, problem;
		bool inner = text_split(id, '#', &review, &problem);
		const char *text =
		    problem_text(entry->review, inner ? problem : id);
		if (text != NULL)
			return text;
	}
	return field_value_words(c->arena, c->view, field, value);
}

static struct value *
parts_make(const struct composing *c, const struct view_entry *entry,
    const struct shape *shape, const struct value *map)
{
	struct value *item = value_map(c->arena);
	struct value *parts = value_list(c->arena);
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		const struct value *value = value_get(map, f->name);
		if (value == NULL || strcmp(f->name, "id") == 0)
			continue;
		struct value *part = value_map_sized(c->arena, 2);
		value_set_literal(c->arena, part, "label",
		    is_main(f) ? value_null(c->arena)
			       : shown_text(c->arena, field_label(c->view, f)));
		value_set_literal(c->arena, part, "text",
		    shown_text(c->arena, part_text(c, entry, f, value)));
		value_add(c->arena, parts, part);
	}
	value_set_literal(c->arena, item, "parts", parts);
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
	struct value *fact = value_map_sized(c->arena, 3);
	struct value *items = items_make(c, entry, field, value);
	value_set_literal(c->arena, fact, "label",
	    shown_text(c->arena, field_label(c->view, field)));
	value_set_literal(c->arena, fact, "items", items);
	value_set_literal(c->arena, fact, "text",
	    value_count(items) > 0
		? value_null(c->arena)
		: shown_text(c->arena, part_text(c, entry, field, value)));
	return fact;
}

struct value *
facts_make(const struct composing *c, const struct view_entry *entry,
    const char *const *without)
{
	struct value *facts = value_list(c->arena);
	const struct field *fields = entry->kind->fields;
	for (size_t i = 0; fields[i].name != NULL; i++) {
		const struct value *value = entry->fields[i];
		if (value != NULL && fields[i].type != FIELD_ANY &&
		    strcmp(fields[i].name, "kind") != 0 &&
		    !is_among(fields[i].name, without))
			value_add(c->arena, facts,
			    fact_make(c, entry, &fields[i], value));
	}
	return facts;
}
