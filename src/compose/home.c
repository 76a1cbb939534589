#include "compose/page.h"

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

static void
figure_add(const struct composing *c, struct value *list, const char *label,
    size_t number)
{
	struct value *figure = value_map(c->arena);
	value_set_literal(
	    c->arena, figure, "label", shown_text(c->arena, label));
	value_set_literal(c->arena, figure, "number",
	    value_integer(c->arena, (int64_t)number));
	value_add(c->arena, list, figure);
}

/* Reviews by form, then the other kinds that this edition has. */
static struct value *
period_figures(const struct composing *c, const struct period *period)
{
	static const char *const kinds[] = { "report", "reply", "verification",
		"exemplar" };
	const struct programme *programme = c->view->programme;
	struct value *list = value_list(c->arena);
	size_t count;
	const struct view_entry **reviews =
	    entries_of(c, "review", period->id, &count);
	for (size_t f = 0; f < programme->terms[VOCABULARY_FORM].count; f++) {
		size_t n = 0;
		for (size_t i = 0; i < count; i++)
			n += reviews[i]->form == &programme->forms[f];
		if (n > 0)
			figure_add(c, list, programme->forms[f].short_name, n);
	}
	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		entries_of(c, kinds[k], period->id, &count);
		if (count > 0)
			figure_add(c, list,
			    strings_kind(c->strings,
				kind_find(text_of(kinds[k]))),
			    count);
	}
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

struct value *
home_make(const struct composing *c)
{
	struct value *data = value_map(c->arena);
	struct value *reviews = latest(c, "review", LATEST);
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
