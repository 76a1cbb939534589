#include "render/search_parts.h"

#include <stdlib.h>

/* ---- collecting ---- */

/* What was in a posting itself before; the last one's `next` is the first. */
struct posting_block {
	struct posting_block *next;
	uint16_t used, size;
	unsigned char bytes[];
};

#define BLOCK_LEAST 32
#define BLOCK_MOST 256
#define ROOM_FIRST 10 /* a power of 2 */

void
postings_init(struct postings *p)
{
	*p = (struct postings){ .arena = arena_new(),
		.room = (size_t)1 << ROOM_FIRST,
		.shift = 32 - ROOM_FIRST };
	p->slots = calloc(p->room, sizeof(*p->slots));
	if (p->slots == NULL)
		out_of_memory();
}

void
postings_free(struct postings *p)
{
	arena_free(p->arena);
	free(p->slots);
}

static size_t
place_of(const struct postings *p, uint32_t token)
{
	return token * 0x9E3779B1u >> p->shift;
}

static struct posting *
slot_of(const struct postings *p, uint32_t token)
{
	size_t at = place_of(p, token);
	while (p->slots[at].token != token && p->slots[at].token != 0)
		at = (at + 1) & (p->room - 1);
	return &p->slots[at];
}

/* Room for `more` tokens with a quarter of the slots empty. */
static void
slots_reserve(struct postings *p, size_t more)
{
	struct postings grown = *p;
	if ((p->count + more) * 4 < p->room * 3)
		return;
	while ((p->count + more) * 4 >= grown.room * 3) {
		grown.room *= 2;
		grown.shift--;
	}
	grown.slots = calloc(grown.room, sizeof(*grown.slots));
	if (grown.slots == NULL)
		out_of_memory();
	for (size_t i = 0; i < p->room; i++)
		if (p->slots[i].token != 0)
			*slot_of(&grown, p->slots[i].token) = p->slots[i];
	free(p->slots);
	*p = grown;
}

static void
posting_flush(struct postings *p, struct posting *posting)
{
	struct posting_block *last = posting->last_block;
	if (last == NULL || last->size - last->used < posting->used) {
		size_t size = last == NULL ? BLOCK_LEAST
					   : 2 * (sizeof(*last) + last->size);
		if (size > BLOCK_MOST)
			size = BLOCK_MOST;
		struct posting_block *block = arena_take(p->arena, size);
		*block = (struct posting_block){
			.next = last == NULL ? block : last->next,
			.size = (uint16_t)(size - sizeof(*block)) };
		if (last != NULL)
			last->next = block;
		posting->last_block = last = block;
	}
	memcpy(last->bytes + last->used, posting->bytes, posting->used);
	last->used += posting->used;
	posting->used = 0;
}

static void
posting_put(struct postings *p, struct posting *posting, uint32_t document)
{
	uint32_t gap = document - posting->document;
	if (posting->used + 5 > POSTING_BYTES)
		posting_flush(p, posting);
	posting->document = document;
	for (; gap >= 0x80; gap >>= 7)
		posting->bytes[posting->used++] =
		    (unsigned char)(0x80 | (gap & 0x7F));
	posting->bytes[posting->used++] = (unsigned char)gap;
}

/* The slots of a document's tokens are all over the memory: fetched ahead. */
#define AHEAD 12

void
postings_add(struct postings *p, const uint32_t *tokens, size_t count,
    uint32_t document)
{
	slots_reserve(p, count);
	for (size_t i = 0; i < count; i++) {
		if (i + AHEAD < count)
			__builtin_prefetch(
			    &p->slots[place_of(p, tokens[i + AHEAD])], 1);
		struct posting *posting = slot_of(p, tokens[i]);
		p->count += posting->token == 0;
		posting->token = tokens[i];
		if (posting->document != document)
			posting_put(p, posting, document);
	}
}

static int
token_compare(const void *pa, const void *pb)
{
	const struct posting *a = pa, *b = pb;
	return (a->token > b->token) - (a->token < b->token);
}

void
postings_sort(struct postings *p)
{
	size_t kept = 0;
	for (size_t i = 0; i < p->room; i++)
		if (p->slots[i].token != 0)
			p->slots[kept++] = p->slots[i];
	if (kept > 1)
		qsort(p->slots, kept, sizeof(*p->slots), token_compare);
}

size_t
postings_from(const struct postings *p, uint32_t token)
{
	size_t low = 0, high = p->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (p->slots[middle].token < token)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct posting_reader {
	const struct posting *posting;
	const struct posting_block *block; /* NULL: in the posting itself */
	const unsigned char *at, *end;
	uint32_t document;
};

static struct posting_reader
posting_read(const struct posting *posting)
{
	struct posting_reader r = { .posting = posting };
	const struct posting_block *last = posting->last_block;
	if (last != NULL) {
		r.block = last->next;
		r.at = r.block->bytes;
		r.end = r.at + r.block->used;
	} else {
		r.at = posting->bytes;
		r.end = r.at + posting->used;
	}
	return r;
}

/* On to the next block, or to what the posting itself has; false at the end. */
static bool
reader_turn(struct posting_reader *r)
{
	const struct posting *posting = r->posting;
	if (r->block == NULL)
		return false;
	if (r->block == posting->last_block) {
		r->block = NULL;
		r->at = posting->bytes;
		r->end = r->at + posting->used;
	} else {
		r->block = r->block->next;
		r->at = r->block->bytes;
		r->end = r->at + r->block->used;
	}
	return r->at < r->end;
}

/* 0 at the end. */
static inline uint32_t
posting_next(struct posting_reader *r)
{
	if (r->at == r->end && !reader_turn(r))
		return 0;
	uint32_t byte = *r->at++, gap = byte & 0x7F;
	for (unsigned shift = 7; byte >= 0x80; shift += 7) {
		byte = *r->at++;
		gap |= (byte & 0x7F) << shift;
	}
	return r->document += gap;
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
documents_add_all(struct documents *d, const struct posting *posting,
    const uint32_t *numbers)
{
	struct posting_reader reader = posting_read(posting);
	uint32_t at = posting_next(&reader), document = 0;
	word_use(d, numbers[at - 1] / 64);
	for (; at != 0; at = posting_next(&reader)) {
		document = numbers[at - 1];
		d->bits[document / 64] |= (uint64_t)1 << document % 64;
	}
	word_use(d, document / 64);
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

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

#define LETTERS 52
#define PAIR_BITS 11 /* 2 ^ 11 <= 52 * 52 */

struct bits {
	char *at; /* where the next letter goes */
	uint64_t value;
	unsigned count;
};

/* The lower `count` bits of value, at most 53: up to 12 letters. */
static void
bits_put(struct bits *b, uint64_t value, unsigned count)
{
	b->value = b->value << count | value;
	b->count += count;
	while (b->count >= PAIR_BITS) {
		b->count -= PAIR_BITS;
		uint32_t pair = b->value >> b->count & ((1u << PAIR_BITS) - 1);
		*b->at++ = letters[pair / LETTERS];
		*b->at++ = letters[pair % LETTERS];
	}
}

#define GAP_LETTERS 24

/*
 * Exponential Golomb: a set's members lie together more often than chance has
 * it.
 */
static void
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

void
documents_put(struct buf *out, struct documents *d)
{
	struct bits b = { 0 };
	uint32_t next = 0;
	unsigned k = gap_parameter(documents_count(d),
	    (uint64_t)(d->most + 1) * 64);
	buf_putc(out, 'x');
	buf_putc(out, letters[k]);
	for (uint32_t word = d->least; word <= d->most; word++) {
		buf_reserve(out, 65 * GAP_LETTERS);
		b.at = out->at + out->len;
		for (uint64_t bits = d->bits[word]; bits != 0;
		     bits &= bits - 1) {
			uint32_t document = word * 64 +
			    (uint32_t)__builtin_ctzll(bits);
			gap_put(&b, document - next, k);
			next = document + 1;
		}
		if (word == d->most && b.count > 0)
			bits_put(&b, 0, PAIR_BITS - b.count);
		out->len = (size_t)(b.at - out->at);
		*b.at = '\0';
	}
	documents_clear(d);
}
