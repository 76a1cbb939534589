#include "render/plain.h"

/* What has lines of its own. */
static bool
is_leaf(const struct node *node)
{
	switch (node->kind) {
	case NODE_PARAGRAPH:
	case NODE_HEADING:
	case NODE_CODE_BLOCK:
	case NODE_HTML_BLOCK:
	case NODE_RULE:
	case NODE_ROW:
	case NODE_CHART:
		return true;
	default:
		return false;
	}
}

/* Does the leaf begin what `around` is? */
static bool
begins(const struct node *leaf, const struct node *around)
{
	for (; leaf != around; leaf = leaf->parent)
		if (leaf->previous != NULL)
			return false;
	return true;
}

/* ---- before a line ---- */

struct writer {
	struct buf *out;
	const struct node *root;
	/* Of each item that the walk is in, from the outside in. */
	struct arena *arena;
	int *numbers;
	size_t depth, capacity;
};

/* Counted as the walk comes by: a list may have as many items as there is room. */
static void
item_count(struct writer *w, const struct node *node, bool entering)
{
	if (node->kind == NODE_LIST && entering) {
		ARENA_ROOM(w->arena, w->numbers, w->depth, w->capacity);
		w->numbers[w->depth++] = node->level - 1;
	} else if (node->kind == NODE_LIST) {
		w->depth--;
	} else if (node->kind == NODE_ITEM && entering && w->depth > 0) {
		w->numbers[w->depth - 1]++;
	}
}

static void
item_mark(struct buf *out, const struct node *item, int number, bool first)
{
	const struct node *list = item->parent;
	size_t at = out->len;
	if (list->ordered)
		buf_printf(out, "%d%c ", number, list->delimiter);
	else
		buf_puts(out, "- ");
	if (!first)
		memset(out->at + at, ' ', out->len - at);
}

/* Of all that the leaf lies in; `first`: of its lines. */
static void
line_begin(const struct writer *w, const struct node *leaf, bool first)
{
	size_t depth = 0, items = 0;
	for (const struct node *n = leaf; n != w->root; n = n->parent)
		depth++;
	for (; depth > 0; depth--) {
		const struct node *around = leaf;
		for (size_t up = 1; up < depth; up++)
			around = around->parent;
		if (around->kind == NODE_QUOTE)
			buf_puts(w->out, "> ");
		else if (around->kind == NODE_ITEM)
			item_mark(w->out, around, w->numbers[items++],
			    first && begins(leaf, around));
	}
}

/* Rows, and items of a list that is tight. */
static bool
is_close(const struct node *leaf)
{
	if (leaf->kind == NODE_ROW)
		return leaf->previous != NULL;
	const struct node *around = leaf;
	while (around->previous == NULL && around->parent != NULL &&
	    around->kind != NODE_ITEM)
		around = around->parent;
	if (around->kind != NODE_ITEM || !around->parent->tight)
		return false;
	return around->previous != NULL ||
	    (around->parent->parent != NULL &&
		around->parent->parent->kind == NODE_ITEM);
}

/* ---- a line ---- */

static void
inline_put(const struct writer *w, const struct node *leaf,
    const struct node *node)
{
	struct buf *out = w->out;
	switch (node->kind) {
	case NODE_TEXT:
	case NODE_CODE:
	case NODE_HTML:
		buf_putt(out, node->text);
		break;
	case NODE_SOFT_BREAK:
		buf_putc(out, ' ');
		break;
	case NODE_LINE_BREAK:
		buf_putc(out, '\n');
		line_begin(w, leaf, false);
		break;
	case NODE_CELL:
		if (node->previous != NULL)
			buf_puts(out, " | ");
		break;
	default:
		break;
	}
}

/* Code, HTML that is shown: its lines as they are. */
static void
lines_put(const struct writer *w, const struct node *leaf)
{
	struct text line, rest = leaf->text;
	while (text_ends(rest, "\n"))
		rest.len--;
	for (bool first = true; rest.len > 0; first = false) {
		text_split(rest, '\n', &line, &rest);
		if (!first) {
			buf_putc(w->out, '\n');
			line_begin(w, leaf, false);
		}
		buf_putt(w->out, line);
	}
}

static void
leaf_put(const struct writer *w, const struct node *leaf)
{
	struct buf *out = w->out;
	struct node_step step = { (struct node *)leaf, true };
	line_begin(w, leaf, true);
	if (leaf->kind == NODE_HEADING)
		buf_printf(out, "%.*s ", leaf->level, "######");
	if (leaf->kind == NODE_RULE)
		buf_puts(out, "* * *");
	lines_put(w, leaf);
	while (node_next(leaf, &step))
		if (step.entering)
			inline_put(w, leaf, step.node);
	buf_putc(out, '\n');
}

void
plain_put(struct buf *out, const struct node *root)
{
	struct node_step step = { (struct node *)root, true };
	struct writer w = { .out = out, .root = root, .arena = arena_new() };
	bool any = false;
	do {
		const struct node *node = step.node;
		item_count(&w, node, step.entering);
		bool caption = node->kind == NODE_TABLE && node->text.len > 0;
		if (!step.entering || (!is_leaf(node) && !caption))
			continue;
		if (any && (caption || !is_close(node)))
			buf_putc(out, '\n');
		any = true;
		if (caption) {
			line_begin(&w, node, true);
			buf_putt(out, node->text);
			buf_putc(out, '\n');
		} else {
			leaf_put(&w, node);
		}
	} while (node_next(root, &step));
	arena_free(w.arena);
}
