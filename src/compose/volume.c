/*
 * What an organisation has of a period on one page, one record below the other,
 * each as it is on a page of its own; before them what there is.
 */
#include "compose/page.h"

const char *
volume_title(struct arena *arena, const struct view *view,
    const struct view_organisation *organisation, const struct period *period)
{
	return strings_fill(arena, view->site->strings, "volume_title",
	    "organisation", organisation->short_name, "period", period->name,
	    NULL);
}

size_t
volume_count(const struct plan *plan, const struct page *page)
{
	struct arena *arena = arena_new();
	const struct page *volume = page;
	size_t count = 0;
	/* A page of a filter's at the address of the next is none of them. */
	while (volume != NULL && volume->bound != NULL)
		volume = table_get(&plan->paths,
		    text_of(volume_path(arena, page->organisation,
			page->period->id, ++count)));
	arena_free(arena);
	return count;
}

static struct value *
parts_make(const struct composing *c)
{
	struct value *parts = value_list(c->arena);
	size_t count = volume_count(c->plan, c->page);
	for (size_t i = 0; count > 1 && i < count; i++) {
		struct value *part = value_map_sized(c->arena, 3);
		show_count(c, part, "number", i + 1);
		show_text(c, part, "href",
		    href_to(c,
			volume_path(c->arena, c->page->organisation,
			    c->page->period->id, i)));
		show_bool(c, part, "current", i == c->page->part);
		value_add(c->arena, parts, part);
	}
	return parts;
}

/* Of the form that its page would have. */
static struct value *
bound_make(const struct composing *c, const struct view_entry *entry)
{
	struct page page = *c->page;
	struct composing own = *c;
	own.page = &page;
	page.entry = entry;
	page.title = entry_title(c->arena, c->view, entry);
	bool review = entry_is(entry, "review");
	struct value *data = review ? review_make(&own) : record_make(&own);
	show_bool(c, data, "is_review", review);
	show_text(c, data, "id", entry->id);
	return data;
}

struct value *
volume_make(const struct composing *c)
{
	const struct entry_list *bound = entries_noted(c->page->bound);
	struct value *data = value_map(c->arena);
	struct value *records = value_list_sized(c->arena, bound->count);
	show_text(c, data, "title", c->page->title);
	show_text(c, data, "organisation", c->page->organisation->name);
	show_text(c, data, "organisation_href",
	    organisation_href(c, c->page->organisation));
	show_text(c, data, "period", c->page->period->name);
	show_text(c, data, "period_href", period_href(c, c->page->period));
	for (size_t i = 0; i < bound->count; i++)
		value_add(c->arena, records, bound_make(c, bound->items[i]));
	show_value(c, data, "contents", list_summaries(c, bound));
	show_value(c, data, "records", records);
	show_list(c, data, "volumes", "has_volumes", parts_make(c));
	return data;
}
