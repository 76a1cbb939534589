/* Paths: their parts, and where they lead, be there anything yet or not. */
#ifndef TONGBAO_BASE_PATH_H
#define TONGBAO_BASE_PATH_H

#include "base/arena.h"

/* What stands behind the last slash. */
const char *path_name(const char *path);
/* And before it: “.” where there is none, “/” of what lies in that. */
const char *path_folder(struct arena *arena, const char *path);

/*
 * Is it the folder, or below it, when links are followed as far as there is
 * anything?  What there is not is taken for folders that will be made.
 */
bool path_is_within(struct arena *arena, const char *path, const char *folder);

#endif
