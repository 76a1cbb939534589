/* What scripts make of all records: figures, bulletins, additions. */
#include <stdlib.h>
#include "cmd/figures.h"
#include "cmd/serve_parts.h"

/* Once; they are read as a build would that publishes into output/. */
static int
issues_read(struct state *state, struct site_run *run)
{
	struct arena *arena = state->run.arena;
	if (state->issues_loaded)
		return 0;
	state->issues_loaded = true;
	return issues_look(&state->issues, arena, site_output(&state->run),
	    &state->run.sources, &run->diags);
}

static void
figures_make(struct state *state, struct make *make)
{
	struct site_run *run = make->run;
	struct figures_release release;
	const struct figures_wish wish = { .corpus = make->corpus,
		.policy = make->policy,
		.published = &state->issues.issues };
	make->figures = NULL;
	site_tally(run);
	if (run->tallies != NULL && issues_read(state, run) == 0 &&
	    figures_release(&release, run, wish) == 0)
		make->figures = release.shown;
}

/* ---- bulletins ---- */

bool
state_has_scripts(const struct state *state)
{
	return state->run.scripts.count > 0 ||
	    make_bulletin_count(&state->run.corpus, NULL) > 0;
}

/* Each once, from its own edition; a print is made when it is asked for. */
static void
bulletins_compose(struct state *state, struct make *make)
{
	const struct corpus *corpus = make->corpus;
	make_bulletins_begin(make);
	for (size_t i = 0; i < state->edition_count; i++) {
		struct view *own = NULL;
		const struct view *view = state->editions[i].made.view;
		if (make_bulletin_count(
			corpus, &corpus->site->editions[i]) == 0)
			continue;
		if (view == NULL)
			view = own = made_view(state, make, i);
		if (view != NULL)
			make_bulletins_in(make, view);
		view_free(own);
	}
	for (size_t i = 0; i < make->bulletins.count; i++)
		make->bulletins.items[i].has_print = true;
	make_bulletins_check(make, NULL);
}

void
prints_free(struct state *state)
{
	for (size_t i = 0; state->prints != NULL &&
	     i < state->make.bulletins.count;
	     i++)
		buf_free(&state->prints[i].pdf);
	free(state->prints);
	state->prints = NULL;
}

static struct shown_print *
prints_new(size_t count)
{
	struct shown_print *prints = calloc(count + 1, sizeof(*prints));
	if (prints == NULL)
		out_of_memory();
	for (size_t i = 0; i < count; i++)
		buf_init(&prints[i].pdf);
	return prints;
}

/* ---- all of it ---- */

static bool
is_over(const struct make *make, const struct onlooker *onlooker)
{
	return run_has_error(make->run) ||
	    (onlooker != NULL && onlooker->is_stopped(onlooker->context));
}

/* False: it was stopped, or there is an error. */
static bool
next_make(struct state *state, struct make *make, struct made *next,
    const struct onlooker *onlooker)
{
	figures_make(state, make);
	if (is_over(make, onlooker))
		return false;
	bulletins_compose(state, make);
	for (size_t i = 0; i < state->edition_count; i++) {
		if (next[i].plan == NULL)
			continue;
		if (is_over(make, onlooker))
			return false;
		made_scripted(state, &next[i], make, i);
	}
	return !run_has_error(make->run);
}

static void
next_show(struct state *state, const struct make *make,
    const struct made *next, struct arena *arena)
{
	gate_write(state->gate);
	prints_free(state);
	state->make.figures = make->figures;
	state->make.bulletins = make->bulletins;
	state->prints = prints_new(make->bulletins.count);
	for (size_t i = 0; i < state->edition_count; i++)
		shown_set(&state->editions[i], next[i]);
	state->patched = false;
	arena_free(state->scripted);
	state->scripted = arena;
	gate_leave(state->gate);
}

int
state_scripts(struct state *state, const struct onlooker *onlooker,
    struct faults *faults)
{
	struct arena *arena = arena_new();
	struct site_run run = run_beside(&state->run, arena);
	struct make make = state->make;
	struct made *next =
	    ARENA_ARRAY(arena, struct made, state->edition_count);
	for (size_t i = 0; i < state->edition_count; i++)
		next[i] = state->editions[i].made;
	make.run = &run;
	bool good = next_make(state, &make, next, onlooker);
	bool stopped = !good && !run_has_error(&run);
	if (!stopped)
		faults_add(faults, &run.diags, &state->run.sources);
	if (good) {
		next_show(state, &make, next, arena);
	} else {
		for (size_t i = 0; i < state->edition_count; i++)
			made_free(&next[i], &state->editions[i].made);
		arena_free(arena);
	}
	gate_write(state->gate);
	state->due = stopped;
	gate_leave(state->gate);
	return good ? 0 : stopped ? 1 : -1;
}
