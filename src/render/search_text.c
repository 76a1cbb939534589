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

/* Bytes that may begin white space, what isn't seen, an entity or a tag. */
static const unsigned char special[256] = {
	[0] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ['&'] = 1, ['<'] = 1, [0x7F] = 1,
	[0xC2] = 1, [0xCD] = 1, [0xD8] = 1, [0xE1] = 1, [0xE2] = 1, [0xE3] = 1,
	[0xEF] = 1, [0xF3] = 1,
};

/* The end of what is shown as it stands from `at` on. */
static size_t
plain_end(struct text html, size_t at)
{
	for (;;) {
		while (at < html.len && !special[(unsigned char)html.at[at]])
			at++;
		size_t next = at;
		if (at == html.len || html.at[at] == '&' ||
		    html.at[at] == '<' || !is_shown(utf8_next(html, &next)))
			return at;
		at = next;
	}
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
	static const unsigned char stops[256] = { ['"'] = 1, ['\''] = 1,
		['>'] = 1 };
	for (; at < html.len; at++) {
		if (!stops[(unsigned char)html.at[at]])
			continue;
		if (html.at[at] == '>')
			return at + 1;
		const char *close = memchr(html.at + at + 1, html.at[at],
		    html.len - at - 1);
		if (close == NULL)
			break;
		at = (size_t)(close - html.at);
	}
	return html.len;
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
	return text_is(name, "script") || text_is(name, "style") ||
	    text_is(name, "title");
}

/* From < on; behind the tag and what isn't shown of it. */
static size_t
tag_read(struct shown *s, size_t at)
{
	bool closes = at + 1 < s->html.len && s->html.at[at + 1] == '/';
	size_t end;
	if (text_starts(text_from(s->html, at), "<!--"))
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
