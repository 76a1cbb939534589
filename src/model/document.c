#include "model/document.h"

#include "base/buf.h"
#include "base/picture.h"
#include "model/chart.h"

struct node *
node_new(struct arena *arena, enum node_kind kind)
{
	struct node *node = ARENA_NEW(arena, struct node);
	node->kind = kind;
	node->text = node->title = TEXT_LIT("");
	return node;
}

struct node *
node_text(struct arena *arena, struct text text)
{
	struct node *node = node_new(arena, NODE_TEXT);
	node->text = arena_text(arena, text);
	return node;
}

void
node_append(struct node *parent, struct node *child)
{
	child->parent = parent;
	child->next = NULL;
	child->previous = parent->last;
	if (parent->last != NULL)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

/* Nodes from `first` to `last` are siblings; the others close the gap. */
static void
chain_cut(struct node *first, struct node *last)
{
	struct node *parent = first->parent;
	if (first->previous != NULL)
		first->previous->next = last->next;
	else if (parent != NULL)
		parent->first = last->next;
	if (last->next != NULL)
		last->next->previous = first->previous;
	else if (parent != NULL)
		parent->last = first->previous;
	first->previous = last->next = NULL;
}

void
node_remove(struct node *node)
{
	chain_cut(node, node);
	node->parent = NULL;
}

void
node_take_all(struct node *to, struct node *from)
{
	for (struct node *child; (child = from->first) != NULL;) {
		node_remove(child);
		node_append(to, child);
	}
}

void
node_replace(struct node *node, struct node *with)
{
	struct node *parent = node->parent;
	struct node *before = node->previous, *after = node->next;
	node_remove(node);
	if (with == NULL)
		return;
	struct node *last = with;
	while (last->next != NULL)
		last = last->next;
	chain_cut(with, last);
	for (struct node *n = with; n != NULL; n = n->next)
		n->parent = parent;
	with->previous = before;
	last->next = after;
	if (before != NULL)
		before->next = with;
	else if (parent != NULL)
		parent->first = with;
	if (after != NULL)
		after->previous = last;
	else if (parent != NULL)
		parent->last = last;
}

bool
node_is_block(const struct node *node)
{
	return node->kind < NODE_TEXT;
}

bool
node_is_tight(const struct node *node)
{
	const struct node *list =
	    node->parent != NULL ? node->parent->parent : NULL;
	return list != NULL && list->kind == NODE_LIST && list->tight;
}

bool
node_next(const struct node *root, struct node_step *step)
{
	struct node *node = step->node;
	if (step->entering) {
		if (node->first != NULL)
			step->node = node->first;
		else
			step->entering = false;
		return true;
	}
	if (node == root)
		return false;
	step->entering = node->next != NULL;
	step->node = node->next != NULL ? node->next : node->parent;
	return true;
}

/* The walk takes a node that may be changed; who asks for this only looks. */
static struct node_step
walk_from(const struct node *root)
{
	return (struct node_step){ (struct node *)root, true };
}

bool
node_is_live(const struct node *node)
{
	return (node->kind == NODE_CODE && text_starts(node->text, "{lua}")) ||
	    (node->kind == NODE_CODE_BLOCK && text_is(node->title, "{lua}"));
}

bool
node_is_pictures(const struct node *paragraph)
{
	struct node_step step = walk_from(paragraph);
	bool found = false;
	while (node_next(paragraph, &step)) {
		const struct node *n = step.node;
		if (step.entering && n->picture != NULL) {
			found = true;
			step.entering = false; /* past its description */
		} else if (step.entering && n->kind != NODE_LINK &&
		    text_trim(n->text).len > 0) {
			return false;
		}
	}
	return found;
}

/* Line ends of code and of raw HTML are breaks too. */
static void
put_plain(struct buf *buf, struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		buf_putc(buf, text.at[i] == '\n' ? ' ' : text.at[i]);
}

struct text
node_plain(struct arena *arena, const struct node *node)
{
	struct buf buf = BUF_INIT;
	struct node_step step = walk_from(node);
	do {
		const struct node *n = step.node;
		bool apart = n->kind == NODE_SOFT_BREAK ||
		    n->kind == NODE_LINE_BREAK || node_is_block(n);
		if (apart && buf.len > 0 && buf.at[buf.len - 1] != ' ')
			buf_putc(&buf, ' ');
		/* An address is not what a reader reads. */
		if (step.entering && n->kind != NODE_LINK &&
		    n->kind != NODE_IMAGE)
			put_plain(&buf, n->text);
	} while (node_next(node, &step));
	struct text plain = arena_text(arena, text_trim(buf_text(&buf)));
	buf_free(&buf);
	return plain;
}

static struct node *
copy_one(struct arena *arena, const struct node *node)
{
	struct node *copy = ARENA_NEW(arena, struct node);
	*copy = *node;
	copy->parent = copy->first = copy->last = NULL;
	copy->next = copy->previous = NULL;
	copy->text = arena_text(arena, node->text);
	copy->title = arena_text(arena, node->title);
	if (node->chart != NULL)
		copy->chart = chart_copy(arena, node->chart);
	if (node->picture != NULL)
		copy->picture = picture_copy(arena, node->picture);
	return copy;
}

struct node *
node_copy(struct arena *arena, const struct node *node)
{
	struct node *copy = copy_one(arena, node);
	struct node *into = copy; /* the copy of what is open */
	struct node_step step = walk_from(node);
	while (node_next(node, &step)) {
		if (step.entering) {
			struct node *child = copy_one(arena, step.node);
			node_append(into, child);
			into = child;
		} else if (step.node != node) {
			into = into->parent;
		}
	}
	return copy;
}
