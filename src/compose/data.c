/*
 * What programs read of an edition (data/): tongbao-site(5), DATA, and
 * data/schema.json say what is where.  Ids, days and numbers as they are
 * written, nothing in a language; what is hidden from the edition's readers is
 * absent or null here as everywhere.
 */
#include "compose/page.h"

/* ---- data/edition.json ---- */

static struct value *
drafts_make(const struct composing *c)
{
	const struct programme *programme = c->view->programme;
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < programme->terms[VOCABULARY_PERIOD].count; i++)
		if (edition_is_draft(c->view->edition, programme,
			programme->periods[i].id))
			add_text(c, list, programme->periods[i].id);
	return list;
}

static struct value *
edition_make(const struct composing *c)
{
	const struct view *view = c->view;
	const struct site *site = view->site;
	struct value *data = value_map(c->arena), *files = value_list(c->arena);
	show_count(c, data, "format", 1);
	show_text(c, data, "site", site->title);
	show_text(c, data, "owner", site->owner);
	show_text(c, data, "language", site->language);
	show_text(c, data, "address", edition_address(c->arena, view));
	show_text(c, data, "edition", view->edition->id);
	show_text(c, data, "title", view->edition->title);
	show_text(c, data, "audience", view->audience);
	show_text(c, data, "organisation", view->edition->of);
	show_text(c, data, "as_of", view->as_of);
	show_value(c, data, "drafts", drafts_make(c));
	show_count(c, data, "organisations", view->organisation_count);
	show_count(c, data, "people", view->person_count);
	show_count(c, data, "records", view_entries(view)->count);
	for (const struct data_file *f = data_files; f->path != NULL; f++)
		add_text(c, files, f->path);
	show_value(c, data, "files", files);
	return data;
}

/* ---- data/programme.json ---- */

static struct value *
term_make(const struct composing *c, const struct term *term)
{
	struct value *made = value_map(c->arena);
	show_text(c, made, "id", term->id);
	show_text(c, made, "name", term->name);
	return made;
}

static struct value *
terms_make(const struct composing *c, enum vocabulary vocabulary)
{
	const struct term_list *terms = &c->view->programme->terms[vocabulary];
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < terms->count; i++)
		value_add(c->arena, list, term_make(c, &terms->items[i]));
	return list;
}

static struct value *
periods_make(const struct composing *c)
{
	const struct programme *programme = c->view->programme;
	struct value *list = terms_make(c, VOCABULARY_PERIOD);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct period *period = &programme->periods[i];
		struct value *made = value_item(list, i);
		show_text(c, made, "from", period->from);
		show_text(c, made, "to", period->to);
		show_text(c, made, "due", period->due);
	}
	return list;
}

static struct value *
forms_make(const struct composing *c)
{
	const struct programme *programme = c->view->programme;
	struct value *list = terms_make(c, VOCABULARY_FORM);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct form *form = &programme->forms[i];
		struct value *aspects = value_list(c->arena);
		for (size_t j = 0; j < form->aspect_count; j++) {
			struct value *aspect = value_map(c->arena);
			show_text(c, aspect, "id", form->aspects[j].id);
			show_text(c, aspect, "title", form->aspects[j].title);
			show_bool(c, aspect, "problems",
			    form->aspects[j].problems);
			value_add(c->arena, aspects, aspect);
		}
		show_text(c, value_item(list, i), "short", form->short_name);
		show_value(c, value_item(list, i), "aspects", aspects);
	}
	return list;
}

static struct value *
programme_data_make(const struct composing *c)
{
	static const struct {
		const char *key;
		enum vocabulary vocabulary;
	} lists[] = {
		{ "classes", VOCABULARY_CLASS },
		{ "levels", VOCABULARY_LEVEL },
		{ "groups", VOCABULARY_GROUP },
		{ "categories", VOCABULARY_CATEGORY },
		{ "methods", VOCABULARY_METHOD },
		{ "occasions", VOCABULARY_OCCASION },
		{ "preparations", VOCABULARY_PREPARATION },
		{ "grades", VOCABULARY_GRADE },
	};
	struct value *data = value_map(c->arena);
	show_text(c, data, "title", c->view->programme->title);
	show_value(c, data, "periods", periods_make(c));
	show_value(c, data, "forms", forms_make(c));
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		show_value(c, data, lists[i].key,
		    terms_make(c, lists[i].vocabulary));
	return data;
}

/* ---- data/organisations.json, data/people.json ---- */

static void
show_person(const struct composing *c, struct value *map, const char *key,
    const struct view_person *person)
{
	show_text(c, map, key, person == NULL ? NULL : person->id);
}

static struct value *
organisation_data_make(const struct composing *c, size_t number)
{
	const struct view_organisation *o = c->view->organisations[number];
	const struct term_list *levels =
	    &c->view->programme->terms[VOCABULARY_LEVEL];
	struct value *made = value_map(c->arena);
	struct value *deputies = value_list(c->arena);
	for (size_t i = 0; i < o->deputy_count; i++)
		add_text(c, deputies, o->deputies[i]->id);
	show_text(c, made, "id", o->id);
	show_text(c, made, "name", o->name);
	show_text(c, made, "short", o->short_name);
	show_text(c, made, "level", levels->items[o->level].id);
	show_text(c, made, "superior",
	    o->superior == NULL ? NULL : o->superior->id);
	show_person(c, made, "head", o->head);
	show_person(c, made, "liaison", o->liaison);
	show_value(c, made, "deputies", deputies);
	show_value(c, made, "classes",
	    o->classes != NULL ? o->classes : value_list(c->arena));
	show_text(c, made, "from", o->from);
	show_text(c, made, "to", o->to);
	show_bool(c, made, "active", o->active);
	show_text(c, made, "page", organisation_path(c->arena, o));
	return made;
}

static struct value *
person_make(const struct composing *c, size_t number)
{
	const struct view_person *person = c->view->people[number];
	struct value *made = value_map_sized(c->arena, 3);
	show_person(c, made, "id", person);
	show_text(c, made, "name", person->name);
	show_text(c, made, "post", person->post);
	return made;
}

/* ---- data/records.json ---- */

/* No two of a kind have one name. */
static void
fields_set(struct arena *arena, struct value *map,
    const struct view_entry *entry)
{
	const struct field *fields = entry->kind->fields;
	struct value *const *values = entry_body(entry)->fields;
	for (size_t i = 0; fields[i].name != NULL; i++)
		if (values[i] != NULL && strcmp(fields[i].name, "kind") != 0)
			*value_append(arena, map) = (struct entry){
				.key = text_of(fields[i].name),
				.value = values[i],
			};
}

struct value *
entry_fields(struct arena *arena, const struct view_entry *entry)
{
	struct value *made = value_map_sized(arena, field_count(entry->kind));
	value_set_literal(arena, made, "kind",
	    value_string(arena, entry->kind->name));
	fields_set(arena, made, entry);
	return made;
}

static struct value *
record_data_make(const struct composing *c, size_t number)
{
	const struct view_entry *entry =
	    *view_entries_run(c->view, number, number + 1);
	struct value *made = value_map_sized(c->arena, 12);
	struct value *fields =
	    value_map_sized(c->arena, field_count(entry->kind));
	fields_set(c->arena, fields, entry);
	show_text(c, made, "id", entry->id);
	show_text(c, made, "kind", entry->kind->name);
	show_text(c, made, "title", entry_title(c->arena, c->view, entry));
	show_text(c, made, "page", entry_place(c->arena, entry));
	show_text(c, made, "date", entry_day(entry));
	show_text(c, made, "period", entry->period);
	show_text(c, made, "form",
	    entry->form == NULL ? NULL : entry->form->id);
	show_text(c, made, "organisation",
	    entry->organisation == NULL ? NULL : entry->organisation->id);
	show_person(c, made, "person", entry->person);
	show_value(c, made, "fields", fields);
	if (entry->withdrawn != NULL)
		show_text(c, made, "withdrawn", entry->withdrawn);
	if (entry_body(entry)->derived != NULL)
		show_value(c, made, "derived", entry_body(entry)->derived);
	PLANT(data, show_count(c, made, "kind", c->view->planted.hidden));
	return made;
}

/* ---- data/problems.json ---- */

static struct value *
problem_make(const struct composing *c, const struct view_entry *review,
    const struct value *problem)
{
	const struct course *course = visible_course(c->arena, review, problem);
	bool told = course->step_count > 1;
	static const char *const keys[] = { "id", "text", "aspect", "owner" };
	struct value *made = value_map_sized(c->arena, 8);
	show_text(c, made, "review", review->id);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		show_text(c, made, keys[i], value_get_string(problem, keys[i]));
	show_text(c, made, "due", course->due);
	show_text(c, made, "state", told ? problem_state_name(course->state) : NULL);
	show_text(c, made, "since",
	    told ? course->steps[course->step_count - 1].date : NULL);
	return made;
}

/* Those of one record; NULL: it has none. */
static struct value *
problems_of(const struct composing *c, size_t number)
{
	const struct view_entry *entry =
	    *view_entries_run(c->view, number, number + 1);
	const struct value *problems =
	    entry_is(entry, "review") ? entry_get(entry, "problems") : NULL;
	size_t count = value_count(problems);
	struct value *list = count == 0 ? NULL : value_list_sized(c->arena, count);
	for (size_t i = 0; i < count; i++)
		value_add(c->arena, list,
		    problem_make(c, entry, value_item(problems, i)));
	return list;
}

/* ---- data/figures.json ---- */

/* No node is told: the organisation is hidden. */
#define NODE_HIDDEN UINT32_MAX

/* Each of those that tallies count by once: by its position. */
struct dimensions {
	struct told_dimension {
		const struct tally_dimension *of;
		uint32_t *positions; /* by node: among those that are told */
	} *items;
	size_t count, capacity;
};

/* The nearest node above that is told; node 0 is. */
static uint32_t
parent_told(const struct told_dimension *told, uint32_t node)
{
	do
		node = told->of->nodes[node].parent;
	while (told->positions[node] == NODE_HIDDEN);
	return node;
}

static void
positions_make(const struct composing *c, struct told_dimension *told)
{
	const struct tally_dimension *dimension = told->of;
	uint32_t count = dimension->node_count, next = 0;
	told->positions = ARENA_ARRAY(c->arena, uint32_t, count);
	for (uint32_t i = 0; i < count; i++)
		told->positions[i] =
		    view_tells_node(c->view, dimension, i) ? next++ : NODE_HIDDEN;
}

static struct value *
dimension_make(
    const struct composing *c, const struct told_dimension *told)
{
	const struct tally_dimension *dimension = told->of;
	struct value *made = value_map(c->arena), *nodes = value_list(c->arena);
	for (uint32_t i = 0; i < dimension->node_count; i++) {
		const struct tally_node *node = &dimension->nodes[i];
		if (told->positions[i] == NODE_HIDDEN)
			continue;
		struct value *item = value_map_sized(c->arena, 4);
		show_text(c, item, "id", node->id);
		show_text(c, item, "name", node->name);
		show_count(c, item, "parent",
		    told->positions[parent_told(told, i)]);
		show_bool(c, item, "itself", node->itself);
		value_add(c->arena, nodes, item);
	}
	show_text(c, made, "id", dimension->id);
	show_text(c, made, "name", dimension->name);
	show_value(c, made, "nodes", nodes);
	return made;
}

static size_t
dimension_number(const struct composing *c, struct dimensions *dimensions,
    const struct tally_dimension *dimension)
{
	size_t i = 0;
	while (i < dimensions->count && dimensions->items[i].of != dimension)
		i++;
	if (i == dimensions->count) {
		ARENA_ROOM(c->arena, dimensions->items, dimensions->count,
		    dimensions->capacity);
		dimensions->items[i].of = dimension;
		positions_make(c, &dimensions->items[i]);
		dimensions->count++;
	}
	return i;
}

struct counted {
	const struct composing *c;
	size_t dimensions;
	const uint32_t *positions[TALLY_DIMENSIONS_MOST];
	struct value *list;
};

static void
cell_add(void *context, size_t tally, struct tally_place place,
    struct figure figure)
{
	const struct counted *cells = context;
	struct arena *arena = cells->c->arena;
	(void)tally;
	for (size_t i = 0; i < cells->dimensions; i++)
		if (cells->positions[i][place.nodes[i]] == NODE_HIDDEN)
			return;
	struct value *cell = value_list_sized(arena, cells->dimensions + 1);
	for (size_t i = 0; i < cells->dimensions; i++)
		value_add(arena, cell,
		    value_integer(
			arena, cells->positions[i][place.nodes[i]]));
	value_add(arena, cell,
	    figure.state == FIGURE_WITHHELD
		? value_null(arena)
		: value_integer(arena, (int64_t)figure.value));
	value_add(arena, cells->list, cell);
}

static struct value *
tally_make(const struct composing *c, size_t number,
    struct dimensions *dimensions)
{
	const struct figures *figures = plan_figures(c->plan);
	const struct tally *tally = figures->tallies.items[number];
	struct value *made = value_map(c->arena);
	struct value *numbers = value_list(c->arena);
	struct counted cells = { .c = c,
		.dimensions = tally->dimension_count,
		.list = value_list(c->arena) };
	for (size_t i = 0; i < tally->dimension_count; i++) {
		size_t told = dimension_number(
		    c, dimensions, tally->dimensions[i]);
		cells.positions[i] = dimensions->items[told].positions;
		value_add(c->arena, numbers,
		    value_integer(c->arena, (int64_t)told));
	}
	figures_each(figures, number, c->arena, cell_add, &cells);
	show_text(c, made, "name", tally->name);
	show_text(c, made, "title", tally->title);
	show_text(c, made, "of", tally->of);
	show_text(c, made, "day", tally->day);
	show_count(c, made, "minimum", tally->minimum);
	show_value(c, made, "dimensions", numbers);
	show_value(c, made, "cells", cells.list);
	return made;
}

static struct value *
sealed_list(const struct composing *c, const struct figures *figures)
{
	struct value *list = value_list(c->arena);
	for (size_t i = 0; figures != NULL && i < figures->sealed_count; i++) {
		struct value *one = value_map_sized(c->arena, 2);
		show_text(c, one, "period", figures->sealed[i].period);
		show_text(c, one, "day", figures->sealed[i].day);
		value_add(c->arena, list, one);
	}
	return list;
}

static struct value *
figures_make(const struct composing *c)
{
	const struct figures *figures = plan_figures(c->plan);
	struct dimensions dimensions = { NULL, 0, 0 };
	struct value *data = value_map(c->arena);
	struct value *tallies = value_list(c->arena);
	struct value *list = value_list(c->arena);
	for (size_t i = 0; figures != NULL && i < figures->tallies.count; i++)
		value_add(c->arena, tallies, tally_make(c, i, &dimensions));
	for (size_t i = 0; i < dimensions.count; i++)
		value_add(c->arena, list,
		    dimension_make(c, &dimensions.items[i]));
	show_value(c, data, "dimensions", list);
	show_value(c, data, "tallies", tallies);
	show_value(c, data, "sealed", sealed_list(c, figures));
	return data;
}

/* ---- all of it ---- */

static size_t
organisation_count(const struct view *view)
{
	return view->organisation_count;
}

static size_t
person_count(const struct view *view)
{
	return view->person_count;
}

const struct data_file data_files[] = {
	{ "data/edition.json", edition_make, NULL, NULL },
	{ "data/programme.json", programme_data_make, NULL, NULL },
	{ "data/organisations.json", NULL, organisation_data_make,
	    organisation_count },
	{ "data/people.json", NULL, person_make, person_count },
	{ "data/records.json", NULL, record_data_make, view_entry_count },
	{ "data/problems.json", NULL, problems_of, view_entry_count },
	{ "data/figures.json", figures_make, NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

const char *
edition_address(struct arena *arena, const struct view *view)
{
	const char *base = view->site->base;
	return *base == '\0'
	    ? NULL
	    : address_in(arena, arena_printf(arena, "%s/", base),
		  arena_printf(arena, "%s/", view->edition->id));
}

/* A list's items, each on a line; those of one in a list are items, too. */
static void
item_put(struct buf *out, size_t start, const struct value *item)
{
	size_t count = value_is(item, VALUE_LIST) ? value_count(item) : 1;
	for (size_t i = 0; i < count; i++) {
		buf_puts(out, out->len > start ? ",\n" : "");
		value_put_json(out,
		    value_is(item, VALUE_LIST) ? value_item(item, i) : item);
	}
}

void
data_put(struct buf *out, struct arena *arena, const struct plan *plan,
    const struct data_file *file, size_t first, size_t end,
    struct diags *diags)
{
	struct page page = { .path = file->path };
	struct composing c = composing_of(arena, plan, &page, diags);
	if (file->make != NULL) {
		value_put_json(out, file->make(&c));
		buf_putc(out, '\n');
		arena_reset(arena);
		return;
	}
	size_t start = out->len;
	for (size_t i = first; i < end; i++) {
		const struct value *item = file->item(&c, i);
		if (item != NULL)
			item_put(out, start, item);
		arena_reset(arena);
	}
}
