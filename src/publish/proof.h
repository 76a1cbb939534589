/*
 * A proof (publish/witness.h) as a file: one JSON text in UTF-8 with just these,
 * hashes in small hex digits, the place in 8 of them.
 *
 *	{ "format": "tongbao proof", "version": "1",
 *	  "seal", "edition", "record", "text", "salt", "place",
 *	  "siblings": [ 32, from the leaf up ], "root" }
 */
#ifndef TONGBAO_PUBLISH_PROOF_H
#define TONGBAO_PUBLISH_PROOF_H

#include "base/buf.h"
#include "base/diag.h"
#include "publish/witness.h"

#define PROOF_MOST ((size_t)1 << 24) /* bytes of a file */

void proof_put(struct buf *out, const struct witness_proof *proof);
/* Does it begin as one does?  (No bag does.) */
bool proof_is(struct text begin);
/* In the arena, from the source's text; -1 after diagnostics. */
int proof_read(struct witness_proof *proof, struct arena *arena,
    struct text text, uint32_t source, struct diags *diags);

#endif
