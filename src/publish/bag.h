/*
 * A folder packed as a bag to be archived: BagIt 1.0 (RFC 8493) in a tar whose
 * bytes depend on nothing but what is in it: files in the order of their
 * paths, one day for all, no owner.
 *
 *	NAME/bagit.txt  NAME/bag-info.txt  NAME/manifest-sha512.txt
 *	NAME/tagmanifest-sha512.txt  NAME/data/…
 */
#ifndef TONGBAO_PUBLISH_BAG_H
#define TONGBAO_PUBLISH_BAG_H

#include "base/hash.h"
#include "base/os.h"

/* A line of bag-info.txt. */
struct bag_fact {
	const char *label, *value;
};

/*
 * Packs all that lies below `folder`, dot files too, as NAME/data/ into the new
 * file `path`, as private as the umask says, in that order: what tells of the
 * bag, then the payload.  Payload-Oxum is added to the facts; a line end in a
 * value becomes a folded line.  `day` (ISO) is the time of every file; `digest`
 * is that of the tar.  Files are read in pieces, twice.
 *
 * -1: see error; then there is no file, but that which was at `path` before: it
 * is never written over.  What is no plain file, or no UTF-8 by its name, is an
 * error.  For one thread at a time (libarchive is loaded).
 */
int bag_pack(struct arena *scratch, const char *folder, const char *path,
    const char *name, const char *day, const struct bag_fact *facts,
    size_t count, struct digest *digest, struct os_error *error);

#endif
