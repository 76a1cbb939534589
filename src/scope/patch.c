#include "base/diag.h"
#include "scope/project_parts.h"

/* Links are the same; all else is copied anew. */
static void
fields_patch(struct projection *p, struct view_patch *patch,
    const struct record *record)
{
	const struct shape *kind = record->kind;
	patch->fields =
	    ARENA_ARRAY(p->arena, struct value *, field_count(kind));
	for (size_t i = 0; kind->fields[i].name != NULL; i++) {
		const struct field *field = &kind->fields[i];
		if (field_holds_links(field)) {
			patch->fields[i] =
			    patch->entry->body->fields[i];
		} else if (record->fields[i] != NULL &&
		    sight_field(&p->sight, record, i)) {
			patch->fields[i] =
			    field_copy(p, record, field, record->fields[i]);
		}
	}
	if (!hangs_on_others(record))
		copied_find(p, record)->fields = patch->fields;
}

static void
record_patch(struct projection *p, struct view_patch *patch,
    const struct record *record)
{
	struct view_body body = *patch->entry->body;
	struct view_entry shown_as = *patch->entry;
	shown_as.body = &body;
	struct copied *copied = copied_find(p, record);
	struct shown shown = { .record = record, .entry = &shown_as,
		.copied = copied };
	if (shown_as.person != NULL)
		copied->person = shown_as.person->index;
	copied->people = p->view->person_count;
	record_copy(p, &shown);
	fields_patch(p, patch, record);
	patch->sections = copied->sections;
	patch->section_count = copied->section_count;
	patch->derived = copied->derived;
	patch->span = record->span;
}

/* Somebody whom only this entry spoke of would stay among the people. */
static bool
speaks_of_all(struct projection *p, const struct view_patch *patch)
{
	const struct view *view = p->view;
	const struct view_entry *entry = patch->entry;
	bool *was = ARENA_ARRAY(p->scratch, bool, view->person_count);
	bool *is = ARENA_ARRAY(p->scratch, bool, view->person_count);
	people_mark(view, entry->kind, entry->body->fields, was);
	people_mark(view, entry->kind, patch->fields, is);
	return view->person_count == 0 ||
	    memcmp(was, is, view->person_count) == 0;
}

static struct view_entry *
entry_of(const struct view *view, const struct record *record)
{
	for (size_t i = 0; i < view->entries.count; i++)
		if (view->entries.items[i]->span.source == record->span.source)
			return view->entries.items[i];
	return NULL;
}

bool
view_patch_make(struct view_patch *patch, struct view *view,
    const struct corpus *corpus, const struct policy *policy,
    struct copies *copies, const struct record *was,
    const struct record *record, struct diags *diags)
{
	struct projection p = { .corpus = corpus,
		.copies = copies,
		.diags = diags,
		.view = view,
		.closed = true };
	*patch = (struct view_patch){ .entry = entry_of(view, was) };
	p.scratch = arena_new();
	table_init(&p.words, p.scratch);
	bool fits = copies != NULL &&
	    sight_init(&p.sight, p.scratch, corpus, policy, view->edition,
		view->as_of, diags) == 0;
	fits = fits &&
	    sight_record(&p.sight, record) == (patch->entry != NULL);
	if (fits && patch->entry != NULL) {
		p.arena = p.texts = copies_arena(copies);
		fits = !patch->entry->opaque && sight_id(&p.sight, record);
		if (fits) {
			record_patch(&p, patch, record);
			fits = speaks_of_all(&p, patch);
		}
	}
	arena_free(p.scratch);
	if (p.misfit || !fits)
		copies_forget(copies, record);
	return fits && !p.misfit;
}

void
view_patch_apply(const struct view_patch *patch)
{
	struct view_entry *entry = patch->entry;
	if (entry == NULL)
		return;
	entry->body->sections = patch->sections;
	entry->body->section_count = patch->section_count;
	entry->body->fields = patch->fields;
	entry->body->derived = patch->derived;
	entry->span = patch->span;
}
