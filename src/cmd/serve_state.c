#include "cmd/serve_parts.h"

#include <stdlib.h>
#include "cmd/cmd.h"
#include "model/rules.h"
#include "render/theme.h"

/* ---- runs beside a site's, with memory and faults of their own ---- */

struct site_run
run_beside(const struct site_run *run, struct arena *arena)
{
	struct site_run own = *run;
	own.arena = arena;
	own.arenas = ARENA_ARRAY(arena, struct arena *, run->jobs);
	for (unsigned i = 0; i < run->jobs; i++)
		own.arenas[i] = i == 0 ? arena : run->arenas[i];
	diags_init_like(&own.diags, arena, &run->diags);
	return own;
}

bool
run_has_error(const struct site_run *run)
{
	return diag_worst(&run->diags) >= DIAG_ERROR;
}

/* ---- one edition ---- */

void
made_free(struct made *made, const struct made *other)
{
	if (made->elements != other->elements)
		edition_filter_close(made->elements);
	if (made->view != other->view)
		view_free(made->view);
	if (made->added != other->added)
		arena_free(made->added);
	if (made->planned != other->planned)
		arena_free(made->planned);
}

void
files_drop(struct shown *shown)
{
	arena_free(shown->files.arena);
	shown->files = (struct shown_files){ NULL };
}

void
shown_set(struct shown *shown, struct made made)
{
	made_free(&shown->made, &made);
	shown->made = made;
	shown->failed = false;
	files_drop(shown);
}

static void
shown_free(struct shown *shown)
{
	shown_set(shown, (struct made){ NULL });
	copies_free(shown->copies);
	lock_free(shown->elements_lock);
}

static const struct figures *
figures_of(const struct make *make, size_t number)
{
	return make->figures == NULL ? NULL : make->figures[number];
}

struct view *
made_view(struct state *state, const struct make *make, size_t number)
{
	struct shown *shown = &state->editions[number];
	if (shown->copies == NULL)
		shown->copies = copies_new();
	return view_make_with(make->corpus, make->policy,
	    &make->corpus->site->editions[number], make->run->as_of,
	    shown->copies, NULL, make->run->jobs, &make->run->diags);
}

/* For texts of the view; what goes wrong in them the build behind tells. */
static void
made_elements(const struct state *state, struct made *made,
    const struct make *make, size_t number)
{
	struct diags unheard;
	diags_init(&unheard, make->run->arena);
	/* It knows its scripts as long as it is there. */
	if (state->has_elements)
		made->elements = edition_filter_open(&state->run.scripts,
		    made->view, figures_of(make, number), &unheard);
}

/* What scripts add; -1 after an error. */
static int
made_additions(struct state *state, struct made *made, const struct make *make,
    size_t number)
{
	struct site_run *run = make->run;
	made->added = arena_new();
	made->additions = ARENA_NEW(made->added, struct additions);
	struct edition_filter *filter = edition_filter_open(&run->scripts,
	    made->view, figures_of(make, number), &run->diags);
	if (filter == NULL)
		return -1;
	filter_watch_begin(FILTER_EDITION, run->scripts.count);
	int status = edition_filter_run(
	    filter, made->added, made->additions, &run->diags);
	filter_watch_end();
	state->has_elements = edition_filter_has_elements(filter);
	edition_filter_close(filter);
	made_elements(state, made, make, number);
	return status;
}

static int
made_plan(const struct state *state, struct made *made, const struct make *make,
    size_t number)
{
	static const struct additions none;
	made->planned = arena_new();
	struct planning planning = { made->planned, made->view,
		&make->bulletins,
		made->additions == NULL ? &none : made->additions,
		figures_of(make, number), make_has_template, make->theme };
	made->plan = plan_make(&planning, &make->run->diags);
	if (made->plan == NULL)
		return -1;
	/* Where they will be once this is shown. */
	made->plan->bulletins = &state->make.bulletins;
	return 0;
}

int
made_again(struct state *state, struct made *made, const struct make *make,
    size_t number)
{
	made->elements = NULL;
	made->plan = NULL;
	made->view = made_view(state, make, number);
	if (made->view == NULL)
		return -1;
	made_elements(state, made, make, number);
	return made_plan(state, made, make, number);
}

int
made_scripted(struct state *state, struct made *made, const struct make *make,
    size_t number)
{
	made->elements = NULL;
	return made_additions(state, made, make, number) != 0 ||
		made_plan(state, made, make, number) != 0
	    ? -1
	    : 0;
}

int
state_look(struct state *state, size_t number, struct faults *faults)
{
	struct arena *arena = arena_new();
	struct site_run run = run_beside(&state->run, arena);
	struct make make = state->make;
	struct made made = { NULL };
	struct shown *shown = &state->editions[number];
	make.run = &run;
	made.view = made_view(state, &make, number);
	int status = made.view == NULL
	    ? -1
	    : made_scripted(state, &made, &make, number);
	if (run_has_error(&run))
		status = -1;
	gate_write(state->gate);
	if (status == 0)
		shown_set(shown, made);
	shown->failed = status != 0;
	gate_leave(state->gate);
	if (status != 0)
		made_free(&made, &shown->made);
	faults_add(faults, &run.diags, &state->run.sources);
	arena_free(arena);
	return status;
}

/* ---- what is beside pages ---- */

struct keeping {
	struct state *state;
	struct shown *shown;
	const struct onlooker *onlooker;
	atomic_bool stopped;
};

/* On any thread.  Pages are made as they are asked for. */
static int
file_keep(void *context, const char *path, struct text bytes,
    struct os_error *error)
{
	struct keeping *keeping = context;
	struct shown *shown = keeping->shown;
	const struct onlooker *onlooker = keeping->onlooker;
	/* Behind the edition's id. */
	struct text name = text_of(strchr(path, '/') + 1);
	if (onlooker->is_stopped(onlooker->context)) {
		atomic_store(&keeping->stopped, true);
		snprintf(error->message, sizeof(error->message), "stopped");
		return -1;
	}
	if (table_get(&shown->made.plan->paths, name) != NULL)
		return 0;
	gate_write(keeping->state->gate);
	struct arena *arena = shown->files.arena;
	struct text *kept = ARENA_NEW(arena, struct text);
	*kept = arena_text(arena, bytes);
	table_add(&shown->files.paths, arena_text(arena, name), kept);
	gate_leave(keeping->state->gate);
	onlooker->file_kept(onlooker->context);
	return 0;
}

static void
files_set(struct state *state, struct shown *shown, struct shown_files files)
{
	gate_write(state->gate);
	shown->files = files;
	gate_leave(state->gate);
}

static void
files_begin(struct state *state, struct shown *shown)
{
	struct shown_files none = { .arena = arena_new() };
	table_init(&none.paths, none.arena);
	struct arena *old = shown->files.arena;
	files_set(state, shown, none);
	arena_free(old);
}

int
state_files(struct state *state, size_t number, const struct onlooker *onlooker,
    struct faults *faults)
{
	struct arena *arena = arena_new();
	struct site_run run = run_beside(&state->run, arena);
	struct make make = state->make;
	struct shown *shown = &state->editions[number];
	struct keeping keeping = { state, shown, onlooker, false };
	make.run = &run;
	make.sink = (struct make_sink){ .put = file_keep,
		.context = &keeping };
	files_begin(state, shown);
	make_files(&make, shown->made.plan, NULL,
	    shown->made.elements != NULL);
	int status = atomic_load(&keeping.stopped) ? 1
	    : run_has_error(&run)              ? -1
					       : 0;
	struct shown_files files = shown->files;
	files.done = status <= 0;
	files.failed = status < 0;
	files_set(state, shown, files);
	if (status <= 0)
		faults_add(faults, &run.diags, &state->run.sources);
	arena_free(arena);
	return status;
}

static struct print_fonts *
fonts_open(struct state *state, struct diags *diags)
{
	const struct site *site = state->run.corpus.site;
	if (state->fonts == NULL)
		state->fonts = print_fonts_open(state->run.arena,
		    site->font_folders, site->font_folder_count, diags);
	return state->fonts;
}

int
state_print(struct state *state, size_t number, struct faults *faults)
{
	struct arena *arena = arena_new();
	struct diags diags;
	struct buf pdf = BUF_INIT;
	struct print_facts printed = { 0 };
	struct shown_print *print = &state->prints[number];
	diags_init_like(&diags, arena, &state->run.diags);
	struct print_fonts *fonts = fonts_open(state, &diags);
	int status = fonts == NULL
	    ? -1
	    : print_circular(&pdf, &printed, state->run.arena, arena,
		  &state->make.bulletins.items[number].circular, fonts,
		  state->run.as_of, &diags);
	gate_write(state->gate);
	print->pdf = pdf;
	state->make.bulletins.items[number].printed = printed;
	print->made = true;
	print->failed = status != 0;
	gate_leave(state->gate);
	faults_add(faults, &diags, &state->run.sources);
	arena_free(arena);
	return status;
}

/* ---- the whole ---- */

/* Of the same views; a theme that has a template more can show pages more. */
static struct made *
plans_make(const struct state *state, const struct make *make)
{
	struct made *next = ARENA_ARRAY(
	    make->run->arena, struct made, state->edition_count);
	for (size_t i = 0; i < state->edition_count; i++) {
		next[i] = state->editions[i].made;
		if (next[i].plan != NULL && make->theme != NULL)
			made_plan(state, &next[i], make, i);
	}
	return next;
}

static void
plans_drop(const struct state *state, struct made *next)
{
	for (size_t i = 0; i < state->edition_count; i++)
		made_free(&next[i], &state->editions[i].made);
}

/* Inside of the gate. */
static void
plans_show(struct state *state, const struct made *next)
{
	for (size_t i = 0; i < state->edition_count; i++)
		shown_set(&state->editions[i], next[i]);
	state->patched = false;
}

int
state_plans(struct state *state, struct faults *faults)
{
	struct arena *arena = arena_new();
	struct site_run run = run_beside(&state->run, arena);
	struct make make = state->make;
	make.run = &run;
	struct made *next = plans_make(state, &make);
	int status = run_has_error(&run) ? -1 : 0;
	faults_add(faults, &run.diags, &state->run.sources);
	if (status != 0) {
		plans_drop(state, next);
		for (size_t i = 0; i < state->edition_count; i++)
			next[i] = state->editions[i].made;
	}
	gate_write(state->gate);
	plans_show(state, next);
	gate_leave(state->gate);
	arena_free(arena);
	return status;
}

int
state_theme(struct state *state, struct faults *faults)
{
	struct arena *arena = arena_new();
	struct site_run run = run_beside(&state->run, arena);
	struct make make = state->make;
	make.run = &run;
	make.theme = site_theme_load(&run, NULL);
	/* Sources of the theme lie in the run's arena, as all do. */
	state->run.sources = run.sources;
	struct made *next = plans_make(state, &make);
	bool good = !run_has_error(&run);
	faults_add(faults, &run.diags, &state->run.sources);
	if (!good) {
		plans_drop(state, next);
		arena_free(arena);
		return -1;
	}
	gate_write(state->gate);
	plans_show(state, next);
	arena_free(state->theme);
	state->theme = arena;
	state->make.theme = make.theme;
	gate_leave(state->gate);
	return 0;
}

/* Opens in `state` what somebody looks at in the one before. */
static int
editions_open(struct state *state, const struct state *before,
    struct faults *faults)
{
	const struct site *site = state->run.corpus.site;
	int status = 0;
	for (size_t i = 0; before != NULL && i < site->edition_count; i++) {
		struct shown *same = state_edition(
		    (struct state *)before, text_of(site->editions[i].id));
		if (same != NULL && atomic_load(&same->asked) && status == 0)
			status = state_look(state, i, faults);
	}
	return status;
}

static int
state_fill(struct state *state, const struct state *before,
    struct faults *faults)
{
	const struct site *site = state->run.corpus.site;
	state->make = (struct make){ .run = &state->run,
		.corpus = &state->run.corpus,
		.policy = state->run.policy };
	state->edition_count = site_editions(site);
	state->editions =
	    calloc(state->edition_count, sizeof(*state->editions));
	if (state->editions == NULL)
		out_of_memory();
	for (size_t i = 0; i < state->edition_count; i++)
		state->editions[i].elements_lock = lock_new();
	state->has_scripts = state_has_scripts(state);
	return state_theme(state, faults) != 0 ||
		state_scripts(state, NULL, faults) != 0 ||
		editions_open(state, before, faults) != 0
	    ? -1
	    : 0;
}

struct state *
state_load(struct site_options options, struct gate *gate,
    const struct state *before, struct faults *faults)
{
	struct state *state = calloc(1, sizeof(*state));
	if (state == NULL)
		out_of_memory();
	state->gate = gate;
	int status = site_open_records(&state->run, options);
	faults_add(faults, &state->run.diags, &state->run.sources);
	struct diags told = state->run.diags;
	diags_init_like(&state->run.diags, state->run.arena, &told);
	if (status == 0 && state_fill(state, before, faults) == 0)
		return state;
	state_free(state);
	return NULL;
}

void
state_free(struct state *state)
{
	if (state == NULL)
		return;
	for (size_t i = 0; i < state->edition_count; i++)
		shown_free(&state->editions[i]);
	free(state->editions);
	prints_free(state);
	state_filter_drop(state);
	if (state->fonts != NULL)
		print_fonts_close(state->fonts);
	arena_free(state->scripted);
	arena_free(state->linked);
	arena_free(state->theme);
	site_drop(&state->run);
	free(state);
}

/* ---- inside of the gate ---- */

struct shown *
state_edition(struct state *state, struct text id)
{
	const struct site *site = state->run.corpus.site;
	for (size_t i = 0; i < site->edition_count; i++)
		if (text_is(id, site->editions[i].id))
			return &state->editions[i];
	return NULL;
}

/* Or one for the print dialog. */
static bool
is_bulletin(const struct page *page)
{
	return page->entry != NULL && entry_is_bulletin(page->entry);
}

bool
state_is_due(const struct state *state, const struct shown *shown,
    const struct page *page)
{
	if (state->patched && strcmp(page->template, "ledger") == 0)
		return true;
	return state->due &&
	    (shown->made.elements != NULL ||
		strcmp(page->template, "home") == 0 ||
		strcmp(page->template, "about") == 0 ||
		strcmp(page->template, "addition") == 0 ||
		is_bulletin(page));
}

bool
state_has_page(const struct state *state, const struct page *page)
{
	return !is_bulletin(page) ||
	    bulletin_find(&state->make.bulletins, page->entry->id) != NULL;
}

int
state_put_page(struct buf *buf, const struct state *state, struct shown *shown,
    const struct page *page)
{
	struct arena *arena = arena_new();
	struct diags diags;
	struct page_filter filter = { shown->made.elements, &diags };
	bool filtered = filter.filter != NULL;
	diags_init_like(&diags, arena, &state->run.diags);
	if (filtered)
		lock_take(shown->elements_lock);
	const struct value *data = page_make(arena, shown->made.plan, page,
	    filtered ? &filter : NULL, &diags);
	if (filtered)
		lock_give(shown->elements_lock);
	int status = theme_put_page(
	    buf, state->make.theme, page->template, data, &diags);
	arena_free(arena);
	return status;
}
