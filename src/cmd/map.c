/*
 * tongbao map: the records of one shard of a plan → part-I, with their faults.
 * No rule is asked and no script run: what they need lies in other shards.
 */
#include <stdio.h>
#include "base/lang.h"
#include "base/option.h"
#include "cmd/cmd.h"
#include "cmd/step.h"
#include "model/rules.h"

static bool
is_system(const void *context, const struct diag *diag)
{
	(void)context;
	return diag->rule == &rules[RULE_SYSTEM];
}

static void
shard_choose(struct step *step)
{
	const struct shard_plan *plan = &step->plan;
	bool *mine = ARENA_ARRAY(step->arena, bool, plan->files.count);
	for (size_t i = 0; i < plan->files.count; i++)
		mine[i] = plan->shard_of[i] == step->shard;
	step->reading.mine = mine;
}

/* -1 after diagnostics. */
static int
part_write(struct step *step, struct site_run *run,
    const struct shards_writing *out)
{
	const char *name = arena_printf(step->arena, "part-%u", step->shard);
	return step_lock(step, name, &run->diags) != 0
	    ? -1
	    : step_write(step, name, "map", step->shard,
		  buf_text(&out->bytes), NULL, &run->diags);
}

/* What is wrong with the records is told by who joins them: reduce. */
static int
shard_map(void *context)
{
	struct step *step = context;
	struct site_run run;
	struct shards_writing out = { BUF_INIT, 0 };
	step->reading.out = &out;
	shard_choose(step);
	bool loaded = site_load_only(&run, step->options) == 0;
	if (loaded)
		diags_keep(&run.diags, is_system, NULL);
	bool done = loaded && diag_worst(&run.diags) < DIAG_ERROR &&
	    step_inputs_check(step, &run) == 0 &&
	    part_write(step, &run, &out) == 0;
	if (done && !step->options.quiet)
		printf(_("%s/part-%u: %zu records\n"), step->plan.folder,
		    step->shard, out.count);
	buf_free(&out.bytes);
	return site_close(&run);
}

static int
map_main(int argc, char **argv)
{
	struct step step = STEP_INIT(map_command);
	const struct option table[] = {
		STEP_PLAN_OPTION(step),
		STEP_SHARD_OPTION(step),
		FOLDER_OPTION(step.options),
		RUN_OPTIONS(step.options),
		{ .name = NULL },
	};
	return step_main(&step, table, argc, argv, shard_map, &step);
}

const struct command map_command = {
	"map", N_("--plan FILE --shard I/N [options]"),
	N_("read the records of one shard"),
	map_main,
};
