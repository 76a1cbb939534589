/*
 * What cmark can't be given.  Debian's cmark 0.30.2 is quadratic in the depth
 * of quotes and lists (GHSA-66g8-4hjf-77xh, mended upstream in 0.31.0): a line
 * may have 32 container markers, none beyond column 200, and a text 1 MiB.
 * With that the worst of 106 hostile inputs took 0.56 s at 1 MiB (LIBRARIES
 * section 4).
 */
#ifndef TONGBAO_READ_GUARD_H
#define TONGBAO_READ_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include "base/text.h"

enum guard_fault {
	GUARD_NONE,
	GUARD_LARGE, /* the whole text */
	GUARD_DEPTH, /* too many container markers on the line */
	GUARD_COLUMN, /* a container marker too far to the right */
	GUARD_PRIVATE, /* the character U+E000 */
};

/* The first fault and the bytes it lies in. */
enum guard_fault guard_find(struct text text, size_t *start, size_t *end);

#endif
