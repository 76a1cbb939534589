#include "check/coverage.h"

#include "base/lang.h"
#include "check/reviewer.h"
#include "model/rules.h"

struct covering {
	struct arena *arena;
	const struct checking *checking;
	struct coverage *coverage;
	const struct form *form;
};

/* ---- a subject's records of the period ---- */

/* On this form, or on the one that was for him that day. */
static bool
review_counts(const struct covering *c, const struct subject *subject,
    const struct record *review)
{
	const struct programme *programme = c->checking->programme;
	const struct subject then = { review->organisation, subject->person };
	if (review->form == NULL || review->form == c->form)
		return true; /* which form it is can't be known: a fault */
	return form_takes(review->form, programme, &then, review->date) &&
	    !form_takes(c->form, programme, &then, review->date);
}

static void
reviews_find(const struct covering *c, struct coverage_item *item,
    const char *id)
{
	const struct period *period = c->coverage->period;
	const struct record_list *reviews =
	    index_about(c->checking->index, id, "review");
	for (size_t i = 0; i < reviews->count; i++) {
		const struct record *review = reviews->items[i];
		if (strcmp(review->period, period->id) != 0 ||
		    !review_counts(c, &item->subject, review))
			continue;
		bool off_round = strcmp(record_string(review, "round"),
				     "interim") == 0;
		const struct record **found =
		    off_round ? &item->interim : &item->review;
		const struct record *later = *found;
		if (later == NULL || strcmp(review->date, later->date) < 0)
			*found = review;
		else
			later = review;
		if (!off_round && later != NULL)
			item->another = later;
	}
}

static void
waiver_find(const struct covering *c, struct coverage_item *item,
    const char *id)
{
	const struct record_list *waivers =
	    index_about(c->checking->index, id, "waiver");
	for (size_t i = 0; i < waivers->count; i++) {
		const struct record *waiver = waivers->items[i];
		const char *approved = value_as_string(
		    value_get(record_get(waiver, "approved"), "date"));
		if (item->waiver == NULL &&
		    strcmp(waiver->period, c->coverage->period->id) == 0 &&
		    strcmp(approved, c->checking->as_of) <= 0)
			item->waiver = waiver;
	}
}

static enum coverage_state
state_of(const struct coverage_item *item, const struct period *period)
{
	/* A review without a date has that fault, not this one, too. */
	if (item->review != NULL &&
	    (record_day(item->review) == NULL ||
		strcmp(item->review->date, period->due) <= 0))
		return COVERAGE_IN_TIME;
	if (item->waiver != NULL)
		return COVERAGE_WAIVED;
	return item->review != NULL ? COVERAGE_LATE : COVERAGE_MISSING;
}

/* ---- the subjects ---- */

static void
subject_add(const struct covering *c, struct subject subject,
    const struct organisation *within)
{
	struct coverage *coverage = c->coverage;
	const char *day = coverage->period->to;
	if (!form_takes(c->form, c->checking->programme, &subject, day) ||
	    subject_is_top(&subject, day))
		return;
	struct coverage_item item = { .subject = subject, .within = within,
		.form = c->form };
	const char *id = subject_id(&subject);
	reviews_find(c, &item, id);
	waiver_find(c, &item, id);
	item.state = state_of(&item, coverage->period);
	ARENA_ROOM(c->arena, coverage->items, coverage->count,
	    coverage->capacity);
	coverage->items[coverage->count++] = item;
}

static void
form_cover(const struct covering *c)
{
	const struct roster *roster = &c->checking->corpus->roster;
	const char *day = c->coverage->period->to;
	if (c->form->subject == SUBJECT_ORGANISATION) {
		for (size_t i = 0; i < roster->organisation_count; i++) {
			const struct organisation *o = roster->organisations[i];
			subject_add(c, (struct subject){ o, NULL }, o);
		}
		return;
	}
	for (size_t i = 0; i < roster->person_count; i++) {
		const struct person *person = roster->people[i];
		const struct organisation *branch = person_branch(person, day);
		subject_add(c, (struct subject){ branch, person },
		    c->form->subject == SUBJECT_OFFICER
			? form_office(c->form, c->checking->programme, person,
			      day)
			: branch);
	}
}

struct coverage *
coverage_make(struct arena *arena, const struct checking *checking,
    const struct period *period)
{
	const struct programme *programme = checking->programme;
	struct coverage *coverage = ARENA_NEW(arena, struct coverage);
	coverage->period = period;
	coverage->over_due = strcmp(period->due, checking->as_of) < 0;
	for (size_t i = 0; i < programme->terms[VOCABULARY_FORM].count; i++) {
		const struct form *form = &programme->forms[i];
		struct covering c = { arena, checking, coverage, form };
		if (form->coverage && form->subject != SUBJECT_ANY)
			form_cover(&c);
	}
	return coverage;
}

const struct organisation *
coverage_place(const struct coverage *coverage,
    const struct coverage_item *item)
{
	const struct organisation *above = item->subject.person != NULL
	    ? NULL
	    : organisation_superior(item->within, coverage->period->to);
	return above != NULL ? above : item->within;
}

void
coverage_each(const struct checking *checking, coverage_look *look,
    struct diags *diags)
{
	const struct programme *programme = checking->programme;
	struct arena *arena = arena_new();
	for (size_t i = 0; i < programme->terms[VOCABULARY_PERIOD].count; i++) {
		const struct period *period = &programme->periods[i];
		/* Dates that are missing are faults of their own. */
		if (strcmp(period->from, checking->as_of) > 0 ||
		    *period->to == '\0' || *period->due == '\0')
			continue;
		look(checking, coverage_make(arena, checking, period), diags);
		arena_reset(arena);
	}
	arena_free(arena);
}

/* ---- the rule ---- */

static void
missing_report(const struct checking *checking, const struct coverage *coverage,
    const struct coverage_item *item, struct diags *diags)
{
	const struct period *period = coverage->period;
	const struct person *person = item->subject.person;
	struct diag *d = person == NULL
	    ? diag_at(diags, &rules[RULE_COVERAGE_ORGANISATION],
		  item->within->span, "%s has no review of %s",
		  item->within->name, period->name)
	    : diag_at(diags, &rules[RULE_COVERAGE_MEMBER], person->span,
		  "%s (%s) has no review of %s", person->name,
		  item->within->short_name, period->name);
	diag_also(diags, d, period->due_span, "it was due on that day");
	check_effect(diags, d, period->id,
	    _("it is counted as a blind spot of %s; the period can't be "
	      "sealed"),
	    period->name);
	const char *names = reviewers_name(diags->arena, item->form,
	    checking->programme, &item->subject, period->to);
	if (names != NULL)
		diag_remedy(diags, d,
		    "record the review by %s, or a waiver (免评) with its "
		    "reason",
		    names);
}

/* By what a record that can't be read may name it. */
#define CALLED_MOST 3

static size_t
called(const struct subject *subject, struct text names[CALLED_MOST])
{
	const struct person *person = subject->person;
	const struct organisation *unit = subject->organisation;
	names[0] = text_of(subject_id(subject));
	names[1] = text_of(person != NULL ? person->name : unit->name);
	if (person != NULL)
		return 2;
	names[2] = text_of(unit->short_name);
	return 3;
}

static bool
is_blind(const struct coverage_item *item)
{
	return item->state == COVERAGE_MISSING && item->interim == NULL;
}

/*
 * All that subjects are called, as far as broken records have it; also who is no
 * blind spot: in a longer name no other one is meant.
 */
static const struct table *
broken_names(struct arena *arena, const struct corpus *corpus,
    const struct coverage *coverage)
{
	struct text *names = ARENA_ARRAY(
	    arena, struct text, CALLED_MOST * coverage->count);
	size_t count = 0;
	for (size_t i = 0; corpus->broken_count > 0 && i < coverage->count; i++)
		count += called(&coverage->items[i].subject, names + count);
	return corpus_broken_words(corpus, arena, names, count);
}

/* A record that can't be read may be the review: its fault comes first. */
static bool
may_be_broken(const struct table *broken, const struct subject *subject)
{
	struct text names[CALLED_MOST];
	bool may = false;
	for (size_t i = 0, count = called(subject, names); i < count; i++)
		may = may || table_get(broken, names[i]) != NULL;
	return may;
}

/*
 * Blind spots, once the due date has passed.  Who was reviewed only off the
 * round is one too; that is cadence's to say, at the review.
 */
static void
blind_look(const struct checking *checking, const struct coverage *coverage,
    struct diags *diags)
{
	if (!coverage->over_due)
		return;
	struct arena *arena = arena_new();
	const struct table *broken =
	    broken_names(arena, checking->corpus, coverage);
	for (size_t i = 0; i < coverage->count; i++) {
		const struct coverage_item *item = &coverage->items[i];
		if (is_blind(item) && !may_be_broken(broken, &item->subject))
			missing_report(checking, coverage, item, diags);
	}
	arena_free(arena);
}

void
check_coverage(const struct checking *checking, struct diags *diags)
{
	coverage_each(checking, blind_look, diags);
}
