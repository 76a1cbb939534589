#include "cmd/make_parts.h"

#include "base/picture.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "cmd/figures.h"
#include "model/rules.h"
#include "publish/stage.h"
#include "render/print/print.h"
#include "render/template.h"
#include "render/theme.h"
#include "scope/project.h"

/* ---- one edition ---- */

/* The bulletins' PDFs, pictures, the theme's assets. */
static void
files_put(struct make *make, const struct plan *plan)
{
	struct site_run *run = make->run;
	const struct view *view = plan->view;
	struct buf path = BUF_INIT;
	struct putting putting = { .edition = view->edition,
		.origin = SCAN_MADE,
		.diags = &run->diags };
	for (size_t i = 0; make->prints != NULL && i < make->bulletins.count;
	     i++) {
		const struct bulletin *b = &make->bulletins.items[i];
		if (!b->has_print || view_entry(view, text_of(b->id)) == NULL)
			continue;
		make_put_file(make, putting, &path,
		    arena_printf(view->arena, "record/%s.pdf", b->id),
		    buf_text(&make->prints[i]));
	}
	putting.origin = SCAN_RELEASED;
	for (size_t i = 0; i < view->picture_count; i++)
		make_put_file(make, putting, &path,
		    picture_path(view->arena, view->pictures[i]),
		    view->pictures[i]->bytes);
	putting.origin = SCAN_THEME;
	for (size_t i = 0; i < make->theme->asset_count; i++)
		make_put_file(make, putting, &path, make->theme->assets[i].path,
		    make->theme->assets[i].bytes);
	buf_free(&path);
}

struct records_putting {
	struct make *make;
	struct putting putting;
	struct buf path;
};

static void
record_put(void *context, const char *id, struct text bytes)
{
	struct records_putting *p = context;
	make_put_file(p->make, p->putting, &p->path,
	    arena_printf(p->make->run->scratch[0], MAKE_RECORDS "%s.md", id),
	    bytes);
}

static void
records_put(struct make *make, const struct plan *plan)
{
	struct site_run *run = make->run;
	struct records_putting p = { make,
		{ .edition = plan->view->edition,
		    .origin = SCAN_MADE,
		    .diags = &run->diags },
		BUF_INIT };
	make_records(plan->view, run->scratch[0], record_put, &p);
	buf_free(&p.path);
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

static struct forbidding
forbidding_of(const struct make *make, const struct edition *edition)
{
	return (struct forbidding){ .corpus = make->corpus,
		.policy = make->policy,
		.edition = edition,
		.spoken = make->theme->spoken,
		.spoken_count = make->theme->spoken_count,
		.needed = make->needed };
}

/* Some megabytes of records, which the workers copy before they are noted. */
#define STRIDE 4096

static void
texts_end(void *run, size_t end)
{
	site_texts_drop(run, end);
}

static void
fields_end(void *run, size_t end)
{
	site_bodies_drop(run, end);
}

/* With it what is hidden from it is noted; the last one's is then given back. */
static void
view_open(struct make *make, const struct edition *edition, bool last,
    struct opened *opened)
{
	struct site_run *run = make->run;
	struct forbidding of = forbidding_of(make, edition);
	struct forbidden_making *making = forbidden_begin(&of, &run->diags);
	if (making == NULL)
		return;
	struct view_companion companion = { forbidden_secrets(making), STRIDE,
		run, last ? texts_end : NULL, last ? fields_end : NULL };
	opened->view = view_make_with(make->corpus, make->policy, edition,
	    run->as_of, NULL, &companion, run->jobs, &run->diags);
	opened->forbidden = forbidden_end(making, opened->view);
}

/* The view was made ahead. */
static void
early_open(struct make *make, bool scanned, struct opened *opened)
{
	opened->view = make->early;
	make->early = NULL;
	if (!scanned)
		return;
	struct forbidding of = forbidding_of(make, opened->view->edition);
	opened->forbidden =
	    forbidden_make(&of, opened->view, &make->run->diags);
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
	const struct site *site = make->corpus->site;
	bool last = make->ends_corpus && scanned &&
	    edition == &site->editions[site->edition_count - 1];
	if (make->early != NULL && make->early->edition == edition)
		early_open(make, scanned, &opened);
	else if (scanned)
		view_open(make, edition, last, &opened);
	else
		opened.view = view_make(make->corpus, make->policy, edition,
		    run->as_of, run->jobs, &run->diags);
	if (last && opened.view != NULL)
		site_records_drop(run);
	site_lock(run);
	if (opened.view != NULL)
		opened.filter = edition_filter_open(&run->scripts, opened.view,
		    make_edition_figures(make, edition), &run->diags);
	if (opened.filter == NULL)
		opened_close(make, &opened);
	return opened;
}

void
make_files(struct make *make, const struct plan *plan,
    const struct forbidden *forbidden, bool filtered)
{
	make_pages_put(make, plan, forbidden, filtered);
	files_put(make, plan);
	if (make->with_records)
		records_put(make, plan);
}

void
make_scan_begin(struct make *make, const struct view *view,
    const struct forbidden *forbidden)
{
	if (!make->unscanned)
		make->scan = scan_open(
		    view->arena, view->edition, forbidden, make->run->jobs);
}

void
make_scan_end(struct make *make)
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
	make_scan_begin(make, opened->view, opened->forbidden);
	make_files(make, plan, opened->forbidden,
	    edition_filter_has_elements(opened->filter));
	make_scan_end(make);
	if (share != NULL && share->take_edition != NULL)
		share->take_edition(share->context, plan, opened->forbidden);
}

void
make_pages(struct make *make, const struct plan *plan,
    const struct forbidden *forbidden)
{
	struct site_run *run = make->run;
	struct edition_filter *filter = edition_filter_open(&run->scripts,
	    plan->view, make_edition_figures(make, plan->view->edition),
	    &run->diags);
	if (filter == NULL)
		return;
	make_scan_begin(make, plan->view, forbidden);
	make_pages_put(make, plan, forbidden, edition_filter_has_elements(filter));
	make_scan_end(make);
	edition_filter_close(filter);
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
		make_edition_figures(make, opened->view->edition),
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
		const struct page *page = table_get(&plan->paths,
		    text_of(arena_printf(plan->arena, "%s%s%s", forms[i][0],
			word, forms[i][1])));
		if (page != NULL)
			return page;
	}
	for (size_t i = 0; i < plan->navigation_count; i++)
		if (strcmp(plan->navigation[i]->template, word) == 0)
			return plan->navigation[i];
	const struct view_entry *entry = view_entry(plan->view, text_of(word));
	return entry == NULL
	    ? NULL
	    : table_get(&plan->paths,
		  text_of(entry_path(plan->arena, entry)));
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
		make_scan_begin(make, opened.view, opened.forbidden);
		use(context, opened.view, opened.filter);
		make_scan_end(make);
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
	    &make->run->scripts, view, make_edition_figures(make, view->edition),
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

size_t
make_bulletin_count(const struct corpus *corpus, const struct edition *edition)
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

void
make_bulletins_begin(struct make *make)
{
	make->bulletins = (struct bulletins){
		.items = ARENA_ARRAY(make->run->arena, struct bulletin,
		    make_bulletin_count(make->corpus, NULL))
	};
}

static void
bulletins_make_of(struct make *make, const bool *from)
{
	const struct site *site = make->corpus->site;
	make_bulletins_begin(make);
	progress_phase(&make->run->progress, _("bulletins"),
	    make_bulletin_count(make->corpus, NULL));
	for (size_t i = 0; i < site_editions(site); i++)
		if ((from == NULL || from[i]) &&
		    make_bulletin_count(make->corpus, &site->editions[i]) > 0)
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
make_figures(struct make *make, const char *output)
{
	struct site_run *run = make->run;
	struct figures_release release;
	const struct figures_wish wish = { .corpus = make->corpus,
		.policy = make->policy };
	if (run->tallies == NULL)
		return 0;
	if (figures_look(&release, run, output, wish) != 0)
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
make_stage_more(void *stage, const char *path, struct text bytes,
    struct os_error *error)
{
	return stage_append(stage, path, bytes, error);
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
		    utf8_clean(make->run->arena,
			text_of(site->editions[i].title)));
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

