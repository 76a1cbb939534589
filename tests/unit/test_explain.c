/*
 * Every rule is explained, and the examples are examples: their keys are
 * fields that there are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/utf8.h"
#include "model/explain.h"

static void
test_every_rule_is_explained(void **state)
{
	(void)state;
	int missing = 0;
	for (int i = 0; i < RULE__MAX; i++) {
		const char *text = explanations[i].text;
		if (text != NULL && strlen(text) >= 30)
			continue;
		print_error("%s %s is not explained: explain.def\n",
		    rules[i].code, rules[i].slug);
		missing++;
	}
	assert_int_equal(missing, 0);
	for (int i = 0; i < RULE__MAX; i++) {
		const char *text = explanations[i].text;
		if (text[strlen(text) - 1] != '.')
			fail_msg("%s: no whole sentence", rules[i].code);
		if (strstr(text, "  ") != NULL || strchr(text, '\n') != NULL)
			fail_msg("%s: no running text", rules[i].code);
	}
}

static void
test_rules_of_the_programme_name_the_plan(void **state)
{
	(void)state;
	size_t named = 0;
	for (int i = 0; i < RULE__MAX; i++) {
		if (explanations[i].text == NULL)
			continue; /* the test above says which */
		named += strstr(explanations[i].text, "(plan, chapter") != NULL ||
		    strstr(explanations[i].text, "plan's chapter") != NULL ||
		    strstr(explanations[i].text, "plan, chapter") != NULL;
	}
	assert_true(named >= 40);
}

static void
test_examples_end_in_lines(void **state)
{
	(void)state;
	for (int i = 0; i < RULE__MAX; i++) {
		const char *both[] = { explanations[i].wrong,
			explanations[i].right };
		for (size_t j = 0; j < 2; j++) {
			if (both[j] == NULL)
				continue;
			struct text t = text_of(both[j]);
			assert_int_equal(utf8_check(t), t.len);
			if (!text_ends(t, "\n"))
				fail_msg("%s: an example without its end",
				    rules[i].code);
		}
		if (both[0] != NULL && both[1] == NULL)
			fail_msg("%s: wrong, but not right", rules[i].code);
		if (both[0] != NULL && strcmp(both[0], both[1]) == 0)
			fail_msg("%s: both the same", rules[i].code);
	}
}

static void
test_order_of_codes(void **state)
{
	(void)state;
	int order[RULE__MAX];
	rules_by_code(order);
	for (int i = 1; i < RULE__MAX; i++)
		if (strcmp(rules[order[i - 1]].code, rules[order[i]].code) >= 0)
			fail_msg("%s stands before %s",
			    rules[order[i - 1]].code, rules[order[i]].code);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_rule_is_explained),
		cmocka_unit_test(test_rules_of_the_programme_name_the_plan),
		cmocka_unit_test(test_examples_end_in_lines),
		cmocka_unit_test(test_order_of_codes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
