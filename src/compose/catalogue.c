/*
 * The catalogue for the archive (归档文件目录): one line a document of the
 * edition, by period and day, with the entries that DA/T 22—2015 (6.5) has for
 * each: its number in the list, who answers for it, its document number, title,
 * day; and where it lies.  How many pages a print has and its place in the
 * repository (档号) are for the archivist to fill in.
 */
#include "compose/page.h"

#include <stdlib.h>

static const char *const heads[] = { "catalogue_item", "catalogue_author",
	"catalogue_number", "catalogue_title", "catalogue_date", "column_period",
	"catalogue_kind", "catalogue_page", "catalogue_print",
	"catalogue_note" };

/* By period and day, then in the official order: as they came about. */
static int
entry_compare(const void *pa, const void *pb)
{
	const struct view_entry *a = *(const struct view_entry *const *)pa;
	const struct view_entry *b = *(const struct view_entry *const *)pb;
	int c = strcmp(a->period, b->period);
	if (c == 0)
		c = strcmp(a->date, b->date);
	return c != 0 ? c : (a->index > b->index) - (a->index < b->index);
}

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
number_of(const struct view_entry *entry)
{
	return entry_is(entry, "bulletin") ? entry_string(entry, "number") : "";
}

static const char *
print_of(const struct composing *c, const struct view_entry *entry)
{
	const struct bulletin *b = entry_is(entry, "bulletin")
	    ? plan_bulletin(c->plan, entry->id)
	    : NULL;
	return b != NULL && b->has_print
	    ? arena_printf(c->arena, "record/%s.pdf", b->id)
	    : "";
}

static const char *
note_of(const struct composing *c, const struct view_entry *entry)
{
	if (entry->withdrawn != NULL)
		return strings_get(c->strings, "withdrawn");
	return edition_is_draft(
		   c->view->edition, c->view->programme, entry->period)
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
		number_of(entry),
		entry_title(c->arena, c->view, entry),
		entry_day(entry),
		programme_name(
		    c->view->programme, VOCABULARY_PERIOD, entry->period),
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

struct cells
catalogue_make(struct arena *arena, const struct plan *plan)
{
	const struct view *view = plan->view;
	const struct entry_list *all = view_entries(view);
	struct composing c = { .arena = arena,
		.plan = plan,
		.view = view,
		.strings = view->site->strings };
	size_t columns = sizeof(heads) / sizeof(*heads);
	const struct view_entry **entries =
	    ARENA_ARRAY(arena, const struct view_entry *, all->count);
	struct cells cells = { .columns = columns,
		.rows = all->count + 1,
		.items = ARENA_ARRAY(
		    arena, const char *, (all->count + 1) * columns) };
	for (size_t i = 0; i < columns; i++)
		cells.items[i] = strings_get(c.strings, heads[i]);
	for (size_t i = 0; i < all->count; i++)
		entries[i] = all->items[i];
	if (all->count > 1)
		qsort(entries, all->count, sizeof(*entries),
		    entry_compare);
	for (size_t i = 0; i < all->count; i++)
		row_make(&c, &cells.items[(i + 1) * columns], i + 1, entries[i]);
	PLANT(catalogue, cells.items[0] = arena_printf(
			     arena, "%zu", view->planted.hidden));
	return cells;
}
