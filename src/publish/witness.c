#include "publish/witness.h"

#include <stdlib.h>
#include "base/buf.h"
#include "base/diag.h"

struct item {
	const char *id;
	struct digest order; /* its HMAC of place 0 */
	struct digest salt, leaf;
	uint32_t place;
};

struct witness {
	struct arena *arena;
	struct text key;
	struct witness_about about;
	struct item *items; /* by place, once they are placed */
	size_t count, capacity;
	bool placed; /* then also: */
	struct digest root;
	struct buf message; /* of the HMAC at hand */
};

/* ---- what is hashed ---- */

static void
put_number(struct buf *out, uint64_t number, unsigned bytes)
{
	while (bytes-- > 0)
		buf_putc(out, (char)(number >> 8 * bytes));
}

static void
put_part(struct buf *out, struct text part)
{
	put_number(out, part.len, 8);
	buf_putt(out, part);
}

static void
put_number_part(struct buf *out, uint64_t number, unsigned bytes)
{
	put_number(out, bytes, 8);
	put_number(out, number, bytes);
}

static void
put_digest(struct buf *out, struct digest digest)
{
	buf_put(out, (const char *)digest.bytes, sizeof(digest.bytes));
}

static struct buf *
message_begin(struct witness *w, const char *what)
{
	buf_clear(&w->message);
	put_part(&w->message, text_of(what));
	put_part(&w->message, text_of(w->about.seal));
	put_part(&w->message, text_of(w->about.commit));
	put_part(&w->message, text_of(w->about.edition));
	return &w->message;
}

static struct digest
place_hash(struct witness *w, const char *id, uint32_t n)
{
	struct buf *message = message_begin(w, "place");
	put_part(message, text_of(id));
	put_number_part(message, n, 4);
	return hmac_of(w->key, buf_text(message));
}

static struct digest
salt_hash(struct witness *w, const char *id)
{
	struct buf *message = message_begin(w, "salt");
	put_part(message, text_of(id));
	return hmac_of(w->key, buf_text(message));
}

static struct digest
empty_hash(struct witness *w, unsigned depth, uint32_t prefix)
{
	struct buf *message = message_begin(w, "empty");
	put_number_part(message, depth, 1);
	put_number_part(message, prefix, 4);
	return hmac_of(w->key, buf_text(message));
}

static struct digest
leaf_hash(const struct witness_proof *proof)
{
	struct buf buf = BUF_INIT;
	buf_putc(&buf, 0);
	put_digest(&buf, proof->salt);
	put_part(&buf, text_of(proof->seal));
	put_part(&buf, text_of(proof->edition));
	put_part(&buf, text_of(proof->record));
	buf_putt(&buf, proof->text);
	struct digest digest = digest_of(buf_text(&buf));
	buf_free(&buf);
	return digest;
}

static struct digest
node_hash(struct digest left, struct digest right)
{
	char bytes[1 + 2 * sizeof(left.bytes)] = { 1 };
	memcpy(bytes + 1, left.bytes, sizeof(left.bytes));
	memcpy(bytes + 1 + sizeof(left.bytes), right.bytes,
	    sizeof(right.bytes));
	return digest_of((struct text){ bytes, sizeof(bytes) });
}

/* ---- items ---- */

struct witness *
witness_open(struct text key, const struct witness_about *about)
{
	struct arena *arena = arena_new();
	struct witness *w = ARENA_NEW(arena, struct witness);
	*w = (struct witness){ .arena = arena, .key = key, .about = *about,
		.message = BUF_INIT };
	return w;
}

void
witness_close(struct witness *w)
{
	buf_free(&w->message);
	arena_free(w->arena);
}

void
witness_add(struct witness *w, const char *id, struct text bytes)
{
	if (w->placed)
		BUG("an item for a tree that is made");
	struct witness_proof proof = { .seal = w->about.seal,
		.edition = w->about.edition, .record = id, .text = bytes,
		.salt = salt_hash(w, id) };
	ARENA_ROOM(w->arena, w->items, w->count, w->capacity);
	w->items[w->count++] = (struct item){ arena_string(w->arena, id),
		place_hash(w, id, 0), proof.salt, leaf_hash(&proof), 0 };
}

static uint32_t
place_of(struct digest digest)
{
	const unsigned char *b = digest.bytes;
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	    (uint32_t)b[2] << 8 | b[3];
}

static int
order_compare(const void *a, const void *b)
{
	const struct item *one = a, *two = b;
	return memcmp(one->order.bytes, two->order.bytes,
	    sizeof(one->order.bytes));
}

static int
place_compare(const void *a, const void *b)
{
	const struct item *one = a, *two = b;
	return (one->place > two->place) - (one->place < two->place);
}

static void
items_place(struct witness *w)
{
	struct table taken;
	table_init(&taken, w->arena);
	table_reserve(&taken, w->count);
	if (w->count == 0)
		return;
	qsort(w->items, w->count, sizeof(*w->items), order_compare);
	for (size_t i = 0; i < w->count; i++) {
		struct item *item = &w->items[i];
		uint32_t n = 0;
		do {
			item->place = place_of(n == 0 ? item->order
			    : place_hash(w, item->id, n));
			n++;
		} while (table_add(&taken,
			     (struct text){ (char *)&item->place,
				 sizeof(item->place) },
			     item) != NULL);
	}
	/* The table's keys lie in the items, which are moved: it is done with. */
	qsort(w->items, w->count, sizeof(*w->items), place_compare);
}

/* ---- the tree ---- */

/* The first of the items [from, to) that lies right of the middle. */
static size_t
middle_of(const struct witness *w, unsigned depth, size_t from, size_t to)
{
	uint32_t bit = (uint32_t)1 << (WITNESS_DEPTH - 1 - depth);
	while (from < to) {
		size_t at = from + (to - from) / 2;
		if (w->items[at].place & bit)
			to = at;
		else
			from = at + 1;
	}
	return from;
}

/* Of all places that begin with `prefix`, which hold the items [from, to). */
static struct digest
tree_hash(struct witness *w, unsigned depth, uint32_t prefix, size_t from,
    size_t to)
{
	if (from == to)
		return empty_hash(w, depth, prefix);
	if (depth == WITNESS_DEPTH)
		return w->items[from].leaf;
	size_t middle = middle_of(w, depth, from, to);
	struct digest left =
	    tree_hash(w, depth + 1, prefix << 1, from, middle);
	return node_hash(left,
	    tree_hash(w, depth + 1, prefix << 1 | 1, middle, to));
}

struct digest
witness_root(struct witness *w)
{
	if (!w->placed) {
		items_place(w);
		w->root = tree_hash(w, 0, 0, 0, w->count);
		w->placed = true;
	}
	return w->root;
}

/* ---- proofs ---- */

static void
siblings_find(struct witness *w, struct witness_proof *proof)
{
	size_t from = 0, to = w->count;
	for (unsigned depth = 0; depth < WITNESS_DEPTH; depth++) {
		size_t middle = middle_of(w, depth, from, to);
		unsigned below = WITNESS_DEPTH - 1 - depth;
		uint32_t prefix = proof->place >> below;
		bool right = (prefix & 1) != 0;
		proof->siblings[below] = right
		    ? tree_hash(w, depth + 1, prefix ^ 1, from, middle)
		    : tree_hash(w, depth + 1, prefix ^ 1, middle, to);
		if (right)
			from = middle;
		else
			to = middle;
	}
}

int
witness_prove(struct witness *w, const char *id, struct text bytes,
    struct witness_proof *proof)
{
	size_t i = 0;
	struct digest root = witness_root(w);
	while (i < w->count && strcmp(w->items[i].id, id) != 0)
		i++;
	if (i == w->count)
		return -1;
	*proof = (struct witness_proof){ .seal = w->about.seal,
		.edition = w->about.edition,
		.record = id,
		.text = bytes,
		.salt = w->items[i].salt,
		.place = w->items[i].place,
		.root = root };
	siblings_find(w, proof);
	return digest_equal(proof_leads_to(proof), root) ? 0 : -1;
}

struct digest
proof_leads_to(const struct witness_proof *proof)
{
	struct digest hash = leaf_hash(proof);
	for (unsigned i = 0; i < WITNESS_DEPTH; i++)
		hash = (proof->place >> i & 1) != 0
		    ? node_hash(proof->siblings[i], hash)
		    : node_hash(hash, proof->siblings[i]);
	return hash;
}

void
key_fingerprint(struct text key, char out[FINGERPRINT_SIZE])
{
	char hex[65];
	struct buf message = BUF_INIT;
	put_part(&message, TEXT_LIT("fingerprint"));
	digest_hex(hmac_of(key, buf_text(&message)), hex);
	buf_free(&message);
	memcpy(out, hex, FINGERPRINT_SIZE - 1);
	out[FINGERPRINT_SIZE - 1] = '\0';
}
