/*
 * What became of the report's pledges: plan, chapter 2, “公开承诺与兑现”.
 *
 * The report is the one that the review names, else its subject's last of the
 * same period up to the review's day.  A pledge is answered by the review's
 * field `pledges`, by its text in a section, or by its id there, as a word of
 * its own, in brackets (“开放（c1）、就业率（c3）”); an id that has a letter
 * needs no brackets.  A liaison leader's review in between answers only the
 * report it names.
 */
#include "check/check.h"
#include "model/relation.h"
#include "model/rules.h"

static bool
has_letter(struct text id)
{
	for (size_t i = 0; i < id.len; i++)
		if ((unsigned char)id.at[i] >= 0x80 ||
		    (text_is_word_byte(id.at[i]) && id.at[i] > '9'))
			return true;
	return false;
}

/* Is what follows on the line in brackets?  Asked of one byte after the other. */
static bool
brackets_follow(struct text body, size_t at, bool inside)
{
	struct text rest = text_from(body, at);
	if (text_starts(rest, "(") || text_starts(rest, "（"))
		return true;
	if (text_starts(rest, ")") || text_starts(rest, "）") ||
	    rest.at[0] == '\n')
		return false;
	return inside;
}

static bool
mentions(struct text body, struct text id)
{
	bool bare = has_letter(id), inside = false;
	size_t asked = 0;
	const char *found;
	for (size_t at = 0; id.len > 0 &&
	     (found = memmem(body.at + at, body.len - at, id.at, id.len)) !=
		 NULL;
	     at++) {
		at = (size_t)(found - body.at);
		if (!text_is_whole_word(body, at, at + id.len))
			continue;
		for (; !bare && asked <= at; asked++)
			inside = brackets_follow(body, asked, inside);
		if (bare || inside)
			return true;
	}
	return false;
}

static bool
is_said(const struct record *review, struct text id, struct text text)
{
	for (size_t i = 0; i < review->section_count; i++) {
		struct text body = review->sections[i].body;
		if (mentions(body, id) ||
		    (text.len > 0 &&
			memmem(body.at, body.len, text.at, text.len) != NULL))
			return true;
	}
	return false;
}

/* ---- the report ---- */

static const struct record *
report_find(const struct checking *checking, const struct record *review)
{
	const struct value *named = record_get(review, "report");
	struct subject subject;
	if (named != NULL) {
		const struct record *report =
		    corpus_record(checking->corpus, named->text);
		return report != NULL && record_is(report, "report") ? report
								      : NULL;
	}
	if (strcmp(record_string(review, "round"), "interim") == 0 ||
	    !record_subject(review, &subject))
		return NULL;
	const struct record_list *reports = index_about(
	    checking->index, subject_id(&subject), "report");
	const struct record *found = NULL;
	for (size_t i = 0; i < reports->count; i++) {
		const struct record *report = reports->items[i];
		if (strcmp(report->period, review->period) == 0 &&
		    strcmp(report->date, review->date) <= 0 &&
		    (found == NULL || strcmp(found->date, report->date) < 0))
			found = report;
	}
	return found;
}

static void
unanswered_check(const struct record *review, const struct record *report,
    struct diags *diags)
{
	const struct value *pledges = record_get(report, "pledges");
	const struct value *answers = record_get(review, "pledges");
	const struct value *named = record_get(review, "report");
	struct span span = answers != NULL ? answers->span
	    : named != NULL		   ? named->span
					   : review->span;
	for (size_t i = 0; i < value_count(pledges); i++) {
		const struct value *pledge = value_item(pledges, i);
		const struct value *id = value_get(pledge, "id");
		struct text text = value_as_text(value_get(pledge, "text"));
		if (id == NULL || value_find_item(answers, "id", id->text) ||
		    is_said(review, id->text, text))
			continue;
		struct diag *d = diag_at(diags, &rules[RULE_PLEDGE_UNANSWERED],
		    span, "the review says nothing of the pledge “%s” (%.*s)",
		    id->text.at, TEXT_ARG(text));
		diag_also(diags, d, id->span, "the pledge");
	}
}

static void
unknown_check(const struct record *review, const struct record *report,
    struct diags *diags)
{
	const struct value *answers = record_get(review, "pledges");
	const struct value *pledges =
	    report == NULL ? NULL : record_get(report, "pledges");
	for (size_t i = 0; i < value_count(answers); i++) {
		const struct value *id =
		    value_get(value_item(answers, i), "id");
		if (id == NULL || value_find_item(pledges, "id", id->text))
			continue;
		if (report == NULL) {
			diag_at(diags, &rules[RULE_PLEDGE_UNKNOWN], id->span,
			    "there is no report that makes the pledge “%s”",
			    id->text.at);
			continue;
		}
		struct diag *d = diag_at(diags, &rules[RULE_PLEDGE_UNKNOWN],
		    id->span, "the report makes no pledge “%s”", id->text.at);
		diag_also(diags, d,
		    pledges != NULL ? pledges->span : report->span,
		    "the report");
	}
}

void
check_pledges(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	if (!record_is(record, "review"))
		return;
	const struct record *report = report_find(checking, record);
	/* A reference to what is no report is told already. */
	if (report != NULL || record_get(record, "report") == NULL)
		unknown_check(record, report, diags);
	if (report != NULL)
		unanswered_check(record, report, diags);
}
