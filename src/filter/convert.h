/*
 * Values ↔ Lua.  Internal to this room.
 */
#ifndef TONGBAO_FILTER_CONVERT_H
#define TONGBAO_FILTER_CONVERT_H

#include "filter/sandbox.h"

/* nil for NULL; lists and maps become fresh tables. */
void convert_push(lua_State *L, const struct value *value);

/*
 * A shaped field: organisations and persons as the phase's proxies, the rest
 * as convert_push() has it.
 */
void convert_push_field(
    lua_State *L, const struct field *field, const struct value *value);

/*
 * The Lua value at `index` in the call's arena: a table is a list (1 … n) or a
 * map with texts as keys, in their order; a proxy is its id.  Everything that
 * is made has the span of the script's line.  What is no value (a function, a
 * cycle, text that is not UTF-8) is a fault of rule RULE_FILTER_RESULT.
 */
struct value *convert_take(lua_State *L, int index);

/* The text at `index`, which must be UTF-8 without control characters but
 * line ends and tabs; `what` is named in the fault. */
struct text convert_take_text(lua_State *L, int index, const char *what);
/*
 * The same, but those are spaces: texts of records may have some.  So are line
 * ends and tabs, where the text stands within a line.
 */
struct text convert_take_spaced(
    lua_State *L, int index, const char *what, bool one_line);

#endif
