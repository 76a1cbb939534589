#include "read/lines.h"

/* Most lines end within so many bytes. */
#define PIECE 256

/*
 * Without its end.  What is further off is looked for by ever larger pieces:
 * where there is only one of the marks, the whole rest would be gone through
 * for the other one at every line.
 */
static size_t
line_length(struct text rest)
{
	size_t from = 0;
	for (size_t size = PIECE; from < rest.len; size *= 2) {
		struct text piece = text_from(rest, from);
		if (piece.len > size)
			piece.len = size;
		const char *stop = memchr(piece.at, '\n', piece.len);
		if (stop != NULL)
			piece.len = (size_t)(stop - piece.at);
		const char *back = memchr(piece.at, '\r', piece.len);
		if (back != NULL)
			return (size_t)(back - rest.at);
		from += piece.len;
		if (stop != NULL)
			break;
	}
	return from;
}

struct text
line_next(struct text t, size_t *pos)
{
	struct text rest = text_from(t, *pos);
	size_t len = line_length(rest);
	/* CRLF, or a return that ends a line by itself. */
	bool pair = rest.len - len > 1 && rest.at[len] == '\r' &&
	    rest.at[len + 1] == '\n';
	*pos += len + (pair ? 2 : len < rest.len);
	return text_cut(rest, 0, len);
}

void
lines_init(struct lines *lines, struct arena *arena, struct text text)
{
	size_t capacity = 0, pos = 0;
	*lines = (struct lines){ .text = text };
	while (pos < text.len) {
		ARENA_ROOM(arena, lines->starts, lines->count, capacity);
		lines->starts[lines->count++] = (uint32_t)pos;
		line_next(text, &pos);
	}
	ARENA_ROOM(arena, lines->starts, lines->count, capacity);
	lines->starts[lines->count] = (uint32_t)text.len;
}

struct text
line_at(const struct lines *lines, size_t i)
{
	if (i >= lines->count)
		return text_from(lines->text, lines->text.len);
	size_t pos = lines->starts[i];
	return line_next(lines->text, &pos);
}

size_t
line_content(struct text line, size_t quotes)
{
	size_t i = 0;
	while (i < line.len) {
		if (line.at[i] == '>' && quotes > 0)
			quotes--;
		else if (!ascii_is_blank(line.at[i]))
			break;
		i++;
	}
	return i;
}

size_t
line_marker(struct text line, size_t pos)
{
	size_t i = pos;
	if (i == line.len)
		return pos;
	if (line.at[i] == '>')
		return i + 1;
	if (strchr("-+*", line.at[i]) != NULL) {
		i++;
	} else {
		while (i < line.len && ascii_is_digit(line.at[i]))
			i++;
		if (i == pos || i - pos > 9 || i == line.len ||
		    (line.at[i] != '.' && line.at[i] != ')'))
			return pos;
		i++;
	}
	return i == line.len || ascii_is_blank(line.at[i]) ? i : pos;
}

bool
line_is_rule(struct text line, size_t pos)
{
	size_t marks = 0;
	char mark = '\0';
	for (size_t i = pos; i < line.len; i++) {
		if (ascii_is_blank(line.at[i]))
			continue;
		if (mark == '\0' && strchr("*-_", line.at[i]) != NULL)
			mark = line.at[i];
		if (line.at[i] != mark || mark == '\0')
			return false;
		marks++;
	}
	return marks >= 3;
}
