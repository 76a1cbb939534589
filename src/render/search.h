/*
 * The search of an edition: what a reader sees of its finished pages, made into
 * files that a script without a server can look through (site.js: search).
 *
 *	search_open(&plan, workers)
 *	search_read()        each page's HTML, on any thread
 *	search_put_group()   after the last page of a group: its texts
 *	search_put_index()   after the last group: the rest
 *	search_close()
 *
 * Several processes may read an edition's pages, each some of its groups: then
 * each has search_pack() in place of search_put_index(), which is for whoever
 * has taken the parts of all by search_unpack().
 *
 * A document is the text of a page, or a part of a long one.  Files, from the
 * edition's folder; each calls tongbao("search/…", …):
 *
 *	search/index.js    how many, facets, where the others begin
 *	search/N.js        documents of characters and pairs of characters
 *	search/names-N.js  initials, names, documents
 *	search/text-N.js   texts of the Nth group of pages
 *	search/page-N-M.js text of the Mth part of page N, a long one
 *
 * The same pages give the same bytes, whatever thread or process had which.
 *
 * Characters are UTF-16 code units, as they are for the script: capitals and
 * full-width forms of ASCII count as small and narrow, white space not at all;
 * no pair goes over the end of a block.  search_posting.c says how a list of
 * documents is written.
 */
#ifndef TONGBAO_RENDER_SEARCH_H
#define TONGBAO_RENDER_SEARCH_H

#include "base/pack.h"
#include "compose/page.h"

/* So many pages have their texts in one file. */
#define SEARCH_GROUP 4

struct search;

/* Takes a finished file; on any thread, whose worker it says. */
typedef void search_put(void *context, unsigned worker, const char *name,
    struct text bytes);

/* The plan must outlive it. */
struct search *search_open(const struct plan *plan, unsigned workers);
void search_close(struct search *search);

/* A group is read in order, by one worker; a worker's groups go up. */
size_t search_group_count(const struct plan *plan);
void search_read(struct search *search, size_t page, unsigned worker,
    struct text html);
void search_put_group(struct search *search, size_t group, unsigned worker,
    search_put *put, void *context);
void search_put_index(struct search *search, search_put *put, void *context);

/*
 * Parts, each some groups that go up, whose texts are kept for another time.
 * search_parts() comes first and once; then of each part, by one worker and for
 * any two at the same time: search_part_begin(), its groups, search_part_end(),
 * which appends what was read; or search_part_take() of what another search on
 * the same pages has appended: -1 when it is broken, then it can be read.  Its
 * bytes outlive the search.
 */
void search_parts(struct search *search, size_t count);
void search_part_begin(struct search *search, size_t part, unsigned worker);
void search_part_end(struct search *search, size_t part, struct buf *out);
int search_part_take(struct search *search, size_t part,
    struct unpack *from);

/*
 * Appends all that was read or unpacked so far; after it nothing is read.  The
 * texts are not among it: search_put_group() was for those.
 */
void search_pack(struct search *search, struct buf *out);
/*
 * Takes the part of a search on the same plan, as if it had been read here; its
 * bytes must outlive the search.  -1: they are broken, or a page of it is here
 * already; then nothing is taken.  Any order of parts gives the same files.
 */
int search_unpack(struct search *search, struct unpack *from);

#endif
