/*
 * Progress: for a terminal only, and only for phases of over a second.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/os.h"
#include "base/pool.h"
#include "base/progress.h"

/* What goes to stderr between listen() and heard(). */
static struct {
	FILE *file;
	int kept;
	char text[65536];
} ear;

static void
listen_begin(void)
{
	ear.file = tmpfile();
	assert_non_null(ear.file);
	fflush(stderr);
	ear.kept = dup(2);
	assert_true(ear.kept >= 0 && dup2(fileno(ear.file), 2) == 2);
}

static const char *
listen_end(void)
{
	fflush(stderr);
	dup2(ear.kept, 2);
	close(ear.kept);
	rewind(ear.file);
	size_t n = fread(ear.text, 1, sizeof(ear.text) - 1, ear.file);
	ear.text[n] = '\0';
	fclose(ear.file);
	return ear.text;
}

/* A phase that began `seconds` ago, and what its steps say. */
static const char *
steps_say(bool shown, double seconds, size_t total)
{
	struct progress progress;
	progress_init(&progress, shown);
	listen_begin();
	progress_phase(&progress, "reading", total);
	progress.started -= seconds;
	for (size_t i = 0; i < total; i++)
		progress_tick(&progress);
	return listen_end();
}

static void
test_silent_where_it_is_not_shown(void **state)
{
	(void)state;
	assert_string_equal(steps_say(false, 60, 10000), "");
	progress_tick(NULL);
}

static void
test_silent_in_the_first_second(void **state)
{
	(void)state;
	assert_string_equal(steps_say(true, 0, 10000), "");
	assert_string_equal(steps_say(true, 0, 0), "");
}

static void
test_shown_after_a_second(void **state)
{
	(void)state;
	const char *said = steps_say(true, 5, 10000);
	assert_non_null(strstr(said, "\rreading "));
	assert_non_null(strstr(said, "/10000"));
	assert_null(strchr(said, '\n'));
}

/* Ten bulletins of a second each: the reader must not look at nothing. */
static void
test_few_slow_steps_are_shown(void **state)
{
	(void)state;
	assert_non_null(strstr(steps_say(true, 5, 10), "/10"));
}

/* A terminal is not flooded: ten lines a second at the most. */
static void
test_seldom(void **state)
{
	(void)state;
	double start = os_seconds();
	const char *said = steps_say(true, 5, 1000000);
	double most = (os_seconds() - start) * 10 + 2;
	size_t lines = 0;
	for (const char *p = said; (p = strchr(p, '\r')) != NULL; p++)
		lines++;
	assert_true((double)lines <= most);
}

static void
test_the_end_wipes_what_was_shown(void **state)
{
	(void)state;
	struct progress progress;
	progress_init(&progress, true);
	listen_begin();
	progress_phase(&progress, "reading", 1000);
	progress.started -= 5;
	for (size_t i = 0; i < 1000; i++)
		progress_tick(&progress);
	progress_end(&progress);
	const char *said = listen_end();
	assert_true(strlen(said) > 4);
	assert_string_equal(said + strlen(said) - 4, "\r\033[K");
}

static void
test_the_end_of_a_short_phase_says_nothing(void **state)
{
	(void)state;
	struct progress progress;
	progress_init(&progress, true);
	listen_begin();
	progress_phase(&progress, "reading", 10);
	progress_tick(&progress);
	progress_phase(&progress, "writing", 10);
	progress_end(&progress);
	progress_end(&progress);
	assert_string_equal(listen_end(), "");
}

static void
tick(void *context, size_t job, unsigned worker)
{
	(void)job;
	(void)worker;
	progress_tick(context);
}

static void
test_steps_of_many_threads_are_counted(void **state)
{
	(void)state;
	struct progress progress;
	progress_init(&progress, true);
	listen_begin();
	progress_phase(&progress, "filtering", 50000);
	progress.started -= 5;
	pool_run(8, 50000, tick, &progress);
	size_t done = atomic_load(&progress.done);
	progress_phase(&progress, "next", 3);
	listen_end();
	assert_int_equal(done, 50000);
	assert_int_equal(atomic_load(&progress.done), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_silent_where_it_is_not_shown),
		cmocka_unit_test(test_silent_in_the_first_second),
		cmocka_unit_test(test_shown_after_a_second),
		cmocka_unit_test(test_few_slow_steps_are_shown),
		cmocka_unit_test(test_seldom),
		cmocka_unit_test(test_the_end_wipes_what_was_shown),
		cmocka_unit_test(test_the_end_of_a_short_phase_says_nothing),
		cmocka_unit_test(test_steps_of_many_threads_are_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
