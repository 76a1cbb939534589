/* Files that are text, each with its own way of writing a character. */
#include "publish/readout.h"

#include "base/fold.h"

/* Up to `most` hexadecimal digits at *at, which moves behind them; how many. */
static size_t
hex_read(struct text text, size_t *at, size_t most, uint32_t *code)
{
	size_t count = 0;
	*code = 0;
	while (count < most && *at < text.len &&
	    text_hex_digit(text.at[*at]) >= 0) {
		*code = *code * 16 + (uint32_t)text_hex_digit(text.at[(*at)++]);
		count++;
	}
	return count;
}

static void
put_code(struct stream *stream, uint32_t code)
{
	if (code != 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF))
		fold_put_code(&stream->bytes, code);
}

/* ---- \u738B ---- */

/* Behind “u” at `at`: four digits, or any number in braces. */
static size_t
unicode_read(struct text text, size_t at, uint32_t *code)
{
	bool braced = at < text.len && text.at[at] == '{';
	at += braced;
	hex_read(text, &at, braced ? 8 : 4, code);
	return at + (braced && at < text.len && text.at[at] == '}');
}

/* Behind the escape whose backslash is at `at`. */
static size_t
script_escape(struct stream *stream, struct text text, size_t at)
{
	uint32_t code, low;
	if (++at == text.len)
		return at;
	char c = text.at[at++];
	switch (c) {
	case 'u':
		at = unicode_read(text, at, &code);
		if (code >= 0xD800 && code < 0xDC00 && text.len - at >= 6 &&
		    text.at[at] == '\\' && text.at[at + 1] == 'u') {
			at = unicode_read(text, at + 2, &low);
			code = 0x10000 + ((code - 0xD800) << 10) +
			    ((low - 0xDC00) & 0x3FF);
		}
		put_code(stream, code);
		return at;
	case 'x':
		hex_read(text, &at, 2, &code);
		put_code(stream, code);
		return at;
	case 'n':
	case 't':
	case 'r':
	case 'b':
	case 'f':
	case 'v':
		buf_putc(&stream->bytes, ' ');
		return at;
	case '\n':
		return at; /* the line goes on */
	}
	buf_putc(&stream->bytes, c);
	return at;
}

typedef size_t escape_read(struct stream *stream, struct text text, size_t at);

static void
escaped_put(struct stream *stream, struct text text, escape_read *read)
{
	for (size_t at = 0; at < text.len;) {
		size_t end = text_until(text, at, '\\');
		stream_put(stream, text_cut(text, at, end));
		at = end < text.len ? read(stream, text, end) : end;
	}
}

void
script_put(struct stream *stream, struct text text)
{
	escaped_put(stream, text, script_escape);
}

/* ---- \738B ---- */

static size_t
style_escape(struct stream *stream, struct text text, size_t at)
{
	uint32_t code;
	at++;
	if (hex_read(text, &at, 6, &code) > 0) {
		put_code(stream, code);
		/* One white space belongs to it. */
		return at + (at < text.len && strchr(" \n\t", text.at[at]) != NULL);
	}
	if (at < text.len && text.at[at] == '\n')
		return at + 1;
	return at;
}

void
style_put(struct stream *stream, struct text text)
{
	escaped_put(stream, text, style_escape);
}

/* ---- line by line, so that places are near ---- */

typedef void text_put(struct stream *stream, struct text text);

static void
lines_put(struct readout *readout, struct text bytes, text_put *put)
{
	for (size_t at = 0; at < bytes.len;) {
		struct text rest = text_from(bytes, at);
		stream_mark(readout, &readout->shown, NULL, at);
		put(&readout->shown, text_line(&rest));
		at = bytes.len - rest.len;
	}
}

int
scan_plain(struct readout *readout, struct text bytes)
{
	lines_put(readout, bytes, stream_put);
	return 0;
}

int
scan_script(struct readout *readout, struct text bytes)
{
	lines_put(readout, bytes, script_put);
	return 0;
}

int
scan_style(struct readout *readout, struct text bytes)
{
	lines_put(readout, bytes, style_put);
	return 0;
}

int
scan_bytes(struct readout *readout, struct text bytes)
{
	readout->binary = true;
	stream_mark(readout, &readout->shown, NULL, 0);
	buf_put(&readout->shown.bytes, bytes.at, bytes.len);
	return 0;
}

/* ---- JSON: string by string ---- */

static size_t
string_end(struct text bytes, size_t at)
{
	for (at++; at < bytes.len && bytes.at[at] != '"'; at++)
		if (bytes.at[at] == '\\')
			at++;
	return at < bytes.len ? at : bytes.len;
}

int
scan_json(struct readout *readout, struct text bytes)
{
	struct stream *shown = &readout->shown;
	for (size_t at = 0; at < bytes.len;) {
		size_t start = text_until(bytes, at, '"');
		stream_mark(readout, shown, NULL, at);
		stream_put(shown, text_cut(bytes, at, start));
		stream_break(shown);
		if (start == bytes.len)
			break;
		size_t end = string_end(bytes, start);
		stream_mark(readout, shown, NULL, start);
		script_put(shown, text_cut(bytes, start + 1, end));
		stream_break(shown);
		at = end < bytes.len ? end + 1 : end;
	}
	return 0;
}

/* ---- CSV: cell by cell ---- */

/* A cell in quotes, whose quotes are doubled; behind it. */
static size_t
quoted_put(struct stream *shown, struct text bytes, size_t at)
{
	for (at++; at < bytes.len;) {
		size_t end = text_until(bytes, at, '"');
		stream_put(shown, text_cut(bytes, at, end));
		if (end + 1 >= bytes.len || bytes.at[end + 1] != '"')
			return end < bytes.len ? end + 1 : end;
		buf_putc(&shown->bytes, '"');
		at = end + 2;
	}
	return at;
}

int
scan_csv(struct readout *readout, struct text bytes)
{
	struct stream *shown = &readout->shown;
	for (size_t at = 0; at < bytes.len;) {
		stream_mark(readout, shown, NULL, at);
		if (bytes.at[at] == '"')
			at = quoted_put(shown, bytes, at);
		size_t end = at;
		while (end < bytes.len && strchr(",\r\n\t;", bytes.at[end]) == NULL)
			end++;
		stream_put(shown, text_cut(bytes, at, end));
		stream_break(shown);
		at = end < bytes.len ? end + 1 : end;
	}
	return 0;
}
