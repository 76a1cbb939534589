/*
 * Drafts (SCOPE: an edition of a period is a draft until a release approves
 * it).  A record's page is of its period, a period's of itself, an
 * organisation's of those of its records, all others of whatever the edition
 * shows.  A bulletin has one text, so its page goes by the edition that it was
 * made from.  All of this is made of visible things and of what is declared
 * public (model/site.h).
 */
#include "compose/page.h"

/* Of which bulletins that is so is the same for all. */
bool
entry_is_draft(const struct plan *plan, const struct view_entry *entry)
{
	const struct view *view = plan->view;
	if (!entry_is(entry, "bulletin"))
		return edition_is_draft(
		    view->edition, view->programme, entry->period);
	const struct bulletin *bulletin =
	    bulletin_find(plan->bulletins, entry->id);
	return bulletin != NULL && bulletin->circular.draft;
}

static void
period_mark(const struct plan *plan, bool *marked,
    const struct view_entry *entry)
{
	int rank = programme_rank(plan->view->programme, VOCABULARY_PERIOD,
	    text_of(entry->period));
	if (rank >= 0 && !marked[rank] && entry_is_draft(plan, entry))
		marked[rank] = true;
}

static void
list_mark(const struct plan *plan, bool *marked, const struct entry_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		period_mark(plan, marked, list->items[i]);
}

bool *
drafts_of_all(const struct plan *plan)
{
	const struct view *view = plan->view;
	const struct entry_list *all = view_entries(view);
	bool *marked = ARENA_ARRAY(plan->arena, bool,
	    view->programme->terms[VOCABULARY_PERIOD].count);
	for (size_t i = 0; i < all->count; i++)
		period_mark(plan, marked, all->items[i]);
	return marked;
}

const char *
drafts_words(const struct composing *c)
{
	const struct programme *programme = c->view->programme;
	const struct page *page = c->page;
	size_t count = programme->terms[VOCABULARY_PERIOD].count;
	bool *marked = ARENA_ARRAY(c->arena, bool, count);
	if (page->entry != NULL)
		period_mark(c->plan, marked, page->entry);
	else if (page->bound != NULL)
		list_mark(c->plan, marked, page->bound);
	else if (page->period != NULL)
		marked[page->period - programme->periods] =
		    c->plan->drafts[page->period - programme->periods];
	else if (page->organisation != NULL)
		list_mark(c->plan, marked,
		    organisation_entries(page->organisation));
	else
		memcpy(marked, c->plan->drafts, count * sizeof(*marked));
	const char *words = "";
	for (size_t i = count; i-- > 0;)
		if (marked[i])
			words = *words == '\0'
			    ? programme->periods[i].name
			    : three_joined(c->arena, words,
				  strings_get(c->strings, "list_comma"),
				  programme->periods[i].name);
	return words;
}
