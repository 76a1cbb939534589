#include "scope/project.h"

#include <stdlib.h>
#include "base/diag.h"
#include "base/lock.h"
#include "base/picture.h"
#include "base/pool.h"
#include "scope/project_parts.h"

#ifdef TONGBAO_PLANTED
static void
facts_plant(struct view *view, const struct sight *sight)
{
	view->planted.date = "";
	for (size_t i = 0; i < sight->corpus->record_count; i++) {
		const struct record *record = sight->corpus->records[i];
		if (sight_record(sight, record))
			continue;
		view->planted.hidden++;
		if (strcmp(record->date, view->planted.date) > 0)
			view->planted.date =
			    arena_string(view->arena, record->date);
	}
}

/* The other way round if anything is hidden. */
static void
entries_turn(struct view *view)
{
	size_t n = view->planted.hidden == 0 ? 0 : view->entries.count;
	for (size_t i = 0; i < n / 2; i++) {
		struct view_entry *first = view->entries.items[i];
		view->entries.items[i] = view->entries.items[n - 1 - i];
		view->entries.items[n - 1 - i] = first;
	}
}
#endif

static const char *
copy(struct projection *p, const char *s)
{
	return s == NULL ? NULL : arena_string(p->texts, s);
}

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

/* ---- people ---- */

static struct view_person *
person_add(
    struct projection *p, const char *id, const char *name, const char *post)
{
	struct view *view = p->view;
	static struct view_person nobody = { .id = "", .post = "" };
	struct view_person *person = table_get(&view->person_ids, text_of(id));
	if (person != NULL)
		return person;
	if (p->closed) {
		p->misfit = true;
		return &nobody;
	}
	person = ARENA_NEW(view->arena, struct view_person);
	person->id = copy(p, id);
	person->name = copy(p, name);
	person->post = copy(p, post);
	table_add(&view->person_ids, text_of(person->id), person);
	ARENA_ROOM(view->arena, view->people, view->person_count,
	    p->person_capacity);
	view->people[view->person_count++] = person;
	return person;
}

/*
 * The person as the audience may know him on `date`.  Everybody who may not
 * be named is one and the same “somebody”, so that nothing links two records
 * of a hidden person.
 */
struct view_person *
person_shown(
    struct projection *p, const struct person *person, const char *date)
{
	if (!policy_shows_name(p->policy, person, &p->sight.audience, date))
		return person_add(p, "?", NULL, "");
	/* Of the edition's day, as the name is that may be told that day. */
	const struct tenure *post =
	    policy_shows_name(p->policy, person, &p->sight.audience,
		p->view->as_of)
	    ? tenure_on(&person->posts, p->view->as_of)
	    : NULL;
	return person_add(
	    p, person->id, person->name, post == NULL ? "" : post->id);
}

/* Whoever has no name last. */
static int
person_compare(enum name_order order, const void *pa, const void *pb)
{
	const struct view_person *a = *(const struct view_person *const *)pa;
	const struct view_person *b = *(const struct view_person *const *)pb;
	if (a->name == NULL || b->name == NULL)
		return (a->name == NULL) - (b->name == NULL);
	int c = name_compare(order, text_of(a->name), text_of(b->name));
	return c != 0 ? c : strcmp(a->id, b->id);
}

static int
person_compare_strokes(const void *a, const void *b)
{
	return person_compare(NAME_STROKES, a, b);
}

static int
person_compare_pinyin(const void *a, const void *b)
{
	return person_compare(NAME_PINYIN, a, b);
}

/*
 * In an order that is seen, not the one they were met in.  The first ones are
 * in it already.
 */
static void
people_sort(struct projection *p)
{
	struct view *view = p->view;
	if (view->person_count > p->seeded && view->person_count > 1)
		qsort(view->people, view->person_count, sizeof(*view->people),
		    view->site->order == NAME_PINYIN ? person_compare_pinyin
						     : person_compare_strokes);
	for (size_t i = 0; i < view->person_count; i++)
		view->people[i]->index = i;
}

/* ---- fields ---- */

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
		return plain_copy(p, value);
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

static bool
has_links(const struct record *record)
{
	for (size_t i = 0; record->kind->fields[i].name != NULL; i++)
		if (record->fields[i] != NULL &&
		    field_holds_links(&record->kind->fields[i]))
			return true;
	return false;
}

static void
fields_copy(struct projection *p, struct shown *shown)
{
	const struct record *record = shown->record;
	const struct shape *kind = record->kind;
	struct view_entry *entry = shown->entry;
	if (entry->body->fields == NULL)
		entry->body->fields = shown->copied->fields;
	if (entry->body->fields != NULL)
		return;
	bool kept = !has_links(record);
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
void
derived_copy(struct projection *p, struct shown *shown)
{
	const struct record *record = shown->record;
	struct value *map = shown->known ? shown->copied->derived : NULL;
	for (size_t i = 0; !shown->known && i < value_count(record->derived);
	     i++) {
		const struct entry *entry = &record->derived->map.entries[i];
		if (!sight_derived(&p->sight, record, i))
			continue;
		if (map == NULL)
			map = value_map(p->texts);
		value_set(p->texts, map, entry->key.at,
		    value_copy(p->texts, entry->value));
	}
	shown->copied->derived = map;
	shown->entry->body->derived = shown->copied->derived;
}

/* ---- records ---- */

void
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

/* Without looking for him by his id, as that is what takes longest. */
static struct view_person *
subject_shown(struct projection *p, const struct shown *shown)
{
	const struct record *record = shown->record;
	const struct copied *copied = shown->copied;
	return shown->known && copied->people == p->seeded
	    ? p->view->people[copied->person]
	    : person_shown(p, record->person, record_label_day(record));
}

/* All of it that has nothing to do with other records. */
static void
record_copy(struct projection *p, struct shown *shown)
{
	const struct record *record = shown->record;
	struct copied *copied = shown->copied;
	struct view_entry *entry = shown->entry;
	if (!shown->known) {
		copied->id = copy(p, record->id);
		copied->period =
		    word_copy(p, p->texts, text_of(record->period)).at;
		copied->date =
		    word_copy(p, p->texts, text_of(record->date)).at;
		copied->anonymous = !sight_id(&p->sight, record);
		sections_copy(p, shown);
	}
	entry->id = copied->id;
	entry->period = copied->period;
	entry->date = copied->date;
	entry->body->sections = copied->sections;
	entry->body->section_count = copied->section_count;
	shown->anonymous = copied->anonymous;
	derived_copy(p, shown);
}

static void
record_show(struct projection *p, const struct record *record)
{
	if (!sight_record(&p->sight, record))
		return;
	struct shown *shown = &p->shown[p->shown_count++];
	struct view_entry *entry = ARENA_NEW(p->arena, struct view_entry);
	entry->body = ARENA_NEW(p->arena, struct view_body);
	*shown = (struct shown){ .record = record, .entry = entry };
	shown->copied = copied_find(p, record, &shown->known);
	entry->kind = record->kind;
	entry->span = record->span;
	if (record_is_withdrawn(record, p->view->as_of))
		entry->withdrawn = copy(p, record->withdrawn);
	entry->form = record->form;
	if (record->organisation != NULL)
		entry->organisation = view_organisation(
		    p->view, text_of(record->organisation->id));
	if (record->person != NULL)
		entry->person = subject_shown(p, shown);
	table_add(&p->by_record_id, text_of(record->id), shown);
}

/* ---- several at once ---- */

/* Records at a time, or as many as a companion waits for, if those are fewer. */
#define BATCH 64

typedef void shown_copy(struct projection *p, struct shown *shown);

/* Over all that is shown, in the order of the records. */
struct pass {
	shown_copy *run;
	/* Once, beside; it has nothing to do with them.  Or NULL. */
	void (*aside)(struct projection *p);
	/* Of a companion, where there is one; or NULL. */
	void (*tell)(const struct secrets *secrets,
	    const struct record *record, const struct view_entry *entry);
	void (*done)(void *context, size_t end);
};

/*
 * Whoever goes along is told of the records in their order, shown or not, while
 * the next ones are copied: by the worker who has copied what is due, as far as
 * all is copied.
 */
struct telling {
	struct lock *lock; /* of all but `done` */
	bool *copied;      /* by batch */
	bool is_told;      /* by somebody, just now */
	size_t next;       /* batch */
	size_t done;       /* records that were told of to the last */
};

struct copying {
	const struct pass *pass;
	struct projection *workers;
	size_t batch, batches;
	size_t *shown; /* by batch: the first of it; and where the last ends */
	const struct view_companion *companion; /* who is told; or NULL */
	struct telling telling;
};

static size_t
batch_record(const struct copying *c, size_t batch)
{
	size_t record = batch * c->batch, all = c->workers->corpus->record_count;
	return record < all ? record : all;
}

/* Is the next of those shown that record? */
static bool
is_shown_next(const struct projection *p, size_t shown, size_t record)
{
	return shown < p->shown_count &&
	    p->shown[shown].record == p->corpus->records[record];
}

static void
batch_tell(struct copying *c, size_t batch)
{
	const struct projection *p = c->workers;
	size_t shown = c->shown[batch], end = batch_record(c, batch + 1);
	for (size_t i = batch_record(c, batch); i < end; i++)
		c->pass->tell(c->companion->secrets, p->corpus->records[i],
		    is_shown_next(p, shown, i) ? p->shown[shown++].entry
					       : NULL);
	if (c->pass->done == NULL ||
	    (batch + 1 < c->batches &&
		end - c->telling.done < c->companion->stride))
		return;
	c->pass->done(c->companion->context, end);
	c->telling.done = end;
}

static void
batch_told(struct copying *c, size_t batch)
{
	struct telling *t = &c->telling;
	lock_take(t->lock);
	t->copied[batch] = true;
	while (!t->is_told && t->next < c->batches && t->copied[t->next]) {
		t->is_told = true;
		lock_give(t->lock);
		batch_tell(c, t->next);
		lock_take(t->lock);
		t->is_told = false;
		t->next++;
	}
	lock_give(t->lock);
}

static void
batch_copy(void *context, size_t job, unsigned worker)
{
	struct copying *c = context;
	struct projection *p = &c->workers[worker];
	if (c->pass->aside != NULL && job-- == 0) {
		c->pass->aside(p);
		return;
	}
	for (size_t i = c->shown[job]; i < c->shown[job + 1]; i++)
		c->pass->run(p, &p->shown[i]);
	if (c->companion != NULL)
		batch_told(c, job);
}

static void
recent_open(struct projection *p)
{
	if (p->copies == NULL)
		p->recent =
		    ARENA_ARRAY(p->scratch, struct text, WORDS_RECENT);
}

/* With memory of its own, and everybody known to it whom it will meet. */
static void
worker_open(struct projection *worker, const struct projection *p)
{
	*worker = *p;
	worker->arena = worker->texts = arena_new();
	worker->scratch = worker->sight.scratch = arena_new();
	worker->diags = worker->sight.diags =
	    ARENA_NEW(worker->scratch, struct diags);
	diags_init_like(worker->diags, worker->scratch, p->diags);
	table_init(&worker->words, worker->scratch);
	recent_open(worker);
	worker->closed = true;
}

static void
worker_close(struct projection *worker, struct projection *p)
{
	if (worker->misfit)
		BUG("somebody in a record was not met");
	diags_copy(p->diags, worker->diags);
	arena_join(p->arena, worker->arena);
	arena_free(worker->scratch);
}

static void
workers_open(struct projection *p, struct copying *c)
{
	c->workers = p;
	if (p->workers == 1)
		return;
	c->workers = ARENA_ARRAY(p->scratch, struct projection, p->workers);
	for (unsigned i = 0; i < p->workers; i++)
		worker_open(&c->workers[i], p);
}

static void
workers_close(struct projection *p, struct copying *c)
{
	for (unsigned i = 0; c->workers != p && i < p->workers; i++)
		worker_close(&c->workers[i], p);
}

static void
batches_cut(struct projection *p, struct copying *c)
{
	size_t shown = 0;
	c->batch = c->companion != NULL && c->companion->stride < BATCH
	    ? c->companion->stride
	    : BATCH;
	c->batches = (p->corpus->record_count + c->batch - 1) / c->batch;
	c->shown = ARENA_ARRAY(p->scratch, size_t, c->batches + 1);
	for (size_t i = 0; i < p->corpus->record_count; i++) {
		if (i % c->batch == 0)
			c->shown[i / c->batch] = shown;
		shown += is_shown_next(p, shown, i);
	}
	c->shown[c->batches] = shown;
}

/* Nobody is new to the people, unless there is one worker. */
static void
pass_run(struct projection *p, const struct pass *pass)
{
	struct copying c = { .pass = pass,
		.companion = pass->tell == NULL ? NULL : p->companion };
	batches_cut(p, &c);
	if (c.companion != NULL)
		c.telling = (struct telling){ .lock = lock_new(),
			.copied = ARENA_ARRAY(p->scratch, bool, c.batches) };
	workers_open(p, &c);
	pool_run(p->workers, c.batches + (pass->aside != NULL), batch_copy,
	    &c);
	workers_close(p, &c);
	lock_free(c.telling.lock);
}

/* Copied once, whoever shows it. */
static const struct picture *
picture_copied(struct projection *p, const struct picture *picture)
{
	struct view *view = p->view;
	for (size_t i = 0; i < view->picture_count; i++)
		if (memcmp(&view->pictures[i]->digest, &picture->digest,
			sizeof(picture->digest)) == 0)
			return view->pictures[i];
	ARENA_ROOM(p->arena, view->pictures, view->picture_count,
	    view->picture_capacity);
	return view->pictures[view->picture_count++] =
	    picture_copy(p->arena, picture);
}

static void
pictures_copy(struct projection *p, struct shown *shown)
{
	const struct record *record = shown->record;
	struct view_entry *entry = shown->entry;
	entry->body->pictures = ARENA_ARRAY(
	    p->arena, struct view_picture, record->picture_count);
	for (size_t i = 0; i < record->picture_count; i++) {
		const struct picture_use *use = &record->pictures[i];
		bool seen = sight_picture(&p->sight, record, i);
		PLANT(picture, seen = true);
		if (seen)
			entry->body->pictures[entry->body->picture_count++] =
			    (struct view_picture){
				    arena_string(p->arena, use->path),
				    picture_copied(p, use->picture) };
	}
}

static int
entry_compare(const void *pa, const void *pb)
{
	const struct view_entry *a = *(const struct view_entry *const *)pa;
	const struct view_entry *b = *(const struct view_entry *const *)pb;
	int c = entry_compare_place(a, b);
	if (c == 0)
		c = strcmp(a->date, b->date);
	return c != 0 ? c : strcmp(a->id, b->id);
}

static void
entry_list_add(
    struct projection *p, struct entry_list *list, struct view_entry *entry)
{
	ARENA_ROOM(p->arena, list->items, list->count, list->capacity);
	list->items[list->count++] = entry;
}

/*
 * What has no page here is told where the period was: by its bulletins that were
 * out already.
 */
static void
amendment_tell(struct projection *p, struct view_entry *amendment)
{
	const struct view *view = p->view;
	for (size_t i = 0; i < view->entries.count; i++) {
		struct view_entry *entry = view->entries.items[i];
		if (entry_is_bulletin(entry) &&
		    strcmp(entry->period, amendment->period) == 0 &&
		    strcmp(entry->date, amendment->date) <= 0)
			entry_list_add(p, &entry->links.amendments, amendment);
	}
}

/* Pointers between entries, from the ids that were copied. */
static void
entry_link(struct projection *p, struct view_entry *entry)
{
	struct view *view = p->view;
	if (entry->organisation != NULL)
		entry_list_add(p, &entry->organisation->entries, entry);
	if (entry_is(entry, "review")) {
		entry->links.report =
		    view_entry(view, value_as_text(entry_get(entry, "report")));
	} else if (entry_is(entry, "reply")) {
		entry->links.review =
		    view_entry(view, value_as_text(entry_get(entry, "review")));
		if (entry->links.review != NULL)
			entry_list_add(p, &entry->links.review->links.replies, entry);
	} else if (entry_is(entry, "verification")) {
		struct text id, problem;
		text_split(value_as_text(entry_get(entry, "problem")), '#', &id,
		    &problem);
		entry->links.review = view_entry(view, id);
		if (entry->links.review != NULL)
			entry_list_add(p, &entry->links.review->links.verifications, entry);
	} else if (entry_is(entry, "amendment")) {
		const struct value *renamed = entry_get(entry, "renamed");
		entry->links.amended = view_entry(view,
		    value_as_text(renamed != NULL
			    ? renamed
			    : entry_get(entry, "record")));
		if (entry->links.amended != NULL)
			entry_list_add(p, &entry->links.amended->links.amendments, entry);
		else
			amendment_tell(p, entry);
	} else if (entry->withdrawn != NULL) {
		entry->links.replaced = view_entry(view,
		    value_as_text(value_get(entry_get(entry, "withdrawn"),
			"replaced-by")));
		if (entry->links.replaced != NULL)
			entry_list_add(p, &entry->links.replaced->links.replaces, entry);
	}
}

/* Does what is seen of it hang on what another record says? */
static bool
asks_others(const struct record *record)
{
	const struct field *fields = record->kind->fields;
	if (record->about != NULL)
		return true;
	for (size_t i = 0; fields[i].name != NULL; i++)
		if (record->fields[i] != NULL &&
		    field_holds_problems(&fields[i]))
			return true;
	return false;
}

static void
asking_copy(struct projection *p, struct shown *shown)
{
	if (asks_others(shown->record))
		fields_copy(p, shown);
}

/*
 * What the entries say.  Fields that hang on other records' come first, as long
 * as those are there.
 */
static void
bodies_copy(struct projection *p)
{
	static const struct view_companion none;
	const struct view_companion *c =
	    p->companion == NULL ? &none : p->companion;
	/* By one worker, somebody may still come while fields are copied. */
	pass_run(p, &(struct pass){ record_copy,
			p->workers > 1 ? people_sort : NULL, secrets_texts,
			c->texts_done });
	anonymous_number(p);
	for (size_t i = 0; i < p->shown_count; i++)
		if (p->shown[i].record->picture_count > 0)
			pictures_copy(p, &p->shown[i]);
	pass_run(p, &(struct pass){ asking_copy, NULL, NULL, NULL });
	pass_run(p, &(struct pass){ fields_copy, NULL, secrets_fields,
			c->fields_done });
	if (p->workers == 1)
		people_sort(p);
}

static void
records_show(struct projection *p)
{
	const struct corpus *corpus = p->corpus;
	struct view *view = p->view;
	p->shown = ARENA_ARRAY(p->scratch, struct shown, corpus->record_count);
	table_reserve(&p->by_record_id, corpus->record_count);
	for (size_t i = 0; i < corpus->record_count; i++)
		record_show(p, corpus->records[i]);
	for (size_t i = 0; p->workers > 1 && i < p->shown_count; i++)
		people_meet(p, p->shown[i].record);
	bodies_copy(p);
	people_keep(p);
	view->entries.count = p->shown_count;
	view->entries.items =
	    ARENA_ARRAY(p->arena, struct view_entry *, p->shown_count);
	for (size_t i = 0; i < p->shown_count; i++)
		view->entries.items[i] = p->shown[i].entry;
	if (view->entries.count > 1)
		qsort(view->entries.items, view->entries.count, sizeof(*view->entries.items),
		    entry_compare);
	PLANT(order, entries_turn(view));
	table_reserve(&view->entry_ids, view->entries.count);
	for (size_t i = 0; i < view->entries.count; i++) {
		view->entries.items[i]->index = i;
		table_add(&view->entry_ids, text_of(view->entries.items[i]->id),
		    view->entries.items[i]);
	}
}

/* Whose entries they are, and of whom they speak: two that only read fields. */
static void
settle_one(void *context, size_t job, unsigned worker)
{
	struct projection *p = context;
	struct view *view = p->view;
	(void)worker;
	if (job == 0) {
		people_spoken(p);
		return;
	}
	for (size_t i = 0; i < view->entries.count; i++)
		entry_link(p, view->entries.items[i]);
	view_bind(view);
}

/* In the order of the programme's periods. */
static void
seals_copy(struct projection *p)
{
	const struct term_list *periods =
	    &p->corpus->programme->terms[VOCABULARY_PERIOD];
	struct view *view = p->view;
	view->seals = ARENA_ARRAY(p->arena, struct view_seal, periods->count);
	for (size_t i = 0; i < periods->count; i++) {
		const char *period = periods->items[i].id;
		const char *edition = view->edition->id;
		const struct seal *seal =
		    corpus_rooted_seal(p->corpus, period, edition);
		if (seal != NULL)
			view->seals[view->seal_count++] = (struct view_seal){
				period, arena_string(p->arena, seal->id),
				seal_root(seal, edition)->root };
	}
}

static const char *
audience_words(struct projection *p)
{
	const struct programme *programme = p->corpus->programme;
	const char *who =
	    programme->terms[VOCABULARY_CLASS].items[p->sight.audience.who].name;
	if (p->sight.audience.within == NULL)
		return arena_string(p->arena, who);
	return arena_printf(
	    p->arena, "%s · %s", p->sight.audience.within->short_name, who);
}

static struct view *
view_project(const struct corpus *corpus, const struct policy *policy,
    const struct edition *edition, const char *as_of, struct copies *copies,
    unsigned workers, const struct view_companion *companion,
    struct diags *diags)
{
	struct projection p = { .corpus = corpus,
		.policy = policy,
		.copies = copies,
		.companion = companion,
		/* Most is known, and what is not goes to the copies. */
		.workers = copies == NULL ? workers : 1,
		.diags = diags };
	p.scratch = arena_new();
	if (sight_init(&p.sight, p.scratch, corpus, policy, edition, as_of,
		diags) != 0) {
		arena_free(p.scratch);
		return NULL;
	}
	p.arena = arena_new();
	p.texts = p.arena;
	p.view = ARENA_NEW(p.arena, struct view);
	*p.view = (struct view){
		.arena = p.arena,
		.site = corpus->site,
		.programme = corpus->programme,
		.edition = edition,
		.as_of = arena_string(p.arena, as_of),
		.audience = audience_words(&p),
	};
	table_init(&p.by_record_id, p.scratch);
	table_init(&p.words, p.scratch);
	recent_open(&p);
	table_init(&p.view->organisation_ids, p.arena);
	table_init(&p.view->person_ids, p.arena);
	table_init(&p.view->entry_ids, p.arena);
	table_reserve(&p.view->person_ids, corpus->roster.person_count);
#ifdef TONGBAO_PLANTED
	facts_plant(p.view, &p.sight);
#endif
	people_seed(&p);
	organisations_show(&p);
	records_show(&p);
	pool_run(workers, 2, settle_one, &p);
	people_settle(&p);
	seals_copy(&p);
	arena_free(p.scratch);
	return p.view;
}

struct view *
view_make(const struct corpus *corpus, const struct policy *policy,
    const struct edition *edition, const char *as_of, unsigned workers,
    struct diags *diags)
{
	return view_project(corpus, policy, edition, as_of, NULL, workers,
	    NULL, diags);
}

struct view *
view_make_with(const struct corpus *corpus, const struct policy *policy,
    const struct edition *edition, const char *as_of, unsigned workers,
    const struct view_companion *companion, struct diags *diags)
{
	return view_project(corpus, policy, edition, as_of, NULL, workers,
	    companion, diags);
}

struct view *
view_make_again(const struct corpus *corpus, const struct policy *policy,
    const struct edition *edition, const char *as_of, struct copies *copies,
    unsigned workers, struct diags *diags)
{
	return view_project(corpus, policy, edition, as_of, copies, workers,
	    NULL, diags);
}
