/*
 * Corpora that there might have been: of one edition everything that its
 * readers see is as it is, everything else is not (SCOPE: tongbao prove).  An
 * edition that is made from each of them must come out the same.
 *
 *   WORLD_GONE   what is hidden is not there: records, sections, fields,
 *                items, derived fields, organisations and what is known of
 *                them, people; ids that name somebody are others
 *   WORLD_NOISE  it is there twice, under other ids, and says something else;
 *                names, dates, texts are noise; the order of all that has no
 *                official order is another
 *
 * Labels are as they were resolved, filters' too: they are copied, never made
 * anew.  So every organisation has a twin that stands where it stands in the
 * tree, if only for labels; a hidden one's has neither its id nor its names and
 * is not in the roster.  An edition's own audience, and those of the editions
 * whose bulletins it carries, are told by site.yaml: their names stay.
 *
 *   world.c         the whole; records
 *   world_value.c   fields
 *   world_roster.c  organisations, people
 *   noise.c         what stands in place of hidden things
 *
 * The site's settings and the programme are shared, nothing else: the corpus
 * can be locked when the world is made.
 */
#ifndef TONGBAO_SCOPE_WORLD_H
#define TONGBAO_SCOPE_WORLD_H

#include "scope/policy.h"

enum world_kind {
	WORLD_GONE,
	WORLD_NOISE,
	WORLD__MAX,
};

struct world {
	struct arena *vault; /* all that it holds; can be locked */
	struct arena *open;  /* this */
	struct corpus corpus;
	struct corpus labels; /* what the policy finds organisations in */
	const struct policy *policy;
};

/*
 * Of a corpus that is labelled.  The same seed makes the same world.  NULL
 * after a diagnostic; else the caller's, for world_free().
 */
struct world *world_make(const struct corpus *corpus,
    const struct policy *policy, const struct edition *edition,
    const char *as_of, enum world_kind kind, uint64_t seed,
    struct diags *diags);
void world_free(struct world *world);

#endif
