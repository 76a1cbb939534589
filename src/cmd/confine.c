#include "cmd/site.h"

#include <stdlib.h>
#include <string.h>
#include "base/os.h"
#include "cmd/cmd.h"

/* Each may be a link, those that are read only within the site. */
static void
site_add(struct confine *confine, const struct site_run *run)
{
	static const char *const folders[] = { "content", "themes", "scripts",
		"output", ".tongbao", "archive" };
	const char *root = run->options.root;
	confine_add(confine, root, CONFINE_READ);
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		confine_add(confine,
		    arena_printf(run->arena, "%s/%s", root, folders[i]),
		    CONFINE_READ);
	if (run->options.rights.content)
		confine_add(confine,
		    arena_printf(run->arena, "%s/content", root),
		    CONFINE_WRITE);
}

static void
installed_add(struct confine *confine, const struct site_run *run)
{
	static const char *const folders[] = { "themes", "scripts" };
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		confine_add(confine, installed_folder(run->arena, folders[i]),
		    CONFINE_READ);
	confine_add(confine, catalogue_folder(run->arena), CONFINE_READ);
}

/* Where fontconfig looks, and what it remembers of it. */
static void
fonts_add(struct confine *confine, const struct site_run *run)
{
	static const struct {
		const char *variable, *below;
	} places[] = { { "FONTCONFIG_FILE", "" }, { "FONTCONFIG_PATH", "" },
		{ "XDG_CACHE_HOME", "/fontconfig" },
		{ "XDG_CONFIG_HOME", "/fontconfig" },
		{ "XDG_DATA_HOME", "/fonts" }, { "HOME", "/.fonts" },
		{ "HOME", "/.cache/fontconfig" },
		{ "HOME", "/.config/fontconfig" },
		{ "HOME", "/.local/share/fonts" } };
	const struct site *site = run->corpus.site;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		const char *value = getenv(places[i].variable);
		if (value != NULL && *value != '\0')
			confine_add(confine,
			    arena_printf(run->arena, "%s%s", value,
				places[i].below),
			    CONFINE_READ);
	}
	for (size_t i = 0; site != NULL && i < site->font_folder_count; i++)
		confine_add(confine, site->font_folders[i], CONFINE_READ);
}

/* What is there of the way to a file or folder that is to be made. */
static void
target_add(struct confine *confine, const char *target)
{
	if (target == NULL)
		return;
	/* A link to a file that is there is followed. */
	const char *real = os_real_path(confine->arena, target);
	char *path =
	    arena_string(confine->arena, real != NULL ? real : target);
	for (;;) {
		char *slash = strrchr(path, '/');
		if (slash == NULL)
			break;
		*slash = '\0';
		if (*path == '\0')
			confine_add(confine, "/", CONFINE_WRITE);
		else if (os_type_target(path) == OS_FOLDER)
			confine_add(confine, path, CONFINE_WRITE);
		else
			continue;
		return;
	}
	confine_add(confine, ".", CONFINE_WRITE);
}

void
site_confine(struct site_run *run)
{
	const struct site_rights *rights = &run->options.rights;
	struct confine confine;
	if (rights->all)
		return;
	confine_init(&confine, run->arena);
	confine.all_files = rights->all_files;
	confine.programs = rights->programs;
	site_add(&confine, run);
	installed_add(&confine, run);
	fonts_add(&confine, run);
	target_add(&confine, rights->target);
	confine_add(&confine, rights->read, CONFINE_READ);
	if (rights->prepare != NULL)
		rights->prepare(rights->context, run, &confine);
	confine_enter(&confine);
}
