#include "render/search_parts.h"

#include <stdlib.h>

/* ---- collecting ---- */

struct posting_block {
	struct posting_block *next;
	unsigned char bytes[];
};

#define STEP_MOST 4

/* Bytes of a token's block number `step`. */
static size_t
block_size(unsigned step)
{
	return ((size_t)16 << step) - sizeof(struct posting_block);
}

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

static struct posting *
slot_of(const struct postings *p, uint32_t token)
{
	size_t at = token * 0x9E3779B1u >> p->shift;
	while (p->slots[at].token != token && p->slots[at].token != 0)
		at = (at + 1) & (p->room - 1);
	return &p->slots[at];
}

static void
slots_grow(struct postings *p)
{
	struct postings grown = *p;
	grown.room *= 2;
	grown.shift--;
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
block_add(struct postings *p, struct posting *posting)
{
	size_t size = block_size(posting->step);
	struct posting_block *last = posting->first == NULL
	    ? NULL
	    : (struct posting_block *)(void *)(posting->at - size -
		  sizeof(*last));
	if (last != NULL && posting->step < STEP_MOST)
		size = block_size(++posting->step);
	struct posting_block *block =
	    arena_take(p->arena, sizeof(*block) + size);
	block->next = NULL;
	*(last == NULL ? &posting->first : &last->next) = block;
	posting->at = block->bytes;
	posting->left = (uint8_t)size;
}

static void
byte_put(struct postings *p, struct posting *posting, uint32_t byte)
{
	if (posting->left == 0)
		block_add(p, posting);
	*posting->at++ = (unsigned char)byte;
	posting->left--;
}

void
postings_add(struct postings *p, uint32_t token, uint32_t document)
{
	struct posting *posting = slot_of(p, token);
	if (posting->token == 0) {
		if (p->count * 4 >= p->room * 3) {
			slots_grow(p);
			posting = slot_of(p, token);
		}
		posting->token = token;
		p->count++;
	}
	if (posting->last == document)
		return;
	uint32_t gap = document - posting->last;
	posting->last = document;
	for (; gap >= 0x80; gap >>= 7)
		byte_put(p, posting, 0x80 | (gap & 0x7F));
	byte_put(p, posting, gap);
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

struct posting_reader
posting_read(const struct posting *posting)
{
	return (struct posting_reader){ .block = posting->first,
		.at = posting->first->bytes,
		.left = (uint8_t)block_size(0),
		.last = posting->last };
}

static uint32_t
byte_next(struct posting_reader *r)
{
	if (r->left == 0) {
		r->block = r->block->next;
		r->at = r->block->bytes;
		r->step += r->step < STEP_MOST;
		r->left = (uint8_t)block_size(r->step);
	}
	r->left--;
	return *r->at++;
}

uint32_t
posting_next(struct posting_reader *r)
{
	if (r->document == r->last)
		return 0;
	uint32_t byte = byte_next(r), gap = byte & 0x7F;
	for (unsigned shift = 7; byte >= 0x80; shift += 7) {
		byte = byte_next(r);
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

void
documents_add(struct documents *d, uint32_t document)
{
	uint32_t word = document / 64;
	uint64_t bit = (uint64_t)1 << document % 64;
	d->count += (d->bits[word] & bit) == 0;
	d->bits[word] |= bit;
	if (word < d->least)
		d->least = word;
	if (word > d->most)
		d->most = word;
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
	if (d->count == 0 || word > d->most)
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
	d->most = d->count = 0;
}

/* ---- letters ---- */

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

#define LETTERS 52
#define PAIR_BITS 11 /* 2 ^ 11 <= 52 * 52 */

struct bits {
	struct buf *out;
	uint64_t value;
	unsigned count;
};

/* The lower `count` bits of value, at most 32. */
static void
bits_put(struct bits *b, uint32_t value, unsigned count)
{
	b->value = b->value << count | value;
	b->count += count;
	while (b->count >= PAIR_BITS) {
		b->count -= PAIR_BITS;
		uint32_t pair =
		    b->value >> b->count & ((1u << PAIR_BITS) - 1);
		char two[2] = { letters[pair / LETTERS],
			letters[pair % LETTERS] };
		buf_put(b->out, two, 2);
	}
	b->value &= ((uint64_t)1 << b->count) - 1;
}

/* Exponential Golomb: a set's members lie together more often than chance has it. */
static void
gap_put(struct bits *b, uint32_t gap, unsigned k)
{
	uint32_t high = (gap >> k) + 1;
	unsigned length = 31 - (unsigned)__builtin_clz(high);
	bits_put(b, 0, length);
	bits_put(b, high, length + 1);
	bits_put(b, gap & ((1u << k) - 1), k);
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
	struct bits b = { .out = out };
	uint32_t from = 0, next = 0, document;
	unsigned k = gap_parameter(d->count, (uint64_t)(d->most + 1) * 64);
	buf_putc(out, 'x');
	buf_putc(out, letters[k]);
	while (documents_next(d, &from, &document)) {
		gap_put(&b, document - next, k);
		next = document + 1;
	}
	if (b.count > 0)
		bits_put(&b, 0, PAIR_BITS - b.count);
	documents_clear(d);
}
