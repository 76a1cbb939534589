/*
 * Text as it is read, where it is written otherwise: 王*明*, 王&#26126; and
 * [王](…)明 are all read 王明.  Rules about words that must not be read look
 * there, too.  No parser: what may be markup counts as markup, so that nothing
 * hides behind it; nothing is shown from here.
 */
#ifndef TONGBAO_MODEL_READING_H
#define TONGBAO_MODEL_READING_H

#include <stdint.h>
#include "base/arena.h"
#include "base/text.h"

struct reading {
	struct text text;
	uint32_t *places; /* of each of its bytes, and of its end, in the source */
};

/*
 * Folds characters (base/fold.h) and leaves out, in `markdown`, the marks of
 * emphasis, code, links with their addresses, quotes, tags, escapes and
 * entities.  A new line, a cell, an item of a list stay apart.  False, and
 * nothing made, when it is read as it is written.
 */
bool reading_make(struct reading *reading, struct arena *arena,
    struct text text, bool markdown);

#endif
