/* The reviewer is one who may: plan, chapter 1. */
#include "check/reviewer.h"
#include "model/rules.h"

/* A form for others: the review is not the one that the subject needs. */
static void
form_check(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	const struct programme *programme = checking->programme;
	const struct form *form = record->form;
	struct subject subject;
	if (!record_subject(record, &subject) || record_day(record) == NULL ||
	    form_takes(form, programme, &subject, record->date))
		return;
	/* A person whom no form takes may be reviewed on any for people. */
	const struct form *other = NULL;
	for (size_t i = 0; i < programme->terms[VOCABULARY_FORM].count; i++)
		if (other == NULL &&
		    form_takes(&programme->forms[i], programme, &subject,
			record->date))
			other = &programme->forms[i];
	bool kind_differs = (form->subject == SUBJECT_ORGANISATION) !=
	    (subject.person == NULL);
	if (subject.person != NULL && !kind_differs && other == NULL)
		return;
	struct diag *d = diag_at(diags, &rules[RULE_FORM_UNFIT],
	    record_get(record, "form")->span,
	    "the form “%s” is not for %s on %s", form->short_name,
	    subject_name(&subject), record->date);
	diag_also(diags, d, form->span, "the form");
	if (other != NULL)
		diag_remedy(diags, d, "write %s (%s)", other->id,
		    other->short_name);
}

void
check_authority(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	struct reviewing r;
	if (record_is(record, "review") && record->form != NULL)
		form_check(checking, record, diags);
	if (!reviewing_make(&r, checking, record) ||
	    reviewing_fault(&r) != RULE_REVIEWER_UNFIT)
		return;
	struct span span = record_get(record, "reviewer")->span;
	struct diag *d = r.reviewer == r.subject.person
	    ? diag_at(diags, &rules[RULE_REVIEWER_UNFIT], span,
		  "%s is the reviewer of himself", r.reviewer->name)
	    : diag_at(diags, &rules[RULE_REVIEWER_UNFIT], span,
		  "%s is not one who may review %s on %s", r.reviewer->name,
		  subject_name(&r.subject), r.date);
	reviewing_explain(&r, diags, d);
}
