/*
 * The operating system behind one door: nothing else in the program calls it
 * for files.  A function that fails has stored what and why in an os_error,
 * which names the path; nobody guesses later.
 */
#ifndef TONGBAO_BASE_OS_H
#define TONGBAO_BASE_OS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "base/arena.h"
#include "base/text.h"

struct os_error {
	char message[512]; /* "output/masses: No space left on device" */
	int code;          /* errno */
};
/* What errno says of a path; `what` of it, or NULL.  Always -1. */
int os_fail(struct os_error *error, const char *path, const char *what);
/* “PATH: WHAT”; of a very long path its end, which tells most.  Always -1. */
int os_tell(
    struct os_error *error, int code, const char *path, const char *what);
/* Is it the machine's fault, whatever the file is?  (EIO, EMFILE, …) */
bool os_is_machine(const struct os_error *error);
/* Of os_open(): nothing, a folder, a pipe; not a file that can't be opened. */
bool os_is_no_file(const struct os_error *error);

enum os_type {
	OS_NONE, /* nothing there */
	OS_FILE,
	OS_FOLDER,
	OS_LINK,
	OS_OTHER,
};

/* When the machine can't say, the run ends: see base/end.h. */
enum os_type os_type(const char *path);       /* does not follow links */
enum os_type os_type_target(const char *path); /* follows links */

/*
 * A folder that is held open: of ten thousand files below it nobody looks up the
 * way to it again.  The path is whoever's opened it.
 */
struct os_folder {
	const char *path;
	int descriptor; /* -1: it can't be held; then nothing is below it */
};
struct os_folder os_folder_open(const char *path);
void os_folder_close(const struct os_folder *folder);

/* The whole file, NUL-terminated, in the arena.  -1: see `error`. */
int os_read(struct arena *arena, const char *path, struct text *text,
    struct os_error *error);
/* The same; 1 when there are more than `most` bytes: then only text->len is. */
int os_read_most(struct arena *arena, const char *path, size_t most,
    struct text *text, struct os_error *error);

/*
 * By what a plain file is known again without being read.  Whoever writes into a
 * file gives it another time of change, but for the clock's grains: one that was
 * not yet settled when it was looked at may have been written to since.
 */
struct os_signature {
	uint64_t size, inode, device;
	uint64_t modified, changed; /* nanoseconds since 1970 */
	unsigned mode; /* permissions; by these it is not known */
	bool settled; /* changed some time before it was looked at */
};
/* Of a plain file, links not followed; is it one?  Else all is 0. */
bool os_sign(const char *path, struct os_signature *signature);
/* Of a file below an open folder. */
bool os_sign_below(const struct os_folder *folder, const char *path,
    struct os_signature *signature);
/* Both, and all of them: neither was written to from the one to the other. */
bool os_is_same(const struct os_signature *a, const struct os_signature *b);
/* os_read_most() of a file that was so before it was read; NULL: that. */
int os_read_signed(struct arena *arena, const char *path, size_t most,
    struct text *text, struct os_signature *signature, struct os_error *error);

/* A file found by the walk; `path` is relative to the walk's root, with '/'. */
struct os_found {
	const char *path;
	enum os_type type; /* a link is reported, never followed */
};
struct os_list {
	struct os_found *items;
	size_t count, capacity;
};
/* By bytes of the path. */
void os_list_sort(struct os_list *list);
/*
 * Every entry below `root` but dot files, sorted by bytes of the path; folders
 * are walked, not listed.  A folder that can't be read is an error.
 */
int os_walk(struct arena *arena, const char *root, struct os_list *list,
    struct os_error *error);

/* The same of what lies in the folder itself: none below it is looked into. */
int os_walk_flat(struct arena *arena, const char *root, struct os_list *list,
    struct os_error *error);
/* os_walk() with dot files. */
int os_walk_all(struct arena *arena, const char *root, struct os_list *list,
    struct os_error *error);

/*
 * Files and folders below `root`, dot files too, in no order but that a folder
 * stands behind the one it lies in.  -1 where there is anything but plain files
 * and this user's folders of that mode (so must the root be), on one device.
 */
int os_walk_plain(struct arena *arena, const char *root, unsigned mode,
    struct os_list *files, struct os_list *folders, struct os_error *error);

/*
 * A plain file that is read piece by piece: its descriptor (os_close) and how
 * long it is now.  A link at the end of the path is followed only where told.
 */
int os_open(const char *path, bool follow, uint64_t *size,
    struct os_error *error);
/* How many bytes came, 0 at the end; -1: see error. */
long os_read_piece(int descriptor, const char *path, char *bytes, size_t room,
    struct os_error *error);
/*
 * A plain file's bytes where they lie, read as they are asked for; nobody may
 * change it meanwhile.  An empty one is "".  os_unmap() takes "" too.
 */
int os_map(const char *path, struct text *bytes, struct os_error *error);
void os_unmap(struct text bytes);
/* It need not be in memory: whoever looks there has it read again. */
void os_map_leave(struct text bytes);
/* As an arena is (base/arena.h): whoever reads there ends the process. */
void os_map_lock(struct text bytes);
void os_map_unlock(struct text bytes);
/* All of a file that was written to, from its start; -1: see errno. */
int os_read_again(struct arena *arena, int descriptor, struct text *text);
/* All of a plain file, until `take` returns what is not 0; that, or -1. */
int os_read_pieces(const char *path, bool follow,
    int (*take)(void *context, struct text piece), void *context,
    struct os_error *error);
/* A new file, as private as the umask says, that is written piece by piece. */
int os_create_own(const char *path, struct os_error *error);
int os_append(int descriptor, const char *path, struct text piece,
    struct os_error *error);
/*
 * A new file of both pieces, one behind the other, for nobody but its owner, in
 * place of whatever was there.
 */
int os_write_own(const char *path, struct text head, struct text body,
    struct os_error *error);

/* What this process keeps from others in files of its user's own. */
unsigned os_umask(void);

/* Folder trees for what is published; every file 0644, whatever the umask. */
int os_make_folders(const char *path, unsigned mode, struct os_error *error);
int os_write(const char *path, struct text bytes, struct os_error *error);
/* FOLDER/PATH, with the folders on the way that are not there yet. */
int os_write_below(const char *folder, const char *path, struct text bytes,
    struct os_error *error);
/*
 * The same below an open folder.  Nothing is written into a file that is there:
 * another one takes its place.
 */
int os_write_into(const struct os_folder *folder, const char *path,
    struct text bytes, struct os_error *error);
/* More bytes, behind those of a plain file that is there. */
int os_append_into(const struct os_folder *folder, const char *path,
    struct text bytes, struct os_error *error);
/*
 * FOLDER/PATH is the file `from` by a second name; a copy where there can be
 * none.  It was not there.
 */
int os_link_below(const char *from, const char *folder, const char *path,
    struct os_error *error);
/*
 * The same for PATH below both, in place of a file that is there; of folders one
 * that is not held open is slow, and there is no such file in it.
 */
int os_link_between(const struct os_folder *from, const struct os_folder *to,
    const char *path, struct os_error *error);
/*
 * The file `from`, made before and on the disk, becomes `to`, all at once.  1,
 * with nothing changed, when `to` is not as expected: a plain file of just those
 * bytes (a link is not followed), whose mode is kept, but for what another group
 * than `from` has might do; NULL: nothing at all.
 */
int os_put(const char *from, const char *to, const struct text *expected,
    struct os_error *error);
/* Has nobody but its owner any right to it?  Follows links. */
bool os_is_own(const char *path);
int os_set_mode(const char *path, unsigned mode, struct os_error *error);
/* Has the folder no entry, dot files included, but perhaps these two? */
bool os_holds_only(const char *path, const char *name, const char *other);
/* Folders below that are closed to their owner, too; nothing there is no error. */
int os_remove_tree(const char *path, struct os_error *error);
/* A folder that has no entry; whatever else is there stays, which is no error. */
int os_remove_empty(const char *path, struct os_error *error);
/* All that was written to the file system of `path` is on the disk. */
int os_sync(const char *path, struct os_error *error);
int os_rename(const char *from, const char *to, struct os_error *error);
/*
 * `a` and `b` change places at once; 1 where the file system can't do that
 * (then nothing has changed).
 */
int os_exchange(const char *a, const char *b, struct os_error *error);
bool os_is_mount_point(const char *path);
bool os_same_file_system(const char *a, const char *b);

/*
 * An advisory lock of a file, which is made, or of a folder; the descriptor, -1
 * on error, -2 when somebody has it.
 */
int os_lock(const char *path, struct os_error *error);
void os_unlock(int descriptor);

/* Bytes that nobody can guess: for secrets, never for what is published. */
int os_random(void *bytes, size_t count, struct os_error *error);

/*
 * A file that is in memory and goes with its descriptor: for who can only write
 * to a path, which is put into *path.  -1 on error.
 */
int os_memory_file(struct arena *arena, const char **path,
    struct os_error *error);
/* The same for who has a descriptor only; NULL: see errno. */
FILE *os_memory_stream(void);
void os_close(int descriptor);
/* A fresh folder that only this user may read; NULL on error. */
const char *os_temporary_folder(struct arena *arena, struct os_error *error);
int os_make_link(const char *target, const char *path, struct os_error *error);
/* This process's own folder from now on: before threads start. */
int os_enter(const char *folder, struct os_error *error);
/* Absolute, without links; NULL when there is nothing at the path. */
const char *os_real_path(struct arena *arena, const char *path);

/*
 * Who ends this process from outside (SIGINT, SIGTERM, SIGHUP) waits until he is
 * let again.  For one thread, before it starts others, which wait as well.
 */
void os_ends_hold(void);
void os_ends_let(void);

/* What another program did. */
struct os_ran {
	int status;            /* its exit status; 128 + signal */
	struct text output;    /* what it wrote */
	struct text complaint; /* and to its standard error */
};
/*
 * Runs a program of $PATH to its end: argv[0] its name, the last one NULL;
 * `input` is what it can read.  -1 when it can't be run at all.
 */
int os_run(struct arena *arena, const char *const *argv, struct text input,
    struct os_ran *ran, struct os_error *error);

/*
 * Functions of a shared library, by the loader's names, for what is rarely
 * needed; -1 when it is not there, or lacks one; where the machine is in no
 * state to load it the run ends (base/end.h).  It stays until the process ends.
 * `functions` are so many pointers: see base/library.h.
 */
int os_library(const char *file, const char *const *names, size_t count,
    void *functions);

/* Where this program lies; "" when unknown. */
const char *os_program_folder(struct arena *arena);
/* Seconds since an unspecified start, for progress only. */
double os_seconds(void);
/* Today as 2010-10-15, where this machine is. */
const char *os_today(struct arena *arena);
/* Processor time of this thread, for budgets. */
double os_thread_seconds(void);
/*
 * Ends the process with exit status 70 and `message` if it is still running
 * `seconds` from now; 0 takes it back.  The message must outlive the watch.
 */
void os_watchdog(unsigned seconds, const char *message);
bool os_is_terminal(int descriptor);
/* It is a terminal, and NO_COLOR isn't set to anything. */
bool os_has_colour(int descriptor);
/* How many cells wide it is; 0 when it is no terminal or doesn't say. */
unsigned os_terminal_width(int descriptor);

#endif
