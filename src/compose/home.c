#include "compose/page.h"

#include "model/rules.h"

/* How many of the latest reviews home names. */
#define LATEST 8

static struct value *
summaries(
    const struct composing *c, const struct view_entry **entries, size_t count)
{
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < count; i++)
		value_add(c->arena, list, entry_summary(c, entries[i]));
	return list;
}

static struct value *
latest(const struct composing *c, const char *kind, size_t most)
{
	size_t count;
	const struct view_entry **entries = entries_of(c, kind, NULL, &count);
	return summaries(c, entries, count < most ? count : most);
}

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
	value_set_literal(c->arena, figure, "number",
	    value_integer(c->arena, (int64_t)number));
	show_text(c, figure, "href", href);
}

/* A page of ours that the theme has no template for. */
static bool
is_left_out(const char *path)
{
	return strcmp(path, board_path()) == 0 ||
	    strcmp(path, exemplars_path()) == 0 ||
	    strcmp(path, programme_path()) == 0 ||
	    strcmp(path, about_path()) == 0;
}

/* Of a page that the edition has; else it is a fault of the script. */
static const char *
glance_href(const struct composing *c, const struct glance *glance)
{
	const char *path = arena_printf(c->arena, "%s.html", glance->page);
	if (table_get(&c->plan->paths, text_of(path)) == NULL) {
		if (is_left_out(path))
			return NULL;
		diag_at(c->diags, &rules[RULE_LINK_DEAD], glance->span,
		    "the figure “%s” leads to a page that there is not: %s",
		    glance->title, glance->page);
		return NULL;
	}
	const char *href = href_to(c, path);
	return *glance->selection == '\0'
	    ? href
	    : arena_printf(c->arena, "%s#%s", href, glance->selection);
}

/* What filters say of the period. */
static void
glances_add(const struct composing *c, struct value *list, const char *period)
{
	const struct additions *additions = c->plan->additions;
	for (size_t i = 0; i < additions->glance_count; i++) {
		const struct glance *glance = &additions->glances[i];
		if (strcmp(glance->period, period) != 0)
			continue;
		struct value *figure = figure_add(c, list, glance->title);
		value_set_literal(c->arena, figure, "number",
		    value_node(c->arena, glance->value));
		if (glance->note != NULL)
			value_set_literal(c->arena, figure, "note",
			    value_node(c->arena, glance->note));
		if (glance->page != NULL)
			show_text(c, figure, "href", glance_href(c, glance));
	}
}

/* Reviews by form, then the other kinds that this edition has. */
static void
counts_add(const struct composing *c, struct value *list,
    const struct period *period)
{
	static const char *const kinds[] = { "report", "reply", "verification",
		"exemplar" };
	const struct programme *programme = c->view->programme;
	size_t count;
	const struct view_entry **reviews =
	    entries_of(c, "review", period->id, &count);
	for (size_t f = 0; f < programme->terms[VOCABULARY_FORM].count; f++) {
		const struct form *form = &programme->forms[f];
		size_t n = 0;
		for (size_t i = 0; i < count; i++)
			n += reviews[i]->form == form;
		if (n > 0)
			count_add(c, list, form->short_name, n,
			    arena_printf(c->arena, "%s#period=%s&form=%s",
				href_to(c, ledger_path()), period->id,
				form->id));
	}
	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		entries_of(c, kinds[k], period->id, &count);
		if (count > 0)
			count_add(c, list,
			    strings_kind(c->strings,
				kind_find(text_of(kinds[k]))),
			    count, NULL);
	}
}

static struct value *
period_figures(const struct composing *c, const struct period *period)
{
	struct value *list = value_list(c->arena);
	glances_add(c, list, period->id);
	if (value_count(list) == 0)
		counts_add(c, list, period);
	return list;
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
		value_set_literal(
		    c->arena, item, "name", shown_text(c->arena, period->name));
		value_set_literal(c->arena, item, "due",
		    shown_text(c->arena, day_words(c, period->due)));
		value_set_literal(c->arena, item, "draft",
		    value_bool(c->arena,
			edition_is_draft(
			    c->view->edition, programme, period->id)));
		value_set_literal(c->arena, item, "figures", figures);
		value_add(c->arena, list, item);
	}
	return list;
}

static struct value *
sections(const struct composing *c)
{
	const struct additions *additions = c->plan->additions;
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < additions->count; i++) {
		const struct addition *addition = &additions->items[i];
		if (strcmp(addition->page, "home") != 0)
			continue;
		struct value *section = value_map(c->arena);
		struct node *body = node_copy(c->arena, addition->body);
		links_resolve(c, body, NULL);
		value_set_literal(c->arena, section, "title",
		    shown_text(c->arena, addition->title));
		value_set_literal(
		    c->arena, section, "body", value_node(c->arena, body));
		value_add(c->arena, list, section);
	}
	return list;
}

/* The organisations right below the top: one's own is one click away. */
static struct value *
units(const struct composing *c)
{
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < c->view->organisation_count; i++) {
		const struct view_organisation *o = c->view->organisations[i];
		if (!o->active || o->superior == NULL ||
		    o->superior->superior != NULL)
			continue;
		struct value *unit = value_map_sized(c->arena, 2);
		show_text(c, unit, "name", o->short_name);
		show_text(c, unit, "href",
		    href_to(c, organisation_path(c->arena, o)));
		value_add(c->arena, list, unit);
	}
	return list;
}

struct value *
home_make(const struct composing *c)
{
	struct value *data = value_map(c->arena);
	struct value *reviews = latest(c, "review", LATEST);
	struct value *below = units(c);
	value_set_literal(c->arena, data, "has_units",
	    value_bool(c->arena, value_count(below) > 0));
	value_set_literal(c->arena, data, "units", below);
	value_set_literal(c->arena, data, "periods", periods(c));
	value_set_literal(c->arena, data, "sections", sections(c));
	value_set_literal(
	    c->arena, data, "bulletins", latest(c, "bulletin", LATEST));
	value_set_literal(c->arena, data, "reviews", reviews);
	value_set_literal(
	    c->arena, data, "exemplars", latest(c, "exemplar", LATEST));
	value_set_literal(c->arena, data, "ledger_href",
	    shown_text(c->arena, href_to(c, ledger_path())));
	value_set_literal(c->arena, data, "organisations_href",
	    shown_text(c->arena, href_to(c, organisations_path())));
	return data;
}
