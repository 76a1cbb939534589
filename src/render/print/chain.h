/*
 * Which font file serves which role.  Fontconfig is asked what is installed,
 * never to choose: it would put another family in the place of a missing one
 * without a word.  Families are compared, and files by name where the weight
 * in fontconfig can't be trusted (all of Fandol says Regular).
 */
#ifndef TONGBAO_RENDER_PRINT_CHAIN_H
#define TONGBAO_RENDER_PRINT_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

enum font_role {
	FONT_FANG,  /* 仿宋: the body */
	FONT_KAI,   /* 楷体 */
	FONT_HEI,   /* 黑体 */
	FONT_TITLE, /* 小标宋: mark and title */
	FONT_SONG,  /* 宋体: page numbers */
	FONT__MAX,
};

struct font_file {
	const char *family; /* as it was asked for */
	const char *path;
	int index;          /* of the face in a collection */
	bool stand_in;      /* of another style than the role's */
};

/* The files of one role, first found first. */
struct chain {
	struct font_file *files;
	size_t count, capacity;
};

/*
 * Fills `chains`; a role nothing was found for has count 0.  `folders` are
 * looked through, in their order, before the system's fonts.
 */
void chains_find(struct chain chains[FONT__MAX], struct arena *arena,
    const char *const *folders, size_t count);

/* 仿宋, for messages; and the first families one would install. */
const char *font_role_name(enum font_role role);
const char *font_role_families(enum font_role role);

#endif
