/*
 * What every command that reads a site shares: from the folder to a corpus
 * that is checked, filtered and labelled, with all its faults.
 */
#ifndef TONGBAO_CMD_SITE_H
#define TONGBAO_CMD_SITE_H

#include "base/confine.h"
#include "base/lang.h"
#include "base/progress.h"
#include "check/check.h"
#include "filter/record.h"
#include "filter/tally.h"
#include "read/load.h"
#include "render/theme.h"
#include "scope/policy.h"

struct site_run;

/*
 * What a command does once scripts have run: all else is given up before the
 * first one runs (base/confine.h).  By default it reads the site and what is
 * installed, and writes to descriptors that are open.
 */
struct site_rights {
	bool content; /* it writes records */
	/* Folders and files that it writes, where it is told; NULL: none. */
	const char *target;
	const char *read; /* one more that is read, or NULL */
	bool all_files;   /* it goes on to other folders */
	bool all;         /* nothing is given up: it opens many sites (tests) */
	enum confine_programs programs;
	/*
	 * Once the site is read and before scripts run: what can't be done any
	 * more afterwards; and what the command needs besides.
	 */
	void (*prepare)(void *context, struct site_run *run,
	    struct confine *confine);
	void *context;
};

/* Options that several commands have. */
struct site_options {
	const char *root;  /* -C */
	const char *as_of; /* NULL: SOURCE_DATE_EPOCH, else today */
	unsigned jobs;     /* 0: as many as processors */
	unsigned most;     /* faults to print; 0: all */
	bool quiet;
	bool help;
	bool brief; /* what rules say below an error is only counted */
	/* Files as they would be (read/load.h); NULL but for `fix`, `import`. */
	const struct table *overlay;
	const struct os_list *added;
	const struct shards_reading *shards; /* NULL but for steps of shards */
	struct kept *kept; /* NULL but for `build` (read/kept.h) */
	const char *format; /* --format as given, or NULL */
	enum diag_form form; /* of the faults */
	const char *shown_root; /* in their paths; NULL: none (site_prefix) */
	struct site_rights rights;
};
#define FOLDER_OPTION(options)                                                 \
	{                                                                      \
		"folder", 'C', OPTION_STRING, &(options).root, N_("FOLDER"),   \
		    N_("the site (default: this folder)")                      \
	}
#define RUN_OPTIONS(options)                                                   \
	{ "jobs", 'j', OPTION_NUMBER, &(options).jobs, N_("N"),                \
	    N_("threads (default: one a processor)") },                        \
	    { "most", 0, OPTION_NUMBER, &(options).most, N_("N"),              \
		N_("print at most N faults (default 200, 0 = all)") },         \
	    { "quiet", 'q', OPTION_FLAG, &(options).quiet, NULL,               \
		N_("no progress, no summary") },                               \
	{                                                                      \
		"help", 'h', OPTION_FLAG, &(options).help, NULL, N_("this help")   \
	}
#define SITE_OPTIONS(options)                                                  \
	FOLDER_OPTION(options),                                                \
	    { "as-of", 0, OPTION_STRING, &(options).as_of, N_("DATE"),         \
		N_("the day to build for (default: today)") },                 \
	    RUN_OPTIONS(options)
/* Of commands whose product is the faults, or nothing but files. */
#define REPORT_OPTIONS(options)                                                \
	{                                                                      \
		"format", 0, OPTION_STRING, &(options).format,                 \
		    "text|json|sarif|github|quickfix",                         \
		    N_("the form of the faults (default: text)")               \
	}
#define SITE_OPTIONS_INIT { .root = ".", .most = 200 }

struct site_run {
	struct site_options options;
	const char *as_of;
	unsigned jobs;
	struct arena *arena;    /* of the run */
	struct arena **arenas;  /* one a worker; [0] is `arena` */
	/* One a worker: the corpus, with labels and all that filters derive. */
	struct arena **vaults;
	/* Of it, one a worker: texts of records' files, what they say. */
	struct trail *texts, *bodies;
	size_t texts_dropped, bodies_dropped; /* of so many records */
	bool *told; /* by source: a fault needs its text, which lies in `arena` */
	struct arena **scratch; /* one a worker */
	struct sources sources;
	struct diags diags;
	struct progress progress;
	struct corpus corpus;
	bool loaded; /* the settings are understood: the corpus can be asked */
	struct checking checking; /* once loaded, in an arena of its own */
	struct arena *checking_arena;
	struct scripts scripts;
	bool filtered; /* the scripts could be read */
	struct policy *policy;
	struct tallies *tallies; /* NULL: none is declared, or after faults */
	struct releases *releases; /* with the policy */
	/*
	 * Where its theme lies: first the program's own one, which only lends
	 * its words, unless it is the one; from `theme_first` on the theme
	 * itself, installed, then in the site.
	 */
	struct theme_folder themes[3];
	size_t theme_count, theme_first;
	bool theme_linked; /* that in the site leads out of it: a fault, told */
};

/*
 * Takes the command line apart by `table`; STATUS_OK, or what the command ends
 * with: STATUS_USAGE after a message, STATUS_HELPED.  Operands are left in argv,
 * `*operands` of them, at most `most`.
 */
struct command;
struct option;
int site_options_parse(struct site_options *options,
    const struct option *table, const struct command *command, int argc,
    char **argv, int most, int *operands);

/*
 * Reads, checks, filters and labels.  0 when editions can be made; else -1,
 * the faults are in run->diags.  site_close() in both cases.  Who only asks
 * the corpus something can do so whenever run->loaded, whatever the faults.
 */
int site_open(struct site_run *run, struct site_options options);
/* The same without what looks at all records together: names, rules, tallies. */
int site_open_records(struct site_run *run, struct site_options options);
/*
 * Gives up what the command does not need; site_open() does, before scripts run.
 * `run` has at least its settings.
 */
void site_confine(struct site_run *run);
/* The tallies of it; the sums lie in run->arena. */
void site_tally(struct site_run *run);
/* May what was done be told, too?  Not among faults in a machine's form. */
bool site_is_chatty(const struct site_options *options);
/*
 * Before paths of the site in forms of faults for machines: “site/”, as from
 * this folder, so that editors find the file; "" where that is the site.
 */
const char *site_prefix(struct arena *arena, const char *root);
/* What lies in the site at `root`, as a person would type it. */
const char *site_place(
    struct arena *arena, const char *root, const char *name);
/* Where it is published unless the command line says otherwise. */
const char *site_output(const struct site_run *run);
/* The folders that a site is read from; NULL ends them. */
extern const char *const site_inputs[];
/* The one of them that has the path; or NULL. */
const char *site_input(
    struct arena *arena, const char *root, const char *path);
/*
 * May a build publish there, where --output says; NULL: it doesn't?  Not into
 * what it reads itself, where commands that write would clear away what is kept
 * beside it.  A status, after a message.
 */
int site_output_check(const char *output, const char *root,
    const struct command *command);
/* Where its bags go, and are looked for, unless the command line says otherwise. */
const char *site_archive(struct arena *arena, const char *root);
/* A period by id or name; NULL after a message that says which there are. */
const struct period *site_period(const struct site_run *run, const char *name,
    const struct command *command);
/* Says on stderr which there are. */
void site_periods_tell(const struct site_run *run);
/*
 * Finds the folders of the theme and loads the site's words, after the
 * settings; site_open() does.  -1 after a diagnostic.
 */
int site_words_load(struct site_run *run);
/* After that; `trial` may be NULL.  NULL after diagnostics. */
struct theme *site_theme_load(struct site_run *run,
    const struct theme_trial *trial);
/*
 * For who makes pages of what another process has read (step.h): settings,
 * words and scripts, with all records' sources and none of their texts.
 */
int site_open_given(struct site_run *run, struct site_options options);
/* Only reads: no rules, no filters, no labels. */
int site_load_only(struct site_run *run, struct site_options options);
/* Not even records: settings and rosters. */
int site_load_settings(struct site_run *run, struct site_options options);
/*
 * Prints the faults (text to stderr, other forms to stdout) and gives
 * everything back; the exit status.
 */
int site_close(struct site_run *run);
/*
 * The same for who only asked the corpus something: what is wrong with a site
 * that could be loaded is check's to say, and no fault of the answer.
 */
int site_close_quietly(struct site_run *run);
/*
 * Locks the corpus away while an audience's edition is made (SCOPE: stage 1):
 * who reaches for it ends the process.  No other thread may be in it.
 */
void site_lock(struct site_run *run);
void site_unlock(struct site_run *run);
/*
 * Gives back the texts of the first so many records, in the corpus's order, and
 * what they say: for who makes the last of what is made of it.  All that is left
 * of them is which there are, and the texts that faults are in; a later fault
 * shows a line of the file as it is then.
 */
void site_texts_drop(struct site_run *run, size_t end);
void site_bodies_drop(struct site_run *run, size_t end);
/* Of all of them. */
void site_records_drop(struct site_run *run);
/* Gives back what only rules and questions about records need. */
void site_rules_drop(struct site_run *run);
/* Gives everything back and prints nothing. */
void site_drop(struct site_run *run);
/* A fault of the system among those found, which decides the exit status. */
bool site_has_system_fault(const struct site_run *run);

#endif
