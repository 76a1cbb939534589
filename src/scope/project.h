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

/*
 * What views of one edition have copied of records, so that the next one, after
 * a change of some, need not copy the others again.  They outlive those views.
 */
struct copies;

struct copies *copies_new(void);
void copies_free(struct copies *copies);
/*
 * Its labels, or what it took over from what it is about, are others now.  (Who
 * was read again has another source and is known by that.)
 */
void copies_forget(struct copies *copies, const struct record *record);
/*
 * The same view as view_make()'s.  Of the same edition, for the same day, with
 * the same settings and rosters as all others from these copies.
 */
struct view *view_make_again(const struct corpus *corpus,
    const struct policy *policy, const struct edition *edition,
    const char *as_of, struct copies *copies, struct diags *diags);

#endif
