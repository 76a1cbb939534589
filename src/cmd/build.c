/*
 * tongbao build: content/ → output/.  Reads as DESIGN's diagram: read, check,
 * filter, label (site.h); then for each edition project, compose, render
 * (make.h); then publish all editions at once, but for a dry run.
 */
#include <stdio.h>
#include "base/option.h"
#include "base/pool.h"
#include "cmd/cmd.h"
#include "cmd/figures.h"
#include "cmd/history.h"
#include "cmd/issues.h"
#include "cmd/make.h"
#include "cmd/manifest.h"
#include "publish/stage.h"
#include "scope/project.h"

struct build {
	struct site_run run;
	struct make make;
	struct stage *stage;
	struct issues_file kept; /* what earlier issues opened */
	struct figures_release figures;
	struct aside history; /* git is asked beside the build */
	const char *output;
	bool dry; /* nothing is published */
	bool clean; /* nothing is taken from earlier builds */
	struct page_keeping keeping;
	double started;
};

static void
summary_print(const struct build *build)
{
	if (build->dry)
		puts(_("a dry run: nothing was published"));
	make_tell(&build->make, build->output,
	    build->run.corpus.record_count, build->make.bulletins.count,
	    build->started);
}

/* The figures of all editions, with what was published before in mind. */
static int
figures_guard(struct build *build)
{
	struct site_run *run = &build->run;
	if (run->tallies == NULL)
		return 0;
	int (*read)(struct issues_file *file, struct arena *arena,
	    const char *output, struct sources *sources, struct diags *diags) =
	    build->dry ? issues_look : issues_load;
	if (read(&build->kept, run->arena, build->output, &run->sources,
		&run->diags) != 0)
		return -1;
	progress_phase(&run->progress, _("guarding figures"), 0);
	const struct figures_wish wish = { .corpus = &run->corpus,
		.policy = run->policy,
		.published = &build->kept.issues };
	int status = figures_release(&build->figures, run, wish);
	build->make.figures = build->figures.shown;
	return status;
}

struct beginning {
	struct build *build;
	int guarded; /* the guard's status */
	struct diags diags; /* the view's */
};

static void
begin_one(void *context, size_t job, unsigned worker)
{
	struct beginning *b = context;
	struct site_run *run = &b->build->run;
	(void)worker;
	if (job == 0)
		b->guarded = figures_guard(b->build);
	else
		b->build->make.early = view_make(&run->corpus, run->policy,
		    &run->corpus.site->editions[0], run->as_of, run->jobs,
		    &b->diags);
}

/*
 * The guard, and beside it, as much of it is for one processor, the first
 * edition's view.  One that could not be made is made again, to tell why.
 */
static int
build_begin(struct build *build)
{
	struct site_run *run = &build->run;
	if (run->tallies == NULL || run->jobs == 1 ||
	    run->corpus.site->edition_count == 0)
		return figures_guard(build);
	struct arena *arena = arena_new();
	struct beginning b = { .build = build };
	diags_init_like(&b.diags, arena, &run->diags);
	pool_run(2, 2, begin_one, &b);
	if (build->make.early != NULL)
		diags_copy(&run->diags, &b.diags);
	arena_free(arena);
	return b.guarded;
}

/* Pages that an earlier build has made need not be made. */
static void
pages_keep(struct build *build)
{
	struct site_run *run = &build->run;
	struct os_error unheard;
	const char *folder = stage_beside(run->arena, build->output, ".kept");
	if (build->clean || build->dry ||
	    os_make_folders(folder, 0700, &unheard) != 0)
		return;
	build->keeping = (struct page_keeping){ .folder = folder,
		.output = build->output,
		.stage = build->stage,
		.inputs = page_keeping_inputs(run, build->make.theme) };
	build->make.keeping = &build->keeping;
}

/* For the office; who reads the site does not wait for git. */
static int
build_manifest(struct build *build)
{
	struct site_run *run = &build->run;
	struct history history;
	struct buf manifest = BUF_INIT;
	if (run->tallies != NULL)
		manifest_put_figures(&manifest, &build->figures.guarding,
		    &build->figures.report);
	history_end(&history, &build->history, run->arena, &run->diags);
	manifest_put_history(
	    &manifest, &run->corpus, &run->sources, &history);
	int status = manifest_write(run->arena, build->output,
	    buf_text(&manifest), &run->diags);
	buf_free(&manifest);
	return status;
}

static int
build_publish(struct build *build)
{
	struct site_run *run = &build->run;
	bool counts = run->tallies != NULL;
	struct buf next = BUF_INIT;
	if (counts)
		issues_next(&next, &build->kept, &build->figures.report);
	int status = issues_publish(counts ? &build->kept : NULL,
	    buf_text(&next), build->stage, &run->diags);
	buf_free(&next);
	return status == 0 ? build_manifest(build) : -1;
}

static int
build_run(struct build *build)
{
	struct site_run *run = &build->run;
	struct make *make = &build->make;
	site_rules_drop(run);
	*make = (struct make){
		.run = run,
		.corpus = &run->corpus,
		.policy = run->policy,
		.ends_corpus = true
	};
	if (make_open(make) != 0)
		return -1;
	if (!build->dry && build->stage == NULL)
		return -1;
	pages_keep(build); /* what was published is no source of pages */
	if (build_begin(build) != 0)
		return -1;
	make_bulletins(make);
	if (diag_worst(&run->diags) >= DIAG_ERROR)
		return -1;
	make->sink = build->dry
	    ? (struct make_sink){ make_nothing, NULL, make_nothing }
	    : (struct make_sink){ make_stage, build->stage, make_stage_more };
	make_editions(make);
	if (make->keeping != NULL)
		kept_pages_sweep(
		    make->keeping, run->corpus.site->edition_count);
	progress_phase(&run->progress, _("publishing"), 0);
	if (diag_worst(&run->diags) >= DIAG_ERROR)
		return -1;
	return build->dry ? 0 : build_publish(build);
}

/*
 * The stage is opened before scripts run, so that it is all that can be written
 * afterwards; what is there of the output goes into it in the end.
 */
static void
build_prepare(void *context, struct site_run *run, struct confine *confine)
{
	struct build *build = context;
	const char *work = stage_work(run->arena, build->output);
	confine_add(confine, work, CONFINE_READ);
	if (build->dry || diag_worst(&run->diags) >= DIAG_ERROR)
		return;
	build->stage = stage_open(
	    run->arena, build->output, !build->clean, &run->diags);
	if (build->stage == NULL)
		return;
	confine_add(confine, work, CONFINE_WRITE);
	confine_add(confine, build->output, CONFINE_WRITE);
	confine_add(confine, stage_parent(run->arena, build->output),
	    CONFINE_MOVE);
}

static int
build_site(struct build *build, struct site_options *options)
{
	struct os_error unheard; /* what does not begin, is missed in the end */
	if (!build->dry)
		history_begin(&build->history, options->root, &unheard);
	int status = site_open(&build->run, *options);
	bool published = status == 0 && build_run(build) == 0;
	if (build->stage != NULL && !published &&
	    !site_has_system_fault(&build->run))
		stage_refuse(build->stage);
	stage_close(build->stage);
	aside_drop(&build->history);
	make_close(&build->make);
	progress_end(&build->run.progress);
	if (published && site_is_chatty(options))
		summary_print(build);
	return site_close(&build->run);
}

/*
 * With what earlier builds have kept, and what is kept for later ones: all that
 * spares is work.
 */
static int
build_with_kept(struct build *build, struct site_options *options)
{
	struct arena *arena = arena_new();
	if (build->output == NULL)
		build->output = site_place(arena, options->root, "output");
	if (!build->clean && stage_is_named(build->output))
		options->kept = kept_new(
		    stage_beside(arena, build->output, ".kept"), !build->dry);
	int status = build_site(build, options);
	kept_free(options->kept);
	arena_free(arena);
	return status;
}

static int
build_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	int operands;
	struct build build = { .started = os_seconds(),
		.history = ASIDE_NONE };
	const struct option table[] = {
		{ "output", 'o', OPTION_STRING, &build.output, N_("FOLDER"),
		    N_("where to publish (default: output/ in the site)") },
		{ "dry-run", 'n', OPTION_FLAG, &build.dry, NULL,
		    N_("do all but publish") },
		{ "no-cache", 0, OPTION_FLAG, &build.clean, NULL,
		    N_("take nothing from earlier builds, keep nothing for "
		       "later ones") },
		REPORT_OPTIONS(options),
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &build_command, argc,
	    argv, 0, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (site_output_check(build.output, options.root, &build_command) !=
	    STATUS_OK)
		return STATUS_USAGE;
	/* They are check's to tell; here they would bury what is the build's. */
	options.brief = true;
	options.rights = (struct site_rights){ .prepare = build_prepare,
		.context = &build };
	return build_with_kept(&build, &options);
}

const struct command build_command = {
	"build", N_("[options]"),
	N_("make every edition of the site in output/"),
	build_main,
};
