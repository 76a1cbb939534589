/*
 * The programme as its readers need it: what is reviewed, by whom, how and
 * until when; and the plans of organisations that are seen.
 */
#include "compose/page.h"

static void
field_show(const struct composing *c, struct value *map,
    const struct shape *shape, const struct value *item, const char *name)
{
	const struct field *field = field_find(shape, text_of(name));
	const struct value *value = value_get(item, name);
	show_text(c, map, name,
	    value == NULL ? NULL
			  : field_value_words(
				c->arena, c->view, field, value));
}

static struct value *
periods_make(const struct composing *c)
{
	const struct programme *programme = c->view->programme;
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < programme->terms[VOCABULARY_PERIOD].count; i++) {
		const struct period *period = &programme->periods[i];
		struct value *made = value_map_sized(c->arena, 5);
		show_text(c, made, "name", period->name);
		show_text(c, made, "href", period_href(c, period));
		show_text(c, made, "from", day_words(c, period->from));
		show_text(c, made, "to", day_words(c, period->to));
		show_text(c, made, "due", day_words(c, period->due));
		show_bool(c, made, "current",
		    period == programme_period_on(programme, c->view->as_of));
		value_add(c->arena, list, made);
	}
	return list;
}

static struct value *
aspects_make(const struct composing *c, const struct form *form)
{
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < form->aspect_count; i++) {
		struct value *made = value_map_sized(c->arena, 2);
		show_text(c, made, "title", form->aspects[i].title);
		show_text(c, made, "guidance", form->aspects[i].guidance);
		value_add(c->arena, list, made);
	}
	return list;
}

/* One line for each who may review: the relation, and when it counts. */
static struct value *
reviewers_make(const struct composing *c, const struct value *form)
{
	static const char *const names[] = { "relation", "class", "category",
		"method" };
	const struct shape *shape =
	    field_find(&form_shape, TEXT_LIT("reviewers"))->shape;
	const struct value *reviewers = value_get(form, "reviewers");
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < value_count(reviewers); i++) {
		const struct value *reviewer = value_item(reviewers, i);
		const struct value *only = value_get(reviewer, "only");
		struct value *made = value_map_sized(c->arena, 5);
		for (size_t j = 0; j < sizeof(names) / sizeof(*names); j++)
			field_show(c, made, shape, reviewer, names[j]);
		show_bool(c, made, "only", only != NULL && only->boolean);
		value_add(c->arena, list, made);
	}
	return list;
}

static struct value *
forms_make(const struct composing *c)
{
	const struct programme *programme = c->view->programme;
	const struct term_list *terms = &programme->terms[VOCABULARY_FORM];
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < terms->count; i++) {
		const struct form *form = &programme->forms[i];
		struct value *made = value_map(c->arena);
		show_text(c, made, "name", form->name);
		field_show(
		    c, made, &form_shape, terms->items[i].item, "subject");
		field_show(
		    c, made, &form_shape, terms->items[i].item, "levels");
		show_bool(c, made, "coverage", form->coverage);
		show_value(c, made, "aspects", aspects_make(c, form));
		show_list(c, made, "reviewers", "has_reviewers",
		    reviewers_make(c, terms->items[i].item));
		value_add(c->arena, list, made);
	}
	return list;
}

/* Vocabularies that readers meet on pages: {label, names}. */
static struct value *
vocabularies_make(const struct composing *c)
{
	static const struct {
		enum vocabulary vocabulary;
		const char *label; /* a key of the strings */
	} shown[] = {
		{ VOCABULARY_METHOD, "axis.method" },
		{ VOCABULARY_OCCASION, "axis.occasion" },
		{ VOCABULARY_PREPARATION, "axis.preparation" },
		{ VOCABULARY_GRADE, "axis.grade" },
		{ VOCABULARY_CATEGORY, "axis.category" },
		{ VOCABULARY_GROUP, "axis.group" },
		{ VOCABULARY_CLASS, "axis.class" },
	};
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++) {
		const struct term_list *terms =
		    &c->view->programme->terms[shown[i].vocabulary];
		struct value *made = value_map_sized(c->arena, 2);
		struct value *names = value_list(c->arena);
		for (size_t j = 0; j < terms->count; j++)
			add_text(c, names, terms->items[j].name);
		if (terms->count == 0)
			continue;
		show_text(c, made, "label",
		    strings_get(c->strings, shown[i].label));
		show_text(c, made, "names",
		    texts_joined(c->arena, names,
			strings_get(c->strings, "list_comma")));
		value_add(c->arena, list, made);
	}
	return list;
}

struct value *
programme_make(const struct composing *c)
{
	struct value *data = value_map(c->arena);
	size_t count;
	const struct view_entry **entries = entries_of(c, "plan", NULL, &count);
	entries_sort_by_place(entries, count);
	show_text(c, data, "title", c->view->programme->title);
	show_value(c, data, "periods", periods_make(c));
	show_value(c, data, "forms", forms_make(c));
	show_value(c, data, "vocabularies", vocabularies_make(c));
	show_list(c, data, "plans", "has_plans",
	    summaries_make(c, entries, count));
	return data;
}
