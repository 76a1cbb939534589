#include "model/view.h"

#include "model/figures.h"

void
view_free(struct view *view)
{
	if (view == NULL)
		return;
	if (view->store != NULL)
		view_store_free(view->store);
	arena_free(view->arena);
}

struct view_organisation *
view_organisation(const struct view *view, struct text id)
{
	return table_get(&view->organisation_ids, id);
}

/*
 * Of an organisation's node in a tally the id, or where it stood below another
 * superior once, ID@SUPERIOR.  Has the view all of them?
 */
static bool
has_standing(const struct view *view, struct text id)
{
	struct text one, rest = id;
	while (rest.len > 0) {
		text_split(rest, '@', &one, &rest);
		if (one.len > 0 && view_organisation(view, one) == NULL)
			return false;
	}
	return true;
}

/* Those below a node follow it. */
static bool
lies_below(const struct tally_dimension *dimension, uint32_t node,
    uint32_t above)
{
	while (node > above)
		node = dimension->nodes[node].parent;
	return node == above;
}

static bool
tells_below(const struct view *view, const struct tally_dimension *dimension,
    uint32_t above)
{
	const struct tally_node *nodes = dimension->nodes;
	for (uint32_t i = above + 1; i < dimension->node_count &&
	     lies_below(dimension, i, above);
	     i++)
		if (!nodes[i].itself && has_standing(view, text_of(nodes[i].id)))
			return true;
	return false;
}

bool
view_tells_node(const struct view *view,
    const struct tally_dimension *dimension, uint32_t node)
{
	const struct tally_node *n = &dimension->nodes[node];
	return dimension->axis != AXIS_ORGANISATION ||
	    (has_standing(view, text_of(n->id)) &&
		(!n->itself || tells_below(view, dimension, n->parent)));
}

struct view_person *
view_person(const struct view *view, struct text id)
{
	return table_get(&view->person_ids, id);
}

const struct view_seal *
view_seal(const struct view *view, const char *period)
{
	for (size_t i = 0; i < view->seal_count; i++)
		if (strcmp(view->seals[i].period, period) == 0)
			return &view->seals[i];
	return NULL;
}

const char *
seal_witness(struct arena *arena, const struct view_seal *seal)
{
	char groups[DIGEST_GROUPS];
	digest_groups(seal->root, groups);
	return arena_printf(arena, "%s · %s", seal->id, groups);
}

struct view_entry *
view_entry(const struct view *view, struct text id)
{
	struct view_entry *entry = table_get(&view->entry_ids, id);
	if (entry == NULL)
		trace_missing(id);
	return entry_noted(entry);
}

/* 0 the organisation itself, then its head, its deputies, the others. */
static size_t
place_by_post(const struct view_entry *entry)
{
	const struct view_organisation *o = entry->organisation;
	if (entry->person == NULL)
		return 0;
	if (o == NULL || entry->person->name == NULL)
		return SIZE_MAX;
	if (entry->person == o->head)
		return 1;
	for (size_t i = 0; i < o->deputy_count; i++)
		if (entry->person == o->deputies[i])
			return 2 + i;
	return SIZE_MAX;
}

static int
size_compare(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

int
entry_compare_place(const struct view_entry *a, const struct view_entry *b)
{
	const struct view_organisation *o = a->organisation,
				       *p = b->organisation;
	int c = size_compare(o == NULL ? 0 : o->index + 1,
	    p == NULL ? 0 : p->index + 1);
	if (c == 0 && a->person != b->person)
		c = size_compare(place_by_post(a), place_by_post(b));
	if (c == 0 && a->person != b->person)
		c = size_compare(a->person->index, b->person->index);
	return c;
}

/* The number of the period with whose entries it is bound; -1: it is alone. */
static int
bound_rank(const struct view *view, const struct view_entry *entry)
{
	return entry_is(entry, "bulletin")
	    ? -1
	    : programme_rank(view->programme, VOCABULARY_PERIOD,
		  text_of(entry->period));
}

/* Counting those of each period on the way. */
static void
organisation_bind(const struct view *view,
    const struct view_organisation *organisation, size_t *counts)
{
	const struct entry_list *entries = &organisation->entries;
	memset(counts, 0,
	    view->programme->terms[VOCABULARY_PERIOD].count * sizeof(*counts));
	for (size_t i = 0; i < entries->count; i++) {
		int rank = bound_rank(view, entries->items[i]);
		if (rank >= 0)
			entries->items[i]->volume =
			    (uint32_t)(counts[rank]++ / VOLUME_MOST + 1);
	}
}

void
view_bind(struct view *view)
{
	if (!view->site->bound)
		return;
	size_t *counts = ARENA_ARRAY(view->arena, size_t,
	    view->programme->terms[VOCABULARY_PERIOD].count);
	for (size_t i = 0; i < view->organisation_count; i++)
		organisation_bind(view, view->organisations[i], counts);
}

const struct value *
entry_get(const struct view_entry *entry, const char *name)
{
	return entry_body(entry)->fields[field_index(entry->kind, name)];
}

const struct value *
entry_value(const struct view_entry *entry, const char *name)
{
	const struct field *field = field_find(entry->kind, text_of(name));
	return field == NULL
	    ? NULL
	    : entry_body(entry)->fields[field - entry->kind->fields];
}

const char *
entry_string(const struct view_entry *entry, const char *name)
{
	return value_as_string(entry_get(entry, name));
}

bool
entry_is(const struct view_entry *entry, const char *kind)
{
	return strcmp(entry->kind->name, kind) == 0;
}

bool
entry_is_bulletin(const struct view_entry *entry)
{
	return entry_is(entry, "bulletin") && entry->withdrawn == NULL;
}
