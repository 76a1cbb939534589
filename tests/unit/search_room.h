/*
 * Editions of pages by chance, as the search needs them, and the files that it
 * makes of them.
 */
#ifndef TONGBAO_TESTS_SEARCH_ROOM_H
#define TONGBAO_TESTS_SEARCH_ROOM_H

#include "chance.h"
#include "render/search_parts.h"

static uint32_t chance_state;

static inline uint32_t
chance(uint32_t less)
{
	chance_state = chance_state * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)chance_state * less >> 32);
}

/* ---- pages by chance ---- */

#define PAGES_MOST 80
#define LINES_MOST 400
#define LINE_MOST 40

static const uint32_t alphabet[] = { 0x70B9, 0x8BC4, 0x7F57, 0x6620, 0x79CB,
	0x9898, 0xFF0C, 0x3002, '1', '2', 'a', 'B', 0xFF11, 0xFF22, '"', '\\',
	'<', '&', '\'', '>', 0x20BB7, 0x1F600, 0xE9, 'x', 'K' };

struct line {
	uint32_t codes[LINE_MOST];
	size_t count;
};

struct written {
	char path[32], title[32];
	struct line *lines;
	size_t count;
	struct buf html;
	uint16_t *units; /* of all lines, 0 behind each */
	size_t unit_count;
};

static inline void
code_put(struct buf *html, uint32_t code)
{
	if (chance(9) == 0)
		buf_puts(html, chance(2) == 0 ? "<b class=\"a>b\">" : "</b>");
	if (chance(9) == 0)
		buf_puts(html, chance(2) == 0 ? "\n" : "\xE3\x80\x80");
	if (code == '<')
		buf_puts(html, "&lt;");
	else if (code == '&')
		buf_puts(html, "&amp;");
	else if (chance(20) == 0)
		buf_printf(html, "&#%u;", (unsigned)code);
	else
		buf_put_utf8(html, code);
}

/* As everybody looks for it: written here once more, with tables. */
static inline void
units_put(struct written *page, uint32_t code)
{
	static const char from[] = "BK", to[] = "bk";
	code = code == 0xFF11 ? '1' : code == 0xFF22 ? 'b'
	    : code == 0xFF0C			     ? ','
						     : code;
	for (size_t i = 0; i < 2; i++)
		code = code == (unsigned char)from[i] ? (unsigned char)to[i]
						      : code;
	if (code >= 0x10000) {
		page->units[page->unit_count++] =
		    (uint16_t)(0xD7C0 + code / 0x400);
		code = 0xDC00 + code % 0x400;
	}
	page->units[page->unit_count++] = (uint16_t)code;
}

static inline void
page_write(struct arena *arena, struct written *page, size_t number,
    size_t lines)
{
	snprintf(page->path, sizeof(page->path), "p%zu.html", number);
	snprintf(page->title, sizeof(page->title), "%zu\n\"\\<\xE2\x80\xA8",
	    100 + number);
	page->count = lines;
	page->lines = ARENA_ARRAY(arena, struct line, page->count);
	page->units = ARENA_ARRAY(arena, uint16_t,
	    page->count * (2 * LINE_MOST + 1) + 8);
	for (const char *t = page->title; (unsigned char)*t < 0x80; t++)
		if (*t != '\n')
			units_put(page, (unsigned char)*t);
	page->unit_count++;
	buf_init(&page->html);
	buf_puts(&page->html, "<nav>点题</nav><main>");
	for (size_t i = 0; i < page->count; i++) {
		struct line *line = &page->lines[i];
		line->count = 1 + chance(LINE_MOST - 1);
		buf_puts(&page->html, "<p>");
		for (size_t c = 0; c < line->count; c++) {
			line->codes[c] = alphabet[chance(
			    sizeof(alphabet) / sizeof(*alphabet))];
			code_put(&page->html, line->codes[c]);
			units_put(page, line->codes[c]);
		}
		page->unit_count++;
	}
	buf_puts(&page->html, "</main>罗题");
}

/* ---- the files ---- */

#define WORKERS_MOST 5

/* By worker, as each puts from its own thread. */
struct files {
	struct arena *arenas[WORKERS_MOST];
	struct file {
		const char *name;
		struct text bytes;
	} *items[WORKERS_MOST];
	size_t counts[WORKERS_MOST], rooms[WORKERS_MOST];
};

static inline void
file_keep(void *context, unsigned worker, const char *name, struct text bytes)
{
	struct files *files = context;
	struct arena *arena = files->arenas[worker];
	ARENA_ROOM(arena, files->items[worker], files->counts[worker],
	    files->rooms[worker]);
	files->items[worker][files->counts[worker]++] = (struct file){
		arena_string(arena, name), arena_text(arena, bytes) };
}

static inline void
files_init(struct files *files)
{
	memset(files, 0, sizeof(*files));
	for (size_t i = 0; i < WORKERS_MOST; i++)
		files->arenas[i] = arena_new();
}

static inline void
files_free(struct files *files)
{
	for (size_t i = 0; i < WORKERS_MOST; i++)
		arena_free(files->arenas[i]);
}

/* The file, which is there once; NULL: there is none. */
static inline const struct text *
file_find(const struct files *files, const char *name)
{
	const struct text *found = NULL;
	for (size_t i = 0; i < WORKERS_MOST; i++)
		for (size_t j = 0; j < files->counts[i]; j++)
			if (strcmp(files->items[i][j].name, name) == 0) {
				assert_null(found);
				found = &files->items[i][j].bytes;
			}
	return found;
}

static inline void
files_same(const struct files *a, const struct files *b)
{
	size_t more = 0;
	for (size_t i = 0; i < WORKERS_MOST; i++) {
		more += b->counts[i] - a->counts[i];
		for (size_t j = 0; j < a->counts[i]; j++) {
			const struct text *other =
			    file_find(b, a->items[i][j].name);
			assert_non_null(other);
			assert_true(text_equal(a->items[i][j].bytes, *other));
		}
	}
	assert_int_equal(more, 0);
}

/* ---- an edition ---- */

struct sample {
	struct arena *arena;
	struct view view;
	struct plan plan;
	struct site site;
	struct written pages[PAGES_MOST];
	struct view_person *people[3];
	unsigned range_bits;
};

static inline void
sample_make(struct sample *e)
{
	static struct view_person known[] = { { .name = "罗映秋" },
		{ .name = "点　题" }, { .name = NULL } };
	memset(e, 0, sizeof(*e));
	e->arena = arena_new();
	e->view.arena = e->arena;
	e->view.people = e->people;
	e->view.person_count = 3;
	for (size_t i = 0; i < 3; i++)
		e->people[i] = &known[i];
	e->plan.view = &e->view;
	e->view.site = &e->site;
	e->site.bound = chance(2) == 0;
	e->range_bits = chance(6);
	e->plan.count = 1 + chance(PAGES_MOST);
	e->plan.pages = ARENA_ARRAY(e->arena, struct page, e->plan.count);
	for (size_t i = 0; i < e->plan.count; i++) {
		page_write(e->arena, &e->pages[i], i,
		    chance(10) == 0 ? LINES_MOST : chance(6));
		e->plan.pages[i] = (struct page){ .path = e->pages[i].path,
			.title = e->pages[i].title };
	}
}

/* One of its pages alone is some strips of documents. */
static inline void
sample_lengthen(struct sample *e)
{
	size_t number = chance((uint32_t)e->plan.count);
	struct written *page = &e->pages[number];
	buf_free(&page->html);
	memset(page, 0, sizeof(*page));
	page_write(e->arena, page, number, 50000);
}

static inline void
sample_free(struct sample *e)
{
	for (size_t i = 0; i < e->plan.count; i++)
		buf_free(&e->pages[i].html);
	arena_free(e->arena);
}

/* With more ranges than so few pages have. */
static inline struct search *
sample_open(const struct sample *e, unsigned workers)
{
	struct search *search = search_open(&e->plan, workers);
	search->range_bits = e->range_bits;
	return search;
}

/* A group's pages, read and put by the worker. */
static inline void
sample_group(const struct sample *e, struct search *search, size_t group,
    unsigned worker, struct files *files)
{
	for (size_t i = group * SEARCH_GROUP;
	     i < e->plan.count && i / SEARCH_GROUP == group; i++)
		search_read(search, i, worker, buf_text(&e->pages[i].html));
	search_put_group(search, group, worker, file_keep, files);
}

/* Groups that go up, in parts, each by whatever worker chance has it. */
static inline void
sample_read(const struct sample *e, struct search *search, const size_t *groups,
    size_t count, struct files *files)
{
	size_t size = 1 + chance(5), parts = (count + size - 1) / size;
	search_parts(search, parts);
	for (size_t part = 0; part < parts; part++) {
		unsigned worker = chance(search->worker_count);
		search_part_begin(search, part, worker);
		for (size_t i = part * size; i < count && i / size == part; i++)
			sample_group(e, search, groups[i], worker, files);
		search_part_end(search, part, worker);
	}
}

static inline void
sample_search(const struct sample *e, unsigned workers, struct files *files)
{
	size_t groups[PAGES_MOST], count = search_group_count(&e->plan);
	files_init(files);
	struct search *search = sample_open(e, workers);
	for (size_t i = 0; i < count; i++)
		groups[i] = i;
	sample_read(e, search, groups, count, files);
	search_put_index(search, NULL, file_keep, files);
	search_close(search);
}

#endif
