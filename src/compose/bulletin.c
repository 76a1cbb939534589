#include "compose/page.h"

/* `{lua} …` in a code span, and a fenced block whose info is {lua}. */
static bool
is_live(const struct node *node)
{
	return (node->kind == NODE_CODE && text_starts(node->text, "{lua}")) ||
	    (node->kind == NODE_CODE_BLOCK && text_is(node->title, "{lua}"));
}

static int
live_replace(struct arena *arena, struct node *node, const char *period,
    struct edition_filter *filter, struct diags *diags)
{
	bool is_inline = node->kind == NODE_CODE;
	struct text code = node->text;
	if (is_inline)
		code = text_from(code, strlen("{lua}"));
	struct node *made = edition_filter_live(
	    filter, arena, code, is_inline, period, node->span, diags);
	if (made == NULL)
		return -1;
	/* A chunk may give several blocks in a document. */
	if (made->kind == NODE_DOCUMENT)
		made = made->first;
	node_replace(node, made);
	return 0;
}

static int
live_run(struct arena *arena, struct node *root, const char *period,
    struct edition_filter *filter, struct diags *diags)
{
	/* Collected first: evaluating changes the tree. */
	struct node **live = NULL;
	size_t count = 0, capacity = 0;
	struct node_step step = { root, true };
	do {
		if (!step.entering || !is_live(step.node))
			continue;
		ARENA_ROOM(arena, live, count, capacity);
		live[count++] = step.node;
	} while (node_next(root, &step));
	int status = 0;
	for (size_t i = 0; i < count; i++)
		status |= live_replace(arena, live[i], period, filter, diags);
	return status;
}

static void
section_append(const struct composing *c, struct node *body,
    const struct view_section *section)
{
	if (*section->title != '\0') {
		struct node *heading = node_new(c->arena, NODE_HEADING);
		heading->level = 2;
		heading->span = section->span;
		node_append(
		    heading, node_text(c->arena, text_of(section->title)));
		node_append(body, heading);
	}
	struct node *text = text_parse(c, section->body, section->span);
	while (text->first != NULL) {
		struct node *block = text->first;
		node_remove(block);
		node_append(body, block);
	}
}

/* A field's text, NULL when absent; it must outlive the view. */
static const char *
text_of_field(
    struct arena *arena, const struct view_entry *entry, const char *name)
{
	const struct value *value = entry_get(entry, name);
	return value == NULL ? NULL : arena_string(arena, value->text.at);
}

/* 各党总支、各直属党支部: whom a field lists; NULL when there are none. */
static const char *
offices_of(struct arena *arena, const struct view_entry *entry,
    const char *field, const char *between)
{
	const struct value *list = entry_get(entry, field);
	return value_count(list) == 0 ? NULL
				      : texts_joined(arena, list, between);
}

static struct circular
circular_make(struct arena *arena, const struct view_entry *entry,
    const struct node *body)
{
	struct circular circular = {
		.id = arena_string(arena, entry->id),
		.span = entry->span,
		.mark = text_of_field(arena, entry, "mark"),
		.number = text_of_field(arena, entry, "number"),
		.title = text_of_field(arena, entry, "title"),
		.addressees = offices_of(arena, entry, "addressees", "、"),
		.signature = text_of_field(arena, entry, "issuer"),
		.date = arena_string(arena, entry->date),
		.note = text_of_field(arena, entry, "note"),
		.copies = offices_of(arena, entry, "copies", "，"),
		.printer = text_of_field(arena, entry, "issuer"),
		.body = body,
	};
	if (circular.mark == NULL)
		circular.mark = arena_printf(arena, "%s文件",
		    circular.signature == NULL ? "" : circular.signature);
	return circular;
}

int
bulletin_make(struct bulletin *bulletin, struct arena *arena,
    const struct view *view, const struct view_entry *entry,
    struct edition_filter *filter, struct diags *diags)
{
	struct page page = { .path = entry_path(arena, entry), .entry = entry };
	struct composing c = { .arena = arena,
		.view = view,
		.strings = view->site->strings,
		.page = &page,
		.diags = diags,
		.shared = true };
	struct node *body = node_new(arena, NODE_DOCUMENT);
	body->span = entry->span;
	for (size_t i = 0; i < entry->section_count; i++)
		section_append(&c, body, &entry->sections[i]);
	if (live_run(arena, body, entry->period, filter, diags) != 0 ||
	    edition_filter_elements(filter, arena, body, entry, diags) != 0)
		return -1;
	links_resolve(&c, body, entry);
	const struct strings *strings = view->site->strings;
	*bulletin = (struct bulletin){
		.id = arena_string(arena, entry->id),
		.circular = circular_make(arena, entry, body),
		.mark = text_of_field(arena, entry, "mark"),
		.addressees = offices_of(arena, entry, "addressees",
		    strings_get(strings, "list_comma")),
		.copies = offices_of(
		    arena, entry, "copies", strings_get(strings, "comma")),
	};
	if (bulletin->mark == NULL)
		bulletin->mark = strings_fill(arena, strings, "mark_of",
		    "issuer", entry_string(entry, "issuer"), NULL);
	bulletin->circular.options = view->site->print;
	bulletin->circular.draft = edition_is_draft(
	    view->edition, view->programme, entry->period);
	PLANT(blank, bulletin->circular.planted = view->planted);
	PLANT(metadata, bulletin->circular.planted = view->planted);
	return 0;
}

struct value *
bulletin_page_make(const struct composing *c)
{
	const struct bulletin *bulletin =
	    bulletin_find(c->plan->bulletins, c->page->entry->id);
	if (bulletin == NULL)
		BUG("a bulletin that was not composed");
	const struct circular *circular = &bulletin->circular;
	struct value *data = value_map(c->arena);
	const struct {
		const char *key, *text;
	} texts[] = {
		{ "title", circular->title },
		{ "mark", bulletin->mark },
		{ "number", circular->number },
		{ "addressees", bulletin->addressees },
		{ "copies", bulletin->copies },
		{ "signature", circular->signature },
		{ "date", day_words(c, circular->date) },
		{ "note", circular->note },
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		value_set_literal(c->arena, data, texts[i].key,
		    shown_text(c->arena, texts[i].text));
	amendments_set(c, data, c->page->entry);
	value_set_literal(
	    c->arena, data, "body", value_node(c->arena, circular->body));
	if (bulletin->has_print)
		value_set_literal(c->arena, data, "pdf_href",
		    shown_text(c->arena,
			href_to(c,
			    arena_printf(
				c->arena, "record/%s.pdf", bulletin->id))));
	return data;
}
