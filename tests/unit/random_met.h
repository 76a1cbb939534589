/*
 * What random sites meet on their way: a test whose sites have nothing to hide
 * proves nothing.
 *
 *	random_met_count(&met, &run, figures)   one site, before it is proved
 *	random_met_print(&met)
 *	random_met_check(&met)                  all of it was met, as far as
 *	                                        that is sure in so many sites
 */
#ifndef TONGBAO_TESTS_RANDOM_MET_H
#define TONGBAO_TESTS_RANDOM_MET_H

#include "cmd/site.h"
#include "random_site.h"
#include "scope/sight.h"

enum met {
	MET_OPEN,     /* figures, of an edition */
	MET_WITHHELD,
	MET_COUNTING, /* items of releases */
	MET_STALE,    /* … whose record is another one */
	MET_WIDER_RECORD, /* seen for no other reason than a release */
	MET_DRAFT, /* periods of editions */
	MET_APPROVED,
	MET_EDITION, /* one by one */
	MET_EACH_LEVEL,
	MET__OFTEN, /* more is not met in a few sites */
	MET_EACH_CLASS = MET__OFTEN,
	MET_WIDER_SECTION,
	MET_WIDER_FIELD,
	MET_CLOSED,
	/* Bulletins, in the edition that they are made from, … */
	MET_BULLETIN_OWN,
	MET_BULLETIN_EACH,
	MET_BULLETIN_OTHER,  /* … in another */
	MET_BULLETIN_CLOSED, /* … made from one that is closed */
	MET__MAX
};

static const char *const random_met_words[MET__MAX] = {
	[MET_OPEN] = "figures that are open",
	[MET_WITHHELD] = "figures that are withheld",
	[MET_COUNTING] = "items of releases that count",
	[MET_STALE] = "items of releases whose record has changed",
	[MET_WIDER_RECORD] = "records seen by a release",
	[MET_WIDER_SECTION] = "sections seen by a release",
	[MET_WIDER_FIELD] = "fields seen by a release",
	[MET_DRAFT] = "drafts",
	[MET_APPROVED] = "approved periods of editions",
	[MET_EDITION] = "editions",
	[MET_EACH_LEVEL] = "editions for each of a level",
	[MET_EACH_CLASS] = "editions for each of a class",
	[MET_CLOSED] = "closed editions",
	[MET_BULLETIN_OWN] = "bulletins in their own edition",
	[MET_BULLETIN_EACH] = "bulletins in their own edition, one of each",
	[MET_BULLETIN_OTHER] = "bulletins in another edition",
	[MET_BULLETIN_CLOSED] = "bulletins of closed editions",
};

struct random_met {
	size_t sites;
	size_t times[MET__MAX];
	size_t in_sites[MET__MAX];
};

struct random_meeting {
	const struct site_run *run;
	struct arena *arena;
	size_t times[MET__MAX];
	struct policy *unreleased; /* the same labels, but for releases */
};

static void
random_meet_figure(void *context, size_t tally, struct tally_place place,
    struct figure figure)
{
	struct random_meeting *m = context;
	(void)tally;
	(void)place;
	m->times[MET_OPEN] += figure.state == FIGURE_OPEN;
	m->times[MET_WITHHELD] += figure.state == FIGURE_WITHHELD;
}

static void
random_meet_items(struct random_meeting *m, const struct record *record)
{
	for (const struct covering *c = releases_of(m->run->releases, record);
	     c != NULL; c = c->next) {
		m->times[MET_COUNTING] += c->state == RELEASE_COUNTS;
		m->times[MET_STALE] += c->state == RELEASE_CHANGED;
	}
}

/* By what it would be without releases. */
static void
random_meet_wider(struct random_meeting *m, const struct sight *sight,
    struct record *record)
{
	struct record narrow = *record;
	if (!sight_record(sight, record) ||
	    releases_of(m->run->releases, record) == NULL)
		return;
	policy_label(m->unreleased, m->arena, &narrow, sight->diags);
	m->times[MET_WIDER_RECORD] += !sight_record(sight, &narrow);
	for (size_t i = 0; i < record->section_count; i++)
		m->times[MET_WIDER_SECTION] +=
		    sight_section(sight, record, i) &&
		    !sight_section(sight, &narrow, i);
	for (size_t i = 0; record->kind->fields[i].name != NULL; i++)
		m->times[MET_WIDER_FIELD] += record->fields[i] != NULL &&
		    sight_field(sight, record, i) &&
		    !sight_field(sight, &narrow, i);
}

static void
random_meet_bulletin(struct random_meeting *m, const struct sight *sight,
    const struct record *record, const struct edition *edition)
{
	const struct site *site = m->run->corpus.site;
	if (!record_is(record, "bulletin") || !sight_record(sight, record))
		return;
	const struct edition *own =
	    edition_find(site, text_of(record_string(record, "edition")));
	if (own >= site->editions + site->edition_count)
		m->times[MET_BULLETIN_CLOSED]++;
	else if (own != edition)
		m->times[MET_BULLETIN_OTHER]++;
	else if (own->each != NULL)
		m->times[MET_BULLETIN_EACH]++;
	else
		m->times[MET_BULLETIN_OWN]++;
}

static void
random_meet_edition(struct random_meeting *m, const struct edition *edition,
    struct diags *unheard)
{
	const struct corpus *corpus = &m->run->corpus;
	const struct term_list *periods =
	    &corpus->programme->terms[VOCABULARY_PERIOD];
	struct sight sight;
	assert_int_equal(sight_init(&sight, m->arena, corpus, m->run->policy,
			     edition, m->run->as_of, unheard), 0);
	for (size_t i = 0; i < corpus->record_count; i++) {
		random_meet_wider(m, &sight, corpus->records[i]);
		random_meet_bulletin(m, &sight, corpus->records[i], edition);
	}
	for (size_t i = 0; i < periods->count; i++)
		m->times[edition_is_draft(edition, corpus->programme,
			     periods->items[i].id)
			? MET_DRAFT
			: MET_APPROVED]++;
	if (edition->each == NULL)
		m->times[MET_EDITION]++;
	else if (programme_rank(corpus->programme, VOCABULARY_LEVEL,
		     value_as_text(edition->each)) >= 0)
		m->times[MET_EACH_LEVEL]++;
	else
		m->times[MET_EACH_CLASS]++;
}

/* `figures` by edition, as the guard released them; or NULL. */
static void
random_met_count(struct random_met *met, const struct site_run *run,
    struct figures *const *figures)
{
	const struct corpus *corpus = &run->corpus;
	const struct site *site = corpus->site;
	struct random_meeting m = { .run = run, .arena = arena_new() };
	struct diags unheard;
	diags_init(&unheard, m.arena);
	m.unreleased = policy_make(m.arena, corpus, &unheard);
	for (size_t i = 0; i < corpus->record_count; i++)
		random_meet_items(&m, corpus->records[i]);
	for (size_t i = 0; i < site->edition_count; i++) {
		random_meet_edition(&m, &site->editions[i], &unheard);
		for (size_t t = 0;
		     figures != NULL && t < figures[i]->tallies.count; t++)
			figures_each(figures[i], t, m.arena,
			    random_meet_figure, &m);
	}
	m.times[MET_CLOSED] = site->closed_count;
	met->sites++;
	for (size_t i = 0; i < MET__MAX; i++) {
		met->times[i] += m.times[i];
		met->in_sites[i] += m.times[i] > 0;
	}
	arena_free(m.arena);
}

static void
random_met_print(const struct random_met *met)
{
	print_message("%zu sites\n", met->sites);
	for (size_t i = 0; i < MET__MAX; i++)
		print_message("%7zu in %5zu sites: %s\n", met->times[i],
		    met->in_sites[i], random_met_words[i]);
}

static void
random_met_check(const struct random_met *met)
{
	size_t count = met->sites < 1000 ? MET__OFTEN : MET__MAX;
	for (size_t i = 0; i < count; i++)
		if (met->times[i] == 0)
			fail_msg("%zu random sites, and none met any %s",
			    met->sites, random_met_words[i]);
}

#endif
