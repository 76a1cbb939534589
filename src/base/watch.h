/*
 * What changes below folders, as the system tells it (inotify).
 *
 * A file counts as changed when somebody who wrote it has closed it, when it
 * came or went (also by a new name: so many editors save), or when its mode
 * changed.  Folders that come later are watched too, and what is in them by
 * then counts as changed.  Names that begin with a dot are passed over, as
 * os_walk() does; links are not followed, but where a root is one.
 *
 * A file system whose other end is another machine tells only what is done on
 * this one.
 */
#ifndef TONGBAO_BASE_WATCH_H
#define TONGBAO_BASE_WATCH_H

#include "base/os.h"

struct watch;

/* Of nothing yet; NULL: see error. */
struct watch *watch_open(struct os_error *error);
void watch_close(struct watch *watch);

/*
 * The folder `path` with all below it, or, `shallow`, only what is in itself.
 * In changes `shown` stands for its path.  A folder that is not there is no
 * error, and is looked for again by watch_again().
 */
int watch_add(struct watch *watch, const char *path, const char *shown,
    bool shallow, struct os_error *error);
/* Begins anew with the same roots; what came meanwhile is not told. */
int watch_again(struct watch *watch, struct os_error *error);

/*
 * Is a root there that was not when it was looked for?  Nothing else tells
 * so of one that lies in none.
 */
bool watch_lacks(const struct watch *watch);

/* Can be read when something has happened: see wait_for(). */
int watch_descriptor(const struct watch *watch);

struct watch_changes {
	/*
	 * Sorted, each once.  One that ends with a slash is a folder that is
	 * gone with all that was in it; of a root that is watched shallowly
	 * also one that has come.
	 */
	const char **paths;
	size_t count, capacity;
	bool missed; /* more happened than could be told: anything may be */
};

/*
 * What has happened until nothing did for `quiet` milliseconds, or `most` are
 * over; memory is in the arena.  -1: see error (then it is of no more use).
 */
int watch_collect(struct watch *watch, struct arena *arena, unsigned quiet,
    unsigned most, struct watch_changes *changes, struct os_error *error);

#endif
