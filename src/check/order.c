/* What comes first is dated first: plan, chapter 4. */
#include "check/check.h"
#include "model/rules.h"

void
check_order(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	const struct value *day = record_day(record);
	if (record_is_ahead(record, checking->as_of))
		diag_at(diags, &rules[RULE_DATE_AHEAD], day->span,
		    "%s lies after %s, the day that the editions are made for",
		    day->text.at, checking->as_of);
}
