/*
 * YAML by libyaml into values with places.  Scalars stay text (no YAML 1.1
 * guessing); `plain` says that one was written without quotes.  Refused, each
 * with a place: duplicate keys, anchors and aliases, tags, more than one
 * document, nesting deeper than 32, keys that are not scalars.
 */
#ifndef TONGBAO_READ_YAML_H
#define TONGBAO_READ_YAML_H

#include "base/diag.h"
#include "base/value.h"

/*
 * `where` is the place of `text` in its source.  NULL after an error that hides
 * the rest; else what there is, as it would be with all slips mended
 * (read/slip.h), after errors, too: of a key that is there twice the first.  An
 * empty document is an empty map.
 */
struct value *yaml_parse(struct arena *arena, struct text text,
    struct span where, struct diags *diags);

#endif
