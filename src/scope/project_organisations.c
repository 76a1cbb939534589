/*
 * The organisations that a view shows, those who hold an office in them as far
 * as they may be named, and the tree: who is hidden is passed over in it.
 */
#include "model/relation.h"
#include "scope/project_parts.h"

static struct view_person *
holder_shown(struct projection *p, const struct organisation *organisation,
    const struct tenures *tenures, const char *field)
{
	const char *date = p->view->as_of;
	const struct tenure *t = tenure_on(tenures, date);
	if (t == NULL || t->person == NULL ||
	    !sight_organisation(&p->sight, organisation, field) ||
	    !sight_person(&p->sight, t->person, date))
		return NULL;
	return person_shown(p, t->person, date);
}

static void
deputies_show(struct projection *p, struct view_organisation *shown,
    const struct organisation *organisation)
{
	const char *date = p->view->as_of;
	const struct tenures *deputies = &organisation->deputies;
	if (!sight_organisation(&p->sight, organisation, "deputies"))
		return;
	shown->deputies =
	    ARENA_ARRAY(p->arena, struct view_person *, deputies->count);
	for (size_t i = 0; i < deputies->count; i++) {
		const struct tenure *t = &deputies->items[i];
		if (t->person != NULL && tenure_holds(t, date) &&
		    sight_person(&p->sight, t->person, date))
			shown->deputies[shown->deputy_count++] =
			    person_shown(p, t->person, date);
	}
}

/* What organisations.yaml lists of it, as far as it may be known. */
static struct value *
list_shown(struct projection *p, const struct organisation *organisation,
    const struct value *list, const char *field)
{
	return value_count(list) > 0 &&
		sight_organisation(&p->sight, organisation, field)
	    ? value_copy(p->arena, list)
	    : NULL;
}

static void
organisation_show(struct projection *p, const struct organisation *organisation)
{
	struct view *view = p->view;
	const char *date = view->as_of;
	if (!sight_organisation(&p->sight, organisation, NULL))
		return;
	struct view_organisation *shown =
	    ARENA_NEW(p->arena, struct view_organisation);
	shown->id = arena_string(p->arena, organisation->id);
	shown->name = arena_string(p->arena, organisation->name);
	shown->short_name = arena_string(p->arena, organisation->short_name);
	shown->level = organisation->level;
	shown->index = view->organisation_count;
	shown->from = arena_string(p->arena, organisation->from);
	shown->to = arena_string(p->arena, organisation->to);
	shown->active = organisation_is_there(organisation, date);
	shown->head =
	    holder_shown(p, organisation, &organisation->heads, "head");
	shown->liaison =
	    holder_shown(p, organisation, &organisation->liaisons, "liaison");
	deputies_show(p, shown, organisation);
	shown->former =
	    list_shown(p, organisation, organisation->former, "former");
	shown->classes =
	    list_shown(p, organisation, organisation->classes, "classes");
	view->organisations[view->organisation_count++] = shown;
	table_add(&view->organisation_ids, text_of(shown->id), shown);
}

/* The nearest visible organisation above. */
static struct view_organisation *
superior_shown(struct projection *p, const struct organisation *organisation)
{
	const char *date = p->view->as_of;
	for (int depth = 0; depth < TREE_DEPTH; depth++) {
		organisation = organisation_superior(organisation, date);
		if (organisation == NULL)
			return NULL;
		struct view_organisation *shown =
		    view_organisation(p->view, text_of(organisation->id));
		if (shown != NULL)
			return shown;
	}
	return NULL;
}

static void
tree_join(struct projection *p)
{
	struct view *view = p->view;
	const struct roster *roster = &p->corpus->roster;
	size_t *capacity =
	    ARENA_ARRAY(p->scratch, size_t, view->organisation_count);
	for (size_t i = 0; i < roster->organisation_count; i++) {
		const struct organisation *o = roster->organisations[i];
		struct view_organisation *shown =
		    view_organisation(view, text_of(o->id));
		struct view_organisation *above =
		    shown == NULL ? NULL : superior_shown(p, o);
		if (above == NULL)
			continue;
		shown->superior = above;
		ARENA_ROOM(p->arena, above->children, above->child_count,
		    capacity[above->index]);
		above->children[above->child_count++] = shown;
	}
}

void
organisations_show(struct projection *p)
{
	const struct roster *roster = &p->corpus->roster;
	p->view->organisations = ARENA_ARRAY(
	    p->arena, struct view_organisation *, roster->organisation_count);
	for (size_t i = 0; i < roster->organisation_count; i++)
		organisation_show(p, roster->organisations[i]);
	tree_join(p);
}
