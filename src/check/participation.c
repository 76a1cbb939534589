/*
 * Ordinary members and representatives of the masses took part and said what
 * they think: plan, chapter 4.
 */
#include "base/lang.h"
#include "check/check.h"
#include "model/rules.h"

static void
absent(const struct checking *checking, const struct record *review,
    enum rule_id rule, struct span span, const char *message,
    struct diags *diags)
{
	struct diag *d = diag_at(diags, &rules[rule], span, "%s", message);
	check_unsealed(checking, diags, d, review->period);
}

/* How many took part; 0 when it does not say. */
static void
number_check(const struct checking *checking, const struct record *review,
    const char *who, enum rule_id rule, const char *message,
    struct diags *diags)
{
	const struct value *attendance = record_get(review, "attendance");
	const struct value *number = value_get(attendance, who);
	if (value_is(number, VALUE_INTEGER) && number->integer > 0)
		return;
	/* It says something that was not understood: told there. */
	if (number == NULL && attendance != NULL && attendance->faulty)
		return;
	struct span span = number != NULL ? number->span
	    : attendance != NULL          ? attendance->span
					  : review->span;
	absent(checking, review, rule, span, message, diags);
}

void
check_participation(const struct checking *checking,
    const struct record *record, struct diags *diags)
{
	if (!record_is(record, "review"))
		return;
	const struct term *method = programme_term(checking->programme,
	    VOCABULARY_METHOD, text_of(record_string(record, "method")));
	if (!term_flag(method, "participation", true))
		return;
	number_check(checking, record, "members", RULE_MEMBERS_ABSENT,
	    _("no ordinary members took part, or it is not recorded"), diags);
	number_check(checking, record, "masses", RULE_MASSES_ABSENT,
	    _("no representatives of the masses took part, or it is not "
	      "recorded"),
	    diags);
	if (value_count(record_get(record, "opinions")) == 0)
		absent(checking, record, RULE_OPINIONS_ABSENT, record->span,
		    _("no opinion of members or masses is recorded"), diags);
}
