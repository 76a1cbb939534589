/* Where paths lead, also those of what there is not yet. */
#ifndef TONGBAO_BASE_PATH_H
#define TONGBAO_BASE_PATH_H

#include "base/arena.h"

/*
 * Is it the folder, or below it, when links are followed as far as there is
 * anything?  What there is not is taken for folders that will be made.
 */
bool path_is_within(struct arena *arena, const char *path, const char *folder);

#endif
