/*
 * The door to the operating system, on a folder of its own below /tmp.
 */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/part.h"
#include "base/utf8.h"

#define OK(call) assert_int_equal((call), 0)
#define FAILS(call) assert_int_equal((call), -1)

static struct {
	struct arena *arena;
	char root[FOLDER_ROOM];
	struct os_error error;
} room;

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	room.error = (struct os_error){ .code = 0 };
	return folder_open(room.root, "os");
}

static int
room_close(void **state)
{
	(void)state;
	arena_free(room.arena);
	return folder_close(room.root);
}

#define in_room(path) arena_printf(room.arena, "%s/%s", room.root, (path))
#define put(path, bytes) \
	folder_put(room.arena, room.root, (path), text_of(bytes))

static void
assert_holds(const char *path, const char *bytes)
{
	struct text text;
	OK(os_read(room.arena, in_room(path), &text, &room.error));
	assert_string_equal(text.at, bytes);
	assert_int_equal(text.len, strlen(bytes));
}

static unsigned
mode_of(const char *path)
{
	return folder_mode(in_room(path));
}

/* The fault names the path and gives the system's reason. */
static void
assert_fault(const char *path, int code)
{
	assert_int_equal(room.error.code, code);
	assert_non_null(strstr(room.error.message, path));
	assert_non_null(strstr(room.error.message, strerror(code)));
}

/* Runs it where permissions count, also when the tests run as root. */
static void
assert_child(int (*work)(void))
{
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		alarm(30);
		if (geteuid() == 0 && setuid(65534) != 0)
			_exit(99);
		_exit(work());
	}
	int status = -1;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* ---- what is there ---- */

static void
test_types_and_sizes(void **state)
{
	(void)state;
	put("file", "x");
	OK(mkfifo(in_room("fifo"), 0644));
	OK(symlink("file", in_room("link")));
	OK(symlink("nowhere", in_room("dangling")));
	OK(symlink(".", in_room("loop")));
	assert_int_equal(os_type(in_room("file")), OS_FILE);
	assert_int_equal(os_type(room.root), OS_FOLDER);
	assert_int_equal(os_type(in_room("fifo")), OS_OTHER);
	assert_int_equal(os_type(in_room("link")), OS_LINK);
	assert_int_equal(os_type(in_room("dangling")), OS_LINK);
	assert_int_equal(os_type(in_room("none")), OS_NONE);
	assert_int_equal(os_type(in_room("file/below")), OS_NONE);
	assert_int_equal(os_type(""), OS_NONE);
	assert_int_equal(os_type_target(in_room("link")), OS_FILE);
	assert_int_equal(os_type_target(in_room("loop")), OS_FOLDER);
	assert_int_equal(os_type_target(in_room("dangling")), OS_NONE);
	struct text text;
	assert_int_equal(os_read_most(room.arena, in_room("file"), 1, &text,
	                     &room.error), 0);
	assert_int_equal(text.len, 1);
	assert_int_equal(os_read_most(room.arena, in_room("link"), 0, &text,
	                     &room.error), 1);
	assert_int_equal(text.len, 1);
	assert_int_equal(os_read_most(room.arena, room.root, 1, &text,
	                     &room.error), -1);
	assert_int_equal(os_read_most(room.arena, in_room("none"), 1, &text,
	                     &room.error), -1);
}

/* ---- reading ---- */

static void
test_read_and_write(void **state)
{
	(void)state;
	struct text text;
	put("empty", "");
	put("han", "点评\r\n");
	assert_holds("empty", "");
	assert_holds("han", "点评\r\n");
	put("han", "短"); /* replaces the whole */
	assert_holds("han", "短");
	OK(os_write(in_room("nul"), (struct text){ "a\0b", 3 }, &room.error));
	OK(os_read(room.arena, in_room("nul"), &text, &room.error));
	assert_int_equal(text.len, 3);
	assert_memory_equal(text.at, "a\0b\0", 4);
}

static void
test_read_what_is_no_file(void **state)
{
	(void)state;
	struct text text;
	FAILS(os_read(room.arena, in_room("none"), &text, &room.error));
	assert_fault("/none", ENOENT);
	FAILS(os_read(room.arena, room.root, &text, &room.error));
	assert_fault(room.root, EISDIR);
	/* Nobody writes to it: it must not be waited for. */
	OK(mkfifo(in_room("fifo"), 0644));
	alarm(20);
	FAILS(os_read(room.arena, in_room("fifo"), &text, &room.error));
	alarm(0);
	assert_non_null(strstr(room.error.message, "/fifo"));
	FAILS(os_read(room.arena, "/dev/zero", &text, &room.error));
}

/* Files of /proc say that they have no bytes, and have many. */
static void
test_read_more_than_the_size(void **state)
{
	(void)state;
	struct text text;
	struct stat st;
	if (stat("/proc/self/maps", &st) != 0 || st.st_size != 0)
		skip();
	OK(os_read(room.arena, "/proc/self/maps", &text, &room.error));
	assert_true(text.len > 1000);
	assert_int_equal(text.at[text.len], 0);
	assert_int_equal(text.at[text.len - 1], '\n');
}

/* They come in pieces shorter than was asked for: that is not their end. */
static void
test_read_what_comes_in_pieces(void **state)
{
	(void)state;
	static const char path[] = "/proc/kallsyms";
	struct text text;
	char bytes[65536];
	size_t whole = 0, n;
	FILE *file = fopen(path, "r");
	if (file == NULL)
		skip();
	while ((n = fread(bytes, 1, sizeof(bytes), file)) > 0)
		whole += n;
	fclose(file);
	OK(os_read(room.arena, path, &text, &room.error));
	assert_int_equal(text.len, whole);
}

#define GROWTH 4000000

static void *
grow(void *path)
{
	char bytes[10000];
	int fd = open(path, O_WRONLY | O_APPEND);
	memset(bytes, 'a', sizeof(bytes));
	for (size_t n = 0; n < GROWTH; n += sizeof(bytes))
		if (write(fd, bytes, sizeof(bytes)) != (ssize_t)sizeof(bytes))
			break;
	close(fd);
	return NULL;
}

static void
test_read_a_file_that_grows(void **state)
{
	(void)state;
	pthread_t writer;
	struct text text = { "", 0 };
	size_t before = 0;
	put("file", "");
	assert_int_equal(pthread_create(&writer, NULL, grow,
	                     (void *)in_room("file")), 0);
	for (int i = 0; i < 200 && before < GROWTH; i++) {
		struct arena *arena = arena_new();
		OK(os_read(arena, in_room("file"), &text, &room.error));
		assert_true(text.len >= before);
		assert_int_equal(strspn(text.at, "a"), text.len);
		assert_int_equal(text.at[text.len], 0);
		before = text.len;
		arena_free(arena);
	}
	pthread_join(writer, NULL);
	OK(os_read(room.arena, in_room("file"), &text, &room.error));
	assert_int_equal(text.len, GROWTH);
}

/* ---- the walk ---- */

static void
assert_walk(const char *const *paths, size_t count)
{
	struct os_list list;
	OK(os_walk(room.arena, room.root, &list, &room.error));
	for (size_t i = 0; i < count && i < list.count; i++)
		assert_string_equal(list.items[i].path, paths[i]);
	assert_int_equal(list.count, count);
}

static void
test_walk_is_sorted_by_bytes(void **state)
{
	(void)state;
	/* - stands before /, capitals before small letters, Han last. */
	static const char *const paths[] = { "B", "a-b/x", "a/b/c/d", "a/z",
		"a0", "ab", "z", "~", "点评/1", "点评/10", "点评/2" };
	size_t count = sizeof(paths) / sizeof(*paths);
	for (size_t i = count; i-- > 0;)
		put(paths[i], "x");
	assert_walk(paths, count);
}

static void
test_walk_of_nothing(void **state)
{
	(void)state;
	struct os_list list;
	assert_walk(NULL, 0);
	FAILS(os_walk(room.arena, in_room("none"), &list, &room.error));
	assert_fault("/none", ENOENT);
	put("file", "x");
	FAILS(os_walk(room.arena, in_room("file"), &list, &room.error));
	assert_fault("/file", ENOTDIR);
}

static void
test_walk_leaves_dot_files_out(void **state)
{
	(void)state;
	static const char *const paths[] = { "a", "b/c" };
	put(".gitkeep", "x");
	put(".git/config", "x");
	put("b/.swp", "x");
	put("b/.d/e", "x");
	put("b/c", "x");
	put("a", "x");
	OK(mkdir(in_room("empty"), 0755));
	assert_walk(paths, 2);
}

static void
test_walk_that_goes_no_further(void **state)
{
	(void)state;
	struct os_list list;
	put(".c", "x");
	put("b", "x");
	put("a", "x");
	put("deep/d", "x");
	OK(os_walk_flat(room.arena, room.root, &list, &room.error));
	assert_int_equal(list.count, 2);
	assert_string_equal(list.items[0].path, "a");
	assert_string_equal(list.items[1].path, "b");
}

static void
test_walk_of_all_has_dot_files(void **state)
{
	(void)state;
	struct os_list list;
	put(".a/.b/c", "x");
	put(".d", "x");
	put("..e", "x");
	OK(os_walk_all(room.arena, room.root, &list, &room.error));
	assert_int_equal(list.count, 3);
	assert_string_equal(list.items[0].path, "..e");
	assert_string_equal(list.items[1].path, ".a/.b/c");
	assert_string_equal(list.items[2].path, ".d");
}

/* ---- piece by piece ---- */

static void
test_pieces(void **state)
{
	(void)state;
	uint64_t size;
	char bytes[4];
	int fd = os_create_own(in_room("new"), &room.error);
	assert_true(fd >= 0);
	OK(os_append(fd, in_room("new"), TEXT_LIT("abc"), &room.error));
	OK(os_append(fd, in_room("new"), TEXT_LIT("def"), &room.error));
	os_close(fd);
	/* It is never written over. */
	FAILS(os_create_own(in_room("new"), &room.error));
	assert_fault("/new", EEXIST);
	OK(symlink("new", in_room("link")));
	FAILS(os_open(in_room("link"), false, &size, &room.error));
	assert_fault("/link", ELOOP);
	FAILS(os_open(room.root, true, &size, &room.error));
	assert_int_equal(room.error.code, EISDIR);
	OK(mkfifo(in_room("fifo"), 0644));
	FAILS(os_open(in_room("fifo"), true, &size, &room.error));
	fd = os_open(in_room("link"), true, &size, &room.error);
	assert_true(fd >= 0);
	assert_int_equal(size, 6);
	assert_int_equal(
	    os_read_piece(fd, "new", bytes, 4, &room.error), 4);
	assert_memory_equal(bytes, "abcd", 4);
	assert_int_equal(
	    os_read_piece(fd, "new", bytes, 4, &room.error), 2);
	assert_memory_equal(bytes, "ef", 2);
	assert_int_equal(
	    os_read_piece(fd, "new", bytes, 4, &room.error), 0);
	os_close(fd);
	assert_int_equal(
	    os_read_piece(fd, "new", bytes, 4, &room.error), -1);
}

static void
test_walk_follows_no_link(void **state)
{
	(void)state;
	struct os_list list;
	static const enum os_type types[] = { OS_LINK, OS_OTHER, OS_FILE,
		OS_LINK, OS_LINK };
	static const char *const paths[] = { "dangling", "fifo", "real/a",
		"self", "to-folder" };
	put("real/a", "x");
	OK(symlink("real", in_room("to-folder")));
	OK(symlink(".", in_room("self")));
	OK(symlink("nowhere", in_room("dangling")));
	OK(mkfifo(in_room("fifo"), 0644));
	assert_walk(paths, 5);
	os_walk(room.arena, room.root, &list, &room.error);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(list.items[i].type, types[i]);
}

static void
test_walk_of_many_and_deep(void **state)
{
	(void)state;
	struct os_list list;
	for (int i = 0; i < 1000; i++)
		put(arena_printf(room.arena, "many/%03d", i), "");
	char deep[600] = "deep";
	for (int i = 0; i < 250; i++)
		strcat(deep, "/d");
	put(strcat(deep, "/end"), "");
	OK(os_walk(room.arena, room.root, &list, &room.error));
	assert_int_equal(list.count, 1001);
	assert_string_equal(list.items[0].path, deep);
	assert_string_equal(list.items[1000].path, "many/999");
}

static int
walk_without_permission(void)
{
	struct os_list list;
	if (os_walk(room.arena, room.root, &list, &room.error) != -1)
		return 1;
	return room.error.code != EACCES ||
	    strstr(room.error.message, "b/closed") == NULL;
}

static void
test_walk_of_what_cant_be_read(void **state)
{
	(void)state;
	put("a", "x");
	put("b/closed/c", "x");
	OK(chmod(room.root, 0755));
	OK(chmod(in_room("b/closed"), 0));
	assert_child(walk_without_permission);
}

/* ---- writing ---- */

static void
test_modes_whatever_the_umask(void **state)
{
	(void)state;
	mode_t before = umask(077);
	put("a/b/file", "x");
	umask(0);
	put("c/file", "x");
	OK(os_make_folders(in_room("secret"), 0700, &room.error));
	umask(before);
	assert_int_equal(mode_of("a"), 0755);
	assert_int_equal(mode_of("a/b"), 0755);
	assert_int_equal(mode_of("a/b/file"), 0644);
	assert_int_equal(mode_of("c/file"), 0644);
	assert_int_equal(mode_of("secret"), 0700);
}

/* What `from` has becomes `to`, if that holds `expected`; NULL: nothing. */
static int
put_over(const char *to, const char *expected)
{
	const struct text text = text_of(expected == NULL ? "" : expected);
	put("from", "new");
	return os_put(in_room("from"), in_room(to),
	    expected == NULL ? NULL : &text, &room.error);
}

/* Other bytes at once, the same mode; nothing is left beside it. */
static void
test_put(void **state)
{
	(void)state;
	put("a b.md", "old");
	OK(os_set_mode(in_room("a b.md"), 0640, &room.error));
	OK(put_over("a b.md", "old"));
	assert_holds("a b.md", "new");
	assert_int_equal(mode_of("a b.md"), 0640);
	put("a b.md", "");
	OK(put_over("a b.md", ""));
	assert_true(os_holds_only(room.root, "a b.md", "."));
	OK(put_over("fresh", NULL));
	assert_holds("fresh", "new");
}

/* What one group might do with the file, another one may not. */
static void
test_put_of_another_group(void **state)
{
	(void)state;
	if (getuid() != 0)
		skip();
	put("a", "old");
	OK(chown(in_room("a"), 0, getgid() + 1));
	OK(chmod(in_room("a"), 0664));
	OK(put_over("a", "old"));
	assert_int_equal(mode_of("a"), 0604);
	OK(chown(in_room("a"), 0, getgid() + 1));
	OK(chmod(in_room("a"), 0640));
	OK(part_write(in_room("a"), false, TEXT_LIT("x"), &room.error));
	assert_int_equal(mode_of("a"), 0600);
	OK(chmod(in_room("a"), 0640));
	OK(part_write(in_room("a"), false, TEXT_LIT("y"), &room.error));
	assert_int_equal(mode_of("a"), 0640);
}

/* Changed meanwhile, a link, a folder, gone, there: left as they are. */
static void
test_put_where_it_must_not(void **state)
{
	(void)state;
	static const char *const other[] = { "olD", "ol", "older", "" };
	for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++) {
		put("a", other[i]);
		assert_int_equal(put_over("a", "old"), 1);
		assert_holds("a", other[i]);
	}
	put("a", "old");
	OK(symlink("a", in_room("link")));
	OK(os_make_folders(in_room("folder"), 0755, &room.error));
	OK(mkfifo(in_room("fifo"), 0644));
	static const char *const no_files[] = { "link", "folder", "fifo",
		"nowhere", "folder/nowhere" };
	for (size_t i = 0; i < sizeof(no_files) / sizeof(*no_files); i++) {
		assert_int_equal(put_over(no_files[i], "old"), 1);
		if (i < 3)
			assert_int_equal(put_over(no_files[i], NULL), 1);
	}
	assert_int_equal(put_over("a", NULL), 1);
	assert_holds("a", "old");
	assert_int_equal(os_type(in_room("link")), OS_LINK);
	FAILS(put_over("none/file", NULL));
	assert_fault("none/file", ENOENT);
}

static void
test_write_where_it_cant(void **state)
{
	(void)state;
	put("file", "x");
	FAILS(os_write(in_room("none/file"), TEXT_LIT("x"), &room.error));
	assert_fault("none/file", ENOENT);
	FAILS(os_write(in_room("file/below"), TEXT_LIT("x"), &room.error));
	assert_fault("file/below", ENOTDIR);
	FAILS(os_write(room.root, TEXT_LIT("x"), &room.error));
	assert_fault(room.root, EISDIR);
}

/* Files that somebody names: base/part.h. */
static void
test_part_write(void **state)
{
	struct stat st;
	(void)state;
	mode_t before = umask(027);
	OK(part_write(in_room("own"), true, TEXT_LIT("x"), &room.error));
	assert_int_equal(stat(in_room("own"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(chmod(in_room("own"), 0606), 0);
	OK(part_write(in_room("own"), false, TEXT_LIT("y"), &room.error));
	umask(before);
	assert_int_equal(stat(in_room("own"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0606);
	assert_holds("own", "y");
	assert_int_equal(
	    part_write(in_room("own"), true, TEXT_LIT("z"), &room.error), 1);
	assert_holds("own", "y");
	FAILS(part_write(in_room("no/own"), true, TEXT_LIT("x"), &room.error));
	assert_fault("no/own", ENOENT);
}

/* Of secrets: nobody else has any right to them, whatever the umask says. */
static void
test_own_files(void **state)
{
	(void)state;
	mode_t before = umask(0);
	OK(part_write_own(
	    in_room("key"), true, TEXT_LIT("x"), &room.error));
	umask(before);
	assert_true(os_is_own(in_room("key")));
	assert_int_equal(part_write_own(in_room("key"), true, TEXT_LIT("y"),
			     &room.error), 1);
	assert_holds("key", "x");
	/* In place of one that others could read. */
	OK(chmod(in_room("key"), 0644));
	OK(part_write_own(
	    in_room("key"), false, TEXT_LIT("z"), &room.error));
	assert_true(os_is_own(in_room("key")));
	assert_holds("key", "z");
	OK(symlink("key", in_room("link")));
	assert_true(os_is_own(in_room("link")));
	for (mode_t bit = 1; bit < 0100; bit <<= 1) {
		OK(chmod(in_room("key"), 0600 | bit));
		assert_false(os_is_own(in_room("key")));
		assert_false(os_is_own(in_room("link")));
	}
	assert_false(os_is_own(in_room("none")));
}

/* Of a killed run, not of one that writes now, nor of another file. */
/* Names of 85 characters are as long as names can be. */
static void
test_parts_of_long_names(void **state)
{
	struct os_list list;
	char name[256] = "", other[256];
	(void)state;
	for (size_t i = 0; i < 85; i++)
		memcpy(name + 3 * i, i < 84 ? "通" : "报", 3);
	snprintf(other, sizeof(other), "%.231s.0123456789abcdef.part", name);
	put(other, "half");
	OK(part_write(in_room(name), true, TEXT_LIT("x"), &room.error));
	OK(part_write(in_room(name), false, TEXT_LIT("y"), &room.error));
	assert_holds(name, "y");
	OK(os_walk_all(room.arena, room.root, &list, &room.error));
	assert_int_equal(list.count, 1);
}

static void
test_parts_that_were_left(void **state)
{
	(void)state;
	put("own.0123456789abcdef.part", "half");
	put("own.fedcba9876543210.part", "half");
	put("own.0123456789abcdefa.part", "x");
	put("own.part", "x");
	put("another.0123456789abcdef.part", "x");
	OK(mkdir(in_room("own.0000000000000000.part"), 0755));
	OK(symlink("own.part", in_room("own.1111111111111111.part")));
	int writing = os_lock(in_room("own.fedcba9876543210.part"), &room.error);
	assert_true(writing >= 0);
	OK(part_write(in_room("own"), false, TEXT_LIT("y"), &room.error));
	assert_int_equal(
	    os_type(in_room("own.0123456789abcdef.part")), OS_NONE);
	assert_int_equal(
	    os_type(in_room("own.fedcba9876543210.part")), OS_FILE);
	os_unlock(writing);
	OK(chdir(room.root));
	OK(part_write("own", false, TEXT_LIT("z"), &room.error));
	OK(chdir("/"));
	assert_int_equal(
	    os_type(in_room("own.fedcba9876543210.part")), OS_NONE);
	assert_holds("own", "z");
	assert_int_equal(
	    os_type(in_room("own.0123456789abcdefa.part")), OS_FILE);
	assert_int_equal(os_type(in_room("own.part")), OS_FILE);
	assert_int_equal(
	    os_type(in_room("another.0123456789abcdef.part")), OS_FILE);
	assert_int_equal(
	    os_type(in_room("own.0000000000000000.part")), OS_FOLDER);
	assert_int_equal(os_type(in_room("own.1111111111111111.part")), OS_LINK);
}

static int
write_too_much(void)
{
	static char bytes[200000];
	struct rlimit limit = { 100000, 100000 };
	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 1;
	memset(bytes, 'x', sizeof(bytes));
	struct text text = { bytes, sizeof(bytes) };
	if (os_write(in_room("open/file"), text, &room.error) != -1)
		return 2;
	return room.error.code != EFBIG ||
	    strstr(room.error.message, "open/file") == NULL;
}

static void
test_write_on_a_full_disk(void **state)
{
	(void)state;
	OK(chmod(room.root, 0755));
	OK(mkdir(in_room("open"), 0755));
	OK(chmod(in_room("open"), 0777));
	assert_child(write_too_much);
}

static void
test_make_folders(void **state)
{
	(void)state;
	OK(os_make_folders(in_room("a/b/c/"), 0755, &room.error));
	OK(os_make_folders(in_room("a//b"), 0755, &room.error));
	assert_int_equal(os_type(in_room("a/b/c")), OS_FOLDER);
	put("file", "x");
	FAILS(os_make_folders(in_room("file/below"), 0755, &room.error));
	assert_non_null(strstr(room.error.message, "/file"));
	/* A link to a folder is a folder on the way. */
	OK(symlink("a", in_room("link")));
	OK(os_make_folders(in_room("link/d"), 0755, &room.error));
	assert_int_equal(os_type(in_room("a/d")), OS_FOLDER);
	char name[5000];
	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	FAILS(os_make_folders(name, 0755, &room.error));
	assert_int_equal(room.error.code, ENAMETOOLONG);
	assert_true(strlen(room.error.message) < sizeof(room.error.message));
	assert_fault("xxx", ENAMETOOLONG);
}

static void
test_remove_empty(void **state)
{
	(void)state;
	OK(os_make_folders(in_room("full/empty"), 0755, &room.error));
	OK(os_remove_empty(in_room("full"), &room.error));
	assert_int_equal(os_type(in_room("full/empty")), OS_FOLDER);
	OK(os_remove_empty(in_room("full/empty"), &room.error));
	OK(os_remove_empty(in_room("full"), &room.error));
	assert_int_equal(os_type(in_room("full")), OS_NONE);
	OK(os_remove_empty(in_room("full"), &room.error));
	put("file", "x");
	OK(os_remove_empty(in_room("file"), &room.error));
	assert_holds("file", "x");
	FAILS(os_remove_empty(in_room("."), &room.error));
	assert_fault("/.", EINVAL);
}

/* Of what is too long the end is told, from a character on, and the reason. */
static void
test_fail_long(void **state)
{
	(void)state;
	char path[3001 + sizeof("/文件")] = "";
	for (size_t i = 0; i < 3000; i += 3)
		memcpy(path + i, "长", 3);
	memcpy(path + 3000, "/文件", sizeof("/文件"));
	errno = ENOSPC;
	assert_int_equal(os_fail(&room.error, path, NULL), -1);
	assert_fault("长/文件: ", ENOSPC);
	assert_int_equal(
	    utf8_check(text_of(room.error.message)),
	    strlen(room.error.message));
	assert_int_equal(strncmp(room.error.message, "…长", 6), 0);
	errno = EIO;
	os_fail(&room.error, path, path + 3);
	assert_fault("长/文件: ", EIO);
	assert_int_equal(
	    utf8_check(text_of(room.error.message)),
	    strlen(room.error.message));
	errno = EIO;
	os_fail(&room.error, "a/b", "c");
	assert_string_equal(strstr(room.error.message, "a/b: c: "),
	    room.error.message);
}

/* Success means that the folder is there. */
static void
test_make_folders_where_a_file_is(void **state)
{
	(void)state;
	put("file", "x");
	FAILS(os_make_folders(in_room("file"), 0755, &room.error));
	OK(symlink("nowhere", in_room("dangling")));
	FAILS(os_make_folders(in_room("dangling"), 0755, &room.error));
}

/* ---- removing ---- */

static void
test_remove_tree(void **state)
{
	(void)state;
	put("tree/a", "x");
	put("tree/.hidden/b", "x");
	put("tree/c/d/e", "x");
	for (int i = 0; i < 3000; i++)
		put(arena_printf(room.arena, "tree/%d/%d", i % 7, i), "");
	put("beside", "x");
	OK(mkdir(in_room("tree/empty"), 0755));
	OK(mkfifo(in_room("tree/fifo"), 0644));
	OK(os_remove_tree(in_room("tree"), &room.error));
	assert_int_equal(os_type(in_room("tree")), OS_NONE);
	assert_holds("beside", "x");
	OK(os_remove_tree(in_room("tree"), &room.error));
	OK(os_remove_tree(in_room("beside"), &room.error));
	assert_int_equal(os_type(in_room("beside")), OS_NONE);
}

static void
test_remove_tree_follows_no_link(void **state)
{
	(void)state;
	put("kept/a", "x");
	put("tree/b", "x");
	OK(symlink("../kept", in_room("tree/link")));
	OK(symlink(in_room("kept"), in_room("tree/full")));
	OK(symlink("kept", in_room("top")));
	OK(os_remove_tree(in_room("tree"), &room.error));
	assert_int_equal(os_type(in_room("tree")), OS_NONE);
	OK(os_remove_tree(in_room("top"), &room.error));
	assert_int_equal(os_type(in_room("top")), OS_NONE);
	assert_holds("kept/a", "x");
}

/* Deeper than a process may have files open. */
static void
test_remove_tree_of_any_depth(void **state)
{
	(void)state;
	struct rlimit before, few;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	char deep[2000] = "tree";
	for (int i = 0; i < 200; i++)
		strcat(deep, "/d");
	put(strcat(deep, "/end"), "");
	few = before;
	few.rlim_cur = 100;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	int status = os_remove_tree(in_room("tree"), &room.error);
	setrlimit(RLIMIT_NOFILE, &before);
	assert_int_equal(status, 0);
	assert_int_equal(os_type(in_room("tree")), OS_NONE);
}

static int
remove_without_permission(void)
{
	if (os_remove_tree(in_room("tree"), &room.error) != -1)
		return 1;
	return room.error.code != EACCES ||
	    strstr(room.error.message, "tree") == NULL;
}

/* What is one's own is, however it is closed. */
static int
remove_own_closed(void)
{
	OK(mkdir(in_room("own/a"), 0755));
	OK(mkdir(in_room("own/a/b"), 0755));
	OK(os_write(in_room("own/a/b/c"), TEXT_LIT("x"), &room.error));
	OK(os_write(in_room("own/a/d"), TEXT_LIT("x"), &room.error));
	OK(chmod(in_room("own/a/b"), 0));
	OK(chmod(in_room("own/a"), 0555));
	OK(os_remove_tree(in_room("own/a"), &room.error));
	return os_type(in_room("own/a")) != OS_NONE;
}

static void
test_remove_tree_that_is_closed(void **state)
{
	(void)state;
	OK(chmod(room.root, 0755));
	OK(mkdir(in_room("own"), 0755));
	OK(chmod(in_room("own"), 0777));
	assert_child(remove_own_closed);
}

static void
test_remove_tree_without_permission(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip(); /* whoever has made it may open it */
	put("tree/a", "x");
	OK(chmod(room.root, 0755));
	OK(chmod(in_room("tree"), 0555));
	assert_child(remove_without_permission);
	assert_holds("tree/a", "x");
}

/* ---- renaming ---- */

static void
test_rename_and_sync(void **state)
{
	(void)state;
	put("a/1", "one");
	OK(os_rename(in_room("a"), in_room("b"), &room.error));
	assert_holds("b/1", "one");
	assert_int_equal(os_type(in_room("a")), OS_NONE);
	put("c/2", "two");
	FAILS(os_rename(in_room("b"), in_room("c"), &room.error));
	assert_true(room.error.code == ENOTEMPTY || room.error.code == EEXIST);
	assert_holds("b/1", "one");
	assert_holds("c/2", "two");
	OK(os_sync(room.root, &room.error));
	FAILS(os_sync(in_room("none"), &room.error));
	assert_fault("/none", ENOENT);
}

static void
test_exchange(void **state)
{
	(void)state;
	put("a/1", "one");
	put("b/2", "two");
	int status = os_exchange(in_room("a"), in_room("b"), &room.error);
	assert_true(status == 0 || status == 1);
	assert_holds(status == 0 ? "b/1" : "a/1", "one");
	assert_holds(status == 0 ? "a/2" : "b/2", "two");
	assert_int_equal(os_exchange(in_room("a"), in_room("none"),
	                     &room.error), status == 0 ? -1 : status);
	if (status == 0)
		assert_fault("/none", ENOENT);
	assert_int_equal(os_type(in_room("a")), OS_FOLDER);
	assert_int_equal(os_type(in_room("none")), OS_NONE);
}

/* ---- mounts ---- */

static void
test_mount_points(void **state)
{
	(void)state;
	assert_false(os_is_mount_point(room.root));
	assert_false(os_is_mount_point(in_room("none")));
	put("file", "x");
	assert_false(os_is_mount_point(in_room("file")));
	if (os_type("/proc/self") == OS_NONE)
		skip();
	assert_true(os_is_mount_point("/proc"));
	assert_true(os_is_mount_point("/proc/"));
	assert_true(os_is_mount_point("/proc/../proc"));
	assert_false(os_is_mount_point("/proc/self"));
	OK(symlink("/proc", in_room("link")));
	assert_true(os_is_mount_point(in_room("link")));
	assert_false(os_same_file_system("/proc", room.root));
	assert_true(os_same_file_system(in_room("file"), room.root));
	assert_false(os_same_file_system(in_room("none"), room.root));
}

/* ---- the lock ---- */

static void
test_lock(void **state)
{
	(void)state;
	int one = os_lock(in_room("lock"), &room.error);
	assert_true(one >= 0);
	assert_int_equal(os_lock(in_room("lock"), &room.error), -2);
	assert_non_null(strstr(room.error.message, "/lock"));
	pid_t child = fork();
	if (child == 0)
		_exit(os_lock(in_room("lock"), &room.error) == -2 ? 0 : 1);
	int status = -1;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	os_unlock(one);
	int again = os_lock(in_room("lock"), &room.error);
	assert_true(again >= 0);
	os_unlock(again);
	assert_int_equal(os_lock(in_room("none/lock"), &room.error), -1);
	assert_fault("none/lock", ENOENT);
}

/* Who is killed holds nothing any longer. */
static void
test_memory_file(void **state)
{
	(void)state;
	const char *path, *other;
	struct text text;
	int one = os_memory_file(room.arena, &path, &room.error);
	int two = os_memory_file(room.arena, &other, &room.error);
	assert_true(one >= 0 && two >= 0);
	FILE *file = fopen(path, "wb"); /* as libraries do */
	assert_non_null(file);
	fputs("here", file);
	fclose(file);
	assert_int_equal(os_read(room.arena, path, &text, &room.error), 0);
	assert_string_equal(text.at, "here");
	assert_int_equal(os_read(room.arena, other, &text, &room.error), 0);
	assert_int_equal(text.len, 0);
	os_close(one);
	os_close(two);
	assert_int_equal(os_read(room.arena, path, &text, &room.error), -1);
}

static void
test_lock_of_the_dead(void **state)
{
	(void)state;
	pid_t child = fork();
	if (child == 0) {
		os_lock(in_room("lock"), &room.error);
		kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(os_type(in_room("lock")), OS_FILE);
	int one = os_lock(in_room("lock"), &room.error);
	assert_true(one >= 0);
	os_unlock(one);
}

/* ---- this process ---- */

static void
test_this_process(void **state)
{
	char path[4096] = "";
	(void)state;
	assert_true(readlink("/proc/self/exe", path, sizeof(path) - 1) > 0);
	const char *folder = os_program_folder(room.arena);
	assert_int_equal(strncmp(path, folder, strlen(folder)), 0);
	assert_string_equal(path + strlen(folder), strrchr(path, '/'));
	double start = os_seconds(), cpu = os_thread_seconds();
	volatile unsigned sum = 0;
	for (unsigned i = 0; i < 3000000; i++)
		sum += i;
	assert_true(os_seconds() > start);
	assert_true(os_thread_seconds() > cpu);
	const char *today = os_today(room.arena);
	assert_int_equal(strlen(today), 10);
	assert_true(strcmp(today, "2010-01-01") > 0);
	assert_false(os_is_terminal(-1));
}

static void
test_watchdog(void **state)
{
	(void)state;
	int ends[2], status = -1;
	char said[64] = "";
	OK(pipe(ends));
	pid_t child = fork();
	if (child == 0) {
		dup2(ends[1], 2);
		os_watchdog(1, "not this\n");
		os_watchdog(0, NULL); /* taken back */
		usleep(1200000);
		os_watchdog(1, "too long\n");
		for (;;)
			continue;
	}
	close(ends[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 70);
	assert_int_equal(read(ends[0], said, sizeof(said) - 1), 9);
	assert_string_equal(said, "too long\n");
	close(ends[0]);
}

/* https://no-color.org: set, and not empty. */
static void
test_colour(void **state)
{
	(void)state;
	int ends[2], screen = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(screen >= 0);
	OK(pipe(ends));
	OK(unsetenv("NO_COLOR"));
	assert_true(os_has_colour(screen));
	assert_false(os_has_colour(ends[1]));
	OK(setenv("NO_COLOR", "", 1));
	assert_true(os_has_colour(screen));
	OK(setenv("NO_COLOR", "1", 1));
	assert_false(os_has_colour(screen));
	OK(unsetenv("NO_COLOR"));
	close(ends[0]);
	close(ends[1]);
	close(screen);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, room_open, room_close)

/* As a build does that finds a file again; its clock has grains of two seconds. */
static void
test_a_signature_is_of_what_nobody_wrote_to(void **state)
{
	struct os_signature was, now, read;
	struct text text;
	const struct timespec grain = { 2, 100000000 };
	(void)state;
	put("a", "good");
	assert_true(os_sign(in_room("a"), &was));
	assert_false(was.settled);
	assert_false(os_is_same(&was, &was));
	nanosleep(&grain, NULL);
	assert_true(os_sign(in_room("a"), &was));
	assert_true(was.settled);
	OK(os_read_signed(room.arena, in_room("a"), 10, &text, &read,
	    &room.error));
	assert_string_equal(text.at, "good");
	assert_true(os_is_same(&was, &read));
	put("a", "evil");
	assert_true(os_sign(in_room("a"), &now));
	assert_false(os_is_same(&was, &now));
	/* Whoever sets its time back changes it again. */
	struct timespec times[2] = { { 0, UTIME_OMIT },
		{ (time_t)(was.modified / 1000000000u),
		    (long)(was.modified % 1000000000u) } };
	OK(utimensat(AT_FDCWD, in_room("a"), times, 0));
	assert_true(os_sign(in_room("a"), &now));
	assert_true(now.modified == was.modified && now.size == was.size);
	now.settled = true;
	assert_false(os_is_same(&was, &now));
}

static void
test_what_is_no_file_has_no_signature(void **state)
{
	struct os_signature signature;
	(void)state;
	put("a", "x");
	OK(os_make_link(in_room("a"), in_room("link"), &room.error));
	assert_false(os_sign(in_room("link"), &signature));
	assert_false(os_sign(in_room("none"), &signature));
	assert_false(os_sign(room.root, &signature));
}

/* ---- below an open folder ---- */

static void
test_below_an_open_folder(void **state)
{
	struct os_signature by_path, below;
	(void)state;
	put("was/a/b", "x");
	OK(os_make_folders(in_room("now"), 0755, &room.error));
	struct os_folder was = os_folder_open(in_room("was"));
	struct os_folder now = os_folder_open(in_room("now"));
	assert_true(os_sign(in_room("was/a/b"), &by_path));
	assert_true(os_sign_below(&was, "a/b", &below));
	assert_int_equal(below.inode, by_path.inode);
	assert_false(os_sign_below(&was, "a", &below));
	assert_false(os_sign_below(&was, "none", &below));
	/* With the folder on the way, which is not there yet; then without. */
	OK(os_link_between(&was, &now, "a/b", &room.error));
	assert_true(os_sign_below(&now, "a/b", &below));
	assert_int_equal(below.inode, by_path.inode);
	OK(os_write_into(&now, "c/d", TEXT_LIT("d"), &room.error));
	assert_holds("now/c/d", "d");
	OK(os_write_into(&now, "c/d", TEXT_LIT("e"), &room.error));
	assert_holds("now/c/d", "e");
	/* What fails is told of by all of its path. */
	assert_int_equal(
	    os_write_into(&now, "c", TEXT_LIT(""), &room.error), -1);
	assert_int_equal(room.error.code, EISDIR);
	assert_non_null(strstr(room.error.message, in_room("now/c")));
	put("was/c", "x");
	assert_int_equal(os_link_between(&was, &now, "c", &room.error), -1);
	assert_int_equal(room.error.code, EEXIST);
	assert_non_null(strstr(room.error.message, in_room("now/c")));
	assert_int_equal(
	    os_link_between(&was, &now, "none", &room.error), -1);
	os_folder_close(&was);
	os_folder_close(&now);
}

/* A file of two names is never written into. */
static void
test_in_place_of_another_file(void **state)
{
	struct os_signature below;
	(void)state;
	put("was/a", "x");
	put("now/a", "y");
	put("third/a", "z");
	struct os_folder was = os_folder_open(in_room("was"));
	struct os_folder now = os_folder_open(in_room("now"));
	struct os_folder closed = { in_room("now"), -1 };
	assert_int_equal(link(in_room("now/a"), in_room("second")), 0);
	OK(os_link_between(&was, &now, "a", &room.error));
	assert_holds("now/a", "x");
	assert_holds("second", "y");
	OK(os_write_into(&now, "a", TEXT_LIT("new"), &room.error));
	assert_holds("now/a", "new");
	assert_holds("was/a", "x");
	OK(os_link_between(&was, &now, "a", &room.error));
	OK(os_write_into(&closed, "a", TEXT_LIT("newer"), &room.error));
	assert_holds("now/a", "newer");
	assert_holds("was/a", "x");
	OK(os_append_into(&now, "a", TEXT_LIT(" and"), &room.error));
	OK(os_append_into(&closed, "a", TEXT_LIT(" more"), &room.error));
	assert_holds("now/a", "newer and more");
	assert_holds("was/a", "x");
	/* Nor what a link points at. */
	assert_int_equal(symlink("../was/a", in_room("now/l")), 0);
	assert_int_equal(
	    os_append_into(&now, "l", TEXT_LIT("l"), &room.error), -1);
	assert_int_equal(room.error.code, ELOOP);
	assert_non_null(strstr(room.error.message, in_room("now/l")));
	assert_int_equal(
	    os_append_into(&now, "none", TEXT_LIT("l"), &room.error), -1);
	assert_int_equal(room.error.code, ENOENT);
	OK(os_write_into(&now, "l", TEXT_LIT("l"), &room.error));
	assert_holds("now/l", "l");
	assert_holds("was/a", "x");
	assert_int_equal(chmod(in_room("now/l"), 0640), 0);
	assert_true(os_sign_below(&now, "l", &below));
	assert_int_equal(below.mode, 0640);
	os_folder_close(&was);
	os_folder_close(&now);
}

static int
walk_plain(struct os_list *files, struct os_list *folders)
{
	return os_walk_plain(
	    room.arena, in_room("p"), 0755, files, folders, &room.error);
}

static void
test_walk_plain(void **state)
{
	struct os_list files, folders;
	(void)state;
	assert_int_equal(walk_plain(&files, &folders), -1);
	put("p/a/b/c", "x");
	put("p/.d", "x");
	OK(walk_plain(&files, &folders));
	assert_int_equal(files.count, 2);
	assert_string_equal(files.items[0].path, ".d");
	assert_string_equal(files.items[1].path, "a/b/c");
	assert_int_equal(folders.count, 2);
	assert_string_equal(folders.items[0].path, "a");
	assert_string_equal(folders.items[1].path, "a/b");
	static const char *const odd[] = { "p", "p/a", "p/a/b" };
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		assert_int_equal(chmod(in_room(odd[i]), 0775), 0);
		assert_int_equal(walk_plain(&files, &folders), -1);
		assert_non_null(
		    strstr(room.error.message, in_room(odd[i])));
		assert_int_equal(chmod(in_room(odd[i]), 0755), 0);
	}
	OK(walk_plain(&files, &folders));
	assert_int_equal(symlink("b", in_room("p/a/l")), 0);
	assert_int_equal(walk_plain(&files, &folders), -1);
	assert_int_equal(unlink(in_room("p/a/l")), 0);
	assert_int_equal(mkfifo(in_room("p/f"), 0644), 0);
	assert_int_equal(walk_plain(&files, &folders), -1);
	assert_int_equal(unlink(in_room("p/f")), 0);
	assert_int_equal(symlink("p", in_room("q")), 0);
	assert_int_equal(os_walk_plain(room.arena, in_room("q"), 0755, &files,
	                     &folders, &room.error), -1);
}

/* Of one that can't be held open, all goes by the path. */
static void
test_below_a_folder_that_is_not_open(void **state)
{
	struct os_signature signature;
	(void)state;
	put("was/a", "x");
	struct os_folder was = os_folder_open(in_room("was"));
	struct os_folder now = os_folder_open(in_room("now"));
	assert_int_equal(now.descriptor, -1);
	assert_false(os_sign_below(&now, "a", &signature));
	OK(os_link_between(&was, &now, "a", &room.error));
	assert_holds("now/a", "x");
	OK(os_write_into(&now, "b", TEXT_LIT("y"), &room.error));
	assert_holds("now/b", "y");
	os_folder_close(&was);
	os_folder_close(&now);
}

/* How a process ends that reads it. */
static int
reader_end(struct text bytes)
{
	pid_t reader = fork();
	if (reader == 0) {
		signal(SIGSEGV, SIG_DFL);
		_exit(*(volatile const char *)bytes.at == 'x' ? 0 : 1);
	}
	int status = -1;
	waitpid(reader, &status, 0);
	return status;
}

static void
test_a_locked_map_can_not_be_read(void **state)
{
	struct text bytes;
	(void)state;
	put("a", "x");
	OK(os_map(in_room("a"), &bytes, &room.error));
	assert_int_equal(reader_end(bytes), 0);
	os_map_lock(bytes);
	int status = reader_end(bytes);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
	os_map_unlock(bytes);
	assert_int_equal(reader_end(bytes), 0);
	os_unmap(bytes);
	os_map_lock(TEXT_LIT(""));
}

/* Of the bytes' own pages: how many the process has in its memory. */
static unsigned long
resident(struct text bytes)
{
	char line[256];
	unsigned long from, to, kb = 0;
	bool inside = false, known = false;
	FILE *maps = fopen("/proc/self/smaps", "r");
	assert_non_null(maps);
	while (!known && fgets(line, sizeof(line), maps) != NULL) {
		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			inside = from == (unsigned long)(uintptr_t)bytes.at;
		known = inside && sscanf(line, "Rss: %lu kB", &kb) == 1;
	}
	fclose(maps);
	assert_true(known);
	return kb;
}

static void
test_a_map_that_is_left_is_read_again(void **state)
{
	struct text bytes;
	(void)state;
	size_t size = (size_t)1 << 20, seen = 0;
	char *all = arena_alloc(room.arena, size + 1);
	memset(all, 'x', size);
	put("a", all);
	OK(os_map(in_room("a"), &bytes, &room.error));
	for (size_t i = 0; i < bytes.len; i++)
		seen += bytes.at[i] == 'x';
	assert_int_equal(seen, size);
	assert_true(resident(bytes) >= size / 1024);
	os_map_leave(bytes);
	assert_int_equal(resident(bytes), 0);
	assert_memory_equal(bytes.at, all, size);
	os_unmap(bytes);
	os_map_leave(TEXT_LIT(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_types_and_sizes),
		TEST(test_read_and_write),
		TEST(test_read_what_is_no_file),
		TEST(test_read_more_than_the_size),
		TEST(test_read_what_comes_in_pieces),
		TEST(test_read_a_file_that_grows),
		TEST(test_walk_is_sorted_by_bytes),
		TEST(test_walk_of_nothing),
		TEST(test_walk_leaves_dot_files_out),
		TEST(test_walk_that_goes_no_further),
		TEST(test_walk_of_all_has_dot_files),
		TEST(test_pieces),
		TEST(test_walk_follows_no_link),
		TEST(test_walk_of_many_and_deep),
		TEST(test_walk_of_what_cant_be_read),
		TEST(test_modes_whatever_the_umask),
		TEST(test_put),
		TEST(test_put_of_another_group),
		TEST(test_put_where_it_must_not),
		TEST(test_write_where_it_cant),
		TEST(test_part_write),
		TEST(test_own_files),
		TEST(test_parts_of_long_names),
		TEST(test_parts_that_were_left),
		TEST(test_write_on_a_full_disk),
		TEST(test_make_folders),
		TEST(test_remove_empty),
		TEST(test_fail_long),
		TEST(test_make_folders_where_a_file_is),
		TEST(test_remove_tree),
		TEST(test_remove_tree_follows_no_link),
		TEST(test_remove_tree_of_any_depth),
		TEST(test_remove_tree_that_is_closed),
		TEST(test_remove_tree_without_permission),
		TEST(test_rename_and_sync),
		TEST(test_exchange),
		TEST(test_mount_points),
		TEST(test_lock),
		TEST(test_lock_of_the_dead),
		TEST(test_a_signature_is_of_what_nobody_wrote_to),
		TEST(test_what_is_no_file_has_no_signature),
		TEST(test_below_an_open_folder),
		TEST(test_in_place_of_another_file),
		TEST(test_walk_plain),
		TEST(test_below_a_folder_that_is_not_open),
		TEST(test_a_locked_map_can_not_be_read),
		TEST(test_a_map_that_is_left_is_read_again),
		TEST(test_memory_file),
		TEST(test_this_process),
		TEST(test_watchdog),
		TEST(test_colour),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
