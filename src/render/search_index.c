#include "render/search_parts.h"

#include "base/pool.h"

/* ---- the edition's numbers ---- */

/* From the share's documents to the edition's, which go by pages. */
static void
share_finish(const struct search *search, struct search_share *s)
{
	s->numbers = ARENA_ARRAY(s->arena, uint32_t, s->documents);
	for (uint32_t i = 0; i < s->documents; i++)
		s->numbers[i] = i > 0 && s->pages[i] == s->pages[i - 1]
		    ? s->numbers[i - 1] + 1
		    : search->firsts[s->pages[i]];
	postings_finish(&s->texts);
	postings_finish(&s->titles);
}

/* The names, and beside them each share. */
static void
part_finish(void *context, size_t job, unsigned worker)
{
	struct search *search = context;
	(void)worker;
	if (job == 0)
		search->naming = search_names_collect(search);
	else
		share_finish(search, search->shares[job - 1]);
}

static void
documents_number(struct search *search)
{
	size_t pages = search->plan->count;
	search->firsts = ARENA_ARRAY(search->arena, uint32_t, pages);
	for (size_t i = 0; i < pages; i++) {
		search->firsts[i] = search->documents;
		search->documents += search->counts[i];
	}
	/* A page that nobody has read has no document, but its facets. */
	size_t room = search->documents > pages ? search->documents : pages;
	for (unsigned i = 0; i < search->worker_count; i++) {
		struct search_worker *w = &search->workers[i];
		w->set = documents_make(w->arena, room);
		w->title_set = documents_make(w->arena, room);
	}
	pool_run(search->worker_count, search->share_count + 1, part_finish,
	    search);
}

void
search_collect(const struct search *search, uint32_t token,
    struct documents *to)
{
	for (size_t i = 0; i < search->share_count; i++) {
		const struct search_share *from = search->shares[i];
		for (size_t j = 0; j < from->texts.run_count; j++) {
			const struct run *run = &from->texts.runs[j];
			size_t at = run_find(run, token);
			if (at != SIZE_MAX)
				documents_add_all(to, run, at, from->numbers);
		}
	}
}

/* ---- lists, a range of tokens a job ---- */

struct lists {
	struct list {
		uint32_t token, end; /* of its letters */
	} *items;
	size_t count, capacity;
	struct buf letters;
};

struct listing {
	struct search *search;
	struct lists ranges[RANGES];
};

/* Where one is in the range of each run. */
struct cursors {
	struct cursor {
		const struct run *run;
		const uint32_t *numbers;
		size_t at, end;
	} *items;
	size_t count, capacity;
};

static void
cursors_add(struct cursors *cursors, struct search_worker *w,
    const struct postings *postings, const uint32_t *numbers, size_t range)
{
	for (size_t i = 0; i < postings->run_count; i++) {
		const struct run *run = &postings->runs[i];
		if (run->ranges[range] == run->ranges[range + 1])
			continue;
		ARENA_ROOM(w->scratch, cursors->items, cursors->count,
		    cursors->capacity);
		cursors->items[cursors->count++] = (struct cursor){ run,
			numbers, run->ranges[range], run->ranges[range + 1] };
	}
}

/* The least token that some run has next; UINT32_MAX: none has one. */
static uint32_t
cursors_token(const struct cursors *cursors)
{
	uint32_t least = UINT32_MAX;
	for (size_t i = 0; i < cursors->count; i++) {
		const struct cursor *c = &cursors->items[i];
		if (c->at < c->end && c->run->tokens[c->at] < least)
			least = c->run->tokens[c->at];
	}
	return least;
}

static void
cursors_collect(const struct cursors *cursors, uint32_t token,
    struct documents *to)
{
	for (size_t i = 0; i < cursors->count; i++) {
		struct cursor *c = &cursors->items[i];
		if (c->at < c->end && c->run->tokens[c->at] == token)
			documents_add_all(to, c->run, c->at++, c->numbers);
	}
}

static void
list_add(struct search_worker *w, struct lists *lists, uint32_t token)
{
	struct buf *letters = &lists->letters;
	documents_put(letters, &w->set);
	if (documents_count(&w->title_set) > 0) {
		buf_putc(letters, '.');
		documents_put(letters, &w->title_set);
	}
	ARENA_ROOM(w->arena, lists->items, lists->count, lists->capacity);
	lists->items[lists->count++] =
	    (struct list){ token, (uint32_t)letters->len };
}

/* What titles have, texts have too. */
static void
range_list(void *context, size_t range, unsigned worker)
{
	struct listing *listing = context;
	struct search *search = listing->search;
	struct search_worker *w = &search->workers[worker];
	struct cursors texts = { 0 }, titles = { 0 };
	for (size_t i = 0; i < search->share_count; i++) {
		const struct search_share *from = search->shares[i];
		cursors_add(&texts, w, &from->texts, from->numbers, range);
		cursors_add(&titles, w, &from->titles, from->numbers, range);
	}
	for (uint32_t token; (token = cursors_token(&texts)) != UINT32_MAX;) {
		cursors_collect(&texts, token, &w->set);
		cursors_collect(&titles, token, &w->title_set);
		list_add(w, &listing->ranges[range], token);
	}
	arena_reset(w->scratch);
}

/* ---- files of lists ---- */

struct shard {
	struct buf file;
	uint32_t first; /* token */
};

struct shards {
	struct shard *items;
	size_t count, capacity;
	uint16_t line; /* the unit that all tokens of the open line begin with */
	const struct search_putting *to;
};

static struct shard *
shard_add(struct search *search, struct shards *shards, uint32_t token)
{
	char name[32];
	ARENA_ROOM(search->arena, shards->items, shards->count,
	    shards->capacity);
	struct shard *shard = &shards->items[shards->count];
	shard->first = token;
	buf_init(&shard->file);
	snprintf(name, sizeof(name), "%zu", shards->count++);
	search_file_begin(&shard->file, name);
	buf_putc(&shard->file, '[');
	shards->line = 0;
	return shard;
}

/* "点 xA… 评xK… 题xK…": what begins with a unit is one line. */
static void
list_put(struct search *search, struct shards *shards, uint32_t token,
    struct text letters)
{
	uint16_t first = (uint16_t)(token >> 16), second = (uint16_t)token;
	struct shard *shard = shards->count == 0
	    ? NULL
	    : &shards->items[shards->count - 1];
	if (shard == NULL || shard->file.len + letters.len > SEARCH_SHARD) {
		if (shard != NULL)
			buf_puts(&shard->file, "\"]");
		shard = shard_add(search, shards, token);
	}
	if (shards->line != first) {
		buf_puts(&shard->file, shards->line == 0 ? "\"" : "\",\n\"");
		search_put_unit(&shard->file, first);
		shards->line = first;
	}
	buf_putc(&shard->file, ' ');
	if (second != 0)
		search_put_unit(&shard->file, second);
	buf_putt(&shard->file, letters);
}

static void
shards_make(struct search *search, struct shards *shards,
    struct listing *listing)
{
	for (size_t range = 0; range < RANGES; range++) {
		struct lists *lists = &listing->ranges[range];
		uint32_t start = 0;
		for (size_t i = 0; i < lists->count; i++) {
			list_put(search, shards, lists->items[i].token,
			    text_cut(buf_text(&lists->letters), start,
				lists->items[i].end));
			start = lists->items[i].end;
		}
		buf_free(&lists->letters); /* all of them twice is too much */
	}
	if (shards->count > 0)
		buf_puts(&shards->items[shards->count - 1].file, "\"]");
}

static void
shard_put(void *context, size_t job, unsigned worker)
{
	struct shards *shards = context;
	struct search_putting to = *shards->to;
	char name[32];
	snprintf(name, sizeof(name), "%zu", job);
	to.worker = worker;
	search_file_end(&shards->items[job].file, name, &to);
	buf_free(&shards->items[job].file);
}

/* Appends the tokens that they begin with. */
static void
shards_put(struct search *search, struct buf *index,
    const struct search_putting *to)
{
	struct listing *listing = ARENA_NEW(search->arena, struct listing);
	struct shards shards = { .to = to };
	listing->search = search;
	for (size_t i = 0; i < RANGES; i++)
		buf_init(&listing->ranges[i].letters);
	pool_run(search->worker_count, RANGES, range_list, listing);
	shards_make(search, &shards, listing);
	pool_run(search->worker_count, shards.count, shard_put, &shards);
	for (size_t i = 0; i < shards.count; i++) {
		uint32_t token = shards.items[i].first;
		buf_puts(index, i == 0 ? "\"" : ",\"");
		search_put_unit(index, (uint16_t)(token >> 16));
		if ((uint16_t)token != 0)
			search_put_unit(index, (uint16_t)token);
		buf_putc(index, '"');
	}
}

/* ---- the index ---- */

/* Which pages are what, in the order of the choices. */
static void
facet_put(struct search *search, struct buf *index, enum facet facet)
{
	const struct plan *plan = search->plan;
	struct documents *set = &search->workers[0].set;
	for (size_t value = 1; value <= plan->facets[facet].count; value++) {
		for (size_t i = 0; i < plan->count; i++)
			if (plan->pages[i].facets[facet] == value)
				documents_add(set, (uint32_t)i);
		buf_puts(index, value == 1 ? "\"" : ",\"");
		documents_put(index, set);
		buf_putc(index, '"');
	}
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

void
search_put_index(struct search *search, search_put *put, void *context)
{
	struct search_putting to = { put, context, 0 };
	struct buf index = BUF_INIT;
	documents_number(search);
	search_file_begin(&index, "index");
	buf_printf(&index, "{\"pages\":%zu,\"group\":%d,\"long\":[",
	    search->plan->count, SEARCH_GROUP);
	long_pages_put(search, &index);
	buf_puts(&index, "],\n\"facets\":[");
	for (enum facet facet = 0; facet < FACET__MAX; facet++) {
		buf_puts(&index, facet == 0 ? "[" : ",\n[");
		facet_put(search, &index, facet);
		buf_putc(&index, ']');
	}
	buf_puts(&index, "],\n\"names\":[");
	search_put_names(search, &index, &to);
	buf_puts(&index, "],\n\"shards\":[");
	shards_put(search, &index, &to);
	buf_puts(&index, "]");
	PLANT(search,
	    buf_printf(&index, ",%zu", search->plan->view->planted.hidden));
	buf_putc(&index, '}');
	search_file_end(&index, "index", &to);
	buf_free(&index);
}
