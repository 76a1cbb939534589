#include "read/guard.h"

#include "read/cjk.h"
#include "read/lines.h"

#define TEXT_MOST ((size_t)1 << 20)
#define MARKERS_MOST 32
#define COLUMN_MOST 200
#define TAB_STOP 4 /* CommonMark 2.2 */

static size_t
column_after(size_t column, char c)
{
	return c == '\t' ? column + TAB_STOP - column % TAB_STOP : column + 1;
}

static enum guard_fault
line_fault(struct text line)
{
	size_t markers = 0, column = 0, pos = 0;
	enum guard_fault fault = GUARD_NONE;
	while (pos < line.len && fault == GUARD_NONE) {
		size_t next = line_marker(line, pos);
		if (next > pos) {
			markers++;
			if (column > COLUMN_MOST)
				fault = GUARD_COLUMN;
			else if (markers > MARKERS_MOST)
				fault = GUARD_DEPTH;
		} else if (line.at[pos] == ' ' || line.at[pos] == '\t') {
			next = pos + 1;
		} else {
			break;
		}
		while (pos < next)
			column = column_after(column, line.at[pos++]);
	}
	/* A rule is no nest of lists, however long. */
	return fault != GUARD_NONE && line_is_rule(line, 0) ? GUARD_NONE
							    : fault;
}

enum guard_fault
guard_find(struct text text, size_t *start, size_t *end)
{
	*start = 0;
	*end = text.len;
	if (text.len > TEXT_MOST)
		return GUARD_LARGE;
	const char *private = text_find_rare(text, 0, TEXT_LIT(CJK_PRIVATE));
	if (private != NULL) {
		*start = (size_t)(private - text.at);
		*end = *start + strlen(CJK_PRIVATE);
		return GUARD_PRIVATE;
	}
	for (size_t pos = 0; pos < text.len;) {
		struct text line = line_next(text, &pos);
		enum guard_fault fault = line_fault(line);
		if (fault != GUARD_NONE) {
			*start = (size_t)(line.at - text.at);
			*end = *start + line.len;
			return fault;
		}
	}
	return GUARD_NONE;
}
