/*
 * What reading made of records' files (read/part.h), kept in a folder from one
 * build to the next, so that it need not read again what is as it was.  It is
 * nothing but a short cut: what can't be used is read, and nobody is told.
 *
 * The files of records are spread over some files here, by a hash of their
 * paths, so that one that changed makes one of these anew and leaves the others.
 * Each reading stands
 *   - under the key: all that reading depends on beside the file itself;
 *   - for a file that nobody has written to since, by what the system says of it
 *     (os_sign); or whose bytes are the same, after all signs have changed.
 *
 * It holds what an audience may not see: in a folder that only its owner can
 * look into, and locked as the corpus is while editions are made.
 */
#ifndef TONGBAO_READ_KEPT_H
#define TONGBAO_READ_KEPT_H

#include "base/diag.h"
#include "base/os.h"
#include "model/record.h"

struct kept;

/*
 * Of the folder, which need not be there.  When `writes`, what has changed is
 * written into it, and it is made for that, with the one it lies in.
 */
struct kept *kept_new(const char *folder, bool writes);
/* Texts of records and of faults lie in it. */
void kept_free(struct kept *kept);
/* No other thread may be in it. */
void kept_lock(struct kept *kept);
void kept_unlock(struct kept *kept);
/* Hardly anybody looks there any more. */
void kept_leave(struct kept *kept);
/* Of how many records it was taken, once they are read. */
size_t kept_taken(const struct kept *kept);

/* ---- of who reads (load.c) ---- */

/* A record's file, and what is kept of it. */
struct kept_file {
	const char *path; /* below content/ */
	struct text part; /* of no bytes: nothing */
	struct os_signature was; /* when that was read */
	struct os_signature now; /* set by who reads the file */
	bool is_unchanged; /* since it was read: kept_look() */
	bool stands; /* what is kept was taken; set by who takes it */
	/* Set once it is read, where that could be done: what to keep of it. */
	const struct source *source;
	uint32_t number;
	const struct record *record; /* or NULL */
	const struct diags *diags;
};
/*
 * Looks what there is of so many files, whose paths are set, sorted by bytes;
 * kept_end() gives them back.
 */
struct kept_file *kept_files(struct kept *kept, size_t count);
void kept_begin(struct kept *kept, unsigned jobs);
/* Has nobody written to it, at `path`, since?  For any thread. */
void kept_look(struct kept_file *file, const char *path);
/* What is kept under another key is not used; without one, nothing is kept. */
void kept_settle(struct kept *kept, struct digest key);
/* Can it be taken for the file: unchanged, or of these bytes?  For any thread. */
bool kept_is_good(const struct kept *kept, const struct kept_file *file,
    const struct source *source);
/* Writes what has changed, before records are linked. */
void kept_end(struct kept *kept, unsigned jobs);

#endif
