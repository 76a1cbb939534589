/*
 * tongbao reduce: what all shards have read → rules, labels, tallies, guard,
 * bulletins; and of each edition all that is of the whole, with what the shards
 * need to make the rest (step.h).  It reads as build does; nothing is published.
 */
#include <stdio.h>
#include "base/lang.h"
#include "base/option.h"
#include "base/pool.h"
#include "cmd/cmd.h"
#include "cmd/figures.h"
#include "cmd/history.h"
#include "cmd/issues.h"
#include "cmd/make.h"
#include "cmd/manifest.h"
#include "cmd/shards.h"
#include "publish/stage.h"

struct reducing {
	struct step step;
	struct site_run run;
	struct make make;
	struct issues_file kept;
	struct figures_release figures;
	struct aside history;
	const char *output;
	const char *told; /* the same for who is in another folder; or "" */
	struct shards_done done; /* what publishing will need */
};

/* ---- parts ---- */

/* Every file once, and none of another shard. */
static int
part_take(const struct step *step, struct text *parts, unsigned shard,
    struct unpack *body, const char *name, struct diags *diags)
{
	const struct shard_plan *plan = &step->plan;
	while (unpack_more(body)) {
		size_t file = unpack_index(body, plan->files.count);
		struct text bytes = unpack_text(body);
		if (body->failed || plan->shard_of[file] != shard ||
		    parts[file].len > 0 || bytes.len == 0)
			return step_refuse(step, name,
			    N_("it holds what its shard has not"), diags);
		parts[file] = bytes;
	}
	return 0;
}

/* All of them are looked at, so that one run tells of all that are missing. */
static int
parts_open(void *context, struct diags *diags)
{
	struct step *step = context;
	struct text *parts =
	    ARENA_ARRAY(step->arena, struct text, step->plan.files.count);
	int status = 0;
	step->reading.vault = arena_new_vault();
	for (unsigned i = 1; i <= step->plan.shards; i++) {
		struct unpack body;
		const char *name = arena_printf(step->arena, "part-%u", i);
		if (step_read(step, step->reading.vault, name, "map", i, &body,
			NULL, diags) != 0 ||
		    part_take(step, parts, i, &body, name, diags) != 0)
			status = -1;
	}
	step->reading.parts = parts;
	return status == 0 ? shards_begin(step, diags) : -1;
}

/* ---- figures ---- */

static int
figures_guard(struct reducing *r)
{
	struct site_run *run = &r->run;
	if (run->tallies == NULL)
		return 0;
	if (issues_look(&r->kept, run->arena, r->output, &run->sources,
		&run->diags) != 0 ||
	    issues_salt(&r->kept, &run->diags) != 0)
		return -1;
	progress_phase(&run->progress, _("guarding figures"), 0);
	const struct figures_wish wish = { .corpus = &run->corpus,
		.policy = run->policy,
		.published = &r->kept.issues };
	int status = figures_release(&r->figures, run, wish);
	r->make.figures = r->figures.shown;
	return status;
}

/* ---- what is handed on ---- */

static void
edition_keep(void *context, const struct plan *plan,
    const struct forbidden *forbidden)
{
	struct reducing *r = context;
	const struct edition *edition = plan->view->edition;
	size_t number = (size_t)(edition - r->run.corpus.site->editions);
	edition_write(&r->step, plan, forbidden, number,
	    &r->done.editions[number], &r->run.diags);
}

/* For the office; the issue and the manifest are written when it is published. */
static void
office_take(struct reducing *r)
{
	struct site_run *run = &r->run;
	struct history history;
	struct buf manifest = BUF_INIT, issue = BUF_INIT;
	if (run->tallies != NULL) {
		manifest_put_figures(
		    &manifest, &r->figures.guarding, &r->figures.report);
		r->done.counts = true;
		r->done.issues_were = r->kept.digest;
		issues_next(&issue, &r->kept, &r->figures.report);
	}
	history_end(&history, &r->history, run->arena, &run->diags);
	manifest_put_history(&manifest, &run->corpus, &run->sources, &history);
	r->done.manifest = arena_text(run->arena, buf_text(&manifest));
	r->done.issue = arena_text(run->arena, buf_text(&issue));
	r->done.output = r->told;
	r->done.records = run->corpus.record_count;
	r->done.bulletins = r->make.bulletins.count;
	buf_free(&manifest);
	buf_free(&issue);
}

/* ---- the whole ---- */

static void
editions_make(struct reducing *r)
{
	struct make *make = &r->make;
	struct site_run *run = &r->run;
	const struct make_share share = { .shares = r->step.plan.shards,
		.searches = &r->done.searches,
		.take_edition = edition_keep,
		.context = r };
	make->share = &share;
	make->sink = (struct make_sink){ .put = shards_put,
		.context = &r->step };
	for (size_t i = 0; i < run->corpus.site->edition_count; i++)
		if (diag_worst(&run->diags) < DIAG_ERROR)
			make_edition(make, i);
	make->share = NULL;
}

static int
reduce_run(struct reducing *r)
{
	struct site_run *run = &r->run;
	struct make *make = &r->make;
	site_rules_drop(run);
	*make = (struct make){
		.run = run,
		.corpus = &run->corpus,
		.policy = run->policy,
		.ends_corpus = true
	};
	if (step_inputs_check(&r->step, run) != 0 || make_open(make) != 0 ||
	    figures_guard(r) != 0)
		return -1;
	make_bulletins(make);
	if (diag_worst(&run->diags) >= DIAG_ERROR)
		return -1;
	shards_done_init(&r->done, run);
	editions_make(r);
	if (diag_worst(&run->diags) >= DIAG_ERROR)
		return -1;
	office_take(r);
	return shards_done_write(&r->step, &r->done, make, &run->diags);
}

/* What earlier builds published is read, and nothing of it changed. */
static void
reduce_prepare(void *context, struct site_run *run, struct confine *confine)
{
	struct reducing *r = context;
	const char *here = os_real_path(run->arena, ".");
	r->told = r->output == NULL ? ""
	    : *r->output == '/' || here == NULL
	    ? r->output
	    : arena_printf(run->arena, "%s/%s", here, r->output);
	if (r->output == NULL)
		r->output = site_output(run);
	confine_add(confine, stage_work(run->arena, r->output), CONFINE_READ);
	confine_add(confine, r->step.plan.folder, CONFINE_WRITE);
}

static int
shards_reduce(void *context)
{
	struct reducing *r = context;
	struct site_options *options = &r->step.options;
	struct os_error unheard; /* what does not begin, is missed in the end */
	if (site_output_check(r->output, options->root, &reduce_command) !=
	    STATUS_OK)
		return STATUS_USAGE;
	options->brief = true;
	options->rights = (struct site_rights){ .prepare = reduce_prepare,
		.context = r };
	r->step.reading.open = parts_open;
	r->step.reading.context = &r->step;
	history_begin(&r->history, options->root, &unheard);
	bool made =
	    site_open(&r->run, *options) == 0 && reduce_run(r) == 0;
	aside_drop(&r->history);
	make_close(&r->make);
	if (made && site_is_chatty(options))
		printf(_("%s: %zu records, %zu editions, %zu bulletins\n"),
		    r->step.plan.folder, r->done.records,
		    r->done.edition_count, r->done.bulletins);
	shards_done_free(&r->done);
	return site_close(&r->run);
}

static int
reduce_main(int argc, char **argv)
{
	struct reducing r = { .step = STEP_INIT(reduce_command),
		.history = ASIDE_NONE };
	const struct option table[] = {
		STEP_PLAN_OPTION(r.step),
		{ "output", 'o', OPTION_STRING, &r.output, N_("FOLDER"),
		    N_("where it will be published (default: output/ in the "
		       "site)") },
		REPORT_OPTIONS(r.step.options),
		FOLDER_OPTION(r.step.options),
		RUN_OPTIONS(r.step.options),
		{ .name = NULL },
	};
	return step_main(&r.step, table, argc, argv, shards_reduce, &r);
}

const struct command reduce_command = {
	"reduce", N_("--plan FILE [options]"),
	N_("join the shards: rules, figures, pages of the whole"),
	reduce_main,
};
