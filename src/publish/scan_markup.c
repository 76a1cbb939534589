/*
 * HTML and XML as a browser shows them, and all that it doesn't show.  No
 * parser of the standards: whatever can't be told apart counts as text.
 */
#include "publish/readout.h"

#include <strings.h>
#include "base/fold.h"
#include "base/markup.h"
#include "base/utf8.h"

struct markup {
	struct readout *readout;
	struct text bytes;
	bool xml;
	size_t base;     /* place of bytes.at, or of all of them when `fixed` */
	bool fixed;
	const char *part; /* of its text, or NULL */
	bool aside;      /* in <rt> or <rp>: beside the text, not in it */
	size_t run;      /* where in `shown` the present block begins */
	bool was_single; /* the block before had one character */
};

static size_t
place_of(const struct markup *m, size_t at)
{
	return m->fixed ? m->base : m->base + at;
}

/* An empty line of the source is no more than any white space. */
static void
put_spaced(struct stream *stream, struct text text)
{
	size_t start = stream->bytes.len;
	stream_put(stream, text);
	char *at = stream->bytes.at + start, *end = stream->bytes.at +
	    stream->bytes.len;
	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL)
		*at++ = ' ';
}

static void
put_entities(struct stream *stream, struct text text)
{
	for (size_t at = 0; at < text.len;) {
		size_t end = text_until(text, at, '&');
		uint32_t code;
		put_spaced(stream, text_cut(text, at, end));
		at = end;
		if (at == text.len)
			break;
		end = markup_entity(text, at, &code);
		if (end != 0)
			fold_put_code(&stream->bytes, code);
		else
			buf_putc(&stream->bytes, '&');
		at = end != 0 ? end : at + 1;
	}
}

/* ---- blocks ---- */

static bool
is_one_character(struct text text)
{
	text = text_trim(text);
	size_t pos = 0;
	if (text.len == 0 || text.len > 4)
		return false;
	utf8_next(text, &pos);
	return pos == text.len;
}

/*
 * What stands in one block goes on over tags; what stands in two does not: a
 * cell that ends with 高 and one that begins with 明 are no 高明.  But letters
 * that have a cell each are a word.
 */
static void
block_end(struct markup *m)
{
	struct stream *stream = &m->readout->shown;
	struct buf *shown = &stream->bytes;
	struct text run = text_cut(buf_text(shown), m->run, shown->len);
	if (text_trim(run).len == 0) {
		/* Its marks, too: they are of nothing. */
		while (stream->count > 0 &&
		    stream->marks[stream->count - 1].at >= m->run)
			stream->count--;
		shown->len = m->run;
		return;
	}
	bool single = is_one_character(run);
	size_t shift = single && m->was_single ? 2 : 0;
	for (size_t i = stream->count; shift > 0 && i > 0 &&
	     stream->marks[i - 1].at >= m->run; i--)
		stream->marks[i - 1].at -= shift;
	if (shift > 0)
		memmove(shown->at + m->run - shift, run.at, run.len);
	shown->len -= shift;
	buf_puts(shown, "\n\n");
	m->run = shown->len;
	m->was_single = single;
}

/* ---- attributes ---- */

static bool
name_is_in(struct text name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strlen(*names) == name.len &&
		    strncasecmp(name.at, *names, name.len) == 0)
			return true;
	return false;
}

static bool
is_address(struct text name)
{
	static const char *const names[] = { "href", "src", "action", "poster",
		"data", "cite", "xlink:href", "formaction", NULL };
	return name_is_in(name, names);
}

/* Up to its last slash. */
static struct text
folder_of(struct text path)
{
	while (path.len > 0 && path.at[path.len - 1] != '/')
		path.len--;
	return path;
}

/*
 * Where a relative address leads, from the edition's folder on: EDITION/a/b.html
 * with ../c is a/../c, that is c.
 */
static void
address_put(struct markup *m, size_t place, struct text address)
{
	struct text folder = text_of(m->readout->path), step;
	if (address.len == 0 || address.at[0] == '/' || address.at[0] == '#' ||
	    memchr(address.at, ':', address.len) != NULL)
		return;
	text_split(folder, '/', &step, &folder);
	folder = folder_of(folder);
	while (text_starts(address, "../") || text_starts(address, "./")) {
		bool up = text_starts(address, "../");
		address = text_from(address, up ? 3 : 2);
		if (up && folder.len > 0)
			folder = folder_of(text_cut(folder, 0, folder.len - 1));
	}
	stream_mark(m->readout, &m->readout->aside, "href", place);
	stream_put(&m->readout->aside, folder);
	put_entities(&m->readout->aside, address);
	stream_break(&m->readout->aside);
}

/* Names may be made of something, too: data-…, or what no language has. */
static bool
is_telling_name(struct text name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.at[i] >= 0x80 || name.at[i] == '-')
			return true;
	return false;
}

static void
attribute_put(struct markup *m, struct text name, struct text value,
    size_t place)
{
	struct readout *r = m->readout;
	if (is_telling_name(name))
		readout_aside(r, "attribute", place, name);
	if (value.len == 0)
		return;
	stream_mark(r, &r->aside,
	    arena_copy(r->arena, name.at, name.len), place);
	put_entities(&r->aside, value);
	stream_break(&r->aside);
	if (is_address(name))
		address_put(m, place, value);
	if (memchr(value.at, '\\', value.len) == NULL)
		return;
	stream_mark(r, &r->aside, "attribute", place);
	script_put(&r->aside, value);
	stream_break(&r->aside);
	style_put(&r->aside, value);
	stream_break(&r->aside);
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static size_t
spaces_end(struct text bytes, size_t at)
{
	while (at < bytes.len && (is_space(bytes.at[at]) || bytes.at[at] == '/'))
		at++;
	return at;
}

static size_t
word_end(struct text bytes, size_t at, const char *stops)
{
	while (at < bytes.len && !is_space(bytes.at[at]) &&
	    strchr(stops, bytes.at[at]) == NULL)
		at++;
	return at;
}

/* The value that begins at `at`, without its quotes; behind it. */
static size_t
value_end(struct text bytes, size_t at, struct text *value)
{
	char quote = at < bytes.len ? bytes.at[at] : '\0';
	if (quote != '"' && quote != '\'') {
		size_t end = word_end(bytes, at, ">");
		*value = text_cut(bytes, at, end);
		return end;
	}
	size_t end = text_until(bytes, at + 1, quote);
	*value = text_cut(bytes, at + 1, end);
	return end < bytes.len ? end + 1 : end;
}

/* One attribute from `at` on; behind it. */
static size_t
attribute_read(struct markup *m, size_t at)
{
	struct text bytes = m->bytes, value = TEXT_LIT("");
	size_t start = at;
	/* `=` may begin a name, and something must be read each time. */
	size_t end = word_end(bytes, at + 1, "=>/");
	struct text name = text_cut(bytes, at, end);
	at = end;
	while (at < bytes.len && is_space(bytes.at[at]))
		at++;
	if (at < bytes.len && bytes.at[at] == '=') {
		for (at++; at < bytes.len && is_space(bytes.at[at]);)
			at++;
		end = value_end(bytes, at, &value);
	}
	attribute_put(m, name, value, place_of(m, start));
	return end;
}

/* ---- tags ---- */

static size_t
raw_read(struct markup *m, size_t at, struct text name)
{
	struct readout *r = m->readout;
	bool script = (name.at[1] | 0x20) == 'c';
	size_t end = markup_raw_end(m->bytes, at, name);
	struct text text = text_cut(m->bytes, at, end);
	stream_mark(r, &r->aside, script ? "script" : "style",
	    place_of(m, at));
	(script ? script_put : style_put)(&r->aside, text);
	stream_break(&r->aside);
	return end;
}

/*
 * HTML's own that stand apart from what is before and behind; the most usual
 * first.  Whatever it doesn't know or doesn't show is within the text.
 */
static bool
stands_apart(struct text name)
{
	static const char *const names[] = { "p", "div", "li", "td", "th", "tr",
		"text", "dt", "dd", "ul", "h2", "h3", "h1", "section", "table",
		"nav", "tbody", "thead", "dl", "ol", "title", "head", "body",
		"html", "header", "footer", "main", "svg", "g", "h4", "h5",
		"h6", "address", "article", "aside", "audio", "blockquote",
		"button", "canvas", "caption", "center", "col", "colgroup",
		"desc", "details", "dialog", "dir", "fieldset", "figcaption",
		"figure", "form", "frame", "frameset", "hgroup", "hr", "iframe",
		"legend", "menu", "meter", "object", "optgroup", "option",
		"output", "pre", "progress", "search", "select", "summary",
		"textarea", "tfoot", "video", NULL };
	return name_is_in(name, names);
}

static void
element_meet(struct markup *m, struct text name, bool closes)
{
	static const char *const beside[] = { "rt", "rp", NULL };
	if (name_is_in(name, beside))
		m->aside = !closes;
	if (!markup_is_inline(name) && (m->xml || stands_apart(name)))
		block_end(m);
	else if (text_is(name, "br") || text_is(name, "BR"))
		buf_putc(&m->readout->shown.bytes, ' ');
}

/* From < on; behind the tag. */
static size_t
tag_read(struct markup *m, size_t at)
{
	static const char *const raw[] = { "script", "style", NULL };
	struct text bytes = m->bytes;
	bool closes = bytes.at[at + 1] == '/';
	size_t start = at + 1 + closes, place = place_of(m, at);
	size_t end = word_end(bytes, start, "/>");
	struct text name = text_cut(bytes, start, end);
	element_meet(m, name, closes);
	if (is_telling_name(name))
		readout_aside(m->readout, "element", place, name);
	while ((end = spaces_end(bytes, end)) < bytes.len &&
	    bytes.at[end] != '>')
		end = attribute_read(m, end);
	end += end < bytes.len;
	return !m->xml && !closes && name_is_in(name, raw)
	    ? raw_read(m, end, name)
	    : end;
}

/* Written as text would be, although nobody resolves it there. */
static void
unshown_put(struct markup *m, const char *part, size_t place,
    struct text text)
{
	struct stream *aside = &m->readout->aside;
	stream_mark(m->readout, aside, part, place);
	put_entities(aside, text);
	stream_break(aside);
}

static bool
begins(struct text bytes, size_t at, const char *what)
{
	return text_starts(text_from(bytes, at), what);
}

/* <!-- -->, <![CDATA[ ]]>, <!DOCTYPE >, <? ?>: behind it. */
static size_t
declaration_read(struct markup *m, size_t at)
{
	struct text bytes = m->bytes;
	size_t end, next, place = place_of(m, at);
	if (begins(bytes, at, "<!--")) {
		next = markup_close(bytes, at + 4, "-->", &end);
		unshown_put(m, "comment", place,
		    text_cut(bytes, at + 4, end));
	} else if (m->xml && begins(bytes, at, "<![CDATA[")) {
		next = markup_close(bytes, at + 9, "]]>", &end);
		stream_mark(m->readout, &m->readout->shown, NULL, place);
		put_spaced(&m->readout->shown, text_cut(bytes, at + 9, end));
	} else {
		next = markup_close(bytes, at + 1, ">", &end);
		unshown_put(m, "declaration", place,
		    text_cut(bytes, at + 2 <= end ? at + 2 : end, end));
	}
	return next;
}

static void
text_read(struct markup *m, size_t start, size_t end)
{
	struct readout *r = m->readout;
	struct stream *stream = m->aside ? &r->aside : &r->shown;
	if (start == end)
		return;
	stream_mark(r, stream, m->aside ? "annotation" : m->part,
	    place_of(m, start));
	put_entities(stream, text_cut(m->bytes, start, end));
	if (m->aside)
		stream_break(stream);
}

static void
markup_read(struct markup *m)
{
	struct text bytes = m->bytes;
	for (size_t at = 0; at < bytes.len;) {
		size_t end = text_until(bytes, at, '<');
		if (end < bytes.len && !markup_opens(bytes, end))
			end++; /* a < like any other character */
		text_read(m, at, end);
		at = end;
		if (at == bytes.len || bytes.at[at] != '<' ||
		    !markup_opens(bytes, at))
			continue;
		at = bytes.at[at + 1] == '!' || bytes.at[at + 1] == '?'
		    ? declaration_read(m, at)
		    : tag_read(m, at);
	}
	block_end(m);
}

/* ---- markup in the text: a feed's content, srcdoc, JSON ---- */

static bool
holds_markup(struct text text)
{
	for (size_t at = 0; (at = text_until(text, at, '<')) < text.len; at++)
		if (markup_opens(text, at))
			return true;
	return false;
}

void
markup_put(struct readout *readout, const char *part, size_t place,
    struct text markup)
{
	struct markup m = { .readout = readout,
		.bytes = arena_text(readout->arena, markup),
		.xml = true,
		.base = place,
		.fixed = true,
		.part = part };
	stream_break(&readout->shown);
	m.run = readout->shown.bytes.len;
	markup_read(&m);
}

static void
stream_markup(struct readout *readout, const struct stream *stream)
{
	struct text text = buf_text(&stream->bytes);
	if (holds_markup(text))
		markup_put(readout, NULL,
		    stream->count > 0 ? stream->marks[0].place : 0, text);
}

void
readout_markup(struct readout *readout)
{
	stream_markup(readout, &readout->aside);
	stream_markup(readout, &readout->shown);
}

static int
markup_make(struct readout *readout, struct text bytes, bool xml)
{
	struct markup m = { .readout = readout, .bytes = bytes, .xml = xml };
	markup_read(&m);
	return 0;
}

int
scan_html(struct readout *readout, struct text bytes)
{
	return markup_make(readout, bytes, false);
}

int
scan_xml(struct readout *readout, struct text bytes)
{
	return markup_make(readout, bytes, true);
}
