#include "base/source.h"
#include "base/diag.h"
#include "base/utf8.h"

void
sources_init(struct sources *sources, struct arena *arena)
{
	*sources = (struct sources){ .arena = arena };
	sources_add(sources, "");
}

uint32_t
sources_add(struct sources *sources, const char *path)
{
	ARENA_ROOM(sources->arena, sources->items, sources->count,
	    sources->capacity);
	sources->items[sources->count] = (struct source){
		.path = arena_string(sources->arena, path),
		.text = TEXT_LIT(""),
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

/* The cells and code points in t[0, end). */
static void
measure(struct text t, size_t end, uint32_t *cells, uint32_t *characters)
{
	size_t pos = 0;
	*cells = *characters = 0;
	while (pos < end) {
		*cells = cell_after(*cells, utf8_next(t, &pos));
		++*characters;
	}
}

/* The line that holds the byte at `offset`. */
static struct source_line
line_find(struct source *source, size_t offset)
{
	struct source_line line = source->seen;
	const char *at = source->text.at;
	if (line.number == 0 || line.begin > offset)
		line = (struct source_line){ 1, 0 };
	for (;;) {
		const char *end =
		    memchr(at + line.begin, '\n', offset - line.begin);
		if (end == NULL)
			break;
		line.number++;
		line.begin = (uint32_t)(end - at) + 1;
	}
	source->seen = line;
	return line;
}

struct place
source_place(struct source *source, struct span span)
{
	struct text t = source->text;
	size_t start = span.start < t.len ? span.start : t.len;
	size_t end = span.end < t.len ? span.end : t.len;
	struct source_line line = line_find(source, start);
	struct place place = { .line = line.number };
	size_t begin = line.begin;
	size_t stop = begin;
	while (stop < t.len && t.at[stop] != '\n')
		stop++;
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
	uint32_t before, last, ignored;
	measure(place.excerpt, start - begin, &before, &place.character);
	measure(place.excerpt, end - begin, &last, &ignored);
	place.column = before + 1;
	place.character++;
	place.width = last > before ? last - before : 1;
	return place;
}

struct point
source_point(struct source *source, uint32_t offset)
{
	struct text t = source->text;
	size_t end = offset < t.len ? offset : t.len;
	struct source_line line = line_find(source, end);
	struct point point = { .line = line.number };
	size_t begin = line.begin;
	uint32_t cells;
	measure(text_from(t, begin), end - begin, &cells, &point.character);
	point.character++;
	point.byte = (uint32_t)(end - begin) + 1;
	return point;
}
