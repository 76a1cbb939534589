/*
 * The files of an edition beside its pages: the ledger's, what programs and
 * archives read.  Each is made of pieces one after another, so that who has some
 * of them need not make these again.
 */
#ifndef TONGBAO_CMD_BESIDE_H
#define TONGBAO_CMD_BESIDE_H

#include "compose/page.h"

/* They have numbers; which takes longest is the first. */
size_t beside_count(void);
/* From the edition's folder on. */
const char *beside_path(size_t number);
size_t beside_pieces(size_t number, const struct plan *plan);
/*
 * Appends the piece; what was asked for is noted (model/trace.h).  Resets the
 * arena.  -1 after a diagnostic.
 */
int beside_put(struct buf *out, struct arena *arena, const struct plan *plan,
    size_t number, size_t piece, struct diags *diags);

/* What stands before a piece: after one that has something, or after none. */
const char *beside_before(size_t number, bool after_one);
/* Around all of them. */
const char *beside_begin(size_t number);
const char *beside_end(size_t number);

#endif
