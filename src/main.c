/*
 * tongbao (通报): a folder of review records → what an office circulates.
 */
#include <stdio.h>
#include <string.h>
#include "base/option.h"
#include "cmd/cmd.h"

static const struct command *const commands[] = {
	&build_command,
	&check_command,
	&coverage_command,
	&init_command,
	&open_command,
	&version_command,
};

#define COMMANDS (sizeof(commands) / sizeof(*commands))

static void
usage_print(FILE *out)
{
	fputs("tongbao: review records in, sites and bulletins out\n\n"
	      "usage: tongbao COMMAND [options]\n\n",
	    out);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-10s%s\n", commands[i]->name,
		    commands[i]->summary);
	fputs("\nEach command explains itself: tongbao COMMAND --help\n"
	      "Exit status: 0 ok, 1 faults in the content, 2 usage, "
	      "3 the system, 70 our own fault\n",
	    out);
}

static int
command_unknown(const char *word)
{
	const char *names[COMMANDS];
	for (size_t i = 0; i < COMMANDS; i++)
		names[i] = commands[i]->name;
	const char *near = nearest_word(word, names, COMMANDS);
	fprintf(stderr, "tongbao: there is no command '%s'", word);
	if (near != NULL)
		fprintf(stderr, "; did you mean %s?", near);
	fputs("\nTry: tongbao --help\n", stderr);
	return STATUS_USAGE;
}

/* What was printed must have been written, too (a full disk, a closed pipe). */
static int
output_close(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	perror("tongbao: standard output");
	return status == STATUS_OK ? STATUS_SYSTEM : status;
}

int
main(int argc, char **argv)
{
	if (argc < 2) {
		usage_print(stderr);
		return STATUS_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0) {
		usage_print(stdout);
		return STATUS_OK;
	}
	if (strcmp(argv[1], "--version") == 0)
		return version_command.run(0, NULL);
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(argv[1], commands[i]->name) == 0)
			return output_close(
			    commands[i]->run(argc - 2, argv + 2));
	return command_unknown(argv[1]);
}
