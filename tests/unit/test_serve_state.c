/*
 * What a preview shows after changes of records, against what it shows of the
 * same files when all of them are read: sites by chance, changed by chance.
 * Views and every page must be the same, and each file that of a clean build; what is refused must be refused by
 * who reads all of it, too.
 */
#include "folder.h"

#include "chance.h"
#include "cmd/serve_state.h"
#include "model/rules.h"
#include "random_site.h"
#include "view_text.h"

#define DAY "2010-11-05"
#define CHANGES 12

static struct {
	char root[FOLDER_ROOM];
	struct arena *arena; /* of the test; of the round: site.arena */
	struct gate *gate;
	uint32_t seed;
	size_t patched, redone, refused, behind, unsound, built;
	atomic_size_t compared;
} room;

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	room.gate = gate_new();
	if (folder_open(room.root, "serve") != 0)
		return -1;
	random_scripts_put(room.arena, room.root);
	random_themes_put(room.arena, room.root);
	return 0;
}

static int
room_close(void **state)
{
	(void)state;
	gate_free(room.gate);
	arena_free(room.arena);
	return folder_close(room.root);
}

/* ---- two states ---- */

static bool
never(void *context)
{
	(void)context;
	return false;
}

static bool
always(void *context)
{
	(void)context;
	return true;
}

static void
nothing(void *context)
{
	(void)context;
}

/* One who lets it be made, one for whom there is always something newer. */
static const struct onlooker patient = { never, nothing, NULL };
static const struct onlooker hasty = { always, nothing, NULL };

static struct site_options
options(void)
{
	struct site_options options = SITE_OPTIONS_INIT;
	options.root = room.root;
	options.as_of = DAY;
	options.jobs = 2;
	options.quiet = true;
	options.rights.all = true;
	return options;
}

static struct state *
load(void)
{
	struct faults faults;
	faults_init(&faults);
	struct state *state = state_load(options(), room.gate, NULL, &faults);
	for (size_t i = 0; state != NULL &&
	     i < state->run.corpus.site->edition_count;
	     i++)
		if (state_look(state, i, &faults) != 0) {
			state_free(state);
			state = NULL;
		}
	faults_free(&faults);
	return state;
}

static void
differ(struct arena *arena, const char *what, const char *edition,
    const char *a, const char *b)
{
	size_t n = 0;
	(void)arena;
	while (a[n] == b[n] && a[n] != '\0')
		n++;
	while (n > 0 && a[n - 1] != '\n')
		n--;
	fail_msg("TEST_SEED=%u, %s of %s:\n%.*s\nread anew:\n%.*s",
	    (unsigned)room.seed, what, edition, (int)strcspn(a + n, "\n"),
	    a + n, (int)strcspn(b + n, "\n"), b + n);
}

static void
page_compare(struct arena *arena, const struct state *state,
    struct shown *shown, const struct state *fresh, struct shown *wanted,
    const struct page *page)
{
	struct buf a = BUF_INIT, b = BUF_INIT;
	const struct page *same =
	    table_get(&shown->made.plan->paths, text_of(page->path));
	if (same == NULL)
		fail_msg("TEST_SEED=%u: there is no page %s",
		    (unsigned)room.seed, page->path);
	assert_true(state_has_page(state, same));
	assert_int_equal(state_put_page(&a, state, shown, same),
	    state_put_page(&b, fresh, wanted, page));
	if (strcmp(a.at, b.at) != 0)
		differ(arena, page->path,
		    shown->made.view->edition->id, a.at, b.at);
	buf_free(&a);
	buf_free(&b);
}

static void
states_compare(struct state *state, struct state *fresh)
{
	struct arena *arena = arena_new();
	size_t count = state->run.corpus.site->edition_count;
	assert_int_equal(count, fresh->run.corpus.site->edition_count);
	for (size_t i = 0; i < count; i++) {
		struct shown *a = &state->editions[i];
		struct shown *b = &fresh->editions[i];
		const char *id = b->made.view->edition->id;
		const char *x = view_text(arena, a->made.view);
		const char *y = view_text(arena, b->made.view);
		if (strcmp(x, y) != 0)
			differ(arena, "view", id, x, y);
		assert_int_equal(a->made.plan->count, b->made.plan->count);
		for (size_t p = 0; p < b->made.plan->count; p++)
			page_compare(arena, state, a, fresh, b,
			    &b->made.plan->pages[p]);
	}
	arena_free(arena);
}

/* ---- against a clean build ---- */

/* What the preview answers for the path; -1: nothing. */
static int
answer_put(struct buf *out, struct state *state, const char *path)
{
	const char *slash = strchr(path, '/'), *name = slash + 1;
	struct shown *shown = state_edition(
	    state, (struct text){ path, (size_t)(slash - path) });
	const struct page *page =
	    table_get(&shown->made.plan->paths, text_of(name));
	const struct text *file =
	    table_get(&shown->files.paths, text_of(name));
	if (page != NULL)
		return state_put_page(out, state, shown, page);
	if (file != NULL)
		buf_putt(out, *file);
	return file == NULL ? -1 : 0;
}

/* A file of the build; whatever it is, the preview has it, too. */
static int
built_compare(void *context, const char *path, struct text bytes,
    struct os_error *error)
{
	struct buf got = BUF_INIT;
	(void)error;
	room.compared++;
	if (answer_put(&got, context, path) != 0)
		fail_msg("TEST_SEED=%u: %s is not shown", (unsigned)room.seed,
		    path);
	if (!text_equal(buf_text(&got), bytes))
		differ(room.arena, path, "the preview", got.at, bytes.at);
	buf_free(&got);
	return 0;
}

static void
files_make(struct state *state)
{
	struct faults faults;
	faults_init(&faults);
	for (size_t i = 0; i < state->run.corpus.site->edition_count; i++) {
		assert_int_equal(state_files(state, i, &hasty, &faults), 1);
		assert_false(state->editions[i].files.done);
		assert_int_equal(state_files(state, i, &patient, &faults), 0);
		assert_true(state->editions[i].files.done);
	}
	faults_free(&faults);
}

static void
build_compare(struct state *state)
{
	struct site_run run;
	struct issues none = { 0 };
	struct guard_report report;
	bool sound = site_open(&run, options()) == 0;
	struct make make = { .run = &run,
		.corpus = &run.corpus,
		.policy = run.policy,
		.unscanned = true,
		.paperless = true,
		.sink = { built_compare, state } };
	if (sound && make_open(&make) == 0) {
		struct guarding guarding = { &run.corpus, run.policy,
			run.tallies, run.as_of, &none, &run.diags, run.jobs,
			false };
		if (run.tallies != NULL)
			make.figures =
			    guard_release(run.arena, &guarding, &report);
		make_bulletins(&make);
		/* A preview prints when somebody asks for it. */
		for (size_t i = 0; i < make.bulletins.count; i++)
			make.bulletins.items[i].has_print = true;
		files_make(state);
		make_editions(&make);
		room.built++;
	}
	make_close(&make);
	site_drop(&run);
}

/* ---- changes ---- */

static const char *
full_path(const struct random_file *file, struct arena *arena)
{
	return arena_printf(arena, "%s/content/%s", room.root, file->path);
}

/* The text without its line `line`; NULL beyond the last. */
static const char *
without_line(struct arena *arena, const char *text, size_t line)
{
	const char *at = text;
	for (; line > 0 && *at != '\0'; line--)
		at = random_line_end(at);
	return *at == '\0' ? NULL
			   : arena_printf(arena, "%.*s%s", (int)(at - text),
				 text, random_line_end(at));
}

/* As it was made, with the digests of what its like are made as. */
static const char *
text_made(const struct random_site *site, const struct random_file *file)
{
	return random_text_filled(site, site->arena, file).at;
}

/* With this for what the field `key` says, if it says something. */
static const char *
with_field(struct arena *arena, const char *text, const char *key,
    const char *value)
{
	const char *at = strstr(text, arena_printf(arena, "\n%s: ", key));
	return at == NULL ? text
			  : arena_printf(arena, "%.*s\n%s: %s\n%s",
				(int)(at - text), text, key, value,
				random_line_end(at + 1));
}

/* What the file becomes; NULL: it goes. */
static const char *
change_make(struct random_site *site, const struct random_site *other,
    const struct random_file *file, const char *now)
{
	size_t kind = random_of(site, 13);
	if (now == NULL || kind == 0)
		return text_made(site, file);
	if (kind == 1)
		return NULL;
	if (kind <= 3) {
		const char *less = without_line(
		    site->arena, now, random_of(site, 12));
		return less == NULL ? now : less;
	}
	if (kind == 4) {
		const struct random_file *like =
		    random_earlier(site, file->kind);
		return like == NULL ? now : text_made(site, like);
	}
	if (kind == 5 && other->count > 5) {
		const struct random_file *like =
		    &other->files[5 + random_of(site, other->count - 5)];
		return like->kind == NULL ? now : text_made(other, like);
	}
	if (kind == 6)
		return arena_printf(site->arena, "---\nscope: %s%s",
		    random_label(site), strchr(now, '\n'));
	if (kind == 7 && strcmp(file->kind, "review") == 0)
		return with_field(
		    site->arena, now, "reviewer", random_person(site));
	if (kind >= 8 && strcmp(file->kind, "review") == 0)
		return with_field(site->arena, now,
		    strstr(now, "\nvenue:") == NULL ? "method" : "venue",
		    arena_printf(site->arena, "%s%zu",
			strstr(now, "\nvenue:") == NULL ? "talk\nvenue: 处"
							: "处",
			random_of(site, 1000)));
	return arena_printf(
	    site->arena, "%s又%zu。\n", now, random_of(site, 1000));
}

static int
state_take(struct state *state, const char *path)
{
	struct faults faults;
	faults_init(&faults);
	for (size_t i = 0; i < state->edition_count; i++)
		atomic_store(&state->editions[i].asked, true);
	int status = state_patch(state, path, &faults);
	room.patched += status == 0;
	if (status != 0) {
		status = state_again(state, &path, 1, &faults);
		room.redone += status == 0;
	}
	assert_true((status == -1) == (faults.levels[DIAG_ERROR] > 0));
	if (status == 0 && state->due &&
	    state_scripts(state, &hasty, &faults) == 1)
		assert_true(state->due);
	if (status == 0 && state->due &&
	    state_scripts(state, &patient, &faults) != 0)
		status = -2; /* shown, but scripts can't follow */
	assert_false(state->due && status == 0);
	if (state->patched)
		assert_int_equal(state_plans(state, &faults), 0);
	faults_free(&faults);
	return status;
}

/* One change; the file is again as it was when it can't be shown. */
static void
change_try(struct random_site *site, const struct random_site *other,
    struct state *state, const char **texts)
{
	struct os_error error;
	size_t i = random_of(site, site->count);
	const struct random_file *file = &site->files[i];
	if (file->kind == NULL)
		return;
	const char *path = full_path(file, site->arena), *before = texts[i];
	texts[i] = change_make(site, other, file, before);
	if (texts[i] == NULL)
		assert_int_equal(os_remove_tree(path, &error), 0);
	else
		assert_int_equal(os_write(path, text_of(texts[i]), &error), 0);
	int status = state_take(state, file->path);
	struct state *fresh = load();
	if (status == -1 && fresh != NULL)
		fail_msg("TEST_SEED=%u: %s is refused without need",
		    (unsigned)room.seed, file->path);
	if (status == 0 && fresh != NULL) {
		states_compare(state, fresh);
		build_compare(state);
	}
	room.refused += status == -1;
	room.behind += status != -1 && fresh == NULL;
	state_free(fresh);
	if (status == 0 && fresh != NULL)
		return;
	texts[i] = before;
	if (before == NULL)
		assert_int_equal(os_remove_tree(path, &error), 0);
	else
		assert_int_equal(os_write(path, text_of(before), &error), 0);
	assert_int_equal(state_take(state, file->path), 0);
}

/* What rules of content find is told, but is no reason to show nothing. */
static void
rules_soften(struct random_site *site)
{
	struct random_file *file = &site->files[1];
	struct buf b = BUF_INIT;
	struct table known;
	table_init(&known, site->arena);
	assert_string_equal(file->path, "programme.yaml");
	const char *own = strstr(file->text, "rules: {");
	assert_non_null(own);
	buf_printf(&b, "%.*s%srules:\n", (int)(own - file->text), file->text,
	    random_line_end(own));
	for (size_t i = 0; i < RULE__MAX; i++)
		if (rules[i].family != NULL &&
		    table_add(&known, text_of(rules[i].family), site) == NULL)
			buf_printf(&b, "  %s: warning\n", rules[i].family);
	file->text = arena_string(site->arena, b.at);
	buf_free(&b);
}

/* Nothing that is made after a record is shown: no filters, no bulletins. */
static void
scripts_drop(struct random_site *site)
{
	struct random_file *yaml = &site->files[0];
	size_t count = 0;
	const char *from = strstr(yaml->text, "\nfilters:");
	if (from != NULL)
		yaml->text = arena_printf(site->arena, "%.*s%s",
		    (int)(from - yaml->text), yaml->text,
		    strstr(from, "\neditions:"));
	for (size_t i = 0; i < site->count; i++) {
		const char *kind = site->files[i].kind;
		if (kind == NULL || (strcmp(kind, "bulletin") != 0 &&
					strcmp(kind, "release") != 0))
			site->files[count++] = site->files[i];
	}
	site->count = count;
}

static void
site_try(void)
{
	struct random_site site, other;
	struct arena *arena = arena_new();
	const char *texts[RANDOM_FILES];
	random_site_make(&other, arena, room.seed + 1);
	random_site_make(&site, arena, room.seed);
	rules_soften(&site);
	if (random_once_in(&site, 2))
		scripts_drop(&site);
	random_site_put(&site, arena, room.root);
	for (size_t i = 0; i < site.count; i++)
		texts[i] = text_made(&site, &site.files[i]);
	struct state *state = load();
	room.unsound += state == NULL;
	for (size_t i = 0; i < CHANGES && state != NULL; i++)
		change_try(&site, &other, state, texts);
	state_free(state);
	arena_free(arena);
}

static void
test_changes(void **state)
{
	(void)state;
	uint32_t seed = chance_seed();
	/* A short run's tenth of them would take half a minute. */
	size_t rounds = chance_is_long() ? 200 : 12;
	for (size_t i = 0; i < rounds; i++) {
		room.seed = seed + (uint32_t)i;
		site_try();
	}
	print_message("%zu sites: %zu patched, %zu redone, %zu refused, %zu "
		      "refused behind, %zu unsound; %zu files of %zu builds\n",
	    rounds, room.patched, room.redone, room.refused, room.behind,
	    room.unsound, (size_t)room.compared, room.built);
	assert_true(room.built > rounds);
	assert_true(room.patched > rounds / 2);
	assert_true(room.redone > rounds);
	/* One in seven is, as a bulletin's own edition may not see it. */
	assert_true(room.unsound < (rounds < 100 ? rounds * 3 / 4 : rounds / 4));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changes),
	};
	return cmocka_run_group_tests(tests, room_open, room_close);
}
