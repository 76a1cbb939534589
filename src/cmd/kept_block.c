#include "cmd/kept_parts.h"

#include "base/keep.h"

struct kept_page {
	struct page_file file;
	struct kept_made made;
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

/* Which entries a volume has, and how many volumes there are beside it. */
static void
bound_put(struct buf *out, const struct plan *plan, const struct page *page)
{
	if (page->bound == NULL)
		return;
	pack_number(out, volume_count(plan, page));
	for (size_t i = 0; i < page->bound->count; i++)
		pack_string(out, page->bound->items[i]->id);
}

static void
planned_put(
    struct buf *out, const struct plan *plan, const struct page *planned)
{
	buf_clear(out);
	pack_string(out, planned->path);
	pack_string(out, planned->template);
	pack_string(out, planned->title);
	bound_put(out, plan, planned);
}

/* ---- a block's file ---- */

static void
page_put(struct buf *out, const struct kept_page *page)
{
	page_file_put(out, &page->file);
	kept_made_put(out, &page->made);
}

static void
page_read(struct unpack *from, struct arena *arena, struct kept_page *page)
{
	page->file = page_file_read(from);
	kept_made_read(from, arena, &page->made);
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
		page_file_put(out, &block->files.items[i]);
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
		block->files_before.items[i] = page_file_read(from);
	block->files_before.count = count;
	block->search = unpack_text(from);
	if (unpack_failed(from))
		block->before.count = block->files_before.count = 0;
	return first;
}

/* ---- does it stand? ---- */

static const struct page *
planned_of(const struct kept_block *block, size_t i)
{
	return &block->kept->wish.plan->pages[block->first + i];
}

static bool
page_stands(const struct kept_block *block, const struct page *planned,
    struct kept_page *page)
{
	planned_put(
	    &block->worker->scratch, block->kept->wish.plan, planned);
	return kept_made_is_same(block->kept, block->worker, &page->made) &&
	    page_file_stands(block->kept, &page->file);
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
		struct kept_page *before = table_get(&paths, path);
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
		if (!page_file_stands(
			block->kept, &block->files_before.items[i]))
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
	size_t first = SIZE_MAX;
	*block = (struct kept_block){ .kept = kept,
		.worker = w,
		.number = number,
		.first = wish->blocks[number] };
	block->count = (number + 1 < wish->block_count
			       ? wish->blocks[number + 1]
			       : wish->plan->count) -
	    block->first;
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

const struct page_file *
kept_page_stands(const struct kept_block *block, size_t number)
{
	const struct kept_page *page =
	    &block->now.items[number - block->first];
	return page->stands ? &page->file : NULL;
}

int
kept_block_each(const struct kept_block *block,
    int (*take)(void *context, const struct page_file *file), void *context)
{
	int status = 0;
	for (size_t i = 0; i < block->count && status == 0; i++)
		status = take(context, &block->now.items[i].file);
	for (size_t i = 0; i < block->files_before.count && status == 0; i++)
		status = take(context, &block->files_before.items[i]);
	return status;
}

/* ---- what is made ---- */

void
kept_page_begin(struct kept_block *block, size_t page)
{
	const struct page *planned = planned_of(block, page - block->first);
	trace_begin(&block->worker->trace, block->worker->arena);
	if (planned->entry != NULL)
		trace_entry(planned->entry->index);
}

bool
page_can_stand(const struct page *page)
{
	return page->entry != NULL || page->organisation != NULL ||
	    page_is_of_ledger(page);
}

void
kept_page_end(struct kept_block *block, size_t number, bool clean)
{
	const struct page *planned = planned_of(block, number - block->first);
	struct kept_page *page = &block->now.items[number - block->first];
	trace_end();
	if (!clean || !page_can_stand(planned))
		return;
	planned_put(
	    &block->worker->scratch, block->kept->wish.plan, planned);
	kept_made_take(block->kept, block->worker, &page->made);
	page_file_sign(block->kept, &page->file);
}

void
kept_page_forget(struct kept_block *block, size_t page)
{
	block->now.items[page - block->first].made.is_kept = false;
}

void
kept_block_add(struct kept_block *block, const char *name)
{
	struct arena *arena = block->worker->arena;
	struct file_list *files = &block->files;
	ARENA_ROOM(arena, files->items, files->count, files->capacity);
	files->items[files->count++] = page_file_of(block->kept, arena, name);
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
