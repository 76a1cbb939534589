/*
 * Second-level organisations have plans of their own: plan, chapter 5.6.  A
 * plan may be for a period or, without one, for all of the programme.
 */
#include "check/check.h"
#include "model/relation.h"
#include "model/rules.h"

#define SECOND_LEVEL 1 /* rank in the programme's levels */

void
check_plans(const struct checking *checking, struct diags *diags)
{
	const struct roster *roster = &checking->corpus->roster;
	const struct period *period =
	    programme_period_on(checking->programme, checking->as_of);
	if (period == NULL)
		return; /* nothing is under way yet */
	for (size_t i = 0; i < roster->organisation_count; i++) {
		const struct organisation *o = roster->organisations[i];
		if (o->level != SECOND_LEVEL ||
		    !organisation_is_there(o, checking->as_of) ||
		    index_about(checking->index, o->id, "plan")->count > 0)
			continue;
		struct diag *d = diag_at(diags, &rules[RULE_PLAN_MISSING],
		    o->span, "%s has no plan of its own", o->name);
		check_unsealed(checking, diags, d, period->id);
	}
}
