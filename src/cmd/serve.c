#include "cmd/serve.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/lang.h"
#include "base/option.h"
#include "base/wait.h"
#include "base/watch.h"
#include "cmd/cmd.h"
#include "cmd/serve_http.h"
#include "cmd/serve_verify.h"

#define PORT 8000
/* Nothing must happen for so long, but waited is no longer than this. */
#define QUIET_MILLISECONDS 4
#define MOST_MILLISECONDS 200
#define PING_MILLISECONDS 15000

struct building {
	struct serve serve;
	struct site_options options;
	unsigned port;
	const char *address;
	struct http *http;
	struct watch *watch;
	struct verify verify;
	/* Found by the preview itself, and by the last build behind. */
	struct faults own, behind;
	struct arena *arena; /* of `pending` */
	struct table pending; /* paths of records that are not shown yet */
	struct arena *fresh_arena;
	struct table fresh; /* … that the last build behind has not seen so */
	const char **paths;   /* the same, below content/ */
	size_t path_count, path_capacity;
	bool anew; /* settings changed, and could not be read since */
	bool bad_theme;
	int stop;
};

/* ---- what is said ---- */

static void
say(const struct building *b, const char *what, double started)
{
	struct buf counts = BUF_INIT;
	if (b->options.quiet)
		return;
	faults_put_count(&counts, &b->serve.faults);
	printf(_("%s: %.0f ms; %s\n"), what, (os_seconds() - started) * 1e3,
	    counts.at);
	fflush(stdout);
	buf_free(&counts);
}

/* What browsers are told: what was found last, of each file once. */
static void
faults_join(struct building *b)
{
	struct serve *serve = &b->serve;
	struct faults joined, old = serve->faults;
	struct table none;
	faults_init(&joined);
	table_init(&none, joined.arena);
	faults_add_others(&joined, &b->own, &none);
	faults_add_others(&joined, &b->behind, &b->fresh);
	gate_write(serve->gate);
	serve->faults = joined;
	serve->checking = verify_is_busy(&b->verify);
	gate_leave(serve->gate);
	faults_free(&old);
}

/* Something else is shown, or nothing else but other faults. */
static void
shown_tell(struct building *b, bool all)
{
	faults_join(b);
	http_go_on(b->http);
	http_compare(b->http, all);
	http_tell_faults(b->http);
}

static void
build_count(struct building *b)
{
	gate_write(b->serve.gate);
	b->serve.build++;
	gate_leave(b->serve.gate);
}

/* ---- what the preview makes ---- */

/* Something else is to be shown, or nothing any more. */
static bool
is_stopped(void *context)
{
	const struct building *b = context;
	const int descriptors[] = { b->stop, watch_descriptor(b->watch) };
	bool ready[2];
	wait_for(descriptors, 2, 0, ready);
	return ready[0] || ready[1];
}

static void
file_kept(void *context)
{
	http_go_on(((struct building *)context)->http);
}

static struct onlooker
onlooker_of(struct building *b)
{
	return (struct onlooker){ is_stopped, file_kept, b };
}

static void
pending_clear(struct building *b)
{
	arena_free(b->arena);
	b->arena = arena_new();
	table_init(&b->pending, b->arena);
	b->paths = NULL;
	b->path_count = b->path_capacity = 0;
}

static void
fresh_clear(struct building *b)
{
	arena_free(b->fresh_arena);
	b->fresh_arena = arena_new();
	table_init(&b->fresh, b->fresh_arena);
}

static void
own_clear(struct building *b)
{
	faults_free(&b->own);
	faults_init(&b->own);
}

static void
load(struct building *b, const char *what)
{
	struct serve *serve = &b->serve;
	double started = os_seconds();
	own_clear(b);
	faults_drop_errors(&b->behind);
	http_mark_asked(b->http);
	struct state *old = serve->state;
	struct state *state =
	    state_load(b->options, serve->gate, old, &b->own);
	b->anew = state == NULL;
	gate_write(serve->gate);
	serve->tried = true;
	if (state != NULL) {
		serve->state = state;
		serve->build++;
	}
	gate_leave(serve->gate);
	if (state != NULL) {
		state_free(old);
		pending_clear(b);
		b->bad_theme = false;
	}
	verify_order(&b->verify);
	shown_tell(b, state != NULL);
	say(b, what, started);
}

static void
scripts_run(struct building *b)
{
	double started = os_seconds();
	const struct onlooker onlooker = onlooker_of(b);
	int status = state_scripts(b->serve.state, &onlooker, &b->own);
	if (status == 1)
		return; /* when what has come is shown */
	if (status == 0)
		build_count(b);
	shown_tell(b, false);
	say(b, _("scripts and bulletins"), started);
}

/* What a change bears on beside its own page, when that is shown. */
static void
rest_make(struct building *b)
{
	struct state *state = b->serve.state;
	if (state != NULL && state->due)
		scripts_run(b);
	if (state == NULL || state->due || !state->patched)
		return;
	if (state_plans(state, &b->own) == 0)
		build_count(b);
	shown_tell(b, false);
}

static const char *
paths_words(const struct building *b, struct arena *arena)
{
	return b->path_count == 1
	    ? arena_printf(arena, "content/%s", b->paths[0])
	    : arena_printf(arena,
		  lang_count("%zu record", "%zu records", b->path_count),
		  b->path_count);
}

static void
records_read(struct building *b)
{
	struct serve *serve = &b->serve;
	struct arena *arena = arena_new();
	const char *what = paths_words(b, arena);
	double started = os_seconds();
	http_mark_asked(b->http);
	int status = b->path_count == 1
	    ? state_patch(serve->state, b->paths[0], &b->own)
	    : 1;
	if (status != 0)
		status = state_again(
		    serve->state, b->paths, b->path_count, &b->own);
	if (status > 0) {
		load(b, _("all read anew"));
		arena_free(arena);
		return;
	}
	if (status == 0)
		build_count(b);
	verify_order(&b->verify);
	shown_tell(b, false);
	if (status == 0)
		pending_clear(b);
	say(b, what, started);
	arena_free(arena);
}

static void
theme_read(struct building *b)
{
	double started = os_seconds();
	faults_drop_errors(&b->behind);
	int status = state_theme(b->serve.state, &b->own);
	b->bad_theme = status != 0;
	if (status == 0)
		build_count(b);
	verify_order(&b->verify);
	shown_tell(b, status == 0);
	say(b, _("theme"), started);
}

/* ---- what changed ---- */

struct news {
	bool anew, theme, records, other;
};

static void
record_note(struct building *b, const char *path)
{
	struct text shown =
	    text_of(arena_printf(b->arena, "content/%s", path));
	table_add(&b->fresh, arena_text(b->fresh_arena, shown), b);
	if (table_add(&b->pending, shown, b) != NULL)
		return;
	ARENA_ROOM(b->arena, b->paths, b->path_count, b->path_capacity);
	b->paths[b->path_count++] = shown.at + strlen("content/");
}

/* The records that were in a folder that is gone. */
static void
folder_note(struct building *b, struct text folder)
{
	const struct corpus *corpus = &b->serve.state->run.corpus;
	for (size_t i = 0; i < corpus->record_count; i++) {
		const char *path = arena_printf(
		    b->arena, "%s.md", corpus->records[i]->id);
		if (strncmp(path, folder.at, folder.len) == 0)
			record_note(b, path);
	}
}

static void
content_note(struct building *b, struct news *news, struct text path)
{
	if (text_ends(path, ".yaml") || text_ends(path, ".yml") ||
	    picture_is_named(path)) {
		news->anew = true;
	} else if (b->serve.state == NULL) {
		news->anew = news->anew || text_ends(path, ".md") ||
		    text_ends(path, "/");
	} else if (text_ends(path, "/")) {
		folder_note(b, path);
		news->records = true;
	} else if (text_ends(path, ".md")) {
		record_note(b, path.at);
		news->records = true;
	} else {
		news->other = true; /* it may be a record by a wrong name */
	}
}

/* Words are everywhere; a folder that came or went may be the theme itself. */
static void
theme_note(struct news *news, struct text path)
{
	if (text_ends(path, ".yaml") || text_ends(path, "/"))
		news->anew = true;
	else
		news->theme = true;
}

/* A folder of the site's that is watched itself. */
static bool
is_root(struct text path)
{
	return text_is(path, "content/") || text_is(path, "themes/") ||
	    text_is(path, "scripts/");
}

static void
change_note(struct building *b, struct news *news, struct text path)
{
	if (is_root(path))
		news->anew = true;
	else if (text_starts(path, "content/"))
		content_note(b, news, text_from(path, strlen("content/")));
	else if (text_starts(path, "themes/"))
		theme_note(news, path);
	else if (text_starts(path, "scripts/") && text_ends(path, ".lua"))
		news->anew = true;
}

/* Folders that came or went are watched from now on. */
static void
roots_look(struct building *b, const struct watch_changes *changes)
{
	struct os_error error;
	for (size_t i = 0; i < changes->count; i++)
		if (is_root(text_of(changes->paths[i])))
			watch_again(b->watch, &error);
}

static void
changes_take(struct building *b)
{
	struct arena *arena = arena_new();
	struct watch_changes changes;
	struct os_error error;
	struct news news = { false, false, false, false };
	if (watch_collect(b->watch, arena, QUIET_MILLISECONDS,
		MOST_MILLISECONDS, &changes, &error) != 0)
		changes.missed = true;
	roots_look(b, &changes);
	news.anew = changes.missed;
	for (size_t i = 0; i < changes.count; i++)
		change_note(b, &news, text_of(changes.paths[i]));
	arena_free(arena);
	bool any = news.anew || news.theme || news.records || news.other;
	/* Once: what is found of a theme, or of settings, is told with the rest. */
	if (news.anew || news.theme || news.records)
		own_clear(b);
	if (any && (news.anew || b->anew || b->serve.state == NULL))
		load(b, _("all read anew"));
	else if (news.theme || (b->bad_theme && news.records))
		theme_read(b);
	if (news.records && b->path_count > 0)
		records_read(b);
	else if (news.other && !news.anew)
		verify_order(&b->verify);
	rest_make(b);
}

/* ---- what browsers wish ---- */

static bool
is_wished(atomic_bool *wish)
{
	return atomic_exchange(wish, false);
}

static bool
edition_give(struct building *b, size_t number)
{
	struct state *state = b->serve.state;
	struct shown *shown = &state->editions[number];
	bool wanted = is_wished(&shown->wanted);
	bool files = is_wished(&shown->files_wanted);
	const struct onlooker onlooker = onlooker_of(b);
	if (wanted && shown->made.plan == NULL)
		state_look(state, number, &b->own);
	if (files && shown->made.plan != NULL && !shown->files.done &&
	    !state->due && !state->patched)
		state_files(state, number, &onlooker, &b->own);
	return wanted || files;
}

static void
wishes_take(struct building *b)
{
	struct state *state = b->serve.state;
	bool any = false;
	size_t before = b->own.count;
	for (size_t i = 0; state != NULL && i < state->edition_count; i++)
		any = edition_give(b, i) || any;
	for (size_t i = 0; state != NULL && i < state->make.bulletins.count;
	     i++)
		if (is_wished(&state->prints[i].wanted)) {
			any = true;
			if (!state->prints[i].made)
				state_print(state, i, &b->own);
		}
	if (b->own.count != before) {
		faults_join(b);
		http_tell_faults(b->http);
	}
	if (any)
		http_go_on(b->http);
	http_compare(b->http, false);
}

/* ---- the build behind ---- */

static void
behind_take(struct building *b)
{
	struct faults faults;
	size_t errors = b->serve.faults.levels[DIAG_ERROR];
	faults_init(&faults);
	if (!verify_take(&b->verify, &faults)) {
		faults_free(&faults);
		return;
	}
	faults_free(&b->behind);
	b->behind = faults;
	/* What was found before, and more: any change has it begin anew. */
	own_clear(b);
	fresh_clear(b);
	faults_join(b);
	http_tell_faults(b->http);
	if (!b->options.quiet && b->serve.faults.levels[DIAG_ERROR] != errors) {
		struct buf counts = BUF_INIT;
		faults_put_count(&counts, &b->serve.faults);
		printf(_("checked: %s\n"), counts.at);
		fflush(stdout);
		buf_free(&counts);
	}
}

static void
behind_begin(struct building *b)
{
	struct os_error error;
	struct arena *arena = arena_new();
	const char *day = b->options.as_of != NULL ? b->options.as_of
	    : b->serve.state != NULL
	    ? b->serve.state->run.as_of
	    : os_today(arena);
	if (verify_begin(&b->verify, day, &error) != 0)
		fprintf(stderr, "tongbao serve: %s\n", error.message);
	arena_free(arena);
}

/* ---- the loop ---- */

/* The site's own folder was moved away and has come back: nobody tells. */
static void
site_look(struct building *b)
{
	struct os_error error;
	if (watch_lacks(b->watch) && watch_again(b->watch, &error) == 0)
		load(b, _("all read anew"));
}

/* A preview that is left on over midnight is of the new day. */
static void
day_look(struct building *b)
{
	struct arena *arena = arena_new();
	const struct state *state = b->serve.state;
	if (b->options.as_of == NULL && getenv("SOURCE_DATE_EPOCH") == NULL &&
	    state != NULL && strcmp(state->run.as_of, os_today(arena)) != 0)
		load(b, _("a new day"));
	arena_free(arena);
}

static void
loop(struct building *b)
{
	double pinged = os_seconds();
	while (stop_signal() == 0) {
		const int descriptors[] = { b->stop, watch_descriptor(b->watch),
			b->serve.wake, b->verify.child.descriptor };
		bool ready[4];
		wait_for(descriptors, 4,
		    verify_milliseconds(&b->verify, PING_MILLISECONDS), ready);
		if (ready[1])
			changes_take(b);
		if (ready[2]) {
			wake_clear(b->serve.wake);
			wishes_take(b);
		}
		if (ready[3] && b->verify.child.process != 0)
			behind_take(b);
		if (b->verify.due != 0 &&
		    verify_milliseconds(&b->verify, 1000) == 0)
			behind_begin(b);
		if (os_seconds() - pinged < PING_MILLISECONDS / 1e3)
			continue;
		pinged = os_seconds();
		http_ping(b->http);
		day_look(b);
		site_look(b);
	}
}

/* ---- beginning and end ---- */

static int
refuse(const struct os_error *error)
{
	fprintf(stderr, "tongbao serve: %s\n", error->message);
	return STATUS_SYSTEM;
}

/* Who has the port is not known, but which one is free. */
static int
listen_refuse(const struct building *b, const struct os_error *error)
{
	struct net free;
	struct os_error unheard;
	if (error->code == EINVAL) {
		fprintf(stderr,
		    _("tongbao serve: --listen and --port take an address such "
		      "as 127.0.0.1 and a port up to 65535, not '%s' and %u\n"),
		    b->address, b->port);
		return STATUS_USAGE;
	}
	if (error->code != EADDRINUSE)
		return refuse(error);
	for (unsigned port = b->port + 1;
	     port < b->port + 100 && port < 65536; port++) {
		if (net_listen(&free, b->address, port, &unheard) != 0)
			continue;
		net_close(&free);
		fprintf(stderr,
		    _("tongbao serve: port %u of %s is in use; free is "
		      "--port %u\n"),
		    b->port, b->address, port);
		return STATUS_SYSTEM;
	}
	fprintf(stderr, _("tongbao serve: port %u of %s is in use\n"), b->port,
	    b->address);
	return STATUS_SYSTEM;
}

/* The site's own folders, and those that stand in for them. */
static int
folders_watch(struct building *b, struct arena *arena, struct os_error *error)
{
	const char *root = b->options.root;
	b->watch = watch_open(error);
	if (b->watch == NULL || watch_add(b->watch, root, "", true, error) != 0)
		return -1;
	for (const char *const *name = site_inputs; *name != NULL; name++) {
		const char *own = arena_printf(arena, "%s/%s", root, *name);
		const char *installed = strcmp(*name, "content") == 0
		    ? NULL
		    : installed_folder(arena, *name);
		if (watch_add(b->watch, own, *name, false, error) != 0)
			return -1;
		const char *a = os_real_path(arena, own);
		const char *c =
		    installed == NULL ? NULL : os_real_path(arena, installed);
		if (c != NULL && (a == NULL || strcmp(a, c) != 0) &&
		    watch_add(b->watch, installed, *name, false, error) != 0)
			return -1;
	}
	return 0;
}

static void
address_say(const struct net *net)
{
	printf(_("preview at http://%s:%u/  (end it with Ctrl+C)\n"), net->host,
	    net->port);
	if (!net->loopback)
		puts(_("Whoever reaches this address can read every edition!"));
	fflush(stdout);
}

static int
edition_check(const struct building *b)
{
	const struct state *state = b->serve.state;
	const char *id = b->serve.edition;
	if (state == NULL || id == NULL ||
	    state_edition((struct state *)state, text_of(id)) != NULL)
		return STATUS_OK;
	const struct site *site = state->run.corpus.site;
	fprintf(stderr, _("tongbao serve: there is no edition '%s'\n"), id);
	fputs(_("The editions are:"), stderr);
	for (size_t i = 0; i < site->edition_count; i++)
		fprintf(stderr, " %s", site->editions[i].id);
	fputc('\n', stderr);
	return STATUS_USAGE;
}

/*
 * Before there are threads, and for all that is shown: a folder of fonts that is
 * named later is one of the next start's.
 */
static void
serve_confine(struct building *b)
{
	struct site_run run;
	site_load_settings(&run, b->options);
	site_confine(&run);
	site_drop(&run);
}

/* The build behind is another start of this program. */
static void
serve_prepare(void *context, struct site_run *run, struct confine *confine)
{
	(void)context;
	(void)run;
	confine_add_itself(confine);
}

static int
serve_run(struct building *b, struct arena *arena)
{
	struct os_error error;
	struct net net;
	if (net_listen(&net, b->address, b->port, &error) != 0)
		return listen_refuse(b, &error);
	b->stop = stop_open(&error);
	b->serve.wake = wake_open(&error);
	if (b->stop < 0 || b->serve.wake < 0 ||
	    folders_watch(b, arena, &error) != 0) {
		net_close(&net);
		return refuse(&error);
	}
	serve_confine(b);
	b->http = http_open(&b->serve, &net, &error);
	if (b->http == NULL) {
		net_close(&net);
		return refuse(&error);
	}
	address_say(&net);
	load(b, _("all read"));
	int status = edition_check(b);
	if (status == STATUS_OK)
		loop(b);
	http_close(b->http);
	return status;
}

static void
serve_free(struct building *b)
{
	verify_close(&b->verify);
	watch_close(b->watch);
	state_free(b->serve.state);
	faults_free(&b->serve.faults);
	faults_free(&b->own);
	faults_free(&b->behind);
	arena_free(b->arena);
	arena_free(b->fresh_arena);
	gate_free(b->serve.gate);
	wake_close(b->serve.wake);
	wake_close(b->stop);
}

static int
serve(struct building *b)
{
	struct arena *arena = arena_new();
	const char *content =
	    arena_printf(arena, "%s/content", b->options.root);
	int status = STATUS_CONTENT;
	if (os_type_target(content) != OS_FOLDER) {
		fprintf(stderr,
		    _("tongbao serve: %s is no folder; run it in a site's, or "
		      "make one: tongbao init FOLDER\n"),
		    content);
	} else {
		b->serve.gate = gate_new();
		b->serve.wake = b->stop = -1;
		faults_init(&b->own);
		faults_init(&b->behind);
		verify_init(&b->verify, b->options.root);
		pending_clear(b);
		fresh_clear(b);
		faults_init(&b->serve.faults);
		status = serve_run(b, arena);
		serve_free(b);
	}
	arena_free(arena);
	return status;
}

static int
serve_main(int argc, char **argv)
{
	struct building b = { .options = SITE_OPTIONS_INIT,
		.port = PORT,
		.address = "127.0.0.1" };
	int operands;
	const struct option table[] = {
		{ "edition", 'e', OPTION_STRING, &b.serve.edition,
		    N_("EDITION"), N_("to begin with (default: the first)") },
		{ "port", 'p', OPTION_NUMBER, &b.port, N_("N"),
		    N_("where to listen (default 8000; 0: any that is "
		       "free)") },
		{ "listen", 0, OPTION_STRING, &b.address, N_("ADDRESS"),
		    N_("of this machine (default 127.0.0.1: nobody else "
		       "reaches it)") },
		SITE_OPTIONS(b.options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&b.options, table, &serve_command, argc,
	    argv, 0, &operands);
	if (usage != STATUS_OK)
		return usage;
	b.options.rights = (struct site_rights){
		.programs = CONFINE_SOME_PROGRAMS, .prepare = serve_prepare
	};
	return serve(&b);
}

const struct command serve_command = {
	"serve", N_("[options]"),
	N_("show the site in a browser while it is written"), serve_main,
};
