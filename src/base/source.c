#include "base/source.h"
#include "base/diag.h"
#include "base/utf8.h"

void
sources_init(struct sources *sources, struct arena *arena)
{
	*sources = (struct sources){ .arena = arena };
	sources_add(sources, "");
}

void
sources_reserve(struct sources *sources, size_t count)
{
	struct source *items = sources->items;
	sources->capacity = sources->count + count;
	sources->items =
	    ARENA_ARRAY(sources->arena, struct source, sources->capacity);
	memcpy(sources->items, items, sources->count * sizeof(*items));
}

uint32_t
sources_add(struct sources *sources, const char *path)
{
	ARENA_ROOM(sources->arena, sources->items, sources->count,
	    sources->capacity);
	sources->items[sources->count] = (struct source){
		.path = arena_string(sources->arena, path),
		.text = TEXT_LIT(""),
		.bytes = TEXT_LIT(""),
	};
	return (uint32_t)sources->count++;
}

struct source *
source_at(const struct sources *sources, uint32_t source)
{
	if (source >= sources->count)
		BUG("no such source");
	return &sources->items[source];
}

uint32_t
cell_after(uint32_t cell, uint32_t code)
{
	if (code == '\t')
		return cell + 8 - cell % 8;
	if (code == UTF8_BAD || utf8_is_control(code))
		return cell + 1;
	return cell + (uint32_t)utf8_width_of(code);
}

/* The line that holds the byte at `offset`; remembered in the source. */
static struct source_line *
line_find(struct source *source, size_t offset)
{
	const char *at = source->text.at;
	struct source_line *line = &source->seen[0];
	if (line->begin > offset)
		line = &source->seen[1];
	if (line->number == 0 || line->begin > offset)
		*line = (struct source_line){ .number = 1 };
	for (;;) {
		const char *end =
		    memchr(at + line->begin, '\n', offset - line->begin);
		if (end == NULL)
			break;
		*line = (struct source_line){ .number = line->number + 1,
			.begin = (uint32_t)(end - at) + 1 };
	}
	return line;
}

/* Makes it the cells and code points of the line's bytes before `end`. */
static void
measure(const struct source *source, struct source_line *line, size_t end)
{
	struct text t = text_from(source->text, line->begin);
	size_t pos = line->bytes;
	if (pos > end) {
		pos = 0;
		line->cells = line->characters = 0;
	}
	while (pos < end) {
		line->cells = cell_after(line->cells, utf8_next(t, &pos));
		line->characters++;
	}
	line->bytes = (uint32_t)pos;
}

struct place
source_place(struct source *source, struct span span)
{
	struct text t = source->text;
	size_t start = span.start < t.len ? span.start : t.len;
	size_t end = span.end < t.len ? span.end : t.len;
	struct source_line *line = line_find(source, start);
	struct place place = { .line = line->number };
	size_t begin = line->begin;
	const char *end_of_line = memchr(t.at + start, '\n', t.len - start);
	size_t stop = end_of_line == NULL ? t.len
					  : (size_t)(end_of_line - t.at);
	if (stop > begin && t.at[stop - 1] == '\r')
		stop--;
	place.last_line = place.line;
	for (size_t i = start; i + 1 < end; i++)
		place.last_line += t.at[i] == '\n';
	place.excerpt = text_cut(t, begin, stop);
	if (start > stop)
		start = stop;
	if (end > stop || end < start)
		end = stop;
	place.before = (uint32_t)(start - begin);
	measure(source, line, start - begin);
	place.column = line->cells + 1;
	place.character = line->characters + 1;
	struct source_line last = *line;
	measure(source, &last, end - begin);
	place.width = last.cells > line->cells ? last.cells - line->cells : 1;
	return place;
}

struct point
source_point(struct source *source, uint32_t offset)
{
	struct text t = source->text;
	size_t end = offset < t.len ? offset : t.len;
	struct source_line *line = line_find(source, end);
	struct point point = { .line = line->number };
	measure(source, line, end - line->begin);
	point.character = line->characters + 1;
	point.byte = (uint32_t)(end - line->begin) + 1;
	return point;
}
