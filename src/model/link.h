/*
 * Links in the texts of a site: what the address that somebody wrote means.
 * One reading for the check of links, and for the pages.
 *
 *   https://…, mailto:…         outside
 *   record:2010-q3/review/x     a record by its id
 *   ../review/x.md              a record by its file, from the file that has it
 *   /2010-q3/review/x.md        the same, from content/
 *   organisation:jidian         an organisation's page
 *   page:about#days             a page that some editions have: for scripts
 *
 * What follows a # behind a record or an organisation is left out.
 */
#ifndef TONGBAO_MODEL_LINK_H
#define TONGBAO_MODEL_LINK_H

#include "base/arena.h"
#include "base/text.h"

enum link_kind {
	LINK_OUTSIDE,
	LINK_RECORD,       /* id */
	LINK_ORGANISATION, /* id */
	LINK_PAGE,         /* its address without .html, then the # */
	LINK_NOWHERE,      /* no such address leads anywhere */
};

struct link {
	enum link_kind kind;
	struct text id; /* in the arena, or a part of the address */
};

/* https://… or http://… */
bool link_is_web(struct text address);
/* Percent-decoded, without backslashes: an address as it was meant. */
struct text link_decoded(struct arena *arena, struct text address);
/*
 * The path below content/ of a picture that the record `from` shows; "" when it
 * lies elsewhere.
 */
struct text link_picture(
    struct arena *arena, struct text address, const char *from);

/* An id as it stands in what is chosen of a page: #period=ID&form=ID. */
const char *link_value(struct arena *arena, const char *id);

/* `from` is the id of the record that has the link; NULL: no record has it. */
struct link link_read(
    struct arena *arena, struct text address, const char *from);

#endif
