/*
 * Things as bytes, for another process of the same version of the program:
 * what one step of a build in shards hands to the next.  Whole numbers go by
 * seven bits, the least first; a text is its length, its bytes and a NUL, so
 * that whoever reads it needs no copy.
 *
 * Such a file may come from elsewhere, or be half a file: reading never goes
 * beyond the end and never fails in the middle.  After the first thing that is
 * not as it must be all else reads as zeros and empty texts; who reads asks
 * unpack_failed() once, in the end, and before it uses what it has read.
 */
#ifndef TONGBAO_BASE_PACK_H
#define TONGBAO_BASE_PACK_H

#include "base/buf.h"
#include "base/hash.h"
#include "base/value.h"

void pack_number(struct buf *out, uint64_t number);
void pack_integer(struct buf *out, int64_t integer);
void pack_bool(struct buf *out, bool is);
void pack_text(struct buf *out, struct text text);
void pack_string(struct buf *out, const char *s); /* NULL stays NULL */
void pack_digest(struct buf *out, struct digest digest);
void pack_span(struct buf *out, struct span span);
/* NULL stays NULL; without nodes of documents. */
void pack_value(struct buf *out, const struct value *value);

struct unpack {
	struct text bytes; /* they outlive all that is read from them */
	size_t at;
	bool failed;
	/*
	 * Places in this source become places in that one: a file has another
	 * number where other files are read, too.
	 */
	uint32_t source_was, source;
};

uint64_t unpack_number(struct unpack *from);
int64_t unpack_integer(struct unpack *from);
bool unpack_bool(struct unpack *from);
/* Of things that have at least a byte each: never more than there is room for. */
size_t unpack_count(struct unpack *from);
/* Below `end`, which is not 0; else 0, and reading has failed. */
size_t unpack_index(struct unpack *from, size_t end);
/* NUL-terminated, in `bytes`. */
struct text unpack_text(struct unpack *from);
const char *unpack_string(struct unpack *from);
struct digest unpack_digest(struct unpack *from);
struct span unpack_span(struct unpack *from);
/* Its texts stay in `bytes`. */
struct value *unpack_value(struct unpack *from, struct arena *arena);
/* All was as it must be so far, and there is more. */
bool unpack_more(const struct unpack *from);
/* Something was not as it must be, or there is more than was read. */
bool unpack_failed(const struct unpack *from);

#endif
