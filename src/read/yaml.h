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
 * `where` is the place of `text` in its source.  NULL after at least one
 * error; an empty document is an empty map.
 */
struct value *yaml_parse(struct arena *arena, struct text text,
    struct span where, struct diags *diags);

#endif
