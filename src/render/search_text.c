#include "render/search_parts.h"

#include "base/markup.h"
#include "base/utf8.h"

struct shown {
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

static void
code_put(struct shown *s, uint32_t code)
{
	if (utf8_is_space(code)) {
		s->blank = true;
	} else if (code != UTF8_BAD && !utf8_is_control(code) &&
	    !utf8_is_unseen(code)) {
		blank_put(s);
		buf_put_utf8(s->out, code);
	}
}

/* Bytes that begin white space, what isn't seen, or an entity. */
static const unsigned char special[256] = {
	[0] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ['&'] = 1, [0x7F] = 1, [0xC2] = 1,
	[0xCD] = 1, [0xD8] = 1, [0xE1] = 1, [0xE2] = 1, [0xE3] = 1, [0xEF] = 1,
	[0xF3] = 1,
};

static void
run_put(struct shown *s, struct text run)
{
	for (size_t at = 0; at < run.len;) {
		size_t end = at;
		uint32_t code;
		while (end < run.len && !special[(unsigned char)run.at[end]])
			end++;
		if (end > at) {
			blank_put(s);
			buf_put(s->out, run.at + at, end - at);
		}
		at = end;
		if (at == run.len)
			break;
		if (run.at[at] == '&' &&
		    (end = markup_entity(run, at, &code)) != 0)
			at = end;
		else
			code = utf8_next(run, &at);
		code_put(s, code);
	}
}

/* Behind the tag; > may stand in an attribute's quotes. */
static size_t
tag_end(struct text bytes, size_t at)
{
	char quote = '\0';
	for (; at < bytes.len; at++) {
		char c = bytes.at[at];
		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			return at + 1;
	}
	return at;
}

static struct text
tag_name(struct text bytes, size_t at)
{
	size_t end = at;
	while (end < bytes.len && strchr(" \n\t\r\f/>", bytes.at[end]) == NULL)
		end++;
	return text_cut(bytes, at, end);
}

/* From < on; behind it and what isn't shown of it. */
static size_t
tag_read(struct shown *s, struct text bytes, size_t at)
{
	size_t end;
	bool closes = bytes.at[at + 1] == '/';
	if (text_starts(text_from(bytes, at), "<!--"))
		return markup_close(bytes, at + 4, "-->", &end);
	struct text name = tag_name(bytes, at + 1 + closes);
	if (!markup_is_inline(name))
		block_end(s);
	else if (text_is(name, "br"))
		s->blank = true;
	at = tag_end(bytes, at + 1);
	if (!closes &&
	    (text_is(name, "script") || text_is(name, "style") ||
		text_is(name, "title")))
		at = markup_raw_end(bytes, at, name);
	return at;
}

static struct text
main_of(struct text html)
{
	const char *start = memmem(html.at, html.len, "<main", 5);
	if (start == NULL)
		return html;
	html = text_from(html, (size_t)(start - html.at));
	const char *end = memmem(html.at, html.len, "</main", 6);
	return end == NULL ? html
			   : text_cut(html, 0, (size_t)(end - html.at));
}

void
search_text(struct buf *out, struct text html)
{
	struct shown s = { .out = out, .line = out->len };
	struct text bytes = main_of(html);
	for (size_t at = 0; at < bytes.len;) {
		const char *next = memchr(bytes.at + at, '<', bytes.len - at);
		size_t end = next == NULL ? bytes.len
					  : (size_t)(next - bytes.at);
		bool opens = end < bytes.len && markup_opens(bytes, end);
		if (end < bytes.len && !opens)
			end++; /* a < like any other character */
		run_put(&s, text_cut(bytes, at, end));
		at = opens ? tag_read(&s, bytes, end) : end;
	}
	block_end(&s);
}

size_t
search_units(struct text line, size_t *at, uint16_t units[2])
{
	uint32_t code = utf8_next(line, at);
	if (code >= 0xFF01 && code <= 0xFF5E)
		code -= 0xFF01 - '!';
	if (code >= 'A' && code <= 'Z')
		code |= 0x20;
	if (code == UTF8_BAD || utf8_is_space(code) || utf8_is_unseen(code))
		return 0;
	if (code < 0x10000) {
		units[0] = (uint16_t)code;
		return 1;
	}
	units[0] = (uint16_t)(0xD800 + ((code - 0x10000) >> 10));
	units[1] = (uint16_t)(0xDC00 + (code & 0x3FF));
	return 2;
}
