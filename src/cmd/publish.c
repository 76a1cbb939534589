/*
 * tongbao publish: what reduce and pages have made → output/.  The searches of
 * the shares are joined; all else is there already and gets a second name in
 * the stage (publish/stage.h), which takes the output's place at once.
 */
#include <errno.h>
#include <stdio.h>
#include "base/lang.h"
#include "base/option.h"
#include "base/pool.h"
#include "cmd/cmd.h"
#include "cmd/issues.h"
#include "cmd/manifest.h"
#include "cmd/shards.h"
#include "model/rules.h"
#include "publish/stage.h"

struct publishing {
	struct step step;
	struct site_run run;
	struct make make;
	struct stage *stage;
	struct issues_file kept;
	const char *output;
	struct shards_done *done; /* by share, from 0 */
	double started;
};

/* ---- is all there? ---- */

/* Pages of what reduce made once more, the same, are as good as they were. */
static bool
is_of(const struct shards_done *share, const struct shards_done *whole)
{
	for (size_t i = 0; i < whole->edition_count; i++)
		if (!digest_equal(share->editions[i], whole->editions[i]))
			return false;
	return true;
}

/* All are looked at, so that one run tells of all that are missing. */
static int
shares_read(struct publishing *p)
{
	struct site_run *run = &p->run;
	const struct step *step = &p->step;
	unsigned shares = step->plan.shards;
	p->done = ARENA_ARRAY(run->arena, struct shards_done, shares + 1);
	bool whole = shards_done_read(
			 step, run, 0, &p->done[0], &run->diags) == 0;
	int status = whole ? 0 : -1;
	for (unsigned i = 1; i <= shares; i++) {
		struct shards_done *done = &p->done[i];
		if (shards_done_read(step, run, i, done, &run->diags) != 0)
			status = -1;
		else if (whole && !is_of(done, &p->done[0]))
			status = step_refuse(step,
			    arena_printf(run->arena, "made-%u.done", i),
			    N_("it is of another run of reduce"), &run->diags);
	}
	return status;
}

/*
 * What was guarded with these in mind may go out, and nothing else; or once more
 * what went out last.
 */
static int
issues_check(struct publishing *p)
{
	struct site_run *run = &p->run;
	const struct shards_done *whole = &p->done[0];
	if (!whole->counts)
		return 0;
	if (issues_load(&p->kept, run->arena, p->output, &run->sources,
		&run->diags) != 0)
		return -1;
	return digest_equal(p->kept.digest, whole->issues_were) ||
		digest_equal(p->kept.digest, digest_of(whole->issue))
	    ? 0
	    : step_refuse(&p->step, "made-0.done",
		  N_("something else was published since then"), &run->diags);
}

/* ---- the searches ---- */

/* -1: the bytes of some share are broken. */
static int
searches_join(struct publishing *p, struct search *search, size_t number)
{
	for (unsigned i = 0; i <= p->step.plan.shards; i++) {
		struct unpack from = { .bytes = p->done[i].search[number] };
		if (search_unpack(search, &from) != 0 || unpack_failed(&from))
			return step_refuse(&p->step,
			    arena_printf(p->run.arena, "made-%u.done", i),
			    N_("it is not as it was made"), &p->run.diags);
	}
	return 0;
}

static void
edition_index(struct publishing *p, size_t number)
{
	struct make *make = &p->make;
	struct edition_given given;
	struct search *search = NULL;
	if (edition_take(&given, &p->step, make, number,
		p->done[0].editions[number]) == 0) {
		make->pages[number] = given.plan->count;
		if (p->done[0].search[number].len > 0)
			search = search_open(given.plan, p->run.jobs);
		if (search != NULL && searches_join(p, search, number) == 0)
			make_index(make, given.plan, given.forbidden, search);
	}
	if (search != NULL)
		search_close(search);
	edition_give_back(&given);
}

/* ---- the files ---- */

struct linking {
	struct publishing *p;
	const char *folder;
	struct os_list files;
	struct step_files found;
	bool look; /* something was refused: nothing is linked any more */
	struct diags *diags; /* one a worker */
};

/*
 * A plain file, as it is now; then its second name.  What it says was looked
 * through when it was made, and not again.
 */
static int
found_link(struct linking *l, const char *path, const char *from,
    struct os_error *error)
{
	struct text bytes = TEXT_LIT("");
	if (os_map(from, &bytes, error) != 0)
		return -1;
	shards_files_add(&l->found, path, bytes);
	os_unmap(bytes);
	return l->look ? 0 : stage_link(l->p->stage, path, from, error);
}

static void
file_link(void *context, size_t job, unsigned worker)
{
	struct linking *l = context;
	struct os_error error;
	const char *path = l->files.items[job].path;
	struct buf from = BUF_INIT;
	if (diag_worst(&l->diags[worker]) >= DIAG_ERROR)
		return; /* one full disk is enough to know */
	buf_printf(&from, "%s/%s", l->folder, path);
	if (found_link(l, path, from.at, &error) != 0)
		rule_system(&l->diags[worker], &error);
	buf_free(&from);
}

static bool
is_as_made(const struct linking *l, const struct shards_done *done)
{
	return atomic_load(&l->found.count) == done->files &&
	    atomic_load(&l->found.sum) == done->files_sum;
}

/* Nothing is said of what is missing after another fault: much was left out. */
static void
files_link(struct linking *l, unsigned share, const char *name)
{
	struct site_run *run = &l->p->run;
	bool good = true;
	for (unsigned i = 0; i < run->jobs; i++)
		diags_init_like(&l->diags[i], run->arenas[i], &run->diags);
	pool_run(run->jobs, l->files.count, file_link, l);
	for (unsigned i = 0; i < run->jobs; i++) {
		good &= diag_worst(&l->diags[i]) < DIAG_ERROR;
		diags_merge(&run->diags, &l->diags[i]);
	}
	if (good && !is_as_made(l, &l->p->done[share]))
		step_refuse(&l->p->step, name,
		    N_("it has not the files that were made"), &run->diags);
}

static void
share_link(struct publishing *p, unsigned share)
{
	struct site_run *run = &p->run;
	const char *name = arena_printf(run->arena, "made-%u", share);
	struct os_error error;
	struct arena *arena = arena_new();
	struct linking l = { .p = p,
		.folder = step_path(&p->step, "%s", name),
		.look = diag_worst(&run->diags) >= DIAG_ERROR,
		.diags = ARENA_ARRAY(arena, struct diags, run->jobs) };
	if (os_walk_all(arena, l.folder, &l.files, &error) == 0)
		files_link(&l, share, name);
	else if (error.code == ENOENT)
		step_refuse(&p->step, name, N_("it is not there"), &run->diags);
	else
		rule_system(&run->diags, &error);
	arena_free(arena);
}

/* ---- the whole ---- */

static void
allowances_join(struct publishing *p)
{
	for (unsigned i = 0; i <= p->step.plan.shards; i++)
		for (size_t j = 0; j < p->done[i].allowance_count; j++)
			if (p->done[i].needed[j])
				p->make.needed[j] = true;
	make_allowances_check(&p->make);
}

static int
stage_swap(struct publishing *p)
{
	struct site_run *run = &p->run;
	const struct shards_done *whole = &p->done[0];
	return issues_publish(whole->counts ? &p->kept : NULL, whole->issue,
		   p->stage, &run->diags) == 0
	    ? manifest_write(
		  run->arena, p->output, whole->manifest, &run->diags)
	    : -1;
}

static int
publish_run(struct publishing *p)
{
	struct site_run *run = &p->run;
	struct make *make = &p->make;
	*make = (struct make){ .run = run, .corpus = &run->corpus };
	if (step_inputs_check(&p->step, run) != 0 || make_open(make) != 0 ||
	    shares_read(p) != 0)
		return -1;
	if (p->output == NULL)
		p->output = *p->done[0].output == '\0' ? site_output(run)
							: p->done[0].output;
	p->stage = stage_open(run->arena, p->output, false, &run->diags);
	if (p->stage == NULL || issues_check(p) != 0)
		return -1;
	make->sink =
	    (struct make_sink){ make_stage, p->stage, make_stage_more };
	for (size_t i = 0; i < run->corpus.site->edition_count; i++)
		edition_index(p, i);
	for (unsigned i = 0; i <= p->step.plan.shards; i++)
		share_link(p, i);
	if (diag_worst(&run->diags) >= DIAG_ERROR)
		return -1;
	allowances_join(p);
	return stage_swap(p);
}

static int
shards_publish(void *context)
{
	struct publishing *p = context;
	struct site_run *run = &p->run;
	if (site_output_check(p->output, p->step.options.root,
		&publish_command) != STATUS_OK)
		return STATUS_USAGE;
	p->step.options.brief = true;
	p->step.options.rights.all = true; /* no script runs */
	p->started = os_seconds();
	bool open = site_open_given(run, p->step.options) == 0;
	bool published = open && publish_run(p) == 0;
	stage_close(p->stage);
	progress_end(&run->progress);
	if (published && site_is_chatty(&run->options))
		make_tell(&p->make, p->output, p->done[0].records,
		    p->done[0].bulletins, p->started);
	return site_close(run);
}

static int
publish_main(int argc, char **argv)
{
	struct publishing p = { .step = STEP_INIT(publish_command) };
	const struct option table[] = {
		STEP_PLAN_OPTION(p.step),
		{ "output", 'o', OPTION_STRING, &p.output, N_("FOLDER"),
		    N_("where to publish (default: as reduce was told)") },
		REPORT_OPTIONS(p.step.options),
		FOLDER_OPTION(p.step.options),
		RUN_OPTIONS(p.step.options),
		{ .name = NULL },
	};
	return step_main(&p.step, table, argc, argv, shards_publish, &p);
}

const struct command publish_command = {
	"publish", N_("--plan FILE [options]"),
	N_("publish what all shards have made"),
	publish_main,
};
