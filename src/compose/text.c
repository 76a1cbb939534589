#include "compose/page.h"

#include "base/picture.h"
#include "model/link.h"
#include "model/rules.h"
#include "read/markdown.h"

/* No record's page lies there. */
#define VOLUMES "volume"
/* Its page lies there; its place in a volume is called as that would be. */
#define PLACE "record/"

const char *
three_joined(
    struct arena *arena, const char *before, const char *name, const char *after)
{
	size_t first = strlen(before), len = strlen(name), last = strlen(after);
	char *path = arena_take(arena, first + len + last + 1);
	memcpy(path, before, first);
	memcpy(path + first, name, len);
	memcpy(path + first + len, after, last + 1);
	return path;
}

/* One folder for all first ones, one for all second ones: no two can meet. */
const char *
volume_path(struct arena *arena, const struct view_organisation *organisation,
    const char *period, size_t part)
{
	return part == 0
	    ? arena_printf(
		  arena, VOLUMES "/%s/%s.html", period, organisation->id)
	    : arena_printf(arena, VOLUMES "-%zu/%s/%s.html", part + 1, period,
		  organisation->id);
}

const char *
entry_path(struct arena *arena, const struct view_entry *entry)
{
	return entry->volume == 0
	    ? three_joined(arena, PLACE, entry->id, ".html")
	    : volume_path(arena, entry->organisation, entry->period,
		  entry->volume - 1);
}

const char *
entry_place(struct arena *arena, const struct view_entry *entry)
{
	const char *path = entry_path(arena, entry);
	return entry->volume == 0
	    ? path
	    : three_joined(arena, path, "#" PLACE, entry->id);
}

/* No id has two slashes one after another. */
#define WITHIN "//"

const char *
entry_anchor(struct arena *arena, const struct view_entry *entry)
{
	return entry->volume == 0
	    ? ""
	    : three_joined(arena, PLACE, entry->id, WITHIN);
}

const char *
print_path(struct arena *arena, const struct view_entry *entry)
{
	return three_joined(arena, PLACE, entry->id, ".print.html");
}

const char *
pdf_path(struct arena *arena, const struct view_entry *entry)
{
	return three_joined(arena, PLACE, entry->id, ".pdf");
}

const char *
organisation_path(
    struct arena *arena, const struct view_organisation *organisation)
{
	return three_joined(arena, "organisation/", organisation->id, ".html");
}

const char *
organisation_href(
    const struct composing *c, const struct view_organisation *organisation)
{
	return organisation == NULL
	    ? NULL
	    : href_to(c, organisation_path(c->arena, organisation));
}

/* The id of a period can have a # itself, one of an organisation can't. */
static size_t
anchor_of(const char *path)
{
	static const char end[] = ".html";
	const char *place = strncmp(path, VOLUMES, strlen(VOLUMES)) == 0
	    ? strstr(path, ".html#")
	    : NULL;
	return place == NULL ? strlen(path)
			     : (size_t)(place - path) + strlen(end);
}

static bool
is_safe(char c)
{
	static const char safe[] = "-._~/!$&'()*+,;=@";
	return ascii_is_digit(c) || ascii_is_letter(c) ||
	    strchr(safe, c) != NULL;
}

/* Each byte is three at most; behind the last one. */
static char *
encoded_write(char *to, struct text text)
{
	static const char digits[] = "0123456789ABCDEF";
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.at[i];
		if (is_safe(text.at[i])) {
			*to++ = text.at[i];
			continue;
		}
		*to++ = '%';
		*to++ = digits[byte >> 4];
		*to++ = digits[byte & 15];
	}
	return to;
}

/* The same of a path; the # of a place in a volume can stand in an address. */
static char *
address_write(char *to, const char *path)
{
	size_t anchor = anchor_of(path);
	to = encoded_write(to, text_cut(text_of(path), 0, anchor));
	if (path[anchor] != '\0') {
		*to++ = path[anchor];
		to = encoded_write(to, text_of(path + anchor + 1));
	}
	*to = '\0';
	return to;
}

const char *
address_in(struct arena *arena, const char *base, const char *path)
{
	size_t len = base == NULL ? 0 : strlen(base);
	char *address = arena_take(arena, len + 3 * strlen(path) + 1);
	memcpy(address, base == NULL ? "" : base, len);
	address_write(address + len, path);
	return address;
}

size_t
path_depth(const char *path)
{
	size_t depth = 0;
	for (; *path != '\0'; path++)
		depth += *path == '/';
	return depth;
}

const char *
href_to(const struct composing *c, const char *path)
{
	static const char up[] = "../";
	size_t depth = path_depth(c->page->path);
	char *href = arena_take(
	    c->arena, strlen(up) * depth + 3 * strlen(path) + 1);
	char *to = href;
	for (size_t i = 0; i < depth; i++, to += strlen(up))
		memcpy(to, up, strlen(up));
	address_write(to, path);
	PLANT(link, return arena_printf(
			c->arena, "%s#%zu", href, c->view->planted.hidden));
	return href;
}

const char *
problem_href(const struct composing *c, const struct view_entry *review,
    struct text problem)
{
	char *id = arena_take(c->arena, 3 * problem.len + 1);
	*encoded_write(id, problem) = '\0';
	return arena_printf(c->arena, "%s%sproblem-%s",
	    href_to(c, entry_place(c->arena, review)),
	    review->volume == 0 ? "#" : WITHIN, id);
}

/* ---- links ---- */

/* The page that has the rows of form=member&period=2010-q3. */
static const char *
selection_path(const struct composing *c, struct text selection)
{
	static const char key[] = "period=";
	const struct period *period = NULL;
	for (struct text part; selection.len > 0 && period == NULL;) {
		text_split(selection, '&', &part, &selection);
		if (text_starts(part, key))
			period = programme_period(c->view->programme,
			    link_decoded(c->arena,
				text_from(part, strlen(key))).at);
	}
	return period == NULL
	    ? LEDGER_PATH
	    : ledger_period_path(
		  c->arena, plan_ledger_rows(c->plan, 0, 0), period);
}

/*
 * What others call by the name of a page of its own, where it may stand elsewhere:
 * a record in a volume, rows of a period's ledger.  NULL: it is no such page.
 */
static const char *
named_place(const struct composing *c, struct text name, struct text anchor)
{
	if (text_is(name, "ledger"))
		return selection_path(c, anchor);
	const struct view_entry *entry =
	    c->view->site->bound && text_starts(name, PLACE)
	    ? view_entry(c->view, text_from(name, strlen(PLACE)))
	    : NULL;
	return entry == NULL ? NULL : entry_place(c->arena, entry);
}

const char *
page_href(const struct composing *c, struct text name, struct text anchor)
{
	const char *path = named_place(c, name, anchor);
	if (path == NULL) {
		path = arena_printf(c->arena, "%.*s.html", TEXT_ARG(name));
		if (plan_page(c->plan, path) == NULL)
			return NULL;
	}
	const char *href = href_to(c, path);
	/* Of a record in a volume it is a place within its place. */
	return anchor.len == 0
	    ? href
	    : arena_printf(c->arena, "%s%s%.*s", href,
		  strchr(href, '#') == NULL ? "#" : WITHIN, TEXT_ARG(anchor));
}

/* about#days → about.html and #days; a period may have no page. */
static const char *
page_link_href(const struct composing *c, struct text address,
    struct span where)
{
	struct text name, anchor;
	text_split(address, '#', &name, &anchor);
	if (c->shared)
		return NULL;
	const char *href = page_href(c, name, anchor);
	if (href == NULL &&
	    !page_may_lack(
		arena_printf(c->arena, "%.*s.html", TEXT_ARG(name))))
		diag_at(c->diags, &rules[RULE_LINK_DEAD], where,
		    "this link leads to a page that there is not: %.*s",
		    TEXT_ARG(name));
	return href;
}

/* Where it leads; NULL: the edition has none, or not for all who see this. */
static const char *
link_path(const struct composing *c, struct link link)
{
	if (link.kind == LINK_ORGANISATION) {
		const struct view_organisation *o =
		    c->shared ? NULL : view_organisation(c->view, link.id);
		return o == NULL ? NULL : organisation_path(c->arena, o);
	}
	const struct view_entry *to =
	    link.kind == LINK_RECORD ? view_entry(c->view, link.id) : NULL;
	if (to == NULL || (c->shared && to->opaque))
		return NULL;
	/* Where it stands is not the same for all; each volume leads to the others. */
	if (c->shared && to->volume > 0)
		return volume_path(c->arena, to->organisation, to->period, 0);
	return entry_place(c->arena, to);
}

const char *
picture_path(struct arena *arena, const struct picture *picture)
{
	char hex[65];
	digest_hex(picture->digest, hex);
	return arena_printf(arena, "files/%.16s.%s", hex,
	    picture_suffix(picture));
}

/* Those that a release lets be seen; any other is its description. */
static void
picture_resolve(const struct composing *c, struct node *node,
    const struct view_entry *entry)
{
	struct text path = link_picture(c->arena, node->text,
	    entry == NULL || entry->opaque ? NULL : entry->id);
	const struct view_body *body =
	    entry == NULL ? NULL : entry_body(entry);
	for (size_t i = 0; body != NULL && i < body->picture_count; i++) {
		const struct view_picture *picture = &body->pictures[i];
		if (!text_is(path, picture->path))
			continue;
		/* What several editions have outlives this view. */
		node->picture = c->shared
		    ? picture_copy(c->arena, picture->picture)
		    : picture->picture;
		node->text = text_of(href_to(
		    c, picture_path(c->arena, picture->picture)));
		return;
	}
	node_replace(node, node->first);
}

/* A link that leads to no page of this edition becomes its words. */
static void
link_resolve(const struct composing *c, struct node *node,
    const struct view_entry *entry)
{
	if (node->kind == NODE_IMAGE) {
		picture_resolve(c, node, entry);
		return;
	}
	struct link link = link_read(c->arena, node->text,
	    entry == NULL || entry->opaque ? NULL : entry->id);
	if (link.kind == LINK_OUTSIDE)
		return;
	const char *path =
	    link.kind == LINK_PAGE ? NULL : link_path(c, link);
	const char *href = link.kind == LINK_PAGE
	    ? page_link_href(c, link.id, node->span)
	    : path == NULL ? NULL
			   : href_to(c, path);
	if (href == NULL)
		node_replace(node, node->first);
	else
		node->text = text_of(href);
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
