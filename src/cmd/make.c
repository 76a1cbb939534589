#include "cmd/make.h"

#include "base/picture.h"
#include "base/pool.h"
#include "cmd/cmd.h"
#include "cmd/figures.h"
#include "model/rules.h"
#include "publish/stage.h"
#include "render/print/print.h"
#include "render/feed.h"
#include "render/sheet.h"
#include "render/template.h"
#include "render/theme.h"
#include "scope/project.h"

/* ---- one edition ---- */

struct edition_making {
	struct make *make;
	const struct plan *plan;
	bool filtered; /* some script has functions for elements */
	struct search *search; /* NULL: the theme has no page for it */
	/* The groups of pages that are made here, in their order. */
	size_t *groups;
	size_t group_count;
	bool whole; /* with all that is no such page */
	/* What was made before, by blocks of so many groups; NULL: nothing is. */
	struct kept_pages *kept;
	size_t block;
	struct page_worker {
		struct arena *arena;
		struct buf bytes;
		struct buf path;
		struct buf search; /* what it has read of a block */
		struct kept_block *block; /* that is being made; or NULL */
		struct diags diags;
		struct page_filter filter;
		struct diags filter_diags; /* don't end the worker's work */
	} *workers;
};

/* One file: whose it is, and which worker has it. */
struct putting {
	const struct edition *edition;
	enum scan_origin origin;
	unsigned worker;
	struct diags *diags;
};

/* NULL: there are none. */
static const struct figures *
edition_figures(const struct make *make, const struct edition *edition)
{
	return make->figures == NULL || edition->office
	    ? NULL
	    : make->figures[edition - make->corpus->site->editions];
}

static void
put_file(struct make *make, struct putting putting, struct buf *path,
    const char *name, struct text bytes)
{
	struct os_error error;
	struct diags *diags = putting.diags;
	buf_clear(path);
	buf_printf(path, "%s/%s", putting.edition->id, name);
	if (make->scan != NULL)
		scan_file(make->scan, path->at, bytes, putting.origin,
		    putting.worker, diags);
	if (make->sink.put(make->sink.context, path->at, bytes, &error) != 0)
		rule_system(diags, &error);
}

static void
made_put(void *context, unsigned worker, const char *name, struct text bytes)
{
	struct edition_making *e = context;
	struct page_worker *w = &e->workers[worker];
	put_file(e->make,
	    (struct putting){ e->plan->view->edition, SCAN_MADE, worker,
		&w->diags },
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

/* ---- files beside the pages: the ledger's, what programs and archives read ---- */

/* -1 after a diagnostic. */
typedef int file_write(struct buf *out, struct arena *arena,
    const struct plan *plan, struct diags *diags);

static int
xlsx_write(struct buf *out, struct arena *arena, const struct plan *plan,
    struct diags *diags)
{
	(void)arena;
	return sheet_put_xlsx(out, plan_ledger(plan), diags);
}

static int
script_write(struct buf *out, struct arena *arena, const struct plan *plan,
    struct diags *diags)
{
	(void)arena;
	return sheet_put_script(out, plan_ledger(plan), diags);
}

static int
csv_write(struct buf *out, struct arena *arena, const struct plan *plan,
    struct diags *diags)
{
	(void)arena;
	return sheet_put_csv(out, plan_ledger(plan), diags);
}

static int
catalogue_write(struct buf *out, struct arena *arena, const struct plan *plan,
    struct diags *diags)
{
	(void)diags;
	struct cells catalogue = catalogue_make(arena, plan);
	sheet_put_cells(out, &catalogue);
	return 0;
}

static int
feed_write(struct buf *out, struct arena *arena, const struct plan *plan,
    struct diags *diags)
{
	(void)diags;
	struct feed feed = feed_make(arena, plan);
	feed_put_atom(out, &feed);
	return 0;
}

/* Nothing where site.yaml does not say where the edition is served. */
static int
sitemap_write(struct buf *out, struct arena *arena, const struct plan *plan,
    struct diags *diags)
{
	(void)diags;
	const char *address = edition_address(arena, plan->view);
	if (address != NULL)
		sitemap_put(out, arena, plan, address);
	return 0;
}

static const struct {
	const char *path;
	file_write *write;
} written[] = {
	{ "ledger.xlsx", xlsx_write }, /* takes longest */
	{ CATALOGUE_PATH, catalogue_write }, /* needs no ledger, being made */
	{ "data/ledger.js", script_write },
	{ "ledger.csv", csv_write },
	{ FEED_PATH, feed_write },
	{ "sitemap.xml", sitemap_write },
};
#define WRITTEN (sizeof(written) / sizeof(*written))

static size_t
file_count(void)
{
	size_t count = WRITTEN;
	for (const struct data_file *f = data_files; f->path != NULL; f++)
		count++;
	return count;
}

static void
file_put(struct edition_making *e, size_t number, unsigned worker)
{
	struct page_worker *w = &e->workers[worker];
	const char *path;
	buf_clear(&w->bytes);
	if (number < WRITTEN) {
		path = written[number].path;
		if (written[number].write(
			&w->bytes, w->arena, e->plan, &w->diags) != 0)
			buf_clear(&w->bytes);
	} else {
		const struct data_file *file = &data_files[number - WRITTEN];
		path = file->path;
		data_put(&w->bytes, w->arena, e->plan, file, &w->diags);
	}
	if (w->bytes.len > 0)
		made_put(e, worker, path, buf_text(&w->bytes));
	/* A page needs a few KB, all records as JSON a KB each. */
	buf_free(&w->bytes);
	arena_reset(w->arena);
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
	size_t faults = w->diags.count + w->filter_diags.count;
	if (w->block != NULL)
		kept_page_begin(w->block, number);
	bool made = page_made(e, &e->plan->pages[number], worker);
	if (w->block != NULL)
		kept_page_end(w->block, number,
		    made && w->diags.count + w->filter_diags.count == faults);
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
kept_scan(const struct linking *l, const char *name)
{
	struct page_worker *w = &l->e->workers[l->worker];
	struct os_error error;
	struct text bytes;
	if (kept_pages_are_scanned(l->e->kept) || l->e->make->scan == NULL)
		return 0;
	if (kept_file_read(l->e->kept, name, w->arena, &bytes, &error) != 0)
		return rule_system(&w->diags, &error);
	buf_clear(&w->path);
	buf_printf(
	    &w->path, "%s/%s", l->e->plan->view->edition->id, name);
	scan_file(l->e->make->scan, w->path.at, bytes, SCAN_MADE, l->worker,
	    &w->diags);
	arena_reset(w->arena);
	return 0;
}

static int
kept_link(void *context, const char *name)
{
	const struct linking *l = context;
	struct os_error error;
	if (kept_scan(l, name) != 0)
		return -1;
	if (kept_file_link(l->e->kept, name, &error) != 0)
		return rule_system(&l->e->workers[l->worker].diags, &error);
	return 0;
}

/* The search still has to read it. */
static void
kept_page_put(struct edition_making *e, size_t number, unsigned worker)
{
	struct page_worker *w = &e->workers[worker];
	const char *name = e->plan->pages[number].path;
	struct os_error error;
	struct text bytes;
	struct linking linking = { e, worker };
	if (kept_link(&linking, name) != 0 || e->search == NULL)
		return;
	if (kept_file_read(e->kept, name, w->arena, &bytes, &error) == 0)
		search_read(e->search, number, worker, bytes);
	else
		rule_system(&w->diags, &error);
	arena_reset(w->arena);
}

static void
page_take(struct edition_making *e, size_t number, unsigned worker)
{
	struct kept_block *block = e->workers[worker].block;
	if (block != NULL && kept_page_stands(block, number))
		kept_page_put(e, number, worker);
	else
		page_put(e, number, worker);
}

/* Pages whose texts the search has in one file. */
static void
group_put(struct edition_making *e, size_t group, unsigned worker)
{
	size_t from = group * SEARCH_GROUP, to = from + SEARCH_GROUP;
	for (size_t i = from; i < to && i < e->plan->count; i++)
		page_take(e, i, worker);
	if (e->search != NULL)
		search_put_group(
		    e->search, group, worker, group_file_put, e);
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
	kept_block_each(e->workers[worker].block, kept_link, &linking);
	return true;
}

static void
block_put(struct edition_making *e, size_t number, unsigned worker)
{
	struct page_worker *w = &e->workers[worker];
	size_t from = number * e->block, to = from + e->block;
	w->block = kept_block_open(e->kept, number, worker);
	buf_clear(&w->search);
	if (!block_take(e, number, worker)) {
		if (e->search != NULL)
			search_part_begin(e->search, number, worker);
		for (size_t i = from; i < to && i < e->group_count; i++)
			group_put(e, e->groups[i], worker);
		if (e->search != NULL)
			search_part_end(e->search, number, &w->search);
	}
	kept_block_close(w->block, buf_text(&w->search));
	w->block = NULL;
}

/* Files, then pages: what takes long is not left for the end. */
static void
job_put(void *context, size_t job, unsigned worker)
{
	struct edition_making *e = context;
	size_t files = e->whole ? file_count() : 0;
	size_t prints = e->whole ? e->plan->print_count : 0;
	progress_tick(&e->make->run->progress);
	if (diag_worst(&e->workers[worker].diags) >= DIAG_ERROR)
		return; /* one full disk is enough to know */
	if (job < files)
		file_put(e, job, worker);
	else if (job < files + prints)
		page_made(e, &e->plan->prints[job - files], worker);
	else if (e->kept != NULL)
		block_put(e, job - files - prints, worker);
	else
		group_put(e, e->groups[job - files - prints], worker);
}

/* Must whoever has all of the edition make it? */
static bool
is_whole(const struct page *page)
{
	return page->entry == NULL ? page->organisation == NULL
				   : entry_is(page->entry, "bulletin");
}

static bool
group_is_whole(const struct plan *plan, size_t group)
{
	size_t from = group * SEARCH_GROUP, to = from + SEARCH_GROUP;
	for (size_t i = from; i < to && i < plan->count; i++)
		if (is_whole(&plan->pages[i]))
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
		if (share != NULL && !group_is_whole(plan, i)) {
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
			    edition_figures(
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

/* The index is made of all shares' pages: by who makes them all, or later. */
static void
search_end(struct edition_making *e)
{
	const struct make_share *share = e->make->share;
	if (share != NULL && share->searches != NULL)
		search_keep(share->searches, e->search);
	else if (share == NULL && e->search != NULL)
		search_put_index(e->search, made_put, e);
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
	return table_get(&plan->paths, text_of(search_path())) != NULL;
}

static bool
is_clean(const struct edition_making *e)
{
	if (e->make->scan != NULL && !scan_is_clean(e->make->scan))
		return false;
	for (unsigned i = 0; i < e->make->run->jobs; i++)
		if (diag_worst(&e->workers[i].diags) >= DIAG_ERROR)
			return false;
	return true;
}

/* Some dozens, so that little is made anew of one that does not stand. */
#define BLOCKS 64
#define BLOCK_MOST 64 /* groups */

/*
 * Scripts for elements have a state of their own; what is allowed must be seen
 * to be needed: then all is made anew.
 */
static void
kept_open(struct edition_making *e, const struct forbidden *forbidden)
{
	const struct make *make = e->make;
	size_t groups = e->group_count;
	if (make->keeping == NULL || e->filtered || make->share != NULL ||
	    make->corpus->site->allowance_count > 0)
		return;
	e->block = (groups + BLOCKS - 1) / BLOCKS;
	if (e->block > BLOCK_MOST)
		e->block = BLOCK_MOST;
	e->kept = kept_pages_open(&(struct kept_wish){
	    .keeping = make->keeping,
	    .plan = e->plan,
	    .forbidden = forbidden_digest(forbidden),
	    .edition = (size_t)(e->plan->view->edition -
		make->corpus->site->editions),
	    .block = e->block * SEARCH_GROUP,
	    .jobs = make->run->jobs });
	if (e->search != NULL)
		search_parts(e->search, kept_pages_blocks(e->kept));
}

static void
pages_put(struct make *make, const struct plan *plan,
    const struct forbidden *forbidden, bool filtered)
{
	struct site_run *run = make->run;
	struct edition_making e = { .make = make,
		.plan = plan,
		.filtered = filtered };
	workers_begin(&e);
	groups_choose(&e);
	if (has_search(plan))
		e.search = search_open(plan, run->jobs);
	kept_open(&e, forbidden);
	size_t jobs =
	    (e.kept != NULL ? kept_pages_blocks(e.kept) : e.group_count) +
	    (e.whole ? file_count() + plan->print_count : 0);
	progress_phase(&run->progress, plan->view->edition->title, jobs);
	if (filtered)
		page_filters_open(&e);
	pool_run(run->jobs, jobs, job_put, &e);
	if (filtered)
		page_filters_close(&e);
	search_end(&e);
	kept_pages_close(e.kept, is_clean(&e));
	workers_end(&e);
}

/* The bulletins' PDFs, pictures, the theme's assets. */
static void
files_put(struct make *make, const struct plan *plan)
{
	struct site_run *run = make->run;
	const struct view *view = plan->view;
	struct buf bytes = BUF_INIT, path = BUF_INIT;
	struct putting putting = { view->edition, SCAN_MADE, 0, &run->diags };
	for (size_t i = 0; make->prints != NULL && i < make->bulletins.count;
	     i++) {
		const struct bulletin *b = &make->bulletins.items[i];
		if (!b->has_print || view_entry(view, text_of(b->id)) == NULL)
			continue;
		buf_clear(&bytes);
		buf_printf(&bytes, "record/%s.pdf", b->id);
		put_file(make, putting, &path, bytes.at,
		    buf_text(&make->prints[i]));
	}
	putting.origin = SCAN_RELEASED;
	for (size_t i = 0; i < view->picture_count; i++)
		put_file(make, putting, &path,
		    picture_path(view->arena, view->pictures[i]),
		    view->pictures[i]->bytes);
	putting.origin = SCAN_THEME;
	for (size_t i = 0; i < make->theme->asset_count; i++)
		put_file(make, putting, &path, make->theme->assets[i].path,
		    make->theme->assets[i].bytes);
	buf_free(&bytes);
	buf_free(&path);
}

struct records_putting {
	struct make *make;
	struct putting putting;
	struct buf path, name;
};

static void
record_put(void *context, const char *id, struct text bytes)
{
	struct records_putting *p = context;
	buf_clear(&p->name);
	buf_printf(&p->name, MAKE_RECORDS "%s.md", id);
	put_file(p->make, p->putting, &p->path, p->name.at, bytes);
}

static void
records_put(struct make *make, const struct plan *plan)
{
	struct site_run *run = make->run;
	struct records_putting p = { make,
		{ plan->view->edition, SCAN_MADE, 0, &run->diags }, BUF_INIT,
		BUF_INIT };
	make_records(plan->view, run->scratch[0], record_put, &p);
	buf_free(&p.path);
	buf_free(&p.name);
}

/* What an audience sees, with the filters over it; both NULL after a fault. */
struct opened {
	struct view *view;
	struct edition_filter *filter;
	struct forbidden *forbidden; /* NULL: nothing, or nobody looks */
};

static void
opened_close(struct make *make, struct opened *opened)
{
	site_unlock(make->run);
	if (opened->filter != NULL)
		edition_filter_close(opened->filter);
	forbidden_free(opened->forbidden);
	view_free(opened->view);
	*opened = (struct opened){ NULL, NULL, NULL };
}

static struct forbidden *
forbidden_open(struct make *make, const struct view *view)
{
	const struct site_run *run = make->run;
	const struct programme *programme = make->corpus->programme;
	struct text programme_text =
	    source_at(&run->sources, programme->source)->text;
	struct forbidding forbidding = { .corpus = make->corpus,
		.policy = make->policy,
		.view = view,
		.published = &programme_text,
		.published_count = 1,
		.spoken = make->theme->spoken,
		.spoken_count = make->theme->spoken_count,
		.needed = make->needed };
	return forbidden_make(&forbidding, &make->run->diags);
}

/*
 * From here to its closing the corpus is locked.  `scanned`: its files will be
 * looked through for leaks.
 */
static struct opened
edition_open(struct make *make, const struct edition *edition, bool scanned)
{
	struct site_run *run = make->run;
	struct opened opened = { NULL, NULL, NULL };
	if (make->early != NULL && make->early->edition == edition) {
		opened.view = make->early;
		make->early = NULL;
	} else {
		opened.view = view_make(make->corpus, make->policy, edition,
		    run->as_of, run->jobs, &run->diags);
	}
	if (opened.view != NULL && scanned)
		opened.forbidden = forbidden_open(make, opened.view);
	site_lock(run);
	if (opened.view != NULL)
		opened.filter = edition_filter_open(&run->scripts, opened.view,
		    edition_figures(make, edition), &run->diags);
	if (opened.filter == NULL)
		opened_close(make, &opened);
	return opened;
}

void
make_files(struct make *make, const struct plan *plan,
    const struct forbidden *forbidden, bool filtered)
{
	pages_put(make, plan, forbidden, filtered);
	files_put(make, plan);
	if (make->with_records)
		records_put(make, plan);
}

static void
scan_begin(struct make *make, const struct view *view,
    const struct forbidden *forbidden)
{
	if (!make->unscanned)
		make->scan = scan_open(
		    view->arena, view->edition, forbidden, make->run->jobs);
}

static void
scan_end(struct make *make)
{
	if (make->scan == NULL)
		return;
	scan_report(make->scan, &make->run->diags);
	scan_close(make->scan);
	make->scan = NULL;
}

static void
plan_put(struct make *make, const struct opened *opened,
    const struct plan *plan)
{
	const struct make_share *share = make->share;
	scan_begin(make, opened->view, opened->forbidden);
	make_files(make, plan, opened->forbidden,
	    edition_filter_has_elements(opened->filter));
	scan_end(make);
	if (share != NULL && share->take_edition != NULL)
		share->take_edition(share->context, plan, opened->forbidden);
}

void
make_pages(struct make *make, const struct plan *plan,
    const struct forbidden *forbidden)
{
	struct site_run *run = make->run;
	struct edition_filter *filter = edition_filter_open(&run->scripts,
	    plan->view, edition_figures(make, plan->view->edition),
	    &run->diags);
	if (filter == NULL)
		return;
	scan_begin(make, plan->view, forbidden);
	pages_put(make, plan, forbidden, edition_filter_has_elements(filter));
	scan_end(make);
	edition_filter_close(filter);
}

void
make_index(struct make *make, const struct plan *plan,
    const struct forbidden *forbidden, struct search *search)
{
	struct edition_making e = { .make = make, .plan = plan };
	workers_begin(&e);
	scan_begin(make, plan->view, forbidden);
	search_put_index(search, made_put, &e);
	scan_end(make);
	workers_end(&e);
}

void
make_allowances_check(struct make *make)
{
	const struct site *site = make->corpus->site;
	for (size_t i = 0; i < site->allowance_count; i++)
		if (!make->needed[i])
			diag_at(&make->run->diags,
			    &rules[RULE_ALLOWANCE_UNUSED],
			    site->allowances[i].span,
			    "“%s” is allowed, but would be told nowhere",
			    site->allowances[i].text);
}

bool
make_has_template(const void *theme, const char *name)
{
	return templates_has(((const struct theme *)theme)->templates, name);
}

/* NULL after diagnostics, also when nothing was opened. */
static const struct plan *
opened_plan(struct make *make, const struct opened *opened)
{
	struct site_run *run = make->run;
	if (opened->view == NULL)
		return NULL;
	struct additions *additions =
	    ARENA_NEW(opened->view->arena, struct additions);
	filter_watch_begin(FILTER_EDITION, run->scripts.count);
	int status = edition_filter_run(opened->filter, opened->view->arena,
	    additions, &run->diags);
	filter_watch_end();
	struct planning planning = { opened->view->arena, opened->view,
		&make->bulletins, additions,
		edition_figures(make, opened->view->edition),
		make_has_template, make->theme };
	return status != 0 ? NULL : plan_make(&planning, &run->diags);
}

/* By its address, with or without .html, a record's id, or a page's kind. */
static const struct page *
page_find(const struct plan *plan, const char *word)
{
	static const char *const forms[][2] = { { "", "" }, { "", ".html" },
		{ "record/", ".html" } };
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		struct buf path = BUF_INIT;
		buf_printf(&path, "%s%s%s", forms[i][0], word, forms[i][1]);
		const struct page *page =
		    table_get(&plan->paths, buf_text(&path));
		buf_free(&path);
		if (page != NULL)
			return page;
	}
	for (size_t i = 0; i < plan->navigation_count; i++)
		if (strcmp(plan->navigation[i]->template, word) == 0)
			return plan->navigation[i];
	return NULL;
}

int
make_page(struct make *make, size_t number, const char *word,
    void (*show)(void *context, const struct value *data), void *context)
{
	struct site_run *run = make->run;
	struct opened opened = edition_open(
	    make, &make->corpus->site->editions[number], false);
	const struct plan *plan = opened_plan(make, &opened);
	const struct page *page = plan == NULL ? NULL : page_find(plan, word);
	if (page != NULL) {
		struct page_filter filter = { opened.filter, &run->diags };
		bool filtered = edition_filter_has_elements(opened.filter);
		filter_watch_begin(FILTER_ELEMENT, 1);
		show(context,
		    page_make(run->scratch[0], plan, page,
			filtered ? &filter : NULL, &run->diags));
		filter_watch_end();
		arena_reset(run->scratch[0]);
	}
	opened_close(make, &opened);
	return plan == NULL ? -1 : page == NULL ? 1 : 0;
}

int
make_view(struct make *make, const struct edition *edition,
    void (*use)(void *context, const struct view *view,
	struct edition_filter *filter),
    void *context)
{
	struct opened opened = edition_open(make, edition, !make->unscanned);
	int status = opened.view == NULL ? -1 : 0;
	if (status == 0) {
		scan_begin(make, opened.view, opened.forbidden);
		use(context, opened.view, opened.filter);
		scan_end(make);
	}
	opened_close(make, &opened);
	return status;
}

void
make_edition(struct make *make, size_t number)
{
	struct opened opened =
	    edition_open(make, &make->corpus->site->editions[number],
		!make->unscanned);
	const struct plan *plan = opened_plan(make, &opened);
	if (plan != NULL) {
		plan_put(make, &opened, plan);
		make->pages[number] = plan->count;
	}
	opened_close(make, &opened);
}

/* ---- bulletins ---- */

static bool
is_wanted(const struct make *make, const char *id)
{
	return make->only == NULL || strcmp(make->only, id) == 0;
}

static void
view_bulletins(struct make *make, const struct view *view,
    struct edition_filter *filter)
{
	struct site_run *run = make->run;
	for (size_t i = 0; i < view->entries.count; i++) {
		const struct view_entry *entry = view->entries.items[i];
		if (!entry_is_bulletin(entry) ||
		    !is_wanted(make, entry->id) ||
		    strcmp(entry_string(entry, "edition"),
			view->edition->id) != 0)
			continue;
		struct bulletin *b =
		    &make->bulletins.items[make->bulletins.count];
		filter_watch_begin(FILTER_EDITION, 1);
		if (bulletin_make(b, run->arena, view, entry, filter,
			&run->diags) == 0) {
			b->circular.withdrawn = make->withdrawn;
			make->bulletins.count++;
		}
		filter_watch_end();
	}
}

static void
edition_bulletins(struct make *make, const struct edition *edition)
{
	struct opened opened = edition_open(make, edition, false);
	if (opened.view != NULL)
		view_bulletins(make, opened.view, opened.filter);
	opened_close(make, &opened);
}

void
make_bulletins_in(struct make *make, const struct view *view)
{
	struct edition_filter *filter = edition_filter_open(
	    &make->run->scripts, view, edition_figures(make, view->edition),
	    &make->run->diags);
	if (filter != NULL)
		view_bulletins(make, view, filter);
	edition_filter_close(filter);
}

static bool
is_bulletin_of(const struct record *record, const struct edition *edition)
{
	return record_is(record, "bulletin") &&
	    (edition == NULL ||
		strcmp(record_string(record, "edition"), edition->id) == 0);
}

static size_t
bulletin_count(const struct corpus *corpus, const struct edition *edition)
{
	size_t n = 0;
	for (size_t i = 0; i < corpus->record_count; i++)
		n += is_bulletin_of(corpus->records[i], edition);
	return n;
}

static bool
is_from(const struct make *make, const struct record *record, const bool *from)
{
	const struct site *site = make->corpus->site;
	for (size_t i = 0; i < site_editions(site); i++)
		if ((from == NULL || from[i]) &&
		    is_bulletin_of(record, &site->editions[i]))
			return true;
	return false;
}

void
make_bulletins_check(struct make *make, const bool *from)
{
	struct site_run *run = make->run;
	if (diag_worst(&run->diags) >= DIAG_ERROR)
		return;
	for (size_t i = 0; i < make->corpus->record_count; i++) {
		const struct record *record = make->corpus->records[i];
		if (!is_from(make, record, from) || record->left_out ||
		    !is_wanted(make, record->id) ||
		    record_is_ahead(record, run->as_of) ||
		    record_is_withdrawn(record, run->as_of) ||
		    bulletin_find(&make->bulletins, record->id) != NULL)
			continue;
		diag_at(&run->diags, &rules[RULE_BULLETIN_HIDDEN],
		    record_get(record, "edition")->span,
		    "the edition “%s” may not see this bulletin itself",
		    record_string(record, "edition"));
	}
}

static void
bulletins_print(struct make *make)
{
	struct site_run *run = make->run;
	const struct site *site = make->corpus->site;
	if (make->bulletins.count == 0 || make->paperless)
		return;
	site_lock(run);
	struct print_fonts *fonts = make->fonts;
	if (fonts == NULL)
		fonts = print_fonts_open(run->arena, site->font_folders,
		    site->font_folder_count, &run->diags);
	make->prints =
	    ARENA_ARRAY(run->arena, struct buf, make->bulletins.count);
	for (size_t i = 0; i < make->bulletins.count; i++) {
		struct bulletin *b = &make->bulletins.items[i];
		buf_init(&make->prints[i]);
		if (fonts != NULL &&
		    print_circular(&make->prints[i], &b->printed, run->arena,
			run->scratch[0],
			&b->circular, fonts, run->as_of, &run->diags) == 0)
			b->has_print = true;
		arena_reset(run->scratch[0]);
	}
	if (fonts != NULL && fonts != make->fonts)
		print_fonts_close(fonts);
	site_unlock(run);
}

static void
bulletins_make_of(struct make *make, const bool *from)
{
	struct site_run *run = make->run;
	const struct site *site = make->corpus->site;
	size_t count = bulletin_count(make->corpus, NULL);
	make->bulletins.items =
	    ARENA_ARRAY(run->arena, struct bulletin, count);
	progress_phase(&run->progress, _("bulletins"), count);
	for (size_t i = 0; i < site_editions(site); i++)
		if ((from == NULL || from[i]) &&
		    bulletin_count(make->corpus, &site->editions[i]) > 0)
			edition_bulletins(make, &site->editions[i]);
}

void
make_bulletins_of(struct make *make, const bool *from)
{
	bulletins_make_of(make, from);
	bulletins_print(make);
}

void
make_bulletins(struct make *make)
{
	bulletins_make_of(make, NULL);
	make_bulletins_check(make, NULL);
	bulletins_print(make);
}

/* ---- all of it ---- */

int
make_figures(struct make *make, const struct issues *earlier)
{
	struct site_run *run = make->run;
	struct figures_release release;
	if (run->tallies == NULL)
		return 0;
	if (figures_release(&release, run,
		(struct figures_wish){ .corpus = make->corpus,
		    .policy = make->policy,
		    .published = earlier }) != 0)
		return -1;
	make->figures = release.shown;
	return 0;
}

int
make_open(struct make *make)
{
	struct site_run *run = make->run;
	const struct site *site = make->corpus->site;
	make->theme = site_theme_load(run, NULL);
	make->pages =
	    ARENA_ARRAY(run->arena, size_t, make->corpus->site->edition_count);
	make->needed =
	    ARENA_ARRAY(run->arena, atomic_bool, site->allowance_count);
	return make->theme == NULL ? -1 : 0;
}

void
make_editions(struct make *make)
{
	struct site_run *run = make->run;
	size_t count = make->corpus->site->edition_count;
	for (size_t i = 0; i < count; i++)
		if (diag_worst(&run->diags) < DIAG_ERROR)
			make_edition(make, i);
	if (!make->unscanned && diag_worst(&run->diags) < DIAG_ERROR)
		make_allowances_check(make);
}

int
make_stage(void *stage, const char *path, struct text bytes,
    struct os_error *error)
{
	return stage_write(stage, path, bytes, error);
}

int
make_nothing(void *context, const char *path, struct text bytes,
    struct os_error *error)
{
	(void)context;
	(void)path;
	(void)bytes;
	(void)error;
	return 0;
}

void
make_tell(const struct make *make, const char *output, size_t records,
    size_t bulletins, double started)
{
	const struct site *site = make->corpus->site;
	for (size_t i = 0; i < site->edition_count; i++)
		printf(_("%s/%s/index.html  %zu pages  %s\n"), output,
		    site->editions[i].id, make->pages[i],
		    site->editions[i].title);
	printf(_("%zu records, %zu editions, %zu bulletins in %.2f s, as of "
		 "%s\n"),
	    records, site->edition_count, bulletins, os_seconds() - started,
	    make->run->as_of);
}

void
make_close(struct make *make)
{
	view_free(make->early);
	for (size_t i = 0; i < make->bulletins.count && make->prints != NULL;
	     i++)
		buf_free(&make->prints[i]);
}

