#include "model/reading.h"

#include "base/fold.h"
#include "base/markup.h"
#include "base/utf8.h"

/* An address, a tag longer than this is none. */
#define ADDRESS_MOST 2048
/* So many brackets may stand within one another there, as cmark has it. */
#define BRACKETS_MOST 32

struct writing {
	struct text from;
	bool markdown;
	char *bytes;
	size_t len;
	uint32_t *places;
	/* Where it was last asked whether a line starts there, and the answer. */
	size_t asked;
	bool started;
};

static const bool marks[256] = {
	['*'] = true, ['_'] = true, ['`'] = true, ['~'] = true, ['['] = true,
	[']'] = true, ['\\'] = true, ['<'] = true, ['>'] = true, ['&'] = true,
};

/* The next byte from `at` on that begins what may be read otherwise. */
static size_t
plain_end(struct text text, size_t at, bool markdown)
{
	while (at < text.len && !fold_begins(text, at) &&
	    !(markdown && marks[(unsigned char)text.at[at]]))
		at++;
	return at;
}

/* Is there anything that is read otherwise? */
static bool
is_marked(struct text text, bool markdown)
{
	for (size_t at = 0; (at = plain_end(text, at, markdown)) < text.len;) {
		uint32_t code = utf8_next(text, &at);
		if (code < 0x80 || !fold_keeps(code))
			return true;
	}
	return false;
}

static void
put_plain(struct writing *w, size_t from, size_t end)
{
	memcpy(w->bytes + w->len, w->from.at + from, end - from);
	for (; from < end; from++)
		w->places[w->len++] = (uint32_t)from;
}

static void
put(struct writing *w, uint32_t code, size_t place)
{
	char bytes[4];
	size_t count = utf8_encode(code, bytes);
	for (size_t i = 0; i < count; i++) {
		w->bytes[w->len] = bytes[i];
		w->places[w->len++] = (uint32_t)place;
	}
}

/* ---- marks: where they end, or `at` when there is none ---- */

/* Behind the first `close` on the line, at most so far away. */
static size_t
close_find(struct text text, size_t at, char close)
{
	for (size_t i = at; i < text.len && i < at + ADDRESS_MOST &&
	     text.at[i] != '\n'; i++)
		if (text.at[i] == close)
			return i + 1;
	return at;
}

/*
 * The same for `close` without a backslash before it; 0: there is none.  With
 * `lines` on one of the next lines, too, up to a blank one.
 */
static size_t
escaped_find(struct text text, size_t at, char close, bool lines)
{
	bool blank = false;
	for (size_t i = at; i < text.len && i < at + ADDRESS_MOST; i++) {
		char c = text.at[i];
		if (c == close)
			return i + 1;
		if (c == '\n' && (blank || !lines))
			return 0;
		blank = c == '\n' ||
		    (blank && (ascii_is_blank(c) || c == '\r'));
		i += c == '\\' && i + 1 < text.len && text.at[i + 1] != '\n';
	}
	return 0;
}

/* Blanks, and one line's end at most. */
static size_t
blanks_end(struct text text, size_t at)
{
	bool line = false;
	for (; at < text.len; at++) {
		char c = text.at[at];
		if (!ascii_is_blank(c) && c != '\r' && (c != '\n' || line))
			break;
		line = line || c == '\n';
	}
	return at;
}

/* <…>, or all up to a space, with brackets by pairs; 0: < is not closed. */
static size_t
address_end(struct text text, size_t at)
{
	size_t depth = 0, most = at + ADDRESS_MOST;
	if (at < text.len && text.at[at] == '<')
		return escaped_find(text, at + 1, '>', false);
	for (; at < text.len && at < most && depth <= BRACKETS_MOST; at++) {
		char c = text.at[at];
		if ((c >= '\0' && c <= ' ') || (c == ')' && depth == 0))
			break;
		depth += (size_t)(c == '(') - (c == ')');
		at += c == '\\';
	}
	return at < text.len ? at : text.len;
}

/* Behind (address "title") as CommonMark has it; 0 when there is none. */
static size_t
link_end(struct text text, size_t at)
{
	size_t address = address_end(text, blanks_end(text, at + 1));
	size_t end = blanks_end(text, address);
	char open = end > address && end < text.len ? text.at[end] : ')';
	if (address != 0 && (open == '"' || open == '\'' || open == '(')) {
		address = escaped_find(
		    text, end + 1, open == '(' ? ')' : open, true);
		end = blanks_end(text, address);
	}
	return address != 0 && end < text.len && text.at[end] == ')' ? end + 1
								      : 0;
}

/* Behind ](address), ][label] or ]; what may be one counts as one. */
static size_t
bracket_end(struct text text, size_t at)
{
	char open = at + 1 < text.len ? text.at[at + 1] : ' ';
	size_t end = 0;
	if (open == '(')
		end = link_end(text, at + 1);
	else if (open == '[')
		end = escaped_find(text, at + 2, ']', true);
	else
		return at + 1;
	return end > 0
	    ? end
	    : close_find(text, at + 1, open == '(' ? ')' : ']');
}

/*
 * Is there nothing but quotes' marks before it?  Asked from the front to the end:
 * what was looked at is not looked at again, lest a line of marks take the square
 * of its length.
 */
static bool
is_line_start(struct writing *w, size_t at)
{
	size_t pos = at;
	while (pos > w->asked && strchr(" \t>", w->from.at[pos - 1]) != NULL)
		pos--;
	if (pos > w->asked)
		w->started = w->from.at[pos - 1] == '\n';
	w->asked = at;
	return w->started;
}

/* The mark of an item keeps what follows apart from the line before. */
static bool
is_item_mark(struct writing *w, size_t at)
{
	return at + 1 < w->from.len &&
	    strchr(" \t", w->from.at[at + 1]) != NULL && is_line_start(w, at);
}

static bool
opens_tag(struct text text, size_t at)
{
	char c = at + 1 < text.len ? text.at[at + 1] : ' ';
	return ascii_is_letter(c) || c == '/' || c == '!' || c == '?';
}

/*
 * Behind &#26126; or &nbsp;; what it stands for, 0 for a space or nothing that
 * has a name.  Of ASCII a name is as good; without a semicolon it is none here.
 */
static size_t
entity_end(struct text text, size_t at, uint32_t *code)
{
	bool named = at + 1 < text.len && text.at[at + 1] != '#';
	size_t end = markup_entity(text, at, code);
	if (end == 0 || text.at[end - 1] != ';' ||
	    (named && *code > ' ' && *code < 0x7F))
		return at;
	if (named && *code == ' ')
		*code = 0;
	return end;
}

/* Behind the mark at `at`; what is read in its place, if anything. */
static size_t
mark_end(struct writing *w, size_t at, uint32_t *code)
{
	struct text text = w->from;
	*code = 0;
	switch (text.at[at]) {
	case '*':
		return is_item_mark(w, at) ? at : at + 1;
	case '_':
	case '`':
	case '~':
	case '[':
	case '\\':
		return at + 1;
	case ']':
		return bracket_end(text, at);
	case '>':
		return is_line_start(w, at) ? at + 1 : at;
	case '<':
		return opens_tag(text, at) ? close_find(text, at, '>') : at;
	case '&':
		return entity_end(text, at, code);
	}
	return at;
}

/* ---- the whole ---- */

static void
read_on(struct writing *w, size_t *pos)
{
	size_t at = *pos;
	uint32_t code = 0;
	size_t end = plain_end(w->from, at, w->markdown);
	put_plain(w, at, end);
	if (end == w->from.len) {
		*pos = end;
		return;
	}
	at = end;
	if (w->markdown)
		end = mark_end(w, at, &code);
	if (end == at)
		code = utf8_next(w->from, &end);
	*pos = end;
	code = code == UTF8_BAD ? 0 : fold_code(code);
	if (code == 0)
		return;
	size_t start;
	if (fold_joins((struct text){ w->bytes, w->len }, &code, &start)) {
		w->len = start;
		at = w->places[start];
	}
	put(w, code, at);
}

bool
reading_make(struct reading *reading, struct arena *arena, struct text text,
    bool markdown)
{
	if (!is_marked(text, markdown))
		return false;
	struct writing w = { .from = text, .markdown = markdown, .started = true };
	w.bytes = arena_take(arena, text.len + 1);
	w.places = arena_take(arena, (text.len + 1) * sizeof(*w.places));
	for (size_t pos = 0; pos < text.len;)
		read_on(&w, &pos);
	w.bytes[w.len] = '\0';
	w.places[w.len] = (uint32_t)text.len;
	*reading = (struct reading){ { w.bytes, w.len }, w.places };
	return true;
}
