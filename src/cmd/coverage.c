/*
 * tongbao coverage: who has been reviewed in a period, and who has not (plan,
 * chapter 5.1: everybody, no blind spots).  Its numbers are the rule's:
 * check/coverage.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/lang.h"
#include "base/option.h"
#include "base/utf8.h"
#include "check/coverage.h"
#include "check/reviewer.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/listing.h"
#include "cmd/site.h"
#include "model/standing.h"

struct coverage_options {
	struct site_options site;
	const char *period, *level, *format;
	bool subjects;
};

struct listing_job {
	const struct site_run *run;
	const struct coverage *coverage;
	int level; /* whose organisations are summed up */
};

/* ---- a row an organisation and form ---- */

static const struct listing_column sum_columns[] = {
	{ "organisation", N_("organisation"), false },
	{ "form", N_("form"), false },
	{ "subjects", N_("subjects"), true },
	{ "in-time", N_("in time"), true },
	{ "late", N_("late"), true },
	{ "waived", N_("waived"), true },
	{ "missing", N_("without review"), true },
};

#define SUM_COLUMNS (sizeof(sum_columns) / sizeof(*sum_columns))

struct sums {
	int64_t subjects, states[COVERAGE__MAX];
};

static void
sums_add(struct sums *sums, const struct coverage_item *item)
{
	sums->subjects++;
	sums->states[item->state]++;
}

static void
sums_list(struct listing *listing, const char *name, const struct form *form,
    const struct sums *sums)
{
	listing_add(listing, name);
	listing_add(listing, form->short_name);
	listing_add_number(listing, sums->subjects);
	listing_add_number(listing, sums->states[COVERAGE_IN_TIME]);
	listing_add_number(listing, sums->states[COVERAGE_LATE]);
	listing_add_number(listing, sums->states[COVERAGE_WAIVED]);
	listing_add_number(listing, sums->states[COVERAGE_MISSING]);
}

/* The organisation of the level that it lies in; itself when it lies above. */
static const struct organisation *
sum_place(const struct listing_job *job, const struct coverage_item *item)
{
	const struct organisation *place = organisation_at_level(item->within,
	    job->level, job->coverage->period->to);
	return place != NULL ? place : item->within;
}

/* With a last row a form for all of them, unless programs read it. */
static void
sums_print(const struct listing_job *job, enum listing_format format)
{
	struct arena *arena = job->run->arena;
	const struct programme *programme = job->run->corpus.programme;
	const struct roster *roster = &job->run->corpus.roster;
	const struct coverage *coverage = job->coverage;
	size_t forms = programme->terms[VOCABULARY_FORM].count;
	size_t places = roster->organisation_count;
	struct sums *sums =
	    ARENA_ARRAY(arena, struct sums, (places + 1) * forms);
	struct listing listing;
	listing_init(&listing, arena, sum_columns, SUM_COLUMNS);
	for (size_t i = 0; i < coverage->count; i++) {
		const struct coverage_item *item = &coverage->items[i];
		size_t form = (size_t)(item->form - programme->forms);
		sums_add(&sums[sum_place(job, item)->order * forms + form],
		    item);
		sums_add(&sums[places * forms + form], item);
	}
	size_t rows = format == LISTING_TEXT ? places + 1 : places;
	for (size_t i = 0; i < rows * forms; i++)
		if (sums[i].subjects > 0)
			sums_list(&listing,
			    i / forms < places
				? roster->organisations[i / forms]->short_name
				: _("all"),
			    &programme->forms[i % forms], &sums[i]);
	listing_print(&listing, format, stdout);
}

/* ---- a row a subject ---- */

static const struct listing_column subject_columns[] = {
	{ "state", N_("state"), false },
	{ "subject", N_("subject"), false },
	{ "id", N_("id"), false },
	{ "organisation", N_("within"), false },
	{ "form", N_("form"), false },
	{ "date", N_("date"), false },
	{ "record", N_("record"), false },
	{ "reviewers", N_("who may review"), false },
};

#define SUBJECT_COLUMNS (sizeof(subject_columns) / sizeof(*subject_columns))

/* In the reader's language, but for programs. */
static const char *
state_name(const struct coverage *coverage, enum coverage_state state,
    enum listing_format format)
{
	static const char *const keys[COVERAGE__MAX] = {
		[COVERAGE_MISSING] = "missing",
		[COVERAGE_LATE] = N_("late"),
		[COVERAGE_WAIVED] = N_("waived"),
		[COVERAGE_IN_TIME] = "in-time",
	};
	if (format == LISTING_JSON)
		return keys[state];
	if (state == COVERAGE_MISSING)
		return coverage->over_due ? _("blind spot") : _("to do");
	return state == COVERAGE_IN_TIME ? _("in time") : _(keys[state]);
}

static void
subject_list(const struct listing_job *job, struct listing *listing,
    const struct coverage_item *item, enum listing_format format)
{
	const struct coverage *coverage = job->coverage;
	const struct record *record = item->state == COVERAGE_WAIVED
	    ? item->waiver
	    : item->state == COVERAGE_MISSING ? item->interim
					      : item->review;
	listing_add(listing, state_name(coverage, item->state, format));
	listing_add(listing, subject_name(&item->subject));
	listing_add(listing, subject_id(&item->subject));
	listing_add(listing, coverage_place(coverage, item)->short_name);
	listing_add(listing, item->form->short_name);
	listing_add(listing, item->review == NULL ? NULL : item->review->date);
	listing_add(listing, record == NULL ? NULL : record->id);
	listing_add(listing,
	    item->state != COVERAGE_MISSING
		? NULL
		: reviewers_name(job->run->arena, item->form,
		      job->run->corpus.programme, &item->subject,
		      coverage->period->to));
}

/* Blind spots first; `all`: those in time, too.  How many there are. */
static size_t
subjects_print(const struct listing_job *job, enum listing_format format,
    bool all)
{
	struct listing listing;
	listing_init(&listing, job->run->arena, subject_columns,
	    SUBJECT_COLUMNS);
	for (int state = 0; state < COVERAGE__MAX; state++)
		for (size_t i = 0; i < job->coverage->count; i++)
			if ((int)job->coverage->items[i].state == state &&
			    (all || state != COVERAGE_IN_TIME))
				subject_list(job, &listing,
				    &job->coverage->items[i], format);
	if (listing_rows(&listing) > 0 || format != LISTING_TEXT)
		listing_print(&listing, format, stdout);
	return listing_rows(&listing);
}

/* ---- the command ---- */

/* By id or name; without one the period of the day.  NULL after a message. */
static const struct period *
period_choose(const struct site_run *run, const char *name)
{
	const struct programme *programme = run->corpus.programme;
	if (name != NULL)
		return site_period(run, name, &coverage_command);
	const struct period *period =
	    programme_period_on(programme, run->as_of);
	if (period == NULL) {
		fprintf(stderr,
		    _("tongbao coverage: no period had begun on %s; name one "
		      "by --period\n"),
		    run->as_of);
		site_periods_tell(run);
	}
	return period;
}

/* Second level when it is not said; -1 after a message. */
static int
level_choose(const struct site_run *run, const char *name)
{
	const struct asker asker = { "coverage", &run->corpus, run->arena };
	const struct term_list *list =
	    &run->corpus.programme->terms[VOCABULARY_LEVEL];
	if (name == NULL)
		return list->count > 1 ? 1 : 0;
	const struct term *level = ask_term(&asker, VOCABULARY_LEVEL, name);
	return level == NULL ? -1 : (int)(level - list->items);
}

static void
head_print(const struct listing_job *job)
{
	const struct period *period = job->coverage->period;
	printf(job->coverage->over_due
		? _("%s (%s): was due on %s; as of %s\n\n")
		: _("%s (%s): is due on %s; as of %s\n\n"),
	    utf8_clean(job->run->arena, text_of(period->name)), period->id,
	    period->due, job->run->as_of);
}

static int
coverage_show(struct site_run *run, const struct coverage_options *options,
    enum listing_format format)
{
	struct listing_job job = { .run = run };
	const struct period *period = period_choose(run, options->period);
	job.level = period == NULL ? -1 : level_choose(run, options->level);
	if (job.level < 0)
		return STATUS_USAGE;
	job.coverage = coverage_make(run->arena, &run->checking, period);
	if (format == LISTING_TEXT && !options->site.quiet)
		head_print(&job);
	if (options->subjects) {
		subjects_print(&job, format, true);
		return STATUS_OK;
	}
	sums_print(&job, format);
	if (format == LISTING_TEXT && !options->site.quiet) {
		putchar('\n');
		if (subjects_print(&job, format, false) == 0)
			puts(_("nobody is missing, late or waived"));
	}
	return STATUS_OK;
}

static int
coverage_main(int argc, char **argv)
{
	struct coverage_options options = { .site = SITE_OPTIONS_INIT,
		.format = "text" };
	enum listing_format format;
	struct site_run run;
	int operands;
	const struct option table[] = {
		{ "period", 0, OPTION_STRING, &options.period, N_("PERIOD"),
		    N_("id or name (default: the one of the day)") },
		{ "subjects", 0, OPTION_FLAG, &options.subjects, NULL,
		    N_("a row a subject, not one an organisation") },
		{ "level", 0, OPTION_STRING, &options.level, N_("LEVEL"),
		    N_("sum up by organisations of this level (default: the "
		       "second)") },
		{ "format", 0, OPTION_STRING, &options.format, "text|csv|json",
		    N_("how to print it (default: text)") },
		SITE_OPTIONS(options.site),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options.site, table, &coverage_command,
	    argc, argv, 0, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (listing_format_parse(&format, options.format,
		coverage_command.name) != 0)
		return STATUS_USAGE;
	site_open(&run, options.site);
	int shown = run.loaded ? coverage_show(&run, &options, format)
			       : STATUS_OK;
	/* Warnings are `check`'s to tell, and what is missing is above. */
	int status = site_close_quietly(&run);
	return shown != STATUS_OK ? shown : status;
}

const struct command coverage_command = {
	"coverage", N_("[options]"),
	N_("who has been reviewed in a period, and who has not"),
	coverage_main,
};
