/*
 * What is told of changes: by the ways in which editors and people make them,
 * on a folder of its own.
 */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/wait.h"
#include "base/watch.h"

static struct {
	struct arena *arena;
	char root[FOLDER_ROOM];
	struct watch *watch;
	struct watch_changes changes;
	struct os_error error;
} room;

#define in_room(path) arena_printf(room.arena, "%s/%s", room.root, (path))

static void
put(const char *path)
{
	folder_put(room.arena, room.root, path, TEXT_LIT("text"));
}

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	if (folder_open(room.root, "watch") != 0)
		return -1;
	put("content/a.md");
	put("content/2010-q3/review/b.md");
	room.watch = watch_open(&room.error);
	return room.watch == NULL ||
		watch_add(room.watch, in_room("content"), "content", false,
		    &room.error) != 0
	    ? -1
	    : 0;
}

static int
room_close(void **state)
{
	(void)state;
	watch_close(room.watch);
	arena_free(room.arena);
	return folder_close(room.root);
}

/* Everything that is told, with blanks between. */
static const char *
told(void)
{
	struct buf buf = BUF_INIT;
	assert_int_equal(watch_collect(room.watch, room.arena, 20, 2000,
			     &room.changes, &room.error),
	    0);
	for (size_t i = 0; i < room.changes.count; i++)
		buf_printf(&buf, "%s%s", i > 0 ? " " : "",
		    room.changes.paths[i]);
	const char *text = arena_copy(room.arena, buf.at, buf.len);
	buf_free(&buf);
	return text;
}

#define assert_told(what) assert_string_equal(told(), (what))

/* ---- files ---- */

static void
test_nothing(void **state)
{
	(void)state;
	assert_told("");
	assert_false(room.changes.missed);
}

static void
test_written(void **state)
{
	(void)state;
	put("content/a.md");
	put("content/2010-q3/review/b.md");
	put("content/2010-q3/review/b.md");
	assert_told("content/2010-q3/review/b.md content/a.md");
	put("content/new.md");
	assert_told("content/new.md");
}

/* Half of a file is no news. */
static void
test_open(void **state)
{
	(void)state;
	int fd = open(in_room("content/c.md"), O_WRONLY | O_CREAT, 0644);
	assert_int_equal(write(fd, "half", 4), 4);
	assert_told("");
	close(fd);
	assert_told("content/c.md");
}

/* Read only: nobody changed it. */
static void
test_read(void **state)
{
	(void)state;
	struct text text;
	assert_int_equal(os_read(room.arena, in_room("content/a.md"), &text,
			     &room.error),
	    0);
	assert_told("");
}

static void
test_renamed_over(void **state)
{
	(void)state;
	put("content/.a.md.swp");
	put("content/a.md.new");
	assert_told("content/a.md.new");
	assert_int_equal(rename(in_room("content/a.md.new"),
			     in_room("content/a.md")),
	    0);
	assert_told("content/a.md content/a.md.new");
}

/* vim: a file to try, the old one aside, the new one, the old one away. */
static void
test_vim(void **state)
{
	(void)state;
	put("content/4913");
	unlink(in_room("content/4913"));
	rename(in_room("content/a.md"), in_room("content/a.md~"));
	put("content/a.md");
	unlink(in_room("content/a.md~"));
	assert_told("content/4913 content/a.md content/a.md~");
}

static void
test_removed(void **state)
{
	(void)state;
	unlink(in_room("content/a.md"));
	assert_told("content/a.md");
}

static void
test_mode(void **state)
{
	(void)state;
	chmod(in_room("content/a.md"), 0600);
	assert_told("content/a.md");
}

/* Nobody will write or close these. */
static void
test_second_names(void **state)
{
	(void)state;
	assert_int_equal(symlink("a.md", in_room("content/link.md")), 0);
	assert_told("content/link.md");
	assert_int_equal(
	    link(in_room("content/a.md"), in_room("content/second.md")), 0);
	assert_true(strstr(told(), "content/second.md") != NULL);
}

static void
test_dotted(void **state)
{
	(void)state;
	put("content/.hidden.md");
	put("content/.git/index");
	put("content/.git/refs/heads");
	assert_told("");
}

/* ---- folders ---- */

static void
test_new_folder(void **state)
{
	(void)state;
	put("content/2010-q4/review/deep/c.md");
	assert_told("content/2010-q4/review/deep/c.md");
	put("content/2010-q4/review/deep/d.md");
	assert_told("content/2010-q4/review/deep/d.md");
}

static void
test_folder_renamed(void **state)
{
	(void)state;
	rename(in_room("content/2010-q3"), in_room("content/q3"));
	assert_told("content/2010-q3/ content/q3/review/b.md");
	put("content/q3/review/b.md");
	assert_told("content/q3/review/b.md");
}

/* Out of sight: what is done there is not told. */
static void
test_folder_moved_out(void **state)
{
	(void)state;
	rename(in_room("content/2010-q3"), in_room("elsewhere"));
	assert_told("content/2010-q3/");
	put("elsewhere/review/b.md");
	assert_told("");
	rename(in_room("elsewhere"), in_room("content/back"));
	assert_told("content/back/review/b.md");
	put("content/back/review/b.md");
	assert_told("content/back/review/b.md");
}

static void
test_folder_removed(void **state)
{
	(void)state;
	assert_int_equal(
	    os_remove_tree(in_room("content/2010-q3"), &room.error), 0);
	assert_told("content/2010-q3/ content/2010-q3/review/ "
		    "content/2010-q3/review/b.md");
	put("content/2010-q3/review/b.md");
	assert_told("content/2010-q3/review/b.md");
}

/* ---- roots ---- */

static void
test_root_gone(void **state)
{
	(void)state;
	rename(in_room("content"), in_room("gone"));
	told();
	assert_true(room.changes.missed);
	put("content/a.md");
	assert_told("");
	assert_int_equal(watch_again(room.watch, &room.error), 0);
	put("content/a.md");
	assert_told("content/a.md");
	put("gone/a.md");
	assert_told("");
}

static void
test_root_missing(void **state)
{
	(void)state;
	assert_int_equal(watch_add(room.watch, in_room("themes"), "themes",
			     false, &room.error),
	    0);
	assert_false(watch_lacks(room.watch));
	put("themes/default/x");
	assert_told("");
	assert_true(watch_lacks(room.watch));
	assert_int_equal(watch_again(room.watch, &room.error), 0);
	assert_false(watch_lacks(room.watch));
	put("themes/default/x");
	assert_told("themes/default/x");
}

static void
test_root_linked(void **state)
{
	(void)state;
	put("far/scripts/a.lua");
	assert_int_equal(symlink("far/scripts", in_room("scripts")), 0);
	assert_int_equal(watch_add(room.watch, in_room("scripts"), "scripts",
			     false, &room.error),
	    0);
	put("far/scripts/a.lua");
	assert_told("scripts/a.lua");
}

static void
test_shallow(void **state)
{
	(void)state;
	assert_int_equal(
	    watch_add(room.watch, room.root, "", true, &room.error), 0);
	put("output/masses/index.html");
	assert_told("output/");
	put("output/masses/index.html");
	assert_told("");
	put("notes.txt");
	assert_told("notes.txt");
	assert_int_equal(os_remove_tree(in_room("output"), &room.error), 0);
	assert_told("output/");
}

/* ---- very many ---- */

static void
test_many(void **state)
{
	(void)state;
	for (int i = 0; i < 3000; i++)
		put(arena_printf(room.arena, "content/many/%d.md", i));
	told();
	assert_int_equal(room.changes.count, 3000);
	assert_false(room.changes.missed);
}

static size_t
queue_length(void)
{
	FILE *file = fopen("/proc/sys/fs/inotify/max_queued_events", "r");
	unsigned long n = 16384;
	if (file != NULL) {
		assert_int_equal(fscanf(file, "%lu", &n), 1);
		fclose(file);
	}
	return n;
}

/* The system drops events: that is told, and the watch is whole again. */
static void
test_overflow(void **state)
{
	(void)state;
	const char *paths[] = { in_room("content/a.md"),
		in_room("content/c.md") };
	put("content/c.md");
	for (size_t i = 0; i < queue_length() + 10; i++)
		chmod(paths[i % 2], 0600 + (i & 64));
	told();
	assert_true(room.changes.missed);
	put("content/a.md");
	assert_told("content/a.md");
	assert_false(room.changes.missed);
}

/* Someone who never rests is not waited for for ever. */
static void
test_restless(void **state)
{
	(void)state;
	pid_t child = fork();
	if (child == 0)
		for (;;) {
			chmod(in_room("content/a.md"), 0644);
			chmod(in_room("content/2010-q3/review/b.md"), 0644);
			usleep(1000);
		}
	usleep(100000);
	double start = os_seconds();
	assert_int_equal(watch_collect(room.watch, room.arena, 50, 200,
			     &room.changes, &room.error),
	    0);
	double took = os_seconds() - start;
	kill(child, SIGKILL);
	assert_int_equal(room.changes.count, 2);
	assert_true(took < 30);
}

/* ---- waiting ---- */

/* A folder that can't be looked into for want of files is not passed over. */
static void
test_no_more_files(void **state)
{
	(void)state;
	struct rlimit before, few;
	struct os_error error = { .code = 0 };
	struct watch *watch = watch_open(&error);
	assert_non_null(watch);
	int next = dup(0);
	assert_true(next >= 0);
	close(next);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	few = before;
	few.rlim_cur = (rlim_t)next;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	int status = watch_add(watch, room.root, "", false, &error);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(status, -1);
	assert_int_equal(error.code, EMFILE);
	assert_non_null(strstr(error.message, "too many files are open"));
	watch_close(watch);
}

static void
test_wake(void **state)
{
	(void)state;
	int wake = wake_open(&room.error);
	int all[] = { -1, watch_descriptor(room.watch), wake };
	bool ready[3];
	assert_int_equal(wait_for(all, 3, 1, ready), 0);
	wake_up(wake);
	wake_up(wake);
	assert_int_equal(wait_for(all, 3, 60000, ready), 1);
	assert_true(ready[2] && !ready[0] && !ready[1]);
	wake_clear(wake);
	assert_int_equal(wait_for(all, 3, 1, ready), 0);
	put("content/a.md");
	assert_int_equal(wait_for(all, 3, 60000, ready), 1);
	assert_true(ready[1]);
	wake_close(wake);
}

static void
test_stop(void **state)
{
	(void)state;
	int stop = stop_open(&room.error);
	bool ready;
	assert_int_equal(stop_signal(), 0);
	raise(SIGHUP);
	assert_int_equal(wait_for(&stop, 1, 60000, &ready), 1);
	assert_int_equal(stop_signal(), SIGHUP);
	wake_close(stop);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, room_open, room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing),
		TEST(test_written),
		TEST(test_open),
		TEST(test_read),
		TEST(test_renamed_over),
		TEST(test_vim),
		TEST(test_removed),
		TEST(test_mode),
		TEST(test_second_names),
		TEST(test_dotted),
		TEST(test_new_folder),
		TEST(test_folder_renamed),
		TEST(test_folder_moved_out),
		TEST(test_folder_removed),
		TEST(test_root_gone),
		TEST(test_root_missing),
		TEST(test_root_linked),
		TEST(test_shallow),
		TEST(test_many),
		TEST(test_overflow),
		TEST(test_restless),
		TEST(test_no_more_files),
		TEST(test_wake),
		TEST(test_stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
