/*
 * What git knows of a site: what is about to be committed, what was committed
 * last, where hooks lie.  git itself is asked, so that worktrees, a commit of
 * some files only (GIT_INDEX_FILE) and core.hooksPath are as git has them.
 *
 * All functions but the first two: -1 (or NULL) after a message on stderr.
 */
#ifndef TONGBAO_CMD_GIT_H
#define TONGBAO_CMD_GIT_H

#include "base/arena.h"
#include "base/hash.h"

struct git {
	struct arena *arena;
	const char *root;    /* of the site, absolute */
	const char *prefix;  /* the site in its repository: "" or "sub/" */
	const char *head;    /* the last commit's name; "": none yet */
	bool shallow;        /* earlier commits were left out of the clone */
};

/*
 * Is the site in a repository?  0: yes; 1: no; -1: in one that git gives no
 * answer about, or git is not installed; then `*complaint` says why.
 */
int git_look(struct git *git, struct arena *arena, const char *root,
    const char **complaint);
/* What `git WORDS…` prints, with a NUL behind it; -1: see `*complaint`. */
int git_read(const struct git *git, const char *const *words,
    struct text *output, const char **complaint);

/* For `check`: is the site in a repository, and git installed? */
int git_open(struct git *git, struct arena *arena, const char *root);
/* The tree of what is staged; not while a merge has conflicts. */
const char *git_staged_tree(const struct git *git);
/* The tree of the last commit; "" when there is none yet. */
const char *git_head_tree(const struct git *git);
/*
 * Files of the site that are staged otherwise than they were committed, also
 * those that are removed, as paths below the site's root.
 */
int git_staged_paths(const struct git *git, struct table *paths);
/* Are files of content/ committed or staged? */
bool git_has_content(const struct git *git);
/* Writes content/, scripts/ and themes/ of a tree below `folder`. */
int git_export(const struct git *git, const char *tree, const char *folder);

/* The pre-commit hook that runs `tongbao check --staged`; an exit status. */
int git_hook_install(const struct git *git);

#endif
