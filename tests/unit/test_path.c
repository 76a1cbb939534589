/*
 * Which paths lie within which, also of what there is not yet.
 */
#include "folder.h"

#include <unistd.h>
#include "base/os.h"
#include "base/path.h"

static struct {
	struct arena *arena;
	char root[FOLDER_ROOM], before[4096];
	struct os_error error;
} room;

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	return getcwd(room.before, sizeof(room.before)) == NULL
	    ? -1
	    : folder_open(room.root, "path");
}

static int
room_close(void **state)
{
	(void)state;
	arena_free(room.arena);
	return chdir(room.before) != 0 ? -1 : folder_close(room.root);
}

static const char *
below(const char *path)
{
	return arena_printf(room.arena, "%s/%s", room.root, path);
}

static bool
is_within(const char *path, const char *folder)
{
	return path_is_within(room.arena, path, folder);
}

static void
test_what_is_there(void **state)
{
	(void)state;
	assert_int_equal(os_make_folders(below("a/b"), 0755, &room.error), 0);
	assert_int_equal(
	    os_make_link(below("a"), below("link"), &room.error), 0);
	assert_true(is_within(below("a/b"), below("a")));
	assert_true(is_within(below("a"), below("a")));
	assert_true(is_within(below("link/b"), below("a")));
	assert_true(is_within(below("a/b/../b"), below("link")));
	assert_false(is_within(below("a"), below("a/b")));
	assert_false(is_within(below("a/b/.."), below("a/b")));
	assert_true(is_within(below("a"), "/"));
	assert_true(is_within("/", "/"));
	assert_false(is_within("/", below("a")));
}

static void
test_what_is_not_there_yet(void **state)
{
	(void)state;
	assert_int_equal(os_make_folders(below("a"), 0755, &room.error), 0);
	assert_true(is_within(below("a/new/x"), below("a")));
	assert_true(is_within(below("a/new/x"), below("a/new")));
	assert_true(is_within(below("a/new/../x"), below("a")));
	assert_false(is_within(below("ab"), below("a")));
	assert_false(is_within(below("a/new/../../x"), below("a")));
	assert_int_equal(chdir(room.root), 0);
	assert_true(is_within("a/x", "a"));
	assert_true(is_within("a/./x/", below("a")));
	assert_true(is_within("new", "."));
	assert_false(is_within("..", "."));
}

static void
test_below_the_top(void **state)
{
	(void)state;
	/* The same place, whether a link or .. leads to the top or nothing. */
	assert_true(is_within("/tongbao-none/x", "/tongbao-none"));
	assert_true(is_within("/tmp/../tongbao-none/x", "/tongbao-none"));
	assert_true(is_within("/tongbao-none/x", "/tmp/../tongbao-none"));
	assert_int_equal(chdir("/"), 0);
	assert_true(is_within("tongbao-none/x", "/tongbao-none"));
}

/* Whoever stands in a folder that was removed has no way to it. */
static void
test_where_nothing_is(void **state)
{
	(void)state;
	assert_int_equal(os_make_folders(below("gone"), 0755, &room.error), 0);
	assert_int_equal(chdir(below("gone")), 0);
	assert_int_equal(os_remove_tree(below("gone"), &room.error), 0);
	assert_true(is_within("a/x", "a"));
	assert_true(is_within("a", "."));
	assert_false(is_within("a", "/"));
	assert_false(is_within("b", "a"));
	assert_false(is_within(".", room.root));
}

static void
test_parts(void **state)
{
	(void)state;
	static const char *const parts[][3] = { { "a/b/c", "a/b", "c" },
		{ "/a/b", "/a", "b" }, { "/a", "/", "a" }, { "a", ".", "a" },
		{ "a/", "a", "" }, { "/", "/", "" }, { "", ".", "" } };
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		assert_string_equal(
		    path_folder(room.arena, parts[i][0]), parts[i][1]);
		assert_string_equal(path_name(parts[i][0]), parts[i][2]);
	}
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, room_open, room_close)
	const struct CMUnitTest tests[] = {
		TEST(test_what_is_there),
		TEST(test_what_is_not_there_yet),
		TEST(test_below_the_top),
		TEST(test_where_nothing_is),
		TEST(test_parts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
