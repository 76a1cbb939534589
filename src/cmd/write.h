/*
 * What a command writes below content/ (fix, import, new, release, seal): first
 * all of it beside, on the disk, then each file in its place by one rename.  At
 * any kill, power cut or full disk each file is whole, as it was or as it is to
 * be; a full disk is met before the first one is touched.  The same command
 * again does what is left.  One command at a time writes.
 */
#ifndef TONGBAO_CMD_WRITE_H
#define TONGBAO_CMD_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/text.h"

struct content_file {
	const char *path; /* below content/ */
	struct text text; /* as it is to be */
	struct text old;  /* as it was read */
	bool fresh;       /* there was none */
};

struct content_writing {
	size_t placed;       /* files that are as they are to be */
	const char *problem; /* in words; NULL: none */
	const char *state;   /* what is written now, in words; NULL: all */
};

/*
 * 0; 1 when a file is left as it is because somebody has changed, added or
 * removed it since it was read, and all others are written; -1 when the system
 * fails or another command is writing.  Words live in the arena.
 */
int content_write(struct arena *arena, const char *root,
    const struct content_file *files, size_t count,
    struct content_writing *writing);
/*
 * Takes away what a killed command has left, unless one is writing: for a
 * command that may find nothing to write.
 */
void content_tidy(struct arena *arena, const char *root);
/*
 * The answer to a question, yes or no.  Where nobody can be asked it is no, and
 * stderr says that --yes writes it.
 */
bool content_is_agreed(const char *command, const char *question);
/*
 * content_write() for a command that says what went wrong itself, on stderr;
 * its exit status.
 */
int content_write_or_tell(struct arena *arena, const char *command,
    const char *root, const struct content_file *files, size_t count);

/*
 * Elsewhere: a new file that the command line names, or (NULL) standard output;
 * an exit status, STATUS_OK or after a message.
 */
int output_write(const char *command, const char *path, struct text bytes);

#endif
