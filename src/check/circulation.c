/*
 * What was reviewed is circulated: plan, chapter 4, “整理公开”.  When a period
 * is due, each of its reviews, those in between too, has a bulletin of that
 * period that is dated on its day or later and was not withdrawn.
 */
#include "check/check.h"
#include "model/rules.h"

void
check_circulated_gather(struct checking *checking)
{
	const struct programme *programme = checking->programme;
	const struct record_list *bulletins =
	    index_kind(checking->index, "bulletin");
	const char **last = ARENA_ARRAY(checking->arena, const char *,
	    programme->terms[VOCABULARY_PERIOD].count);
	checking->circulated = last;
	for (size_t i = 0; i < bulletins->count; i++) {
		const struct record *bulletin = bulletins->items[i];
		int at = programme_rank(
		    programme, VOCABULARY_PERIOD, text_of(bulletin->period));
		if (at >= 0 &&
		    !record_is_withdrawn(bulletin, checking->as_of) &&
		    (last[at] == NULL || strcmp(last[at], bulletin->date) < 0))
			last[at] = bulletin->date;
	}
}

void
check_circulation(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	if (!record_is(record, "review") ||
	    record_is_ahead(record, checking->as_of))
		return;
	const struct period *period =
	    programme_period(checking->programme, record->period);
	const struct value *day = record_get(record, "date");
	if (period == NULL || day == NULL ||
	    strcmp(checking->as_of, period->due) <= 0)
		return;
	const char *last =
	    checking->circulated[period - checking->programme->periods];
	if (last != NULL && strcmp(last, day->text.at) >= 0)
		return;
	struct diag *d = diag_at(diags, &rules[RULE_REVIEW_UNCIRCULATED],
	    day->span,
	    "no bulletin of %s circulates the review of %s, and the period "
	    "was due on %s",
	    period->name, day->text.at, period->due);
	diag_also(diags, d, period->due_span, "due here");
}
