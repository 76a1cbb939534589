/*
 * Between the files of the search:
 *
 *   search.c         pages and their texts
 *   search_pack.c    what was read, from one process to another
 *   search_index.c   documents in order; the lists; the index
 *   search_text.c    HTML → what a reader sees of it
 *   search_posting.c which documents a token stands in; lists as letters
 *   search_names.c   names by their initials
 */
#ifndef TONGBAO_RENDER_SEARCH_PARTS_H
#define TONGBAO_RENDER_SEARCH_PARTS_H

#include <inttypes.h>
#include <stdbool.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "render/search.h"

/* A file of lists or names has about so many bytes. */
#define SEARCH_SHARD 12000
/* A page with more bytes of text is several documents, each in its file. */
#define SEARCH_LONG 8192

/* ---- search_text.c ---- */

/*
 * Appends what a reader sees in <main> (without one: in the page) as lines, one
 * a block: white space is one blank, what nobody sees is left out.
 */
void search_text(struct buf *out, struct text html);
/*
 * The next character of a line as it is searched for: up to two UTF-16 units
 * in `units`; 0 for white space.  *at moves behind it.
 */
static inline size_t search_units(struct text line, size_t *at,
    uint16_t units[2]);
size_t search_units_any(uint32_t code, uint16_t units[2]);

/* In the header, as every character of every page goes through it. */
static inline size_t
search_units(struct text line, size_t *at, uint16_t units[2])
{
	const unsigned char *s = (const unsigned char *)line.at + *at;
	if (s[0] > ' ' && s[0] < 0x7F) {
		++*at;
		units[0] = s[0] >= 'A' && s[0] <= 'Z' ? s[0] | 0x20 : s[0];
		return 1;
	}
	if (utf8_is_triple(s, line.len - *at)) {
		uint32_t code = (s[0] & 0x0Fu) << 12 | (s[1] & 0x3Fu) << 6 |
		    (s[2] & 0x3Fu);
		if (code > 0x3000) {
			*at += 3;
			units[0] = (uint16_t)code;
			return 1;
		}
	}
	return search_units_any(utf8_next(line, at), units);
}

/* ---- search_posting.c ---- */

/*
 * A pair of units; with 0 for the second one that ends a line.  Of dates, numbers
 * and Latin words pairs tell little: three units with a letter or digit of ASCII
 * among them are a token, too, those that are alike in the lower 6 bits of the
 * first two being one.
 */
#define TOKEN(first, second) ((uint32_t)(first) << 16 | (second))
#define TOKEN_THREE(first, second, third)                                      \
	TOKEN(0xE000 | ((first) & 63) << 6 | ((second) & 63), third)

/* The highest bits of a token. */
#define RANGES 256
#define RANGE_SHIFT 24

/*
 * Which documents tokens stand in.  Some thousand documents' tokens at a time
 * are sorted and written down as a run; of a token, all runs have to be asked.
 */
struct postings {
	struct arena *arena;
	struct token_document {
		uint32_t token, document;
	} *open; /* no run yet; twice the room, for sorting */
	size_t count, room;
	struct run {
		uint32_t *tokens; /* they go up */
		uint32_t *ends;   /* of each token's bytes */
		/* documents: differences, 7 bits each */
		const unsigned char *bytes;
		size_t count; /* of tokens */
		uint32_t base; /* what the first difference is to */
		uint32_t ranges[RANGES + 1]; /* where each begins */
	} *runs;
	size_t run_count, run_room;
};

void postings_init(struct postings *postings);
void postings_free(struct postings *postings);
/* Documents go up from 1; a token may come twice. */
void postings_add(struct postings *postings, const uint32_t *tokens,
    size_t count, uint32_t document);
/* After it nothing is added. */
void postings_finish(struct postings *postings);
/* From the tokens, where the others begin. */
void run_set_ranges(struct run *run);
/* The token's place; SIZE_MAX: it isn't there. */
size_t run_find(const struct run *run, uint32_t token);

/* A set of documents, 0 … room-1, that is filled and emptied again and again. */
struct documents {
	uint64_t *bits;
	uint32_t least, most; /* words of `bits` in use; least > most: none */
};
struct documents documents_make(struct arena *arena, size_t room);
void documents_add(struct documents *documents, uint32_t document);
/* Those of a run's token, of which document i + 1 is numbers[i] here; they go up. */
void documents_add_all(struct documents *documents, const struct run *run,
    size_t at, const uint32_t *numbers);
void documents_clear(struct documents *documents);
size_t documents_count(const struct documents *documents);
bool documents_has(const struct documents *documents, uint32_t document);
/* Those from *from on: the next one, which *from moves behind. */
bool documents_next(const struct documents *documents, uint32_t *from,
    uint32_t *document);
/*
 * Appends the set as letters and empties it: x, the letter of k (A 0, B 1, …),
 * then by twos 11 bits each of an exponential Golomb code with parameter k: of
 * each gap between documents, with h = (gap >> k) + 1, as many zeros as h has
 * bits but one, h, the k lower bits of the gap; zeros at the end fill up.
 * Nothing in it can be read as a name or an id: it is one word, and begins like
 * none.
 */
void documents_put(struct buf *out, struct documents *documents);

/* ---- search.c ---- */

/* Most tokens that a document has twice are found among so many, 2 ^ …. */
#define SEARCH_RECENT 11

/*
 * What one worker has read, of this process or of another: documents, numbered
 * from 1 in the order of reading, which is that of the pages.
 */
struct search_share {
	struct arena *arena;
	struct postings texts, titles;
	uint32_t documents; /* read so far */
	uint32_t *pages;    /* of document i + 1 */
	size_t page_room;
	uint32_t *numbers; /* of document i + 1: its number in the edition */
};

void search_share_init(struct search_share *share);
/* In the search's arena. */
struct search_share *search_share_new(const struct search *search);
void search_share_free(struct search_share *share);
/* search_pack.c: after it nothing is read for the share. */
void search_share_pack(struct buf *out, struct search_share *share);
/*
 * Into one that is new, at most so many documents.  -1: broken; then it is good
 * for nothing but search_share_free().
 */
int search_share_unpack(struct search *search, struct search_share *share,
    size_t most, struct unpack *from);

struct search_worker {
	struct arena *arena;
	struct arena *scratch; /* of a group, a job */
	struct search_share *share; /* that it reads for */
	uint32_t recent[1 << SEARCH_RECENT]; /* tokens of the document */
	uint32_t *tokens; /* the document's, some of them twice */
	size_t token_count, token_room;
	struct buf text;    /* of the group's pages, one after another */
	struct part {
		size_t page;
		const char *title; /* in `scratch` */
		size_t end; /* in `text` */
	} *parts; /* the group's documents */
	size_t part_count, part_room;
	struct buf group, file;
	struct documents set, title_set; /* of a token; of it in titles */
};

struct search {
	struct arena *arena;
	const struct plan *plan;
	unsigned worker_count;
	struct search_worker *workers;
	/* The workers', those of parts, then what was unpacked. */
	struct search_share **shares;
	size_t share_count, share_room;
	uint32_t *counts; /* of each page's documents */
	uint32_t *firsts; /* of each page's documents, from 0 */
	uint32_t documents;
	struct naming *naming;
};

struct search_putting {
	search_put *put;
	void *context;
	unsigned worker;
};

/* tongbao("search/NAME",… */
void search_file_begin(struct buf *file, const char *name);
void search_file_end(struct buf *file, const char *name,
    const struct search_putting *to);
/* A JavaScript string, in quotes; a unit as it stands in one. */
void search_put_string(struct buf *out, struct text text);
void search_put_unit(struct buf *out, uint16_t unit);

/* ---- search_index.c ---- */

/* Adds the documents that have the token. */
void search_collect(const struct search *search, uint32_t token,
    struct documents *documents);

/* ---- search_names.c ---- */

/* The names that the view shows, each once; search_put_names needs them. */
struct naming *search_names_collect(struct search *search);
/*
 * Puts the files of names, those that the view shows and that stand on some
 * page, as NAME, initials, letters of a set in one; appends to `index` the
 * initials each begins with, and X.
 */
void search_put_names(struct search *search, struct buf *index,
    const struct search_putting *to);

#endif
