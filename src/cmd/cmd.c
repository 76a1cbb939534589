#include "cmd/cmd.h"

#include <stdio.h>
#include "base/option.h"
#include "base/os.h"

int
command_help(const struct command *command, const struct option *options)
{
	printf("tongbao %s %s\n\n%s\n\n", command->name, command->operands,
	    command->summary);
	options_help(options, stdout);
	return STATUS_OK;
}

const char *
installed_folder(struct arena *arena, const char *name)
{
	static const char *const places[] = { "", "../share/tongbao/" };
	const char *program = os_program_folder(arena);
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		const char *folder =
		    arena_printf(arena, "%s/%s%s", program, places[i], name);
		if (os_type_target(folder) == OS_FOLDER)
			return folder;
	}
	return NULL;
}

static int
version_main(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	puts("tongbao " TONGBAO_VERSION);
	return STATUS_OK;
}

const struct command version_command = {
	"version", "", "print the version", version_main,
};
