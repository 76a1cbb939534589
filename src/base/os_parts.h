/* What the files of the operating system share; see os.h. */
#ifndef TONGBAO_BASE_OS_PARTS_H
#define TONGBAO_BASE_OS_PARTS_H

#include <sys/stat.h>
#include <sys/types.h>
#include "base/os.h"

enum os_type os_type_of_mode(mode_t mode);

/*
 * Reads until the end: the size is only a first guess, files may grow.  Where it
 * is a file's own, not a pipe's, a byte more is asked for, and none comes: the
 * end is known without asking again.  1 when more than `most` come: then it has
 * stopped.
 */
int os_read_all(struct arena *arena, int descriptor, size_t guess, bool is_size,
    size_t most, struct text *text);

/*
 * The mode of a file that takes the place of another: as that was, but what its
 * group might do is for no other group.
 */
mode_t os_mode_instead(const struct stat *before, const char *path);

/*
 * Before a process is begun whose end is waited for: whoever began this one may
 * have left it to take no notice of such ends, and then there is nothing to wait
 * for, nor a status.
 */
void os_expect_child(void);
/* Its exit status when it has ended, or 128 + the signal; 255: nobody knows. */
int os_child_end(pid_t child);

#endif
