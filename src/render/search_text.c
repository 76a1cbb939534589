#include "render/search_parts.h"

#include "base/markup.h"
#include "base/utf8.h"

/* What is shown is never longer than the HTML it is made from. */
struct shown {
	struct text html;
	char *to;   /* where the next byte goes */
	char *line; /* where the present block begins */
	bool blank; /* white space was met in it */
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
is_usual(const unsigned char *s)
{
	switch (s[0]) {
	case 0xE2:
		return s[1] == 0x80 && s[2] >= 0x90 && s[2] < 0xA8;
	case 0xE3:
		return s[1] == 0x80 && s[2] > 0x80;
	case 0xEF:
		return s[1] == 0xBC;
	default:
		return s[0] >= 0xE4 && s[0] <= 0xE9;
	}
}

/* The end of what is shown as it stands from `at` on. */
static inline size_t
plain_end(struct text html, size_t at)
{
	while (at < html.len) {
		const unsigned char *s = (const unsigned char *)html.at + at;
		size_t next = at;
		if (s[0] >= 0x80 && utf8_is_triple(s, html.len - at) &&
		    is_usual(s)) {
			at += 3;
		} else if (s[0] < 0x80) {
			if (*s <= ' ' || *s == '&' || *s == '<' || *s == 0x7F)
				break;
			at++;
		} else if (is_shown(utf8_next(html, &next))) {
			at = next;
		} else {
			break;
		}
	}
	return at;
}

static inline void
plain_put(struct shown *s, size_t start, size_t end)
{
	blank_put(s);
	memcpy(s->to, s->html.at + start, end - start);
	s->to += end - start;
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
static size_t
tag_end(struct text html, size_t at)
{
	for (;;) {
		if (at < html.len && html.at[at] == '>')
			return at + 1; /* as most do */
		const char *end = memchr(html.at + at, '>', html.len - at);
		if (end == NULL)
			return html.len;
		size_t to = (size_t)(end - html.at);
		while (at < to && html.at[at] != '"' && html.at[at] != '\'')
			at++;
		if (at == to)
			return to + 1;
		end = memchr(html.at + at + 1, html.at[at], html.len - at - 1);
		if (end == NULL)
			return html.len;
		at = (size_t)(end - html.at) + 1;
	}
}

static struct text
tag_name(struct text html, size_t at)
{
	size_t end = at;
	while (end < html.len && (unsigned char)html.at[end] > ' ' &&
	    html.at[end] != '>' && html.at[end] != '/')
		end++;
	return text_cut(html, at, end);
}

/* What is in them is not shown as text of the page. */
static bool
is_unshown(struct text name)
{
	return name.len >= 5 &&
	    (text_is(name, "script") || text_is(name, "style") ||
		text_is(name, "title"));
}

/* From < on, which isn't the last byte; behind the tag and what isn't shown of it. */
static size_t
tag_read(struct shown *s, size_t at)
{
	bool closes = s->html.at[at + 1] == '/';
	size_t end;
	if (s->html.at[at + 1] == '!' &&
	    text_starts(text_from(s->html, at), "<!--"))
		return markup_close(s->html, at + 4, "-->", &end);
	struct text name = tag_name(s->html, at + 1 + closes);
	end = tag_end(s->html, at + 1 + closes + name.len);
	if (markup_is_inline(name)) {
		s->blank |= text_is(name, "br");
		return end;
	}
	block_end(s);
	if (closes && text_is(name, "main"))
		return s->html.len;
	return !closes && is_unshown(name)
	    ? markup_raw_end(s->html, end, name)
	    : end;
}

/* 0: there is none. */
static size_t
main_find(struct text html)
{
	for (size_t at = 0; at < html.len; at++) {
		const char *next = memchr(html.at + at, '<', html.len - at);
		if (next == NULL)
			break;
		at = (size_t)(next - html.at);
		if (text_starts(text_from(html, at), "<main"))
			return at;
	}
	return 0;
}

void
search_text(struct buf *out, struct text html)
{
	buf_reserve(out, html.len + 1);
	char *start = out->at + out->len;
	struct shown s = { .html = html, .to = start, .line = start };
	for (size_t at = main_find(html); at < html.len;) {
		size_t end = at;
		if (html.at[at] == ' ' || html.at[at] == '\n')
			s.blank = true, end++;
		else if (html.at[at] == '<' && markup_opens(html, at))
			end = tag_read(&s, at);
		else if ((end = plain_end(html, at)) > at)
			plain_put(&s, at, end);
		else if (html.at[at] == '<')
			plain_put(&s, at, ++end);
		else
			end = special_read(&s, at);
		at = end;
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
