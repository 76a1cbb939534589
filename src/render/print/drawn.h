/*
 * What cairo has drawn, and what of it cairo 1.16 could not be told.  draw.h
 * makes it, finish.h takes it.
 */
#ifndef TONGBAO_RENDER_PRINT_DRAWN_H
#define TONGBAO_RENDER_PRINT_DRAWN_H

#include "base/buf.h"

struct drawn {
	struct buf bytes; /* the PDF, as cairo writes it */
	bool *turned;     /* a page each: is it to be shown turned right? */
	size_t page_count, page_capacity;
	const char **alts; /* what is said in place of figures, in order */
	size_t alt_count, alt_capacity;
	/*
	 * An element each, as they were opened: 1 + the place here of the one on
	 * an earlier page that it goes on with, or 0.
	 */
	size_t *resumed;
	size_t element_count, element_capacity;
};

#endif
