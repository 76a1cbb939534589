/* The filter of system calls; confine.c's own. */
#ifndef TONGBAO_BASE_CONFINE_FILTER_H
#define TONGBAO_BASE_CONFINE_FILTER_H

#include "base/confine.h"

/* Can it be had here? */
bool filter_is_there(void);
/* After PR_SET_NO_NEW_PRIVS; of this thread and those that it starts. */
void filter_enter(enum confine_programs programs);

#endif
