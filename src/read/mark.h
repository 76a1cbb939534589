/*
 * The mark at the end of a heading: {#id}, {scope=label}, {范围=label}, or an id
 * and a label with white space between.  A label with spaces stands in double
 * quotes.  \{ is a brace of the title's.
 */
#ifndef TONGBAO_READ_MARK_H
#define TONGBAO_READ_MARK_H

#include "base/text.h"

struct mark {
	struct text whole; /* with its braces; "" when there is none */
	struct text id; /* or "" */
	struct text scope; /* or "" */
	const char *fault; /* what is wrong with it, or NULL */
};

/* All slices are of `line`, which has no white space at its end. */
struct mark mark_find(struct text line);
/*
 * Is scope=… or 范围=… in what is no mark, whatever it is spoilt by?  In braces
 * also without its =: {范围：干部} would be text for all to read.
 */
bool mark_names_scope(struct text whole);

#endif
