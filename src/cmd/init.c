/* tongbao init: a small new site to begin with, from the theme's skeleton. */
#include <stdio.h>
#include "base/lang.h"
#include "base/option.h"
#include "base/os.h"
#include "cmd/cmd.h"

static int
init_fail(const char *message)
{
	fprintf(stderr, "tongbao init: %s\n", message);
	return STATUS_SYSTEM;
}

static int
file_copy(struct arena *arena, const char *from, const char *to,
    const char *path, struct os_error *error)
{
	struct text bytes;
	char *target = arena_printf(arena, "%s/%s", to, path);
	char *slash = strrchr(target, '/');
	if (os_read(arena, arena_printf(arena, "%s/%s", from, path), &bytes,
		error) != 0)
		return -1;
	*slash = '\0';
	if (os_make_folders(target, 0755, error) != 0)
		return -1;
	*slash = '/';
	return os_write(target, bytes, error);
}

static int
site_make(struct arena *arena, const char *folder)
{
	struct os_error error;
	struct os_list files;
	const char *skeleton =
	    installed_folder(arena, "themes/default/skeleton");
	if (skeleton == NULL)
		return init_fail(
		    _("the skeleton of a new site is not installed "
		      "(share/tongbao/themes/default/skeleton)"));
	if (os_type_target(folder) != OS_NONE &&
	    (os_type_target(folder) != OS_FOLDER ||
		!os_holds_only(folder, "."))) {
		fprintf(stderr,
		    _("tongbao init: %s is there already and not empty; name "
		      "a new folder\n"),
		    folder);
		return STATUS_USAGE;
	}
	if (os_walk(arena, skeleton, &files, &error) != 0)
		return init_fail(error.message);
	for (size_t i = 0; i < files.count; i++)
		if (file_copy(arena, skeleton, folder, files.items[i].path,
			&error) != 0)
			return init_fail(error.message);
	const char *ignore = arena_printf(arena, "%s/.gitignore", folder);
	if (os_write(ignore, TEXT_LIT("/archive/\n/output/\n.tongbao/\n"), &error) != 0)
		return init_fail(error.message);
	printf(_("%s: a new site with %zu files in content/\n"
		 "Next: cd %s && tongbao build, then open "
		 "output/masses/index.html\n"),
	    folder, files.count, folder);
	return STATUS_OK;
}

static int
init_main(int argc, char **argv)
{
	bool help = false;
	const struct option table[] = {
		{ "help", 'h', OPTION_FLAG, &help, NULL, N_("this help") },
		{ .name = NULL },
	};
	int operands = options_parse(table, argc, argv, "init");
	if (operands < 0)
		return STATUS_USAGE;
	if (help)
		return command_help(&init_command, table);
	if (operands != 1) {
		fputs(_("tongbao init: name the folder of the new site\n"
			"Try: tongbao init FOLDER\n"),
		    stderr);
		return STATUS_USAGE;
	}
	struct arena *arena = arena_new();
	int status = site_make(arena, argv[0]);
	arena_free(arena);
	return status;
}

const struct command init_command = {
	"init", N_("FOLDER"), N_("make a small new site in FOLDER"), init_main,
};
