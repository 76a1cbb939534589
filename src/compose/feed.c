/*
 * The bulletins of an edition as a feed: what its readers are told of new ones.
 * Where site.yaml says no address (base), addresses are relative; ids are
 * names (RFC 4122) then and always, so that they stay when the site moves.
 */
#include "compose/page.h"

/* Made from what the edition shows: an id is a name, whatever the address. */
static const char *
urn_of(struct arena *arena, const char *edition, const char *entry,
    const struct site *site)
{
	const char *name = arena_printf(arena, "tongbao\n%s\n%s\n%s\n%s",
	    site->title, site->owner, edition, entry);
	struct digest digest = digest_of(text_of(name));
	unsigned char *b = digest.bytes;
	char hex[65];
	b[6] = (unsigned char)((b[6] & 0x0F) | 0x80); /* version 8: ours */
	b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
	digest_hex(digest, hex);
	return arena_printf(arena, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", hex,
	    hex + 8, hex + 12, hex + 16, hex + 20);
}

static const char *
summary_of(struct arena *arena, const struct node *body)
{
	for (const struct node *n = body->first; n != NULL; n = n->next)
		if (n->kind == NODE_PARAGRAPH)
			return node_plain(arena, n).at;
	return "";
}

/* Whoever had it is told that it was withdrawn: under the same id. */
static void
withdrawn_set(struct feed_entry *made, struct arena *arena,
    const struct view_entry *entry, const struct strings *strings)
{
	made->title = strings_fill(
	    arena, strings, "withdrawn_title", "title", made->title, NULL);
	made->updated = entry->withdrawn;
	made->summary = strings_fill(arena, strings, "withdrawn_summary", "day",
	    date_words(arena, strings, entry->withdrawn), NULL);
}

static struct feed_entry
entry_make(struct arena *arena, const struct plan *plan,
    const struct view_entry *entry, const char *base)
{
	const struct bulletin *b = plan_bulletin(plan, entry->id);
	const struct view *view = plan->view;
	struct feed_entry made = {
		.id = urn_of(
		    arena, view->edition->id, entry->id, view->site),
		.title = entry_title(arena, view, entry),
		.href = address_in(arena, base, entry_path(arena, entry)),
		.day = entry->date,
		.updated = entry->date,
		.author = entry_string(entry, "issuer"),
	};
	if (entry->withdrawn != NULL) {
		withdrawn_set(&made, arena, entry, view->site->strings);
		return made;
	}
	if (b == NULL)
		BUG("a bulletin that was not composed");
	made.summary = summary_of(arena, b->circular.body);
	if (b->has_print)
		made.print = address_in(arena, base, pdf_path(arena, entry));
	return made;
}

struct feed
feed_make(struct arena *arena, const struct plan *plan)
{
	const struct view *view = plan->view;
	const char *base = edition_address(arena, view);
	struct composing c = composing_of(arena, plan, NULL, NULL);
	size_t count;
	const struct view_entry **bulletins =
	    entries_of(&c, "bulletin", NULL, &count);
	struct feed feed = {
		.id = urn_of(arena, view->edition->id, "", view->site),
		.title = view->site->title,
		.subtitle = view->edition->title,
		.language = view->site->language,
		.author = view->site->owner,
		.self = address_in(arena, base, FEED_PATH),
		.home = address_in(arena, base, HOME_PATH),
		.day = count > 0 ? "" : view->as_of,
		.entries = ARENA_ARRAY(arena, struct feed_entry, count),
		.count = count,
	};
	for (size_t i = 0; i < count; i++) {
		feed.entries[i] = entry_make(arena, plan, bulletins[i], base);
		if (strcmp(feed.entries[i].updated, feed.day) > 0)
			feed.day = feed.entries[i].updated;
	}
	PLANT(feed, feed.subtitle = arena_printf(
			arena, "%zu", view->planted.hidden));
	return feed;
}
