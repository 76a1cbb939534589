/*
 * The plan of a build in shards: what is written is read again, whatever the
 * names; what is not as it must be is refused, wherever it is cut or changed.
 */
#include "folder.h"
#include "chance.h"
#include "cmd/cmd.h"
#include "cmd/shard_plan.h"

static char root[FOLDER_ROOM];
static const struct command some_command = { .name = "map" };

static int
open_folder(void **state)
{
	(void)state;
	return folder_open(root, "shard-plan");
}

static int
close_folder(void **state)
{
	(void)state;
	return folder_close(root);
}

/* What is said of a refusal is looked at in tests/site/plan. */
static int
load(struct shard_plan *plan, struct arena *arena, struct text text)
{
	folder_put(arena, root, "plan", text);
	return shard_plan_load(plan, arena,
	    arena_printf(arena, "%s/plan", root), &some_command);
}

static int
found_compare(const void *a, const void *b)
{
	return strcmp(((const struct os_found *)a)->path,
	    ((const struct os_found *)b)->path);
}

/* A name of any bytes but those that end one. */
static const char *
some_name(struct arena *arena, size_t number)
{
	static const char *const ends[] = { ".md", ".jpg", "", ".MD" };
	char name[24];
	size_t len = 1 + chance_of(20);
	for (size_t i = 0; i < len; i++)
		do
			name[i] = (char)(1 + chance_of(255));
		while (name[i] == '/' || (i == 0 && name[i] == '.'));
	name[len] = '\0';
	return arena_printf(arena, "%s%s/%zu%s", name,
	    chance_of(9) == 0 ? "\n\\\x7F\\x5c" : "", number, ends[chance_of(4)]);
}

static struct shard_plan
some_plan(struct arena *arena, size_t count)
{
	static const enum os_type kinds[] = { OS_FILE, OS_LINK, OS_OTHER };
	struct shard_plan plan = { .version = TONGBAO_VERSION,
		.as_of = "2010-09-30",
		.shards = 1 + (unsigned)chance_of(300),
		.inputs = digest_of(TEXT_LIT("inputs")) };
	plan.files.items = ARENA_ARRAY(arena, struct os_found, count);
	plan.files.count = count;
	plan.shard_of = ARENA_ARRAY(arena, uint32_t, count);
	for (size_t i = 0; i < count; i++)
		plan.files.items[i] = (struct os_found){
			some_name(arena, i), kinds[chance_of(3)] };
	qsort(plan.files.items, count, sizeof(*plan.files.items),
	    found_compare);
	for (size_t i = 0; i < count; i++)
		plan.shard_of[i] = file_is_record(&plan.files.items[i])
		    ? 1 + (uint32_t)chance_of(plan.shards)
		    : 0;
	return plan;
}

static void
comes_back(void **state)
{
	(void)state;
	struct buf out = BUF_INIT, again = BUF_INIT;
	for (uint32_t round = 0; round < 40; round++) {
		chance_row = round;
		struct arena *arena = arena_new();
		struct shard_plan read;
		struct shard_plan plan = some_plan(arena, chance_of(50));
		buf_clear(&out);
		buf_clear(&again);
		shard_plan_put(&out, &plan);
		assert_int_equal(load(&read, arena, buf_text(&out)), 0);
		assert_int_equal(read.files.count, plan.files.count);
		for (size_t i = 0; i < plan.files.count; i++) {
			assert_string_equal(read.files.items[i].path,
			    plan.files.items[i].path);
			assert_int_equal(read.files.items[i].type,
			    plan.files.items[i].type);
			assert_int_equal(read.shard_of[i], plan.shard_of[i]);
		}
		assert_string_equal(read.folder, root);
		assert_true(digest_equal(
		    read.digest, digest_of(buf_text(&out))));
		shard_plan_put(&again, &read);
		assert_string_equal(again.at, out.at);
		arena_free(arena);
	}
	buf_free(&out);
	buf_free(&again);
}

#define HEX "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"
#define HEAD                                                                   \
	"tongbao plan 1\nversion " TONGBAO_VERSION "\nas-of 2010-09-30\n"      \
	"shards 16\ninputs " HEX "\n"

static void
whole_lines_only(void **state)
{
	(void)state;
	static const char *const good[] = {
		HEAD "files 0\n",
		HEAD "files 2\n0 f a.yaml\n7 f b/c.md\n",
		HEAD "files 1\n0 l a.md\n",
		HEAD "files 1\n16 o a.md\n",
		HEAD "files 1\n0 f a\\x09\\x5c\\x7f.md\n",
	};
	static const char *const bad[] = {
		"", "tongbao plan 1", "tongbao plan 2\n", "\n",
		"tongbao plan 1\nas-of 2010-09-30\n",
		HEAD, HEAD "files 1\n", HEAD "files 1\n0 f a.yaml",
		HEAD "files 0\n\n", HEAD "files 1\n0 f a\n0 f b\n",
		HEAD "files 99999999999999999999\n", HEAD "files 01\n0 f a\n",
		HEAD "files -1\n", HEAD "files\n", HEAD "files 2\n0 f a\n",
		HEAD "files 2\n0 f b\n0 f a\n", /* another order */
		HEAD "files 2\n1 f a.md\n1 f a.md\n", /* the same twice */
		HEAD "files 1\n17 f a.md\n", HEAD "files 1\n-1 f a.md\n",
		HEAD "files 1\n01 f a.md\n", HEAD "files 1\n f a.md\n",
		HEAD "files 1\n0 f a.md\n", /* a record of no shard */
		HEAD "files 1\n1 f a.yaml\n", HEAD "files 1\n1 l a.md\n",
		HEAD "files 1\n1 d a.md\n", HEAD "files 1\n1  a.md\n",
		HEAD "files 1\n1 ff a.md\n", HEAD "files 1\n1 f\n",
		HEAD "files 1\n1 f \n", HEAD "files 1\n1 f /a.md\n",
		HEAD "files 1\n1 f ../a.md\n", HEAD "files 1\n1 f b/../a.md\n",
		HEAD "files 1\n1 f b//a.md\n", HEAD "files 1\n1 f b/.a.md\n",
		HEAD "files 1\n0 f b/\n", HEAD "files 1\n0 f a\tb\n",
		HEAD "files 1\n0 f a\\x41\n", HEAD "files 1\n0 f a\\x7F\n",
		HEAD "files 1\n0 f a\\x00\n", HEAD "files 1\n0 f a\\x5\n",
		HEAD "files 1\n0 f a\\\n", HEAD "files 1\n0 f a\\\\\n",
	};
	struct arena *arena = arena_new();
	struct shard_plan plan;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_int_equal(load(&plan, arena, text_of(good[i])), 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (load(&plan, arena, text_of(bad[i])) != STATUS_USAGE)
			fail_msg("taken for a plan: %s", bad[i]);
	arena_free(arena);
}

/* Another byte anywhere: refused, or a plan of just those bytes. */
static void
no_byte_is_passed_over(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct buf out = BUF_INIT, again = BUF_INIT;
	struct shard_plan plan, read;
	chance_row = 7;
	plan = some_plan(arena, 20);
	shard_plan_put(&out, &plan);
	for (size_t len = 0; len < out.len; len += 1 + chance_of(9))
		assert_int_not_equal(load(&read, arena,
		    (struct text){ out.at, len }), 0);
	for (int i = 0; i < 300; i++) {
		char *bytes = arena_copy(arena, out.at, out.len);
		struct text text = { bytes, out.len };
		bytes[chance_of(out.len)] = (char)chance_of(256);
		if (load(&read, arena, text) != 0)
			continue;
		buf_clear(&again);
		shard_plan_put(&again, &read);
		assert_true(text_equal(buf_text(&again), text));
	}
	buf_free(&out);
	buf_free(&again);
	arena_free(arena);
}

static void
others_may_not_look(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct shard_plan plan;
	struct os_error error;
	assert_int_equal(os_set_mode(root, 0750, &error), 0);
	assert_int_equal(
	    load(&plan, arena, TEXT_LIT(HEAD "files 0\n")), STATUS_USAGE);
	assert_int_equal(os_set_mode(root, 0700, &error), 0);
	assert_int_equal(shard_plan_load(&plan, arena,
	    arena_printf(arena, "%s/none", root), &some_command),
	    STATUS_SYSTEM);
	arena_free(arena);
}

static void
shards_are_named(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "3", "0/16", "17/16", "3/15",
		"3/16/2", "3/ 16", "03/16", "+3/16", "3/", "/16", "-1/16",
		"4294967299/16", "3/4294967312" };
	struct shard_plan plan = { .path = "W/plan", .shards = 16 };
	unsigned shard = 0;
	assert_int_equal(shard_parse("3/16", &plan, &shard, &some_command), 0);
	assert_int_equal(shard, 3);
	assert_int_equal(
	    shard_parse("16/16", &plan, &shard, &some_command), 0);
	assert_int_equal(shard, 16);
	assert_int_equal(
	    shard_parse(NULL, &plan, &shard, &some_command), STATUS_USAGE);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(shard_parse(bad[i], &plan, &shard,
		    &some_command), STATUS_USAGE);
	assert_int_equal(shard, 16);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back),
		cmocka_unit_test(whole_lines_only),
		cmocka_unit_test(no_byte_is_passed_over),
		cmocka_unit_test(others_may_not_look),
		cmocka_unit_test(shards_are_named),
	};
	return cmocka_run_group_tests(tests, open_folder, close_folder);
}
