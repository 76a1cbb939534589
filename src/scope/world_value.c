#include "scope/world_parts.h"

#include "model/schema.h"

static struct value *
text_like(struct world_making *m, const struct value *like, const char *s)
{
	struct value *made = value_string(m->arena, s);
	made->span = like->span;
	return made;
}

/* ---- what is seen ---- */

static struct value *
reference_seen(struct world_making *m, const struct record *record,
    const struct field *field, const struct value *value)
{
	const struct roster *roster = &m->corpus->roster;
	const struct organisation *organisation = field->type == FIELD_PERSON
	    ? NULL
	    : table_get(&roster->organisation_ids, value->text);
	if (organisation != NULL)
		return sight_organisation(&m->sight, organisation, NULL)
		    ? text_like(m, value, organisation->id)
		    : NULL;
	const struct person *person =
	    table_get(&roster->person_ids, value->text);
	return person == NULL
	    ? NULL
	    : text_like(m, value,
		  person_twin(m, person, record_label_day(record))->id);
}

static struct value *
link_seen(struct world_making *m, const struct field *field,
    const struct value *value)
{
	struct text id = value->text, problem = TEXT_LIT("");
	bool inner = field->type == FIELD_PROBLEM &&
	    text_split(value->text, '#', &id, &problem);
	const char *here = table_get(&m->record_ids, id);
	if (here == NULL ||
	    (inner &&
		!sight_problem(
		    &m->sight, corpus_record(m->corpus, id), problem)))
		return NULL;
	return text_like(m, value,
	    arena_printf(m->scratch, "%s%s%.*s", here, inner ? "#" : "",
		TEXT_ARG(problem)));
}

static struct value *map_seen(struct world_making *m,
    const struct record *record, const struct shape *shape,
    const struct value *value);

static struct value *
one_seen(struct world_making *m, const struct record *record,
    const struct field *field, const struct value *value)
{
	switch (field->type) {
	case FIELD_ORGANISATION:
	case FIELD_PERSON:
	case FIELD_SUBJECT:
		return reference_seen(m, record, field, value);
	case FIELD_RECORD:
	case FIELD_PROBLEM:
		return link_seen(m, field, value);
	case FIELD_MAP:
		return map_seen(m, record, field->shape, value);
	case FIELD_SCOPE:
		return sight_label(&m->sight, value)
		    ? value_copy(m->arena, value)
		    : NULL;
	default:
		return sight_word(&m->sight, field, value)
		    ? value_copy(m->arena, value)
		    : NULL;
	}
}

/* ---- what is not, in a field that is ---- */

static const char *
hidden_record(struct world_making *m)
{
	return m->hidden_record_count == 0
	    ? noise_record_id(&m->noise)
	    : m->hidden_records[noise_below(
		  &m->noise, m->hidden_record_count)];
}

static const char *
hidden_organisation(struct world_making *m)
{
	return m->hidden_organisation_count == 0
	    ? noise_id(&m->noise)
	    : m->hidden_organisations[noise_below(
		  &m->noise, m->hidden_organisation_count)];
}

/*
 * Something else that is as hidden: its own mark stays, and what it speaks of
 * is not seen.
 */
static struct value *
map_unseen(struct world_making *m, const struct shape *shape,
    const struct value *like)
{
	struct value *made = value_map(m->arena);
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		const struct value *old = value_get(like, f->name);
		struct value *item = NULL;
		if (f->type == FIELD_SCOPE)
			item = old == NULL ? NULL : value_copy(m->arena, old);
		else if (f->type == FIELD_RECORD)
			item = value_string(m->arena, hidden_record(m));
		else if (strcmp(f->name, "id") == 0 ||
		    strcmp(f->name, "problem") == 0)
			item = value_string(m->arena, noise_id(&m->noise));
		else if ((f->flags & FIELD_REQUIRED) != 0 ||
		    !noise_once_in(&m->noise, 3))
			item = value_hidden(m, f, old);
		if (item != NULL)
			value_set_literal(m->arena, made, f->name, item);
	}
	return made;
}

static struct value *
one_unseen(struct world_making *m, const struct field *field,
    const struct value *like)
{
	switch (field->type) {
	case FIELD_ORGANISATION:
	case FIELD_SUBJECT:
		return value_string(m->arena, hidden_organisation(m));
	case FIELD_PERSON:
		return value_string(m->arena, noise_id(&m->noise));
	case FIELD_RECORD:
		return value_string(m->arena, hidden_record(m));
	case FIELD_PROBLEM:
		return value_printf(m->arena, "%s#%s", hidden_record(m),
		    noise_id(&m->noise));
	case FIELD_MAP:
		return map_unseen(m, field->shape, like);
	case FIELD_SCOPE:
		return m->hidden_organisation_count == 0
		    ? NULL
		    : value_printf(m->arena, "%s/public",
			  hidden_organisation(m));
	default:
		return (field->flags & FIELD_TASK) != 0
		    ? value_string(m->arena, noise_id(&m->noise))
		    : NULL; /* there is no such thing */
	}
}

static struct value *
list_seen(struct world_making *m, const struct record *record,
    const struct field *field, const struct value *value)
{
	struct value *list = value_list(m->arena);
	list->span = value->span;
	for (size_t i = 0; i < value_count(value); i++) {
		const struct value *old = value_item(value, i);
		struct value *item = one_seen(m, record, field, old);
		if (item != NULL) {
			value_add(m->arena, list, item);
			continue;
		}
		for (size_t n = 2; m->kind == WORLD_NOISE && n > 0; n--) {
			item = one_unseen(m, field, old);
			if (item != NULL)
				value_add(m->arena, list, item);
		}
	}
	return value_count(list) == 0 ? NULL : list;
}

struct value *
value_seen(struct world_making *m, const struct record *record,
    const struct field *field, const struct value *value)
{
	if ((field->flags & FIELD_LIST) != 0)
		return list_seen(m, record, field, value);
	struct value *made = one_seen(m, record, field, value);
	return made == NULL && m->kind == WORLD_NOISE
	    ? one_unseen(m, field, value)
	    : made;
}

/* An item is seen as a whole or not at all, as the projection has it. */
static struct value *
map_seen(struct world_making *m, const struct record *record,
    const struct shape *shape, const struct value *value)
{
	if (!sight_item(&m->sight, record, value))
		return NULL;
	struct value *made = value_map_sized(m->arena, value->map.count);
	made->span = value->span;
	for (size_t i = 0; i < value->map.count; i++) {
		const struct entry *entry = &value->map.entries[i];
		const struct field *field = field_find(shape, entry->key);
		struct value *item = NULL;
		if (field->type == FIELD_SCOPE)
			item = value_copy(m->arena, entry->value);
		else if (!sight_item_part(&m->sight, record, value, field)) {
			if (m->kind == WORLD_NOISE)
				item = value_hidden(m, field, entry->value);
		} else if (field->type == FIELD_RECORD &&
		    (field->flags & FIELD_APART) == 0) {
			item = link_seen(m, field, entry->value);
			if (item == NULL)
				return NULL;
		} else {
			item = value_seen(m, record, field, entry->value);
		}
		if (item != NULL)
			value_set_literal(m->arena, made, field->name, item);
	}
	return made;
}

/* ---- a field that is not seen ---- */

static struct value *
reference_hidden(struct world_making *m, const struct field *field)
{
	const struct organisation *organisation = organisation_any(m);
	if (field->type != FIELD_PERSON && organisation != NULL &&
	    (field->type == FIELD_ORGANISATION || noise_once_in(&m->noise, 2)))
		return value_string(m->arena, organisation->id);
	return value_string(m->arena, person_any(m)->id);
}

/* Of any record there is: a count of what links to it must not show. */
static struct value *
link_hidden(struct world_making *m, const struct field *field,
    const struct value *like)
{
	struct text id = like == NULL ? TEXT_LIT("") : value_as_text(like);
	struct text problem = TEXT_LIT("");
	if (field->type == FIELD_PROBLEM)
		text_split(id, '#', &id, &problem);
	const char *here = table_get(&m->record_ids, id);
	if (here == NULL || noise_once_in(&m->noise, 4))
		here = hidden_record(m);
	if (field->type != FIELD_PROBLEM)
		return value_string(m->arena, here);
	return value_printf(m->arena, "%s#%.*s", here, TEXT_ARG(problem));
}

static struct value *
one_hidden(struct world_making *m, const struct field *field,
    const struct value *like)
{
	struct value *made;
	switch (field->type) {
	case FIELD_ORGANISATION:
	case FIELD_PERSON:
	case FIELD_SUBJECT:
		return reference_hidden(m, field);
	case FIELD_RECORD:
	case FIELD_PROBLEM:
		return link_hidden(m, field, like);
	case FIELD_MAP:
		made = value_map(m->arena);
		for (const struct field *f = field->shape->fields;
		     f->name != NULL; f++)
			if ((f->flags & FIELD_REQUIRED) != 0 ||
			    noise_once_in(&m->noise, 2))
				value_set_literal(m->arena, made, f->name,
				    value_hidden(m, f, value_get(like, f->name)));
		return made;
	default:
		return like != NULL && noise_once_in(&m->noise, 3)
		    ? value_copy(m->arena, like)
		    : noise_scalar(&m->noise, field);
	}
}

struct value *
value_hidden(struct world_making *m, const struct field *field,
    const struct value *like)
{
	if ((field->flags & FIELD_LIST) == 0)
		return one_hidden(m, field, like);
	struct value *list = value_list(m->arena);
	size_t count = value_count(like);
	for (size_t i = 0; i < count; i++)
		for (size_t n = 2; n > 0; n--)
			value_add(m->arena, list,
			    one_hidden(m, field, value_item(like, i)));
	for (size_t n = noise_below(&m->noise, 3) + (count == 0); n > 0; n--)
		value_add(m->arena, list, one_hidden(m, field, NULL));
	return list;
}
