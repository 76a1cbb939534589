#include "scope/opaque.h"
#include "scope/project_parts.h"

static bool
field_holds(const struct field *field, bool records)
{
	if (field->type == FIELD_PROBLEM ||
	    (records && field->type == FIELD_RECORD))
		return true;
	if (field->type == FIELD_MAP)
		for (const struct field *f = field->shape->fields;
		     f->name != NULL; f++)
			if (field_holds(f, records))
				return true;
	return false;
}

bool
field_holds_links(const struct field *field)
{
	return field_holds(field, true);
}

bool
field_holds_problems(const struct field *field)
{
	return field_holds(field, false);
}

/* What is visible of a record, but for its links. */
static struct digest
visible_digest(struct projection *p, const struct shown *shown)
{
	const struct view_entry *entry = shown->entry;
	const struct record *record = shown->record;
	struct copied *copied = shown->copied;
	struct buf text = BUF_INIT;
	/* Kept as its fields are: an answer's hang on what is answered. */
	if (copied->has_digest && !hangs_on_others(record))
		return copied->digest;
	for (size_t i = 0; record->kind->fields[i].name != NULL; i++) {
		const struct field *field = &record->kind->fields[i];
		/* Kind and label are kept in the words of their language. */
		if (record->fields[i] == NULL || field_holds_links(field) ||
		    field->type == FIELD_SCOPE ||
		    strcmp(field->name, "kind") == 0 ||
		    !sight_field(&p->sight, record, i))
			continue;
		const struct value *value =
		    field_copy(p, record, field, record->fields[i]);
		if (value == NULL)
			continue; /* as if it were not there */
		buf_puts(&text, field->name);
		value_put_json(&text, value);
	}
	buf_printf(&text, "%s\n%s\n%s\n", entry->kind->name, entry->period,
	    entry->person == NULL ? "" : entry->person->id);
	const struct view_body *body = entry->body;
	if (body->derived != NULL)
		value_put_json(&text, body->derived);
	for (size_t i = 0; i < body->section_count; i++) {
		buf_puts(&text, body->sections[i].title);
		buf_putc(&text, '\0');
		buf_putt(&text, body->sections[i].body);
		buf_putc(&text, '\0');
	}
	copied->digest = digest_of(buf_text(&text));
	copied->has_digest = true;
	buf_free(&text);
	return copied->digest;
}

struct linking {
	struct projection *p;
	struct shown *from;
	struct opaque_item *items;
	struct opaque_link *links;
	size_t count, capacity;
};

static void
digest_add(struct digest *digest, struct digest more)
{
	for (size_t i = 0; i < sizeof(digest->bytes); i++)
		digest->bytes[i] ^= more.bytes[i];
}

/* Of two that have numbers a link; of one, a part of what is visible of it. */
static void
link_note(struct linking *l, const char *field, size_t position,
    struct text value)
{
	struct projection *p = l->p;
	struct text id, problem = TEXT_LIT("");
	text_split(value, '#', &id, &problem);
	const struct shown *from = l->from;
	const struct shown *to = table_get(&p->by_record_id, id);
	if (to == NULL || (!from->anonymous && !to->anonymous))
		return;
	const char *how = arena_printf(p->scratch, "%s %zu %.*s", field,
	    position, TEXT_ARG(problem));
	if (from->anonymous && to->anonymous) {
		ARENA_ROOM(p->scratch, l->links, l->count, l->capacity);
		l->links[l->count++] = (struct opaque_link){ from->number,
			to->number, digest_of(text_of(how)) };
		return;
	}
	const struct shown *other = from->anonymous ? to : from;
	digest_add(&l->items[from->anonymous ? from->number : to->number].digest,
	    digest_of(text_of(arena_printf(p->scratch, "%s %s %s",
		from->anonymous ? "to" : "from", other->entry->id, how))));
}

static void
links_note(struct linking *l, const struct field *field,
    const struct value *value)
{
	const struct record *record = l->from->record;
	size_t position = 0;
	if (field->type != FIELD_MAP && value->kind == VALUE_TEXT)
		link_note(l, field->name, 0, value->text);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value_count(value);
	     i++) {
		struct value *item = value_item(value, i);
		if (field->type != FIELD_MAP ||
		    item_copy(l->p, record, field, item) == NULL)
			continue;
		for (const struct field *f = field->shape->fields;
		     f->name != NULL; f++)
			if (field_holds_links(f) && value_get(item, f->name) != NULL)
				link_note(l, f->name, position,
				    value_as_text(value_get(item, f->name)));
		position++;
	}
}

/* Links between records that are seen, fields that are not aside. */
static void
shown_link(struct linking *l, struct shown *shown)
{
	const struct record *record = shown->record;
	l->from = shown;
	for (size_t i = 0; record->kind->fields[i].name != NULL; i++)
		if (record->fields[i] != NULL &&
		    field_holds_links(&record->kind->fields[i]) &&
		    sight_field(&l->p->sight, record, i))
			links_note(l, &record->kind->fields[i],
			    record->fields[i]);
}

/* Those whose subject is hidden; the ids of all others are taken. */
static size_t
anonymous_collect(struct projection *p, struct linking *l, struct shown **all,
    struct table *taken)
{
	size_t count = 0;
	for (size_t i = 0; i < p->shown_count; i++) {
		struct shown *shown = &p->shown[i];
		const struct view_organisation *o = shown->entry->organisation;
		if (!shown->anonymous) {
			table_add(taken, text_of(shown->entry->id), p);
			continue;
		}
		shown->number = count;
		l->items[count] = (struct opaque_item){ shown->entry->date,
			o == NULL ? 0 : o->index + 1,
			visible_digest(p, shown) };
		all[count++] = shown;
	}
	return count;
}

/* Ids of records whose subject is hidden say nothing: a number (opaque.h). */
void
anonymous_number(struct projection *p)
{
	size_t hidden = 0, number = 0;
	for (size_t i = 0; i < p->shown_count; i++)
		hidden += p->shown[i].anonymous;
	if (hidden == 0)
		return;
	struct shown **all = ARENA_ARRAY(p->scratch, struct shown *, hidden);
	struct linking l = { .p = p,
		.items = ARENA_ARRAY(p->scratch, struct opaque_item, hidden) };
	PLANT(gap, number = p->view->planted.hidden);
	struct table taken;
	table_init(&taken, p->scratch);
	size_t count = anonymous_collect(p, &l, all, &taken);
	for (size_t i = 0; i < p->shown_count; i++)
		shown_link(&l, &p->shown[i]);
	const size_t *order =
	    opaque_sort(p->scratch, l.items, count, l.links, l.count);
	for (size_t i = 0; i < count; i++) {
		struct view_entry *entry = all[order[i]]->entry;
		entry->opaque = true;
		const char *folder =
		    *entry->period != '\0' ? entry->period : "undated";
		do {
			entry->id = arena_printf(p->arena, "%s/%s-%zu", folder,
			    entry->kind->name, ++number);
		} while (table_get(&taken, text_of(entry->id)) != NULL);
	}
}
