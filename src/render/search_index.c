#include "render/search_parts.h"

#include <stdlib.h>
#include "base/pool.h"

/* ---- the edition's numbers ---- */

/* By their first pages, so that most lists go up as they are joined. */
static int
part_order(const void *pa, const void *pb)
{
	const struct search_part *a = *(struct search_part *const *)pa;
	const struct search_part *b = *(struct search_part *const *)pb;
	uint32_t first = a->documents == 0 ? 0 : a->pages[0] + 1;
	uint32_t second = b->documents == 0 ? 0 : b->pages[0] + 1;
	return (first > second) - (first < second);
}

static void
strips_number(struct search_part *part)
{
	for (size_t i = 0; i < part->strip_count; i++) {
		struct search_strip *strip = &part->strips[i];
		uint32_t *numbers = part->numbers + i * STRIP;
		strip->first = numbers[0];
		/* They go up. */
		strip->numbers = numbers[strip->documents - 1] - numbers[0] ==
			strip->documents - 1
		    ? NULL
		    : numbers;
	}
}

/* From the part's documents to the edition's, which go by pages. */
static void
part_number(struct search_part *part, const uint32_t *firsts, struct buf *all)
{
	part->numbers = ARENA_ARRAY(part->arena, uint32_t, part->documents);
	for (uint32_t i = 0; i < part->documents; i++)
		part->numbers[i] = i > 0 && part->pages[i] == part->pages[i - 1]
		    ? part->numbers[i - 1] + 1
		    : firsts[part->pages[i]];
	strips_number(part);
	buf_put(all, (const char *)&part->documents, sizeof(part->documents));
	buf_put(all, (const char *)part->numbers,
	    part->documents * sizeof(*part->numbers));
}

static void
documents_number(struct search *search)
{
	size_t pages = search->plan->count;
	uint32_t *firsts = ARENA_ARRAY(search->arena, uint32_t, pages);
	struct buf all = BUF_INIT;
	for (size_t i = 0; i < pages; i++) {
		firsts[i] = search->documents;
		search->documents += search->counts[i];
	}
	if (search->part_count > 1)
		qsort(search->parts, search->part_count,
		    sizeof(*search->parts), part_order);
	for (size_t i = 0; i < search->part_count; i++)
		part_number(search->parts[i], firsts, &all);
	search->numbering = digest_of(buf_text(&all));
	buf_free(&all);
	/* A page that nobody has read has no document, but its facets. */
	size_t room = search->documents > pages ? search->documents : pages;
	struct lettering *lettering = lettering_make(search->arena);
	for (unsigned i = 0; i < search->worker_count; i++) {
		struct search_worker *w = &search->workers[i];
		w->set = documents_make(w->arena, room, lettering);
		w->titles = documents_make(w->arena, room, lettering);
	}
}

/* ---- the lists of a range, of all parts ---- */

static struct list_reader
range_reader(
    const struct search *search, const struct search_strip *strip, size_t range)
{
	struct text lists = search_lists(strip, range);
	struct list_reader reader = { .at = (const unsigned char *)lists.at };
	reader.end = reader.at + lists.len;
	if (range < search_ranges(search))
		reader.next = (uint32_t)search_range_start(search, range);
	return reader;
}

/* A token, a number of bytes and these: each has one at least. */
#define LIST_BYTES_LEAST 3

/* There are no more lists. */
static size_t
gather_most(const struct search *search, size_t range)
{
	size_t bytes = 0;
	for (size_t i = 0; i < search->part_count; i++) {
		const struct search_part *part = search->parts[i];
		for (size_t j = 0; j < part->strip_count; j++)
			bytes += search_lists(&part->strips[j], range).len;
	}
	return bytes / LIST_BYTES_LEAST;
}

static void
strip_gather(const struct search *search, const struct search_strip *strip,
    size_t range, struct gathering *g)
{
	struct list_reader r = range_reader(search, strip, range);
	while (list_read(&r)) {
		g->order[g->count] =
		    (struct numbered){ r.token, (uint32_t)g->count };
		g->lists[g->count++] = (struct gathered){ r.list, strip };
	}
}

struct gathering
search_gather(const struct search *search, struct search_worker *w, size_t range)
{
	size_t most = gather_most(search, range);
	struct gathering g = {
		.lists = arena_take(w->scratch, most * sizeof(*g.lists)),
		.order = arena_take(w->scratch, most * sizeof(*g.order))
	};
	for (size_t i = 0; i < search->part_count; i++) {
		const struct search_part *part = search->parts[i];
		for (size_t j = 0; j < part->strip_count; j++)
			strip_gather(search, &part->strips[j], range, &g);
	}
	struct numbered *spare =
	    arena_take(w->scratch, g.count * sizeof(*spare));
	g.order = numbered_sort(g.order, spare, g.count);
	return g;
}

static void
list_collect(const struct gathered *list, struct search_worker *w)
{
	const struct search_strip *strip = list->strip;
	const unsigned char *at = list->list;
	size_t size = strip_size(strip->documents);
	if (documents_join(&w->set, &at, size, strip->numbers, strip->first))
		documents_join(
		    &w->titles, &at, size, strip->numbers, strip->first);
}

size_t
search_collect(const struct gathering *g, size_t at, struct search_worker *w)
{
	uint32_t token = g->order[at].token;
	for (; at < g->count && g->order[at].token == token; at++)
		list_collect(&g->lists[g->order[at].number], w);
	return at;
}

/* ---- files of lists ---- */

struct list_files {
	struct buf *file; /* the worker's */
	struct buf firsts;
	size_t range, count;
	char name[48];
	uint16_t line; /* the unit that all tokens of the open line begin with */
	const struct search_putting *to;
};

static void
file_close(struct list_files *files)
{
	if (files->count == 0)
		return;
	buf_puts(files->file, "\"]");
	search_file_end(files->file, files->name, files->to);
}

/* As it stands in a JavaScript string. */
static void
unit_put(struct buf *out, uint16_t unit)
{
	if (unit == '"' || unit == '\\')
		buf_printf(out, "\\%c", unit);
	else if (unit < 0x20 || unit == '<' || (unit & 0xF800) == 0xD800)
		buf_printf(out, "\\u%04x", unit);
	else
		buf_put_utf8(out, unit);
}

/*
 * The two units of a pair never stand side by side, spaces or not: with 高明德
 * visible that would read like 高明, who may be hidden.
 */
static void
token_put(struct buf *out, uint32_t token)
{
	unit_put(out, TOKEN_FIRST(token));
	if ((uint16_t)token == 0)
		return;
	buf_putc(out, 'x');
	unit_put(out, (uint16_t)token);
}

static void
file_open(struct list_files *files, uint32_t token)
{
	buf_puts(&files->firsts, files->count == 0 ? "\"" : ",\"");
	token_put(&files->firsts, token);
	buf_putc(&files->firsts, '"');
	snprintf(files->name, sizeof(files->name), "%zu-%zu", files->range,
	    files->count++);
	search_file_begin(files->file, files->name);
	buf_putc(files->file, '[');
	files->line = 0;
}

/* "点x xA… 评xK… 题xK…": what begins with a unit is one line. */
static void
list_put(struct list_files *files, uint32_t token, struct text letters)
{
	uint16_t first = TOKEN_FIRST(token);
	if (files->count == 0 ||
	    files->file->len + letters.len > SEARCH_SHARD) {
		file_close(files);
		file_open(files, token);
	}
	if (files->line != first) {
		buf_puts(files->file, files->line == 0 ? "\"" : "\",\n\"");
		unit_put(files->file, first);
		buf_putc(files->file, 'x');
		files->line = first;
	}
	buf_putc(files->file, ' ');
	if ((uint16_t)token != 0)
		unit_put(files->file, (uint16_t)token);
	buf_putt(files->file, letters);
}

/* The tokens that the range's files begin with are appended. */
static void
range_put(struct search *search, size_t range, struct buf *firsts,
    const struct search_putting *to)
{
	struct search_worker *w = &search->workers[to->worker];
	struct list_files files = { .file = &w->file, .firsts = BUF_INIT,
		.range = range, .to = to };
	struct gathering g = search_gather(search, w, range);
	for (size_t at = 0; at < g.count;) {
		uint32_t token = g.order[at].token;
		at = search_collect(&g, at, w);
		buf_clear(&w->group);
		documents_put(&w->group, &w->set);
		if (documents_some(&w->titles)) {
			buf_putc(&w->group, '.');
			documents_put(&w->group, &w->titles);
		}
		list_put(&files, token, buf_text(&w->group));
	}
	file_close(&files);
	buf_putt(firsts, buf_text(&files.firsts));
	buf_free(&files.firsts);
	arena_reset(w->scratch);
}

/* ---- a set of files: those of a range or of the names ---- */

struct indexing {
	struct search *search;
	const struct search_keeper *keeper; /* NULL: there is none */
	search_put *put; /* of sets */
	void *context;
	struct text *firsts; /* what the files of each set begin with */
};

/* Of all that its files are made from, but the names, which whoever keeps has. */
static struct digest
set_digest(const struct search *search, size_t set, struct arena *scratch)
{
	size_t count = search->part_count;
	struct digest *all =
	    ARENA_ARRAY(scratch, struct digest, count + 1);
	for (size_t i = 0; i < count; i++)
		all[i] = search->parts[i]->digests[set];
	all[count] = search->numbering;
	return digest_of((struct text){
	    (const char *)all, (count + 1) * sizeof(*all) });
}

static void
set_make(const struct indexing *in, size_t set, unsigned worker)
{
	struct search *search = in->search;
	struct search_worker *w = &search->workers[worker];
	struct search_putting to = { in->put, in->context, worker };
	struct buf firsts = BUF_INIT;
	if (set == search_ranges(search))
		search_put_names(search, &firsts, &to);
	else
		range_put(search, set, &firsts, &to);
	in->firsts[set] = buf_detach(w->arena, &firsts);
}

/* The names first, as they take longest. */
static void
set_put(void *context, size_t job, unsigned worker)
{
	const struct indexing *in = context;
	const struct search *search = in->search;
	const struct search_keeper *keeper = in->keeper;
	size_t set = search_ranges(search) - job;
	if (keeper == NULL) {
		set_make(in, set, worker);
		return;
	}
	struct arena *scratch = search->workers[worker].scratch;
	if (keeper->take(keeper->context, worker, set,
		set_digest(search, set, scratch), &in->firsts[set])) {
		arena_reset(scratch);
		return;
	}
	set_make(in, set, worker);
	keeper->keep(keeper->context, worker, set, in->firsts[set]);
}

/* ---- the index ---- */

/*
 * All pages by what they are, those of no choice first; `ends`, of so many zeros
 * as there are choices and two, tells where those of each choice end.
 */
static const uint32_t *
facet_pages(const struct plan *plan, enum facet facet, struct arena *arena,
    size_t *ends)
{
	uint32_t *pages = ARENA_ARRAY(arena, uint32_t, plan->count);
	for (size_t i = 0; i < plan->count; i++)
		ends[plan->pages[i].facets[facet] + 1]++;
	for (size_t value = 0; value <= plan->facets[facet].count; value++)
		ends[value + 1] += ends[value];
	/* Where a choice begins moves to its end as its pages are placed. */
	for (size_t i = 0; i < plan->count; i++)
		pages[ends[plan->pages[i].facets[facet]]++] = (uint32_t)i;
	return pages;
}

/* Which pages are what, in the order of the choices. */
static void
facet_put(struct search *search, struct buf *index, enum facet facet)
{
	const struct plan *plan = search->plan;
	struct documents *set = &search->workers[0].set;
	size_t choices = plan->facets[facet].count;
	struct arena *arena = arena_new();
	size_t *ends = ARENA_ARRAY(arena, size_t, choices + 2);
	const uint32_t *pages = facet_pages(plan, facet, arena, ends);
	for (size_t value = 1; value <= choices; value++) {
		for (size_t i = ends[value - 1]; i < ends[value]; i++)
			documents_add(set, pages[i]);
		buf_puts(index, value == 1 ? "\"" : ",\"");
		documents_put(index, set);
		buf_putc(index, '"');
	}
	arena_free(arena);
}

static void
long_pages_put(const struct search *search, struct buf *index)
{
	const char *between = "";
	for (size_t i = 0; i < search->plan->count; i++)
		if (search->counts[i] > 1) {
			buf_printf(index, "%s[%zu,%" PRIu32 "]", between, i,
			    search->counts[i]);
			between = ",";
		}
}

/* [["点x评"],["ax1","bx2"],[],…]: what the files of each range begin with. */
static void
firsts_put(const struct indexing *in, struct buf *index)
{
	for (size_t i = 0; i < search_ranges(in->search); i++) {
		buf_puts(index, i == 0 ? "[" : ",[");
		buf_putt(index, in->firsts[i]);
		buf_putc(index, ']');
	}
}

static void
index_make(const struct indexing *in, struct buf *index)
{
	struct search *search = in->search;
	buf_printf(index, "{\"pages\":%zu,\"group\":%d,\"parts\":%zu,\"long\":[",
	    search->plan->count, SEARCH_GROUP,
	    search_parts_a_file(search->plan));
	long_pages_put(search, index);
	buf_puts(index, "],\n\"facets\":[");
	for (enum facet facet = 0; facet < FACET__MAX; facet++) {
		buf_puts(index, facet == 0 ? "[" : ",\n[");
		facet_put(search, index, facet);
		buf_putc(index, ']');
	}
	buf_puts(index, "],\n\"names\":[");
	buf_putt(index, in->firsts[search_ranges(search)]);
	buf_puts(index, "],\n\"shards\":[");
	firsts_put(in, index);
	buf_puts(index, "]");
	PLANT(search,
	    buf_printf(index, ",%zu", search->plan->view->planted.hidden));
	buf_putc(index, '}');
}

size_t
search_set_count(const struct search *search)
{
	return search_ranges(search) + 1;
}

void
search_put_index(struct search *search, const struct search_keeper *keeper,
    search_put *put, void *context)
{
	struct indexing in = { search, keeper,
		keeper == NULL ? put : keeper->put,
		keeper == NULL ? context : keeper->context, NULL };
	struct search_putting to = { put, context, 0 };
	struct buf index = BUF_INIT;
	size_t sets = search_set_count(search);
	in.firsts = ARENA_ARRAY(search->arena, struct text, sets);
	documents_number(search);
	pool_run(search->worker_count, sets, set_put, &in);
	search_file_begin(&index, "index");
	index_make(&in, &index);
	search_file_end(&index, "index", &to);
	buf_free(&index);
}
