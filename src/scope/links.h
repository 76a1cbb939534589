/*
 * Links in records' texts: each leads somewhere, and every audience that sees
 * the text may see what it leads to (SCOPE: a link is visible only if both
 * ends are; where one is not, the pages have its words alone).  Pictures: each
 * is there, and some release covers it.
 */
#ifndef TONGBAO_SCOPE_LINKS_H
#define TONGBAO_SCOPE_LINKS_H

#include "model/document.h"
#include "scope/sight.h"

struct links {
	const struct corpus *corpus;
	const struct sight *sights; /* parallel to the site's editions */
	/* A section's text as a tree (markdown_parse()); NULL: it can't be. */
	struct node *(*parse)(struct arena *arena, struct text text,
	    struct span where, struct diags *diags);
};

/*
 * After policy_label() of all records; safe on several threads.  Nothing in
 * `scratch` is needed after.
 */
void links_check(const struct links *links, const struct record *record,
    struct arena *scratch, struct diags *diags);
/* When all have been checked: which records the dead ones may have meant. */
void links_suggest(const struct corpus *corpus, struct diags *diags);

#endif
