/*
 * tongbao check: every fault of the content, and nothing written.
 *
 * With paths only their faults are shown; the whole site is read all the same,
 * since rules look across records.  With --staged the site as it would be
 * committed is judged, not the files of the folder: shown are the faults of
 * staged files, and of others those that the last commit did not have (who
 * removes a record hears of all that refer to it).
 */
#include <stdio.h>
#include "base/lang.h"
#include "base/option.h"
#include "base/os.h"
#include "cmd/cmd.h"
#include "cmd/git.h"
#include "cmd/pick.h"
#include "cmd/site.h"

/* Faults of the theme, too: no page can be made with them. */
static void
site_judge(struct site_run *run, struct site_options options)
{
	site_open(run, options);
	if (run->loaded && run->corpus.site->strings != NULL)
		site_theme_load(run, NULL);
}

/* ---- the files of the folder ---- */

static int
check_files(struct site_options options, char **words, size_t count)
{
	struct site_run run;
	struct pick pick;
	struct arena *arena = arena_new();
	size_t elsewhere = 0;
	if (pick_make(&pick, arena, options.root, words, count, "check") != 0) {
		arena_free(arena);
		return STATUS_USAGE;
	}
	site_judge(&run, options);
	/* What could not be read at all must not pass for faultless. */
	if (count > 0 && run.loaded)
		elsewhere = pick_keep(&pick, &run.diags, &run.sources);
	if (run.diags.count == 0 && site_is_chatty(&options))
		printf(count > 0 ? _("no faults in what was asked for; "
				     "records read: %zu\n")
				 : _("%zu records, no faults\n"),
		    run.corpus.record_count);
	int status = site_close(&run);
	if (elsewhere > 0 && site_is_chatty(&options))
		fprintf(stderr, _("faults of other files, not shown: %zu\n"),
		    elsewhere);
	arena_free(arena);
	return status;
}

/* ---- what is staged ---- */

struct staging {
	struct git git;
	struct arena *arena;
	struct site_options options;
	struct table paths; /* that are staged */
	const char *home;   /* the folder that this process was in */
};

static void
error_say(const struct os_error *error)
{
	fprintf(stderr, "tongbao check: %s\n", error->message);
}

/* From inside, so that paths in messages are those of the site. */
static int
folder_judge(const struct staging *staging, const char *folder,
    struct site_run *run)
{
	struct os_error error;
	struct site_options options = staging->options;
	options.root = ".";
	if (os_enter(folder, &error) != 0) {
		error_say(&error);
		return -1;
	}
	site_judge(run, options);
	if (os_enter(staging->home, &error) != 0)
		error_say(&error);
	return 0;
}

/*
 * Reads a tree as a site, from a folder of its own, which goes again whoever
 * ends this meanwhile: all that the site holds lies in it.  site_close() or
 * site_drop() are the caller's on 0.
 */
static int
tree_open(const struct staging *staging, const char *tree,
    struct site_run *run)
{
	struct os_error error;
	int status = -1;
	os_ends_hold();
	const char *folder = os_temporary_folder(staging->arena, &error);
	if (folder != NULL && git_export(&staging->git, tree, folder) == 0)
		status = folder_judge(staging, folder, run);
	if (folder == NULL || os_remove_tree(folder, &error) != 0)
		error_say(&error);
	os_ends_let();
	return status;
}

static bool
is_elsewhere(const struct staging *staging, const struct site_run *run)
{
	for (const struct diag *d = run->diags.first; d != NULL; d = d->next)
		if (table_get(&staging->paths,
			text_of(source_at(&run->sources, d->span.source)
				    ->path)) == NULL)
			return true;
	return false;
}

/* Leaves out what the last commit had already. */
static int
old_faults_drop(const struct staging *staging, struct site_run *run)
{
	struct table faults;
	struct site_run before;
	table_init(&faults, staging->arena);
	const char *head = git_head_tree(&staging->git);
	if (head == NULL)
		return -1;
	if (*head != '\0') {
		if (tree_open(staging, head, &before) != 0)
			return -1;
		faults_note(&faults, &before.diags, &before.sources);
		site_drop(&before);
	}
	faults_keep(&faults, &staging->paths, &run->diags, &run->sources);
	return 0;
}

static int
staged_judge(const struct staging *staging)
{
	struct site_run run;
	const char *tree = git_staged_tree(&staging->git);
	if (tree == NULL)
		return STATUS_SYSTEM;
	if (tree_open(staging, tree, &run) != 0)
		return STATUS_SYSTEM;
	if (is_elsewhere(staging, &run) &&
	    old_faults_drop(staging, &run) != 0) {
		site_drop(&run);
		return STATUS_SYSTEM;
	}
	if (run.diags.count == 0 && site_is_chatty(&staging->options))
		printf(_("staged files: %zu, no faults\n"),
		    staging->paths.count);
	return site_close(&run);
}

static bool
is_no_site(struct arena *arena, const struct site_options *options)
{
	return os_type(arena_printf(arena, "%s/content", options->root)) ==
	    OS_NONE;
}

static int
check_staged(struct site_options options)
{
	struct staging staging = { .arena = arena_new(), .options = options };
	/* git is asked again for the tree of the last commit. */
	staging.options.rights = (struct site_rights){ .all_files = true,
		.programs = CONFINE_ANY_PROGRAM };
	int status = STATUS_SYSTEM;
	staging.home = os_real_path(staging.arena, ".");
	if (git_open(&staging.git, staging.arena, options.root) != 0)
		status = STATUS_USAGE;
	else if (git_staged_paths(&staging.git, &staging.paths) != 0)
		status = STATUS_SYSTEM;
	else if (staging.paths.count > 0)
		status = staged_judge(&staging);
	else if (is_no_site(staging.arena, &options) &&
	    !git_has_content(&staging.git))
		status = check_files(options, NULL, 0); /* which says so */
	else {
		status = STATUS_OK;
		if (site_is_chatty(&options))
			puts(_("nothing of the site is staged"));
	}
	arena_free(staging.arena);
	return status;
}

static int
check_hook(const struct site_options *options)
{
	struct git git;
	struct arena *arena = arena_new();
	int status = STATUS_USAGE;
	if (git_open(&git, arena, options->root) == 0)
		status = is_no_site(arena, options)
		    ? check_files(*options, NULL, 0)
		    : git_hook_install(&git);
	arena_free(arena);
	return status;
}

/* ---- the command ---- */

static int
check_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	bool staged = false, hook = false;
	int operands;
	const struct option table[] = {
		{ "staged", 0, OPTION_FLAG, &staged, NULL,
		    N_("judge what is staged in git, not the files") },
		{ "install-hook", 0, OPTION_FLAG, &hook, NULL,
		    N_("let git check before each commit") },
		REPORT_OPTIONS(options),
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &check_command, argc,
	    argv, argc, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (operands > 0 && (staged || hook)) {
		fprintf(stderr, _("tongbao %s: takes no operand '%s'\n"),
		    staged ? "check --staged" : "check --install-hook",
		    argv[0]);
		return STATUS_USAGE;
	}
	if (hook)
		return check_hook(&options);
	if (staged)
		return check_staged(options);
	return check_files(options, argv, (size_t)operands);
}

const struct command check_command = {
	"check", N_("[options] [PATH…]"),
	N_("look for faults; write nothing"), check_main,
};
