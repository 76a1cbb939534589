#include "check/index.h"

#include "base/diag.h"
#include "model/relation.h"

/* One a kind that there is of it; of most there is one. */
struct lists {
	struct lists *next;
	size_t kind;
	struct record_list list;
};

static const struct record_list none;

static size_t
kind_rank(const char *name)
{
	const struct shape *kind = kind_find(text_of(name));
	if (kind == NULL)
		BUG("no such kind of record");
	return (size_t)(kind - record_kinds);
}

static void
list_add(struct record_list *list, struct arena *arena,
    const struct record *record)
{
	ARENA_ROOM(arena, list->items, list->count, list->capacity);
	list->items[list->count++] = record;
}

static struct lists *
lists_find(struct lists *lists, size_t kind)
{
	while (lists != NULL && lists->kind != kind)
		lists = lists->next;
	return lists;
}

static void
lists_add(struct table *table, struct arena *arena, const char *id,
    const struct record *record)
{
	size_t kind = (size_t)(record->kind - record_kinds);
	struct lists *first = table_get(table, text_of(id));
	struct lists *lists = lists_find(first, kind);
	if (lists == NULL) {
		lists = ARENA_NEW(arena, struct lists);
		lists->kind = kind;
		if (first == NULL) {
			table_add(table, text_of(id), lists);
		} else {
			lists->next = first->next;
			first->next = lists;
		}
	}
	list_add(&lists->list, arena, record);
}

struct index *
index_make(struct arena *arena, const struct corpus *corpus,
    const char *as_of)
{
	struct index *index = ARENA_NEW(arena, struct index);
	index->kinds = ARENA_ARRAY(arena, struct record_list, kind_count());
	table_init(&index->subjects, arena);
	table_init(&index->answered, arena);
	table_reserve(&index->subjects, corpus->record_count);
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *record = corpus->records[i];
		struct subject subject;
		if (record_is_ahead(record, as_of))
			continue;
		list_add(
		    &index->kinds[record->kind - record_kinds], arena, record);
		if (record->about != NULL)
			lists_add(&index->answered, arena, record->about->id,
			    record);
		if (record_subject(record, &subject))
			lists_add(&index->subjects, arena,
			    subject_id(&subject), record);
	}
	return index;
}

static const struct record_list *
lists_get(const struct table *table, const char *id, const char *kind)
{
	const struct lists *lists =
	    lists_find(table_get(table, text_of(id)), kind_rank(kind));
	return lists == NULL ? &none : &lists->list;
}

const struct record_list *
index_kind(const struct index *index, const char *kind)
{
	return &index->kinds[kind_rank(kind)];
}

const struct record_list *
index_about(const struct index *index, const char *subject, const char *kind)
{
	return lists_get(&index->subjects, subject, kind);
}

const struct record_list *
index_answers(const struct index *index, const char *record, const char *kind)
{
	return lists_get(&index->answered, record, kind);
}

bool
record_subject(const struct record *record, struct subject *subject)
{
	subject->organisation = record->organisation;
	subject->person = record->person;
	return subject->person != NULL || subject->organisation != NULL;
}
