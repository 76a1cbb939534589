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

static void
item_mark(struct buf *out, const struct node *item, bool first)
{
	const struct node *list = item->parent;
	int number = list->level;
	for (const struct node *n = item->previous; n != NULL; n = n->previous)
		number++;
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
line_begin(struct buf *out, const struct node *root, const struct node *leaf,
    bool first)
{
	size_t depth = 0;
	for (const struct node *n = leaf; n != root; n = n->parent)
		depth++;
	for (; depth > 0; depth--) {
		const struct node *around = leaf;
		for (size_t up = 1; up < depth; up++)
			around = around->parent;
		if (around->kind == NODE_QUOTE)
			buf_puts(out, "> ");
		else if (around->kind == NODE_ITEM)
			item_mark(out, around, first && begins(leaf, around));
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
inline_put(struct buf *out, const struct node *root, const struct node *leaf,
    const struct node *node)
{
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
		line_begin(out, root, leaf, false);
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
lines_put(struct buf *out, const struct node *root, const struct node *leaf)
{
	struct text line, rest = leaf->text;
	while (text_ends(rest, "\n"))
		rest.len--;
	for (bool first = true; rest.len > 0; first = false) {
		text_split(rest, '\n', &line, &rest);
		if (!first) {
			buf_putc(out, '\n');
			line_begin(out, root, leaf, false);
		}
		buf_putt(out, line);
	}
}

static void
leaf_put(struct buf *out, const struct node *root, const struct node *leaf)
{
	struct node_step step = { (struct node *)leaf, true };
	line_begin(out, root, leaf, true);
	for (int i = 0; leaf->kind == NODE_HEADING && i < leaf->level; i++)
		buf_puts(out, i + 1 < leaf->level ? "#" : "# ");
	if (leaf->kind == NODE_RULE)
		buf_puts(out, "* * *");
	lines_put(out, root, leaf);
	while (node_next(leaf, &step))
		if (step.entering)
			inline_put(out, root, leaf, step.node);
	buf_putc(out, '\n');
}

void
plain_put(struct buf *out, const struct node *root)
{
	struct node_step step = { (struct node *)root, true };
	bool any = false;
	do {
		const struct node *node = step.node;
		bool caption = node->kind == NODE_TABLE && node->text.len > 0;
		if (!step.entering || (!is_leaf(node) && !caption))
			continue;
		if (any && (caption || !is_close(node)))
			buf_putc(out, '\n');
		any = true;
		if (caption) {
			line_begin(out, root, node, true);
			buf_putt(out, node->text);
			buf_putc(out, '\n');
		} else {
			leaf_put(out, root, node);
		}
	} while (node_next(root, &step));
}
