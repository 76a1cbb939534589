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
/* “The programme has no `what` 'word'”, and which of the names is near. */
void helper_raise_word(lua_State *L, const char *what,
    const char *word, const char *const *names, size_t count)
    __attribute__((noreturn));
void helper_raise_term(lua_State *L, const struct term_list *terms,
    const char *what, const char *id)
    __attribute__((noreturn));
/* Pushes a vocabulary as a list of {id, name}. */
void helper_push_terms(lua_State *L, const struct term_list *terms);

#endif
