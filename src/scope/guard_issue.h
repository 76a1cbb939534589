/*
 * Issues as the guard's layers, and what is released now as an issue.
 */
#ifndef TONGBAO_SCOPE_GUARD_ISSUE_H
#define TONGBAO_SCOPE_GUARD_ISSUE_H

#include "scope/guard.h"
#include "scope/guard_parts.h"

/* Entries of now; `known` as guard_known_make() has it. */
struct guard_layer guard_layer_now(struct arena *arena,
    const struct guarding *guarding, uint64_t ***known);
/*
 * An earlier issue for the readers of now: a contribution of then is known to
 * who knew it then, and to who sees it now in the same place.
 */
struct guard_layer guard_layer_past(struct arena *arena,
    const struct guarding *guarding, const struct issue *issue,
    const struct guard_layer *now, const struct guard_task *task);
struct issue *guard_issue_make(struct arena *arena,
    const struct guarding *guarding, const struct guard_layer *now,
    const struct guard_result *result);
/* But for their days. */
bool guard_issue_same(const struct issue *a, const struct issue *b);

#endif
