/*
 * What this process gives up before it runs what others wrote (scripts): even
 * code that got out of the scripts' sandbox starts no program, opens no socket,
 * looks at no other process, and reads and writes only where the command itself
 * has to.  It holds for all threads that start later and for programs that are
 * started, to their end.
 *
 * Linux has two means, and each is used where the kernel has it: Landlock for
 * files (since 5.13; here from 5.19 on, whose second version can move files
 * between folders), a filter of system calls (seccomp) for all else.  Where
 * neither is, nothing changes: the sandbox itself stays what keeps scripts in.
 *
 * Not taken away, since neither means can: asking for a file's length and
 * times, changing the mode of one's own files, using descriptors that are open.
 */
#ifndef TONGBAO_BASE_CONFINE_H
#define TONGBAO_BASE_CONFINE_H

#include <stdbool.h>
#include "base/arena.h"

enum confine_right {
	CONFINE_READ,  /* the file, or all below the folder */
	CONFINE_WRITE, /* the same, and all of it may be changed */
	CONFINE_MOVE,  /* below the folder, folders are made, moved, removed */
	CONFINE_RUN,   /* the file is read, and started as a program */
};

/* Programs that may still be started; they are confined as this one is. */
enum confine_programs {
	CONFINE_NO_PROGRAM,
	/* Those with CONFINE_RUN; any where there is no Landlock. */
	CONFINE_SOME_PROGRAMS,
	CONFINE_ANY_PROGRAM,
};

struct confine {
	struct arena *arena;
	struct confine_place {
		const char *path;
		enum confine_right right;
	} *places;
	size_t count, capacity;
	bool all_files; /* the command writes where it is told: files stay free */
	enum confine_programs programs;
};

/* With what any process reads: libraries, fonts, what the kernel tells. */
void confine_init(struct confine *confine, struct arena *arena);
/* A place that is not there, or NULL, is passed over.  Links are followed. */
void confine_add(struct confine *confine, const char *path,
    enum confine_right right);
/* This program may be started again. */
void confine_add_itself(struct confine *confine);
/*
 * From now on.  No other thread may have been started, and only the first time
 * counts: what is given up once does not come back.
 */
void confine_enter(const struct confine *confine);

/* What this kernel has of it. */
struct confine_means {
	int landlock; /* its version; 0: none, or one too old */
	bool filter;
};
struct confine_means confine_means(void);

#endif
