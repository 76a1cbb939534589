#include "cmd/cmd.h"

#include <stdio.h>
#include "base/confine.h"
#include "base/lang.h"
#include "base/option.h"
#include "base/os.h"

/* Who wants the tables of options instead of help, while he asks. */
static struct asking {
	void (*tell)(void *context, const struct option *options);
	void *context;
} asking;

void
command_options(const struct command *command,
    void (*tell)(void *context, const struct option *options), void *context)
{
	char help[] = "--help";
	char *argv[] = { help, NULL };
	asking = (struct asking){ tell, context };
	command->run(1, argv);
	asking = (struct asking){ NULL, NULL };
}

int
command_help(const struct command *command, const struct option *options)
{
	if (asking.tell != NULL) {
		asking.tell(asking.context, options);
		return STATUS_HELPED;
	}
	printf("tongbao %s %s\n\n%s\n\n", command->name,
	    _(command->operands), _(command->summary));
	options_help(options, stdout);
	return STATUS_HELPED;
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

const char *
catalogue_folder(struct arena *arena)
{
	static const char *const places[] = { ".build/locale", "locale",
		"../share/locale" };
	const char *program = os_program_folder(arena);
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		const char *folder =
		    arena_printf(arena, "%s/%s", program, places[i]);
		if (os_type_target(arena_printf(arena,
			"%s/zh_CN/LC_MESSAGES/tongbao.mo", folder)) == OS_FILE)
			return folder;
	}
	return NULL;
}

/* What of this machine keeps scripts in, beside their sandbox. */
static void
means_print(void)
{
	struct confine_means means = confine_means();
	if (means.landlock > 0)
		printf(_("files are closed to scripts: Landlock %d\n"),
		    means.landlock);
	else
		puts(_("files are closed to scripts by their sandbox only: "
		       "this kernel has no Landlock"));
	if (means.filter)
		puts(_("programs and the network are closed to scripts: "
		       "seccomp"));
	else
		puts(_("programs and the network are closed to scripts by "
		       "their sandbox only: this kernel has no seccomp"));
}

static int
version_main(int argc, char **argv)
{
	bool help = false;
	const struct option table[] = {
		{ "help", 'h', OPTION_FLAG, &help, NULL, N_("this help") },
		{ .name = NULL },
	};
	if (options_parse(table, argc, argv, "version") < 0)
		return STATUS_USAGE;
	if (help)
		return command_help(&version_command, table);
	puts("tongbao " TONGBAO_VERSION);
	means_print();
	return STATUS_OK;
}

const struct command version_command = {
	"version", "", N_("print the version"), version_main,
};
