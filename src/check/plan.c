/*
 * Second-level organisations have plans of their own: plan, chapter 5.6.  A
 * plan may be for a period or, without one, for all of the programme.
 */
#include "check/check.h"
#include "model/relation.h"
#include "model/rules.h"

/* Of the programme's levels that the rule names; else the second. */
static bool
level_plans(const struct programme *programme, int level)
{
	const struct value *levels =
	    programme->settings[RULE_PLAN_MISSING].parameter;
	for (size_t i = 0; i < value_count(levels); i++)
		if (programme_rank(programme, VOCABULARY_LEVEL,
			value_item(levels, i)->text) == level)
			return true;
	return value_count(levels) == 0 && level == 1;
}

static void
levels_check(const struct programme *programme, struct diags *diags)
{
	const struct value *levels =
	    programme->settings[RULE_PLAN_MISSING].parameter;
	for (size_t i = 0; i < value_count(levels); i++) {
		const struct value *name = value_item(levels, i);
		if (programme_rank(programme, VOCABULARY_LEVEL, name->text) < 0)
			diag_at(diags, &rules[RULE_TERM_UNKNOWN], name->span,
			    "the programme has no level “%s”", name->text.at);
	}
}

void
check_plans(const struct checking *checking, struct diags *diags)
{
	const struct roster *roster = &checking->corpus->roster;
	const struct period *period =
	    programme_period_on(checking->programme, checking->as_of);
	levels_check(checking->programme, diags);
	if (period == NULL)
		return; /* nothing is under way yet */
	for (size_t i = 0; i < roster->organisation_count; i++) {
		const struct organisation *o = roster->organisations[i];
		if (!level_plans(checking->programme, o->level) ||
		    !organisation_is_there(o, checking->as_of) ||
		    index_about(checking->index, o->id, "plan")->count > 0)
			continue;
		struct diag *d = diag_at(diags, &rules[RULE_PLAN_MISSING],
		    o->span, "%s has no plan of its own", o->name);
		check_unsealed(checking, diags, d, period->id);
		check_also_setting(checking, diags, d, RULE_PLAN_MISSING);
	}
}
