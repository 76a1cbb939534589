#include "base/hash.h"

#include <ctype.h>
#include <openssl/evp.h>
#include <strings.h>
#include "base/diag.h"

struct digest
digest_of(struct text t)
{
	struct digest digest;
	if (EVP_Digest(t.at, t.len, digest.bytes, NULL, EVP_sha256(), NULL) != 1)
		BUG("SHA-256 is not to be had");
	return digest;
}

void
digest_hex(struct digest digest, char out[65])
{
	static const char hex[] = "0123456789abcdef";
	for (size_t i = 0; i < sizeof(digest.bytes); i++) {
		out[2 * i] = hex[digest.bytes[i] >> 4];
		out[2 * i + 1] = hex[digest.bytes[i] & 15];
	}
	out[64] = '\0';
}

void
digest_source(struct digest digest, char out[DIGEST_SOURCE])
{
	char *base64 = out + strlen(strcpy(out, "sha256-"));
	EVP_EncodeBlock((unsigned char *)base64, digest.bytes,
	    sizeof(digest.bytes));
}

struct text
base64_make(struct arena *arena, struct text bytes)
{
	char *out = arena_alloc(arena, (bytes.len + 2) / 3 * 4 + 1);
	int len = EVP_EncodeBlock((unsigned char *)out,
	    (const unsigned char *)bytes.at, (int)bytes.len);
	return (struct text){ out, (size_t)len };
}

bool
digest_is_one(struct text written)
{
	size_t count = 0;
	if (text_starts(written, "sha256:"))
		written = text_from(written, strlen("sha256:"));
	while (count < written.len &&
	    isxdigit((unsigned char)written.at[count]))
		count++;
	return count == 64 && written.len == 64;
}

bool
digest_fits(struct text written, struct text bytes)
{
	return digest_is(written, digest_of(bytes));
}

bool
digest_is(struct text written, struct digest digest)
{
	char hex[65];
	digest_hex(digest, hex);
	return digest_is_one(written) &&
	    strncasecmp(written.at + written.len - 64, hex, 64) == 0;
}

struct table_slot {
	const char *key; /* NULL: free */
	uint32_t length;
	uint32_t hash;
	void *pointer;
};

void
table_init(struct table *table, struct arena *arena)
{
	*table = (struct table){ .arena = arena };
}

/* FNV-1a with a final mix: keys are ids of the site's own authors. */
static uint32_t
hash_of(struct text key)
{
	uint64_t h = 0xCBF29CE484222325u;
	for (size_t i = 0; i < key.len; i++)
		h = (h ^ (unsigned char)key.at[i]) * 0x100000001B3u;
	return (uint32_t)(h ^ h >> 32);
}

static struct table_slot *
slot_find(const struct table *table, struct text key, uint32_t hash)
{
	for (size_t i = hash;; i++) {
		struct table_slot *slot =
		    &table->slots[i & (table->capacity - 1)];
		if (slot->key == NULL ||
		    (slot->hash == hash && slot->length == key.len &&
			memcmp(slot->key, key.at, key.len) == 0))
			return slot;
	}
}

static void
table_resize(struct table *table, size_t capacity)
{
	struct table old = *table;
	table->capacity = capacity;
	table->slots =
	    ARENA_ARRAY(table->arena, struct table_slot, table->capacity);
	for (size_t i = 0; i < old.capacity; i++) {
		const struct table_slot *slot = &old.slots[i];
		if (slot->key != NULL)
			*slot_find(table,
			    (struct text){ slot->key, slot->length },
			    slot->hash) = *slot;
	}
}

/* At most three quarters are used, so that a search ends soon. */
static bool
is_full(const struct table *table, size_t count)
{
	return count * 4 > table->capacity * 3;
}

void
table_reserve(struct table *table, size_t count)
{
	size_t capacity = table->capacity == 0 ? 16 : table->capacity;
	while (count * 4 > capacity * 3)
		capacity *= 2;
	if (capacity > table->capacity)
		table_resize(table, capacity);
}

void *
table_get(const struct table *table, struct text key)
{
	if (table->capacity == 0)
		return NULL;
	return slot_find(table, key, hash_of(key))->pointer;
}

void *
table_add(struct table *table, struct text key, void *pointer)
{
	if (is_full(table, table->count + 1))
		table_resize(table,
		    table->capacity == 0 ? 16 : table->capacity * 2);
	if (key.len > UINT32_MAX)
		BUG("a key of 4 GB");
	uint32_t hash = hash_of(key);
	struct table_slot *slot = slot_find(table, key, hash);
	if (slot->key != NULL)
		return slot->pointer;
	*slot = (struct table_slot){ key.at, (uint32_t)key.len, hash, pointer };
	table->count++;
	return NULL;
}
