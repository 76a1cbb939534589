/*
 * Sites by chance, each proved in full: an edition is a function of what its
 * audience may see (SCOPE: tongbao prove).  And the worlds of the proof: what
 * is seen of each is the same, and what the guard takes for known is counted.
 */
#include "folder.h"

#include "chance.h"
#include "cmd/prover.h"
#include "model/rules.h"
#include "scope/guard_known.h"
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
	options.rights.all = true;
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

static int
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
		random_met_count(room.met, &run, prover.figures.shown);
	if (outcome == OUTCOME_HOLDS && prover.figures.shown != NULL &&
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
	return (int)outcome;
}

/* Makes it smaller as long as the outcome is the same, prints it and fails. */
static void
site_fail(struct random_site *site, uint32_t seed, int outcome,
    random_outcome *outcome_of)
{
	room.met = NULL;
	random_site_shrink(site, outcome_of, outcome);
	outcome_of(site);
	random_site_print(site);
	fail_msg("TEST_SEED=%u: the site %s:\n%s", (unsigned)seed,
	    outcome == OUTCOME_LEAKS
		? "leaks"
		: "can't be built: the generator is wrong",
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
	for (size_t rounds = rounds_of(2000, 40), i = 0; i < rounds; i++) {
		struct random_site site;
		struct arena *arena = arena_new();
		room.seed = seed + i;
		/* Print takes longer than all the rest. */
		room.paperless = (seed + i) % 20 != 0;
		random_site_make(&site, arena, seed + i);
		int outcome = site_prove(&site);
		if (outcome > OUTCOME_REFUSED)
			site_fail(&site, (uint32_t)(seed + i), outcome,
			    site_prove);
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
	    run->as_of, 2, &run->diags);
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
		    run->as_of, 2, &run->diags);
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

/* ---- a corpus that is given back while its last view is made ---- */

static void
texts_done(void *run, size_t end)
{
	site_texts_drop(run, end);
}

static void
fields_done(void *run, size_t end)
{
	site_bodies_drop(run, end);
}

static struct digest
digest_and_free(struct forbidden *forbidden)
{
	struct digest digest = forbidden_digest(forbidden);
	forbidden_free(forbidden);
	return digest;
}

/* The same is seen, and the same is forbidden. */
static void
ending_compare(struct site_run *run, const struct edition *edition)
{
	const struct forbidding of = { .corpus = &run->corpus,
		.policy = run->policy,
		.edition = edition };
	struct view *view = view_make(&run->corpus, run->policy, edition,
	    run->as_of, 2, &run->diags);
	const char *whole = view_text(room.arena, view);
	struct digest forbidden =
	    digest_and_free(forbidden_make(&of, view, &run->diags));
	view_free(view);
	if (run->corpus.record_count > 0)
		diag_at(&run->diags, &rules[RULE_PICTURE_MISSING],
		    run->corpus.records[0]->span, "a fault");
	struct forbidden_making *making = forbidden_begin(&of, &run->diags);
	const struct view_companion companion = { forbidden_secrets(making),
		1 + room.seed % 5, run, texts_done, fields_done };
	view = view_make_with(&run->corpus, run->policy, edition, run->as_of,
	    NULL, &companion, 1 + room.seed % 3, &run->diags);
	struct digest other = digest_and_free(forbidden_end(making, view));
	site_records_drop(run);
	for (size_t i = 0; i < run->corpus.record_count; i++) {
		uint32_t source = run->corpus.records[i]->span.source;
		/* There is a fault in the first. */
		assert_int_equal(
		    source_at(&run->sources, source)->text.len > 0, i == 0);
	}
	assert_string_equal(view_text(room.arena, view), whole);
	assert_true(digest_equal(other, forbidden));
	view_free(view);
}

static void
test_views_of_worlds(void **state)
{
	(void)state;
	uint32_t seed = chance_seed();
	for (size_t rounds = rounds_of(1000, 60), i = 0; i < rounds; i++) {
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
		ending_compare(&run,
		    &run.corpus.site->editions[room.seed %
			run.corpus.site->edition_count]);
		site_drop(&run);
		arena_free(arena);
	}
}

/* ---- what readers know of what is counted ---- */

static void
organisations_add(struct roster *roster, struct arena *arena,
    const struct roster *from)
{
	for (size_t i = 0; i < from->organisation_count; i++)
		roster_add_organisation(roster, arena, from->organisations[i]);
}

/* As filters derive it from what is there; who sees it is settled already. */
static void
world_derive(const struct site_run *run, struct world *world,
    struct arena *arena, struct diags *unheard)
{
	struct corpus *corpus = &world->corpus;
	struct record_filter *filter = record_filter_open(&run->scripts,
	    corpus->programme, &corpus->roster, run->as_of, unheard);
	assert_non_null(filter);
	for (size_t i = 0; i < corpus->record_count; i++) {
		struct record *record = corpus->records[i];
		bool left_out = record->left_out;
		record->derived = NULL;
		record_filter_run(filter, arena, record, unheard);
		record->left_out = left_out;
	}
	record_filter_close(filter);
}

/*
 * The maps on each record of a world; NULL when one of them can't.  There they
 * count for all organisations that are somewhere in the tree.
 */
static struct tallies *
world_tallies(const struct site_run *run, struct world *world,
    struct arena *arena, struct diags *unheard)
{
	struct roster *roster = &world->corpus.roster, known = *roster;
	roster_init(roster, arena);
	organisations_add(roster, arena, &known);
	organisations_add(roster, arena, &world->labels.roster);
	for (size_t i = 0; i < known.person_count; i++)
		roster_add_person(roster, arena, known.people[i]);
	world_derive(run, world, arena, unheard);
	struct tallying *tallying = tallying_open(arena, &run->scripts,
	    &world->corpus, run->as_of, unheard);
	assert_non_null(tallying);
	struct tally_filter *filter = tally_filter_open(tallying, unheard);
	assert_non_null(filter);
	for (size_t i = 0; i < world->corpus.record_count; i++)
		tally_filter_run(filter, i, unheard);
	tally_filter_close(filter);
	return tallying_close(tallying, arena, 1, unheard);
}

/* What is added where; a leaf goes by its id, has it others beside it or not. */
static const char *
contribution_words(struct arena *arena, const struct tally *tally,
    const struct contribution *c, const struct corpus *corpus)
{
	struct buf b = BUF_INIT;
	buf_printf(&b, "%s %s %u", tally->name,
	    corpus->records[c->record]->id, (unsigned)c->amount);
	for (size_t d = 0; d < tally->dimension_count; d++)
		buf_printf(&b, " %s",
		    tally->dimensions[d]->nodes[c->place.nodes[d]].id);
	const char *words = arena_copy(arena, b.at, b.len);
	buf_free(&b);
	return words;
}

/* Can a reader of the view name it: the record, and where it counts? */
static bool
is_nameable(const struct sight *sight, const struct tally *tally,
    const struct contribution *c)
{
	const struct corpus *corpus = sight->corpus;
	const struct record *record = corpus->records[c->record];
	if (!sight_record(sight, record) || !sight_id(sight, record))
		return false;
	for (size_t d = 0; d < tally->dimension_count; d++) {
		struct text one, rest = text_of(
		    tally->dimensions[d]->nodes[c->place.nodes[d]].id);
		while (tally->dimensions[d]->axis == AXIS_ORGANISATION &&
		    rest.len > 0) {
			text_split(rest, '@', &one, &rest);
			const struct organisation *o = table_get(
			    &corpus->roster.organisation_ids, one);
			if (o == NULL || !sight_organisation(sight, o, NULL))
				return false;
		}
	}
	return true;
}

/* Leaders know who is who in what they lead, whatever editions say of it. */
static bool
is_led(const struct sight *sight, const struct contribution *c)
{
	const struct record *record = sight->corpus->records[c->record];
	const struct audience *who = &sight->audience;
	/* Whatever the reviewer headed may be theirs. */
	if ((c->read & READ_OFFICE) != 0 && who->who == who->leaders)
		return true;
	return guard_is_over(sight, record->organisation) &&
	    (c->read &
		(READ_STANDING | READ_RELATION | READ_ABOVE | READ_ID |
		    READ_SUBJECT | READ_CLASSES | READ_HEAD | READ_OFFICE |
		    READ_PLACE)) !=
	    0;
}

struct knowing_test {
	const struct site_run *run;
	uint64_t ***known;
	struct sight *sights;
	struct arena *arena;
	struct diags unheard;
	size_t asked, faulty;
	bool missed;
};

static void
counted_collect(struct knowing_test *k, struct table *there,
    const struct tallies *tallies, const struct corpus *corpus)
{
	table_init(there, k->arena);
	for (size_t t = 0; t < tallies->list.count; t++)
		for (size_t i = 0; i < tallies->contributions[t].count; i++)
			table_add(there,
			    text_of(contribution_words(k->arena,
				tallies->list.items[t],
				&tallies->contributions[t].items[i], corpus)),
			    k);
}

/*
 * All that is known to the edition's readers is counted in the world as well.
 * (Noise may answer what nobody had answered, and let somebody head what he
 * doesn't; that nothing more is hidden is what an open figure tells.)
 */
static void
world_ask(struct knowing_test *k, size_t e, const struct table *there,
    int kind)
{
	const struct tallies *real = k->run->tallies;
	for (size_t t = 0; t < real->list.count; t++)
		for (size_t i = 0; i < real->contributions[t].count; i++) {
			const struct contribution *c =
			    &real->contributions[t].items[i];
			const struct tally *tally = real->list.items[t];
			if ((k->known[t][i][e / 64] >> e % 64 & 1) == 0 ||
			    !is_nameable(&k->sights[e], tally, c) ||
			    is_led(&k->sights[e], c) ||
			    (kind == WORLD_NOISE &&
				(c->read &
				    (READ_COURSE | READ_HEAD | READ_OFFICE)) !=
				    0))
				continue;
			const char *words = contribution_words(
			    k->arena, tally, c, &k->run->corpus);
			k->asked++;
			if (table_get(there, text_of(words)) != NULL)
				continue;
			k->missed = true;
			buf_printf(&room.said,
			    "readers of %s are to know of “%s”; world %d has "
			    "it not\n",
			    k->run->corpus.site->editions[e].id, words, kind);
		}
}

static void
world_knows(struct knowing_test *k, size_t e, int kind)
{
	const struct site_run *run = k->run;
	struct table there;
	struct world *world = world_make(&run->corpus, run->policy,
	    &run->corpus.site->editions[e], run->as_of, (enum world_kind)kind,
	    room.seed, &k->unheard);
	assert_non_null(world);
	struct tallies *counted =
	    world_tallies(run, world, k->arena, &k->unheard);
	if (counted == NULL) {
		k->faulty++;
	} else {
		counted_collect(k, &there, counted, &world->corpus);
		world_ask(k, e, &there, kind);
	}
	world_free(world);
}

static bool
run_knows(struct site_run *run, size_t *asked, size_t *faulty)
{
	const struct site *site = run->corpus.site;
	struct knowing_test k = { .run = run, .arena = arena_new() };
	struct guarding guarding = { .corpus = &run->corpus,
		.policy = run->policy,
		.tallies = run->tallies,
		.as_of = run->as_of,
		.diags = &k.unheard,
		.jobs = 1 };
	diags_init(&k.unheard, k.arena);
	k.sights = ARENA_ARRAY(k.arena, struct sight, site->edition_count);
	for (size_t e = 0; e < site->edition_count; e++)
		assert_int_equal(sight_init(&k.sights[e], k.arena, &run->corpus,
				     run->policy, &site->editions[e], run->as_of,
				     &k.unheard), 0);
	k.known = guard_known_make(
	    k.arena, &guarding, k.sights, site->edition_count);
	for (size_t e = 0; e < site->edition_count; e++)
		for (int kind = 0; kind < WORLD__MAX; kind++)
			world_knows(&k, e, kind);
	*asked += k.asked;
	*faulty += k.faulty;
	arena_free(k.arena);
	return !k.missed;
}

/* What is counted of the site, beside how often it was asked. */
static struct {
	size_t asked, faulty;
} knowing;

static int
site_knows(const struct random_site *site)
{
	struct site_run run;
	struct arena *scratch = arena_new();
	random_site_put(site, scratch, room.root);
	enum outcome outcome =
	    site_is_sound(&run) ? OUTCOME_HOLDS : OUTCOME_UNSOUND;
	if (outcome == OUTCOME_HOLDS && run.tallies != NULL &&
	    !run_knows(&run, &knowing.asked, &knowing.faulty))
		outcome = OUTCOME_LEAKS;
	site_drop(&run);
	arena_free(scratch);
	return (int)outcome;
}

static void
test_what_readers_know(void **state)
{
	(void)state;
	uint32_t seed = chance_seed();
	/* Some forty sites have little to be known of. */
	for (size_t rounds = rounds_of(1000, 40), i = 0;
	     i < rounds || (knowing.asked <= 100 && i < 10 * rounds); i++) {
		struct random_site site;
		struct arena *arena = arena_new();
		room.seed = seed + i;
		random_site_make(&site, arena, seed + i);
		int outcome = site_knows(&site);
		if (outcome != OUTCOME_HOLDS)
			site_fail(&site, (uint32_t)(seed + i), outcome,
			    site_knows);
		arena_free(arena);
	}
	print_message("%zu known contributions, %zu worlds that can't count\n",
	    knowing.asked, knowing.faulty);
	assert_true(knowing.asked > 100 && knowing.faulty < knowing.asked);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_views_of_worlds),
		cmocka_unit_test(test_what_readers_know),
		cmocka_unit_test(test_random_sites),
	};
	return cmocka_run_group_tests(tests, room_open, room_close);
}
