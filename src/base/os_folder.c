/* Folders: what is in them, made, removed; see os.h. */
#include "base/os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/os_parts.h"

/* ---- the walk ---- */

static enum os_type
entry_type(int folder, const struct dirent *entry)
{
	struct stat st;
	switch (entry->d_type) {
	case DT_REG:
		return OS_FILE;
	case DT_DIR:
		return OS_FOLDER;
	case DT_LNK:
		return OS_LINK;
	case DT_UNKNOWN:
		if (fstatat(folder, entry->d_name, &st,
			AT_SYMLINK_NOFOLLOW) == 0)
			return os_type_of_mode(st.st_mode);
		return OS_NONE;
	default:
		return OS_OTHER;
	}
}

/* `queue` holds the folders still to read: no recursion, no depth limit. */
static int
walk_folder(struct arena *arena, const char *root, const char *folder,
    bool hidden, struct os_list *found, struct os_list *queue,
    struct os_error *error)
{
	const char *full =
	    *folder == '\0' ? root : arena_printf(arena, "%s/%s", root, folder);
	DIR *dir = opendir(full);
	if (dir == NULL)
		return os_fail(error, full, NULL);
	const struct dirent *entry;
	while (errno = 0, (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.' &&
		    (!hidden || strcmp(entry->d_name, ".") == 0 ||
			strcmp(entry->d_name, "..") == 0))
			continue;
		enum os_type type = entry_type(dirfd(dir), entry);
		if (type == OS_NONE)
			continue; /* it went away meanwhile */
		struct os_found item = { .type = type };
		item.path = *folder == '\0'
		    ? arena_string(arena, entry->d_name)
		    : arena_printf(arena, "%s/%s", folder, entry->d_name);
		struct os_list *list = type == OS_FOLDER ? queue : found;
		ARENA_ROOM(arena, list->items, list->count, list->capacity);
		list->items[list->count++] = item;
	}
	int status = errno == 0 ? 0 : os_fail(error, full, NULL);
	closedir(dir);
	return status;
}

static int
found_compare(const void *a, const void *b)
{
	return strcmp(((const struct os_found *)a)->path,
	    ((const struct os_found *)b)->path);
}

void
os_list_sort(struct os_list *list)
{
	if (list->count > 0)
		qsort(list->items, list->count, sizeof(*list->items),
		    found_compare);
}

static int
walk(struct arena *arena, const char *root, bool hidden, struct os_list *list,
    struct os_error *error)
{
	struct os_list queue = { 0 };
	*list = (struct os_list){ 0 };
	if (walk_folder(arena, root, "", hidden, list, &queue, error) != 0)
		return -1;
	for (size_t i = 0; i < queue.count; i++)
		if (walk_folder(arena, root, queue.items[i].path, hidden, list,
			&queue, error) != 0)
			return -1;
	os_list_sort(list);
	return 0;
}

int
os_walk_flat(struct arena *arena, const char *root, struct os_list *list,
    struct os_error *error)
{
	struct os_list folders = { 0 };
	*list = (struct os_list){ 0 };
	if (walk_folder(arena, root, "", false, list, &folders, error) != 0)
		return -1;
	os_list_sort(list);
	return 0;
}

int
os_walk(struct arena *arena, const char *root, struct os_list *list,
    struct os_error *error)
{
	return walk(arena, root, false, list, error);
}

int
os_walk_all(struct arena *arena, const char *root, struct os_list *list,
    struct os_error *error)
{
	return walk(arena, root, true, list, error);
}

/* This user's, as os_make_folders() makes one. */
static int
folder_check(const char *path, unsigned mode, dev_t device,
    struct os_error *error)
{
	struct stat st;
	if (lstat(path, &st) != 0)
		return os_fail(error, path, NULL);
	if (S_ISDIR(st.st_mode) && (st.st_mode & 07777) == mode &&
	    st.st_uid == geteuid() && st.st_dev == device)
		return 0;
	errno = EPERM;
	return os_fail(error, path, NULL);
}

static int
files_check(const char *root, const struct os_list *files,
    struct os_error *error)
{
	for (size_t i = 0; i < files->count; i++)
		if (files->items[i].type != OS_FILE) {
			errno = EPERM;
			return os_fail(error, root, files->items[i].path);
		}
	return 0;
}

int
os_walk_plain(struct arena *arena, const char *root, unsigned mode,
    struct os_list *files, struct os_list *folders, struct os_error *error)
{
	struct stat st;
	*files = *folders = (struct os_list){ 0 };
	if (lstat(root, &st) != 0)
		return os_fail(error, root, NULL);
	if (folder_check(root, mode, st.st_dev, error) != 0 ||
	    walk_folder(arena, root, "", true, files, folders, error) != 0)
		return -1;
	for (size_t i = 0; i < folders->count; i++) {
		const char *path = folders->items[i].path;
		if (folder_check(arena_printf(arena, "%s/%s", root, path), mode,
			st.st_dev, error) != 0 ||
		    walk_folder(arena, root, path, true, files, folders,
			error) != 0)
			return -1;
	}
	return files_check(root, files, error);
}

/* ---- made ---- */

unsigned
os_umask(void)
{
	mode_t mask = umask(0);
	umask(mask);
	return mask;
}

static int
folder_make(const char *path, unsigned mode)
{
	if (mkdir(path, mode) == 0)
		return chmod(path, mode); /* whatever the umask says */
	if (errno == EEXIST && os_type_target(path) == OS_FOLDER)
		return 0;
	if (errno == EEXIST)
		errno = ENOTDIR;
	return -1;
}

/* Most are there already: those above only when they are missing. */
static int
folders_make(char *path, unsigned mode, struct os_error *error)
{
	if (folder_make(path, mode) == 0)
		return 0;
	char *slash = strrchr(path, '/');
	if (errno != ENOENT || slash == NULL || slash == path)
		return os_fail(error, path, NULL);
	*slash = '\0';
	if (folders_make(path, mode, error) != 0)
		return -1;
	*slash = '/';
	return folder_make(path, mode) == 0 ? 0 : os_fail(error, path, NULL);
}

int
os_make_folders(const char *path, unsigned mode, struct os_error *error)
{
	char copy[4096];
	size_t len = strlen(path);
	if (len >= sizeof(copy)) {
		errno = ENAMETOOLONG;
		return os_fail(error, path, NULL);
	}
	memcpy(copy, path, len + 1);
	return len == 0 ? 0 : folders_make(copy, mode, error);
}

/* ---- removed ---- */

/* By its name alone: nobody looks up the way to it. */
static int
entry_remove(int folder, const char *name)
{
	return unlinkat(folder, name, 0) == 0 || errno == ENOENT ? 0 : -1;
}

/* All that is in it but folders, which go to the queue. */
static int
entries_remove(struct arena *arena, DIR *dir, const char *path,
    struct os_list *queue)
{
	const struct dirent *entry;
	while (errno = 0, (entry = readdir(dir)) != NULL) {
		const char *name = entry->d_name;
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			continue;
		if (entry_type(dirfd(dir), entry) != OS_FOLDER) {
			if (entry_remove(dirfd(dir), name) != 0)
				return -1;
			continue;
		}
		ARENA_ROOM(arena, queue->items, queue->count, queue->capacity);
		queue->items[queue->count++] = (struct os_found){
			.path = arena_printf(arena, "%s/%s", path, name)
		};
	}
	return errno == 0 ? 0 : -1;
}

static int
folder_clear(struct arena *arena, const char *path, struct os_list *queue)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	int status = dir == NULL
	    ? -1
	    : entries_remove(arena, dir, path, queue);
	int code = errno;
	if (dir != NULL)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
	errno = code;
	return status;
}

/* An empty one need not be read; one that is closed to its owner is opened. */
static int
folder_clear_or_drop(struct arena *arena, const char *path,
    struct os_list *queue)
{
	if (folder_clear(arena, path, queue) == 0)
		return 0;
	int code = errno;
	if (code == ENOENT || rmdir(path) == 0 ||
	    (code == EACCES &&
		fchmodat(AT_FDCWD, path, 0700, AT_SYMLINK_NOFOLLOW) == 0 &&
		folder_clear(arena, path, queue) == 0))
		return 0;
	errno = code;
	return -1;
}

/* No recursion, no depth limit, one folder open at a time. */
static int
folder_remove(struct arena *arena, const char *path)
{
	struct os_list queue = { 0 };
	ARENA_ROOM(arena, queue.items, queue.count, queue.capacity);
	queue.items[queue.count++] = (struct os_found){ .path = path };
	for (size_t i = 0; i < queue.count; i++)
		if (folder_clear_or_drop(
			arena, queue.items[i].path, &queue) != 0)
			return -1;
	while (queue.count-- > 0)
		if (rmdir(queue.items[queue.count].path) != 0 &&
		    errno != ENOENT)
			return -1;
	return 0;
}

int
os_remove_tree(const char *path, struct os_error *error)
{
	struct stat st;
	int status = lstat(path, &st);
	if (status == 0 && S_ISDIR(st.st_mode)) {
		struct arena *arena = arena_new();
		status = folder_remove(arena, path);
		int code = errno;
		arena_free(arena);
		errno = code;
	} else if (status == 0) {
		status = unlink(path);
	}
	return status == 0 || errno == ENOENT || errno == ENOTDIR
	    ? 0
	    : os_fail(error, path, NULL);
}

int
os_remove_empty(const char *path, struct os_error *error)
{
	return rmdir(path) == 0 || errno == ENOTEMPTY || errno == EEXIST ||
		errno == ENOENT || errno == ENOTDIR
	    ? 0
	    : os_fail(error, path, NULL);
}

bool
os_holds_only(const char *path, const char *name, const char *other)
{
	DIR *dir = opendir(path);
	bool only = dir != NULL;
	const struct dirent *entry;
	while (only && (entry = readdir(dir)) != NULL)
		only = strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0 ||
		    strcmp(entry->d_name, name) == 0 ||
		    strcmp(entry->d_name, other) == 0;
	if (dir != NULL)
		closedir(dir);
	return only;
}

/* ---- whose they are ---- */

/* Where temporary files go: $TMPDIR, else /tmp. */
static const char *
os_temporary_parent(void)
{
	const char *parent = getenv("TMPDIR");
	return parent == NULL || *parent == '\0' ? "/tmp" : parent;
}

const char *
os_temporary_folder(struct arena *arena, struct os_error *error)
{
	char *path =
	    arena_printf(arena, "%s/tongbao.XXXXXX", os_temporary_parent());
	if (mkdtemp(path) != NULL)
		return path;
	os_fail(error, path, NULL);
	return NULL;
}

int
os_enter(const char *folder, struct os_error *error)
{
	return chdir(folder) == 0 ? 0 : os_fail(error, folder, NULL);
}
