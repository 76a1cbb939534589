#include "render/search_parts.h"

#include "base/markup.h"
#include "base/utf8.h"

#define KNOWN_BITS 8

/* What is shown is never longer than the HTML it is made from. */
struct shown {
	struct text html;
	char *to;   /* where the next byte goes */
	char *line; /* where the present block begins */
	bool blank; /* white space was met in it */
	/* Tags whose kind was asked for, by a hash of the name. */
	struct known {
		uint64_t name; /* its letters; 0: none */
		enum tag_kind {
			TAG_BLOCK,
			TAG_INLINE,
			TAG_BREAK,
			TAG_MAIN,
			TAG_UNSHOWN /* what is in it is no text of the page */
		} kind;
	} known[1 << KNOWN_BITS];
};

static inline void
blank_put(struct shown *s)
{
	if (s->blank && s->to > s->line)
		*s->to++ = ' ';
	s->blank = false;
}

static inline void
block_end(struct shown *s)
{
	if (s->to > s->line)
		*s->to++ = '\n';
	s->line = s->to;
	s->blank = false;
}

static bool
is_shown(uint32_t code)
{
	return code != UTF8_BAD && !utf8_is_space(code) &&
	    !utf8_is_control(code) && !utf8_is_unseen(code);
}

/*
 * Han and 、。《》，：“”… are told by their bytes, as every line has them; what
 * begins like the latter may be a blank or not be seen.
 */
static inline bool
is_usual(const unsigned char *c)
{
	if ((c[1] & 0xC0) != 0x80 || (c[2] & 0xC0) != 0x80)
		return false;
	switch (c[0]) {
	case 0xE2:
		return c[1] == 0x80 && c[2] >= 0x90 && c[2] < 0xA8;
	case 0xE3:
		return c[1] == 0x80 && c[2] > 0x80;
	case 0xEF:
		return c[1] == 0xBC;
	default:
		return c[0] >= 0xE4 && c[0] <= 0xE9;
	}
}

/* What most of a text is. */
static inline bool
is_han(const unsigned char *c)
{
	uint16_t others;
	memcpy(&others, c + 1, sizeof(others));
	return c[0] >= 0xE4 && c[0] <= 0xE9 && (others & 0xC0C0) == 0x8080;
}

/* Of a character that is not ASCII; 0: it isn't shown, or as a blank. */
static inline size_t
shown_len(const char *at, const char *end)
{
	struct text rest = { at, (size_t)(end - at) };
	size_t len = 0;
	if (rest.len >= 3 && is_usual((const unsigned char *)at))
		return 3;
	return is_shown(utf8_next(rest, &len)) ? len : 0;
}

/* Of ASCII: shown as it stands; ends a tag's name; ends it or begins a value. */
enum { SHOWN = 1, NAME_END = 2, TAG_STOP = 4 };
static const unsigned char classes[0x100] = {
	[0 ... ' '] = NAME_END,
	['!'] = SHOWN,
	['"'] = SHOWN | TAG_STOP,
	['#' ... '%'] = SHOWN,
	['\''] = SHOWN | TAG_STOP,
	['(' ... '.'] = SHOWN,
	['/'] = SHOWN | NAME_END,
	['0' ... ';'] = SHOWN,
	['='] = SHOWN,
	['>'] = SHOWN | NAME_END | TAG_STOP,
	['?' ... '~'] = SHOWN,
};

static inline bool
is_class(const char *c, unsigned which)
{
	return (classes[(unsigned char)*c] & which) != 0;
}

/* What is shown as it stands, from `at` on; behind it: there may be none. */
static inline size_t
plain_put(struct shown *s, size_t at)
{
	const char *from = s->html.at + at;
	const char *end = s->html.at + s->html.len;
	char *to = s->to;
	if (s->blank && to > s->line)
		*to++ = ' ';
	for (;;) {
		size_t len = 1;
		/* Four bytes at once, as there is room for what comes later. */
		while (end - from >= 4 && is_han((const unsigned char *)from)) {
			memcpy(to, from, 4);
			from += 3;
			to += 3;
		}
		if (from == end)
			break;
		if (!is_class(from, SHOWN) &&
		    ((unsigned char)*from < 0x80 ||
			(len = shown_len(from, end)) == 0))
			break;
		for (; len > 0; len--)
			*to++ = *from++;
	}
	if (from > s->html.at + at) {
		s->to = to;
		s->blank = false;
	}
	return (size_t)(from - s->html.at);
}

/* What is white space, isn't seen or is written as an entity; behind it. */
static size_t
special_read(struct shown *s, size_t at)
{
	size_t end = at;
	uint32_t code;
	if (s->html.at[at] == '&') {
		end = markup_entity(s->html, at, &code);
		if (end == 0)
			code = '&', end = at + 1;
	} else {
		code = utf8_next(s->html, &end);
	}
	if (utf8_is_space(code)) {
		s->blank = true;
	} else if (is_shown(code)) {
		blank_put(s);
		s->to += utf8_encode(code, s->to);
	}
	return end;
}

/* Behind the tag; > may stand in an attribute's quotes. */
static inline size_t
tag_end(struct text html, size_t at)
{
	const char *c = html.at + at, *end = html.at + html.len;
	for (;; c++) {
		while (c < end && !is_class(c, TAG_STOP))
			c++;
		if (c == end)
			return html.len;
		if (*c == '>')
			return (size_t)(c - html.at) + 1;
		c = memchr(c + 1, *c, (size_t)(end - c) - 1);
		if (c == NULL)
			return html.len;
	}
}

static enum tag_kind
kind_of(struct text name)
{
	if (markup_is_inline(name))
		return text_is(name, "br") ? TAG_BREAK : TAG_INLINE;
	if (text_is(name, "main"))
		return TAG_MAIN;
	return text_is(name, "script") || text_is(name, "style") ||
		text_is(name, "title")
	    ? TAG_UNSHOWN
	    : TAG_BLOCK;
}

/* The tag's name from `at` on; its kind, as it was found before. */
static inline enum tag_kind
name_read(struct shown *s, size_t at, struct text *name)
{
	const char *from = s->html.at + at, *end = s->html.at + s->html.len;
	const char *c = from;
	uint64_t key = 0; /* of a longer name it is the last letters' */
	for (; c < end && !is_class(c, NAME_END); c++)
		key = key << 8 | (unsigned char)*c;
	*name = (struct text){ from, (size_t)(c - from) };
	struct known *known =
	    &s->known[key * 0x9E3779B97F4A7C15u >> (64 - KNOWN_BITS)];
	if (name->len > sizeof(key))
		return kind_of(*name);
	if (known->name != key)
		*known = (struct known){ key, kind_of(*name) };
	return known->kind;
}

/* From < on, which isn't the last byte; behind the tag and what isn't shown of it. */
static inline size_t
tag_read(struct shown *s, size_t at)
{
	bool closes = s->html.at[at + 1] == '/';
	struct text name;
	size_t end;
	if (s->html.at[at + 1] == '!' &&
	    text_starts(text_from(s->html, at), "<!--"))
		return markup_close(s->html, at + 4, "-->", &end);
	enum tag_kind kind = name_read(s, at + 1 + closes, &name);
	end = tag_end(s->html, at + 1 + closes + name.len);
	if (kind == TAG_INLINE || kind == TAG_BREAK) {
		s->blank |= kind == TAG_BREAK;
		return end;
	}
	block_end(s);
	if (closes && kind == TAG_MAIN)
		return s->html.len;
	return !closes && kind == TAG_UNSHOWN
	    ? markup_raw_end(s->html, end, name)
	    : end;
}

void
search_text(struct buf *out, struct text html)
{
	buf_reserve(out, html.len + 4);
	char *start = out->at + out->len;
	struct shown s = { .html = html, .to = start, .line = start };
	const char *main = memmem(html.at, html.len, "<main", 5);
	for (size_t at = main == NULL ? 0 : (size_t)(main - html.at);
	     at < html.len;) {
		if (html.at[at] == ' ' || html.at[at] == '\n') {
			s.blank = true, at++;
		} else if (html.at[at] != '<') {
			size_t end = plain_put(&s, at);
			at = end > at ? end : special_read(&s, at);
		} else if (markup_opens(html, at)) {
			at = tag_read(&s, at);
		} else {
			blank_put(&s);
			*s.to++ = html.at[at++];
		}
	}
	block_end(&s);
	*s.to = '\0';
	out->len += (size_t)(s.to - start);
}

size_t
search_units_any(uint32_t code, uint16_t units[2])
{
	if (code >= 0xFF01 && code <= 0xFF5E)
		code -= 0xFF01 - '!';
	if (code >= 'A' && code <= 'Z')
		code |= 0x20;
	if (code == UTF8_BAD || code == 0 || code == 0xFFFF ||
	    utf8_is_space(code) || utf8_is_unseen(code))
		return 0;
	units[0] = (uint16_t)code;
	if (code < 0x10000)
		return 1;
	units[0] = (uint16_t)(0xD800 + ((code - 0x10000) >> 10));
	units[1] = (uint16_t)(0xDC00 + (code & 0x3FF));
	return 2;
}
