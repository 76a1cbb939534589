/*
 * A folder of a test's own below TMPDIR or /tmp.  It is made and emptied without the
 * functions that are tested in it.
 */
#ifndef TONGBAO_TESTS_FOLDER_H
#define TONGBAO_TESTS_FOLDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/os.h"

#define FOLDER_ROOM 128

/* Makes it, with `name` in its name; -1 when that can't be. */
static inline int
folder_open(char *root, const char *name)
{
	const char *below = getenv("TMPDIR");
	int n = snprintf(root, FOLDER_ROOM, "%s/tongbao-%s-XXXXXX",
	    below == NULL ? "/tmp" : below, name);
	if (n < 0 || n >= FOLDER_ROOM)
		return -1;
	return mkdtemp(root) == NULL ? -1 : 0;
}

/* Removes it with all that is in it, whatever a test has forbidden. */
static inline int
folder_close(const char *root)
{
	char command[2 * FOLDER_ROOM + 64];
	snprintf(command, sizeof(command), "chmod -R u+rwx %s; rm -rf %s", root,
	    root);
	return system(command);
}

/* A file in it, with the folders it needs. */
static inline void
folder_put(struct arena *arena, const char *root, const char *path,
    struct text bytes)
{
	struct os_error error;
	const char *full = arena_printf(arena, "%s/%s", root, path);
	char *folder = arena_string(arena, full);
	*strrchr(folder, '/') = '\0';
	assert_int_equal(os_make_folders(folder, 0755, &error), 0);
	assert_int_equal(os_write(full, bytes, &error), 0);
}

/* The permissions of what lies at `full`, 0 when nothing does. */
static inline unsigned
folder_mode(const char *full)
{
	struct stat st;
	return lstat(full, &st) == 0 ? st.st_mode & 07777 : 0;
}

#endif
