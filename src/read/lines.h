/*
 * A text by its lines, as CommonMark ends them: \n, \r\n or \r.
 */
#ifndef TONGBAO_READ_LINES_H
#define TONGBAO_READ_LINES_H

#include <stdint.h>
#include "base/arena.h"
#include "base/text.h"

/*
 * The line at *pos, without its end; *pos moves to the next one.  Call it
 * while *pos < t.len.
 */
struct text line_next(struct text t, size_t *pos);

struct lines {
	struct text text;
	uint32_t *starts; /* offsets; one more than there are lines */
	size_t count;
};

void lines_init(struct lines *lines, struct arena *arena, struct text text);
/* Line `i`, from 0, without its end; "" at the end of the text beyond. */
struct text line_at(const struct lines *lines, size_t i);

/*
 * Past the markers of quotes (at most `quotes`) and white space at the start
 * of a line: where the content of a line may begin that continues a paragraph.
 */
size_t line_content(struct text line, size_t quotes);

/*
 * The byte after the container marker (> - + * 1. 1)) at `pos` of a line, or
 * `pos` when there is none.  List markers need white space or the end behind.
 */
size_t line_marker(struct text line, size_t pos);

/* ***, ---, ___ with white space at will, from `pos` on. */
bool line_is_rule(struct text line, size_t pos);

#endif
