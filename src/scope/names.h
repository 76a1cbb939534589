/*
 * The rule `names`: prose that an edition's readers see names nobody whose
 * name they may not see (SCOPE: persons' names).  Asked for the record's day,
 * as everything in a label is.
 *
 * Prose is what people wrote: sections, headings, text fields, also ids, and the
 * record's own path, where its readers are told that.  Fields that hold persons
 * are the projection's business.  If several bear a name, one whose name may be
 * seen is enough: prose doesn't say who is meant.  In an organisation's name nobody
 * is named.  Code in a text counts as text: what a live block prints may be shown.
 */
#ifndef TONGBAO_SCOPE_NAMES_H
#define TONGBAO_SCOPE_NAMES_H

#include "scope/sight.h"

struct names;

/* Keeps `sights` (site_sights()).  NULL when the programme has the rule off. */
struct names *names_make(struct arena *arena, const struct corpus *corpus,
    const struct sight *sights, const struct diags *diags);
/*
 * After policy_label() of the record and of all records it answers; safe on
 * several threads.  `names` may be NULL; nothing in `scratch` is needed after.
 */
void names_check(const struct names *names, const struct record *record,
    struct arena *scratch, struct diags *diags);

#endif
