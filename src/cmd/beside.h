/*
 * The files of an edition beside its pages: the ledger's, what programs and
 * archives read.  Each is made of pieces one after another, so that who has some
 * of them need not make these again.
 */
#ifndef TONGBAO_CMD_BESIDE_H
#define TONGBAO_CMD_BESIDE_H

#include "compose/page.h"

struct beside {
	const char *path; /* from the edition's folder on */
	const struct beside_form *form;
	const struct ledger_volume *volume; /* of those of the ledger */
	const struct data_file *data;       /* of those of data/ */
	size_t part;                        /* of several sitemaps */
};

/*
 * All of them, in the arena; which take longest are the first.  The workbooks are
 * those at the start, `books` of them: one worker makes them one after another,
 * as what they are written and read by (libxlsxwriter, libarchive) asks the C
 * library for days in ways that are not for several threads.
 */
struct beside *beside_list(struct arena *arena, const struct plan *plan,
    size_t *books, size_t *count);
size_t beside_pieces(const struct beside *file, const struct plan *plan);
/*
 * Appends the piece; what was asked for is noted (model/trace.h).  Resets the
 * arena.  -1 after a diagnostic.
 */
int beside_put(struct buf *out, struct arena *arena, const struct plan *plan,
    const struct beside *file, size_t piece, struct diags *diags);

/* What stands before a piece: after one that has something, or after none. */
const char *beside_before(const struct beside *file, bool after_one);
/* Around all of them. */
const char *beside_begin(const struct beside *file);
const char *beside_end(const struct beside *file);

#endif
