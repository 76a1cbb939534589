/*
 * Dates and periods, for both phases.  Internal to this room.
 *
 *   days_between(a, b)   days from the date a to the date b
 *   period(id)           {id, name, from, to, due}
 */
#ifndef TONGBAO_FILTER_HELPER_H
#define TONGBAO_FILTER_HELPER_H

#include "filter/sandbox.h"
#include "model/programme.h"

/* For Lua. */
int helper_days_between(lua_State *L);
/* Pushes the period whose id is at `index`; an unknown one is a fault. */
void helper_push_period(
    lua_State *L, const struct programme *programme, int index);
/* Pushes a vocabulary as a list of {id, name}. */
void helper_push_terms(lua_State *L, const struct term_list *terms);

#endif
