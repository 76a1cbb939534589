/*
 * What a build in shards is made from beside its records, as one digest: a step
 * that finds another one than the plan has would make another site.
 */
#include "cmd/shard_plan.h"

#include <errno.h>
#include "cmd/cmd.h"
#include "model/rules.h"

struct inputs {
	struct shard_input_list *list;
	struct site_run *run;
};

static void
input_add(struct inputs *in, const char *label, const char *folder,
    const char *path)
{
	struct arena *arena = in->run->arena;
	struct shard_input_list *list = in->list;
	ARENA_ROOM(arena, list->items, list->count, list->capacity);
	list->items[list->count++] = (struct shard_input){
		arena_printf(arena, "%s/%s", label, path),
		arena_printf(arena, "%s/%s", folder, path),
	};
}

/* All below a folder, which need not be there. */
static int
folder_add(struct inputs *in, const char *label, const char *folder)
{
	struct os_list files;
	struct os_error error;
	if (folder == NULL)
		return 0;
	if (os_walk(in->run->arena, folder, &files, &error) != 0)
		return error.code == ENOENT || error.code == ENOTDIR
		    ? 0
		    : rule_system(&in->run->diags, &error);
	for (size_t i = 0; i < files.count; i++)
		input_add(in, label, folder, files.items[i].path);
	return 0;
}

/* The program's own theme always lends its words. */
static int
installed_add(struct inputs *in)
{
	struct arena *arena = in->run->arena;
	const char *theme = in->run->corpus.site->theme;
	const char *name = arena_printf(arena, "themes/%s", theme);
	if (folder_add(in, "installed/scripts",
		installed_folder(arena, "scripts")) != 0 ||
	    folder_add(in, "installed/themes/default",
		installed_folder(arena, "themes/default")) != 0)
		return -1;
	return strcmp(theme, "default") == 0
	    ? 0
	    : folder_add(in, arena_printf(arena, "installed/%s", name),
		  installed_folder(arena, name));
}

int
shard_inputs_list(struct shard_input_list *list, struct site_run *run,
    const struct os_list *files)
{
	*list = (struct shard_input_list){ 0 };
	struct inputs in = { list, run };
	struct arena *arena = run->arena;
	const char *root = run->options.root;
	const char *content = arena_printf(arena, "%s/content", root);
	for (size_t i = 0; i < files->count; i++) {
		struct text path = text_of(files->items[i].path);
		if (!text_ends(path, ".md") && !picture_is_named(path))
			input_add(&in, "content", content, path.at);
	}
	if (folder_add(&in, "scripts",
		arena_printf(arena, "%s/scripts", root)) != 0 ||
	    folder_add(&in, "themes",
		arena_printf(arena, "%s/themes", root)) != 0)
		return -1;
	return installed_add(&in);
}

/*
 * Its name and what it is: the digest of a file, also behind a link; of all
 * else only that it is there.
 */
static int
input_put(struct digests *digests, const struct shard_input *input,
    struct os_error *error)
{
	struct digest digest = { { 0 } };
	bool file = digest_of_file(input->path, &digest, error) == 0;
	if (!file && !os_is_no_file(error))
		return -1;
	digests_put(digests,
	    (struct text){ input->label, strlen(input->label) + 1 });
	digests_put(digests, file ? TEXT_LIT("f") : TEXT_LIT("o"));
	digests_put_digest(digests, digest);
	return 0;
}

int
shard_inputs(struct digest *digest, struct site_run *run,
    const struct os_list *files)
{
	struct shard_input_list list;
	struct os_error error;
	if (shard_inputs_list(&list, run, files) != 0)
		return -1;
	struct digests *digests = digests_begin();
	int status = 0;
	for (size_t i = 0; i < list.count && status == 0; i++)
		status = input_put(digests, &list.items[i], &error);
	*digest = digests_finish(digests);
	return status == 0 ? 0 : rule_system(&run->diags, &error);
}
