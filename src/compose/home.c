#include "compose/page.h"

/* How many of the latest reviews home names. */
#define LATEST 8

static struct value *
latest(const struct composing *c, const char *kind)
{
	size_t count;
	const struct view_entry **entries = entries_of(c, kind, NULL, &count);
	return summaries_make(c, entries, count < LATEST ? count : LATEST);
}

static struct value *
period_figures(const struct composing *c, const struct period *period)
{
	struct value *list = period_glances(c, period);
	return value_count(list) > 0 ? list : period_counts(c, period);
}

/* The newest period first; a period of which nothing is visible not at all. */
static struct value *
periods(const struct composing *c)
{
	const struct programme *programme = c->view->programme;
	struct value *list = value_list(c->arena);
	for (size_t i = programme->terms[VOCABULARY_PERIOD].count; i-- > 0;) {
		const struct period *period = &programme->periods[i];
		struct value *figures = period_figures(c, period);
		if (value_count(figures) == 0)
			continue;
		struct value *item = value_map(c->arena);
		show_text(c, item, "name", period->name);
		show_text(c, item, "href", period_href(c, period));
		show_text(c, item, "due", day_words(c, period->due));
		show_bool(c, item, "draft",
		    edition_is_draft(c->view->edition, programme, period->id));
		show_value(c, item, "figures", figures);
		value_add(c->arena, list, item);
	}
	return list;
}

static struct value *
sections(const struct composing *c)
{
	const struct additions *additions = plan_additions(c->plan);
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < additions->count; i++) {
		const struct addition *addition = &additions->items[i];
		if (strcmp(addition->page, "home") != 0)
			continue;
		struct value *section = value_map(c->arena);
		struct node *body = node_copy(c->arena, addition->body);
		links_resolve(c, body, NULL);
		show_text(c, section, "title", addition->title);
		show_value(c, section, "body", value_node(c->arena, body));
		value_add(c->arena, list, section);
	}
	return list;
}

static void
organisation_add(const struct composing *c, struct value *list,
    const struct view_organisation *o)
{
	struct value *item = value_map_sized(c->arena, 2);
	show_text(c, item, "name", o->short_name);
	show_text(c, item, "href", organisation_href(c, o));
	value_add(c->arena, list, item);
}

/* Whose edition it is; NULL: not one organisation's. */
static const struct view_organisation *
own_organisation(const struct composing *c)
{
	const char *of = c->view->edition->of;
	return of == NULL ? NULL : view_organisation(c->view, text_of(of));
}

/* The organisations right below the top: one's own is one click away. */
static struct value *
units(const struct composing *c)
{
	const struct view_organisation *own = unit_of(own_organisation(c));
	struct value *list = value_list(c->arena);
	if (own != NULL && own->superior != NULL)
		organisation_add(c, list, own);
	for (size_t i = 0; i < c->view->organisation_count; i++) {
		const struct view_organisation *o = c->view->organisations[i];
		if (o->active && o->superior != NULL && unit_of(o) == o &&
		    o != own)
			organisation_add(c, list, o);
	}
	return list;
}

/*
 * An edition of one unit begins with it: {name, href, head, rows: [{name, href,
 * cells}], below}, a row a period.  Null for other editions, and for an
 * organisation that the ledger can't be narrowed to.
 */
static struct value *
own_make(const struct composing *c)
{
	const struct programme *programme = c->view->programme;
	const struct view_organisation *own = own_organisation(c);
	if (own == NULL || own->superior == NULL || unit_of(own) != own)
		return value_null(c->arena);
	struct value *made = value_map(c->arena), *rows = value_list(c->arena);
	struct value *below = value_list(c->arena);
	for (size_t i = programme->terms[VOCABULARY_PERIOD].count; i-- > 0;) {
		const struct period *period = &programme->periods[i];
		const struct row_counts *counts =
		    &ledger_rows_count(c, period)[own->index];
		if (counts->all == 0)
			continue;
		struct value *row = value_map_sized(c->arena, 3);
		show_text(c, row, "period_name", period->name);
		show_text(c, row, "period_href", period_href(c, period));
		show_value(c, row, "cells", unit_cells(c, period, own, counts));
		value_add(c->arena, rows, row);
	}
	for (size_t i = 0; i < own->child_count; i++)
		if (own->children[i]->active)
			organisation_add(c, below, own->children[i]);
	show_text(c, made, "own_name", own->name);
	show_text(c, made, "own_href", organisation_href(c, own));
	show_value(c, made, "head", unit_head(c));
	show_list(c, made, "rows", "has_rows", rows);
	show_value(c, made, "below", below);
	return made;
}

struct value *
home_make(const struct composing *c)
{
	struct value *data = value_map(c->arena);
	show_list(c, data, "units", "has_units", units(c));
	show_value(c, data, "own", own_make(c));
	show_value(c, data, "periods", periods(c));
	show_value(c, data, "sections", sections(c));
	show_value(c, data, "bulletins", latest(c, "bulletin"));
	show_value(c, data, "reviews", latest(c, "review"));
	show_value(c, data, "exemplars", latest(c, "exemplar"));
	show_text(c, data, "ledger_href", href_to(c, LEDGER_PATH));
	show_text(
	    c, data, "organisations_href", href_to(c, ORGANISATIONS_PATH));
	return data;
}
