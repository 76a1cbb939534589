#include "cmd/site.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include "base/date.h"
#include "base/lang.h"
#include "base/option.h"
#include "base/path.h"
#include "base/pool.h"
#include "cmd/cmd.h"
#include "model/explain.h"
#include "model/rules.h"
#include "read/markdown.h"
#include "scope/links.h"
#include "scope/names.h"

/* Filters, labels and rules, one record at a time on the pool. */
struct judging {
	struct site_run *run;
	size_t wholes; /* rules over the whole, where they are asked for */
	struct names *names; /* NULL: the programme has the rule off */
	struct links links;  /* without sights: nobody asks for these two */
	struct tallying *tallying; /* NULL: no tallies */
	struct judging_worker {
		struct record_filter *filter;
		struct tally_filter *tallies;
		bool opened;
		struct diags diags;
	} *workers;
};

static void
workers_open(struct judging *judging)
{
	struct site_run *run = judging->run;
	judging->workers =
	    ARENA_ARRAY(run->arena, struct judging_worker, run->jobs);
	for (unsigned i = 0; i < run->jobs; i++)
		diags_init_like(&judging->workers[i].diags, run->arenas[i],
		    &run->diags);
}

static void
workers_close(struct judging *judging)
{
	struct site_run *run = judging->run;
	for (unsigned i = 0; i < run->jobs; i++) {
		struct judging_worker *w = &judging->workers[i];
		if (w->filter != NULL)
			record_filter_close(w->filter);
		if (w->tallies != NULL)
			tally_filter_close(w->tallies);
		diags_merge(&run->diags, &w->diags);
	}
}

static void
record_judge(void *context, size_t job, unsigned worker)
{
	struct judging *judging = context;
	struct site_run *run = judging->run;
	struct judging_worker *w = &judging->workers[worker];
	struct record *record = run->corpus.records[job];
	if (!w->opened && run->filtered) {
		w->opened = true;
		w->filter = record_filter_open(&run->scripts,
		    run->corpus.programme, &run->corpus.roster, run->as_of,
		    &w->diags);
	}
	if (w->filter != NULL)
		record_filter_run(w->filter, run->vaults[worker], record,
		    &w->diags);
	if (run->policy != NULL)
		policy_label(run->policy, run->vaults[worker], record,
		    &w->diags);
	check_record(&run->checking, record, &w->diags);
	progress_tick(&run->progress);
}

static void
records_judge(struct site_run *run)
{
	struct judging judging = { .run = run };
	workers_open(&judging);
	progress_phase(&run->progress, _("filtering"), run->corpus.record_count);
	filter_watch_begin(FILTER_RECORD, run->corpus.record_count);
	pool_run(run->jobs, run->corpus.record_count, record_judge, &judging);
	filter_watch_end();
	progress_end(&run->progress);
	workers_close(&judging);
}

/*
 * What asks for the labels of all records, for what filters derived of all of
 * them, or for all of them at once: names, links and tallies a record at a time,
 * and before them the rules over the whole, which take longer.
 */
static void
rest_judge_one(void *context, size_t job, unsigned worker)
{
	struct judging *judging = context;
	struct site_run *run = judging->run;
	struct judging_worker *w = &judging->workers[worker];
	if (job < judging->wholes) {
		check_whole(&run->checking, job, &w->diags);
		return;
	}
	job -= judging->wholes;
	if (judging->tallying != NULL && !w->opened) {
		w->opened = true;
		w->tallies = tally_filter_open(judging->tallying, &w->diags);
	}
	if (w->tallies != NULL)
		tally_filter_run(w->tallies, job, &w->diags);
	if (judging->links.sights == NULL)
		return;
	const struct record *record = run->corpus.records[job];
	names_check(judging->names, record, run->scratch[worker], &w->diags);
	links_check(&judging->links, record, run->scratch[worker], &w->diags);
	arena_reset(run->scratch[worker]);
}

static void
rest_judge(struct site_run *run, bool ruled)
{
	struct judging judging = { .run = run,
		.wholes = ruled ? check_wholes() : 0 };
	struct arena *arena = arena_new();
	size_t records = run->corpus.record_count;
	if (ruled && run->policy != NULL) {
		judging.links = (struct links){ &run->corpus,
			site_sights(arena, &run->corpus, run->policy,
			    run->as_of, &run->diags),
			markdown_parse };
		judging.names = names_make(
		    arena, &run->corpus, judging.links.sights, &run->diags);
	}
	if (run->filtered)
		judging.tallying = tallying_open(run->arena, &run->scripts,
		    &run->corpus, run->as_of, &run->diags);
	bool each =
	    judging.links.sights != NULL || judging.tallying != NULL;
	workers_open(&judging);
	filter_watch_begin(FILTER_TALLY, records);
	pool_run(run->jobs, judging.wholes + (each ? records : 0),
	    rest_judge_one, &judging);
	filter_watch_end();
	workers_close(&judging);
	if (judging.links.sights != NULL)
		links_suggest(&run->corpus, &run->diags);
	if (judging.tallying != NULL)
		run->tallies = tallying_close(
		    judging.tallying, run->arena, run->jobs, &run->diags);
	arena_free(arena);
}

/*
 * 2010-10-15 from the seconds that SOURCE_DATE_EPOCH gives; NULL when these are
 * none, or of no day that can be written so.
 */
static const char *
epoch_day(struct arena *arena, const char *seconds)
{
	char *end;
	errno = 0;
	long long n = strtoll(seconds, &end, 10);
	time_t when = (time_t)n;
	struct tm day;
	if (*seconds == '\0' || *end != '\0' || n < 0 || errno != 0 ||
	    gmtime_r(&when, &day) == NULL || day.tm_year + 1900 > 9999)
		return NULL;
	return arena_printf(arena, "%04d-%02d-%02d", day.tm_year + 1900,
	    day.tm_mon + 1, day.tm_mday);
}

/* What is set there by mistake must not pass for today. */
static bool
epoch_is_good(const char *seconds)
{
	struct arena *arena = arena_new();
	bool good = seconds == NULL || *seconds == '\0' ||
	    epoch_day(arena, seconds) != NULL;
	arena_free(arena);
	return good;
}

static const char *
day_find(struct arena *arena, const char *asked)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	if (asked != NULL)
		return asked;
	const char *day = epoch == NULL ? NULL : epoch_day(arena, epoch);
	return day != NULL ? day : os_today(arena);
}

static void
run_init(struct site_run *run, struct site_options options)
{
	*run = (struct site_run){ .options = options };
	run->jobs = options.jobs == 0 ? pool_cores() : options.jobs;
	if (run->jobs > 64)
		run->jobs = 64;
	run->arena = arena_new();
	run->arenas = ARENA_ARRAY(run->arena, struct arena *, run->jobs);
	run->scratch = ARENA_ARRAY(run->arena, struct arena *, run->jobs);
	run->vaults = ARENA_ARRAY(run->arena, struct arena *, run->jobs);
	run->texts = ARENA_ARRAY(run->arena, struct trail, run->jobs);
	run->bodies = ARENA_ARRAY(run->arena, struct trail, run->jobs);
	for (unsigned i = 0; i < run->jobs; i++) {
		run->arenas[i] = i == 0 ? run->arena : arena_new();
		run->scratch[i] = arena_new();
		run->vaults[i] = arena_new_vault();
		trail_open(&run->texts[i]);
		trail_open(&run->bodies[i]);
	}
	sources_init(&run->sources, run->arena);
	diags_init(&run->diags, run->arena);
	progress_init(&run->progress, !options.quiet && os_is_terminal(2));
	run->as_of = day_find(run->arena, options.as_of);
}

int
site_options_parse(struct site_options *options, const struct option *table,
    const struct command *command, int argc, char **argv, int most,
    int *operands)
{
	*operands = options_parse(table, argc, argv, command->name);
	if (*operands < 0)
		return STATUS_USAGE;
	if (options->help)
		return command_help(command, table);
	if (*operands > most) {
		fprintf(stderr, _("tongbao %s: takes no operand '%s'\n"),
		    command->name, argv[most]);
		return STATUS_USAGE;
	}
	if (options->as_of != NULL && !date_is_valid(text_of(options->as_of))) {
		fprintf(stderr,
		    _("tongbao %s: --as-of takes a date such as 2010-10-15, "
		      "not '%s'\n"),
		    command->name, options->as_of);
		return STATUS_USAGE;
	}
	if (options->as_of == NULL &&
	    !epoch_is_good(getenv("SOURCE_DATE_EPOCH"))) {
		fprintf(stderr,
		    _("tongbao %s: SOURCE_DATE_EPOCH takes seconds since 1970, "
		      "not '%s'\n"),
		    command->name, getenv("SOURCE_DATE_EPOCH"));
		return STATUS_USAGE;
	}
	options->shown_root = options->root;
	if (options->format == NULL ||
	    diag_form_parse(&options->form, options->format) == 0)
		return STATUS_OK;
	fprintf(stderr,
	    _("tongbao %s: --format takes text, json, sarif, github or "
	      "quickfix, not '%s'\n"),
	    command->name, options->format);
	return STATUS_USAGE;
}

/*
 * Is that folder of the site a link out of it?  Then that is told: nothing of
 * what it leads to is the site's, or in its git.
 */
static bool
leads_out(struct site_run *run, const char *folder)
{
	const char *root = run->options.root;
	const char *path = arena_printf(run->arena, "%s/%s", root, folder);
	if (os_type(path) == OS_NONE ||
	    path_is_within(run->arena, path, root))
		return false;
	diag_at(&run->diags, &rules[RULE_FILE_LINK],
	    (struct span){ sources_add(&run->sources, folder), 0, 0 },
	    "this is a symbolic link");
	return true;
}

const char *const site_inputs[] = { "content", "scripts", "themes", NULL };

/* It lies in the site.  -1 after diagnostics. */
static int
inputs_check(struct site_run *run)
{
	int status = 0;
	for (const char *const *input = site_inputs; *input != NULL; input++)
		if (leads_out(run, *input))
			status = -1;
	return status;
}

static int
corpus_open(struct site_run *run, struct site_options options,
    bool no_records)
{
	run_init(run, options);
	struct loading loading = {
		.corpus = &run->corpus,
		.sources = &run->sources,
		.diags = &run->diags,
		.progress = &run->progress,
		.overlay = options.overlay,
		.added = options.added,
		.as_of = run->as_of,
		.jobs = run->jobs,
		.arenas = run->arenas,
		.vaults = run->vaults,
		.texts = run->texts,
		.bodies = run->bodies,
		.scratch = run->scratch,
		.no_records = no_records,
		.shards = options.shards,
		.kept = options.kept,
	};
	run->loaded = inputs_check(run) == 0 &&
	    corpus_load(&loading, options.root) == 0;
	progress_end(&run->progress);
	return run->loaded ? 0 : -1;
}

int
site_load_only(struct site_run *run, struct site_options options)
{
	return corpus_open(run, options, false);
}

int
site_load_settings(struct site_run *run, struct site_options options)
{
	return corpus_open(run, options, true);
}

/*
 * One theme's folder more, unless there is none or it is there already.  It is
 * called what it is, unless there is another word for it: then it is the site's,
 * and no link out of it.
 */
static void
theme_add(struct site_run *run, const char *path, const char *shown)
{
	const char *real = path == NULL || os_type_target(path) != OS_FOLDER
	    ? NULL
	    : os_real_path(run->arena, path);
	if (real == NULL)
		return;
	for (size_t i = 0; i < run->theme_count; i++)
		if (strcmp(run->themes[i].path, real) == 0) {
			if (shown != NULL)
				run->themes[i].shown = shown;
			return;
		}
	if (shown != NULL && leads_out(run, shown)) {
		run->theme_linked = true;
		return;
	}
	run->themes[run->theme_count++] = (struct theme_folder){ real,
		shown != NULL ? shown : real };
}

int
site_words_load(struct site_run *run)
{
	struct site *site = run->corpus.site;
	const char *name = arena_printf(run->arena, "themes/%s", site->theme);
	const char *own = installed_folder(run->arena, "themes/default");
	const char *installed = installed_folder(run->arena, name);
	run->theme_count = run->theme_first = 0;
	run->theme_linked = false;
	theme_add(run, own, NULL);
	if (strcmp(site->theme, "default") != 0)
		run->theme_first = run->theme_count;
	theme_add(run, installed, NULL);
	theme_add(run, arena_printf(run->arena, "%s/%s", site->root, name),
	    name);
	site->strings = strings_load(run->arena, site, run->themes,
	    run->theme_count, &run->sources, &run->diags);
	return site->strings == NULL ? -1 : 0;
}

struct theme *
site_theme_load(struct site_run *run, const struct theme_trial *trial)
{
	const struct site *site = run->corpus.site;
	size_t first = run->theme_first;
	if (first < run->theme_count)
		return theme_load(run->arena, run->themes + first,
		    run->theme_count - first, site->strings, trial,
		    &run->sources, &run->diags);
	if (run->theme_linked)
		return NULL;
	diag_at(&run->diags, &rules[RULE_THEME_UNKNOWN], site->theme_span,
	    "there is no theme “%s”, neither in the site's themes/ nor "
	    "installed",
	    site->theme);
	return NULL;
}

static void
site_scripts_load(struct site_run *run)
{
	run->filtered =
	    scripts_load(&run->scripts, run->arena, run->corpus.site,
		installed_folder(run->arena, "scripts"), &run->sources,
		&run->diags) == 0;
}

int
site_open_given(struct site_run *run, struct site_options options)
{
	if (site_load_only(run, options) != 0 || site_words_load(run) != 0)
		return -1;
	site_scripts_load(run);
	site_confine(run);
	return diag_worst(&run->diags) >= DIAG_ERROR ? -1 : 0;
}

/* What rules go by, and beside it words, scripts and who may see what. */
struct opening {
	struct site_run *run;
	struct diags checked;
};

static void
settings_open(struct site_run *run)
{
	if (site_words_load(run) != 0)
		return;
	site_scripts_load(run);
	run->policy = policy_make(run->arena, &run->corpus, &run->diags);
	run->releases = releases_make(run->arena, &run->corpus, &run->sources,
	    run->as_of, &run->diags);
	if (run->policy != NULL)
		policy_release(run->policy, run->releases);
}

static void
open_one(void *context, size_t job, unsigned worker)
{
	struct opening *o = context;
	struct site_run *run = o->run;
	(void)worker;
	if (job == 0)
		checking_init(&run->checking, run->checking_arena,
		    &run->corpus, run->as_of, &o->checked);
	else
		settings_open(run);
}

int
site_open_records(struct site_run *run, struct site_options options)
{
	struct opening opening = { .run = run };
	if (site_load_only(run, options) != 0)
		return -1;
	run->checking_arena = arena_new();
	diags_init_like(&opening.checked, run->arenas[run->jobs - 1],
	    &run->diags);
	pool_run(run->jobs, 2, open_one, &opening);
	diags_merge(&run->diags, &opening.checked);
	if (run->corpus.site->strings == NULL)
		return -1;
	run->checking.sources = &run->sources;
	site_confine(run);
	records_judge(run);
	return diag_worst(&run->diags) >= DIAG_ERROR ? -1 : 0;
}

int
site_open(struct site_run *run, struct site_options options)
{
	site_open_records(run, options);
	if (!run->loaded || run->corpus.site->strings == NULL)
		return -1;
	rest_judge(run, true);
	return diag_worst(&run->diags) >= DIAG_ERROR ? -1 : 0;
}

void
site_tally(struct site_run *run)
{
	run->tallies = NULL;
	rest_judge(run, false);
}

void
site_periods_tell(const struct site_run *run)
{
	const struct term_list *periods =
	    &run->corpus.programme->terms[VOCABULARY_PERIOD];
	fputs(_("The periods are:"), stderr);
	for (size_t i = 0; i < periods->count; i++)
		fprintf(stderr, " %s", periods->items[i].id);
	fputc('\n', stderr);
}

const char *
site_place(struct arena *arena, const char *root, const char *name)
{
	return strcmp(root, ".") == 0 ? name
				      : arena_printf(arena, "%s/%s", root, name);
}

const char *
site_archive(struct arena *arena, const char *root)
{
	return site_place(arena, root, "archive");
}

const char *
site_output(const struct site_run *run)
{
	return site_place(run->arena, run->options.root, "output");
}

const char *
site_input(struct arena *arena, const char *root, const char *path)
{
	for (const char *const *name = site_inputs; *name != NULL; name++) {
		const char *input = site_place(arena, root, *name);
		if (path_is_within(arena, path, input))
			return input;
	}
	return NULL;
}

int
site_output_check(const char *output, const char *root,
    const struct command *command)
{
	if (output == NULL)
		return STATUS_OK;
	if (*output == '\0') {
		fprintf(stderr, _("tongbao %s: --output names no folder\n"),
		    command->name);
		return STATUS_USAGE;
	}
	struct arena *arena = arena_new();
	const char *input = site_input(arena, root, output);
	if (input != NULL)
		fprintf(stderr,
		    _("tongbao %s: the output %s lies in %s, which a build "
		      "reads; name another folder with --output\n"),
		    command->name, output, input);
	arena_free(arena);
	return input == NULL ? STATUS_OK : STATUS_USAGE;
}

const struct period *
site_period(const struct site_run *run, const char *name,
    const struct command *command)
{
	const struct period *period =
	    programme_period(run->corpus.programme, name);
	if (period == NULL) {
		fprintf(stderr,
		    _("tongbao %s: programme.yaml has no period '%s'\n"),
		    command->name, name);
		site_periods_tell(run);
	}
	return period;
}

bool
site_has_system_fault(const struct site_run *run)
{
	for (const struct diag *d = run->diags.first; d != NULL; d = d->next)
		if (d->rule == &rules[RULE_SYSTEM] ||
		    d->rule == &rules[RULE_OFFICE_FILE] ||
		    d->rule == &rules[RULE_SHARD_FILE] ||
		    d->rule == &rules[RULE_OUTPUT_FOREIGN])
			return true;
	return false;
}

bool
site_is_chatty(const struct site_options *options)
{
	return !options->quiet && options->form == DIAG_TEXT;
}

const char *
site_prefix(struct arena *arena, const char *root)
{
	if (root == NULL || strcmp(root, ".") == 0)
		return "";
	return text_ends(text_of(root), "/") ? root
					     : arena_printf(arena, "%s/", root);
}

static const char *
rule_explain(const struct rule *rule)
{
	return _(explanations[rule - rules].text);
}

/*
 * Of a record whose text is not here (any more), as its file is now, whatever
 * somebody has put there.
 */
static void
source_fill(struct site_run *run, uint32_t number)
{
	struct os_error error;
	struct source *source = source_at(&run->sources, number);
	if (source->text.len == 0 &&
	    os_read_most(run->arena,
		arena_printf(run->arena, "%s/%s", run->options.root,
		    source->path),
		RELEASE_MOST, &source->text, &error) != 0)
		source->text = TEXT_LIT("");
}

/* Those that faults are in; SPAN_NONE is in none, which is 0. */
static void
told_each(struct site_run *run,
    void (*each)(struct site_run *run, uint32_t source))
{
	for (const struct diag *d = run->diags.first; d != NULL; d = d->next) {
		if (d->span.source != 0)
			each(run, d->span.source);
		if (d->also.source != 0)
			each(run, d->also.source);
	}
}

static void
faults_print(struct site_run *run)
{
	const struct shards_reading *shards = run->options.shards;
	if ((shards != NULL && shards->parts == NULL) ||
	    run->texts_dropped > 0)
		told_each(run, source_fill);
	bool text = run->options.form == DIAG_TEXT;
	struct diag_style style = {
		.form = run->options.form,
		.colour = os_has_colour(2),
		.most = run->options.most,
		.brief = run->options.brief,
		.prefix = site_prefix(run->arena, run->options.shown_root),
		.version = TONGBAO_VERSION,
		.explain = rule_explain,
	};
	diags_print(&run->diags, &run->sources, style, text ? stderr : stdout);
}

/* One of another corpus has no trails. */
static void
vaults_each(const struct site_run *run, void (*each)(struct arena *vault))
{
	const struct shards_reading *shards = run->options.shards;
	if (shards != NULL && shards->vault != NULL)
		each(shards->vault);
	for (unsigned i = 0; i < run->jobs; i++)
		each(run->vaults[i]);
	for (unsigned i = 0; run->texts != NULL && i < run->jobs; i++) {
		each(run->texts[i].arena);
		each(run->bodies[i].arena);
	}
}

void
site_lock(struct site_run *run)
{
	vaults_each(run, arena_lock);
	if (run->options.kept != NULL)
		kept_lock(run->options.kept);
}

void
site_unlock(struct site_run *run)
{
	vaults_each(run, arena_unlock);
	if (run->options.kept != NULL)
		kept_unlock(run->options.kept);
}

/* The lowest source of the records from `first` on. */
static uint32_t
source_least(const struct site_run *run, size_t first)
{
	const struct corpus *corpus = &run->corpus;
	uint32_t least = UINT32_MAX;
	for (size_t i = first; i < corpus->record_count; i++)
		if (corpus->records[i]->span.source < least)
			least = corpus->records[i]->span.source;
	return least;
}

/* A fault that is known by now shows its line as it was read. */
static void
source_tell(struct site_run *run, uint32_t number)
{
	struct source *source = source_at(&run->sources, number);
	if (run->told[number])
		return;
	run->told[number] = true;
	source->text = arena_text(run->arena, source->text);
}

void
site_texts_drop(struct site_run *run, size_t end)
{
	uint32_t least = source_least(run, end);
	if (run->told == NULL) {
		run->told =
		    ARENA_ARRAY(run->arena, bool, run->sources.count);
		told_each(run, source_tell);
	}
	for (; run->texts_dropped < end; run->texts_dropped++) {
		struct record *record =
		    run->corpus.records[run->texts_dropped];
		if (!run->told[record->span.source])
			source_at(&run->sources, record->span.source)->text =
			    TEXT_LIT("");
		record_texts_forget(record);
	}
	for (unsigned i = 0; i < run->jobs; i++)
		trail_drop(&run->texts[i], least);
}

void
site_bodies_drop(struct site_run *run, size_t end)
{
	uint32_t least = source_least(run, end);
	for (; run->bodies_dropped < end; run->bodies_dropped++)
		record_forget(run->corpus.records[run->bodies_dropped]);
	for (unsigned i = 0; i < run->jobs; i++)
		trail_drop(&run->bodies[i], least);
}

void
site_records_drop(struct site_run *run)
{
	site_texts_drop(run, run->corpus.record_count);
	site_bodies_drop(run, run->corpus.record_count);
	for (unsigned i = 0; i < run->jobs; i++) {
		trail_clear(&run->texts[i]);
		trail_clear(&run->bodies[i]);
	}
	if (run->options.kept != NULL)
		kept_leave(run->options.kept);
}

void
site_rules_drop(struct site_run *run)
{
	arena_free(run->checking_arena);
	run->checking_arena = NULL;
	run->checking = (struct checking){ 0 };
}

void
site_drop(struct site_run *run)
{
	progress_end(&run->progress);
	site_rules_drop(run);
	for (unsigned i = run->jobs; i-- > 0;) {
		struct arena *arena = run->arenas[i];
		arena_free(run->vaults[i]);
		trail_close(&run->texts[i]);
		trail_close(&run->bodies[i]);
		arena_free(run->scratch[i]);
		arena_free(arena);
	}
}

int
site_close(struct site_run *run)
{
	int status = STATUS_OK;
	progress_end(&run->progress);
	faults_print(run);
	if (diag_worst(&run->diags) >= DIAG_ERROR)
		status = site_has_system_fault(run) ? STATUS_SYSTEM
						    : STATUS_CONTENT;
	site_drop(run);
	return status;
}

int
site_close_quietly(struct site_run *run)
{
	if (run->loaded)
		diags_init(&run->diags, run->arena);
	return site_close(run);
}
