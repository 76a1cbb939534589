#include "render/search_parts.h"

#include "base/value.h"

/* ---- opening ---- */

/* So many pages make lists of about SEARCH_SHARD bytes at most. */
#define RANGE_PAGES 64
#define RANGE_BITS_MOST 10

struct search *
search_open(const struct plan *plan, unsigned workers)
{
	struct arena *arena = arena_new();
	struct search *search = ARENA_NEW(arena, struct search);
	*search = (struct search){ .arena = arena,
		.plan = plan,
		.worker_count = workers,
		.workers = ARENA_ARRAY(arena, struct search_worker, workers),
		.naming = search_names_collect(arena, plan->view),
		.counts = ARENA_ARRAY(arena, uint32_t, plan->count) };
	while (search->range_bits < RANGE_BITS_MOST &&
	    (size_t)RANGE_PAGES << search->range_bits < plan->count)
		search->range_bits++;
	for (unsigned i = 0; i < workers; i++) {
		struct search_worker *w = &search->workers[i];
		w->arena = arena_new();
		w->scratch = arena_new();
		collector_init(&w->texts, w->arena);
		collector_init(&w->headings, w->arena);
		buf_init(&w->text);
		buf_init(&w->group);
		buf_init(&w->file);
	}
	return search;
}

void
search_part_free(struct search_part *part)
{
	arena_free(part->arena);
}

void
search_close(struct search *search)
{
	for (unsigned i = 0; i < search->worker_count; i++) {
		struct search_worker *w = &search->workers[i];
		buf_free(&w->text);
		buf_free(&w->group);
		buf_free(&w->file);
		arena_free(w->scratch);
		arena_free(w->arena);
	}
	for (size_t i = 0; i < search->part_count; i++)
		search_part_free(search->parts[i]);
	arena_free(search->arena);
}

size_t
search_group_count(const struct plan *plan)
{
	return (plan->count + SEARCH_GROUP - 1) / SEARCH_GROUP;
}

/* ---- parts ---- */

struct search_part *
search_part_new(struct search *search)
{
	struct search_part *part = ARENA_NEW(search->arena, struct search_part);
	part->arena = arena_new();
	ARENA_ROOM(search->arena, search->parts, search->part_count,
	    search->part_room);
	search->parts[search->part_count++] = part;
	return part;
}

void
search_parts(struct search *search, size_t count)
{
	while (search->part_count < count)
		search_part_new(search);
}

void
search_part_begin(struct search *search, size_t part, unsigned worker)
{
	search->workers[worker].part = search->parts[part];
}

/* The strip's tokens, in order. */
struct sorted {
	const struct numbered *text, *text_end, *title, *title_end;
};

/* Appends the lists of its tokens. */
static void
range_write(const struct search *search, size_t range,
    const struct search_worker *w, struct sorted *s, struct list_writer *writer)
{
	uint64_t below = search_range_start(search, range + 1);
	writer->next = (uint32_t)search_range_start(search, range);
	for (; s->text < s->text_end && s->text->token < below; s->text++) {
		bool titled = s->title < s->title_end &&
		    s->title->token == s->text->token;
		list_write(writer, s->text->token,
		    &w->texts.rows[s->text->number],
		    titled ? &w->headings.rows[s->title->number] : NULL);
		s->title += titled;
	}
}

struct search_strip *
search_strip_new(struct search_part *part)
{
	ARENA_ROOM(
	    part->arena, part->strips, part->strip_count, part->strip_room);
	uint32_t left =
	    part->documents - (uint32_t)part->strip_count * STRIP;
	struct search_strip *strip = &part->strips[part->strip_count++];
	*strip = (struct search_strip){ .documents =
		    left < STRIP ? left : STRIP };
	return strip;
}

static void
strip_end(const struct search *search, struct search_worker *w)
{
	struct search_part *part = w->part;
	struct search_strip *strip = search_strip_new(part);
	struct sorted sorted = { .text = collector_sort(&w->texts),
		.title = collector_sort(&w->headings) };
	struct list_writer writer = { .out = &w->file,
		.size = strip_size(strip->documents) };
	size_t ranges = search_ranges(search);
	sorted.text_end = sorted.text + w->texts.count;
	sorted.title_end = sorted.title + w->headings.count;
	buf_clear(&w->file);
	strip->ends = ARENA_ARRAY(part->arena, uint32_t, ranges + 1);
	for (size_t i = 0; i < ranges; i++) {
		range_write(search, i, w, &sorted, &writer);
		strip->ends[i] = (uint32_t)w->file.len;
	}
	writer.next = 0;
	search_names_find(search->naming, &w->texts, &writer);
	strip->ends[ranges] = (uint32_t)w->file.len;
	strip->lists = arena_copy(part->arena, w->file.at, w->file.len);
	collector_clear(&w->texts);
	collector_clear(&w->headings);
}

void
search_part_end(struct search *search, size_t number, unsigned worker)
{
	struct search_worker *w = &search->workers[worker];
	if (search->parts[number]->documents > 0)
		strip_end(search, w);
	w->part = NULL;
}

/* ---- a page ---- */

/*
 * A line as it is taken apart.  Nobody has its address, nor what it has of the
 * collector's: as all tokens of all pages pass, it is to stay in registers.
 */
struct lining {
	struct collector *collector;
	const struct slot *slots;
	unsigned shift; /* from a hash to a slot */
	struct strip_set *rows;
	size_t word;  /* of a row: that has the document */
	uint64_t bit; /* of the document in it */
	uint32_t before, previous; /* units; 0: none */
	unsigned latin; /* which of the last two are letters or digits */
};

static inline void
token_add(struct lining *l, uint32_t token)
{
	const struct slot *slot = &l->slots[TOKEN_HASH(token) >> l->shift];
	uint32_t row = slot->row;
	if (slot->token != token) {
		row = collector_row(l->collector, token);
		l->slots = l->collector->slots;
		l->shift = 32 - l->collector->bits;
		l->rows = l->collector->rows;
	}
	l->rows[row].words[l->word] |= l->bit;
}

static inline void
unit_add(struct lining *l, uint32_t unit)
{
	bool latin = unit - '0' < 10 || unit - 'a' < 26;
	l->latin = l->latin << 1 | latin;
	if (l->previous != 0)
		token_add(l, TOKEN(l->previous, unit));
	if (l->latin != 0 && l->before != 0)
		token_add(l, TOKEN_THREE(l->before, l->previous, unit));
	l->latin &= 3;
	l->before = l->previous;
	l->previous = unit;
}

/* Han by Han, as most of a line is; behind the last of them. */
static inline size_t
han_add(struct lining *l, struct text line, size_t at)
{
	const unsigned char *s = (const unsigned char *)line.at + at;
	const unsigned char *end = (const unsigned char *)line.at + line.len - 2;
	uint32_t before = l->before, previous = l->previous;
	for (; s < end && s[0] >= 0xE4 && s[0] <= 0xE9; s += 3) {
		/* Bits that are always there, without a mask for each. */
		uint16_t unit =
		    (uint16_t)((s[0] << 12) + (s[1] << 6) + s[2] - 0x2080);
		token_add(l, TOKEN(previous, unit));
		before = previous;
		previous = unit;
	}
	l->before = before;
	l->previous = previous;
	return (size_t)(s - (const unsigned char *)line.at);
}

/*
 * Every pair of the line, and its last unit: so each begins one.  The line is
 * valid UTF-8, of the part's last document.
 */
static void
line_add(const struct search_part *part, struct collector *collector,
    struct text line)
{
	uint32_t document = (part->documents - 1) % STRIP;
	struct lining l = { .collector = collector,
		.slots = collector->slots,
		.shift = 32 - collector->bits,
		.rows = collector->rows,
		.word = document / 64,
		.bit = (uint64_t)1 << document % 64 };
	for (size_t at = 0; at < line.len;) {
		uint16_t units[2];
		size_t count = search_units(line, &at, units);
		for (size_t i = 0; i < count; i++)
			unit_add(&l, units[i]);
		if (l.latin == 0 && l.previous != 0)
			at = han_add(&l, line, at);
	}
	if (l.previous != 0)
		token_add(&l, TOKEN(l.previous, 0));
}

static void
document_begin(const struct search *search, struct search_worker *w, size_t page)
{
	struct search_part *part = w->part;
	if (part->documents > 0 && part->documents % STRIP == 0)
		strip_end(search, w);
	ARENA_ROOM(part->arena, part->pages, part->documents, part->page_room);
	part->pages[part->documents++] = (uint32_t)page;
}

static void
document_end(struct search_worker *w, size_t page, const char *title)
{
	ARENA_ROOM(w->arena, w->documents, w->document_count, w->document_room);
	w->documents[w->document_count++] =
	    (struct document){ page, title, w->text.len };
}

void
search_read(struct search *search, size_t number, unsigned worker,
    struct text html)
{
	struct search_worker *w = &search->workers[worker];
	const struct page *page = &search->plan->pages[number];
	size_t start = w->text.len, begun = start, end = 0;
	uint32_t before = w->part->documents;
	/* Whoever searches is there already. */
	bool is_found = strcmp(page->path, SEARCH_PATH) != 0;
	if (is_found)
		search_text(&w->text, html);
	struct text lines = text_from(buf_text(&w->text), start);
	const char *title = page_title(w->scratch, search->plan, page);
	document_begin(search, w, number);
	if (is_found) {
		line_add(w->part, &w->headings, text_of(title));
		line_add(w->part, &w->texts, text_of(title));
	}
	for (size_t at = 0; at < lines.len; at = end + 1) {
		const char *next = memchr(lines.at + at, '\n', lines.len - at);
		end = (size_t)(next - lines.at);
		if (start + end - begun > SEARCH_LONG && start + at > begun) {
			w->text.len = begun = start + at;
			document_end(w, number, title);
			document_begin(search, w, number);
		}
		line_add(w->part, &w->texts, text_cut(lines, at, end));
	}
	w->text.len = start + lines.len;
	document_end(w, number, title);
	search->counts[number] = w->part->documents - before;
}

/* ---- texts ---- */

static bool
has(struct text text, char c)
{
	return memchr(text.at, c, text.len) != NULL;
}

/* Lines with nothing to escape, as most pages have; each has some bytes. */
static void
plain_lines_put(struct buf *out, struct text lines)
{
	struct text line;
	buf_reserve(out, lines.len * 2);
	char *to = out->at + out->len;
	while (lines.len > 0) {
		text_split(lines, '\n', &line, &lines);
		*to++ = '"';
		memcpy(to, line.at, line.len);
		to += line.len;
		*to++ = '"';
		if (lines.len > 0)
			*to++ = ',';
	}
	*to = '\0';
	out->len = (size_t)(to - out->at);
}

static void
lines_put(struct buf *out, struct text lines)
{
	struct text line;
	if (!has(lines, '"') && !has(lines, '\\') && !has(lines, '<')) {
		plain_lines_put(out, lines);
		return;
	}
	while (lines.len > 0) {
		text_split(lines, '\n', &line, &lines);
		value_put_json_text(out, line);
		if (lines.len > 0)
			buf_putc(out, ',');
	}
}

/* ["title","address","about",["line",…]] */
static void
page_put(struct buf *out, struct search_worker *w, const struct plan *plan,
    const struct document *part, struct text lines)
{
	const struct page *page = &plan->pages[part->page];
	buf_putc(out, '[');
	value_put_json_text(out, text_of(part->title));
	buf_putc(out, ',');
	value_put_json_text(out, text_of(page_address(w->scratch, page)));
	buf_putc(out, ',');
	value_put_json_text(out, text_of(page_about(w->scratch, plan, page)));
	buf_puts(out, ",[");
	lines_put(out, lines);
	buf_puts(out, "]]");
}

void
search_file_begin(struct buf *file, const char *name)
{
	buf_clear(file);
	buf_printf(file, "tongbao(\"search/%s\",", name);
}

void
search_file_end(struct buf *file, const char *name,
    const struct search_putting *to)
{
	struct buf path = BUF_INIT;
	buf_puts(file, ");\n");
	buf_printf(&path, "search/%s.js", name);
	to->put(to->context, to->worker, path.at, buf_text(file));
	buf_free(&path);
}

size_t
search_parts_a_file(const struct plan *plan)
{
	return plan->view->site->bound ? SEARCH_PARTS_BOUND : 1;
}

/* A long page's documents are files by themselves, so many in each. */
static void
part_put(struct search *search, struct search_worker *w,
    const struct document *part, size_t number, struct text lines,
    const struct search_putting *to)
{
	size_t most = search_parts_a_file(search->plan);
	const char *name = arena_printf(w->scratch, "page-%zu-%zu",
	    part->page, number / most);
	if (number % most == 0) {
		search_file_begin(&w->file, name);
		buf_putc(&w->file, '[');
	} else {
		buf_puts(&w->file, ",\n");
	}
	page_put(&w->file, w, search->plan, part, lines);
	if (number % most + 1 < most &&
	    number + 1 < search->counts[part->page])
		return;
	buf_putc(&w->file, ']');
	search_file_end(&w->file, name, to);
}

void
search_put_group(struct search *search, size_t group, unsigned worker,
    search_put *put, void *context)
{
	struct search_worker *w = &search->workers[worker];
	struct search_putting to = { put, context, worker };
	const char *name = arena_printf(w->scratch, "text-%zu", group);
	size_t start = 0, page = SIZE_MAX, part = 0;
	search_file_begin(&w->group, name);
	for (size_t i = 0; i < w->document_count; i++) {
		const struct document *p = &w->documents[i];
		bool is_long = search->counts[p->page] > 1;
		struct text lines =
		    text_cut(buf_text(&w->text), start, p->end);
		start = p->end;
		part = p->page == page ? part + 1 : 0;
		page = p->page;
		if (part == 0)
			buf_puts(&w->group, i > 0 ? ",\n" : "[\n");
		if (is_long)
			part_put(search, w, p, part, lines, &to);
		if (is_long && part == 0)
			buf_putc(&w->group, '0');
		if (!is_long)
			page_put(&w->group, w, search->plan, p, lines);
	}
	buf_puts(&w->group, "]");
	search_file_end(&w->group, name, &to);
	buf_clear(&w->text);
	w->document_count = 0;
	arena_reset(w->scratch);
}
