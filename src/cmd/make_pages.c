#include "cmd/make_parts.h"

#include "base/pool.h"
#include "base/utf8.h"
#include "cmd/beside.h"
#include "model/rules.h"
#include "render/theme.h"

/* ---- one edition ---- */

struct edition_making {
	struct make *make;
	const struct plan *plan;
	const struct forbidden *forbidden;
	bool filtered; /* some script has functions for elements */
	struct search *search; /* NULL: the theme has no page for it */
	/* The groups of pages that are made here, in their order. */
	size_t *groups;
	size_t group_count;
	bool whole; /* with all that is no such page */
	struct beside *files; /* beside the pages: none, unless it is whole */
	size_t file_count, book_count;
	/* Groups that one worker makes: of each block its first one, and page. */
	size_t *blocks, *firsts, block_count;
	struct kept_pages *kept; /* what was made before; NULL: nothing is */
	struct kept_sets *sets; /* of files of the search's index */
	struct page_worker {
		struct arena *arena;
		struct buf bytes;
		struct buf path;
		struct buf search; /* what it has read of a block */
		struct kept_block *block; /* that is being made; or NULL */
		struct diags diags;
		struct page_filter filter;
		struct diags filter_diags; /* don't end the worker's work */
		size_t said; /* before a set of files was begun */
	} *workers;
};

const struct figures *
make_edition_figures(const struct make *make, const struct edition *edition)
{
	return make->figures == NULL || edition->office
	    ? NULL
	    : make->figures[edition - make->corpus->site->editions];
}

void
make_put_file(struct make *make, struct putting putting, struct buf *path,
    const char *name, struct text bytes)
{
	struct os_error error;
	struct diags *diags = putting.diags;
	buf_clear(path);
	buf_printf(path, "%s/%s", putting.edition->id, name);
	bool more = putting.bytes > 0;
	make_take *take = more ? make->sink.add : make->sink.put;
	if (make->scan != NULL && more)
		scan_more(make->scan, path->at, bytes, putting.lines,
		    putting.worker, diags);
	else if (make->scan != NULL)
		scan_file(make->scan, path->at, bytes, putting.origin,
		    putting.worker, diags);
	if (take(make->sink.context, path->at, bytes, &error) != 0)
		rule_system(diags, &error);
}

static void
made_put(void *context, unsigned worker, const char *name, struct text bytes)
{
	struct edition_making *e = context;
	struct page_worker *w = &e->workers[worker];
	make_put_file(e->make,
	    (struct putting){ .edition = e->plan->view->edition,
		.origin = SCAN_MADE,
		.worker = worker,
		.diags = &w->diags },
	    &w->path, name, bytes);
}

/* A file of the search that goes with a group of pages. */
static void
group_file_put(
    void *context, unsigned worker, const char *name, struct text bytes)
{
	struct edition_making *e = context;
	made_put(context, worker, name, bytes);
	if (e->workers[worker].block != NULL)
		kept_block_add(e->workers[worker].block, name);
}

/* Grows with all that there is to say of what the worker makes. */
static size_t
said(const struct edition_making *e, unsigned worker)
{
	const struct page_worker *w = &e->workers[worker];
	return w->diags.count + w->filter_diags.count;
}

/* The bytes stay the worker's; false: there are none. */
static bool
page_made(struct edition_making *e, const struct page *page, unsigned worker)
{
	struct page_worker *w = &e->workers[worker];
	const struct value *data =
	    page_make(w->arena, e->plan, page,
		e->filtered ? &w->filter : NULL, &w->diags);
	buf_clear(&w->bytes);
	int status = theme_put_page(&w->bytes, e->make->theme, page->template,
	    data, &w->diags);
	if (status == 0)
		made_put(e, worker, page->path, buf_text(&w->bytes));
	arena_reset(w->arena);
	return status == 0;
}

static void
page_put(struct edition_making *e, size_t number, unsigned worker)
{
	struct page_worker *w = &e->workers[worker];
	size_t before = said(e, worker);
	if (w->block != NULL)
		kept_page_begin(w->block, number);
	bool made = page_made(e, &e->plan->pages[number], worker);
	if (w->block != NULL)
		kept_page_end(w->block, number,
		    made && said(e, worker) == before);
	if (made && e->search != NULL)
		search_read(e->search, number, worker, buf_text(&w->bytes));
}

/* ---- what was made before ---- */

/* A file that stands: whose it is, and by which worker it is linked. */
struct linking {
	struct edition_making *e;
	unsigned worker;
};

/* Once more, as there are other things that it must not hold. */
static int
kept_scan(const struct linking *l, const struct page_file *file)
{
	struct page_worker *w = &l->e->workers[l->worker];
	struct os_error error;
	struct text bytes;
	if (kept_pages_are_scanned(l->e->kept) || l->e->make->scan == NULL)
		return 0;
	if (kept_file_read(l->e->kept, file, w->arena, &bytes, &error) != 0)
		return rule_system(&w->diags, &error);
	buf_clear(&w->path);
	buf_printf(&w->path, "%s/%s", l->e->plan->view->edition->id,
	    file->name.at);
	scan_file(l->e->make->scan, w->path.at, bytes, SCAN_MADE, l->worker,
	    &w->diags);
	arena_reset(w->arena);
	return 0;
}

static int
kept_put(void *context, const struct page_file *file)
{
	const struct linking *l = context;
	struct os_error error;
	if (kept_scan(l, file) != 0)
		return -1;
	if (kept_file_put(l->e->kept, file, &error) != 0)
		return rule_system(&l->e->workers[l->worker].diags, &error);
	return 0;
}

/* The search still has to read it. */
static void
kept_page_put(struct edition_making *e, size_t number,
    const struct page_file *file, unsigned worker)
{
	struct page_worker *w = &e->workers[worker];
	struct os_error error;
	struct text bytes;
	struct linking linking = { e, worker };
	if (kept_put(&linking, file) != 0 || e->search == NULL)
		return;
	if (kept_file_read(e->kept, file, w->arena, &bytes, &error) == 0)
		search_read(e->search, number, worker, bytes);
	else
		rule_system(&w->diags, &error);
	arena_reset(w->arena);
}

static void
page_take(struct edition_making *e, size_t number, unsigned worker)
{
	const struct kept_block *block = e->workers[worker].block;
	const struct page_file *file =
	    block == NULL ? NULL : kept_page_stands(block, number);
	if (file != NULL)
		kept_page_put(e, number, file, worker);
	else
		page_put(e, number, worker);
}

/* What was to be said of the texts, is to be said the next time, too. */
static void
group_texts_put(struct edition_making *e, size_t group, unsigned worker)
{
	struct kept_block *block = e->workers[worker].block;
	size_t from = group * SEARCH_GROUP, to = from + SEARCH_GROUP;
	size_t before = said(e, worker);
	search_put_group(e->search, group, worker, group_file_put, e);
	if (block == NULL || said(e, worker) == before)
		return;
	for (size_t i = from; i < to && i < e->plan->count; i++)
		kept_page_forget(block, i);
}

/* Pages whose texts the search has in one file. */
static void
group_put(struct edition_making *e, size_t group, unsigned worker)
{
	size_t from = group * SEARCH_GROUP, to = from + SEARCH_GROUP;
	for (size_t i = from; i < to && i < e->plan->count; i++)
		page_take(e, i, worker);
	if (e->search != NULL)
		group_texts_put(e, group, worker);
}

/* All of it as it was made before?  Nothing of it is linked otherwise. */
static bool
block_take(struct edition_making *e, size_t number, unsigned worker)
{
	struct linking linking = { e, worker };
	struct unpack search;
	if (!kept_block_stands(e->workers[worker].block, &search) ||
	    (e->search != NULL &&
		search_part_take(e->search, number, &search) != 0))
		return false;
	kept_block_each(e->workers[worker].block, kept_put, &linking);
	return true;
}

static void
block_make(struct edition_making *e, size_t number, unsigned worker)
{
	size_t from = e->blocks[number];
	size_t to = number + 1 < e->block_count ? e->blocks[number + 1]
						: e->group_count;
	if (e->search != NULL)
		search_part_begin(e->search, number, worker);
	for (size_t i = from; i < to; i++)
		group_put(e, e->groups[i], worker);
	if (e->search != NULL)
		search_part_end(e->search, number, worker);
}

static void
block_put(struct edition_making *e, size_t number, unsigned worker)
{
	struct page_worker *w = &e->workers[worker];
	if (e->kept == NULL) {
		block_make(e, number, worker);
		return;
	}
	w->block = kept_block_open(e->kept, number, worker);
	buf_clear(&w->search);
	if (!block_take(e, number, worker)) {
		block_make(e, number, worker);
		if (e->search != NULL)
			search_part_keep(e->search, number, &w->search);
	}
	kept_block_close(w->block, buf_text(&w->search));
	w->block = NULL;
}

/* ---- files beside the pages ---- */

/* As it was made before, or anew; -1 after a diagnostic. */
static int
piece_put(struct edition_making *e, struct kept_pieces *kept,
    const struct beside *file, size_t piece, unsigned worker)
{
	struct page_worker *w = &e->workers[worker];
	size_t before = said(e, worker);
	if (kept != NULL && kept_piece_take(kept, piece, &w->bytes))
		return 0;
	if (kept != NULL)
		kept_piece_begin(kept);
	int status = beside_put(
	    &w->bytes, w->arena, e->plan, file, piece, &w->diags);
	if (kept != NULL)
		kept_piece_end(kept, piece,
		    status == 0 && said(e, worker) == before);
	return status;
}

/* Records are a KB of JSON each: some hundred of them are put at once. */
#define PUT_LEAST ((size_t)128 << 10)

/* A file on its way to the sink, by the worker's buffer. */
struct flowing {
	struct edition_making *e;
	const char *path;
	struct putting putting; /* with what is there of it already */
	bool said; /* something was to be said of what is there */
};

static void
flow_on(struct flowing *f)
{
	struct page_worker *w = &f->e->workers[f->putting.worker];
	struct text bytes = buf_text(&w->bytes);
	size_t before = said(f->e, f->putting.worker);
	if (bytes.len == 0)
		return;
	make_put_file(f->e->make, f->putting, &w->path, f->path, bytes);
	f->putting.bytes += bytes.len;
	f->said = f->said || said(f->e, f->putting.worker) != before;
	buf_clear(&w->bytes);
}

static int
pieces_put(struct flowing *f, struct kept_pieces *kept,
    const struct beside *file)
{
	struct edition_making *e = f->e;
	struct buf *out = &e->workers[f->putting.worker].bytes;
	size_t count = beside_pieces(file, e->plan);
	bool some = false;
	buf_puts(out, beside_begin(file));
	for (size_t i = 0; i < count; i++) {
		if (out->len >= PUT_LEAST && e->make->sink.add != NULL) {
			size_t lines = text_lines(buf_text(out));
			flow_on(f);
			f->putting.lines += lines;
		}
		size_t before = out->len;
		buf_puts(out, beside_before(file, some));
		size_t at = out->len;
		if (piece_put(e, kept, file, i, f->putting.worker) != 0)
			return -1;
		if (kept != NULL)
			kept_piece_place(
			    kept, i, f->putting.bytes + at, out->len - at);
		if (out->len > at)
			some = true;
		else if (at > before) /* nothing before nothing */
			out->at[out->len = before] = '\0';
	}
	buf_puts(out, beside_end(file));
	flow_on(f);
	return 0;
}

/* Nothing of one that has nothing; true: it was put, nothing was to be said. */
static bool
file_made(struct edition_making *e, struct kept_pieces *kept,
    const struct beside *file, unsigned worker)
{
	struct page_worker *w = &e->workers[worker];
	struct flowing f = { .e = e,
		.path = file->path,
		.putting = { .edition = e->plan->view->edition,
		    .origin = SCAN_MADE,
		    .worker = worker,
		    .diags = &w->diags } };
	buf_clear(&w->bytes);
	bool made = pieces_put(&f, kept, file) == 0 && f.putting.bytes > 0 &&
	    !f.said;
	/* A page needs a few KB. */
	buf_free(&w->bytes);
	return made;
}

static void
file_put(struct edition_making *e, const struct beside *file, unsigned worker)
{
	struct linking linking = { e, worker };
	if (e->kept == NULL) {
		file_made(e, NULL, file, worker);
		return;
	}
	struct kept_pieces *kept = kept_pieces_open(
	    e->kept, file->path, beside_pieces(file, e->plan), worker);
	const struct page_file *stands = kept_pieces_stand(kept);
	bool made = false;
	if (stands != NULL)
		kept_put(&linking, stands);
	else
		made = file_made(e, kept, file, worker);
	kept_pieces_close(kept, made);
}

/* The workbooks are one job. */
static size_t
file_jobs(const struct edition_making *e)
{
	return e->file_count == 0 ? 0 : e->file_count - e->book_count + 1;
}

static void
file_job_put(struct edition_making *e, size_t job, unsigned worker)
{
	size_t first = job == 0 ? 0 : e->book_count + job - 1;
	size_t end = job == 0 ? e->book_count : first + 1;
	for (size_t i = first; i < end; i++)
		file_put(e, &e->files[i], worker);
}

/* Files, then pages: what takes long is not left for the end. */
static void
job_put(void *context, size_t job, unsigned worker)
{
	struct edition_making *e = context;
	size_t files = file_jobs(e);
	size_t prints = e->whole ? e->plan->print_count : 0;
	progress_tick(&e->make->run->progress);
	if (diag_worst(&e->workers[worker].diags) >= DIAG_ERROR)
		return; /* one full disk is enough to know */
	if (job < files)
		file_job_put(e, job, worker);
	else if (job < files + prints)
		page_made(e, &e->plan->prints[job - files], worker);
	else
		block_put(e, job - files - prints, worker);
}

/* Must whoever has all of the edition make it? */
static bool
is_whole(const struct page *page)
{
	return page->entry == NULL ? page->organisation == NULL
				   : entry_is(page->entry, "bulletin");
}

/* Has it a page of which that is true? */
static bool
group_has(const struct plan *plan, size_t group,
    bool (*is)(const struct page *page))
{
	size_t from = group * SEARCH_GROUP, to = from + SEARCH_GROUP;
	for (size_t i = from; i < to && i < plan->count; i++)
		if (is(&plan->pages[i]))
			return true;
	return false;
}

/* Where the first of what the group shows stands among the entries. */
static size_t
group_position(const struct plan *plan, size_t group, size_t before)
{
	const struct page *page = &plan->pages[group * SEARCH_GROUP];
	if (page->entry != NULL)
		return page->entry->index;
	if (page->bound != NULL)
		return page->bound->items[0]->index;
	const struct entry_list *entries = &page->organisation->entries;
	return entries->count == 0 ? before : entries->items[0]->index;
}

/*
 * All, those of the whole, or those that show a run of the entries: what pages
 * of organisations list is near what lists it.
 */
static void
groups_choose(struct edition_making *e)
{
	const struct make_share *share = e->make->share;
	const struct plan *plan = e->plan;
	size_t all = search_group_count(plan), position = 0;
	size_t entries = plan->view->entries.count;
	e->whole = share == NULL || share->share == 0;
	e->groups = ARENA_ARRAY(plan->arena, size_t, all);
	for (size_t i = 0; i < all; i++) {
		size_t of = 0;
		if (share != NULL && !group_has(plan, i, is_whole)) {
			position = group_position(plan, i, position);
			of = entries == 0
			    ? 1
			    : position * share->shares / entries + 1;
		}
		if (share == NULL || of == share->share)
			e->groups[e->group_count++] = i;
	}
}

/*
 * A script starts anew for every text, so that it doesn't matter which worker
 * has which page.
 */
static void
page_filters_open(struct edition_making *e)
{
	struct site_run *run = e->make->run;
	for (unsigned i = 0; i < run->jobs; i++) {
		struct page_worker *w = &e->workers[i];
		diags_init_like(&w->filter_diags, run->arenas[i], &run->diags);
		w->filter = (struct page_filter){
			edition_filter_open(&run->scripts, e->plan->view,
			    make_edition_figures(
				e->make, e->plan->view->edition),
			    &w->filter_diags),
			&w->filter_diags };
		if (w->filter.filter == NULL)
			e->filtered = false; /* and there is a diagnostic */
	}
	filter_watch_begin(FILTER_ELEMENT, e->plan->count);
}

static void
page_filters_close(struct edition_making *e)
{
	struct site_run *run = e->make->run;
	filter_watch_end();
	for (unsigned i = 0; i < run->jobs; i++) {
		edition_filter_close(e->workers[i].filter.filter);
		diags_merge(&run->diags, &e->workers[i].filter_diags);
	}
}

/* "" where there is none. */
static void
search_keep(struct buf *searches, struct search *search)
{
	struct buf one = BUF_INIT;
	if (search != NULL)
		search_pack(search, &one);
	pack_text(searches, buf_text(&one));
	buf_free(&one);
}

static bool
set_take(void *context, unsigned worker, size_t set, struct digest from,
    struct text *firsts)
{
	struct edition_making *e = context;
	struct page_worker *w = &e->workers[worker];
	struct linking linking = { e, worker };
	if (kept_set_stands(e->sets, set, from, firsts)) {
		kept_set_each(e->sets, set, kept_put, &linking);
		return true;
	}
	w->said = said(e, worker);
	kept_set_begin(e->sets, set, from, worker);
	return false;
}

static void
set_file_put(
    void *context, unsigned worker, const char *name, struct text bytes)
{
	struct edition_making *e = context;
	made_put(context, worker, name, bytes);
	kept_set_add(e->sets, name, worker);
}

static void
set_keep(void *context, unsigned worker, size_t set, struct text firsts)
{
	struct edition_making *e = context;
	const struct page_worker *w = &e->workers[worker];
	(void)set;
	kept_set_end(e->sets, firsts, said(e, worker) == w->said, worker);
}

static void
index_put(struct edition_making *e)
{
	struct search_keeper keeper = { e, set_take, set_file_put,
		set_keep };
	if (e->kept == NULL) {
		search_put_index(e->search, NULL, made_put, e);
		return;
	}
	e->sets = kept_sets_open(
	    e->kept, "search", search_set_count(e->search));
	search_put_index(e->search, &keeper, made_put, e);
	kept_sets_close(e->sets);
}

/* Then not all pages were made, nor read for the search. */
static bool
has_failed(const struct edition_making *e)
{
	for (unsigned i = 0; i < e->make->run->jobs; i++)
		if (diag_worst(&e->workers[i].diags) >= DIAG_ERROR)
			return true;
	return false;
}

/* The index is made of all shares' pages: by who makes them all, or later. */
static void
search_end(struct edition_making *e)
{
	const struct make_share *share = e->make->share;
	bool failed = has_failed(e);
	if (share != NULL && share->searches != NULL)
		search_keep(share->searches, failed ? NULL : e->search);
	else if (share == NULL && e->search != NULL && !failed)
		index_put(e);
	if (e->search != NULL)
		search_close(e->search);
}

static void
workers_begin(struct edition_making *e)
{
	struct site_run *run = e->make->run;
	e->workers = ARENA_ARRAY(run->arena, struct page_worker, run->jobs);
	for (unsigned i = 0; i < run->jobs; i++) {
		struct page_worker *w = &e->workers[i];
		w->arena = run->scratch[i];
		buf_init(&w->bytes);
		buf_init(&w->path);
		buf_init(&w->search);
		diags_init_like(&w->diags, run->arenas[i], &run->diags);
	}
}

static void
workers_end(struct edition_making *e)
{
	struct site_run *run = e->make->run;
	for (unsigned i = 0; i < run->jobs; i++) {
		diags_merge(&run->diags, &e->workers[i].diags);
		buf_free(&e->workers[i].bytes);
		buf_free(&e->workers[i].path);
		buf_free(&e->workers[i].search);
	}
}

static bool
has_search(const struct plan *plan)
{
	return table_get(&plan->paths, text_of(SEARCH_PATH)) != NULL;
}

static bool
is_clean(const struct edition_making *e)
{
	return !has_failed(e) &&
	    (e->make->scan == NULL || scan_is_clean(e->make->scan));
}

/* Some dozens, so that little is made anew of one that does not stand. */
#define BLOCKS 64
#define BLOCK_LEAST 2 /* groups: of small sites not each page is a file */
#define BLOCK_MOST 32
/* What a group of the ledger's pages has to read as against one of records. */
#define LEDGER_WEIGHT 32

static size_t
block_weight(size_t groups)
{
	size_t weight = (groups + BLOCKS - 1) / BLOCKS;
	return weight < BLOCK_LEAST ? BLOCK_LEAST
	    : weight > BLOCK_MOST   ? BLOCK_MOST
				    : weight;
}

static size_t
group_weight(const struct plan *plan, size_t group)
{
	return page_is_of_ledger(&plan->pages[group * SEARCH_GROUP])
	    ? LEDGER_WEIGHT
	    : 1;
}

static bool
is_always_made(const struct page *page)
{
	return !page_can_stand(page);
}

/* Those with others are blocks of their own: what stands is not read again. */
static void
blocks_cut(struct edition_making *e)
{
	const struct plan *plan = e->plan;
	size_t most = block_weight(e->group_count), weight = most;
	bool before = false;
	e->blocks = ARENA_ARRAY(plan->arena, size_t, e->group_count);
	for (size_t i = 0; i < e->group_count; i++) {
		size_t own = group_weight(plan, e->groups[i]);
		bool made = group_has(plan, e->groups[i], is_always_made);
		if (made != before || weight + own > most) {
			e->blocks[e->block_count++] = i;
			weight = 0;
		}
		weight += own;
		before = made;
	}
	e->firsts = ARENA_ARRAY(plan->arena, size_t, e->block_count);
	for (size_t i = 0; i < e->block_count; i++)
		e->firsts[i] = e->groups[e->blocks[i]] * SEARCH_GROUP;
}

/* Scripts for elements have a state of their own: then all is made anew. */
static void
kept_open(struct edition_making *e)
{
	const struct make *make = e->make;
	if (make->keeping == NULL || e->filtered || make->share != NULL)
		return;
	e->kept = kept_pages_open(&(struct kept_wish){
	    .keeping = make->keeping,
	    .plan = e->plan,
	    .forbidden = forbidden_digest(e->forbidden),
	    .edition = (size_t)(e->plan->view->edition -
		make->corpus->site->editions),
	    .blocks = e->firsts,
	    .block_count = e->block_count,
	    .jobs = make->run->jobs });
}

/* What many of the jobs would wait for. */
static void
prepare_one(void *context, size_t job, unsigned worker)
{
	struct edition_making *e = context;
	(void)worker;
	if (job == 0 && e->whole)
		plan_ledger(e->plan);
	if (job == 1)
		kept_open(e);
	if (job == 2 && has_search(e->plan)) {
		e->search = search_open(e->plan, e->make->run->jobs);
		search_parts(e->search, e->block_count);
	}
}

void
make_pages_put(struct make *make, const struct plan *plan,
    const struct forbidden *forbidden, bool filtered)
{
	struct site_run *run = make->run;
	struct edition_making e = { .make = make,
		.plan = plan,
		.forbidden = forbidden,
		.filtered = filtered };
	workers_begin(&e);
	groups_choose(&e);
	if (e.whole)
		e.files = beside_list(
		    run->arena, plan, &e.book_count, &e.file_count);
	blocks_cut(&e);
	pool_run(run->jobs, 3, prepare_one, &e);
	if (e.kept != NULL)
		kept_pages_ledger(e.kept);
	size_t jobs = e.block_count + file_jobs(&e) +
	    (e.whole ? plan->print_count : 0);
	progress_phase(&run->progress,
	    utf8_clean(run->arena, text_of(plan->view->edition->title)), jobs);
	if (filtered)
		page_filters_open(&e);
	pool_run(run->jobs, jobs, job_put, &e);
	if (filtered)
		page_filters_close(&e);
	search_end(&e);
	kept_pages_close(e.kept, is_clean(&e));
	workers_end(&e);
}

void
make_index(struct make *make, const struct plan *plan,
    const struct forbidden *forbidden, struct search *search)
{
	struct edition_making e = { .make = make, .plan = plan };
	workers_begin(&e);
	make_scan_begin(make, plan->view, forbidden);
	search_put_index(search, NULL, made_put, &e);
	make_scan_end(make);
	workers_end(&e);
}
