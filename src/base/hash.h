/*
 * Digests (by OpenSSL; ours are SHA-256, FIPS 180-4) and a table from text to
 * pointer.
 */
#ifndef TONGBAO_BASE_HASH_H
#define TONGBAO_BASE_HASH_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/text.h"

struct digest {
	unsigned char bytes[32];
};

struct digest digest_of(struct text t);
bool digest_equal(struct digest a, struct digest b);
/* Of a plain file, piece by piece.  -1: see error. */
struct os_error;
int digest_of_file(
    const char *path, struct digest *digest, struct os_error *error);
/* By a secret key: HMAC-SHA256 (RFC 2104). */
struct digest hmac_of(struct text key, struct text message);
/* 64 hex digits and a NUL. */
void digest_hex(struct digest digest, char out[65]);
/* In groups of four, for people who compare or type them: 9f3a 41c2 … */
#define DIGEST_GROUPS 80
void digest_groups(struct digest digest, char out[DIGEST_GROUPS]);
/* 64 hex digits, whatever their case, with white space or without; else -1. */
int digest_parse(struct digest *digest, struct text written);
/* As records and seals hold it: sha256:HEX. */
const char *digest_words(struct arena *arena, struct digest digest);
/* As a source of a Content-Security-Policy: sha256-BASE64, and a NUL. */
#define DIGEST_SOURCE 52
void digest_source(struct digest digest, char out[DIGEST_SOURCE]);
/* RFC 4648, with padding; at most 2^30 bytes. */
struct text base64_make(struct arena *arena, struct text bytes);
/* 64 hex digits, whatever their case, after “sha256:” or not? */
bool digest_is_one(struct text written);
/* That, and is it of those bytes? */
bool digest_fits(struct text written, struct text bytes);
bool digest_is(struct text written, struct digest digest);

/*
 * Digests by the name that a bag's manifest has in its own (RFC 8493, 2.4): small
 * letters and digits of the common name, such as sha512, sha3256, sm3.  Their
 * length in bytes; 0 for one that is not known here.
 */
size_t digest_length(const char *name);
/* One that bytes can be made for: it shows an accident, not a change on purpose. */
bool digest_is_weak(const char *name);

/* Several of the same bytes, which come piece by piece. */
#define DIGESTS_MOST 16
#define DIGEST_HEX 129 /* of 64 bytes, and the NUL */
struct digests;
/* At most DIGESTS_MOST, all known; freed by who made them. */
struct digests *digests_new(const char *const *names, size_t count);
void digests_put(struct digests *digests, struct text piece);
/* Of all pieces so far; the next piece begins anew. */
void digests_end(struct digests *digests);
/* Of what was ended last; small hex digits and a NUL. */
void digests_hex(const struct digests *digests, size_t index,
    char out[DIGEST_HEX]);
/* Of one that is SHA-256. */
struct digest digests_digest(const struct digests *digests, size_t index);
void digests_free(struct digests *digests);
/* By SHA-256 alone, of all pieces; digests_finish() frees them. */
struct digests *digests_begin(void);
void digests_put_digest(struct digests *digests, struct digest digest);
struct digest digests_finish(struct digests *digests);

/*
 * Text → pointer; keys are not copied and must outlive the table.  Order of
 * iteration does not exist on purpose: keep a list where order matters.
 */
struct table {
	struct arena *arena;
	struct table_slot *slots;
	size_t count, capacity;
};

void table_init(struct table *table, struct arena *arena);
/* By which a table finds its keys: good for any other, too. */
uint32_t text_hash(struct text text);
/* Room for `count` keys at once: growing leaves the smaller ones behind. */
void table_reserve(struct table *table, size_t count);
void *table_get(const struct table *table, struct text key); /* or NULL */
/* The pointer that was there before, or NULL; then nothing is changed. */
void *table_add(struct table *table, struct text key, void *pointer);

#endif
