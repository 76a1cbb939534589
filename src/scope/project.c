#include "scope/project.h"

#include <stdlib.h>
#include "base/diag.h"
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

static void
record_show(struct projection *p, const struct record *record)
{
	struct shown *shown = &p->shown[p->shown_count++];
	struct view_entry *entry = ARENA_NEW(p->arena, struct view_entry);
	entry->body = ARENA_NEW(p->arena, struct view_body);
	*shown = (struct shown){ .record = record, .entry = entry };
	shown->copied = copied_find(p, record);
	shown->known = shown->copied->id != NULL;
	entry->kind = record->kind;
	entry->span = record->span;
	if (record_is_withdrawn(record, p->view->as_of))
		entry->withdrawn =
		    arena_string(p->texts, record->withdrawn);
	entry->form = record->form;
	if (record->organisation != NULL)
		entry->organisation = view_organisation(
		    p->view, text_of(record->organisation->id));
	if (record->person != NULL)
		entry->person = subject_shown(p, shown);
	table_add(&p->by_record_id, text_of(record->id), shown);
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

/* What is of another kind is told where that is a fault, and is no link. */
static struct view_entry *
linked(const struct view *view, struct text id, const char *kind)
{
	struct view_entry *to = view_entry(view, id);
	return to != NULL && entry_is(to, kind) ? to : NULL;
}

/* Pointers between entries, from the ids that were copied. */
static void
entry_link(struct projection *p, struct view_entry *entry)
{
	struct view *view = p->view;
	if (entry->organisation != NULL)
		entry_list_add(p, &entry->organisation->entries, entry);
	if (entry_is(entry, "review")) {
		entry->links.report = linked(view,
		    value_as_text(entry_get(entry, "report")), "report");
	} else if (entry_is(entry, "reply")) {
		entry->links.review = linked(view,
		    value_as_text(entry_get(entry, "review")), "review");
		if (entry->links.review != NULL)
			entry_list_add(p, &entry->links.review->links.replies, entry);
	} else if (entry_is(entry, "verification")) {
		struct text id, problem;
		text_split(value_as_text(entry_get(entry, "problem")), '#', &id,
		    &problem);
		entry->links.review = linked(view, id, "review");
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
		entry->links.replaced = linked(view,
		    value_as_text(value_get(entry_get(entry, "withdrawn"),
			"replaced-by")),
		    "bulletin");
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
	const bool *seen = records_look(p);
	for (size_t i = 0; i < corpus->record_count; i++)
		if (seen[i])
			record_show(p, corpus->records[i]);
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

struct view *
view_make_with(const struct corpus *corpus, const struct policy *policy,
    const struct edition *edition, const char *as_of, struct copies *copies,
    const struct view_companion *companion, unsigned workers,
    struct diags *diags)
{
	struct projection p = { .corpus = corpus,
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
	return view_make_with(corpus, policy, edition, as_of, NULL, NULL,
	    workers, diags);
}
