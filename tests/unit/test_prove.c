/*
 * Sites by chance, each proved in full: an edition is a function of what its
 * audience may see (SCOPE: tongbao prove).  And the worlds of the proof: what
 * is seen of each is the same.
 */
#include "folder.h"

#include "chance.h"
#include "cmd/prover.h"
#include "model/rules.h"
#include "scope/project.h"
#include "random_met.h"
#include "random_site.h"
#include "view_text.h"

#define DAY "2010-11-05"

static struct {
	char root[FOLDER_ROOM];
	struct arena *arena;
	uint64_t seed; /* of the noise */
	bool paperless;
	struct random_met *met; /* or NULL: nobody counts */
	struct buf said;
} room;

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	buf_init(&room.said);
	if (folder_open(room.root, "prove") != 0)
		return -1;
	random_scripts_put(room.arena, room.root);
	random_themes_put(room.arena, room.root);
	return 0;
}

static int
room_close(void **state)
{
	(void)state;
	buf_free(&room.said);
	arena_free(room.arena);
	return folder_close(room.root);
}

/* `few` in a short run, `full` in a long one. */
static size_t
rounds_of(size_t full, size_t few)
{
	return chance_rounds(full) == full ? full : few;
}

/* ---- proving ---- */

static bool
is_no_rule_of_content(const void *context, const struct diag *diag)
{
	(void)context;
	return diag->rule->family == NULL;
}

static void
faults_say(const struct diags *diags)
{
	buf_clear(&room.said);
	for (const struct diag *d = diags->first; d != NULL; d = d->next)
		if (d->level == DIAG_ERROR)
			buf_printf(&room.said, "%s: %s\n", d->rule->code,
			    d->message);
}

/* Opens what lies in the folder; false when it can't be built. */
static bool
site_is_sound(struct site_run *run)
{
	struct site_options options = SITE_OPTIONS_INIT;
	options.root = room.root;
	options.as_of = DAY;
	options.quiet = true;
	options.jobs = 1;
	site_open(run, options);
	diags_keep(&run->diags, is_no_rule_of_content, NULL);
	faults_say(&run->diags);
	return run->loaded && run->policy != NULL &&
	    diag_worst(&run->diags) < DIAG_ERROR;
}

/* That a bulletin is hidden from its own edition is the site's fault. */
static bool
is_refused(const struct diags *diags)
{
	for (const struct diag *d = diags->first; d != NULL; d = d->next)
		if (d->level == DIAG_ERROR &&
		    d->rule != &rules[RULE_BULLETIN_HIDDEN])
			return false;
	return true;
}

enum outcome {
	OUTCOME_HOLDS,
	OUTCOME_REFUSED, /* a bulletin is hidden from its own edition */
	OUTCOME_LEAKS,
	OUTCOME_UNSOUND, /* it can't be built */
};

static enum outcome
site_prove(const struct random_site *site)
{
	struct site_run run;
	struct prover prover = { 0 };
	struct proof proof = { 0 };
	struct arena *scratch = arena_new();
	random_site_put(site, scratch, room.root);
	enum outcome outcome = OUTCOME_HOLDS;
	if (!site_is_sound(&run) ||
	    prover_open(&prover, &run, NULL, room.seed, room.paperless) != 0)
		outcome = OUTCOME_UNSOUND;
	else if (room.met != NULL)
		random_met_count(room.met, &run, prover.figures);
	if (outcome == OUTCOME_HOLDS && prover.figures != NULL &&
	    prover_audit(&prover)->count > 0)
		outcome = OUTCOME_LEAKS;
	for (size_t i = 0; outcome == OUTCOME_HOLDS &&
	     i < run.corpus.site->edition_count; i++)
		if (prover_edition(&prover, i, &proof) != 0)
			outcome = is_refused(&run.diags) ? OUTCOME_REFUSED
							 : OUTCOME_UNSOUND;
		else if (proof.differences > 0)
			outcome = OUTCOME_LEAKS;
	prover_close(&prover);
	if (run.diags.first != NULL)
		faults_say(&run.diags);
	site_drop(&run);
	arena_free(scratch);
	return outcome;
}

static bool
site_leaks(const struct random_site *site)
{
	return site_prove(site) == OUTCOME_LEAKS;
}

static void
site_fail(struct random_site *site, uint32_t seed, enum outcome outcome)
{
	bool leaks = outcome == OUTCOME_LEAKS;
	room.met = NULL;
	if (leaks)
		random_site_shrink(site, site_leaks);
	site_prove(site);
	random_site_print(site);
	fail_msg("TEST_SEED=%u: the site %s:\n%s", (unsigned)seed,
	    leaks ? "leaks" : "can't be built: the generator is wrong",
	    room.said.at);
}

static void
test_random_sites(void **state)
{
	(void)state;
	uint32_t seed = chance_seed();
	struct random_met met = { 0 };
	size_t refused = 0;
	room.met = &met;
	for (size_t rounds = rounds_of(2000, 60), i = 0; i < rounds; i++) {
		struct random_site site;
		struct arena *arena = arena_new();
		room.seed = seed + i;
		/* Print takes longer than all the rest. */
		room.paperless = (seed + i) % 20 != 0;
		random_site_make(&site, arena, seed + i);
		enum outcome outcome = site_prove(&site);
		if (outcome > OUTCOME_REFUSED)
			site_fail(&site, (uint32_t)(seed + i), outcome);
		refused += outcome == OUTCOME_REFUSED;
		arena_free(arena);
	}
	room.met = NULL;
	random_met_print(&met);
	print_message("%zu refused\n", refused);
	random_met_check(&met);
}

/* ---- the worlds ---- */

/* Where the first line begins that differs. */
static size_t
same_lines(const char *a, const char *b)
{
	size_t n = 0;
	while (a[n] == b[n] && a[n] != '\0')
		n++;
	while (a[n] != b[n] && n > 0 && a[n - 1] != '\n')
		n--;
	return n;
}

static void
worlds_compare(struct site_run *run, const struct edition *edition)
{
	struct view *view = view_make(&run->corpus, run->policy, edition,
	    run->as_of, &run->diags);
	assert_non_null(view);
	const char *real = view_text(room.arena, view);
	view_free(view);
	for (int kind = 0; kind < WORLD__MAX; kind++) {
		struct world *world = world_make(&run->corpus, run->policy,
		    edition, run->as_of, (enum world_kind)kind, room.seed,
		    &run->diags);
		assert_non_null(world);
		site_lock(run); /* nothing is shared */
		view = view_make(&world->corpus, world->policy, edition,
		    run->as_of, &run->diags);
		const char *other = view_text(room.arena, view);
		view_free(view);
		site_unlock(run);
		world_free(world);
		size_t at = same_lines(real, other);
		if (strcmp(real + at, other + at) != 0)
			fail_msg("TEST_SEED=%u, edition %s, world %d:\n"
				 "%.*s\n%.*s",
			    (unsigned)room.seed, edition->id, kind,
			    (int)strcspn(real + at, "\n"), real + at,
			    (int)strcspn(other + at, "\n"), other + at);
	}
}

static void
test_views_of_worlds(void **state)
{
	(void)state;
	uint32_t seed = chance_seed();
	for (size_t rounds = rounds_of(1000, 100), i = 0; i < rounds; i++) {
		struct random_site site;
		struct site_run run;
		struct arena *arena = arena_new();
		room.seed = seed + i;
		random_site_make(&site, arena, seed + i);
		random_site_put(&site, arena, room.root);
		if (!site_is_sound(&run))
			fail_msg("TEST_SEED=%u: %s", (unsigned)room.seed,
			    room.said.at);
		for (size_t e = 0; e < run.corpus.site->edition_count; e++)
			worlds_compare(&run, &run.corpus.site->editions[e]);
		site_drop(&run);
		arena_free(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_views_of_worlds),
		cmocka_unit_test(test_random_sites),
	};
	return cmocka_run_group_tests(tests, room_open, room_close);
}
