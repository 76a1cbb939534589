/*
 * The least change there is, and the one that is made most: a record says
 * something else, but is the same to all others (kind, subject, period, day,
 * links, problems that somebody answers).  Then it is put in its own place, in
 * the corpus and in each view, and nothing else is looked at.
 *
 * What it said before stays in memory, about its file's size each time, as views
 * may have slices of it: until all is read anew, at midnight at the latest unless
 * the day is given.
 */
#include "cmd/serve_parts.h"

#include "base/value.h"

struct patching {
	struct state *state;
	struct site_run run;
	struct record *was, *record;
	struct view_patch *patches; /* parallel to the editions */
	struct arena *arena;
};

/* ---- is it the same to others? ---- */

static bool
is_same_value(const struct value *a, const struct value *b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	if (a != NULL)
		value_put_json(&x, a);
	if (b != NULL)
		value_put_json(&y, b);
	bool same = text_equal(buf_text(&x), buf_text(&y));
	buf_free(&x);
	buf_free(&y);
	return same;
}

static bool
holds_links(const struct field *field)
{
	if (field->type != FIELD_MAP)
		return field->type == FIELD_RECORD ||
		    field->type == FIELD_PROBLEM;
	for (const struct field *f = field->shape->fields; f->name != NULL; f++)
		if (holds_links(f))
			return true;
	return false;
}

static bool
is_answered(const struct corpus *corpus, const struct record *record)
{
	for (size_t i = 0; i < corpus->record_count; i++)
		if (corpus->records[i]->about == record)
			return true;
	return false;
}

/* Fields by which others hang on it, or it on others. */
static bool
has_same_fields(const struct patching *p)
{
	const struct record *was = p->was, *record = p->record;
	bool answered = is_answered(&p->state->run.corpus, was);
	for (size_t i = 0; record->kind->fields[i].name != NULL; i++) {
		const struct field *field = &record->kind->fields[i];
		if ((holds_links(field) ||
			(answered && strcmp(field->name, "problems") == 0)) &&
		    !is_same_value(was->fields[i], record->fields[i]))
			return false;
	}
	return true;
}

static bool
is_same_frame(const struct patching *p)
{
	const struct record *was = p->was, *record = p->record;
	return was->form == record->form &&
	    was->organisation == record->organisation &&
	    was->person == record->person && was->about == record->about &&
	    was->left_out == record->left_out &&
	    !was->pictured && !record->pictured &&
	    strcmp(was->period, record->period) == 0 &&
	    strcmp(was->date, record->date) == 0;
}

/* Bulletins are composed, releases let in, plans name what others are about. */
static bool
is_alone(const struct patching *p)
{
	const struct record *was = p->was;
	return !record_is(was, "bulletin") && !record_is(was, "release") &&
	    !record_is(was, "plan") &&
	    releases_of(p->state->run.releases, was) == NULL;
}

/* ---- making ---- */

static struct record *
record_read(struct patching *p, const char *path)
{
	struct state *state = p->state;
	struct loading loading = {
		.corpus = &state->run.corpus,
		.sources = &state->run.sources,
		.diags = &p->run.diags,
		.as_of = state->run.as_of,
		.jobs = 1,
		.arenas = p->run.arenas,
		.vaults = state->run.vaults,
		.scratch = state->run.scratch,
	};
	return record_load_again(&loading, state->run.options.root, path);
}

static void
record_judge(struct patching *p)
{
	struct state *state = p->state;
	struct site_run *run = &p->run;
	run->sources = state->run.sources;
	filter_watch_begin(FILTER_RECORD, 1);
	state_judge(state, run, p->record, true);
	filter_watch_end();
}

/* With it in its place, as that is where rules find it. */
static void
kin_judge(struct patching *p)
{
	struct state *state = p->state;
	struct record before = *p->was;
	struct kin kin = { .checking = state_checking(state),
		.diags = &p->run.diags };
	table_init(&kin.done, p->arena);
	*p->was = *p->record;
	p->was->id = before.id;
	kin_check(&kin, p->was);
	*p->was = before;
}

static bool
views_patch(struct patching *p)
{
	struct state *state = p->state;
	p->patches =
	    ARENA_ARRAY(p->arena, struct view_patch, state->edition_count);
	for (size_t i = 0; i < state->edition_count; i++) {
		const struct shown *shown = &state->editions[i];
		if (shown->made.view != NULL &&
		    !view_patch_make(&p->patches[i], shown->made.view,
			&state->run.corpus, state->run.policy, shown->copies,
			p->was, p->record, &p->run.diags))
			return false;
	}
	return true;
}

static void
patch_show(struct patching *p)
{
	struct state *state = p->state;
	gate_write(state->gate);
	const char *id = p->was->id; /* the key of tables */
	*p->was = *p->record;
	p->was->id = id;
	for (size_t i = 0; i < state->edition_count; i++) {
		struct shown *shown = &state->editions[i];
		if (shown->made.view == NULL)
			continue;
		view_patch_apply(&p->patches[i]);
		files_drop(shown);
	}
	state->due = state->has_scripts;
	state->patched = true;
	gate_leave(state->gate);
}

int
state_patch(struct state *state, const char *path, struct faults *faults)
{
	struct arena *arena = arena_new();
	struct patching p = { .state = state,
		.run = run_beside(&state->run, arena),
		.arena = arena };
	p.record = record_read(&p, path);
	p.was = p.record == NULL
	    ? NULL
	    : corpus_record(&state->run.corpus, text_of(p.record->id));
	bool fits = p.was != NULL && p.was->kind == p.record->kind &&
	    is_alone(&p) && has_same_fields(&p);
	if (fits)
		record_judge(&p);
	if (run_has_error(&p.run))
		state_filter_drop(state);
	/* Whatever is wrong with it is told by who looks at the others too. */
	fits = fits && !run_has_error(&p.run) && is_same_frame(&p);
	if (fits)
		kin_judge(&p);
	fits = fits && !run_has_error(&p.run) && views_patch(&p);
	if (fits) {
		patch_show(&p);
		faults_add(faults, &p.run.diags, &state->run.sources);
	}
	arena_free(arena);
	return fits ? 0 : 1;
}
