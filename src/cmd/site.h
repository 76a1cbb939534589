/*
 * What every command that reads a site shares: from the folder to a corpus
 * that is checked, filtered and labelled, with all its faults.
 */
#ifndef TONGBAO_CMD_SITE_H
#define TONGBAO_CMD_SITE_H

#include "base/progress.h"
#include "check/check.h"
#include "filter/record.h"
#include "read/load.h"
#include "scope/names.h"

/* Options that several commands have. */
struct site_options {
	const char *root;  /* -C */
	const char *as_of; /* NULL: SOURCE_DATE_EPOCH, else today */
	unsigned jobs;     /* 0: as many as processors */
	unsigned most;     /* faults to print; 0: all */
	bool quiet;
	bool help;
};
#define SITE_OPTIONS(options)                                                  \
	{ "folder", 'C', OPTION_STRING, &(options).root, "FOLDER",             \
	    "the site (default: this folder)" },                               \
	    { "as-of", 0, OPTION_STRING, &(options).as_of, "DATE",             \
		"the day to build for (default: today)" },                     \
	    { "jobs", 'j', OPTION_NUMBER, &(options).jobs, "N",                \
		"threads (default: one a processor)" },                        \
	    { "most", 0, OPTION_NUMBER, &(options).most, "N",                  \
		"print at most N faults (default 200, 0 = all)" },             \
	    { "quiet", 'q', OPTION_FLAG, &(options).quiet, NULL,               \
		"no progress, no summary" },                                   \
	{                                                                      \
		"help", 'h', OPTION_FLAG, &(options).help, NULL, "this help"   \
	}
#define SITE_OPTIONS_INIT { .root = ".", .most = 200 }

struct site_run {
	struct site_options options;
	const char *as_of;
	unsigned jobs;
	struct arena *arena;    /* of the run */
	struct arena **arenas;  /* one a worker; [0] is `arena` */
	struct arena **scratch; /* one a worker */
	struct sources sources;
	struct diags diags;
	struct progress progress;
	struct corpus corpus;
	bool loaded; /* the settings are understood: the corpus can be asked */
	struct checking checking; /* once loaded */
	struct scripts scripts;
	struct policy *policy;
	struct names *names; /* NULL: names are not looked for */
};

/*
 * Takes the command line apart by `table`; STATUS_OK, or STATUS_USAGE after a
 * message.  Operands are left in argv, `*operands` of them, at most `most`.
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
/* A period by id or name; NULL after a message that says which there are. */
const struct period *site_period(const struct site_run *run, const char *name,
    const struct command *command);
/* Says on stderr which there are. */
void site_periods_tell(const struct site_run *run);
/* Prints the faults and gives everything back; the exit status. */
int site_close(struct site_run *run);
/*
 * The same for who only asked the corpus something: what is wrong with a site
 * that could be loaded is check's to say, and no fault of the answer.
 */
int site_close_quietly(struct site_run *run);

#endif
