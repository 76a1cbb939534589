/*
 * The catalogue for the archive (归档文件目录): one line a document of the
 * edition, by period and day, with the entries that DA/T 22—2015 (6.5) has for
 * each: its number in the list, who answers for it, its document number, title,
 * day; and where it lies.  How many pages a print has and its place in the
 * repository (档号) are for the archivist to fill in.
 */
#include "compose/page.h"

#include <stdlib.h>
#include "base/lock.h"

static const char *const heads[] = { "catalogue_item", "catalogue_author",
	"catalogue_number", "catalogue_title", "catalogue_date", "column_period",
	"catalogue_kind", "catalogue_page", "catalogue_print",
	"catalogue_note" };

/* ---- its order ---- */

struct catalogue {
	const struct view *view;
	const struct view_entry **entries;
	atomic_bool sorted;
};

struct ranked {
	const struct view_entry *entry;
	int period; /* rank in the programme; -1: of none */
};

/* By period and day, then in the official order: as they came about. */
static int
ranked_compare(const void *pa, const void *pb)
{
	const struct ranked *a = pa, *b = pb;
	if (a->period != b->period)
		return a->period < b->period ? -1 : 1;
	int c = strcmp(a->entry->date, b->entry->date);
	size_t i = a->entry->index, j = b->entry->index;
	return c != 0 ? c : (i > j) - (i < j);
}

static void
sort(void *context)
{
	struct catalogue *catalogue = context;
	struct trace *paused = trace_pause();
	const struct entry_list *all = view_entries(catalogue->view);
	struct arena *scratch = arena_new();
	struct ranked *ranked = ARENA_ARRAY(scratch, struct ranked, all->count);
	for (size_t i = 0; i < all->count; i++)
		ranked[i] = (struct ranked){ all->items[i],
			programme_rank(catalogue->view->programme,
			    VOCABULARY_PERIOD,
			    text_of(all->items[i]->period)) };
	if (all->count > 1)
		qsort(ranked, all->count, sizeof(*ranked), ranked_compare);
	for (size_t i = 0; i < all->count; i++)
		catalogue->entries[i] = ranked[i].entry;
	arena_free(scratch);
	trace_resume(paused);
}

struct catalogue *
catalogue_open(struct arena *arena, const struct view *view)
{
	struct catalogue *catalogue = ARENA_NEW(arena, struct catalogue);
	*catalogue = (struct catalogue){ .view = view,
		.entries = ARENA_ARRAY(arena, const struct view_entry *,
		    view_entry_count(view)) };
	return catalogue;
}

const struct view_entry *const *
plan_catalogue(const struct plan *plan, size_t first, size_t end)
{
	trace_run(TRACE_CATALOGUE, first, end);
	once(&plan->catalogue->sorted, sort, plan->catalogue);
	return plan->catalogue->entries + first;
}

/* ---- its lines ---- */

/* Who issued it, who reviewed, whose report or plan it is; else the office. */
static const char *
author_of(const struct composing *c, const struct view_entry *entry)
{
	static const char *const fields[] = { "issuer", "reviewer", "by",
		"from", NULL };
	for (const char *const *f = fields; *f != NULL; f++) {
		if (field_find(entry->kind, text_of(*f)) == NULL)
			continue;
		const char *words = field_words(c->arena, c->view, entry, *f);
		if (*words != '\0')
			return words;
	}
	return entry->person != NULL ? person_words(c->strings, entry->person)
	    : entry->organisation != NULL ? entry->organisation->name
					  : c->view->site->owner;
}

static const char *
print_of(const struct composing *c, const struct view_entry *entry)
{
	return entry_is(entry, "bulletin") && plan_has_print(c->plan, entry->id)
	    ? pdf_path(c->arena, entry)
	    : "";
}

static const char *
note_of(const struct composing *c, const struct view_entry *entry)
{
	if (entry->withdrawn != NULL)
		return strings_get(c->strings, "withdrawn");
	return entry_is_draft(c->plan, entry)
	    ? strings_get(c->strings, "draft")
	    : "";
}

static void
row_make(const struct composing *c, const char **cells, size_t number,
    const struct view_entry *entry)
{
	const char *made[] = {
		arena_printf(c->arena, "%zu", number),
		author_of(c, entry),
		entry_is(entry, "bulletin") ? entry_string(entry, "number") : "",
		entry_title(c->arena, c->view, entry),
		entry_day(entry),
		term_words(c, VOCABULARY_PERIOD, entry->period),
		strings_kind(c->strings, entry->kind),
		entry_place(c->arena, entry),
		print_of(c, entry),
		note_of(c, entry),
	};
	_Static_assert(sizeof(made) / sizeof(*made) ==
		sizeof(heads) / sizeof(*heads),
	    "a cell a column");
	memcpy(cells, made, sizeof(made));
}

#define COLUMNS (sizeof(heads) / sizeof(*heads))

struct cells
catalogue_head(struct arena *arena, const struct plan *plan)
{
	struct cells cells = { ARENA_ARRAY(arena, const char *, COLUMNS),
		COLUMNS, 1 };
	for (size_t i = 0; i < COLUMNS; i++)
		cells.items[i] =
		    strings_get(plan->view->site->strings, heads[i]);
	PLANT(catalogue, cells.items[0] = arena_printf(arena, "%zu",
			     plan->view->planted.hidden));
	return cells;
}

struct cells
catalogue_make(
    struct arena *arena, const struct plan *plan, size_t first, size_t end)
{
	const struct view_entry *const *entries =
	    plan_catalogue(plan, first, end);
	struct composing c = composing_of(arena, plan, NULL, NULL);
	struct cells cells = { ARENA_ARRAY(arena, const char *,
				   (end - first) * COLUMNS),
		COLUMNS, end - first };
	for (size_t i = first; i < end; i++)
		row_make(&c, &cells.items[(i - first) * COLUMNS], i + 1,
		    entries[i - first]);
	return cells;
}
