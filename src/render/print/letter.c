#include "render/print/letter.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "model/link.h"
#include "render/print/character.h"

static void
add(struct letters *letters, uint32_t code, enum font_role role,
    struct span span)
{
	ARENA_ROOM(letters->arena, letters->items, letters->count,
	    letters->capacity);
	letters->items[letters->count++] =
	    (struct letter){ code, role, span, NULL };
}

void
letters_add(struct letters *letters, struct text text, enum font_role role,
    struct span span)
{
	size_t pos = 0;
	while (pos < text.len) {
		uint32_t code = utf8_next(text, &pos);
		if (code == UTF8_BAD)
			continue;
		enum character kind = character_of(code);
		if (kind == CHARACTER_BREAK)
			add(letters, '\n', role, span);
		else if (kind == CHARACTER_SPACE && code != 0x3000)
			add(letters, ' ', role, span);
		else if (kind != CHARACTER_NONE)
			add(letters, code, role, span);
	}
}

/* The innermost mark-up around an inline, up to its block. */
static enum font_role
role_in(const struct node *node, const struct node *block, enum font_role role)
{
	for (const struct node *n = node->parent; n != NULL && n != block;
	    n = n->parent) {
		if (n->kind == NODE_STRONG)
			return FONT_HEI;
		if (n->kind == NODE_EMPHASIS)
			return FONT_KAI;
	}
	return role;
}

static struct span
span_near(const struct node *node)
{
	while (node->parent != NULL && node->span.source == 0)
		node = node->parent;
	return node->span;
}

static void
add_inline(struct letters *letters, const struct node *node,
    const struct node *block, enum font_role role)
{
	struct span span = span_near(node);
	role = role_in(node, block, role);
	switch (node->kind) {
	case NODE_TEXT:
	case NODE_CODE:
	case NODE_HTML:
		letters_add(letters, node->text, role, span);
		break;
	case NODE_SOFT_BREAK:
		add(letters, ' ', role, span);
		break;
	case NODE_LINE_BREAK:
		add(letters, '\n', role, span);
		break;
	default:
		break;
	}
}

/* ASCII, as a URI has to be, and nothing that would end a string. */
static const char *
uri_of(struct arena *arena, struct text address)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < address.len; i++) {
		unsigned char c = (unsigned char)address.at[i];
		if (c <= ' ' || c >= 0x7F || strchr("\"'()<>\\", c) != NULL)
			buf_printf(&buf, "%%%02X", c);
		else
			buf_putc(&buf, (char)c);
	}
	return buf_detach(arena, &buf).at;
}

/* Only what leads into the web leads anywhere on paper. */
static const struct element *
link_of(struct arena *arena, const struct node *node)
{
	if (!link_is_web(node->text))
		return NULL;
	struct element *link = ARENA_NEW(arena, struct element);
	*link = (struct element){ .tag = "Link",
		.uri = uri_of(arena, node->text) };
	return link;
}

void
letters_add_inlines(struct letters *letters, const struct node *block,
    enum font_role role)
{
	const struct element *link = NULL; /* the walk is in it */
	struct node_step step = { (struct node *)block, true };
	while (node_next(block, &step)) {
		size_t first = letters->count;
		if (step.node->kind == NODE_LINK)
			link = step.entering
			    ? link_of(letters->arena, step.node) : NULL;
		if (step.entering)
			add_inline(letters, step.node, block, role);
		for (size_t i = first; i < letters->count; i++)
			letters->items[i].element = link;
	}
}

static bool
is_blank(uint32_t code)
{
	return code == ' ' || code == 0x3000 || code == '\n';
}

static void
trim(struct letters *letters)
{
	while (letters->count > 0 &&
	    is_blank(letters->items[letters->count - 1].code))
		letters->count--;
	while (letters->count > 0 && is_blank(letters->items[0].code)) {
		letters->items++;
		letters->count--;
		letters->capacity--;
	}
}

/* 一 二 … 十, and digits: what may stand in a number's brackets. */
static bool
is_number(uint32_t code)
{
	static const uint32_t han[] = { 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
		0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341 };
	for (size_t i = 0; i < sizeof(han) / sizeof(*han); i++)
		if (han[i] == code)
			return true;
	return character_is_digit(code);
}

static void
widen_number(struct letters *letters)
{
	size_t i = 1;
	if (letters->count == 0 || letters->items[0].code != '(')
		return;
	while (i < letters->count && is_number(letters->items[i].code))
		i++;
	if (i == 1 || i > 4 || i == letters->count ||
	    letters->items[i].code != ')')
		return;
	letters->items[0].code = 0xFF08;
	letters->items[i].code = 0xFF09;
}

void
letters_tidy(struct letters *letters)
{
	trim(letters);
	widen_number(letters);
}

struct letters
letters_of(struct arena *arena, struct text text, enum font_role role,
    struct span span)
{
	struct letters letters = { .arena = arena };
	letters_add(&letters, text, role, span);
	letters_tidy(&letters);
	return letters;
}

void
letters_join(struct letters *letters, const struct letters *from)
{
	for (size_t i = 0; i < from->count; i++) {
		ARENA_ROOM(letters->arena, letters->items, letters->count,
		    letters->capacity);
		letters->items[letters->count++] = from->items[i];
	}
}

const char *
letters_string(const struct letters *letters, struct arena *arena)
{
	char *string = arena_alloc(arena, letters->count * 4 + 1);
	size_t len = 0;
	for (size_t i = 0; i < letters->count; i++) {
		uint32_t code = letters->items[i].code;
		len += utf8_encode(code == '\n' ? ' ' : code, string + len);
	}
	return string;
}
