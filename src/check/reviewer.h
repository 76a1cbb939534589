/*
 * What the families that look at a reviewer share (authority, weak, categories,
 * method): who reviewed whom on which day, and the form's lines that say who
 * may.
 */
#ifndef TONGBAO_CHECK_REVIEWER_H
#define TONGBAO_CHECK_REVIEWER_H

#include "check/check.h"
#include "model/relation.h"

struct reviewing {
	const struct record *record;
	const struct programme *programme;
	const struct form *form;
	struct subject subject;
	const struct person *reviewer;
	const char *date;
	const struct reviewer *lines[REVIEWERS_MOST]; /* that apply */
	size_t count; /* at least one */
};

/*
 * False when there is nothing to judge: no review, one whose form, subject,
 * reviewer or day are not known (faults of their own), or a form that lets
 * anybody review.
 */
bool reviewing_make(struct reviewing *reviewing,
    const struct checking *checking, const struct record *record);
/*
 * The line by which the reviewer may review, one without a method of its own
 * rather than one with; NULL: he may not.
 */
const struct reviewer *reviewing_line(const struct reviewing *reviewing);
/*
 * The rule that the reviewer breaks: authority's, or that of the class or the
 * category whose `only` line applies; RULE__MAX when there is no fault.  A
 * fault is one rule's, never several.
 */
enum rule_id reviewing_fault(const struct reviewing *reviewing);
/* Second place and remedy: the line, and who may by it. */
void reviewing_explain(const struct reviewing *reviewing, struct diags *diags,
    struct diag *diag);

/*
 * Those who may review, as words: “A (head of X) or B (head of Y)”; at most
 * three.  NULL when the rosters name nobody.
 */
const char *reviewers_name(struct arena *arena, const struct form *form,
    const struct programme *programme, const struct subject *subject,
    const char *date);

#endif
