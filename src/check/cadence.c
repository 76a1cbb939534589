/*
 * Once in each period, by its due date: plan, chapter 3.  A liaison leader's
 * review in between (适时) is welcome and does not stand for it.
 */
#include "check/coverage.h"

#include "base/date.h"
#include "base/lang.h"
#include "model/rules.h"

static void
off_round_report(const struct coverage *coverage,
    const struct coverage_item *item, struct diags *diags)
{
	const struct period *period = coverage->period;
	struct diag *d = diag_at(diags, &rules[RULE_REGULAR_MISSING],
	    record_get(item->interim, "round")->span,
	    "%s has been reviewed only off the round in %s",
	    subject_name(&item->subject), period->name);
	diag_also(diags, d, period->due_span,
	    "the regular review was due on that day");
	check_effect(diags, d, period->id,
	    _("it is counted as a blind spot of %s; the period can't be "
	      "sealed"),
	    period->name);
}

static void
late_report(const struct coverage *coverage, const struct coverage_item *item,
    struct diags *diags)
{
	const struct period *period = coverage->period;
	struct diag *d = diag_at(diags, &rules[RULE_DEADLINE_MISSED],
	    record_day(item->review)->span,
	    "%s was reviewed on %s, after the due date of %s",
	    subject_name(&item->subject), item->review->date, period->name);
	diag_also(diags, d, period->due_span, "it was due on that day");
	check_effect(diags, d, period->id,
	    _("it is counted as late in %s; the period can't be sealed"),
	    period->name);
}

static void
twice_report(const struct coverage *coverage,
    const struct coverage_item *item, struct diags *diags)
{
	struct diag *d = diag_at(diags, &rules[RULE_REGULAR_TWICE],
	    record_get(item->another, "period")->span,
	    "%s has another regular review in %s",
	    subject_name(&item->subject), coverage->period->name);
	diag_also(diags, d, record_get(item->review, "period")->span,
	    "the first");
}

/* ---- before the due date: what is still to be done ---- */

/* Where and on which form; organisations by the one that looks after them. */
struct due {
	size_t subjects, missing;
	const char *first, *second; /* names of those that are missing */
};

static void
due_report(const struct coverage *coverage,
    const struct organisation *place, const struct form *form,
    const struct due *due, struct diags *diags)
{
	const struct period *period = coverage->period;
	struct diag *d = diag_at(diags, &rules[RULE_REVIEW_DUE], place->span,
	    "%s: %zu of %zu have no review of %s by the form “%s” yet, due on "
	    "%s",
	    place->short_name, due->missing, due->subjects, period->name,
	    form->short_name, period->due);
	diag_also(diags, d, period->due_span, "the due date");
	if (due->missing == 1)
		diag_remedy(diags, d, "review %s", due->first);
	else if (due->missing == 2)
		diag_remedy(diags, d, "review %s and %s", due->first,
		    due->second);
	else
		diag_remedy(diags, d,
		    "review %s, %s and %zu more: `tongbao coverage "
		    "--subjects` lists them",
		    due->first, due->second, due->missing - 2);
}

/* One note an organisation and form, not one a subject. */
static void
due_look(const struct checking *checking, const struct coverage *coverage,
    struct diags *diags)
{
	const struct roster *roster = &checking->corpus->roster;
	const struct programme *programme = checking->programme;
	size_t forms = programme->terms[VOCABULARY_FORM].count;
	size_t places = roster->organisation_count;
	struct arena *arena = arena_new();
	struct due *dues = ARENA_ARRAY(arena, struct due, places * forms);
	for (size_t i = 0; i < coverage->count; i++) {
		const struct coverage_item *item = &coverage->items[i];
		const struct organisation *place =
		    coverage_place(coverage, item);
		struct due *due = &dues[place->order * forms +
		    (size_t)(item->form - programme->forms)];
		due->subjects++;
		if (item->state != COVERAGE_MISSING)
			continue;
		const char **name =
		    due->missing == 0 ? &due->first : &due->second;
		if (due->missing++ < 2)
			*name = subject_name(&item->subject);
	}
	for (size_t i = 0; i < places * forms; i++)
		if (dues[i].missing > 0)
			due_report(coverage,
			    roster->organisations[i / forms],
			    &programme->forms[i % forms], &dues[i], diags);
	arena_free(arena);
}

/* ---- the rule ---- */

static void
cadence_look(const struct checking *checking, const struct coverage *coverage,
    struct diags *diags)
{
	long left = date_between(checking->as_of, coverage->period->due);
	for (size_t i = 0; coverage->over_due && i < coverage->count; i++) {
		const struct coverage_item *item = &coverage->items[i];
		if (item->state == COVERAGE_LATE)
			late_report(coverage, item, diags);
		else if (item->state == COVERAGE_MISSING &&
		    item->interim != NULL)
			off_round_report(coverage, item, diags);
	}
	for (size_t i = 0; i < coverage->count; i++)
		if (coverage->items[i].another != NULL)
			twice_report(coverage, &coverage->items[i], diags);
	if (left >= 0 &&
	    left <= programme_number(checking->programme, RULE_REVIEW_DUE))
		due_look(checking, coverage, diags);
}

void
check_cadence(const struct checking *checking, struct diags *diags)
{
	coverage_each(checking, cadence_look, diags);
}
