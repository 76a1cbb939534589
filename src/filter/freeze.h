/*
 * Functions that remember nothing from one call to the next, without starting
 * their script anew for each.  Internal to this room.
 *
 * What a function can reach when its script has just been started is frozen:
 * tables can only be read from then on (globals too), and variables outside of
 * the function are looked at after every call.  A script has no other place to
 * keep anything: it has no coroutines, no metatables, and iterators that were
 * made beforehand are refused.
 */
#ifndef TONGBAO_FILTER_FREEZE_H
#define TONGBAO_FILTER_FREEZE_H

#include "filter/sandbox.h"

/*
 * Freezes what the function on the top of the stack reaches, and pushes a list
 * of the variables to look at.  What can't be frozen is a fault.
 */
void freeze(lua_State *L);
/*
 * Puts back the variables of the list at `index` that have changed; a fault
 * when one has.  To be called after every call of the function, whether or not
 * it ended well.
 */
void freeze_check(lua_State *L, int index);
/* Pushes what a table holds, which of a frozen one lies elsewhere. */
void freeze_push_contents(lua_State *L, int index);

#endif
