/*
 * What is kept between runs: as it was written, or not there.
 */
#include "folder.h"

#include <sys/resource.h>
#include <signal.h>
#include <unistd.h>
#include "base/keep.h"

static struct {
	struct arena *arena;
	char root[FOLDER_ROOM];
	const char *path;
	struct digest key;
	struct os_error error;
} room;

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	if (folder_open(room.root, "keep") != 0)
		return -1;
	room.path = arena_printf(room.arena, "%s/it", room.root);
	room.key = digest_of(TEXT_LIT("all it was made from"));
	return 0;
}

static int
room_close(void **state)
{
	(void)state;
	arena_free(room.arena);
	return folder_close(room.root);
}

static void
keep(const char *word)
{
	struct buf body = BUF_INIT;
	pack_text(&body, text_of(word));
	pack_number(&body, 1921);
	assert_int_equal(keep_write(room.path, room.key, buf_text(&body)), 0);
	buf_free(&body);
}

static bool
is_there(void)
{
	struct text bytes;
	struct unpack body;
	bool there = keep_read(room.path, room.key, &bytes, &body);
	if (!there)
		assert_true(body.failed && bytes.len == 0);
	os_unmap(bytes);
	return there;
}

static void
assert_kept(const char *word)
{
	struct text bytes;
	struct unpack body;
	assert_true(keep_read(room.path, room.key, &bytes, &body));
	assert_string_equal(unpack_text(&body).at, word);
	assert_int_equal(unpack_number(&body), 1921);
	assert_false(unpack_failed(&body));
	os_unmap(bytes);
}

static struct text
file_bytes(void)
{
	struct text text;
	assert_int_equal(
	    os_read(room.arena, room.path, &text, &room.error), 0);
	return text;
}

static void
file_put(struct text bytes)
{
	folder_put(room.arena, room.root, "it", bytes);
}

static void
test_it_is_given_back_as_it_was_written(void **state)
{
	(void)state;
	keep("批评与自我批评");
	assert_kept("批评与自我批评");
	keep("another one");
	assert_kept("another one");
	assert_int_equal(folder_mode(room.path), 0600);
	assert_int_equal(
	    os_type(arena_printf(room.arena, "%s.new", room.path)), OS_NONE);
}

static void
test_nothing_is_kept_too(void **state)
{
	struct text bytes;
	struct unpack body;
	(void)state;
	assert_int_equal(keep_write(room.path, room.key, TEXT_LIT("")), 0);
	assert_true(keep_read(room.path, room.key, &bytes, &body));
	assert_false(unpack_more(&body));
	assert_false(unpack_failed(&body));
	os_unmap(bytes);
}

static void
test_what_is_missing_or_no_file_is_not_there(void **state)
{
	(void)state;
	assert_false(is_there());
	file_put(TEXT_LIT(""));
	assert_false(is_there());
	file_put(TEXT_LIT("no such file"));
	assert_false(is_there());
	keep("x");
	const char *other = arena_printf(room.arena, "%s/other", room.root);
	assert_int_equal(os_rename(room.path, other, &room.error), 0);
	assert_int_equal(os_make_link(other, room.path, &room.error), 0);
	assert_false(is_there());
	unlink(room.path);
	assert_int_equal(os_make_folders(room.path, 0700, &room.error), 0);
	assert_false(is_there());
}

/* Also what ends earlier, or goes on. */
static void
test_no_byte_may_be_another_one(void **state)
{
	(void)state;
	keep("批评");
	struct text whole = file_bytes();
	for (size_t i = 0; i < whole.len; i++) {
		char *changed = arena_copy(room.arena, whole.at, whole.len);
		file_put(text_cut(whole, 0, i));
		assert_false(is_there());
		changed[i] ^= 1 << i % 8;
		file_put((struct text){ changed, whole.len });
		assert_false(is_there());
	}
	file_put((struct text){ whole.at, whole.len + 1 });
	assert_false(is_there());
	file_put(whole);
	assert_kept("批评");
}

static void
test_another_key_finds_nothing(void **state)
{
	(void)state;
	keep("x");
	struct digest key = room.key;
	room.key.bytes[31] ^= 1;
	assert_false(is_there());
	room.key = key;
	assert_kept("x");
}

/* Where the file says which program it is of, it says another one. */
static void
test_another_program_finds_nothing(void **state)
{
	(void)state;
	keep("x");
	struct text whole = file_bytes();
	struct digest own = keep_program();
	assert_true(digest_equal(own, keep_program()));
	const char *at = memmem(
	    whole.at, whole.len, own.bytes, sizeof(own.bytes));
	assert_non_null(at);
	char *changed = arena_copy(room.arena, whole.at, whole.len);
	struct digest other = digest_of(TEXT_LIT("other sources"));
	memcpy(changed + (at - whole.at), other.bytes, sizeof(other.bytes));
	file_put((struct text){ changed, whole.len });
	assert_false(is_there());
}

/* A file of this size can't be written here. */
static void
test_what_cannot_be_written_leaves_the_old_one(void **state)
{
	struct rlimit before, few;
	(void)state;
	keep("the old one");
	char *large = arena_take(room.arena, 1 << 20);
	memset(large, 'x', 1 << 20);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	few = (struct rlimit){ 1 << 16, before.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
	int status = keep_write(
	    room.path, room.key, (struct text){ large, 1 << 20 });
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(status, -1);
	assert_kept("the old one");
	assert_int_equal(
	    os_type(arena_printf(room.arena, "%s.new", room.path)), OS_NONE);
}

static void
test_half_a_file_is_in_nobodys_way(void **state)
{
	(void)state;
	folder_put(room.arena, room.root, "it.new", TEXT_LIT("half"));
	keep("x");
	assert_kept("x");
	const char *nowhere = arena_printf(room.arena, "%s/no/it", room.root);
	assert_int_equal(keep_write(nowhere, room.key, TEXT_LIT("x")), -1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, room_open, room_close)
	const struct CMUnitTest tests[] = {
		TEST(test_it_is_given_back_as_it_was_written),
		TEST(test_nothing_is_kept_too),
		TEST(test_what_is_missing_or_no_file_is_not_there),
		TEST(test_no_byte_may_be_another_one),
		TEST(test_another_key_finds_nothing),
		TEST(test_another_program_finds_nothing),
		TEST(test_what_cannot_be_written_leaves_the_old_one),
		TEST(test_half_a_file_is_in_nobodys_way),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
