/*
 * Names in the order of lists of people: by strokes, by pinyin; both total.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/name.h"
#include "base/utf8.h"

typedef int name_comparison(struct text a, struct text b);

static int
sign(int c)
{
	return (c > 0) - (c < 0);
}

/* Each stands before all that follow it. */
static void
assert_order(name_comparison *compare, const char *const *names)
{
	for (size_t i = 0; names[i] != NULL; i++)
		for (size_t j = i; names[j] != NULL; j++) {
			struct text a = text_of(names[i]), b = text_of(names[j]);
			if (sign(compare(a, b)) != (i == j ? 0 : -1) ||
			    sign(compare(b, a)) != (i == j ? 0 : 1))
				fail_msg("%s %s", names[i], names[j]);
		}
}

static void
by_strokes(void **state)
{
	static const char *const names[] = { "", "丁一", "王一", "王一川",
		"王丹", "王丹丹", "王文", "王伟", "王伟民", "王芳", "文天", "方圆",
		"石磊", "司徒", "刘洋", "刘洋洋", "李七", "李文", "李文文", "余一",
		"余海", "佘一", "沈砚舟", "张三", "阿依古丽", "阿依古丽·买买提",
		"欧阳春", "欧阳娜娜", "Anna", "Bob", NULL };
	(void)state;
	assert_order(name_compare_strokes, names);
}

/* A name spaced out stands where it would without, bytes decide the rest. */
static void
spaces_do_not_count(void **state)
{
	(void)state;
	assert_true(name_compare_strokes(TEXT_LIT("王　伟"),
			TEXT_LIT("王伟民")) < 0);
	assert_true(name_compare_strokes(TEXT_LIT("王　伟"),
			TEXT_LIT("王丹")) > 0);
	assert_true(name_compare_strokes(TEXT_LIT("王　伟"),
			TEXT_LIT("王伟")) != 0);
	assert_true(name_compare_pinyin(TEXT_LIT("王　伟"),
			TEXT_LIT("王伟民")) < 0);
}

static void
by_pinyin(void **state)
{
	static const char *const names[] = { "", "艾青", "贺长林", "贺知行",
		"卢平", "吕布", "罗映秋", "区伯", "欧文", "欧阳春", "欧阳娜娜", "仇和",
		"单雄", "沈砚舟", "王芳", "王伟", "王伟民", "谢安", "解放", "尉迟恭",
		"曾国", "查良", "张三", "张三丰", "章启衡", "Anna", NULL };
	(void)state;
	assert_order(name_compare_pinyin, names);
}

/* The same sound: a surname stays together. */
static void
a_surname_is_not_scattered(void **state)
{
	static const char *const pinyin[] = { "于安", "于志", "余安", "余志",
		"俞安", "俞志", NULL };
	static const char *const strokes[] = { "余文", "余海", "佘文", "佘海",
		NULL };
	(void)state;
	assert_order(name_compare_pinyin, pinyin);
	assert_order(name_compare_strokes, strokes);
}

/* ---- that they are orders ---- */

enum { COUNT = 400, LENGTH = 24 };
static char made[COUNT][LENGTH];

/* Of few characters, so that many begin alike; bad bytes now and then. */
static void
make_names(void)
{
	static const char *const parts[] = { "王", "欧", "阳", "单", "于", "余",
		"佘", "干", "尉", "迟", "伟", "一", "〇", " ", "　", "·", "a",
		"\xFF", "鿿", "𬍤" };
	uint32_t seed = 7;
	for (size_t i = 0; i < COUNT; i++) {
		made[i][0] = '\0';
		for (size_t n = seed % 5, len = 0; n > 0; n--) {
			seed = seed * 1664525 + 1013904223;
			len += (size_t)snprintf(&made[i][len], LENGTH - len, "%s",
			    parts[(seed >> 16) %
				(sizeof(parts) / sizeof(*parts))]);
		}
		seed = seed * 1664525 + 1013904223;
	}
}

static name_comparison *under_test;

static int
made_compare(const void *pa, const void *pb)
{
	return under_test(text_of(pa), text_of(pb));
}

/*
 * Once sorted, every pair stands as the comparison says, which no comparison
 * achieves that is not transitive; and 0 means the same bytes.
 */
static void
assert_total(name_comparison *compare)
{
	under_test = compare;
	make_names();
	qsort(made, COUNT, LENGTH, made_compare);
	for (size_t i = 0; i < COUNT; i++)
		for (size_t j = i; j < COUNT; j++) {
			struct text a = text_of(made[i]), b = text_of(made[j]);
			int c = sign(compare(a, b));
			if (c > 0 || sign(compare(b, a)) != -c ||
			    (c == 0) != text_equal(a, b))
				fail_msg("“%s” “%s”", made[i], made[j]);
		}
}

static void
both_are_total(void **state)
{
	(void)state;
	assert_total(name_compare_strokes);
	assert_total(name_compare_pinyin);
}

static void
by_the_order_asked_for(void **state)
{
	struct text a = TEXT_LIT("安心"), b = TEXT_LIT("丁一");
	(void)state;
	assert_true(name_compare(NAME_STROKES, a, b) > 0);
	assert_true(name_compare(NAME_PINYIN, a, b) < 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_strokes),
		cmocka_unit_test(spaces_do_not_count),
		cmocka_unit_test(by_pinyin),
		cmocka_unit_test(a_surname_is_not_scattered),
		cmocka_unit_test(both_are_total),
		cmocka_unit_test(by_the_order_asked_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
