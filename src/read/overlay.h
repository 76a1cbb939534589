/*
 * Files as they would be: read in place of those on the disk, or beside them.
 * So what is about to be written is judged by the machinery that will read it.
 */
#ifndef TONGBAO_READ_OVERLAY_H
#define TONGBAO_READ_OVERLAY_H

#include "base/hash.h"
#include "base/os.h"

struct overlay_file {
	const char *path; /* below content/ */
	struct text text;
};

struct overlay {
	struct arena *arena;
	struct overlay_file **files;
	size_t count, capacity;
	struct table paths;
};

void overlay_init(struct overlay *overlay, struct arena *arena);
void overlay_add(struct overlay *overlay, const char *path, struct text text);
/* NULL when there is none; also for a NULL overlay. */
const struct overlay_file *overlay_find(const struct overlay *overlay,
    const char *path);
/* The walk's list with the overlay's files among it, sorted. */
void overlay_walk(const struct overlay *overlay, struct arena *arena,
    struct os_list *list);

#endif
