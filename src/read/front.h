/*
 * A record file taken apart: front matter, then sections.  Nothing is copied:
 * slices point into the source.
 */
#ifndef TONGBAO_READ_FRONT_H
#define TONGBAO_READ_FRONT_H

#include "base/diag.h"
#include "model/section.h"

struct front {
	struct text yaml;
	struct span yaml_span;
	struct text body;
	struct span body_span;
};

/* --- at the start of the line, white space at will behind. */
bool front_is_fence(struct text line);
/*
 * Splits `text` (the whole of source `source`) at its two --- lines.  A BOM and
 * CRLF line ends are accepted.  -1 after a diagnostic; 0 also after one whose
 * mend is so clear that what it makes could be split.
 */
int front_split(struct front *front, struct text text, uint32_t source,
    struct diags *diags);

struct section_list {
	struct section *items;
	size_t count, capacity;
};
/*
 * Splits a body at its `##` headings (ATX, level 2, outside code fences).
 * What stands before the first heading is a section with an empty title, left
 * out when it is blank.  `arena`: of the list, and of what is needed for it.
 */
void sections_split(struct section_list *list, struct arena *arena,
    struct text body, struct span where, struct diags *diags);

#endif
