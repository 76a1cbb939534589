/*
 * What this edition is: for whom, of which day, and how its figures are made.
 * All of it is public or released; how much is hidden is not told.
 */
#include "compose/page.h"

struct told {
	size_t *open, *withheld; /* by tally */
};

static void
figure_count(void *context, size_t tally, struct tally_place place,
    struct figure figure)
{
	struct told *told = context;
	(void)place;
	if (figure.state == FIGURE_WITHHELD)
		told->withheld[tally]++;
	else
		told->open[tally]++;
}

static const char *
dimensions_words(const struct composing *c, const struct tally *tally)
{
	struct value *names = value_list(c->arena);
	for (size_t i = 0; i < tally->dimension_count; i++)
		value_add(c->arena, names,
		    value_string(c->arena, tally->dimensions[i]->name));
	return texts_joined(
	    c->arena, names, strings_get(c->strings, "list_comma"));
}

static struct value *
tally_make(const struct composing *c, const struct tally *tally, size_t open,
    size_t withheld)
{
	struct value *made = value_map(c->arena);
	show_text(c, made, "title", tally->title);
	show_text(c, made, "dimensions", dimensions_words(c, tally));
	value_set_literal(c->arena, made, "guarded",
	    value_bool(c->arena, tally->minimum > 1));
	value_set_literal(c->arena, made, "minimum",
	    value_integer(c->arena, (int64_t)tally->minimum));
	show_text(c, made, "day",
	    *tally->day == '\0' ? NULL : day_words(c, tally->day));
	value_set_literal(
	    c->arena, made, "open", value_integer(c->arena, (int64_t)open));
	value_set_literal(c->arena, made, "withheld",
	    value_integer(c->arena, (int64_t)withheld));
	return made;
}

static struct value *
tallies_make(const struct composing *c)
{
	struct value *list = value_list(c->arena);
	const struct figures *figures = plan_figures(c->plan);
	if (figures == NULL)
		return list;
	struct told told = {
		ARENA_ARRAY(c->arena, size_t, figures->tallies.count),
		ARENA_ARRAY(c->arena, size_t, figures->tallies.count)
	};
	for (size_t i = 0; i < figures->tallies.count; i++)
		figures_each(figures, i, c->arena, figure_count, &told);
	for (size_t i = 0; i < figures->tallies.count; i++)
		value_add(c->arena, list,
		    tally_make(c, figures->tallies.items[i], told.open[i],
			told.withheld[i]));
	return list;
}

struct value *
about_make(const struct composing *c)
{
	struct value *data = value_map(c->arena), *tallies = tallies_make(c);
	value_set_literal(c->arena, data, "has_tallies",
	    value_bool(c->arena, value_count(tallies) > 0));
	value_set_literal(c->arena, data, "tallies", tallies);
	show_text(c, data, "programme_href", href_to(c, programme_path()));
	show_text(c, data, "ledger_href", href_to(c, ledger_path()));
	return data;
}
