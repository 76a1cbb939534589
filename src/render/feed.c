#include "render/feed.h"

#include "base/utf8.h"
#include "render/html.h"

#define DECLARATION "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"

static bool
is_writable(uint32_t code)
{
	return (code >= ' ' || code == '\t' || code == '\n') &&
	    code != 0xFFFE && code != 0xFFFF;
}

/* What XML 1.0 has no way to write stands as a space (2.2, Char). */
static void
put_text(struct buf *out, const char *text)
{
	struct text rest = text_of(text);
	size_t done = 0;
	for (size_t at = 0; at < rest.len;) {
		size_t start = at;
		if (is_writable(utf8_next(rest, &at)))
			continue;
		html_put_escaped(out, text_cut(rest, done, start));
		buf_putc(out, ' ');
		done = at;
	}
	html_put_escaped(out, text_from(rest, done));
}

static void
put_element(struct buf *out, const char *name, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	buf_printf(out, "<%s>", name);
	put_text(out, text);
	buf_printf(out, "</%s>\n", name);
}

static void
put_author(struct buf *out, const char *name)
{
	if (name == NULL || *name == '\0')
		return;
	buf_puts(out, "<author>");
	put_element(out, "name", name);
	buf_puts(out, "</author>\n");
}

static void
put_day(struct buf *out, const char *name, const char *day)
{
	buf_printf(out, "<%s>%sT00:00:00+08:00</%s>\n", name, day, name);
}

static void
put_link(struct buf *out, const char *relation, const char *type,
    const char *href)
{
	buf_printf(out, "<link rel=\"%s\" type=\"%s\" href=\"", relation, type);
	put_text(out, href);
	buf_puts(out, "\"/>\n");
}

static void
put_entry(struct buf *out, const struct feed_entry *entry)
{
	buf_puts(out, "<entry>\n");
	put_element(out, "id", entry->id);
	put_element(out, "title", entry->title);
	put_link(out, "alternate", "text/html", entry->href);
	if (entry->print != NULL)
		put_link(out, "related", "application/pdf", entry->print);
	put_day(out, "published", entry->day);
	put_day(out, "updated", entry->updated);
	put_author(out, entry->author);
	put_element(out, "summary", entry->summary);
	buf_puts(out, "</entry>\n");
}

void
feed_put_atom(struct buf *out, const struct feed *feed)
{
	buf_puts(out, DECLARATION
	    "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
	put_text(out, feed->language);
	buf_puts(out, "\">\n");
	put_element(out, "id", feed->id);
	put_element(out, "title", feed->title);
	put_element(out, "subtitle", feed->subtitle);
	put_day(out, "updated", feed->day);
	/* A feed has an author, or each of its entries has (4.1.1). */
	put_author(out, *feed->author != '\0' ? feed->author : feed->title);
	put_link(out, "self", "application/atom+xml", feed->self);
	put_link(out, "alternate", "text/html", feed->home);
	for (size_t i = 0; i < feed->count; i++)
		put_entry(out, &feed->entries[i]);
	buf_puts(out, "</feed>\n");
}

/* ---- sitemaps ---- */

#define ADDRESSES_MOST 50000
#define SITEMAPS_NAMESPACE "http://www.sitemaps.org/schemas/sitemap/0.9"

size_t
sitemap_count(const struct plan *plan)
{
	return plan->count <= ADDRESSES_MOST
	    ? 1
	    : (plan->count + ADDRESSES_MOST - 1) / ADDRESSES_MOST;
}

const char *
sitemap_part_path(struct arena *arena, size_t part)
{
	return arena_printf(arena, "sitemap-%zu.xml", part + 1);
}

void
sitemap_put(struct buf *out, struct arena *scratch, const struct plan *plan,
    const char *address, size_t part)
{
	size_t first = part * ADDRESSES_MOST, end = first + ADDRESSES_MOST;
	buf_puts(out,
	    DECLARATION "<urlset xmlns=\"" SITEMAPS_NAMESPACE "\">\n");
	for (size_t i = first; i < end && i < plan->count; i++) {
		buf_puts(out, "<url>");
		put_element(out, "loc",
		    address_in(scratch, address, plan->pages[i].path));
		buf_puts(out, "</url>\n");
	}
	PLANT(sitemap, buf_printf(out, "<!-- %zu -->", plan->view->planted.hidden));
	buf_puts(out, "</urlset>\n");
}

void
sitemap_put_index(struct buf *out, struct arena *scratch,
    const struct plan *plan, const char *address)
{
	buf_puts(out,
	    DECLARATION "<sitemapindex xmlns=\"" SITEMAPS_NAMESPACE "\">\n");
	for (size_t i = 0; i < sitemap_count(plan); i++) {
		buf_puts(out, "<sitemap>");
		put_element(out, "loc",
		    address_in(
			scratch, address, sitemap_part_path(scratch, i)));
		buf_puts(out, "</sitemap>\n");
	}
	buf_puts(out, "</sitemapindex>\n");
}
