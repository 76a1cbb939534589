#include "render/search_parts.h"

#include <stdlib.h>

/* ---- collecting ---- */

/* So many tokens of documents are sorted at once: in the second cache. */
#define OPEN_MOST ((size_t)1 << 18)

void
postings_init(struct postings *p)
{
	*p = (struct postings){ .arena = arena_new() };
}

void
postings_free(struct postings *p)
{
	arena_free(p->arena);
	free(p->open);
}

/* ---- a run ---- */

#define DIGIT 11
#define DIGITS ((size_t)1 << DIGIT)

/* Stably, by one digit of the token. */
static void
sort_by(struct token_document *to, const struct token_document *from,
    size_t count, unsigned shift)
{
	uint32_t places[DIGITS] = { 0 }, sum = 0;
	for (size_t i = 0; i < count; i++)
		places[from[i].token >> shift & (DIGITS - 1)]++;
	for (size_t i = 0; i < DIGITS; i++) {
		uint32_t more = places[i];
		places[i] = sum;
		sum += more;
	}
	for (size_t i = 0; i < count; i++)
		to[places[from[i].token >> shift & (DIGITS - 1)]++] = from[i];
}

static unsigned char *
gap_write(unsigned char *at, uint32_t gap)
{
	for (; gap >= 0x80; gap >>= 7)
		*at++ = (unsigned char)(0x80 | (gap & 0x7F));
	*at++ = (unsigned char)gap;
	return at;
}

/* A token's documents, the same one once; *at moves behind them. */
static unsigned char *
gaps_write(unsigned char *bytes, const struct token_document *sorted,
    size_t count, size_t *at, uint32_t base)
{
	uint32_t token = sorted[*at].token, document = base;
	for (; *at < count && sorted[*at].token == token; ++*at)
		if (sorted[*at].document != document) {
			bytes = gap_write(
			    bytes, sorted[*at].document - document);
			document = sorted[*at].document;
		}
	return bytes;
}

void
run_set_ranges(struct run *run)
{
	size_t at = 0;
	for (size_t range = 0; range <= RANGES; range++) {
		while (at < run->count &&
		    run->tokens[at] >> RANGE_SHIFT < range)
			at++;
		run->ranges[range] = (uint32_t)at;
	}
}

/* Makes a run of those that are open. */
static void
open_close(struct postings *p)
{
	if (p->count == 0)
		return;
	uint32_t base = p->open[0].document - 1;
	struct token_document *spare = p->open, *sorted = p->open + p->room;
	sort_by(sorted, spare, p->count, 0);
	sort_by(spare, sorted, p->count, DIGIT);
	sort_by(sorted, spare, p->count, 2 * DIGIT);
	size_t tokens = 1;
	for (size_t i = 1; i < p->count; i++)
		tokens += sorted[i].token != sorted[i - 1].token;
	ARENA_ROOM(p->arena, p->runs, p->run_count, p->run_room);
	struct run *run = &p->runs[p->run_count++];
	*run = (struct run){ .base = base,
		.tokens = arena_take(p->arena, tokens * sizeof(uint32_t)),
		.ends = arena_take(p->arena, tokens * sizeof(uint32_t)) };
	/* At most 5 bytes each. */
	unsigned char *bytes = (unsigned char *)spare, *end = bytes;
	for (size_t i = 0; i < p->count;) {
		uint32_t token = sorted[i].token;
		end = gaps_write(end, sorted, p->count, &i, base);
		run->tokens[run->count] = token;
		run->ends[run->count++] = (uint32_t)(end - bytes);
	}
	run_set_ranges(run);
	run->bytes = memcpy(arena_take(p->arena, (size_t)(end - bytes)),
	    bytes, (size_t)(end - bytes));
	p->count = 0;
}

/* Room for one more. */
static void
open_reserve(struct postings *p)
{
	if (p->count == OPEN_MOST)
		open_close(p);
	if (p->count < p->room)
		return;
	p->room = p->room == 0 ? OPEN_MOST / 64 : p->room * 2;
	/* Twice: for sorting. */
	p->open = realloc(p->open, 2 * p->room * sizeof(*p->open));
	if (p->open == NULL)
		out_of_memory();
}

void
postings_add(struct postings *p, const uint32_t *tokens, size_t count,
    uint32_t document)
{
	for (size_t i = 0; i < count;) {
		open_reserve(p);
		size_t most = p->room - p->count;
		for (size_t end = count - i < most ? count : i + most; i < end;
		     i++)
			p->open[p->count++] =
			    (struct token_document){ tokens[i], document };
	}
}

void
postings_finish(struct postings *p)
{
	open_close(p);
	free(p->open);
	p->open = NULL;
	p->room = 0;
}

size_t
run_find(const struct run *run, uint32_t token)
{
	size_t low = run->ranges[token >> RANGE_SHIFT];
	size_t end = run->ranges[(token >> RANGE_SHIFT) + 1], high = end;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (run->tokens[middle] < token)
			low = middle + 1;
		else
			high = middle;
	}
	return low < end && run->tokens[low] == token ? low : SIZE_MAX;
}

/* ---- sets ---- */

struct documents
documents_make(struct arena *arena, size_t room)
{
	return (struct documents){ .least = UINT32_MAX,
		.bits = ARENA_ARRAY(arena, uint64_t, room / 64 + 1) };
}

static void
word_use(struct documents *d, uint32_t word)
{
	if (word < d->least)
		d->least = word;
	if (word > d->most)
		d->most = word;
}

void
documents_add(struct documents *d, uint32_t document)
{
	d->bits[document / 64] |= (uint64_t)1 << document % 64;
	word_use(d, document / 64);
}

void
documents_add_all(struct documents *d, const struct run *run, size_t at,
    const uint32_t *numbers)
{
	const unsigned char *byte =
	    run->bytes + (at == 0 ? 0 : run->ends[at - 1]);
	const unsigned char *end = run->bytes + run->ends[at];
	uint32_t number = 0, document = run->base;
	for (bool first = true; byte < end; first = false) {
		uint32_t gap = *byte & 0x7F;
		for (unsigned shift = 7; *byte++ >= 0x80; shift += 7)
			gap |= (*byte & 0x7Fu) << shift;
		document += gap;
		number = numbers[document - 1];
		d->bits[number / 64] |= (uint64_t)1 << number % 64;
		if (first)
			word_use(d, number / 64);
	}
	word_use(d, number / 64);
}

bool
documents_has(const struct documents *d, uint32_t document)
{
	return (d->bits[document / 64] >> document % 64 & 1) != 0;
}

bool
documents_next(const struct documents *d, uint32_t *from, uint32_t *document)
{
	uint32_t word = *from / 64;
	uint64_t bits;
	if (d->least > d->most || word > d->most)
		return false;
	if (word < d->least) {
		word = d->least;
		bits = d->bits[word];
	} else {
		bits = d->bits[word] & ~(uint64_t)0 << *from % 64;
	}
	while (bits == 0) {
		if (word == d->most)
			return false;
		bits = d->bits[++word];
	}
	*document = word * 64 + (uint32_t)__builtin_ctzll(bits);
	*from = *document + 1;
	return true;
}

void
documents_clear(struct documents *d)
{
	for (uint32_t word = d->least; word <= d->most; word++)
		d->bits[word] = 0;
	d->least = UINT32_MAX;
	d->most = 0;
}

size_t
documents_count(const struct documents *d)
{
	size_t count = 0;
	for (uint32_t word = d->least; word <= d->most; word++)
		if (d->bits[word] != 0)
			count += (size_t)__builtin_popcountll(d->bits[word]);
	return count;
}

/* ---- letters ---- */

#define LETTERS 52
#define PAIR_BITS 11 /* 2 ^ 11 <= 52 * 52 */

static inline char
letter(uint32_t value)
{
	return (char)(value + (value < 26 ? 'A' : 'a' - 26));
}

struct bits {
	char *at; /* where the next letter goes */
	uint64_t value;
	unsigned count;
};

/* The lower `count` bits of value, at most 53: up to 12 letters. */
static inline void
bits_put(struct bits *b, uint64_t value, unsigned count)
{
	b->value = b->value << count | value;
	b->count += count;
	while (b->count >= PAIR_BITS) {
		b->count -= PAIR_BITS;
		uint32_t pair = b->value >> b->count & ((1u << PAIR_BITS) - 1);
		*b->at++ = letter(pair / LETTERS);
		*b->at++ = letter(pair % LETTERS);
	}
}

#define GAP_LETTERS 24

/*
 * Exponential Golomb: a set's members lie together more often than chance has
 * it.
 */
static inline void
gap_put(struct bits *b, uint32_t gap, unsigned k)
{
	uint32_t high = (gap >> k) + 1, low = gap & ((1u << k) - 1);
	unsigned length = 32 - (unsigned)__builtin_clz(high);
	unsigned count = 2 * length - 1 + k;
	if (count > 53) {
		bits_put(b, 0, length - 1);
		count -= length - 1;
	}
	bits_put(b, (uint64_t)high << k | low, count);
}

/* 2 ^ k is about a third of what a gap is on average. */
static unsigned
gap_parameter(uint64_t count, uint64_t documents)
{
	unsigned k = 0;
	while (k < 25 && count > 0 && count << (k + 1) <= documents * 11 / 32)
		k++;
	return k;
}

/* Those of a word; `next` would be the gap 0.  Returns what is so afterwards. */
static uint32_t
word_put(struct bits *b, uint64_t word, uint32_t first, uint32_t next,
    unsigned k)
{
	for (; word != 0; word &= word - 1) {
		uint32_t document = first + (uint32_t)__builtin_ctzll(word);
		gap_put(b, document - next, k);
		next = document + 1;
	}
	return next;
}

void
documents_put(struct buf *out, struct documents *d)
{
	struct bits b = { 0 };
	uint32_t next = 0;
	size_t count = documents_count(d);
	unsigned k = gap_parameter(count, (uint64_t)(d->most + 1) * 64);
	buf_putc(out, 'x');
	buf_putc(out, letter(k));
	buf_reserve(out, (count + 1) * GAP_LETTERS);
	b.at = out->at + out->len;
	for (uint32_t word = d->least; word <= d->most; word++) {
		if (k == 0 && next == word * 64 && ~d->bits[word] == 0) {
			/* What nearly all have. */
			bits_put(&b, UINT32_MAX, 32);
			bits_put(&b, UINT32_MAX, 32);
			next += 64;
		} else {
			next = word_put(&b, d->bits[word], word * 64, next, k);
		}
	}
	if (b.count > 0)
		bits_put(&b, 0, PAIR_BITS - b.count);
	out->len = (size_t)(b.at - out->at);
	*b.at = '\0';
	documents_clear(d);
}
