/*
 * Unicode's normal forms, by GLib, which is loaded for the first text that is
 * not ASCII.  Not for two threads at once.
 */
#ifndef TONGBAO_BASE_NORMAL_H
#define TONGBAO_BASE_NORMAL_H

#include "base/arena.h"

/*
 * NFC of a text that is UTF-8; with `fold` also without the difference of
 * capital and small letters.  -1 where GLib is not installed.
 */
int normal_text(struct arena *arena, struct text text, bool fold,
    struct text *normal);

#endif
