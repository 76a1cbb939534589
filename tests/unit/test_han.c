/*
 * Han characters: strokes as the standard has them, surnames in their
 * published order, readings, and that the orders are orders.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "base/han.h"
#include "base/utf8.h"

static uint32_t
code_of(const char *character)
{
	size_t at = 0;
	return utf8_next(text_of(character), &at);
}

static void
assert_strokes(const char *character, const char *want)
{
	uint8_t kinds[HAN_STROKES_MOST];
	char got[HAN_STROKES_MOST + 1] = "";
	size_t n = han_strokes(code_of(character), kinds);
	for (size_t i = 0; i < n; i++)
		got[i] = (char)('0' + kinds[i]);
	got[n] = '\0';
	if (strcmp(got, want) != 0)
		fail_msg("%s: %s, not %s", character, got, want);
}

static void
strokes_of_the_standard(void **state)
{
	static const char *const known[][2] = {
		{ "一", "1" }, { "乙", "5" }, { "王", "1121" },
		{ "文", "4134" }, { "李", "1234521" }, { "张", "5153154" },
		{ "沈", "4414535" }, { "陈", "5215234" }, { "车", "1512" },
		{ "方", "4153" }, { "万", "153" }, { "马", "551" },
		{ "字", "445521" }, { "再", "125211" }, { "龟", "3525115" },
		{ "卵", "3543524" }, { "敝", "43252343134" },
		{ "黄", "12212512134" }, { "真", "1225111134" },
		{ "青", "11212511" }, { "骨", "255452511" },
		{ "脊", "4134342511" }, { "巫", "1234341" }, { "爽", "13434343434" },
		{ "谢", "453251113124" }, { "凸", "21251" }, { "凹", "25251" },
		{ "肃", "51123234" }, { "鼎", "251115132125" },
		{ "𬉼", "43341345" }, { "𬍤", "1121511124" }, { "㛃", "111253531" },
		{ "〇", "5" }, { "a", "" }, { "ア", "" }, { "，", "" },
		{ "鿿", "" }, { "𪚥", "" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		assert_strokes(known[i][0], known[i][1]);
}

/* Every one of the block but 44 late additions has strokes. */
static void
most_are_known(void **state)
{
	uint8_t kinds[HAN_STROKES_MOST];
	size_t strokes = 0, sounds = 0;
	(void)state;
	for (uint32_t c = 0x4E00; c <= 0x9FFF; c++) {
		size_t n = han_strokes(c, kinds);
		strokes += n > 0;
		sounds += han_sound(c) > 0;
		for (size_t i = 0; i < n; i++)
			assert_in_range(kinds[i], 1, 5);
	}
	assert_int_equal(strokes, 20992 - 44);
	assert_true(sounds > 20900);
}

/* Common surnames as lists of names have them, by 姓氏笔画. */
static const char surnames[] =
    "丁卜于万马王韦尤车牛毛文方尹孔邓甘艾古左石龙卢叶田史付白包冯兰司皮"
    "邢毕吕朱乔伍任华向庄刘齐关江汤安许阮孙牟纪严苏杜李杨肖时吴邱何余邹"
    "汪沈宋张陆陈邵武范林欧尚明易罗季岳金周庞郑孟赵胡柳钟段侯施姜洪祝姚"
    "贺骆秦袁贾夏顾钱徐凌高郭唐陶黄曹常崔梁彭葛董蒋韩程傅曾谢雷蔡廖谭熊"
    "颜潘薛戴魏";

static void
surnames_in_published_order(void **state)
{
	struct text all = text_of(surnames);
	size_t count = 1;
	(void)state;
	for (size_t at = 0, next; ; at = next, count++) {
		next = at;
		uint32_t one = utf8_next(all, &next);
		size_t after = next;
		if (next >= all.len)
			break;
		uint32_t two = utf8_next(all, &after);
		if (han_compare_strokes(one, two) >= 0 ||
		    han_compare_strokes(two, one) <= 0)
			fail_msg("%.6s", &surnames[at]);
	}
	assert_true(count > 130);
}

/* What collations that are made for other places get wrong. */
static void
not_the_order_of_icu(void **state)
{
	(void)state;
	assert_true(han_compare_strokes(code_of("王"), code_of("文")) < 0);
	assert_true(han_compare_strokes(code_of("李"), code_of("张")) < 0);
	/* 艹 has three strokes, 阝 two. */
	assert_true(han_compare_strokes(code_of("苏"), code_of("杜")) < 0);
	assert_true(han_compare_strokes(code_of("陈"), code_of("赵")) < 0);
}

static void
same_strokes_and_unknown(void **state)
{
	(void)state;
	assert_true(han_compare_strokes(code_of("干"), code_of("于")) < 0);
	assert_true(han_compare_strokes(code_of("余"), code_of("佘")) < 0);
	assert_true(han_compare_strokes(code_of("龘"), code_of("鿿")) < 0);
	assert_true(han_compare_strokes(code_of("a"), code_of("一")) > 0);
	assert_true(han_compare_strokes(code_of("a"), code_of("b")) < 0);
	assert_int_equal(han_compare_strokes('a', 'a'), 0);
}

static void
assert_reading(unsigned sound, const char *syllable, int tone)
{
	int got;
	assert_true(sound > 0);
	assert_string_equal(han_syllable(sound, &got), syllable);
	assert_int_equal(got, tone);
}

static void
readings(void **state)
{
	(void)state;
	assert_reading(han_sound(code_of("王")), "wang", 2);
	assert_reading(han_sound(code_of("吕")), "lü", 3);
	assert_reading(han_sound(code_of("单")), "dan", 1);
	assert_reading(han_sound(code_of("长")), "chang", 2);
	assert_reading(han_sound(code_of("卓")), "zhuo", 2);
	assert_reading(han_sound(code_of("𬍤")), "xun", 2);
	assert_int_equal(han_sound('a'), 0);
	/* ü right after u. */
	static const char *const order[] = { "阿", "安", "卢", "鲁", "陆",
		"吕", "栾", "略", "伦", "罗", "马", "怒", "女", "暖", "左" };
	for (size_t i = 1; i < sizeof(order) / sizeof(*order); i++)
		assert_true(han_sound(code_of(order[i - 1])) <
		    han_sound(code_of(order[i])));
}

static void
readings_of_surnames(void **state)
{
	static const struct {
		const char *name;
		size_t length;
		const char *syllable;
		int tone;
	} known[] = {
		{ "单雄", 1, "shan", 4 }, { "解放", 1, "xie", 4 },
		{ "仇和", 1, "qiu", 2 }, { "曾国强", 1, "zeng", 1 },
		{ "区伯", 1, "ou", 1 }, { "查良镛", 1, "zha", 1 },
		{ "任远", 1, "ren", 2 }, { "朴正", 1, "piao", 2 },
		{ "尉迟恭", 2, "yu", 4 }, { "尉健行", 1, "wei", 4 },
		{ "令狐冲", 2, "ling", 2 }, { "欧阳春", 2, "ou", 1 },
		{ "欧阳", 1, "ou", 1 }, { "万俟卨", 2, "mo", 4 },
		{ "万里", 1, "wan", 4 }, { "王　芳", 1, "wang", 2 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		unsigned sounds[2];
		assert_int_equal(han_surname(text_of(known[i].name), sounds),
		    known[i].length);
		assert_reading(sounds[0], known[i].syllable, known[i].tone);
	}
	unsigned sounds[2];
	assert_int_equal(han_surname(text_of("尉迟恭"), sounds), 2);
	assert_reading(sounds[1], "chi", 2);
	assert_int_equal(han_surname(text_of(" "), sounds), 0);
	assert_int_equal(han_surname(text_of("Anna"), sounds), 1);
	assert_int_equal(sounds[0], 0);
}

static void
same_sound(void **state)
{
	(void)state;
	assert_true(han_same_sound(code_of("洲"), code_of("舟")));
	assert_true(han_same_sound(code_of("珍"), code_of("镇")));
	/* As a surname and elsewhere. */
	assert_true(han_same_sound(code_of("单"), code_of("善")));
	assert_true(han_same_sound(code_of("单"), code_of("丹")));
	assert_true(han_same_sound(code_of("洲"), code_of("州")));
	assert_true(han_same_sound(code_of("洲"), code_of("周")));
	assert_false(han_same_sound(code_of("卢"), code_of("吕")));
	assert_false(han_same_sound(code_of("洲"), code_of("中")));
	/* Two that nobody can read don't sound the same. */
	assert_false(han_same_sound('a', 'a'));
	assert_false(han_same_sound(code_of("王"), 'a'));
}

/* Sorted by an order, every pair stands as it says: it is one, and total. */
static int
by_strokes(const void *pa, const void *pb)
{
	return han_compare_strokes(*(const uint32_t *)pa, *(const uint32_t *)pb);
}

static void
strokes_are_an_order(void **state)
{
	enum { COUNT = 900 };
	static uint32_t codes[COUNT];
	uint32_t seed = 1;
	(void)state;
	for (size_t i = 0; i < COUNT; i++) {
		seed = seed * 1664525 + 1013904223;
		/* Few strokes, where ties are, the rest, and what has none. */
		codes[i] = i % 3 == 0 ? 0x4E00 + (seed >> 16) % 64
		    : i % 3 == 1      ? 0x4DF0 + (seed >> 8) % 21100
				      : 0x2B000 + (seed >> 8) % 4096;
	}
	qsort(codes, COUNT, sizeof(*codes), by_strokes);
	for (size_t i = 0; i < COUNT; i++)
		for (size_t j = i; j < COUNT; j++) {
			int c = han_compare_strokes(codes[i], codes[j]);
			int d = han_compare_strokes(codes[j], codes[i]);
			assert_true(c <= 0 && d == -c);
			assert_true((c == 0) == (codes[i] == codes[j]));
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strokes_of_the_standard),
		cmocka_unit_test(most_are_known),
		cmocka_unit_test(surnames_in_published_order),
		cmocka_unit_test(not_the_order_of_icu),
		cmocka_unit_test(same_strokes_and_unknown),
		cmocka_unit_test(readings),
		cmocka_unit_test(readings_of_surnames),
		cmocka_unit_test(same_sound),
		cmocka_unit_test(strokes_are_an_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
