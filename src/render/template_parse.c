#include "base/lang.h"
#include "render/template_tree.h"

#include <stdint.h>
#include <string.h>
#include "model/rules.h"

/* Elements within elements; more is a slip, and rendering recurses. */
#define DEPTH_MAX 64
#define NOT_FOUND SIZE_MAX

/* A tag as it stands in the text. */
struct tag {
	char sigil; /* one of SIGILS, '{', or '\0' for a plain value */
	size_t start, end;
	struct text name; /* what is in it, trimmed */
	/*
	 * Nothing but white space before it on its line, from `left` on; nothing
	 * after it, the next line begins at `right`.
	 */
	bool blank_left, blank_right;
	size_t left, right;
};

#define SIGILS "#^/><$!&="

/* An element that is not closed yet; the first stands for the template. */
struct level {
	struct op *op;
	struct op **end; /* where its next child goes */
	struct text outdent; /* taken away at the start of its lines */
	/* Of the opening tag of a parent or a block: */
	bool blank_left;
	struct text lead; /* the white space before it */
	bool fresh; /* nothing of its line was written before it */
	struct op *filler; /* takes `lead` when it turns out to be text */
};

struct parser {
	struct arena *arena;
	struct diags *diags;
	struct text text;
	const struct template_text *given;
	struct text open, close; /* the delimiters from here on */
	size_t at; /* what is before it has become ops */
	bool fresh; /* the next op begins a line of the template */
	bool failed; /* there was a fault */
	bool stopped; /* there is no sense in going on after it */
	struct level levels[DEPTH_MAX + 1];
	struct level *top;
	struct reference **references;
};

/* ---- places and faults ---- */

static struct span
span_of(const struct parser *p, size_t start, size_t end)
{
	struct span where = p->given->where;
	return p->given->part
	    ? where
	    : (struct span){ where.source, (uint32_t)start, (uint32_t)end };
}

static struct span
tag_span(const struct parser *p, const struct tag *tag)
{
	return span_of(p, tag->start, tag->end);
}

static size_t
line_end(const struct parser *p, size_t from)
{
	return text_until(p->text, from, '\n');
}

/* The first white space in it, or NUL, or its end. */
static size_t
space_at(struct text text)
{
	size_t i = 0;
	while (i < text.len && memchr(" \t\r\n", text.at[i], 5) == NULL)
		i++;
	return i;
}

/* ---- finding tags ---- */

static size_t
find(const struct parser *p, size_t from, struct text what)
{
	const char *found =
	    memmem(p->text.at + from, p->text.len - from, what.at, what.len);
	return found == NULL ? NOT_FOUND : (size_t)(found - p->text.at);
}

/* The end delimiter; `before` must stand right before it, unless 0. */
static size_t
find_close(const struct parser *p, size_t from, char before)
{
	size_t at = find(p, from, p->close);
	if (before == '\0')
		return at;
	while (at != NOT_FOUND && (at == from || p->text.at[at - 1] != before))
		at = find(p, at + 1, p->close);
	return at;
}

static void
tag_look_around(const struct parser *p, struct tag *tag)
{
	const char *s = p->text.at;
	size_t i = tag->start;
	while (i > 0 && ascii_is_blank(s[i - 1]))
		i--;
	tag->blank_left = i == 0 || s[i - 1] == '\n';
	tag->left = i;
	i = tag->end;
	while (i < p->text.len && ascii_is_blank(s[i]))
		i++;
	if (i + 1 < p->text.len && s[i] == '\r' && s[i + 1] == '\n')
		i++;
	tag->blank_right = i == p->text.len || s[i] == '\n';
	tag->right = i < p->text.len ? i + 1 : i;
}

/* Where the tag's sort is said: "{{#a}}", but also "{{ #a }}". */
static size_t
find_sigil(const struct parser *p, size_t inside, char *sigil)
{
	struct text rest = text_from(p->text, inside);
	*sigil = '\0';
	if (text_starts(rest, "{")) {
		*sigil = '{';
		return inside;
	}
	for (size_t i = 0; i < rest.len; i++) {
		if (ascii_is_blank(rest.at[i]) || rest.at[i] == '\n' ||
		    rest.at[i] == '\r')
			continue;
		if (rest.at[i] != '\0' && strchr(SIGILS, rest.at[i]) != NULL) {
			*sigil = rest.at[i];
			return inside + i;
		}
		break;
	}
	return inside;
}

/* False at the end of the text, and when the tag there is never closed. */
static bool
tag_next(struct parser *p, struct tag *tag)
{
	tag->start = find(p, p->at, p->open);
	if (tag->start == NOT_FOUND)
		return false;
	size_t from = find_sigil(p, tag->start + p->open.len, &tag->sigil);
	from += tag->sigil != '\0';
	char before = tag->sigil == '{' ? '}' : tag->sigil == '=' ? '=' : '\0';
	size_t to = find_close(p, from, before);
	if (to == NOT_FOUND && tag->sigil == '=') {
		before = '\0';
		to = find_close(p, from, before);
	}
	if (to == NOT_FOUND) {
		diag_at(p->diags, &rules[RULE_TEMPLATE_TAG_OPEN],
		    span_of(p, tag->start, line_end(p, tag->start)),
		    "this tag is not closed by “%s%.*s”",
		    tag->sigil == '{' ? "}" : "", TEXT_ARG(p->close));
		p->failed = p->stopped = true;
		return false;
	}
	tag->end = to + p->close.len;
	tag->name =
	    text_trim(text_cut(p->text, from, before == '\0' ? to : to - 1));
	tag_look_around(p, tag);
	return true;
}

/* ---- making ops ---- */

static struct op *
op_new(struct parser *p, enum op_kind kind, const struct tag *tag)
{
	struct op *op = ARENA_NEW(p->arena, struct op);
	op->kind = kind;
	op->span = tag_span(p, tag);
	op->text = tag->name;
	return op;
}

/* In a parent only blocks count, the rest is passed over. */
static bool
is_in_parent(const struct parser *p)
{
	return p->top->op != NULL && p->top->op->kind == OP_PARENT;
}

static void
op_add(struct parser *p, struct op *op)
{
	if (is_in_parent(p) && op->kind != OP_BLOCK)
		return;
	*p->top->end = op;
	p->top->end = &op->next;
}

static struct op *
text_add(struct parser *p, struct text text, bool line)
{
	struct op *op = ARENA_NEW(p->arena, struct op);
	op->kind = OP_TEXT;
	op->text = text;
	op->line = line;
	op_add(p, op);
	return op;
}

/* `line` without the indentation that the block it is in loses. */
static struct text
outdent(const struct parser *p, struct text line)
{
	struct text take = p->top->outdent;
	size_t i = 0;
	while (i < take.len && i < line.len && line.at[i] == take.at[i])
		i++;
	return text_from(line, i);
}

/* The same for each line of `text`; the first only if it begins one. */
static struct text
outdent_lines(struct parser *p, struct text text)
{
	char *out = arena_alloc(p->arena, text.len + 1);
	size_t len = 0;
	bool begins = p->fresh;
	while (text.len > 0) {
		struct text line = text_line(&text);
		if (begins)
			line = outdent(p, line);
		memcpy(out + len, line.at, line.len);
		len += line.len;
		begins = true;
	}
	return (struct text){ out, len };
}

/* All up to `to` becomes text. */
static void
text_put(struct parser *p, size_t to)
{
	struct text text = text_cut(p->text, p->at, to);
	p->at = to;
	if (text.len == 0 || is_in_parent(p))
		return;
	bool ends = text_ends(text, "\n");
	if (p->top->outdent.len > 0)
		text = outdent_lines(p, text);
	text_add(p, text, p->fresh);
	p->fresh = ends;
}

/* The tag's line goes: it stands alone. */
static void
skip_line(struct parser *p, const struct tag *tag)
{
	text_put(p, tag->left);
	p->at = tag->right;
	p->fresh = true;
}

static void
skip_tag(struct parser *p, const struct tag *tag)
{
	text_put(p, tag->start);
	if (p->fresh)
		text_add(p, TEXT_LIT(""), true);
	p->fresh = false;
	p->at = tag->end;
}

/* Whether it stood alone. */
static bool
skip(struct parser *p, const struct tag *tag)
{
	bool alone = tag->blank_left && tag->blank_right;
	if (alone)
		skip_line(p, tag);
	else
		skip_tag(p, tag);
	return alone;
}

/* The indentation of the first line from `at` on that is not blank. */
static struct text
indent_from(const struct parser *p, size_t at)
{
	size_t start = at;
	for (; at < p->text.len; at++) {
		char c = p->text.at[at];
		if (c == '\n')
			start = at + 1;
		else if (!ascii_is_blank(c) && c != '\r')
			break;
	}
	return text_cut(p->text, start, at);
}

static void
level_push(struct parser *p, struct op *op, const struct tag *tag)
{
	if (p->top == &p->levels[DEPTH_MAX]) {
		diag_at(p->diags, &rules[RULE_TEMPLATE_DEPTH], op->span,
		    "more than %d sections and blocks are nested here",
		    DEPTH_MAX);
		p->failed = p->stopped = true;
		return;
	}
	struct text outer = p->top->outdent;
	p->top++;
	*p->top = (struct level){
		.op = op,
		.end = &op->first,
		.outdent = outer,
		.blank_left = tag->blank_left,
		.lead = text_cut(p->text, tag->left, tag->start),
		.fresh = p->fresh,
	};
}

/* ---- names ---- */

static bool
name_check(struct parser *p, const struct tag *tag)
{
	const char *what = NULL;
	if (tag->name.len == 0)
		what = N_("this tag names nothing");
	else if (space_at(tag->name) < tag->name.len)
		what = N_("the name in this tag has a space in it");
	if (what == NULL)
		return true;
	diag_at(p->diags, &rules[RULE_TEMPLATE_TAG_NAME], tag_span(p, tag),
	    "%s", what);
	p->failed = true;
	return false;
}

static void
path_split(struct parser *p, struct op *op)
{
	struct text rest = op->text;
	if (text_is(rest, "."))
		return;
	size_t capacity = 1;
	for (size_t i = 0; i < rest.len; i++)
		capacity += rest.at[i] == '.';
	op->path = ARENA_ARRAY(p->arena, struct text, capacity);
	while (op->path_count < capacity) {
		const char *dot = memchr(rest.at, '.', rest.len);
		size_t n = dot == NULL ? rest.len : (size_t)(dot - rest.at);
		op->path[op->path_count++] = text_cut(rest, 0, n);
		rest = text_from(rest, n + 1);
		if (n > 0)
			continue;
		diag_at(p->diags, &rules[RULE_TEMPLATE_TAG_NAME], op->span,
		    "a part of the name “%.*s” is empty", TEXT_ARG(op->text));
		p->failed = true;
		return;
	}
}

/* ---- one sort of tag each ---- */

static void
value_open(struct parser *p, const struct tag *tag)
{
	skip_tag(p, tag);
	struct op *op = op_new(p, OP_VALUE, tag);
	op->raw = tag->sigil != '\0';
	path_split(p, op);
	op_add(p, op);
}

static void
section_open(struct parser *p, const struct tag *tag)
{
	skip(p, tag);
	struct op *op =
	    op_new(p, tag->sigil == '^' ? OP_INVERTED : OP_SECTION, tag);
	path_split(p, op);
	op_add(p, op);
	level_push(p, op, tag);
}

static void
reference_add(struct parser *p, struct op *op)
{
	struct reference *reference = ARENA_NEW(p->arena, struct reference);
	reference->op = op;
	*p->references = reference;
	p->references = &reference->next;
}

static void
partial_add(struct parser *p, const struct tag *tag)
{
	struct op *op = op_new(p, OP_PARTIAL, tag);
	if (skip(p, tag)) {
		op->placing = PLACE_ALONE;
		op->indent =
		    outdent(p, text_cut(p->text, tag->left, tag->start));
	}
	op_add(p, op);
	reference_add(p, op);
}

/*
 * Whether a parent stands alone is known at its end tag; until then a filler
 * keeps the place of the white space before it.
 */
static void
parent_open(struct parser *p, const struct tag *tag)
{
	struct op *filler = NULL;
	bool fresh = p->fresh;
	if (tag->blank_left) {
		text_put(p, tag->left);
		fresh = p->fresh;
		filler = text_add(p, TEXT_LIT(""), false);
		p->at = tag->end;
	} else {
		skip_tag(p, tag);
	}
	struct op *op = op_new(p, OP_PARENT, tag);
	op_add(p, op);
	reference_add(p, op);
	level_push(p, op, tag);
	p->top->filler = filler;
	p->top->fresh = fresh;
}

static void
parent_close(struct parser *p, const struct level *level, const struct tag *tag)
{
	struct op *op = level->op;
	if (level->blank_left && tag->blank_right) {
		op->placing = PLACE_ALONE;
		op->indent = outdent(p, level->lead);
		p->at = tag->right;
		p->fresh = true;
		return;
	}
	if (level->filler != NULL) {
		level->filler->line = level->fresh;
		level->filler->text = outdent(p, level->lead);
	}
	p->at = tag->end;
	p->fresh = false;
}

static void
block_check_twice(struct parser *p, const struct op *block)
{
	for (const struct op *op = p->top->op->first; op != NULL;
	     op = op->next) {
		if (!text_equal(op->text, block->text))
			continue;
		struct diag *diag = diag_at(p->diags,
		    &rules[RULE_TEMPLATE_BLOCK_TWICE], block->span,
		    "block “%.*s” is put into “%.*s” a second time",
		    TEXT_ARG(block->text), TEXT_ARG(p->top->op->text));
		diag_also(p->diags, diag, op->span, "the first time");
		p->failed = true;
		return;
	}
}

/* A block put into a parent: a small template of its own. */
static void
argument_open(struct parser *p, struct op *op, const struct tag *tag)
{
	block_check_twice(p, op);
	op->line = tag->blank_right;
	op_add(p, op);
	level_push(p, op, tag);
	p->fresh = op->line;
	p->at = op->line ? tag->right : tag->end;
	if (op->line)
		p->top->outdent = indent_from(p, tag->right);
}

static void
block_open(struct parser *p, const struct tag *tag)
{
	struct op *op = op_new(p, OP_BLOCK, tag);
	if (is_in_parent(p)) {
		argument_open(p, op, tag);
		return;
	}
	if (skip(p, tag)) {
		op->placing = PLACE_ALONE;
		op->indent = outdent(p, indent_from(p, tag->right));
	}
	op_add(p, op);
	level_push(p, op, tag);
}

static void
block_close(struct parser *p, const struct level *level, const struct tag *tag)
{
	struct op *op = level->op;
	if (op->placing == PLACE_WITHIN && level->blank_left &&
	    tag->blank_right) {
		op->placing = PLACE_STARTED;
		op->indent = outdent(p, level->lead);
	}
}

/* ---- end tags ---- */

static void
level_unclosed(
    struct parser *p, const struct level *level, const struct tag *instead)
{
	struct diag *diag = diag_at(p->diags,
	    &rules[RULE_TEMPLATE_SECTION_OPEN], level->op->span,
	    "“%.*s” is not closed", TEXT_ARG(level->op->text));
	if (instead != NULL)
		diag_also(p->diags, diag, tag_span(p, instead),
		    "this closes what is around it");
	p->failed = true;
}

static struct level *
level_find(struct parser *p, struct text name)
{
	for (struct level *level = p->top; level > p->levels; level--)
		if (text_equal(level->op->text, name))
			return level;
	return NULL;
}

/* The text before the end tag is the last of the element's. */
static void
end_skip(struct parser *p, const struct tag *tag)
{
	bool argument = p->top->op->kind == OP_BLOCK && p->top[-1].op != NULL &&
	    p->top[-1].op->kind == OP_PARENT;
	if (argument) {
		text_put(p, tag->blank_left ? tag->left : tag->start);
		p->at = tag->end;
	} else if (p->top->op->kind != OP_PARENT) {
		skip(p, tag);
	}
}

static void
end_tag(struct parser *p, const struct tag *tag)
{
	struct level *level = level_find(p, tag->name);
	if (level == NULL) {
		skip(p, tag);
		diag_at(p->diags, &rules[RULE_TEMPLATE_END_UNMATCHED],
		    tag_span(p, tag), "“%.*s” is not open here",
		    TEXT_ARG(tag->name));
		p->failed = true;
		return;
	}
	for (; p->top > level; p->top--)
		level_unclosed(p, p->top, tag);
	end_skip(p, tag);
	p->top--;
	if (level->op->kind == OP_PARENT)
		parent_close(p, level, tag);
	else if (level->op->kind == OP_BLOCK && !is_in_parent(p))
		block_close(p, level, tag);
}

/* ---- delimiters ---- */

static void
delimiters_set(struct parser *p, const struct tag *tag)
{
	skip(p, tag);
	struct text rest = tag->name;
	struct text open = text_cut(rest, 0, space_at(rest));
	struct text close = text_trim(text_from(rest, open.len));
	if (open.len > 0 && close.len > 0 && space_at(close) == close.len &&
	    memchr(rest.at, '=', rest.len) == NULL &&
	    p->text.at[tag->end - p->close.len - 1] == '=') {
		p->open = open;
		p->close = close;
		return;
	}
	diag_at(p->diags, &rules[RULE_TEMPLATE_DELIMITER], tag_span(p, tag),
	    "this sets no two delimiters");
	p->failed = true;
}

/* ---- the whole ---- */

static void
tag_apply(struct parser *p, const struct tag *tag)
{
	if (tag->sigil != '!' && tag->sigil != '=' && !name_check(p, tag)) {
		skip(p, tag);
		return;
	}
	switch (tag->sigil) {
	case '!':
		skip(p, tag);
		break;
	case '=':
		delimiters_set(p, tag);
		break;
	case '#':
	case '^':
		section_open(p, tag);
		break;
	case '/':
		end_tag(p, tag);
		break;
	case '>':
		partial_add(p, tag);
		break;
	case '<':
		parent_open(p, tag);
		break;
	case '$':
		block_open(p, tag);
		break;
	default:
		value_open(p, tag);
		break;
	}
}

int
template_parse(struct template *template, struct arena *arena,
    const struct template_text *text, struct diags *diags)
{
	struct parser p = {
		.arena = arena,
		.diags = diags,
		.text = text->text,
		.given = text,
		.open = TEXT_LIT("{{"),
		.close = TEXT_LIT("}}"),
		.fresh = true,
		.references = &template->references,
	};
	p.top = p.levels;
	p.top->end = &template->first;
	struct tag tag;
	while (!p.stopped && tag_next(&p, &tag))
		tag_apply(&p, &tag);
	if (p.stopped)
		return -1;
	text_put(&p, text->text.len);
	for (; p.top > p.levels; p.top--)
		level_unclosed(&p, p.top, NULL);
	return p.failed ? -1 : 0;
}
