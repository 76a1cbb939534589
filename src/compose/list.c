/*
 * Lists of the entries of one kind: bulletins by year, exemplars by period.
 */
#include "compose/page.h"

const struct view_entry **
entries_of(const struct composing *c, const char *kind, const char *period,
    size_t *count)
{
	const struct view *view = c->view;
	const struct entry_list *all = view_entries(view);
	const struct view_entry **found =
	    ARENA_ARRAY(c->arena, const struct view_entry *, all->count);
	*count = 0;
	for (size_t i = 0; i < all->count; i++) {
		const struct view_entry *entry = all->items[i];
		if (entry_is(entry, kind) &&
		    (period == NULL || strcmp(entry->period, period) == 0))
			found[(*count)++] = entry;
	}
	entries_sort(found, *count);
	return found;
}

struct value *
bulletins_make(const struct composing *c)
{
	struct value *data = value_map(c->arena), *years = value_list(c->arena);
	struct value *items = NULL;
	const char *year = "";
	size_t count;
	const struct view_entry **entries =
	    entries_of(c, "bulletin", NULL, &count);
	for (size_t i = 0; i < count; i++) {
		if (items == NULL || strncmp(year, entries[i]->date, 4) != 0) {
			struct value *group = value_map(c->arena);
			year = entries[i]->date;
			items = value_list(c->arena);
			show_value(c, group, "year",
			    value_text(c->arena, (struct text){ year, 4 }));
			show_value(c, group, "items", items);
			value_add(c->arena, years, group);
		}
		value_add(c->arena, items, entry_summary(c, entries[i]));
	}
	show_value(c, data, "years", years);
	return data;
}

/* Of the first section that has text, the first paragraph. */
static const struct node *
first_paragraph(const struct composing *c, const struct view_entry *entry)
{
	const struct view_body *body = entry_body(entry);
	for (size_t i = 0; i < body->section_count; i++) {
		const struct view_section *section = &body->sections[i];
		struct node *text =
		    text_make(c, section->body, section->span, entry);
		for (struct node *n = text->first; n != NULL; n = n->next)
			if (n->kind == NODE_PARAGRAPH)
				return n;
	}
	return NULL;
}

static struct value *
exemplar_make(const struct composing *c, const struct view_entry *entry)
{
	struct value *made = entry_summary(c, entry);
	const struct node *paragraph = first_paragraph(c, entry);
	show_value(c, made, "opening",
	    paragraph == NULL ? value_null(c->arena)
			      : value_node(c->arena, paragraph));
	show_text(c, made, "organisation_href",
	    organisation_href(c, entry->organisation));
	return made;
}

/* Newest period first; within one in the official order. */
struct value *
exemplars_make(const struct composing *c)
{
	const struct programme *programme = c->view->programme;
	struct value *data = value_map(c->arena), *periods = value_list(c->arena);
	for (size_t i = programme->terms[VOCABULARY_PERIOD].count; i-- > 0;) {
		size_t count;
		const struct view_entry **entries = entries_of(
		    c, "exemplar", programme->periods[i].id, &count);
		if (count == 0)
			continue;
		entries_sort_by_place(entries, count);
		struct value *group = value_map(c->arena);
		struct value *items = value_list(c->arena);
		for (size_t j = 0; j < count; j++)
			value_add(c->arena, items,
			    exemplar_make(c, entries[j]));
		show_text(c, group, "name", programme->periods[i].name);
		show_text(c, group, "href",
		    period_href(c, &programme->periods[i]));
		show_value(c, group, "items", items);
		value_add(c->arena, periods, group);
	}
	show_value(c, data, "periods", periods);
	return data;
}
