/*
 * tongbao build: content/ → output/.  Reads as DESIGN's diagram: read, check,
 * filter, label; then for each edition project, compose, render; then publish
 * all editions at once.
 */
#include <stdio.h>
#include "base/option.h"
#include "base/pool.h"
#include "cmd/cmd.h"
#include "cmd/site.h"
#include "compose/page.h"
#include "model/rules.h"
#include "publish/stage.h"
#include "render/print/print.h"
#include "render/sheet.h"
#include "render/theme.h"
#include "scope/project.h"

struct build {
	struct site_run run;
	struct theme *theme;
	struct stage *stage;
	struct bulletins bulletins;
	struct buf *prints; /* parallel to bulletins: the PDFs */
	size_t *pages;      /* made, by edition */
	const char *output;
	double started;
};

/* ---- one edition ---- */

struct edition_build {
	struct build *build;
	const struct plan *plan;
	struct page_worker {
		struct arena *arena;
		struct buf bytes;
		struct buf path;
		struct diags diags;
		struct arena *messages;
	} *workers;
};

static void
put_file(struct build *build, const struct edition *edition, struct buf *path,
    const char *name, struct text bytes, struct diags *diags)
{
	struct os_error error;
	buf_clear(path);
	buf_printf(path, "%s/%s", edition->id, name);
	if (stage_write(build->stage, path->at, bytes, &error) != 0)
		diag_at(diags, &rules[RULE_SYSTEM], SPAN_NONE, "%s",
		    error.message);
}

static void
page_build(void *context, size_t job, unsigned worker)
{
	struct edition_build *e = context;
	struct page_worker *w = &e->workers[worker];
	const struct page *page = &e->plan->pages[job];
	progress_tick(&e->build->run.progress);
	if (diag_worst(&w->diags) >= DIAG_ERROR)
		return; /* one full disk is enough to know */
	const struct value *data =
	    page_make(w->arena, e->plan, page, &w->diags);
	buf_clear(&w->bytes);
	if (theme_put_page(&w->bytes, e->build->theme, page->template, data,
		&w->diags) == 0)
		put_file(e->build, e->plan->view->edition, &w->path, page->path,
		    buf_text(&w->bytes), &w->diags);
	arena_reset(w->arena);
}

static void
pages_build(struct build *build, const struct plan *plan)
{
	struct site_run *run = &build->run;
	struct edition_build e = { .build = build, .plan = plan };
	e.workers = ARENA_ARRAY(run->arena, struct page_worker, run->jobs);
	for (unsigned i = 0; i < run->jobs; i++) {
		struct page_worker *w = &e.workers[i];
		w->arena = run->scratch[i];
		buf_init(&w->bytes);
		buf_init(&w->path);
		diags_init_like(&w->diags, run->arenas[i], &run->diags);
	}
	progress_phase(&run->progress, plan->view->edition->title,
	    plan->count);
	pool_run(run->jobs, plan->count, page_build, &e);
	for (unsigned i = 0; i < run->jobs; i++) {
		diags_merge(&run->diags, &e.workers[i].diags);
		buf_free(&e.workers[i].bytes);
		buf_free(&e.workers[i].path);
	}
}

/* The ledger as CSV, the bulletins' PDFs, the theme's assets. */
static void
files_build(struct build *build, const struct view *view)
{
	struct site_run *run = &build->run;
	struct buf bytes = BUF_INIT, path = BUF_INIT;
	struct ledger ledger = ledger_make(run->scratch[0], view);
	sheet_put_csv(&bytes, &ledger);
	put_file(build, view->edition, &path, "ledger.csv", buf_text(&bytes),
	    &run->diags);
	arena_reset(run->scratch[0]);
	for (size_t i = 0; i < build->bulletins.count; i++) {
		const struct bulletin *b = &build->bulletins.items[i];
		if (!b->has_print || view_entry(view, text_of(b->id)) == NULL)
			continue;
		buf_clear(&bytes);
		buf_printf(&bytes, "record/%s.pdf", b->id);
		put_file(build, view->edition, &path, bytes.at,
		    buf_text(&build->prints[i]), &run->diags);
	}
	for (size_t i = 0; i < build->theme->asset_count; i++)
		put_file(build, view->edition, &path,
		    build->theme->assets[i].path, build->theme->assets[i].bytes,
		    &run->diags);
	buf_free(&bytes);
	buf_free(&path);
}

/* What an audience sees, with the filters over it; both NULL after a fault. */
struct opened {
	struct view *view;
	struct edition_filter *filter;
};

static void
opened_close(struct opened *opened)
{
	if (opened->filter != NULL)
		edition_filter_close(opened->filter);
	view_free(opened->view);
	*opened = (struct opened){ NULL, NULL };
}

static struct opened
edition_open(struct build *build, const struct edition *edition)
{
	struct site_run *run = &build->run;
	struct opened opened = { NULL, NULL };
	opened.view = view_make(&run->corpus, run->policy, edition, run->as_of,
	    &run->diags);
	if (opened.view != NULL)
		opened.filter = edition_filter_open(&run->scripts, opened.view,
		    &run->diags);
	if (opened.filter == NULL)
		opened_close(&opened);
	return opened;
}

static void
edition_build(struct build *build, size_t number)
{
	struct site_run *run = &build->run;
	struct opened opened =
	    edition_open(build, &run->corpus.site->editions[number]);
	if (opened.view == NULL)
		return;
	struct additions additions = { 0 };
	filter_watch_begin(FILTER_EDITION, run->scripts.count);
	int status = edition_filter_run(opened.filter, opened.view->arena,
	    &additions, &run->diags);
	filter_watch_end();
	const struct plan *plan = status != 0
	    ? NULL
	    : plan_make(opened.view, &build->bulletins, &additions,
		  &run->diags);
	if (plan != NULL) {
		pages_build(build, plan);
		files_build(build, opened.view);
		build->pages[number] = plan->count;
	}
	opened_close(&opened);
}

/* ---- bulletins ---- */

/* Composes those that are made from this edition. */
static void
edition_bulletins(struct build *build, const struct edition *edition)
{
	struct site_run *run = &build->run;
	struct opened opened = edition_open(build, edition);
	const struct view *view = opened.view;
	for (size_t i = 0; view != NULL && i < view->entry_count; i++) {
		const struct view_entry *entry = view->entries[i];
		if (!entry_is(entry, "bulletin") ||
		    strcmp(entry_string(entry, "edition"), edition->id) != 0)
			continue;
		struct bulletin *b =
		    &build->bulletins.items[build->bulletins.count];
		filter_watch_begin(FILTER_EDITION, 1);
		if (bulletin_make(b, run->arena, view, entry, opened.filter,
			&run->diags) == 0)
			build->bulletins.count++;
		filter_watch_end();
	}
	opened_close(&opened);
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

/* A bulletin that its own edition may not see could be shown to nobody. */
static void
bulletins_check(struct build *build)
{
	struct site_run *run = &build->run;
	if (diag_worst(&run->diags) >= DIAG_ERROR)
		return;
	for (size_t i = 0; i < run->corpus.record_count; i++) {
		const struct record *record = run->corpus.records[i];
		if (!is_bulletin_of(record, NULL) || record->left_out ||
		    record_is_ahead(record, run->as_of) ||
		    bulletin_find(&build->bulletins, record->id) != NULL)
			continue;
		diag_at(&run->diags, &rules[RULE_BULLETIN_HIDDEN],
		    record_get(record, "edition")->span,
		    "the edition “%s” may not see this bulletin itself",
		    record_string(record, "edition"));
	}
}

static void
bulletins_print(struct build *build)
{
	struct site_run *run = &build->run;
	const struct site *site = run->corpus.site;
	if (build->bulletins.count == 0)
		return;
	struct print_fonts *fonts = print_fonts_open(run->arena,
	    site->font_folders, site->font_folder_count, &run->diags);
	build->prints =
	    ARENA_ARRAY(run->arena, struct buf, build->bulletins.count);
	for (size_t i = 0; i < build->bulletins.count; i++) {
		struct bulletin *b = &build->bulletins.items[i];
		buf_init(&build->prints[i]);
		if (fonts != NULL &&
		    print_circular(&build->prints[i], run->scratch[0],
			&b->circular, fonts, run->as_of, &run->diags) == 0)
			b->has_print = true;
		arena_reset(run->scratch[0]);
	}
	if (fonts != NULL)
		print_fonts_close(fonts);
}

static void
bulletins_build(struct build *build)
{
	struct site_run *run = &build->run;
	const struct site *site = run->corpus.site;
	size_t count = bulletin_count(&run->corpus, NULL);
	build->bulletins.items =
	    ARENA_ARRAY(run->arena, struct bulletin, count);
	progress_phase(&run->progress, _("bulletins"), count);
	for (size_t i = 0; i < site->edition_count; i++)
		if (bulletin_count(&run->corpus, &site->editions[i]) > 0)
			edition_bulletins(build, &site->editions[i]);
	bulletins_check(build);
	bulletins_print(build);
}

/* ---- all of it ---- */

static int
theme_open(struct build *build)
{
	struct site_run *run = &build->run;
	const struct site *site = run->corpus.site;
	const char *name = arena_printf(run->arena, "themes/%s", site->theme);
	const char *folder =
	    arena_printf(run->arena, "%s/%s", site->root, name);
	if (os_type_target(folder) != OS_FOLDER)
		folder = installed_folder(run->arena, name);
	if (folder == NULL) {
		diag_at(&run->diags, &rules[RULE_THEME_UNKNOWN],
		    site->theme_span,
		    "there is no theme “%s”, neither in the site's themes/ "
		    "nor installed",
		    site->theme);
		return -1;
	}
	build->theme = theme_load(run->arena, folder, name, &run->sources,
	    &run->diags);
	return build->theme == NULL ? -1 : 0;
}

static void
editions_build(struct build *build)
{
	struct site_run *run = &build->run;
	size_t count = run->corpus.site->edition_count;
	build->pages = ARENA_ARRAY(run->arena, size_t, count);
	for (size_t i = 0; i < count; i++)
		if (diag_worst(&run->diags) < DIAG_ERROR)
			edition_build(build, i);
}

static void
summary_print(const struct build *build)
{
	const struct site *site = build->run.corpus.site;
	for (size_t i = 0; i < site->edition_count; i++)
		printf(_("%s/%s/index.html  %zu pages  %s\n"), build->output,
		    site->editions[i].id, build->pages[i],
		    site->editions[i].title);
	printf(_("%zu records, %zu editions, %zu bulletins in %.2f s, as of "
		 "%s\n"),
	    build->run.corpus.record_count, site->edition_count,
	    build->bulletins.count, os_seconds() - build->started,
	    build->run.as_of);
}

static int
build_run(struct build *build)
{
	struct site_run *run = &build->run;
	site_rules_drop(run);
	if (theme_open(build) != 0)
		return -1;
	bulletins_build(build);
	if (diag_worst(&run->diags) >= DIAG_ERROR)
		return -1;
	build->stage = stage_open(run->arena, build->output, &run->diags);
	if (build->stage == NULL)
		return -1;
	editions_build(build);
	progress_phase(&run->progress, _("publishing"), 0);
	if (diag_worst(&run->diags) >= DIAG_ERROR)
		return -1;
	return stage_publish(build->stage, &run->diags);
}

static int
build_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	int operands;
	struct build build = { .started = os_seconds() };
	const struct option table[] = {
		{ "output", 'o', OPTION_STRING, &build.output, N_("FOLDER"),
		    N_("where to publish (default: output/ in the site)") },
		REPORT_OPTIONS(options),
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &build_command, argc,
	    argv, 0, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (options.help)
		return command_help(&build_command, table);
	if (build.output != NULL && *build.output == '\0') {
		fputs(_("tongbao build: --output names no folder\n"), stderr);
		return STATUS_USAGE;
	}
	/* They are check's to tell; here they would bury what is the build's. */
	options.brief = true;
	int status = site_open(&build.run, options);
	if (build.output == NULL)
		build.output = strcmp(options.root, ".") == 0
		    ? "output"
		    : arena_printf(build.run.arena, "%s/output", options.root);
	bool published = status == 0 && build_run(&build) == 0;
	stage_close(build.stage);
	for (size_t i = 0; i < build.bulletins.count && build.prints != NULL;
	     i++)
		buf_free(&build.prints[i]);
	progress_end(&build.run.progress);
	if (published && !options.quiet && options.form == DIAG_TEXT)
		summary_print(&build);
	return site_close(&build.run);
}

const struct command build_command = {
	"build", N_("[options]"),
	N_("make every edition of the site in output/"),
	build_main,
};
