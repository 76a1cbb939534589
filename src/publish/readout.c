#include "publish/readout.h"

#include "base/fold.h"

/* What a file of records leaves behind a worker would keep for each page. */
#define KEPT_MOST ((size_t)1 << 20)

static void
stream_begin(struct stream *stream)
{
	if (stream->bytes.capacity > KEPT_MOST)
		buf_free(&stream->bytes);
	buf_clear(&stream->bytes);
	stream->marks = NULL;
	stream->count = stream->capacity = 0;
}

void
readout_init(struct readout *readout)
{
	*readout = (struct readout){ .arena = NULL };
	buf_init(&readout->shown.bytes);
	buf_init(&readout->aside.bytes);
}

void
readout_free(struct readout *readout)
{
	buf_free(&readout->shown.bytes);
	buf_free(&readout->aside.bytes);
}

void
readout_begin(struct readout *readout, struct arena *arena, const char *path)
{
	readout->arena = arena;
	readout->path = path;
	readout->pages = readout->rows = readout->binary = false;
	readout->unsought = false;
	stream_begin(&readout->shown);
	stream_begin(&readout->aside);
}

void
stream_mark(struct readout *readout, struct stream *stream, const char *part,
    size_t place)
{
	ARENA_ROOM(readout->arena, stream->marks, stream->count,
	    stream->capacity);
	stream->marks[stream->count++] =
	    (struct readout_mark){ stream->bytes.len, place, part };
}

void
stream_put(struct stream *stream, struct text text)
{
	fold_put(&stream->bytes, text);
}

void
stream_break(struct stream *stream)
{
	if (stream->bytes.len > 0 && !text_ends(buf_text(&stream->bytes), "\n\n"))
		buf_puts(&stream->bytes, "\n\n");
}

void
readout_aside(struct readout *readout, const char *part, size_t place,
    struct text text)
{
	if (text.len == 0)
		return;
	stream_mark(readout, &readout->aside, part, place);
	stream_put(&readout->aside, text);
	stream_break(&readout->aside);
}

/* ---- percent signs ---- */

/* The byte that %E7 at `at` stands for; -1 when there is none. */
static int
escaped_byte(struct text text, size_t at)
{
	if (text.at[at] != '%' || text.len - at < 3)
		return -1;
	int high = text_hex_digit(text.at[at + 1]),
	    low = text_hex_digit(text.at[at + 2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static size_t
escape_find(struct text text, size_t at)
{
	while (at < text.len && escaped_byte(text, at) < 0)
		at = text_until(text, at + 1, '%');
	return at;
}

static struct text
unescaped(struct buf *scratch, struct text text)
{
	buf_clear(scratch);
	for (size_t at = 0; at < text.len;) {
		size_t end = escape_find(text, at);
		buf_put(scratch, text.at + at, end - at);
		at = end;
		if (at < text.len) {
			buf_putc(scratch, (char)escaped_byte(text, at));
			at += 3;
		}
	}
	return buf_text(scratch);
}

/* Every marked piece of the stream that has some goes aside without them. */
static bool
stream_unescape(struct readout *readout, struct stream *stream, size_t from,
    struct buf *scratch)
{
	bool found = false;
	size_t count = stream->count;
	for (size_t i = 0; i < count; i++) {
		size_t start = stream->marks[i].at;
		size_t end = i + 1 < count ? stream->marks[i + 1].at
					   : stream->bytes.len;
		struct readout_mark mark = stream->marks[i];
		if (end <= from || start >= end)
			continue;
		struct text text = text_cut(buf_text(&stream->bytes), start, end);
		if (escape_find(text, 0) == text.len)
			continue;
		readout_aside(readout, mark.part, mark.place,
		    unescaped(scratch, text));
		found = true;
	}
	return found;
}

void
readout_unescape(struct readout *readout)
{
	struct buf scratch = BUF_INIT;
	size_t first = 0;
	stream_unescape(readout, &readout->shown, 0, &scratch);
	/* What is escaped twice, too, but not for ever. */
	for (int i = 0; i < 3; i++) {
		size_t from = readout->aside.bytes.len;
		if (!stream_unescape(readout, &readout->aside, first, &scratch))
			break;
		first = from;
	}
	buf_free(&scratch);
}

const struct readout_mark *
stream_place(const struct stream *stream, size_t at)
{
	size_t low = 0, high = stream->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (stream->marks[middle].at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? NULL : &stream->marks[low - 1];
}
