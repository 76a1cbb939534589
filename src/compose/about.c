/*
 * What this edition is: for whom, of which day, and how its figures are made.
 * All of it is public or released; how much is hidden is not told.
 */
#include "compose/page.h"

/* The figures of a tally, as data/figures.json has them. */
struct told {
	size_t dimensions;
	bool *nodes[TALLY_DIMENSIONS_MOST]; /* is it told? */
	size_t open, withheld;
};

static void
figure_count(void *context, size_t tally, struct tally_place place,
    struct figure figure)
{
	struct told *told = context;
	(void)tally;
	for (size_t i = 0; i < told->dimensions; i++)
		if (!told->nodes[i][place.nodes[i]])
			return;
	if (figure.state == FIGURE_WITHHELD)
		told->withheld++;
	else
		told->open++;
}

static struct told
figures_count(const struct composing *c, const struct figures *figures,
    size_t number)
{
	const struct tally *tally = figures->tallies.items[number];
	struct told told = { .dimensions = tally->dimension_count };
	for (size_t i = 0; i < tally->dimension_count; i++) {
		const struct tally_dimension *dimension = tally->dimensions[i];
		told.nodes[i] =
		    ARENA_ARRAY(c->arena, bool, dimension->node_count);
		for (uint32_t n = 0; n < dimension->node_count; n++)
			told.nodes[i][n] =
			    view_tells_node(c->view, dimension, n);
	}
	figures_each(figures, number, c->arena, figure_count, &told);
	return told;
}

static const char *
dimensions_words(const struct composing *c, const struct tally *tally)
{
	struct value *names = value_list(c->arena);
	for (size_t i = 0; i < tally->dimension_count; i++)
		add_text(c, names, tally->dimensions[i]->name);
	return texts_joined(
	    c->arena, names, strings_get(c->strings, "list_comma"));
}

static struct value *
tally_make(const struct composing *c, const struct tally *tally,
    const struct told *told)
{
	struct value *made = value_map(c->arena);
	show_text(c, made, "title", tally->title);
	show_text(c, made, "dimensions", dimensions_words(c, tally));
	show_bool(c, made, "guarded", tally->minimum > 1);
	show_count(c, made, "minimum", tally->minimum);
	show_text(c, made, "day", day_words(c, tally->day));
	show_count(c, made, "open", told->open);
	show_count(c, made, "withheld", told->withheld);
	return made;
}

static struct value *
tallies_make(const struct composing *c)
{
	struct value *list = value_list(c->arena);
	const struct figures *figures = plan_figures(c->plan);
	for (size_t i = 0; figures != NULL && i < figures->tallies.count; i++) {
		struct told told = figures_count(c, figures, i);
		value_add(c->arena, list,
		    tally_make(c, figures->tallies.items[i], &told));
	}
	return list;
}

struct value *
about_make(const struct composing *c)
{
	struct value *data = value_map(c->arena);
	show_list(c, data, "tallies", "has_tallies", tallies_make(c));
	show_text(c, data, "programme_href", href_to(c, PROGRAMME_PATH));
	show_text(c, data, "ledger_href", href_to(c, LEDGER_PATH));
	return data;
}
