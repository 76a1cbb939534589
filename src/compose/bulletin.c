#include "compose/page.h"

#include "base/picture.h"

#include <stdio.h>
#include "base/utf8.h"

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
		if (!step.entering || !node_is_live(step.node))
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
    const struct view_section *section, bool titled)
{
	if (titled && *section->title != '\0') {
		struct node *heading = node_new(c->arena, NODE_HEADING);
		heading->level = 2;
		heading->span = section->span;
		node_append(
		    heading, node_text(c->arena, text_of(section->title)));
		node_append(body, heading);
	}
	node_take_all(body, text_parse(c, section->body, section->span));
}

/* A field's text, NULL when absent; it must outlive the view. */
static const char *
text_of_field(
    struct arena *arena, const struct view_entry *entry, const char *name)
{
	const struct value *value = entry_get(entry, name);
	return value == NULL ? NULL : arena_string(arena, value->text.at);
}

static const char *
count_of_field(
    struct arena *arena, const struct view_entry *entry, const char *name)
{
	const struct value *value = entry_get(entry, name);
	return !value_is(value, VALUE_INTEGER) ? NULL
	    : arena_printf(arena, "%lld", (long long)value->integer);
}

/* What is printed in brackets: many write them, as on paper. */
static const char *
note_of(struct arena *arena, const struct view_entry *entry)
{
	const char *note = text_of_field(arena, entry, "note");
	return note == NULL ? NULL : without_brackets(arena, note);
}

/*
 * 各党总支、各直属党支部: whom a field lists, without the mark that comes
 * behind them; NULL when there are none.
 */
static const char *
offices_of(struct arena *arena, const struct view_entry *entry,
    const char *field, const char *between)
{
	const struct value *list = entry_get(entry, field);
	return value_count(list) == 0
	    ? NULL
	    : without_stop(arena, texts_joined(arena, list, between));
}

static struct names
names_of(struct arena *arena, const struct view_entry *entry, const char *field,
    const char *first)
{
	const struct value *list = entry_get(entry, field);
	size_t count = value_count(list), before = first != NULL;
	const char **items = ARENA_ARRAY(arena, const char *, count + before);
	if (first != NULL)
		items[0] = first;
	for (size_t i = 0; i < count; i++)
		items[before + i] =
		    arena_string(arena, value_item(list, i)->text.at);
	return (struct names){ items, count + before };
}

/* Whose hand it is from; of a newsletter all of them, on one line. */
static const char *
printer_of(struct arena *arena, const struct view_entry *entry,
    bool newsletter)
{
	const char *issuer = text_of_field(arena, entry, "issuer");
	const char *joint = newsletter
	    ? offices_of(arena, entry, "joint", "　")
	    : NULL;
	return joint == NULL || issuer == NULL
	    ? issuer
	    : arena_printf(arena, "%s　%s", issuer, joint);
}

/* NULL: the period is not sealed. */
static const char *
witness_of(struct arena *arena, const struct view *view, const char *period)
{
	const struct view_seal *seal = view_seal(view, period);
	return seal == NULL ? NULL : seal_witness(arena, seal);
}

/* ---- the text ---- */

/*
 * The attachment that a section is; the count of attachments when none.  Of
 * several of one title the first that has no body so far, or else the last.
 */
static size_t
attachment_of(const struct composing *c, const struct circular *circular,
    struct node *const *bodies, const char *title)
{
	size_t count = circular->attachment_count, found = count;
	title = count == 0 ? title : without_stop(c->arena, title);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(circular->attachments[i].title, title) != 0)
			continue;
		found = i;
		if (bodies[i] == NULL)
			break;
	}
	return found;
}

/* No mark stands behind the name of one (PRINT, row 13). */
static struct attachment *
attachments_make(struct arena *arena, const struct view_entry *entry,
    size_t *count)
{
	const struct value *list = entry_get(entry, "attachments");
	*count = value_count(list);
	struct attachment *attachments =
	    ARENA_ARRAY(arena, struct attachment, *count);
	for (size_t i = 0; i < *count; i++)
		attachments[i].title = without_stop(arena,
		    value_as_string(value_get(value_item(list, i), "title")));
	return attachments;
}

static struct node *
document_new(struct arena *arena, const struct view_entry *entry)
{
	struct node *body = node_new(arena, NODE_DOCUMENT);
	body->span = entry->span;
	return body;
}

static int
document_finish(const struct composing *c, struct node *body,
    const struct view_entry *entry, struct edition_filter *filter)
{
	if (live_run(c->arena, body, entry->period, filter, c->diags) != 0 ||
	    edition_filter_elements(filter, c->arena, body, entry,
		c->diags) != 0)
		return -1;
	links_resolve(c, body, entry);
	return 0;
}

/*
 * The sections as the body; those that bear the title of an attachment as that
 * attachment's body.
 */
static int
bodies_make(const struct composing *c, const struct view_entry *entry,
    struct edition_filter *filter, struct circular *circular)
{
	size_t count;
	struct attachment *attachments =
	    attachments_make(c->arena, entry, &count);
	circular->attachments = attachments;
	circular->attachment_count = count;
	struct node **bodies = ARENA_ARRAY(c->arena, struct node *, count + 1);
	bodies[count] = document_new(c->arena, entry);
	const struct view_body *body = entry_body(entry);
	for (size_t i = 0; i < body->section_count; i++) {
		const struct view_section *section = &body->sections[i];
		size_t to = attachment_of(
		    c, circular, bodies, section->title);
		if (bodies[to] == NULL)
			bodies[to] = document_new(c->arena, entry);
		section_append(c, bodies[to], section, to == count);
	}
	for (size_t i = 0; i <= count; i++)
		if (bodies[i] != NULL &&
		    document_finish(c, bodies[i], entry, filter) != 0)
			return -1;
	for (size_t i = 0; i < count; i++)
		attachments[i].body = bodies[i];
	circular->body = bodies[count];
	return 0;
}

/* ---- bulletins ---- */

static struct circular
circular_make(struct arena *arena, const struct view *view,
    const struct view_entry *entry)
{
	bool newsletter = text_is(text_of(entry_string(entry, "head")),
	    "newsletter");
	struct circular circular = {
		.id = arena_string(arena, entry->id),
		.span = entry->span,
		.style = newsletter ? CIRCULAR_NEWSLETTER : CIRCULAR_DOCUMENT,
		.serial = text_of_field(arena, entry, "serial"),
		.secrecy = text_of_field(arena, entry, "secrecy"),
		.urgency = text_of_field(arena, entry, "urgency"),
		.mark = text_of_field(arena, entry, "mark"),
		.signers = names_of(arena, entry, "signers", NULL),
		.number = text_of_field(arena, entry, "number"),
		.title = text_of_field(arena, entry, "title"),
		.addressees = offices_of(arena, entry, "addressees",
		    newsletter ? "，" : "、"),
		.issuers = names_of(arena, entry, "joint",
		    text_of_field(arena, entry, "issuer")),
		.sealed = value_is_true(entry_get(entry, "seal")),
		.date = arena_string(arena, entry->date),
		.note = note_of(arena, entry),
		.superiors = offices_of(arena, entry, "superiors", "，"),
		.copies = offices_of(arena, entry, "copies", "，"),
		.printed = count_of_field(arena, entry, "printed"),
		.printer = printer_of(arena, entry, newsletter),
		.witness = witness_of(arena, view, entry->period),
	};
	/* PRINT.md row 15: the note states the scope. */
	if (circular.note == NULL)
		circular.note =
		    arena_printf(arena, "公开范围：%s", view->audience);
	if (circular.mark == NULL && circular.issuers.count == 1)
		circular.mark = arena_printf(arena, "%s文件",
		    circular.issuers.items[0]);
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
	struct circular circular = circular_make(arena, view, entry);
	if (bodies_make(&c, entry, filter, &circular) != 0)
		return -1;
	const struct strings *strings = view->site->strings;
	*bulletin = (struct bulletin){
		.id = arena_string(arena, entry->id),
		.circular = circular,
		.mark = text_of_field(arena, entry, "mark"),
		.addressees = offices_of(arena, entry, "addressees",
		    strings_get(strings,
			circular.style == CIRCULAR_NEWSLETTER ? "comma" : "list_comma")),
		.copies = offices_of(
		    arena, entry, "copies", strings_get(strings, "comma")),
		.superiors = offices_of(
		    arena, entry, "superiors", strings_get(strings, "comma")),
	};
	bulletin->note = note_of(arena, entry);
	if (bulletin->note == NULL)
		bulletin->note = strings_fill(arena, strings, "bulletin_scope",
		    "audience", view->audience, NULL);
	bulletin->circular.notes = notes_make(&c, entry);
	if (bulletin->mark == NULL && circular.issuers.count == 1)
		bulletin->mark = strings_fill(arena, strings, "mark_of",
		    "issuer", entry_string(entry, "issuer"), NULL);
	bulletin->circular.options = view->site->print;
	bulletin->circular.draft = edition_is_draft(
	    view->edition, view->programme, entry->period);
	PLANT(blank, bulletin->circular.planted = view->planted);
	PLANT(metadata, bulletin->circular.planted = view->planted);
	return 0;
}

/* ---- the page ---- */

/* How many characters it has: what a style sheet can't know; 0 for NULL. */
static size_t
length_of(const char *text)
{
	return text == NULL ? 0 : utf8_count(text_of(text));
}

/* { names: [{ name, length }, …] }, so that a template can ask for any at all. */
static void
names_set(const struct composing *c, struct value *data, const char *key,
    const struct names *names)
{
	struct value *map = value_map(c->arena), *list = value_list(c->arena);
	for (size_t i = 0; i < names->count; i++) {
		struct value *item = value_map(c->arena);
		show_text(c, item, "name", names->items[i]);
		show_count(c, item, "length", length_of(names->items[i]));
		value_add(c->arena, list, item);
	}
	show_value(c, map, "names", list);
	if (names->count > 0)
		show_value(c, data, key, map);
}

/* A page for a printer holds its pictures itself: nothing else is loaded. */
static void
picture_inline(struct arena *arena, struct node *node)
{
	const struct picture *picture = node->picture;
	struct text bytes = base64_make(arena, picture->bytes);
	node->text = text_of(arena_printf(arena, "data:image/%s;base64,%.*s",
	    picture->kind == PICTURE_PNG ? "png" : "jpeg", (int)bytes.len,
	    bytes.at));
}

static struct value *
body_value(const struct composing *c, const struct node *body)
{
	if (strcmp(c->page->template, PRINT_TEMPLATE) != 0)
		return value_node(c->arena, body);
	struct node *copy = node_copy(c->arena, body);
	struct node_step step = { copy, true };
	do {
		if (step.entering && step.node->kind == NODE_IMAGE &&
		    step.node->picture != NULL)
			picture_inline(c->arena, step.node);
	} while (node_next(copy, &step));
	return value_node(c->arena, copy);
}

/*
 * As a list of numbers and titles; with their texts where they have any.  No
 * key is one of the bulletin's own, which a template would find instead.
 */
static struct value *
attachments_value(const struct composing *c, const struct circular *circular)
{
	struct arena *arena = c->arena;
	struct value *list = value_list(arena);
	for (size_t i = 0; i < circular->attachment_count; i++) {
		const struct attachment *attachment =
		    &circular->attachments[i];
		struct value *item = value_map(arena);
		if (circular->attachment_count > 1)
			show_text(c, item, "place",
			    arena_printf(arena, "%zu", i + 1));
		show_text(c, item, "title", attachment->title);
		if (attachment->body != NULL)
			show_value(
			    c, item, "text", body_value(c, attachment->body));
		show_bool(c, item, "first", i == 0);
		value_add(arena, list, item);
	}
	return list;
}

static void
texts_set(const struct composing *c, struct value *data,
    const struct bulletin *bulletin)
{
	const struct circular *circular = &bulletin->circular;
	const struct {
		const char *key, *text;
	} texts[] = {
		{ "title", circular->title },
		{ "mark", bulletin->mark },
		{ "number", circular->number },
		{ "serial", circular->serial },
		{ "secrecy", circular->secrecy },
		{ "urgency", circular->urgency },
		{ "addressees", bulletin->addressees },
		{ "superiors", bulletin->superiors },
		{ "copies", bulletin->copies },
		{ "printed", circular->printed },
		{ "witness", circular->witness },
		{ "signature", circular->printer },
		{ "date", day_words(c, circular->date) },
		{ "note", bulletin->note },
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		show_text(c, data, texts[i].key, texts[i].text);
}

/* As PRINT.md row 15 has it: without zeros in front. */
static struct value *
day_value(const struct composing *c, const char *iso)
{
	unsigned year, month, day;
	if (sscanf(iso, "%u-%u-%u", &year, &month, &day) != 3)
		return value_null(c->arena);
	struct value *map = value_map(c->arena);
	show_count(c, map, "year", year);
	show_count(c, map, "month", month);
	show_count(c, map, "day", day);
	return map;
}

/* Of the mark's longest line; 文件 beside several takes two more, and a gap. */
static size_t
mark_length(const struct circular *circular)
{
	size_t longest = 0;
	if (circular->mark != NULL)
		return length_of(circular->mark);
	for (size_t i = 0; i < circular->issuers.count; i++) {
		size_t length = length_of(circular->issuers.items[i]);
		longest = length > longest ? length : longest;
	}
	return longest + 3;
}

/* How many rows of 29 characters of 4号 a text with its label takes. */
static size_t
rows_of(const char *text, size_t label)
{
	return text == NULL ? 0 : (length_of(text) + 28 - label) / (29 - label);
}

/* Of the colophon, which a style sheet has to leave room for; one too many at most. */
static size_t
colophon_rows(const struct circular *circular)
{
	return rows_of(circular->superiors, 2) + rows_of(circular->copies, 3) +
	    (circular->witness != NULL ? 2 : 0) +
	    (circular->style == CIRCULAR_NEWSLETTER
		    ? rows_of(circular->addressees, 2) + 1
		    : rows_of(circular->printer, 13));
}

/*
 * What is other on paper, which is Chinese and has the layout of a document
 * whatever the site's language is; the rest is the page's.
 */
static struct value *
paper_make(const struct composing *c, const struct bulletin *bulletin)
{
	const struct circular *circular = &bulletin->circular;
	struct value *paper = value_map(c->arena);
	show_text(c, paper, "mark", circular->mark);
	show_count(c, paper, "mark_length", mark_length(circular));
	show_count(c, paper, "mark_lines",
	    circular->mark != NULL ? 1 : circular->issuers.count);
	show_count(c, paper, "signature_length", length_of(circular->printer));
	show_count(c, paper, "rows", colophon_rows(circular));
	show_text(c, paper, "addressees", circular->addressees);
	show_text(c, paper, "superiors", circular->superiors);
	show_text(c, paper, "copies", circular->copies);
	show_value(c, paper, "day", day_value(c, circular->date));
	show_bool(c, paper, "draft", circular->draft);
	show_bool(c, paper, "sealed", circular->sealed);
	show_bool(c, paper, "joint_sealed",
	    circular->sealed && circular->issuers.count > 1);
	if (bulletin->printed.pages > 0)
		show_count(c, paper, "pages", bulletin->printed.pages);
	names_set(c, paper, "title_lines", &bulletin->printed.title);
	names_set(c, paper, "notes", &circular->notes);
	PLANT(paper, show_text(c, paper, "number",
			 arena_printf(c->arena, "%zu", c->view->planted.hidden)));
	return paper;
}

/* Where it is, seen from the page; NULL unless the edition has it. */
static const char *
beside(const struct composing *c, const char *path)
{
	return plan_page(c->plan, path) == NULL ? NULL : href_to(c, path);
}

struct value *
bulletin_page_make(const struct composing *c)
{
	const struct bulletin *bulletin =
	    plan_bulletin(c->plan, c->page->entry->id);
	if (bulletin == NULL)
		BUG("a bulletin that was not composed");
	const struct circular *circular = &bulletin->circular;
	struct value *data = value_map(c->arena);
	texts_set(c, data, bulletin);
	show_bool(
	    c, data, "newsletter", circular->style == CIRCULAR_NEWSLETTER);
	/* Several issuers without a mark: their names are the mark. */
	if (circular->mark == NULL)
		names_set(c, data, "joint", &circular->issuers);
	names_set(c, data, "issuers", &circular->issuers);
	names_set(c, data, "signers", &circular->signers);
	show_value(c, data, "attachments", attachments_value(c, circular));
	amendments_set(c, data, c->page->entry);
	replaces_set(c, data, c->page->entry);
	show_value(c, data, "body", body_value(c, circular->body));
	show_value(c, data, "paper", paper_make(c, bulletin));
	show_text(c, data, "page_href",
	    beside(c, entry_path(c->arena, c->page->entry)));
	show_text(c, data, "print_href",
	    beside(c, print_path(c->arena, c->page->entry)));
	if (bulletin->has_print)
		show_text(c, data, "pdf_href",
		    href_to(c, pdf_path(c->arena, c->page->entry)));
	return data;
}
