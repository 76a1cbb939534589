/*
 * Places: which file, which bytes.  Line and column are computed only when a
 * diagnostic is printed.
 *
 * A source is added by one thread before the workers start; its text is set
 * later by whoever reads it (each source by one worker).
 */
#ifndef TONGBAO_BASE_SOURCE_H
#define TONGBAO_BASE_SOURCE_H

#include <stdint.h>
#include "base/arena.h"
#include "base/text.h"

/* Bytes [start, end) of a source; source 0 is "no place". */
struct span {
	uint32_t source;
	uint32_t start, end;
};

#define SPAN_NONE ((struct span){ 0, 0, 0 })

static inline struct span
span_cut(struct span s, uint32_t start, uint32_t end)
{
	return (struct span){ s.source, s.start + start, s.start + end };
}

/* By source, start, end. */
int span_compare(struct span a, struct span b);

struct source {
	const char *path; /* as a person would type it, from the site's root */
	struct text text; /* empty until read; lives as long as the table */
	/* The bytes of the file where they are no UTF-8 and `text` is decoded. */
	struct text bytes;
	/*
	 * Where the next searches go on: the place last looked up, and, for
	 * second places, the one last looked up before it in the text.
	 */
	struct source_line {
		uint32_t number; /* 0: none yet */
		uint32_t begin;
		/* So much of the line was measured; and two places before. */
		struct source_measure {
			uint32_t bytes, cells, characters;
		} to, marks[2];
	} seen[2];
};

struct sources {
	struct arena *arena;
	struct source *items; /* [0] stands for no place */
	size_t count, capacity;
};

void sources_init(struct sources *sources, struct arena *arena);
/* Room for `count` more at once: growing leaves the smaller ones behind. */
void sources_reserve(struct sources *sources, size_t count);
/* A number for `path` (copied); the order of adding is the order of faults. */
uint32_t sources_add(struct sources *sources, const char *path);
struct source *source_at(const struct sources *sources, uint32_t source);

struct place {
	uint32_t line;      /* from 1 */
	uint32_t column;    /* display cells from 1: Han = 2, a tab goes to 8n+1 */
	uint32_t character; /* code points from 1 */
	struct text excerpt; /* the whole line, without its end */
	uint32_t before;     /* bytes of it that stand before the span */
	uint32_t width;      /* cells under the span on this line, at least 1 */
	uint32_t last_line;  /* the line of the span's last byte */
};

/* An offset as machines count it, all from 1. */
struct point {
	uint32_t line;
	uint32_t character; /* code points */
	uint32_t byte;
};

/*
 * The cell after `code`, which begins at `cell` (from 0).  What can't be shown
 * (controls, broken UTF-8) stands as one `?`.
 */
uint32_t cell_after(uint32_t cell, uint32_t code);

/*
 * Both remember where they were, so that many places in their order take one
 * reading of the text: one thread at a time.
 */
struct place source_place(struct source *source, struct span span);
/* An offset beyond the end is the end. */
struct point source_point(struct source *source, uint32_t offset);

#endif
