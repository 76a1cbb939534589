/*
 * Arenas: zeroed, aligned, never moving what they gave, reusable after a reset.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdalign.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"

static bool
is_zero(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

static void
test_aligned_and_zeroed(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	for (size_t size = 0; size < 5000; size += size < 40 ? 1 : 331) {
		char *p = arena_alloc(arena, size);
		assert_non_null(p);
		assert_int_equal((uintptr_t)p % alignof(void *), 0);
		assert_int_equal((uintptr_t)p % alignof(int64_t), 0);
		assert_int_equal((uintptr_t)p % alignof(double), 0);
		assert_true(is_zero(p, size));
		memset(p, 0xA5, size);
	}
	arena_free(arena);
}

/* Blocks don't overlap and stay where they are while others are taken. */
static void
test_blocks_keep_their_bytes(void **state)
{
	(void)state;
	enum { BLOCKS = 3000 };
	static unsigned char *blocks[BLOCKS];
	struct arena *arena = arena_new();
	for (size_t i = 0; i < BLOCKS; i++) {
		blocks[i] = arena_alloc(arena, i % 97 + 1);
		memset(blocks[i], (int)(i % 251), i % 97 + 1);
	}
	for (size_t i = 0; i < BLOCKS; i++)
		for (size_t j = 0; j < i % 97 + 1; j++)
			assert_int_equal(blocks[i][j], i % 251);
	arena_free(arena);
}

static void
test_huge_blocks_between_small(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	char *small = arena_alloc(arena, 8);
	char *huge = arena_alloc(arena, (size_t)5 << 20);
	char *again = arena_alloc(arena, 8);
	memset(small, 1, 8);
	memset(again, 2, 8);
	assert_true(is_zero(huge, (size_t)5 << 20));
	memset(huge, 3, (size_t)5 << 20);
	assert_int_equal(small[7], 1);
	assert_int_equal(again[0], 2);
	assert_true(arena_used(arena) >= ((size_t)5 << 20) + 16);
	arena_free(arena);
}

static void
test_reset_gives_clean_memory(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	arena_reset(arena); /* nothing taken yet */
	for (int round = 0; round < 50; round++) {
		char *one = arena_alloc(arena, 3000);
		char *two = arena_alloc(arena, 70000);
		assert_true(is_zero(one, 3000));
		assert_true(is_zero(two, 70000));
		memset(one, 0xFF, 3000);
		memset(two, 0xFF, 70000);
		arena_reset(arena);
		assert_int_equal(arena_used(arena), 0);
	}
	arena_free(arena);
}

/* A loop over a scratch arena must not grow with the number of rounds. */
static void
test_reset_keeps_a_chunk(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	char *before = arena_alloc(arena, 64);
	arena_reset(arena);
	char *after = arena_alloc(arena, 64);
	assert_ptr_equal(before, after);
	arena_free(arena);
}

static void
test_grow_keeps_the_old(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	size_t *numbers = NULL, count = 0, capacity = 0;
	const size_t *first = NULL;
	for (size_t i = 0; i < 100000; i++) {
		ARENA_ROOM(arena, numbers, count, capacity);
		assert_true(count < capacity);
		numbers[count++] = i;
		if (i == 0)
			first = numbers;
	}
	for (size_t i = 0; i < count; i++)
		assert_int_equal(numbers[i], i);
	assert_int_equal(*first, 0); /* still readable */
	assert_true(first != numbers);
	assert_true(capacity < 2 * 100000 * 2);
	arena_free(arena);
}

static void
test_grow_zeroes_what_is_new(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	size_t capacity = 4;
	int *old = ARENA_ARRAY(arena, int, 4);
	for (int i = 0; i < 4; i++)
		old[i] = 7;
	int *grown = arena_grow(arena, old, 4, &capacity, sizeof(*old));
	assert_int_equal(capacity, 8);
	assert_int_equal(grown[3], 7);
	assert_true(is_zero((char *)&grown[4], 4 * sizeof(int)));
	arena_free(arena);
}

static void
test_copies_are_terminated(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	const char raw[] = { 'a', 'b', 'c', 'X' };
	char *copy = arena_copy(arena, raw, 3);
	assert_string_equal(copy, "abc");
	assert_ptr_not_equal(copy, raw);
	assert_string_equal(arena_copy(arena, NULL, 0), "");
	assert_string_equal(arena_string(arena, "通报"), "通报");
	struct text t = arena_text(arena, (struct text){ "a\0b", 3 });
	assert_int_equal(t.len, 3);
	assert_memory_equal(t.at, "a\0b\0", 4);
	struct text empty = arena_text(arena, TEXT_LIT(""));
	assert_non_null(empty.at);
	assert_int_equal(empty.at[0], 0);
	arena_free(arena);
}

static void
test_printf_of_any_length(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	assert_string_equal(arena_printf(arena, "%s", ""), "");
	assert_string_equal(arena_printf(arena, "%d/%s", 7, "学院"), "7/学院");
	char *wide = arena_printf(arena, "%*s", 300000, "x");
	assert_int_equal(strlen(wide), 300000);
	assert_int_equal(wide[299999], 'x');
	arena_free(arena);
}

static void
test_used_counts_everything(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	assert_int_equal(arena_used(arena), 0);
	size_t before = 0;
	for (int i = 0; i < 200; i++) {
		arena_alloc(arena, 1000);
		assert_true(arena_used(arena) >= before + 1000);
		before = arena_used(arena);
	}
	assert_true(before < 200 * 1100);
	arena_free(arena);
	arena_free(NULL);
}

/* What was taken from either stays as it is, and is given back once. */
static void
test_join(void **state)
{
	(void)state;
	for (size_t a = 0; a < 3; a++)
		for (size_t b = 0; b < 3; b++) {
			static const size_t sizes[] = { 0, 100, 5 << 20 };
			struct arena *into = arena_new(), *from = arena_new();
			char *one = sizes[a] == 0 ? NULL
						  : arena_alloc(into, sizes[a]);
			char *two = sizes[b] == 0 ? NULL
						  : arena_alloc(from, sizes[b]);
			if (one != NULL)
				memset(one, 1, sizes[a]);
			if (two != NULL)
				memset(two, 2, sizes[b]);
			size_t used = arena_used(into) + arena_used(from);
			arena_join(into, from);
			assert_int_equal(arena_used(into), used);
			char *more = arena_alloc(into, 1000);
			memset(more, 3, 1000);
			for (size_t i = 0; i < sizes[a]; i++)
				assert_int_equal(one[i], 1);
			for (size_t i = 0; i < sizes[b]; i++)
				assert_int_equal(two[i], 2);
			arena_reset(into);
			assert_int_equal(arena_used(into), 0);
			arena_free(into);
		}
}

/* Locked, it can't be read; unlocked, all is as it was. */
static void
test_vault(void **state)
{
	(void)state;
	struct arena *vault = arena_new_vault();
	char *small = arena_string(vault, "甲");
	char *large = arena_alloc(vault, (size_t)3 << 20);
	large[((size_t)3 << 20) - 1] = 'x';
	arena_lock(vault);
	for (int i = 0; i < 2; i++) {
		int status;
		pid_t child = fork();
		if (child == 0) {
			close(2);
			volatile char c = i == 0 ? *small : *large;
			(void)c;
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	arena_unlock(vault);
	assert_string_equal(small, "甲");
	assert_int_equal(large[((size_t)3 << 20) - 1], 'x');
	arena_reset(vault);
	assert_string_equal(arena_string(vault, "乙"), "乙");
	arena_lock(vault);
	arena_free(vault);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_aligned_and_zeroed),
		cmocka_unit_test(test_blocks_keep_their_bytes),
		cmocka_unit_test(test_huge_blocks_between_small),
		cmocka_unit_test(test_reset_gives_clean_memory),
		cmocka_unit_test(test_reset_keeps_a_chunk),
		cmocka_unit_test(test_grow_keeps_the_old),
		cmocka_unit_test(test_grow_zeroes_what_is_new),
		cmocka_unit_test(test_copies_are_terminated),
		cmocka_unit_test(test_printf_of_any_length),
		cmocka_unit_test(test_used_counts_everything),
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_vault),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
