#include "compose/page.h"

#include <stdlib.h>

/* The strings that call the columns. */
static const char *const head[] = { "column_period", "column_organisation",
	"column_subject", "column_form", "column_round", "column_reviewer",
	"column_date", "column_recorded", "column_method", "column_occasion",
	"column_problems", "column_replies" };

#define COLUMNS (sizeof(head) / sizeof(*head))
#define SUBJECT 2 /* the column that leads to the review */

/* By period, then in the view's order. */
static int
row_compare(const void *pa, const void *pb)
{
	const struct view_entry *a = *(const struct view_entry *const *)pa;
	const struct view_entry *b = *(const struct view_entry *const *)pb;
	int c = strcmp(a->period, b->period);
	return c != 0 ? c : (a->index > b->index) - (a->index < b->index);
}

static const char *
count_words(struct arena *arena, size_t count)
{
	return count == 0 ? "" : arena_printf(arena, "%zu", count);
}

static void
row_make(struct ledger_cell *cells, struct arena *arena,
    const struct view *view, const struct view_entry *entry)
{
	const struct programme *programme = view->programme;
	const struct view_organisation *o = entry->organisation;
	const char *texts[COLUMNS] = {
		programme_name(programme, VOCABULARY_PERIOD, entry->period),
		o == NULL ? "" : o->short_name,
		entry->person != NULL
		    ? person_words(view->site->strings, entry->person)
		    : o == NULL ? ""
				: o->name,
		entry->form == NULL ? "" : entry->form->short_name,
		field_words(arena, view, entry, "round"),
		field_words(arena, view, entry, "reviewer"),
		entry->date,
		entry_string(entry, "recorded"),
		field_words(arena, view, entry, "method"),
		field_words(arena, view, entry, "occasion"),
		count_words(arena, value_count(entry_get(entry, "problems"))),
		count_words(arena, entry->replies.count),
	};
	for (size_t i = 0; i < COLUMNS; i++)
		cells[i] = (struct ledger_cell){ .text = texts[i] };
	cells[1].path = o == NULL ? NULL : organisation_path(arena, o);
	cells[SUBJECT].path = entry_path(arena, entry);
}

struct ledger
ledger_make(struct arena *arena, const struct view *view)
{
	const struct view_entry **reviews =
	    ARENA_ARRAY(arena, const struct view_entry *, view->entry_count);
	const char **titles = ARENA_ARRAY(arena, const char *, COLUMNS);
	struct ledger ledger = { .head = titles, .columns = COLUMNS };
	for (size_t i = 0; i < COLUMNS; i++)
		titles[i] = strings_get(view->site->strings, head[i]);
	for (size_t i = 0; i < view->entry_count; i++)
		if (entry_is(view->entries[i], "review"))
			reviews[ledger.rows++] = view->entries[i];
	if (ledger.rows > 1)
		qsort(reviews, ledger.rows, sizeof(*reviews), row_compare);
	ledger.cells =
	    ARENA_ARRAY(arena, struct ledger_cell, ledger.rows * COLUMNS);
	for (size_t i = 0; i < ledger.rows; i++)
		row_make(&ledger.cells[i * COLUMNS], arena, view, reviews[i]);
	PLANT(csv, ledger.planted = view->planted);
	return ledger;
}

/*
 * Most cells say what others in their column say (period, organisation, day):
 * those are made once a column.  `made_before` is NULL where each row differs.
 */
static struct value *
cell_make(const struct composing *c, const struct ledger_cell *cell,
    struct value *label, struct table *made_before)
{
	struct text key = text_of(cell->path != NULL ? cell->path : cell->text);
	struct value *before =
	    made_before == NULL ? NULL : table_get(made_before, key);
	if (before != NULL)
		return before;
	struct value *made = value_map_sized(c->arena, 3);
	value_set_literal(c->arena, made, "label", label);
	value_set_literal(
	    c->arena, made, "text", shown_text(c->arena, cell->text));
	value_set_literal(c->arena, made, "href",
	    cell->path == NULL
		? value_null(c->arena)
		: value_string(c->arena, href_to(c, cell->path)));
	if (made_before != NULL)
		table_add(made_before, key, made);
	return made;
}

struct value *
ledger_page_make(const struct composing *c)
{
	struct arena *arena = c->arena;
	struct ledger ledger = ledger_make(arena, c->view);
	struct value *data = value_map(arena);
	struct value *titles = value_list_sized(arena, ledger.columns);
	struct value *rows = value_list_sized(arena, ledger.rows);
	struct table made_before[COLUMNS];
	for (size_t i = 0; i < ledger.columns; i++) {
		value_add(arena, titles, value_string(arena, ledger.head[i]));
		table_init(&made_before[i], arena);
	}
	for (size_t r = 0; r < ledger.rows; r++) {
		struct value *row = value_map_sized(arena, 1);
		struct value *cells = value_list_sized(arena, ledger.columns);
		for (size_t i = 0; i < ledger.columns; i++)
			value_add(arena, cells,
			    cell_make(c, &ledger.cells[r * ledger.columns + i],
				value_item(titles, i),
				i == SUBJECT ? NULL : &made_before[i]));
		value_set_literal(arena, row, "cells", cells);
		value_add(arena, rows, row);
	}
	value_set_literal(arena, data, "head", titles);
	value_set_literal(arena, data, "rows", rows);
	value_set_literal(
	    arena, data, "count", value_integer(arena, (int64_t)ledger.rows));
	value_set_literal(arena, data, "csv_href",
	    value_string(arena, href_to(c, "ledger.csv")));
	return data;
}
