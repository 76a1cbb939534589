#include "read/overlay.h"

#include <stdlib.h>

void
overlay_init(struct overlay *overlay, struct arena *arena)
{
	*overlay = (struct overlay){ .arena = arena };
	table_init(&overlay->paths, arena);
}

void
overlay_add(struct overlay *overlay, const char *path, struct text text)
{
	struct overlay_file *file =
	    ARENA_NEW(overlay->arena, struct overlay_file);
	*file = (struct overlay_file){ path, text };
	ARENA_ROOM(overlay->arena, overlay->files, overlay->count,
	    overlay->capacity);
	overlay->files[overlay->count++] = file;
	table_add(&overlay->paths, text_of(path), file);
}

const struct overlay_file *
overlay_find(const struct overlay *overlay, const char *path)
{
	return overlay == NULL ? NULL
			       : table_get(&overlay->paths, text_of(path));
}

static int
found_compare(const void *a, const void *b)
{
	return strcmp(((const struct os_found *)a)->path,
	    ((const struct os_found *)b)->path);
}

void
overlay_walk(const struct overlay *overlay, struct arena *arena,
    struct os_list *list)
{
	if (overlay == NULL || overlay->count == 0)
		return;
	struct table there;
	table_init(&there, arena);
	for (size_t i = 0; i < list->count; i++)
		table_add(&there, text_of(list->items[i].path),
		    (void *)list->items[i].path);
	for (size_t i = 0; i < overlay->count; i++) {
		const char *path = overlay->files[i]->path;
		if (table_get(&there, text_of(path)) != NULL)
			continue;
		ARENA_ROOM(arena, list->items, list->count, list->capacity);
		list->items[list->count++] =
		    (struct os_found){ .path = path, .type = OS_FILE };
	}
	qsort(list->items, list->count, sizeof(*list->items), found_compare);
}
