/*
 * How wide the columns of a table are: so that the rows come out low.  Pure:
 * widths in, widths out, in whatever unit.
 */
#ifndef TONGBAO_RENDER_PRINT_COLUMN_H
#define TONGBAO_RENDER_PRINT_COLUMN_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"

struct columns {
	size_t rows, count;
	const int *natural; /* rows × count: each cell's widest line; 0: empty */
	const int *parts;   /* rows × count: the lines it has at least */
	const int *least;   /* count: no column may be narrower; > 0 */
};

/*
 * Fills `widths` so that they add up to `room` (rounding aside).  False when
 * the least widths are too much already.
 */
bool columns_share(int *widths, struct arena *arena,
    const struct columns *columns, int room);

#endif
