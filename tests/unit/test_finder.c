/* Many words at once: the same as looking for each of them by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/buf.h"
#include "base/finder.h"

#define WORDS 24
#define FOUND 2000

static uint64_t chance_state = 2010;

static size_t
chance(size_t count)
{
	chance_state = chance_state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(chance_state >> 33) % count;
}

/* Few characters, so that words overlap, begin and end alike. */
static const char *const alphabet[] = { "王", "明", "亮", "a", "é", "𠮷",
	"\n", " ", "　", "\t", "\xFF", "\xE7" };

#define LETTERS 10
#define BYTES 12 /* of which the last are no letters: a picture has any */

/* The first `letters` of the alphabet; some of them are white space. */
static struct text
text_make(struct arena *arena, size_t length, size_t letters)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < length; i++)
		buf_puts(&buf, alphabet[chance(letters)]);
	struct text made = arena_text(arena, buf_text(&buf));
	buf_free(&buf);
	return made;
}

static bool
is_space(struct text text, size_t at, size_t *step)
{
	struct text rest = text_from(text, at);
	*step = text_starts(rest, "　") ? 3 : 1;
	return text_starts(rest, "　") || text_starts(rest, " ") ||
	    text_starts(rest, "\n") || text_starts(rest, "\t");
}

/* Where the word ends that begins at `at`, white space left out; 0: nowhere. */
static size_t
word_end(struct text text, size_t at, struct text word)
{
	size_t step, lines = 0, read = 0;
	while (read < word.len) {
		if (is_space(word, read, &step)) {
			read += step;
			continue;
		}
		if (at == text.len)
			return 0;
		if (read > 0 && is_space(text, at, &step)) {
			if (text.at[at] == '\n' && ++lines == 2)
				return 0;
			at += step;
			continue;
		}
		lines = 0;
		if (text.at[at++] != word.at[read++])
			return 0;
	}
	return at;
}

static size_t
length_of(struct text word)
{
	size_t length = 0, step;
	for (size_t at = 0; at < word.len; at += step)
		if (!is_space(word, at, &step))
			length += step;
	return length;
}

/* What lies within another goes, of equal ones the later. */
static size_t
naive(const struct text *words, size_t count, struct text text,
    struct finder_match *out)
{
	static struct finder_match all[FOUND];
	size_t found = 0, kept = 0;
	for (size_t at = 0; at < text.len; at++)
		for (size_t w = 0; w < count; w++) {
			size_t step, end;
			if (length_of(words[w]) == 0 ||
			    is_space(text, at, &step) ||
			    (end = word_end(text, at, words[w])) == 0)
				continue;
			assert_true(found < FOUND);
			all[found++] = (struct finder_match){ at, end, w };
		}
	for (size_t i = 0; i < found; i++) {
		bool within = false;
		for (size_t j = 0; j < found; j++)
			within = within ||
			    (i != j && all[j].start <= all[i].start &&
				all[i].end <= all[j].end &&
				(all[j].start < all[i].start ||
				    all[i].end < all[j].end ||
				    all[j].word < all[i].word));
		if (!within)
			out[kept++] = all[i];
	}
	return kept;
}

static void
test_as_each_by_itself(void **state)
{
	static struct finder_match wanted[FOUND];
	(void)state;
	for (int round = 0; round < 4000; round++) {
		struct arena *arena = arena_new();
		struct text words[WORDS];
		size_t count = chance(WORDS + 1);
		/* Every other round without short words: the filter is on. */
		for (size_t i = 0; i < count; i++)
			words[i] = text_make(arena, chance(6),
			    round % 2 == 0 ? LETTERS : 3);
		struct text text = text_make(arena, chance(80),
		    round % 4 < 2 ? LETTERS : BYTES);
		struct finder *finder = finder_make(arena, words, count);
		struct finder_match *matches;
		size_t found = finder_find(finder, arena, text, &matches);
		size_t want = naive(words, count, text, wanted);
		assert_int_equal(found, want);
		for (size_t i = 0; i < found; i++) {
			assert_int_equal(matches[i].start, wanted[i].start);
			assert_int_equal(matches[i].end, wanted[i].end);
			assert_int_equal(matches[i].word, wanted[i].word);
		}
		arena_free(arena);
	}
}

static size_t
find(const char *text, struct finder_match **matches, struct arena *arena)
{
	static const struct text words[] = { { "王明", 6 }, { "王明亮", 9 },
		{ "亮", 3 }, { "", 0 }, { "Li Ming", 7 } };
	struct finder *finder = finder_make(arena, words, 5);
	return finder_find(finder, arena, text_of(text), matches);
}

static void
test_by_example(void **state)
{
	struct arena *arena = arena_new();
	struct finder_match *m;
	(void)state;
	assert_int_equal(find("", &m, arena), 0);
	assert_int_equal(find("王明亮", &m, arena), 1);
	assert_int_equal(m[0].word, 1);
	assert_int_equal(find("王 明\n亮", &m, arena), 1);
	assert_int_equal(find("王明\n\n亮", &m, arena), 2);
	assert_int_equal(find("小王　明的", &m, arena), 1);
	assert_int_equal(m[0].start, 3);
	assert_int_equal(m[0].end, 12);
	assert_int_equal(find("LiMing, Li  Ming", &m, arena), 2);
	assert_int_equal(find("王", &m, arena), 0);
	arena_free(arena);
}

/* A university's members: what it takes is bounded by the names' bytes. */
static void
test_many_names(void **state)
{
	struct arena *arena = arena_new();
	static struct text names[15000];
	size_t bytes = 0;
	(void)state;
	for (size_t i = 0; i < 15000; i++) {
		struct buf name = BUF_INIT;
		for (int c = 0; c < 3; c++) {
			unsigned code = 0x4E00 + (unsigned)chance(3000);
			char han[] = { (char)(0xE0 | code >> 12),
				(char)(0x80 | (code >> 6 & 63)),
				(char)(0x80 | (code & 63)) };
			buf_put(&name, han, 3);
		}
		names[i] = arena_text(arena, buf_text(&name));
		bytes += names[i].len;
		buf_free(&name);
	}
	size_t before = arena_used(arena);
	struct finder *finder = finder_make(arena, names, 15000);
	assert_true(arena_used(arena) - before < bytes * 17 + 20000);
	for (size_t i = 0; i < 15000; i++) {
		struct finder_match *m;
		assert_int_equal(finder_find(finder, arena, names[i], &m), 1);
		assert_true(text_equal(names[m[0].word], names[i]));
	}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_each_by_itself),
		cmocka_unit_test(test_by_example),
		cmocka_unit_test(test_many_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
