#include "cmd/kept_parts.h"

#include <stdlib.h>
#include "base/keep.h"
#include "base/pool.h"
#include "cmd/site.h"
#include "model/view_digest.h"

const char *
kept_block_path(
    const struct kept_pages *kept, struct arena *arena, size_t number)
{
	return arena_printf(arena, "%s/pages-%zu-%zu",
	    kept->wish.keeping->folder, kept->wish.edition, number);
}

/* ---- what is the same for all pages ---- */

static void
text_put(struct digests *all, struct text text)
{
	digests_put_digest(all, digest_of(text));
}

/*
 * Of the content only what is the same for every audience: by the times of its
 * files an edition would tell of others, such as who came to the roster.
 */
static bool
is_input(const struct source *source)
{
	return !text_starts(text_of(source->path), "content/") ||
	    strcmp(source->path, "content/site.yaml") == 0 ||
	    strcmp(source->path, "content/programme.yaml") == 0;
}

struct digest
page_keeping_inputs(const struct site_run *run, const struct theme *theme)
{
	struct digests *all = digests_begin();
	for (size_t i = 1; i < run->sources.count; i++) {
		const struct source *source = &run->sources.items[i];
		if (!is_input(source))
			continue;
		text_put(all, text_of(source->path));
		text_put(all, source->text);
	}
	for (size_t i = 0; i < theme->spoken_count; i++)
		text_put(all, theme->spoken[i]);
	for (size_t i = 0; i < theme->asset_count; i++) {
		text_put(all, text_of(theme->assets[i].path));
		text_put(all, theme->assets[i].bytes);
	}
	return digests_finish(all);
}

/* Of which bulletins that are seen there are prints, which are drafts. */
static void
bulletins_put(struct buf *out, const struct plan *plan)
{
	for (size_t i = 0; i < plan->bulletins->count; i++) {
		const struct bulletin *b = &plan->bulletins->items[i];
		if (table_get(&plan->view->entry_ids, text_of(b->id)) == NULL)
			continue;
		pack_string(out, b->id);
		pack_bool(out, b->has_print);
		pack_bool(out, b->circular.draft);
	}
}

/*
 * Which pages there are, but those of records; which periods and bulletins are
 * drafts; work points of plans.
 */
static void
frame_put(struct digests *all, const struct kept_pages *kept)
{
	const struct plan *plan = kept->wish.plan;
	const struct view *view = plan->view;
	struct buf pages = BUF_INIT;
	for (size_t i = 0; i < plan->count; i++) {
		const struct page *page = &plan->pages[i];
		if (page->entry != NULL || page->bound != NULL)
			continue;
		pack_string(&pages, page->path);
		pack_string(&pages, page->template);
		pack_string(&pages, page->title);
		pack_string(&pages,
		    page->addition == NULL ? NULL : page->addition->group);
	}
	for (size_t i = 0;
	     i < view->programme->terms[VOCABULARY_PERIOD].count; i++)
		pack_bool(&pages, plan->drafts[i]);
	bulletins_put(&pages, plan);
	text_put(all, buf_text(&pages));
	buf_free(&pages);
	for (size_t i = 0; i < view->entries.count; i++)
		if (entry_is(view->entries.items[i], "plan"))
			digests_put_digest(all, kept->entries[i]);
}

static struct digest
key_make(const struct kept_pages *kept)
{
	struct digests *all = digests_begin();
	digests_put_digest(all, kept->wish.keeping->inputs);
	digests_put_digest(all, view_frame_digest(kept_view(kept)));
	frame_put(all, kept);
	return digests_finish(all);
}

/* ---- what is one page's ---- */

#define DIGESTS_A_JOB 256

/* Of an entry of the view, or a row of the ledger; `scratch` is cleared. */
typedef struct digest item_digest(
    const struct kept_pages *kept, size_t number, struct buf *scratch);

struct digesting {
	const struct kept_pages *kept;
	item_digest *digest;
	struct digest *digests;
	size_t count;
};

static struct digest
entry_digest(
    const struct kept_pages *kept, size_t number, struct buf *scratch)
{
	const struct view *view = kept_view(kept);
	return view_entry_digest(view, view->entries.items[number], scratch);
}

static struct digest
row_digest(const struct kept_pages *kept, size_t number, struct buf *scratch)
{
	return ledger_row_digest(kept->wish.plan->ledger, number, scratch);
}

static void
some_digest(void *context, size_t job, unsigned worker)
{
	const struct digesting *d = context;
	size_t first = job * DIGESTS_A_JOB, end = first + DIGESTS_A_JOB;
	for (size_t i = first; i < end && i < d->count; i++)
		d->digests[i] = d->digest(
		    d->kept, i, &d->kept->workers[worker].scratch);
}

static struct digest *
all_digest(
    const struct kept_pages *kept, item_digest *digest, size_t count)
{
	struct digesting d = { kept, digest,
		ARENA_ARRAY(kept->arena, struct digest, count), count };
	pool_run(kept->wish.jobs,
	    (count + DIGESTS_A_JOB - 1) / DIGESTS_A_JOB, some_digest, &d);
	return d.digests;
}

static struct digest
list_digest(const struct kept_pages *kept, const struct entry_list *list,
    struct buf *scratch)
{
	buf_clear(scratch);
	for (size_t i = 0; i < list->count; i++)
		pack_digest(scratch, kept->entries[list->items[i]->index]);
	return digest_of(buf_text(scratch));
}

static void
entries_digest(struct kept_pages *kept)
{
	const struct view *view = kept_view(kept);
	kept->entries =
	    all_digest(kept, entry_digest, view->entries.count);
	kept->organisations = ARENA_ARRAY(
	    kept->arena, struct digest, view->organisation_count);
	for (size_t i = 0; i < view->organisation_count; i++)
		kept->organisations[i] = list_digest(kept,
		    &view->organisations[i]->entries,
		    &kept->workers[0].scratch);
}

void
kept_pages_ledger(struct kept_pages *kept)
{
	const struct ledger *ledger = kept->wish.plan->ledger;
	kept->rows = all_digest(kept, row_digest, ledger->row_count);
	kept->ledger =
	    ledger_frame_digest(ledger, &kept->workers[0].scratch);
}

/* ---- what is forbidden ---- */

static const char *
scanned_path(const struct kept_pages *kept)
{
	return arena_printf(kept->arena, "%s/scanned-%zu",
	    kept->wish.keeping->folder, kept->wish.edition);
}

/*
 * What was written while other things were forbidden must not be taken for what
 * is written now: -1 when it can't be removed.
 */
static int
scanned_look(struct kept_pages *kept)
{
	const char *path = scanned_path(kept);
	struct os_error ignored;
	struct text bytes;
	struct unpack body;
	kept->scanned = kept_view(kept)->site->allowance_count == 0 &&
	    keep_read(path, kept->wish.forbidden, &bytes, &body);
	if (!kept->scanned)
		return os_remove_tree(path, &ignored);
	os_unmap(bytes);
	return 0;
}

bool
kept_pages_are_scanned(const struct kept_pages *kept)
{
	return kept->scanned;
}

/* ---- the whole ---- */

/* The published one need not be there yet; that of the stage is made. */
static void
folders_open(struct kept_pages *kept)
{
	const struct page_keeping *keeping = kept->wish.keeping;
	const char *edition = kept_view(kept)->edition->id;
	const char *now =
	    arena_printf(kept->arena, "%s/%s", stage_folder(keeping->stage),
		edition);
	struct os_error later; /* when something is put there */
	os_make_folders(now, 0755, &later);
	kept->now = os_folder_open(now);
	kept->was = os_folder_open(
	    arena_printf(kept->arena, "%s/%s", keeping->output, edition));
}

static void
folders_close(const struct kept_pages *kept)
{
	os_folder_close(&kept->was);
	os_folder_close(&kept->now);
}

static void
workers_close(struct kept_pages *kept)
{
	for (unsigned i = 0; i < kept->wish.jobs; i++) {
		arena_free(kept->workers[i].arena);
		buf_free(&kept->workers[i].scratch);
	}
}

struct kept_pages *
kept_pages_open(const struct kept_wish *wish)
{
	struct arena *arena = arena_new();
	struct kept_pages *kept = ARENA_NEW(arena, struct kept_pages);
	const struct view *view = wish->plan->view;
	*kept = (struct kept_pages){ .wish = *wish, .arena = arena };
	kept->workers = ARENA_ARRAY(arena, struct kept_worker, wish->jobs);
	for (unsigned i = 0; i < wish->jobs; i++) {
		struct kept_worker *w = &kept->workers[i];
		w->arena = arena_new();
		buf_init(&w->scratch);
		trace_init(&w->trace, arena, view->entries.count,
		    view->organisation_count);
	}
	kept->maps = ARENA_ARRAY(arena, struct text, wish->block_count);
	if (scanned_look(kept) != 0) {
		workers_close(kept);
		arena_free(arena);
		return NULL;
	}
	folders_open(kept);
	entries_digest(kept);
	kept->key = key_make(kept);
	return kept;
}

static void
rest_remove(const struct kept_pages *kept)
{
	struct os_error ignored;
	for (size_t i = kept->wish.block_count;; i++) {
		const char *path = kept_block_path(kept, kept->arena, i);
		if (os_type(path) == OS_NONE ||
		    os_remove_tree(path, &ignored) != 0)
			return;
	}
}

void
kept_pages_close(struct kept_pages *kept, bool clean)
{
	if (kept == NULL)
		return;
	rest_remove(kept);
	if (clean && !kept->scanned)
		keep_write(scanned_path(kept), kept->wish.forbidden,
		    TEXT_LIT(""));
	for (size_t i = 0; i < kept->wish.block_count; i++)
		if (kept->maps[i].at != NULL)
			os_unmap(kept->maps[i]);
	workers_close(kept);
	folders_close(kept);
	arena_free(kept->arena);
}

/* pages-3-0, file-3-ledger.csv, sets-3-search, scanned-3: of the fourth. */
static bool
is_of_edition(const char *name, size_t *number)
{
	static const char *const kinds[] = { "pages-", "file-", "sets-",
		"scanned-" };
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t len = strlen(kinds[i]);
		if (strncmp(name, kinds[i], len) != 0)
			continue;
		*number = strtoul(name + len, NULL, 10);
		return true;
	}
	return false;
}

void
kept_pages_sweep(const struct page_keeping *keeping, size_t editions)
{
	struct arena *arena = arena_new();
	struct os_error ignored;
	struct os_list names;
	size_t number;
	if (os_walk(arena, keeping->folder, &names, &ignored) == 0)
		for (size_t i = 0; i < names.count; i++)
			if (is_of_edition(names.items[i].path, &number) &&
			    number >= editions)
				os_remove_tree(
				    arena_printf(arena, "%s/%s",
					keeping->folder, names.items[i].path),
				    &ignored);
	arena_free(arena);
}
