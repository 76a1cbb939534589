/*
 * Lua's patterns (Reference Manual 6.4.1) with counted steps: a pattern that
 * backtracks for ever ends when its steps are used up, which Lua's own matcher
 * can't do.  Knows nothing of Lua's state.  Internal to this room.
 *
 * Differences: a pattern has at most MATCH_ITEMS_MOST items; a malformed one
 * is refused before the first try, not when the fault is reached; character
 * classes are ASCII's whatever the locale.
 */
#ifndef TONGBAO_FILTER_MATCH_H
#define TONGBAO_FILTER_MATCH_H

#include <stdbool.h>
#include <stdint.h>
#include "base/text.h"

#define MATCH_ITEMS_MOST 256
#define MATCH_CAPTURES_MOST 32

enum match_kind {
	MATCH_CLASS, /* one byte out of a class; `repeat` */
	MATCH_OPEN, /* begin of capture `number` */
	MATCH_CLOSE, /* end of capture `number` */
	MATCH_POSITION, /* () as capture `number` */
	MATCH_BACK, /* %1: what capture `number` holds */
	MATCH_BALANCED, /* %bxy: start points at x */
	MATCH_FRONTIER, /* %f[set] */
	MATCH_END, /* $ */
};

struct match_item {
	uint8_t kind;
	uint8_t number;
	char repeat; /* 0 * + - ? */
	uint16_t start, end; /* of the class in the pattern's text */
};

struct match_pattern {
	struct text text;
	bool anchored; /* begins with ^ */
	unsigned captures;
	unsigned count;
	struct match_item items[MATCH_ITEMS_MOST];
};

/* NULL, or what is wrong with it.  `text` must outlive the pattern. */
const char *match_parse(
    struct match_pattern *pattern, struct text text, bool with_anchor);

struct match_capture {
	size_t start, end;
	bool position; /* () */
};

struct match {
	const struct match_pattern *pattern;
	struct text subject;
	int64_t steps; /* left; when it is below 0 the search was given up */
	size_t end; /* where the match ends */
	struct match_capture captures[MATCH_CAPTURES_MOST];
};

/* Does the pattern match at `start` (not: further on)? */
bool match_at(struct match *match, size_t start);

#endif
