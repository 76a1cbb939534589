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

#endif
