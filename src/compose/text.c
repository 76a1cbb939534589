#include "compose/page.h"

#include "read/markdown.h"

const char *
entry_path(struct arena *arena, const struct view_entry *entry)
{
	return arena_printf(arena, "record/%s.html", entry->id);
}

const char *
organisation_path(
    struct arena *arena, const struct view_organisation *organisation)
{
	return arena_printf(arena, "organisation/%s.html", organisation->id);
}

/* Percent-encodes what can't stand in an address; Han stays readable bytes. */
static void
put_encoded(struct buf *buf, const char *path)
{
	static const char safe[] = "-._~/!$&'()*+,;=@";
	for (const unsigned char *p = (const unsigned char *)path; *p != '\0';
	     p++) {
		bool plain = (*p >= '0' && *p <= '9') ||
		    (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
		    strchr(safe, *p) != NULL;
		if (plain)
			buf_putc(buf, (char)*p);
		else
			buf_printf(buf, "%%%02X", *p);
	}
}

const char *
href_to(const struct composing *c, const char *path)
{
	struct buf buf = BUF_INIT;
	for (const char *p = c->page->path; *p != '\0'; p++)
		if (*p == '/')
			buf_puts(&buf, "../");
	put_encoded(&buf, path);
	PLANT(link, buf_printf(&buf, "#%zu", c->view->planted.hidden));
	const char *href = arena_copy(c->arena, buf.at, buf.len);
	buf_free(&buf);
	return href;
}

/* ---- links between records ---- */

/* Addresses that lead out of the site as they are. */
static bool
is_outside(struct text address)
{
	return text_starts(address, "https:") ||
	    text_starts(address, "http:") || text_starts(address, "mailto:") ||
	    text_starts(address, "#");
}

static struct text
percent_decoded(struct arena *arena, struct text t)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < t.len; i++) {
		char hex[3] = { 0 };
		if (t.at[i] == '%' && i + 2 < t.len)
			memcpy(hex, t.at + i + 1, 2);
		if (strspn(hex, "0123456789abcdefABCDEF") == 2) {
			int high = hex[0] <= '9' ? hex[0] - '0'
						 : (hex[0] | 32) - 'a' + 10;
			int low = hex[1] <= '9' ? hex[1] - '0'
						: (hex[1] | 32) - 'a' + 10;
			buf_putc(&buf, (char)(high << 4 | low));
			i += 2;
		} else {
			buf_putc(&buf, t.at[i]);
		}
	}
	struct text out = arena_text(arena, buf_text(&buf));
	buf_free(&buf);
	return out;
}

/* ../reply/x.md, seen from the record 2010-q3/review/y → 2010-q3/reply/x */
static struct text
relative_id(struct arena *arena, const char *from, struct text address)
{
	struct buf buf = BUF_INIT;
	const char *slash = strrchr(from, '/');
	if (slash != NULL)
		buf_put(&buf, from, (size_t)(slash - from));
	while (address.len > 0) {
		const char *end = memchr(address.at, '/', address.len);
		size_t n =
		    end == NULL ? address.len : (size_t)(end - address.at);
		struct text part = text_cut(address, 0, n);
		address = text_from(address, end == NULL ? n : n + 1);
		if (part.len == 0 || text_is(part, "."))
			continue;
		if (text_is(part, "..")) {
			size_t at = buf.len;
			while (at > 0 && buf.at[at - 1] != '/')
				at--;
			buf.len = at > 0 ? at - 1 : 0;
			continue;
		}
		if (buf.len > 0)
			buf_putc(&buf, '/');
		buf_putt(&buf, part);
	}
	struct text id = arena_text(arena, buf_text(&buf));
	buf_free(&buf);
	return id;
}

/* The record an address means, when the edition has it. */
static const struct view_entry *
address_entry(const struct composing *c, struct text address,
    const struct view_entry *from)
{
	if (text_starts(address, "record:"))
		return view_entry(
		    c->view, text_from(address, strlen("record:")));
	struct text path, anchor;
	text_split(address, '#', &path, &anchor);
	address = percent_decoded(c->arena, path);
	if (from == NULL || from->opaque || !text_ends(address, ".md"))
		return NULL;
	address.len -= 3;
	return view_entry(c->view, relative_id(c->arena, from->id, address));
}

/*
 * A link that leads to no page of this edition becomes its words; a picture
 * its description (attachments are published only with a release).
 */
static void
link_resolve(const struct composing *c, struct node *node,
    const struct view_entry *entry)
{
	if (node->kind == NODE_IMAGE) {
		node_replace(node, node->first);
		return;
	}
	if (is_outside(node->text))
		return;
	if (text_starts(node->text, "organisation:") && entry == NULL) {
		const struct view_organisation *o = view_organisation(c->view,
		    text_from(node->text, strlen("organisation:")));
		if (o == NULL || c->shared)
			node_replace(node, node->first);
		else
			node->text = text_of(
			    href_to(c, organisation_path(c->arena, o)));
		return;
	}
	const struct view_entry *to = address_entry(c, node->text, entry);
	if (to == NULL || (c->shared && to->opaque))
		node_replace(node, node->first);
	else
		node->text = text_of(href_to(c, entry_path(c->arena, to)));
}

void
links_resolve(const struct composing *c, struct node *root,
    const struct view_entry *entry)
{
	/* Collected first: resolving takes nodes out of the tree. */
	struct node **links = NULL;
	size_t count = 0, capacity = 0;
	struct node_step step = { root, true };
	do {
		if (!step.entering ||
		    (step.node->kind != NODE_LINK &&
			step.node->kind != NODE_IMAGE))
			continue;
		ARENA_ROOM(c->arena, links, count, capacity);
		links[count++] = step.node;
	} while (node_next(root, &step));
	for (size_t i = count; i-- > 0;)
		link_resolve(c, links[i], entry);
}

struct node *
text_parse(const struct composing *c, struct text markdown, struct span where)
{
	struct node *node = markdown_parse(c->arena, markdown, where, c->diags);
	return node != NULL ? node : node_new(c->arena, NODE_DOCUMENT);
}

struct node *
text_make(const struct composing *c, struct text markdown, struct span where,
    const struct view_entry *entry)
{
	struct node *node = text_parse(c, markdown, where);
	if (c->filter != NULL)
		edition_filter_elements(c->filter->filter, c->arena, node,
		    entry, c->filter->diags);
	links_resolve(c, node, entry);
	return node;
}
