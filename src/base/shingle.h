/*
 * Passages of texts, known again wherever they stand: windows of so many
 * characters in a row (shingles), of which few are kept (winnowing: Schleimer,
 * Wilkerson, Aiken, SIGMOD 2003).  Many megabytes of texts can be looked for at
 * once; memory is some 3 bytes a byte of them.
 *
 * Only telling characters count (base/utf8.h), in half width and small letters:
 * white space, punctuation and what nobody sees may stand between them, so that
 * markup of any kind is nothing.
 *
 *  - A text of SHINGLE_LENGTH telling characters or more is found where it
 *    stands whole.
 *  - So is any part of it that has SHINGLE_SURE of them.
 *  - What is found has at least SHINGLE_LENGTH of them in common with one of
 *    the texts (but for one chance in 2^64 or so a place).
 */
#ifndef TONGBAO_BASE_SHINGLE_H
#define TONGBAO_BASE_SHINGLE_H

#include <stdint.h>
#include "base/arena.h"
#include "base/pack.h"
#include "base/text.h"

#define SHINGLE_LENGTH 12
#define SHINGLE_SURE 20

struct shingles;

struct shingle_match {
	size_t start, end; /* bytes of the text */
	uint32_t owner;    /* who brought it first */
};

struct shingles *shingles_new(void);
void shingles_free(struct shingles *shingles); /* NULL too */
/* How many telling characters it has; fewer than SHINGLE_LENGTH: not added. */
size_t shingles_add(struct shingles *shingles, struct text text,
    uint32_t owner);
/* What this text has, too, is not looked for. */
void shingles_drop(struct shingles *shingles, struct text text);
bool shingles_are_none(const struct shingles *shingles);
/*
 * All matches by place, in the arena, which is not touched when there is none;
 * those that touch and have one owner are one.  For any thread.
 */
size_t shingles_find(const struct shingles *shingles, struct arena *arena,
    struct text text, struct shingle_match **matches);

/* What is looked for, for another process, which finds the same by it. */
void shingles_pack(const struct shingles *shingles, struct buf *out);
/* Fresh ones, of owners below `owners`; of broken bytes none are looked for. */
struct shingles *shingles_unpack(struct unpack *from, size_t owners);

#endif
