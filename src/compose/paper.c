#include "compose/paper.h"

#include "base/date.h"

/* ---- pieces ---- */

static struct node *
block(const struct pen *pen, enum node_kind kind, struct node *parent)
{
	struct node *node = node_new(pen->arena, kind);
	node->span = pen->span;
	if (parent != NULL)
		node_append(parent, node);
	return node;
}

static void
inlines(const struct pen *pen, struct node *parent, const char *text)
{
	struct text rest = text_of(text == NULL ? "" : text);
	while (rest.len > 0) {
		struct text line, after;
		bool more = text_split(rest, '\n', &line, &after);
		if (line.len > 0) {
			struct node *node = node_text(pen->arena, line);
			node->span = pen->span;
			node_append(parent, node);
		}
		if (more)
			block(pen, NODE_LINE_BREAK, parent);
		rest = after;
	}
}

struct node *
pen_document(const struct pen *pen)
{
	return block(pen, NODE_DOCUMENT, NULL);
}

void
pen_heading(const struct pen *pen, struct node *parent, int level,
    const char *text)
{
	struct node *heading = block(pen, NODE_HEADING, parent);
	heading->level = level;
	inlines(pen, heading, text);
}

void
pen_paragraph(const struct pen *pen, struct node *parent, const char *text)
{
	if (text != NULL && *text != '\0')
		inlines(pen, block(pen, NODE_PARAGRAPH, parent), text);
}

struct node *
pen_row(const struct pen *pen, struct node *table)
{
	return block(pen, NODE_ROW, table);
}

void
pen_cell(const struct pen *pen, struct node *row, const char *text,
    enum node_align align)
{
	struct node *cell = block(pen, NODE_CELL, row);
	cell->align = align;
	inlines(pen, cell, text);
}

struct node *
pen_table(const struct pen *pen, struct node *parent,
    const char *const *titles, size_t columns)
{
	struct node *table = block(pen, NODE_TABLE, parent);
	if (columns == 0)
		return table;
	struct node *head = pen_row(pen, table);
	table->level = 1;
	for (size_t i = 0; i < columns; i++)
		pen_cell(pen, head, titles[i], ALIGN_NONE);
	return table;
}

/* ---- what papers share ---- */

struct composing
paper_begin(struct arena *arena, const struct view *view,
    const struct page_filter *filter, struct diags *diags)
{
	struct page *page = ARENA_NEW(arena, struct page);
	*page = (struct page){ .path = "" };
	struct composing c =
	    composing_of(arena, plan_bare(arena, view), page, diags);
	c.shared = true;
	c.filter = filter;
	return c;
}

/* As if its page were being made. */
static struct composing
turn_to(const struct composing *c, const struct view_entry *entry)
{
	struct composing turned = *c;
	struct page *page = ARENA_NEW(c->arena, struct page);
	*page = (struct page){ .path = entry_path(c->arena, entry),
		.title = entry_title(c->arena, c->view, entry),
		.entry = entry };
	turned.page = page;
	return turned;
}

bool
paper_chooses(const struct paper_choice *choice,
    const struct view_entry *entry)
{
	const struct view_organisation *o = entry->organisation;
	if (choice->period != NULL &&
	    strcmp(entry->period, choice->period->id) != 0)
		return false;
	while (choice->within != NULL && o != NULL && o != choice->within)
		o = o->superior;
	return choice->within == NULL || o != NULL;
}

bool
paper_is_draft(const struct composing *c, const char *period)
{
	return !c->view->edition->office &&
	    edition_is_draft(c->view->edition, c->view->programme, period);
}

const char *
paper_marked(const struct composing *c, bool draft, const char *words)
{
	bool given = words != NULL && *words != '\0';
	if (!draft)
		return given ? words : NULL;
	return given ? arena_printf(c->arena, "送审稿　%s", words) : "送审稿";
}

const char *
paper_as_of(struct arena *arena, const char *iso)
{
	return arena_printf(arena, "截至%s", date_in_han(arena, iso));
}

/* Above those that are there; it need not be the first in the official order. */
static const struct view_organisation *
top_of(const struct view *view)
{
	const struct view_organisation *o = NULL;
	for (size_t i = 0; i < view->organisation_count && o == NULL; i++)
		if (view->organisations[i]->active)
			o = view->organisations[i];
	while (o != NULL && o->superior != NULL)
		o = o->superior;
	return o;
}

const char *
paper_unit(const struct composing *c, const struct paper_choice *choice)
{
	const struct view *view = c->view;
	const struct view_organisation *o =
	    choice->within != NULL ? choice->within : top_of(view);
	const char *name = o == NULL ? "" : o->name;
	return view->edition->office
	    ? name
	    : arena_printf(c->arena, "%s　%s", name, view->edition->title);
}

/* ---- facts ---- */

/* The main text, what else there is of it in brackets. */
static const char *
parts_words(const struct composing *c, const struct value *parts)
{
	const struct shape *pledge = field_find(
	    kind_find(TEXT_LIT("report")), TEXT_LIT("pledges"))->shape;
	const char *state = field_label(
	    c->view, field_find(pledge, TEXT_LIT("state")));
	const char *main = "", *more = "";
	for (size_t i = 0; i < value_count(parts); i++) {
		const struct value *part = value_item(parts, i);
		const char *label = value_get_string(part, "label");
		const char *text = value_get_string(part, "text");
		if (text == NULL)
			continue;
		if (label == NULL)
			main = arena_printf(c->arena, "%s%s", main, text);
		else if (strcmp(label, state) == 0) /* 已兑现 says what it is */
			more = arena_printf(c->arena, "%s%s",
			    with_mark(c->arena, more, "；"), text);
		else
			more = arena_printf(c->arena, "%s%s：%s",
			    with_mark(c->arena, more, "；"), label, text);
	}
	return *more == '\0' ? main
	    : arena_printf(c->arena, "%s（%s）", without_stop(c->arena, main),
		without_stop(c->arena, more));
}

const char *
fact_text(const struct composing *c, const struct value *fact)
{
	struct buf buf = BUF_INIT;
	const struct value *items = value_get(fact, "items");
	const char *text = value_get_string(fact, "text");
	if (text != NULL)
		buf_puts(&buf, text);
	for (size_t i = 0; i < value_count(items); i++) {
		const struct value *item = value_item(items, i);
		buf_puts(&buf, buf.len > 0 ? "\n" : "");
		if (value_count(items) > 1)
			buf_printf(&buf, "%zu．", i + 1);
		if (item->kind == VALUE_MAP)
			buf_puts(&buf,
			    parts_words(c, value_get(item, "parts")));
		else
			buf_puts(&buf, value_as_string(item));
	}
	return buf_detach(c->arena, &buf).at;
}

/* ---- a record ---- */

static void
fact_row(const struct pen *pen, struct node *table, const char *label,
    const char *text)
{
	struct node *row = pen_row(pen, table);
	pen_cell(pen, row, label, ALIGN_CENTRE);
	pen_cell(pen, row, text, ALIGN_LEFT);
}

static void
facts_put(const struct composing *c, const struct pen *pen, struct node *body,
    const struct view_entry *entry, const struct value *data)
{
	const struct value *facts = value_get(data, "facts");
	const struct value *review = value_get(data, "review");
	struct node *table = pen_table(pen, body, NULL, 0);
	if (review != NULL)
		fact_row(pen, table, strings_get(c->strings, "record_review"),
		    value_get_string(review, "title"));
	for (size_t i = 0; i < value_count(facts); i++)
		fact_row(pen, table,
		    value_get_string(value_item(facts, i), "label"),
		    fact_text(c, value_item(facts, i)));
	for (size_t i = 0; i < entry_amendments(entry)->count; i++)
		fact_row(pen, table,
		    strings_kind(c->strings, kind_find(TEXT_LIT("amendment"))),
		    amendment_note(c, entry_amendments(entry)->items[i]));
	if (table->first == NULL)
		node_remove(table);
}

static void
sections_put(const struct pen *pen, struct node *body,
    const struct value *sections)
{
	for (size_t i = 0; i < value_count(sections); i++) {
		const struct value *section = value_item(sections, i);
		const char *title = value_get_string(section, "title");
		if (title != NULL)
			pen_heading(pen, body, 2, title);
		node_take_all(body,
		    node_copy(pen->arena, value_get(section, "body")->node));
	}
}

const struct paper *
record_paper(const struct composing *c, const struct view_entry *entry)
{
	struct composing own = turn_to(c, entry);
	struct pen pen = { c->arena, entry->span };
	struct paper *paper = ARENA_NEW(c->arena, struct paper);
	struct node *body = pen_document(&pen);
	const struct value *data = record_make(&own);
	facts_put(c, &pen, body, entry, data);
	sections_put(&pen, body, value_get(data, "sections"));
	*paper = (struct paper){ .id = entry->id,
		.span = entry->span,
		.title = own.page->title,
		.left = entry->organisation == NULL ? NULL
						    : entry->organisation->name,
		.right = paper_marked(c, paper_is_draft(c, entry->period),
		    day_words(c, entry_day(entry))),
		.body = body };
	return paper;
}

/* ---- a reply ---- */

static const char *
item_words(const struct composing *c, const struct view_entry *reply,
    const struct value *item, const char *name)
{
	const struct field *items = field_find(reply->kind, TEXT_LIT("items"));
	const struct field *field = field_find(items->shape, text_of(name));
	const struct value *value = value_get(item, name);
	return value == NULL ? "" : fact_words(c, reply, field, item, value);
}

/* What shows how far it is; of an extension also its reason. */
static const char *
item_evidence(const struct composing *c, const struct view_entry *reply,
    const struct value *item)
{
	const char *evidence = item_words(c, reply, item, "evidence");
	const char *reason = item_words(c, reply, item, "reason");
	return *reason == '\0' ? evidence
	    : arena_printf(c->arena, "%s延期理由：%s",
		with_mark(c->arena, evidence, "；"), reason);
}

static void
items_put(const struct composing *c, const struct pen *pen, struct node *body,
    const struct view_entry *reply)
{
	static const char *const titles[] = { "存在的问题", "整改措施", "进展",
		"佐证", "新的时限" };
	const struct value *items = entry_get(reply, "items");
	const char *before = "";
	bool extended = false;
	for (size_t i = 0; i < value_count(items); i++)
		extended |= value_get(value_item(items, i), "due") != NULL;
	if (value_count(items) == 0)
		return;
	struct node *table = pen_table(pen, body, titles, extended ? 5 : 4);
	for (size_t i = 0; i < value_count(items); i++) {
		const struct value *item = value_item(items, i);
		struct node *row = pen_row(pen, table);
		const char *problem = item_words(c, reply, item, "problem");
		bool same = *problem != '\0' && strcmp(problem, before) == 0;
		pen_cell(pen, row, same ? "同上" : problem, ALIGN_LEFT);
		pen_cell(pen, row, item_words(c, reply, item, "measure"),
		    ALIGN_LEFT);
		pen_cell(pen, row, item_words(c, reply, item, "state"),
		    ALIGN_CENTRE);
		pen_cell(pen, row, item_evidence(c, reply, item), ALIGN_LEFT);
		if (extended)
			pen_cell(pen, row,
			    paper_day_lines(c, value_get_string(item, "due")),
			    ALIGN_CENTRE);
		before = problem;
	}
}

/* Who replies: whom the record names, else whom the review was of. */
static const char *
replier(const struct composing *c, const struct view_entry *reply)
{
	const char *from = field_words(c->arena, c->view, reply, "from");
	if (*from != '\0')
		return from;
	return reply->person != NULL ? person_words(c->strings, reply->person)
	    : reply->organisation != NULL ? reply->organisation->name
					  : "";
}

static const char *
letter_title(const struct composing *c, const struct view_entry *reply)
{
	const char *period = entry_review(reply) == NULL ? reply->period
						   : entry_review(reply)->period;
	return arena_printf(c->arena, "关于%s领导点评意见整改情况的回复",
	    term_words(c, VOCABULARY_PERIOD, period));
}

const struct circular *
reply_letter(const struct composing *c, const struct view_entry *reply)
{
	struct composing own = turn_to(c, reply);
	struct pen pen = { c->arena, reply->span };
	struct circular *letter = ARENA_NEW(c->arena, struct circular);
	const char **issuer = ARENA_NEW(c->arena, const char *);
	const char *reviewer = entry_review(reply) == NULL
	    ? ""
	    : field_words(c->arena, c->view, entry_review(reply), "reviewer");
	struct node *body = pen_document(&pen);
	*issuer = replier(c, reply);
	const struct view_body *said = entry_body(reply);
	for (size_t i = 0; i < said->section_count; i++) {
		const struct view_section *section = &said->sections[i];
		if (*section->title != '\0')
			pen_heading(&pen, body, 2, section->title);
		node_take_all(body,
		    text_make(&own, section->body, section->span, reply));
	}
	items_put(c, &pen, body, reply);
	*letter = (struct circular){ .id = reply->id,
		.span = reply->span,
		.style = CIRCULAR_LETTER,
		.draft = paper_is_draft(c, reply->period),
		.mark = reply->organisation == NULL
		    ? *issuer
		    : reply->organisation->name,
		.title = letter_title(c, reply),
		.addressees = *reviewer == '\0'
		    ? NULL
		    : arena_printf(c->arena, "%s同志", reviewer),
		.issuers = { issuer, **issuer != '\0' },
		.date = entry_day(reply),
		.options = c->view->site->print,
		.body = body };
	return letter;
}
