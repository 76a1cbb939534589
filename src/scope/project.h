/*
 * Corpus → view: what one audience may see, copied (SCOPE: stage 1).
 */
#ifndef TONGBAO_SCOPE_PROJECT_H
#define TONGBAO_SCOPE_PROJECT_H

#include "model/view.h"
#include "scope/policy.h"

/*
 * A view in an arena of its own (view->arena; view_free gives it back).
 * NULL after a diagnostic.
 */
struct view *view_make(const struct corpus *corpus,
    const struct policy *policy, const struct edition *edition,
    const char *as_of, struct diags *diags);
void view_free(struct view *view);

/* Why an audience may not know of a record. */
enum hidden {
	HIDDEN_NOT,      /* it may */
	HIDDEN_LEFT_OUT, /* by a filter */
	HIDDEN_AHEAD,    /* dated after the day */
	HIDDEN_SCOPE,    /* a source of its scope: see explain.h */
	HIDDEN_EDITION,  /* a bulletin: its edition holds what this one can't */
	HIDDEN_PROBLEM,  /* a verification: of a problem that is hidden */
};

struct admission {
	enum hidden why;
	const struct record *record; /* itself, or what it answers */
};

/* As the view of that audience has it. */
struct admission admission_find(const struct corpus *corpus,
    const struct policy *policy, const struct audience *audience,
    const char *as_of, const struct record *record, struct diags *diags);

#endif
