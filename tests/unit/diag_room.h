/* A few sources and the faults in them, for tests of diagnostics. */
#ifndef TEST_DIAG_ROOM_H
#define TEST_DIAG_ROOM_H

#include <stdio.h>
#include <stdlib.h>
#include "base/diag.h"

struct room {
	struct arena *arena;
	struct sources sources;
	struct diags diags;
};

static inline void
room_open(struct room *room)
{
	room->arena = arena_new();
	sources_init(&room->sources, room->arena);
	diags_init(&room->diags, room->arena);
}

static inline uint32_t
room_source(struct room *room, const char *path, const char *text)
{
	uint32_t source = sources_add(&room->sources, path);
	source_at(&room->sources, source)->text = text_of(text);
	return source;
}

/* What is printed, in the room's arena. */
static inline const char *
room_print(struct room *room, struct diag_style style)
{
	char *bytes = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&bytes, &len);
	assert_non_null(out);
	diags_print(&room->diags, &room->sources, style, out);
	fclose(out);
	const char *copy = arena_copy(room->arena, bytes, len);
	assert_int_equal(strlen(copy), len);
	free(bytes);
	return copy;
}

static inline void
room_close(struct room *room)
{
	arena_free(room->arena);
}

static inline struct span
at(uint32_t source, uint32_t start, uint32_t end)
{
	return (struct span){ source, start, end };
}

#endif
