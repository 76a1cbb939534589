/*
 * What libarchive reads over in a tar and other programs do not: what they would
 * unpack then is not what was looked at.  So nothing of it may be in a bag:
 *   - a header of pax that holds for all files behind it (`g`), but for a
 *     comment, which `git archive` writes;
 *   - one of a kind that others take for a file (`A`, `D`, `V`, `X` …);
 *   - a folder that has bytes, over which only some go;
 *   - records of pax that are not what they say, that some take otherwise, or
 *     two names of one file;
 *   - anything but zeros behind the end.
 * Headers are where libarchive found them, so that no size is believed here that
 * it did not believe.
 */
#ifndef TONGBAO_PUBLISH_BAG_HEADS_H
#define TONGBAO_PUBLISH_BAG_HEADS_H

#include "base/arena.h"
#include "base/os.h"

struct bag_odd {
	const char *what; /* NULL: there is nothing odd; else the first that is */
	size_t number;    /* of the entry that it stands before; or `count` */
};
/* Where the headers of an entry begin, in the bytes of the tar. */
struct bag_start {
	uint64_t position;
	bool is_folder;
};
/*
 * Looks at the headers of the tar (also gzipped), which begin there, and at what
 * is behind the last one's.  -1: see error.
 */
int bag_heads_look(struct arena *arena, const char *path,
    const struct bag_start *starts, size_t count, struct bag_odd *odd,
    struct os_error *error);

#endif
