/*
 * A site after a change of some records.  Only those files are read; what the
 * others say, what filters derived of them and who may see them stays, but
 * where it hangs on what changed: links are made anew for all, and whoever took
 * over another subject or period by them, or is covered by a release, is
 * judged again.
 */
#include "cmd/serve_parts.h"

#include "base/pool.h"
#include "filter/record.h"

struct redoing {
	struct state *state;
	struct site_run run; /* beside the state's, with the new corpus */
	struct corpus_changes changes;
	struct made *next; /* editions, as they will be shown */
	struct arena *arena;
	struct diags checked; /* what rules say, beside all else */
	struct arena *checked_arena;
};

/* ---- reading ---- */

/* Whether its periods are approved is found out again. */
static struct site *
site_copy(struct arena *arena, const struct site *site)
{
	size_t count = site_editions(site);
	struct site *copy = ARENA_NEW(arena, struct site);
	*copy = *site;
	copy->editions = ARENA_ARRAY(arena, struct edition, count);
	for (size_t i = 0; i < count; i++) {
		copy->editions[i] = site->editions[i];
		copy->editions[i].approved = NULL;
	}
	return copy;
}

static int
corpus_redo(struct redoing *r)
{
	struct site_run *run = &r->run;
	const struct corpus *before = &r->state->run.corpus;
	struct loading loading = {
		.corpus = &run->corpus,
		.sources = &r->state->run.sources,
		.diags = &run->diags,
		.as_of = run->as_of,
		.jobs = run->jobs,
		.arenas = run->arenas,
		.vaults = run->vaults,
		.scratch = run->scratch,
	};
	int status = corpus_load_again(
	    &loading, run->options.root, before, &r->changes);
	if (status == 0)
		run->corpus.site = site_copy(r->arena, before->site);
	run->sources = r->state->run.sources;
	return status;
}

/* ---- judging ---- */

static struct record_filter *
filter_of(struct state *state)
{
	struct site_run *run = &state->run;
	if (state->filter == NULL && run->filtered)
		state->filter = record_filter_open(&run->scripts,
		    run->corpus.programme, &run->corpus.roster, run->as_of,
		    &run->diags);
	return state->filter;
}

void
state_filter_drop(struct state *state)
{
	if (state->filter != NULL)
		record_filter_close(state->filter);
	state->filter = NULL;
}

/* Labels are added to what there is. */
void
state_judge(struct state *state, struct site_run *run, struct record *record,
    bool is_new)
{
	struct arena *vault = run->vaults[0];
	struct record_filter *filter = filter_of(state);
	record->scope = (struct scope){ 0 };
	if (filter != NULL && !is_new) {
		record->derived = NULL;
		record->derived_from = NULL;
		record->narrowed = NULL;
		record->left_out = false;
	}
	if (filter != NULL)
		record_filter_run(filter, vault, record, &run->diags);
	policy_label(run->policy, vault, record, &run->diags);
	for (size_t i = 0; i < state->edition_count; i++)
		copies_forget(state->editions[i].copies, record);
}

static void
once_check(struct kin *kin, const struct record *record)
{
	if (record != NULL &&
	    table_add(&kin->done, text_of(record->id), kin) == NULL)
		check_record(kin->checking, record, kin->diags);
}

/* A review, of the report that was made for it. */
static void
report_check(struct kin *kin, const struct record *report)
{
	const struct record_list *reviews =
	    index_kind(kin->checking->index, "review");
	for (size_t i = 0; i < reviews->count; i++)
		if (text_is(value_as_text(
				record_get(reviews->items[i], "report")),
			report->id))
			once_check(kin, reviews->items[i]);
}

void
kin_check(struct kin *kin, const struct record *record)
{
	const struct index *index = kin->checking->index;
	if (record_is(record, "report"))
		report_check(kin, record);
	for (struct record_chain c = { .record = record };
	     (record = c.record) != NULL; record_chain_next(&c)) {
		once_check(kin, record);
		for (const struct shape *k = record_kinds; k->name != NULL; k++) {
			const struct record_list *answers =
			    index_answers(index, record->id, k->name);
			for (size_t i = 0; i < answers->count; i++)
				once_check(kin, answers->items[i]);
		}
	}
}

const struct checking *
state_checking(struct state *state)
{
	struct site_run *run = &state->run;
	struct diags unheard; /* they are told by whoever reads all */
	if (run->checking_arena != NULL)
		return &run->checking;
	run->checking_arena = arena_new();
	diags_init(&unheard, run->checking_arena);
	checking_init(&run->checking, run->checking_arena, &run->corpus,
	    run->as_of, &unheard);
	run->checking.sources = &run->sources;
	return &run->checking;
}

static bool
is_moved(const struct record *record, const struct record *was)
{
	return record->organisation != was->organisation ||
	    record->person != was->person ||
	    strcmp(record->period, was->period) != 0;
}

static bool
is_covered(const struct redoing *r, const struct record *record)
{
	return record->pictured ||
	    releases_of(r->run.releases, record) != NULL ||
	    releases_of(r->state->run.releases, record) != NULL;
}

static void
records_redo(struct redoing *r)
{
	struct site_run *run = &r->run;
	const struct corpus *corpus = &run->corpus;
	filter_watch_begin(FILTER_RECORD, corpus->record_count);
	for (size_t i = 0; i < corpus->record_count; i++) {
		struct record *record = corpus->records[i];
		const struct record *was = r->changes.was[i];
		if (was == NULL || is_moved(record, was) ||
		    is_covered(r, record))
			state_judge(r->state, run, record, was == NULL);
	}
	filter_watch_end();
}

/* Rules that look at one record, for those that were read and their kin. */
static void
records_check(struct redoing *r)
{
	const struct site_run *run = &r->run;
	struct arena *arena = arena_new();
	struct checking checking;
	struct kin kin = { .checking = &checking, .diags = &r->checked };
	table_init(&kin.done, arena);
	diags_init_like(&r->checked, r->checked_arena, &run->diags);
	checking_init(
	    &checking, arena, &run->corpus, run->as_of, &r->checked);
	checking.sources = &run->sources;
	for (size_t i = 0; i < run->corpus.record_count; i++)
		if (r->changes.was[i] == NULL)
			kin_check(&kin, run->corpus.records[i]);
	arena_free(arena);
}

/* ---- showing ---- */

/* Those that somebody looks at; others are forgotten. */
static void
editions_redo(struct redoing *r)
{
	struct state *state = r->state;
	struct make make = state->make;
	make.run = &r->run;
	make.corpus = &r->run.corpus;
	r->next =
	    ARENA_ARRAY(r->arena, struct made, state->edition_count);
	for (size_t i = 0; i < state->edition_count; i++) {
		const struct shown *shown = &state->editions[i];
		if (!atomic_load(&shown->asked) || run_has_error(&r->run))
			continue;
		r->next[i] = shown->made;
		made_again(state, &r->next[i], &make, i);
	}
}

/* Two that don't look at each other. */
static void
part_redo(void *context, size_t job, unsigned worker)
{
	(void)worker;
	if (job == 0)
		editions_redo(context);
	else
		records_check(context);
}

static void
parts_redo(struct redoing *r)
{
	r->checked_arena = arena_new();
	pool_run(2, 2, part_redo, r);
	diags_merge(&r->run.diags, &r->checked);
}

static void
next_drop(struct redoing *r)
{
	struct state *state = r->state;
	policy_release(state->run.policy, state->run.releases);
	state_filter_drop(state);
	for (size_t i = 0; r->next != NULL && i < state->edition_count; i++)
		made_free(&r->next[i], &state->editions[i].made);
	arena_free(r->arena);
}

static void
next_show(struct redoing *r)
{
	struct state *state = r->state;
	gate_write(state->gate);
	for (size_t i = 0; i < state->edition_count; i++) {
		shown_set(&state->editions[i], r->next[i]);
		atomic_store(&state->editions[i].asked, false);
	}
	site_rules_drop(&state->run);
	state->run.corpus = r->run.corpus;
	state->run.releases = r->run.releases;
	state->has_scripts = state_has_scripts(state);
	state->due = state->has_scripts;
	state->patched = false;
	gate_leave(state->gate);
	arena_free(state->linked);
	state->linked = r->arena;
}

int
state_again(struct state *state, const char *const *paths, size_t count,
    struct faults *faults)
{
	struct arena *arena = arena_new();
	/* With what is made, as that knows its corpus. */
	struct redoing *r = ARENA_NEW(arena, struct redoing);
	*r = (struct redoing){ .state = state,
		.changes = { .paths = paths, .count = count },
		.run = run_beside(&state->run, arena),
		.arena = arena };
	int status = corpus_redo(r);
	if (status == 0) {
		r->run.releases = releases_make(arena, &r->run.corpus,
		    &r->run.sources, r->run.as_of, &r->run.diags);
		policy_release(r->run.policy, r->run.releases);
		records_redo(r);
		parts_redo(r);
		status = run_has_error(&r->run) ? -1 : 0;
	}
	if (status <= 0)
		faults_add(faults, &r->run.diags, &state->run.sources);
	struct arena *checked = r->checked_arena;
	if (status == 0)
		next_show(r);
	else
		next_drop(r);
	arena_free(checked);
	return status;
}
