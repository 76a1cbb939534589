/*
 * Between the files of what is kept of pages:
 *
 *   kept_pages.c   an edition: the key of it all, digests of what is shown
 *   kept_made.c    what something was made from: would it be made again?
 *   kept_block.c   a run of its pages: what each was made from, does it stand?
 *   kept_pieces.c  a file beside the pages, made of pieces: the same
 *   kept_sets.c    sets of other files, each with a digest of what it is made from
 */
#ifndef TONGBAO_CMD_KEPT_PARTS_H
#define TONGBAO_CMD_KEPT_PARTS_H

#include "cmd/kept_pages.h"

struct kept_pages {
	struct kept_wish wish;
	struct arena *arena;
	struct os_folder was, now; /* the edition's: published, in the stage */
	struct digest key;
	struct digest *entries;       /* parallel to the view's */
	struct digest *organisations; /* of the lists of their entries */
	struct digest *rows, ledger;  /* parallel to its rows; of their frame */
	struct text *maps; /* by block: what the search has in hand */
	bool scanned;
	struct kept_worker {
		struct arena *arena; /* of the block or file that is open; then of sets */
		struct buf scratch;
		struct trace trace;
	} *workers;
};

static inline const struct view *
kept_view(const struct kept_pages *kept)
{
	return kept->wish.plan->view;
}

/* Of the file of a block, which may not be there. */
const char *kept_block_path(
    const struct kept_pages *kept, struct arena *arena, size_t number);

/* ---- a file of the edition, how it is known again ---- */

/* It is in the stage. */
void page_file_sign(const struct kept_pages *kept, struct page_file *file);
/* Such a one, by a copy of its name. */
struct page_file page_file_of(const struct kept_pages *kept,
    struct arena *arena, const char *name);
/* Is that one in the stage, from the spare, or published?  Says which. */
bool page_file_stands(const struct kept_pages *kept, struct page_file *file);
/* Of one that stands. */
const char *kept_file_path(const struct kept_pages *kept, struct arena *arena,
    const struct page_file *file);
void page_file_put(struct buf *out, const struct page_file *file);
struct page_file page_file_read(struct unpack *from);

/* ---- what something was made from ---- */

struct kept_made {
	bool is_kept; /* else nothing is known of it */
	struct digest digest;
	/* In this order. */
	struct made_from {
		struct text *items; /* ids */
		size_t count;
	} entries, organisations, missing;
	struct trace_run *runs;
	size_t run_count;
};

/*
 * Of what the worker's trace has, and of what is planned, which is in its
 * scratch; not kept where that can't be told.
 */
void kept_made_take(const struct kept_pages *kept, struct kept_worker *worker,
    struct kept_made *made);
/* Would it be made again?  With what is planned in the worker's scratch. */
bool kept_made_is_same(const struct kept_pages *kept,
    struct kept_worker *worker, const struct kept_made *made);
void kept_made_put(struct buf *out, const struct kept_made *made);
void kept_made_read(
    struct unpack *from, struct arena *arena, struct kept_made *made);

#endif
