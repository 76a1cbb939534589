/*
 * tongbao pages: one share of every edition's pages, from what reduce has made
 * of the editions (step.h).  No record is read: what an edition's readers may
 * not see is not there, but for what the leak scan looks for.
 */
#include <stdio.h>
#include "base/lang.h"
#include "base/option.h"
#include "cmd/cmd.h"
#include "cmd/shards.h"

struct paging {
	struct step step;
	struct site_run run;
	struct make make;
	struct shards_done done;
	struct figures **figures; /* by edition */
};

/* All are looked at, so that one run tells of all that are missing. */
static void
edition_make(struct paging *p, size_t number)
{
	struct make *make = &p->make;
	struct edition_given given;
	if (edition_take(&given, &p->step, make, number,
		p->done.editions[number]) == 0 &&
	    diag_worst(&make->run->diags) < DIAG_ERROR) {
		p->figures[number] = given.figures;
		make_pages(make, given.plan, given.forbidden);
	}
	edition_give_back(&given);
}

/* What was reduced says what they are made from. */
static int
pages_make(struct paging *p)
{
	struct site_run *run = &p->run;
	struct make *make = &p->make;
	struct shards_done reduced;
	const struct make_share share = { .share = p->step.shard,
		.shares = p->step.plan.shards,
		.searches = &p->done.searches };
	if (shards_done_read(&p->step, run, 0, &reduced, &run->diags) != 0)
		return -1;
	shards_done_init(&p->done, run);
	p->done.editions = reduced.editions;
	p->figures = ARENA_ARRAY(
	    run->arena, struct figures *, reduced.edition_count);
	make->figures = p->figures;
	make->share = &share;
	make->sink = (struct make_sink){ .put = shards_put,
		.context = &p->step };
	for (size_t i = 0; i < reduced.edition_count; i++)
		edition_make(p, i);
	return diag_worst(&run->diags) >= DIAG_ERROR
	    ? -1
	    : shards_done_write(&p->step, &p->done, make, &run->diags);
}

static int
shard_pages(void *context)
{
	struct paging *p = context;
	struct site_options *options = &p->step.options;
	struct site_run *run = &p->run;
	options->brief = true;
	/* Its folder is the plan's, and all that is written. */
	options->rights.target = p->step.plan_path;
	bool open = site_open_given(run, *options) == 0;
	p->make = (struct make){ .run = run, .corpus = &run->corpus };
	bool made = open && step_inputs_check(&p->step, run) == 0 &&
	    shards_begin(&p->step, &run->diags) == 0 &&
	    make_open(&p->make) == 0 && pages_make(p) == 0;
	if (made && site_is_chatty(options))
		printf(_("%s/made-%u is made\n"), p->step.plan.folder,
		    p->step.shard);
	shards_done_free(&p->done);
	return site_close(run);
}

static int
pages_main(int argc, char **argv)
{
	struct paging p = { .step = STEP_INIT(pages_command) };
	const struct option table[] = {
		STEP_PLAN_OPTION(p.step),
		STEP_SHARD_OPTION(p.step),
		REPORT_OPTIONS(p.step.options),
		FOLDER_OPTION(p.step.options),
		RUN_OPTIONS(p.step.options),
		{ .name = NULL },
	};
	return step_main(&p.step, table, argc, argv, shard_pages, &p);
}

const struct command pages_command = {
	"pages", N_("--plan FILE --shard I/N [options]"),
	N_("make the pages of one shard"),
	pages_main,
};
