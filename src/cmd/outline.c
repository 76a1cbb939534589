#include "cmd/outline.h"

static const char *
name_of(const struct node *node)
{
	static const char *const names[NODE__MAX] = {
		[NODE_DOCUMENT] = "Document",
		[NODE_PARAGRAPH] = "Para",
		[NODE_HEADING] = "Header",
		[NODE_QUOTE] = "BlockQuote",
		[NODE_LIST] = "BulletList",
		[NODE_ITEM] = "item",
		[NODE_CODE_BLOCK] = "CodeBlock",
		[NODE_HTML_BLOCK] = "RawBlock",
		[NODE_RULE] = "HorizontalRule",
		[NODE_TABLE] = "Table",
		[NODE_ROW] = "row",
		[NODE_CELL] = "cell",
		[NODE_CHART] = "Chart",
		[NODE_TEXT] = "Str",
		[NODE_SOFT_BREAK] = "SoftBreak",
		[NODE_LINE_BREAK] = "LineBreak",
		[NODE_CODE] = "Code",
		[NODE_HTML] = "RawInline",
		[NODE_EMPHASIS] = "Emph",
		[NODE_STRONG] = "Strong",
		[NODE_LINK] = "Link",
		[NODE_IMAGE] = "Image",
	};
	_Static_assert(NODE__MAX == 22, "a kind of node without its name");
	if (node->kind == NODE_PARAGRAPH && node_is_tight(node))
		return "Plain";
	return node->kind == NODE_LIST && node->ordered ? "OrderedList"
							 : names[node->kind];
}

/* On one line, whatever is in it. */
static void
put_quoted(struct buf *out, struct text text)
{
	buf_puts(out, " “");
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '\n')
			buf_puts(out, "\\n");
		else
			buf_putc(out, text.at[i]);
	}
	buf_puts(out, "”");
}

void
outline_put(struct buf *out, const struct node *root)
{
	struct node_step step = { (struct node *)root, true };
	unsigned depth = 0;
	do {
		const struct node *node = step.node;
		if (!step.entering) {
			depth--;
			continue;
		}
		buf_printf(out, "%*s%s", (int)(2 * depth++), "", name_of(node));
		if (node->kind == NODE_HEADING)
			buf_printf(out, " %d", node->level);
		if (node->text.len > 0)
			put_quoted(out, node->text);
		if (node->title.len > 0)
			put_quoted(out, node->title);
		buf_putc(out, '\n');
	} while (node_next(root, &step));
}
