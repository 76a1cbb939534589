/*
 * What comes first is dated first: plan, chapters 3 and 4: report, review,
 * form, reply, verification; and nothing lies after the day.
 */
#include "base/date.h"
#include "check/check.h"
#include "model/rules.h"

/* Tells when `record` is dated before what it answers. */
static void
answer_check(const struct record *record, enum rule_id rule,
    struct diags *diags)
{
	const struct value *day = record_day(record);
	const struct value *first =
	    record->about == NULL ? NULL : record_day(record->about);
	if (day == NULL || first == NULL ||
	    strcmp(day->text.at, first->text.at) >= 0)
		return;
	struct diag *d = diag_at(diags, &rules[rule], day->span,
	    "%s lies before the review, which is dated %s", day->text.at,
	    first->text.at);
	diag_also(diags, d, first->span, "the review");
}

static void
report_check(const struct checking *checking, const struct record *review,
    struct diags *diags)
{
	const struct value *named = record_get(review, "report");
	const struct record *report = named == NULL
	    ? NULL
	    : corpus_record(checking->corpus, named->text);
	const struct value *day = record_day(review);
	if (report == NULL || !record_is(report, "report") || day == NULL)
		return;
	const struct value *told = record_day(report);
	if (told == NULL || strcmp(told->text.at, day->text.at) <= 0)
		return;
	struct diag *d = diag_at(diags, &rules[RULE_REPORT_AFTER_REVIEW],
	    day->span, "the review is dated %s, before the report of %s",
	    day->text.at, told->text.at);
	diag_also(diags, d, told->span, "the report");
}

static void
period_check(const struct checking *checking, const struct record *review,
    struct diags *diags)
{
	const struct programme *programme = checking->programme;
	const struct period *period =
	    programme_period(programme, review->period);
	const struct value *day = record_day(review);
	if (period == NULL || day == NULL ||
	    strcmp(day->text.at, period->from) >= 0)
		return;
	struct diag *d = diag_at(diags, &rules[RULE_REVIEW_BEFORE_PERIOD],
	    day->span, "%s lies before %s, which begins on %s", day->text.at,
	    period->name, period->from);
	diag_also(diags, d,
	    programme_term(programme, VOCABULARY_PERIOD, text_of(period->id))
		->span,
	    "the period");
}

static void
form_check(const struct checking *checking, const struct record *review,
    struct diags *diags)
{
	int64_t most =
	    programme_number(checking->programme, RULE_RECORDED_LATE);
	const struct value *day = record_day(review);
	const struct value *recorded = record_get(review, "recorded");
	if (day == NULL || recorded == NULL)
		return;
	long days = date_between(day->text.at, recorded->text.at);
	if (days < 0) {
		struct diag *d = diag_at(diags, &rules[RULE_RECORDED_EARLY],
		    recorded->span,
		    "the form was filled in on %s, before the review of %s",
		    recorded->text.at, day->text.at);
		diag_also(diags, d, day->span, "the review");
	} else if (days > most) {
		struct diag *d = diag_at(diags, &rules[RULE_RECORDED_LATE],
		    recorded->span,
		    "the form was filled in %ld days after the review, where "
		    "%lld are allowed",
		    days, (long long)most);
		check_also_setting(checking, diags, d, RULE_RECORDED_LATE);
	}
}

void
check_order(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	const struct value *day = record_day(record);
	if (record_is_ahead(record, checking->as_of))
		diag_at(diags, &rules[RULE_DATE_AHEAD], day->span,
		    "%s lies after %s, the day that the editions are made for",
		    day->text.at, checking->as_of);
	if (record_is(record, "review")) {
		report_check(checking, record, diags);
		period_check(checking, record, diags);
		form_check(checking, record, diags);
	} else if (record_is(record, "reply")) {
		answer_check(record, RULE_REPLY_BEFORE_REVIEW, diags);
	} else if (record_is(record, "verification")) {
		answer_check(record, RULE_VERIFIED_EARLY, diags);
	}
}
