/*
 * Which contributions each reader makes out for himself: of what `map` had read
 * (contribution.read) he may see all.
 */
#ifndef TONGBAO_SCOPE_GUARD_KNOWN_H
#define TONGBAO_SCOPE_GUARD_KNOWN_H

#include "scope/guard.h"
#include "scope/sight.h"

/*
 * known[tally][contribution]: a bit for each reader, in the arena.  `sights`
 * by reader; their scratch is used, each by one thread.
 */
uint64_t ***guard_known_make(struct arena *arena,
    const struct guarding *guarding, struct sight *sights, size_t readers);

/* Does everything about what lies in `organisation` reach this audience? */
bool guard_is_over(const struct sight *sight,
    const struct organisation *organisation);

#endif
