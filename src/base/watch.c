#include "base/watch.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/lang.h"
#include "base/wait.h"

#define EVENTS                                                                 \
	(IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE |  \
	    IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)

struct root {
	const char *path, *shown;
	bool shallow;
	bool absent; /* when it was looked for */
};

/* A folder that is watched, by the number that the system gave it. */
struct place {
	char *path, *shown; /* NULL: none of ours any more */
	bool shallow;
};

struct watch {
	struct arena *arena; /* roots */
	struct root *roots;
	size_t root_count, root_capacity;
	int descriptor;
	struct place *places; /* by number */
	size_t place_count;
	struct watch_changes *told; /* while it is collected */
	struct arena *told_arena;
};

static int
fail(struct os_error *error, const char *path)
{
	int code = errno;
	const char *why = code == ENOSPC
	    ? _("more folders than this system watches "
		"(sysctl fs.inotify.max_user_watches)")
	    : code == EMFILE
	    ? _("more programs watch folders than this system lets "
		"(sysctl fs.inotify.max_user_instances), or too many files are "
		"open")
	    : strerror(code);
	return os_tell(error, code, path, why);
}

/* Without a name: the folder itself. */
static void
change_add(struct watch *watch, const char *folder, const char *name)
{
	struct watch_changes *told = watch->told;
	if (told == NULL)
		return;
	ARENA_ROOM(watch->told_arena, told->paths, told->count,
	    told->capacity);
	told->paths[told->count++] = arena_printf(watch->told_arena, "%s%s%s",
	    folder, *folder == '\0' ? "" : "/", name);
}

/* ---- folders ---- */

static char *
joined(const char *folder, const char *name)
{
	char *path;
	if (asprintf(&path, "%s%s%s", folder, *folder == '\0' ? "" : "/",
		name) < 0)
		out_of_memory();
	return path;
}

static void
place_clear(struct place *place)
{
	free(place->path);
	free(place->shown);
	*place = (struct place){ .path = NULL };
}

static void
places_free(struct watch *watch)
{
	for (size_t i = 0; i < watch->place_count; i++)
		place_clear(&watch->places[i]);
	free(watch->places);
	watch->places = NULL;
	watch->place_count = 0;
}

static struct place *
place_at(struct watch *watch, int number)
{
	size_t count = (size_t)number + 1;
	if (count > watch->place_count) {
		struct place *more = realloc(watch->places,
		    2 * count * sizeof(*more));
		if (more == NULL)
			out_of_memory();
		memset(more + watch->place_count, 0,
		    (2 * count - watch->place_count) * sizeof(*more));
		watch->places = more;
		watch->place_count = 2 * count;
	}
	return &watch->places[number];
}

static int folder_watch(struct watch *watch, const char *path,
    const char *shown, bool shallow, bool root, struct os_error *error);

static bool
is_dotted(const char *name)
{
	return *name == '.';
}

/* It is gone again, is no folder, or is closed to us: nothing is to be watched. */
static bool
is_passed_over(int code)
{
	return code == ENOENT || code == ENOTDIR || code == EACCES ||
	    code == ELOOP;
}

/* What is in it: files count as changed while changes are collected. */
static int
folder_enter(struct watch *watch, const char *path, const char *shown,
    struct os_error *error)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	int status = 0;
	if (dir == NULL)
		return is_passed_over(errno) ? 0 : fail(error, path);
	while (status == 0 && (entry = readdir(dir)) != NULL) {
		struct stat st;
		if (is_dotted(entry->d_name))
			continue;
		char *inner = joined(path, entry->d_name);
		char *inner_shown = joined(shown, entry->d_name);
		if (lstat(inner, &st) == 0 && S_ISDIR(st.st_mode))
			status = folder_watch(
			    watch, inner, inner_shown, false, false, error);
		else
			change_add(watch, shown, entry->d_name);
		free(inner);
		free(inner_shown);
	}
	closedir(dir);
	return status;
}

/* First the watch, then a look: what comes in between is told twice. */
static int
folder_watch(struct watch *watch, const char *path, const char *shown,
    bool shallow, bool root, struct os_error *error)
{
	int number = inotify_add_watch(watch->descriptor, path,
	    EVENTS | IN_ONLYDIR | IN_EXCL_UNLINK |
		(root ? 0 : IN_DONT_FOLLOW));
	if (number < 0)
		return is_passed_over(errno) ? 0 : fail(error, path);
	struct place *place = place_at(watch, number);
	place_clear(place);
	*place = (struct place){ strdup(path), strdup(shown), shallow };
	if (place->path == NULL || place->shown == NULL)
		out_of_memory();
	return shallow ? 0 : folder_enter(watch, path, shown, error);
}

/* It, and all below it, has gone elsewhere or nowhere. */
static void
folder_forget(struct watch *watch, const char *path)
{
	size_t len = strlen(path);
	for (size_t i = 0; i < watch->place_count; i++) {
		struct place *place = &watch->places[i];
		if (place->path == NULL ||
		    strncmp(place->path, path, len) != 0 ||
		    (place->path[len] != '\0' && place->path[len] != '/'))
			continue;
		inotify_rm_watch(watch->descriptor, (int)i);
		place_clear(place);
	}
}

/* ---- opening ---- */

static bool
is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode) &&
	    access(path, R_OK) == 0;
}

/* Looked at first: one that comes in between is looked for once more. */
static int
root_watch(struct watch *watch, struct root *root, struct os_error *error)
{
	root->absent = !is_folder(root->path);
	return folder_watch(
	    watch, root->path, root->shown, root->shallow, true, error);
}

static int
roots_watch(struct watch *watch, struct os_error *error)
{
	int status = 0;
	places_free(watch);
	if (watch->descriptor >= 0)
		close(watch->descriptor);
	watch->descriptor = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (watch->descriptor < 0)
		return fail(error, "inotify");
	for (size_t i = 0; status == 0 && i < watch->root_count; i++)
		status = root_watch(watch, &watch->roots[i], error);
	return status;
}

struct watch *
watch_open(struct os_error *error)
{
	struct arena *arena = arena_new();
	struct watch *watch = ARENA_NEW(arena, struct watch);
	*watch = (struct watch){ .arena = arena, .descriptor = -1 };
	if (roots_watch(watch, error) == 0)
		return watch;
	watch_close(watch);
	return NULL;
}

void
watch_close(struct watch *watch)
{
	if (watch == NULL)
		return;
	places_free(watch);
	if (watch->descriptor >= 0)
		close(watch->descriptor);
	arena_free(watch->arena);
}

int
watch_add(struct watch *watch, const char *path, const char *shown,
    bool shallow, struct os_error *error)
{
	ARENA_ROOM(watch->arena, watch->roots, watch->root_count,
	    watch->root_capacity);
	struct root *root = &watch->roots[watch->root_count++];
	*root = (struct root){ arena_string(watch->arena, path),
		arena_string(watch->arena, shown), shallow, false };
	return root_watch(watch, root, error);
}

int
watch_again(struct watch *watch, struct os_error *error)
{
	return roots_watch(watch, error);
}

bool
watch_lacks(const struct watch *watch)
{
	for (size_t i = 0; i < watch->root_count; i++)
		if (watch->roots[i].absent && is_folder(watch->roots[i].path))
			return true;
	return false;
}

int
watch_descriptor(const struct watch *watch)
{
	return watch->descriptor;
}

/* ---- events ---- */

static int
folder_event(struct watch *watch, const struct place *place,
    const struct inotify_event *event, struct os_error *error)
{
	char *path = joined(place->path, event->name);
	char *shown = joined(place->shown, event->name);
	int status = 0;
	if (place->shallow) {
		if ((event->mask & IN_ATTRIB) == 0)
			change_add(watch, shown, "");
	} else if ((event->mask & (IN_CREATE | IN_MOVED_TO)) != 0) {
		status = folder_watch(
		    watch, path, shown, false, false, error);
	} else if ((event->mask & (IN_DELETE | IN_MOVED_FROM)) != 0) {
		change_add(watch, shown, "");
		folder_forget(watch, path);
	}
	free(path);
	free(shown);
	return status;
}

/*
 * Who has made a file will write it, and close it then; of a link, or a second
 * name, there is nothing more to come.
 */
static bool
is_unwritten(const struct place *place, const char *name)
{
	struct stat st;
	char *path = joined(place->path, name);
	bool is = lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_nlink == 1;
	free(path);
	return is;
}

static int
event_take(struct watch *watch, const struct inotify_event *event,
    struct os_error *error)
{
	if ((event->mask & IN_Q_OVERFLOW) != 0) {
		watch->told->missed = true;
		return 0;
	}
	if (event->wd < 0 || (size_t)event->wd >= watch->place_count ||
	    watch->places[event->wd].path == NULL)
		return 0;
	struct place *place = &watch->places[event->wd];
	if ((event->mask & IN_IGNORED) != 0) {
		place_clear(place);
		return 0;
	}
	if ((event->mask & (IN_DELETE_SELF | IN_MOVE_SELF)) != 0) {
		/* Its parent tells of it, but for a root's. */
		for (size_t i = 0; i < watch->root_count; i++)
			if (strcmp(watch->roots[i].path, place->path) == 0)
				watch->told->missed = true;
		return 0;
	}
	if (event->len == 0 || is_dotted(event->name))
		return 0;
	if ((event->mask & IN_ISDIR) != 0)
		return folder_event(watch, place, event, error);
	if ((event->mask & IN_CREATE) == 0 || !is_unwritten(place, event->name))
		change_add(watch, place->shown, event->name);
	return 0;
}

/* All that is there to be read; how many, -1 on error. */
static long
events_take(struct watch *watch, struct os_error *error)
{
	_Alignas(struct inotify_event) char bytes[16 << 10];
	long count = 0;
	for (;;) {
		ssize_t n = read(watch->descriptor, bytes, sizeof(bytes));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 || errno == EAGAIN
			    ? count
			    : fail(error, "inotify");
		for (ssize_t at = 0; at < n;) {
			const struct inotify_event *event =
			    (const struct inotify_event *)(bytes + at);
			if (event_take(watch, event, error) != 0)
				return -1;
			at += (ssize_t)(sizeof(*event) + event->len);
			count++;
		}
	}
}

static int
path_compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
changes_sort(struct watch_changes *changes)
{
	size_t kept = 0;
	if (changes->count > 1)
		qsort(changes->paths, changes->count, sizeof(*changes->paths),
		    path_compare);
	for (size_t i = 0; i < changes->count; i++)
		if (kept == 0 ||
		    strcmp(changes->paths[kept - 1], changes->paths[i]) != 0)
			changes->paths[kept++] = changes->paths[i];
	changes->count = kept;
}

int
watch_collect(struct watch *watch, struct arena *arena, unsigned quiet,
    unsigned most, struct watch_changes *changes, struct os_error *error)
{
	*changes = (struct watch_changes){ NULL, 0, 0, false };
	watch->told = changes;
	watch->told_arena = arena;
	double end = os_seconds() + most / 1e3;
	long taken;
	bool more;
	do
		taken = events_take(watch, error);
	while (taken >= 0 && os_seconds() < end &&
	    wait_for(&watch->descriptor, 1, quiet, &more) > 0);
	watch->told = NULL;
	if (taken >= 0 && changes->missed)
		taken = roots_watch(watch, error);
	changes_sort(changes);
	return taken < 0 ? -1 : 0;
}
