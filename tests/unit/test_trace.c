/*
 * What of a view was asked for is noted, each once, on the thread that asks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/pool.h"
#include "chance.h"
#include "model/view.h"

#define ENTRIES 40
#define ORGANISATIONS 7

struct sample {
	struct arena *arena;
	struct view view;
	struct view_entry entries[ENTRIES];
	struct view_organisation organisations[ORGANISATIONS];
};

static struct view_entry *
entry_by_chance(struct sample *s)
{
	return chance_of(3) == 0 ? NULL : &s->entries[chance_of(ENTRIES)];
}

static void
list_fill(struct sample *s, struct entry_list *list)
{
	list->count = chance_of(4);
	list->items =
	    ARENA_ARRAY(s->arena, struct view_entry *, list->count);
	for (size_t i = 0; i < list->count; i++)
		list->items[i] = &s->entries[chance_of(ENTRIES)];
}

static void
links_fill(struct sample *s, struct entry_links *links)
{
	links->report = entry_by_chance(s);
	links->review = entry_by_chance(s);
	links->amended = entry_by_chance(s);
	links->replaced = entry_by_chance(s);
	list_fill(s, &links->replies);
	list_fill(s, &links->verifications);
	list_fill(s, &links->amendments);
	list_fill(s, &links->replaces);
}

static void
sample_make(struct sample *s)
{
	*s = (struct sample){ .arena = arena_new() };
	table_init(&s->view.entry_ids, s->arena);
	list_fill(s, &s->view.entries);
	for (size_t i = 0; i < ENTRIES; i++) {
		struct view_entry *entry = &s->entries[i];
		entry->index = i;
		entry->id = arena_printf(s->arena, "r%zu", i);
		links_fill(s, &entry->links);
		table_add(&s->view.entry_ids, text_of(entry->id), entry);
	}
	for (size_t i = 0; i < ORGANISATIONS; i++) {
		s->organisations[i].index = i;
		list_fill(s, &s->organisations[i].entries);
	}
}

/* What a walk from entry to entry has met. */
struct met {
	bool entries[ENTRIES], organisations[ORGANISATIONS];
	bool runs[TRACE__LISTS][ENTRIES];
	bool lists[TRACE__LISTS]; /* asked for a run, maybe of none */
	size_t missing;
	bool whole;
};

static const struct view_entry *
met_one(struct met *met, const struct view_entry *entry)
{
	if (entry != NULL)
		met->entries[entry->index] = true;
	return entry;
}

static const struct view_entry *
met_list(struct met *met, const struct entry_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		met_one(met, list->items[i]);
	return list->count == 0 ? NULL : list->items[0];
}

static void
met_run(struct met *met)
{
	enum trace_list list = (enum trace_list)chance_of(TRACE__LISTS);
	size_t first = chance_of(ENTRIES);
	size_t end = first + chance_of(ENTRIES + 1 - first);
	trace_run(list, first, end);
	met->lists[list] = true;
	for (size_t i = first; i < end; i++)
		met->runs[list][i] = true;
}

static void
assert_runs_noted(const struct trace *trace, const struct met *met)
{
	struct met noted = { .missing = 0 };
	for (size_t i = 0; i < trace->run_count; i++) {
		const struct trace_run *run = &trace->runs[i];
		noted.lists[run->list] = true;
		for (size_t j = run->first; j < run->end; j++)
			noted.runs[run->list][j] = true;
	}
	assert_memory_equal(noted.runs, met->runs, sizeof(noted.runs));
	assert_memory_equal(noted.lists, met->lists, sizeof(noted.lists));
}

/* One step; where nothing is, from another entry, by its id. */
static const struct view_entry *
step(struct sample *s, struct met *met, const struct view_entry *at)
{
	size_t o = chance_of(ORGANISATIONS);
	switch (at == NULL ? 8 + chance_of(2) : chance_of(11)) {
	case 0:
		return met_one(met, entry_report(at));
	case 1:
		return met_one(met, entry_review(at));
	case 2:
		return met_one(met, entry_amended(at));
	case 3:
		return met_one(met, entry_replaced(at));
	case 4:
		return met_list(met, entry_replies(at));
	case 5:
		return met_list(met, entry_verifications(at));
	case 6:
		return met_list(met, entry_amendments(at));
	case 7:
		return met_list(met, entry_replaces(at));
	case 8:
		return met_one(met,
		    view_entry(&s->view,
			text_of(s->entries[chance_of(ENTRIES)].id)));
	case 9:
		met->missing++;
		return view_entry(&s->view, TEXT_LIT("r"));
	default:
		met->organisations[o] = true;
		organisation_entries(&s->organisations[o]);
		return at;
	}
}

static void
assert_noted(const struct trace *trace, const struct met *met)
{
	size_t entries = 0, organisations = 0;
	for (size_t i = 0; i < ENTRIES; i++)
		entries += met->entries[i];
	for (size_t i = 0; i < ORGANISATIONS; i++)
		organisations += met->organisations[i];
	assert_int_equal(trace->entry_count, entries);
	assert_int_equal(trace->organisation_count, organisations);
	for (size_t i = 0; i < trace->entry_count; i++)
		assert_true(met->entries[trace->entries[i]]);
	for (size_t i = 0; i < trace->organisation_count; i++)
		assert_true(met->organisations[trace->organisations[i]]);
	assert_int_equal(trace->missing_count, met->missing);
	for (size_t i = 0; i < trace->missing_count; i++)
		assert_true(text_is(trace->missing[i], "r"));
	assert_int_equal(trace->whole, met->whole);
}

static void
walk_one(struct sample *s, struct trace *trace)
{
	struct arena *arena = arena_new();
	struct met met = { .missing = 0 };
	const struct view_entry *at = NULL;
	trace_begin(trace, arena);
	for (size_t i = chance_of(12); i > 0; i--)
		at = step(s, &met, at);
	for (size_t i = chance_of(4); i > 0; i--)
		met_run(&met);
	if (chance_of(5) == 0) {
		met.whole = true;
		view_entries(&s->view);
	}
	trace_end();
	assert_noted(trace, &met);
	assert_runs_noted(trace, &met);
	/* Nobody wants to know any more. */
	step(s, &met, at);
	arena_free(arena);
}

static void
test_what_is_asked_for_is_noted(void **state)
{
	static struct sample s;
	(void)state;
	for (size_t round = 0; round < chance_rounds(50); round++) {
		struct trace trace;
		sample_make(&s);
		trace_init(&trace, s.arena, ENTRIES, ORGANISATIONS);
		for (size_t i = 0; i < 20; i++)
			walk_one(&s, &trace);
		arena_free(s.arena);
	}
}

/* ---- threads ---- */

struct threads {
	struct sample *sample;
	struct trace traces[4];
	bool wrong[4];
};

static void
ask(void *context, size_t job, unsigned worker)
{
	struct threads *t = context;
	struct arena *arena = arena_new();
	trace_begin(&t->traces[worker], arena);
	view_entry(&t->sample->view, text_of(t->sample->entries[job].id));
	trace_end();
	if (t->traces[worker].entry_count != 1 ||
	    t->traces[worker].entries[0] != job)
		t->wrong[worker] = true;
	arena_free(arena);
}

static void
test_each_thread_has_its_own(void **state)
{
	static struct sample s;
	struct threads t = { .sample = &s };
	(void)state;
	sample_make(&s);
	for (size_t i = 0; i < 4; i++)
		trace_init(&t.traces[i], s.arena, ENTRIES, ORGANISATIONS);
	pool_run(4, ENTRIES, ask, &t);
	for (size_t i = 0; i < 4; i++)
		assert_false(t.wrong[i]);
	arena_free(s.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_asked_for_is_noted),
		cmocka_unit_test(test_each_thread_has_its_own),
	};
	chance_row = chance_seed();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
