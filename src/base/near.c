#include "base/near.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "base/han.h"
#include "base/utf8.h"

#define WORD_MOST 64

/* A whole edit; a character of the same sound is half of one. */
#define EDIT 2

struct word {
	uint32_t codes[WORD_MOST];
	size_t count; /* 0: too long to be a slip, or empty */
	size_t bytes;
	bool han; /* nothing but Han */
};

static void
word_make(struct word *word, const char *text)
{
	struct text t = text_of(text);
	size_t pos = 0;
	word->count = 0;
	word->bytes = t.len;
	word->han = t.len > 0;
	while (pos < t.len) {
		if (word->count == WORD_MOST) {
			word->count = 0;
			return;
		}
		uint32_t code = utf8_next(t, &pos);
		word->codes[word->count++] = code;
		word->han = word->han && utf8_is_han(code);
	}
}

static size_t
change_cost(uint32_t a, uint32_t b)
{
	if (a == b)
		return 0;
	return utf8_is_han(a) && utf8_is_han(b) && han_same_sound(a, b)
	    ? EDIT / 2
	    : EDIT;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Edits with swaps of neighbours (Damerau, restricted); > most: some number. */
static size_t
distance(const struct word *a, const struct word *b, size_t most)
{
	size_t rows[3][WORD_MOST + 1];
	for (size_t j = 0; j <= b->count; j++)
		rows[0][j] = j * EDIT;
	for (size_t i = 1; i <= a->count; i++) {
		size_t *now = rows[i % 3], *up = rows[(i + 2) % 3],
		       *upper = rows[(i + 1) % 3];
		size_t row = now[0] = i * EDIT;
		for (size_t j = 1; j <= b->count; j++) {
			size_t best = least(up[j], now[j - 1]) + EDIT;
			/* Sounds are asked only where it may matter. */
			if (up[j - 1] < best)
				best = least(best, up[j - 1] +
					change_cost(a->codes[i - 1],
					    b->codes[j - 1]));
			if (i > 1 && j > 1 &&
			    a->codes[i - 1] == b->codes[j - 2] &&
			    a->codes[i - 2] == b->codes[j - 1])
				best = least(best, upper[j - 2] + EDIT);
			now[j] = best;
			row = least(row, best);
		}
		if (row > most)
			return row;
	}
	return rows[a->count % 3][b->count];
}

/* A third of the longer word may differ. */
static size_t
edits_most(size_t characters)
{
	return (characters + 2) / 3 * EDIT;
}

/*
 * Could so few edits lead from one to the other at all?  Says no early, by
 * what costs nothing to look at: there may be 15,000 names.
 */
static bool
may_be_near(const struct word *word, const char *candidate, size_t bytes)
{
	size_t longer = word->bytes > bytes ? word->bytes : bytes;
	size_t apart = word->bytes > bytes ? word->bytes - bytes
					   : bytes - word->bytes;
	/* No edit changes more than four bytes. */
	if (bytes == 0 || apart > edits_most(longer) / EDIT * 4)
		return false;
	/* ASCII at both ends and Han at both ends. */
	return !word->han || (unsigned char)candidate[0] >= 0x80 ||
	    (unsigned char)candidate[bytes - 1] >= 0x80;
}

/*
 * No fewer edits than this lead from one to the other: what the candidate does
 * not have at all.  Sounds, which take longer to look up, are not asked.
 */
static size_t
edits_least(const struct word *a, const struct word *b)
{
	size_t edits = 0;
	for (size_t i = 0; i < a->count; i++) {
		size_t j = 0;
		while (j < b->count && b->codes[j] != a->codes[i])
			j++;
		if (j == b->count)
			edits += a->codes[i] < 0x80 ? EDIT : EDIT / 2;
	}
	return edits;
}

/* Two characters, one of them another: only the same surname or sound. */
static bool
is_other_name(const struct word *a, const struct word *b, size_t edits)
{
	return a->han && a->count == 2 && b->count == 2 && edits == EDIT &&
	    a->codes[0] != b->codes[0] &&
	    !(a->codes[0] == b->codes[1] && a->codes[1] == b->codes[0]);
}

/* How far away, 0 = the same; SIZE_MAX: not near. */
static size_t
word_rank(const struct word *a, const char *candidate)
{
	struct word b;
	size_t bytes = strlen(candidate);
	if (!may_be_near(a, candidate, bytes))
		return SIZE_MAX;
	word_make(&b, candidate);
	size_t longer = a->count > b.count ? a->count : b.count;
	size_t most = edits_most(longer);
	if (b.count == 0 || edits_least(a, &b) > most)
		return SIZE_MAX;
	size_t edits = distance(a, &b, most);
	if (edits > most || edits >= longer * EDIT || is_other_name(a, &b, edits))
		return SIZE_MAX;
	return edits * 2 + (a->codes[0] != b.codes[0]);
}

/* ---- long names ---- */

/* Do the word's characters stand in the candidate, in their order? */
static bool
is_short_for(const struct word *a, const char *candidate)
{
	struct text t = text_of(candidate);
	size_t found = 0, pos = 0;
	while (pos < t.len && found < a->count)
		if (utf8_next(t, &pos) == a->codes[found])
			found++;
	return found == a->count;
}

/*
 * Short forms rank by what they leave out; the word as it stands in one piece
 * before one that is picked out of several.
 */
static size_t
short_rank(const struct word *a, const char *word, const char *candidate)
{
	size_t bytes = strlen(candidate);
	if (bytes <= a->bytes || bytes > WORD_MOST * 4 ||
	    !is_short_for(a, candidate))
		return SIZE_MAX;
	return (strstr(candidate, word) == NULL) * 4096 + bytes;
}

/* In how many candidates each of the word's characters stands. */
static void
rarity_make(const struct word *a, const char *const *candidates, size_t count,
    size_t *bearers)
{
	char character[WORD_MOST][5] = { { 0 } };
	for (size_t i = 0; i < a->count; i++) {
		utf8_encode(a->codes[i], character[i]);
		bearers[i] = 0;
		for (size_t c = 0; c < count; c++)
			bearers[i] +=
			    strstr(candidates[c], character[i]) != NULL;
	}
}

/* The word has the candidate at its beginning or end: the longest first. */
static size_t
part_rank(const char *word, const char *candidate)
{
	struct word b;
	struct text t = text_of(word), name = text_of(candidate);
	word_make(&b, candidate);
	return b.han && b.count > 2 &&
		(text_starts(t, candidate) || text_ends(t, candidate))
	    ? WORD_MOST * 4 - name.len
	    : SIZE_MAX;
}

/*
 * Shares all but one of the characters that are rare among the candidates, and
 * half of all: what is left is the name's ordinary part (学院, 党总支).
 */
static size_t
shared_rank(const struct word *a, const size_t *bearers, size_t count,
    const char *candidate)
{
	struct word b;
	size_t rare = 0, rare_shared = 0, shared = 0;
	word_make(&b, candidate);
	if (!b.han || b.count < 4)
		return SIZE_MAX;
	for (size_t i = 0; i < a->count; i++) {
		bool is_rare = bearers[i] * 8 <= count, here = false;
		for (size_t j = 0; j < b.count && !here; j++)
			here = a->codes[i] == b.codes[j];
		rare += is_rare;
		rare_shared += is_rare && here;
		shared += here;
	}
	if (rare_shared == 0 || rare_shared + 1 < rare ||
	    (rare_shared < rare && rare_shared < 2) || shared * 2 < a->count)
		return SIZE_MAX;
	return (rare - rare_shared) * 4096 + (a->count - shared) * 64 + b.count;
}

/* ---- the nearest ---- */

struct search {
	const char **near;
	size_t count; /* of equally near ones, also beyond NEAR_MOST */
	size_t rank;
};

static void
search_add(struct search *search, const char *candidate, size_t rank)
{
	if (rank == SIZE_MAX || rank > search->rank)
		return;
	if (rank < search->rank)
		search->count = 0;
	search->rank = rank;
	for (size_t i = 0; i < search->count && i < NEAR_MOST; i++)
		if (strcmp(search->near[i], candidate) == 0)
			return;
	if (search->count < NEAR_MOST)
		search->near[search->count] = candidate;
	search->count++;
}

static size_t
search_end(const struct search *search, bool always)
{
	if (search->count > NEAR_MOST && !always)
		return 0;
	return least(search->count, NEAR_MOST);
}

size_t
near_words(const char *word, const char *const *candidates, size_t count,
    const char *near[NEAR_MOST])
{
	struct word a;
	struct search search = { near, 0, SIZE_MAX };
	word_make(&a, word);
	if (a.count == 0)
		return 0;
	for (size_t i = 0; i < count; i++)
		search_add(&search, candidates[i],
		    word_rank(&a, candidates[i]));
	if (search.count > 0)
		return search_end(&search, search.rank < EDIT * 2);
	if (!a.han || a.count < 2)
		return 0;
	for (size_t i = 0; i < count; i++)
		search_add(&search, candidates[i],
		    part_rank(word, candidates[i]));
	if (search.count > 0)
		return search_end(&search, true);
	for (size_t i = 0; i < count; i++)
		search_add(&search, candidates[i],
		    short_rank(&a, word, candidates[i]));
	if (search.count > 0 || a.count < 4)
		return search_end(&search, true);
	size_t bearers[WORD_MOST];
	rarity_make(&a, candidates, count, bearers);
	for (size_t i = 0; i < count; i++)
		search_add(&search, candidates[i],
		    shared_rank(&a, bearers, count, candidates[i]));
	return search_end(&search, true);
}

const char *
nearest_word(const char *word, const char *const *candidates, size_t count)
{
	const char *near[NEAR_MOST];
	return near_words(word, candidates, count, near) > 0 ? near[0] : NULL;
}
