/*
 * Command lines by table: the table parses, writes the help and the errors.
 */
#ifndef TONGBAO_BASE_OPTION_H
#define TONGBAO_BASE_OPTION_H

#include <stdbool.h>
#include <stdio.h>

enum option_kind {
	OPTION_FLAG,   /* bool * */
	OPTION_STRING, /* const char ** */
	OPTION_NUMBER, /* unsigned * */
};

struct option {
	const char *name;     /* --name */
	char letter;          /* -n, or 0 */
	enum option_kind kind;
	void *into;
	const char *argument; /* N_() word in the help, NULL for flags */
	const char *help;     /* N_() */
};

/*
 * Takes the options out of argv; what is left (argv[0] on) are operands, their
 * number is returned.  -1 after a message on stderr: a usage error.  A lone
 * `--` ends options.  The table ends with an entry whose name is NULL.
 */
int options_parse(const struct option *options, int argc, char **argv,
    const char *command);
void options_help(const struct option *options, FILE *out);

#endif
