/*
 * What a script may call.  Internal to this room.
 *
 *   assert error ipairs pairs pcall require select tonumber tostring type
 *   math    without random
 *   string  byte char find format gmatch gsub len lower match rep reverse sub
 *           upper; strings are no numbers: "1" + 1 is a fault
 *   table   concat insert pack remove sort unpack
 *   utf8    all of it
 *   site    language
 *
 * Unlike Lua's own: `pairs` goes by integers, then texts in byte order; `sort`
 * is stable and knows no locale; `tostring` shows no address; a global that
 * nobody set is a fault, not nil; library tables can't be written to.
 */
#ifndef TONGBAO_FILTER_LIBRARY_H
#define TONGBAO_FILTER_LIBRARY_H

#include "filter/sandbox.h"

/* Pushes the table of globals, and reduces the state's own libraries to it. */
void library_push(lua_State *L);
/* Forgets the modules that the call loaded. */
void library_forget(lua_State *L);

/*
 * A library table that can be read only, in place of the table on the top of
 * the stack.  Its metatable is C's to extend.
 */
void library_lock(lua_State *L);

/*
 * Visits the entries of the table at `index`, key and value on the top of the
 * stack, as `pairs` has them: Lua's own order is another each run, and so would
 * be what is told of it.  `fault`, with the type for its %s, is raised for a
 * key that is no number and no text.
 */
typedef void library_visit(lua_State *L, void *context);
void library_each(lua_State *L, int index, enum rule_id rule,
    const char *fault, library_visit *visit, void *context);

/* Pushes the text of any value, as our tostring gives it. */
const char *library_tostring(lua_State *L, int index, size_t *len);

/* strings.c, tables.c: add to the table on the top; `from` holds Lua's own. */
void strings_add(lua_State *L, int from);
void tables_add(lua_State *L, int from);
/*
 * Puts a function of ours into the table on the top, in place of the one of
 * that name in `from`, which is its upvalue (and has none): it is called by
 * library_call_own() with the arguments on the stack.
 */
void library_wrap(
    lua_State *L, int from, const char *name, lua_CFunction function);
int library_call_own(lua_State *L);

#endif
