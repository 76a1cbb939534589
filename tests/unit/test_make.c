/*
 * The recipe of an edition: while it is composed and rendered, whoever reaches
 * for the corpus dies (SCOPE: stage 1, the net under the types).
 */
#include "folder.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>
#include "cmd/make.h"
#include "scope/guard.h"

static const struct record *some_record;
static const struct person *some_person;
static const struct source *some_source;

static char
reach_record(void)
{
	return *some_record->id;
}

static char
reach_field(void)
{
	return *value_as_string(record_get(some_record, "period"));
}

static char
reach_label(void)
{
	return (char)some_record->scope.labels[0].count;
}

static char
reach_section(void)
{
	return *some_record->sections[0].body.at;
}

static char
reach_person(void)
{
	return *some_person->name;
}

static char
reach_source(void)
{
	return *some_source->text.at;
}

static const struct reach {
	const char *what;
	char (*try)(void);
} reaches[] = {
	{ "a record", reach_record },
	{ "a field", reach_field },
	{ "a label", reach_label },
	{ "a section", reach_section },
	{ "a person", reach_person },
	{ "the text of a record's file", reach_source },
};
#define REACHES (sizeof(reaches) / sizeof(*reaches))

/*
 * Does a process live that tries it?  It says nothing, and dies at once: a
 * report would want locks that other threads had when it came into being.
 */
static bool
survives(const struct reach *reach)
{
	pid_t child = fork();
	if (child == 0) {
		int nothing = open("/dev/null", O_WRONLY);
		dup2(nothing, 1);
		dup2(nothing, 2);
		signal(SIGSEGV, SIG_DFL);
		volatile char got = reach->try();
		(void)got;
		_exit(0);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

struct trying {
	atomic_uint files;
	bool survived[REACHES];
};

static int
sink_put(void *context, const char *path, struct text bytes,
    struct os_error *error)
{
	struct trying *trying = context;
	(void)path;
	(void)bytes;
	(void)error;
	/* From the first file on every edition is the same to this test. */
	unsigned number = atomic_fetch_add(&trying->files, 1);
	if (number < REACHES)
		trying->survived[number] = survives(&reaches[number]);
	return 0;
}

static const struct record *
review_find(const struct corpus *corpus)
{
	for (size_t i = 0; i < corpus->record_count; i++)
		if (record_is(corpus->records[i], "review"))
			return corpus->records[i];
	return NULL;
}

static void
corpus_is_locked(struct kept *kept)
{
	struct site_options options = SITE_OPTIONS_INIT;
	options.rights.all = true;
	options.as_of = "2010-12-20";
	options.quiet = options.brief = true;
	options.jobs = 2;
	options.kept = kept;
	struct site_run run;
	assert_int_equal(site_open(&run, options), 0);
	some_record = review_find(&run.corpus);
	assert_non_null(some_record);
	some_person = run.corpus.roster.people[0];
	some_source = source_at(&run.sources, some_record->span.source);
	for (size_t i = 0; i < REACHES; i++)
		if (!survives(&reaches[i]))
			fail_msg("%s can't be read even before",
			    reaches[i].what);
	struct trying trying = { 0 };
	struct guarding guarding = { .corpus = &run.corpus,
		.policy = run.policy,
		.tallies = run.tallies,
		.as_of = run.as_of,
		.diags = &run.diags,
		.jobs = run.jobs };
	struct guard_report report;
	struct make make = { .run = &run,
		.corpus = &run.corpus,
		.policy = run.policy,
		.figures = guard_release(run.arena, &guarding, &report),
		.sink = { sink_put, &trying } };
	assert_int_equal(make_open(&make), 0);
	make_bulletins(&make);
	make_edition(&make, 0);
	assert_true(atomic_load(&trying.files) > REACHES);
	for (size_t i = 0; i < REACHES; i++)
		if (trying.survived[i])
			fail_msg("%s can be read while an edition is made",
			    reaches[i].what);
	for (size_t i = 0; i < REACHES; i++)
		assert_true(survives(&reaches[i]));
	make_close(&make);
	site_drop(&run);
}

static void
test_corpus_is_locked(void **state)
{
	(void)state;
	corpus_is_locked(NULL);
}

/* The second time all texts of records lie in what is kept. */
static void
test_what_is_kept_is_locked(void **state)
{
	char root[FOLDER_ROOM];
	(void)state;
	assert_int_equal(folder_open(root, "make"), 0);
	struct arena *arena = arena_new();
	const char *folder = arena_printf(arena, "%s/.tongbao/kept", root);
	for (int i = 0; i < 2; i++) {
		struct kept *kept = kept_new(folder, i == 0);
		corpus_is_locked(kept);
		assert_int_equal(kept_taken(kept) > 0, i == 1);
		kept_free(kept);
	}
	arena_free(arena);
	folder_close(root);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_corpus_is_locked),
		cmocka_unit_test(test_what_is_kept_is_locked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
