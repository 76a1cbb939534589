/*
 * The recipe: subcommands, the only place that knows every room.  One file a
 * subcommand, which ends in one `const struct command`.
 */
#ifndef TONGBAO_CMD_CMD_H
#define TONGBAO_CMD_CMD_H

#include <stdio.h>
#include "base/arena.h"

/* Exit statuses. */
enum {
	STATUS_HELPED = -1, /* as 0: help was asked for, and nothing else done */
	STATUS_OK = 0,
	STATUS_CONTENT = 1, /* faults in the content */
	STATUS_USAGE = 2,
	STATUS_SYSTEM = 3,
	STATUS_LEAK = 4, /* prove: an edition depends on what is hidden */
	STATUS_BUG = 70, /* ours, or a filter over its time */
};

struct command {
	const char *name;
	const char *operands; /* N_() in the usage line, may be "" */
	const char *summary;  /* N_() */
	int (*run)(int argc, char **argv); /* without the name */
};

extern const struct command build_command;
extern const struct command check_command;
extern const struct command coverage_command;
extern const struct command fonts_command;
extern const struct command export_command;
extern const struct command import_command;
extern const struct command fix_command;
extern const struct command explain_command;
extern const struct command filter_command;
extern const struct command init_command;
extern const struct command new_command;
extern const struct command release_command;
extern const struct command print_command;
extern const struct command prove_command;
extern const struct command proof_command;
extern const struct command diff_command;
extern const struct command seal_command;
extern const struct command serve_command;
extern const struct command list_command;
extern const struct command show_command;
extern const struct command schema_command;
extern const struct command completion_command;
extern const struct command help_command;
extern const struct command open_command;
extern const struct command plan_command;
extern const struct command map_command;
extern const struct command reduce_command;
extern const struct command pages_command;
extern const struct command publish_command;
extern const struct command template_command;
extern const struct command verify_command;
extern const struct command version_command;

/* All of them; ends with NULL.  Stands in main.c. */
extern const struct command *const commands[];
/* NULL when there is none. */
const struct command *command_find(const char *name);
/* Says that there is none, and which is near; STATUS_USAGE. */
int command_unknown(const char *name);
void usage_print(FILE *out);

/* Usage, summary and options of a command on stdout; returns STATUS_HELPED. */
struct option;
int command_help(const struct command *command, const struct option *options);
/*
 * The options of a command, without running it: it is asked for its help, and
 * what it hands to command_help() goes to `tell` instead.  The pointers in the
 * table are good for nothing.
 */
void command_options(const struct command *command,
    void (*tell)(void *context, const struct option *options), void *context);

/*
 * A folder of what is installed with the program (“themes/default”,
 * “scripts”): beside the program where it was built, else in
 * ../share/tongbao.  NULL when it is nowhere.
 */
const char *installed_folder(struct arena *arena, const char *name);

/* Where the messages' catalogues are; NULL when nowhere. */
const char *catalogue_folder(struct arena *arena);

#define TONGBAO_VERSION "0.1.0"

#endif
