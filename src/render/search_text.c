#include "render/search_parts.h"

#include "base/markup.h"
#include "base/utf8.h"

struct shown {
	struct text html;
	struct buf *out;
	size_t line; /* where the present block begins */
	bool blank;  /* white space was met in it */
};

static void
blank_put(struct shown *s)
{
	if (s->blank && s->out->len > s->line)
		buf_putc(s->out, ' ');
	s->blank = false;
}

static void
block_end(struct shown *s)
{
	if (s->out->len > s->line)
		buf_putc(s->out, '\n');
	s->line = s->out->len;
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
static bool
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
static size_t
plain_end(struct text html, size_t at)
{
	while (at < html.len) {
		const unsigned char *s = (const unsigned char *)html.at + at;
		size_t next = at;
		if (*s < 0x80) {
			if (*s <= ' ' || *s == '&' || *s == '<' || *s == 0x7F)
				break;
			at++;
		} else if (utf8_is_triple(s, html.len - at) && is_usual(s)) {
			at += 3;
		} else if (is_shown(utf8_next(html, &next))) {
			at = next;
		} else {
			break;
		}
	}
	return at;
}

static void
plain_put(struct shown *s, size_t start, size_t end)
{
	blank_put(s);
	buf_put(s->out, s->html.at + start, end - start);
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
		buf_put_utf8(s->out, code);
	}
	return end;
}

/* Behind the tag; > may stand in an attribute's quotes. */
static size_t
tag_end(struct text html, size_t at)
{
	for (;;) {
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
	end = tag_end(s->html, at + 1);
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
	struct shown s = { .html = html, .out = out, .line = out->len };
	for (size_t at = main_find(html); at < html.len;) {
		size_t end = plain_end(html, at);
		if (end > at)
			plain_put(&s, at, end);
		at = end;
		if (at == html.len)
			break;
		if (html.at[at] != '<')
			at = special_read(&s, at);
		else if (markup_opens(html, at))
			at = tag_read(&s, at);
		else
			plain_put(&s, at, at + 1), at++;
	}
	block_end(&s);
}

size_t
search_units_any(uint32_t code, uint16_t units[2])
{
	if (code >= 0xFF01 && code <= 0xFF5E)
		code -= 0xFF01 - '!';
	if (code >= 'A' && code <= 'Z')
		code |= 0x20;
	if (code > ' ' && code < 0x7F) {
		units[0] = (uint16_t)code;
		return 1;
	}
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
