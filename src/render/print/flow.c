#include "render/print/flow.h"

#include <stdio.h>
#include "render/print/figure.h"
#include "render/print/plate.h"
#include "render/print/ruled.h"

/* PRINT.md row 4; a quote stands in by as much, on both sides. */
#define INDENT (2 * LINE_CELL)
/* A thematic break, a third of the line wide. */
#define BREAK_STROKE MM(0.35)

/* One list the walk is in. */
struct list {
	struct list *outer;
	bool ordered;
	char delimiter;
	int number;   /* of the item the walk is in */
	bool pending; /* the number is not printed yet */
	const struct element *item; /* that the walk is in */
};

struct flow {
	struct galley *galley;
	struct list *list; /* innermost, or NULL */
	int quotes;
	const struct element *inside; /* of quotes and lists; or NULL */
};

static struct style
style_of(const struct flow *flow, const char *tag)
{
	struct arena *arena = flow->galley->arena;
	struct style style = { .setting = flow->galley->body, .first = INDENT,
		.element = element_new(arena, tag, flow->inside) };
	if (flow->quotes > 0)
		style.left = style.right = INDENT;
	return style;
}

static enum font_role
role_of(const struct flow *flow)
{
	return flow->quotes > 0 ? FONT_KAI : FONT_FANG;
}

/* ---- leaves ---- */

/* Is the number of an item still to come? */
static bool
has_number(const struct flow *flow)
{
	const struct list *list = flow->list;
	return list != NULL && list->ordered && list->pending;
}

/* 1. or （1） before the first paragraph of an item. */
static void
add_number(struct flow *flow, struct letters *letters, const struct node *node)
{
	char number[32];
	struct list *list = flow->list;
	if (!has_number(flow))
		return;
	snprintf(number, sizeof(number),
	    list->delimiter == ')' ? "（%d）" : "%d.", list->number);
	letters_add(letters, text_of(number), role_of(flow), node->span);
	const struct element *label = element_new(flow->galley->arena, "Lbl",
	    list->item);
	for (size_t i = 0; i < letters->count; i++)
		letters->items[i].element = label;
	list->pending = false;
}

/* By itself, where no paragraph is first that it can stand before. */
static void
add_number_alone(struct flow *flow, const struct node *node, bool keep)
{
	if (!has_number(flow))
		return;
	struct letters number = { .arena = flow->galley->shaper->scratch };
	struct style style = style_of(flow, "P");
	add_number(flow, &number, node);
	style.keep = keep;
	galley_add_paragraph(flow->galley, &number, &style);
}

/* In a line of text a picture is what it is called; it stands below. */
static void
add_paragraph(struct flow *flow, const struct node *node)
{
	struct letters number = { .arena = flow->galley->shaper->scratch };
	struct letters text = { .arena = flow->galley->shaper->scratch };
	struct style style = style_of(flow, "P");
	if (!node_is_pictures(node))
		letters_add_inlines(&text, node, role_of(flow));
	letters_tidy(&text);
	add_number(flow, &number, node);
	letters_join(&number, &text);
	if (number.count > 0 || node->first == NULL)
		galley_add_paragraph(flow->galley, &number, &style);
	plates_add(flow->galley, node, flow->inside);
}

static void
add_heading(struct flow *flow, const struct node *node)
{
	static const enum font_role roles[] = { FONT_HEI, FONT_HEI, FONT_KAI,
		FONT_FANG, FONT_FANG, FONT_FANG };
	static const char *const tags[] = { "H2", "H2", "H3", "H4", "H5",
		"H6" };
	int level = node->level < 1 ? 1 : node->level > 6 ? 6 : node->level;
	struct letters letters = { .arena = flow->galley->shaper->scratch };
	struct style style = style_of(flow, tags[level - 1]);
	letters_add_inlines(&letters, node, roles[level - 1]);
	letters_tidy(&letters);
	style.keep = true;
	style.level = level < 2 ? 2 : level;
	style.bookmark = letters_string(&letters, flow->galley->arena);
	galley_add_paragraph(flow->galley, &letters, &style);
	plates_add(flow->galley, node, flow->inside);
}

/* Text as it was written: every line by itself. */
static void
add_verbatim(struct flow *flow, const struct node *node)
{
	struct text line, rest = node->text;
	struct style style = style_of(flow, "P");
	style.left += INDENT;
	style.first = 0;
	style.align = ALIGN_LEFT;
	while (rest.len > 0) {
		struct letters letters = {
			.arena = flow->galley->shaper->scratch };
		text_split(rest, '\n', &line, &rest);
		letters_add(&letters, line, role_of(flow), node->span);
		if (letters.count > 0)
			galley_add_paragraph(flow->galley, &letters, &style);
		else
			galley_add_blank(flow->galley, 0);
	}
}

static void
add_break(struct flow *flow)
{
	double width = galley_width(flow->galley), y = flow->galley->pitch / 2;
	struct strip *strip = galley_add(flow->galley);
	struct stroke stroke = { width / 3, y, width * 2 / 3, y, BREAK_STROKE };
	items_add_stroke(&strip->items, flow->galley->arena, stroke, INK_BLACK);
}

/* ---- the walk ---- */

static void
go_into(struct flow *flow, const char *tag)
{
	flow->inside = element_new(flow->galley->arena, tag, flow->inside);
}

static void
enter_list(struct flow *flow, const struct node *node)
{
	struct list *list = ARENA_NEW(flow->galley->arena, struct list);
	*list = (struct list){ .outer = flow->list, .ordered = node->ordered,
		.delimiter = node->delimiter, .number = node->level - 1 };
	flow->list = list;
	go_into(flow, "L");
}

static void
enter_item(struct flow *flow)
{
	if (flow->list == NULL)
		return;
	flow->list->number++;
	flow->list->pending = true;
	go_into(flow, "LI");
	flow->list->item = flow->inside;
	go_into(flow, "LBody");
}

/* A block without blocks inside; false when there is more to walk. */
static bool
add_leaf(struct flow *flow, const struct node *node)
{
	switch (node->kind) {
	case NODE_PARAGRAPH:
		add_paragraph(flow, node);
		return true;
	case NODE_HEADING:
		add_heading(flow, node);
		return true;
	case NODE_CODE_BLOCK:
	case NODE_HTML_BLOCK:
		add_verbatim(flow, node);
		return true;
	case NODE_RULE:
		add_break(flow);
		return true;
	case NODE_TABLE:
		ruled_add(flow->galley, node, flow->inside);
		plates_add(flow->galley, node, flow->inside);
		return true;
	case NODE_CHART:
		figure_add(flow->galley, node, flow->inside);
		return true;
	default:
		return false;
	}
}

static void
enter(struct flow *flow, const struct node *node)
{
	if (node->kind == NODE_LIST)
		enter_list(flow, node);
	else if (node->kind == NODE_ITEM)
		enter_item(flow);
	else if (node->kind == NODE_QUOTE) {
		flow->quotes++;
		go_into(flow, "BlockQuote");
	}
}

static void
leave(struct flow *flow, const struct node *node)
{
	if (node->kind == NODE_LIST)
		flow->list = flow->list->outer;
	else if (node->kind == NODE_ITEM && flow->list != NULL) {
		add_number_alone(flow, node, false); /* of an empty one */
		flow->inside = flow->inside->parent;
	} else if (node->kind == NODE_QUOTE)
		flow->quotes--;
	else
		return;
	flow->inside = flow->inside->parent;
}

void
flow_add(struct galley *galley, const struct node *body,
    const struct element *inside)
{
	struct flow flow = { .galley = galley, .inside = inside };
	struct node_step step = { (struct node *)body, true };
	do {
		/* A quote's first paragraph takes it, too. */
		if (step.entering && step.node->kind != NODE_PARAGRAPH &&
		    step.node->kind != NODE_QUOTE)
			add_number_alone(&flow, step.node, true);
		if (!step.entering)
			leave(&flow, step.node);
		else if (add_leaf(&flow, step.node))
			step.entering = false;
		else
			enter(&flow, step.node);
		shaper_reset(galley->shaper);
	} while (node_next(body, &step));
}
