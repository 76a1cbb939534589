/* Passages: what is sure to be found is, what shares too little is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/shingle.h"
#include "base/utf8.h"
#include "chance.h"

static uint32_t
chance_below(uint64_t *state, uint32_t count)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33) % count;
}

/* A text of so many different-looking Han characters, marks strewn in. */
static struct text
text_make(struct arena *arena, uint64_t *chance, size_t characters,
    bool marks)
{
	struct buf buf = BUF_INIT;
	while (characters-- > 0) {
		buf_put_utf8(&buf, 0x4E00 + (uint32_t)chance_below(chance, 5000));
		if (marks && chance_below(chance, 3) == 0)
			buf_puts(&buf, chance_below(chance, 2) == 0 ? "，" : " *");
	}
	struct text made = arena_text(arena, buf_text(&buf));
	buf_free(&buf);
	return made;
}

static size_t
found(const struct shingles *shingles, struct arena *arena, struct text text)
{
	struct shingle_match *matches;
	return shingles_find(shingles, arena, text, &matches);
}

/* Any part that has SHINGLE_SURE characters, and a short text as a whole. */
static void
test_sure(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	uint64_t chance = chance_seed();
	for (size_t round = 0; round < chance_rounds(400); round++) {
		struct shingles *s = shingles_new();
		size_t length = SHINGLE_LENGTH + chance_below(&chance, 60);
		struct text text = text_make(arena, &chance, length, true);
		assert_int_equal(shingles_add(s, text, 7), length);
		assert_true(found(s, arena, text) > 0);
		size_t starts[128], count = 0;
		for (size_t pos = 0; pos < text.len;) {
			size_t start = pos;
			if (utf8_is_han(utf8_next(text, &pos)))
				starts[count++] = start;
		}
		starts[count] = text.len;
		for (size_t i = 0; i + SHINGLE_SURE <= count; i++)
			assert_true(found(s, arena,
					text_cut(text, starts[i],
					    starts[i + SHINGLE_SURE])) > 0);
		for (size_t i = 0; i + SHINGLE_LENGTH <= count; i++)
			assert_int_equal(found(s, arena,
					     text_cut(text, starts[i],
						 starts[i + SHINGLE_LENGTH - 1])),
			    0);
		shingles_free(s);
		arena_reset(arena);
	}
	arena_free(arena);
}

static void
test_owner_and_place(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct shingles *s = shingles_new();
	struct shingle_match *m;
	assert_int_equal(shingles_add(s, TEXT_LIT("不到十二个字"), 1), 6);
	assert_true(shingles_are_none(s));
	shingles_add(s, TEXT_LIT("甲乙丙丁戊己庚辛壬癸子丑"), 2);
	shingles_add(s, TEXT_LIT("甲乙丙丁戊己庚辛壬癸子丑"), 3);
	struct text text = TEXT_LIT("前，甲乙 丙丁\n戊己庚辛*壬癸*子丑。后");
	assert_int_equal(shingles_find(s, arena, text, &m), 1);
	assert_int_equal(m[0].owner, 2);
	assert_int_equal(m[0].start, strlen("前，"));
	assert_int_equal(m[0].end, text.len - strlen("。后"));
	/* Half width, small letters. */
	/* As it is, and as it is looked through: folded. */
	shingles_add(s, TEXT_LIT("子•丑\u2800寅卯\xC2\x81辰巳午未申酉戌亥"), 5);
	assert_int_equal(
	    found(s, arena, TEXT_LIT("子·丑 寅卯辰巳午未申酉戌亥")), 1);
	shingles_add(s, TEXT_LIT("Abcdef 0123456"), 4);
	assert_int_equal(found(s, arena, TEXT_LIT("ＡＢＣdef-０12.3456")), 1);
	shingles_free(s);
	arena_free(arena);
}

static void
test_drop(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	uint64_t chance = chance_seed();
	struct shingles *s = shingles_new();
	struct text one = text_make(arena, &chance, 400, false);
	struct text two = text_make(arena, &chance, 400, true);
	shingles_add(s, one, 1);
	shingles_add(s, two, 2);
	shingles_drop(s, one);
	assert_int_equal(found(s, arena, one), 0);
	assert_true(found(s, arena, two) > 0);
	assert_false(shingles_are_none(s));
	shingles_drop(s, two);
	assert_int_equal(found(s, arena, two), 0);
	assert_true(shingles_are_none(s));
	shingles_free(s);
	arena_free(arena);
}

/* ---- for another process ---- */

static void
same_matches(const struct shingles *a, const struct shingles *b,
    struct arena *arena, struct text text)
{
	struct shingle_match *x, *y;
	size_t count = shingles_find(a, arena, text, &x);
	assert_int_equal(shingles_find(b, arena, text, &y), count);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(x[i].start, y[i].start);
		assert_int_equal(x[i].end, y[i].end);
		assert_int_equal(x[i].owner, y[i].owner);
	}
}

#define OWNERS 5

/* Texts of all owners, parts of which are dropped; a text with parts of all. */
static struct text
some_shingles(struct shingles *s, struct arena *arena, uint64_t *chance)
{
	struct buf mixed = BUF_INIT;
	for (uint32_t owner = 0; owner < OWNERS; owner++) {
		size_t length = chance_below(chance, 3) == 0
		    ? chance_below(chance, 3000)
		    : chance_below(chance, 60);
		struct text text = text_make(arena, chance, length, true);
		size_t half = text.len / 2;
		while (half < text.len && (text.at[half] & 0xC0) == 0x80)
			half++;
		shingles_add(s, text, owner);
		if (chance_below(chance, 3) == 0)
			shingles_drop(s, text_from(text, half));
		buf_putt(&mixed, text_from(text, half));
		buf_putt(&mixed, text_cut(text, 0, half));
		buf_putt(&mixed, text);
	}
	struct text made = arena_text(arena, buf_text(&mixed));
	buf_free(&mixed);
	return made;
}

static void
test_pack(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	uint64_t chance = chance_seed();
	for (size_t round = 0; round < chance_rounds(400); round++) {
		struct shingles *s = shingles_new();
		struct buf bytes = BUF_INIT;
		struct text text = some_shingles(s, arena, &chance);
		shingles_pack(s, &bytes);
		struct unpack from = { .bytes = buf_text(&bytes) };
		struct shingles *again = shingles_unpack(&from, OWNERS);
		assert_false(unpack_failed(&from));
		assert_int_equal(shingles_are_none(s),
		    shingles_are_none(again));
		same_matches(s, again, arena, text);
		/* They go on as the others do. */
		shingles_drop(s, text_from(text, text.len / 2));
		shingles_drop(again, text_from(text, text.len / 2));
		same_matches(s, again, arena, text);
		some_shingles(again, arena, &chance);
		shingles_free(again);
		shingles_free(s);
		buf_free(&bytes);
		arena_reset(arena);
	}
	arena_free(arena);
}

static void
refused(struct text bytes)
{
	char *copy = memcpy(malloc(bytes.len + 1), bytes.at, bytes.len);
	struct unpack from = { .bytes = { copy, bytes.len } };
	struct shingles *s = shingles_unpack(&from, OWNERS);
	assert_true(from.failed);
	assert_true(shingles_are_none(s));
	shingles_free(s);
	free(copy);
}

static void
test_broken(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	uint64_t chance = chance_seed();
	for (size_t round = 0; round < chance_rounds(2000); round++) {
		struct shingles *s = shingles_new();
		struct buf bytes = BUF_INIT;
		struct text text = some_shingles(s, arena, &chance);
		shingles_free(s);
		s = shingles_new();
		shingles_add(s, text, OWNERS - 1);
		shingles_pack(s, &bytes);
		shingles_free(s);
		size_t len = chance_below(&chance, (uint32_t)bytes.len);
		refused((struct text){ bytes.at, len });
		bytes.at[len] ^= (char)(1 << chance_below(&chance, 8));
		struct unpack from = { .bytes = buf_text(&bytes) };
		s = shingles_unpack(&from, OWNERS);
		found(s, arena, text);
		shingles_free(s);
		buf_free(&bytes);
		arena_reset(arena);
	}
	arena_free(arena);
#define HASH "12345678"
	refused(TEXT_LIT("\x01" HASH "\x05"));
	refused(TEXT_LIT("\x02" HASH "\x04" HASH "\x03" "87654321\x03"));
	refused(TEXT_LIT("\x01\0\0\0\0\0\0\0\0\x04"));
	refused(TEXT_LIT("\x01\x01\0\0\0\0\0\0\0\x04"));
	refused(TEXT_LIT("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F" HASH "\x04"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sure),
		cmocka_unit_test(test_owner_and_place),
		cmocka_unit_test(test_drop),
		cmocka_unit_test(test_pack),
		cmocka_unit_test(test_broken),
	};
	return cmocka_run_group_tests_name("shingle", tests, NULL, NULL);
}
