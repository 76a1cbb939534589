/* Where the bytes of a value stand in its source, and code in prose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "model/prose.h"
#include "read/yaml.h"

/* Is every byte of it where it is said to be, or the whole told? */
static void
assert_placed(const char *yaml, bool verbatim)
{
	struct arena *arena = arena_new();
	struct diags diags;
	diags_init(&diags, arena);
	struct text text = text_of(yaml);
	struct span where = { 1, 0, (uint32_t)text.len };
	const struct value *value =
	    value_get(yaml_parse(arena, text, where, &diags), "a");
	assert_int_equal(diags.count, 0);
	assert_true(value_is(value, VALUE_TEXT));
	if (value_is_verbatim(value) != verbatim)
		fail_msg("%s verbatim: %s", verbatim ? "not" : "is", yaml);
	for (size_t i = 0; i < value->text.len; i++) {
		struct span part = value_part(value, i, i + 1);
		if (verbatim) {
			assert_int_equal(part.end, part.start + 1);
			assert_int_equal(text.at[part.start], value->text.at[i]);
		} else {
			assert_int_equal(part.start, value->span.start);
			assert_int_equal(part.end, value->span.end);
		}
	}
	arena_free(arena);
}

static void
test_places_of_values(void **state)
{
	(void)state;
	assert_placed("a: 校办〔2010〕11号\n", true);
	assert_placed("a: '校办〔2010〕11号'\n", true);
	assert_placed("a: \"校办〔2010〕11号\"\n", true);
	assert_placed("a: 'it''s'\n", false);
	assert_placed("a: \"a\\tb\"\n", false);
	/* Folded: as much shorter as two quotes are. */
	assert_placed("a: 今天\n  明天\n", false);
	assert_placed("a: 今天\n    明天\n", false);
	assert_placed("a: '今天\n  明天'\n", false);
	assert_placed("a: |\n  今天\n", false);
	assert_placed("a: >-\n  今天\n  明天\n", false);
	/* Head and indent are as long as quotes and the line's end. */
	assert_placed("a: |\n 今天\n", false);
	assert_placed("a: >\n 今天\n", false);
	assert_placed("a: |+\n 今天\n\nb: 明天\n", false);
	assert_placed("a: |-\n 今天\n", false);
	assert_placed("a: |\n 今天", false);
	/* Shorter and longer by the same. */
	assert_placed("a: \"\\\"今天\\L\"\n", false);
	assert_placed("a: \"\\L\\L\"\n", false);
}

static void
test_code(void **state)
{
	static const struct {
		const char *text;
		size_t end;
	} cases[] = {
		{ "", 0 },
		{ "a", 0 },
		{ "`", 1 },
		{ "`a`b", 3 },
		{ "``a`b``c", 7 },
		{ "```\na\n```\n", 9 },
		{ "``a`", 2 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(
		    prose_code_end(text_of(cases[i].text), 0), cases[i].end);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places_of_values),
		cmocka_unit_test(test_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
