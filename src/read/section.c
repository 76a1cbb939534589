#include "base/utf8.h"
#include "model/rules.h"
#include "base/lang.h"
#include "read/front.h"
#include "read/guard.h"
#include "read/lines.h"
#include "read/mark.h"
#include "read/parser.h"
#include "read/slip.h"

#define WIDE_HASH "＃"

struct splitter {
	struct section_list *list;
	struct arena *arena;
	struct lines lines;
	struct span where;
	struct diags *diags;
	bool *code; /* by line: in a code block; NULL before code_find() */
	struct section *open; /* the section that the lines belong to */
	struct section first; /* before the first heading */
};

static struct span
span_of(const struct splitter *splitter, struct text part)
{
	uint32_t start = (uint32_t)(part.at - splitter->lines.text.at);
	return span_cut(splitter->where, start, start + (uint32_t)part.len);
}

/* ---- code ---- */

static size_t
run_length(struct text line, size_t pos)
{
	size_t i = pos;
	while (i < line.len && line.at[i] == line.at[pos])
		i++;
	return i - pos;
}

/* How many marks open the fence of the code block; 0 when it is indented. */
static size_t
fence_length(const struct splitter *splitter, cmark_node *code)
{
	struct text line = line_at(
	    &splitter->lines, (size_t)cmark_node_get_start_line(code) - 1);
	size_t column = (size_t)cmark_node_get_start_column(code) - 1;
	if (column >= line.len || strchr("`~", line.at[column]) == NULL)
		return 0;
	size_t length = run_length(line, column);
	return length >= 3 ? length : 0;
}

/*
 * Its last line, from 1.  To a fence that ends because its list or quote does,
 * cmark 0.30.2 gives one line too many.
 */
static int
code_end(cmark_node *code)
{
	cmark_node *parent = cmark_node_parent(code);
	int end = cmark_node_get_end_line(code);
	int most = cmark_node_get_end_line(parent);
	return cmark_node_get_type(parent) != CMARK_NODE_DOCUMENT && most < end
	    ? most
	    : end;
}

static bool
is_blank_from(const struct splitter *splitter, size_t line)
{
	for (; line < splitter->lines.count; line++)
		if (text_trim(line_at(&splitter->lines, line)).len > 0)
			return false;
	return true;
}

/*
 * A fence that nobody closes takes all headings after it, with their scopes:
 * a fault.  (One that ends with its list or quote does no harm.)
 */
static void
fence_check(struct splitter *splitter, cmark_node *code)
{
	size_t length = fence_length(splitter, code);
	size_t first = (size_t)cmark_node_get_start_line(code) - 1;
	size_t last = (size_t)code_end(code) - 1;
	if (length == 0 || !is_blank_from(splitter, last + 1))
		return;
	struct text open = line_at(&splitter->lines, first);
	struct text close = line_at(&splitter->lines, last);
	size_t column = (size_t)cmark_node_get_start_column(code) - 1;
	size_t at = line_content(close, close.len);
	bool closed = last > first && at < close.len &&
	    close.at[at] == open.at[column] &&
	    run_length(close, at) >= length &&
	    text_trim(text_from(close, at + run_length(close, at))).len == 0;
	if (!closed)
		diag_at(splitter->diags, &rules[RULE_FENCE_OPEN],
		    span_of(splitter, text_from(open, column)),
		    "the code that begins here does not end");
}

/*
 * Which lines are code is cmark's to say: fences can stand in lists and quotes
 * and end with them, and what is indented may be of a list.  It is asked only
 * where it matters.
 */
static void
code_find(struct splitter *splitter)
{
	struct text text = splitter->lines.text;
	size_t start, end;
	splitter->code =
	    ARENA_ARRAY(splitter->arena, bool, splitter->lines.count);
	if (guard_find(text, &start, &end) != GUARD_NONE)
		return;
	cmark_node *root =
	    cmark_parse_document(text.at, text.len, CMARK_OPT_DEFAULT);
	cmark_iter *iter = cmark_iter_new(root);
	while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		if (cmark_node_get_type(node) != CMARK_NODE_CODE_BLOCK)
			continue;
		fence_check(splitter, node);
		int last = code_end(node);
		for (int i = cmark_node_get_start_line(node); i <= last; i++)
			splitter->code[i - 1] = true;
	}
	cmark_iter_free(iter);
	cmark_node_free(root);
}

/* ---- headings ---- */

struct heading {
	int level; /* 0: none */
	struct text content; /* trimmed, without the closing #s */
};

/* CommonMark 4.2: the closing sequence has white space before it. */
static struct text
closing_strip(struct text content)
{
	size_t end = content.len;
	while (end > 0 && content.at[end - 1] == '#')
		end--;
	if (end == content.len)
		return content;
	if (end > 0 && content.at[end - 1] != ' ' &&
	    content.at[end - 1] != '\t')
		return content;
	return text_trim(text_cut(content, 0, end));
}

static struct heading
heading_read(struct text line)
{
	struct heading none = { 0, TEXT_LIT("") };
	size_t indent = text_indent(line), end = indent;
	while (end < line.len && line.at[end] == '#')
		end++;
	if (indent > 3 || end == indent || end - indent > 6)
		return none;
	if (end < line.len && line.at[end] != ' ' && line.at[end] != '\t')
		return none;
	return (struct heading){ (int)(end - indent),
		closing_strip(text_trim(text_from(line, end))) };
}

/*
 * ##标题, or with full-width marks or spaces: no heading, but meant as one.
 * Level 0 when it is none; *start is where its content begins.
 */
static struct heading
heading_guess(struct text line, size_t *start)
{
	struct heading none = { 0, TEXT_LIT("") };
	size_t indent = text_indent(line), i = indent;
	bool wide = false, foreign;
	int level = 0;
	for (;;) {
		struct text rest = text_from(line, i);
		bool full = text_starts(rest, WIDE_HASH);
		if (!full && !text_starts(rest, "#"))
			break;
		wide = wide || full;
		i += full ? strlen(WIDE_HASH) : 1;
		level++;
	}
	if (indent > 3 || level < 2 || level > 6 || (level > 2 && !wide) ||
	    i == line.len)
		return none;
	*start = spaces_skip(line, i, line.len, &foreign);
	return (struct heading){ level,
		closing_strip(text_trim(text_from(line, *start))) };
}

/* ---- splitting ---- */

/* ｛＃a｝ → {#a}: the mark in half-width characters. */
static struct text
mark_narrow(struct arena *arena, struct text written)
{
	struct buf buf = BUF_INIT;
	size_t pos = 0;
	while (pos < written.len) {
		uint32_t code = utf8_next(written, &pos);
		if (code == 0x3000 || code == 0xA0)
			code = ' ';
		else if (code == 0x201C || code == 0x201D)
			code = '"';
		else if (code > 0xFF00 && code < 0xFF5F)
			code -= 0xFEE0;
		buf_put_utf8(&buf, code);
	}
	struct text narrow = text_trim(buf_text(&buf));
	narrow = text_of(arena_printf(arena, "%.*s%s", TEXT_ARG(narrow),
	    text_ends(narrow, "}") ? "" : "}"));
	buf_free(&buf);
	return narrow;
}

/* Would it be one in half-width characters and with its brace? */
static bool
mark_is_meant(struct splitter *splitter, const struct mark *mark,
    struct mark *mended)
{
	struct text narrow =
	    mark_narrow(splitter->diags->arena, mark->whole);
	*mended = mark_find(narrow);
	return mended->fault == NULL && mended->whole.len == narrow.len;
}

/* Tells its fault; where it is meant, with that mend, and it is taken. */
static bool
mark_mend(struct splitter *splitter, struct mark *mark)
{
	struct mark mended;
	struct span span = span_of(splitter, mark->whole);
	struct diag *diag = diag_at(splitter->diags, &rules[RULE_SECTION_MARK],
	    span, "this is no mark: %s", _(mark->fault));
	/* Not where it is one of two. */
	if (!mark_is_meant(splitter, mark, &mended) ||
	    text_equal(mended.whole, mark->whole))
		return false;
	diag_remedy(splitter->diags, diag, "write %s", mended.whole.at);
	diag_edit(splitter->diags, diag, span, mended.whole);
	mark->id = mended.id;
	mark->scope = mended.scope;
	return true;
}

/* The marks before the heading's content, mended. */
static void
heading_mend(struct splitter *splitter, struct text line, int level,
    size_t start)
{
	struct diag *diag = diag_at(splitter->diags,
	    &rules[RULE_SECTION_SPACE], span_of(splitter, line),
	    "this is no heading yet");
	char marks[8] = "###### ";
	size_t indent = text_indent(line);
	diag_edit(splitter->diags, diag,
	    span_of(splitter, text_cut(line, indent, start)),
	    text_of(marks + 6 - level));
}

static bool
ends_in_brace(struct text content)
{
	return text_ends(content, "}") || text_ends(content, "｝");
}

/*
 * Marks elsewhere than at a ## heading would be shown and not obeyed, however
 * they are written.  On a line of text only what names a scope is taken for one.
 */
static void
stray_check(struct splitter *splitter, struct text content, bool heading)
{
	if (!heading && !ends_in_brace(content))
		return;
	struct mark mark = mark_find(content), meant = mark;
	if (mark.whole.len == 0)
		return;
	bool sound =
	    mark.fault == NULL || mark_is_meant(splitter, &mark, &meant);
	if (sound ? meant.scope.len > 0 || (heading && meant.id.len > 0)
		  : mark_names_scope(mark.whole))
		diag_at(splitter->diags, &rules[RULE_SECTION_MARK],
		    span_of(splitter, mark.whole),
		    "only a ## heading can have a mark");
}

static void
section_end(struct splitter *splitter, size_t end)
{
	struct section *section = splitter->open;
	size_t start = (size_t)(section->body.at - splitter->lines.text.at);
	section->body.len = end - start;
	section->body_span = span_of(splitter, section->body);
	/* Before the first heading: not if it is blank. */
	if (section != &splitter->first || text_trim(section->body).len == 0)
		return;
	struct section_list *list = splitter->list;
	ARENA_ROOM(splitter->arena, list->items, list->count, list->capacity);
	list->items[list->count++] = *section;
}

static void
section_begin(struct splitter *splitter, struct text content, size_t next)
{
	struct section_list *list = splitter->list;
	struct mark mark = mark_find(content);
	bool mended = mark.fault != NULL && mark_mend(splitter, &mark);
	ARENA_ROOM(splitter->arena, list->items, list->count, list->capacity);
	struct section *section = &list->items[list->count++];
	*section = (struct section){
		.title = text_trim(
		    text_cut(content, 0, content.len - mark.whole.len)),
		.mark_id = mark.id,
		.mark_scope = mark.scope,
		.body = text_from(splitter->lines.text, next),
	};
	section->title_span = span_of(splitter, section->title);
	section->scope_span = mark.scope.len == 0 ? section->title_span
	    : span_of(splitter, mended ? mark.whole : mark.scope);
	splitter->open = section;
}

/* Four spaces begin code, but for what goes on with a list or a paragraph. */
static bool
is_code(struct splitter *splitter, size_t i, struct text line)
{
	if (splitter->code == NULL && text_indent(line) >= 4 &&
	    ends_in_brace(text_trim(line)))
		code_find(splitter);
	return splitter->code != NULL && splitter->code[i];
}

static void
line_take(struct splitter *splitter, size_t i)
{
	struct text line = line_at(&splitter->lines, i);
	if (is_code(splitter, i, line))
		return;
	struct heading heading = heading_read(line);
	size_t start;
	if (heading.level == 0) {
		heading = heading_guess(line, &start);
		if (heading.level > 0)
			heading_mend(splitter, line, heading.level, start);
	}
	if (heading.level == 2) {
		section_end(splitter, splitter->lines.starts[i]);
		section_begin(
		    splitter, heading.content, splitter->lines.starts[i + 1]);
	} else if (heading.level > 0) {
		stray_check(splitter, heading.content, true);
	} else {
		stray_check(splitter, text_trim(line), false);
	}
}

void
sections_split(struct section_list *list, struct arena *arena, struct text body,
    struct span where, struct diags *diags)
{
	struct splitter splitter = {
		.list = list, .arena = arena, .where = where, .diags = diags
	};
	lines_init(&splitter.lines, arena, body);
	splitter.first = (struct section){ .title = TEXT_LIT(""),
		.mark_id = TEXT_LIT(""),
		.mark_scope = TEXT_LIT(""),
		.body = body };
	splitter.first.title_span = splitter.first.scope_span =
	    span_cut(where, 0, 0);
	splitter.open = &splitter.first;
	if (text_find_rare(body, 0, TEXT_LIT("```")) != NULL ||
	    text_find_rare(body, 0, TEXT_LIT("~~~")) != NULL)
		code_find(&splitter);
	for (size_t i = 0; i < splitter.lines.count; i++)
		line_take(&splitter, i);
	section_end(&splitter, body.len);
}
