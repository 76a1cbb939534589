#include "read/cjk.h"

#include "base/utf8.h"

/* U+2056 THREE DOT PUNCTUATION is Po in every version of Unicode since 4.1. */
#define MARK "\xE2\x81\x96"
#define SENTINEL MARK CJK_PRIVATE MARK
#define SENTINEL_LENGTH (sizeof(SENTINEL) - 1)

static bool
is_one_of(uint32_t code, const char *marks)
{
	struct text t = text_of(marks);
	size_t pos = 0;
	while (pos < t.len)
		if (utf8_next(t, &pos) == code)
			return true;
	return false;
}

/* White space as cmark's flanking rule has it (Zs and the ASCII ones). */
static bool
is_space(uint32_t code)
{
	return (code >= 0x09 && code <= 0x0D && code != 0x0B) || code == ' ' ||
	    code == 0xA0 || code == 0x1680 ||
	    (code >= 0x2000 && code <= 0x200A) || code == 0x202F ||
	    code == 0x205F || code == 0x3000;
}

static bool
is_chinese(uint32_t code)
{
	return utf8_is_cjk(code) || utf8_is_cjk_punctuation(code);
}

/* A letter or a digit for certain: between two of them all is well. */
static bool
is_word(uint32_t code)
{
	return ascii_is_digit(code) || ascii_is_letter(code) ||
	    (utf8_is_cjk(code) && !utf8_is_cjk_punctuation(code));
}

static bool
is_opening_mark(uint32_t code)
{
	return is_one_of(code, "“‘（《〈「『【〔〖［｛([{");
}

static bool
is_closing_mark(uint32_t code)
{
	return is_one_of(
	    code, "”’）》〉」』】〕〗］｝、。，．；：！？)]},.;:!?");
}

/* ---- emphasis, before the parse ---- */

/*
 * What stands before `pos`; a line end where nothing but the markers of
 * quotes does.  Variation selectors and combining marks are looked through.
 */
static uint32_t
code_before(struct text t, size_t pos)
{
	uint32_t code;
	do {
		if (pos == 0)
			return '\n';
		code = utf8_previous(t, &pos);
	} while (code >= 0x300 && utf8_width_of(code) == 0);
	if (code != '>')
		return code;
	size_t i = pos;
	while (i > 0 && strchr("> \t", t.at[i - 1]) != NULL)
		i--;
	return i == 0 || t.at[i - 1] == '\n' || t.at[i - 1] == '\r' ? '\n'
								    : code;
}

static uint32_t
code_after(struct text t, size_t pos)
{
	return pos < t.len ? utf8_next(t, &pos) : '\n';
}

/* Does the run of stars [start, end) need its sentinels? */
static bool
is_dropped(struct text t, size_t start, size_t end)
{
	uint32_t before = code_before(t, start), after = code_after(t, end);
	if (is_space(before) || is_space(after))
		return false;
	if (!is_chinese(before) && !is_chinese(after))
		return false;
	if (is_word(before) && is_word(after))
		return false;
	return end - start > 1 ||
	    (!is_closing_mark(after) && !is_opening_mark(before));
}

bool
cjk_mark(struct buf *out, struct text t)
{
	size_t done = 0;
	const char *star = memchr(t.at, '*', t.len);
	while (star != NULL) {
		size_t start = (size_t)(star - t.at);
		size_t end = start + text_is_escaped(t, start);
		start = end;
		while (end < t.len && t.at[end] == '*')
			end++;
		if (end > start && is_dropped(t, start, end)) {
			buf_put(out, t.at + done, start - done);
			buf_puts(out, SENTINEL);
			buf_put(out, t.at + start, end - start);
			buf_puts(out, SENTINEL);
			done = end;
		}
		star = memchr(t.at + end, '*', t.len - end);
	}
	if (done == 0)
		return false;
	buf_put(out, t.at + done, t.len - done);
	return true;
}

struct text
cjk_strip(struct arena *arena, const char *literal)
{
	size_t len = strlen(literal), n = 0;
	char *copy = arena_alloc(arena, len + 1);
	const char *sentinel;
	while ((sentinel = strstr(literal, SENTINEL)) != NULL) {
		memcpy(copy + n, literal, (size_t)(sentinel - literal));
		n += (size_t)(sentinel - literal);
		literal = sentinel + SENTINEL_LENGTH;
	}
	memcpy(copy + n, literal, strlen(literal));
	return (struct text){ copy, n + strlen(literal) };
}

/* ---- breaks, after the parse ---- */

/* Marks that other scripts use too: what stands beside them decides. */
static bool
is_shared_mark(uint32_t code)
{
	return is_one_of(code, "·–—―‖‘’“”‥…‧※");
}

static bool
ends_chinese(struct text t)
{
	uint32_t code = 0;
	size_t pos = t.len;
	do {
		if (pos == 0)
			return code != 0;
		code = utf8_previous(t, &pos);
	} while (is_shared_mark(code) || utf8_width_of(code) == 0);
	return is_chinese(code);
}

static bool
begins_chinese(struct text t)
{
	uint32_t code = 0;
	size_t pos = 0;
	do {
		if (pos == t.len)
			return code != 0;
		code = utf8_next(t, &pos);
	} while (is_shared_mark(code));
	return is_chinese(code);
}

/* The walk along the inlines of one block. */
struct joint {
	struct node *text; /* the last text or code, when nothing came after */
	struct node *gap; /* the soft break after it */
};

static void
joint_step(struct joint *joint, struct node *node)
{
	switch (node->kind) {
	case NODE_EMPHASIS:
	case NODE_STRONG:
	case NODE_LINK:
		break;
	case NODE_SOFT_BREAK:
		joint->gap = joint->text != NULL ? node : NULL;
		break;
	case NODE_TEXT:
	case NODE_CODE:
		if (joint->gap != NULL && ends_chinese(joint->text->text) &&
		    begins_chinese(node->text))
			node_remove(joint->gap);
		*joint = (struct joint){ node, NULL };
		break;
	default:
		*joint = (struct joint){ NULL, NULL };
	}
}

/* `first` and the texts right after it become one. */
static void
texts_merge(struct arena *arena, struct node *first)
{
	size_t len = 0;
	struct node *n;
	for (n = first; n != NULL && n->kind == NODE_TEXT; n = n->next)
		len += n->text.len;
	char *joined = arena_alloc(arena, len + 1);
	size_t at = 0;
	while (first->next != n) {
		memcpy(joined + at, first->text.at, first->text.len);
		at += first->text.len;
		first->text = first->next->text;
		first->span.end = first->next->span.end;
		node_remove(first->next);
	}
	memcpy(joined + at, first->text.at, first->text.len);
	first->text = (struct text){ joined, len };
}

void
cjk_join(struct arena *arena, struct node *root)
{
	struct joint joint = { NULL, NULL };
	struct node_step step = { root, true };
	/* Entering and leaving are the same to a joint: an edge. */
	do {
		joint_step(&joint, step.node);
	} while (node_next(root, &step));
	step = (struct node_step){ root, true };
	do {
		struct node *node = step.node;
		if (step.entering && node->kind == NODE_TEXT &&
		    node->next != NULL && node->next->kind == NODE_TEXT)
			texts_merge(arena, node);
	} while (node_next(root, &step));
}
