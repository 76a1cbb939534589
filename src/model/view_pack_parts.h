/* What view_pack.c writes of an entry and view_unpack.c reads. */
#ifndef TONGBAO_MODEL_VIEW_PACK_PARTS_H
#define TONGBAO_MODEL_VIEW_PACK_PARTS_H

#include "model/view_pack.h"

/* What an entry has; most have little of it.  What is first goes into a byte. */
enum entry_part {
	PART_ORGANISATION = 1,
	PART_PERSON = 2,
	PART_FORM = 4,
	PART_REPORT = 8,
	PART_REVIEW = 16,
	PART_REPLIES = 32,
	PART_VERIFICATIONS = 64,
	PART_AMENDED = 128,
	PART_AMENDMENTS = 256,
	PART_OPAQUE = 512,
	PART_WITHDRAWN = 1024,
	PART_REPLACED = 2048,
	PART_REPLACES = 4096,
	PART__END = 8192,
};

/*
 * Each of these at the least: kind, parts, id, period, day, place, of its body
 * the length and the digest.
 */
#define ENTRY_BYTES_LEAST (9 + sizeof(struct digest))

/* All but the entries and their pictures. */
void view_pack_frame(struct buf *out, const struct view *view);

/* What entries say, as bytes, and what of it was asked for. */
struct view_store {
	struct view *view;
	const char *name; /* of the bytes, for a message */
	struct text bytes;
	struct stored_body {
		size_t at, len; /* in the bytes */
		struct digest digest;
	} *items; /* by entry */
	struct lock *lock; /* of the arena, and of who is first */
	struct arena *arena;
};

/* view_body_fetch() for who can go on without; NULL: it is not as it was put. */
const struct view_body *view_body_try(const struct view_entry *entry);

#endif
