/* Documents as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "read/markdown.h"
#include "render/plain.h"

static void
expect(const char *markdown, const char *wanted)
{
	struct arena *arena = arena_new();
	struct diags diags;
	struct buf out = BUF_INIT;
	diags_init(&diags, arena);
	struct node *root =
	    markdown_parse(arena, text_of(markdown), SPAN_NONE, &diags);
	assert_non_null(root);
	plain_put(&out, root);
	assert_string_equal(out.len == 0 ? "" : out.at, wanted);
	buf_free(&out);
	arena_free(arena);
}

static void
test_lines(void **state)
{
	(void)state;
	expect("", "");
	expect("一段\n\n又一段", "一段\n\n又一段\n");
	expect("一行\n接着", "一行接着\n");
	expect("one\ntwo", "one two\n");
	expect("一行  \n另起", "一行\n另起\n");
	expect("# 题\n\n文", "# 题\n\n文\n");
	expect("**重**和*轻*和`码`", "重和轻和码\n");
	expect("一\n\n---\n\n二", "一\n\n* * *\n\n二\n");
}

/* What a link leads to is not there, however it is written. */
static void
test_addresses(void **state)
{
	(void)state;
	expect("见[典型](../exemplar/ding.md)。", "见典型。\n");
	expect("见[典型][d]。\n\n[d]: ../exemplar/ding.md", "见典型。\n");
	expect("[d]: ../exemplar/ding.md", "");
	expect("[甲*乙*](a \"题\")", "甲乙\n");
	expect("![现场](xian/chang.png \"ding\")", "现场\n");
	expect("| 甲 |\n|---|\n| [乙](ding) |", "甲\n乙\n");
}

static void
test_blocks(void **state)
{
	(void)state;
	expect("- 甲\n- 乙\n  - 丙\n- 丁", "- 甲\n- 乙\n  - 丙\n- 丁\n");
	expect("3. 甲\n4. 乙", "3. 甲\n4. 乙\n");
	expect("1) 甲\n\n   续\n\n2) 乙", "1) 甲\n\n   续\n\n2) 乙\n");
	expect("> 引\n>\n> 文", "> 引\n\n> 文\n");
	expect("> - 甲\n>   乙", "> - 甲乙\n");
	expect("文\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n完",
	    "文\n\n甲 | 乙\n1 | 2\n\n完\n");
	expect("```\n一\n  二\n```", "一\n  二\n");
	expect("- 甲\n\n  ```\n  一\n  二\n  ```", "- 甲\n\n  一\n  二\n");
	expect("```\n    一\n  二  \n\n```", "    一\n  二  \n");
}

/* Within a list of its own each item has its number, and soon. */
static void
test_long_lists(void **state)
{
	(void)state;
	struct buf markdown = BUF_INIT, wanted = BUF_INIT;
	expect("1. 甲\n   1. 乙\n   2. 丙\n2. 丁",
	    "1. 甲\n   1. 乙\n   2. 丙\n2. 丁\n");
	for (int i = 1; i <= 100000; i++) {
		buf_puts(&markdown, "1. a\n");
		buf_printf(&wanted, "%d. a\n", i);
	}
	expect(markdown.at, wanted.at);
	buf_free(&markdown);
	buf_free(&wanted);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_long_lists),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
