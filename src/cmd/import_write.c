#include "cmd/import.h"

#include "base/diag.h"
#include "base/lang.h"
#include "model/rules.h"

/* Not walked, as its name begins with a dot; on the file system of content/. */
#define STAGE "content/.import"

static int
fail(struct import *import, const char *message)
{
	struct diag *d = diag_at(&import->diags, &rules[RULE_SYSTEM],
	    SPAN_NONE, "the import can't be written: %s", message);
	d->effect = _("each file is there whole, or as it was before");
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

/* Nobody has changed, added or removed it since it was read. */
static bool
is_as_read(struct import *import, const struct import_file *file,
    const char *target, struct os_error *error)
{
	struct text now;
	enum os_type type = os_type(target);
	bool same = file->fresh ? type == OS_NONE
				: type == OS_FILE &&
		os_read(import->run.arena, target, &now, error) == 0 &&
		text_equal(now, file->old);
	if (!same)
		snprintf(error->message, sizeof(error->message),
		    "%.400s: %s", target, _("is not what it was a moment ago"));
	return same;
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
		if (!is_as_read(import, file, target, error))
			return -1;
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
		return fail(import, _("another import is running"));
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
