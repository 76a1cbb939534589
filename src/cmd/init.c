/*
 * tongbao init: a small new site to begin with, from the theme's skeleton.  All
 * of it is made beside, then becomes content/ by one rename: whatever a killed
 * run has left is no site, and the next one begins anew.
 */
#include <stdio.h>
#include "base/buf.h"
#include "base/lang.h"
#include "base/option.h"
#include "base/os.h"
#include "base/path.h"
#include "cmd/cmd.h"

/* In the new site. */
#define STAGE ".tongbao-init"
#define IGNORE ".gitignore"
#define IGNORED "/archive/\n/output/\n.tongbao/\n"
/*
 * In content/: approvals and seals hold digests of bytes, which git may not
 * change when somebody clones the site for Windows (core.autocrlf).
 */
#define ATTRIBUTES ".gitattributes"
#define UNCHANGED "* -text\n"

static int
init_fail(const char *message)
{
	fprintf(stderr, "tongbao init: %s\n", message);
	return STATUS_SYSTEM;
}

static int
file_write(const char *path, struct text bytes, struct os_error *error)
{
	return os_write(path, bytes, error) != 0
	    ? -1
	    : os_set_mode(path, 0666 & ~os_umask(), error);
}

static int
file_copy(struct arena *arena, const char *from, const char *to,
    const char *path, struct os_error *error)
{
	struct text bytes;
	const char *target = arena_printf(arena, "%s/%s", to, path);
	if (os_read(arena, arena_printf(arena, "%s/%s", from, path), &bytes,
		error) != 0 ||
	    os_make_folders(path_folder(arena, target), 0777 & ~os_umask(),
		error) != 0)
		return -1;
	return file_write(target, bytes, error);
}

/* Nothing is there, or a folder with nothing but what a killed run has left. */
static bool
is_free(struct arena *arena, const char *folder)
{
	struct os_error ignored;
	struct text text;
	bool ours = os_read(arena, arena_printf(arena, "%s/" IGNORE, folder),
			&text, &ignored) == 0 &&
	    text_is(text, IGNORED);
	return os_type_target(folder) == OS_NONE ||
	    (os_type_target(folder) == OS_FOLDER &&
		os_holds_only(folder, STAGE, ours ? IGNORE : "."));
}

static int
stage_fill(struct arena *arena, const char *skeleton,
    const struct os_list *files, const char *stage, struct os_error *error)
{
	if (os_remove_tree(stage, error) != 0 ||
	    os_make_folders(stage, 0777 & ~os_umask(), error) != 0)
		return -1;
	for (size_t i = 0; i < files->count; i++)
		if (file_copy(arena, skeleton, stage, files->items[i].path,
			error) != 0)
			return -1;
	if (file_write(arena_printf(arena, "%s/" IGNORE, stage),
		TEXT_LIT(IGNORED), error) != 0 ||
	    file_write(arena_printf(arena, "%s/" ATTRIBUTES, stage),
		TEXT_LIT(UNCHANGED), error) != 0)
		return -1;
	return os_sync(stage, error);
}

static int
stage_place(struct arena *arena, const char *folder, const char *stage,
    struct os_error *error)
{
	const char *made = arena_printf(arena, "%s/" IGNORE, stage);
	int put = os_put(
	    made, arena_printf(arena, "%s/" IGNORE, folder), NULL, error);
	if (put < 0 || (put > 0 && os_remove_tree(made, error) != 0))
		return -1;
	return os_rename(
	    stage, arena_printf(arena, "%s/content", folder), error);
}

/* As it has to be typed: most names need no quotes. */
static const char *
folder_for_shell(struct arena *arena, const char *folder)
{
	struct buf buf = BUF_INIT;
	const char *path = *folder == '-'
	    ? arena_printf(arena, "./%s", folder)
	    : folder;
	if (path[strcspn(path, " \t\n'\"\\$`&|;<>()[]{}*?!#~")] == '\0')
		return path;
	buf_put_quoted(&buf, path);
	return buf_detach(arena, &buf).at;
}

static int
site_make(struct arena *arena, const char *folder)
{
	struct os_error error, ignored;
	struct os_list files;
	const char *stage = arena_printf(arena, "%s/" STAGE, folder);
	const char *skeleton =
	    installed_folder(arena, "themes/default/skeleton/content");
	if (skeleton == NULL)
		return init_fail(
		    _("the skeleton of a new site is not installed "
		      "(share/tongbao/themes/default/skeleton)"));
	if (!is_free(arena, folder)) {
		fprintf(stderr,
		    _("tongbao init: %s is there already and not empty; name "
		      "a new folder\n"),
		    folder);
		return STATUS_USAGE;
	}
	if (os_walk(arena, skeleton, &files, &error) != 0 ||
	    stage_fill(arena, skeleton, &files, stage, &error) != 0 ||
	    stage_place(arena, folder, stage, &error) != 0) {
		os_remove_tree(stage, &ignored);
		return init_fail(error.message);
	}
	printf(_("%s: a new site with %zu files in content/\n"
		 "Next: cd %s && tongbao build, then open "
		 "output/masses/index.html\n"),
	    folder, files.count, folder_for_shell(arena, folder));
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
	if (operands != 1 || *argv[0] == '\0') {
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
