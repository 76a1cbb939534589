/*
 * The language of messages: which one the environment asks for, and the
 * Chinese one from the catalogue in a world without Chinese locales.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/lang.h"

static void
test_words(void **state)
{
	(void)state;
	static const struct {
		const char *word;
		int want; /* -1: none */
	} words[] = {
		{ "en", LANG_ENGLISH }, { "en_US.UTF-8", LANG_ENGLISH },
		{ "zh", LANG_CHINESE }, { "zh_CN", LANG_CHINESE },
		{ "zh-CN", LANG_CHINESE }, { "zh-Hans", LANG_CHINESE },
		{ "zh_TW.UTF-8", LANG_CHINESE }, { "zh.UTF-8", LANG_CHINESE },
		{ "中文", LANG_CHINESE }, { "", -1 }, { "zhuang", -1 },
		{ "english", -1 }, { "fr", -1 }, { "C", -1 },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		enum lang lang = LANG_ENGLISH;
		int found = lang_parse(&lang, words[i].word);
		if ((found == 0 ? (int)lang : -1) != words[i].want)
			fail_msg("“%s”", words[i].word);
	}
}

static void
set(const char *name, const char *value)
{
	if (value == NULL)
		unsetenv(name);
	else
		setenv(name, value, 1);
}

static void
test_environment(void **state)
{
	(void)state;
	static const struct {
		const char *language, *all, *messages, *lang;
		enum lang want;
	} cases[] = {
		{ NULL, NULL, NULL, NULL, LANG_ENGLISH },
		{ NULL, NULL, NULL, "zh_CN.UTF-8", LANG_CHINESE },
		{ NULL, NULL, "en_US.UTF-8", "zh_CN.UTF-8", LANG_ENGLISH },
		{ NULL, "zh_CN.GB18030", "en_US.UTF-8", "en_US.UTF-8",
		    LANG_CHINESE },
		{ NULL, "", "", "zh_CN.UTF-8", LANG_CHINESE },
		{ "zh_CN:en", NULL, NULL, "en_US.UTF-8", LANG_CHINESE },
		{ "fr:en:zh", NULL, NULL, "zh_CN.UTF-8", LANG_ENGLISH },
		{ "fr", NULL, NULL, "zh_CN.UTF-8", LANG_CHINESE },
		{ "zh", NULL, NULL, "C.UTF-8", LANG_CHINESE },
		/* Who sets C wants what programs can read. */
		{ "zh", "C", NULL, "zh_CN.UTF-8", LANG_ENGLISH },
		{ "zh", NULL, NULL, "POSIX", LANG_ENGLISH },
		{ NULL, NULL, NULL, "de_DE.UTF-8", LANG_ENGLISH },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		set("LANGUAGE", cases[i].language);
		set("LC_ALL", cases[i].all);
		set("LC_MESSAGES", cases[i].messages);
		set("LANG", cases[i].lang);
		if (lang_of_environment() != cases[i].want)
			fail_msg("case %zu", i);
	}
	set("LANGUAGE", NULL);
	set("LC_ALL", NULL);
	set("LC_MESSAGES", NULL);
	set("LANG", NULL);
}

static void
test_without_a_catalogue(void **state)
{
	(void)state;
	assert_string_equal(lang_text("nothing is published"),
	    "nothing is published");
	assert_string_equal(lang_count("%zu a", "%zu b", 1), "%zu a");
	assert_string_equal(lang_count("%zu a", "%zu b", 0), "%zu b");
	assert_int_equal(lang_init(NULL, LANG_CHINESE), -1);
	assert_int_equal(lang_init("/nonexistent", LANG_CHINESE), -1);
	assert_false(lang_is_chinese());
	assert_string_equal(lang_text("nothing is published"),
	    "nothing is published");
}

/* In a child: a process has one language. */
static void
test_chinese(void **state)
{
	(void)state;
	const char *build = getenv("BUILD");
	char folder[4096];
	snprintf(folder, sizeof(folder), "%s/locale",
	    build == NULL ? ".build" : build);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		setenv("LC_ALL", "C", 1); /* that of the environment */
		bool good = lang_init(folder, LANG_CHINESE) == 0 &&
		    lang_is_chinese() &&
		    strcmp(lang_text("nothing is published"),
			"什么都不发布") == 0 &&
		    strcmp(lang_text("%s (%s) is no date"),
			"%2$s（%1$s）不是日期") == 0 &&
		    strcmp(lang_text("no message of ours"),
			"no message of ours") == 0 &&
		    strcmp(lang_text(""), "") == 0 &&
		    strcmp(lang_count("%zu error", "%zu errors", 5),
			"%zu 个错误") == 0;
		char number[16];
		snprintf(number, sizeof(number), "%.1f", 0.5);
		good = good && strcmp(number, "0.5") == 0;
		_exit(good ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_environment),
		cmocka_unit_test(test_without_a_catalogue),
		cmocka_unit_test(test_chinese),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
