/*
 * Between the files of what is kept of pages:
 *
 *   kept_pages.c  an edition: the key of its blocks, digests of what is shown
 *   kept_block.c  a run of its pages: what each was made from, does it stand?
 *   kept_sets.c   sets of other files, each with a digest of what it is made from
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
	struct text *maps; /* by block: what the search has in hand */
	bool scanned;
	struct kept_worker {
		struct arena *arena; /* of the block that is open */
		struct buf scratch;
		struct trace trace;
	} *workers;
};

static inline const struct view *
kept_view(const struct kept_pages *kept)
{
	return kept->wish.plan->view;
}

/* How a file of the edition is known again. */
struct page_file {
	struct text name; /* from the edition's folder on, NUL-terminated */
	struct os_signature signature;
};
/* As it is in the stage; is it so in what is published? */
void file_sign(const struct kept_pages *kept, struct page_file *file);
bool file_stands(const struct kept_pages *kept, const struct page_file *file);
void file_put(struct buf *out, const struct page_file *file);
struct page_file file_read(struct unpack *from);

/* Of the file of a block, which may not be there. */
const char *kept_block_path(
    const struct kept_pages *kept, struct arena *arena, size_t number);

#endif
