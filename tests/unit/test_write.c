/*
 * What commands write below content/: whole or untouched, whenever the process
 * is killed, the disk is full or somebody else has been there.  The calls by
 * which files come into being pass through here, so that each in turn can fail
 * or be the last one.
 */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/lang.h"
#include "cmd/write.h"

/* ---- the calls ---- */

static long calls, last = -1; /* the call that is met by what happens */
static bool kills;

/* Does this call fail? */
static bool
is_met(void)
{
	if (++calls != last)
		return false;
	if (kills)
		kill(getpid(), SIGKILL);
	errno = ENOSPC;
	return true;
}

int
open(const char *path, int flags, ...)
{
	va_list ap;
	va_start(ap, flags);
	mode_t mode = flags & O_CREAT ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	if (flags & O_CREAT && is_met())
		return -1;
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

/* Half of it, then the end. */
ssize_t
write(int fd, const void *bytes, size_t count)
{
	if (fd > 2 && calls + 1 == last)
		syscall(SYS_write, fd, bytes, count / 2);
	if (fd > 2 && is_met())
		return -1;
	return syscall(SYS_write, fd, bytes, count);
}

#define CALL(name, number, parameters, ...)                                    \
	int name parameters                                                    \
	{                                                                      \
		return is_met() ? -1 : (int)syscall(number, __VA_ARGS__);      \
	}

CALL(mkdir, SYS_mkdirat, (const char *path, mode_t mode), AT_FDCWD, path, mode)
CALL(chmod, SYS_fchmodat, (const char *path, mode_t mode), AT_FDCWD, path, mode)
CALL(fchmod, SYS_fchmod, (int fd, mode_t mode), fd, mode)
CALL(syncfs, SYS_syncfs, (int fd), fd)
CALL(rename, SYS_renameat2, (const char *from, const char *to), AT_FDCWD, from,
    AT_FDCWD, to, 0)
CALL(renameat2, SYS_renameat2,
    (int a, const char *from, int b, const char *to, unsigned flags), a, from,
    b, to, flags)

/* ---- the room ---- */

static struct {
	struct arena *arena;
	char root[FOLDER_ROOM];
	struct content_writing writing;
} room;

#define NEW "一条完整的记录，比半条长\n"
#define OLD "原来的\n"

static const struct content_file files[] = {
	{ "people.yaml", TEXT_LIT(NEW), TEXT_LIT(OLD), false },
	{ "2010-q3/review/a.md", TEXT_LIT(NEW), TEXT_LIT(""), true },
	{ "2010-q3/review/b.md", TEXT_LIT(NEW), TEXT_LIT(""), true },
	{ "2010-q3/reply/a.md", TEXT_LIT(NEW), TEXT_LIT(OLD), false },
};
#define FILES (sizeof(files) / sizeof(*files))

#define in_room(path)                                                          \
	arena_printf(room.arena, "%s/content/%s", room.root, (path))

static void
put(const char *path, const char *bytes)
{
	folder_put(room.arena, in_room(""), path, text_of(bytes));
}

static const char *
bytes_of(const char *path)
{
	struct os_error error;
	struct text text;
	return os_read(room.arena, in_room(path), &text, &error) == 0 ? text.at
								      : NULL;
}

static void
room_fill(void)
{
	for (size_t i = 0; i < FILES; i++)
		if (files[i].fresh)
			unlink(in_room(files[i].path));
		else
			put(files[i].path, files[i].old.at);
	assert_int_equal(os_set_mode(in_room("people.yaml"), 0660,
			     &(struct os_error){ .code = 0 }), 0);
}

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	if (folder_open(room.root, "write") != 0)
		return -1;
	room_fill();
	return 0;
}

static int
room_close(void **state)
{
	(void)state;
	arena_free(room.arena);
	return folder_close(room.root);
}

static int
all_write(void)
{
	return content_write(room.arena, room.root, files, FILES,
	    &room.writing);
}

/* How many are written; each is whole. */
static size_t
written(void)
{
	size_t count = 0;
	for (size_t i = 0; i < FILES; i++) {
		const char *bytes = bytes_of(files[i].path);
		if (bytes != NULL && strcmp(bytes, NEW) == 0) {
			count++;
			continue;
		}
		if (files[i].fresh)
			assert_null(bytes);
		else
			assert_string_equal(bytes, OLD);
	}
	assert_int_equal(folder_mode(in_room("people.yaml")), 0660);
	return count;
}

/* As the next run of the command finds it: what is written is no more to do. */
static void
rest_write(void)
{
	struct content_file rest[FILES];
	size_t count = 0;
	for (size_t i = 0; i < FILES; i++) {
		const char *bytes = bytes_of(files[i].path);
		if (bytes == NULL || strcmp(bytes, NEW) != 0)
			rest[count++] = files[i];
	}
	assert_int_equal(content_write(room.arena, room.root, rest, count,
			     &room.writing), 0);
	assert_null(room.writing.problem);
	assert_int_equal(written(), FILES);
	assert_int_equal(os_type(in_room(".tongbao")), OS_NONE);
}

/* ---- the tests ---- */

static void
test_all_is_written(void **state)
{
	(void)state;
	assert_int_equal(all_write(), 0);
	assert_int_equal(room.writing.placed, FILES);
	assert_int_equal(written(), FILES);
	assert_int_equal(folder_mode(in_room("2010-q3/review/a.md")), 0644);
	assert_int_equal(os_type(in_room(".tongbao")), OS_NONE);
}

/* Each call in turn is the last one of the process. */
static void
test_killed_at_each_call(void **state)
{
	int status = 0;
	size_t between = 0;
	(void)state;
	for (long at = 1; at == 1 || WIFSIGNALED(status); at++) {
		room_fill();
		pid_t child = fork();
		if (child == 0) {
			calls = 0;
			last = at;
			kills = true;
			_exit(all_write() == 0 ? 0 : 1);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
		size_t count = written();
		between += count > 0 && count < FILES;
		rest_write();
	}
	assert_true(between >= FILES - 1);
}

/* Each call in turn finds the disk full; what is told is true. */
static void
test_full_at_each_call(void **state)
{
	size_t before = 0, between = 0;
	(void)state;
	for (long at = 1; at == 1 || calls >= at - 1; at++) {
		room_fill();
		calls = 0;
		last = at;
		kills = false;
		int status = all_write();
		long done = calls;
		last = -1;
		size_t count = written();
		assert_int_equal(room.writing.placed, count);
		assert_int_equal(os_type(in_room(".tongbao")), OS_NONE);
		if (status == 0) {
			/* The mode of a folder is no reason to write nothing. */
			assert_int_equal(count, FILES);
			calls = done;
			continue;
		}
		assert_non_null(strstr(room.writing.problem, strerror(ENOSPC)));
		assert_string_equal(room.writing.state, count == 0
			? "Nothing is written"
			: arena_printf(room.arena,
			      "%zu of 4 files are written, each of them whole; "
			      "the same command again writes the others", count));
		before += count == 0;
		between += count > 0 && count < FILES;
		rest_write();
		calls = done;
	}
	/* Whatever needs room is met before the first file is touched. */
	assert_true(before >= 3 * FILES);
	assert_true(between > 0);
}

/* What somebody else has done stays; all others are written. */
static void
test_others_were_there(void **state)
{
	(void)state;
	put("people.yaml", "别人改过\n");
	put("2010-q3/review/b.md", "别人建的\n");
	assert_int_equal(all_write(), 1);
	assert_string_equal(bytes_of("people.yaml"), "别人改过\n");
	assert_string_equal(bytes_of("2010-q3/review/b.md"), "别人建的\n");
	assert_string_equal(bytes_of("2010-q3/review/a.md"), NEW);
	assert_string_equal(bytes_of("2010-q3/reply/a.md"), NEW);
	assert_int_equal(room.writing.placed, 2);
	assert_string_equal(room.writing.problem,
	    "content/people.yaml was changed meanwhile, or is no plain file: "
	    "left as it is");
	assert_int_equal(os_type(in_room(".tongbao")), OS_NONE);
}

static void
test_one_at_a_time(void **state)
{
	struct os_error error;
	(void)state;
	int lock = os_lock(in_room("."), &error);
	assert_true(lock >= 0);
	assert_int_equal(all_write(), -1);
	assert_string_equal(room.writing.problem,
	    "another command is writing to content/ now");
	assert_int_equal(written(), 0);
	os_unlock(lock);
	assert_int_equal(all_write(), 0);
}

#define TEST(test)                                                             \
	cmocka_unit_test_setup_teardown(test, room_open, room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_all_is_written),
		TEST(test_killed_at_each_call),
		TEST(test_full_at_each_call),
		TEST(test_others_were_there),
		TEST(test_one_at_a_time),
	};
	return cmocka_run_group_tests_name("write", tests, NULL, NULL);
}
