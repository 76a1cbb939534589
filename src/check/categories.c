/*
 * Members whose situation asks for more: on placement, floating, infirm,
 * probationary (plan, chapter 5.4); what it asks for is the programme's.
 */
#include "check/reviewer.h"
#include "model/rules.h"

struct case_of {
	const struct record *record;
	const struct person *person;
	const struct term *category;
	struct diags *diags;
};

/* Fields that a review of such a member has. */
static void
needs_check(const struct case_of *c)
{
	const struct value *needs = value_get(c->category->item, "needs");
	for (size_t i = 0; i < value_count(needs); i++) {
		const struct value *name = value_item(needs, i);
		const struct field *field =
		    field_find(c->record->kind, name->text);
		if (field == NULL ||
		    c->record->fields[field - c->record->kind->fields] != NULL)
			continue;
		struct diag *d = diag_at(c->diags,
		    &rules[RULE_CATEGORY_HANDLING],
		    record_get(c->record, "subject")->span,
		    "%s is “%s” on %s, and the review has no “%s” (%s)",
		    c->person->name, c->category->name, c->record->date,
		    field->name, field->alias);
		diag_also(c->diags, d, name->span,
		    "the programme asks for it here");
		diag_remedy(c->diags, d, "add the field %s (%s)", field->name,
		    field->alias);
	}
}

static void
grade_check(const struct case_of *c)
{
	const struct value *grade = record_get(c->record, "grade");
	if (grade == NULL || term_flag(c->category, "grade", true))
		return;
	struct diag *d = diag_at(c->diags, &rules[RULE_CATEGORY_GRADE],
	    grade->span, "%s is “%s” on %s: such a member gets no grade",
	    c->person->name, c->category->name, c->record->date);
	diag_also(c->diags, d, value_get(c->category->item, "grade")->span,
	    "the programme says so here");
}

static void
reviewer_check(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	struct reviewing r;
	if (!reviewing_make(&r, checking, record) ||
	    reviewing_fault(&r) != RULE_CATEGORY_REVIEWER)
		return;
	const struct term *category =
	    &checking->programme->terms[VOCABULARY_CATEGORY]
		 .items[r.lines[0]->category];
	struct diag *d = diag_at(diags, &rules[RULE_CATEGORY_REVIEWER],
	    record_get(record, "reviewer")->span,
	    "%s is “%s” on %s, and %s may not review such a member",
	    subject_name(&r.subject), category->name, r.date,
	    r.reviewer->name);
	reviewing_explain(&r, diags, d);
}

void
check_categories(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	const struct person *person = record->person;
	if (!record_is(record, "review") || person == NULL ||
	    record_day(record) == NULL)
		return;
	for (size_t i = 0; i < person->categories.count; i++) {
		const struct tenure *t = &person->categories.items[i];
		struct case_of c = { record, person,
			programme_term(checking->programme, VOCABULARY_CATEGORY,
			    text_of(t->id)),
			diags };
		if (c.category == NULL || !tenure_holds(t, record->date))
			continue;
		needs_check(&c);
		grade_check(&c);
	}
	reviewer_check(checking, record, diags);
}

/* What ended before the first period began concerns no review. */
static bool
concerns_a_period(const struct programme *programme, const struct tenure *t)
{
	for (size_t i = 0; i < programme->terms[VOCABULARY_PERIOD].count; i++)
		if (*t->to == '\0' ||
		    strcmp(programme->periods[i].from, t->to) <= 0)
			return true;
	return false;
}

/* In the roster, once, however many reviews there are of him. */
void
check_inflows(const struct checking *checking, struct diags *diags)
{
	const struct programme *programme = checking->programme;
	const struct roster *roster = &checking->corpus->roster;
	for (size_t i = 0; i < roster->person_count; i++) {
		const struct person *person = roster->people[i];
		for (size_t j = 0; j < person->categories.count; j++) {
			const struct tenure *t = &person->categories.items[j];
			const struct term *category = programme_term(programme,
			    VOCABULARY_CATEGORY, text_of(t->id));
			if (t->inflow != NULL ||
			    !term_flag(category, "inflow", false) ||
			    !concerns_a_period(programme, t))
				continue;
			struct diag *d = diag_at(diags,
			    &rules[RULE_CATEGORY_INFLOW], t->span,
			    "%s is “%s”, and it is not said where to",
			    person->name, category->name);
			diag_also(diags, d,
			    value_get(category->item, "inflow")->span,
			    "the programme asks for it here");
		}
	}
}
