#include "base/finder.h"

#include <stdbool.h>
#include <stdlib.h>

/*
 * States are numbered level by level from the root, 0; a state's edges lie
 * side by side, sorted by byte.
 */
struct state {
	uint32_t first_edge;
	uint32_t back; /* the longest other beginning that ends here */
	uint32_t word; /* the longest word that ends here, + 1; 0: none */
};

#define FILTER_BITS 16

struct finder {
	struct state *states; /* one more, for the end of the last's edges */
	size_t state_count;
	unsigned char *bytes; /* of edges */
	uint32_t *targets;    /* parallel */
	uint32_t root[256];   /* state after one byte, or 0 */
	uint32_t *lengths;    /* of words, white space aside */
	/* Which first three bytes a word may have; most places have none. */
	bool filtered; /* no word is shorter */
	uint64_t filter[(1u << FILTER_BITS) / 64];
};

/* ---- white space ---- */

/* Bytes of white space at `at`: 0, 1, or 3 for U+3000. */
static size_t
space_at(struct text text, size_t at)
{
	char c = text.at[at];
	if (c == ' ' || c == '\n' || c == '\t' || c == '\r')
		return 1;
	return c == '\xE3' && text.len - at >= 3 &&
		memcmp(text.at + at, "\xE3\x80\x80", 3) == 0
	    ? 3
	    : 0;
}

/* Behind white space; sets *ends when there is an empty line in it. */
static size_t
spaces_end(struct text text, size_t at, bool *ends)
{
	size_t lines = 0, step;
	for (; at < text.len && (step = space_at(text, at)) > 0; at += step)
		if (text.at[at] == '\n' && ++lines == 2)
			*ends = true;
	return at;
}

static struct text
word_squeeze(struct arena *arena, struct text word)
{
	char *out = arena_alloc(arena, word.len + 1);
	size_t len = 0;
	for (size_t at = 0; at < word.len;) {
		size_t step = space_at(word, at);
		if (step == 0)
			out[len++] = word.at[at++];
		else
			at += step;
	}
	return (struct text){ out, len };
}

/* ---- making ---- */

struct sorted {
	struct text word;
	size_t number;
};

static int
sorted_compare(const void *pa, const void *pb)
{
	const struct sorted *a = pa, *b = pb;
	int c = text_compare(a->word, b->word);
	return c != 0 ? c : (a->number > b->number) - (a->number < b->number);
}

/* The words, squeezed and in order, that share a state's beginning. */
struct range {
	size_t from, to;
};

struct making {
	struct finder *finder;
	struct arena *scratch;
	struct sorted *words;
	struct range *ranges; /* parallel to states */
	size_t depth;         /* of the level being made */
	size_t edge_count;
};

static void
words_sort(struct making *m, const struct text *words, size_t count)
{
	size_t kept = 0, room = 1;
	m->words = ARENA_ARRAY(m->scratch, struct sorted, count);
	for (size_t i = 0; i < count; i++) {
		struct text word = word_squeeze(m->scratch, words[i]);
		m->finder->lengths[i] = (uint32_t)word.len;
		if (word.len == 0)
			continue;
		m->words[kept++] = (struct sorted){ word, i };
		room += word.len;
	}
	if (kept > 1)
		qsort(m->words, kept, sizeof(*m->words), sorted_compare);
	m->ranges = ARENA_ARRAY(m->scratch, struct range, room);
	m->ranges[0] = (struct range){ 0, kept };
}

/* How many states there are: bytes of words that no word before begins with. */
static size_t
states_count(const struct making *m)
{
	size_t states = 1;
	for (size_t i = 0; i < m->ranges[0].to; i++) {
		struct text word = m->words[i].word;
		size_t shared = 0;
		while (i > 0 && shared < word.len &&
		    shared < m->words[i - 1].word.len &&
		    word.at[shared] == m->words[i - 1].word.at[shared])
			shared++;
		states += word.len - shared;
	}
	return states;
}

static uint32_t
target_of(const struct finder *f, uint32_t state, unsigned char byte)
{
	if (state == 0)
		return f->root[byte];
	uint32_t low = f->states[state].first_edge;
	uint32_t high = f->states[state + 1].first_edge;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (f->bytes[middle] < byte)
			low = middle + 1;
		else
			high = middle;
	}
	return low < f->states[state + 1].first_edge && f->bytes[low] == byte
	    ? f->targets[low]
	    : 0;
}

/* The state that has read `byte` after `state`. */
static uint32_t
state_next(const struct finder *f, uint32_t state, unsigned char byte)
{
	for (;; state = f->states[state].back) {
		uint32_t target = target_of(f, state, byte);
		if (target != 0 || state == 0)
			return target;
	}
}

/* A state's edges: the words of its range by their next byte. */
static void
state_split(struct making *m, uint32_t state)
{
	struct finder *f = m->finder;
	struct range range = m->ranges[state];
	f->states[state].first_edge = (uint32_t)m->edge_count;
	/* Words that end here come first; of equal ones the first counts. */
	while (range.from < range.to &&
	    m->words[range.from].word.len == m->depth)
		range.from++;
	for (size_t i = range.from, to; i < range.to; i = to) {
		char byte = m->words[i].word.at[m->depth];
		for (to = i + 1; to < range.to &&
		     m->words[to].word.at[m->depth] == byte; to++)
			continue;
		uint32_t target = (uint32_t)f->state_count++;
		m->ranges[target] = (struct range){ i, to };
		f->bytes[m->edge_count] = (unsigned char)byte;
		f->targets[m->edge_count++] = target;
		if (state == 0)
			f->root[(unsigned char)byte] = target;
		if (m->words[i].word.len == m->depth + 1)
			f->states[target].word =
			    (uint32_t)m->words[i].number + 1;
	}
}

/* Where a state's edges lead if no word goes on as the text does. */
static void
state_link(struct finder *f, uint32_t state)
{
	for (uint32_t e = f->states[state].first_edge;
	     e < f->states[state + 1].first_edge; e++) {
		struct state *target = &f->states[f->targets[e]];
		target->back = state == 0
		    ? 0
		    : state_next(f, f->states[state].back, f->bytes[e]);
		if (target->word == 0)
			target->word = f->states[target->back].word;
	}
}

static unsigned
filter_place(const char *bytes)
{
	const unsigned char *b = (const unsigned char *)bytes;
	return ((unsigned)b[0] << 12 ^ (unsigned)b[1] << 6 ^ b[2]) &
	    ((1u << FILTER_BITS) - 1);
}

static void
filter_make(struct making *m)
{
	struct finder *f = m->finder;
	f->filtered = true;
	for (size_t i = 0; i < m->ranges[0].to; i++) {
		struct text word = m->words[i].word;
		if (word.len < 3) {
			f->filtered = false;
			return;
		}
		unsigned place = filter_place(word.at);
		f->filter[place / 64] |= (uint64_t)1 << place % 64;
	}
}

static void
states_make(struct making *m)
{
	struct finder *f = m->finder;
	uint32_t level_end = 1;
	f->state_count = 1;
	for (uint32_t state = 0; state < f->state_count; state++) {
		if (state == level_end) {
			level_end = (uint32_t)f->state_count;
			m->depth++;
		}
		state_split(m, state);
	}
	f->states[f->state_count].first_edge = (uint32_t)m->edge_count;
	for (uint32_t state = 0; state < f->state_count; state++)
		state_link(f, state);
}

struct finder *
finder_make(struct arena *arena, const struct text *words, size_t count)
{
	struct finder *f = ARENA_NEW(arena, struct finder);
	struct making m = { .finder = f, .scratch = arena_new() };
	f->lengths = ARENA_ARRAY(arena, uint32_t, count);
	words_sort(&m, words, count);
	size_t states = states_count(&m);
	f->states = ARENA_ARRAY(arena, struct state, states + 1);
	f->bytes = ARENA_ARRAY(arena, unsigned char, states);
	f->targets = ARENA_ARRAY(arena, uint32_t, states);
	filter_make(&m);
	states_make(&m);
	arena_free(m.scratch);
	return f;
}

/* ---- finding ---- */

struct finding {
	const struct finder *finder;
	struct arena *arena;
	struct text text;
	struct finder_match *matches;
	size_t count, capacity;
};

/* So many bytes that are no white space before `end`. */
static size_t
start_of(struct text text, size_t end, size_t length)
{
	size_t at = end;
	while (length > 0) {
		at--;
		if (at >= 2 && memcmp(text.at + at - 2, "\xE3\x80\x80", 3) == 0)
			at -= 2;
		else if (space_at(text, at) == 0)
			length--;
	}
	return at;
}

/* Matches come by their ends: what lies within the new one goes. */
static void
match_add(struct finding *f, uint32_t word, size_t end)
{
	size_t start =
	    start_of(f->text, end, f->finder->lengths[word]);
	while (f->count > 0 && f->matches[f->count - 1].start >= start)
		f->count--;
	ARENA_ROOM(f->arena, f->matches, f->count, f->capacity);
	f->matches[f->count++] = (struct finder_match){ start, end, word };
}

/* Is the byte at `at`, behind which there are two more, none of a character? */
static bool
is_astray(struct text text, size_t at)
{
	return ((unsigned char)text.at[at + 1] & 0xC0) != 0x80 ||
	    ((unsigned char)text.at[at + 2] & 0xC0) != 0x80;
}

/* The next place from `at` on where a word may begin. */
static size_t
beginning_find(const struct finder *f, struct text text, size_t at)
{
	while (at < text.len) {
		/* A space may stand between the bytes of a short character. */
		if (!f->filtered || text.len - at < 3 ||
		    (unsigned char)text.at[at] < 0xE0) {
			if (f->root[(unsigned char)text.at[at]] != 0)
				break;
			at++;
			continue;
		}
		unsigned place = filter_place(text.at + at);
		if ((f->filter[place / 64] >> place % 64 & 1) != 0)
			break;
		/* Nothing begins within a character; but of any bytes it may. */
		at += is_astray(text, at) ? 1 : 3;
	}
	return at;
}

size_t
finder_find(const struct finder *finder, struct arena *arena,
    struct text text, struct finder_match **matches)
{
	struct finding f = { .finder = finder, .arena = arena, .text = text };
	uint32_t state = 0;
	for (size_t at = 0; at < text.len;) {
		if (state == 0) {
			at = beginning_find(finder, text, at);
			if (at == text.len)
				break;
		} else if (space_at(text, at) > 0) {
			bool ends = false;
			at = spaces_end(text, at, &ends);
			if (ends)
				state = 0;
			continue;
		}
		state = state_next(finder, state, (unsigned char)text.at[at]);
		at++;
		if (finder->states[state].word != 0)
			match_add(&f, finder->states[state].word - 1, at);
	}
	*matches = f.matches;
	return f.count;
}
