#include "compose/page.h"

static const char *
level_name(const struct composing *c, const struct view_organisation *o)
{
	const struct term_list *levels =
	    &c->view->programme->terms[VOCABULARY_LEVEL];
	return o->level < 0 ? "" : levels->items[o->level].name;
}

static size_t
reviews_of(const struct view_organisation *o)
{
	const struct entry_list *entries = organisation_entries(o);
	size_t n = 0;
	for (size_t i = 0; i < entries->count; i++)
		n += entry_is(entries->items[i], "review");
	return n;
}

static struct value *
organisation_summary(
    const struct composing *c, const struct view_organisation *o)
{
	struct value *map = value_map(c->arena);
	show_text(c, map, "name", o->name);
	show_text(c, map, "short", o->short_name);
	show_text(c, map, "level", level_name(c, o));
	show_text(c, map, "href", organisation_href(c, o));
	show_text(c, map, "head", o->head == NULL ? "" : person_words(c->strings, o->head));
	show_count(c, map, "reviews", reviews_of(o));
	return map;
}

/* Depth is the tree's, which read/ keeps free of cycles. */
static struct value *
branch_make(const struct composing *c, const struct view_organisation *o)
{
	struct value *map = organisation_summary(c, o);
	struct value *children = value_list(c->arena);
	for (size_t i = 0; i < o->child_count; i++)
		if (o->children[i]->active)
			value_add(
			    c->arena, children, branch_make(c, o->children[i]));
	show_list(c, map, "children", "has_children", children);
	return map;
}

struct value *
organisations_make(const struct composing *c)
{
	struct value *data = value_map(c->arena), *roots = value_list(c->arena);
	struct value *former = value_list(c->arena);
	for (size_t i = 0; i < c->view->organisation_count; i++) {
		const struct view_organisation *o = c->view->organisations[i];
		if (!o->active)
			value_add(c->arena, former, organisation_summary(c, o));
		else if (o->superior == NULL || !o->superior->active)
			value_add(c->arena, roots, branch_make(c, o));
	}
	show_value(c, data, "roots", roots);
	show_value(c, data, "former", former);
	return data;
}

/* Of the organisation itself, not of one of its people. */
static bool
is_own_review(const struct view_entry *entry)
{
	return entry_is(entry, "review") && entry->person == NULL;
}

/* Its own reviews of the period, in the view's order. */
static struct value *
reviews_in(const struct composing *c, const struct view_organisation *o,
    const char *period)
{
	const struct entry_list *entries = organisation_entries(o);
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < entries->count; i++) {
		const struct view_entry *entry = entries->items[i];
		if (!is_own_review(entry) ||
		    strcmp(entry->period, period) != 0)
			continue;
		struct value *made = entry_summary(c, entry);
		show_text(c, made, "method",
		    field_words(c->arena, c->view, entry, "method"));
		value_add(c->arena, list, made);
	}
	return list;
}

/* Over time, the newest period first; those without a review not at all. */
static struct value *
course_make_of(const struct composing *c, const struct view_organisation *o)
{
	const struct programme *programme = c->view->programme;
	struct value *list = value_list(c->arena);
	for (size_t i = programme->terms[VOCABULARY_PERIOD].count; i-- > 0;) {
		const struct period *period = &programme->periods[i];
		struct value *reviews = reviews_in(c, o, period->id);
		if (value_count(reviews) == 0)
			continue;
		struct value *made = value_map_sized(c->arena, 3);
		show_text(c, made, "period_name", period->name);
		show_text(c, made, "period_href", period_href(c, period));
		show_value(c, made, "reviews_of", reviews);
		value_add(c->arena, list, made);
	}
	return list;
}

/* Those that have begun: a column each. */
static const struct period **
periods_begun(const struct composing *c, size_t *count)
{
	const struct programme *programme = c->view->programme;
	size_t all = programme->terms[VOCABULARY_PERIOD].count;
	const struct period **begun =
	    ARENA_ARRAY(c->arena, const struct period *, all);
	*count = 0;
	for (size_t i = 0; i < all; i++)
		if (strcmp(programme->periods[i].from, c->view->as_of) <= 0)
			begun[(*count)++] = &programme->periods[i];
	return begun;
}

static struct value *
cells_make(const struct composing *c, const struct view_organisation *o,
    const struct period *const *periods, size_t count)
{
	struct value *cells = value_list(c->arena);
	for (size_t i = 0; i < count; i++) {
		struct value *cell = value_map_sized(c->arena, 2);
		show_text(c, cell, "label", periods[i]->name);
		show_value(
		    c, cell, "reviews_of", reviews_in(c, o, periods[i]->id));
		value_add(c->arena, cells, cell);
	}
	return cells;
}

/* Which of those below it was reviewed when: a row each, a column a period. */
static void
below_set(const struct composing *c, struct value *data,
    const struct view_organisation *o)
{
	struct value *head = value_list(c->arena), *rows = value_list(c->arena);
	struct value *links = value_list(c->arena);
	size_t count;
	const struct period **periods = periods_begun(c, &count);
	for (size_t i = 0; i < count; i++) {
		struct value *link = value_map_sized(c->arena, 2);
		show_text(c, link, "period_name", periods[i]->name);
		show_text(c, link, "period_href", period_href(c, periods[i]));
		value_add(c->arena, links, link);
		add_text(c, head, periods[i]->name);
	}
	for (size_t i = 0; i < o->child_count; i++) {
		const struct view_organisation *child = o->children[i];
		if (!child->active)
			continue;
		struct value *row = organisation_summary(c, child);
		show_value(
		    c, row, "cells", cells_make(c, child, periods, count));
		value_add(c->arena, rows, row);
	}
	show_value(c, data, "periods", head);
	show_value(c, data, "period_heads", links);
	show_list(c, data, "children", "has_children", rows);
}

/*
 * What concerns it, a group a kind: its own newest first, then its people in
 * their order.  `others`: without its own reviews.
 */
static struct value *
groups_make(const struct composing *c, const struct view_organisation *o,
    bool others)
{
	const struct entry_list *entries = organisation_entries(o);
	struct value *groups = value_list(c->arena);
	const struct view_entry **found =
	    ARENA_ARRAY(c->arena, const struct view_entry *, entries->count);
	for (const struct shape *kind = record_kinds; kind->name != NULL;
	     kind++) {
		size_t count = 0;
		for (size_t i = 0; i < entries->count; i++)
			if (entries->items[i]->kind == kind &&
			    !(others && is_own_review(entries->items[i])) &&
			    !entry_is(entries->items[i], "bulletin"))
				found[count++] = entries->items[i];
		if (count == 0)
			continue;
		entries_sort_by_place(found, count);
		struct value *group = value_map(c->arena);
		show_text(c, group, "kind", strings_kind(c->strings, kind));
		show_count(c, group, "count", count);
		show_value(c, group, "items", summaries_make(c, found, count));
		value_add(c->arena, groups, group);
	}
	return groups;
}

static struct value *
deputies_make(const struct composing *c, const struct view_organisation *o)
{
	struct value *deputies = value_list(c->arena);
	for (size_t i = 0; i < o->deputy_count; i++) {
		struct value *deputy = value_map_sized(c->arena, 2);
		show_text(c, deputy, "name",
		    person_words(c->strings, o->deputies[i]));
		show_text(c, deputy, "post", o->deputies[i]->post);
		value_add(c->arena, deputies, deputy);
	}
	return deputies;
}

static void
list_show(const struct composing *c, struct value *data, const char *key,
    const struct value *list)
{
	show_text(c, data, key,
	    texts_joined(
		c->arena, list, strings_get(c->strings, "list_comma")));
}

static struct value *
group_names(const struct composing *c, const struct value *ids)
{
	struct value *names = value_list(c->arena);
	for (size_t i = 0; i < value_count(ids); i++)
		add_text(c, names,
		    term_words(c, VOCABULARY_GROUP,
			value_as_string(value_item(ids, i))));
	return names;
}

struct value *
organisation_make(const struct composing *c)
{
	const struct view_organisation *o = c->page->organisation;
	struct value *data = organisation_summary(c, o);
	if (o->superior != NULL)
		show_value(
		    c, data, "superior", organisation_summary(c, o->superior));
	show_text(c, data, "head_post", o->head == NULL ? "" : o->head->post);
	show_text(c, data, "liaison",
	    o->liaison == NULL ? "" : person_words(c->strings, o->liaison));
	show_bool(c, data, "active", o->active);
	show_text(c, data, "liaison_post",
	    o->liaison == NULL ? "" : o->liaison->post);
	list_show(c, data, "former", o->former);
	list_show(c, data, "classes", group_names(c, o->classes));
	show_list(
	    c, data, "deputies", "has_deputies", deputies_make(c, o));
	show_list(c, data, "course", "has_course", course_make_of(c, o));
	show_list(c, data, "board", "has_problems", board_groups(c, o));
	show_value(c, data, "groups", groups_make(c, o, false));
	show_value(c, data, "others", groups_make(c, o, true));
	below_set(c, data, o);
	return data;
}
