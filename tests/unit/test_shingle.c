/* Passages: what is sure to be found is, what shares too little is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sure),
		cmocka_unit_test(test_owner_and_place),
		cmocka_unit_test(test_drop),
	};
	return cmocka_run_group_tests_name("shingle", tests, NULL, NULL);
}
