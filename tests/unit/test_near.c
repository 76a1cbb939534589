/*
 * “Did you mean …?”: slips of the hand, of the ear (the same sound), short
 * forms of long names; nothing for what is only another word.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/near.h"
#include "base/utf8.h"

static const char *
nearest(const char *word)
{
	static const char *const words[] = { "review", "点评", "reply",
		"整改回复", "report", "汇报", "reviewer", "点评人", "subject",
		"点评对象", "a" };
	const char *near =
	    nearest_word(word, words, sizeof(words) / sizeof(*words));
	return near == NULL ? "" : near;
}

static void
test_nearest_in_english(void **state)
{
	(void)state;
	assert_string_equal(nearest("review"), "review");
	assert_string_equal(nearest("revew"), "review");
	assert_string_equal(nearest("reveiw"), "review"); /* swapped */
	assert_string_equal(nearest("reviewr"), "review");
	assert_string_equal(nearest("revieweer"), "reviewer");
	assert_string_equal(nearest("subjct"), "subject");
	assert_string_equal(nearest("tcejbus"), "");
	assert_string_equal(nearest("b"), ""); /* all of it differs */
	assert_string_equal(nearest(""), "");
}

static void
test_nearest_in_chinese(void **state)
{
	(void)state;
	/* Characters count, not bytes: 评 and 坪 share bytes. */
	assert_string_equal(nearest("点平"), "点评");
	assert_string_equal(nearest("点评对相"), "点评对象");
	assert_string_equal(nearest("整改恢复"), "整改回复");
	assert_string_equal(nearest("评点"), "点评"); /* swapped */
	assert_string_equal(nearest("会议"), "");
	assert_string_equal(nearest("书"), "");
}

/* A name with a title, a short name below the name of the whole. */
static void
test_nearest_that_is_part_of_it(void **state)
{
	(void)state;
	static const char *const words[] = { "田守正", "正田", "文学院党总支",
		"中共示例大学委员会", "文学院", "总支" };
	static const char *const said[][2] = {
		{ "党委书记田守正", "田守正" },
		{ "田守正党委书记", "田守正" },
		{ "中共示例大学文学院党总支", "文学院党总支" },
		{ "党委田守正书记", "" },
		{ "中共示例大学法学院党委", "" },
	};
	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
		const char *near = nearest_word(said[i][0], words,
		    sizeof(words) / sizeof(*words));
		assert_string_equal(near == NULL ? "" : near, said[i][1]);
	}
}

static void
test_nearest_of_odd_lists(void **state)
{
	(void)state;
	static const char *const empty[] = { "", "", "点评" };
	char longer[400];
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	const char *const one[] = { longer };
	assert_null(nearest_word("a", NULL, 0));
	assert_string_equal(nearest_word("点平", empty, 3), "点评");
	assert_null(nearest_word(longer, empty, 3));
	assert_null(nearest_word("a", one, 1));
	longer[64] = '\0'; /* as long as is compared at all */
	assert_non_null(nearest_word(longer, one, 1));
	assert_null(nearest_word("\xFF\xFE\xE7", empty, 3));
}

/* Of two that are as near, the one that stands first. */
static void
test_nearest_of_equals(void **state)
{
	(void)state;
	static const char *const words[] = { "cadre", "cadrs", "cadres" };
	assert_string_equal(nearest_word("cadrx", words, 3), "cadre");
	assert_string_equal(nearest_word("cadress", words, 3), "cadres");
}

/* ---- Chinese names ---- */

/* The nearest of a NULL-terminated list, joined by spaces. */
static const char *
all_near(const char *word, const char *const *names)
{
	static char joined[400];
	const char *near[NEAR_MOST];
	size_t count = 0;
	while (names[count] != NULL)
		count++;
	size_t n = near_words(word, names, count, near);
	*joined = '\0';
	for (size_t i = 0; i < n; i++) {
		strcat(joined, i > 0 ? " " : "");
		strcat(joined, near[i]);
	}
	return joined;
}

static void
test_names_of_the_same_sound(void **state)
{
	(void)state;
	static const char *const names[] = { "沈砚山", "沈砚舟", "韩立诚",
		"章明", "张伟", "欧阳建国", NULL };
	assert_string_equal(all_near("沈砚洲", names), "沈砚舟");
	assert_string_equal(all_near("沈燕洲", names), "沈砚舟");
	assert_string_equal(all_near("韩力成", names), "韩立诚");
	assert_string_equal(all_near("张明", names), "章明");
	assert_string_equal(all_near("欧阳健国", names), "欧阳建国");
}

static void
test_names_of_two_characters(void **state)
{
	(void)state;
	static const char *const names[] = { "李明", "王刚", NULL };
	/* The surname agrees, or the sound does. */
	assert_string_equal(all_near("李鸣", names), "李明");
	assert_string_equal(all_near("李刚", names), "李明");
	assert_string_equal(all_near("汪刚", names), "王刚");
	/* The given name alone is no reason. */
	assert_string_equal(all_near("赵明", names), "");
	assert_string_equal(all_near("周刚", names), "");
	assert_string_equal(all_near("明李", names), "李明");
}

static void
test_the_surname_weighs(void **state)
{
	(void)state;
	static const char *const names[] = { "王砚舟", "沈砚方", NULL };
	/* One character differs in both. */
	assert_string_equal(all_near("沈砚舟", names), "沈砚方");
}

static void
test_several_equally_near(void **state)
{
	(void)state;
	static const char *const same[] = { "王伟", "王玮", "王维", "王薇",
		"王伟", NULL };
	static const char *const two[] = { "陈立新", "陈立信", "陈立新", NULL };
	static const char *const many[] = { "李一", "李二", "李三", "李四",
		NULL };
	assert_string_equal(all_near("陈立欣", two), "陈立新 陈立信");
	assert_string_equal(all_near("王唯", same), "王伟 王玮 王维");
	/* A guess among many would be noise. */
	assert_string_equal(all_near("李五", many), "");
}

static void
test_long_names(void **state)
{
	(void)state;
	static const char *const names[] = { "学校党委", "机电工程学院党总支",
		"机电工程学院教工党支部", "文学院党总支", "后勤服务中心党总支",
		"膳食服务中心党支部", "数学与统计学院党总支",
		"计算机与通信工程学院党总支", "外国语学院党总支",
		"土木工程学院党总支", "化学与生物工程学院党总支",
		"马克思主义学院党总支", "经济与管理学院党总支", NULL };
	assert_string_equal(all_near("机电", names), "机电工程学院党总支");
	assert_string_equal(all_near("机电学院", names), "机电工程学院党总支");
	assert_string_equal(all_near("机电学院党总支", names),
	    "机电工程学院党总支");
	assert_string_equal(all_near("机电工程学院教工支部", names),
	    "机电工程学院教工党支部");
	assert_string_equal(all_near("膳食中心", names), "膳食服务中心党支部");
	/* Shares what is rare: 数学, 统计; the rest is every name's. */
	assert_string_equal(all_near("统计与数学系总支", names),
	    "数学与统计学院党总支");
	/* What is shared with all says nothing. */
	assert_string_equal(all_near("法学院", names), "");
	assert_string_equal(all_near("校医院护理组", names), "");
}

/* What is asked 500 times of 15,000 people must take no time. */
static void
test_a_large_roster(void **state)
{
	(void)state;
	static const char *const surnames[] = { "王", "李", "张", "刘", "陈",
		"杨", "赵", "黄", "周", "吴" };
	enum { PEOPLE = 15000, UNKNOWN = 500 };
	struct arena *arena = arena_new();
	const char **names = ARENA_ARRAY(arena, const char *, PEOPLE * 2);
	for (unsigned i = 0; i < PEOPLE; i++) {
		struct buf name = BUF_INIT;
		buf_puts(&name, surnames[i % 10]);
		buf_put_utf8(&name, 0x4E00 + i * 7 % 5000);
		buf_put_utf8(&name, 0x5200 + i * 11 % 3000);
		names[2 * i] = arena_printf(arena, "member-%u", i);
		names[2 * i + 1] = arena_string(arena, name.at);
		buf_free(&name);
	}
	clock_t start = clock();
	for (unsigned i = 0; i < UNKNOWN; i++) {
		const char *near[NEAR_MOST];
		struct buf name = BUF_INIT;
		buf_puts(&name, surnames[i % 10]);
		buf_put_utf8(&name, 0x6000 + i);
		buf_put_utf8(&name, 0x7000 + i);
		near_words(name.at, names, PEOPLE * 2, near);
		buf_free(&name);
	}
	double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
	print_message("%d of %d in %.2f s\n", UNKNOWN, PEOPLE, seconds);
	/* Sanitized and on a busy machine; 0.3 s as it is built for use. */
	assert_true(seconds < 20);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nearest_in_english),
		cmocka_unit_test(test_nearest_in_chinese),
		cmocka_unit_test(test_nearest_that_is_part_of_it),
		cmocka_unit_test(test_nearest_of_odd_lists),
		cmocka_unit_test(test_nearest_of_equals),
		cmocka_unit_test(test_names_of_the_same_sound),
		cmocka_unit_test(test_names_of_two_characters),
		cmocka_unit_test(test_the_surname_weighs),
		cmocka_unit_test(test_several_equally_near),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_a_large_roster),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
