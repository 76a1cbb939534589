#include <stdlib.h>
#include "base/diag.h"
#include "scope/project_parts.h"

struct copies {
	struct arena *arena;
	struct copied **items; /* by source; NULL: nothing is known of it */
	size_t count;
	struct view_person *people; /* of the last view, in their order */
	size_t person_count;
};

static void *
grown(void *old, size_t size)
{
	void *memory = realloc(old, size);
	if (memory == NULL)
		out_of_memory();
	return memory;
}

struct copies *
copies_new(void)
{
	struct copies *copies = grown(NULL, sizeof(*copies));
	*copies = (struct copies){ .arena = arena_new() };
	return copies;
}

void
copies_free(struct copies *copies)
{
	if (copies == NULL)
		return;
	arena_free(copies->arena);
	free(copies->items);
	free(copies->people);
	free(copies);
}

struct arena *
copies_arena(struct copies *copies)
{
	return copies->arena;
}

void
copies_forget(struct copies *copies, const struct record *record)
{
	if (copies != NULL && record->span.source < copies->count)
		copies->items[record->span.source] = NULL;
}

static struct copied **
place_of(struct copies *copies, uint32_t source)
{
	if (source >= copies->count) {
		size_t count = (size_t)source * 2 + 64;
		copies->items =
		    grown(copies->items, count * sizeof(*copies->items));
		memset(copies->items + copies->count, 0,
		    (count - copies->count) * sizeof(*copies->items));
		copies->count = count;
	}
	return &copies->items[source];
}

struct copied *
copied_find(struct projection *p, const struct record *record)
{
	if (p->copies == NULL)
		return ARENA_NEW(p->scratch, struct copied);
	struct copied **place = place_of(p->copies, record->span.source);
	if (*place == NULL)
		*place = ARENA_NEW(p->copies->arena, struct copied);
	return *place;
}

void
people_seed(struct projection *p)
{
	struct copies *copies = p->copies;
	struct view *view = p->view;
	if (copies == NULL)
		return;
	p->texts = copies->arena;
	size_t count = p->seeded = copies->person_count;
	struct view_person *people =
	    ARENA_ARRAY(view->arena, struct view_person, count);
	p->person_capacity = count + 16;
	view->people = ARENA_ARRAY(
	    view->arena, struct view_person *, p->person_capacity);
	table_reserve(&view->person_ids, p->person_capacity);
	for (size_t i = 0; i < count; i++) {
		people[i] = copies->people[i];
		view->people[view->person_count++] = &people[i];
		table_add(
		    &view->person_ids, text_of(people[i].id), &people[i]);
	}
}

void
people_keep(struct projection *p)
{
	struct copies *copies = p->copies;
	const struct view *view = p->view;
	if (copies == NULL)
		return;
	for (size_t i = 0; i < p->shown_count; i++) {
		const struct view_person *person = p->shown[i].entry->person;
		p->shown[i].copied->person = person == NULL ? 0 : person->index;
		p->shown[i].copied->people = view->person_count;
	}
	if (copies->person_count == view->person_count)
		return;
	copies->people = grown(copies->people,
	    (view->person_count + 1) * sizeof(*copies->people));
	copies->person_count = view->person_count;
	for (size_t i = 0; i < view->person_count; i++)
		copies->people[i] = *view->people[i];
}
