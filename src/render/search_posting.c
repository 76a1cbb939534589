#include "render/search_parts.h"

#include <stdlib.h>

/* ---- sorting ---- */

#define DIGIT 12
#define DIGITS ((size_t)1 << DIGIT)

static void
sort_by(struct numbered *to, const struct numbered *from, size_t count,
    unsigned shift, uint32_t places[DIGITS])
{
	uint32_t sum = 0;
	for (size_t i = 0; i < DIGITS; i++) {
		uint32_t more = places[i];
		places[i] = sum;
		sum += more;
	}
	for (size_t i = 0; i < count; i++)
		to[places[from[i].token >> shift & (DIGITS - 1)]++] = from[i];
}

struct numbered *
numbered_sort(struct numbered *items, struct numbered *spare, size_t count)
{
	for (unsigned shift = 0; shift < 32 && count > 0; shift += DIGIT) {
		uint32_t places[DIGITS] = { 0 };
		for (size_t i = 0; i < count; i++)
			places[items[i].token >> shift & (DIGITS - 1)]++;
		if (places[items[0].token >> shift & (DIGITS - 1)] == count)
			continue; /* as of a small range the highest is */
		sort_by(spare, items, count, shift, places);
		struct numbered *sorted = spare;
		spare = items;
		items = sorted;
	}
	return items;
}

/* ---- collecting ---- */

#define BITS_LEAST 12

static void
slots_make(struct collector *c, unsigned bits)
{
	c->bits = bits;
	c->slots = ARENA_ARRAY(c->arena, struct slot, (size_t)1 << bits);
}

void
collector_init(struct collector *c, struct arena *arena)
{
	*c = (struct collector){ .arena = arena };
	slots_make(c, BITS_LEAST);
}

/* The token's, or the one where it would be. */
static inline uint32_t
slot_find(const struct collector *c, uint32_t token)
{
	uint32_t mask = ((uint32_t)1 << c->bits) - 1;
	uint32_t at = token * 0x9E3779B1u >> (32 - c->bits);
	while (c->slots[at].token != token && c->slots[at].token != 0)
		at = (at + 1) & mask;
	return at;
}

/* The larger ones stay for the parts to come. */
static void
slots_grow(struct collector *c)
{
	size_t count = (size_t)1 << c->bits;
	struct slot *old = c->slots;
	slots_make(c, c->bits + 2);
	for (size_t i = 0; i < count; i++)
		if (old[i].token != 0) {
			uint32_t to = slot_find(c, old[i].token);
			c->slots[to] = old[i];
			old[i].count = to;
		}
	for (size_t i = 0; i < c->standing_count; i++)
		c->standings[i].slot = old[c->standings[i].slot].count;
}

static void
collector_reserve(struct collector *c, size_t count)
{
	while (c->standing_room <= c->standing_count + count)
		c->standings = arena_grow(c->arena, c->standings,
		    c->standing_count, &c->standing_room,
		    sizeof(*c->standings));
	while (c->count + count > (size_t)1 << (c->bits - 1))
		slots_grow(c);
}

void
collector_add(struct collector *c, const uint32_t *tokens, size_t count,
    uint32_t document, bool titled)
{
	collector_reserve(c, count);
	/* Nothing here but what it writes, as all tokens of all pages pass. */
	const struct collector now = *c;
	struct standing *to = c->standings + c->standing_count;
	uint32_t mark = MARK(document, titled), last = document + 1, new = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t at = slot_find(&now, tokens[i]);
		struct slot *slot = &now.slots[at];
		/* No branch: nobody can foresee it. */
		bool is_first = slot->last != last;
		*to = (struct standing){ at, mark };
		to += is_first;
		slot->count += is_first;
		slot->last = last;
		new += slot->token == 0;
		slot->token = tokens[i];
	}
	c->standing_count = (size_t)(to - c->standings);
	c->count += new;
}

/* Twice the room for sorting. */
static void
sort_reserve(struct collector *c)
{
	if (c->order_room < 2 * c->count) {
		c->order_room = 4 * c->count;
		c->order = ARENA_ARRAY(
		    c->arena, struct numbered, c->order_room);
	}
	if (c->mark_room < c->standing_count) {
		c->mark_room = c->standing_room;
		c->marks = ARENA_ARRAY(c->arena, uint32_t, c->mark_room);
	}
}

const struct numbered *
collector_sort(struct collector *c)
{
	size_t count = 0;
	uint32_t start = 0;
	sort_reserve(c);
	for (uint32_t i = 0; i < (uint32_t)1 << c->bits; i++)
		if (c->slots[i].token != 0)
			c->order[count++] =
			    (struct numbered){ c->slots[i].token, i };
	struct numbered *order =
	    numbered_sort(c->order, c->order + count, count);
	for (size_t i = 0; i < count; i++) {
		struct slot *slot = &c->slots[order[i].number];
		slot->last = start;
		start += slot->count;
	}
	uint32_t *marks = c->marks;
	struct slot *slots = c->slots;
	const struct standing *s = c->standings, *end = s + c->standing_count;
	for (; s < end; s++)
		marks[slots[s->slot].last++] = s->mark;
	return order;
}

const uint32_t *
collector_marks(const struct collector *c, uint32_t token, size_t *count)
{
	const struct slot *slot = &c->slots[slot_find(c, token)];
	*count = slot->count;
	return slot->token == 0 ? NULL : c->marks + slot->last - slot->count;
}

void
collector_clear(struct collector *c)
{
	memset(c->slots, 0, sizeof(*c->slots) << c->bits);
	c->count = c->standing_count = 0;
}

/* ---- lists as bytes ---- */

#define NUMBER_BYTES 5

static inline unsigned char *
number_write(unsigned char *at, uint32_t number)
{
	for (; number >= 0x80; number >>= 7)
		*at++ = (unsigned char)(0x80 | (number & 0x7F));
	*at++ = (unsigned char)number;
	return at;
}

void
list_write(struct list_writer *writer, uint32_t token, const uint32_t *marks,
    size_t count)
{
	struct buf *list = &writer->marks, *out = writer->out;
	uint32_t mark = 0;
	buf_clear(list);
	buf_reserve(list, count * NUMBER_BYTES);
	unsigned char *start = (unsigned char *)list->at, *at = start;
	for (size_t i = 0; i < count; i++) {
		at = number_write(at, marks[i] - mark);
		mark = marks[i];
	}
	list->len = (size_t)(at - start);
	buf_reserve(out, 2 * NUMBER_BYTES);
	at = (unsigned char *)out->at + out->len;
	at = number_write(at, token - writer->next);
	at = number_write(at, (uint32_t)list->len);
	out->len = (size_t)(at - (unsigned char *)out->at);
	buf_putt(out, buf_text(list));
	writer->next = token + 1;
}

bool
list_read(struct list_reader *r)
{
	uint32_t more, len;
	if (r->at >= r->end)
		return false;
	r->at = number_read(r->at, &more);
	r->at = number_read(r->at, &len);
	r->token = r->next + more;
	r->next = r->token + 1;
	r->marks = (struct text){ (const char *)r->at, len };
	r->at += len;
	return true;
}

/* Below 2 ^ 32; NULL: it is not whole. */
static const unsigned char *
number_check(
    const unsigned char *at, const unsigned char *end, uint64_t *number)
{
	unsigned shift = 0;
	*number = 0;
	do {
		if (at == end || shift > 28)
			return NULL;
		*number |= (uint64_t)(*at & 0x7F) << shift;
		shift += 7;
	} while (*at++ >= 0x80);
	return *number > UINT32_MAX ? NULL : at;
}

/* All whole, of documents that go up and are below that. */
static bool
marks_are_sound(const unsigned char *at, const unsigned char *end,
    uint32_t documents)
{
	uint64_t mark = 0, more;
	for (bool first = true; at != end; first = false) {
		uint64_t before = mark >> 1;
		at = number_check(at, end, &more);
		if (at == NULL)
			return false;
		mark += more;
		if ((!first && mark >> 1 <= before) || mark >> 1 >= documents)
			return false;
	}
	return true;
}

bool
lists_are_sound(
    struct text lists, uint64_t from, uint64_t end, uint32_t documents)
{
	const unsigned char *at = (const unsigned char *)lists.at;
	const unsigned char *last = at + lists.len;
	uint64_t token, len, next = from;
	while (at != last) {
		at = number_check(at, last, &token);
		if (at != NULL)
			at = number_check(at, last, &len);
		if (at == NULL || len == 0 || len > (size_t)(last - at) ||
		    next + token >= end ||
		    !marks_are_sound(at, at + len, documents))
			return false;
		next += token + 1;
		at += len;
	}
	return true;
}

/* ---- sets ---- */

struct documents
documents_make(struct arena *arena, size_t room)
{
	return (struct documents){
		.items = ARENA_ARRAY(arena, uint32_t, room),
		.bits = ARENA_ARRAY(arena, uint64_t, room / 64 + 1)
	};
}

static bool
goes_up(const struct documents *d)
{
	for (size_t i = 1; i < d->count; i++)
		if (d->items[i] < d->items[i - 1])
			return false;
	return true;
}

void
documents_sort(struct documents *d)
{
	uint32_t least = UINT32_MAX, most = 0;
	if (goes_up(d))
		return;
	for (size_t i = 0; i < d->count; i++) {
		uint32_t word = d->items[i] / 64;
		d->bits[word] |= (uint64_t)1 << d->items[i] % 64;
		least = word < least ? word : least;
		most = word > most ? word : most;
	}
	d->count = 0;
	for (uint32_t word = least; word <= most; word++) {
		for (uint64_t left = d->bits[word]; left != 0; left &= left - 1)
			documents_add(d, word * 64 +
			    (uint32_t)__builtin_ctzll(left));
		d->bits[word] = 0;
	}
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

void
documents_put(struct buf *out, struct documents *d)
{
	struct bits b = { 0 };
	uint32_t next = 0;
	uint32_t end = d->count == 0 ? 0 : d->items[d->count - 1] / 64 + 1;
	unsigned k = gap_parameter(d->count, (uint64_t)end * 64);
	buf_putc(out, 'x');
	buf_putc(out, letter(k));
	buf_reserve(out, (d->count + 1) * GAP_LETTERS);
	b.at = out->at + out->len;
	for (size_t i = 0; i < d->count;) {
		if (k == 0 && d->count - i >= 32 &&
		    d->items[i + 31] == next + 31) {
			bits_put(&b, UINT32_MAX, 32); /* gaps of 0 */
			next += 32;
			i += 32;
		} else {
			gap_put(&b, d->items[i] - next, k);
			next = d->items[i++] + 1;
		}
	}
	if (b.count > 0)
		bits_put(&b, 0, PAIR_BITS - b.count);
	out->len = (size_t)(b.at - out->at);
	*b.at = '\0';
	d->count = 0;
}
