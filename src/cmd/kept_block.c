#include "cmd/kept_parts.h"

#include "base/keep.h"

struct kept_page {
	struct page_file file;
	bool is_kept; /* else nothing but the name */
	struct digest digest;
	/* What it was made from, in that order. */
	struct made_from {
		struct text *items;
		size_t count;
	} entries, organisations, missing;
	bool stands;
};

struct page_list {
	struct kept_page *items;
	size_t count;
};

struct file_list {
	struct page_file *items;
	size_t count, capacity;
};

struct kept_block {
	struct kept_pages *kept;
	struct kept_worker *worker;
	size_t number, first, count; /* pages of the plan */
	struct text bytes; /* of the file that was there */
	/* As it was made before; empty when there is nothing of it. */
	struct page_list before;
	struct file_list files_before;
	struct text search;
	bool stands;
	/* As it is now. */
	struct page_list now;
	struct file_list files;
};

/* ---- what a page was made from ---- */

/* -1: the view has it no more, or, of one that was missing, has it now. */
static int
from_put(struct buf *out, const struct kept_pages *kept,
    const struct kept_page *page)
{
	const struct view *view = kept_view(kept);
	for (size_t i = 0; i < page->entries.count; i++) {
		const struct view_entry *entry =
		    table_get(&view->entry_ids, page->entries.items[i]);
		if (entry == NULL)
			return -1;
		pack_digest(out, kept->entries[entry->index]);
	}
	for (size_t i = 0; i < page->organisations.count; i++) {
		const struct view_organisation *o =
		    view_organisation(view, page->organisations.items[i]);
		if (o == NULL)
			return -1;
		pack_digest(out, kept->organisations[o->index]);
	}
	for (size_t i = 0; i < page->missing.count; i++)
		if (table_get(&view->entry_ids, page->missing.items[i]) != NULL)
			return -1;
	return 0;
}

/* Of what the page was made from, as it is now. */
static int
page_digest(const struct kept_block *block, const struct page *planned,
    const struct kept_page *page, struct digest *digest)
{
	struct buf *out = &block->worker->scratch;
	buf_clear(out);
	pack_string(out, planned->path);
	pack_string(out, planned->template);
	pack_string(out, planned->title);
	if (from_put(out, block->kept, page) != 0)
		return -1;
	*digest = digest_of(buf_text(out));
	return 0;
}

/* ---- a block's file ---- */

void
file_put(struct buf *out, const struct page_file *file)
{
	pack_text(out, file->name);
	keep_put_signature(out, &file->signature);
}

struct page_file
file_read(struct unpack *from)
{
	struct page_file file = { .name = unpack_text(from) };
	file.signature = keep_read_signature(from);
	return file;
}

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
page_put(struct buf *out, const struct kept_page *page)
{
	file_put(out, &page->file);
	pack_bool(out, page->is_kept);
	if (!page->is_kept)
		return;
	pack_digest(out, page->digest);
	made_from_put(out, &page->entries);
	made_from_put(out, &page->organisations);
	made_from_put(out, &page->missing);
}

static void
page_read(struct unpack *from, struct arena *arena, struct kept_page *page)
{
	page->file = file_read(from);
	page->is_kept = unpack_bool(from);
	if (!page->is_kept)
		return;
	page->digest = unpack_digest(from);
	page->entries = made_from_read(from, arena);
	page->organisations = made_from_read(from, arena);
	page->missing = made_from_read(from, arena);
}

static void
block_put(struct buf *out, const struct kept_block *block, struct text search)
{
	pack_number(out, block->first);
	pack_number(out, block->now.count);
	for (size_t i = 0; i < block->now.count; i++)
		page_put(out, &block->now.items[i]);
	pack_number(out, block->files.count);
	for (size_t i = 0; i < block->files.count; i++)
		file_put(out, &block->files.items[i]);
	pack_text(out, search);
}

/* The first page's number when it was made; nothing of it when it is broken. */
static size_t
block_read(struct kept_block *block, struct unpack *from)
{
	struct arena *arena = block->worker->arena;
	size_t first = (size_t)unpack_number(from);
	size_t count = unpack_count(from);
	block->before.items = ARENA_ARRAY(arena, struct kept_page, count);
	for (size_t i = 0; i < count && !from->failed; i++)
		page_read(from, arena, &block->before.items[i]);
	block->before.count = count;
	count = unpack_count(from);
	block->files_before.items =
	    ARENA_ARRAY(arena, struct page_file, count);
	for (size_t i = 0; i < count && !from->failed; i++)
		block->files_before.items[i] = file_read(from);
	block->files_before.count = count;
	block->search = unpack_text(from);
	if (unpack_failed(from))
		block->before.count = block->files_before.count = 0;
	return first;
}

/* ---- does it stand? ---- */

/* Links change the time of change, so that is not asked for. */
bool
file_stands(const struct kept_pages *kept, const struct page_file *file)
{
	struct os_signature now;
	const struct os_signature *was = &file->signature;
	return os_sign_below(&kept->was, file->name.at, &now) &&
	    now.size == was->size && now.inode == was->inode &&
	    now.device == was->device && now.modified == was->modified;
}

static const struct page *
planned_of(const struct kept_block *block, size_t i)
{
	return &block->kept->wish.plan->pages[block->first + i];
}

static bool
page_stands(const struct kept_block *block, const struct page *planned,
    const struct kept_page *page)
{
	struct digest digest;
	return page->is_kept &&
	    page_digest(block, planned, page, &digest) == 0 &&
	    digest_equal(digest, page->digest) &&
	    file_stands(block->kept, &page->file);
}

/* What stands is as it was before; of all others there is the name. */
static void
pages_compare(struct kept_block *block)
{
	struct arena *arena = block->worker->arena;
	struct table paths;
	table_init(&paths, arena);
	table_reserve(&paths, block->before.count);
	for (size_t i = 0; i < block->before.count; i++)
		table_add(&paths, block->before.items[i].file.name,
		    &block->before.items[i]);
	for (size_t i = 0; i < block->count; i++) {
		const struct page *planned = planned_of(block, i);
		struct text path = text_of(planned->path);
		struct kept_page *now = &block->now.items[i];
		const struct kept_page *before = table_get(&paths, path);
		if (before != NULL && page_stands(block, planned, before)) {
			*now = *before;
			now->stands = true;
		}
		now->file.name = path;
	}
}

/* The same pages under the same numbers, and all that goes with them. */
static bool
block_stands(const struct kept_block *block, size_t first)
{
	if (first != block->first || block->before.count != block->count)
		return false;
	for (size_t i = 0; i < block->count; i++)
		if (!block->now.items[i].stands ||
		    !text_equal(block->before.items[i].file.name,
			block->now.items[i].file.name))
			return false;
	for (size_t i = 0; i < block->files_before.count; i++)
		if (!file_stands(block->kept, &block->files_before.items[i]))
			return false;
	return true;
}

struct kept_block *
kept_block_open(struct kept_pages *kept, size_t number, unsigned worker)
{
	struct kept_worker *w = &kept->workers[worker];
	const struct kept_wish *wish = &kept->wish;
	struct kept_block *block = ARENA_NEW(w->arena, struct kept_block);
	struct unpack body;
	size_t first = SIZE_MAX, left = wish->plan->count;
	*block = (struct kept_block){ .kept = kept,
		.worker = w,
		.number = number,
		.first = number * wish->block };
	left -= block->first;
	block->count = left < wish->block ? left : wish->block;
	block->now = (struct page_list){
		ARENA_ARRAY(w->arena, struct kept_page, block->count),
		block->count
	};
	if (keep_read(kept_block_path(kept, w->arena, number), kept->key,
		&block->bytes, &body))
		first = block_read(block, &body);
	pages_compare(block);
	block->stands = block_stands(block, first);
	return block;
}

bool
kept_block_stands(const struct kept_block *block, struct unpack *search)
{
	*search = (struct unpack){ .bytes = block->search };
	return block->stands;
}

/* ---- its files ---- */

bool
kept_page_stands(const struct kept_block *block, size_t page)
{
	return block->now.items[page - block->first].stands;
}

int
kept_block_each(const struct kept_block *block,
    int (*take)(void *context, const char *name), void *context)
{
	int status = 0;
	for (size_t i = 0; i < block->count && status == 0; i++)
		status = take(context, block->now.items[i].file.name.at);
	for (size_t i = 0; i < block->files_before.count && status == 0; i++)
		status =
		    take(context, block->files_before.items[i].name.at);
	return status;
}

int
kept_file_read(const struct kept_pages *kept, const char *name,
    struct arena *arena, struct text *bytes, struct os_error *error)
{
	return os_read(arena,
	    arena_printf(arena, "%s/%s", kept->was.path, name), bytes, error);
}

int
kept_file_link(const struct kept_pages *kept, const char *name,
    struct os_error *error)
{
	return os_link_between(&kept->was, &kept->now, name, error);
}

/* ---- what is made ---- */

void
file_sign(const struct kept_pages *kept, struct page_file *file)
{
	os_sign_below(&kept->now, file->name.at, &file->signature);
}

void
kept_page_begin(struct kept_block *block, size_t page)
{
	const struct page *planned = planned_of(block, page - block->first);
	trace_begin(&block->worker->trace, block->worker->arena);
	if (planned->entry != NULL)
		trace_entry(planned->entry->index);
}

static void
traced_take(const struct kept_block *block, struct kept_page *page)
{
	struct arena *arena = block->worker->arena;
	const struct trace *trace = &block->worker->trace;
	const struct view *view = kept_view(block->kept);
	page->entries.count = trace->entry_count;
	page->entries.items =
	    ARENA_ARRAY(arena, struct text, trace->entry_count);
	for (size_t i = 0; i < trace->entry_count; i++)
		page->entries.items[i] =
		    text_of(view->entries.items[trace->entries[i]]->id);
	page->organisations.count = trace->organisation_count;
	page->organisations.items =
	    ARENA_ARRAY(arena, struct text, trace->organisation_count);
	for (size_t i = 0; i < trace->organisation_count; i++)
		page->organisations.items[i] = text_of(
		    view->organisations[trace->organisations[i]]->id);
	page->missing =
	    (struct made_from){ trace->missing, trace->missing_count };
}

/* Of one that is the whole edition's it is not known what else it shows. */
static bool
is_kept(const struct page *planned)
{
	return planned->entry != NULL || planned->organisation != NULL;
}

void
kept_page_end(struct kept_block *block, size_t number, bool clean)
{
	const struct page *planned = planned_of(block, number - block->first);
	struct kept_page *page = &block->now.items[number - block->first];
	trace_end();
	if (!clean || !is_kept(planned) || block->worker->trace.whole)
		return;
	traced_take(block, page);
	file_sign(block->kept, &page->file);
	page->is_kept =
	    page_digest(block, planned, page, &page->digest) == 0;
}

void
kept_block_add(struct kept_block *block, const char *name)
{
	struct arena *arena = block->worker->arena;
	struct file_list *files = &block->files;
	ARENA_ROOM(arena, files->items, files->count, files->capacity);
	struct page_file *file = &files->items[files->count++];
	*file = (struct page_file){ .name = text_of(arena_string(arena, name)) };
	file_sign(block->kept, file);
}

void
kept_block_close(struct kept_block *block, struct text search)
{
	struct kept_worker *w = block->worker;
	if (!block->stands) {
		struct buf *out = &w->scratch;
		buf_clear(out);
		block_put(out, block, search);
		/* What can't be kept is made again the next time. */
		keep_write(kept_block_path(block->kept, w->arena, block->number),
		    block->kept->key, buf_text(out));
	}
	if (block->stands)
		block->kept->maps[block->number] = block->bytes;
	else if (block->bytes.at != NULL)
		os_unmap(block->bytes);
	arena_reset(w->arena);
}

/* ---- a file by itself ---- */

static const char *
lone_path(
    const struct kept_pages *kept, struct arena *arena, const char *name)
{
	return arena_printf(arena, "%s/file-%zu-%s",
	    kept->wish.keeping->folder, kept->wish.edition, name);
}

static struct digest
lone_key(const struct kept_pages *kept, struct digest from)
{
	struct buf both = BUF_INIT;
	pack_digest(&both, kept->key);
	pack_digest(&both, from);
	struct digest key = digest_of(buf_text(&both));
	buf_free(&both);
	return key;
}

bool
kept_file_stands(const struct kept_pages *kept, struct arena *arena,
    const char *name, struct digest from)
{
	struct text bytes;
	struct unpack body;
	if (!kept->scanned ||
	    !keep_read(lone_path(kept, arena, name), lone_key(kept, from),
		&bytes, &body))
		return false;
	struct page_file file = file_read(&body);
	bool stands = !unpack_failed(&body) && text_is(file.name, name) &&
	    file_stands(kept, &file);
	os_unmap(bytes);
	return stands;
}

void
kept_file_keep(const struct kept_pages *kept, struct arena *arena,
    const char *name, struct digest from)
{
	struct page_file file = { .name = text_of(name) };
	struct buf out = BUF_INIT;
	file_sign(kept, &file);
	file_put(&out, &file);
	keep_write(lone_path(kept, arena, name), lone_key(kept, from),
	    buf_text(&out));
	buf_free(&out);
}
