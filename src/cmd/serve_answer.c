#include "cmd/serve.h"

#include <stdlib.h>
#include "base/lang.h"
#include "base/value.h"
#include "base/wait.h"
#include "render/theme.h"

#define FAULTS_MOST 100 /* in an overlay; all of them have a page */

void
answer_init(struct answer *answer)
{
	*answer = (struct answer){ .status = 200,
		.body = BUF_INIT,
		.location = BUF_INIT,
		.style = BUF_INIT,
		.edition = BUF_INIT,
		.page = BUF_INIT };
}

void
answer_free(struct answer *answer)
{
	buf_free(&answer->body);
	buf_free(&answer->location);
	buf_free(&answer->style);
	buf_free(&answer->edition);
	buf_free(&answer->page);
}

struct answering {
	struct answer *answer;
	struct serve *serve;
	const char *edition, *page; /* as the address has them */
};

/* ---- pages ---- */

static struct dress
dress_of(const struct answering *a, const char *digest)
{
	const struct serve *serve = a->serve;
	return (struct dress){
		.site = serve->state == NULL ? NULL
					     : serve->state->run.corpus.site,
		.edition = a->edition,
		.page = a->page,
		.faults = &serve->faults,
		.build = serve->build,
		.digest = digest,
	};
}

static void
plain_answer(struct answering *a, unsigned status, const char *heading,
    const char *text)
{
	struct dress dress = dress_of(a, DIGEST_NONE);
	a->answer->status = status;
	a->answer->type = "text/html; charset=utf-8";
	page_plain(&a->answer->body, heading, text, &dress);
}

static void
absent_answer(struct answering *a)
{
	plain_answer(a, 404, _("There is no such page"),
	    _("In this edition there is nothing at this address.  It comes by "
	      "itself when there is."));
}

/* There is nothing good to show. */
static void
faulty_answer(struct answering *a)
{
	plain_answer(a, 503, _("This can't be shown yet"),
	    _("It comes by itself when the faults are mended."));
}

/* The builder is to make it; NULL: it knows. */
static void
ask_for(struct serve *serve, atomic_bool *wanted)
{
	if (wanted != NULL)
		atomic_store(wanted, true);
	wake_up(serve->wake);
}

static void
wait_answer(struct answering *a, atomic_bool *wanted)
{
	a->answer->kind = ANSWER_WAIT;
	ask_for(a->serve, wanted);
}

static void
redirect(struct answer *answer, unsigned status)
{
	answer->status = status;
	answer->type = "text/plain; charset=utf-8";
	buf_puts(&answer->body, "→ ");
	buf_putt(&answer->body, buf_text(&answer->location));
	buf_putc(&answer->body, '\n');
}

static const struct asset *
asset_find(const struct theme *theme, struct text path)
{
	for (size_t i = 0; i < theme->asset_count; i++)
		if (text_is(path, theme->assets[i].path))
			return &theme->assets[i];
	return NULL;
}

/* Does the page name a script that is not the theme's?  It is data, then. */
static bool
has_data(const struct theme *theme, struct text html)
{
	static const char ending[] = ".js\"";
	const char *end = html.at + html.len, *at = html.at;
	while ((at = memmem(at, (size_t)(end - at), ending, strlen(ending))) !=
	    NULL) {
		const char *begin = at;
		while (begin > html.at && begin[-1] != '"')
			begin--;
		while (strncmp(begin, "../", 3) == 0)
			begin += 3;
		at += strlen(".js");
		struct text path = { begin, (size_t)(at - begin) };
		if (asset_find(theme, path) == NULL)
			return true;
	}
	return false;
}

/* NULL: it was not composed. */
static struct shown_print *
print_of(const struct state *state, struct text id)
{
	for (size_t i = 0; i < state->make.bulletins.count; i++)
		if (text_is(id, state->make.bulletins.items[i].id))
			return &state->prints[i];
	return NULL;
}

/* Of a page as it is shown; with data it is another one after each change. */
static void
shown_digest(char digest[17], const struct serve *serve, struct buf *html)
{
	size_t len = html->len;
	if (has_data(serve->state->make.theme, buf_text(html)))
		buf_printf(html, "%lu", serve->build);
	page_digest(digest, buf_text(html));
	html->len = len;
}

/* Does the page tell how many pages its print has, and is that to be made? */
static struct shown_print *
print_needed(const struct state *state, const struct page *page)
{
	if (strcmp(page->template, PRINT_TEMPLATE) != 0)
		return NULL;
	struct shown_print *print = print_of(state, text_of(page->entry->id));
	return print == NULL || print->made ? NULL : print;
}

static void
page_answer(struct answering *a, struct shown *shown, const struct page *page)
{
	struct shown_print *print;
	const struct state *state = a->serve->state;
	struct buf html = BUF_INIT;
	char digest[17];
	if (state_is_due(state, shown, page)) {
		wait_answer(a, NULL);
	} else if ((print = print_needed(state, page)) != NULL) {
		wait_answer(a, &print->wanted);
	} else if (!state_has_page(state, page) ||
	    state_put_page(&html, state, shown, page) != 0) {
		faulty_answer(a);
	} else {
		shown_digest(digest, a->serve, &html);
		struct dress dress = dress_of(a, digest);
		a->answer->type = "text/html; charset=utf-8";
		page_dress(&a->answer->body, buf_text(&html), &dress);
		policy_put_style(&a->answer->style, buf_text(&html));
	}
	buf_free(&html);
}

/* ---- other files ---- */

/* The bulletin whose print that is, if the edition has it. */
static struct shown_print *
print_find(const struct state *state, const struct shown *shown,
    const char *path)
{
	struct text id = text_of(path);
	if (!text_starts(id, "record/") || !text_ends(id, ".pdf"))
		return NULL;
	id = text_cut(id, strlen("record/"), id.len - strlen(".pdf"));
	return view_entry(shown->made.view, id) == NULL ? NULL
							: print_of(state, id);
}

static void
bytes_answer(struct answering *a, struct text bytes)
{
	a->answer->type = content_type(a->page);
	buf_putt(&a->answer->body, bytes);
}

static void
file_answer(struct answering *a, struct shown *shown)
{
	const struct state *state = a->serve->state;
	const struct asset *asset = asset_find(state->make.theme, text_of(a->page));
	struct shown_print *print = print_find(state, shown, a->page);
	const struct text *file = shown->files.arena == NULL
	    ? NULL
	    : table_get(&shown->files.paths, text_of(a->page));
	if (asset != NULL) {
		bytes_answer(a, asset->bytes);
	} else if (state->due || state->patched) {
		wait_answer(a, NULL);
	} else if (print != NULL && !print->made) {
		wait_answer(a, &print->wanted);
	} else if (print != NULL && print->failed) {
		faulty_answer(a);
	} else if (print != NULL) {
		bytes_answer(a, buf_text(&print->pdf));
	} else if (file != NULL) {
		bytes_answer(a, *file);
	} else if (!shown->files.done) {
		wait_answer(a, &shown->files_wanted);
	} else if (shown->files.failed) {
		faulty_answer(a);
	} else {
		absent_answer(a);
	}
}

/* The edition, ready to be shown; else NULL after an answer. */
static struct shown *
edition_open(struct answering *a)
{
	struct state *state = a->serve->state;
	if (state == NULL) {
		if (a->serve->tried)
			faulty_answer(a);
		else
			wait_answer(a, NULL);
		return NULL;
	}
	struct shown *shown = state_edition(state, text_of(a->edition));
	if (shown == NULL) {
		absent_answer(a);
		return NULL;
	}
	atomic_store(&shown->asked, true);
	if (shown->made.plan != NULL)
		return shown;
	if (shown->failed)
		faulty_answer(a);
	else
		wait_answer(a, &shown->wanted);
	return NULL;
}

static const struct page *
page_find(const struct shown *shown, const char *path)
{
	return table_get(&shown->made.plan->paths, text_of(path));
}

static void
edition_answer(struct answering *a)
{
	struct shown *shown = edition_open(a);
	if (shown == NULL)
		return;
	const struct page *page = page_find(shown, a->page);
	if (page != NULL)
		page_answer(a, shown, page);
	else
		file_answer(a, shown);
}

/* ---- the preview's own ---- */

/* Everything up to the first slash of *path, which moves behind it. */
static const char *
segment_take(struct arena *arena, const char **path)
{
	size_t len = strcspn(*path, "/");
	const char *segment = arena_copy(arena, *path, len);
	*path += len + ((*path)[len] == '/');
	return segment;
}

/*
 * The same page in another edition.  A record's may have another address there
 * (an id that says nothing), or its address be another record's.
 */
static const char *
page_elsewhere(const struct shown *from, const struct shown *to,
    struct arena *arena, const char *path)
{
	const struct page *page = page_find(from, path);
	if (page == NULL || page->entry == NULL)
		return path;
	const struct view *view = to->made.view;
	for (size_t i = 0; i < view->entries.count; i++)
		if (view->entries.items[i]->span.source == page->entry->span.source)
			return entry_path(arena, view->entries.items[i]);
	/* Not to be seen there: no other record's page. */
	return view_entry(view, text_of(page->entry->id)) == NULL ? path
								   : "";
}

/* TO/FROM/PAGE */
static void
switch_answer(struct answering *a, struct arena *arena, const char *rest)
{
	struct answer *answer = a->answer;
	const char *to = segment_take(arena, &rest);
	a->edition = segment_take(arena, &rest);
	a->page = rest;
	struct shown *from = edition_open(a);
	if (from == NULL)
		return;
	a->edition = to;
	struct shown *there = edition_open(a);
	if (there == NULL)
		return;
	buf_putc(&answer->location, '/');
	buf_put_address(&answer->location, to);
	buf_putc(&answer->location, '/');
	buf_put_address(&answer->location,
	    page_elsewhere(from, there, arena, rest));
	redirect(answer, 303);
}

/* BUILD/DIGEST/EDITION/PAGE */
static void
events_answer(struct answer *answer, struct arena *arena, const char *rest)
{
	answer->kind = ANSWER_EVENTS;
	answer->type = "text/event-stream";
	answer->build = strtoul(segment_take(arena, &rest), NULL, 10);
	const char *digest = segment_take(arena, &rest);
	memcpy(answer->digest, digest,
	    strlen(digest) < 17 ? strlen(digest) + 1 : 0);
	buf_puts(&answer->edition, segment_take(arena, &rest));
	buf_puts(&answer->page, rest);
}

static void
own_answer(struct answering *a, struct arena *arena, const char *path)
{
	struct answer *answer = a->answer;
	const char *what = segment_take(arena, &path);
	if (strcmp(what, "serve.js") == 0) {
		answer->type = content_type(what);
		buf_putt(&answer->body, page_script());
	} else if (strcmp(what, "serve.css") == 0) {
		answer->type = content_type(what);
		buf_putt(&answer->body, page_style());
	} else if (strcmp(what, "faults") == 0 && *path == '\0') {
		plain_answer(a, 200, _("Faults"), NULL);
	} else if (strcmp(what, "switch") == 0) {
		switch_answer(a, arena, path);
	} else if (strcmp(what, "events") == 0) {
		events_answer(answer, arena, path);
	} else {
		absent_answer(a);
	}
}

/* ---- addresses ---- */

static void
home_answer(struct answering *a)
{
	const struct serve *serve = a->serve;
	const struct site *site =
	    serve->state == NULL ? NULL : serve->state->run.corpus.site;
	if (site == NULL || site->edition_count == 0) {
		edition_open(a);
		return;
	}
	buf_putc(&a->answer->location, '/');
	buf_put_address(&a->answer->location,
	    serve->edition != NULL ? serve->edition : site->editions[0].id);
	buf_putc(&a->answer->location, '/');
	redirect(a->answer, 302);
}

static void
path_answer(struct answering *a, struct arena *arena, const char *path)
{
	const char *rest = path;
	a->edition = segment_take(arena, &rest);
	bool folder = path[strlen(a->edition)] == '/';
	if (strcmp(a->edition, SERVE_FOLDER) == 0) {
		a->edition = "";
		own_answer(a, arena, rest);
	} else if (*path == '\0') {
		home_answer(a);
	} else if (!folder) {
		buf_putc(&a->answer->location, '/');
		buf_put_address(&a->answer->location, path);
		buf_putc(&a->answer->location, '/');
		redirect(a->answer, 302);
	} else {
		size_t len = strlen(rest);
		a->page = len == 0 || rest[len - 1] == '/'
		    ? arena_printf(arena, "%sindex.html", rest)
		    : rest;
		edition_answer(a);
	}
}

void
answer_make(struct answer *answer, struct serve *serve, const char *address)
{
	struct arena *arena = arena_new();
	struct buf path = BUF_INIT;
	struct answering a = { answer, serve, "", "" };
	int status = address_parse(&path, address);
	gate_read(serve->gate);
	if (status == 0)
		path_answer(&a, arena, path.at);
	else
		plain_answer(&a, 400, _("That is no address"), NULL);
	gate_leave(serve->gate);
	buf_free(&path);
	arena_free(arena);
}

/* ---- news ---- */

static bool
digest_make(struct serve *serve, const char *edition, const char *path,
    char digest[17])
{
	struct state *state = serve->state;
	struct shown *shown = state == NULL
	    ? NULL
	    : state_edition(state, text_of(edition));
	strcpy(digest, DIGEST_NONE);
	if (shown == NULL)
		return true;
	if (shown->made.plan == NULL && !shown->failed) {
		ask_for(serve, &shown->wanted);
		return false;
	}
	if (shown->failed)
		return true;
	const struct page *page = page_find(shown, path);
	if (page == NULL)
		return true;
	if (state_is_due(state, shown, page))
		return false;
	struct shown_print *print = print_needed(state, page);
	if (print != NULL) {
		ask_for(serve, &print->wanted);
		return false;
	}
	struct buf html = BUF_INIT;
	if (state_has_page(state, page) &&
	    state_put_page(&html, state, shown, page) == 0)
		shown_digest(digest, serve, &html);
	buf_free(&html);
	return true;
}

bool
answer_digest(struct serve *serve, const char *edition, const char *page,
    char digest[17])
{
	gate_read(serve->gate);
	bool known = digest_make(serve, edition, page, digest);
	gate_leave(serve->gate);
	return known;
}

void
faults_put_news(struct buf *out, const struct serve *serve)
{
	struct buf part = BUF_INIT, errors = BUF_INIT;
	buf_puts(out, "{\"count\":");
	faults_put_count(&part, &serve->faults);
	value_put_json_text(out, buf_text(&part));
	/* What tells these errors from others. */
	faults_put(&errors, &serve->faults, DIAG_ERROR, 0);
	char digest[17] = "";
	if (errors.len > 0)
		page_digest(digest, buf_text(&errors));
	buf_printf(out, ",\"errors\":\"%s\",\"checking\":%s,\"html\":", digest,
	    serve->checking ? "true" : "false");
	buf_clear(&part);
	page_put_faults(&part, &serve->faults, FAULTS_MOST);
	value_put_json_text(out, buf_text(&part));
	buf_putc(out, '}');
	buf_free(&errors);
	buf_free(&part);
}
