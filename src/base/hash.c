#include "base/hash.h"

#include <ctype.h>
#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <strings.h>
#include "base/diag.h"
#include "base/os.h"

/*
 * Asked for once: to look for it each time, behind a lock, takes as long as to
 * digest some lines.  It stays to the end.
 */
static const EVP_MD *
sha256(void)
{
	static _Atomic(EVP_MD *) found;
	EVP_MD *known = found, *fetched;
	if (known != NULL)
		return known;
	fetched = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (fetched == NULL)
		BUG("SHA-256 is not to be had");
	if (atomic_compare_exchange_strong(&found, &known, fetched))
		return fetched;
	EVP_MD_free(fetched);
	return known;
}

struct digest
digest_of(struct text t)
{
	struct digest digest;
	if (EVP_Digest(t.at, t.len, digest.bytes, NULL, sha256(), NULL) != 1)
		BUG("SHA-256 is not to be had");
	return digest;
}

bool
digest_equal(struct digest a, struct digest b)
{
	return memcmp(a.bytes, b.bytes, sizeof(a.bytes)) == 0;
}

struct digest
hmac_of(struct text key, struct text message)
{
	struct digest digest;
	if (key.len > INT_MAX)
		BUG("a key of 2 GB");
	if (HMAC(EVP_sha256(), key.at, (int)key.len,
		(const unsigned char *)message.at, message.len, digest.bytes,
		NULL) == NULL)
		BUG("HMAC is not to be had");
	return digest;
}

static void
put_hex(const unsigned char *bytes, size_t count, char *out)
{
	static const char hex[] = "0123456789abcdef";
	for (size_t i = 0; i < count; i++) {
		out[2 * i] = hex[bytes[i] >> 4];
		out[2 * i + 1] = hex[bytes[i] & 15];
	}
	out[2 * count] = '\0';
}

void
digest_hex(struct digest digest, char out[65])
{
	put_hex(digest.bytes, sizeof(digest.bytes), out);
}

void
digest_groups(struct digest digest, char out[DIGEST_GROUPS])
{
	for (size_t i = 0; i < sizeof(digest.bytes); i += 2) {
		put_hex(&digest.bytes[i], 2, out);
		out += 4;
		*out++ = ' ';
	}
	out[-1] = '\0';
}

int
digest_parse(struct digest *digest, struct text written)
{
	char hex[3] = "";
	size_t count = 0;
	for (size_t i = 0; i < written.len; i++) {
		unsigned char c = (unsigned char)written.at[i];
		if (isspace(c))
			continue;
		if (!isxdigit(c) || count == 2 * sizeof(digest->bytes))
			return -1;
		hex[count % 2] = (char)c;
		if (count++ % 2 == 1)
			digest->bytes[count / 2 - 1] =
			    (unsigned char)strtoul(hex, NULL, 16);
	}
	return count == 2 * sizeof(digest->bytes) ? 0 : -1;
}

const char *
digest_words(struct arena *arena, struct digest digest)
{
	char hex[65];
	digest_hex(digest, hex);
	return arena_printf(arena, "sha256:%s", hex);
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

/* ---- several, by name ---- */

static const struct algorithm {
	const char *name, *common;
	bool weak;
} algorithms[] = {
	{ "sha512", "SHA512", false },
	{ "sha256", "SHA256", false },
	{ "sha384", "SHA384", false },
	{ "sha224", "SHA224", false },
	{ "sha1", "SHA1", true },
	{ "md5", "MD5", true },
	{ "sm3", "SM3", false }, /* GB/T 32905 */
	{ "sha3224", "SHA3-224", false },
	{ "sha3256", "SHA3-256", false },
	{ "sha3384", "SHA3-384", false },
	{ "sha3512", "SHA3-512", false },
	{ "sha512224", "SHA512-224", false },
	{ "sha512256", "SHA512-256", false },
	{ "blake2b512", "BLAKE2B512", false },
	{ "blake2s256", "BLAKE2S256", false },
	{ "ripemd160", "RIPEMD160", true },
	{ .name = NULL },
};

static const struct algorithm *
algorithm_find(const char *name)
{
	for (const struct algorithm *a = algorithms; a->name != NULL; a++)
		if (strcmp(a->name, name) == 0)
			return a;
	return NULL;
}

/* NULL also where this OpenSSL was made without it. */
static const EVP_MD *
method_find(const char *name)
{
	const struct algorithm *a = algorithm_find(name);
	return a == NULL ? NULL : EVP_get_digestbyname(a->common);
}

size_t
digest_length(const char *name)
{
	const EVP_MD *method = method_find(name);
	return method == NULL ? 0 : (size_t)EVP_MD_get_size(method);
}

bool
digest_is_weak(const char *name)
{
	const struct algorithm *a = algorithm_find(name);
	return a != NULL && a->weak;
}

struct digests {
	size_t count;
	struct running {
		EVP_MD_CTX *context;
		const EVP_MD *method;
		unsigned char bytes[EVP_MAX_MD_SIZE];
		unsigned length;
	} running[DIGESTS_MOST];
};

_Static_assert(2 * EVP_MAX_MD_SIZE < DIGEST_HEX, "room for the digits");

static void
running_begin(struct running *r)
{
	if (EVP_DigestInit_ex(r->context, r->method, NULL) != 1)
		BUG("a digest is not to be had");
}

struct digests *
digests_new(const char *const *names, size_t count)
{
	struct digests *digests = calloc(1, sizeof(*digests));
	if (digests == NULL)
		out_of_memory();
	if (count > DIGESTS_MOST)
		BUG("too many digests at once");
	digests->count = count;
	for (size_t i = 0; i < count; i++) {
		struct running *r = &digests->running[i];
		r->method = method_find(names[i]);
		r->context = EVP_MD_CTX_new();
		if (r->context == NULL)
			out_of_memory();
		running_begin(r);
	}
	return digests;
}

void
digests_put(struct digests *digests, struct text piece)
{
	for (size_t i = 0; i < digests->count; i++)
		if (EVP_DigestUpdate(digests->running[i].context, piece.at,
			piece.len) != 1)
			BUG("a digest failed");
}

void
digests_end(struct digests *digests)
{
	for (size_t i = 0; i < digests->count; i++) {
		struct running *r = &digests->running[i];
		if (EVP_DigestFinal_ex(r->context, r->bytes, &r->length) != 1)
			BUG("a digest failed");
		running_begin(r);
	}
}

void
digests_hex(const struct digests *digests, size_t index, char out[DIGEST_HEX])
{
	const struct running *r = &digests->running[index];
	put_hex(r->bytes, r->length, out);
}

struct digest
digests_digest(const struct digests *digests, size_t index)
{
	struct digest digest;
	const struct running *r = &digests->running[index];
	if (r->length != sizeof(digest.bytes))
		BUG("this is no SHA-256");
	memcpy(digest.bytes, r->bytes, sizeof(digest.bytes));
	return digest;
}

void
digests_free(struct digests *digests)
{
	for (size_t i = 0; i < digests->count; i++)
		EVP_MD_CTX_free(digests->running[i].context);
	free(digests);
}

struct digests *
digests_begin(void)
{
	static const char *const names[] = { "sha256" };
	return digests_new(names, 1);
}

void
digests_put_digest(struct digests *digests, struct digest digest)
{
	digests_put(digests,
	    (struct text){ (const char *)digest.bytes, sizeof(digest.bytes) });
}

struct digest
digests_finish(struct digests *digests)
{
	digests_end(digests);
	struct digest digest = digests_digest(digests, 0);
	digests_free(digests);
	return digest;
}

static int
piece_digest(void *digests, struct text piece)
{
	digests_put(digests, piece);
	return 0;
}

int
digest_of_file(
    const char *path, struct digest *digest, struct os_error *error)
{
	struct digests *digests = digests_begin();
	int status =
	    os_read_pieces(path, true, piece_digest, digests, error);
	*digest = digests_finish(digests);
	return status;
}

/* ---- the table ---- */

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
uint32_t
text_hash(struct text text)
{
	uint64_t h = 0xCBF29CE484222325u;
	for (size_t i = 0; i < text.len; i++)
		h = (h ^ (unsigned char)text.at[i]) * 0x100000001B3u;
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
	return slot_find(table, key, text_hash(key))->pointer;
}

void *
table_add(struct table *table, struct text key, void *pointer)
{
	table_reserve(table, table->count + 1);
	if (key.len > UINT32_MAX)
		BUG("a key of 4 GB");
	uint32_t hash = text_hash(key);
	struct table_slot *slot = slot_find(table, key, hash);
	if (slot->key != NULL)
		return slot->pointer;
	*slot = (struct table_slot){ key.at, (uint32_t)key.len, hash, pointer };
	table->count++;
	return NULL;
}
