#include "cmd/kept_parts.h"

#include "base/keep.h"

/* ---- a file of the edition ---- */

void
page_file_put(struct buf *out, const struct page_file *file)
{
	pack_text(out, file->name);
	keep_put_signature(out, &file->signature);
}

struct page_file
page_file_read(struct unpack *from)
{
	struct page_file file = { .name = unpack_text(from) };
	file.signature = keep_read_signature(from);
	return file;
}

void
page_file_sign(const struct kept_pages *kept, struct page_file *file)
{
	os_sign_below(&kept->now, file->name.at, &file->signature);
}

struct page_file
page_file_of(
    const struct kept_pages *kept, struct arena *arena, const char *name)
{
	struct page_file file = { .name = text_of(arena_string(arena, name)) };
	page_file_sign(kept, &file);
	return file;
}

#define MODE 0644 /* of all that is published */

/* Links change the time of change, so that is not asked for. */
static bool
is_in(const struct os_folder *folder, const struct page_file *file)
{
	struct os_signature now;
	const struct os_signature *was = &file->signature;
	return os_sign_below(folder, file->name.at, &now) &&
	    now.size == was->size && now.inode == was->inode &&
	    now.device == was->device && now.modified == was->modified &&
	    now.mode == MODE;
}

bool
page_file_stands(const struct kept_pages *kept, struct page_file *file)
{
	file->staged = stage_has_spare(kept->wish.keeping->stage) &&
	    is_in(&kept->now, file);
	return file->staged || is_in(&kept->was, file);
}

const char *
kept_file_path(const struct kept_pages *kept, struct arena *arena,
    const struct page_file *file)
{
	const struct os_folder *folder =
	    file->staged ? &kept->now : &kept->was;
	return arena_printf(arena, "%s/%s", folder->path, file->name.at);
}

int
kept_file_read(const struct kept_pages *kept, const struct page_file *file,
    struct arena *arena, struct text *bytes, struct os_error *error)
{
	return os_read(arena, kept_file_path(kept, arena, file), bytes, error);
}

int
kept_file_put(const struct kept_pages *kept, const struct page_file *file,
    struct os_error *error)
{
	const struct stage *stage = kept->wish.keeping->stage;
	struct buf path = BUF_INIT;
	buf_printf(&path, "%s/%s", kept_view(kept)->edition->id, file->name.at);
	int status = file->staged && stage_stay(stage, path.at)
	    ? 0
	    : stage_keep(stage, path.at, error);
	buf_free(&path);
	return status;
}

/* ---- runs of lists ---- */

static void
rows_put(struct buf *out, const struct kept_pages *kept, size_t first,
    size_t end)
{
	pack_digest(out, kept->ledger);
	for (size_t i = first; i < end; i++)
		pack_digest(out, kept->rows[i]);
}

static void
catalogue_put(struct buf *out, const struct kept_pages *kept, size_t first,
    size_t end)
{
	const struct view_entry *const *entries =
	    plan_catalogue(kept->wish.plan, first, end);
	for (size_t i = 0; i < end - first; i++)
		pack_digest(out, kept->entries[entries[i]->index]);
}

static void
entries_put(struct buf *out, const struct kept_pages *kept, size_t first,
    size_t end)
{
	for (size_t i = first; i < end; i++)
		pack_digest(out, kept->entries[i]);
}

static size_t
list_count(const struct kept_pages *kept, enum trace_list list)
{
	return list == TRACE_ROWS ? kept->wish.plan->ledger->row_count
				  : kept_view(kept)->entries.count;
}

/* -1: the list has not so many any more.  The last run may have to go on. */
static int
run_put(struct buf *out, const struct kept_pages *kept,
    const struct trace_run *run)
{
	size_t count = list_count(kept, run->list);
	if (run->first > run->end || run->end > count)
		return -1;
	pack_bool(out, run->end == count);
	pack_number(out, run->list);
	pack_number(out, run->first);
	pack_number(out, run->end);
	if (run->list == TRACE_ROWS)
		rows_put(out, kept, run->first, run->end);
	else if (run->list == TRACE_CATALOGUE)
		catalogue_put(out, kept, run->first, run->end);
	else
		entries_put(out, kept, run->first, run->end);
	return 0;
}

/* ---- of all that it was made from ---- */

/* -1: the view has it no more, or, of one that was missing, has it now. */
static int
from_put(struct buf *out, const struct kept_pages *kept,
    const struct kept_made *made)
{
	const struct view *view = kept_view(kept);
	for (size_t i = 0; i < made->entries.count; i++) {
		const struct view_entry *entry =
		    table_get(&view->entry_ids, made->entries.items[i]);
		if (entry == NULL)
			return -1;
		pack_digest(out, kept->entries[entry->index]);
	}
	for (size_t i = 0; i < made->organisations.count; i++) {
		const struct view_organisation *o =
		    view_organisation(view, made->organisations.items[i]);
		if (o == NULL)
			return -1;
		pack_digest(out, kept->organisations[o->index]);
	}
	for (size_t i = 0; i < made->missing.count; i++)
		if (table_get(&view->entry_ids, made->missing.items[i]) != NULL)
			return -1;
	for (size_t i = 0; i < made->run_count; i++)
		if (run_put(out, kept, &made->runs[i]) != 0)
			return -1;
	return 0;
}

/* As it is now. */
static int
made_digest(const struct kept_pages *kept, struct kept_worker *worker,
    const struct kept_made *made, struct digest *digest)
{
	if (from_put(&worker->scratch, kept, made) != 0)
		return -1;
	*digest = digest_of(buf_text(&worker->scratch));
	return 0;
}

bool
kept_made_is_same(const struct kept_pages *kept, struct kept_worker *worker,
    const struct kept_made *made)
{
	struct digest digest;
	return made->is_kept &&
	    made_digest(kept, worker, made, &digest) == 0 &&
	    digest_equal(digest, made->digest);
}

void
kept_made_take(const struct kept_pages *kept, struct kept_worker *worker,
    struct kept_made *made)
{
	struct arena *arena = worker->arena;
	const struct trace *trace = &worker->trace;
	const struct view *view = kept_view(kept);
	if (trace->whole)
		return;
	made->entries.count = trace->entry_count;
	made->entries.items =
	    ARENA_ARRAY(arena, struct text, trace->entry_count);
	for (size_t i = 0; i < trace->entry_count; i++)
		made->entries.items[i] =
		    text_of(view->entries.items[trace->entries[i]]->id);
	made->organisations.count = trace->organisation_count;
	made->organisations.items =
	    ARENA_ARRAY(arena, struct text, trace->organisation_count);
	for (size_t i = 0; i < trace->organisation_count; i++)
		made->organisations.items[i] = text_of(
		    view->organisations[trace->organisations[i]]->id);
	made->missing =
	    (struct made_from){ trace->missing, trace->missing_count };
	made->runs = trace->runs;
	made->run_count = trace->run_count;
	made->is_kept = made_digest(kept, worker, made, &made->digest) == 0;
}

/* ---- as bytes ---- */

static void
made_from_put(struct buf *out, const struct made_from *from)
{
	pack_number(out, from->count);
	for (size_t i = 0; i < from->count; i++)
		pack_text(out, from->items[i]);
}

static struct made_from
made_from_read(struct unpack *from, struct arena *arena)
{
	struct made_from made = { .count = unpack_count(from) };
	made.items = ARENA_ARRAY(arena, struct text, made.count);
	for (size_t i = 0; i < made.count && !from->failed; i++)
		made.items[i] = unpack_text(from);
	return made;
}

static void
runs_put(struct buf *out, const struct kept_made *made)
{
	pack_number(out, made->run_count);
	for (size_t i = 0; i < made->run_count; i++) {
		pack_number(out, made->runs[i].list);
		pack_number(out, made->runs[i].first);
		pack_number(out, made->runs[i].end);
	}
}

static void
runs_read(struct unpack *from, struct arena *arena, struct kept_made *made)
{
	made->run_count = unpack_count(from);
	made->runs = ARENA_ARRAY(arena, struct trace_run, made->run_count);
	for (size_t i = 0; i < made->run_count && !from->failed; i++) {
		struct trace_run *run = &made->runs[i];
		run->list =
		    (enum trace_list)unpack_index(from, TRACE__LISTS);
		run->first = (size_t)unpack_number(from);
		run->end = (size_t)unpack_number(from);
	}
}

void
kept_made_put(struct buf *out, const struct kept_made *made)
{
	pack_bool(out, made->is_kept);
	if (!made->is_kept)
		return;
	pack_digest(out, made->digest);
	made_from_put(out, &made->entries);
	made_from_put(out, &made->organisations);
	made_from_put(out, &made->missing);
	runs_put(out, made);
}

void
kept_made_read(
    struct unpack *from, struct arena *arena, struct kept_made *made)
{
	made->is_kept = unpack_bool(from);
	if (!made->is_kept)
		return;
	made->digest = unpack_digest(from);
	made->entries = made_from_read(from, arena);
	made->organisations = made_from_read(from, arena);
	made->missing = made_from_read(from, arena);
	runs_read(from, arena, made);
}
