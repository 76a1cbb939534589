#include "cmd/import.h"

#include "base/diag.h"
#include "model/rules.h"

/* Not walked, as its name begins with a dot; on the file system of content/. */
#define STAGE "content/.import"

static int
fail(struct import *import, const char *message)
{
	struct diag *d = diag_at(&import->diags, &rules[RULE_SYSTEM],
	    SPAN_NONE, "the import can't be written: %s", message);
	diag_remedy(&import->diags, d,
	    "import again: what is written already is left as it is");
	return -1;
}

static char *
staged(struct import *import, size_t i)
{
	return arena_printf(import->run.arena, "%s/" STAGE "/%zu",
	    import->run.options.root, i);
}

/* All of it on the disk, and nothing of it where it is read. */
static int
stage_write(struct import *import, const char *stage, struct os_error *error)
{
	if (os_type(stage) != OS_NONE && os_remove_tree(stage, error) != 0)
		return -1;
	if (os_make_folders(stage, 0700, error) != 0)
		return -1;
	for (size_t i = 0; i < import->file_count; i++)
		if (os_write(staged(import, i), import->files[i]->text,
			error) != 0)
			return -1;
	return os_sync(stage, error);
}

/* Each file in one rename: it is there whole, or as it was before. */
static int
files_place(struct import *import, struct os_error *error)
{
	for (size_t i = 0; i < import->file_count; i++) {
		const struct import_file *file = import->files[i];
		char *target = arena_printf(import->run.arena, "%s/content/%s",
		    import->run.options.root, file->path);
		char *slash = strrchr(target, '/');
		*slash = '\0';
		if (os_make_folders(target, 0755, error) != 0)
			return -1;
		*slash = '/';
		enum os_type type = os_type(target);
		if (type != (file->fresh ? OS_NONE : OS_FILE) &&
		    (file->fresh || type != OS_NONE)) {
			snprintf(error->message, sizeof(error->message),
			    "%s: is not what it was a moment ago", target);
			return -1;
		}
		if (os_rename(staged(import, i), target, error) != 0)
			return -1;
	}
	return 0;
}

int
import_write(struct import *import)
{
	struct os_error error;
	struct arena *arena = import->run.arena;
	const char *root = import->run.options.root;
	const char *stage = arena_printf(arena, "%s/" STAGE, root);
	const char *folder = arena_printf(arena, "%s/.tongbao", root);
	if (os_make_folders(folder, 0700, &error) != 0)
		return fail(import, error.message);
	int lock = os_lock(arena_printf(arena, "%s/import.lock", folder),
	    &error);
	if (lock == -2)
		return fail(import, "another import is running");
	if (lock < 0)
		return fail(import, error.message);
	int status = stage_write(import, stage, &error);
	if (status == 0)
		status = files_place(import, &error);
	if (status != 0)
		fail(import, error.message);
	struct os_error ignored;
	os_remove_tree(stage, &ignored);
	if (status == 0)
		status = os_sync(root, &error) == 0
		    ? 0
		    : fail(import, error.message);
	os_unlock(lock);
	return status;
}
