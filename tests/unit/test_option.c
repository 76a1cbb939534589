/*
 * Command lines: every form of an option, what is left over, what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/option.h"

#define WORDS_MOST 8

struct given {
	bool quiet, help;
	const char *output;
	unsigned jobs;
	int operands;
	char *argv[WORDS_MOST + 1];
	char said[1024]; /* on stderr */
};

/* What the program writes to stderr while `given` is parsed. */
static void
parse_aloud(struct given *given, const struct option *table, int argc)
{
	FILE *file = tmpfile();
	assert_non_null(file);
	fflush(stderr);
	int kept = dup(2);
	assert_true(kept >= 0 && dup2(fileno(file), 2) == 2);
	given->operands = options_parse(table, argc, given->argv, "build");
	fflush(stderr);
	dup2(kept, 2);
	close(kept);
	rewind(file);
	size_t n = fread(given->said, 1, sizeof(given->said) - 1, file);
	given->said[n] = '\0';
	fclose(file);
}

/* `line`: words with one space between; a word _ is an empty one. */
static struct given
parse(const char *line)
{
	static char words[256];
	struct given g = { .jobs = 99 };
	const struct option table[] = {
		{ "output", 'o', OPTION_STRING, &g.output, "FOLDER", "where" },
		{ "jobs", 'j', OPTION_NUMBER, &g.jobs, "N", "threads" },
		{ "quiet", 'q', OPTION_FLAG, &g.quiet, NULL, "no summary" },
		{ "help", 0, OPTION_FLAG, &g.help, NULL, "this help" },
		{ .name = NULL },
	};
	int argc = 0;
	strcpy(words, line);
	for (char *w = strtok(words, " "); w != NULL; w = strtok(NULL, " "))
		g.argv[argc++] = strcmp(w, "_") == 0 ? w + 1 : w;
	parse_aloud(&g, table, argc);
	return g;
}

static void
test_nothing(void **state)
{
	(void)state;
	struct given g = parse("");
	assert_int_equal(g.operands, 0);
	assert_false(g.quiet);
	assert_null(g.output);
	assert_int_equal(g.jobs, 99);
	assert_string_equal(g.said, "");
}

static void
test_every_form_with_an_argument(void **state)
{
	(void)state;
	static const char *const lines[] = { "--jobs 4", "--jobs=4", "-j 4",
		"-j4" };
	for (size_t i = 0; i < 4; i++) {
		struct given g = parse(lines[i]);
		assert_int_equal(g.operands, 0);
		assert_int_equal(g.jobs, 4);
	}
	assert_string_equal(parse("-o site").output, "site");
	assert_string_equal(parse("-osite").output, "site");
	assert_string_equal(parse("--output=a=b").output, "a=b");
	assert_string_equal(parse("--output=").output, "");
	assert_string_equal(parse("--output _").output, "");
	assert_string_equal(parse("--output -").output, "-");
}

static void
test_flags(void **state)
{
	(void)state;
	assert_true(parse("--quiet").quiet);
	assert_true(parse("-q").quiet);
	assert_true(parse("--help").help);
	assert_int_equal(parse("--quiet=yes").operands, -1);
	/* A flag takes nothing from behind it. */
	struct given g = parse("-q site");
	assert_int_equal(g.operands, 1);
	assert_string_equal(g.argv[0], "site");
}

static void
test_operands_keep_their_order(void **state)
{
	(void)state;
	struct given g = parse("one -q two -j 3 - three");
	assert_int_equal(g.operands, 4);
	assert_string_equal(g.argv[0], "one");
	assert_string_equal(g.argv[1], "two");
	assert_string_equal(g.argv[2], "-");
	assert_string_equal(g.argv[3], "three");
	assert_true(g.quiet);
	assert_int_equal(g.jobs, 3);
}

static void
test_two_hyphens_end_the_options(void **state)
{
	(void)state;
	struct given g = parse("-q -- -j 3 -- --no-such");
	assert_int_equal(g.operands, 4);
	assert_string_equal(g.argv[0], "-j");
	assert_string_equal(g.argv[2], "--");
	assert_string_equal(g.argv[3], "--no-such");
	assert_int_equal(g.jobs, 99);
	/* But as an argument they are one. */
	assert_string_equal(parse("-o --").output, "--");
}

static void
test_numbers(void **state)
{
	(void)state;
	static const char *const wrong[] = { "-j x", "-j -1", "-j +1", "-j 1x",
		"-j 0x10", "-j 1.5", "-j _", "--jobs=", "-j １",
		"-j 99999999999999999999999", "-j 4294967296", "-j --quiet" };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct given g = parse(wrong[i]);
		assert_int_equal(g.operands, -1);
		assert_non_null(strstr(g.said, "--jobs"));
		assert_int_equal(g.jobs, 99);
	}
	assert_int_equal(parse("-j 0").jobs, 0);
	assert_int_equal(parse("-j 007").jobs, 7);
	assert_int_equal(parse("-j 1000000").jobs, 1000000);
}

static void
test_what_is_missing(void **state)
{
	(void)state;
	struct given g = parse("a --output");
	assert_int_equal(g.operands, -1);
	assert_non_null(strstr(g.said, "tongbao build: --output needs FOLDER"));
	assert_int_equal(parse("-j").operands, -1);
}

static void
test_what_is_unknown(void **state)
{
	(void)state;
	static const char *const unknown[] = { "--zzz", "-z", "---", "--=x",
		"--quie-t-ly-now", "--out put" };
	for (size_t i = 0; i < sizeof(unknown) / sizeof(*unknown); i++) {
		struct given g = parse(unknown[i]);
		assert_int_equal(g.operands, -1);
		assert_non_null(strstr(g.said, "tongbao build --help"));
	}
	/* No prefix stands for the whole. */
	assert_int_equal(parse("--job 3").operands, -1);
}

static void
test_a_slip_is_named(void **state)
{
	(void)state;
	assert_non_null(strstr(parse("--qiuet").said, "did you mean --quiet?"));
	assert_non_null(strstr(parse("--output-").said, "--output?"));
	assert_null(strstr(parse("--zzzzz").said, "did you mean"));
}

static void
test_a_slip_with_an_argument_is_named(void **state)
{
	(void)state;
	assert_non_null(strstr(parse("--jbos=3").said, "did you mean --jobs?"));
	assert_non_null(strstr(parse("--ouptut=/srv/www/site").said,
	    "did you mean --output?"));
}

static void
test_help_names_every_option(void **state)
{
	(void)state;
	bool flag;
	const char *word;
	const struct option table[] = {
		{ "quiet", 'q', OPTION_FLAG, &flag, NULL, "no summary" },
		{ "as-of", 0, OPTION_STRING, &word, "DATE", "the day" },
		{ "a-name-longer-than-the-column", 0, OPTION_STRING, &word, "X",
		    "long" },
		{ .name = NULL },
	};
	char *bytes = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&bytes, &len);
	options_help(table, out);
	fclose(out);
	assert_string_equal(bytes,
	    "  -q, --quiet                            no summary\n"
	    "      --as-of DATE                       the day\n"
	    "      --a-name-longer-than-the-column X  long\n");
	free(bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_every_form_with_an_argument),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_operands_keep_their_order),
		cmocka_unit_test(test_two_hyphens_end_the_options),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_what_is_missing),
		cmocka_unit_test(test_what_is_unknown),
		cmocka_unit_test(test_a_slip_is_named),
		cmocka_unit_test(test_a_slip_with_an_argument_is_named),
		cmocka_unit_test(test_help_names_every_option),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
