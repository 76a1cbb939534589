/* A review is prepared, and that is recorded: plan, chapters 3 and 4.1. */
#include "check/check.h"
#include "model/rules.h"

void
check_preparation(const struct checking *checking,
    const struct record *record, struct diags *diags)
{
	const struct term_list *ways =
	    &checking->programme->terms[VOCABULARY_PREPARATION];
	if (!record_is(record, "review") || ways->count == 0 ||
	    value_count(record_get(record, "preparation")) > 0)
		return;
	struct diag *d = diag_at(diags, &rules[RULE_PREPARATION_MISSING],
	    record->span, "it is not recorded how the review was prepared");
	check_unsealed(checking, diags, d, record->period);
	diag_remedy(diags, d, "add preparation (准备): %s (%s), or another",
	    ways->items[0].id, ways->items[0].name);
}
