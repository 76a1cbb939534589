/*
 * What the roster says of an organisation or a person up to a day: what a seal
 * holds a digest of, so that what comes later changes nothing (issue: a roster
 * change that reaches into a sealed period).
 *
 * Of whatever has dates only what had begun by the day is told, and its end
 * only if that was over by then.  What has no dates (level, classes) is as it
 * is now.  Names stand apart: an organisation that is renamed keeps the name it
 * had as a former one.
 */
#ifndef TONGBAO_MODEL_STANDING_H
#define TONGBAO_MODEL_STANDING_H

#include "base/buf.h"
#include "model/relation.h"

/*
 * Was the one or the other (an organisation, or a person of whatever branch) on
 * the roster by then?  Whoever has no dates is there as ever.
 */
bool subject_stood(const struct subject *subject, const char *day);
/*
 * Appends it: words, each with its length in front, that are the same for ever
 * for the same standing.
 */
void standing_put(struct buf *out, const struct programme *programme,
    const struct subject *subject, const char *day);
struct digest standing_digest(const struct programme *programme,
    const struct subject *subject, const char *day);

/* Those of organisations, then those of people, in their orders. */
size_t roster_subject_count(const struct roster *roster);
struct subject roster_subject(const struct roster *roster, size_t index);

/* Name, short name or a former one. */
bool subject_has_name(const struct subject *subject, struct text name);

#endif
