/*
 * Scopes that a record's author has written where they narrow nothing: they are
 * text there, and shown, and the record goes to all that its kind goes to.  What
 * else is out of place is seen; of a scope it would be too late.  Only a label of
 * a class that there is counts as one: what a text says of its range is prose.
 */
#ifndef TONGBAO_READ_STRAY_SCOPE_H
#define TONGBAO_READ_STRAY_SCOPE_H

#include "model/corpus.h"
#include "read/front.h"

/*
 * In a text of the fields; `map` is what front->yaml holds, and `source` the
 * text that its places are of.
 */
void stray_scope_in_fields(const struct corpus *corpus,
    const struct front *front, const struct value *map, struct text source,
    struct diags *diags);
/* Below the line that ends the fields. */
void stray_scope_in_body(const struct corpus *corpus, struct text body,
    struct span where, struct diags *diags);
/* Below a section's heading. */
void stray_scope_in_section(const struct corpus *corpus,
    const struct section *section, struct diags *diags);

#endif
