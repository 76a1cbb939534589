#include "read/kept.h"

#include "base/keep.h"
#include "base/pool.h"
#include "read/part.h"

#define GROUPS_MOST 64
#define GROUP_LEAST 128 /* files; unless there are less in all */

/* What is kept of some of the files. */
struct group {
	struct text map; /* nothing: it was not there */
	struct digest key;
	/* Its files are order[first] … order[first + count - 1]. */
	size_t first, count;
	bool changed; /* what is kept is not what is to be kept */
};

struct kept {
	struct arena *arena;
	struct arena *reading; /* what is needed only while records are read */
	const char *folder;
	bool writes;
	bool has_key;
	struct digest key;
	struct kept_file *files;
	size_t count;
	uint32_t *order; /* of files, group by group, sorted in each */
	struct group groups[GROUPS_MOST];
	size_t group_count;
	size_t taken;
};

struct kept *
kept_new(const char *folder, bool writes)
{
	struct arena *arena = arena_new();
	struct kept *kept = ARENA_NEW(arena, struct kept);
	kept->arena = arena;
	kept->folder = arena_string(arena, folder);
	kept->writes = writes;
	kept->reading = arena_new();
	return kept;
}

void
kept_free(struct kept *kept)
{
	if (kept == NULL)
		return;
	for (size_t i = 0; i < kept->group_count; i++)
		os_unmap(kept->groups[i].map);
	arena_free(kept->reading);
	arena_free(kept->arena);
}

void
kept_lock(struct kept *kept)
{
	for (size_t i = 0; i < kept->group_count; i++)
		os_map_lock(kept->groups[i].map);
}

void
kept_unlock(struct kept *kept)
{
	for (size_t i = 0; i < kept->group_count; i++)
		os_map_unlock(kept->groups[i].map);
}

void
kept_leave(struct kept *kept)
{
	for (size_t i = 0; i < kept->group_count; i++)
		os_map_leave(kept->groups[i].map);
}

size_t
kept_taken(const struct kept *kept)
{
	return kept->taken;
}

/* ---- groups ---- */

struct kept_file *
kept_files(struct kept *kept, size_t count)
{
	kept->count = count;
	kept->files = ARENA_ARRAY(kept->reading, struct kept_file, count);
	return kept->files;
}

static size_t
group_of(const struct kept *kept, const char *path)
{
	return text_hash(text_of(path)) & (kept->group_count - 1);
}

/* Few are few files; many are many, so that a change writes little. */
static void
groups_make(struct kept *kept)
{
	kept->group_count = 1;
	while (kept->group_count < GROUPS_MOST &&
	    kept->count > kept->group_count * GROUP_LEAST)
		kept->group_count *= 2;
	unsigned char *of =
	    ARENA_ARRAY(kept->reading, unsigned char, kept->count);
	for (size_t i = 0; i < kept->count; i++) {
		of[i] = (unsigned char)group_of(kept, kept->files[i].path);
		kept->groups[of[i]].count++;
	}
	for (size_t g = 1; g < kept->group_count; g++)
		kept->groups[g].first = kept->groups[g - 1].first +
		    kept->groups[g - 1].count;
	size_t next[GROUPS_MOST];
	for (size_t g = 0; g < kept->group_count; g++)
		next[g] = kept->groups[g].first;
	kept->order = ARENA_ARRAY(kept->reading, uint32_t, kept->count);
	for (size_t i = 0; i < kept->count; i++)
		kept->order[next[of[i]]++] = (uint32_t)i;
}

static void
group_name(const struct kept *kept, size_t group, struct buf *path)
{
	buf_clear(path);
	buf_printf(path, "%s/readings-%02zu", kept->folder, group);
}

/* Of another number of groups, one holds other files. */
static struct digest
group_tag(const struct kept *kept, size_t group)
{
	char tag[64];
	int n = snprintf(tag, sizeof(tag), "readings %zu of %zu", group,
	    kept->group_count);
	return digest_of((struct text){ tag, (size_t)n });
}

/* ---- reading ---- */

/* Both are sorted by path.  What is of no file any more has to go. */
static void
group_match(struct kept *kept, struct group *group, struct unpack *from)
{
	size_t next = group->first, end = group->first + group->count;
	group->key = unpack_digest(from);
	while (unpack_more(from)) {
		const char *path = unpack_text(from).at;
		struct os_signature was = keep_read_signature(from);
		struct text part = unpack_text(from);
		if (from->failed)
			break;
		struct kept_file *file = NULL;
		int order = 1;
		while (next < end && order > 0) {
			file = &kept->files[kept->order[next]];
			order = strcmp(path, file->path);
			next += order >= 0;
		}
		if (file == NULL || order != 0) {
			group->changed = true;
			continue;
		}
		file->was = was;
		file->part = part;
	}
	group->changed = group->changed || from->failed;
}

static void
group_open(void *context, size_t job, unsigned worker)
{
	struct kept *kept = context;
	struct group *group = &kept->groups[job];
	struct buf path = BUF_INIT;
	struct unpack from;
	(void)worker;
	group_name(kept, job, &path);
	if (keep_read(path.at, group_tag(kept, job), &group->map, &from))
		group_match(kept, group, &from);
	else
		group->changed = true;
	buf_free(&path);
}

/* Others could have put there what they like. */
static bool
is_folder(const char *path)
{
	return os_type(path) == OS_FOLDER && os_is_own(path);
}

void
kept_begin(struct kept *kept, unsigned jobs)
{
	groups_make(kept);
	if (is_folder(kept->folder))
		pool_run(jobs, kept->group_count, group_open, kept);
	else
		for (size_t g = 0; g < kept->group_count; g++)
			kept->groups[g].changed = true;
}

void
kept_look(struct kept_file *file, const char *path)
{
	file->is_unchanged = file->part.len > 0 && os_sign(path, &file->now) &&
	    os_is_same(&file->was, &file->now);
}

void
kept_settle(struct kept *kept, struct digest key)
{
	kept->has_key = true;
	kept->key = key;
}

static bool
is_of(const struct kept_file *file, const struct source *source)
{
	struct text was = part_file(file->part), now = source_file(source);
	return was.at != NULL && was.len == now.len &&
	    memcmp(was.at, now.at, was.len) == 0;
}

bool
kept_is_good(const struct kept *kept, const struct kept_file *file,
    const struct source *source)
{
	return kept->has_key && file->part.len > 0 &&
	    digest_equal(kept->groups[group_of(kept, file->path)].key,
		kept->key) &&
	    (file->is_unchanged || is_of(file, source));
}

/* ---- writing ---- */

static bool
file_has_changed(const struct kept_file *file)
{
	if (file->source == NULL)
		return file->part.len > 0;
	return !file->stands || !os_is_same(&file->was, &file->now);
}

static bool
group_has_changed(const struct kept *kept, const struct group *group)
{
	for (size_t i = 0; i < group->count; i++)
		if (file_has_changed(
			&kept->files[kept->order[group->first + i]]))
			return true;
	return group->changed;
}

static void
file_put(struct buf *out, const struct kept_file *file, struct buf *part)
{
	if (file->source == NULL)
		return;
	pack_text(out, text_of(file->path));
	keep_put_signature(out, &file->now);
	if (file->stands) {
		pack_text(out, file->part);
		return;
	}
	buf_clear(part);
	part_put(part, file->source, file->number, file->record, file->diags);
	pack_text(out, buf_text(part));
}

static void
group_write(void *context, size_t job, unsigned worker)
{
	struct kept *kept = context;
	struct group *group = &kept->groups[job];
	struct buf path = BUF_INIT, body = BUF_INIT, part = BUF_INIT;
	(void)worker;
	if (!group_has_changed(kept, group))
		return;
	pack_digest(&body, kept->key);
	for (size_t i = 0; i < group->count; i++)
		file_put(&body, &kept->files[kept->order[group->first + i]],
		    &part);
	group_name(kept, job, &path);
	keep_write(path.at, group_tag(kept, job), buf_text(&body));
	buf_free(&part);
	buf_free(&body);
	buf_free(&path);
}

/* Those of more groups than there are now; and what is half written. */
static void
others_remove(const struct kept *kept)
{
	struct os_error unheard;
	struct buf path = BUF_INIT;
	for (size_t g = 0; g < GROUPS_MOST; g++) {
		group_name(kept, g, &path);
		if (g >= kept->group_count)
			os_remove_tree(path.at, &unheard);
		buf_puts(&path, ".new");
		os_remove_tree(path.at, &unheard);
	}
	buf_free(&path);
}

/* For the owner only, whatever was there; the one above it is there. */
static bool
folder_make(const char *path)
{
	struct os_error unheard;
	return os_make_folders(path, 0700, &unheard) == 0 &&
	    os_type(path) == OS_FOLDER &&
	    os_set_mode(path, 0700, &unheard) == 0;
}

/* NULL where the path does not say. */
static const char *
folder_above(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash == NULL
	    ? NULL
	    : arena_copy(arena, path, (size_t)(slash - path));
}

/* The folder and the one it lies in, in one that is there. */
static bool
folders_make(const struct kept *kept)
{
	const char *work = folder_above(kept->reading, kept->folder);
	const char *above =
	    work == NULL ? NULL : folder_above(kept->reading, work);
	return above != NULL &&
	    os_type_target(*above == '\0' ? "/" : above) == OS_FOLDER &&
	    folder_make(work) && folder_make(kept->folder);
}

static bool
some_has_changed(const struct kept *kept)
{
	for (size_t g = 0; g < kept->group_count; g++)
		if (group_has_changed(kept, &kept->groups[g]))
			return true;
	return false;
}

void
kept_end(struct kept *kept, unsigned jobs)
{
	struct os_error unheard;
	int lock = -1;
	for (size_t i = 0; i < kept->count; i++)
		kept->taken += kept->files[i].stands;
	if (kept->writes && kept->has_key && some_has_changed(kept) &&
	    folders_make(kept))
		lock = os_lock(kept->folder, &unheard);
	/* Who finds another build writing leaves it to that one. */
	if (lock >= 0) {
		others_remove(kept);
		pool_run(jobs, kept->group_count, group_write, kept);
		os_unlock(lock);
	}
	arena_free(kept->reading);
	kept->reading = NULL;
}
