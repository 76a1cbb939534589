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

/* One that could be chosen, if some page is that. */
struct offer {
	const void *key;
	const char *name;
	bool met;
	uint16_t number; /* 0 as long as no page is that */
};

struct numbering {
	struct arena *arena; /* for the offers */
	struct plan *plan;
	enum facet facet;
	struct offer **items; /* in the order in which they are chosen from */
	size_t count, capacity;
	struct table by_key;
};

static struct text
key_bytes(const void *const *key)
{
	return (struct text){ (const char *)key, sizeof(*key) };
}

static void
facet_offer(struct numbering *n, const void *key, const char *name)
{
	struct offer *offer = ARENA_NEW(n->arena, struct offer);
	*offer = (struct offer){ .key = key, .name = name };
	ARENA_ROOM(n->arena, n->items, n->count, n->capacity);
	n->items[n->count++] = offer;
	table_add(&n->by_key, key_bytes(&offer->key), offer);
}

/* All that there could be, in the order in which it is chosen from. */
static void
facet_offer_all(struct numbering *n)
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

static void
facet_number(struct numbering *n, struct offer **met)
{
	struct plan *plan = n->plan;
	struct facet_names *names = &plan->facets[n->facet];
	table_init(&n->by_key, n->arena);
	n->count = 0;
	facet_offer_all(n);
	for (size_t i = 0; i < plan->count; i++) {
		const void *key = facet_key(plan, n->facet, &plan->pages[i]);
		met[i] = table_get(&n->by_key, key_bytes(&key));
		if (met[i] != NULL)
			met[i]->met = true;
	}
	for (size_t i = 0; i < n->count; i++) {
		if (!n->items[i]->met)
			continue;
		ARENA_ROOM(plan->arena, names->items, names->count,
		    names->capacity);
		names->items[names->count++] = n->items[i]->name;
		n->items[i]->number = (uint16_t)names->count;
	}
	for (size_t i = 0; i < plan->count; i++)
		plan->pages[i].facets[n->facet] =
		    met[i] == NULL ? 0 : met[i]->number;
}

void
facets_set(struct plan *plan)
{
	struct arena *scratch = arena_new();
	struct numbering n = { .arena = scratch, .plan = plan };
	struct offer **met = ARENA_ARRAY(scratch, struct offer *, plan->count);
	for (n.facet = 0; n.facet < FACET__MAX; n.facet++)
		facet_number(&n, met);
	arena_free(scratch);
}

static const char *
facet_words(
    const struct plan *plan, const struct page *page, enum facet facet)
{
	size_t number = page->facets[facet];
	return number == 0 ? "" : plan->facets[facet].items[number - 1];
}

const char *
page_about(struct arena *arena, const struct plan *plan,
    const struct page *page)
{
	const struct view_organisation *o = page_organisation(page);
	const char *const words[] = { facet_words(plan, page, FACET_KIND),
		facet_words(plan, page, FACET_PERIOD),
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
