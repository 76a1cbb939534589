#include "base/source.h"
#include "base/diag.h"
#include "base/utf8.h"

int
span_compare(struct span a, struct span b)
{
	if (a.source != b.source)
		return a.source < b.source ? -1 : 1;
	if (a.start != b.start)
		return a.start < b.start ? -1 : 1;
	return (a.end > b.end) - (a.end < b.end);
}

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

/* So many bytes back on a line nothing is measured anew. */
#define MARK_BYTES 4096

/* Makes it the cells and code points of the line's bytes before `end`. */
static void
measure(const struct source *source, struct source_line *line, size_t end)
{
	static const struct source_measure nothing = { 0, 0, 0 };
	struct text t = text_from(source->text, line->begin);
	struct source_measure *to = &line->to, *marks = line->marks;
	if (to->bytes > end)
		*to = marks[1].bytes <= end ? marks[1]
		    : marks[0].bytes <= end ? marks[0]
					    : nothing;
	if (to->bytes < marks[1].bytes)
		marks[1] = marks[0];
	if (to->bytes < marks[0].bytes)
		marks[0] = marks[1] = nothing;
	for (size_t pos = to->bytes; pos < end;) {
		to->cells = cell_after(to->cells, utf8_next(t, &pos));
		to->characters++;
		to->bytes = (uint32_t)pos;
		if (pos < marks[1].bytes + MARK_BYTES)
			continue;
		marks[0] = marks[1];
		marks[1] = *to;
	}
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
	size_t stop = text_until(t, start, '\n');
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
	place.column = line->to.cells + 1;
	place.character = line->to.characters + 1;
	struct source_line last = *line;
	measure(source, &last, end - begin);
	place.width =
	    last.to.cells > line->to.cells ? last.to.cells - line->to.cells : 1;
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
	point.character = line->to.characters + 1;
	point.byte = (uint32_t)(end - line->begin) + 1;
	return point;
}
