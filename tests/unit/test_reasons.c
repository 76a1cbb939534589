/*
 * What `show` says of who sees what is what the views have: for every record
 * of the sample, every edition, every section and every field.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "cmd/site.h"
#include "scope/explain.h"
#include "scope/project.h"
#include "scope/sight.h"

static struct site_run run;

static int
open_sample(void **state)
{
	(void)state;
	struct site_options options = { .root = ".",
		.as_of = "2010-12-20",
		.jobs = 2,
		.quiet = true,
		.rights.all = true };
	return site_open(&run, options);
}

static int
close_sample(void **state)
{
	(void)state;
	diags_init(&run.diags, run.arena);
	site_close(&run);
	return 0;
}

/* The entry in the view that the record became; its place is the record's. */
static const struct view_entry *
entry_of(const struct view *view, const struct record *record)
{
	for (size_t i = 0; i < view->entries.count; i++)
		if (view->entries.items[i]->span.source == record->span.source)
			return view->entries.items[i];
	return NULL;
}

/* Do all the reasons let the audience in? */
static bool
reasons_admit(const struct record *record, const struct scope *scope,
    const struct audience *audience)
{
	bool all = true;
	const struct reason *reasons = scope_explain(run.arena, &run.corpus,
	    record, scope, audience);
	for (size_t i = 0; i < scope->count; i++)
		all = all && reasons[i].admits;
	return all;
}

static void
sections_compare(const struct record *record, const struct view_entry *entry,
    const struct audience *audience)
{
	size_t seen = 0;
	if (record_is_withdrawn(record, run.as_of)) {
		assert_int_equal(entry->body->section_count, 0);
		return;
	}
	for (size_t i = 0; i < record->section_count; i++)
		seen += reasons_admit(record, &record->section_scopes[i],
		    audience);
	assert_int_equal(seen, entry->body->section_count);
}

static void
fields_compare(const struct record *record, const struct view_entry *entry,
    const struct audience *audience)
{
	for (size_t i = 0; i < record->field_scope_count; i++) {
		const struct field_scope *own = &record->field_scopes[i];
		if (!reasons_admit(record, &own->scope, audience))
			assert_null(entry->body->fields[own->field]);
	}
}

static void
editions_agree(void **state)
{
	(void)state;
	size_t seen = 0, hidden = 0;
	const struct site *site = run.corpus.site;
	for (size_t e = 0; e < site->edition_count; e++) {
		struct sight sight;
		assert_int_equal(sight_init(&sight, run.arena, &run.corpus,
				     run.policy, &site->editions[e],
				     run.as_of, &run.diags),
		    0);
		struct view *view = view_make(&run.corpus, run.policy,
		    &site->editions[e], run.as_of, 1, &run.diags);
		for (size_t i = 0; i < run.corpus.record_count; i++) {
			const struct record *record = run.corpus.records[i];
			struct admission a = sight_admission(&sight, record);
			const struct view_entry *entry = entry_of(view, record);
			assert_int_equal(a.why == HIDDEN_NOT, entry != NULL);
			if (a.why == HIDDEN_SCOPE)
				assert_false(reasons_admit(a.record,
				    &a.record->scope, &sight.audience));
			if (entry == NULL) {
				hidden++;
				continue;
			}
			seen++;
			sections_compare(record, entry, &sight.audience);
			fields_compare(record, entry, &sight.audience);
		}
		view_free(view);
	}
	/* The sample has enough of both to mean something. */
	assert_true(seen > 50);
	assert_true(hidden > 20);
}

static void
sources_have_places(void **state)
{
	(void)state;
	size_t defaults = 0, own = 0, filters = 0;
	struct audience nobody = { .who = 0, .leaders = 4 };
	for (size_t i = 0; i < run.corpus.record_count; i++) {
		const struct record *record = run.corpus.records[i];
		const struct reason *reasons = scope_explain(run.arena,
		    &run.corpus, record, &record->scope, &nobody);
		for (size_t j = 0; j < record->scope.count; j++) {
			defaults += reasons[j].source == SOURCE_DEFAULT;
			own += reasons[j].source == SOURCE_OWN;
			filters += reasons[j].source == SOURCE_FILTER;
			const struct source *source =
			    source_at(&run.sources, reasons[j].span.source);
			bool script = strstr(source->path, ".lua") != NULL;
			assert_int_equal(
			    reasons[j].source == SOURCE_FILTER, script);
		}
	}
	assert_int_equal(defaults, run.corpus.record_count);
	assert_true(own > 0);
	assert_true(filters > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(editions_agree),
		cmocka_unit_test(sources_have_places),
	};
	return cmocka_run_group_tests(tests, open_sample, close_sample);
}
