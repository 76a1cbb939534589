/*
 * The tree of data: made, found, copied without sharing, written as JSON.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/value.h"
#include "chance.h"

static struct arena *arena;

static int
open_arena(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
close_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void
assert_json(const struct value *value, const char *json)
{
	struct buf buf = BUF_INIT;
	value_put_json(&buf, value);
	assert_string_equal(buf.at, json);
	assert_int_equal(buf.len, strlen(json));
	buf_free(&buf);
}

static struct value *
sample(void)
{
	struct value *map = value_map(arena), *list = value_list(arena);
	value_add(arena, list, value_integer(arena, -7));
	value_add(arena, list, value_null(arena));
	value_add(arena, list, value_list(arena));
	value_set(arena, map, "题", value_string(arena, "点评"));
	value_set(arena, map, "list", list);
	value_set(arena, map, "yes", value_bool(arena, true));
	value_set(arena, map, "empty", value_map(arena));
	return map;
}

static void
test_scalars(void **state)
{
	(void)state;
	char text[] = "abc";
	struct value *v = value_string(arena, text);
	text[0] = 'X';
	assert_string_equal(value_as_string(v), "abc");
	assert_string_equal(value_as_string(value_text(arena,
	                        (struct text){ "abc", 2 })), "ab");
	assert_string_equal(value_as_string(value_printf(arena, "%d-%s", 3,
	                        "q")), "3-q");
	assert_int_equal(value_as_text(value_text(arena,
	                     (struct text){ "a\0b", 3 })).len, 3);
	assert_string_equal(value_as_string(NULL), "");
	assert_string_equal(value_as_string(value_null(arena)), "");
	assert_string_equal(value_as_string(value_integer(arena, 1)), "");
	assert_non_null(value_as_text(NULL).at);
	assert_int_equal(v->span.source, 0);
}

static void
test_list(void **state)
{
	(void)state;
	struct value *list = value_list(arena);
	assert_int_equal(value_count(list), 0);
	for (int64_t i = 0; i < 1000; i++)
		value_add(arena, list, value_integer(arena, i));
	assert_int_equal(value_count(list), 1000);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(value_item(list, i)->integer, i);
	assert_int_equal(value_count(NULL), 0);
	assert_int_equal(value_count(value_string(arena, "abc")), 0);
}

static void
test_map(void **state)
{
	(void)state;
	struct value *map = value_map(arena);
	char key[16];
	for (int i = 0; i < 200; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		value_set(arena, map, key, value_integer(arena, i));
	}
	assert_int_equal(value_count(map), 200);
	key[0] = 'X'; /* keys were copied */
	assert_int_equal(value_get(map, "k199")->integer, 199);
	value_set(arena, map, "k7", value_string(arena, "new"));
	assert_int_equal(value_count(map), 200);
	assert_string_equal(value_get_string(map, "k7"), "new");
	assert_true(text_is(map->map.entries[7].key, "k7")); /* in its place */
	assert_int_equal(map->map.entries[7].key.at[2], 0);
	assert_null(value_get(map, "k"));
	assert_null(value_get(map, "k71x"));
	assert_null(value_get(NULL, "k1"));
	assert_null(value_get(value_list(arena), "k1"));
	assert_null(value_get_string(map, "k1")); /* no text */
	assert_null(value_get_string(NULL, "k1"));
}

/* Room for so many is no limit; a literal key is not copied. */
static void
test_sized(void **state)
{
	(void)state;
	for (size_t room = 0; room < 4; room++) {
		struct value *map = value_map_sized(arena, room);
		struct value *list = value_list_sized(arena, room);
		static const char *const keys[] = { "a", "b", "c", "d", "a" };
		assert_int_equal(value_count(map), 0);
		for (int64_t i = 0; i < 5; i++) {
			value_set_literal(arena, map, keys[i],
			    value_integer(arena, i));
			value_add(arena, list, value_integer(arena, i));
		}
		assert_ptr_equal(map->map.entries[3].key.at, keys[3]);
		assert_json(map, "{\"a\":4,\"b\":1,\"c\":2,\"d\":3}");
		assert_json(list, "[0,1,2,3,4]");
		struct value *copy = value_copy(arena, map);
		assert_ptr_not_equal(copy->map.entries[3].key.at, keys[3]);
		value_set(arena, map, "d", value_null(arena));
		value_set_literal(arena, copy, "a", value_null(arena));
		assert_int_equal(value_count(map), 4);
		assert_int_equal(value_count(copy), 4);
	}
}

static void
test_keys_with_places(void **state)
{
	(void)state;
	struct value *map = value_map(arena);
	struct span one = { 1, 2, 3 }, two = { 1, 8, 9 };
	value_set_entry(arena, map, (struct text){ "a\0b", 3 }, one,
	    value_null(arena));
	value_set_entry(arena, map, TEXT_LIT("a"), two, value_null(arena));
	assert_int_equal(value_count(map), 2);
	struct entry *e = value_entry(map, (struct text){ "a\0b", 3 });
	assert_int_equal(e->span.start, 2);
	value_set_entry(arena, map, TEXT_LIT("a"), one, value_null(arena));
	assert_int_equal(value_entry(map, TEXT_LIT("a"))->span.start, 2);
	assert_int_equal(value_count(map), 2);
}

static void
assert_apart(const struct value *a, const struct value *b)
{
	assert_ptr_not_equal(a, b);
	assert_int_equal(a->kind, b->kind);
	assert_memory_equal(&a->span, &b->span, sizeof(a->span));
	assert_int_equal(a->plain, b->plain);
	if (a->kind == VALUE_TEXT)
		assert_ptr_not_equal(a->text.at, b->text.at);
	for (size_t i = 0; i < value_count(a); i++) {
		if (a->kind == VALUE_LIST) {
			assert_apart(a->list.items[i], b->list.items[i]);
			continue;
		}
		assert_ptr_not_equal(a->map.entries[i].key.at,
		    b->map.entries[i].key.at);
		assert_apart(a->map.entries[i].value, b->map.entries[i].value);
	}
}

/* The copy must be whole when every byte of the original is gone. */
static void
test_copy_shares_nothing(void **state)
{
	(void)state;
	struct arena *other = arena_new();
	struct value *map = sample();
	value_get(map, "题")->span = (struct span){ 4, 5, 6 };
	value_get(map, "题")->plain = true;
	struct value *copy = value_copy(other, map);
	assert_apart(map, copy);
	arena_free(arena);
	arena = arena_new();
	assert_json(copy,
	    "{\"题\":\"点评\",\"list\":[-7,null,[]],\"yes\":true,\"empty\":{}}");
	/* And can grow by itself. */
	value_set(other, copy, "more", value_bool(other, false));
	value_add(other, value_get(copy, "list"), value_null(other));
	value_add(other, value_item(value_get(copy, "list"), 2),
	    value_integer(other, 1));
	value_set(other, value_get(copy, "empty"), "a", value_null(other));
	assert_json(copy, "{\"题\":\"点评\",\"list\":[-7,null,[1],null],"
	                  "\"yes\":true,\"empty\":{\"a\":null},"
	                  "\"more\":false}");
	arena_free(other);
}

static void
test_copy_points_at_the_same_document(void **state)
{
	(void)state;
	const struct node *node = (const struct node *)(const void *)"a node";
	struct value *copy = value_copy(arena, value_node(arena, node));
	assert_ptr_equal(copy->node, node);
}

static void
test_json_scalars(void **state)
{
	(void)state;
	assert_json(value_null(arena), "null");
	assert_json(value_bool(arena, false), "false");
	assert_json(value_integer(arena, INT64_MIN), "-9223372036854775808");
	assert_json(value_integer(arena, INT64_MAX), "9223372036854775807");
	assert_json(value_real(arena, 0.5), "0.5");
	assert_json(value_real(arena, 0.1), "0.1"); /* the shortest */
	assert_json(value_real(arena, (double)NAN), "null");
	assert_json(value_real(arena, (double)INFINITY), "null");
	assert_json(value_node(arena, NULL), "null");
	assert_json(value_list(arena), "[]");
	assert_json(value_map(arena), "{}");
	assert_json(value_string(arena, ""), "\"\"");
}

/* Every number read back is the number that was written. */
static void
test_json_reals_are_exact(void **state)
{
	(void)state;
	static const double reals[] = { 0.1, 1.0 / 3, 2.5e-308, 1e22,
		123456789.123456789, -0.7 };
	for (size_t i = 0; i < sizeof(reals) / sizeof(*reals); i++) {
		struct buf buf = BUF_INIT;
		double back = 0;
		value_put_json(&buf, value_real(arena, reals[i]));
		assert_int_equal(sscanf(buf.at, "%lf", &back), 1);
		assert_true(back == reals[i]);
		buf_free(&buf);
	}
}

/* As people write numbers: no power of ten. */
static void
test_reals_in_words(void **state)
{
	(void)state;
	static const struct {
		double real;
		const char *words;
	} cases[] = { { 0.00001, "0.00001" }, { -2.5e-7, "-0.00000025" },
		{ 1.0 / 3 * 1e-5, "0.0000033333333333333" }, { 0.1, "0.1" },
		{ 1.0 / 3, "0.33333333333333" }, { 12, "12" }, { 0, "0" },
		{ 1e14, "100000000000000" }, { 1e21, "1000000000000000000000" },
		{ 1e22, "1e+22" }, { -1e-300, "-1e-300" } };
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(
		    real_in_words(arena, cases[i].real), cases[i].words);
}

static void
test_json_text_is_safe_in_a_script(void **state)
{
	(void)state;
	assert_json(value_string(arena, "“点评”\"\\\n"), "\"“点评”\\\"\\\\\\n\"");
	assert_json(value_string(arena, "</script><!--&amp;"),
	    "\"\\u003c/script\\u003e\\u003c!--\\u0026amp;\"");
	assert_json(value_string(arena, "\x01\t\r\x1F\x7F"),
	    "\"\\u0001\\u0009\\u000d\\u001f\\u007f\"");
	assert_json(value_text(arena, (struct text){ "\0", 1 }), "\"\\u0000\"");
	assert_json(value_string(arena,
	                "a\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAA"),
	    "\"a\\u2028\\u2029\xE2\x80\xAA\"");
	/* The next line, a control, what is none; cut off behind a first byte. */
	assert_json(value_string(arena, "a\xC2\x85\xC2\x9F\xC2\xA0"),
	    "\"a\\u0085\\u009f\xC2\xA0\"");
	assert_json(value_string(arena, "\xC2"), "\"\xC2\"");
	/* Cut off behind the first bytes of U+2028. */
	assert_json(value_string(arena, "\xE2\x80"), "\"\xE2\x80\"");
	struct value *map = value_map(arena);
	value_set(arena, map, "</a>", value_null(arena));
	assert_json(map, "{\"\\u003c/a\\u003e\":null}");
}

static void
test_names_of_kinds(void **state)
{
	(void)state;
	for (int i = VALUE_NULL; i <= VALUE_NODE; i++)
		for (int j = VALUE_NULL; j < i; j++)
			assert_string_not_equal(
			    value_kind_name((enum value_kind)i),
			    value_kind_name((enum value_kind)j));
}

/* Faults of the program end it with 70, they don't go on. */
static void
assert_bug(void (*wrong)(void))
{
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(2);
		wrong();
		_exit(0);
	}
	int status = -1;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 70);
}

static void
add_to_map(void)
{
	value_add(arena, value_map(arena), value_null(arena));
}

static void
set_in_list(void)
{
	value_set(arena, value_list(arena), "a", value_null(arena));
}

static void
item_beyond_the_end(void)
{
	value_item(value_list(arena), 0);
}

static void
item_of_map(void)
{
	value_item(sample(), 0);
}

static void
item_of_nothing(void)
{
	value_item(NULL, 0);
}

static void
test_misuse_is_a_bug(void **state)
{
	(void)state;
	assert_bug(add_to_map);
	assert_bug(set_in_list);
	assert_bug(item_beyond_the_end);
	assert_bug(item_of_map);
	assert_bug(item_of_nothing);
}

/* Long texts go by eight bytes: each piece of one is as it is alone. */
static void
test_json_text_piece_by_piece(void **state)
{
	static const char *const pieces[] = { "\"", "\\", "<", ">", "&", "\n",
		"\x01", "\x1f", "\x7f", "\xC2\x85", "é", "\u2028", "\u2029",
		"\u2013", "汉", "\xC2",
		"€", "a", "b ", "0123456", "点评记录", "\xE2" };
	(void)state;
	chance_row = chance_seed();
	for (size_t round = 0; round < chance_rounds(20000); round++) {
		struct buf text = BUF_INIT, all = BUF_INIT, one = BUF_INIT;
		buf_putc(&all, '"');
		for (size_t n = chance_of(12); n > 0; n--) {
			const char *piece = pieces[chance_of(
			    sizeof(pieces) / sizeof(*pieces))];
			buf_puts(&text, piece);
			buf_clear(&one);
			value_put_json_text(&one, text_of(piece));
			buf_put(&all, one.at + 1, one.len - 2);
		}
		buf_putc(&all, '"');
		buf_clear(&one);
		value_put_json_text(&one, buf_text(&text));
		assert_string_equal(one.at, all.at);
		buf_free(&text);
		buf_free(&all);
		buf_free(&one);
	}
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_scalars),
		TEST(test_list),
		TEST(test_map),
		TEST(test_sized),
		TEST(test_keys_with_places),
		TEST(test_copy_shares_nothing),
		TEST(test_copy_points_at_the_same_document),
		TEST(test_json_scalars),
		TEST(test_json_reals_are_exact),
		TEST(test_reals_in_words),
		TEST(test_json_text_is_safe_in_a_script),
		TEST(test_json_text_piece_by_piece),
		TEST(test_names_of_kinds),
		TEST(test_misuse_is_a_bug),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
