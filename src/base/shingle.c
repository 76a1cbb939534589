#include "base/shingle.h"

#include <stdlib.h>
#include "base/fold.h"
#include "base/utf8.h"

/* Of so many windows in a row one is kept. */
#define WINNOW (SHINGLE_SURE - SHINGLE_LENGTH + 1)
/* An odd number without a pattern. */
#define BASE UINT64_C(0x9E3779B97F4A7C15)

/* Marks of the table; no hash has these values. */
enum { EMPTY, DROPPED, HASHES };

struct shingles {
	uint64_t *hashes;
	uint32_t *owners; /* parallel */
	size_t used;      /* dropped ones too */
	size_t left;
	size_t room; /* a power of two */
	uint64_t highest; /* BASE to the power of SHINGLE_LENGTH */
};

/* ---- the table ---- */

static void
table_make(struct shingles *s, size_t room)
{
	s->room = room;
	s->hashes = calloc(room, sizeof(*s->hashes));
	s->owners = malloc(room * sizeof(*s->owners));
	if (s->hashes == NULL || s->owners == NULL)
		out_of_memory();
}

#define ROOM_LEAST 256

static struct shingles *
shingles_make(size_t room)
{
	struct shingles *s = calloc(1, sizeof(*s));
	if (s == NULL)
		out_of_memory();
	table_make(s, room);
	s->highest = 1;
	for (int i = 0; i < SHINGLE_LENGTH; i++)
		s->highest *= BASE;
	return s;
}

struct shingles *
shingles_new(void)
{
	return shingles_make(ROOM_LEAST);
}

void
shingles_free(struct shingles *s)
{
	if (s == NULL)
		return;
	free(s->hashes);
	free(s->owners);
	free(s);
}

/* Where the hash is, or where it would go. */
static size_t
slot_of(const struct shingles *s, uint64_t hash)
{
	size_t at = (size_t)(hash >> 7) & (s->room - 1);
	while (s->hashes[at] != EMPTY && s->hashes[at] != hash)
		at = (at + 1) & (s->room - 1);
	return at;
}

static void
table_grow(struct shingles *s)
{
	struct shingles old = *s;
	table_make(s, old.room * 2);
	for (size_t i = 0; i < old.room; i++) {
		if (old.hashes[i] < HASHES)
			continue;
		size_t at = slot_of(s, old.hashes[i]);
		s->hashes[at] = old.hashes[i];
		s->owners[at] = old.owners[i];
	}
	s->used = s->left;
	free(old.hashes);
	free(old.owners);
}

/* Two thirds of the table at most are used. */
static bool
is_full(size_t used, size_t room)
{
	return used * 3 > room * 2;
}

static void
hash_add(struct shingles *s, uint64_t hash, uint32_t owner)
{
	size_t at = slot_of(s, hash);
	if (s->hashes[at] == hash)
		return;
	s->hashes[at] = hash;
	s->owners[at] = owner;
	s->left++;
	if (is_full(++s->used, s->room))
		table_grow(s);
}

/* ---- windows ---- */

/* The last telling characters of a text that is being read. */
struct window {
	struct text text;
	size_t pos;
	size_t count; /* telling characters so far */
	uint64_t sum;
	uint32_t codes[SHINGLE_LENGTH];
	size_t starts[SHINGLE_LENGTH];
};

/* The character as it counts; 0 for one that doesn't. */
static uint32_t
telling(uint32_t code)
{
	if (code >= 0x4E00 && code <= 0x9FFF)
		return code;
	code = fold_code(code);
	if (code >= 'A' && code <= 'Z')
		return code + ('a' - 'A');
	return code == UTF8_BAD || (code >= 0x2000 && code <= 0x206F) ||
		!utf8_is_telling(code)
	    ? 0
	    : code;
}

/* The window that ends with the next telling character; 0 at the text's end. */
static uint64_t
window_next(const struct shingles *s, struct window *w)
{
	while (w->pos < w->text.len) {
		size_t start = w->pos;
		uint32_t code = telling(utf8_next(w->text, &w->pos));
		if (code == 0)
			continue;
		size_t at = w->count++ % SHINGLE_LENGTH;
		w->sum = w->sum * BASE + code - w->codes[at] * s->highest;
		w->codes[at] = code;
		w->starts[at] = start;
		if (w->count < SHINGLE_LENGTH)
			continue;
		uint64_t hash = w->sum;
		hash = (hash ^ hash >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
		hash = (hash ^ hash >> 27) * UINT64_C(0x94D049BB133111EB);
		hash ^= hash >> 31;
		return hash < HASHES ? HASHES : hash;
	}
	return 0;
}

/* Where the first of its characters begins. */
static size_t
window_start(const struct window *w)
{
	return w->starts[w->count % SHINGLE_LENGTH];
}

/* ---- adding, dropping, finding ---- */

/* The least of the last `count` hashes, at most WINNOW. */
static uint64_t
least(const uint64_t *hashes, size_t count)
{
	uint64_t found = hashes[0];
	for (size_t i = 1; i < count && i < WINNOW; i++)
		found = hashes[i] < found ? hashes[i] : found;
	return found;
}

size_t
shingles_add(struct shingles *s, struct text text, uint32_t owner)
{
	struct window w = { .text = text };
	uint64_t hashes[WINNOW], hash, last = 0;
	size_t count = 0;
	while ((hash = window_next(s, &w)) != 0) {
		hashes[count++ % WINNOW] = hash;
		uint64_t kept = count < WINNOW ? last : least(hashes, count);
		if (kept != last)
			hash_add(s, kept, owner);
		last = kept;
	}
	if (count > 0 && count < WINNOW)
		hash_add(s, least(hashes, count), owner);
	return w.count;
}

void
shingles_drop(struct shingles *s, struct text text)
{
	struct window w = { .text = text };
	uint64_t hash;
	while (s->left > 0 && (hash = window_next(s, &w)) != 0) {
		size_t at = slot_of(s, hash);
		if (s->hashes[at] != hash)
			continue;
		s->hashes[at] = DROPPED;
		s->left--;
	}
}

bool
shingles_are_none(const struct shingles *s)
{
	return s->left == 0;
}

size_t
shingles_find(const struct shingles *s, struct arena *arena, struct text text,
    struct shingle_match **matches)
{
	struct window w = { .text = text };
	size_t count = 0, capacity = 0;
	uint64_t hash;
	*matches = NULL;
	while (s->left > 0 && (hash = window_next(s, &w)) != 0) {
		size_t at = slot_of(s, hash), start = window_start(&w);
		if (s->hashes[at] != hash)
			continue;
		struct shingle_match *last =
		    count == 0 ? NULL : &(*matches)[count - 1];
		if (last != NULL && last->owner == s->owners[at] &&
		    last->end >= start) {
			last->end = w.pos;
			continue;
		}
		ARENA_ROOM(arena, *matches, count, capacity);
		(*matches)[count++] =
		    (struct shingle_match){ start, w.pos, s->owners[at] };
	}
	return count;
}

/* ---- for another process ---- */

#define HASH_BYTES 8

static void
hash_pack(struct buf *out, uint64_t hash)
{
	char bytes[HASH_BYTES];
	for (int i = 0; i < HASH_BYTES; i++)
		bytes[i] = (char)(hash >> 8 * i);
	buf_put(out, bytes, HASH_BYTES);
}

static uint64_t
hash_unpack(struct unpack *from)
{
	uint64_t hash = 0;
	if (from->failed || from->bytes.len - from->at < HASH_BYTES) {
		from->failed = true;
		return 0;
	}
	for (int i = 0; i < HASH_BYTES; i++)
		hash |= (uint64_t)(unsigned char)from->bytes.at[from->at++]
		    << 8 * i;
	return hash;
}

void
shingles_pack(const struct shingles *s, struct buf *out)
{
	pack_number(out, s->left);
	for (size_t i = 0; i < s->room; i++) {
		if (s->hashes[i] < HASHES)
			continue;
		hash_pack(out, s->hashes[i]);
		pack_number(out, s->owners[i]);
	}
}

struct shingles *
shingles_unpack(struct unpack *from, size_t owners)
{
	size_t count = unpack_count(from), room = ROOM_LEAST;
	if (count > (from->bytes.len - from->at) / (HASH_BYTES + 1))
		from->failed = true;
	/* In the order of another table, a smaller one would fill by heaps. */
	while (!from->failed && is_full(count, room))
		room *= 2;
	struct shingles *s = shingles_make(room);
	while (s->left < count && !from->failed) {
		uint64_t hash = hash_unpack(from);
		size_t owner = unpack_index(from, owners);
		size_t before = s->left;
		if (!from->failed && hash >= HASHES && owner <= UINT32_MAX)
			hash_add(s, hash, (uint32_t)owner);
		/* Each is there once. */
		from->failed = s->left == before;
	}
	if (!from->failed)
		return s;
	shingles_free(s);
	return shingles_new();
}
