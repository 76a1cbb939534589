#include "check/check.h"
#include "model/rules.h"

void
check_dates(const struct record *record, const char *as_of,
    struct diags *diags)
{
	const struct value *day = record_day(record);
	if (record_is_ahead(record, as_of))
		diag_at(diags, &rules[RULE_DATE_AHEAD], day->span,
		    "%s lies after %s, the day that the editions are made for",
		    day->text.at, as_of);
}
