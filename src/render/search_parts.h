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
/*
 * A page with more bytes of text is several documents, which have files of their
 * own: one each, or, where most pages are volumes (view_bind), so many in one.
 */
#define SEARCH_LONG 8192
#define SEARCH_PARTS_BOUND 8
size_t search_parts_a_file(const struct plan *plan);

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
	size_t left = line.len - *at;
	if (s[0] > ' ' && s[0] < 0x7F) {
		++*at;
		units[0] = s[0] >= 'A' && s[0] <= 'Z' ? s[0] | 0x20 : s[0];
		return 1;
	}
	if (utf8_is_triple(s, left)) {
		uint32_t code = (s[0] & 0x0Fu) << 12 | (s[1] & 0x3Fu) << 6 |
		    (s[2] & 0x3Fu);
		if (code > 0x3000) {
			*at += 3;
			units[0] = (uint16_t)code;
			return 1;
		}
	}
	/* ，（）：？ and other full-width ones that are no letters. */
	if (left >= 3 && s[0] == 0xEF && s[1] == 0xBC && s[2] > 0x80 &&
	    s[2] <= 0xA0) {
		*at += 3;
		units[0] = s[2] - 0x80 + ' ';
		return 1;
	}
	return search_units_any(utf8_next(line, at), units);
}

/* ---- search_posting.c ---- */

/*
 * A pair of units; with 0 for the second one that ends a line.  Of dates, numbers
 * and Latin words pairs tell little: three units with a letter or digit of ASCII
 * among them are a token, too, those that are alike in the lower 6 bits of the
 * first two being one.
 *
 * Tokens go by the place of the first unit, which is another one for each: what
 * is often beside each other in Unicode is not here, so that ranges of tokens
 * have about as much of a text each.
 */
#define TOKEN(first, second) ((uint32_t)PLACE(first) << 16 | (second))
#define TOKEN_THREE(first, second, third)                                      \
	TOKEN(0xE000 | ((first) & 63) << 6 | ((second) & 63), third)
#define TOKEN_FIRST(token) UNIT((token) >> 16)
#define PLACE(unit) ((uint16_t)((unit) * 40503u))
#define UNIT(place) ((uint16_t)((place) * 30599u)) /* 40503 * 30599 is 1 */

/*
 * A part's documents are taken by strips of so many, the last one of less: then
 * a set of them is a few words.
 */
#define STRIP 256
struct strip_set {
	uint64_t words[STRIP / 64];
};

/* Which tokens stand in a strip's documents, as it is read. */
struct collector {
	struct arena *arena;
	struct slot {
		uint32_t token; /* 0: none */
		uint32_t row;
	} *slots; /* 1 << bits of them, by hash */
	unsigned bits;
	struct strip_set *rows; /* of each token, in the order they came */
	struct numbered *order, *spare; /* each token and its row */
	size_t count, room;
};

/* To be sorted by token. */
struct numbered {
	uint32_t token, number;
};
/* Stably; the sorted ones, which are in either array. */
struct numbered *numbered_sort(
    struct numbered *items, struct numbered *spare, size_t count);

void collector_init(struct collector *collector, struct arena *arena);
/* Its upper bits are the slot where the token is looked for first. */
#define TOKEN_HASH(token) ((token) * 0x9E3779B1u)
/* NULL: it stands nowhere. */
const struct strip_set *collector_find(
    const struct collector *collector, uint32_t token);
/* The token's row, which is made where there is none. */
uint32_t collector_row(struct collector *collector, uint32_t token);
/* After the last document: tokens and their rows, collector->count of them. */
const struct numbered *collector_sort(struct collector *collector);
void collector_clear(struct collector *collector);

/*
 * Lists of tokens as bytes: how much the token is more than the one before and
 * one (the first: than `from`), by 7 bits; twice how many bytes come, and 1 if
 * there are titles; these bytes; of titles the same, which nothing comes behind.
 * The bytes are the documents' numbers in the strip, one each; or, where
 * they would not be less than that, a bit for each document of the strip.
 */
struct list_writer {
	struct buf *out;
	uint32_t next; /* token */
	size_t size; /* bytes of bits: strip_size() */
};
static inline size_t
strip_size(size_t documents)
{
	return (documents + 7) / 8;
}
/* The titles may be NULL; no list is empty. */
void list_write(struct list_writer *writer, uint32_t token,
    const struct strip_set *documents, const struct strip_set *titles);
struct list_reader {
	const unsigned char *at, *end;
	uint32_t next;
	uint32_t token; /* that was read last, */
	const unsigned char *list; /* and what is behind it */
};
/* False: there are no more.  The bytes are sound. */
bool list_read(struct list_reader *reader);
/*
 * Are they lists of tokens of from … end-1, and of documents below that?  Whoever
 * has not written them himself has to ask.
 */
bool lists_are_sound(
    struct text lists, uint64_t from, uint64_t end, size_t documents);

/* A set of documents: 0 … room-1, that is filled and emptied again and again. */
struct documents {
	uint64_t *bits; /* of each document */
	uint64_t *words; /* of each word of these, whether it isn't 0 */
	size_t word_count;
	const struct lettering *lettering;
};
/* Tables for documents_put(), which many sets may have. */
struct lettering *lettering_make(struct arena *arena);
struct documents documents_make(
    struct arena *arena, size_t room, const struct lettering *lettering);
static inline void
documents_add(struct documents *documents, uint32_t document)
{
	size_t word = document / 64;
	documents->bits[word] |= (uint64_t)1 << document % 64;
	documents->words[word / 64] |= (uint64_t)1 << word % 64;
}
/*
 * Those of a list of a strip, of which *list is behind the token and then behind
 * what was read; true: its titles come next.  numbers[i] is what the document i
 * is here, or, where it is NULL, first + i.
 */
bool documents_join(struct documents *documents, const unsigned char **list,
    size_t size, const uint32_t *numbers, uint32_t first);
bool documents_some(const struct documents *documents);
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

/* Some pages, in order, that one worker has read, of this process or another. */
struct search_part {
	struct arena *arena;
	uint32_t documents;
	uint32_t *pages; /* of each document */
	size_t page_room;
	uint32_t *numbers; /* of each document: its number in the edition */
	struct search_strip {
		/* What stands in them, by ranges of tokens and, at last, names. */
		const char *lists;
		uint32_t *ends; /* of each range's bytes in `lists` */
		uint32_t documents;
		uint32_t *numbers; /* NULL: the edition's follow one another, */
		uint32_t first;    /* from here on */
	} *strips;
	size_t strip_count, strip_room;
	const struct digest *digests; /* of each range's; NULL: nobody asked */
};

struct search_worker {
	struct arena *arena;
	struct arena *scratch; /* of a group, a job */
	struct search_part *part; /* that it reads for */
	struct collector texts, headings; /* of the strip: titles, which are texts, too */
	struct buf text; /* of the group's pages, one after another */
	struct document {
		size_t page;
		const char *title; /* in `scratch` */
		size_t end; /* in `text` */
	} *documents; /* the group's documents */
	size_t document_count, document_room;
	struct buf group, file;
	struct documents set, titles; /* of a token; of it in titles */
};

struct search {
	struct arena *arena;
	const struct plan *plan;
	unsigned worker_count;
	struct search_worker *workers;
	unsigned range_bits; /* of a token; so many ranges there are */
	struct naming *naming;
	/* Those that are read here, then what was unpacked. */
	struct search_part **parts;
	size_t part_count, part_room;
	uint32_t *counts; /* of each page's documents */
	uint32_t documents;
	struct digest numbering; /* of the parts' documents */
};

/* Of tokens; the names are one more. */
static inline size_t
search_ranges(const struct search *search)
{
	return (size_t)1 << search->range_bits;
}

/* The least token of the range, which may be the end of all. */
static inline uint64_t
search_range_start(const struct search *search, size_t range)
{
	return (uint64_t)range << (32 - search->range_bits);
}

/* In the search's arena, but what it holds. */
struct search_part *search_part_new(struct search *search);
void search_part_free(struct search_part *part);
/* The next of its strips, of documents that are in none so far. */
struct search_strip *search_strip_new(struct search_part *part);
static inline struct text
search_lists(const struct search_strip *strip, size_t range)
{
	uint32_t start = range == 0 ? 0 : strip->ends[range - 1];
	return (struct text){ strip->lists + start,
		strip->ends[range] - start };
}

struct search_putting {
	search_put *put;
	void *context;
	unsigned worker;
};

/* tongbao("search/NAME",… */
void search_file_begin(struct buf *file, const char *name);
void search_file_end(struct buf *file, const char *name,
    const struct search_putting *to);

/* ---- search_index.c ---- */

/* A list of some strip's, of a token or a name. */
struct gathered {
	const unsigned char *list; /* as list_read() gives it */
	const struct search_strip *strip;
};

/* All lists of a range; those of a token stand together. */
struct gathering {
	struct gathered *lists;
	struct numbered *order; /* lists[order[i].number] is of order[i].token */
	size_t count;
};
/* In the worker's scratch. */
struct gathering search_gather(
    const struct search *search, struct search_worker *w, size_t range);
/* The documents of order[at] … into both sets; behind the token's last list. */
size_t search_collect(const struct gathering *gathering, size_t at,
    struct search_worker *w);

/* ---- search_names.c ---- */

/* The names that the view shows, each once, by initials. */
struct naming *search_names_collect(
    struct arena *arena, const struct view *view);
size_t search_names_count(const struct naming *naming);
/* Where names stand in the documents of a strip that is read. */
void search_names_find(const struct naming *naming,
    const struct collector *collector, struct list_writer *writer);
/*
 * Puts the files of names, those that stand on some page, as NAME, initials,
 * letters of a set in one; appends to `firsts` the initials each begins with,
 * and X.
 */
void search_put_names(struct search *search, struct buf *firsts,
    const struct search_putting *to);

#endif
