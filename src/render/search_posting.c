#include "render/search_parts.h"

#include <endian.h>

/* ---- sorting ---- */

#define DIGIT 11 /* three are a token */
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
#define ROOM_LEAST 1024

static void
slots_make(struct collector *c, unsigned bits)
{
	c->bits = bits;
	c->slots = ARENA_ARRAY(c->arena, struct slot, (size_t)1 << bits);
}

void
collector_init(struct collector *c, struct arena *arena)
{
	*c = (struct collector){ .arena = arena,
		.rows = ARENA_ARRAY(arena, struct strip_set, ROOM_LEAST),
		.order = ARENA_ARRAY(arena, struct numbered, ROOM_LEAST),
		.spare = ARENA_ARRAY(arena, struct numbered, ROOM_LEAST),
		.room = ROOM_LEAST };
	slots_make(c, BITS_LEAST);
}

/* Where the token is, or would be. */
static struct slot *
slot_find(const struct collector *c, uint32_t token)
{
	uint32_t mask = ((uint32_t)1 << c->bits) - 1;
	uint32_t at = TOKEN_HASH(token) >> (32 - c->bits);
	while (c->slots[at].token != token && c->slots[at].token != 0)
		at = (at + 1) & mask;
	return &c->slots[at];
}

/* The larger ones stay for the strips to come. */
static void
slots_grow(struct collector *c)
{
	slots_make(c, c->bits + 1);
	for (uint32_t i = 0; i < c->count; i++) {
		uint32_t token = c->order[i].token;
		*slot_find(c, token) = (struct slot){ token, i };
	}
}

/* Twice the room, in all of them. */
static void
rows_grow(struct collector *c)
{
	size_t rows = c->room, order = c->room;
	c->rows = arena_grow(
	    c->arena, c->rows, c->count, &rows, sizeof(*c->rows));
	c->order = arena_grow(
	    c->arena, c->order, c->count, &order, sizeof(*c->order));
	c->spare = ARENA_ARRAY(c->arena, struct numbered, order);
	c->room = order;
}

const struct strip_set *
collector_find(const struct collector *c, uint32_t token)
{
	const struct slot *slot = slot_find(c, token);
	return slot->token == 0 ? NULL : &c->rows[slot->row];
}

uint32_t
collector_row(struct collector *c, uint32_t token)
{
	struct slot *slot = slot_find(c, token);
	uint32_t row = (uint32_t)c->count;
	if (slot->token != 0)
		return slot->row;
	if (c->count == c->room)
		rows_grow(c);
	/* A quarter, so that most are found at once. */
	if (c->count >= (size_t)1 << (c->bits - 2)) {
		slots_grow(c);
		slot = slot_find(c, token);
	}
	*slot = (struct slot){ token, row };
	c->order[row] = (struct numbered){ token, row };
	c->rows[row] = (struct strip_set){ { 0 } };
	c->count++;
	return row;
}

const struct numbered *
collector_sort(struct collector *c)
{
	struct numbered *sorted = numbered_sort(c->order, c->spare, c->count);
	if (sorted != c->order)
		c->spare = c->order;
	return c->order = sorted;
}

void
collector_clear(struct collector *c)
{
	memset(c->slots, 0, sizeof(*c->slots) << c->bits);
	c->count = 0;
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

static inline void
word_write(unsigned char *at, uint64_t word)
{
	word = htole64(word);
	memcpy(at, &word, sizeof(word));
}

static inline uint64_t
word_read(const unsigned char *at)
{
	uint64_t word;
	memcpy(&word, at, sizeof(word));
	return le64toh(word);
}

#define SET_BYTES (1 + STRIP / 8) /* the number of bytes is one itself */

/* Behind it; there is room for SET_BYTES. */
static inline unsigned char *
set_write(unsigned char *at, const struct strip_set *set, size_t size,
    bool titled)
{
	size_t words = (size + 7) / 8, count = 0;
	unsigned char *to = at + 1;
	for (size_t i = 0; i < words; i++)
		count += (size_t)__builtin_popcountll(set->words[i]);
	if (count >= size) {
		for (size_t i = 0; i < words; i++)
			word_write(to + i * 8, set->words[i]);
		*at = (unsigned char)(size << 1 | titled);
		return to + size;
	}
	for (size_t i = 0; i < words; i++)
		for (uint64_t left = set->words[i]; left != 0; left &= left - 1)
			*to++ = (unsigned char)(i * 64 +
			    (unsigned)__builtin_ctzll(left));
	*at = (unsigned char)(count << 1 | titled);
	return to;
}

void
list_write(struct list_writer *writer, uint32_t token,
    const struct strip_set *documents, const struct strip_set *titles)
{
	struct buf *out = writer->out;
	buf_reserve(out, NUMBER_BYTES + 2 * SET_BYTES);
	unsigned char *at = (unsigned char *)out->at + out->len;
	at = number_write(at, token - writer->next);
	at = set_write(at, documents, writer->size, titles != NULL);
	if (titles != NULL)
		at = set_write(at, titles, writer->size, false);
	out->len = (size_t)(at - (unsigned char *)out->at);
	writer->next = token + 1;
}

/* Behind a number by 7 bits, all of whose bytes are there. */
static inline const unsigned char *
number_read(const unsigned char *at, uint32_t *number)
{
	*number = *at & 0x7F;
	for (unsigned shift = 7; *at++ >= 0x80; shift += 7)
		*number |= (*at & 0x7Fu) << shift;
	return at;
}

bool
list_read(struct list_reader *r)
{
	uint32_t more;
	if (r->at >= r->end)
		return false;
	r->list = number_read(r->at, &more);
	r->at = r->list + 1 + (*r->list >> 1);
	if ((*r->list & 1) != 0)
		r->at += 1 + (*r->at >> 1);
	r->token = r->next + more;
	r->next = r->token + 1;
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

/*
 * Behind the number of bytes and these, which are of documents below that; or
 * NULL.  May titles come next?
 */
static const unsigned char *
set_check(const unsigned char *at, const unsigned char *end, size_t documents,
    bool *titled)
{
	size_t size = strip_size(documents);
	if (at == end)
		return NULL;
	size_t len = *at >> 1;
	*titled = (*at++ & 1) != 0;
	if (len == 0 || len > size || len > (size_t)(end - at))
		return NULL;
	for (size_t i = 0; i < len && len < size; i++)
		if (at[i] >= documents)
			return NULL;
	if (len == size && documents % 8 != 0 &&
	    at[size - 1] >> documents % 8 != 0)
		return NULL;
	return at + len;
}

bool
lists_are_sound(
    struct text lists, uint64_t from, uint64_t end, size_t documents)
{
	const unsigned char *at = (const unsigned char *)lists.at;
	const unsigned char *last = at + lists.len;
	uint64_t token, next = from;
	while (at != last) {
		bool titled = false, more = false;
		at = number_check(at, last, &token);
		if (at == NULL || next + token >= end)
			return false;
		at = set_check(at, last, documents, &titled);
		if (at != NULL && titled)
			at = set_check(at, last, documents, &more);
		if (at == NULL || more)
			return false;
		next += token + 1;
	}
	return true;
}

/* ---- sets ---- */

struct documents
documents_make(
    struct arena *arena, size_t room, const struct lettering *lettering)
{
	size_t words = room / 64 + 1 + STRIP / 64;
	size_t count = words / 64 + 1;
	return (struct documents){
		.bits = ARENA_ARRAY(arena, uint64_t, words),
		.words = ARENA_ARRAY(arena, uint64_t, count),
		.word_count = count,
		.lettering = lettering
	};
}

static inline void
word_join(struct documents *d, size_t word, uint64_t bits)
{
	d->bits[word] |= bits;
	d->words[word / 64] |= (uint64_t)(bits != 0) << word % 64;
}

/* The bits from a document on, which need not begin a word. */
static void
bits_join(struct documents *d, const unsigned char *bytes, size_t size,
    uint32_t first)
{
	size_t word = first / 64, shift = first % 64;
	for (size_t i = 0; i < size; i += 8, word++) {
		uint64_t bits = 0;
		if (size - i >= 8)
			bits = word_read(bytes + i);
		else
			for (size_t j = size; j > i; j--)
				bits = bits << 8 | bytes[j - 1];
		word_join(d, word, bits << shift);
		if (shift > 0)
			word_join(d, word + 1, bits >> (64 - shift));
	}
}

bool
documents_join(struct documents *d, const unsigned char **list, size_t size,
    const uint32_t *numbers, uint32_t first)
{
	const unsigned char *bytes = *list + 1;
	size_t len = **list >> 1;
	bool titled = (**list & 1) != 0;
	*list = bytes + len;
	if (len < size) {
		for (size_t i = 0; i < len; i++)
			documents_add(d, numbers == NULL ? first + bytes[i]
							 : numbers[bytes[i]]);
	} else if (numbers == NULL) {
		bits_join(d, bytes, size, first);
	} else {
		for (size_t i = 0; i < size; i++)
			for (unsigned left = bytes[i]; left != 0;
			     left &= left - 1)
				documents_add(d, numbers[i * 8 +
				    (unsigned)__builtin_ctz(left)]);
	}
	return titled;
}

bool
documents_some(const struct documents *d)
{
	for (size_t i = 0; i < d->word_count; i++)
		if (d->words[i] != 0)
			return true;
	return false;
}

/* ---- letters ---- */

#define LETTERS 52
#define PAIR_BITS 11 /* 2 ^ 11 <= 52 * 52 */

static inline char
letter(uint32_t value)
{
	return (char)(value + (value < 26 ? 'A' : 'a' - 26));
}

/*
 * Where k is 0 the members of 8 documents are put at once: behind the first of
 * them the code of all others.
 */
struct lettering {
	char pairs[1 << PAIR_BITS][2];
	struct eight {
		uint16_t code;
		uint8_t length; /* of the code: at most 9 bits */
		uint8_t first;  /* member; */
		uint8_t next;   /* behind the last one */
	} eights[1 << 8];
};

static struct eight
eight_make(unsigned members)
{
	struct eight e = { 0 };
	e.first = (uint8_t)__builtin_ctz(members);
	e.next = (uint8_t)(e.first + 1);
	for (unsigned i = e.next; i < 8; i++) {
		if ((members >> i & 1) == 0)
			continue;
		unsigned high = i - e.next + 1u;
		unsigned length = 63u - 2 * (unsigned)__builtin_clz(high);
		e.code = (uint16_t)(e.code << length | high);
		e.length = (uint8_t)(e.length + length);
		e.next = (uint8_t)(i + 1);
	}
	return e;
}

struct lettering *
lettering_make(struct arena *arena)
{
	struct lettering *l = ARENA_NEW(arena, struct lettering);
	for (uint32_t i = 0; i < 1 << PAIR_BITS; i++) {
		l->pairs[i][0] = letter(i / LETTERS);
		l->pairs[i][1] = letter(i % LETTERS);
	}
	for (unsigned i = 1; i < 1 << 8; i++)
		l->eights[i] = eight_make(i);
	return l;
}

struct bits {
	char *at; /* where the next letter goes */
	uint64_t value;
	unsigned count;
	unsigned k;
	uint32_t next; /* document */
	const struct lettering *lettering;
};

/* The lower `count` bits of value, at most 53: up to 12 letters. */
static inline void
bits_put(struct bits *b, uint64_t value, unsigned count)
{
	b->value = b->value << count | value;
	b->count += count;
	while (b->count >= PAIR_BITS) {
		b->count -= PAIR_BITS;
		memcpy(b->at,
		    b->lettering->pairs[b->value >> b->count &
			((1u << PAIR_BITS) - 1)],
		    2);
		b->at += 2;
	}
}

#define GAP_LETTERS 24

/*
 * Exponential Golomb: a set's members lie together more often than chance has
 * it.  The lower bits and what may come behind them are one number.
 */
static inline void
gap_put(struct bits *b, uint32_t high, uint32_t low, unsigned low_bits)
{
	unsigned length = 32 - (unsigned)__builtin_clz(high);
	unsigned count = 2 * length - 1 + low_bits;
	if (count > 53) {
		bits_put(b, 0, length - 1);
		count -= length - 1;
	}
	bits_put(b, (uint64_t)high << low_bits | low, count);
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

static inline void
members_put(struct bits *b, uint64_t members, uint32_t from)
{
	for (; members != 0; members &= members - 1) {
		uint32_t member =
		    from + (uint32_t)__builtin_ctzll(members);
		uint32_t gap = member - b->next;
		gap_put(b, (gap >> b->k) + 1, gap & ((1u << b->k) - 1), b->k);
		b->next = member + 1;
	}
}

/* By eights, as k is 0. */
static inline void
many_put(struct bits *b, uint64_t members, uint32_t from)
{
	if (members == UINT64_MAX && b->next == from) {
		bits_put(b, UINT32_MAX, 32); /* gaps of 0 */
		bits_put(b, UINT32_MAX, 32);
		b->next += 64;
		return;
	}
	for (; members != 0; members >>= 8, from += 8) {
		if ((members & 0xFF) == 0)
			continue;
		const struct eight *e = &b->lettering->eights[members & 0xFF];
		gap_put(b, from + e->first - b->next + 1, e->code, e->length);
		b->next = from + e->next;
	}
}

/* How many there are; behind the last word of them. */
static size_t
documents_count(const struct documents *d, size_t *end)
{
	size_t count = 0;
	*end = 0;
	for (size_t i = 0; i < d->word_count; i++)
		for (uint64_t left = d->words[i]; left != 0; left &= left - 1) {
			*end = i * 64 + (size_t)__builtin_ctzll(left);
			count += (size_t)__builtin_popcountll(d->bits[(*end)++]);
		}
	return count;
}

void
documents_put(struct buf *out, struct documents *d)
{
	size_t end, count = documents_count(d, &end);
	struct bits b = { .k = gap_parameter(count, (uint64_t)end * 64),
		.lettering = d->lettering };
	buf_putc(out, 'x');
	buf_putc(out, letter(b.k));
	buf_reserve(out, (count + 1) * GAP_LETTERS);
	b.at = out->at + out->len;
	for (size_t i = 0; i < d->word_count; i++) {
		for (uint64_t left = d->words[i]; left != 0; left &= left - 1) {
			size_t word = i * 64 + (size_t)__builtin_ctzll(left);
			if (b.k == 0)
				many_put(&b, d->bits[word], (uint32_t)word * 64);
			else
				members_put(
				    &b, d->bits[word], (uint32_t)word * 64);
			d->bits[word] = 0;
		}
		d->words[i] = 0;
	}
	if (b.count > 0)
		bits_put(&b, 0, PAIR_BITS - b.count);
	out->len = (size_t)(b.at - out->at);
	*b.at = '\0';
}
