/*
 * tongbao (通报): a folder of review records → what an office circulates.
 */
#include <stdio.h>
#include <string.h>
#include "base/lang.h"
#include "base/option.h"
#include "cmd/cmd.h"

const struct command *const commands[] = {
	&build_command,
	&check_command,
	&coverage_command,
	&init_command,
	&new_command,
	&list_command,
	&show_command,
	&schema_command,
	&completion_command,
	&help_command,
	&version_command,
	NULL,
};

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
	const char *name = argv[1];
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		name = "help";
	if (strcmp(name, "--version") == 0)
		name = "version";
	const struct command *command = command_find(name);
	if (command == NULL)
		return command_unknown(name);
	return output_close(command->run(argc - 2, argv + 2));
}
