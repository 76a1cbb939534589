/*
 * What is copied of a record: values of its fields, item by item as they may be
 * seen, texts, what was derived.
 */
#include "scope/project_parts.h"

/* Of words that come again and again: one copy for the whole view. */
static const char *
copy_once(struct projection *p, struct text word)
{
	char *known = table_get(&p->words, word);
	if (known != NULL)
		return known;
	struct text made = arena_text(p->texts, word);
	table_add(&p->words, made, (char *)made.at);
	return made.at;
}

/* Days, terms, numbers of rooms are shorter; prose seldom comes again. */
#define WORD_MOST 32
#define WORDS_RECENT 4096

/*
 * Half of what is copied of fields was copied a moment ago.  What is kept for
 * later views has copies of its own.
 */
static struct text
word_copy(struct projection *p, struct arena *arena, struct text word)
{
	if (p->recent == NULL || word.len > WORD_MOST)
		return arena_text(arena, word);
	struct text *recent = &p->recent[text_hash(word) % WORDS_RECENT];
	if (recent->at == NULL || !text_equal(*recent, word))
		*recent = arena_text(arena, word);
	return *recent;
}

void
recent_open(struct projection *p)
{
	if (p->copies == NULL)
		p->recent =
		    ARENA_ARRAY(p->scratch, struct text, WORDS_RECENT);
}

static struct value *
placed(struct value *made, const struct value *like)
{
	made->span = like->span;
	return made;
}

static struct value *
reference_copy(struct projection *p, const struct record *record,
    const struct field *field, const struct value *value)
{
	const struct roster *roster = &p->corpus->roster;
	const struct organisation *organisation = field->type == FIELD_PERSON
	    ? NULL
	    : table_get(&roster->organisation_ids, value->text);
	if (organisation != NULL)
		return view_organisation(p->view, value->text) == NULL
		    ? NULL
		    : placed(value_lasting(p->arena,
				 word_copy(p, p->arena,
				     text_of(organisation->id))
				     .at),
			  value);
	const struct person *person =
	    table_get(&roster->person_ids, value->text);
	if (person == NULL)
		return NULL;
	/* His id lasts as long as the view, and as what is kept of it. */
	const char *id =
	    person_shown(p, person, record_label_day(record))->id;
	return placed(value_lasting(p->arena, id), value);
}

/* A link is visible only if both ends are. */
static struct value *
link_copy(
    struct projection *p, const struct field *field, const struct value *value)
{
	struct text id = value->text, problem = TEXT_LIT("");
	bool inner = field->type == FIELD_PROBLEM &&
	    text_split(value->text, '#', &id, &problem);
	const struct shown *to = table_get(&p->by_record_id, id);
	if (to == NULL || (inner && !sight_problem(&p->sight, to->record, problem)))
		return NULL;
	return placed(!inner
		? value_lasting(p->arena, to->entry->id)
		: value_printf(p->arena, "%s#%.*s", to->entry->id,
		      TEXT_ARG(problem)),
	    value);
}

static struct value *
map_copy(struct projection *p, const struct record *record,
    const struct shape *shape, const struct value *value)
{
	if (!sight_item(&p->sight, record, value))
		return NULL;
	struct value *made = value_map_sized(p->arena, value->map.count);
	made->span = value->span;
	for (size_t i = 0; i < value->map.count; i++) {
		const struct entry *entry = &value->map.entries[i];
		const struct field *field = field_find(shape, entry->key);
		struct value *item =
		    !sight_item_part(&p->sight, record, value, field)
		    ? NULL
		    : field_copy(p, record, field, entry->value);
		if (item != NULL)
			value_set_literal(p->arena, made, field->name, item);
		else if (field->type == FIELD_RECORD &&
		    (field->flags & FIELD_APART) == 0)
			return NULL; /* all the item says is said of that */
	}
	return made;
}

static struct value *
plain_copy(struct projection *p, const struct value *value)
{
	if (value->kind != VALUE_TEXT)
		return value_copy(p->arena, value);
	struct value *made = arena_take(p->arena, sizeof(*made));
	*made = *value;
	made->text = word_copy(p, p->arena, value->text);
	return made;
}

struct value *
item_copy(struct projection *p, const struct record *record,
    const struct field *field, const struct value *value)
{
	switch (field->type) {
	case FIELD_ORGANISATION:
	case FIELD_PERSON:
	case FIELD_SUBJECT:
		return reference_copy(p, record, field, value);
	case FIELD_RECORD:
	case FIELD_PROBLEM:
		return link_copy(p, field, value);
	case FIELD_MAP:
		return map_copy(p, record, field->shape, value);
	case FIELD_SCOPE:
		return sight_label(&p->sight, value) ? value_copy(p->arena, value)
						: NULL;
	default:
		return sight_word(&p->sight, field, value)
		    ? plain_copy(p, value)
		    : NULL;
	}
}

struct value *
field_copy(struct projection *p, const struct record *record,
    const struct field *field, const struct value *value)
{
	if ((field->flags & FIELD_LIST) == 0)
		return item_copy(p, record, field, value);
	struct value *list = value_list_sized(p->arena, value_count(value));
	list->span = value->span;
	for (size_t i = 0; i < value_count(value); i++) {
		struct value *item =
		    item_copy(p, record, field, value_item(value, i));
		if (item != NULL)
			value_add(p->arena, list, item);
	}
	return list->list.count == 0 ? NULL : list;
}

bool
hangs_on_others(const struct record *record)
{
	for (size_t i = 0; record->kind->fields[i].name != NULL; i++)
		if (record->fields[i] != NULL &&
		    (field_holds_links(&record->kind->fields[i]) ||
			(record->kind->fields[i].flags & FIELD_TASK) != 0))
			return true;
	return false;
}

void
fields_copy(struct projection *p, struct shown *shown)
{
	const struct record *record = shown->record;
	const struct shape *kind = record->kind;
	struct view_entry *entry = shown->entry;
	if (entry->body->fields == NULL)
		entry->body->fields = shown->copied->fields;
	if (entry->body->fields != NULL)
		return;
	bool kept = !hangs_on_others(record);
	struct arena *own = p->arena;
	if (kept)
		p->arena = p->texts;
	entry->body->fields =
	    ARENA_ARRAY(p->arena, struct value *, field_count(kind));
	for (size_t i = 0; kind->fields[i].name != NULL; i++)
		if (record->fields[i] != NULL && sight_field(&p->sight, record, i))
			entry->body->fields[i] = field_copy(
			    p, record, &kind->fields[i], record->fields[i]);
	if (kept)
		shown->copied->fields = entry->body->fields;
	p->arena = own;
}

/*
 * Whether a derived field is seen depends on labels only, never on whether
 * there is something in a hidden field.
 */
static void
derived_copy(struct projection *p, struct shown *shown)
{
	const struct record *record = shown->record;
	struct copied *copied = shown->copied;
	for (size_t i = 0; !shown->known && i < value_count(record->derived);
	     i++) {
		const struct entry *entry = &record->derived->map.entries[i];
		if (!sight_derived(&p->sight, record, i))
			continue;
		if (copied->derived == NULL)
			copied->derived = value_map(p->texts);
		value_set(p->texts, copied->derived, entry->key.at,
		    value_copy(p->texts, entry->value));
	}
	shown->entry->body->derived = copied->derived;
}

static void
sections_copy(struct projection *p, struct shown *shown)
{
	const struct record *record = shown->record;
	struct copied *copied = shown->copied;
	copied->sections =
	    ARENA_ARRAY(p->texts, struct view_section, record->section_count);
	for (size_t i = 0; i < record->section_count; i++) {
		const struct section *from = &record->sections[i];
		if (!sight_section(&p->sight, record, i))
			continue;
		copied->sections[copied->section_count] = (struct view_section){
			.aspect = record->section_aspects[i] == NULL
			    ? NULL
			    : copy_once(p,
				  text_of(record->section_aspects[i])),
			.title = copy_once(p, from->title),
			.body = arena_text(p->texts, from->body),
			.span = from->body_span,
			.position = (uint32_t)copied->section_count,
		};
		copied->section_count++;
	}
}

void
record_copy(struct projection *p, struct shown *shown)
{
	const struct record *record = shown->record;
	struct copied *copied = shown->copied;
	struct view_entry *entry = shown->entry;
	if (!shown->known) {
		copied->id = arena_string(p->texts, record->id);
		copied->period =
		    word_copy(p, p->texts, text_of(record->period)).at;
		copied->date =
		    word_copy(p, p->texts, text_of(record->date)).at;
		sections_copy(p, shown);
	}
	/* An answer's hangs on what is answered, which may be another one now. */
	if (!shown->known || record->about != NULL)
		copied->anonymous = !sight_id(&p->sight, record);
	entry->id = copied->id;
	entry->period = copied->period;
	entry->date = copied->date;
	entry->body->sections = copied->sections;
	entry->body->section_count = copied->section_count;
	shown->anonymous = copied->anonymous;
	derived_copy(p, shown);
}
