/*
 * Issues as the guard's layers, and what is released now as an issue.
 */
#ifndef TONGBAO_SCOPE_GUARD_ISSUE_H
#define TONGBAO_SCOPE_GUARD_ISSUE_H

#include "scope/guard_parts.h"

/* Whose they are, by number: of the site's editions, then of those gone. */
struct guard_readers {
	size_t editions, count;
	const char **audiences; /* audience_id() of each */
};

/* Entries of now; `known` as guard_known_make() has it. */
struct guard_layer guard_layer_now(struct arena *arena,
    const struct guarding *guarding, uint64_t ***known);
/*
 * Earlier issues for the readers of now: a contribution of then is known to
 * who knew it then, and to who sees it now in the same place.
 */
void guard_layers_past(struct guard_layer *layers, struct arena *arena,
    const struct site *site, const struct guard_readers *readers,
    const struct issues *earlier, const struct guard_layer *now,
    const struct guard_task *task);
/* With all tallies; see struct issue_edition. */
struct issue *guard_issue_make(struct arena *arena,
    const struct guarding *guarding, const struct guard_readers *readers,
    const struct guard_layer *now, const struct guard_result *result);
/* What of it the guard needs: no tallies that nothing is ever withheld of. */
struct issue *guard_issue_kept(
    struct arena *arena, const struct issue *whole);
/* The names that the corpus has under one salt, and under another. */
struct guard_salting;
struct guard_salting *guard_salting_make(struct arena *arena,
    const struct corpus *corpus, const char *from, const char *to);
/* With them under the other; what the corpus has not keeps its name. */
struct issue *guard_issue_salted(struct arena *arena,
    const struct guard_salting *salting, const struct issue *issue);
/* But for their days. */
bool guard_issue_same(const struct issue *a, const struct issue *b);

#endif
