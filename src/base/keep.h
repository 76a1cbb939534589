/*
 * One file of what is kept from one run to the next, only so that the next has
 * less to do: whoever finds none makes it all anew.  It holds bytes, under a key
 * that stands for all they were made from; they are given back as they were
 * written, by this very program with its libraries, under the same key, or not
 * at all.  What is missing, cut, changed, of another program or of another key,
 * or no plain file, is simply not there: nobody is told, and nothing fails.
 */
#ifndef TONGBAO_BASE_KEEP_H
#define TONGBAO_BASE_KEEP_H

#include "base/hash.h"
#include "base/os.h"
#include "base/pack.h"

/*
 * Is it there?  Then `body` stands before what was written, which lies in the
 * map *bytes: os_unmap() takes that back in the end, and nobody may write into
 * the file meanwhile.  keep_write() does not: it puts another one in its place.
 */
bool keep_read(const char *path, struct digest key, struct text *bytes,
    struct unpack *body);
/*
 * All at once, by way of PATH.new, for nobody but the owner.  -1: it can't be
 * kept, and what was there before is there still.  One at a time of one path.
 */
int keep_write(const char *path, struct digest key, struct text body);

/* How a file is known again, among what is kept. */
void keep_put_signature(
    struct buf *out, const struct os_signature *signature);
struct os_signature keep_read_signature(struct unpack *from);

/*
 * Which program this is: another one from other sources, by another compiler or
 * with another library has another one.  The first call looks, before libraries
 * are loaded (os_library) and before the process is confined.
 */
struct digest keep_program(void);

#endif
