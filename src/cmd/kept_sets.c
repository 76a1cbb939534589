#include "cmd/kept_parts.h"

#include "base/keep.h"

struct kept_set {
	bool is_kept;
	struct digest from;
	struct text note;
	struct page_file *files;
	size_t file_count, file_room;
};

struct kept_sets {
	struct kept_pages *kept;
	const char *path;
	struct text bytes; /* of the file that was there */
	size_t count;
	struct kept_set *before, *now; /* by number */
	struct kept_set **open; /* by worker */
};

/* ---- the file ---- */

static void
set_put(struct buf *out, const struct kept_set *set)
{
	pack_bool(out, set->is_kept);
	if (!set->is_kept)
		return;
	pack_digest(out, set->from);
	pack_text(out, set->note);
	pack_number(out, set->file_count);
	for (size_t i = 0; i < set->file_count; i++)
		page_file_put(out, &set->files[i]);
}

static void
set_read(struct unpack *from, struct arena *arena, struct kept_set *set)
{
	set->is_kept = unpack_bool(from);
	if (!set->is_kept)
		return;
	set->from = unpack_digest(from);
	set->note = unpack_text(from);
	set->file_count = unpack_count(from);
	set->files = ARENA_ARRAY(arena, struct page_file, set->file_count);
	for (size_t i = 0; i < set->file_count && !from->failed; i++)
		set->files[i] = page_file_read(from);
}

static void
sets_read(struct kept_sets *sets)
{
	struct unpack body;
	if (!keep_read(sets->path, sets->kept->key, &sets->bytes, &body))
		return;
	size_t count = unpack_number(&body);
	for (size_t i = 0; i < count && i < sets->count && !body.failed; i++)
		set_read(&body, sets->kept->arena, &sets->before[i]);
	if (count != sets->count || unpack_failed(&body))
		memset(sets->before, 0, sets->count * sizeof(*sets->before));
}

struct kept_sets *
kept_sets_open(struct kept_pages *kept, const char *name, size_t count)
{
	struct arena *arena = kept->arena;
	struct kept_sets *sets = ARENA_NEW(arena, struct kept_sets);
	*sets = (struct kept_sets){ .kept = kept,
		.path = arena_printf(arena, "%s/sets-%zu-%s",
		    kept->wish.keeping->folder, kept->wish.edition, name),
		.count = count,
		.before = ARENA_ARRAY(arena, struct kept_set, count),
		.now = ARENA_ARRAY(arena, struct kept_set, count),
		.open = ARENA_ARRAY(arena, struct kept_set *, kept->wish.jobs) };
	sets_read(sets);
	return sets;
}

/* What can't be kept is made again the next time. */
void
kept_sets_close(struct kept_sets *sets)
{
	struct buf out = BUF_INIT;
	pack_number(&out, sets->count);
	for (size_t i = 0; i < sets->count; i++)
		set_put(&out, &sets->now[i]);
	keep_write(sets->path, sets->kept->key, buf_text(&out));
	buf_free(&out);
	if (sets->bytes.at != NULL)
		os_unmap(sets->bytes);
}

/* ---- a set ---- */

bool
kept_set_stands(struct kept_sets *sets, size_t number, struct digest from,
    struct text *note)
{
	struct kept_set *set = &sets->before[number];
	if (!set->is_kept || !digest_equal(set->from, from))
		return false;
	for (size_t i = 0; i < set->file_count; i++)
		if (!page_file_stands(sets->kept, &set->files[i]))
			return false;
	sets->now[number] = *set;
	*note = set->note;
	return true;
}

void
kept_set_begin(struct kept_sets *sets, size_t number, struct digest from,
    unsigned worker)
{
	sets->open[worker] = &sets->now[number];
	*sets->open[worker] = (struct kept_set){ .from = from };
}

void
kept_set_add(struct kept_sets *sets, const char *name, unsigned worker)
{
	struct kept_set *set = sets->open[worker];
	struct arena *arena = sets->kept->workers[worker].arena;
	ARENA_ROOM(arena, set->files, set->file_count, set->file_room);
	set->files[set->file_count++] = page_file_of(sets->kept, arena, name);
}

void
kept_set_end(
    struct kept_sets *sets, struct text note, bool clean, unsigned worker)
{
	struct kept_set *set = sets->open[worker];
	set->note = arena_text(sets->kept->workers[worker].arena, note);
	set->is_kept = clean;
}

int
kept_set_each(const struct kept_sets *sets, size_t number,
    int (*take)(void *context, const struct page_file *file), void *context)
{
	const struct kept_set *set = &sets->now[number];
	int status = 0;
	for (size_t i = 0; i < set->file_count && status == 0; i++)
		status = take(context, &set->files[i]);
	return status;
}
