#include "compose/page.h"

/* ---- facets ---- */

/* The string by which their pages are called. */
static const char organisations_key[] = "organisations";
static const char periods_key[] = "period_each";
static const char volumes_key[] = "volumes";

static const struct view_organisation *
page_organisation(const struct page *page)
{
	return page->entry != NULL ? page->entry->organisation
				   : page->organisation;
}

/* The same for all additions of one group, which are few. */
static const char *
group_of(const struct plan *plan, const struct addition *addition)
{
	const struct additions *all = plan->additions;
	for (size_t i = 0; addition != NULL && addition->group != NULL; i++) {
		const char *group = all->items[i].group;
		if (group != NULL && strcmp(group, addition->group) == 0)
			return group;
	}
	return NULL;
}

/* What the page is: two that are the same have the same place in memory. */
static const void *
facet_key(const struct plan *plan, enum facet facet, const struct page *page)
{
	switch (facet) {
	case FACET_KIND:
		if (page->entry != NULL)
			return page->entry->kind;
		if (page->bound != NULL)
			return volumes_key;
		if (page->period != NULL)
			return periods_key;
		return page->organisation != NULL
		    ? organisations_key
		    : group_of(plan, page->addition);
	case FACET_PERIOD:
		return page->entry == NULL
		    ? page->period
		    : programme_period(plan->view->programme,
			  page->entry->period);
	case FACET_ORGANISATION:
		return unit_of(page_organisation(page));
	case FACET__MAX:
		break;
	}
	return NULL;
}

struct numbering {
	struct plan *plan;
	enum facet facet;
	const void **keys; /* of pages */
};

/* The next number, if some page is that. */
static void
facet_offer(const struct numbering *n, const void *key, const char *name)
{
	struct facet_names *names = &n->plan->facets[n->facet];
	bool found = false;
	for (size_t i = 0; i < n->plan->count; i++)
		if (n->keys[i] == key) {
			n->plan->pages[i].facets[n->facet] =
			    (uint16_t)(names->count + 1);
			found = true;
		}
	if (!found)
		return;
	ARENA_ROOM(n->plan->arena, names->items, names->count,
	    names->capacity);
	names->items[names->count++] = name;
}

/* All that there could be, in the order in which it is chosen from. */
static void
facet_offer_all(const struct numbering *n)
{
	const struct plan *plan = n->plan;
	const struct view *view = plan->view;
	const struct strings *strings = view->site->strings;
	switch (n->facet) {
	case FACET_KIND:
		for (size_t i = 0; record_kinds[i].name != NULL; i++)
			facet_offer(n, &record_kinds[i],
			    strings_kind(strings, &record_kinds[i]));
		facet_offer(n, organisations_key,
		    strings_get(strings, organisations_key));
		facet_offer(n, periods_key, strings_get(strings, periods_key));
		facet_offer(n, volumes_key, strings_get(strings, volumes_key));
		for (size_t i = 0; i < plan->additions->count; i++) {
			const char *group = plan->additions->items[i].group;
			if (group != NULL)
				facet_offer(n, group, group);
		}
		break;
	case FACET_PERIOD:
		for (size_t i =
			 view->programme->terms[VOCABULARY_PERIOD].count;
		     i-- > 0;)
			facet_offer(n, &view->programme->periods[i],
			    view->programme->periods[i].name);
		break;
	case FACET_ORGANISATION:
		for (size_t i = 0; i < view->organisation_count; i++)
			if (unit_of(view->organisations[i]) ==
			    view->organisations[i])
				facet_offer(n, view->organisations[i],
				    view->organisations[i]->short_name);
		break;
	case FACET__MAX:
		break;
	}
}

void
facets_set(struct plan *plan)
{
	struct arena *scratch = arena_new();
	struct numbering n = { .plan = plan,
		.keys = ARENA_ARRAY(scratch, const void *, plan->count) };
	for (n.facet = 0; n.facet < FACET__MAX; n.facet++) {
		for (size_t i = 0; i < plan->count; i++)
			n.keys[i] = facet_key(plan, n.facet, &plan->pages[i]);
		facet_offer_all(&n);
	}
	arena_free(scratch);
}

const char *
page_about(struct arena *arena, const struct plan *plan,
    const struct page *page)
{
	const struct view_organisation *o = page_organisation(page);
	const char *const words[] = { page->facets[FACET_KIND] == 0
		    ? ""
		    : plan->facets[FACET_KIND]
			  .items[page->facets[FACET_KIND] - 1],
		page->facets[FACET_PERIOD] == 0
		    ? ""
		    : plan->facets[FACET_PERIOD]
			  .items[page->facets[FACET_PERIOD] - 1],
		o == NULL || (page->entry == NULL && page->bound == NULL)
		    ? ""
		    : o->short_name };
	struct buf about = BUF_INIT;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (*words[i] != '\0') {
			buf_puts(&about, about.len > 0 ? " · " : "");
			buf_puts(&about, words[i]);
		}
	return buf_detach(arena, &about).at;
}

/* ---- the page ---- */

static void
options_show(const struct composing *c, struct value *data, const char *key,
    enum facet facet)
{
	const struct facet_names *names = &c->plan->facets[facet];
	struct value *options = value_list(c->arena);
	for (size_t i = 0; i < names->count; i++) {
		struct value *option = value_map_sized(c->arena, 2);
		show_text(c, option, "name", names->items[i]);
		show_count(c, option, "value", i + 1);
		value_add(c->arena, options, option);
	}
	show_value(c, data, key, options);
}

struct value *
search_make(const struct composing *c)
{
	struct value *data = value_map(c->arena);
	show_text(c, data, "title", c->page->title);
	options_show(c, data, "kinds", FACET_KIND);
	options_show(c, data, "periods", FACET_PERIOD);
	options_show(c, data, "organisations", FACET_ORGANISATION);
	show_text(c, data, "organisations_href",
	    href_to(c, ORGANISATIONS_PATH));
	show_text(c, data, "ledger_href", href_to(c, LEDGER_PATH));
	show_text(c, data, "bulletins_href", href_to(c, BULLETINS_PATH));
	return data;
}
