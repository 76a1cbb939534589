#include "publish/stage.h"

#include <errno.h>
#include <stdatomic.h>
#include "base/hash.h"
#include "base/lang.h"
#include "base/lock.h"
#include "base/path.h"
#include "model/rules.h"

/* Says “a build made this”, so that no other folder is ever replaced. */
#define MARKER ".tongbao-output"
#define MARKER_TEXT                                                            \
	"This folder is made by `tongbao build` and replaced whole by it.\n"

#define LEFTOVERS N_("remove what an earlier build left there")

/* A file of the spare that has become the stage. */
struct left {
	const char *path;
	atomic_bool stays; /* it was kept, or another one was written there */
	bool gone;
};

struct stage {
	const char *output; /* the folder that is served */
	const char *parent; /* the folder it lies in */
	const char *work;   /* .tongbao beside it */
	const char *name;   /* of the folder, in there */
	struct os_folder folder; /* the stage; held open once it is made */
	struct os_folder published; /* the output, where there is one */
	const char *old, *spare;
	int lock;
	bool sparing, is_published;
	bool was_spare, is_refused;
	/* What was in the stage at first: nothing, but for a spare. */
	struct arena *arena;
	struct table files; /* path → struct left * */
	struct left *left;
	size_t left_count;
	struct os_list folders;
	struct lock *clearing; /* what stands in the way */
};

static int
fault(struct diags *diags, const struct os_error *error, const char *remedy)
{
	struct diag *d = diag_at(diags, &rules[RULE_SYSTEM], SPAN_NONE, "%s",
	    error->message);
	if (remedy != NULL)
		diag_remedy(diags, d, "%s", remedy);
	return -1;
}

static int
refuse(struct diags *diags, const char *output, const char *what,
    const char *remedy)
{
	struct diag *d = diag_at(diags, &rules[RULE_OUTPUT_FOREIGN], SPAN_NONE,
	    "%s %s", output, _(what));
	diag_remedy(diags, d, "%s", remedy);
	return -1;
}

static void
stage_name(struct stage *stage, struct arena *arena, const char *output)
{
	char *path = arena_string(arena, output);
	size_t len = strlen(path);
	while (len > 1 && path[len - 1] == '/')
		path[--len] = '\0';
	stage->output = path;
	stage->parent = path_folder(arena, path);
	stage->work = arena_printf(arena, "%s/.tongbao", stage->parent);
	stage->name =
	    arena_printf(arena, "%s/%s", stage->work, path_name(path));
	stage->folder = (struct os_folder){ arena_printf(arena, "%s.stage",
						stage->name),
		-1 };
	stage->old = arena_printf(arena, "%s.old", stage->name);
	stage->spare = arena_printf(arena, "%s.spare", stage->name);
}

const char *
stage_work(struct arena *arena, const char *output)
{
	struct stage stage;
	stage_name(&stage, arena, output);
	return stage.work;
}

const char *
stage_parent(struct arena *arena, const char *output)
{
	struct stage stage;
	stage_name(&stage, arena, output);
	return stage.parent;
}

const char *
stage_beside(struct arena *arena, const char *output, const char *suffix)
{
	struct stage stage;
	stage_name(&stage, arena, output);
	return arena_printf(arena, "%s%s", stage.name, suffix);
}

bool
stage_is_named(const char *output)
{
	struct text path = text_of(output);
	while (text_ends(path, "/"))
		path.len--;
	const char *slash = memrchr(path.at, '/', path.len);
	struct text name = slash == NULL
	    ? path
	    : text_from(path, (size_t)(slash + 1 - path.at));
	return name.len > 0 && !text_is(name, ".") && !text_is(name, "..");
}

/* Is there something in the folder that a build did not make? */
static bool
is_foreign(struct arena *arena, const char *output)
{
	return os_type(arena_printf(arena, "%s/" MARKER, output)) != OS_FILE &&
	    !os_holds_only(output, ".gitkeep", ".");
}

static int
output_check(struct stage *stage, struct arena *arena, struct diags *diags)
{
	switch (os_type(stage->output)) {
	case OS_NONE:
		return 0;
	case OS_LINK:
		return refuse(diags, stage->output, "is a symbolic link",
		    "name the folder itself with --output: a link can't be "
		    "swapped in one step");
	case OS_FOLDER:
		break;
	default:
		return refuse(diags, stage->output, "is no folder",
		    "name a folder with --output");
	}
	if (os_is_mount_point(stage->output))
		return refuse(diags, stage->output, "is a mount point",
		    "a mount point can't be swapped in one step: build into a "
		    "folder below it (--output FOLDER/site) and serve that");
	if (is_foreign(arena, stage->output))
		return refuse(diags, stage->output,
		    "holds files that no build made",
		    "a build replaces the whole folder: name an empty one "
		    "with --output, or move those files away");
	return 0;
}

static int
stage_lock(struct stage *stage, struct arena *arena, struct diags *diags)
{
	struct os_error error;
	if (!stage_is_named(stage->output))
		return refuse(diags, stage->output, "is no folder's name",
		    "a build puts another folder in the place of this one: name "
		    "it from the folder that it lies in (--output ../NAME)");
	if (os_type(stage->work) == OS_LINK)
		return refuse(diags, stage->work, "is a symbolic link",
		    "move it away: a build makes a folder of its own there");
	if (os_make_folders(stage->parent, 0755, &error) != 0 ||
	    os_make_folders(stage->work, 0700, &error) != 0 ||
	    os_set_mode(stage->work, 0700, &error) != 0)
		return fault(diags, &error, "make the folder writable");
	stage->lock = os_lock(arena_printf(arena, "%s.lock", stage->name), &error);
	if (stage->lock == -2)
		os_tell(&error, error.code, stage->output,
		    _("it is being made already"));
	if (stage->lock >= 0)
		return 0;
	return fault(diags, &error,
	    stage->lock == -2 ? "another build is running here: wait for it"
			      : "make the folder writable");
}

/* What a killed build left: the old output comes back, the rest goes. */
static int
stage_tidy(struct stage *stage, struct diags *diags)
{
	struct os_error error;
	if (os_type(stage->old) != OS_NONE &&
	    os_type(stage->output) == OS_NONE &&
	    os_rename(stage->old, stage->output, &error) != 0)
		return fault(diags, &error, NULL);
	if (os_remove_tree(stage->old, &error) != 0 ||
	    os_remove_tree(stage->folder.path, &error) != 0 ||
	    (!stage->sparing && os_remove_tree(stage->spare, &error) != 0))
		return fault(diags, &error, LEFTOVERS);
	return 0;
}

/* ---- what is in the stage already ---- */

/* It is read by many at a time, while the editions are made. */
static void
left_list(struct stage *stage, const struct os_list *files)
{
	table_reserve(&stage->files, files->count);
	stage->left =
	    ARENA_ARRAY(stage->arena, struct left, files->count);
	stage->left_count = files->count;
	for (size_t i = 0; i < files->count; i++) {
		stage->left[i].path = files->items[i].path;
		table_add(&stage->files, text_of(stage->left[i].path),
		    &stage->left[i]);
	}
}

/*
 * From here on it is a stage, which the next build throws away.  False: there is
 * none, or something about it is odd.
 */
static bool
spare_take(struct stage *stage)
{
	struct os_error unheard;
	struct os_list files;
	if (!stage->sparing ||
	    os_rename(stage->spare, stage->folder.path, &unheard) != 0 ||
	    os_walk_plain(stage->arena, stage->folder.path, 0755, &files,
		&stage->folders, &unheard) != 0)
		return false;
	left_list(stage, &files);
	stage->was_spare = true;
	return true;
}

static int
folder_begin(struct stage *stage, struct diags *diags)
{
	struct os_error error;
	if (!spare_take(stage)) {
		stage->folders.count = 0;
		if (os_remove_tree(stage->folder.path, &error) != 0)
			return fault(diags, &error, LEFTOVERS);
		if (os_make_folders(stage->folder.path, 0755, &error) != 0)
			return fault(diags, &error, NULL);
	}
	stage->folder = os_folder_open(stage->folder.path);
	stage->published = os_folder_open(stage->output);
	return 0;
}

static void
stage_free(struct stage *stage)
{
	os_folder_close(&stage->folder);
	os_folder_close(&stage->published);
	lock_free(stage->clearing);
	arena_free(stage->arena);
	os_unlock(stage->lock);
}

struct stage *
stage_open(struct arena *arena, const char *output, bool sparing,
    struct diags *diags)
{
	struct stage *stage = ARENA_NEW(arena, struct stage);
	*stage = (struct stage){ .lock = -1, .sparing = sparing };
	stage_name(stage, arena, output);
	if (stage_lock(stage, arena, diags) != 0)
		return NULL;
	stage->published = (struct os_folder){ stage->output, -1 };
	stage->arena = arena_new();
	table_init(&stage->files, stage->arena);
	stage->clearing = lock_new();
	if (stage_tidy(stage, diags) != 0 ||
	    output_check(stage, arena, diags) != 0 ||
	    folder_begin(stage, diags) != 0) {
		stage_free(stage);
		return NULL;
	}
	end_says(_("nothing was published"));
	return stage;
}

const char *
stage_folder(const struct stage *stage)
{
	return stage->folder.path;
}

/* One at a time: two may find the same in their ways. */
static void
way_remove(const struct stage *stage, const char *path)
{
	struct arena *arena = arena_new();
	struct os_error later; /* when it is tried again */
	const char *full =
	    arena_printf(arena, "%s/%s", stage->folder.path, path);
	for (size_t i = 0; path[i] != '\0'; i++) {
		struct left *left = path[i] != '/'
		    ? NULL
		    : table_get(&stage->files, (struct text){ path, i });
		if (left == NULL || left->stays || left->gone)
			continue;
		os_remove_tree(arena_printf(arena, "%s/%s",
				   stage->folder.path, left->path),
		    &later);
		left->gone = true;
	}
	if (os_type(full) == OS_FOLDER)
		os_remove_tree(full, &later);
	arena_free(arena);
}

/*
 * A file of the spare where there is to be a folder, or a folder where there is
 * to be a file?  Then it is gone.
 */
static bool
way_clear(const struct stage *stage, const char *path, int code)
{
	if (stage->left_count == 0 ||
	    (code != ENOTDIR && code != EISDIR && code != EEXIST))
		return false;
	lock_take(stage->clearing);
	way_remove(stage, path);
	lock_give(stage->clearing);
	return true;
}

static int
put(const struct stage *stage, const char *path, const struct text *bytes,
    struct os_error *error)
{
	return bytes == NULL
	    ? os_link_between(
		  &stage->published, &stage->folder, path, error)
	    : os_write_into(&stage->folder, path, *bytes, error);
}

/* Written, or, without bytes, the one that is published. */
static int
stage_put(const struct stage *stage, const char *path,
    const struct text *bytes, struct os_error *error)
{
	struct left *left = table_get(&stage->files, text_of(path));
	int status = put(stage, path, bytes, error);
	if (status != 0 && way_clear(stage, path, error->code))
		status = put(stage, path, bytes, error);
	if (status == 0 && left != NULL)
		left->stays = true;
	return status;
}

int
stage_write(const struct stage *stage, const char *path, struct text bytes,
    struct os_error *error)
{
	return stage_put(stage, path, &bytes, error);
}

int
stage_append(const struct stage *stage, const char *path, struct text bytes,
    struct os_error *error)
{
	return os_append_into(&stage->folder, path, bytes, error);
}

bool
stage_has_spare(const struct stage *stage)
{
	return stage->left_count > 0;
}

bool
stage_stay(const struct stage *stage, const char *path)
{
	struct left *left = table_get(&stage->files, text_of(path));
	if (left == NULL)
		return false;
	left->stays = true;
	return true;
}

int
stage_keep(const struct stage *stage, const char *path, struct os_error *error)
{
	return stage_put(stage, path, NULL, error);
}

int
stage_link(const struct stage *stage, const char *path, const char *from,
    struct os_error *error)
{
	return os_link_below(from, stage->folder.path, path, error);
}

/* The files at the top that are no part of any edition. */
static int
keepers_write(struct stage *stage, struct os_error *error)
{
	if (os_type(arena_printf(stage->arena, "%s/.gitkeep",
		stage->output)) == OS_FILE &&
	    stage_write(stage, ".gitkeep", TEXT_LIT(""), error) != 0)
		return -1;
	return stage_write(stage, MARKER, TEXT_LIT(MARKER_TEXT), error);
}

/* What the spare had and this build has not. */
static int
left_sweep(struct stage *stage, struct os_error *error)
{
	const char *root = stage->folder.path;
	for (size_t i = 0; i < stage->left_count; i++) {
		const struct left *left = &stage->left[i];
		if (!left->stays && !left->gone &&
		    os_remove_tree(arena_printf(stage->arena, "%s/%s", root,
				       left->path),
			error) != 0)
			return -1;
	}
	/* Those that lie in others stand behind them. */
	for (size_t i = stage->folders.count; i-- > 0;)
		if (os_remove_empty(arena_printf(stage->arena, "%s/%s", root,
					stage->folders.items[i].path),
			error) != 0)
			return -1;
	return 0;
}

/* Where the file system can't exchange: the old one aside, the new one in. */
static int
swap_by_two(struct stage *stage, struct os_error *error)
{
	struct os_error ignored;
	if (os_rename(stage->output, stage->old, error) != 0)
		return -1;
	if (os_rename(stage->folder.path, stage->output, error) == 0)
		return 0;
	os_rename(stage->old, stage->output, &ignored);
	return -1;
}

static int
swap(struct stage *stage, struct os_error *error)
{
	if (os_type(stage->output) == OS_NONE)
		return os_rename(stage->folder.path, stage->output, error);
	int status = os_exchange(stage->folder.path, stage->output, error);
	return status == 1 ? swap_by_two(stage, error) : status;
}

int
stage_publish(struct stage *stage, struct diags *diags)
{
	struct os_error error;
	if (keepers_write(stage, &error) != 0 ||
	    left_sweep(stage, &error) != 0 ||
	    os_sync(stage->folder.path, &error) != 0 || swap(stage, &error) != 0)
		return fault(diags, &error, NULL);
	stage->is_published = true;
	end_says(_("the output is new"));
	return 0;
}

void
stage_refuse(struct stage *stage)
{
	stage->is_refused = true;
}

/* The old output lies in one of two places: the swap has left it there. */
static void
spare_leave(const struct stage *stage)
{
	struct os_error none;
	bool leaves = stage->is_published
	    ? stage->sparing
	    : stage->is_refused && stage->was_spare;
	if (leaves && os_rename(stage->folder.path, stage->spare, &none) != 0)
		os_rename(stage->old, stage->spare, &none);
}

void
stage_close(struct stage *stage)
{
	struct os_error ignored;
	if (stage == NULL)
		return;
	spare_leave(stage);
	/* What can't be removed now, the next build removes. */
	os_remove_tree(stage->folder.path, &ignored);
	/* Where the swap failed half way, the old one is the only copy. */
	if (os_type(stage->output) != OS_NONE)
		os_remove_tree(stage->old, &ignored);
	stage_free(stage);
}
