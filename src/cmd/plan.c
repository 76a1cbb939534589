/*
 * tongbao plan: which shard reads and makes which record, for a build in steps.
 * Only settings, rosters and the first lines of records are read.
 */
#include "cmd/plan.h"

#include <stdio.h>
#include "base/option.h"
#include "base/part.h"
#include "base/path.h"
#include "cmd/cmd.h"
#include "model/rules.h"

struct planning {
	struct site_run run;
	const char *path;  /* of the plan */
	const char *ninja; /* or NULL */
	unsigned shards;
	struct shard_plan plan;
	struct plan_record *records; /* parallel to its files */
};

static int
system_fault(const struct os_error *error)
{
	fprintf(stderr, "tongbao plan: %s\n", error->message);
	return STATUS_SYSTEM;
}

static const char *
in_site(struct site_run *run, const char *name)
{
	return site_place(run->arena, run->options.root, name);
}

/* Neither where it would be an input of itself, nor where it is served. */
static int
folder_place_check(struct planning *p)
{
	struct site_run *run = &p->run;
	const char *folder =
	    site_input(run->arena, run->options.root, p->plan.folder);
	if (folder == NULL &&
	    path_is_within(run->arena, p->plan.folder, site_output(run)))
		folder = site_output(run);
	if (folder == NULL)
		return STATUS_OK;
	fprintf(stderr,
	    _("tongbao plan: %s lies in %s, where no work may lie; "
	      "name another folder with -o FOLDER/plan\n"),
	    p->path, folder);
	return STATUS_USAGE;
}

static int
folder_make(struct planning *p)
{
	struct os_error error;
	int status = folder_place_check(p);
	if (status != STATUS_OK)
		return status;
	if (os_make_folders(p->plan.folder, 0700, &error) != 0)
		return system_fault(&error);
	return shard_folder_check(p->plan.folder, &plan_command);
}

/*
 * All at once, and for its owner only.  One of the same bytes stays as it is:
 * to who looks at its time, nothing has changed.
 */
static int
file_put(struct arena *arena, const char *path, struct text bytes)
{
	struct os_error error;
	struct text old;
	if (os_type(path) == OS_FILE && os_is_own(path) &&
	    os_read(arena, path, &old, &error) == 0 && text_equal(old, bytes))
		return STATUS_OK;
	return part_write_own(path, false, bytes, &error) == 0
	    ? STATUS_OK
	    : system_fault(&error);
}

/* Twice: a plan of what was half there would only be refused by all steps. */
static int
inputs_take(struct planning *p)
{
	struct site_run *run = &p->run;
	struct shard_plan *plan = &p->plan;
	struct digest again;
	if (shard_inputs(&plan->inputs, run, &plan->files) != 0 ||
	    shard_inputs(&again, run, &plan->files) != 0)
		return STATUS_SYSTEM;
	if (digest_equal(plan->inputs, again))
		return STATUS_OK;
	struct diag *d = diag_at(&run->diags, &rules[RULE_SHARD_FILE],
	    SPAN_NONE,
	    "%s: settings, rosters, scripts or theme changed while it was made",
	    plan->path);
	diag_remedy(&run->diags, d, "make a new plan: tongbao plan");
	return STATUS_SYSTEM;
}

static int
plan_make(struct planning *p)
{
	struct site_run *run = &p->run;
	struct shard_plan *plan = &p->plan;
	struct os_error error;
	plan->version = TONGBAO_VERSION;
	plan->as_of = run->as_of;
	plan->shards = p->shards;
	if (os_walk(run->arena, in_site(run, "content"), &plan->files,
		&error) != 0)
		return system_fault(&error);
	size_t count = plan->files.count;
	p->records = ARENA_ARRAY(run->arena, struct plan_record, count);
	plan->shard_of = ARENA_ARRAY(run->arena, uint32_t, count);
	if (plan_about(p->records, &plan->files, run) != 0)
		return STATUS_SYSTEM;
	plan_cut(plan->shard_of, p->records, &plan->files,
	    &run->corpus.roster, run->as_of, p->shards);
	return inputs_take(p);
}

static int
files_write(struct planning *p)
{
	struct buf plan = BUF_INIT, ninja = BUF_INIT;
	struct arena *arena = p->run.arena;
	int status = STATUS_OK;
	shard_plan_put(&plan, &p->plan);
	if (p->ninja != NULL)
		status = plan_ninja_put(&ninja, &p->plan, &p->run);
	if (status == STATUS_OK)
		status = file_put(arena, p->path, buf_text(&plan));
	if (status == STATUS_OK && p->ninja != NULL)
		status = file_put(arena, p->ninja, buf_text(&ninja));
	buf_free(&plan);
	buf_free(&ninja);
	return status;
}

static void
summary_print(const struct planning *p)
{
	const struct shard_plan *plan = &p->plan;
	uint64_t *bytes = ARENA_ARRAY(p->run.arena, uint64_t, plan->shards + 1);
	uint64_t least = UINT64_MAX, most = 0;
	size_t records = 0;
	for (size_t i = 0; i < plan->files.count; i++) {
		bytes[plan->shard_of[i]] += p->records[i].bytes;
		records += plan->shard_of[i] != 0;
	}
	for (unsigned i = 1; i <= plan->shards; i++) {
		least = bytes[i] < least ? bytes[i] : least;
		most = bytes[i] > most ? bytes[i] : most;
	}
	printf(_("%s: %u shards, %zu records, as of %s; the smallest shard has "
		 "%llu bytes, the largest %llu\n"),
	    p->path, plan->shards, records, plan->as_of,
	    (unsigned long long)least, (unsigned long long)most);
}

static int
plan_run(struct planning *p)
{
	int status = folder_make(p);
	if (status == STATUS_OK)
		status = plan_make(p);
	if (status == STATUS_OK)
		status = files_write(p);
	if (status == STATUS_OK && !p->run.options.quiet)
		summary_print(p);
	return status;
}

static int
plan_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	struct planning p = { .path = NULL };
	int operands;
	const struct option table[] = {
		{ "shards", 0, OPTION_NUMBER, &p.shards, N_("N"),
		    N_("into how many parts (1 to 100000)") },
		{ "output", 'o', OPTION_STRING, &p.path, N_("FILE"),
		    N_("the plan; its folder is made, for its owner only "
		       "(default: .tongbao/shards/plan in the site)") },
		{ "ninja", 0, OPTION_STRING, &p.ninja, N_("FILE"),
		    N_("write what makes ninja run all steps, too") },
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &plan_command, argc,
	    argv, 0, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (p.shards == 0 || p.shards > SHARDS_MOST) {
		fprintf(stderr,
		    _("tongbao plan: say into how many parts, 1 to %d: "
		      "--shards N\n"),
		    SHARDS_MOST);
		return STATUS_USAGE;
	}
	int status = STATUS_OK;
	if (site_load_settings(&p.run, options) == 0 &&
	    diag_worst(&p.run.diags) < DIAG_ERROR) {
		if (p.path == NULL)
			p.path = in_site(&p.run, ".tongbao/shards/plan");
		p.plan.path = p.path;
		p.plan.folder = path_folder(p.run.arena, p.path);
		status = plan_run(&p);
	}
	int closed = site_close(&p.run);
	return status != STATUS_OK ? status : closed;
}

const struct command plan_command = {
	"plan", N_("[options] --shards=N"),
	N_("say which shard makes what, for a build in steps"), plan_main,
};
