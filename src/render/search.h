/*
 * The search of an edition: what a reader sees of its finished pages, made into
 * files that a script without a server can look through (site.js: search).
 *
 *	search_open(&plan, workers)
 *	search_parts(), search_part_begin()
 *	search_read()        each page's HTML, on any thread
 *	search_put_group()   after the last page of a group: its texts
 *	search_part_end()
 *	search_put_index()   after the last part: the rest
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
 *	search/N-M.js      documents of characters and pairs of characters
 *	search/names-N.js  initials, names, documents
 *	search/text-N.js   texts of the Nth group of pages
 *	search/page-N-M.js texts of the Mth file of parts of page N, a long one
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
#define SEARCH_GROUP 8

struct search;

/* Takes a finished file; on any thread, whose worker it says. */
typedef void search_put(void *context, unsigned worker, const char *name,
    struct text bytes);

/* The plan must outlive it. */
struct search *search_open(const struct plan *plan, unsigned workers);
void search_close(struct search *search);

/* A group is read in order, by one worker. */
size_t search_group_count(const struct plan *plan);
void search_read(struct search *search, size_t page, unsigned worker,
    struct text html);
void search_put_group(struct search *search, size_t group, unsigned worker,
    search_put *put, void *context);
/*
 * What is read is read in parts, each some groups that go up: search_parts()
 * comes first and once; then of each part, by one worker and for any two at the
 * same time: search_part_begin(), its groups, search_part_end().
 */
void search_parts(struct search *search, size_t count);
void search_part_begin(struct search *search, size_t part, unsigned worker);
void search_part_end(struct search *search, size_t part, unsigned worker);
/*
 * A part whose texts are kept can be kept for another time: appended after its
 * end, and taken by another search on the same pages in place of reading it.
 * -1: it is of another plan, or cut; then it can be read.  Whoever takes it
 * makes sure that the bytes are those that were appended; they outlive the
 * search.
 */
void search_part_keep(struct search *search, size_t part, struct buf *out);
int search_part_take(struct search *search, size_t part,
    struct unpack *from);

/*
 * The files of lists go by sets, 0 … search_set_count()-1.  What a set is made
 * from has one digest, the names in the view apart, so that it need not be made
 * when it stands from another time; `firsts` is what the index says of it.  All
 * parts were kept or taken.  For any two sets at the same time:
 */
struct search_keeper {
	void *context;
	/* Is it in its place?  Then *firsts is what was kept with it. */
	bool (*take)(void *context, unsigned worker, size_t set,
	    struct digest from, struct text *firsts);
	/* Else its files go there, and then, by the same worker: */
	search_put *put;
	void (*keep)(void *context, unsigned worker, size_t set,
	    struct text firsts);
};
size_t search_set_count(const struct search *search);
/* The keeper may be NULL: then all files go the same way. */
void search_put_index(struct search *search,
    const struct search_keeper *keeper, search_put *put, void *context);

/*
 * Appends all that was read or unpacked so far, in parts that have ended.  The
 * texts are not among it: search_put_group() was for those.
 */
void search_pack(struct search *search, struct buf *out);
/*
 * Takes what a search on the same plan has packed, as if it had been read here;
 * its bytes must outlive the search.  -1: they are broken, or a page of it is
 * here already; then nothing is taken.  Any order gives the same files.
 */
int search_unpack(struct search *search, struct unpack *from);

#endif
