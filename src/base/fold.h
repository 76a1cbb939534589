/*
 * Text as it is compared with what may not stand in it: characters that nobody
 * sees are left out, spaces of all widths become one kind (but U+3000, which
 * base/finder.h knows), full-width letters and digits become narrow.
 */
#ifndef TONGBAO_BASE_FOLD_H
#define TONGBAO_BASE_FOLD_H

#include "base/arena.h"
#include "base/buf.h"

/* Appends; bytes that are no UTF-8 stay. */
void fold_put(struct buf *out, struct text text);
/* One character; nothing for one that is not seen. */
void fold_put_code(struct buf *out, uint32_t code);
/* The text itself when there is nothing to fold, else in the arena. */
struct text fold_text(struct arena *arena, struct text text);

#endif
