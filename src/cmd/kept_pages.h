/*
 * Pages and files that an earlier build has made and that would be made again as
 * they are: they are put into the new output from the published one, by links,
 * unless they are there already (publish/stage.h).
 *
 * Beside the output, in .tongbao/NAME.kept, lies a file for each run of an
 * edition's pages (a block): of each page the digest of what it was made from,
 * what that was (model/trace.h), and how its file is known again; what the
 * search read of the block.  And one for each file beside the pages
 * (cmd/beside.h): of each of its pieces the same, and where it is in the file.
 * What is kept holds for one key: all that every page of the edition is made
 * from (base/keep.h).  One more file says for what forbidden things all that is
 * published was looked through; when there are others now, what stands is looked
 * through again before it is linked.
 *
 * A page stands when its digest is the same and the file is still the one that
 * was made; a block stands when all its pages do and have the same numbers.  A
 * file of pieces stands when all of them do; else those that do are copied out
 * of it, and it is looked through as one that was made.  What hangs on all of
 * the edition, or whose making had something to say, is always made.
 */
#ifndef TONGBAO_CMD_KEPT_PAGES_H
#define TONGBAO_CMD_KEPT_PAGES_H

#include "base/os.h"
#include "base/pack.h"
#include "compose/page.h"
#include "publish/stage.h"

/* Where a build keeps; once the theme is loaded. */
struct page_keeping {
	const char *folder; /* .tongbao/NAME.kept, which is there */
	const char *output; /* what is published */
	const struct stage *stage; /* what will be */
	struct digest inputs;
};

/* A file of an edition, and how it is known again. */
struct page_file {
	struct text name; /* from the edition's folder on, NUL-terminated */
	struct os_signature signature;
	bool staged; /* it is in the stage already; not kept */
};

/* All that pages are made from beside records: settings, scripts, the theme. */
struct site_run;
struct theme;
struct digest page_keeping_inputs(
    const struct site_run *run, const struct theme *theme);

struct kept_pages;
struct kept_block;

struct kept_wish {
	const struct page_keeping *keeping;
	const struct plan *plan;
	struct digest forbidden;
	size_t edition; /* number of it */
	const size_t *blocks; /* of each its first page: 0, and they go up */
	size_t block_count;
	unsigned jobs;
};
/*
 * NULL: nothing can be kept.  The ledger is looked at by kept_pages_ledger()
 * only, once it is filled, before anything is asked for.
 */
struct kept_pages *kept_pages_open(const struct kept_wish *wish);
void kept_pages_ledger(struct kept_pages *kept);
/*
 * Was what stands looked through for all that is forbidden now?  Never where
 * site.yaml allows something: that it is needed is to be seen each time.  A page
 * that were made anew for that would tell by its time of a name in it.
 */
bool kept_pages_are_scanned(const struct kept_pages *kept);
/*
 * After the search; what is of blocks that there are no more is removed.
 * `clean`: nothing that is forbidden stands in any page or text of the search.
 */
void kept_pages_close(struct kept_pages *kept, bool clean);

/* Removes what is kept of editions that there are no more. */
void kept_pages_sweep(const struct page_keeping *keeping, size_t editions);

/* A file of the edition that stands: its bytes; into the new one. */
int kept_file_read(const struct kept_pages *kept,
    const struct page_file *file, struct arena *arena, struct text *bytes,
    struct os_error *error);
int kept_file_put(const struct kept_pages *kept,
    const struct page_file *file, struct os_error *error);

/* ---- a file of pieces, of one worker ---- */

struct kept_pieces;
struct kept_pieces *kept_pieces_open(struct kept_pages *kept, const char *name,
    size_t count, unsigned worker);
/* The file, when all of them stand and there are no others; else NULL. */
const struct page_file *kept_pieces_stand(const struct kept_pieces *pieces);
/* Appends it, one after another; false: it is to be made. */
bool kept_piece_take(
    struct kept_pieces *pieces, size_t number, struct buf *out);
/* Around the making of one, which had nothing to say if it is `clean`. */
void kept_piece_begin(struct kept_pieces *pieces);
void kept_piece_end(struct kept_pieces *pieces, size_t number, bool clean);
/* Where any of them is now. */
void kept_piece_place(
    struct kept_pieces *pieces, size_t number, size_t at, size_t len);
/* `made`: it is in the stage, not by a link, and nothing was to be said of it. */
void kept_pieces_close(struct kept_pieces *pieces, bool made);

/* ---- sets of files that are made together ---- */

/*
 * By number, each from a digest, beside what pages are all made of; with each a
 * note of whoever made it.  NAME is of all of them.
 */
struct kept_sets;
struct kept_sets *kept_sets_open(
    struct kept_pages *kept, const char *name, size_t count);
/* Do all files of the set stand?  Then there is its note. */
bool kept_set_stands(struct kept_sets *sets, size_t set, struct digest from,
    struct text *note);
/* Else: it is made by the worker, file by file, which lie in the stage. */
void kept_set_begin(struct kept_sets *sets, size_t set, struct digest from,
    unsigned worker);
void kept_set_add(struct kept_sets *sets, const char *name, unsigned worker);
/* `clean`: nothing was to be said of it; else it is made again. */
void kept_set_end(struct kept_sets *sets, struct text note, bool clean,
    unsigned worker);
/* Each of its files, as kept_block_each() has them. */
int kept_set_each(const struct kept_sets *sets, size_t set,
    int (*take)(void *context, const struct page_file *file), void *context);
void kept_sets_close(struct kept_sets *sets);

/* ---- a block, of one worker ---- */

/* Of others, which are all the edition's, it is not known what they show. */
bool page_can_stand(const struct page *page);

struct kept_block *kept_block_open(
    struct kept_pages *kept, size_t block, unsigned worker);
/* All of it; then what the search had read is in *search, to the very end. */
bool kept_block_stands(const struct kept_block *block, struct unpack *search);
/* Each of its files to `take`, as long as that gives 0; else that. */
int kept_block_each(const struct kept_block *block,
    int (*take)(void *context, const struct page_file *file), void *context);
/* Its file; NULL: it is to be made. */
const struct page_file *kept_page_stands(
    const struct kept_block *block, size_t page);
/* Around the making of a page, which had nothing to say if it is `clean`. */
void kept_page_begin(struct kept_block *block, size_t page);
void kept_page_end(struct kept_block *block, size_t page, bool clean);
/* It is to be made again the next time. */
void kept_page_forget(struct kept_block *block, size_t page);
/* One more file that goes with the block's pages. */
void kept_block_add(struct kept_block *block, const char *name);
/* With what the search has read, unless the block stood. */
void kept_block_close(struct kept_block *block, struct text search);

#endif
