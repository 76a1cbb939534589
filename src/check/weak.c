/*
 * Organisations of a class that only some may review: a weak one is reviewed
 * by the main head of its superior in person (plan, chapter 5.4).
 */
#include "check/reviewer.h"
#include "model/rules.h"

void
check_weak(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	struct reviewing r;
	if (!reviewing_make(&r, checking, record) ||
	    reviewing_fault(&r) != RULE_WEAK_REVIEWER)
		return;
	const struct term *group = &checking->programme->terms[VOCABULARY_GROUP]
					.items[r.lines[0]->group];
	struct diag *d = diag_at(diags, &rules[RULE_WEAK_REVIEWER],
	    record_get(record, "reviewer")->span,
	    "%s is of the class “%s”, which %s may not review",
	    subject_name(&r.subject), group->name, r.reviewer->name);
	reviewing_explain(&r, diags, d);
}
