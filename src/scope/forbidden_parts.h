/*
 * Between the files of what is forbidden:
 *
 *   forbidden.c       what it is, and where it stands in a text
 *   forbidden_pack.c  for another process
 */
#ifndef TONGBAO_SCOPE_FORBIDDEN_PARTS_H
#define TONGBAO_SCOPE_FORBIDDEN_PARTS_H

#include "base/finder.h"
#include "base/shingle.h"
#include "scope/forbidden.h"

enum word_role {
	WORD_FORBIDDEN,
	WORD_VISIBLE, /* a longer name, in which a forbidden one may stand */
	WORD_ALLOWED, /* by site.yaml */
};

struct word {
	struct text text;
	enum word_role role;
	enum secret_kind kind;
	struct span span;
	size_t allowance; /* index, of WORD_ALLOWED */
	bool excused;     /* it stands in the visible text, too */
};

struct words {
	struct word *items;
	size_t count, capacity;
};

struct forbidden {
	struct arena *arena;
	struct words words;
	struct finder *finder; /* of the words */
	struct shingles *passages;
	struct span *owners; /* of passages */
	size_t owner_count, owner_capacity;
	atomic_bool *needed;
};

/* Of the words of one, then those of `two`, which may be NULL. */
struct finder *words_finder(struct arena *arena, const struct words *one,
    const struct words *two);

#endif
