/*
 * The recipe: subcommands, the only place that knows every room.  One file a
 * subcommand, which ends in one `const struct command`.
 */
#ifndef TONGBAO_CMD_CMD_H
#define TONGBAO_CMD_CMD_H

#include "base/arena.h"

/* Exit statuses. */
enum {
	STATUS_OK = 0,
	STATUS_CONTENT = 1, /* faults in the content */
	STATUS_USAGE = 2,
	STATUS_SYSTEM = 3,
	STATUS_BUG = 70, /* ours, or a filter over its time */
};

struct command {
	const char *name;
	const char *operands; /* in the usage line, may be "" */
	const char *summary;
	int (*run)(int argc, char **argv); /* without the name */
};

extern const struct command build_command;
extern const struct command check_command;
extern const struct command coverage_command;
extern const struct command init_command;
extern const struct command open_command;
extern const struct command version_command;

/* Usage, summary and options of a command on stdout; returns STATUS_OK. */
struct option;
int command_help(const struct command *command, const struct option *options);

/*
 * A folder of what is installed with the program (“themes/default”,
 * “scripts”): beside the program where it was built, else in
 * ../share/tongbao.  NULL when it is nowhere.
 */
const char *installed_folder(struct arena *arena, const char *name);

#define TONGBAO_VERSION "0.1.0"

#endif
