/*
 * A period at a glance: what filters say of it, and what the edition shows of
 * it, each figure a link to what it counts.
 */
#include "compose/page.h"

#include "model/link.h"
#include "model/rules.h"

/* Of a kind so many are listed on the period's page. */
#define LISTED_MOST 10

const char *
period_path(struct arena *arena, const struct period *period)
{
	return three_joined(arena, "period/", period->id, ".html");
}

const char *
period_href(const struct composing *c, const struct period *period)
{
	if (period == NULL)
		return NULL;
	const char *path = period_path(c->arena, period);
	return plan_page(c->plan, path) == NULL
	    ? NULL
	    : href_to(c, path);
}

bool
period_is_told(const struct plan *plan, const struct period *period)
{
	const struct view *view = plan->view;
	const struct entry_list *all = view_entries(view);
	const struct additions *additions = plan->additions;
	for (size_t i = 0; i < all->count; i++)
		if (strcmp(all->items[i]->period, period->id) == 0)
			return true;
	for (size_t i = 0; i < additions->glance_count; i++)
		if (strcmp(additions->glances[i].period, period->id) == 0)
			return true;
	return false;
}

/* {name, href}; NULL: it has no page. */
static struct value *
period_link(const struct composing *c, const struct period *period)
{
	const char *href = period_href(c, period);
	if (href == NULL)
		return NULL;
	struct value *link = value_map_sized(c->arena, 2);
	show_text(c, link, "name", period->name);
	show_text(c, link, "href", href);
	return link;
}

struct value *
period_links(const struct composing *c)
{
	const struct programme *programme = c->view->programme;
	struct value *list = value_list(c->arena);
	for (size_t i = programme->terms[VOCABULARY_PERIOD].count; i-- > 0;) {
		struct value *link = period_link(c, &programme->periods[i]);
		if (link != NULL)
			value_add(c->arena, list, link);
	}
	return list;
}

/* ---- figures ---- */

static struct value *
figure_add(const struct composing *c, struct value *list, const char *label)
{
	struct value *figure = value_map(c->arena);
	show_text(c, figure, "label", label);
	show_text(c, figure, "href", NULL);
	show_text(c, figure, "note", NULL);
	value_add(c->arena, list, figure);
	return figure;
}

static void
count_add(const struct composing *c, struct value *list, const char *label,
    size_t number, const char *href)
{
	struct value *figure = figure_add(c, list, label);
	show_count(c, figure, "number", number);
	show_text(c, figure, "href", href);
}

/* Of a page that the edition has; else it is a fault of the script. */
static const char *
glance_href(const struct composing *c, const struct glance *glance)
{
	const char *href =
	    page_href(c, text_of(glance->page), text_of(glance->selection));
	if (href == NULL &&
	    !page_may_lack(arena_printf(c->arena, "%s.html", glance->page)))
		diag_at(c->diags, &rules[RULE_LINK_DEAD], glance->span,
		    "the figure “%s” leads to a page that there is not: %s",
		    glance->title, glance->page);
	return href;
}

/* What a filter has made, in a line, with its links as they are from here. */
static struct value *
line_value(const struct composing *c, const struct node *made)
{
	struct node *line = node_new(c->arena, NODE_DOCUMENT);
	node_append(line, node_copy(c->arena, made));
	links_resolve(c, line, NULL);
	return value_node(c->arena, line);
}

struct value *
period_glances(const struct composing *c, const struct period *period)
{
	const struct additions *additions = plan_additions(c->plan);
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < additions->glance_count; i++) {
		const struct glance *glance = &additions->glances[i];
		if (strcmp(glance->period, period->id) != 0)
			continue;
		struct value *figure = figure_add(c, list, glance->title);
		show_value(c, figure, "number", line_value(c, glance->value));
		if (glance->note != NULL)
			show_value(c, figure, "note", line_value(c, glance->note));
		if (glance->page != NULL)
			show_text(c, figure, "href", glance_href(c, glance));
	}
	return list;
}

/* ---- the ledger's rows of a period, by unit and form ---- */

/* An address that shows just these rows; any but the period may be NULL. */
static const char *
ledger_rows_href(const struct composing *c, const struct period *period,
    const struct view_organisation *unit, const struct form *form,
    const char *state)
{
	const char *path = ledger_period_path(
	    c->arena, plan_ledger_rows(c->plan, 0, 0), period);
	const char *href = arena_printf(c->arena, "%s#period=%s",
	    href_to(c, path), link_value(c->arena, period->id));
	if (unit != NULL)
		href = arena_printf(c->arena, "%s&organisation=%s", href,
		    link_value(c->arena, unit->id));
	if (form != NULL)
		href = arena_printf(c->arena, "%s&form=%s", href,
		    link_value(c->arena, form->id));
	return state == NULL
	    ? href
	    : arena_printf(c->arena, "%s&state=%s", href, state);
}

const struct view_organisation *
unit_of(const struct view_organisation *o)
{
	while (o != NULL && o->superior != NULL &&
	    o->superior->superior != NULL)
		o = o->superior;
	return o;
}

static bool
has_state(const struct ledger_row *row, enum ledger_state state)
{
	return (row->states & 1u << state) != 0;
}

static void
row_count(const struct composing *c, struct row_counts *counts,
    const struct ledger_row *row)
{
	const struct programme *programme = c->view->programme;
	if (counts->forms == NULL)
		counts->forms = ARENA_ARRAY(c->arena, size_t,
		    programme->terms[VOCABULARY_FORM].count);
	counts->all++;
	counts->stated += has_state(row, LEDGER_ANY);
	counts->unclosed += has_state(row, LEDGER_UNCLOSED);
	if (row->review->form != NULL)
		counts->forms[row->review->form - programme->forms]++;
}

struct row_counts *
ledger_rows_count(const struct composing *c, const struct period *period)
{
	const struct ledger *ledger = plan_ledger(c->plan);
	size_t all = c->view->organisation_count;
	struct row_counts *counts =
	    ARENA_ARRAY(c->arena, struct row_counts, all + 1);
	for (size_t i = 0; i < ledger->row_count; i++) {
		const struct ledger_row *row = &ledger->rows[i];
		const struct view_organisation *unit;
		if (strcmp(row->review->period, period->id) != 0)
			continue;
		unit = unit_of(row->review->organisation);
		row_count(c, &counts[all], row);
		if (unit != NULL)
			row_count(c, &counts[unit->index], row);
	}
	return counts;
}

static size_t
form_count(const struct row_counts *counts, size_t form)
{
	return counts->forms == NULL ? 0 : counts->forms[form];
}

/* Can the ledger be narrowed by how far problems are? */
static bool
tells_states(const struct composing *c)
{
	const struct ledger *ledger = plan_ledger(c->plan);
	for (size_t i = 0; i < ledger->column_count; i++)
		if (strcmp(ledger->columns[i].id, "state") == 0)
			return ledger->has[i];
	return false;
}

/* Reviews by form, and those that are not done with. */
static void
reviews_add(const struct composing *c, struct value *list,
    const struct period *period)
{
	const struct programme *programme = c->view->programme;
	const struct row_counts *counts = &ledger_rows_count(
	    c, period)[c->view->organisation_count];
	for (size_t f = 0; f < programme->terms[VOCABULARY_FORM].count; f++) {
		const struct form *form = &programme->forms[f];
		if (form_count(counts, f) > 0)
			count_add(c, list, form->short_name,
			    form_count(counts, f),
			    ledger_rows_href(c, period, NULL, form, NULL));
	}
	if (counts->unclosed > 0 && tells_states(c))
		count_add(c, list,
		    strings_get(c->strings, "period_unclosed"),
		    counts->unclosed,
		    ledger_rows_href(c, period, NULL, NULL, "unclosed"));
}

/* What a period's page lists besides reviews and bulletins. */
static const char *const others[] = { "report", "reply", "verification",
	"exemplar", NULL };

struct value *
period_counts(const struct composing *c, const struct period *period)
{
	struct value *list = value_list(c->arena);
	const char *href = period_href(c, period);
	reviews_add(c, list, period);
	for (size_t k = 0; others[k] != NULL; k++) {
		size_t count;
		entries_of(c, others[k], period->id, &count);
		if (count > 0)
			count_add(c, list,
			    strings_kind(c->strings,
				kind_find(text_of(others[k]))),
			    count,
			    href == NULL ? NULL
					 : arena_printf(c->arena, "%s#%s",
					       href, others[k]));
	}
	return list;
}

/* ---- by unit ---- */

static void
cell_add(const struct composing *c, struct value *cells, const char *label,
    const char *words, const char *href)
{
	struct value *cell = value_map_sized(c->arena, 3);
	show_text(c, cell, "label", label);
	show_text(c, cell, "text", words);
	show_text(c, cell, "href", href);
	value_add(c->arena, cells, cell);
}

static void
number_add(const struct composing *c, struct value *cells, const char *label,
    size_t number, const char *href)
{
	cell_add(c, cells, label, arena_printf(c->arena, "%zu", number),
	    number == 0 ? NULL : href);
}

static bool
was_there(const struct view_organisation *o, const struct period *period)
{
	return (*o->from == '\0' || strcmp(o->from, period->to) <= 0) &&
	    (*o->to == '\0' || strcmp(o->to, period->from) >= 0);
}

/* Has it a review of its own in the period's round, as far as is seen? */
static bool
is_reviewed(const struct view_organisation *o, const struct period *period)
{
	const struct entry_list *entries = organisation_entries(o);
	for (size_t i = 0; i < entries->count; i++) {
		const struct view_entry *entry = entries->items[i];
		if (entry_is(entry, "review") && entry->person == NULL &&
		    entry->organisation == o &&
		    strcmp(entry->period, period->id) == 0 &&
		    strcmp(entry_string(entry, "round"), "interim") != 0)
			return true;
	}
	return false;
}

struct coverage {
	size_t reviewed, all;
};

/* Of it and what lies below it; depth is the tree's (organisation.c). */
static void
coverage_add(struct coverage *coverage, const struct view_organisation *o,
    const struct period *period)
{
	if (was_there(o, period)) {
		coverage->all++;
		coverage->reviewed += is_reviewed(o, period);
	}
	for (size_t i = 0; i < o->child_count; i++)
		coverage_add(coverage, o->children[i], period);
}

/* 3/4 */
static const char *
coverage_words(const struct composing *c, const struct view_organisation *unit,
    const struct period *period)
{
	struct coverage coverage = { 0, 0 };
	coverage_add(&coverage, unit, period);
	return arena_printf(
	    c->arena, "%zu/%zu", coverage.reviewed, coverage.all);
}

struct value *
unit_cells(const struct composing *c, const struct period *period,
    const struct view_organisation *unit, const struct row_counts *counts)
{
	const struct programme *programme = c->view->programme;
	struct value *cells = value_list(c->arena);
	const char *unclosed = strings_get(c->strings, "period_unclosed");
	/* The top itself can't be told from all below it in the ledger. */
	bool top = unit->superior == NULL;
	const char *own = organisation_href(c, unit);
	cell_add(c, cells, strings_get(c->strings, "period_covered"),
	    top ? NULL : coverage_words(c, unit, period), top ? NULL : own);
	for (size_t f = 0; f < programme->terms[VOCABULARY_FORM].count; f++)
		number_add(c, cells, programme->forms[f].short_name,
		    form_count(counts, f),
		    top ? own
			: ledger_rows_href(c, period, unit,
			      &programme->forms[f], NULL));
	if (!tells_states(c))
		return cells;
	/* Where no problem is seen nothing can be said of them. */
	if (counts->stated == 0)
		cell_add(c, cells, unclosed, NULL, NULL);
	else
		number_add(c, cells, unclosed, counts->unclosed,
		    top ? own
			: ledger_rows_href(c, period, unit, NULL, "unclosed"));
	return cells;
}

struct value *
unit_head(const struct composing *c)
{
	const struct programme *programme = c->view->programme;
	struct value *head = value_list(c->arena);
	add_text(c, head, strings_get(c->strings, "period_covered"));
	for (size_t f = 0; f < programme->terms[VOCABULARY_FORM].count; f++)
		add_text(c, head, programme->forms[f].short_name);
	if (tells_states(c))
		add_text(c, head, strings_get(c->strings, "period_unclosed"));
	return head;
}

/* Those that were there; the top where it has reviews of its own. */
static struct value *
units_make(const struct composing *c, const struct period *period,
    const struct row_counts *counts)
{
	struct value *rows = value_list(c->arena);
	for (size_t i = 0; i < c->view->organisation_count; i++) {
		const struct view_organisation *o = c->view->organisations[i];
		if (unit_of(o) != o || !was_there(o, period) ||
		    (o->superior == NULL &&
			counts[o->index].all == 0))
			continue;
		struct value *row = value_map_sized(c->arena, 3);
		show_text(c, row, "name", o->short_name);
		show_text(c, row, "href", organisation_href(c, o));
		show_value(c, row, "cells",
		    unit_cells(c, period, o, &counts[o->index]));
		value_add(c->arena, rows, row);
	}
	return rows;
}

/* ---- the page ---- */

/* The newest; `rest`: so many more stand with their organisations. */
static struct value *
summaries_of(const struct composing *c, const char *kind,
    const struct period *period, size_t most, size_t *rest)
{
	size_t count;
	const struct view_entry **entries =
	    entries_of(c, kind, period->id, &count);
	*rest = count > most ? count - most : 0;
	return summaries_make(c, entries, count - *rest);
}

static struct value *
others_make(const struct composing *c, const struct period *period)
{
	struct value *groups = value_list(c->arena);
	for (size_t k = 0; others[k] != NULL; k++) {
		size_t rest;
		struct value *items =
		    summaries_of(c, others[k], period, LISTED_MOST, &rest);
		if (value_count(items) == 0)
			continue;
		struct value *group = value_map(c->arena);
		show_text(c, group, "key", others[k]);
		show_text(c, group, "kind",
		    strings_kind(c->strings, kind_find(text_of(others[k]))));
		show_count(c, group, "count", value_count(items) + rest);
		show_rest(c, group, "rest", rest);
		show_value(c, group, "items", items);
		value_add(c->arena, groups, group);
	}
	return groups;
}

/* The nearest before or behind it that has a page. */
static void
neighbour_set(const struct composing *c, struct value *data, const char *key,
    bool later)
{
	const struct programme *programme = c->view->programme;
	size_t count = programme->terms[VOCABULARY_PERIOD].count;
	size_t at = (size_t)(c->page->period - programme->periods);
	struct value *link = NULL;
	while (link == NULL && (later ? ++at < count : at-- > 0))
		link = period_link(c, &programme->periods[at]);
	show_value(c, data, key, link != NULL ? link : value_null(c->arena));
}

struct value *
period_make(const struct composing *c)
{
	const struct period *period = c->page->period;
	struct value *data = value_map(c->arena);
	const struct row_counts *counts = ledger_rows_count(c, period);
	size_t count = counts[c->view->organisation_count].all, rest;
	show_text(c, data, "name", period->name);
	show_text(c, data, "from", day_words(c, period->from));
	show_text(c, data, "to", day_words(c, period->to));
	show_text(c, data, "due", day_words(c, period->due));
	show_bool(c, data, "draft",
	    edition_is_draft(c->view->edition, c->view->programme, period->id));
	period_amendments_set(c, data, period);
	show_list(c, data, "glances", "has_glances", period_glances(c, period));
	show_list(c, data, "figures", "has_figures", period_counts(c, period));
	show_count(c, data, "count", count);
	show_text(c, data, "ledger_href",
	    count == 0 ? NULL : ledger_rows_href(c, period, NULL, NULL, NULL));
	show_value(c, data, "head", unit_head(c));
	show_list(c, data, "units", "has_units",
	    count == 0 ? value_list(c->arena)
		       : units_make(c, period, counts));
	show_list(c, data, "groups", "has_groups",
	    board_groups_of_period(c, period));
	show_list(c, data, "bulletins", "has_bulletins",
	    summaries_of(c, "bulletin", period, SIZE_MAX, &rest));
	show_value(c, data, "others", others_make(c, period));
	neighbour_set(c, data, "earlier", false);
	neighbour_set(c, data, "later", true);
	return data;
}
